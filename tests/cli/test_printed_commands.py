"""Every command that a message prints exists, takes those options, and can be pasted into a shell as it stands."""

from __future__ import annotations

import contextlib
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from babel.messages.pofile import read_po

from engagiert_cli import language
from engagiert_cli.cli.app import app
from engagiert_cli.errors import Hint
from engagiert_cli.output.hints import command_line

SESSIONS = sorted(Path(__file__).with_name("sessions").glob("*.txt"))
CATALOGUE = Path(language.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "engagiert.po"
PROGRAM: Any = typer.main.get_command(app)
COMMANDS = sorted(PROGRAM.catalogue)
_WORDS = r"""(?:"[^"\n]*"|'[^'\n]*'|[^\n"'`;,()])*"""
# Behind a colon or a comma, or with the name of a command: elsewhere the program is spoken of.
_COMMAND = re.compile(
    rf"(?:(?:^|[:,]\s+)engagiert (?=--[a-z]|[a-z])|engagiert (?=(?:{'|'.join(COMMANDS)})\b)){_WORDS}", re.MULTILINE
)
_FIELD = re.compile(r"\{\w*\}")
# What stands in a message for something that only its reader knows.
_STANDS_FOR = {
    **dict.fromkeys(("DATE", "DATUM"), "2012-12-05"),
    **dict.fromkeys(("NAME", "ID", "PATH", "PFAD", "FILE", "DATEI", "…"), "x"),
}


def commands_in(text: str) -> list[str]:
    """Return the command lines of engagiert in a text."""
    return [match[0].lstrip(":, ").rstrip(" .") for match in _COMMAND.finditer(text)]


def run_by_typer(line: str) -> None:
    """Let Typer take the line apart as a shell would give it over; raises its usage errors. Nothing is run."""
    _program, *words = shlex.split(line)
    if words[0] == "--ledger" and words[-1] == "…":
        words[-1] = "list"  # any command
    words = [_STANDS_FOR.get(word, word) for word in words]
    with contextlib.suppress(typer.Exit), PROGRAM.make_context("engagiert", words) as context:  # --help leaves at once
        rest = [*context._protected_args, *context.args]
        if rest:
            name, command, others = PROGRAM.resolve_command(context, rest)
            command.make_context(name, others, parent=context).close()


def from_messages() -> list[str]:
    """Return the command lines in the messages of both languages."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    texts: list[str] = []
    for message in catalogue:
        for said in (message.id, message.string):
            texts += [said] if isinstance(said, str) else list(said or ())
    return sorted({_FIELD.sub("x", line.replace("{count}", "2")) for text in texts for line in commands_in(text)})


def from_sessions() -> list[str]:
    """Return the command lines that the program printed in the sessions, not those that were typed."""
    lines = (line for path in SESSIONS for line in path.read_text("utf-8").splitlines() if line.startswith("!"))
    return sorted({command for line in lines for command in commands_in(line)})


@pytest.mark.parametrize("line", from_messages())
def test_a_command_in_a_message_is_one(line: str) -> None:
    """In English and in German, with anything where the message has a field."""
    run_by_typer(line)


@pytest.mark.parametrize("line", from_sessions())
def test_a_command_that_was_printed_is_one(line: str) -> None:
    """As the sessions show it, with the names, dates and quotes of real cases."""
    run_by_typer(line)


@pytest.mark.parametrize(
    "name", ["Witten", "Bad Ems", "-rf", "--help", "a$(touch x)", "R&B", "O'Neill", "~x", "l*", "“x” y", ";ls"]
)
def test_a_member_of_any_name_is_named_to_the_shell(name: str) -> None:
    """What is printed of it comes back as that name, and as nothing else."""
    line = command_line(Hint("{command}", "amend", name, {"signed": "2012", "note": "-x $HOME"}))
    words = shlex.split(line)
    assert name in words
    assert "-x $HOME" in words
    run_by_typer(line)


def test_there_are_commands_in_messages() -> None:
    """The test looks at something."""
    assert len(from_messages()) > 8
    assert len(from_sessions()) > 20
