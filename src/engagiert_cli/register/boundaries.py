"""The boundaries of municipalities or districts, as lines that neighbours share, and the outlines of what they make up.

A file has `unit`, the metres of one step; `width` and `height` in steps; `projection`, how degrees become steps (the
parallels, the meridian and the latitude of the cone, and the corner in the north-west in metres); `arcs`, the lines
between two areas, or an area and the outside, each as x, y of its first point and then the steps from point to point;
and `areas`, by official key: x, y of the point in the area that is farthest from its border, then its rings, each a
list of arcs in their order, `~n` for arc n backwards. X runs east and y south, from the corner in the north-west.
`scripts/make_boundaries.py` makes it.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.register.lines import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Point = tuple[int, int]
SOURCE = "© GeoBasis-DE / BKG 2017 (Daten verändert)"
"""Whose the boundaries are, to be named wherever they are shown."""
_EARTH = 6_371_000  # metres, as in the script
_WIDTH = 5000  # steps, about which all maps are wide
_DOT = 0.0075  # of the map's width: how far a dot reaches from its point
_CORNERS = ((1, 0), (0.71, 0.71), (0, 1), (-0.71, 0.71), (-1, 0), (-0.71, -0.71), (0, -1), (0.71, -0.71))
Ring = list[Point]
Degrees = list[tuple[float, float]]
Polygon = list[Degrees]


class Area(NamedTuple):
    """A municipality or a district on the map."""

    point: Point
    """The point in it that is farthest from its border."""
    rings: tuple[tuple[int, ...], ...]
    """Its border: arcs in their order, `~n` for arc n backwards. What an even number of rings holds is not its own."""


@dataclass(frozen=True)
class Boundaries:
    """A Land with its municipalities, or several Länder with their districts, in steps of `unit` metres."""

    unit: float
    width: int
    height: int
    arcs: Sequence[Ring]
    areas: Mapping[str, Area]
    group: int = 3
    """How many digits of their keys the areas have in common that belong together: 3 in regions, 2 in Länder."""
    dots: Mapping[str, Point] = field(default_factory=dict)
    """The points of municipalities of which no outline is known."""

    def point_of(self, key: str) -> Point:
        """Return the point in an area that is farthest from its border, or a municipality's own."""
        return self.dots[key] if key in self.dots else self.areas[key].point

    def within(self, key: str) -> list[str]:
        """Return the keys of what is drawn in the area with that key: its own, or those of the areas in it."""
        if key in self.dots:
            return [key]
        city = key.removesuffix("000")  # a city that is its own district
        return [area for area in self.areas if area.startswith(city if city in self.areas else key)]

    def groups(self) -> dict[str, int]:
        """Return what the areas belong to, each with a number that none beside it has."""
        beside: dict[str, set[str]] = {key[: self.group]: set() for key in sorted(self.areas)}
        for keys in self._owners(self.group).values():
            for key in keys:
                beside[key] |= keys - {key}
        numbers: dict[str, int] = {}
        for key, others in beside.items():
            taken = {numbers[other] for other in others if other in numbers}
            numbers[key] = next(number for number in range(len(beside)) if number not in taken)
        return numbers

    def outline(self, keys: Iterable[str]) -> list[Ring]:
        """Return the closed rings around several areas together; lines between two of them fall away."""
        keys = list(keys)
        if keys and keys[0] in self.dots:
            return [self._dot(key) for key in keys]
        directed = [arc for key in keys for ring in self.areas[key].rings for arc in ring]
        present = set(directed)
        starts: dict[Point, list[Ring]] = {}
        for arc in directed:
            if ~arc not in present:
                points = self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1]
                starts.setdefault(points[0], []).append(points)
        rings = []
        while starts:
            place = next(iter(starts))
            ring: Ring = []
            while place in starts:
                points = starts[place].pop()
                if not starts[place]:
                    del starts[place]
                ring += points[:-1]
                place = points[-1]
            rings.append(ring)
        return rings

    def _dot(self, key: str) -> Ring:
        """Return a ring around a municipality's point that looks round."""
        reach = max(2, round(self.width * _DOT))
        return [(self.dots[key][0] + round(x * reach), self.dots[key][1] + round(y * reach)) for x, y in _CORNERS]

    def lines_between(self, digits: int) -> list[Ring]:
        """Return the lines between areas whose keys differ in the first digits: 3 for regions, 5 districts, 8 all."""
        return [self.arcs[line] for line, keys in self._owners(digits).items() if len(keys) > 1]

    def _owners(self, digits: int) -> dict[int, set[str]]:
        """Return the first digits of the keys of the areas on both sides of each line."""
        owners: dict[int, set[str]] = {}
        for key, area in self.areas.items():
            for arc in chain.from_iterable(area.rings):
                owners.setdefault(max(arc, ~arc), set()).add(key[:digits])
        return owners


