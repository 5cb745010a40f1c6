"""What has changed between two versions of a ledger or two days of a network, and the changes that undo knows."""

from __future__ import annotations

import datetime
from collections import Counter
from functools import cache, partial
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.language import _, language, ngettext
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.ledger.members import Ledger, Member, Round, identities
from engagiert_cli.ledger.versions import Became, Difference, became_of
from engagiert_cli.reports.bodies import place_of
from engagiert_cli.reports.dates import some
from engagiert_cli.reports.table import Audience, Column, Table, Type
from engagiert_cli.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from engagiert_cli.reports.catalogue import Request


def table(differences: Sequence[Difference], title: str, subtitle: str, empty: str) -> Table:
    """Return the differences, one row per field."""
    named, machines = words(), Audience.MACHINES
    has_keys = any(_key(difference) for difference in differences)
    return Table(
        title=title,
        subtitle=subtitle,
        columns=(
            Column("change", _("Change"), attrgetter("became.value"), shown=lambda each: named[each.became]),
            Column("of", _("Entry"), lambda each: type(each.entry).__name__.lower(), audience=machines),
            Column("name", _("Name"), lambda each: each.entry.name or None, shown=lambda each: _called(each.entry)),
            Column("key", _("Key"), _key, audience=Audience.ALL if has_keys else machines),
            Column("round", _("Round"), _round, audience=machines),
            Column("field", _("Field"), attrgetter("field"), shown=lambda each: _title(each.field)),
            Column("before", _("Before"), lambda each: _text(each.before), shown=lambda each: _in_words(each.before)),
            Column("after", _("After"), lambda each: _text(each.after), shown=lambda each: _in_words(each.after)),
        ),
        rows=differences,
        footer=counted(difference.became for difference in differences),
        empty=empty,
        name="differences",
    )


def phrases(differences: Iterable[Difference], named: Callable[[Sequence[str]], str]) -> list[str]:
    """Return a phrase for each kind of difference; `named` lists the names in it."""
    told: dict[Became, dict[str, list[str]]] = {}
    for difference in differences:
        is_corrected = difference.became is Became.CORRECTED
        called = _called(difference.entry, None if is_corrected else _key(difference))
        fields = told.setdefault(difference.became, {}).setdefault(called, [])
        if is_corrected:
            fields.append(f"{_title(difference.field)} {_turned(difference)}")
    found = []
    for became, entries in told.items():
        names = [f"{called} ({', '.join(fields)})" if fields else called for called, fields in entries.items()]
        found.append(f"{words()[became]}: {named(names)}")
    return found


class Done(NamedTuple):
    """A change: when it was made, by which command (none: by hand), and what it did."""

    when: str
    command: str
    what: str
    way: str
    """The command that takes back this and all later changes, or brings it back; empty where neither is possible."""


def log(changes: Sequence[Done], path: str) -> Table:
    """Return the changes that can be taken back or brought back."""
    by_hand = _("by hand")
    return Table(
        title=_("Changes that undo knows"),
        subtitle=path,
        columns=(
            Column("way", _("Way back"), lambda done: done.way or None),
            Column("when", _("When"), attrgetter("when"), shown=_when),
            Column(
                "command", _("Change"), lambda done: done.command or None, shown=lambda done: done.command or by_hand
            ),
            Column("what", _("What it did"), attrgetter("what")),
        ),
        rows=changes,
        empty=_("There is no change to take back."),
        name="log",
    )


def _when(done: Done) -> str:
    when = datetime.datetime.fromisoformat(done.when).astimezone()
    return f"{Date.of_day(when.date())} {when:%H:%M}"


def corrections(was: Member, is_: Member) -> list[str]:
    """Return the changed fields of a member: `Signed on: 2015 → 6 Nov 2015`."""
    return [f"{_title(difference.field)}: {_turned(difference)}" for difference in became_of((was, {}), (is_, {}))]


def told(corrected: Iterable[tuple[Member, Member]]) -> list[str]:
    """Return the names of members with their changed fields: `Hagen (Signed on: 2015 → 6 Nov 2015)`."""
    return [f"{after.name} ({', '.join(corrections(before, after))})" for before, after in corrected]


def _turned(difference: Difference) -> str:
    before, after = (_in_words(value) or "–" for value in (difference.before, difference.after))
    return f"{before} → {after}"


def words() -> dict[Became, str]:
    """Return the word for each `Became`, in the reader's language."""
    return {
        Became.JOINED: _("joined"),
        Became.RETURNED: _("came back"),
        Became.LEFT: _("left"),
        Became.ADDED: _("new"),
        Became.CORRECTED: _("corrected"),
        Became.REMOVED: _("removed"),
    }


