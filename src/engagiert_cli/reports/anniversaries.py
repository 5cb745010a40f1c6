"""The anniversaries of a year (who has been a member for how many years), and the milestones of a network."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.language import _, grouped, ngettext
from engagiert_cli.ledger.dates import Date, Precision
from engagiert_cli.ledger.members import first_memberships, identities
from engagiert_cli.reports.dates import some
from engagiert_cli.reports.naming import Naming
from engagiert_cli.reports.table import Audience, Column, Table, Type

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from engagiert_cli.ledger.members import Member
    from engagiert_cli.reports.catalogue import Request


_FIRST, _EVERY = 25, 50  # members


class Milestone(NamedTuple):
    """A round number of members that have ever joined."""

    number: int
    candidates: Sequence[Member]
    """The candidates for the member with this number; a single one is certain."""


def milestones(members: Sequence[Member], day: datetime.date) -> list[Milestone]:
    """Return the milestones certainly reached by the end of the day, in order; who came back counts once."""
    joined = first_memberships(members, identities(members))
    earliest, latest = sorted(m.signed.earliest for m in joined), sorted(m.signed.latest for m in joined)
    found = []
    for number in (_FIRST, *range(_EVERY, len(joined) + 1, _EVERY)):
        if number <= bisect_right(latest, day):
            first, last = earliest[number - 1], latest[number - 1]
            candidates = [m for m in joined if m.signed.earliest <= last and m.signed.latest >= first]
            found.append(Milestone(number, candidates))
    return found


class _Anniversary(NamedTuple):
    """Members that signed on the same day, or in the same month or year if no more is known."""

    date: Date
    """The date of the anniversary, as exact as that of signing."""
    signed: Date
    members: Sequence[Member]
    milestone: Milestone | None
    """The largest milestone that was reached by their signing."""


def report(request: Request) -> Table:
    """Return the anniversaries of the members of the day, by month and day, vague ones after exact ones."""
    ledger, machines = request.ledger, Audience.MACHINES
    year = request.year or request.day.year
    members = request.selection.of(ledger.members_at(request.day))
    groups: dict[Date, list[Member]] = {}
    for member in members:
        groups.setdefault(member.signed, []).append(member)
    doubtful = sum(member.signed.year is None for member in members)
    note = ngettext(
        "for {count} member the year of signing is not known",
        "for {count} members the year of signing is not known",
        doubtful,
    )
    naming = Naming(ledger, request.selection.register)
    reached = milestones(ledger.members, request.day)
    rows = []
    for signed, group in groups.items():
        if signed.year and signed.earliest.year < year:
            of_group = [each for each in reached if all(member in group for member in each.candidates)]
            rows.append(_Anniversary(_in(year, signed), signed, group, of_group[-1] if of_group else None))
    rows.sort(key=lambda row: (row.date.latest, -len(row.date.text), row.signed.earliest.year))
    return Table(
        title=ledger.network.name or _("Members"),
        subtitle=_("Anniversaries in {year}").format(year=year),
        columns=(
            Column("date", _("Date"), attrgetter("date"), Type.PERIOD),
            Column("years", _("Years"), lambda row: year - row.signed.earliest.year, Type.COUNT),
            Column("signed", _("Signed on"), attrgetter("signed"), Type.DATE),
            Column("count", _("Number"), lambda row: len(row.members), Type.COUNT),
            Column(
                "milestone", _("Milestone"), lambda row: row.milestone and row.milestone.number, Type.COUNT, machines
            ),
            Column("milestone", _("Milestone"), lambda row: _in_words(row.milestone, naming), audience=Audience.PEOPLE),
            Column("members", _("Members"), lambda row: naming.all(naming.sorted(row.members)), Type.NAMES),
        ),
        rows=rows,
        footer=", ".join([_("Members on {date}").format(date=Date.of_day(request.day)), *request.selection.words]),
        notes=some(doubtful, note),
        empty=_("no member has an anniversary in {year}").format(year=year),
        heading=_("Anniversaries"),
    )


def _in(year: int, signed: Date) -> Date:
    """Return the day, month or year of the anniversary; of 29 February, the last day of the month."""
    if signed.precision not in (Precision.MONTH, Precision.DAY):
        return Date.parse(f"{year:04}")
    month = Date.parse(f"{year:04}-{signed.earliest:%m}")
    if signed.precision is Precision.MONTH:
        return month
    return Date.of_day(month.earliest.replace(day=min(signed.earliest.day, month.latest.day)))


def _in_words(milestone: Milestone | None, naming: Naming) -> str | None:
    if milestone is None:
        return None
    number = grouped(milestone.number)
    if len(milestone.candidates) == 1:
        return _("the {number}th: {name}").format(number=number, name=naming.plain(milestone.candidates[0]))
    return _("the {number}th among them").format(number=number)
