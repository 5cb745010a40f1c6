"""Which body of the register a name means: one rule for all the ways in which people write it.

Nothing is guessed. What is typed is folded (case, blanks, dashes, brackets, umlauts) and must then be a name of a body,
as a whole or without the words that say what it is (Stadt, Kreis, Hansestadt …) or where it lies (an der Ruhr, NRW,
Kreis Unna). Those must be true. What comes near is suggested, and never taken.
"""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.errors import Hint, Refusal
from engagiert_cli.language import _, ngettext
from engagiert_cli.register.bodies import Level, open_register, registers
from engagiert_cli.register.designations import (
    MUNICIPALITIES,
    OF_LEVEL,
    Places,
    Reading,
    is_called,
    is_misnamed,
    level_of,
    without_designation,
)
from engagiert_cli.register.spellings import fold, plain, table, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from engagiert_cli.register.bodies import Register, RegisteredBody
    from engagiert_cli.register.designations import Designations, Tokens

_MARK = re.compile(r"[,(\[]")
_SHORTEST = 2  # letters, which only as a plate code are a name: EN, but not »so«
_SHORTEST_NEAR = 4
_SHORTEST_BEGUN = 3
_SUGGESTIONS = 3
_NEAR = 75  # of 100; below it, suggestions are noise


class Found(NamedTuple):
    """The body that the name means."""

    body: RegisteredBody
    namesakes: tuple[RegisteredBody, ...] = ()
    """Bodies of another level that the bare name could mean as well."""
    misnamed: bool = False
    """Whether the name calls a Gemeinde a Stadt, or the reverse."""
    elsewhere: tuple[RegisteredBody, ...] = ()
    """Bodies of other Länder that are called just so, where this one is with an umlaut."""
    is_bare: bool = False
    """Whether nothing beside the name says what the body is."""

    @property
    def bodies(self) -> tuple[RegisteredBody, ...]:
        """All that the name could mean."""
        return (self.body, *self.namesakes)


class Several(NamedTuple):
    """More than one body is called so."""

    text: str
    bodies: tuple[RegisteredBody, ...]
    """All of them, the most populous first."""


class Mismatch(NamedTuple):
    """No body of that name is what the name (or the level beside it) says."""

    text: str
    existing: tuple[RegisteredBody, ...]
    """The bodies of that name, in the order of their keys."""


class _Called(NamedTuple):
    """The bodies of one name, by how it is written."""

    exactly: tuple[RegisteredBody, ...] = ()
    otherwise: tuple[RegisteredBody, ...] = ()
    """With umlauts lost, abbreviations opened, by a name that people use."""
    shortened: tuple[RegisteredBody, ...] = ()
    """Without what tells them apart."""
    shortened_otherwise: tuple[RegisteredBody, ...] = ()

    def filtered(self, takes: Callable[[RegisteredBody], bool]) -> _Called:
        """Return those that are taken."""
        return _Called(*(tuple(filter(takes, bodies)) for bodies in self)) if any(self) else self

    def among(self, designations: Designations | None) -> _Called:
        """Return those that are one of these, where something is said of that."""
        return self if designations is None else self.filtered(lambda body: body.designation in designations)

    @property
    def all(self) -> tuple[RegisteredBody, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys(body for bodies in self for body in bodies))


@cache
def names_of(register: Register) -> Names:
    """Return the names of the register's bodies; they are made once."""
    return Names(register)


