"""Workbooks of Excel and LibreOffice, and databases, whose tables are taken for sheets."""

from __future__ import annotations

import contextlib
import itertools
from functools import partial
from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.intake.columns import header_of, letters
from engagiert_cli.intake.listing import Listing, NoWorkbook, Record, Sheet, TooLarge, number, shown, within_limits
from engagiert_cli.language import _
from engagiert_cli.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from engagiert_cli.errors import Place

_LETTERS, _COLUMNS = 1 << 26, 128  # in a database; twice those of the largest file


def read(data: bytes, path: str, told: Mapping[str, str], sheet: str | None = None) -> Listing:
    """Read the sheet of that name; else the one that fits a list of members best, visible ones before hidden ones.

    Raises `Refusal` where there is no sheet of that name, or no workbook.
    """
    try:
        found = [(each, within_limits(each.records)) for each in sheets(data)]
    except TooLarge:
        raise
    except Exception as error:  # noqa: BLE001 - whatever finds that the file is broken
        reason = f": {error}" if isinstance(error, NoWorkbook) else ""  # what others say helps nobody
        message = _("{path} cannot be read as a workbook").format(path=path) + reason
        raise Refusal(message, (_("open it in Excel and save it as .xlsx, without a password"),)) from None
    filled = [(each, records) for each, records in found if records]
    chosen = [(each, records) for each, records in filled if sheet is None or fold(each.name) == fold(sheet)]
    if sheet is not None and not chosen:
        is_there = any(fold(each.name) == fold(sheet) for each, _records in found)
        message = _('the sheet "{sheet}" of {path} is empty') if is_there else _('{path} has no sheet "{sheet}"')
        there = _("its sheets: {sheets}").format(sheets=", ".join(each.name for each, _records in filled) or "–")
        raise Refusal(message.format(path=path, sheet=sheet), (there,))

    def rank(sheet_and_records: tuple[Sheet, Sequence[Record]]) -> tuple[bool, bool, bool, int]:
        found_sheet, records = sheet_and_records
        header, fit = header_of(records, told)
        has_rows = len(records) > (header or 0) + 1
        return has_rows, fit > 2, not found_sheet.is_hidden, fit

    best, records = max(chosen, key=rank, default=(Sheet("", False, iter(())), ()))
    sheet_read = best.name if len(filled) > 1 else ""
    return Listing(path, records, partial(_place, path, sheet_read), sheet_read, best.hidden)


def _place(path: str, sheet: str, record: Record, index: int) -> Place:
    return shown(path, record, index, f"{sheet}!{letters(index)}{record.row}".lstrip("!"))


def sheets(data: bytes) -> Iterator[Sheet]:
    """Return the sheets of a workbook, whichever program wrote it, or the tables of a database."""
    if data.startswith(b"SQLite"):
        return _tables(data)
    if not data.startswith(b"PK"):
        from engagiert_cli.intake import biff

        return biff.sheets(data)
    from engagiert_cli.intake import opendocument, openxml

    archive = openxml.Archive(data)
    return opendocument.sheets(archive) if opendocument.CONTENT in archive else openxml.sheets(archive)


def _tables(data: bytes) -> Iterator[Sheet]:
    """Yield the tables of a database, without views and internal tables."""
    import sqlite3

    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(data)
        database.text_factory = lambda text: text.decode("utf-8", "replace")
        # Columns may be computed, as many and as large as one likes.
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LETTERS >> 4)
        database.setlimit(sqlite3.SQLITE_LIMIT_COLUMN, _COLUMNS)
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0").fetchall()
        for (table,) in tables:
            quoted = table.replace('"', '""')
            rows = database.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - in the quotes of SQL
            header = Record(1, tuple(column for column, *_type in rows.description))
            yield Sheet(table, False, itertools.chain([header], _records(rows)))


def _records(rows: Iterator[Sequence[object]]) -> Iterator[Record]:
    letters = 0
    for row, cells in enumerate(rows, 2):
        texts = tuple(map(_text, cells))
        letters += sum(map(len, texts))
        if letters > _LETTERS:
            raise TooLarge
        yield Record(row, texts)


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return number(cell)
    if isinstance(cell, bytes):
        return cell.decode("utf-8", "replace").strip()
    return "" if cell is None else str(cell).strip()
