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
    """Set the ledger to be named in every advised command; an empty text names none."""
    global _ledger
    _ledger = ledger


def worded(hint: str | Hint) -> str:
    """Return the hint as text, with its command as it is typed."""
    return hint.text.replace("{command}", command_line(hint)) if isinstance(hint, Hint) else hint


def all_worded(problems: Iterable[Problem]) -> Sequence[Problem]:
    """Return the problems with their remedies as text."""
    return [problem._replace(remedies=tuple(map(worded, problem.remedies))) for problem in problems]


def command_line(hint: Hint) -> str:
    """Return the command as it is typed in a shell, or only its options if it has no name."""
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
    """Return the word as it is typed in a shell: bare, or in quotes within which nothing is expanded."""
    if re.fullmatch(_BARE, word):
        return word
    if not set(word) & set('"$`\\!%“”„'):
        return f'"{word}"'  # what cmd.exe, PowerShell and sh all read alike
    return in_single_marks(word) if os.name == "nt" else "'" + word.replace("'", "'\\''") + "'"


def in_single_marks(word: str) -> str:
    """Return the word in single quotes for PowerShell, which takes curly quotes for the same."""
    return "'" + re.sub("(['‘’‚‛])", r"\1\1", word) + "'"
