"""The neutral table that every report returns: typed columns, rows, and the words around them."""

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
"""None is unknown; a `Date` here is never the unknown one."""


class Type(Enum):
    """What the cells of a column hold, which decides how they are written and aligned."""

    TEXT = "text"
    COUNT = "count"
    """A whole number; people see a dash for 0."""
    SHARE = "share"
    """A part of a whole, 0 to 1; people see a percentage, on a terminal with a bar."""
    AREA = "area"
    """Square kilometres."""
    DATE = "date"
    """A date in figures."""
    PERIOD = "period"
    """A date with its month as a word: people see »Dez. 2012«."""
    NAMES = "names"
    """Names of members; on a terminal they go on lines of their own under the row."""


class Audience(Flag):
    """Who sees a column: people (table, plain, markdown, html, xlsx) or machines (csv, tsv, json, ndjson)."""

    PEOPLE = 1
    MACHINES = 2
    ALL = PEOPLE | MACHINES


class Column(NamedTuple):
    """A column: its field name for machines, its title for people, and the function from a row to its cell."""

    field: str
    title: str
    cell: Callable[[Any], Cell]
    type: Type = Type.TEXT
    audience: Audience = Audience.ALL
    shown: Callable[[Any], Cell] | None = None
    """The function to what people see instead, such as a word in their language."""

    def ends(self) -> Iterator[Column]:
        """Yield a column of the first and one of the last possible day of the dates; None for an open end."""
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
    """A report: typed columns, rows, and the words around them in the reader's language.

    Cells are made when their column is written, since there may be millions.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    """The objects that the rows are about, such as members or cohorts."""
    subtitle: str = ""
    """The state of affairs, such as »Stand 23.11.2026«."""
    footer: str = ""
    """The question and the count in words, such as »13 von 23 Mitgliedern, unterzeichnet seit 2015«."""
    empty: str = ""
    """What to tell people if there are no rows: why, and what to ask instead."""
    form: Form | None = None
    """The form that it has beside a table, for formats that show it."""
    name: str = "report"
    """Its name in a database."""
    heading: str = ""
    """Its title among others, on a page or as a sheet, such as »Mitglieder«."""
    point: Callable[[Any], tuple[float, float] | None] | None = None
    """The function from a row to its latitude and longitude in degrees; None if rows have no places."""
    outline: Callable[[Any], Sequence[Polygon]] | None = None
    """The function from a row to its area on the map, if there is one."""
    related: Mapping[str, Table] = {}
    """For a database: by field, the table whose `id` its cells refer to."""
    notes: Sequence[str | Hint] = ()
    """Notes on what it leaves open, such as members with too vague dates, and what to do."""
    brief: Sequence[Any] | None = None
    """The rows for people, if machines get more."""
    depth: Callable[[Any], int] | None = None
    """The function from a row to its depth, if rows are nested."""
    parts: Callable[[], tuple[Sequence[tuple[str, str]], Sequence[Table]]] | None = None
    """The function that makes the parts of a page: figures, each with what it counts, and tables."""

    @property
    def doubts(self) -> str:
        """The notes as sentences to be published, without commands."""
        return " ".join(f"{note[:1].upper()}{note[1:]}." for note in self.notes if isinstance(note, str))

    def seen_by(self, audience: Audience) -> Table:
        """Return the table as people, machines or both see it: their rows, columns and cells.

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
        """Yield the cells of each row."""
        return zip(*(map(column.cell, self.rows) for column in self.columns), strict=True)
