"""Which body of the register a name means: one rule for all the ways in which people write it.

Nothing is guessed. What is typed is folded (case, blanks, dashes, brackets, umlauts) and must then be a name of a body,
as a whole or without the words that say what it is (Stadt, Kreis, Hansestadt …) or where it lies (an der Ruhr, NRW,
Kreis Unna). Those must be true. What comes near is suggested, and never taken.
"""

from __future__ import annotations

import re
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _, ngettext
from engagiert_cli.register import spellings
from engagiert_cli.register.bodies import Designation, Level, open_register, registers
from engagiert_cli.register.lines import SortedLines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engagiert_cli.register.bodies import Register, RegisteredBody

Tokens = tuple[str, ...]
Designations = frozenset[Designation]

_TOWNS = frozenset({Designation.TOWN, Designation.GREAT_TOWN, Designation.INDEPENDENT_CITY, Designation.CITY_DISTRICT})
_MUNICIPALITIES = _TOWNS | {Designation.MUNICIPALITY, Designation.MARKET, Designation.UNINCORPORATED}
_CITY_REGION = frozenset({Designation.CITY_REGION})
_DISTRICT = frozenset(
    {Designation.DISTRICT, Designation.RURAL_DISTRICT, Designation.REGION_AS_DISTRICT, Designation.REGIONAL_UNION}
)
_REGION = frozenset({Designation.REGION})
_LAND = frozenset({Designation.LAND})
_OF_LEVEL = {
    Level.MUNICIPALITY: _MUNICIPALITIES,
    Level.DISTRICT: _DISTRICT | _CITY_REGION,
    Level.REGION: _REGION,
    Level.LAND: _LAND,
}
# The words that say what a body is, folded, each with what it can be said of. Whether a municipality is a Stadt or a
# Gemeinde is often said wrongly, and changes: it fixes the level only, and which of several is meant.
_WORDS: dict[Tokens, Designations] = {
    tuple(words.split()): designations
    for words_of_one, designations in (
        ("stadt|gemeinde|kommune|stadtkreis|kreisfrei|krfr stadt|kreisfr stadt|sk", _MUNICIPALITIES),
        ("markt|marktgemeinde|marktflecken|flecken|grosse kreisstadt|gkst|gemeindefreier bezirk", _MUNICIPALITIES),
        ("stadtverwaltung|gemeindeverwaltung", _MUNICIPALITIES),
        ("kreis|kreises|kreise|landkreis|landkreises|kr|lk|lkr|landkr|kreisverwaltung", _DISTRICT),
        ("staedteregion|stadteregion|staedte region", _CITY_REGION),
        ("regierungsbezirk|regierungsbezirks|regierungsbezirkes|reg bezirk|regbez|reg bez|rb", _REGION),
        ("bezirksregierung|bezreg|bez reg|br|regierungspraesidium|regierung von", _REGION),
        ("land|bundesland|freistaat", _LAND),
    )
    for words in words_of_one.split("|")
}
_ARTICLES = ("der", "die", "das", "den", "dem", "des")
_DISTRICT_ENDINGS = ("kreis", "kreises", "kreise")
# An epithet is a word in -stadt (Kolpingstadt, Universitätsstadt), perhaps with such a word or »…- und« before it.
_ADJECTIVE = re.compile(r"(?:alt|frei|gross|mittler|klein|historisch|kreisfrei|kreisangehoerig)en?")
# Words in -stadt that say another thing: a part of a town, its partner.
_NO_EPITHET = re.compile(r"(?:alt|neu|innen|vor|ober|unter|nord|sued|west|ost|kern|partner|nachbar|trabanten)stadt")
_CONNECTIVES = ("an", "am", "a", "auf", "in", "im", "i", "bei", "b", "der", "d", "dem")

_SHORTEST = 2  # letters, which only as a plate code are a name: EN, but not »so«
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


