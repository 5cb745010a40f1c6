"""A list as it was read, before anybody knows what its columns mean."""

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
    """A cell that has no value that could be taken in: what it shows, what is wrong with it, and what to do."""

    text: str
    message: str
    remedies: tuple[str, ...] = ()
    code: str = "unread-cell"

    def __str__(self) -> str:
        return self.text


FIRST_DAY = datetime.date(1899, 12, 30)
"""The day from which workbooks count, number 0."""
ROWS, COLUMNS, CELLS = 1 << 18, 1 << 14, 1 << 21
"""The most that a list has; the cells are those of 100,000 rows and twenty columns."""

Cell = str | Date | Unread
"""A text without blanks around it, empty where there is none; a date that the file itself calls one; or neither."""


class Record(NamedTuple):
    """A line of a list: its number in the file, counted from 1, and its cells."""

    row: int
    cells: tuple[Cell, ...]
    is_hidden: bool = False
    struck: tuple[int, ...] = ()
    """The cells that are struck through, counted from 0."""


class Sheet(NamedTuple):
    """A sheet of a workbook and its records, which are read when they are asked for."""

    name: str
    is_hidden: bool
    records: Iterator[Record]
    hidden: Sequence[range] = ()
    """The columns that are hidden, counted from 0, as soon as the records are read."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The records of a list, those above its header too; blank ones are left out."""

    path: str
    records: tuple[Record, ...]
    place: Callable[[Record, int], Place]
    """Where a cell stands, as the program of the list names it."""
    sheet: str = ""
    """The sheet of a workbook that has others, too."""
    hidden: Sequence[range] = ()
    """The columns that are hidden in the workbook, counted from 0."""
    notes: tuple[str, ...] = ()
    """What is to be told of how the file was read."""


def shown(path: str, record: Record, index: int, cell: str) -> Place:
    """Return the place of a cell that stands in no line of a text: shown in its row, by the name that it has there."""
    texts = [" ".join(str(text).split()) for text in record.cells]
    before = "".join(f"{text} | " for text in texts[:index])
    return Place(path, record.row, len(before) + 1, " | ".join(texts), max(1, len(texts[index])), cell)


def failed(text: str) -> Unread:
    """Return a cell that shows the error of a formula."""
    message = _("the workbook shows an error here: {error}").format(error=text)
    return Unread(text, message, (_("correct it in the workbook, or empty the cell"),))


@lru_cache(maxsize=4096)  # many rows share a date
def day(days: float, shown: Precision, first: datetime.date = FIRST_DAY) -> Date | Unread:
    """Return as much of the day with that number as its cell shows: nobody knows that a month was its first day."""
    date = first + datetime.timedelta(int(days))
    if shown is Precision.DAY and 1900 <= days <= 2100 and float(days).is_integer():
        text = str(Date.of_day(date))
        message = _("{day} is what a workbook makes of the year {year} in a cell of dates")
        remedy = _("write the year as a text, with an apostrophe before it, or the day")
        return Unread(text, message.format(day=text, year=int(days)), (remedy,))
    return Date.parse(date.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7}.get(shown, 4)])


def number(value: float) -> str:
    """Return a number as people write it: whole ones without a point."""
    return str(int(value)) if float(value).is_integer() else str(value)


class NoWorkbook(EngagiertError):
    """Something else than a workbook; its text says why."""


class TooLarge(EngagiertError):
    """More than any list holds."""


def within_limits(records: Iterable[Record]) -> tuple[Record, ...]:
    """Return the records. Raises `TooLarge` as soon as they are more than any list has."""
    found = []
    cells = 0
    for record in records:
        found.append(record)
        cells += len(record.cells)
        if len(record.cells) > COLUMNS or cells > CELLS or len(found) > ROWS:
            raise TooLarge
    return tuple(found)
