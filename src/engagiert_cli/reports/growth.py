"""The growth of the network: how many members there were, from the first signing to a day."""

from __future__ import annotations

import datetime
from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING

from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.dates import Date, Precision
from engagiert_cli.reports.dates import doubts, nobody
from engagiert_cli.reports.table import Column, Table, Timeline, Type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engagiert_cli.ledger.members import Member
    from engagiert_cli.reports.catalogue import Request

# The first and the last day between which somebody joined (1) or left (-1), as far as it is known: how many did.
_Changes = Counter[tuple[datetime.date, datetime.date, int]]


def report(request: Request) -> Table:
    """Return the days on which somebody joined or left, with the number of members at the end of each.

    A date that is known to a month or a year only counts from the last day of its period, as everywhere.
    """
    members = request.selection.of(request.ledger.members)
    changes = _changes(members, request.day)
    by_day: dict[datetime.date, Counter[int]] = {}
    for (_first, last, change), count in sorted(changes.items(), key=lambda each: each[0][1]):
        by_day.setdefault(last, Counter())[change] += count
    rows: list[tuple[Date, int, int, int]] = []
    total = 0
    for day, counts in by_day.items():
        total += counts[1] - counts[-1]
        rows.append((Date.of_day(day), counts[1], counts[-1], total))
    return Table(
        title=request.ledger.network.name or _("Members"),
        subtitle=_("As of {date}").format(date=Date.of_day(request.day)),
        columns=(
            Column("date", _("Date"), itemgetter(0), Type.DATE),
            Column("joined", _("Joined"), itemgetter(1), Type.COUNT),
            Column("left", _("Left"), itemgetter(2), Type.COUNT),
            Column("total", _("Members"), itemgetter(3), Type.COUNT),
        ),
        rows=rows,
        footer=_footer(request, members, total),
        empty=nobody(request),
        notes=doubts(request),
        name="growth",
        heading=_("Growth"),
        form=Timeline([(row[0].latest, row[3]) for row in rows], request.day, _("Members"), _rising(changes)),
    )


def _changes(members: Iterable[Member], day: datetime.date) -> _Changes:
    """Return how many joined, and how many left, within which periods that are over on the day."""
    found: _Changes = Counter()
    for member in members:
        signed, left = member.signed, member.left
        if signed.latest <= day:
            found[signed.earliest, signed.latest, 1] += 1
            if left and left.latest <= day:
                # Signed "2015", left in March 2015: it leaves on the day on which it counts as having signed.
                found[max(left.earliest, signed.earliest), max(left.latest, signed.latest), -1] += 1
    return found


def _rising(changes: _Changes) -> list[tuple[datetime.date, float]]:
    """Return the corners of the line: each change is spread evenly over its period, where that has a first day."""
    jumps: Counter[datetime.date] = Counter()
    slopes: dict[datetime.date, float] = {}
    for (first, last, sign), count in changes.items():
        change, days = sign * count, (last - first).days
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
    """Return `23 members. What is known only to the month or year counts from the last day.`."""
    counted = ngettext("{count} member", "{count} members", total).format(count=total)
    said = ", ".join([counted, *request.selection.words])
    dates = {date for member in members for date in (member.signed, member.left) if date}
    if all(date.precision is Precision.DAY for date in dates if date.latest <= request.day):
        return said
    vague = _("What is known only to the month or year counts from the last day; the line rises over that time.")
    return f"{said}. {vague}"
