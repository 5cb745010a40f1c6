"""The types of options and arguments, which turn what is typed into checked values."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Annotated, Any

import typer

from engagiert_cli.cli.session import today
from engagiert_cli.cli.toolkit import one_of
from engagiert_cli.language import _
from engagiert_cli.lazy import named
from engagiert_cli.ledger.dates import Date, NotADate
from engagiert_cli.output.formats import FORMATS, FORMATS_OF_PROBLEMS, FORMATS_WITH_PLACES, REPORT_FORMATS

_DAYS_AGO = {"heute": 0, "today": 0, "gestern": 1, "yesterday": 1}


def parse_date(text: str) -> Date:
    """Return the date that was typed; raises Typer's `BadParameter` with the accepted forms."""
    ago = _DAYS_AGO.get(text.strip().casefold())
    if ago is not None:
        return Date.of_day(today() - datetime.timedelta(days=ago))
    try:
        return Date.parse_typed(text)
    except NotADate as error:
        forms = _('"{text}" is not a date; write 5.12.2012, 12.2012, 2012, 2012-12-05 or 2012-12').format(text=text)
        forms += "; " + _("for some time between: 2013..2016")
        raise typer.BadParameter(str(error) if error.reason else forms) from None


def parse_date_or_nothing(text: str) -> Date | str:
    """Return the date that was typed, or the empty text, which clears a date."""
    return parse_date(text) if text.strip() else ""


def given(nothing: object = None, /, **fields: object) -> dict[str, Any]:
    """Return the fields that were given, an empty text as `nothing`, which clears a field."""
    return {name: nothing if value == "" else value for name, value in fields.items() if value is not None}


def option(
    name: str,
    metavar: str,
    help_: str,
    offers: str | Collection[str] = (),
    parser: Callable[[str], object] | None = None,
) -> Any:
    """Return an option with a value, and its completions (see `_offering`)."""
    return typer.Option(
        *name.split(), metavar=metavar, help=help_, parser=parser, autocompletion=_offering(offers), show_default=False
    )


def argument(
    metavar: str, help_: str, offers: str | Collection[str] = (), parser: Callable[[str], object] | None = None
) -> Any:
    """Return an argument and its completions (see `_offering`)."""
    return typer.Argument(
        metavar=metavar, help=help_, parser=parser, autocompletion=_offering(offers), show_default=False
    )


def dated(name: str, help_: str, parser: Callable[[str], object] = parse_date) -> Any:
    """Return an option with a date."""
    return option(name, _("DATE"), help_, parser=parser)


def _offering(offers: str | Collection[str]) -> Callable[..., Any] | None:
    """Return the function that completes: the given words, or by its name a function in `completion`."""
    if isinstance(offers, str):
        # No types, which Typer would evaluate at every start; the module is imported only for completion.
        return lambda ctx, incomplete: list(named(f"engagiert_cli.cli.completion.{offers}")(ctx, incomplete))
    return (lambda: list(offers)) if offers else None


def _format(formats: Collection[str]) -> Any:
    help_ = ", ".join(formats) + ". " + _("Default: table on a terminal, else plain.")
    return option("--format", _("FORMAT"), help_, formats, one_of(formats))


Name = Annotated[str, argument(_("NAME"), _("The member, by name or key."), "members")]
Members = Annotated[list[str], argument(_("NAME…"), _("The members, by name or key."), "members")]
_WHO = _("Who signed; - reads the names from standard input, one per line.")
Names = Annotated[list[str] | None, argument(_("NAME…"), _WHO, "joining")]
RoundId = Annotated[str | None, option("--round", "ID", _("The signing round."), "rounds")]
Kind = Annotated[str | None, option("--kind", _("KIND"), _("The kind of body: Stadt, Kreis …"), "kinds")]
_OF_KIND = _("Only bodies of this kind, such as Stadt or Kreis; repeat it for several.")
Kinds = Annotated[list[str] | None, option("--kind", _("KIND"), _OF_KIND, "kinds")]
_IN = _("Only bodies in this district, region or Land, including itself; repeat it for several.")
In = Annotated[list[str] | None, option("--in", _("AREA"), _IN, "areas")]
Note = Annotated[str | None, option("--note", _("TEXT"), _("A remark."))]
_ON_RECORD = _("Where it is on record: a council decision, a link.")
Source = Annotated[str | None, option("--source", _("TEXT"), _ON_RECORD)]
Signed = Annotated[Date | None, dated("--signed", _("When they signed, as far as it is known."))]
CorrectedSigned = Annotated[
    Date | None, dated("--signed", _("When it was signed, as far as it is known."), parse_date_or_nothing)
]
CorrectedLeft = Annotated[Date | None, dated("--left", _("When the member left."), parse_date_or_nothing)]
LeftOn = Annotated[Date, dated("--on", _("When the member left."))]
At = Annotated[Date | None, dated("--at", _("The state at the end of this day, month or year; today by default."))]
DryRun = Annotated[bool, typer.Option("-n", "--dry-run", help=_("Show the change as a diff and write nothing."))]
Format = Annotated[str | None, _format(FORMATS)]
CheckFormat = Annotated[str | None, _format(FORMATS_OF_PROBLEMS)]
ListFormat = Annotated[str | None, _format(FORMATS_WITH_PLACES)]
ReportFormat = Annotated[str | None, _format(REPORT_FORMATS)]
_OUTPUT = _("Write to a file; its ending sets the format. - is standard output.")
Output = Annotated[Path | None, option("-o --output", _("FILE"), _OUTPUT)]
Force = Annotated[bool, typer.Option("--force", help=_("Let -o replace a workbook that engagiert did not write."))]
