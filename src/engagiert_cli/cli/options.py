"""The types of options and arguments: behind them there are only values, no text that might still be wrong."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Annotated, Any

import typer

from engagiert_cli.cli import completion
from engagiert_cli.cli.session import today
from engagiert_cli.cli.toolkit import one_of
from engagiert_cli.language import _
from engagiert_cli.ledger.dates import Date, NotADate
from engagiert_cli.output.formats import FORMATS, FORMATS_OF_PROBLEMS, FORMATS_WITH_PLACES, REPORT_FORMATS

_DAYS_AGO = {"heute": 0, "today": 0, "gestern": 1, "yesterday": 1}


def parse_date(text: str) -> Date:
    """Return the date that was typed; raises Typer's `BadParameter` with the forms that are read."""
    ago = _DAYS_AGO.get(text.strip().casefold())
    if ago is not None:
        return Date.of_day(today() - datetime.timedelta(days=ago))
    try:
        return Date.parse_typed(text)
    except NotADate as error:
        if error.reason:
            raise typer.BadParameter(str(error)) from None
        raise typer.BadParameter(
            _('"{text}" is not a date; write 5.12.2012, 12.2012, 2012, 2012-12-05 or 2012-12').format(text=text)
            + "; "
            + _("for some time between: 2013..2016")
        ) from None


def parse_date_or_nothing(text: str) -> Date | str:
    """Return the date that was typed, or the empty text, which takes a date out."""
    return parse_date(text) if text.strip() else ""


def given(nothing: object = None, /, **fields: object) -> dict[str, Any]:
    """Return the fields that were given; for an empty text, what takes a field out."""
    return {name: nothing if value == "" else value for name, value in fields.items() if value is not None}


def dated(name: str, help_: str, parser: Callable[[str], object] = parse_date) -> Any:
    """Return an option that takes a date."""
    return typer.Option(name, metavar=_("DATE"), parser=parser, help=help_)


def offering(offers: Callable[..., Any], name: str, metavar: str, help_: str) -> Any:
    """Return an option for which the Tab key offers something."""
    return typer.Option(name, metavar=metavar, help=help_, autocompletion=offers)


def _format(formats: Collection[str]) -> Any:
    """Return the option that takes one of the formats."""
    return typer.Option(
        "--format",
        metavar=_("FORMAT"),
        parser=one_of(formats),
        autocompletion=lambda: list(formats),
        help=", ".join(formats) + ". " + _("Default: table on a terminal, else plain."),
    )


Name = Annotated[
    str, typer.Argument(metavar=_("NAME"), help=_("The member, by name or key."), autocompletion=completion.members)
]
Members = Annotated[
    list[str],
    typer.Argument(metavar=_("NAME…"), help=_("The members, by name or key."), autocompletion=completion.members),
]
Names = Annotated[
    list[str] | None,
    typer.Argument(
        metavar=_("NAME…"),
        help=_("Who signed; - reads the names from standard input, one per line."),
        autocompletion=completion.joining,
    ),
]
RoundId = Annotated[str | None, offering(completion.rounds, "--round", "ID", _("The signing round."))]
Kind = Annotated[str | None, offering(completion.kinds, "--kind", _("KIND"), _("The kind of body: Stadt, Kreis …"))]
_OF_KIND = _("Only bodies of this kind: Stadt, Kreis … Repeat it for several.")
Kinds = Annotated[list[str] | None, offering(completion.kinds, "--kind", _("KIND"), _OF_KIND)]
_IN = _("Only bodies in this district, region or Land, itself included. Repeat it for several.")
In = Annotated[list[str] | None, offering(completion.areas, "--in", _("AREA"), _IN)]
Note = Annotated[str | None, typer.Option("--note", metavar=_("TEXT"), help=_("A remark."))]
Source = Annotated[
    str | None,
    typer.Option("--source", metavar=_("TEXT"), help=_("Where it is on record: a council decision, a link.")),
]
Signed = Annotated[Date | None, dated("--signed", _("When they signed, as far as it is known."))]
CorrectedSigned = Annotated[
    Date | None, dated("--signed", _("When it was signed, as far as it is known."), parse_date_or_nothing)
]
CorrectedLeft = Annotated[Date | None, dated("--left", _("When it left."), parse_date_or_nothing)]
LeftOn = Annotated[Date, dated("--on", _("When it left."))]
At = Annotated[Date | None, dated("--at", _("The state at the end of this date; today by default."))]
DryRun = Annotated[bool, typer.Option("-n", "--dry-run", help=_("Show the change as a diff and write nothing."))]
Format = Annotated[str | None, _format(FORMATS)]
CheckFormat = Annotated[str | None, _format(FORMATS_OF_PROBLEMS)]
ListFormat = Annotated[str | None, _format(FORMATS_WITH_PLACES)]
ReportFormat = Annotated[str | None, _format(REPORT_FORMATS)]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar=_("FILE"),
        help=_("Write to a file; its ending sets the format. - is standard output."),
    ),
]
Force = Annotated[bool, typer.Option("--force", help=_("Let -o replace a workbook that engagiert did not write."))]
