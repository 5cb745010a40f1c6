"""How a word is typed in a shell."""

from __future__ import annotations

import os
import re

_BARE = r"[\w./:+…-]+"


def shell_quoted(word: str) -> str:
    """Return the word as it is typed in a shell: bare, else in quotes within which nothing is run or replaced."""
    if re.fullmatch(_BARE, word):
        return word
    if not set(word) & set('"$`\\!%'):
        return f'"{word}"'  # what cmd.exe, PowerShell and sh all read alike
    return "'" + word.replace("'", "''" if os.name == "nt" else "'\\''") + "'"
