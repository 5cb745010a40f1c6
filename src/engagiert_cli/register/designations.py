"""The words that stand beside a body's name: what it is (Stadt, Kreis, Hansestadt), and where (an der Ruhr, NRW)."""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.register.bodies import Designation, Level, registers
from engagiert_cli.register.lines import rows_of
from engagiert_cli.register.spellings import fold, plain, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engagiert_cli.register.bodies import Register, RegisteredBody

Tokens = tuple[str, ...]
Designations = frozenset[Designation]

_TOWNS = frozenset({Designation.TOWN, Designation.GREAT_TOWN, Designation.INDEPENDENT_CITY, Designation.CITY_DISTRICT})
MUNICIPALITIES = _TOWNS | {Designation.MUNICIPALITY, Designation.MARKET, Designation.UNINCORPORATED}
_CITY_REGION = frozenset({Designation.CITY_REGION})
_DISTRICT = frozenset(
    {Designation.DISTRICT, Designation.RURAL_DISTRICT, Designation.REGION_AS_DISTRICT, Designation.REGIONAL_UNION}
)
OF_LEVEL = {
    Level.MUNICIPALITY: MUNICIPALITIES,
    Level.DISTRICT: _DISTRICT | _CITY_REGION,
    Level.REGION: frozenset({Designation.REGION}),
    Level.LAND: frozenset({Designation.LAND}),
}
_ARTICLES = ("der", "die", "das", "den", "dem", "des")
_CONNECTIVES = ("an", "am", "a", "auf", "in", "im", "i", "bei", "b", "der", "d", "dem")
_DISTRICT_ENDINGS = ("kreis", "kreises", "kreise")
# An epithet is a word in -stadt (Kolpingstadt, Universitätsstadt), perhaps with such a word or »…- und« before it.
_ADJECTIVE = r"(?:alt|frei|gross|mittler|klein|historisch|kreisfrei|kreisangehoerig)en?"
# Words in -stadt that say another thing: a part of a town, its partner.
_NO_EPITHET = r"(?:alt|neu|innen|vor|ober|unter|nord|sued|west|ost|kern|partner|nachbar|trabanten)stadt"


class Reading(NamedTuple):
    """What a text says of a body beside its name."""

    name: Tokens
    designations: Designations | None
    said: str = ""


def designation_of(word: str, register: Register) -> Designation | None:
    """Return the designation of the register that is written so, in whatever case, or None."""
    return next((designation for designation in register.designations if fold(designation.value) == fold(word)), None)


def level_of(word: str) -> Level | None:
    """Return the level that a designation names, such as »Kreis«, or None where it is none."""
    designations = _designations(tuple(fold(word).split()))
    return next((level for level, own in OF_LEVEL.items() if designations and designations <= own), None)


def is_nearly_a_kind(word: str) -> bool:
    """Whether the word is a kind of the register but for a slip of the finger."""
    from rapidfuzz.distance import OSA

    return any(OSA.distance(fold(word), fold(designation.value)) == 1 for designation in Designation)


def is_called(body: RegisteredBody, said: str) -> bool:
    """Whether the word says what the body is, and not only of which level."""
    return fold(body.designation.value) == said or (said == "stadt" and body.designation in _TOWNS)


def without_designation(tokens: Tokens) -> Iterator[Reading]:
    """Yield the text without the words that say what the body is: before the name, behind it, or both."""
    if tokens and tokens[0] in _ARTICLES:
        tokens = tokens[1:]
        if tokens and tokens[-1].endswith(_DISTRICT_ENDINGS):
            yield Reading(tokens, _DISTRICT)
    for length in range(len(tokens) - 1, 0, -1):
        designations = _designations(tokens[:length])
        if designations:
            rest = tokens[length:]
            yield Reading(rest, designations, tokens[length - 1])
            for second in without_designation(rest):  # »Stadt Kreis Lippe« is both, and so neither
                yield Reading(second.name, designations & (second.designations or designations), second.said)
    yield from _behind(tokens)


def _behind(tokens: Tokens) -> Iterator[Reading]:
    for length in range(1, len(tokens)):
        designations = _designations(tokens[length:])
        if designations:
            yield Reading(tokens[:length], designations, tokens[-1])
    for ending in _DISTRICT_ENDINGS:  # Ennepe-Ruhrkreis
        if tokens and tokens[-1].endswith(ending) and tokens[-1] != ending:
            yield Reading((*tokens[:-1], tokens[-1].removesuffix(ending)), _DISTRICT)


@lru_cache(maxsize=4096)  # the same words stand in many rows
def _designations(words: Tokens) -> Designations | None:
    """Return what the words can be said of, where they are a designation or an epithet."""
    if words and words[0] in _ARTICLES:
        words = words[1:]
    folded = tuple(plain(word) for word in words)
    return _words().get(folded) or _epithet_designations(folded)


