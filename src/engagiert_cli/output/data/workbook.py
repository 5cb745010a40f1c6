"""Excel workbooks: real dates, a header that stays, filters; text stays text, whatever it looks like."""

from __future__ import annotations

import datetime
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from engagiert_cli.language import language
from engagiert_cli.ledger.dates import Date, Precision
from engagiert_cli.output import human
from engagiert_cli.output.safe import safe
from engagiert_cli.output.width import width
from engagiert_cli.reports.table import Audience, Type

if TYPE_CHECKING:
    from pathlib import Path

    from engagiert_cli.reports.table import Cell, Column, Table

_AUTHOR = "engagiert"
_OWN = re.compile(
    rf"<dc:creator>{_AUTHOR}</dc:creator><cp:lastModifiedBy>{_AUTHOR}</cp:lastModifiedBy>"
    "<dcterms:created[^>]*>([^<]*)</dcterms:created><dcterms:modified[^>]*>\\1</dcterms:modified>"
)
_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # what Excel's files begin with, and other programs' of offices
_ROWS = 1_048_575  # below the header
_LONGEST = 32_767  # characters of a cell
_NARROWEST, _WIDEST = 8, 60  # characters of a column
# Excel takes 1900 for a leap year; its days before March are not ours.
_FIRST_DAY = datetime.date(1900, 3, 1)


def write_workbook(table: Table, out: BinaryIO) -> None:
    """Write the table as one sheet, with everything that people or machines see, in the reader's language."""
    import xlsxwriter

    columns = _complete(table)
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": safe(table.title), "subject": safe(table.subtitle), "author": _AUTHOR})
        sheet = workbook.add_worksheet(_sheet_name(table.title))
        head = workbook.add_format({"bold": True, "bottom": 1, "valign": "top"})
        day = "dd.mm.yyyy" if language() == "de" else "yyyy-mm-dd"
        shapes: dict[str, dict[str, Any]] = {
            "text": {"num_format": "@"},
            "wrapped": {"num_format": "@", "text_wrap": True},
            "date": {"num_format": day, "align": "left"},
            "count": {"num_format": "#,##0"},
            "share": {"num_format": "0%"},
        }
        formats = {name: workbook.add_format({"valign": "top", **shape}) for name, shape in shapes.items()}
        for index, column in enumerate(columns):
            sheet.write_string(0, index, safe(column.title), head)
            longest = width(column.title) + 3  # the button of the filter
            for row, cell in enumerate(islice(table.cells(column), _ROWS), 1):
                longest = max(longest, _write(sheet, formats, (row, index), column, cell))
            sheet.set_column(index, index, min(max(longest + 1, _NARROWEST), _WIDEST))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(1, len(table.rows)), len(columns) - 1)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_paper(9)  # A4


def is_foreign(path: Path) -> bool:
    """Whether a file is a workbook, or a document of its kind, that is not as this program wrote it."""
    import zipfile

    try:
        with path.open("rb") as file:
            if file.read(4) not in _DOCUMENTS:
                return False
        with zipfile.ZipFile(path) as archive, archive.open("docProps/core.xml") as properties:
            return not _OWN.search(properties.read(_LONGEST).decode())
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is not ours
        return True


def _complete(table: Table) -> list[Column]:
    """Return all columns once, as people see them where they do; those for machines only where they hold something."""
    seen = {column.field for column in table.seen_by(Audience.PEOPLE)}
    return [
        column
        for column in table.columns
        if column.audience is not Audience.MACHINES
        or (column.field not in seen and any(cell is not None for cell in table.cells(column)))
    ]


def _write(sheet: Any, formats: dict[str, Any], place: tuple[int, int], column: Column, cell: Cell) -> int:
    """Write a cell and return how wide it is."""
    if cell is None:
        return 0
    if isinstance(cell, Date):
        if cell.precision is Precision.DAY and cell.earliest >= _FIRST_DAY:
            sheet.write_datetime(*place, cell.earliest, formats["date"])
            return 10
        text = cell.in_figures
    elif isinstance(cell, tuple) and column.type is Type.NAMES:  # names have commas of their own
        text = "; ".join(safe(str(name)) for name in cell)
    elif isinstance(cell, int | float):
        sheet.write_number(*place, cell, formats["share" if column.type is Type.SHARE else "count"])
        return len(human.count(round(cell)))
    else:
        (text,) = human.texts(column.type, [cell], str)
    lines = text.split("\n")
    sheet.write_string(*place, text[:_LONGEST], formats["wrapped" if len(lines) > 1 or len(text) > _WIDEST else "text"])
    return max(map(width, lines))


def _sheet_name(title: str) -> str:
    """Return a name that Excel takes: up to 31 characters, without those that formulas need."""
    name = "".join(character for character in safe(title) if character not in "[]:*?/\\").strip("' ")[:31].rstrip("' ")
    return name if name and name.casefold() != "history" else "engagiert"
