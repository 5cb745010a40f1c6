"""The app: its commands, its global options, and the one boundary where errors end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from engagiert_cli import __version__
from engagiert_cli.cli import changes, questions, start
from engagiert_cli.cli.desk import Desk
from engagiert_cli.cli.help import Command, Group
from engagiert_cli.cli.publish import say
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_HELP_NAMES = {"help_option_names": ["-h", "--help"]}


def _show_version(value: bool) -> None:
    if value:
        say([f"engagiert {__version__}"])
        raise typer.Exit


# Each command with what its help opens with: what it does in one line, and two examples.
_COMMANDS: tuple[tuple[str, Callable[..., None], str, tuple[str, str]], ...] = (
    (
        "join",
        changes.join,
        _("Add members, all or none of those named."),
        ("engagiert join Witten --round 2015", "engagiert join Dorsten Ahlen --signed 16.6.2016"),
    ),
    (
        "leave",
        changes.leave,
        _("End a membership."),
        ("engagiert leave Velbert --on 30.6.2019", "engagiert leave Velbert --on 2019 --dry-run"),
    ),
    (
        "amend",
        changes.amend,
        _("Correct a member's latest entry; empty values remove."),
        ("engagiert amend Witten --signed 15.6.2015", 'engagiert amend Witten --note ""'),
    ),
    (
        "remove",
        changes.remove,
        _("Take out an entry that was never true."),
        ("engagiert remove Witten --dry-run", "engagiert remove Witten"),
    ),
    (
        "round",
        changes.round_,
        _("Add a signing round, or correct one."),
        ("engagiert round 2016 --name Drittunterzeichnung", "engagiert round 2015 --signed 6.2015"),
    ),
    (
        "list",
        questions.list_,
        _("List the members of today or of any day."),
        ("engagiert list --since 2015", "engagiert list --at 6.2016 -o members.csv"),
    ),
    (
        "show",
        questions.show,
        _("Show all that is known of one member."),
        ("engagiert show Witten", "engagiert show 05954036 --format json"),
    ),
    (
        "report",
        questions.report,
        _("Report on cohorts, growth and more."),
        ("engagiert report --by year --at 2015", "engagiert report growth -o growth.svg"),
    ),
    (
        "map",
        questions.map_,
        _("Draw the members on the map of the Land."),
        ("engagiert map --at 2012", "engagiert map -o map.html"),
    ),
    (
        "check",
        questions.check,
        _("List every problem in the ledger, with its place."),
        ("engagiert check", "engagiert check --format json"),
    ),
    (
        "init",
        start.init,
        _("Start a ledger, never over a file that is there."),
        ('engagiert init --name "Bündnis für Musterstadt"', "engagiert init --example"),
    ),
)


def _help(summary: str, examples: Sequence[str]) -> str:
    """Return a help text; the backspace keeps Typer from wrapping the examples into one paragraph."""
    return "\n".join((summary, "", "\b", *examples))


app = typer.Typer(
    cls=Group,
    name="engagiert",
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback(
    help=_help(
        _("The membership ledger: who joined, when, and how many we are."),
        ("engagiert join Witten --round 2015", "engagiert report"),
    ),
    invoke_without_command=True,
    subcommand_metavar=_("COMMAND …"),
    options_metavar=_("[OPTIONS]"),
    context_settings=_HELP_NAMES,
)
def _program(
    context: typer.Context,
    ledger: Annotated[
        str | None,
        typer.Option("--ledger", metavar=_("PATH"), help=_("The ledger file; - reads it from standard input.")),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", help=_("Show the version."), callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Find the ledger for the command; alone, say where it is and what it holds."""
    context.obj = Desk(ledger)
    if context.invoked_subcommand is None:
        start.overview(context.obj)


for _name, _command, _summary, _examples in _COMMANDS:
    app.command(
        _name,
        cls=Command,
        help=_help(_summary, _examples),
        options_metavar=_("[OPTIONS]"),
        context_settings=_HELP_NAMES,
    )(_command)


def main(arguments: Sequence[str] | None = None) -> Any:
    """Run the program as the console script does."""
    return app(args=arguments, prog_name="engagiert")