def counted(became: Iterable[Became]) -> str:
    """Return `13 joined, 1 left`."""
    counts = Counter(became)
    told = words() | {
        Became.ADDED: ngettext("new round", "new rounds", counts[Became.ADDED]),
        Became.CORRECTED: ngettext("correction", "corrections", counts[Became.CORRECTED]),
    }
    return ", ".join(f"{counts[each]} {word}" for each, word in told.items() if counts[each])


def _called(entry: object, key: str | None = None) -> str:
    if isinstance(entry, Member):
        return f"{entry.name} ({key})" if key else entry.name
    return _("Round {id}").format(id=entry.id) if isinstance(entry, Round) else _("Network")


def _key(difference: Difference) -> str | None:
    return difference.entry.key if isinstance(difference.entry, Member) else None


def _round(difference: Difference) -> str | None:
    entry = difference.entry
    if isinstance(entry, Member):
        return entry.round.id or None
    return entry.id if isinstance(entry, Round) else None


def _title(field: str) -> str:
    return _titles(language()).get(field, field)


@cache
def _titles(_language: str) -> dict[str, str]:
    from engagiert_cli.reports.members import fields  # titles as in the list

    others = {
        "kind": _("Kind"),
        "cosigners": _("Co-signers"),
        "declaration": _("Declaration"),
        "register": _("Register"),
    }
    return {column.field: column.title for column in fields()} | others


def _text(value: object, in_words: str = "text") -> str | None:
    """Return the text of a field, or None; a date as the ledger writes it, or `in_words`."""
    if isinstance(value, Date):
        return getattr(value, in_words) if value.is_known else None
    return "; ".join(map(str, value)) if isinstance(value, tuple) else str(value) if value else None


_in_words = partial(_text, in_words="in_words")


class _Change(NamedTuple):
    """A member that joined, left or came back."""

    became: Became
    member: Member
    date: Date
    place: tuple[datetime.date, datetime.date]
    """By date, but not before the body's earlier changes."""


def report(request: Request) -> Table:
    """Return the certain changes from the first day of `since` to the end of the day, the earliest first."""
    ledger, last = request.ledger, request.day
    first = (request.since or UNKNOWN).earliest
    asked = [change for change in _all_changes(ledger) if request.selection.takes(change.member)]
    found = [change for change in asked if first <= change.date.earliest and change.date.latest <= last]
    vague = sum(max(first, change.date.earliest) <= min(change.date.latest, last) for change in asked) - len(found)
    note = ngettext(
        "{count} more may have joined or left in that time; its date is not known well enough",
        "{count} more may have joined or left in that time; their dates are not known well enough",
        vague,
    )
    before = first - datetime.timedelta(1) if first > datetime.date.min else first
    totals = [len(request.selection.of(ledger.members_at(day))) for day in (before, last)]
    in_words = words()
    register = request.selection.register
    counts = _("{before} → {after} members").format(before=totals[0], after=totals[1])
    return Table(
        title=ledger.network.name or _("Members"),
        subtitle=_("{first} to {last}").format(first=Date.of_day(first), last=Date.of_day(last)),
        columns=(
            Column("date", _("Date"), attrgetter("date"), Type.PERIOD),
            Column("change", _("Change"), attrgetter("became.value"), shown=lambda change: in_words[change.became]),
            Column("name", _("Name"), attrgetter("member.name")),
            Column("key", _("Key"), attrgetter("member.key"), audience=Audience.MACHINES),
            Column("designation", _("Kind"), lambda change: place_of(change.member, register).designation),
            Column("district", _("District"), lambda change: place_of(change.member, register).district),
            Column("round", _("Round"), lambda change: change.member.round.id or None, audience=Audience.MACHINES),
        ),
        rows=sorted(found, key=lambda change: (change.place, sort_key(change.member.name))),
        footer=", ".join(filter(None, (counted(change.became for change in found), counts, *request.selection.words))),
        notes=some(vague, note),
        empty="" if vague else _("nobody joined or left in that time"),
        heading=_("What has changed"),
    )


def _all_changes(ledger: Ledger) -> Iterator[_Change]:
    identify = identities(ledger.members)
    places: dict[str, tuple[datetime.date, datetime.date]] = {}
    for member in sorted(ledger.members, key=lambda member: member.signed.sort_key):
        body = identify(member)
        came = Became.RETURNED if body in places else Became.JOINED
        for became, date in ((came, member.signed), (Became.LEFT, member.left)):
            if date:
                places[body] = max(date.sort_key, places.get(body, date.sort_key))
                yield _Change(became, member, date, places[body])
