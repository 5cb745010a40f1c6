"""Quotation marks in a list with separators that make one cell of what was meant as several rows."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from engagiert_cli.errors import Place, Problem
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST = 1 << 21  # characters of a record that are looked at
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def problems(path: str, lines: Sequence[str], first: int, separator: str, width: int) -> Iterator[Problem]:
    """Yield a problem for each quotation mark that is not closed, or that swallows rows of as many cells as `width`.

    Cells of several lines are what people have, and so is a mark inside of a word. What gives a swallowed row away:
    something stands behind the mark that closes, the record has more cells than others, or a line in between has the
    separators of a row. Those of a sentence or a number have a blank behind them, and where a row has only one, a line
    may end in it (»Hallo,«).
    """
    mark = re.escape(separator)
    between = re.compile(rf"{mark}(?! |(?<=[0-9].)[0-9]+ )" + ("" if width > 2 else "(?!$)"))
    reader = csv.reader(lines, delimiter=separator)
    begin = 0
    for record in _until_error(reader):
        if reader.line_num - begin > 1 or (record and reader.line_num == len(lines)):
            text = "".join(lines[begin : reader.line_num])[:_LONGEST].rstrip("\r\n")
            for opened, swallowed in _misplaced(text, separator, between, width):
                yield _problem(path, text, opened, swallowed, begin + first)
        begin = reader.line_num


def _until_error(reader: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield the records, and an empty one where a cell is too long for the library: most likely, it is never closed."""
    try:
        yield from reader
    except csv.Error:
        yield []


def _misplaced(text: str, separator: str, between: re.Pattern[str], width: int) -> Iterator[tuple[int, str | None]]:
    """Yield where in a record a mark opens that should not, and what it swallows; None where it is never closed."""
    found = list(cells(text, separator))
    has_more = width > 1 and any(match[0].strip() for match in found[width:])
    for index, match in enumerate(found):
        quoted, closed, behind = match.groups()
        if quoted is None:
            continue
        if not closed:
            yield match.start(), None
        elif len(lines := _LINE_BREAK.split(quoted)) > 1:
            first, *whole, last = [len(between.findall(line)) for line in lines]
            first -= bool(between.search(lines[0], max(0, len(lines[0]) - 1)))  # »Hallo,«
            ends = (first and first + index, last and last + len(found) - 1 - index)  # what stands beside the cell, too
            if behind.strip() or has_more or (width > 1 and width - 1 in (*ends, *whole)):
                yield match.start(), quoted


def cells(text: str, separator: str) -> Iterator[re.Match[str]]:
    """Yield the cells of a row as they stand in the text, those of the rows behind it too."""
    mark = re.escape(separator)
    cell = re.compile(rf'"([^"]*(?:""[^"]*)*)("?)([^{mark}\r\n]*)|[^{mark}\r\n]*')
    position = 0
    while position <= len(text) and (match := cell.match(text, position)):
        yield match
        position = match.end() + 1


def _problem(path: str, text: str, opened: int, swallowed: str | None, row: int) -> Problem:
    before = _LINE_BREAK.split(text[:opened])
    line = row + len(before) - 1
    excerpt = before[-1] + _LINE_BREAK.split(text[opened:], maxsplit=1)[0]
    place = Place(path, line, len(before[-1]) + 1, excerpt)
    if swallowed is None:
        return Problem(
            "unclosed-quote",
            _("the quotation mark that opens here is not closed"),
            place,
            (_("delete it, or close it at the end of the cell"),),
        )
    last = line + len(_LINE_BREAK.findall(swallowed))
    return Problem(
        "swallowed-rows",
        _("the quotation mark that opens here makes one cell of lines {first} to {last}").format(first=line, last=last),
        place,
        (_("delete it; if it is one cell, save the list as .xlsx"),),
    )
