"""SQLite: the fields for machines, as tables with types, keys and indexes."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, BinaryIO

from engagiert_cli.output.data import exact
from engagiert_cli.reports.table import Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engagiert_cli.reports.table import Cell, Table

_TYPES = {Type.COUNT: "INTEGER", Type.SHARE: "REAL", Type.AREA: "REAL"}
_SOUGHT = ("name", "key", "round")


def write_sqlite(table: Table, out: BinaryIO) -> None:
    """Write the table under the name of its report, and the tables that its cells refer to."""
    with closing(sqlite3.connect(":memory:")) as database:
        _create(database, table, {field: other.name for field, other in table.related.items()})
        for other in table.related.values():
            _create(database, other, {})
        database.commit()
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
    """Yield name, type and cells of each column; a date is followed by its first and last possible day."""
    for column in table.columns:
        ends = column.ends() if column.type in (Type.DATE, Type.PERIOD) else ()
        for each in (column, *ends):
            yield each.field, _TYPES.get(each.type, "TEXT"), map(each.cell, table.rows)
    if table.point:
        points = [table.point(row) or (None, None) for row in table.rows]
        yield "latitude", "REAL", [latitude for latitude, _longitude in points]
        yield "longitude", "REAL", [longitude for _latitude, longitude in points]


def _value(cell: Cell) -> Cell:
    value = exact(cell)
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
