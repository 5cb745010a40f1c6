"""How sentences name members: with the German article, and with what tells apart members of one name."""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from engagiert_cli.language import _, enumerated, in_words, language, ngettext
from engagiert_cli.ledger.members import Ledger, Member, identities
from engagiert_cli.register.bodies import Level, Register, registers
from engagiert_cli.reports.bodies import body_of, place_of
from engagiert_cli.text import by_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


# The German word for the kind gives the article; Märkischer Kreis becomes »der Märkische Kreis«.
_NOUN = (
    r"(?i)(?:(?P<adjective>\S+e)r (?=kreis$))?(?P<noun>(?:"
    r"(?P<der>\S*kreis|\S*verband|\S*verbund|\S*bezirk|freistaat|markt|\S*verein|\S*bund|\S+tag|\S*beirat)"
    r"|(?P<die>\S*region|\S*regierung|stadt|\S*gemeinde|\S*gemeinschaft|freie (?:und )?hansestadt|\S*stiftung"
    r"|(?:\S*s|ärzte)?kammer|\S*agentur|\S*behörde|\S*verwaltung|\S*kanzlei|\S*schule|\S*universität|\S*akademie"
    r"|\S*gesellschaft|\S*genossenschaft|\S*vereinigung|\S*initiative)"
    r"|(?P<das>\S*präsidium|land|(?:\S*s)?amt|\S*ministerium|\S*institut|\S*zentrum|\S*netzwerk|\S*bündnis|\S*büro)"
    r")(?: .*)?)"
)
_INDEFINITE = {"der": "ein", "die": "eine", "das": "ein"}


class Naming:
    """Names the members of one network."""

    def __init__(self, ledger: Ledger, register: Register | None) -> None:
        self._register = register
        self._has_laender = register is not None and not register.land
        self._shared: set[str] = set()
        names = [member.name for member in ledger.members]
        if len(set(names)) < len(names):
            bodies = set(zip(names, map(identities(ledger.members), ledger.members), strict=True))
            self._shared = {name for name, count in Counter(name for name, _body in bodies).items() if count > 1}

    def plain(self, member: Member) -> str:
        """Return the name, followed by the district or Land if another member has the same name."""
        if member.name in self._shared:
            place = place_of(member, self._register)
            area = place.district or place.land or member.key
            if area and area != member.name:
                return f"{member.name} ({area})"
        return member.name

    def all(self, members: Sequence[Member]) -> tuple[str, ...]:
        """Return the plain names of several members."""
        return tuple(map(self.plain, members))

    def with_article(self, member: Member) -> str:
        """Return the name as the subject of a sentence: »der Kreis Unna«, »die Bezirksregierung Arnsberg«, »Witten«."""
        name = self.plain(member)
        body = body_of(member, self._register)
        noun = None if body and body.level is Level.MUNICIPALITY else _noun(name)
        if noun is None:
            return name
        return f"{_article(noun)} {noun['adjective'] + ' ' + noun['noun'] if noun['adjective'] else name}"

    def subjects(self, members: Sequence[Member]) -> str:
        """Return the members as the subject of a sentence: »Bonn, der Kreis Lippe und Lemgo«."""
        return self._grouped(members, self.with_article)

    def listed(self, members: Sequence[Member]) -> str:
        """Return the members as a list: »Bonn, Lemgo, Kreis Lippe«."""
        return self._grouped(members, self.plain) if self._has_laender else ", ".join(map(self.plain, members))

    def sorted(self, members: Sequence[Member]) -> list[Member]:
        """Return the members of one signing in alphabetical order; with several Länder, in the given one."""
        if self._has_laender:
            return sorted(members, key=lambda member: member.signed.sort_key)
        return by_name(members)

    def _grouped(self, members: Sequence[Member], name: Callable[[Member], str]) -> str:
        """Return the names; with several Länder, each run of members from one Land is followed by its name."""
        groups = [(where, list(map(name, group))) for where, group in groupby(members, self._where)]
        texts = [text for where, each in groups for text in ([f"{enumerated(each)} {where}"] if where else each)]
        if not any(where for where, _names in groups):
            return enumerated(texts)
        *others, last = texts
        where, names = groups[-1]
        if not others or (where and len(names) > 1):
            return ", ".join(texts)
        return _("{names} as well as {last}").format(names=", ".join(others), last=last)

    def _where(self, member: Member) -> str:
        """Return »in Hessen« with several Länder; empty for a Land, a city state, and members outside the register."""
        if self._register is None or self._register.land:
            return ""
        key, body = self._register.key_of_entry(member.key, member.name), body_of(member, self._register)
        if key is None or len(key) == Level.LAND.value:
            return ""
        where = {land.key: land for land in registers().values()}[key[: Level.LAND.value]]
        return "" if body and where.name == body.short_name else where.where


def counted(members: Sequence[Member], register: Register | None) -> str:
    """Return the count, other members than Kommunen apart: »50 Kommunen und eine Bezirksregierung«."""
    others = [member for member in members if register is None or not is_local(member, register)]
    local = len(members) - len(others)
    if not local:
        return ngettext("{number} member", "{number} members", len(members)).format(number=in_words(len(members)))
    said = [ngettext("one local authority", "{number} local authorities", local).format(number=in_words(local))]
    if len(others) == 1 and (noun := _noun(others[0].name)):
        said.append(f"{_INDEFINITE[_article(noun)]} {noun['noun'].split()[0]}")
    elif others:
        text = ngettext("one other member", "{number} other members", len(others))
        said.append(text.format(number=in_words(len(others))))
    return enumerated(said)


def is_local(member: Member, register: Register) -> bool:
    """Whether the member is a Kommune: a municipality or a district, not an authority of the Land."""
    return len(register.key_of_entry(member.key, member.name) or "") >= Level.DISTRICT.value


def _noun(name: str) -> re.Match[str] | None:
    """Match a name that begins with the German word for the kind; None in English, which needs no articles here."""
    return re.fullmatch(_NOUN, name) if language() == "de" else None


def _article(noun: re.Match[str]) -> str:
    return next(word for word in _INDEFINITE if noun[word])
