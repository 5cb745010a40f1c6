"""The boundaries of the municipalities, and the script that makes their file."""

from __future__ import annotations

import itertools
import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from engagiert_cli.register.bodies import Level, open_register
from engagiert_cli.register.boundaries import Area, Boundaries, Degrees, Ring, drawing_of

from .networks import REGISTER

ROOT = Path(__file__).parents[2]
NRW = drawing_of("nrw", "05", 3).boundaries
# Two squares side by side, with one line in common, and a third that touches the second in a corner.
SQUARES = Boundaries(
    100,
    3,
    2,
    [
        [(1, 0), (1, 1)],
        [(1, 1), (0, 1), (0, 0), (1, 0)],
        [(1, 0), (2, 0), (2, 1), (1, 1)],
        [(2, 1), (3, 1), (3, 2), (2, 2), (2, 1)],
    ],
    {
        "05111000": Area((0, 0), ((0, 1),)),
        "05112000": Area((1, 0), ((2, ~0),)),
        "05311000": Area((2, 1), ((3,),)),
    },
)


def size(rings: list[Ring]) -> float:
    """Return the area in the rings, in square steps (the shoelace formula)."""
    return abs(
        sum(
            (x * next_y - next_x * y) / 2
            for ring in rings
            for (x, y), (next_x, next_y) in zip(ring, [*ring[1:], ring[0]], strict=True)
        )
    )


def test_every_municipality_is_on_the_map() -> None:
    """And nothing that the register does not have."""
    assert sorted(NRW.areas) == [body.key for body in REGISTER.at(Level.MUNICIPALITY)]


def test_the_land_has_its_size() -> None:
    """34,113 square kilometres, within one in a hundred, in its regions, its districts and its municipalities."""
    square = (NRW.unit / 1000) ** 2
    assert size(NRW.outline(NRW.areas)) * square == pytest.approx(34113, rel=0.01)
    for body in (*REGISTER.at(Level.REGION), *REGISTER.at(Level.DISTRICT)):
        assert size(NRW.outline(NRW.within(body.key))) * square == pytest.approx(body.area, rel=0.03), body.name
    assert sum(size(NRW.outline([key])) for key in NRW.areas) == pytest.approx(size(NRW.outline(NRW.areas)))


def test_germany_has_its_size() -> None:
    """400 districts; 357,684 square kilometres within one in a hundred, and each Land within three (VG250 has no sea)."""
    germany = drawing_of("de", "", 2).boundaries
    square = (germany.unit / 1000) ** 2
    assert len(germany.areas) == 400
    assert size(germany.outline(germany.areas)) * square == pytest.approx(357_684, rel=0.01)
    for key, area in {"06": 21_116, "08": 35_748, "09": 70_542, "14": 18_450, "16": 16_202}.items():
        assert size(germany.outline(germany.within(key))) * square == pytest.approx(area, rel=0.01)


def test_a_place_lies_where_its_municipality_does() -> None:
    """The projection of degrees is that of the file: a point well inside of each municipality lies in its rings' box."""
    drawing = drawing_of("nrw", "05", 3)
    for body in REGISTER.at(Level.MUNICIPALITY):
        x, y = drawing.at(*body.point)
        xs, ys = zip(*(point for ring in NRW.outline([body.key]) for point in ring), strict=True)
        assert min(xs) <= x <= max(xs), body.name
        assert min(ys) <= y <= max(ys), body.name


def test_every_land_is_drawn_about_as_wide() -> None:
    """A Land is cut out of Germany, drawn larger, and keeps its shape; no two neighbours have one number."""
    for name, key in (("sl", "10"), ("by", "09"), ("be", "11")):
        land = drawing_of(name, key, 2).boundaries
        assert 2500 < max(land.width, land.height) < 9000
        assert all(key == area[:2] for area in land.areas)
    germany = drawing_of("de", "", 2).boundaries
    numbers = germany.groups()
    assert len(numbers) == 16
    assert max(numbers.values()) <= 4
    assert numbers["09"] not in {numbers[key] for key in ("06", "08", "14", "16")}


