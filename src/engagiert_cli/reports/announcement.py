"""The announcement: what the press is told after a signing round, in the reader's language."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from engagiert_cli.language import _, enumerated, grouped, in_words, ngettext
from engagiert_cli.ledger.dates import Date, Precision
from engagiert_cli.ledger.members import NO_ROUND
from engagiert_cli.reports.doubts import doubts
from engagiert_cli.reports.forms import Letter
from engagiert_cli.reports.table import Column, Table, Type
from engagiert_cli.text import sort_key

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from engagiert_cli.ledger.members import Ledger, Member, Round
    from engagiert_cli.reports.request import Request


def report(request: Request) -> Table:
    """Return the announcement of a round, else of the latest one in which somebody had signed by the day.

    The new members are all who signed in the round; who has left since is said, and is not in the list of members.
    """
    ledger, day = request.ledger, request.day
    round_ = request.round or _latest_round(ledger, day)
    new = sorted(
        (member for member in ledger.members if member.round is round_ and member.signed.latest <= day),
        key=lambda member: sort_key(member.name),
    )
    members = [member for _date, group in _by_signing(ledger, day) for member in group]
    return Table(
        title=_title(ledger, round_, new),
        subtitle=_("As of {date}").format(date=Date.of_day(day).in_full),
        columns=(
            Column("round", _("Round"), lambda round_: round_.id or None),
            Column("name", _("Signing"), lambda round_: round_.name or None),
            Column("signed", _("Date"), lambda round_: round_.signed if round_.signed.is_known else None, Type.PERIOD),
            Column("date", _("As of"), lambda _round: Date.of_day(day), Type.DATE),
            Column("new", _("New members"), lambda _round: tuple(member.name for member in new), Type.NAMES),
            Column("members", _("Members"), lambda _round: tuple(member.name for member in members), Type.NAMES),
            Column("total", _("Total"), lambda _round: len(members), Type.COUNT),
        ),
        rows=[round_] if round_ else [],
        notes=doubts(request),
        form=Letter(list(_paragraphs(ledger, round_, new, members, day))),
        empty=_("nobody had signed by then"),
    )


def _latest_round(ledger: Ledger, day: datetime.date) -> Round | None:
    dates = [
        (max(member.signed.sort_key for member in joined), number, round_)
        for number, (round_, members) in enumerate(ledger.cohorts())
        if (joined := [member for member in members if member.signed.latest <= day])
    ]
    return max(dates)[2] if dates else None


def _title(ledger: Ledger, round_: Round | None, new: Sequence[Member]) -> str:
    if round_ is None or not new:
        news = _("no new members")
    elif len(new) == 1:
        news = _("{name} is a new member").format(name=new[0].name)
    else:
        news = _("{number} new members").format(number=in_words(len(new)))
    return f"{ledger.network.name}: {news}" if ledger.network.name else news[0].upper() + news[1:]


def _paragraphs(
    ledger: Ledger, round_: Round | None, new: Sequence[Member], members: Sequence[Member], day: datetime.date
) -> Iterator[str]:
    network = ledger.network.name
    if round_ is None and not members:
        yield _("Nobody has signed yet.")
        return
    if round_ and new:
        yield f"{_news(network, new)} {_signing(ledger, new)}"
    elif round_ and round_.signed.latest <= day:
        yield _("In the signing round {round} nobody has joined.").format(round=_called(round_))
    elif round_:
        yield _("The signing round {round} is still to come.").format(round=_called(round_))
    if members:
        yield ngettext(
            "The network now has {number} member: {names}.",
            "The network now has {number} members, in the order in which they joined: {names}.",
            len(members),
        ).format(number=grouped(len(members)), names=_by_cohort(ledger, day))
    gone = [
        member
        for member in ledger.members
        if member.left and member.left.latest <= day and member.signed.latest <= day
        if not any(member.is_same_body(other) for other in members)
    ]
    if gone:
        latest = {member.identity: member for member in sorted(gone, key=lambda member: member.left.sort_key)}  # type: ignore[union-attr]
        names = enumerated(
            [
                _("{name} ({date})").format(name=member.name, date=member.left.in_full)
                for member in latest.values()
                if member.left
            ]
        )
        yield ngettext("No longer a member: {names}.", "No longer members: {names}.", len(latest)).format(names=names)


def _news(network: str, new: Sequence[Member]) -> str:
    """Say how many are new, as a sentence up to the names."""
    if len(new) == 1:
        return (
            _("The network “{network}” has a new member.").format(network=network)
            if network
            else _("The network has a new member.")
        )
    number = in_words(len(new))
    return (
        _("The network “{network}” has {number} new members.").format(network=network, number=number)
        if network
        else _("The network has {number} new members.").format(number=number)
    )


def _signing(ledger: Ledger, new: Sequence[Member]) -> str:
    """Say who signed what, and when as far as it is one and the same date."""
    dates = {member.signed for member in new}
    when = _when(dates.pop()) if len(dates) == 1 else ""
    declaration = ledger.network.declaration
    fields = {
        "names": enumerated([member.name for member in new]),
        "declaration": declaration,
        "when": when,
    }
    if declaration and when:
        text = ngettext(
            "{names} signed the “{declaration}” {when}.", "{names} signed the “{declaration}” {when}.", len(new)
        )
    elif declaration:
        text = ngettext("{names} signed the “{declaration}”.", "{names} signed the “{declaration}”.", len(new))
    elif when:
        text = ngettext("{names} signed {when}.", "{names} signed {when}.", len(new))
    else:
        text = ngettext("{names} signed.", "{names} signed.", len(new))
    return text.format(**fields)


def _by_cohort(ledger: Ledger, day: datetime.date) -> str:
    """Return the members in the order in which they joined, the year behind the last of each: `… (since 2012), …`."""
    parts = []
    for year, group in _by_signing(ledger, day):
        names = ", ".join(member.name for member in group)
        parts.append(_("{names} ({since})").format(names=names, since=year))
    return ", ".join(parts)


def _by_signing(ledger: Ledger, day: datetime.date) -> list[tuple[str, list[Member]]]:
    """Return the members of the day by the year in which they joined, the earliest first, else in the file's order.

    Rounds keep their members together where they signed in one year.
    """
    order = {round_.id: number for number, round_ in enumerate((*ledger.rounds, NO_ROUND))}
    joined = sorted(
        ledger.members_at(day),
        key=lambda member: (member.signed.earliest.year, member.signed.latest.year, order[member.round.id]),
    )
    return [(since, list(group)) for since, group in groupby(joined, key=lambda member: _since(member.signed))]


def _since(signed: Date) -> str:
    first, last = f"{signed.earliest.year}", f"{signed.latest.year}"
    if first == last:
        return _("since {year}").format(year=first)
    if signed.earliest.year == 1:
        return _("since {year} or earlier").format(year=last)
    return _("joined between {first} and {last}").format(first=first, last=last)


def _called(round_: Round) -> str:
    return f"{round_.id} ({round_.name})" if round_.name else round_.id


def _when(date: Date) -> str:
    """Return when it was, as a part of a sentence; nothing where nobody knows."""
    if not date.is_known:
        return ""
    words = date.in_full
    return {
        Precision.DAY: _("on {date}"),
        Precision.MONTH: _("in {date}"),
        Precision.YEAR: _("in {year}"),
        Precision.BETWEEN: _("({date})"),
    }[date.precision].format(date=words, year=words)