class Unknown(NamedTuple):
    """No body is called so."""

    text: str
    suggestions: tuple[RegisteredBody, ...] = ()
    """Bodies whose names come near, the nearest first."""
    elsewhere: tuple[RegisteredBody, ...] = ()
    """Bodies of that name in other Länder."""


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
        return _Called(*(tuple(filter(takes, bodies)) for bodies in self))

    def among(self, designations: Designations) -> _Called:
        """Return those that are one of these."""
        return self.filtered(lambda body: body.designation in designations)

    @property
    def all(self) -> tuple[RegisteredBody, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys(body for bodies in self for body in bodies))


class _Reading(NamedTuple):
    """What a text says of a body beside its name."""

    name: Tokens
    designations: Designations | None
    said: str = ""


def fold(text: str) -> str:
    """Return the form in which spellings agree: lower case, words between single blanks, ä as ae, ß as ss."""
    return spellings.words(text).translate(spellings.LETTERS[0])


def designation_of(word: str, register: Register) -> Designation | None:
    """Return the designation of the register that is written so, in whatever case, or None."""
    return next((designation for designation in register.designations if fold(designation.value) == fold(word)), None)


def level_of(word: str) -> Level | None:
    """Return the level that a designation names, such as »Kreis«, or None where it is none."""
    designations = _WORDS.get(tuple(fold(word).split())) or _epithet_designations(tuple(fold(word).split()))
    return next((level for level, own in _OF_LEVEL.items() if designations and designations <= own), None)


@cache
def names_of(register: Register) -> Names:
    """Return the names of the register's bodies; they are made once."""
    return Names(register)


