"""The maintainer's script: from the official file of all Germany to the register's table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
ELSEWHERE = [
    record("10", "01", "Schleswig-Holstein"),
    record("40", "01054", "Nordfriesland", "43"),
    record("60", "01054035", "Garding, Kirchspiel", "64", 1883, 351),
    record("60", "01054036", "Garding, Stadt", "63", 306, 2809),
    record("60", "01054999", "Kattinger Watt,gemfr.Geb.", "66", 500),
    record("10", "03", "Niedersachsen"),
    record("20", "032", "Statistische Region Hannover"),
    record("40", "03241", "Region Hannover", "44"),
    record("60", "03241001", "Hannover, Landeshauptstadt", "63", 20430, 522131),
    record("10", "09", "Bayern"),
    record("20", "091", "Oberbayern"),
    record("40", "09171", "Altötting", "44"),
    record("60", "09171111", "Altötting, St", "63", 2318, 13126),
    record("60", "09171123", "Marktl, M", "60", 2782, 2889),
    record("60", "09172114", "Bad Reichenhall, GKSt", "67", 4195, 18714),
]
POINTS = [
    *("05914000,51.3602,7.4718", "05958032,51.3504,8.2836", "05958020,51.2544,8.1711", "01054035,54.3292,8.7711"),
    *("01054036,54.3301,8.7803", "03241001,52.3785,9.7919", "09171111,48.2265,12.6759", "09171123,48.2530,12.8421"),
    "09172114,47.7247,12.8769",
]


def made(folder: Path, lines: list[str], *options: str) -> subprocess.CompletedProcess[str]:
    """Run the script on the lines, into `table.tsv`, which also has the points so far."""
    (folder / "gv100ad.txt").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "points.csv").write_text("\n".join(["key,lat,lon", *POINTS]) + "\n", "utf-8")
    command = [sys.executable, str(SCRIPT), "gv100ad.txt", "--output", "table.tsv", "--table", "table.tsv", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, encoding="utf-8")


def rows(folder: Path) -> list[list[str]]:
    """Return the rows of the table, each as its cells."""
    return [line.split("\t") for line in (folder / "table.tsv").read_text("utf-8").splitlines()[2:]]


def test_the_table(tmp_path: Path) -> None:
    """Names, suffixes, designations, sums of the areas, and a point of each, all in the order of the keys."""
    done = made(tmp_path, EXCERPT, "--points", "points.csv")
    assert done.stderr == ""
    assert done.stdout == "table.tsv: 6 bodies, 228,373 inhabitants; edition\t2024-09-30\tpopulation\t2023-12-31\n"
    head, columns = (tmp_path / "table.tsv").read_text("utf-8").splitlines()[:2]
    assert head == "edition\t2024-09-30\tpopulation\t2023-12-31"
    assert columns == "key\tname\tsuffix\tdesignation\tpopulation\thectares\tlatitude\tlongitude"
    assert [row[:6] for row in rows(tmp_path)] == [
        ["05", "Nordrhein-Westfalen", "Land Nordrhein-Westfalen", "Land", "228373", "49226"],
        ["059", "Arnsberg", "Bezirksregierung Arnsberg", "Regierungsbezirk", "228373", "49226"],
        ["05914000", "Hagen", "Stadt der FernUniversität", "kreisfreie Stadt", "189783", "16045"],
        ["05958", "Hochsauerlandkreis", "", "Kreis", "38590", "33181"],
        ["05958020", "Eslohe (Sauerland)", "", "Gemeinde", "8827", "11337"],
        ["05958032", "Meschede", "Kreis- und Hochschulstadt", "Stadt", "29763", "21844"],
    ]


def test_the_words_of_other_laender(tmp_path: Path) -> None:
    """Bavaria's abbreviations are opened; statistical regions and uninhabited areas are no bodies; one name has a comma."""
    made(tmp_path, ELSEWHERE, "--points", "points.csv")
    assert [row[:4] for row in rows(tmp_path)] == [
        ["01", "Schleswig-Holstein", "Land Schleswig-Holstein", "Land"],
        ["01054", "Nordfriesland", "", "Kreis"],
        ["01054035", "Garding, Kirchspiel", "", "Gemeinde"],
        ["01054036", "Garding", "Stadt", "Stadt"],
        ["03", "Niedersachsen", "Land Niedersachsen", "Land"],
        ["03241", "Region Hannover", "", "Region"],
        ["03241001", "Hannover", "Landeshauptstadt", "Stadt"],
        ["09", "Bayern", "Freistaat Bayern", "Land"],
        ["091", "Oberbayern", "Regierung von Oberbayern", "Regierungsbezirk"],
        ["09171", "Altötting", "", "Landkreis"],
        ["09171111", "Altötting", "Stadt", "Stadt"],
        ["09171123", "Marktl", "Markt", "Markt"],
        ["09172114", "Bad Reichenhall", "Große Kreisstadt", "Große Kreisstadt"],
    ]


