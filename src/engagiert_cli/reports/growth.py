"""The growth of the network: how many members there were, from the first signing to a day."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.dates import Date, Precision
from engagiert_cli.reports.table import Column, Table, Timeline, Type

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from engagiert_cli.ledger.members import Member
    from engagiert_cli.reports.request import Request


class _Change(NamedTuple):
    """A day on which somebody joined or left."""

    date: Date
    joined: int
    left: int
    total: int
    """The members at its end."""


def report(request: Request) -> Table:
    """Return the days on which somebody joined or left, with the number of members at the end of each.

    A date that is known to a month or a year only counts from the last day of its period, as everywhere.
    """
    day = request.day
    members = request.selection.of(request.ledger.members)
    joined, left = _changes(members, day)
    rows: list[_Change] = []
    steps: list[tuple[datetime.date, int]] = []
    total = 0
    for changed in sorted(joined | left):
        total += joined[changed] - left[changed]
        rows.append(_Change(Date.of_day(changed), joined[changed], left[changed], total))
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
        empty=_("nobody had signed by then"),
        form=Timeline(steps, day, _("Members")),
    )


def _changes(members: Iterable[Member], day: datetime.date) -> tuple[Counter[datetime.date], Counter[datetime.date]]:
    """Return how many joined, and how many left, on which days."""
    joined: Counter[datetime.date] = Counter()
    left: Counter[datetime.date] = Counter()
    for member in members:
        signed = member.signed.latest
        if signed <= day:
            joined[signed] += 1
            if member.left and member.left.latest <= day:
                # Signed "2015", left in March 2015: it leaves on the day on which it counts as having signed.
                left[max(member.left.latest, signed)] += 1
    return joined, left


def _footer(request: Request, members: Iterable[Member], total: int) -> str:
    """Return `23 members. What is known only to the month or year counts from the last day.`."""
    counted = ngettext("{count} member", "{count} members", total).format(count=total)
    said = ", ".join([counted, *request.selection.words])
    dates = {date for member in members for date in (member.signed, member.left) if date}
    if all(date.precision is Precision.DAY for date in dates if date.latest <= request.day):
        return said
    return said + ". " + _("What is known only to the month or year counts from the last day.")
