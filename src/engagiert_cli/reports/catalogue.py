"""The catalogue of reports: what `report` can be asked for, each a function of its own module and one entry here."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.lazy import named
from engagiert_cli.reports.forms import Letter, Map, Timeline

if TYPE_CHECKING:
    from engagiert_cli.reports.forms import Form
    from engagiert_cli.reports.request import Request
    from engagiert_cli.reports.table import Table


class Report(NamedTuple):
    """A report: its name, its function, imported only when it is asked, and the options that it takes."""

    name: str
    function: str
    """`module.function`, in this package; it makes a table of the type `form` from a `Request`."""
    options: frozenset[str] = frozenset()
    """Which of `by`, `round`, `since`, `year`, `kind` and `in` mean something to it."""
    form: type[Form] | None = None
    """What its table is besides, and so which formats it has."""

    def make(self, request: Request) -> Table:
        """Return the report; raises `Refusal` where it cannot be made for this ledger."""
        made: Table = named(f"engagiert_cli.reports.{self.function}")(request)
        return made


REPORTS = {
    report.name: report
    for report in (
        Report("cohorts", "cohorts.report", frozenset({"by", "round", "kind", "in"})),
        Report("growth", "growth.report", frozenset({"kind", "in"}), form=Timeline),
        Report("coverage", "coverage.report"),
        Report("announcement", "announcement.report", frozenset({"round"}), form=Letter),
        Report("changes", "changes.report", frozenset({"since", "kind", "in"})),
        Report("anniversaries", "anniversaries.report", frozenset({"year", "kind", "in"})),
        Report("map", "map.report", form=Map),
    )
}
