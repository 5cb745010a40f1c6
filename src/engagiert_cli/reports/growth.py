"""The growth of the network: how many members there were, from the first signing to a day."""

from __future__ import annotations

import datetime
from collections import Counter
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.dates import Date, Precision
from engagiert_cli.reports.dates import of_day
from engagiert_cli.reports.forms import Timeline
from engagiert_cli.reports.table import Column, Table, Type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engagiert_cli.ledger.members import Member
    from engagiert_cli.reports.catalogue import Request


def report(request: Request) -> Table:
    """Return the days on which somebody joined or left, with the number of members at the end of each day.

    A date known only to the month or year counts from its last day, as everywhere; people see it as it is known.
    """
    members = request.selection.of(request.ledger.members)
    joined, left = _changes(members, request.day)
    dates = sorted(joined | left, key=attrgetter("latest"))
    rows: list[tuple[Date, int, int, int, Date]] = []
    total = 0
    for day, group in groupby(dates, key=attrgetter("latest")):
        same = list(group)
        came, went = (sum(changes[date] for date in same) for changes in (joined, left))
        total += came - went
        rows.append((Date.of_day(day), came, went, total, Date.spanning(same)))
    columns = (
        Column("date", _("Date"), itemgetter(0), Type.DATE, shown=itemgetter(4)),
        Column("joined", _("Joined"), itemgetter(1), Type.COUNT),
        Column("left", _("Left"), itemgetter(2), Type.COUNT),
        Column("total", _("Members"), itemgetter(3), Type.COUNT),
    )
    return of_day(request, columns, rows)._replace(
        footer=_footer(request, members, total),
        heading=_("Growth"),
        form=Timeline([(row[0].latest, row[3]) for row in rows], request.day, _("Members"), _rising(joined, left)),
    )


def _changes(members: Iterable[Member], day: datetime.date) -> tuple[Counter[Date], Counter[Date]]:
    """Return how many joined and how many left on each date that is over by the day."""
    joined: Counter[Date] = Counter()
    left: Counter[Date] = Counter()
    for member in members:
        signed = member.signed
        if signed.latest <= day:
            joined[signed] += 1
            if member.left and member.left.latest <= day:
                # Signed "2015", left in March 2015: it counts as leaving on the day that it counts as signing.
                last = max(member.left, signed, key=attrgetter("latest"))
                left[last._replace(earliest=max(member.left.earliest, signed.earliest))] += 1
    return joined, left


def _rising(joined: Counter[Date], left: Counter[Date]) -> list[tuple[datetime.date, float]]:
    """Return the corners of the line: each change is spread evenly over its period if that has a first day."""
    jumps: Counter[datetime.date] = Counter()
    slopes: dict[datetime.date, float] = {}
    for (_text, first, last), change in (*joined.items(), *((date, -count) for date, count in left.items())):
        days = (last - first).days
        if days and first != datetime.date.min:
            slopes[first] = slopes.get(first, 0) + change / days
            slopes[last] = slopes.get(last, 0) - change / days
        else:
            jumps[last] += change
    corners: list[tuple[datetime.date, float]] = []
    number = slope = 0.0
    for day in sorted(jumps.keys() | slopes.keys()):
        if corners:
            number += slope * (day - corners[-1][0]).days
        corners.append((day, round(number, 6)))
        if jumps[day]:
            number += jumps[day]
            corners.append((day, round(number, 6)))
        slope += slopes.get(day, 0)
    return corners


def _footer(request: Request, members: Iterable[Member], total: int) -> str:
    """Return `23 members. What is not known to the day …`, where there is such a date."""
    counted = ngettext("{count} member", "{count} members", total).format(count=total)
    said = ", ".join([counted, *request.selection.words])
    dates = {date for member in members for date in (member.signed, member.left) if date}
    if all(date.precision is Precision.DAY for date in dates if date.latest <= request.day):
        return said
    vague = _("What is not known to the day happened some time in its period, and counts from its last day.")
    return f"{said}. {vague}"