class Names:
    """All names of the bodies of a register."""

    def __init__(self, register: Register) -> None:
        self.register = register

    def resolve(self, text: str, level: Level | None = None) -> Found | Several | Mismatch | Unknown:
        """Return the body that the text means, or what stands against it; `level` is what is said beside the name.

        A bare name is the municipality. Nothing that merely comes near is taken.
        """
        tokens = tuple(spellings.words(text).split())
        wanted = _OF_LEVEL[level] if level else None
        word = "".join(tokens)
        if word.isdigit():
            body = self._by_digits(word)
            if body is None:
                return Unknown(text)
            return Found(body) if wanted is None or body.designation in wanted else Mismatch(text, (body,))
        if len(word) <= _SHORTEST and not text.isupper() and not self._is_official(word):
            return Unknown(text)
        others: set[RegisteredBody] = set()
        for reading, named in self._readings(tokens):
            called = named
            for designations in (reading.designations, wanted):
                if designations is not None:
                    others.update(named.all)
                    called = called.among(designations)
            if called.all:
                return self._meant(text, reading, called, bare=reading.designations is None and wanted is None)
        if others:
            return Mismatch(text, tuple(sorted(others, key=lambda body: body.key)))
        return Unknown(text, tuple(self._near(tokens, wanted)), self._elsewhere(text, level))

    def _meant(self, text: str, reading: _Reading, called: _Called, *, bare: bool) -> Found | Several:
        """Return which of the bodies is meant: the only one of the lowest level whose name is written just so."""
        lowest = called.among(_OF_LEVEL[max((body.level for body in called.all), key=lambda level: level.value)])
        meant = next(filter(None, lowest))
        if len(meant) > 1:
            meant = tuple(body for body in meant if _is_called(body, reading.said)) or meant
        if len(meant) > 1:
            return Several(text, tuple(sorted(lowest.all, key=lambda body: -body.population)))
        (body,) = meant
        return Found(
            body,
            tuple(self._namesakes(body, reading.name, lowest)) if bare else (),
            _is_misnamed(body, reading.said),
            self._exactly_elsewhere(reading.name) if body not in lowest.exactly + lowest.shortened else (),
        )

    def require(self, text: str, level: Level | None = None) -> Found:
        """Return the body that the text means. Raises `Refusal` with what exists, or comes near."""
        described, where = self.register.described, self.register.territory.where
        match self.resolve(text, level):
            case Found() as found:
                return found
            case Several(_text, bodies):
                raise Refusal(
                    ngettext(
                        '{count} body is called "{name}"', '{count} bodies are called "{name}"', len(bodies)
                    ).format(count=len(bodies), name=text),
                    tuple(
                        _('write "{spelling}" for: {body}').format(
                            spelling=self.unambiguous(body), body=described(body, key=True)
                        )
                        for body in bodies
                    ),
                )
            case Mismatch(_text, existing):
                hints = tuple(_("there is: {body}").format(body=described(body, key=True)) for body in existing)
                raise Refusal(_not_called(level).format(name=text, where=where), hints)
            case Unknown(_text, suggestions, elsewhere):
                near = tuple(_("did you mean {name}?").format(name=described(body)) for body in suggestions)
                there = tuple(self._elsewhere_hint(body) for body in elsewhere)
                raise Refusal(
                    _('no municipality or county {where} is called "{name}"').format(name=text, where=where),
                    (*there, *near) or (_("write its official name or key, such as: Witten, Kreis Lippe, 05954036"),),
                )

    def unambiguous(self, body: RegisteredBody) -> str:
        """Return the shortest way to write the body that means no other: its name, one with an area, or its key."""
        areas = reversed(list(self.register.around(body)))
        around = [area.area_name for area in areas if area.level is not Level.REGION]
        for spelling in (body.name, *(f"{body.short_name} ({area})" for area in around)):
            found = self.resolve(spelling)
            if isinstance(found, Found) and found.body == body and not found.namesakes:
                return spelling
        return body.key

    def _elsewhere_hint(self, body: RegisteredBody) -> str:
        territory = next(each for each in registers().values() if each.key == body.land_key)
        return _("{name} lies {where}").format(name=body.name, where=territory.where)

    def area(self, text: str) -> RegisteredBody:
        """Return the district, region or Land that the text means; a bare name is never the municipality here.

        Raises `Refusal` where it is none, or where several are called so.
        """
        for level in (Level.DISTRICT, Level.REGION, Level.LAND):
            found = self.resolve(text, level)
            if isinstance(found, Found):
                return found.body
            if isinstance(found, Several):
                return self.require(text, level).body
        meant = self.resolve(text)
        if isinstance(meant, Found):
            raise Refusal(
                _('"{name}" is neither a district nor a region').format(name=text),
                tuple(_("it lies in: {area}").format(area=area.area_name) for area in self.register.around(meant.body))[
                    :1
                ],
            )
        near = () if isinstance(meant, Several) else meant.suggestions if isinstance(meant, Unknown) else meant.existing
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

    def _by_digits(self, digits: str) -> RegisteredBody | None:
        """Return the body with that key: as it is written, without the leading zero, in 12 digits, or cut or filled up.

        The 12 digits (Amtlicher Regionalschlüssel) have the municipality a second time, in digits 6 to 9.
        """
        if not digits.isascii():
            return None
        if len(digits) in (2, 4, 7, 11):  # a spreadsheet has eaten the zero
            digits = f"0{digits}"
        if len(digits) == 12 and digits[5:9] == f"0{digits[9:]}":
            digits = digits[:5] + digits[9:]
        elif len(digits) not in (3, 5, 8):
            return None
        get = self.register.get
        return (
            get(digits)
            or get(f"{digits}000" if len(digits) == Level.DISTRICT.value else None)
            or (get(digits.removesuffix("000").removesuffix("00")) if len(digits) == Level.MUNICIPALITY.value else None)
        )

    def _is_official(self, word: str) -> bool:
        return any(spellings.words(body.short_name) == word for body in self.written(word).exactly)

    def _called(self, name: Tokens) -> _Called:
        """Return the bodies of that name; written with an umlaut, also those that have two letters there."""
        written = " ".join(name)
        folded = written.translate(spellings.LETTERS[0])
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

    def written(self, spelling: str) -> _Called:
        """Return the bodies that are written just so."""
        row = _table().get(spelling)
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

    def _elsewhere(self, text: str, level: Level | None) -> tuple[RegisteredBody, ...]:
        """Return the bodies that the text means in all of Germany, where this register is of one Land."""
        if self.register.has_several_laender:
            return ()
        found = names_of(open_register("de")).resolve(text, level)
        return (found.body,) if isinstance(found, Found) else found.bodies if isinstance(found, Several) else ()

    def _exactly_elsewhere(self, name: Tokens) -> tuple[RegisteredBody, ...]:
        if self.register.has_several_laender:
            return ()
        called = names_of(open_register("de")).written(" ".join(name))
        return called.among(_MUNICIPALITIES).exactly

    def _readings(self, tokens: Tokens) -> Iterator[tuple[_Reading, _Called]]:
        """Yield the ways to read a text, the plainest first, each with the bodies of that name.

        A text is a name, or one with a designation, or either with words behind it on where the body lies.
        """
        for reading in (_Reading(tokens, None), *_without_designation(tokens)):
            yield reading, self._called(reading.name)
        for itself in (False, True):  # »Siegen, Kreis Siegen-Wittgenstein« is the town, »Kreis Warendorf (WAF)« both
            for cut in range(len(tokens) - 1, 0, -1):
                name, place = tokens[:cut], tokens[cut:]
                for reading in (_Reading(name, None), *_without_designation(name)):
                    yield reading, self._called(reading.name).filtered(partial(self._lies_in, place, itself))

    def _lies_in(self, place: Tokens, itself: bool, body: RegisteredBody) -> bool:
        """Whether the words are true of where the body lies: a landscape, its district or its region, the Land.

        With `itself`, a body is in the area that it is.
        """
        while place and place[0] in _CONNECTIVES:
            place = place[1:]
        if not place:
            return False
        landscape = self._places.get(" ".join(place).translate(spellings.LETTERS[0]))
        if landscape:
            inside, outside = landscape
            return body.key.startswith(inside) and not body.key.startswith(outside)
        for reading in (_Reading(place, None), *_without_designation(place)):
            areas = self._called(reading.name).all
            if reading.designations:
                areas = tuple(area for area in areas if area.designation in reading.designations)
            # »Lünen Unna« names two towns; »Lünen, Kreis Unna« names one.
            if areas and not any(area.level is Level.MUNICIPALITY for area in areas):
                return any((itself or area != body) and self.register.covers(area, body) for area in areas)
        return False

    def _near(self, tokens: Tokens, wanted: Designations | None) -> Iterator[RegisteredBody]:
        from rapidfuzz import fuzz, process

        found: dict[RegisteredBody, None] = {}
        places = (cut for cut in range(1, len(tokens)) if fold(" ".join(tokens[cut:])) in self._places)
        tokens = tokens[: next(places, len(tokens))]
        for reading in (*_without_designation(tokens), _Reading(tokens, None)):
            name = " ".join(reading.name)
            if len(name) < 4:
                continue
            for spelling, _score, _index in process.extract(
                name, self._spellings, scorer=fuzz.ratio, limit=10, score_cutoff=_NEAR
            ):
                called = self.written(spelling).all
                for designations in (reading.designations, wanted):
                    if designations is not None:
                        called = tuple(body for body in called if body.designation in designations)
                if called and len(spelling) > 3:
                    found.setdefault(max(called, key=lambda body: (body.level.value, body.population)))
        yield from list(found)[:_SUGGESTIONS]

    @cached_property
    def _spellings(self) -> list[str]:
        """All spellings of names in this register, for what merely comes near to one."""
        land = self.register.land
        rows = (row.partition("\t") for row in _table().starting_with(""))
        if not land:
            return [spelling for spelling, _tab, _keys in rows]
        return [spelling for spelling, _tab, keys in rows if any(key.startswith(land) for key in keys.split())]

    @cached_property
    def _places(self) -> dict[str, tuple[Tokens, Tokens]]:
        """The Länder and landscapes that tell bodies apart: what the keys in them begin with, and what is taken out."""
        path = Path(spellings.__file__).with_name("names.tsv")
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
        keys_of = {fold(spelling): keys.split() for kind, spelling, keys, _source in rows if kind == "place"}
        keys_of |= {fold(territory.name): [territory.key] for territory in registers().values()}
        return {
            place: (tuple(key for key in keys if key[:1] != "-"), tuple(key[1:] for key in keys if key[:1] == "-"))
            for place, keys in keys_of.items()
        }


