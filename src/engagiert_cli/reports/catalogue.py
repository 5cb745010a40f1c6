"""The catalogue of reports: each is a function in a module of its own, and one entry here."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from engagiert_cli.lazy import NamedTuple, named
from engagiert_cli.reports.bodies import Selection

if TYPE_CHECKING:
    import datetime

    from engagiert_cli.ledger.dates import Date
    from engagiert_cli.ledger.members import Ledger, Round
    from engagiert_cli.reports.table import Table


class By(Enum):
    """What makes a cohort."""

    ROUND = "round"
    YEAR = "year"
    KIND = "kind"
    DISTRICT = "district"
    REGION = "region"
    LAND = "land"


class Request(NamedTuple):
    """What a report is asked for; without a round it takes all of them, or chooses one."""

    ledger: Ledger
    day: datetime.date
    """The day whose state, at its end, is reported."""
    by: By = By.ROUND
    round: Round | None = None
    selection: Selection = Selection()
    """The bodies asked for, and the register."""
    is_today: bool = False
    """Whether no other day than today was asked for."""
    since: Date | None = None
    """The date from which changes are reported."""
    year: int | None = None
    """The year whose anniversaries are reported; by default that of the day."""


class Report(NamedTuple):
    """A report: its name, its function, imported when it is asked for, and the options that it takes."""

    name: str
    function: str
    """`module.function`, in this package; it makes a table from a `Request`."""
    options: frozenset[str] = frozenset()
    """Which of `by`, `round`, `since`, `year`, `kind` and `in` apply to it."""
    form: str | None = None
    """The form of its table, by its name in `reports.forms`, which decides the formats."""

    def make(self, request: Request) -> Table:
        """Return the report; raises `Refusal` where it cannot be made for this ledger."""
        made: Table = named(f"engagiert_cli.reports.{self.function}")(request)
        return made._replace(name=self.name)


REPORTS = {
    report.name: report
    for report in (
        Report("cohorts", "cohorts.report", frozenset({"by", "round", "kind", "in"})),
        Report("growth", "growth.report", frozenset({"kind", "in"}), form="timeline"),
        Report("coverage", "coverage.report"),
        Report("announcement", "announcement.report", frozenset({"round"}), form="letter"),
        Report("changes", "differences.report", frozenset({"since", "kind", "in"})),
        Report("anniversaries", "anniversaries.report", frozenset({"year", "kind", "in"})),
        Report("map", "map.report", form="map"),
    )
}
