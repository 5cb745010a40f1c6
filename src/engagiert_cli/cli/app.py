"""The app: its commands, its global options, and the one boundary where errors end."""

from __future__ import annotations

import platform
from pathlib import Path
from typing import Annotated

import typer

from engagiert_cli import __version__
from engagiert_cli.cli.toolkit import HELP_NAMES, Catalogue, CommandEntry, Group, opening
from engagiert_cli.language import _
from engagiert_cli.output import messages, screen


def _choose_ledger(context: typer.Context, value: str | None) -> None:
    if value is not None:
        context.meta["ledger"] = value


def _leave_out_notes(context: typer.Context, value: bool) -> None:
    if value or context.parent is None:
        messages.leave_out_notes(value)


def _show_version(context: typer.Context, value: bool) -> None:
    if value and not context.resilient_parsing:
        from engagiert_cli.cli.emit import say
        from engagiert_cli.ledger.dates import Date
        from engagiert_cli.register.bodies import open_register

        say(
            [
                f"engagiert {__version__}",
                _("official register as of {date}").format(date=Date.of_day(open_register("de").edition)),
                f"Python {platform.python_version()}, {Path(__file__).parents[1]}",
            ]
        )
        raise typer.Exit


def _show_completion(context: typer.Context, shell: str | None) -> None:
    if shell is not None and not context.resilient_parsing:
        from engagiert_cli.cli.completion import SCRIPTS

        if shell not in SCRIPTS:
            from engagiert_cli.cli.words import choice_meant

            message = _('"{text}" is not one of {choices}').format(text=shell, choices=", ".join(SCRIPTS))
            raise typer.BadParameter(message + choice_meant(shell, SCRIPTS))
        with screen.standard_output(machines=True) as out:  # shells read no line ends of Windows
            out.write(SCRIPTS[shell].lstrip())
        raise typer.Exit


# Each command: its function, and what its help opens with, a line on what it does and two examples.
Group.catalogue = Catalogue(
    {
        _("Begin"): (
            CommandEntry(
                "init",
                "start.init",
                _("Start a ledger; never overwrites a file."),
                ('engagiert init --name "Bündnis für Musterstadt"', "engagiert init --example"),
            ),
            CommandEntry(
                "import",
                "intake.import_",
                _("Import a list from Excel, CSV or JSON: all of it, or nothing."),
                ("engagiert import members.xlsx --dry-run", "engagiert import members.csv --column name=Ort"),
            ),
            CommandEntry(
                "help",
                "app.help_",
                _("Show what the program can do, or how a command is used."),
                ("engagiert help", "engagiert help join"),
            ),
        ),
        _("Enter"): (
            CommandEntry(
                "join",
                "changes.join",
                _("Add members: all of those named, or none."),
                ("engagiert join Witten --round 2015", "engagiert join Dorsten Ahlen --signed 16.6.2016"),
            ),
            CommandEntry(
                "leave",
                "changes.leave",
                _("End a membership."),
                ("engagiert leave Velbert --on 30.6.2019", "engagiert leave Velbert --on 2019 --dry-run"),
            ),
            CommandEntry(
                "amend",
                "changes.amend",
                _("Correct a member's latest entry; an empty value clears a field."),
                ("engagiert amend Witten --signed 15.6.2015", 'engagiert amend Witten --note ""'),
            ),
            CommandEntry(
                "remove",
                "changes.remove",
                _("Remove an entry that was never true."),
                ("engagiert remove Witten --dry-run", "engagiert remove Witten"),
            ),
            CommandEntry(
                "round",
                "rounds.round_",
                _("List the signing rounds, add one, or correct one."),
                ("engagiert round", "engagiert round 2016 --name Drittunterzeichnung --signed 6.2016"),
            ),
            CommandEntry(
                "edit",
                "edit.edit",
                _("Edit the ledger in your editor; it is checked before it is written."),
                ("engagiert edit", "engagiert edit --ledger data/members.toml"),
            ),
            CommandEntry(
                "undo",
                "history.undo_",
                _("Take back the last changes, one after another."),
                ("engagiert undo", "engagiert undo 2 --dry-run"),
            ),
            CommandEntry(
                "redo",
                "history.redo",
                _("Bring back what undo took back."),
                ("engagiert redo", "engagiert redo --dry-run"),
            ),
        ),
        _("Ask"): (
            CommandEntry(
                "list",
                "questions.list_",
                _("List the members of today or of any day."),
                ("engagiert list --since 2015", "engagiert list --at 6.2016 -o members.csv"),
            ),
            CommandEntry(
                "show",
                "questions.show",
                _("Show all that is known about a body, member or not."),
                ("engagiert show Witten", "engagiert show 05954036 --format json"),
            ),
            CommandEntry(
                "check",
                "questions.check",
                _("List every problem in the ledger, with its place."),
                ("engagiert check", "engagiert check --format json"),
            ),
        ),
        _("Publish"): (
            CommandEntry(
                "report",
                "reports.report",
                _("Report on cohorts, growth and more."),
                ("engagiert report --by year --at 2015", "engagiert report growth -o growth.svg"),
            ),
            CommandEntry(
                "map",
                "reports.map_",
                _("Draw the members on the map of the Land."),
                ("engagiert map --at 2012", "engagiert map -o map.html"),
            ),
        ),
        _("Work together"): (
            CommandEntry(
                "log",
                "history.log",
                _("List the changes that can be taken back, and how."),
                ("engagiert log", "engagiert log -o changes.md"),
            ),
            CommandEntry(
                "diff",
                "history.diff",
                _("Show what changed between two versions, member by member."),
                ("engagiert diff HEAD~1", "engagiert diff last-year.toml -o changes.md"),
            ),
            CommandEntry(
                "merge",
                "merge.merge",
                _("Merge two versions by member, as git's merge driver."),
                ("engagiert merge --install", "engagiert merge base.toml ours.toml theirs.toml"),
            ),
            CommandEntry(
                "schema",
                "start.schema",
                _("Print the JSON Schema of the ledger, for editors."),
                ("engagiert schema -o engagiert.schema.json", "engagiert schema"),
            ),
        ),
    }
)

