"""The axes of a chart: round numbers up the side, and years, months or days along the bottom."""

from __future__ import annotations

import datetime
from itertools import pairwise, starmap
from math import ceil
from typing import TYPE_CHECKING

from engagiert_cli.ledger.dates import Date

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_TICKS = 6


def counts(highest: float) -> range:
    """Return the round numbers on an axis, from 0 to the first that is not below `highest`."""
    highest, step = ceil(highest), 1
    while -(-highest // step) >= _MOST_TICKS:
        # 1, 2, 5, 10, 20, 50, …
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    return range(0, max(1, -(-highest // step)) * step + 1, step)


def times(
    first: datetime.date, last: datetime.date, reach: Callable[[datetime.date, str], tuple[float, float]]
) -> list[tuple[datetime.date, str]]:
    """Return the days to mark between two days, each with its label, as many as fit side by side.

    They are years, each or every few, else months, else both ends. `reach` returns the space that a label takes up.
    """

    def fit(marks: list[tuple[datetime.date, str]]) -> bool:
        return all(one[1] <= other[0] for one, other in pairwise(starmap(reach, marks)))

    for months in (12, 24, 60, 120, 240, 600, 1200, 6, 3, 1):
        # The first days of every n-th month, counted from January of the year 0.
        start = -(-(first.year * 12 + first.month - 1 + (first.day > 1)) // months) * months
        numbers = range(start, last.year * 12 + last.month, months)
        days = [datetime.date(number // 12, number % 12 + 1, 1) for number in numbers]
        marks = [(day, Date.parse(day.isoformat()[: 4 if months >= 12 else 7]).in_words) for day in days]
        if len(marks) >= (3 if months >= 12 else 2) and fit(marks):
            return marks
    ends = [(day, Date.of_day(day).in_figures) for day in dict.fromkeys((first, last))]
    return ends if fit(ends) else ends[:1]
