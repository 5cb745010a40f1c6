"""CSV and TSV as they really come: out of Excel, out of databases, out of this program."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from typing import TYPE_CHECKING

from engagiert_cli.errors import Place, RowsRefused
from engagiert_cli.intake import quotes
from engagiert_cli.intake.columns import header_of, meaning
from engagiert_cli.intake.listing import CELLS, Listing, Record, TooLarge, within_limits
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LONGEST = 1 << 20  # characters of a cell
_TALLEST = 1000  # lines of a row
_BREAK = re.compile(r"\r\n|\r|\n")
_RULED = " \t\r\n\xa0-:=+"  # what blank lines consist of, and those that are drawn
_SEPARATORS = (";", ",", "\t", "|")
_EXCELS_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
# The guard that this program (and others) put before what a spreadsheet would take for a formula.
_GUARDED = re.compile(r"'(?='*(?:\s*[=+\-@＝＋－＠]|[\t\r]))")


def read(text: str, path: str, told: Mapping[str, str], *, tabs: bool = False) -> Listing:
    """Read a list with separators; which one it is, its header tells.

    Raises `RowsRefused` where a quotation mark swallows rows.
    """
    csv.field_size_limit(_LONGEST)
    said = _EXCELS_LINE.match(text)
    separators = ("\t",) if tabs else (said[1],) if said else _SEPARATORS
    text = text[said.end() :] if said else text
    understood = {separator: _understood(text[:20_000], separator, told) for separator in separators}
    best = max(separators, key=understood.__getitem__)
    if max(text.count(mark) for mark in (best, "\n", "\r")) > CELLS:
        raise TooLarge
    lines = _lines(text)
    first = 2 if said else 1
    swallowing = tuple(quotes.problems(path, lines, first, best, understood[best][1])) if '"' in text else ()
    if swallowing:
        raise RowsRefused(swallowing, _("nothing was imported"))

    def place(record: Record, index: int) -> Place:
        return _place(path, lines[record.row - first : record.row - first + _TALLEST], best, record.row, index)

    return Listing(path, within_limits(_records(lines, best, first)), place)


def _place(path: str, lines: Sequence[str], separator: str, row: int, index: int) -> Place:
    """Return where the cell of that number stands in the lines of its row."""
    text = "".join(lines)
    cell = next(islice(quotes.cells(text, separator), index, None))
    start = cell.end() - len(cell[0].lstrip())
    before = _BREAK.split(text[:start])
    excerpt = before[-1] + _BREAK.split(text[start:], maxsplit=1)[0]
    width = len(_BREAK.split(cell[0].strip(), maxsplit=1)[0])
    return Place(path, row + len(before) - 1, len(before[-1]) + 1, excerpt, max(1, width))


def _understood(text: str, separator: str, told: Mapping[str, str]) -> tuple[int, int]:
    """Return how much of a header one finds with this separator: columns that mean something, and all columns."""
    first = tuple(_records(_lines(text), separator, 1))
    header = header_of(first, told)
    if header is None:
        return 0, max((len(record.cells) for record in first[:1]), default=0)
    cells = first[header].cells
    wanted = set(told.values())
    return sum(meaning(cell) is not None or cell in wanted for cell in cells), len(cells)


def _lines(text: str) -> list[str]:
    """Return the lines with their ends: those of any system, and no other characters that Unicode takes for one."""
    return list(io.StringIO(text, newline=""))


def _records(lines: Sequence[str], separator: str, first: int) -> Iterator[Record]:
    reader = csv.reader(lines, delimiter=separator)
    row = first
    try:
        for cells in reader:
            if "".join(cells).strip(_RULED):
                yield Record(row, tuple([_cell(cell) for cell in cells]))
            row = reader.line_num + first
    except csv.Error:  # a cell is longer than any
        raise TooLarge from None


def _cell(text: str) -> str:
    if _GUARDED.match(text):
        return text[1:]
    return (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text).strip()
