"""What a report has to leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagiert_cli.language import _, ngettext
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


def nobody(request: Request) -> str:
    """Say why there is nobody to report on, as far as that is certain; nothing where somebody may have signed."""
    if not request.ledger.members:
        return _("nobody has signed yet")
    if all(member.signed.earliest > request.day for member in request.ledger.members):
        return _("nobody had signed by then")
    return "" if doubts(request) else _("nobody was a member then")