@cache
def _words() -> dict[Tokens, Designations]:
    """Return the words that say what a body is, folded, each with what it can be said of.

    Whether a municipality is a Stadt or a Gemeinde is often said wrongly, and changes: it fixes the level only, and
    which of several is meant.
    """
    meant = {level.name.lower(): designations for level, designations in OF_LEVEL.items()}
    meant |= {"district": _DISTRICT, "city region": _CITY_REGION}
    rows = ((meant[level], words.split("|")) for level, words in rows_of("designations.tsv"))
    return {tuple(word.split()): designations for designations, words in rows for word in words}


def _epithet_designations(words: Tokens) -> Designations | None:
    if not words or not words[-1].endswith(("stadt", "kommune")) or re.fullmatch(_NO_EPITHET, words[-1]):
        return None
    if table().get(words[-1]):  # another town's name
        return None
    before = [word for word in words[:-1] if not re.fullmatch(_ADJECTIVE, word)]
    plain = not before or (len(before) == 2 and before[1] == "und")
    return MUNICIPALITIES if plain else None


def is_misnamed(body: RegisteredBody, said: str) -> bool:
    """Whether the word calls a Gemeinde a Stadt, or the reverse."""
    if said == "gemeinde":
        return body.designation is not Designation.MUNICIPALITY
    return said == "stadt" and body.designation not in _TOWNS


class _Place(NamedTuple):
    """What the keys of the bodies in an area begin with, what is taken out, and the keys of bodies that are it."""

    inside: Tokens
    outside: Tokens = ()
    itself: Tokens = ()


class Places:
    """The areas of a register, by what people call them; `called` returns the bodies of a name."""

    def __init__(self, called: Callable[[Tokens], Sequence[RegisteredBody]]) -> None:
        self._called = called
        self.meant = cache(self._meant)  # the same stand behind many names

    def is_landscape(self, place: Tokens) -> bool:
        """Whether a landscape or a Land is called so."""
        return plain(" ".join(place)) in self._landscapes

    def lies_in(self, place: Tokens, body: RegisteredBody, *, itself: bool, marked: bool) -> bool:
        """Whether the words are true of where the body lies; with `itself`, it may be the area that they mean."""
        meant = self.meant(place, marked)
        return bool(meant) and all(
            body.key.startswith(area.inside)
            and not body.key.startswith(area.outside)
            and (itself or body.key not in area.itself)
            for area in meant
        )

    def _meant(self, place: Tokens, marked: bool) -> tuple[_Place, ...]:
        """Return what the words mean, in all of which a body must lie: a landscape, a district, a region, the Land.

        With `marked`, they can name nothing else than an area: »Lünen, Unna« is the town in that district, where
        »Lünen Unna« names two towns.
        """
        while place and place[0] in _CONNECTIVES:
            place = place[1:]
        for cut in range(1, len(place)):
            if plain(" ".join(place[cut:])) in self._laender:
                around, land = self.meant(place[:cut], marked), self.meant(place[cut:], marked)
                return around + land if around else ()
        landscape = self._landscapes.get(plain(" ".join(place)))
        keys = () if landscape else tuple(area.key for area in self._areas(place, marked=marked))
        return (landscape,) if landscape else (_Place(keys, itself=keys),) if keys else ()

    def _areas(self, place: Tokens, *, marked: bool) -> Sequence[RegisteredBody]:
        """Return the areas that are called so; where one must be meant, those of a town's name and the city itself."""
        for reading in (Reading(place, None), *without_designation(place)):
            areas = self._called(reading.name)
            if reading.designations:
                areas = [area for area in areas if area.designation in reading.designations]
            if any(area.level is Level.MUNICIPALITY for area in areas):  # an area of that name is a district at most
                areas = [area for area in areas if marked and _is_district_or_independent(area)]
            if areas:
                return areas
        return ()

    @cached_property
    def _laender(self) -> dict[str, _Place]:
        return {fold(territory.name): _Place((territory.key,)) for territory in registers().values()}

    @cached_property
    def _landscapes(self) -> dict[str, _Place]:
        """The landscapes that tell bodies apart, and the Länder."""
        return {
            fold(spelling): _Place(
                tuple(key for key in keys.split() if key[0] != "-"),
                tuple(key[1:] for key in keys.split() if key[0] == "-"),
            )
            for kind, spelling, keys, _source in rows_of("names.tsv")
            if kind == "place"
        } | self._laender


def _is_district_or_independent(body: RegisteredBody) -> bool:
    return body.level in (Level.DISTRICT, Level.MUNICIPALITY) and body.district_key in (None, body.key)
