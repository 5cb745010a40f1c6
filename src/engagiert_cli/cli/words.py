"""What people type for what is called otherwise here, in German and in English: commands, options and their values.

A word that is unknown is looked up in `words.tsv`; what is nearly one that there is has its spelling corrected; and
nothing is offered else. Of commands that change something it is their help.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from engagiert_cli.cli.toolkit import rows_of
from engagiert_cli.language import _, alternatives
from engagiert_cli.text import fold

_NEAR = 0.75
"""Two letters in turned order are near in a word of four, two other ones are not in a word of six."""


def meant(word: str, known: Iterable[str], kind: str) -> list[str]:
    """Return what the table has for a `command`, an `option` or a `value`; of that, what begins with one known."""
    typed, there = fold(word.lstrip("-")), set(known)
    return [
        line
        for of, line, words in rows_of("words.tsv")
        if of == kind and line.split()[0] in there and typed in map(fold, words.split())
    ]


def near(word: str, known: Collection[str]) -> list[str]:
    """Return those of the known words that the word is nearly spelt like, the nearest first."""
    return get_close_matches(word.casefold(), known, cutoff=_NEAR)


def choice_meant(word: str, choices: Collection[str], command: str = "") -> str:
    """Return the question whether some of the choices are meant, or another line of the command; else nothing."""
    lines = [f"engagiert {line}" for line in meant(word, {command}, "command")]
    return question(meant(word, choices, "value") or lines or near(word, choices))


def question(lines: Sequence[str]) -> str:
    """Return the question whether one of the lines is meant, or the command to try, behind a full stop."""
    if not lines:
        return ""
    if lines[0].startswith("engagiert"):
        return ". " + _("Try: {command}").format(command=lines[0])
    return ". " + _("Did you mean {options}?").format(options=alternatives(lines))
