"""CSV and TSV as they really come: from Excel, from databases, from this program."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from typing import TYPE_CHECKING

from engagiert_cli.errors import Place, Problem, RowsRefused
from engagiert_cli.intake.columns import header_of, meaning
from engagiert_cli.intake.listing import CELLS, Listing, Record, TooLarge, within_limits
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_LONGEST = 1 << 20  # characters of a cell
_TALLEST = 1000  # lines of a row
_BREAK = re.compile(r"\r\n|\r|\n")
_RULED = " \t\r\n\xa0-:=+"  # what blank lines and ruled lines consist of
_SEPARATORS = (";", ",", "\t", "|")
_EXCELS_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
# The guard that this program and others put before what a spreadsheet would take for a formula.
_GUARDED = re.compile(r"'(?='*(?:\s*[=+\-@＝＋－＠]|[\t\r]))")


def read(text: str, path: str, told: Mapping[str, str], *, tabs: bool = False) -> Listing:
    """Read a list with separators; the header tells which one.

    Raises `RowsRefused` where a quotation mark swallows rows.
    """
    csv.field_size_limit(_LONGEST)
    said = _EXCELS_LINE.match(text)
    separators = ("\t",) if tabs else (said[1],) if said else _SEPARATORS
    text = f"\n{text[said.end() :]}" if said else text
    understood = {separator: _understood(text[:20_000], separator, told) for separator in separators}
    best = max(separators, key=understood.__getitem__)
    if max(text.count(mark) for mark in (best, "\n", "\r")) > CELLS:
        raise TooLarge
    lines = _lines(text)
    swallowing = list(_misplaced(path, lines, best, understood[best][1])) if '"' in text else ()
    if swallowing:
        raise RowsRefused(swallowing, _("nothing was imported"))

    def place(record: Record, index: int) -> Place:
        row = "".join(lines[record.row - 1 : record.row - 1 + _TALLEST])
        cell = next(islice(_cells(row, best), index, None))
        width = len(_BREAK.split(cell[0].strip(), maxsplit=1)[0])
        return _place(path, row, cell.end() - len(cell[0].lstrip()), record.row, max(1, width))

    return Listing(path, within_limits(_records(lines, best)), place)


def _place(path: str, row: str, start: int, line: int, width: int = 1) -> Place:
    """Return the place at an offset in the text of a row that begins in the line."""
    before = _BREAK.split(row[:start])
    excerpt = before[-1] + _BREAK.split(row[start:], maxsplit=1)[0]
    return Place(path, line + len(before) - 1, len(before[-1]) + 1, excerpt, width)


def _understood(text: str, separator: str, told: Mapping[str, str]) -> tuple[int, int]:
    """Return how much of a header this separator finds: the columns with a meaning, and all columns."""
    first = tuple(_records(_lines(text), separator))
    header, _fit = header_of(first, told)
    cells = first[header or 0].cells if first else ()
    known = [cell for cell in cells if meaning(cell) or cell in told.values()]
    return 0 if header is None else len(known), len(cells)


def _lines(text: str) -> list[str]:
    """Return the lines with their ends: those of any system, but no other line separators of Unicode."""
    return list(io.StringIO(text, newline=""))


def _rows(lines: Sequence[str], separator: str) -> Iterator[tuple[int, int, list[str] | None]]:
    """Yield the rows: the first line, the one after the last, and the cells; None for a row that is too long."""
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    begin = 0
    try:
        for cells in reader:
            yield begin, (begin := reader.line_num), cells
    except csv.Error:
        yield begin, len(lines), None


def _records(lines: Sequence[str], separator: str) -> Iterator[Record]:
    for begin, _end, cells in _rows(lines, separator):
        if cells is None:
            raise TooLarge
        if "".join(cells).strip(_RULED):
            yield Record(begin + 1, tuple([_cell(cell) for cell in cells]))


def _cell(text: str) -> str:
    if text[:1] == "'" and _GUARDED.match(text):
        return text[1:]
    return (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text).strip()


def _cells(text: str, separator: str) -> Iterator[re.Match[str]]:
    """Yield the cells of the text, of this row and of those that follow."""
    mark = re.escape(separator)
    cell = re.compile(rf' *"([^"]*(?:""[^"]*)*)("?)([^{mark}\r\n]*)|[^{mark}\r\n]*')
    position = 0
    while position <= len(text) and (match := cell.match(text, position)):
        yield match
        position = match.end() + 1


def _misplaced(path: str, lines: Sequence[str], separator: str, width: int) -> Iterator[Problem]:
    """Yield a problem for each quotation mark that is not closed, or that swallows rows of `width` cells.

    Cells of several lines are usual, and so is a mark inside a word. Signs of a swallowed row: text after the closing
    mark, more cells than in other records, or a line in between with the separators of a row. A separator with a blank
    after it belongs to a sentence or a number, and if rows have only one, a line may end with it (»Hallo,«).
    """
    between = re.compile(rf"{re.escape(separator)}(?! |(?<=[0-9].)[0-9]+ )" + ("" if width > 2 else "(?!$)"))
    for begin, end, _row in _rows(lines, separator):
        if end - begin == 1 and end < len(lines):
            continue
        row = "".join(lines[begin:end])[: 2 * _LONGEST].rstrip("\r\n")
        for opened, swallowed in _swallowing(row, separator, between, width):
            place = _place(path, row, opened, begin + 1)
            if swallowed is None:
                message = _("the quotation mark that opens here is not closed")
                remedy = _("delete it, or close it at the end of the cell")
                yield Problem("unclosed-quote", message, place, (remedy,))
            else:
                last = place.line + len(_BREAK.findall(swallowed))
                message = _("the quotation mark that opens here makes one cell of lines {first} to {last}")
                remedy = _("delete it; if it is one cell, save the list as .xlsx")
                yield Problem("swallowed-rows", message.format(first=place.line, last=last), place, (remedy,))


def _swallowing(row: str, separator: str, between: re.Pattern[str], width: int) -> Iterator[tuple[int, str | None]]:
    """Yield where in a row a wrong mark opens, and what it swallows; None where it is never closed."""
    found = list(_cells(row, separator))
    has_more = width > 1 and any(match[0].strip() for match in found[width:])
    for index, match in enumerate(found):
        quoted, closed, behind = match.groups()
        if quoted is None:
            continue
        if not closed:
            yield match.start(1) - 1, None
        elif len(lines := _BREAK.split(quoted)) > 1:
            first, *whole, last = [len(between.findall(line)) for line in lines]
            first -= bool(between.search(lines[0], max(0, len(lines[0]) - 1)))  # »Hallo,«
            ends = (first and first + index, last and last + len(found) - 1 - index)  # with what is beside the cell
            if behind.strip() or has_more or (width > 1 and width - 1 in (*ends, *whole)):
                yield match.start(1) - 1, quoted
