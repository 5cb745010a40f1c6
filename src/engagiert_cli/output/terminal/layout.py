"""The columns of a table fitted to a width: measured once, then narrowed, wrapped and folded until all of them fit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from engagiert_cli.output import human
from engagiert_cli.output.safe import isolated, safe
from engagiert_cli.output.terminal.lines import GAP
from engagiert_cli.output.width import DATES, WORDS, is_usual, longest_part, width, wrap
from engagiert_cli.reports.table import Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engagiert_cli.reports.table import Column

_BAR, _LEAST_BAR = 20, 2
# What gives way where there is too little room, one after the other: titles at their blanks, then their long words
# between syllables, at last texts at their blanks; and for each, the blanks before numbers, and before texts.
_WHOLE, _TITLES, _SYLLABLES, _TEXTS = range(4)
_GAPS = ((GAP, GAP), (GAP[1:], GAP), (GAP[1:], GAP[1:]))
_WAYS = [(_WHOLE, *_GAPS[0]), *((way, *gaps) for way in (_TITLES, _SYLLABLES, _TEXTS) for gaps in _GAPS)]
_FOR_BARS = len(_WAYS) - len(_GAPS)  # so many of them are tried for the shortest bars
_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL = "█"
BLOCKS = _EIGHTHS + _FULL
"""What bars are drawn with where the terminal has it."""
_LONG_WORD = r"\w{9,}"
_SYLLABLE = r"(?<=[aeiouäöü])(?=[^\Waeiouäöü][aeiouäöü])"


class Measured:
    """A column: its texts, how wide they are, and the width, the gap before it and the bar that it is given at last."""

    def __init__(self, column: Column, texts: list[str], cells: Iterable[Any], room: int) -> None:
        self.title = safe(column.title)
        self.is_text = column.type is Type.TEXT
        self.is_right = column.type in human.RIGHT
        self.texts = texts
        self.shares = [cell or 0.0 for cell in cells] if column.type is Type.SHARE else []
        self._is_usual = is_usual("".join(self.texts))
        self._longest = max(map(len if self._is_usual else width, self.texts), default=0)
        self._wraps = column.type not in (Type.COUNT, Type.SHARE, Type.DATE)
        self._breaks = DATES if column.type is Type.PERIOD else WORDS
        self._room = room
        self.bar = 0
        self.whole = 1.0
        self.gap = ""
        self.given = self.wanted
        self._least: dict[int, int] = {}
        self._wrapped: dict[str, list[str]] = {}

    @property
    def wanted(self) -> int:
        """The width in which nothing wraps."""
        return self._within(max(width(self.title), self._longest + self._before))

    def least(self, way: int) -> int:
        """Return the width in which nothing breaks but what gives way."""
        if way == _WHOLE:
            return self.wanted
        if way not in self._least:
            title = self.title if way == _TITLES else _divided(self.title)
            content = self._longest_part() if way == _TEXTS and self._wraps else self._longest
            self._least[way] = max(longest_part(title), content)
        return self._within(max(self._least[way], self._longest + self._before if self.bar else 0))

    @property
    def _before(self) -> int:
        return self.bar + 1 if self.bar else 0

    @property
    def is_even(self) -> bool:
        """Whether every text can be padded by its length, because all are plain and fit."""
        return self._is_usual and not self.shares and self._longest <= self.given

    def header(self) -> list[str]:
        """Return the title in lines of the given width."""
        title = self.title if longest_part(self.title) <= self.given else _divided(self.title)
        return [self._padded(line) for line in wrap(title, self.given)]

    def block(self, index: int, *, has_blocks: bool) -> list[str]:
        """Return a cell in lines of the given width, a share behind its bar."""
        text = self.texts[index]
        if self.shares and self.bar and text:
            bar = _drawn(self.shares[index], self.whole, self.bar, has_blocks=has_blocks)
            return [bar + text.rjust(self.given - self.bar)]
        if len(text) <= self.given and self._is_usual:
            return [text.rjust(self.given) if self.is_right else text.ljust(self.given)]
        if text not in self._wrapped:
            indent, name = _indent(text)
            lines = wrap(name, max(1, self.given - len(indent)), self._breaks)
            self._wrapped[text] = [self._padded(indent + line) for line in lines]
        return self._wrapped[text]

    def _padded(self, line: str) -> str:
        blanks = " " * (self.given - width(line))
        return blanks + isolated(line) if self.is_right else isolated(line) + blanks

    def _within(self, cells: int) -> int:
        return max(1, min(self._room, cells))

    def _longest_part(self) -> int:
        longest = 0
        for text in sorted(set(self.texts), key=len, reverse=True):
            # The rest is too short to hold a longer part, even if all its characters were wide.
            if len(text) * (1 if self._is_usual else 2) <= longest:
                break
            indent, name = _indent(text)
            longest = max(longest, len(indent) + longest_part(name, self._breaks))
        return longest


def _indent(text: str) -> tuple[str, str]:
    """Return what a nested name is indented by, which all its lines are, and the name."""
    name = text.lstrip("\xa0")
    return text[: len(text) - len(name)], name


def _divided(title: str) -> str:
    """Return a title for a narrow column: its long words in two, divided between syllables near their middle."""

    def halves(word: re.Match[str]) -> str:
        breaks = [found.start() for found in re.finditer(_SYLLABLE, word[0])]
        middle = min(breaks, key=lambda place: abs(2 * place - len(word[0])), default=0)
        return f"{word[0][:middle]}- {word[0][middle:]}" if middle else word[0]

    return re.sub(_LONG_WORD, halves, title)


def fit(columns: Sequence[Measured], room: int) -> tuple[list[Measured], list[Measured]]:
    """Give the columns their widths; return those that stand side by side, and those that do not fit there.

    Titles give way first, then the widest texts, down to their longest words. If that is not enough, the last column of
    texts is taken out, then the one before; then the others. The first stays, and breaks its words at last. Bars, all
    of one length and one scale, take what room is left; only for the shortest, what gives way may do so more.
    """
    kept = list(columns)
    while (way := _fitted(kept, room)) is None and len(kept) > 1:
        kept.remove(next((column for column in reversed(kept[1:]) if column.is_text), kept[-1]))
    for left_out in [column for column in columns if column not in kept]:
        # A short one may find its place again, once a long one has gone.
        more = [column for column in columns if column in kept or column is left_out]
        if (fitted := _fitted(more, room)) is not None:
            kept, way = more, fitted
    if way is None:
        kept[0].given = room
    else:
        wraps = _WAYS[way][0] == _TEXTS
        long = [] if wraps else [(bar, way) for bar in range(_BAR, _LEAST_BAR - 1, -1)]
        bars = (*long, (_LEAST_BAR, len(_WAYS) - 1 if wraps else _FOR_BARS - 1), (0, way))
        next(bar for bar, last in bars if _fitted(kept, room, bar, last) is not None)
    whole = human.whole(share for column in kept for share in column.shares)
    for column in kept:
        column.whole = whole
    return kept, [column for column in columns if column not in kept]


def extent(columns: Sequence[Measured]) -> int:
    """Return the width that the columns take, with the blanks between them."""
    return sum(len(column.gap) + column.given for column in columns)


def _fitted(columns: Sequence[Measured], room: int, bar: int = 0, last: int = len(_WAYS) - 1) -> int | None:
    """Give the columns widths that fit the room, and bars, in the first way in which they do; return it, or None."""
    for number, (way, before_numbers, before_texts) in enumerate(_WAYS[: last + 1]):
        for column in columns:
            column.bar = bar if column.shares else 0
            column.gap = "" if column is columns[0] else before_numbers if column.is_right else before_texts
            column.given = column.wanted
        excess = extent(columns) - room
        while excess > 0:
            widest = max(columns, key=lambda column: column.given if column.given > column.least(way) else 0)
            if widest.given <= widest.least(way):
                break
            widest.given -= 1
            excess -= 1
        if excess <= 0:
            return number
    return None


def _drawn(share: float, whole: float, length: int, *, has_blocks: bool) -> str:
    """Return a bar in which the whole is the full length; a part, however small, shows, and is never the whole."""
    steps = len(_EIGHTHS) if has_blocks else 1
    filled = round(share / whole * length * steps)
    if 0 < share < whole:
        filled = min(max(filled, 1), length * steps - 1)
    full, rest = divmod(filled, steps)
    bar = (_FULL if has_blocks else "#") * full
    return (bar + _EIGHTHS[rest] if rest else bar).ljust(length)
