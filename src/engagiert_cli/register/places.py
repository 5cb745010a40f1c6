"""Where bodies lie, in the words that stand behind their names: a landscape, a district, a region, the Land."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.register.bodies import Level, registers
from engagiert_cli.register.designations import Reading, without_designation
from engagiert_cli.register.lines import rows_of
from engagiert_cli.register.spellings import fold, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engagiert_cli.register.bodies import RegisteredBody
    from engagiert_cli.register.designations import Tokens

_CONNECTIVES = ("an", "am", "a", "auf", "in", "im", "i", "bei", "b", "der", "d", "dem")


class _Place(NamedTuple):
    """What the keys of the bodies in a place begin with, what is taken out, and the keys of bodies that are it."""

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
