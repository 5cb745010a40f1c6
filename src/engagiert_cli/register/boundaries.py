"""The boundaries of the municipalities, as lines that neighbours share, and the outlines of what consists of them.

The file of a register has `unit`, the metres of one step; `width` and `height` of the Land in steps; `arcs`, the lines
between two areas, or an area and the outside, each as x, y of its first point and then the steps from point to point;
and `areas`, by official key: x, y of the point in the area that is farthest from its border, then its rings, each a
list of arcs in their order, `~n` for arc n backwards. X runs east and y south, from the corner in the north-west.
`scripts/make_boundaries.py` makes it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Point = tuple[int, int]
Ring = list[Point]


@dataclass(frozen=True)
class Area:
    """A municipality on the map."""

    key: str
    point: Point
    """The point in it that is farthest from its border."""
    rings: tuple[tuple[int, ...], ...]
    """Its border: arcs in their order, `~n` for arc n backwards. What an even number of rings holds is not its own."""


@dataclass(frozen=True)
class Boundaries:
    """A Land with its municipalities, in steps of `unit` metres."""

    unit: int
    width: int
    height: int
    arcs: Sequence[Ring]
    areas: Mapping[str, Area]

    def rings_of(self, key: str) -> list[Ring]:
        """Return the closed rings of a municipality."""
        return [self._ring(ring) for ring in self.areas[key].rings]

    def within(self, key: str) -> list[str]:
        """Return the keys of the municipalities in the area with that key: itself, or a district's, a region's."""
        return [area for area in self.areas if area.startswith(key)]

    def outline(self, keys: Iterable[str]) -> list[Ring]:
        """Return the closed rings around several municipalities together; lines between two of them fall away."""
        directed = [arc for key in keys for ring in self.areas[key].rings for arc in ring]
        present = set(directed)
        starts: dict[Point, list[int]] = {}
        for arc in directed:
            if ~arc not in present:
                starts.setdefault(self._points(arc)[0], []).append(arc)
        rings = []
        while starts:
            place = next(iter(starts))
            ring = []
            while place in starts:
                arc = starts[place].pop()
                if not starts[place]:
                    del starts[place]
                points = self._points(arc)
                ring += points[:-1]
                place = points[-1]
            rings.append(ring)
        return rings

    def lines_between(self, digits: int) -> list[Ring]:
        """Return the lines between areas whose keys differ in the first digits: 3 for regions, 5 districts, 8 all."""
        owners: dict[int, set[str]] = {}
        for area in self.areas.values():
            for ring in area.rings:
                for arc in ring:
                    line = arc if arc >= 0 else ~arc
                    owners.setdefault(line, set()).add(area.key[:digits])
        return [self.arcs[line] for line, keys in owners.items() if len(keys) > 1]

    @cached_property
    def land(self) -> list[Ring]:
        """The closed rings around the Land."""
        return self.outline(self.areas)

    def _points(self, arc: int) -> Ring:
        return list(self.arcs[arc]) if arc >= 0 else list(reversed(self.arcs[~arc]))

    def _ring(self, arcs: Iterable[int]) -> Ring:
        return [point for arc in arcs for point in self._points(arc)[:-1]]


@cache
def boundaries_of(register: str) -> Boundaries:
    """Return the boundaries that belong to the register of that name."""
    read = json.loads(Path(__file__).with_name(f"{register}-boundaries.json").read_text("utf-8"))
    areas = {key: Area(key, (x, y), tuple(map(tuple, rings))) for key, (x, y, *rings) in read["areas"].items()}
    return Boundaries(read["unit"], read["width"], read["height"], [_walked(arc) for arc in read["arcs"]], areas)


def _walked(steps: Sequence[int]) -> Ring:
    """Return the points of an arc."""
    x = y = 0
    points = []
    for index in range(0, len(steps), 2):
        x, y = x + steps[index], y + steps[index + 1]
        points.append((x, y))
    return points