app = typer.Typer(
    cls=Group,
    name="engagiert",
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback(
    help=opening(
        _("The membership ledger: who joined, when, and how many we are."),
        ("engagiert join Witten --round 2015", "engagiert report"),
    ),
    invoke_without_command=True,
    subcommand_metavar=_("COMMAND …"),
    options_metavar=_("[OPTIONS]"),
    context_settings=HELP_NAMES,
)
def _program(
    context: typer.Context,
    ledger: Annotated[
        str | None,
        typer.Option(
            "--ledger",
            metavar=_("PATH"),
            help=_(
                "The ledger, or its folder; else what ENGAGIERT_LEDGER names, else the nearest members.toml. "
                "- reads it from standard input."
            ),
            callback=_choose_ledger,
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("-q", "--quiet", help=_("Leave out the notes."), callback=_leave_out_notes)
    ] = False,
    version: Annotated[
        bool, typer.Option("-V", "--version", help=_("Show the version."), callback=_show_version, is_eager=True)
    ] = False,
    completion: Annotated[
        str | None,
        typer.Option(
            metavar="SHELL",
            help=_("Print what sets up the Tab key in bash, zsh, fish or powershell."),
            callback=_show_completion,
            is_eager=True,
        ),
    ] = None,
) -> None:
    """Find the ledger for the command; alone, say where it is and what it holds."""
    if context.invoked_subcommand == "help":
        return
    from engagiert_cli.cli.session import Session  # with the whole ledger behind it, which help need not wait for

    context.obj = Session(context.meta)
    if context.invoked_subcommand is None:
        from engagiert_cli.cli.start import overview

        overview(context.obj)


def help_(
    context: typer.Context,
    command: Annotated[
        str | None,
        typer.Argument(
            metavar=_("[COMMAND]"),
            help=_("The command; the whole program by default."),
            autocompletion=lambda: list(Group.catalogue),
        ),
    ] = None,
) -> None:
    """Show a help page; that of the program also for a word that is no command."""
    program = context.find_root()
    assert isinstance(program.command, Group)
    if command and command not in Group.catalogue:
        unknown = program.command.unknown(command)
        messages.warn(unknown.message, unknown.hints[:-1])
        command = None
    with screen.standard_output() as out:
        out.write(program.command.page(command, program) + "\n")
