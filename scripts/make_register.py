"""Make the register's table from the official file: `scripts/make_register.py GV100AD`.

GV100AD is the fixed-width file of the Gemeindeverzeichnis as it is published for all of Germany (Statistisches
Bundesamt, GV-ISys, "GV100AD"). The table goes to `src/engagiert_cli/register/germany.tsv`, or to the file named by
`--output`; the same input gives the same bytes.

The official file has no coordinates. Each body keeps the point that the table has for its key now; a key that is new
takes the point of a body that it was made of, or went into (`successions.tsv`), else it must be given by `--points`, a
CSV with the columns key, lat, lon.
"""

from __future__ import annotations

import argparse
import csv
import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

REGISTER = Path(__file__).parents[1] / "src" / "engagiert_cli" / "register"
TABLE = REGISTER / "germany.tsv"
SUCCESSIONS = REGISTER / "successions.tsv"
COLUMNS = ("key", "name", "suffix", "designation", "population", "hectares", "latitude", "longitude")
# The kinds of record (Satzart) that are read. Kind 50, unions of municipalities, has no body of this register.
LAND, REGION, DISTRICT, MUNICIPALITY = "10", "20", "40", "60"
# What a body is by its Textkennzeichen (record description, "Textschlüssel"). Districts with 41 and 42 come again as
# municipalities, 65 is an inhabited area without a municipality, and 66 an uninhabited one, which is no body.
DISTRICTS = {"43": "Kreis", "44": "Landkreis", "45": "Regionalverband"}
MUNICIPALITIES = {
    "60": "Markt",
    "61": "kreisfreie Stadt",
    "62": "Stadtkreis",
    "63": "Stadt",
    "64": "Gemeinde",
    "65": "gemeindefreier Bezirk",
    "67": "Große Kreisstadt",
}
# Districts whose own law calls them something else; the file has no code for them.
SPECIAL_DISTRICTS = {"Städteregion": "Städteregion", "Region": "Region"}
# Four Länder have Regierungsbezirke; what the others have under kind 20 serves statistics only, or is past.
REGION_WORD = "Reg.-Bez. "
# What the authority of a Regierungsbezirk is called, which is what can be a member.
AUTHORITIES = {
    "05": "Bezirksregierung {}",
    "06": "Regierungspräsidium {}",
    "08": "Regierungspräsidium {}",
    "09": "Regierung von {}",
    "093": "Regierung der {}",
}
# What a Land calls itself in its constitution, where that is not Land.
STATES = {
    "02": "Freie und Hansestadt {}",
    "04": "Freie Hansestadt {}",
    "09": "Freistaat {}",
    "14": "Freistaat {}",
    "16": "Freistaat {}",
}
# How Bavaria abbreviates what stands behind a name.
SUFFIXES = {"St": "Stadt", "M": "Markt", "GKSt": "Große Kreisstadt"}
# What stands behind the comma and yet belongs to the name: a second municipality beside the town of that name.
NAMES_WITH_COMMA = ("Garding, Kirchspiel",)
# GV100AD has no such field. From September on, the file gives the population at the end of the year before; until
# then, that of a year earlier (Destatis, "Gemeindeverzeichnis", notes on the quarterly editions).
FIRST_MONTH_OF_LAST_YEARS_FIGURES = 9

Point = tuple[float, float]


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
    """A body as the table has it, without its point."""

    key: str
    name: str
    suffix: str
    designation: str
    population: int
    hectares: int


def rows(records: Iterable[Record]) -> list[Row]:
    """Return the bodies in the order of their keys; all but municipalities with the sums of their municipalities."""
    found = {}
    sums: dict[str, list[int]] = {}
    for record in records:
        named = _named(record)
        if named is None:
            continue
        found[record.key] = named
        if record.kind == MUNICIPALITY:
            for length in (2, 3, 5, 8):
                total = sums.setdefault(record.key[:length], [0, 0])
                total[0] += record.population
                total[1] += record.hectares
    return [Row(key, *found[key], *sums.get(key, [0, 0])) for key in sorted(found)]


def _named(record: Record) -> tuple[str, str, str] | None:
    """Return the body's name, what stands behind it, and its designation; None where it is none of the register."""
    name, suffix = _split(record.name)
    if record.kind == LAND:
        return name, STATES.get(record.key, "Land {}").format(name), "Land"
    if record.kind == REGION and record.key[:2] in AUTHORITIES:
        name = name.removeprefix(REGION_WORD)
        authority = AUTHORITIES.get(record.key) or AUTHORITIES[record.key[:2]]
        return name, authority.format(name), "Regierungsbezirk"
    if record.kind == DISTRICT and record.text_code in DISTRICTS:
        special = SPECIAL_DISTRICTS.get(name.partition(" ")[0])
        return name, suffix, special or DISTRICTS[record.text_code]
    if record.kind == MUNICIPALITY and record.text_code in MUNICIPALITIES:
        return name, suffix, MUNICIPALITIES[record.text_code]
    return None


