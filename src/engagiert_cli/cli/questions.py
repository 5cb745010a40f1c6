"""The commands that answer from the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from engagiert_cli.cli.bodies import look_up, register_of, selection
from engagiert_cli.cli.options import At, Format, In, Kind, Name, Output, ReportName, RoundId, parse_date
from engagiert_cli.cli.publish import chosen, publish, say_problems
from engagiert_cli.errors import LedgerInvalid, Severity, WrongUsage
from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.dates import Date
from engagiert_cli.output import messages
from engagiert_cli.output.formats import FORMATS_OF, MAP_FORMATS
from engagiert_cli.reports import cohorts, members
from engagiert_cli.reports.catalogue import REPORTS, Request
from engagiert_cli.reports.table import Audience

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from engagiert_cli.cli.desk import Desk
    from engagiert_cli.ledger.members import Ledger, Round
    from engagiert_cli.reports.catalogue import Report


def list_(
    context: typer.Context,
    since: Annotated[
        Date | None, typer.Option(metavar=_("DATE"), parser=parse_date, help=_("Only who signed then or later."))
    ] = None,
    until: Annotated[
        Date | None, typer.Option(metavar=_("DATE"), parser=parse_date, help=_("Only who signed then or earlier."))
    ] = None,
    at: At = None,
    round_id: RoundId = None,
    kind: Kind = None,
    area: In = None,
    former: Annotated[bool, typer.Option("--former", help=_("Those that have left, instead."))] = False,
    all_: Annotated[bool, typer.Option("--all", help=_("Those that have left, too."))] = False,
    possible: Annotated[
        bool, typer.Option("--possible", help=_("Also those that only may match, their date being too vague."))
    ] = False,
    sort: Annotated[members.Sort, typer.Option(help=_("By what to sort; without it, by name."))] = members.Sort.NAME,
    format_: Format = None,
    output: Output = None,
) -> None:
    """List the members."""
    if former and all_:
        raise WrongUsage(_("--former and --all do not go together"), (_("--all has the former members, too"),))
    desk: Desk = context.obj
    ledger = desk.read().ledger
    question = members.Question(
        day=_day(desk, at),
        since=since,
        until=until,
        round=_round(ledger, round_id),
        selection=selection(ledger, kind, area),
        state=members.State.FORMER if former else members.State.ALL if all_ else members.State.CURRENT,
        possible=possible,
        sort=sort,
    )
    answer = members.ask(ledger, question)
    publish(members.table(ledger, question, answer), chosen(format_, output), output, desk.path_or_none)
    for note in members.notes(answer):
        messages.note(note)


def show(context: typer.Context, name: Name, format_: Format = None, output: Output = None) -> None:
    """Show one member, or a body that is none."""
    from engagiert_cli.reports import profile

    desk: Desk = context.obj
    document = desk.read()
    body, memberships = look_up(document.ledger, name)
    register = register_of(document.ledger)
    format_chosen = chosen(format_, output)
    if format_chosen.audience is Audience.MACHINES:
        table = profile.table(memberships, body, register)
    else:
        table = profile.sheet(document, memberships, body, register)
    publish(table, format_chosen, output, desk.path_or_none)


def report(
    context: typer.Context,
    name: ReportName = "cohorts",
    by: Annotated[cohorts.By | None, typer.Option(help=_("What makes a cohort; without it, the round."))] = None,
    at: At = None,
    round_id: RoundId = None,
    kind: Kind = None,
    area: In = None,
    format_: Format = None,
    output: Output = None,
) -> None:
    """Report on the network."""
    asked = REPORTS[name]
    _refuse_idle_options(asked, {"--by": by, "--round": round_id, "--kind": kind, "--in": area})
    if round_id is not None and by not in (None, cohorts.By.ROUND):
        raise WrongUsage(_("--round goes with --by round only"))
    format_chosen = chosen(format_, output, FORMATS_OF[asked.form])
    desk: Desk = context.obj
    ledger = desk.read().ledger
    day = _day(desk, at)
    chosen_bodies = selection(ledger, kind, area)
    if chosen_bodies.register is None and by in (cohorts.By.DISTRICT, cohorts.By.REGION):
        raise WrongUsage(
            _("--by {area} needs a ledger with a register").format(area=by.value),
            (_('in the ledger: register = "nrw"'),),
        )
    made = asked.make(Request(ledger, day, by, _round(ledger, round_id), chosen_bodies, format_chosen.audience))
    publish(made, format_chosen, output, desk.path_or_none)
    doubtful = cohorts.doubtful(ledger, day, chosen_bodies)
    if doubtful:
        messages.note(
            ngettext(
                "for {count} member it is not known whether it had signed, or left, by then",
                "for {count} members it is not known whether they had signed, or left, by then",
                doubtful,
            ).format(count=doubtful)
        )


def map_(context: typer.Context, at: At = None, output: Output = None) -> None:
    """Draw the network on the map."""
    from engagiert_cli.reports import atlas

    format_chosen = MAP_FORMATS["table"] if output is None else chosen(None, output, MAP_FORMATS)
    desk: Desk = context.obj
    ledger = desk.read().ledger
    made = atlas.table(ledger, register_of(ledger), _day(desk, at))
    publish(made, format_chosen, output, desk.path_or_none)


def check(context: typer.Context, format_: Format = None, output: Output = None) -> None:
    """Check the ledger."""
    from engagiert_cli.reports import problems

    desk: Desk = context.obj
    try:
        document = desk.read(count_warnings=False)
        found, summary = document.warnings, problems.summary(document)
    except LedgerInvalid as invalid:
        found, summary = tuple(invalid.problems), ""
    format_chosen = chosen(format_, output)
    if output is None and format_chosen.audience is Audience.PEOPLE and format_ is None:
        say_problems(found, summary)
    else:
        publish(problems.table(found, summary), format_chosen, output, desk.path_or_none)
    if any(problem.severity is Severity.ERROR for problem in found):
        raise typer.Exit(1)


def _refuse_idle_options(report: Report, options: Mapping[str, object]) -> None:
    """Raise `WrongUsage` for an option that was given and means nothing to the report."""
    for option, value in options.items():
        if value is not None and option not in report.options:
            others = ", ".join(other.name for other in REPORTS.values() if option in other.options)
            raise WrongUsage(
                _("{option} does not apply to the report {report}").format(option=option, report=report.name),
                (_("it does to {reports}").format(reports=others),),
            )


def _day(desk: Desk, at: Date | None) -> datetime.date:
    return at.latest if at else desk.today


def _round(ledger: Ledger, round_id: str | None) -> Round | None:
    if round_id is None:
        return None
    from engagiert_cli.ledger.changes import known_round

    return known_round(ledger, round_id)
