"""A list as it was read, before its columns get their meaning."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.errors import EngagiertError, Place
from engagiert_cli.language import _
from engagiert_cli.ledger.dates import Date, Precision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


class Unread(NamedTuple):
    """A cell without a usable value: what it shows, what is wrong with it, and what to do."""

    text: str
    message: str
    remedies: tuple[str, ...] = ()
    code: str = "unread-cell"

    def __str__(self) -> str:
        return self.text


FIRST_DAY = datetime.date(1899, 12, 30)
"""The day with number 0 in workbooks."""
ROWS, COLUMNS, CELLS = 1 << 18, 1 << 14, 1 << 21
"""The limits of a list; the cells are those of 100,000 rows with twenty columns."""

Cell = str | Date | Unread
"""A stripped text, perhaps empty; a date, where the file itself says that it is one; or an unreadable cell."""


class Record(NamedTuple):
    """A line of a list: its number in the file, from 1, and its cells."""

    row: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False
    struck: tuple[int, ...] = ()
    """The cells that are struck through, from 0."""


class Sheet(NamedTuple):
    """A sheet of a workbook and its records, which are read on demand."""

    name: str
    is_hidden: bool
    records: Iterator[Record]
    hidden: Sequence[range] = ()
    """The hidden columns, from 0; complete once the records are read."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The records of a list, including those above its header, without blank ones."""

    path: str
    records: tuple[Record, ...]
    place: Callable[[Record, int], Place]
    """The function from a cell to its place, as the program of the list names it."""
    sheet: str = ""
    """The sheet, if the workbook has several."""
    hidden: Sequence[range] = ()
    """The columns that are hidden in the workbook, from 0."""
    notes: tuple[str, ...] = ()
    """Notes on how the file was read."""


def shown(path: str, record: Record, index: int, cell: str) -> Place:
    """Return the place of a cell in a file that is not text: shown within its row, under the cell's name there."""
    texts = [" ".join(str(text).split()) for text in record.cells]
    before = "".join(f"{text} | " for text in texts[:index])
    return Place(path, record.row, len(before) + 1, " | ".join(texts), max(1, len(texts[index])), cell)


def failed(text: str) -> Unread:
    """Return a cell with the error of a formula."""
    message = _("the workbook shows an error here: {error}").format(error=text)
    return Unread(text, message, (_("correct it in the workbook, or empty the cell"),))


@lru_cache(maxsize=4096)  # many rows share a date
def day(days: float, shown: Precision, first: datetime.date = FIRST_DAY) -> Date | Unread:
    """Return as much of the day with that number as its cell shows: a cell that shows a month means no day in it."""
    date = first + datetime.timedelta(int(days))
    if 1900 <= days <= 2100 and float(days).is_integer():
        text = str(Date.of_day(date))
        message = _("{day} is what a workbook makes of the year {year} in a cell of dates")
        remedy = _("write the year as a text, with an apostrophe before it, or the day")
        return Unread(text, message.format(day=text, year=int(days)), (remedy,))
    return Date.parse(date.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7}.get(shown, 4)])


def number(value: float) -> str:
    """Return a number as people write it: without a point if it is whole."""
    return str(int(value)) if float(value).is_integer() else str(value)


class NoWorkbook(EngagiertError):
    """Something else than a workbook; its text says why."""


class TooLarge(EngagiertError):
    """More than any list holds."""


def within_limits(records: Iterable[Record]) -> tuple[Record, ...]:
    """Return the records. Raises `TooLarge` as soon as they exceed the limits of a list."""
    found = []
    cells = 0
    for record in records:
        found.append(record)
        cells += len(record.cells)
        if len(record.cells) > COLUMNS or cells > CELLS or len(found) > ROWS:
            raise TooLarge
    return tuple(found)
