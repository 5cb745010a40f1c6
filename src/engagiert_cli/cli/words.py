"""Other words for commands, options and values that people type, in German and in English.

An unknown word is looked up in `words.tsv`; else a similar known one is suggested, or none. For commands that change
something, their help is suggested.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from engagiert_cli.cli.toolkit import rows_of
from engagiert_cli.language import _, alternatives
from engagiert_cli.text import fold

_NEAR = 0.75
"""Two swapped letters are similar in a word of four; two wrong letters are not in a word of six."""


def meant(word: str, known: Iterable[str], kind: str) -> list[str]:
    """Return the table's lines for a `command`, an `option` or a `value` that begin with a known word."""
    typed, there = fold(word.lstrip("-")), set(known)
    return [
        line
        for of, line, words in rows_of("words.tsv")
        if of == kind and line.split()[0] in there and typed in map(fold, words.split())
    ]


def near(word: str, known: Collection[str]) -> list[str]:
    """Return the known words with a similar spelling, the nearest first."""
    return get_close_matches(word.casefold(), known, cutoff=_NEAR)


def choice_meant(word: str, choices: Collection[str], command: str = "") -> str:
    """Return the question whether some choices, or another option of the command, are meant; empty if not."""
    lines = [f"engagiert {line}" for line in meant(word, {command}, "command")]
    return question(meant(word, choices, "value") or lines or near(word, choices))


def question(lines: Sequence[str]) -> str:
    """Return the question whether one of the lines is meant, or the command to try, after a full stop."""
    if not lines:
        return ""
    if lines[0].startswith("engagiert"):
        return ". " + _("Try: {command}").format(command=lines[0])
    return ". " + _("Did you mean {options}?").format(options=alternatives(lines))
