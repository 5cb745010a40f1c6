"""Hints in the words of the command line."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from engagiert_cli.errors import Hint, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BARE = r"[\w./:+=-]+…?"
_WITHOUT_LEDGER = ("init", "help", "…")
_ledger = ""


def work_on(ledger: str) -> None:
    """Name the ledger that was asked for in every command that is advised, or none where none was."""
    global _ledger
    _ledger = ledger


def worded(hint: str | Hint) -> str:
    """Return the hint with its command as it is typed."""
    return hint.text.replace("{command}", command_line(hint)) if isinstance(hint, Hint) else hint


def all_worded(problems: Iterable[Problem]) -> Sequence[Problem]:
    """Return the problems with their remedies in words, as a table has them."""
    return [problem._replace(remedies=tuple(map(worded, problem.remedies))) for problem in problems]


def command_line(hint: Hint) -> str:
    """Return the command as it is typed in a shell; without a name its options alone."""
    options = {}
    for name, value in hint.options.items():
        spelt = f"--{name}" if len(name) > 1 else f"-{name}"
        options[name] = spelt if value is True else f"{spelt} {shell_quoted(str(value))}"
    program = ("engagiert", options.pop("ledger", ""), hint.command) if hint.command else ()
    if _ledger and hint.command and hint.command not in _WITHOUT_LEDGER and "ledger" not in hint.options:
        options["ledger"] = f"--ledger {shell_quoted(_ledger)}"
    subject = shell_quoted(hint.subject) if hint.subject else ""
    words = [subject, *options.values()]
    if subject.startswith("-"):
        words = [*options.values(), "--", subject]
    return " ".join(filter(None, (*program, *words)))


def shell_quoted(word: str) -> str:
    """Return the word as it is typed in a shell: bare, else in quotes within which nothing is run or replaced."""
    if re.fullmatch(_BARE, word):
        return word
    if not set(word) & set('"$`\\!%“”„'):
        return f'"{word}"'  # what cmd.exe, PowerShell and sh all read alike
    return in_single_marks(word) if os.name == "nt" else "'" + word.replace("'", "'\\''") + "'"


def in_single_marks(word: str) -> str:
    """Return the word quoted for PowerShell, which takes rounded marks for its own, too."""
    return "'" + re.sub("(['‘’‚‛])", r"\1\1", word) + "'"