def test_bonn_lies_south_of_essen_and_west_of_siegen() -> None:
    """X runs east and y south."""
    bonn, essen, siegen = (NRW.areas[key].point for key in ("05314000", "05113000", "05970040"))
    assert bonn[1] > essen[1]
    assert bonn[0] < siegen[0]


def test_a_line_between_two_falls_away_in_their_outline() -> None:
    """Of two squares a rectangle is left."""
    rings = SQUARES.outline(["05111000", "05112000"])
    assert [sorted(ring) for ring in rings] == [[(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]]
    assert size(rings) == 2


def test_rings_that_touch_in_a_corner_keep_their_size() -> None:
    """Whatever ring the lines are put into."""
    assert size(SQUARES.outline(SQUARES.areas)) == 3


def test_lines_between_areas_of_a_level() -> None:
    """The two squares are districts of their own in one region; the third touches nothing by a line."""
    assert SQUARES.lines_between(5) == SQUARES.lines_between(8) == [[(1, 0), (1, 1)]]
    assert SQUARES.lines_between(3) == []


TOPOLOGY = {
    "transform": {"scale": [0.01, 0.01], "translate": [7.0, 51.0]},
    "arcs": [
        [[10, 0], [0, 10]],
        [[10, 10], [-10, 0], [0, -10], [10, 0]],
        [[10, 0], [10, 0], [0, 0], [0, 10], [-10, 0]],
    ],
    "objects": {
        "municipalities": {
            "geometries": [
                {"type": "MultiPolygon", "arcs": [[[2, -1]]], "id": "05112000"},
                {"type": "Polygon", "arcs": [[0, 1]], "id": "05111000"},
            ]
        }
    },
}


def test_the_script_makes_the_file(tmp_path: Path) -> None:
    """The same bytes for the same input: areas by key, lines once, steps of no length left out."""
    (tmp_path / "in.json").write_text(json.dumps(TOPOLOGY), "utf-8")
    written = []
    for name in ("one.json", "other.json"):
        subprocess.run(
            [sys.executable, ROOT / "scripts" / "make_boundaries.py", "in.json", "nrw", "--output", name],
            cwd=tmp_path,
            check=True,
        )
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    made = json.loads(written[0])
    assert list(made["areas"]) == ["05111000", "05112000"]
    assert made["areas"]["05111000"][2:] == [[0, 1]]
    assert made["areas"]["05112000"][2:] == [[2, -1]]
    assert [len(arc) for arc in made["arcs"]] == [4, 8, 8]
    # A tenth of a degree is 11.1 km from south to north, and at 51 degrees 7.0 km from west to east.
    assert made["height"] * made["unit"] == pytest.approx(11_120, rel=0.02)
    assert made["width"] * made["unit"] == pytest.approx(2 * 7_000, rel=0.02)


def _turned(ring: Degrees) -> float:
    """Return the area of a ring in square degrees, positive where it runs counter-clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring)) / 2


@pytest.mark.parametrize("name", ["nrw", "de"])
def test_the_areas_in_degrees(name: str) -> None:
    """As RFC 7946 has them: closed, borders counter-clockwise, holes clockwise; as large as the register says."""
    register = open_register(name)
    drawing = drawing_of(name, register.land, 2)
    for body in register.bodies if name == "nrw" else (*register.at(Level.LAND), *register.at(Level.DISTRICT)):
        polygons = drawing.polygons(body.key)
        for border, *holes in polygons:
            assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in (border, *holes))
            assert _turned(border) > 0 > max(map(_turned, holes), default=-1)
        square = 111.2**2 * math.cos(math.radians(body.point[0]))  # of a degree, in square kilometres
        found = sum(_turned(ring) for polygon in polygons for ring in polygon) * square
        assert 0.75 < found / body.area < 1.75, body.name  # some districts have forests that nobody lives in