class Names:
    """All names of the bodies of a register."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self._places = Places(lambda name: self._called(name).all)
        self.key_of = lru_cache(maxsize=4096)(self._key_of)  # several parts of a row ask for the same
        self.written = lru_cache(maxsize=1024)(self._written)

    def _key_of(self, name: str) -> str | None:
        found = self.find(name)
        return found.body.key if isinstance(found, Found) else None

    def find(self, text: str, level: Level | None = None) -> Found | Several | Mismatch | None:
        """Return the body that the text means, or what stands against it; `level` is what is said beside the name.

        A bare name is the municipality. Nothing that merely comes near is taken.
        """
        tokens = tuple(words(text).split())
        wanted = OF_LEVEL[level] if level else None
        word = "".join(tokens)
        if word.isdigit():
            body = self.register.by_digits(word)
            return body and (Found(body) if wanted is None or body.designation in wanted else Mismatch(text, (body,)))
        keyed = self._with_key(text, tokens, level)
        if keyed:
            return keyed
        if len(word) <= _SHORTEST and not text.isupper() and not self._is_official(word):
            return None
        others: set[RegisteredBody] = set()
        marked = {len(words(text[: match.start()]).split()) for match in _MARK.finditer(text)}
        for reading, named in self._readings(tokens, marked):
            called = named.among(reading.designations).among(wanted)
            if called.all:
                return self._meant(text, reading, called, bare=reading.designations is None and wanted is None)
            others.update(named.all)
        return Mismatch(text, tuple(sorted(others, key=lambda body: body.key))) if others else None

    def _meant(self, text: str, reading: Reading, called: _Called, *, bare: bool) -> Found | Several:
        """Return which of the bodies is meant: the only one of the lowest level whose name is written just so."""
        lowest = called.among(OF_LEVEL[max((body.level for body in called.all), key=lambda level: level.value)])
        meant = next(filter(None, lowest))
        if len(meant) > 1:
            meant = tuple(body for body in meant if is_called(body, reading.said)) or meant
        if len(meant) > 1:
            return Several(text, tuple(sorted(lowest.all, key=lambda body: -body.population)))
        (body,) = meant
        is_exact = not self.register.land or body in lowest.exactly + lowest.shortened
        return Found(
            body,
            tuple(self._namesakes(body, reading.name, lowest)) if bare else (),
            is_misnamed(body, reading.said),
            () if is_exact else self._germany.written(" ".join(reading.name)).among(MUNICIPALITIES).exactly,
            bare,
        )

    def within(self, text: str, level: Level | None, areas: Iterable[str]) -> Found | Several | Mismatch | None:
        """Return what the text means among the bodies that lie in all of these areas; what is no area says nothing."""
        meant = self.find(text, level)
        for area in areas:
            place = tuple(words(area).split())
            body = meant.body if isinstance(meant, Found) else None
            if not place or (body and self._places.lies_in(place, body, itself=True, marked=True)):
                continue
            there = self.find(f"{text}, {area}", level)
            if isinstance(there, Found | Several):
                meant = there
            elif body and self._places.meant(place, True):
                return Mismatch(f"{text}, {area}", (body,))
        return meant

    def require(self, text: str, level: Level | None = None, areas: Iterable[str] = ()) -> Found:
        """Return the body that the text means in these areas. Raises `Refusal` with what exists, or comes near."""
        described, where = self.register.described, self.register.territory.where
        meant = self.within(text, level, areas)
        if isinstance(meant, Found):
            return meant
        if isinstance(meant, Several):
            sentence = ngettext(
                '{count} body is called "{name}"', '{count} bodies are called "{name}"', len(meant.bodies)
            )
            write = _('write "{spelling}" for: {body}')
            raise Refusal(
                sentence.format(count=len(meant.bodies), name=text),
                tuple(
                    write.format(spelling=self.unambiguous(body), body=described(body, key=True))
                    for body in meant.bodies
                ),
            )
        if isinstance(meant, Mismatch):
            hints = (_("there is: {body}").format(body=described(body, key=True)) for body in meant.existing)
            raise Refusal(_not_called(level).format(name=meant.text, where=where), tuple(hints))
        elsewhere = self._germany.find(text, level) if self.register.land else None
        there = elsewhere.bodies if isinstance(elsewhere, Several) else ()
        raise Refusal(
            _('no municipality or district {where} is called "{name}"').format(name=text, where=where),
            (
                *map(_lies_elsewhere, (elsewhere.body,) if isinstance(elsewhere, Found) else there),
                *(_("did you mean {name}?").format(name=described(body)) for body in self.near(text, level)),
            )
            or (
                _("write its official name or key, such as: Witten, Kreis Lippe, 05954036"),
                Hint(
                    _("what is not in the register joins with a kind of its own, such as: {command}"),
                    options={"kind": "Regionalverband"},
                ),
            ),
        )

    def unambiguous(self, body: RegisteredBody) -> str:
        """Return the shortest way to write the body that means no other: its name, one with an area, or its key."""
        areas = reversed(list(self.register.around(body)))
        around = [area.area_name for area in areas if area.level is not Level.REGION]
        for spelling in (body.name, *(f"{body.short_name} ({area})" for area in around)):
            found = self.find(spelling)
            if isinstance(found, Found) and found.body == body and not found.namesakes:
                return spelling
        return body.key

    def area(self, text: str) -> RegisteredBody:
        """Return the district, region or Land that the text means; a bare name is never the municipality here.

        A Land may have its usual short form: NRW. Raises `Refusal` where it is none, or where several are called so.
        """
        land = registers().get(text.strip().casefold())
        if land and (body := self.register.get(land.key)):
            return body
        for level in (Level.DISTRICT, Level.REGION, Level.LAND):
            found = self.find(text, level)
            if isinstance(found, Found | Several):
                return self.require(text, level).body  # raises where there are several
        meant = self.find(text)
        if isinstance(meant, Found):
            around = list(self.register.around(meant.body))[:1]
            raise Refusal(
                _('"{name}" is neither a district nor a region').format(name=text),
                tuple(_("it lies in: {area}").format(area=area.area_name) for area in around),
            )
        near = meant.existing if isinstance(meant, Mismatch) else () if meant else self.near(text)
        raise Refusal(
            _('no district or region {where} is called "{name}"').format(
                name=text, where=self.register.territory.where
            ),
            tuple(
                _("did you mean {name}?").format(name=body.area_name)
                for body in near
                if body.level is not Level.MUNICIPALITY
            ),
        )

    def _with_key(self, text: str, tokens: Tokens, level: Level | None) -> Found | Mismatch | None:
        """Return the body whose key stands beside its name, as the program prints it; None where there is none."""
        keys = [token for token in tokens if token.isdigit() and len(token) >= Level.REGION.value]
        body = self.register.by_digits(keys[0]) if len(keys) == 1 else None
        if body is None:
            return None
        named = self.find(" ".join(token for token in tokens if token != keys[0]), level)
        is_it = isinstance(named, Found | Several) and body in named.bodies
        return Found(body) if is_it else Mismatch(text, (body,))

    def _is_official(self, word: str) -> bool:
        return any(words(body.short_name) == word for body in self.written(word).exactly)

    def _called(self, name: Tokens) -> _Called:
        """Return the bodies of that name; written with an umlaut, also those that have two letters there."""
        written = " ".join(name)
        folded = plain(written)
        called = self.written(written)
        if folded != written:
            exactly, otherwise, shortened, shortened_otherwise = self.written(folded)
            called = _Called(
                called.exactly,
                tuple(dict.fromkeys(called.otherwise + exactly + otherwise)),
                called.shortened,
                tuple(dict.fromkeys(called.shortened_otherwise + shortened + shortened_otherwise)),
            )
        return called

    def _written(self, spelling: str) -> _Called:
        """Return the bodies that are written just so."""
        row = table().get(spelling)
        if row is None:
            return _Called()
        bodies = (map(self.register.get, keys.split()) for keys in row.split("\t")[1:])
        return _Called(*(tuple(filter(None, found)) for found in bodies))

    def _namesakes(self, body: RegisteredBody, name: Tokens, lowest: _Called) -> Iterator[RegisteredBody]:
        """Yield the bodies of another level of that name, and larger ones that begin with it."""
        own = fold(body.short_name)
        for other in self._called(name).all:
            is_its_own_land = other.level is Level.LAND and body.key == f"{other.key}000000"
            if other.level is not body.level and fold(other.short_name) == own and not is_its_own_land:
                yield other
        for other in lowest.all:
            if other != body and other.population > body.population:
                yield other

    @property
    def _germany(self) -> Names:
        return names_of(open_register("de"))

    def _readings(self, tokens: Tokens, marked: Collection[int]) -> Iterator[tuple[Reading, _Called]]:
        """Yield the ways to read a text, the plainest first, each with the bodies of that name.

        A text is a name, or one with a designation, or either with words behind it on where the body lies. Behind
        `marked` tokens stands a comma or a bracket: there, a district may be called as a town is.
        """
        for reading in (Reading(tokens, None), *without_designation(tokens)):
            yield reading, self._called(reading.name)
        for itself in (False, True):  # »Siegen, Kreis Siegen-Wittgenstein« is the town, »Kreis Warendorf (WAF)« both
            for cut in range(len(tokens) - 1, 0, -1):
                name, place = tokens[:cut], tokens[cut:]
                lies_there = partial(self._places.lies_in, place, itself=itself, marked=cut in marked)
                for reading in (Reading(name, None), *without_designation(name)):
                    yield reading, self._called(reading.name).filtered(lies_there)

    def near(self, text: str, level: Level | None = None) -> list[RegisteredBody]:
        """Return the bodies whose names come near, the nearest first; else the largest whose names begin so."""
        from rapidfuzz import fuzz, process

        found: dict[RegisteredBody, None] = {}
        tokens = tuple(words(text).split())
        places = (cut for cut in range(1, len(tokens)) if self._places.is_landscape(tokens[cut:]))
        tokens = tokens[: next(places, len(tokens))]
        for reading in (*without_designation(tokens), Reading(tokens, None)):
            name = " ".join(reading.name)
            if len(name) < _SHORTEST_NEAR:
                continue
            near = process.extract(name, self._spellings, scorer=fuzz.ratio, limit=10, score_cutoff=_NEAR)
            for spelling, _score, _index in near:
                called = self.written(spelling).among(reading.designations).among(OF_LEVEL[level] if level else None)
                if called.all and len(spelling) >= _SHORTEST_NEAR:
                    found.setdefault(max(called.all, key=lambda body: (body.level.value, body.population)))
        begun = words(text) if not (found or level_of(text)) else ""
        if len(begun) >= _SHORTEST_BEGUN:
            rows = (row.partition("\t")[0] for row in table().starting_with(begun))
            bodies = {body for spelling in rows for body in self.written(spelling).all}
            bodies = {body for body in bodies if words(body.name).startswith(begun)}
            found = dict.fromkeys(sorted(bodies, key=lambda body: (-body.population, body.key)))
        return list(found)[:_SUGGESTIONS]

    @cached_property
    def _spellings(self) -> list[str]:
        """All spellings of names in this register, for what merely comes near to one."""
        land = self.register.land
        rows = (row.partition("\t") for row in table().starting_with(""))
        return [row[0] for row in rows if not land or any(key.startswith(land) for key in row[2].split())]


def _lies_elsewhere(body: RegisteredBody) -> str:
    land = next(territory for territory in registers().values() if territory.key == body.land_key)
    return _("{name} lies {where}").format(name=body.name, where=land.where)


def _not_called(level: Level | None) -> str:
    """Return the sentence that nothing of the level, or nothing at all, is called so."""
    if level is Level.MUNICIPALITY:
        return _('no municipality {where} is called "{name}"')
    if level is Level.DISTRICT:
        return _('no district {where} is called "{name}"')
    if level is Level.REGION:
        return _('no region {where} is called "{name}"')
    return _('there is no "{name}" {where}')
