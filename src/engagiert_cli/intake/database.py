"""SQLite: each table of a database is read as a sheet is."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING

from engagiert_cli.intake.listing import Record, Sheet, number

if TYPE_CHECKING:
    from collections.abc import Iterator


def sheets(data: bytes) -> Iterator[Sheet]:
    """Yield the tables, those that only look like one left out."""
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(data)
        database.text_factory = lambda text: text.decode("utf-8", "replace")
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0").fetchall()
        for (table,) in tables:
            yield Sheet(table, False, _records(database, table))


def _records(database: sqlite3.Connection, table: str) -> Iterator[Record]:
    quoted = table.replace('"', '""')
    rows = database.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - in the quotes of SQL
    yield Record(1, tuple(column for column, *_type in rows.description))
    for row, cells in enumerate(rows, 2):
        yield Record(row, tuple([_text(cell) for cell in cells]))


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return number(str(cell))
    return "" if cell is None else str(cell).strip()
