"""The commands that report on the network: report and map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from engagiert_cli.cli import options
from engagiert_cli.cli.emit import destination, publish
from engagiert_cli.cli.names import round_called, selection, without_register
from engagiert_cli.cli.options import argument, dated, option, parse_date
from engagiert_cli.cli.session import Session
from engagiert_cli.cli.toolkit import one_of
from engagiert_cli.errors import WrongUsage
from engagiert_cli.language import _, language
from engagiert_cli.ledger.dates import Date
from engagiert_cli.output.formats import FORMATS_OF
from engagiert_cli.reports.catalogue import REPORTS, By, Report, Request

_BY = {"runde": "round", "jahr": "year", "art": "kind", "kreis": "district", "regierungsbezirk": "region"}
"""The German words for what makes a cohort."""
_BY_WORDS = [*_BY, "land"] if language() == "de" else [by.value for by in By]

_REPORT = ", ".join(REPORTS) + ". " + _("Default: cohorts.")
Name = Annotated[str, argument(_("[REPORT]"), _REPORT, REPORTS, one_of(REPORTS, command="report"))]
_BY_HELP = _("What makes a cohort; the round by default.")
Cohort = Annotated[
    str | None,
    option("--by", "|".join(_BY_WORDS), _BY_HELP, _BY_WORDS, one_of([by.value for by in By], _BY)),
]
Year = Annotated[Date | None, option("--year", _("YEAR"), _("The year of the anniversaries."), parser=parse_date)]


def report(
    context: typer.Context,
    name: Name = "cohorts",
    by_word: Cohort = None,
    since: Annotated[Date | None, dated("--since", _("Changes from this date on."))] = None,
    year: Year = None,
    at: options.At = None,
    round_id: options.RoundId = None,
    kinds: options.Kinds = None,
    areas: options.In = None,
    format_: options.ReportFormat = None,
    output: options.Output = None,
    force: options.Force = False,
) -> None:
    """Report on the network."""
    asked, by = REPORTS[name], By(by_word) if by_word else None
    _refuse_idle_options(asked, {"by": by, "round": round_id, "since": since, "year": year, "kind": kinds, "in": areas})
    if round_id is not None and by not in (None, By.ROUND):
        raise WrongUsage(_("--round needs --by round"))
    to = destination(format_, output, force, FORMATS_OF[asked.form])
    session: Session = context.obj
    if name == "changes" and since is None:
        example = f"engagiert report changes --since {session.today.year - 1}"
        raise WrongUsage(_("since when? --since is missing"), (example,))
    ledger = session.read().ledger
    day = session.day(at, since, "--at", at)
    chosen_bodies = selection(ledger, kinds, areas)
    if chosen_bodies.register is None and by in (By.DISTRICT, By.REGION, By.LAND):
        raise WrongUsage(*without_register(f"--by {by.value}"))
    round_, of_year = round_called(ledger, round_id), year and year.earliest.year
    request = Request(ledger, day, by or By.ROUND, round_, chosen_bodies, at is None, since, of_year)
    publish(asked.make(request), to)


def map_(
    context: typer.Context, at: options.At = None, output: options.Output = None, force: options.Force = False
) -> None:
    """Draw the network on the map."""
    report(context, "map", at=at, output=output, force=force)


def _refuse_idle_options(report: Report, given: Mapping[str, object]) -> None:
    """Raise `WrongUsage` for an option that does not apply to the report."""
    for name, value in given.items():
        if value and name not in report.options:
            others = ", ".join(other.name for other in REPORTS.values() if name in other.options)
            raise WrongUsage(
                _("{option} does not apply to the report {report}").format(option=f"--{name}", report=report.name),
                (_("it applies to {reports}").format(reports=others),),
            )
