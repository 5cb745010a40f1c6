"""Make the map's boundaries from the official ones: `scripts/make_boundaries.py BOUNDARIES AREAS`.

BOUNDARIES is a TopoJSON of administrative areas (BKG, VG250) whose ids, or properties `key`, are the official keys; its
object `municipalities` or `districts` is drawn. AREAS says which: `nrw`, the municipalities of North Rhine-Westphalia,
or `germany`, the districts of Germany. The file goes to `src/engagiert_cli/register/AREAS-boundaries.json`, or to the
one named by `--output`; the same input gives the same bytes. How it is built stands in
`src/engagiert_cli/register/boundaries.py`, which reads it.
"""

from __future__ import annotations

import argparse
import json
import math
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

REGISTER = Path(__file__).parents[1] / "src" / "engagiert_cli" / "register"
EARTH = 6_371_000
"""The mean radius of the earth in metres."""


class Sheet(NamedTuple):
    """How a map is drawn."""

    areas: str
    """The object of the topology with the areas."""
    parallels: tuple[float, float]
    """A sixth from the southern and the northern edge, where the map is true to scale."""
    meridian: float
    latitude: float
    unit: int
    """Metres of one step."""


SHEETS = {
    "nrw": Sheet("municipalities", (50.85, 52.0), 7.66, 51.43, 50),
    "germany": Sheet("districts", (48.57, 53.76), 10.45, 51.16, 250),
}

Point = tuple[float, float]


def projection(sheet: Sheet) -> Callable[[float, float], Point]:
    """Return the sheet's Lambert conformal conic projection: longitude, latitude to metres east and south.

    On a sphere, which is exact enough for a drawing: J. P. Snyder, Map Projections, USGS 1395 (1987), 15-1 to 15-5.
    """
    first, second = (math.radians(parallel) for parallel in sheet.parallels)
    cone = math.log(math.cos(first) / math.cos(second)) / math.log(_tangent(second) / _tangent(first))
    factor = math.cos(first) * _tangent(first) ** cone / cone
    middle = EARTH * factor / _tangent(math.radians(sheet.latitude)) ** cone

    def project(longitude: float, latitude: float) -> Point:
        radius = EARTH * factor / _tangent(math.radians(latitude)) ** cone
        angle = cone * math.radians(longitude - sheet.meridian)
        return radius * math.sin(angle), radius * math.cos(angle) - middle

    return project


def _tangent(latitude: float) -> float:
    return math.tan(math.pi / 4 + latitude / 2)


def arcs_in_metres(topology: dict[str, Any], sheet: Sheet) -> list[list[Point]]:
    """Return the arcs of the topology, projected."""
    project = projection(sheet)
    (scale_x, scale_y), (move_x, move_y) = (topology["transform"][part] for part in ("scale", "translate"))
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append(project(x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)
    return arcs


def rings_of(topology: dict[str, Any], areas: str) -> dict[str, list[list[int]]]:
    """Return the rings of each area, as the arcs that they consist of, in the order of the keys."""
    found = {}
    for geometry in topology["objects"][areas]["geometries"]:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        key = geometry["id"] if "id" in geometry else geometry["properties"]["key"]
        found[key] = [ring for polygon in polygons for ring in polygon]
    return dict(sorted(found.items()))


def stepped(arc: Sequence[tuple[int, int]]) -> list[int]:
    """Return an arc as its first point and the steps from there, those of no length left out."""
    steps = [*arc[0]]
    for (x, y), (next_x, next_y) in pairwise(arc):
        if (x, y) != (next_x, next_y):
            steps += (next_x - x, next_y - y)
    return steps


def farthest_inside(rings: Sequence[Sequence[tuple[int, int]]]) -> tuple[int, int]:
    """Return the point of a grid over the area that is farthest from the border."""
    edges = [edge for ring in rings for edge in pairwise([*ring, ring[0]])]
    xs, ys = ([point[axis] for ring in rings for point in ring] for axis in (0, 1))
    best, found = -1.0, (xs[0], ys[0])
    for x, y in _grid(min(xs), max(xs), min(ys), max(ys)):
        if _is_inside(x, y, edges):
            distance = min(_distance(x, y, *one, *other) for one, other in edges)
            if distance > best:
                best, found = distance, (x, y)
    return found


def _grid(left: int, right: int, top: int, bottom: int, steps: int = 24) -> Iterator[tuple[int, int]]:
    for row in range(1, steps):
        for column in range(1, steps):
            yield left + (right - left) * column // steps, top + (bottom - top) * row // steps


def _is_inside(x: int, y: int, edges: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> bool:
    crossed = 0
    for (left, top), (right, bottom) in edges:
        crossed += (top > y) != (bottom > y) and x < (right - left) * (y - top) / (bottom - top) + left
    return crossed % 2 == 1


def _distance(x: float, y: float, left: float, top: float, right: float, bottom: float) -> float:
    """Return the distance of a point from a line between two points."""
    across, down = right - left, bottom - top
    length = across * across + down * down
    part = 0.0 if not length else min(1.0, max(0.0, ((x - left) * across + (y - top) * down) / length))
    return math.hypot(x - left - part * across, y - top - part * down)


def boundaries(topology: dict[str, Any], sheet: Sheet) -> str:
    """Return the file, a line an arc and a line an area."""
    rings_by_key = rings_of(topology, sheet.areas)
    used = sorted(
        {index if index >= 0 else ~index for rings in rings_by_key.values() for ring in rings for index in ring}
    )
    places = {index: place for place, index in enumerate(used)}
    arcs = [arc for index, arc in enumerate(arcs_in_metres(topology, sheet)) if index in places]
    west = min(x for arc in arcs for x, _y in arc)
    north = min(y for arc in arcs for _x, y in arc)
    stepwise = [[(round((x - west) / sheet.unit), round((y - north) / sheet.unit)) for x, y in arc] for arc in arcs]

    areas = []
    for key, rings in rings_by_key.items():
        own = [[places[index] if index >= 0 else ~places[~index] for index in ring] for ring in rings]
        drawn = [
            [point for index in ring for point in (stepwise[index] if index >= 0 else stepwise[~index][::-1])]
            for ring in own
        ]
        areas.append(f'"{key}":{_compact([*farthest_inside(drawn), *own])}')
    width = max(x for arc in stepwise for x, _y in arc)
    height = max(y for arc in stepwise for _x, y in arc)
    drawing = _compact([*sheet.parallels, sheet.meridian, sheet.latitude, round(west), round(north)])
    return (
        f'{{"unit":{sheet.unit},"width":{width},"height":{height},"projection":{drawing},\n"arcs":[\n'
        + ",\n".join(_compact(stepped(arc)) for arc in stepwise)
        + '\n],\n"areas":{\n'
        + ",\n".join(areas)
        + "\n}}\n"
    )


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def main() -> None:
    """Read the topology and write the boundaries."""
    assert __doc__
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("boundaries", type=Path, metavar="BOUNDARIES")
    parser.add_argument("areas", choices=SHEETS, metavar="AREAS")
    parser.add_argument("--output", type=Path, metavar="FILE")
    asked = parser.parse_args()
    topology = json.loads(asked.boundaries.read_text("utf-8"))
    output = asked.output or REGISTER / f"{asked.areas}-boundaries.json"
    output.write_text(boundaries(topology, SHEETS[asked.areas]), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
