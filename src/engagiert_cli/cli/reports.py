"""The commands that report on the network: report and map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from engagiert_cli.cli.emit import STANDARD_OUTPUT, chosen, publish
from engagiert_cli.cli.options import At, Force, In, Kind, Output, ReportFormat, RoundId
from engagiert_cli.cli.selection import selection
from engagiert_cli.cli.session import round_called
from engagiert_cli.errors import WrongUsage
from engagiert_cli.language import _
from engagiert_cli.output.formats import FORMATS_OF
from engagiert_cli.reports.bodies import Selection
from engagiert_cli.reports.catalogue import REPORTS
from engagiert_cli.reports.request import By, Request
from engagiert_cli.who import register_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engagiert_cli.cli.session import Session
    from engagiert_cli.reports.catalogue import Report


def parse_report(text: str) -> str:
    """Return the name of the report; raises Typer's `BadParameter` with those that there are."""
    if text in REPORTS:
        return text
    from engagiert_cli.cli.words import meant, near, question

    message = _('"{text}" is no report; there are {reports}').format(text=text, reports=", ".join(REPORTS))
    others = [f"engagiert {line}" for line in meant(text, {"report"})]
    raise typer.BadParameter(message + question(meant(text, REPORTS) or others or near(text, REPORTS)))


def report(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar=_("[REPORT]"),
            parser=parse_report,
            autocompletion=lambda: list(REPORTS),
            show_default=False,
            help=", ".join(REPORTS) + ". " + _("Without it: cohorts."),
        ),
    ] = "cohorts",
    by: Annotated[By | None, typer.Option(help=_("What makes a cohort; without it, the round."))] = None,
    at: At = None,
    round_id: RoundId = None,
    kind: Kind = None,
    area: In = None,
    format_: ReportFormat = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Report on the network."""
    asked = REPORTS[name]
    _refuse_idle_options(asked, {"--by": by, "--round": round_id, "--kind": kind, "--in": area})
    if round_id is not None and by not in (None, By.ROUND):
        raise WrongUsage(_("--round goes with --by round only"))
    format_chosen = chosen(format_, output, FORMATS_OF[asked.form])
    session: Session = context.obj
    ledger = session.read().ledger
    day = session.day(at)
    chosen_bodies = selection(ledger, kind, area)
    if chosen_bodies.register is None and by in (By.DISTRICT, By.REGION, By.LAND):
        raise WrongUsage(
            _("--by {area} needs a ledger with a register").format(area=by.value),
            (_('in the ledger: register = "nrw"'),),
        )
    made = asked.make(Request(ledger, day, by, round_called(ledger, round_id), chosen_bodies, at is None))
    publish(made, format_chosen, output, session.path_or_none, force=force)


def map_(context: typer.Context, at: At = None, output: Output = None, force: Force = False) -> None:
    """Draw the network on the map."""
    drawn = REPORTS["map"]
    format_chosen = chosen("table" if output == STANDARD_OUTPUT else None, output, FORMATS_OF[drawn.form])
    session: Session = context.obj
    ledger = session.read().ledger
    request = Request(ledger, session.day(at), selection=Selection(register_of(ledger)))
    publish(drawn.make(request), format_chosen, output, session.path_or_none, force=force)


def _refuse_idle_options(report: Report, options: Mapping[str, object]) -> None:
    """Raise `WrongUsage` for an option that was given and means nothing to the report."""
    for option, value in options.items():
        if value is not None and option not in report.options:
            others = ", ".join(other.name for other in REPORTS.values() if option in other.options)
            raise WrongUsage(
                _("{option} does not apply to the report {report}").format(option=option, report=report.name),
                (_("it does to {reports}").format(reports=others),),
            )
