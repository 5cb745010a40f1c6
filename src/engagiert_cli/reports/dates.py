"""What depends on the dates of memberships alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagiert_cli.ledger.dates import Date
    from engagiert_cli.ledger.members import Member

_Answer = TypeVar("_Answer")


def by_dates(asked: Callable[[Member], _Answer]) -> Callable[[Member], _Answer]:
    """Return the function so that it is asked once for each pair of dates; what it says may depend on these alone.

    A million members share a few thousand pairs of when they signed and when they left.
    """
    answers: dict[tuple[Date, Date | None], _Answer] = {}

    def answer(member: Member) -> _Answer:
        dates = member.own_date or member.round.signed, member.left
        try:
            return answers[dates]
        except KeyError:
            return answers.setdefault(dates, asked(member))

    return answer
