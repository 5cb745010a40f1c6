"""Measuring and wrapping text in the cells of a terminal: a wide character fills two, a combining mark none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engagiert_cli.text import is_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Patterns not compiled yet: most tables do not need them.
# Characters that may not be exactly one cell wide.
_UNUSUAL = "[^\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u2010-\u2027\u202f-\u205e\u2500-\u25fc]"

# Where a line may be broken: at blanks, so that double names stay whole, but not within a date; names after commas,
# a period after its years.
WORDS = r"(?= )(?<!\b[0-9])(?<!\b[0-9]{2})(?<!\b[0-9]\.)(?<!\b[0-9]{2}\.)(?! [0-9]{4}(?![-\w]))"
NAMES, DATES = r"(?<=,)(?= )", r"(?<=[0-9]{4})(?= )"
_PARTS = r"(?= )|(?<=\w[-/–])(?=\w)"
_FINER = {NAMES: WORDS, DATES: WORDS, WORDS: _PARTS}
_WHOLE = 30  # cells; longer words are addresses or paths, not names


def is_usual(text: str) -> bool:
    """Whether every character certainly fills exactly one cell."""
    return is_plain(text.replace("–", "-")) or not re.search(_UNUSUAL, text)  # the dash stands for nothing


def width(text: str) -> int:
    """Return how many cells the text fills."""
    if is_usual(text):
        return len(text)
    from rich.cells import cell_len  # the table of all widths is seldom needed

    return cell_len(text)


def longest_part(text: str, breaks: str = WORDS) -> int:
    """Return the width of the longest part that breaks only as a last resort."""
    longest = max(width(part.strip(" ")) for part in re.split(breaks, text))
    return longest if longest <= _WHOLE or breaks not in _FINER else longest_part(text, _FINER[breaks])


def head(text: str, room: int) -> str:
    """Return the text, shortened at its end by an ellipsis if it does not fit."""
    return text if width(text) <= room else f"{next(_broken(text, room - 1))}…"


def tail(text: str, room: int) -> str:
    """Return the text, shortened at its start by an ellipsis if it does not fit."""
    return text if width(text) <= room else f"…{next(_broken(text[::-1], room - 1))[::-1]}"


def wrap(text: str, room: float, breaks: str = WORDS, measure: Callable[[str], float] = width) -> list[str]:
    """Return the text in lines that fit; only blanks at the breaks are dropped, and only long words are broken."""
    if measure(text) <= room:
        return [text]
    lines: list[str] = []
    line, filled = "", 0.0
    for part in re.split(breaks, text):
        if filled + measure(part) <= room:
            line += part
            filled += measure(part)
            continue
        lines += [line] if line else []
        line = part.lstrip(" ")
        if measure(line) > room:
            # After its hyphens and slashes, if there are any.
            finer = _FINER.get(breaks)
            *full, line = wrap(line, room, finer, measure) if finer else _broken(line, room, measure)
            lines += full
        filled = measure(line)
    return [*lines, line]


def _broken(word: str, room: float, measure: Callable[[str], float] = width) -> Iterator[str]:
    """Yield the word in pieces that fit, each at least a letter with its marks, even if that is too wide."""
    start, filled = 0, 0.0
    for index, character in enumerate(word):
        if filled and filled + measure(character) > room:
            yield word[start:index]
            start, filled = index, 0.0
        filled += measure(character)
    yield word[start:]
