"""Make the register's table from the official files: `scripts/make_register.py GV100AD BOUNDARIES`.

GV100AD is the fixed-width file of the Gemeindeverzeichnis (Statistisches Bundesamt, GV-ISys, "GV100AD"), BOUNDARIES the
TopoJSON of the same Land's administrative areas (BKG, VG250), whose ids are the official keys. The table goes to
`src/engagiert_cli/register/nrw.tsv`, or to the file named by `--output`; the same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import datetime
import heapq
import json
import math
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TABLE = Path(__file__).parents[1] / "src" / "engagiert_cli" / "register" / "nrw.tsv"
COLUMNS = ("key", "name", "suffix", "designation", "population", "hectares", "latitude", "longitude")
# The kinds of record (Satzart) that are read, and what makes a city of its own district (Textkennzeichen).
REGION, DISTRICT, MUNICIPALITY = "20", "40", "60"
INDEPENDENT_CITIES = ("41", "42")  # kreisfreie Stadt, Stadtkreis: these rows come again as municipalities
MUNICIPALITIES = {"61": "kreisfreie Stadt", "63": "Stadt", "64": "Gemeinde"}
# GV100AD has no such field. From September on, the file gives the population at the end of the year before; until
# then, that of a year earlier (Destatis, "Gemeindeverzeichnis", notes on the quarterly editions).
FIRST_MONTH_OF_LAST_YEARS_FIGURES = 9

Ring = list[tuple[float, float]]


class Record(NamedTuple):
    """A line of GV100AD; the columns stand in the record description (Datensatzbeschreibung) that comes with it."""

    kind: str
    edition: datetime.date
    key: str
    name: str
    text_code: str
    hectares: int
    population: int

    @classmethod
    def parse(cls, line: str) -> Record:
        """Read a line of the file."""
        return cls(
            line[0:2],
            datetime.date.fromisoformat(line[2:10]),
            (line[10:15] + line[15:18]).rstrip(),
            " ".join(line[22:72].split()),
            line[122:124].strip(),
            int(line[128:139].strip() or 0),
            int(line[139:150].strip() or 0),
        )


class Row(NamedTuple):
    """A body as the table has it."""

    key: str
    name: str
    suffix: str
    designation: str
    population: int
    hectares: int


def rows(records: Sequence[Record]) -> list[Row]:
    """Return the bodies in the order of their keys, regions and districts with the sums of their municipalities."""
    municipalities = [record for record in records if record.kind == MUNICIPALITY]
    found = []
    for record in records:
        name, _comma, suffix = record.name.partition(", ")
        if record.kind == REGION:
            name, designation = name.removeprefix("Reg.-Bez. "), "Regierungsbezirk"
        elif record.kind == DISTRICT and record.text_code not in INDEPENDENT_CITIES:
            designation = "Städteregion" if name.startswith("Städteregion ") else "Kreis"
        elif record.kind == MUNICIPALITY:
            designation = MUNICIPALITIES[record.text_code]
        else:
            continue
        own = [municipality for municipality in municipalities if municipality.key.startswith(record.key)]
        population = sum(municipality.population for municipality in own)
        hectares = sum(municipality.hectares for municipality in own)
        found.append(Row(record.key, name, suffix, designation, population, hectares))
    return sorted(found, key=lambda row: (len(row.key), row.key))


def shapes(topology: dict[str, Any]) -> dict[str, list[list[Ring]]]:
    """Return the polygons of each key, in degrees: longitude, latitude."""
    (scale_x, scale_y), (move_x, move_y) = (topology["transform"][part] for part in ("scale", "translate"))
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        arcs.append(points)

    def ring(indexes: Sequence[int]) -> Ring:
        return [point for index in indexes for point in (arcs[index] if index >= 0 else arcs[~index][::-1])]

    found = {}
    for geometry in _geometries(topology):
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        found[geometry["id"]] = [[ring(indexes) for indexes in polygon] for polygon in polygons]
    return found


def _geometries(topology: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for shape in topology["objects"].values():
        yield from shape.get("geometries", [shape])


def point_inside(polygons: Sequence[Sequence[Ring]]) -> tuple[float, float]:
    """Return latitude and longitude of the point that is farthest from the border: always one inside the area.

    The method is that of Agafonkin's polylabel (https://github.com/mapbox/polylabel): squares, the most promising
    first, cut in four as long as one of them may hold a better point. It is exact to about 100 m.
    """
    precision = 0.001  # degrees of latitude
    latitudes = [y for polygon in polygons for ring in polygon for _x, y in ring]
    stretch = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
    best = (-math.inf, 0.0, 0.0)
    for polygon in polygons:
        rings = [[(x * stretch, y) for x, y in ring] for ring in polygon]
        xs, ys = zip(*rings[0], strict=True)
        half = max(max(xs) - min(xs), max(ys) - min(ys)) / 2
        queue = [(-math.inf, (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, half)]
        while queue:
            bound, x, y, half = heapq.heappop(queue)
            if -bound - best[0] <= precision:
                break
            half /= 2
            for cell_x, cell_y in ((x + dx * half, y + dy * half) for dx in (-1, 1) for dy in (-1, 1)):
                distance = _distance(cell_x, cell_y, rings)
                best = max(best, (distance, cell_x, cell_y))
                heapq.heappush(queue, (-(distance + half * math.sqrt(2)), cell_x, cell_y, half))
    return best[2], best[1] / stretch


def _distance(x: float, y: float, rings: Sequence[Ring]) -> float:
    """Return the distance to the border, below zero outside of it."""
    inside = False
    nearest = math.inf
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
            length = (x2 - x1) ** 2 + (y2 - y1) ** 2
            along = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0.0
            nearest = min(nearest, math.hypot(x1 + along * (x2 - x1) - x, y1 + along * (y2 - y1) - y))
    return nearest if inside else -nearest


def table(gv100ad: str, topology: dict[str, Any], population_date: datetime.date | None = None) -> str:
    """Return the table's text; raises `SystemExit` where the two files do not have the same areas."""
    records = [Record.parse(line) for line in gv100ad.splitlines()]
    edition = records[0].edition
    if population_date is None:
        years_ago = 1 if edition.month >= FIRST_MONTH_OF_LAST_YEARS_FIGURES else 2
        population_date = datetime.date(edition.year - years_ago, 12, 31)
    polygons = shapes(topology)
    bodies = rows(records)
    without = [f"{row.key} {row.name}" for row in bodies if row.key not in polygons]
    gone = {key for key in polygons if len(key) == 8} - {row.key for row in bodies}
    if without or gone:
        raise SystemExit(f"no boundaries: {without}; not in the register: {sorted(gone)}")
    lines = [f"edition\t{edition}\tpopulation\t{population_date}", "\t".join(COLUMNS)]
    for row in bodies:
        latitude, longitude = point_inside(polygons[row.key])
        lines.append("\t".join((*map(str, row), f"{latitude:.4f}", f"{longitude:.4f}")))
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the two files, write the table and say what it holds."""
    parser = argparse.ArgumentParser(description="Make the register's table from the official files.")
    parser.add_argument("gv100ad", type=Path, help="the fixed-width file of the Gemeindeverzeichnis")
    parser.add_argument("boundaries", type=Path, help="the TopoJSON of the same areas")
    parser.add_argument("--population-date", type=datetime.date.fromisoformat, help="where it is not the usual one")
    parser.add_argument("--output", type=Path, default=TABLE)
    asked = parser.parse_args()
    text = table(
        asked.gv100ad.read_text("utf-8"), json.loads(asked.boundaries.read_text("utf-8")), asked.population_date
    )
    asked.output.write_text(text, "utf-8", newline="\n")
    head, _names, *bodies = text.splitlines()
    people = sum(int(body.split("\t")[4]) for body in bodies if len(body.split("\t")[0]) == 3)
    print(f"{asked.output}: {len(bodies)} bodies, {people:,} inhabitants; {head}")


if __name__ == "__main__":
    main()
