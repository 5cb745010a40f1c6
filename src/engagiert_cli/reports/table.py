"""The neutral table that every report is: typed columns, rows, and the words around."""

from __future__ import annotations

from enum import Enum, Flag
from functools import partial
from typing import TYPE_CHECKING, Any

from engagiert_cli.language import _
from engagiert_cli.lazy import NamedTuple
from engagiert_cli.ledger.dates import UNKNOWN, Date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from engagiert_cli.errors import Hint
    from engagiert_cli.register.boundaries import Polygon
    from engagiert_cli.reports.forms import Form


Cell = str | int | float | Date | tuple[str, ...] | None
"""None is what is not known; `Date` is never the unknown one."""


class Type(Enum):
    """What the cells of a column hold, and so how they are written and aligned."""

    TEXT = "text"
    COUNT = "count"
    """A whole number; people see a dash for none."""
    SHARE = "share"
    """A part of a whole, 0 to 1; people see percent, on a terminal with a bar."""
    AREA = "area"
    """Square kilometres."""
    DATE = "date"
    """A date in figures."""
    PERIOD = "period"
    """A date with its month as a word: people see »Dez. 2012«."""
    NAMES = "names"
    """Names of members; on a terminal they stand in lines of their own under the row."""


class Audience(Flag):
    """Who sees a column: people (table, plain, markdown, html, xlsx) or machines (csv, tsv, json, ndjson)."""

    PEOPLE = 1
    MACHINES = 2
    ALL = PEOPLE | MACHINES


class Column(NamedTuple):
    """A column: its field for machines, its title in the reader's language, and how it takes its cell from a row."""

    field: str
    title: str
    cell: Callable[[Any], Cell]
    type: Type = Type.TEXT
    audience: Audience = Audience.ALL
    shown: Callable[[Any], Cell] | None = None
    """What people see instead, such as a word in their language."""

    def ends(self) -> Iterator[Column]:
        """Yield a column of the first, one of the last possible day of what people see; None where that is open."""
        for end, name, title in (
            ("earliest", "first", _("{title} – first day")),
            ("latest", "last", _("{title} – last day")),
        ):
            yield Column(f"{self.field}_{name}", title.format(title=self.title), partial(self._end, end), Type.DATE)

    def _end(self, end: str, row: Any) -> Date | None:
        date = (self.shown or self.cell)(row)
        day = getattr(date or UNKNOWN, end)
        return None if day == getattr(UNKNOWN, end) else Date.of_day(day)


class Table(NamedTuple):
    """A report: typed columns, the rows that they take their cells from, and the words around in the reader's language.

    A cell is made when somebody writes its column, and not before, since there may be a million of them.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    """What each row tells of, such as a member or a cohort."""
    subtitle: str = ""
    """The state of affairs, such as »Stand 23.11.2026«."""
    footer: str = ""
    """How the question was understood, such as »13 von 23 Mitgliedern, unterzeichnet seit 2015«."""
    empty: str = ""
    """What to tell people where there are no rows: why, and what to ask instead."""
    form: Form | None = None
    """What it is beyond a table, for the formats that show it as that."""
    name: str = "report"
    """What a database calls it."""
    heading: str = ""
    """What it is to people, such as »Mitglieder«, where it is one of several: on a page, or as a sheet."""
    point: Callable[[Any], tuple[float, float] | None] | None = None
    """Where a row is on the map, in degrees of latitude and longitude; None where rows are no places."""
    outline: Callable[[Any], Sequence[Polygon]] | None = None
    """The area of a row on the map, where it is known."""
    related: Mapping[str, Table] = {}
    """For a database: the tables whose `id` the cells of a field are."""
    notes: Sequence[str | Hint] = ()
    """What it leaves open, such as whose dates are too vague, and what to do; told beside it."""
    brief: Sequence[Any] | None = None
    """The rows that people get, where machines get more."""
    depth: Callable[[Any], int] | None = None
    """How many levels below the highest a row lies, where rows belong below others."""
    parts: Callable[[], tuple[Sequence[tuple[str, str]], Sequence[Table]]] | None = None
    """What a page tells: figures, each with what it counts, and tables; made only for a page."""

    @property
    def doubts(self) -> str:
        """What it leaves open, as sentences for whom it is published to; nothing that is to be typed."""
        return " ".join(f"{note[:1].upper()}{note[1:]}." for note in self.notes if isinstance(note, str))

    def seen_by(self, audience: Audience) -> Table:
        """Return what people, or machines, or both see of it: their rows, their columns, their cells.

        People do not see a column, other than the first, that is empty in all rows.
        """
        columns = [column for column in self.columns if column.audience & audience]
        if audience is not Audience.PEOPLE:
            return self._replace(columns=columns)
        rows = self.rows if self.brief is None else self.brief
        shown = [column._replace(cell=column.shown or column.cell) for column in columns]
        told = shown[:1] + [
            column
            for column in shown[1:]
            if column.type is Type.NAMES or not rows or any(cell not in (None, "") for cell in map(column.cell, rows))
        ]
        return self._replace(columns=told, rows=rows)

    def records(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows, each as its cells."""
        return zip(*(map(column.cell, self.rows) for column in self.columns), strict=True)
