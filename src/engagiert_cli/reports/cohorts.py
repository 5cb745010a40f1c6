"""The cohort report: who joined together, who of them left, and how the network grew by them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.reports.table import Audience, Column, Table, Type

if TYPE_CHECKING:
    import datetime

    from engagiert_cli.ledger.members import Ledger, Member, Round
    from engagiert_cli.reports.catalogue import Request
    from engagiert_cli.reports.table import Cell


class By(Enum):
    """What makes a cohort."""

    ROUND = "round"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Cohort:
    """Members that joined together, in the order of the file, and how many of them are still there on the day."""

    label: str
    name: str | None
    signed: Date | None
    members: tuple[Member, ...]
    left: int
    total: int
    """The active members of this cohort and of all before it."""

    @property
    def active(self) -> int:
        """How many are members on the day."""
        return len(self.members) - self.left


def report(request: Request) -> Table:
    """Return the cohorts that are asked for, by round where nothing else is."""
    return table(request.ledger, request.by or By.ROUND, request.day, request.round)


def cohorts(ledger: Ledger, by: By, day: datetime.date) -> list[Cohort]:
    """Return the cohorts at the end of the day, the earliest first."""
    groups = _by_round(ledger, day) if by is By.ROUND else _by_year(ledger, day)
    found = []
    total = 0
    for label, round_, members in groups:
        left = sum(not member.active_on(day) for member in members)
        total += len(members) - left
        signed = round_.signed if round_ and round_.signed.is_known else None
        found.append(Cohort(label, round_.name or None if round_ else None, signed, tuple(members), left, total))
    return found


def table(ledger: Ledger, by: By, day: datetime.date, only: Round | None = None) -> Table:
    """Return the report; `only` cuts it to one round's cohort, whose figures stay those of the whole network."""
    found = cohorts(ledger, by, day)
    active = found[-1].total if found else 0
    by_round = by is By.ROUND
    columns = [
        Column("round", _("Round")) if by_round else Column("year", _("Year")),
        Column("name", _("Signing"), audience=Audience.ALL if by_round else Audience.NOBODY),
        Column("signed", _("Date"), Type.PERIOD, Audience.ALL if by_round else Audience.NOBODY),
        Column("joined", _("Joined"), Type.COUNT),
        Column("left", _("Left"), Type.COUNT),
        Column("active", _("Active"), Type.COUNT),
        Column("total", _("Total"), Type.COUNT),
        Column("share", _("Share"), Type.SHARE, Audience.PEOPLE),
        Column("members", _("Members"), Type.NAMES, Audience.PEOPLE),
        Column("members", _("Members"), Type.NAMES, Audience.MACHINES),
    ]
    return Table(
        title=ledger.network.name or _("Members"),
        subtitle=_("As of {date}").format(date=Date.of_day(day)),
        columns=columns,
        rows=[_row(cohort, active, day) for cohort in found if only is None or cohort.label == only.id],
        footer=_footer(ledger, by, day, found, active),
        empty=_("nobody had signed by then"),
    )


def _by_round(ledger: Ledger, day: datetime.date) -> list[tuple[str, Round | None, list[Member]]]:
    groups: list[tuple[str, Round | None, list[Member]]] = []
    for round_, joined in sorted(ledger.cohorts(), key=lambda cohort: cohort[0].signed.sort_key):
        members = [member for member in joined if member.signed.latest <= day]
        if members or round_.signed.latest <= day:
            groups.append((round_.id, round_, members))
    return groups


def _by_year(ledger: Ledger, day: datetime.date) -> list[tuple[str, Round | None, list[Member]]]:
    groups: dict[str, list[Member]] = {}
    for member in ledger.members:
        if member.signed.latest <= day:
            groups.setdefault(_year(member.signed), []).append(member)
    return [(label, None, groups[label]) for label in sorted(groups, key=lambda label: (label[-4:], label))]


def _year(date: Date) -> str:
    """Return the year, or the first and the last that are possible, or "?" where nobody knows any."""
    if date.earliest.year == date.latest.year:
        return f"{date.earliest.year:04}"
    first = "" if date.earliest == UNKNOWN.earliest else f"{date.earliest.year:04}"
    return f"{first}–{date.latest.year:04}"


def _row(cohort: Cohort, active: int, day: datetime.date) -> tuple[Cell, ...]:
    return (
        cohort.label,
        cohort.name,
        cohort.signed,
        len(cohort.members),
        cohort.left,
        cohort.active,
        cohort.total,
        cohort.active / active if active else 0.0,
        tuple(_name(member, day) for member in cohort.members),
        tuple(member.name for member in cohort.members),
    )


def _name(member: Member, day: datetime.date) -> str:
    """Return the name, with the day of leaving where it is a member no more."""
    if member.active_on(day):
        return member.name
    return _("{name} (until {date})").format(name=member.name, date=member.left)


def _footer(ledger: Ledger, by: By, day: datetime.date, found: list[Cohort], active: int) -> str:
    """Return `23 members in 2 rounds, Dec 2012 to 2015`."""
    members = ngettext("{count} member", "{count} members", active).format(count=active)
    if by is By.ROUND:
        groups = ngettext("in {count} round", "in {count} rounds", len(found)).format(count=len(found))
    else:
        groups = ngettext("in {count} year", "in {count} years", len(found)).format(count=len(found))
    dates = [member.signed for cohort in found for member in cohort.members if member.signed.is_known]
    if not dates:
        return f"{members} {groups}"
    first = min(dates, key=lambda date: date.sort_key)
    last = max(dates, key=lambda date: date.sort_key)
    if first == last:
        return f"{members} {groups}, {first.in_words}"
    period = _("{first} to {last}").format(first=first.in_words, last=last.in_words)
    return f"{members} {groups}, {period}"


def doubtful(ledger: Ledger, day: datetime.date) -> int:
    """Return for how many members it is unknown whether they had signed, or left, by the end of the day."""
    return sum(member.uncertain_on(day) for member in ledger.members)
