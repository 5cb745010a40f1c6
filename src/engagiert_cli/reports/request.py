"""What a report is asked."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.reports.bodies import EVERY_BODY, Selection

if TYPE_CHECKING:
    import datetime

    from engagiert_cli.ledger.dates import Date
    from engagiert_cli.ledger.members import Ledger, Round


class By(Enum):
    """What makes a cohort."""

    ROUND = "round"
    YEAR = "year"
    KIND = "kind"
    DISTRICT = "district"
    REGION = "region"
    LAND = "land"


class Request(NamedTuple):
    """What a report is asked; without `by` and `round` it decides itself."""

    ledger: Ledger
    day: datetime.date
    """The state at the end of this day is reported."""
    by: By | None = None
    round: Round | None = None
    selection: Selection = EVERY_BODY
    """Which bodies are asked for, and the register."""
    is_today: bool = False
    """Whether the day is today because nobody asked for another one."""
    since: Date | None = None
    """From when on changes are reported."""
    year: int | None = None
    """Of which year anniversaries are reported; without it, that of the day."""
