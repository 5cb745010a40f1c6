"""The app: its commands, its global options, and the one boundary where errors end."""

import platform
from pathlib import Path
from typing import Annotated

import typer

from engagiert_cli import __version__
from engagiert_cli.cli.toolkit import HELP_NAMES, CommandEntry, Group, one_of
from engagiert_cli.language import _
from engagiert_cli.lazy import text_of
from engagiert_cli.output import hints, messages, screen

SHELLS = ("bash", "zsh", "fish", "powershell")

Group.catalogue = {
    name: CommandEntry(name, function, group, summary)
    for name, function, group, summary in (
        ("init", "start.init", _("Begin"), _("Start a ledger; never overwrites a file.")),
        ("import", "intake.import_", _("Begin"), _("Import a list from Excel, CSV or JSON: all of it, or nothing.")),
        ("help", "app.help_", _("Begin"), _("Show what the program can do, or how a command is used.")),
        ("join", "changes.join", _("Enter"), _("Add members: all of those named, or none.")),
        ("leave", "changes.leave", _("Enter"), _("End a membership.")),
        ("amend", "changes.amend", _("Enter"), _("Correct a member's latest entry; an empty value clears a field.")),
        ("remove", "changes.remove", _("Enter"), _("Remove an entry that was never true.")),
        ("round", "changes.round_", _("Enter"), _("List the signing rounds, add one, or correct one.")),
        ("edit", "edit.edit", _("Enter"), _("Edit the ledger in your editor; it is checked before it is written.")),
        ("undo", "history.undo_", _("Enter"), _("Take back the last changes, one after another.")),
        ("redo", "history.redo", _("Enter"), _("Bring back what undo took back.")),
        ("list", "questions.list_", _("Ask"), _("List the members of today or of any other day.")),
        ("show", "questions.show", _("Ask"), _("Show all that is known about a body, member or not.")),
        ("check", "questions.check", _("Ask"), _("List every problem in the ledger, with its place.")),
        ("report", "reports.report", _("Publish"), _("Report on cohorts, growth and more.")),
        ("map", "reports.map_", _("Publish"), _("Draw the members on the map of the Land.")),
        ("log", "history.log", _("Work together"), _("List the changes that can be taken back, and how.")),
        ("diff", "history.diff", _("Work together"), _("Show what changed between two versions, member by member.")),
        ("merge", "merge.merge", _("Work together"), _("Merge two versions member by member, also for git.")),
        ("schema", "start.schema", _("Work together"), _("Print the JSON Schema of the ledger, for editors.")),
    )
}

app = typer.Typer(
    cls=Group,
    name="engagiert",
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _choose_ledger(context: typer.Context, value: str | None) -> None:
    if value is not None:
        context.meta["ledger"] = value
    if value is not None or context.parent is None:
        hints.work_on("" if value in (None, "-") else value)


def _leave_out_notes(context: typer.Context, value: bool) -> None:
    if value or context.parent is None:
        messages.leave_out_notes(value)


def _show_version(context: typer.Context, value: bool) -> None:
    if value and not context.resilient_parsing:
        from engagiert_cli.cli.emit import say
        from engagiert_cli.ledger.dates import Date
        from engagiert_cli.register.bodies import open_register

        edition = Date.of_day(open_register("de").edition)
        place = f"Python {platform.python_version()}, {Path(__file__).parents[1]}"
        say([f"engagiert {__version__}", _("official register as of {date}").format(date=edition), place])
        raise typer.Exit


def _show_completion(context: typer.Context, shell: str | None) -> None:
    if shell is not None and not context.resilient_parsing:
        with screen.standard_output(machines=True) as out:  # shells do not read Windows line ends
            out.write(text_of(f"cli/completion.{shell}"))
        raise typer.Exit


@app.callback(
    help=_("The membership ledger: who joined, when, and how many we are."),
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
            parser=one_of(SHELLS),
            help=_("Print the setup for the Tab key in bash, zsh, fish or powershell."),
            callback=_show_completion,
            is_eager=True,
        ),
    ] = None,
) -> None:
    """Find the ledger for the command; without a command, say where it is and what it holds."""
    if context.invoked_subcommand == "help":
        return
    from engagiert_cli.cli.session import Session  # it imports the whole ledger, which help does not need

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
    """Show a help page, that of the program for an unknown command."""
    page = context.find_root()
    program = page.command
    assert isinstance(program, Group)
    if command:
        found = program.get_command(page, command)
        if found:
            page = found.make_context(command, [], parent=page, resilient_parsing=True)
        else:
            unknown = program.unknown(command)
            messages.warn(unknown.message, unknown.hints[:-1])
    with screen.standard_output() as out:
        out.write(page.get_help() + "\n")
