"""The growth of the network: how many members there were, from the first signing to a day."""

from __future__ import annotations

import datetime
from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.dates import Date, Precision
from engagiert_cli.reports.dates import doubts, nobody
from engagiert_cli.reports.table import Column, Table, Timeline, Type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engagiert_cli.ledger.members import Member
    from engagiert_cli.reports.catalogue import Request


class _Step(NamedTuple):
    """A day on which somebody joined or left."""

    date: Date
    joined: int
    left: int
    total: int
    """The members at its end."""


class _Period(NamedTuple):
    """The days between which somebody joined or left, as far as it is known."""

    first: datetime.date
    last: datetime.date
    joined: bool


def report(request: Request) -> Table:
    """Return the days on which somebody joined or left, with the number of members at the end of each.

    A date that is known to a month or a year only counts from the last day of its period, as everywhere.
    """
    day = request.day
    members = request.selection.of(request.ledger.members)
    periods = _periods(members, day)
    joined, left = _changes(periods)
    rows: list[_Step] = []
    steps: list[tuple[datetime.date, int]] = []
    total = 0
    for changed in sorted(joined | left):
        total += joined[changed] - left[changed]
        rows.append(_Step(Date.of_day(changed), joined[changed], left[changed], total))
        steps.append((changed, total))
    return Table(
        title=request.ledger.network.name or _("Members"),
        subtitle=_("As of {date}").format(date=Date.of_day(day)),
        columns=(
            Column("date", _("Date"), attrgetter("date"), Type.DATE),
            Column("joined", _("Joined"), attrgetter("joined"), Type.COUNT),
            Column("left", _("Left"), attrgetter("left"), Type.COUNT),
            Column("total", _("Members"), attrgetter("total"), Type.COUNT),
        ),
        rows=rows,
        footer=_footer(request, members, total),
        empty=nobody(request),
        notes=doubts(request),
        name="growth",
        heading=_("Growth"),
        form=Timeline(steps, day, _("Members"), _rising(periods)),
    )


def _periods(members: Iterable[Member], day: datetime.date) -> Counter[_Period]:
    """Return how many joined, and how many left, within which periods that are over on the day."""
    found: Counter[_Period] = Counter()
    for member in members:
        signed = member.signed
        if signed.latest <= day:
            found[_Period(signed.earliest, signed.latest, joined=True)] += 1
            if member.left and member.left.latest <= day:
                # Signed "2015", left in March 2015: it leaves on the day on which it counts as having signed.
                last = max(member.left.latest, signed.latest)
                found[_Period(max(member.left.earliest, signed.earliest), last, joined=False)] += 1
    return found


def _changes(periods: Counter[_Period]) -> tuple[Counter[datetime.date], Counter[datetime.date]]:
    """Return how many joined, and how many left, counted on the last day of each period."""
    joined: Counter[datetime.date] = Counter()
    left: Counter[datetime.date] = Counter()
    for period, count in periods.items():
        (joined if period.joined else left)[period.last] += count
    return joined, left


def _rising(periods: Counter[_Period]) -> list[tuple[datetime.date, float]]:
    """Return the corners of the line: each change is spread evenly over its period, where that has a first day."""
    jumps: Counter[datetime.date] = Counter()
    slopes: dict[datetime.date, float] = {}
    for period, count in periods.items():
        change = count if period.joined else -count
        days = (period.last - period.first).days
        if days and period.first != datetime.date.min:
            slopes[period.first] = slopes.get(period.first, 0) + change / days
            slopes[period.last] = slopes.get(period.last, 0) - change / days
        else:
            jumps[period.last] += change
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
    return (
        said
        + ". "
        + _("What is known only to the month or year counts from the last day; the line rises over that time.")
    )
