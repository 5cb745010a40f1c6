"""How a command is typed in a shell."""

from __future__ import annotations

import os
import re

_BARE = r"[\w./:+…-]+"


def command_line(verb: str, subject: str, **options: str) -> str:
    """Return a command of engagiert about the subject, with its options, as it is typed in a shell."""
    words = ["engagiert", verb]
    if not subject.startswith("-"):
        words.append(shell_quoted(subject))
    for name, value in options.items():
        words += (f"--{name}", shell_quoted(value))
    if subject.startswith("-"):
        words += ("--", shell_quoted(subject))
    return " ".join(words)


def shell_quoted(word: str) -> str:
    """Return the word as it is typed in a shell: bare, else in quotes within which nothing is run or replaced."""
    if re.fullmatch(_BARE, word):
        return word
    if not set(word) & set('"$`\\!%“”„'):
        return f'"{word}"'  # what cmd.exe, PowerShell and sh all read alike
    if os.name == "nt":
        return "'" + re.sub("(['‘’‚‛])", r"\1\1", word) + "'"  # PowerShell takes each of them for its quote
    return "'" + word.replace("'", "'\\''") + "'"