def _split(name: str) -> tuple[str, str]:
    """Return a name without what stands behind its first comma, and that."""
    if name in NAMES_WITH_COMMA:
        return name, ""
    plain, _comma, suffix = name.partition(",")
    return plain.strip(), ", ".join(SUFFIXES.get(part, part) for part in suffix.strip().split(", "))


def points_of(bodies: Sequence[Row], known: Mapping[str, Point], kin: Mapping[str, Sequence[str]]) -> dict[str, Point]:
    """Return a point for each body; raises `SystemExit` with the municipalities that have none.

    What holds municipalities and has no point yet takes that of the one that is nearest to its centre of area.
    """
    points = {row.key: known[row.key] for row in bodies if row.key in known}
    municipalities = [row for row in bodies if len(row.key) == 8]
    for row in municipalities:
        point = points.get(row.key) or next((known[other] for other in kin.get(row.key, ()) if other in known), None)
        if point:
            points[row.key] = point
    without = [f"{row.key} {row.name}" for row in municipalities if row.key not in points]
    if without:
        raise SystemExit(f"no points, give them by --points: {without}")
    for row in bodies:
        if row.key not in points:
            points[row.key] = _central([own for own in municipalities if own.key.startswith(row.key)], points)
    return points


def _central(municipalities: Sequence[Row], points: Mapping[str, Point]) -> Point:
    area = sum(row.hectares for row in municipalities)
    centre = tuple(sum(points[row.key][axis] * row.hectares for row in municipalities) / area for axis in (0, 1))

    def distance(point: Point) -> float:
        return (point[0] - centre[0]) ** 2 + ((point[1] - centre[1]) * 0.63) ** 2  # the cosine of 51 degrees

    return min((points[row.key] for row in municipalities), key=distance)


def _points_given(path: Path) -> Iterator[tuple[str, Point]]:
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["key"], (float(row["lat"]), float(row["lon"]))


def _points_now(path: Path) -> Iterator[tuple[str, Point]]:
    for line in path.read_text("utf-8").splitlines()[2:]:
        key, *_others, latitude, longitude = line.split("\t")
        yield key, (float(latitude), float(longitude))


def _kin(path: Path) -> dict[str, list[str]]:
    """Return the keys that each key came of, and went into, as the table of successions has them."""
    found: dict[str, list[str]] = {}
    for line in path.read_text("utf-8").splitlines()[1:]:
        old, _day, _how, new, *_others = line.split("\t")
        found.setdefault(new, []).append(old)
        found.setdefault(old, []).append(new)
    return found


def table(
    gv100ad: str, known: Mapping[str, Point], kin: Mapping[str, Sequence[str]], counted: datetime.date | None
) -> str:
    """Return the table's text; `counted` is the day of the population where it is not the usual one."""
    records = [Record.parse(line) for line in gv100ad.splitlines()]
    edition = records[0].edition
    if counted is None:
        years_ago = 1 if edition.month >= FIRST_MONTH_OF_LAST_YEARS_FIGURES else 2
        counted = datetime.date(edition.year - years_ago, 12, 31)
    bodies = rows(records)
    points = points_of(bodies, known, kin)
    lines = [f"edition\t{edition}\tpopulation\t{counted}", "\t".join(COLUMNS)]
    lines += ["\t".join((*map(str, row), *(f"{degrees:.4f}" for degrees in points[row.key]))) for row in bodies]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Read the official file, write the table and say what it holds."""
    parser = argparse.ArgumentParser(description="Make the register's table from the official file.")
    parser.add_argument("gv100ad", type=Path, help="the fixed-width file of the Gemeindeverzeichnis")
    parser.add_argument("--points", type=Path, help="points of keys that are new: a CSV with key, lat, lon")
    parser.add_argument("--population-date", type=datetime.date.fromisoformat, help="where it is not the usual one")
    parser.add_argument("--table", type=Path, default=TABLE, help="the table that has the points until now")
    parser.add_argument("--output", type=Path, default=TABLE)
    asked = parser.parse_args()
    known = dict(_points_now(asked.table)) if asked.table.exists() else {}
    given = dict(_points_given(asked.points)) if asked.points else {}
    kin = _kin(SUCCESSIONS) if SUCCESSIONS.exists() else {}
    text = table(asked.gv100ad.read_text("utf-8"), {**known, **given}, kin, asked.population_date)
    asked.output.write_text(text, "utf-8", newline="\n")
    head, _columns, *bodies = text.splitlines()
    people = sum(int(body.split("\t")[4]) for body in bodies if len(body.split("\t")[0]) == 8)
    print(f"{asked.output}: {len(bodies)} bodies, {people:,} inhabitants; {head}")


if __name__ == "__main__":
    main()