@cache
def _table() -> SortedLines:
    _head, lines = SortedLines.open("spellings.tsv", head=0)
    return lines


def _not_called(level: Level | None) -> str:
    """Return the sentence that nothing of the level, or nothing at all, is called so."""
    if level is Level.MUNICIPALITY:
        return _('no municipality {where} is called "{name}"')
    if level is Level.DISTRICT:
        return _('no district {where} is called "{name}"')
    if level is Level.REGION:
        return _('no region {where} is called "{name}"')
    return _('there is no "{name}" {where}')


def _is_called(body: RegisteredBody, said: str) -> bool:
    """Whether the word says what the body is, and not only of which level."""
    return fold(body.designation.value) == said or (said == "stadt" and body.designation in _TOWNS)


def _without_designation(tokens: Tokens) -> Iterator[_Reading]:
    """Yield the text without the words that say what the body is: before the name, behind it, or both."""
    if tokens and tokens[0] in _ARTICLES:
        tokens = tokens[1:]
        if tokens and tokens[-1].endswith(_DISTRICT_ENDINGS):
            yield _Reading(tokens, _DISTRICT)
    for length in range(len(tokens) - 1, 0, -1):
        designations = _designations(tokens[:length])
        if designations:
            rest = tokens[length:]
            yield _Reading(rest, designations, tokens[length - 1])
            for second in _without_designation(rest):  # »Stadt Kreis Lippe« is both, and so neither
                yield _Reading(second.name, designations & (second.designations or designations), second.said)
    yield from _behind(tokens)


