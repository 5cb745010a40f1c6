"""The boundaries of municipalities or districts as lines that neighbours share, and the outlines of larger areas.

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
"""The source of the boundaries, to be named wherever they are shown."""
_EARTH = 6_371_000  # metres, as in the script
_WIDTH = 5000  # steps; all maps are about as wide
_DOT = 0.0075  # the radius of a dot, relative to the map's width
_CORNERS = ((1, 0), (0.71, 0.71), (0, 1), (-0.71, 0.71), (-1, 0), (-0.71, -0.71), (0, -1), (0.71, -0.71))
Ring = list[Point]
Degrees = list[tuple[float, float]]
Polygon = list[Degrees]


class Area(NamedTuple):
    """A municipality or a district on the map."""

    point: Point
    """The point in it farthest from its border."""
    rings: tuple[tuple[int, ...], ...]
    """Its border: arcs in their order, `~n` for arc n backwards. What lies in an even number of rings is outside."""


@dataclass(frozen=True)
class Boundaries:
    """A Land with its municipalities, or several Länder with their districts, in steps of `unit` metres."""

    unit: float
    width: int
    height: int
    arcs: Sequence[Ring]
    areas: Mapping[str, Area]
    group: int = 3
    """How many leading digits of the key tell the group of an area: 3 a region, 2 a Land."""
    dots: Mapping[str, Point] = field(default_factory=dict)
    """The points of municipalities without known outlines."""

    def point_of(self, key: str) -> Point:
        """Return the point in an area farthest from its border, or that of a municipality without outline."""
        return self.dots[key] if key in self.dots else self.areas[key].point

    def within(self, key: str) -> list[str]:
        """Return the keys of what is drawn for that key: itself, or the areas in it."""
        if key in self.dots:
            return [key]
        city = key.removesuffix("000")  # an independent city
        return [area for area in self.areas if area.startswith(city if city in self.areas else key)]

    def groups(self) -> dict[str, int]:
        """Return the groups of areas, each with a number that no neighbour has."""
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
        """Return the closed rings around several areas together, without the lines between them."""
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
        """Return a circle around a municipality's point."""
        reach = max(2, round(self.width * _DOT))
        return [(self.dots[key][0] + round(x * reach), self.dots[key][1] + round(y * reach)) for x, y in _CORNERS]

    def lines_between(self, digits: int) -> list[Ring]:
        """Return the lines between areas whose keys differ in the first digits: 3 regions, 5 districts, 8 all."""
        return [self.arcs[line] for line, keys in self._owners(digits).items() if len(keys) > 1]

    def _owners(self, digits: int) -> dict[int, set[str]]:
        """Return for each line the first digits of the keys on both sides."""
        owners: dict[int, set[str]] = {}
        for key, area in self.areas.items():
            for arc in chain.from_iterable(area.rings):
                owners.setdefault(max(arc, ~arc), set()).add(key[:digits])
        return owners


class Drawing:
    """The map of a register: its boundaries, and the projection of places in degrees."""

    def __init__(self, name: str, land: str, group: int) -> None:
        """Read the boundaries of the register, of the Land whose keys begin with `land`."""
        path = FOLDER / f"{name}-boundaries.json"  # municipalities if there is such a file, else all districts
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
        """The constants of the file's projection (a Lambert conic one; see the script)."""
        parallels = [math.radians(degrees) for degrees in self._projection[:2]]
        tangents = [math.tan(math.pi / 4 + parallel / 2) for parallel in parallels]
        cone = math.log(math.cos(parallels[0]) / math.cos(parallels[1])) / math.log(tangents[1] / tangents[0])
        return cone, _EARTH * math.cos(parallels[0]) * tangents[0] ** cone / cone

    def _radius(self, latitude: float) -> float:
        cone, factor = self._cone
        return float(factor / math.tan(math.pi / 4 + math.radians(latitude) / 2) ** cone)

    def at(self, latitude: float, longitude: float) -> Point:
        """Return the point of a place on the map."""
        _first, _second, meridian, middle_latitude, west, north = self._projection
        angle = self._cone[0] * math.radians(longitude - meridian)
        x = self._radius(latitude) * math.sin(angle)
        y = self._radius(latitude) * math.cos(angle) - self._radius(middle_latitude)
        return self._moved(((x - west) / self._unit, (y - north) / self._unit))

    def degrees(self, point: Point) -> tuple[float, float]:
        """Return longitude and latitude of a point, as exact as the boundaries."""
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
        """Return the area as in RFC 7946: per part the border, counter-clockwise, then its holes; empty if unknown."""
        outline = self.boundaries.outline(self.boundaries.within(key))
        rings = [[self.degrees(point) for point in (*ring, ring[0])] for ring in outline if len(ring) > 2]
        found = [[ring] for ring in sorted(rings, key=_turned) if _turned(ring) > 0]
        for hole in rings:
            if _turned(hole) <= 0 and (around := next((each for each in found if _holds(each[0], hole)), None)):
                around.append(hole)
        return found

    def _moved(self, point: tuple[float, float]) -> Point:
        """Return a point of the file on the map, which is cut to the Land and enlarged."""
        return round((point[0] - self._corner[0]) * self._times), round((point[1] - self._corner[1]) * self._times)


def _holds(ring: Degrees, other: Degrees) -> bool:
    """Whether the ring holds the other one, which may touch it in corners."""
    x, y = ((first + second) / 2 for first, second in zip(other[0], other[1], strict=True))
    crossed = [
        (x2 - x1) * (y - y1) / (y2 - y1) + x1 > x for (x1, y1), (x2, y2) in pairwise(ring) if (y1 > y) != (y2 > y)
    ]
    return sum(crossed) % 2 == 1


def _turned(ring: Degrees) -> float:
    """Return twice the area of a ring; negative where it runs clockwise, as around a hole."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


drawing_of = cache(Drawing)
"""Returns the drawing of a register, cached."""
