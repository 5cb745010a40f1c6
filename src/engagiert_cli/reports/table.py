"""The neutral table that every report is, before anybody decides how it looks."""

from __future__ import annotations

from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from engagiert_cli.ledger.dates import Date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from engagiert_cli.errors import Hint
    from engagiert_cli.register.boundaries import Polygon
    from engagiert_cli.reports.forms import Form

_NEAR = 256  # rows


class Nested(str):  # noqa: SLOT000 - made for a few rows
    """A name that belongs below the one of a row before."""

    depth: int
    """How many levels it lies below the highest."""

    def __new__(cls, name: str, depth: int) -> Self:
        """Return the name with its depth."""
        nested = super().__new__(cls, name)
        nested.depth = depth
        return nested


class Term(str):  # noqa: SLOT000 - made for a few rows
    """A word that machines get as it is, and people in their language."""

    shown: str
    """What people get."""

    def __new__(cls, word: str, shown: str) -> Self:
        """Return the word with what people get."""
        term = super().__new__(cls, word)
        term.shown = shown
        return term


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
    TERM = "term"
    """A `Term`; people see it in their language."""
    DATE = "date"
    """A date in figures."""
    PERIOD = "period"
    """A date with its month as a word: people see »Dez. 2012«."""
    NESTED = "nested"
    """`Nested` names; people see them indented."""
    NAMES = "names"
    """Names of members; on a terminal they stand in lines of their own under the row."""


class Audience(Enum):
    """Who sees a column: people (table, plain, markdown, html, xlsx) or machines (csv, tsv, json, ndjson)."""

    ALL = "all"
    PEOPLE = "people"
    MACHINES = "machines"


class Column(NamedTuple):
    """A column: its field for machines, its title in the reader's language, and how it takes its cell from a row."""

    field: str
    title: str
    cell: Callable[[Any], Cell]
    type: Type = Type.TEXT
    audience: Audience = Audience.ALL


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
    point: Callable[[Any], tuple[float, float] | None] | None = None
    """Where a row is on the map, in degrees of latitude and longitude; None where rows are no places."""
    outline: Callable[[Any], Sequence[Polygon]] | None = None
    """The area of a row on the map, where it is known."""
    related: Mapping[str, Table] = MappingProxyType({})
    """For a database: the tables whose `id` the cells of a field are."""
    notes: Sequence[str | Hint] = ()
    """What it leaves open, such as whose dates are too vague; told beside it."""
    brief: Sequence[Any] | None = None
    """The rows that people get, where machines get more."""
    parts: Callable[[], tuple[Sequence[tuple[str, str]], Sequence[tuple[str, Table]]]] | None = None
    """What a page tells: figures, each with what it counts, and parts, each with its heading; made only for a page."""

    def read_by(self, audience: Audience) -> Table:
        """Return the table with the rows that people, or machines, get."""
        return self if self.brief is None or audience is not Audience.PEOPLE else self._replace(rows=self.brief)

    def seen_by(self, audience: Audience) -> list[Column]:
        """Return the columns that people, or machines, see."""
        return [column for column in self.columns if column.audience in (Audience.ALL, audience)]

    def cells(self, column: Column) -> Iterator[Cell]:
        """Yield the cells of a column, from the first row to the last."""
        return map(column.cell, self.rows)

    def cells_of(self, columns: Sequence[Column]) -> list[list[Cell]]:
        """Return the cells of each column, taken from some rows after others, while a processor has these near."""
        found: list[list[Cell]] = [[] for _column in columns]
        for start in range(0, len(self.rows), _NEAR):
            rows = self.rows[start : start + _NEAR]
            for cells, column in zip(found, columns, strict=True):
                cells.extend(map(column.cell, rows))
        return found

    def cut_to(self, columns: Sequence[Column]) -> Iterator[tuple[Cell, ...]]:
        """Yield the rows, each as its cells in the columns."""
        return zip(*map(self.cells, columns), strict=True)
