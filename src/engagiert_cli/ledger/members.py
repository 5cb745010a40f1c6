"""The ledger's values: network, rounds and members, plain questions about them, and what is never allowed in them.

All are frozen and complete: every member holds its round, and no date lies after today.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _
from engagiert_cli.lazy import NamedTuple
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.text import LOST, MANY, fold, folded, is_german, odd_characters

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Sequence

_LONGEST = 200  # characters of a name


class Network(NamedTuple):
    """What the members join, and the declaration that they sign."""

    name: str = ""
    declaration: str = ""
    register: str | None = None


class Round(NamedTuple):
    """One signing: its id, its name, its date as far as it is known, and who signed without becoming a member."""

    id: str
    name: str = ""
    signed: Date = UNKNOWN
    cosigners: tuple[str, ...] = ()
    note: str | None = None
    source: str | None = None


NO_ROUND = Round("")
"""The round of those who signed outside of any round; each has a date of its own."""


def known_rounds(ids: Iterable[str]) -> str:
    """Return a sentence with the ids of the rounds."""
    known = ", ".join(ids)
    return _("known rounds: {rounds}").format(rounds=known) if known else _("this ledger has no rounds yet")


FIELDS = ("name", "key", "kind", "round", "signed", "left", "note", "source")
"""The fields of a member in the file, in the order in which the program writes them."""


class Body(NamedTuple):
    """A possible member: its full name, with a register its official key, else perhaps its kind."""

    name: str
    key: str | None = None
    kind: str | None = None


class Member(NamedTuple):
    """One membership of a body. `own_date` is set where it signed on a date other than its round's."""

    name: str
    round: Round
    key: str | None = None
    kind: str | None = None
    own_date: Date | None = None
    left: Date | None = None
    note: str | None = None
    source: str | None = None

    @property
    def signed(self) -> Date:
        """The date of signing: the member's own, else its round's."""
        return self.own_date or self.round.signed

    def is_same_body(self, other: Member) -> bool:
        """Whether both entries are of the same body: by key where both have one, else by name."""
        if self.key and other.key:
            return self.key == other.key
        return fold(self.name) == fold(other.name)

    def active_on(self, day: datetime.date) -> bool:
        """Whether the body is a member at the end of the day; a vague date counts from its last possible day."""
        return (self.own_date or self.round.signed).latest <= day and (self.left is None or self.left.latest > day)

    def uncertain_on(self, day: datetime.date) -> bool:
        """Whether it is unknown if the body had signed, or left, by the end of the day."""
        if self.signed.straddles(day):
            return self.left is None or self.left.latest > day
        return self.left is not None and self.signed.latest <= day and self.left.straddles(day)


def said_of(entry: Member | Round | Network) -> dict[str, Any]:
    """Return the fields of an entry as the file has them, in order; None for a field that is not there."""
    said: dict[str, Any] = entry._asdict()
    if isinstance(entry, Member):
        said |= {"round": entry.round.id, "signed": entry.own_date}
    elif isinstance(entry, Round) and not entry.signed.is_known:
        said["signed"] = None
    return {field: said[field] or None for field in (FIELDS if isinstance(entry, Member) else said)}


def entries_called(members: Sequence[Member], names: set[str], keys: set[str]) -> list[int]:
    """Return the indexes of the entries with one of these folded names or keys."""
    found: list[int] = []
    for start in range(0, len(members), MANY):
        some = members[start : start + MANY]
        spelled = list(folded([member.name for member in some]))
        if not names.isdisjoint(spelled) or not keys.isdisjoint([member.key for member in some]):
            called = zip(some, spelled, strict=True)
            found += [start + at for at, (member, name) in enumerate(called) if member.key in keys or name in names]
    return found


def identities(*lists: Sequence[Member]) -> Callable[[Member], str]:
    """Return a function that identifies an entry's body: by its key, else by one that its name has elsewhere."""

    @cache
    def keys() -> dict[str, str | None]:  # names are folded only if an entry has no key
        keyed = [member for members in lists for member in members if member.key]
        return dict(zip(folded([member.name for member in keyed]), [member.key for member in keyed], strict=True))

    def identify(member: Member) -> str:
        return member.key or keys().get(name := fold(member.name)) or name

    return identify


def first_memberships(members: Iterable[Member], identify: Callable[[Member], str]) -> list[Member]:
    """Return the first membership of each body (see `identities`), the earliest first."""
    bodies: dict[str, Member] = {}
    for member in sorted(members, key=lambda member: member.signed.sort_key):
        bodies.setdefault(identify(member), member)
    return list(bodies.values())


class Ledger(NamedTuple):
    """The network, its rounds and its memberships, in the order of the file."""

    network: Network = Network()
    rounds: tuple[Round, ...] = ()
    members: tuple[Member, ...] = ()

    @property
    def rounds_by_id(self) -> dict[str, Round]:
        """The rounds, found by their id."""
        return {round_.id: round_ for round_ in self.rounds}

    def members_at(self, day: datetime.date) -> list[Member]:
        """Return the memberships at the end of the day, in the order of the file."""
        return [member for member in self.members if member.active_on(day)]

    def find(self, name: str) -> list[Member]:
        """Return the memberships of the body with that key or name, the latest last."""
        found = [self.members[index] for index in entries_called(self.members, {fold(name)}, {name})]
        return sorted(found, key=lambda member: member.signed.sort_key)

    def memberships_of(self, body: Member) -> list[Member]:
        """Return the memberships of the entry's body, the latest last."""
        found = [member for member in self.members if member.is_same_body(body)]
        return sorted(found, key=lambda member: member.signed.sort_key)


def require_past(date: Date, today: datetime.date, field: str = "signed") -> Date:
    """Return the date cut to today (see `Date.known_on`). Raises `Refusal` where it lies in the future."""
    if date.earliest > today:
        message = _("{date} is in the future: today is {today}").format(date=date, today=Date.of_day(today))
        raise Refusal(message, (_("the ledger holds what has happened: enter it when the day has come"),)).about(field)
    return date.known_on(today)


def require_name(name: str) -> None:
    """Raise `Refusal` for what can never be a name: empty, too long, misread, or with invisible characters."""
    if not any(map(str.isalnum, name)):
        message = _('a name without letters: "{name}"').format(name=name) if name.strip() else _("the name is empty")
        raise Refusal(message, (_("name a body, such as: Witten"),))
    if len(name) > _LONGEST:
        message = _("a name of {length} characters; at most {limit}").format(length=len(name), limit=_LONGEST)
        raise Refusal(message, (_("put long remarks in the note"),))
    require_shown(name)
    if LOST in name:
        raise Refusal(letters_lost(name), (_("type it again"),))
    if not is_german(name):
        from engagiert_cli.encodings import meant  # few names need it

        if found := meant(name):
            raise Refusal(found[1], (_("did you mean {name}?").format(name=found[0]),))


def letters_lost(name: str) -> str:
    """Return the message on a name whose letters another program has lost."""
    return _('letters of "{name}" are lost: {sign} stands for them').format(name=name, sign=LOST)


def require_shown(*texts: str | None, remarks: Iterable[str | None] = ()) -> None:
    """Raise `Refusal` where a text has invisible characters; `remarks` may have several lines."""
    lines = [line for remark in remarks if remark for line in remark.split("\n")]
    for text in filter(None, (*texts, *lines)):
        if odd := dict.fromkeys(odd_characters(text)):
            message = _('invisible characters in "{text}": {characters}')
            message = message.format(text=text[:_LONGEST], characters=", ".join(odd))
            raise Refusal(message, (_("type it again, on one line"),))