class Drawing:
    """What is drawn of a register: its boundaries, and how places in degrees come to lie in them."""

    def __init__(self, name: str, land: str, group: int) -> None:
        """Read the boundaries of the register of that name, of the Land whose keys begin so."""
        path = FOLDER / f"{name}-boundaries.json"  # of municipalities, where there is one; else of all districts
        read = json.loads((path if path.exists() else FOLDER / "germany-boundaries.json").read_text("utf-8"))
        arcs = [list(zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True)) for steps in read["arcs"]]
        found = {key: area for key, area in read["areas"].items() if key.startswith(land)}
        edges = {max(arc, ~arc) for _x, _y, *rings in found.values() for ring in rings for arc in ring}
        drawn = [point for edge in edges for point in arcs[edge]]
        (left, right), (top, bottom) = ((min(axis), max(axis)) for axis in zip(*drawn, strict=True))
        self._projection = read["projection"]
        self._unit, self._corner, self._times = read["unit"], (left, top), max(1, round(_WIDTH / (right - left)))
        self.boundaries = Boundaries(
            self._unit / self._times,
            (right - left) * self._times,
            (bottom - top) * self._times,
            [[self._moved(point) for point in arc] for arc in arcs],
            {key: Area(self._moved((x, y)), tuple(map(tuple, rings))) for key, (x, y, *rings) in found.items()},
            group,
        )

    @cached_property
    def _cone(self) -> tuple[float, float]:
        """The cone of the file's projection (a Lambert conic one; see the script), and how far it reaches."""
        parallels = [math.radians(degrees) for degrees in self._projection[:2]]
        tangents = [math.tan(math.pi / 4 + parallel / 2) for parallel in parallels]
        cone = math.log(math.cos(parallels[0]) / math.cos(parallels[1])) / math.log(tangents[1] / tangents[0])
        return cone, _EARTH * math.cos(parallels[0]) * tangents[0] ** cone / cone

    def _radius(self, latitude: float) -> float:
        cone, factor = self._cone
        return float(factor / math.tan(math.pi / 4 + math.radians(latitude) / 2) ** cone)

    def at(self, latitude: float, longitude: float) -> Point:
        """Return the point of a place."""
        _first, _second, meridian, middle_latitude, west, north = self._projection
        angle = self._cone[0] * math.radians(longitude - meridian)
        x = self._radius(latitude) * math.sin(angle)
        y = self._radius(latitude) * math.cos(angle) - self._radius(middle_latitude)
        return self._moved(((x - west) / self._unit, (y - north) / self._unit))

    def degrees(self, point: Point) -> tuple[float, float]:
        """Return longitude and latitude of a point, as exactly as the boundaries are."""
        _first, _second, meridian, middle_latitude, west, north = self._projection
        x, y = (
            (steps / self._times + corner) * self._unit + edge
            for steps, corner, edge in zip(point, self._corner, (west, north), strict=True)
        )
        cone, factor = self._cone
        y += self._radius(middle_latitude)
        latitude = 2 * math.atan((factor / math.hypot(x, y)) ** (1 / cone)) - math.pi / 2
        return round(math.degrees(math.atan2(x, y)) / cone + meridian, 5), round(math.degrees(latitude), 5)

    def polygons(self, key: str) -> list[Polygon]:
        """Return the area with that key as RFC 7946 has it: of each part the border, counter-clockwise, then its holes.

        Nothing, where no outline is known.
        """
        outline = self.boundaries.outline(self.boundaries.within(key))
        rings = [[self.degrees(point) for point in (*ring, ring[0])] for ring in outline if len(ring) > 2]
        found = [[ring] for ring in sorted(rings, key=_turned) if _turned(ring) > 0]
        for hole in rings:
            if _turned(hole) <= 0 and (around := next((each for each in found if _holds(each[0], hole)), None)):
                around.append(hole)
        return found

    def _moved(self, point: tuple[float, float]) -> Point:
        """Return a point of the file as it lies on the map, which is cut to the Land and drawn larger."""
        return round((point[0] - self._corner[0]) * self._times), round((point[1] - self._corner[1]) * self._times)


def _holds(ring: Degrees, other: Degrees) -> bool:
    """Whether the other ring, which may touch it in corners, lies in the ring."""
    x, y = ((first + second) / 2 for first, second in zip(other[0], other[1], strict=True))
    crossed = [
        (x2 - x1) * (y - y1) / (y2 - y1) + x1 > x for (x1, y1), (x2, y2) in pairwise(ring) if (y1 > y) != (y2 > y)
    ]
    return sum(crossed) % 2 == 1


def _turned(ring: Degrees) -> float:
    """Return the area of a ring, twice; below nothing where it runs clockwise, as around a hole."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


drawing_of = cache(Drawing)
"""Returns what is drawn of the register of that name."""
