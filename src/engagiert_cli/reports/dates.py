"""What depends only on the dates of memberships, and what a report leaves open because they are vague."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.dates import Date
from engagiert_cli.reports.table import Column, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engagiert_cli.ledger.members import Member
    from engagiert_cli.reports.catalogue import Request

_Answer = TypeVar("_Answer")


def by_dates(asked: Callable[[Member], _Answer]) -> Callable[[Member], _Answer]:
    """Return the function, cached by the dates of signing and leaving, on which alone it must depend."""
    answers: dict[tuple[Date, Date | None], _Answer] = {}

    def answer(member: Member) -> _Answer:
        dates = member.signed, member.left
        try:
            return answers[dates]
        except KeyError:
            return answers.setdefault(dates, asked(member))

    return answer


def known(date: Date) -> Date | None:
    """Return the date, or None where it is unknown."""
    return date if date.is_known else None


def doubts(request: Request) -> list[str]:
    """Return a note on the members of which it is unknown whether they had signed, or left, by the end of the day."""
    day = request.day
    doubtful = sum(map(by_dates(lambda member: member.uncertain_on(day)), request.selection.of(request.ledger.members)))
    text = ngettext(
        "for {count} member it is not known whether it had signed, or left, by then",
        "for {count} members it is not known whether they had signed, or left, by then",
        doubtful,
    )
    return some(doubtful, text)


def some(count: int, text: str, **words: str) -> list[str]:
    """Return the text with the count and other words, unless there are none."""
    return [text.format(count=count, **words)] if count else []


def nobody(request: Request) -> str:
    """Return why there is nobody to report on; empty where somebody may have signed."""
    if not request.ledger.members:
        return _("nobody has signed yet")
    if doubts(request):
        return ""
    if not request.selection.is_everybody:
        return _("no member matches")
    had_signed = any(member.signed.earliest <= request.day for member in request.ledger.members)
    return _("nobody was a member then") if had_signed else _("nobody had signed by then")


def of_day(request: Request, columns: Sequence[Column], rows: Sequence[Any]) -> Table:
    """Return a report on the network at the end of the day, with what it leaves open, or why it is empty."""
    title = request.ledger.network.name or _("Members")
    subtitle = _("As of {date}").format(date=Date.of_day(request.day))
    return Table(title, columns, rows, subtitle, empty="" if rows else nobody(request), notes=doubts(request))
