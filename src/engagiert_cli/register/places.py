"""Where bodies lie, in the words that stand behind their names: a landscape, a district, a region, the Land."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from engagiert_cli.register import spellings
from engagiert_cli.register.bodies import Level, registers
from engagiert_cli.register.designations import Reading, fold, without_designation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engagiert_cli.register.bodies import Register, RegisteredBody
    from engagiert_cli.register.designations import Tokens

_CONNECTIVES = ("an", "am", "a", "auf", "in", "im", "i", "bei", "b", "der", "d", "dem")


class Places:
    """The areas of a register, by what people call them; `called` returns the bodies of a name."""

    def __init__(self, register: Register, called: Callable[[Tokens], Sequence[RegisteredBody]]) -> None:
        self.register = register
        self._called = called

    def has(self, place: Tokens) -> bool:
        """Whether an area is called so."""
        return self.is_landscape(place) or bool(self._areas(place, marked=True))

    def is_landscape(self, place: Tokens) -> bool:
        """Whether a landscape or a Land is called so."""
        return fold(" ".join(place)) in self._landscapes

    def lies_in(self, place: Tokens, body: RegisteredBody, *, itself: bool, marked: bool) -> bool:
        """Whether the words are true of where the body lies: a landscape, its district or its region, the Land.

        With `itself`, a body is in the area that it is. With `marked`, the words can name nothing else than an area:
        »Lünen, Unna« is the town in that district, where »Lünen Unna« names two towns.
        """
        while place and place[0] in _CONNECTIVES:
            place = place[1:]
        if not place:
            return False
        land = next((cut for cut in range(1, len(place)) if self._is_land(place[cut:])), 0)
        if land:
            parts = place[:land], place[land:]
            return all(self.lies_in(part, body, itself=itself, marked=marked) for part in parts)
        landscape = self._landscapes.get(" ".join(place).translate(spellings.LETTERS[0]))
        if landscape:
            inside, outside = landscape
            return body.key.startswith(inside) and not body.key.startswith(outside)
        areas = self._areas(place, marked=marked)
        return any((itself or area != body) and self.register.covers(area, body) for area in areas)

    def _areas(self, place: Tokens, *, marked: bool) -> Sequence[RegisteredBody]:
        """Return the areas that are called so; where one must be meant, those of a town's name and the city itself."""
        for reading in (Reading(place, None), *without_designation(place)):
            areas = self._called(reading.name)
            if reading.designations:
                areas = [area for area in areas if area.designation in reading.designations]
            if any(area.level is Level.MUNICIPALITY for area in areas):  # an area of that name is a district at most
                areas = [area for area in areas if marked and (area.level is Level.DISTRICT or _is_independent(area))]
            if areas:
                return areas
        return ()

    def _is_land(self, place: Tokens) -> bool:
        return fold(" ".join(place)) in map(fold, (territory.name for territory in registers().values()))

    @cached_property
    def _landscapes(self) -> dict[str, tuple[Tokens, Tokens]]:
        """The Länder and landscapes that tell bodies apart: what the keys in them begin with, and what is taken out."""
        path = Path(spellings.__file__).with_name("names.tsv")
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
        keys_of = {fold(spelling): keys.split() for kind, spelling, keys, _source in rows if kind == "place"}
        keys_of |= {fold(territory.name): [territory.key] for territory in registers().values()}
        return {
            place: (tuple(key for key in keys if key[:1] != "-"), tuple(key[1:] for key in keys if key[:1] == "-"))
            for place, keys in keys_of.items()
        }


def _is_independent(body: RegisteredBody) -> bool:
    return body.level is Level.MUNICIPALITY and body.district_key is None
