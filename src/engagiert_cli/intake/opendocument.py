"""Workbooks as LibreOffice writes them: sheets of cells, and what is shown of each."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from engagiert_cli.intake.listing import CELLS, FIRST_DAY, ROWS, Cell, Record, Sheet, TooLarge, day, failed, number
from engagiert_cli.intake.openxml import attribute, children
from engagiert_cli.ledger.dates import Precision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from engagiert_cli.intake.openxml import Archive

CONTENT = "content.xml"
_NO_SIZE = re.compile(r"0[0.]*[a-z]*")
_ERROR = re.compile(r"#[A-Z/0!?]+|Err:[0-9]+")
_BLANKS = {"s": " ", "tab": "\t", "line-break": "\n"}


def sheets(archive: Archive) -> Iterator[Sheet]:
    """Yield the sheets, in the document's order."""
    hidden, struck = set(), set()
    records: list[Record] = []
    hidden_columns: list[range] = []
    row, column, size = 1, 0, 0
    for name, element in archive.elements(CONTENT, "style", "table-column", "table-row", "table"):
        is_hidden = attribute(element, "style-name") in hidden
        is_hidden = is_hidden or attribute(element, "visibility") in ("collapse", "filter")
        if name == "style":
            for looks in element:
                sizes = (attribute(looks, "row-height"), attribute(looks, "column-width"))
                if attribute(looks, "display") == "false" or any(map(_NO_SIZE.fullmatch, sizes)):
                    hidden.add(attribute(element, "name"))
                if attribute(looks, "text-line-through-style", "none") != "none":
                    struck.add(attribute(element, "name"))
        elif name == "table":
            yield Sheet(attribute(element, "name"), is_hidden, iter(records), hidden_columns)
            records, hidden_columns, row, column = [], [], 1, 0
        elif name == "table-column":
            repeated = int(attribute(element, "number-columns-repeated", "1"))
            if is_hidden:
                hidden_columns.append(range(column, column + repeated))
            column += repeated
        else:
            repeated = int(attribute(element, "number-rows-repeated", "1"))
            cells = _cells(element)
            if cells:
                size += len(cells) * repeated
                if size > CELLS or len(records) + repeated > ROWS:
                    raise TooLarge
                values, styles = zip(*cells, strict=True)
                lined = tuple(place for place, style in enumerate(styles) if style in struck)
                records += (Record(row + place, values, is_hidden, lined) for place in range(repeated))
            row += repeated


def _cells(row: Element) -> list[tuple[Cell, str]]:
    """Return the cells of a row with their styles, up to the last that is not empty."""
    cells: list[tuple[Cell, str]] = []
    blanks = 0
    for cell in row:
        repeated = int(attribute(cell, "number-columns-repeated", "1"))
        value = _value(cell) if len(cell) else ""
        if not value:
            blanks += repeated
            continue
        if len(cells) + blanks + repeated > CELLS:
            raise TooLarge
        cells += [("", "")] * blanks + [(value, attribute(cell, "style-name"))] * repeated
        blanks = 0
    return cells


def _value(cell: Element) -> Cell:
    type_ = attribute(cell, "value-type")
    text = "\n".join(_text(paragraph) for paragraph in children(cell, "p")).strip()
    if _ERROR.fullmatch(text) and (attribute(cell, "formula") or type_ == "error"):
        return failed(text)
    if type_ == "date":
        date = datetime.date.fromisoformat(attribute(cell, "date-value")[:10])
        shown = Precision(min(len(re.findall(r"\w+", text)), 3)) if text else Precision.DAY  # »Jun 15«, »2012«
        return day((date - FIRST_DAY).days, shown)
    return number(float(attribute(cell, "value"))) if type_ in ("float", "percentage", "currency") else text


def _text(element: Element) -> str:
    """Return the text of a paragraph, in which runs of blanks are elements."""
    blank = _BLANKS.get(element.tag.rpartition("}")[2], "") * min(int(attribute(element, "c", "1")), 100)
    inner = (_text(child) + (child.tail or "") for child in element)
    return "".join((blank, element.text or "", *inner))
