"""What a table may be besides: a timeline, a letter or a map; imported by those alone who make or write one."""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING

from engagiert_cli.lazy import NamedTuple
from engagiert_cli.register.bodies import Level

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from engagiert_cli.register.boundaries import Boundaries


class Timeline(NamedTuple):
    """A number that changes on some days and holds until the next one: a table that is a chart as well."""

    steps: Sequence[tuple[datetime.date, int]]
    """From each of these days on the number is this, the earliest first."""
    until: datetime.date
    """The last day that is told of."""
    measure: str
    """What the number counts, in the reader's language."""
    line: Sequence[tuple[datetime.date, float]]
    """The corners of the line that draws it; what happened in some period, nobody knows when, is spread over that."""

    def number_on(self, day: datetime.date) -> float:
        """Return where its line is on a day."""
        place = bisect_right(self.line, day, key=itemgetter(0)) - 1
        (first, number), (last, reached) = self.line[max(0, place)], self.line[min(place + 1, len(self.line) - 1)]
        return number + (reached - number) * (day - first).days / ((last - first).days or 1)


class Letter(NamedTuple):
    """A text for people; only machines get a table of its data."""

    paragraphs: Sequence[str]


class Spot(NamedTuple):
    """A member on the map: a municipality, or a district around its municipalities."""

    key: str
    name: str
    cohort: int
    """The number of its cohort, counted from 0."""
    facts: tuple[str, ...]
    """What else is known of it, in the reader's language: district, round, date of signing."""

    @property
    def is_municipality(self) -> bool:
        """Whether it is a municipality and not a district."""
        return len(self.key) == Level.MUNICIPALITY.value


class Shade(NamedTuple):
    """A cohort in the legend."""

    label: str
    """The round, with its name where it has one."""
    when: str
    """The date of signing; empty where nobody knows it, or the label says it already."""
    members: int


class Map(NamedTuple):
    """What draws the members on a map."""

    boundaries: Boundaries
    shades: Sequence[Shade]
    """The cohorts with a member on the day, the earliest first."""
    places: Sequence[Spot]
    elsewhere: str
    """Which members the map does not show, and why; empty where it shows all."""
    source: str
    """Whose the boundaries are, to be named wherever they are shown."""


Form = Timeline | Letter | Map
