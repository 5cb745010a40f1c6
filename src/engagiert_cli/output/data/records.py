"""The exact data for programs: CSV and TSV, harmless in a spreadsheet; JSON, harmless on a terminal; and SQLite."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, BinaryIO

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _
from engagiert_cli.ledger.dates import Date
from engagiert_cli.reports.table import Type

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TextIO

    from engagiert_cli.reports.table import Cell, Table

# What a spreadsheet takes for the start of a formula; the guard before it is guarded once more, or whoever takes guards
# off again would take off one that was data.
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r])")
# Neither CSV nor TSV can escape a character; these are never data, and act on the terminal that the file is shown on.
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BREAK = re.compile("\r\n|[\t\n\r\u2028\u2029]")
_ODD = re.compile(r"[^\x20-\x7e]")
_TYPES = {Type.COUNT: "INTEGER", Type.SHARE: "REAL", Type.AREA: "REAL"}
_SOUGHT = ("name", "key", "round")


def _exact(cell: Cell) -> str | float | tuple[str, ...] | None:
    """Return a cell as all of these have it: a date as it is written in the ledger, a share in four places."""
    if isinstance(cell, Date):
        return cell.text
    return round(cell, 4) if isinstance(cell, float) else cell


def write_csv(table: Table, out: TextIO) -> None:
    """Write the table as RFC 4180 has it: commas, lines that end in CR LF, no byte order mark."""
    import csv

    csv.writer(out, lineterminator="\r\n").writerows(_lines(table))


def write_tsv(table: Table, out: TextIO) -> None:
    """Write the table with tabs; tabs and line breaks inside a cell become blanks.

    A cell that starts with a quotation mark is quoted, since programs would read it as quoted.
    """
    out.writelines("\t".join(map(_tsv_cell, line)) + "\n" for line in _lines(table))


def _tsv_cell(cell: str) -> str:
    text = _BREAK.sub(" ", cell)
    return '"' + text.replace('"', '""') + '"' if text.startswith('"') else text


def _lines(table: Table) -> Iterator[list[str]]:
    yield [column.field for column in table.columns]
    for record in table.records():
        yield list(map(_text, record))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _guarded(cell)
    value = _exact(cell)
    return _guarded("; ".join(value)) if isinstance(value, tuple) else str(value)


def _guarded(text: str) -> str:
    if not text.isprintable():
        text = _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)
    return f"'{text}" if _FORMULA.match(text) else text


def write_json(table: Table, out: TextIO) -> None:
    """Write the rows as one list of objects, one a line."""
    comma = ""
    out.write("[")
    for row in _objects(table):
        out.write(f"{comma}\n  {row}")
        comma = ","
    out.write("\n]\n" if comma else "]\n")


def write_ndjson(table: Table, out: TextIO) -> None:
    """Write the rows as objects, one a line."""
    out.writelines(f"{row}\n" for row in _objects(table))


def write_geojson(table: Table, out: TextIO) -> None:
    """Write the rows as features of a map (RFC 7946), with their areas, or points where no area is known.

    Raises `Refusal` where they have no places.
    """
    if table.point is None:
        raise Refusal(
            _("these rows have no places on a map"),
            (_("geojson is only for list, with a ledger that names a register"),),
        )
    from json.encoder import JSONEncoder

    out.write('{"type": "FeatureCollection", "features": [')
    encode = JSONEncoder().encode
    for index, (row, properties) in enumerate(zip(table.rows, _objects(table), strict=True)):
        comma, place = "," if index else "", encode(_place(table, row))
        out.write(f'{comma}\n{{"type": "Feature", "geometry": {place}, "properties": {properties}}}')
    out.write("\n]}\n")


def _place(table: Table, row: object) -> dict[str, object] | None:
    polygons = table.outline(row) if table.outline else ()
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    if polygons:
        return {"type": "MultiPolygon", "coordinates": polygons}
    point = table.point(row) if table.point else None
    return {"type": "Point", "coordinates": [point[1], point[0]]} if point else None


def _objects(table: Table) -> Iterator[str]:
    """Yield each row as an object, in text that does nothing to the terminal it is shown on."""
    from json.encoder import JSONEncoder

    fields = [column.field for column in table.columns]
    encode = JSONEncoder(ensure_ascii=False).encode
    for row in table.records():
        text = encode(dict(zip(fields, map(_exact, row), strict=True)))
        yield text if text.isprintable() else _ODD.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    r"""Return what is no plain blank as `\uXXXX`, as two of them where UTF-16 needs two."""
    character = match[0]
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[index] << 8 | units[index + 1]:04x}" for index in range(0, len(units), 2))


def write_sqlite(table: Table, out: BinaryIO) -> None:
    """Write the table, called as the report is, and those that its cells are keys of; lists are JSON.

    Beside a date stand its first and its last possible day; where rows are on the map, their latitude and longitude.
    For Datasette or a larger system, with types, keys and indexes.
    """
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute("BEGIN")
        _create(database, table, {field: other.name for field, other in table.related.items()})
        for other in table.related.values():
            _create(database, other, {})
        database.execute("COMMIT")
        out.write(database.serialize())


def _create(database: sqlite3.Connection, table: Table, references: Mapping[str, str]) -> None:
    fields = {field: (type_, cells) for field, type_, cells in _fields(table)}
    columns = [] if "id" in fields else ['"id" INTEGER PRIMARY KEY']
    for field, (type_, _cells) in fields.items():
        key = " PRIMARY KEY" if field == "id" else ""
        reference = f' REFERENCES "{references[field]}" ("id")' if field in references else ""
        columns.append(f'"{field}" {type_}{key}{reference}')
    database.execute(f'CREATE TABLE "{table.name}" ({", ".join(columns)})')
    names = ", ".join(f'"{field}"' for field in fields)
    places = ", ".join("?" * len(fields))
    rows = zip(*(map(_value, cells) for _type, cells in fields.values()), strict=True)
    database.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({places})', rows)  # noqa: S608 - names of ours
    for field in filter(fields.__contains__, _SOUGHT):
        database.execute(f'CREATE INDEX "{table.name}_{field}" ON "{table.name}" ("{field}")')


def _fields(table: Table) -> Iterator[tuple[str, str, Iterable[Cell]]]:
    """Yield the name, the type and the cells of each column."""
    for column in table.columns:
        ends = column.ends() if column.type in (Type.DATE, Type.PERIOD) else ()
        for each in (column, *ends):
            yield each.field, _TYPES.get(each.type, "TEXT"), map(each.cell, table.rows)
    if table.point:
        points = [table.point(row) or (None, None) for row in table.rows]
        yield "latitude", "REAL", [latitude for latitude, _longitude in points]
        yield "longitude", "REAL", [longitude for _latitude, longitude in points]


def _value(cell: Cell) -> Cell:
    value = _exact(cell)
    if isinstance(value, tuple):
        import json

        return json.dumps(value, ensure_ascii=False)
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
