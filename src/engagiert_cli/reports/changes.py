"""The changes: who joined, left and came back between two days."""

from __future__ import annotations

import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.ledger.members import identities
from engagiert_cli.ledger.versions import Became
from engagiert_cli.reports.bodies import place_cells
from engagiert_cli.reports.differences import counted, words
from engagiert_cli.reports.table import Audience, Column, Table, Type
from engagiert_cli.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagiert_cli.ledger.members import Ledger, Member
    from engagiert_cli.reports.request import Request


class _Change(NamedTuple):
    """A member that joined, left or came back."""

    became: Became
    member: Member
    date: Date

    def within(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether it certainly happened from the first to the last day."""
        return first <= self.date.earliest and self.date.latest <= last

    def touches(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether it may have happened then."""
        return first <= self.date.latest and self.date.earliest <= last


def report(request: Request) -> Table:
    """Return what certainly happened from the first day of `since` to the end of the day, the earliest first."""
    ledger, last = request.ledger, request.day
    first = (request.since or UNKNOWN).earliest
    asked = [change for change in _changes(ledger) if request.selection.takes(change.member)]
    found = [change for change in asked if change.within(first, last)]
    vague = sum(change.touches(first, last) for change in asked) - len(found)
    before = first - datetime.timedelta(1) if first > datetime.date.min else first
    totals = [len(request.selection.of(ledger.members_at(day))) for day in (before, last)]
    in_words = words()
    designation, district, _region, _land = place_cells(request.selection.register)
    counts = _("{before} → {after} members").format(before=totals[0], after=totals[1])
    return Table(
        title=ledger.network.name or _("Members"),
        subtitle=_("{first} to {last}").format(first=Date.of_day(first), last=Date.of_day(last)),
        columns=(
            Column("date", _("Date"), attrgetter("date"), Type.PERIOD),
            Column("change", _("Change"), attrgetter("became.value"), shown=lambda change: in_words[change.became]),
            Column("name", _("Name"), attrgetter("member.name")),
            Column("key", _("Key"), attrgetter("member.key"), audience=Audience.MACHINES),
            Column("designation", _("Kind"), lambda change: designation(change.member)),
            Column("district", _("District"), lambda change: district(change.member)),
            Column("round", _("Round"), attrgetter("member.round.id"), audience=Audience.MACHINES),
        ),
        rows=sorted(found, key=lambda change: (change.date.sort_key, sort_key(change.member.name))),
        footer=", ".join(filter(None, (counted(change.became for change in found), counts, *request.selection.words))),
        notes=_vague(vague),
        empty="" if vague else _("nobody joined or left in that time"),
        name="changes",
        heading=_("What has changed"),
    )


def _changes(ledger: Ledger) -> Iterator[_Change]:
    identify = identities([ledger])
    known: set[str] = set()
    for member in sorted(ledger.members, key=lambda member: member.signed.sort_key):
        body = identify(member)
        yield _Change(Became.RETURNED if body in known else Became.JOINED, member, member.signed)
        known.add(body)
        if member.left:
            yield _Change(Became.LEFT, member, member.left)


def _vague(count: int) -> list[str]:
    if not count:
        return []
    text = ngettext(
        "{count} more may have joined or left in that time; its date is not known well enough",
        "{count} more may have joined or left in that time; their dates are not known well enough",
        count,
    )
    return [text.format(count=count)]
