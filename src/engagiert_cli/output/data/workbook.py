"""Excel workbooks: real dates, a fixed header, filters; text stays text, whatever it looks like."""

from __future__ import annotations

import datetime
import re
import textwrap
from typing import TYPE_CHECKING, Any, BinaryIO

from engagiert_cli.language import language
from engagiert_cli.ledger.dates import Date, Precision
from engagiert_cli.output import human
from engagiert_cli.output.width import width
from engagiert_cli.reports.table import Audience, Type
from engagiert_cli.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from engagiert_cli.reports.table import Cell, Column, Table

_AUTHOR = "engagiert"
_OWN = re.compile(
    rf"<dc:creator>{_AUTHOR}</dc:creator><cp:lastModifiedBy>{_AUTHOR}</cp:lastModifiedBy>"
    "<dcterms:created[^>]*>([^<]*)</dcterms:created><dcterms:modified[^>]*>\\1</dcterms:modified>"
)
_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how files of Excel and other office programs begin
_ROWS = 1_048_575  # below a header
_LONGEST = 32_767  # characters of a cell
_NARROWEST, _WIDEST = 8, 60  # characters of a column
_LINE, _HIGHEST = 15, 409  # points of a line, and of a row
# Excel takes 1900 for a leap year, and turns a year that is typed into a date cell into a day of 1905.
_FIRST_DAY = datetime.date(1906, 1, 1)


def write_workbook(table: Table, out: BinaryIO) -> None:
    """Write the table as one sheet in the reader's language, with the columns of people and of machines.

    Vague dates are followed by their first and last possible day, so that Excel can sort and filter them.
    """
    import xlsxwriter

    columns = list(_complete(table))
    above = list(filter(None, (table.title, "; ".join(filter(None, (table.subtitle, table.footer))), table.doubts)))
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": safe(table.title), "subject": safe(table.subtitle), "author": _AUTHOR})
        sheet = workbook.add_worksheet(_sheet_name(table.heading or table.title))
        formats = {name: workbook.add_format({"valign": "top", **shape}) for name, shape in _shapes().items()}
        for row, text in enumerate(above):
            sheet.write_string(row, 0, safe(text), formats["text" if row else "title"])
        top, count = len(above), min(len(table.rows), _ROWS - len(above))
        heights = [1] * count
        for index, (column, cells) in enumerate(columns):
            side = " right" if column.type in human.RIGHT else " names" if column.type is Type.NAMES else ""
            sheet.write_string(top, index, safe(column.title), formats[f"head{side}"])
            longest = width(column.title) + 4  # room for the filter button
            for row, cell in enumerate(cells[:count]):
                text = _write(sheet, formats, (top + 1 + row, index), column, cell)
                longest = max(longest, *map(width, text.split("\n")))
                if (height := _height(text)) > heights[row]:
                    heights[row] = height
                    sheet.set_row(top + 1 + row, min(height * _LINE, _HIGHEST))
            sheet.set_column(index, index, min(max(longest + 2, _NARROWEST), _WIDEST))
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{top + 1 + count}"})
        sheet.freeze_panes(top + 1, 1)
        sheet.autofilter(top, 0, top + max(1, count), len(columns) - 1)
        sheet.repeat_rows(top)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_paper(9)  # A4


def _complete(table: Table) -> Iterator[tuple[Column, list[Cell]]]:
    """Yield the columns with their cells, people's where they differ; empty columns only if they are people's dates."""
    seen = {column.field for column in table.columns if column.audience is not Audience.MACHINES}
    for column in table.columns:
        cells = list(map(column.shown or column.cell, table.rows))
        is_for_machines = column.audience is Audience.MACHINES
        holds_something = any(cell not in (None, "", ()) for cell in cells) or not (cells or is_for_machines)
        holds_something |= column.type is Type.DATE and not is_for_machines  # that it is unknown says something
        if not holds_something or (is_for_machines and column.field in seen):
            continue
        yield column, cells
        is_vague = any(isinstance(cell, Date) and cell.precision is not Precision.DAY for cell in cells)
        if is_vague and not is_for_machines:
            yield from ((end, list(map(end.cell, table.rows))) for end in column.ends())


def _shapes() -> dict[str, dict[str, Any]]:
    # Right-aligned cells are indented from the next column, their headings from the filter button; LibreOffice forgets
    # this for percentages when it fits a sheet to the page, so names are indented as well.
    return {
        "title": {"bold": True, "font_size": 14},
        "head": {"bold": True, "bottom": 1},
        "head right": {"bold": True, "bottom": 1, "align": "right", "indent": 2},
        "head names": {"bold": True, "bottom": 1, "align": "left", "indent": 1},
        "text": {"num_format": "@", "align": "left"},
        "wrapped": {"num_format": "@", "align": "left", "text_wrap": True},
        "names": {"num_format": "@", "text_wrap": True, "align": "left", "indent": 1},
        "date": {"num_format": "dd.mm.yyyy" if language() == "de" else "yyyy-mm-dd", "align": "left"},
        "count": {"num_format": "#,##0", "align": "right", "indent": 1},
        "area": {"num_format": "#,##0.00", "align": "right", "indent": 1},
        "share": {"num_format": "0%", "align": "right", "indent": 1},
    }


def is_foreign(path: Path) -> bool:
    """Whether a file is a workbook, or another office document, that is not as this program wrote it."""
    import zipfile

    try:
        with path.open("rb") as file:
            if file.read(4) not in _DOCUMENTS:
                return False
        with zipfile.ZipFile(path) as archive, archive.open("docProps/core.xml") as properties:
            return not _OWN.search(properties.read(_LONGEST).decode())
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is not ours
        return True


def _write(sheet: Any, formats: dict[str, Any], place: tuple[int, int], column: Column, cell: Cell) -> str:
    """Write a cell and return its text."""
    if cell is None:
        return ""
    if isinstance(cell, Date):
        text = str(cell)
        if cell.precision is Precision.DAY and cell.earliest >= _FIRST_DAY:
            sheet.write_datetime(*place, cell.earliest, formats["date"])
            return text
    elif isinstance(cell, tuple):  # names contain commas
        text = "; ".join(safe(str(name)) for name in cell)
    elif isinstance(cell, int | float):
        sheet.write_number(*place, cell, formats[column.type.value])
        return human.count(round(cell))
    else:
        text = str(cell)
    kind = "names" if column.type is Type.NAMES else "text" if _height(text) == 1 else "wrapped"
    sheet.write_string(*place, text[:_LONGEST], formats[kind])
    return text


def _height(text: str) -> int:
    """Return how many lines a text takes in the widest column."""
    if len(text) < _WIDEST // 2 and "\n" not in text:
        return 1
    return sum(len(textwrap.wrap(line, _WIDEST - 4)) or 1 for line in text.split("\n"))


def _sheet_name(title: str) -> str:
    """Return a name that Excel takes: up to 31 characters, without those that formulas need."""
    name = "".join(character for character in safe(title) if character not in "[]:*?/\\").strip("' ")[:31].rstrip("' ")
    return name if name and name.casefold() != "history" else "engagiert"