def _behind(tokens: Tokens) -> Iterator[_Reading]:
    for length in range(1, len(tokens)):
        designations = _designations(tokens[length:])
        if designations:
            yield _Reading(tokens[:length], designations, tokens[-1])
    for ending in _DISTRICT_ENDINGS:  # Ennepe-Ruhrkreis
        if tokens and tokens[-1].endswith(ending) and tokens[-1] != ending:
            yield _Reading((*tokens[:-1], tokens[-1].removesuffix(ending)), _DISTRICT)


def _designations(words: Tokens) -> Designations | None:
    """Return what the words can be said of, where they are a designation or an epithet."""
    if words and words[0] in _ARTICLES:
        words = words[1:]
    folded = tuple(word.translate(spellings.LETTERS[0]) for word in words)
    return _WORDS.get(folded) or _epithet_designations(folded)


def _epithet_designations(words: Tokens) -> Designations | None:
    if not words or not words[-1].endswith(("stadt", "kommune")) or _NO_EPITHET.fullmatch(words[-1]):
        return None
    if _table().get(words[-1]):  # another town's name
        return None
    before = [word for word in words[:-1] if not _ADJECTIVE.fullmatch(word)]
    plain = not before or (len(before) == 2 and before[1] == "und")
    return _MUNICIPALITIES if plain else None


def _is_misnamed(body: RegisteredBody, said: str) -> bool:
    if said == "gemeinde":
        return body.designation is not Designation.MUNICIPALITY
    return said == "stadt" and body.designation not in _TOWNS
