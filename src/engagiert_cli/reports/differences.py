"""What has become of a ledger between two versions, as a table and in words; and the changes that undo knows."""

from __future__ import annotations

import datetime
from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.dates import Date
from engagiert_cli.ledger.members import Member, Round
from engagiert_cli.ledger.versions import Became, became_of
from engagiert_cli.reports.table import Audience, Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from engagiert_cli.ledger.versions import Difference


def table(differences: Sequence[Difference], title: str, subtitle: str, empty: str) -> Table:
    """Return the differences, a row for each field."""
    named, people, machines = words(), Audience.PEOPLE, Audience.MACHINES
    has_keys = any(_key(difference) for difference in differences)
    return Table(
        title=title,
        subtitle=subtitle,
        columns=(
            Column("change", _("Change"), attrgetter("became.value"), audience=machines),
            Column("change", _("Change"), lambda difference: named[difference.became], audience=people),
            Column("of", _("Entry"), lambda difference: type(difference.entry).__name__.lower(), audience=machines),
            Column("name", _("Name"), lambda difference: difference.entry.name or None, audience=machines),
            Column("name", _("Name"), lambda difference: _called(difference.entry), audience=people),
            Column("key", _("Key"), _key, audience=Audience.ALL if has_keys else machines),
            Column("round", _("Round"), _round, audience=machines),
            Column("field", _("Field"), attrgetter("field"), audience=machines),
            Column("field", _("Field"), lambda difference: _title(difference.field), audience=people),
            Column("before", _("Before"), lambda difference: _text(difference.before), audience=machines),
            Column("before", _("Before"), lambda difference: _in_words(difference.before), audience=people),
            Column("after", _("After"), lambda difference: _text(difference.after), audience=machines),
            Column("after", _("After"), lambda difference: _in_words(difference.after), audience=people),
        ),
        rows=differences,
        footer=counted(difference.became for difference in differences),
        empty=empty,
        name="differences",
    )


def phrases(differences: Iterable[Difference], named: Callable[[Sequence[str]], str]) -> list[str]:
    """Return what has happened, one for each kind of it; `named` lists what it happened to."""
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
    """A change that was made: when, by which command (none: by hand), and what it did."""

    when: str
    command: str
    what: str
    way: str
    """The command that takes it and all later ones back, or brings it back; none for what is out of reach."""


def log(changes: Sequence[Done], path: str) -> Table:
    """Return the changes that can be taken back or brought back."""
    return Table(
        title=_("Changes that undo knows"),
        subtitle=path,
        columns=(
            Column("way", _("Way back"), lambda done: done.way or None),
            Column("when", _("When"), attrgetter("when"), audience=Audience.MACHINES),
            Column("when", _("When"), _when, audience=Audience.PEOPLE),
            Column("command", _("Change"), lambda done: done.command or None, audience=Audience.MACHINES),
            Column("command", _("Change"), lambda done: done.command or _("by hand"), audience=Audience.PEOPLE),
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
    """Return what is said otherwise of a member now, field by field: `Signed on: 2015 → 6 Nov 2015`."""
    return [f"{_title(difference.field)}: {_turned(difference)}" for difference in became_of(was, is_)]


def told(corrected: Iterable[tuple[Member, Member]]) -> list[str]:
    """Return the names of members with what is said otherwise of them: `Hagen (Signed on: 2015 → 6 Nov 2015)`."""
    return [f"{after.name} ({', '.join(corrections(before, after))})" for before, after in corrected]


def _turned(difference: Difference) -> str:
    before, after = (_in_words(value) or "–" for value in (difference.before, difference.after))
    return f"{before} → {after}"


def words() -> dict[Became, str]:
    """Return what has become of somebody, in the reader's language."""
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
    shapes = {
        Became.JOINED: ngettext("{count} joined", "{count} joined", counts[Became.JOINED]),
        Became.RETURNED: ngettext("{count} came back", "{count} came back", counts[Became.RETURNED]),
        Became.LEFT: ngettext("{count} left", "{count} left", counts[Became.LEFT]),
        Became.ADDED: ngettext("{count} new round", "{count} new rounds", counts[Became.ADDED]),
        Became.CORRECTED: ngettext("{count} correction", "{count} corrections", counts[Became.CORRECTED]),
        Became.REMOVED: ngettext("{count} removed", "{count} removed", counts[Became.REMOVED]),
    }
    return ", ".join(shape.format(count=counts[each]) for each, shape in shapes.items() if counts[each])


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
    titles = {
        "name": _("Name"),
        "key": _("Key"),
        "kind": _("Kind"),
        "round": _("Round"),
        "signed": _("Signed on"),
        "left": _("Left on"),
        "note": _("Note"),
        "source": _("Source"),
        "cosigners": _("Co-signers"),
        "declaration": _("Declaration"),
        "register": _("Register"),
    }
    return titles.get(field, field)


def _text(value: object) -> str | None:
    if isinstance(value, Date):
        return value.text if value.is_known else None
    return _in_words(value)


def _in_words(value: object) -> str | None:
    if isinstance(value, Date):
        return value.in_words if value.is_known else None
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value) if value else None
