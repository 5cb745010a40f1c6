"""The maintainer's script: from the official fixed-width file and the boundaries to the register's table."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).parents[2] / "scripts" / "make_register.py"


def record(kind: str, key: str, name: str, text_code: str = "", hectares: int = 0, population: int = 0) -> str:
    """Return a line of GV100AD: 220 characters, each field at its place."""
    line = f"{kind}20240930{key[:5]:<5}{key[5:]:<3}".ljust(22) + name
    line = line.ljust(122) + text_code
    if kind == "60":
        line = line.ljust(128) + f"{hectares:011}{population:011}"
    return line.ljust(220)


EXCERPT = [
    record("10", "05", "Nordrhein-Westfalen"),
    record("20", "059", "Reg.-Bez. Arnsberg"),
    record("40", "05914", "Hagen, Stadt der FernUniversität", "41"),
    record("50", "05914000", "Hagen, Stadt der FernUniversität", "50"),
    record("60", "05914000", "Hagen, Stadt der FernUniversität", "61", 16045, 189783),
    record("40", "05958", "Hochsauerlandkreis", "43"),
    record("60", "05958032", "Meschede, Kreis- und  Hochschulstadt", "63", 21844, 29763),
    record("60", "05958020", "Eslohe (Sauerland)", "64", 11337, 8827),
]


def boundaries() -> dict[str, Any]:
    """Return a TopoJSON: Hagen as a crescent whose middle lies outside, and a district of two halves with an enclave."""
    arcs = [
        # Absolute first point, then steps: a horseshoe that opens to the east.
        [[0, 0], [100, 0], [0, 20], [-80, 0], [0, 60], [80, 0], [0, 20], [-100, 0], [0, -100]],
        [[200, 0], [100, 0], [0, 100], [-100, 0], [0, -100]],
        [[240, 40], [20, 0], [0, 20], [-20, 0], [0, -20]],
        [[400, 0], [50, 0], [0, 50], [-50, 0], [0, -50]],
    ]
    district = [[[1], [2]], [[3]]]
    return {
        "type": "Topology",
        "transform": {"scale": [0.001, 0.001], "translate": [7.0, 51.0]},
        "arcs": arcs,
        "objects": {
            "municipalities": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0]], "id": "05914000"},
                    {"type": "MultiPolygon", "arcs": district, "id": "05958032"},
                    {"type": "Polygon", "arcs": [[-3]], "id": "05958020"},
                ],
            },
            "kreise": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0]], "id": "05914"},
                    {"type": "MultiPolygon", "arcs": district, "id": "05958"},
                ],
            },
            "rb": {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[0]], "id": "059"}]},
            "land": {"type": "MultiPolygon", "arcs": district, "id": "05"},
        },
    }


def made(folder: Path, lines: list[str], *options: str) -> subprocess.CompletedProcess[str]:
    """Run the script on the lines and the boundaries, into `table.tsv`."""
    (folder / "gv100ad.txt").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "boundaries.json").write_text(json.dumps(boundaries()), "utf-8")
    command = [sys.executable, SCRIPT, "gv100ad.txt", "boundaries.json", "--output", "table.tsv", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, encoding="utf-8")


def test_the_table(tmp_path: Path) -> None:
    """Names, suffixes, designations, sums of the districts, and a point inside each area, all in the order of the keys."""
    done = made(tmp_path, EXCERPT)
    assert done.stderr == ""
    assert done.stdout == "table.tsv: 5 bodies, 228,373 inhabitants; edition\t2024-09-30\tpopulation\t2023-12-31\n"
    head, columns, *rows = (tmp_path / "table.tsv").read_text("utf-8").splitlines()
    assert head == "edition\t2024-09-30\tpopulation\t2023-12-31"
    assert columns == "key\tname\tsuffix\tdesignation\tpopulation\thectares\tlatitude\tlongitude"
    assert [row.split("\t")[:6] for row in rows] == [
        ["059", "Arnsberg", "", "Regierungsbezirk", "228373", "49226"],
        ["05958", "Hochsauerlandkreis", "", "Kreis", "38590", "33181"],
        ["05914000", "Hagen", "Stadt der FernUniversität", "kreisfreie Stadt", "189783", "16045"],
        ["05958020", "Eslohe (Sauerland)", "", "Gemeinde", "8827", "11337"],
        ["05958032", "Meschede", "Kreis- und Hochschulstadt", "Stadt", "29763", "21844"],
    ]


def test_points_lie_inside(tmp_path: Path) -> None:
    """The point is in the horseshoe, not in the bay that it encloses; and in no enclave."""
    made(tmp_path, EXCERPT)
    rows = [line.split("\t") for line in (tmp_path / "table.tsv").read_text("utf-8").splitlines()[2:]]
    points = {row[0]: ((float(row[7]) - 7.0) * 1000, (float(row[6]) - 51.0) * 1000) for row in rows}
    x, y = points["05914000"]
    assert 0 < x < 100
    assert 0 < y < 100
    assert x < 20 or not 20 < y < 80
    x, y = points["05958"]
    assert 200 < x < 300
    assert 0 < y < 100
    assert not (240 < x < 260 and 40 < y < 60)
    x, y = points["05958020"]
    assert 240 < x < 260
    assert 40 < y < 60


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two runs, in whatever order the lines stand, write the same file."""
    made(tmp_path, EXCERPT)
    first = (tmp_path / "table.tsv").read_bytes()
    made(tmp_path, [EXCERPT[0], *reversed(EXCERPT[1:])])
    assert (tmp_path / "table.tsv").read_bytes() == first
    assert b"\r" not in first


def test_the_date_of_the_population(tmp_path: Path) -> None:
    """It can be said; in the first months of a year, it is usually the end of the year before the last."""
    made(tmp_path, EXCERPT, "--population-date", "2022-05-15")
    assert (tmp_path / "table.tsv").read_text("utf-8").startswith("edition\t2024-09-30\tpopulation\t2022-05-15\n")
    made(tmp_path, [line.replace("20240930", "20240331", 1) for line in EXCERPT])
    assert (tmp_path / "table.tsv").read_text("utf-8").startswith("edition\t2024-03-31\tpopulation\t2022-12-31\n")


def test_the_two_files_must_agree(tmp_path: Path) -> None:
    """A body without boundaries, or boundaries of a body that is no more, end the run; nothing is written."""
    done = made(tmp_path, [*EXCERPT[:-1], record("60", "05958024", "Hallenberg, Stadt", "63", 6535, 4423)])
    assert done.returncode == 1
    assert done.stderr == "no boundaries: ['05958024 Hallenberg']; not in the register: ['05958020']\n"
    assert not (tmp_path / "table.tsv").exists()
