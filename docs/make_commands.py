"""Write the reference of the commands, as a page and as a man page, from the program's own help.

Run it after a change of a command: `.venv/bin/python docs/make_commands.py`; a test demands that both are up to date.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

# The program chooses its language when it is imported.
os.environ["LC_ALL"] = "C"

import typer

from engagiert_cli import __version__
from engagiert_cli.cli.app import app
from engagiert_cli.cli.toolkit import Command, Group, examples_of, in_our_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from typer.core import TyperCommand, TyperGroup

DOCS = Path(__file__).parent
CODES = (
    ("0", "done"),
    ("1", "refused, or check found an error"),
    ("2", "wrong usage"),
    ("3", "a defect of the program"),
    ("4", "written, but the disk did not confirm it"),
    ("130", "interrupted"),
)
VARIABLES = (
    ("ENGAGIERT_LEDGER", "the ledger, where --ledger names none"),
    ("ENGAGIERT_TODAY", "today, for scripts and tests, such as 2026-11-23"),
    ("ENGAGIERT_TRACEBACK", "1 shows where in the program a defect is"),
    ("NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, TERM, COLUMNS", "colour and width, as in other programs"),
    ("LANGUAGE, LC_ALL, LC_MESSAGES, LANG", "the language, German or English, as in other programs"),
)


def page() -> str:
    """Return the reference in Markdown: every help page as the program shows it."""
    group = _group()
    parts = [
        "# The commands of engagiert\n\nMade from the program by `docs/make_commands.py`.\n",
        f"```text\n{_help(group, 'engagiert')}\n```\n",
        *(
            f"## {name}\n\n```text\n{_help(_command(group, name), f'engagiert {name}')}\n```\n"
            for name in group.catalogue
        ),
        "## Exit codes\n\n" + _table(CODES),
        "## Environment\n\n" + _table((f"`{name}`", text) for name, text in VARIABLES),
    ]
    return "\n".join(parts)


def manual() -> str:
    """Return the man page, in roff."""
    group = _group()
    lines = [
        f'.TH ENGAGIERT 1 "" "engagiert {__version__}" "User Commands"',
        ".SH NAME",
        r"engagiert \- a membership ledger for networks whose members join by signing a declaration",
        ".SH SYNOPSIS",
        r".B engagiert",
        r"[\fIOPTIONS\fR] [\fICOMMAND\fR ...]",
        ".SH DESCRIPTION",
        _roff(
            "engagiert keeps the list of a network in one TOML file that people and git can read. Alone, it says where "
            "the ledger is and what it holds. The ledger is the one that --ledger or ENGAGIERT_LEDGER names, else the "
            "nearest data/members.toml or members.toml, here or in a folder above."
        ),
        ".SH OPTIONS",
        *_options(group, "engagiert"),
        ".SH COMMANDS",
    ]
    for name, entry in group.catalogue.items():
        command = _command(group, name)
        usage = " ".join(command.collect_usage_pieces(_context(command, f"engagiert {name}")))
        title, summary = in_our_words(f"engagiert {name} {usage}", entry.summary)
        lines += [f".SS {_roff(title)}", _roff(summary)]
        lines += _options(command, f"engagiert {name}")
        lines += [".PP", "Examples:", ".nf", *(f".RS\n{_roff(example)}\n.RE" for example in examples_of(name)), ".fi"]
    lines += [".SH EXIT STATUS", *_items(CODES), ".SH ENVIRONMENT", *_items(VARIABLES)]
    return "\n".join(lines) + "\n"


def _group() -> Group:
    group = typer.main.get_group(app)
    assert isinstance(group, Group)
    return group


def _command(group: Group, name: str) -> TyperCommand:
    command = group.get_command(_context(group, "engagiert"), name)
    assert isinstance(command, Command)
    return command


def _context(command: TyperCommand | TyperGroup, name: str) -> typer.Context:
    settings = {"terminal_width": 80, "max_content_width": 80, **command.context_settings}
    context: typer.Context = command.context_class(command, info_name=name, **settings)  # type: ignore[assignment]
    return context


def _help(command: TyperCommand | TyperGroup, name: str) -> str:
    return re.sub(r" +$", "", command.get_help(_context(command, name)), flags=re.MULTILINE)


def _options(command: TyperCommand | TyperGroup, name: str) -> Iterator[str]:
    context = _context(command, name)
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record:
            title, text = in_our_words(*record)
            yield f".TP\n.B {_roff(title)}\n{_roff(text)}"


def _items(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, text in rows:
        yield f".TP\n.B {_roff(name)}\n{_roff(text)}"


def _table(rows: Iterable[tuple[str, str]]) -> str:
    return "| | |\n|---|---|\n" + "".join(f"| {name} | {text} |\n" for name, text in rows)


def _roff(text: str) -> str:
    """Return the text so that roff changes nothing in it: hyphens that can be copied, no line that is a request."""
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("…", "...").replace("'", r"\(aq")
    return rf"\&{text}" if text.startswith((".", "'")) else text


if __name__ == "__main__":
    (DOCS / "commands.md").write_text(page(), "utf-8", newline="\n")
    (DOCS / "engagiert.1").write_text(manual(), "utf-8", newline="\n")
