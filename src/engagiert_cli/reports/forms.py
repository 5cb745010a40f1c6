"""The forms that a table may have besides: timeline, letter and map."""

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
    """A number that changes on some days: a table that is also a chart."""

    steps: Sequence[tuple[datetime.date, int]]
    """The days on which the number changes, each with the new one, the earliest first."""
    until: datetime.date
    """The last day of the chart."""
    measure: str
    """What the number counts, in the reader's language."""
    line: Sequence[tuple[datetime.date, float]]
    """The corners of its line; a change with a vague date is spread over the whole period."""

    def number_on(self, day: datetime.date) -> float:
        """Return the height of its line on a day."""
        place = bisect_right(self.line, day, key=itemgetter(0)) - 1
        (first, number), (last, reached) = self.line[max(0, place)], self.line[min(place + 1, len(self.line) - 1)]
        return number + (reached - number) * (day - first).days / ((last - first).days or 1)


class Letter(NamedTuple):
    """A text for people; machines get its data as a table."""

    paragraphs: Sequence[str]


class Spot(NamedTuple):
    """A member on the map: a municipality, or a district around its municipalities."""

    key: str
    name: str
    cohort: int
    """The number of its cohort, from 0."""
    facts: tuple[str, ...]
    """Further facts in the reader's language: district, round, date of signing."""

    @property
    def is_municipality(self) -> bool:
        """Whether it is a municipality and not a district."""
        return len(self.key) == Level.MUNICIPALITY.value


class Shade(NamedTuple):
    """A cohort in the legend."""

    label: str
    """The round, with its name where it has one."""
    when: str
    """The date of signing; empty where it is unknown or in the label."""
    members: int


class Map(NamedTuple):
    """The data of a map of the members."""

    boundaries: Boundaries
    shades: Sequence[Shade]
    """The cohorts with a member on the day, the earliest first."""
    places: Sequence[Spot]
    elsewhere: str
    """A note on the members that the map does not show; empty where it shows all."""
    source: str
    """The source of the boundaries, to be named wherever they are shown."""


Form = Timeline | Letter | Map
