"""The growth of the network: how many members there were, from the first signing to a day."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.dates import Date, Precision
from engagiert_cli.reports.table import Column, Table, Timeline, Type

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from engagiert_cli.ledger.members import Member
    from engagiert_cli.reports.catalogue import Request


def report(request: Request) -> Table:
    """Return the days on which somebody joined or left, with the number of members at the end of each.

    A date that is known to a month or a year only counts from the last day of its period, as everywhere.
    """
    day = request.day
    members = list(filter(request.selection.takes, request.ledger.members))
    joined, left = _changes(members, day)
    rows: list[tuple[Date, int, int, int]] = []
    steps: list[tuple[datetime.date, int]] = []
    total = 0
    for changed in sorted(joined | left):
        total += joined[changed] - left[changed]
        rows.append((Date.of_day(changed), joined[changed], left[changed], total))
        steps.append((changed, total))
    return Table(
        title=request.ledger.network.name or _("Members"),
        subtitle=_("As of {date}").format(date=Date.of_day(day)),
        columns=(
            Column("date", _("Date"), Type.DATE),
            Column("joined", _("Joined"), Type.COUNT),
            Column("left", _("Left"), Type.COUNT),
            Column("total", _("Members"), Type.COUNT),
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
        if member.signed.latest <= day:
            joined[member.signed.latest] += 1
            if member.left and member.left.latest <= day:
                # Signed "2015", left in March 2015: it leaves on the day on which it counts as having signed.
                left[max(member.left.latest, member.signed.latest)] += 1
    return joined, left


def _footer(request: Request, members: Iterable[Member], total: int) -> str:
    """Return `23 members. What is known only to the month or year counts from the last day.`."""
    counted = ngettext("{count} member", "{count} members", total).format(count=total)
    said = ", ".join([counted, *request.selection.words])
    dates = [date for member in members for date in (member.signed, member.left) if date and date.latest <= request.day]
    if all(date.precision is Precision.DAY for date in dates):
        return said
    return said + ". " + _("What is known only to the month or year counts from the last day.")
