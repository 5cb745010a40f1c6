"""What a report has to leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagiert_cli.language import ngettext
from engagiert_cli.reports.dates import by_dates

if TYPE_CHECKING:
    from engagiert_cli.reports.request import Request


def doubts(request: Request) -> list[str]:
    """Say for how many members it is unknown whether they had signed, or left, by the end of the day."""
    day = request.day
    doubtful = sum(map(by_dates(lambda member: member.uncertain_on(day)), request.selection.of(request.ledger.members)))
    if not doubtful:
        return []
    return [
        ngettext(
            "for {count} member it is not known whether it had signed, or left, by then",
            "for {count} members it is not known whether they had signed, or left, by then",
            doubtful,
        ).format(count=doubtful)
    ]