def test_points_are_kept_and_found_for_what_is_new(tmp_path: Path) -> None:
    """The next edition needs no points: a key has its own, or one of a body that it came of or went into."""
    made(tmp_path, EXCERPT, "--points", "points.csv")
    before = (tmp_path / "table.tsv").read_bytes()
    assert made(tmp_path, EXCERPT).returncode == 0
    assert (tmp_path / "table.tsv").read_bytes() == before
    hesse = [record("60", "06635005", "Bromskirchen", "64", 3522, 1917)]  # went into 06635001 in 2023
    (tmp_path / "table.tsv").write_text("\n\n06635001\tAllendorf (Eder)\t\tGemeinde\t1\t1\t51.0200\t8.6600\n", "utf-8")
    made(tmp_path, hesse)
    assert rows(tmp_path)[0][6:] == ["51.0200", "8.6600"]


def test_the_point_of_an_area_is_that_of_its_middle(tmp_path: Path) -> None:
    """An area takes the point of the municipality that is nearest to the centre of its area."""
    made(tmp_path, EXCERPT, "--points", "points.csv")
    points = {row[0]: row[6:] for row in rows(tmp_path)}
    assert points["05958"] == points["05958032"]
    assert points["059"] in (points["05958020"], points["05914000"])


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two runs, in whatever order the lines stand, write the same file."""
    made(tmp_path, EXCERPT, "--points", "points.csv")
    first = (tmp_path / "table.tsv").read_bytes()
    made(tmp_path, [EXCERPT[0], *reversed(EXCERPT[1:])], "--points", "points.csv")
    assert (tmp_path / "table.tsv").read_bytes() == first
    assert b"\r" not in first


def test_the_date_of_the_population(tmp_path: Path) -> None:
    """It can be said; in the first months of a year, it is usually the end of the year before the last."""
    made(tmp_path, EXCERPT, "--points", "points.csv", "--population-date", "2022-05-15")
    assert (tmp_path / "table.tsv").read_text("utf-8").startswith("edition\t2024-09-30\tpopulation\t2022-05-15\n")
    made(tmp_path, [line.replace("20240930", "20240331", 1) for line in EXCERPT])
    assert (tmp_path / "table.tsv").read_text("utf-8").startswith("edition\t2024-03-31\tpopulation\t2022-12-31\n")


def test_a_body_without_a_point(tmp_path: Path) -> None:
    """A new body of which no table knows where it lies ends the run; nothing is written."""
    done = made(
        tmp_path, [*EXCERPT, record("60", "05958098", "Neuort, Stadt", "63", 6535, 4423)], "--points", "points.csv"
    )
    assert done.returncode == 1
    assert done.stderr == "no points, give them by --points: ['05958098 Neuort']\n"
    assert not (tmp_path / "table.tsv").exists()
