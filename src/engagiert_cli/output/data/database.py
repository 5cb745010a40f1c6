"""SQLite: one table with the fields for machines, for Datasette or a larger system."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, BinaryIO

from engagiert_cli.ledger.dates import Date
from engagiert_cli.reports.table import Audience, Type

if TYPE_CHECKING:
    from engagiert_cli.reports.table import Cell, Table

_TYPES = {Type.COUNT: "INTEGER", Type.SHARE: "REAL", Type.AREA: "REAL"}


def write_sqlite(table: Table, out: BinaryIO) -> None:
    """Write the table as a database with one table, called as the report is; lists are JSON."""
    columns = table.seen_by(Audience.MACHINES)
    fields = ", ".join(f'"{column.field}" {_TYPES.get(column.type, "TEXT")}' for column in columns)
    places = ", ".join("?" * len(columns))
    database = sqlite3.connect(":memory:", isolation_level=None)
    try:
        database.execute("BEGIN")
        database.execute(f'CREATE TABLE "{table.name}" ({fields})')
        database.executemany(
            f'INSERT INTO "{table.name}" VALUES ({places})',  # noqa: S608 - a name of ours
            ([_value(cell) for cell in row] for row in table.cut_to(columns)),
        )
        database.execute("COMMIT")
        out.write(database.serialize())
    finally:
        database.close()


def _value(cell: Cell) -> str | int | float | None:
    if isinstance(cell, Date):
        return cell.text
    if isinstance(cell, tuple):
        import json

        return json.dumps(cell, ensure_ascii=False)
    if isinstance(cell, float):
        return round(cell, 4)
    return cell.encode("utf-8", "backslashreplace").decode() if isinstance(cell, str) else cell
