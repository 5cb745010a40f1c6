"""The columns of a table fitted to a width: measured once, then narrowed, wrapped and folded until all of them fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagiert_cli.output import human
from engagiert_cli.output.safe import isolated, safe
from engagiert_cli.output.width import DATES, WORDS, is_usual, longest_part, width, wrap
from engagiert_cli.reports.table import Type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engagiert_cli.reports.table import Cell, Column

GAP = "  "
_BAR, _LEAST_BAR = 20, 5
_EIGHTHS = " ▏▎▍▌▋▊▉"
_FULL = "█"
BLOCKS = _EIGHTHS + _FULL
"""What bars are drawn with where the terminal has it."""


class Measured:
    """A column: its texts, how wide they are, and the width that it is `given` in the end."""

    def __init__(self, column: Column, cells: Sequence[Cell], room: int) -> None:
        self.title = safe(column.title)
        self.is_text = column.type is Type.TEXT
        self.is_right = column.type in human.RIGHT
        self.texts = human.texts(column.type, cells)
        self.shares = cells if column.type is Type.SHARE else None
        self._is_usual = is_usual("".join(self.texts))
        self._longest = max(map(len if self._is_usual else width, self.texts), default=0)
        self._wraps = column.type not in (Type.COUNT, Type.SHARE, Type.DATE)
        self._breaks = DATES if column.type is Type.PERIOD else WORDS
        self._room = room
        self.given = self.wanted
        self._least: int | None = None
        self._wrapped: dict[str, list[str]] = {}

    @property
    def wanted(self) -> int:
        """The width in which nothing wraps and a bar has its full length."""
        return self._wide_enough_for(width(self.title), self._longest, _BAR)

    @property
    def short(self) -> int:
        """The width in which nothing wraps and a bar is at its shortest."""
        return self._wide_enough_for(width(self.title), self._longest, _LEAST_BAR)

    @property
    def least(self) -> int:
        """The width in which no word is broken; a bar has gone."""
        if self._least is None:
            content = self._longest_part() if self._wraps else self._longest
            self._least = self._wide_enough_for(longest_part(self.title), content, 0)
        return self._least

    @property
    def bar(self) -> int:
        """The length of a bar in the given width; none in a column of another type."""
        length = self.given - self._longest - 1
        return min(length, _BAR) if self.shares and length >= _LEAST_BAR else 0

    @property
    def is_even(self) -> bool:
        """Whether every text can be padded by its length, because all are plain and fit."""
        return self._is_usual and not self.shares and self._longest <= self.given

    def header(self) -> list[str]:
        """Return the title in lines of the given width."""
        return [self._padded(line) for line in wrap(self.title, self.given)]

    def block(self, index: int, *, has_blocks: bool) -> list[str]:
        """Return a cell in lines of the given width, a share behind its bar."""
        text = self.texts[index]
        if self.shares and self.bar and text:
            bar = _drawn(float(self.shares[index]), self.bar, has_blocks=has_blocks)  # type: ignore[arg-type]
            return [bar + text.rjust(self.given - self.bar)]
        if len(text) <= self.given and self._is_usual:
            return [text.rjust(self.given) if self.is_right else text.ljust(self.given)]
        if text not in self._wrapped:
            self._wrapped[text] = [self._padded(line) for line in wrap(text, self.given, self._breaks)]
        return self._wrapped[text]

    def _padded(self, line: str) -> str:
        blanks = " " * (self.given - width(line))
        return blanks + isolated(line) if self.is_right else isolated(line) + blanks

    def _wide_enough_for(self, title: int, content: int, bar: int) -> int:
        return max(1, min(self._room, max(title, content + bar + 1 if self.shares and bar else content)))

    def _longest_part(self) -> int:
        longest = 0
        for text in sorted(set(self.texts), key=len, reverse=True):
            # The rest is too short to hold a longer part, even if all its characters were wide.
            if len(text) * (1 if self._is_usual else 2) <= longest:
                break
            longest = max(longest, longest_part(text, self._breaks))
        return longest


def fit(columns: Sequence[Measured], room: int) -> tuple[list[Measured], list[Measured]]:
    """Give the columns their widths; return those that stand side by side, and those that do not fit there.

    Bars get shorter first, then the widest columns wrap, down to their longest words, or lose their bars. If that is
    not enough, the last column of texts is taken out, then the one before; then the others. The first stays, and breaks
    its words at last.
    """
    kept = list(columns)
    while not _narrowed(kept, room) and len(kept) > 1:
        kept.remove(next((column for column in reversed(kept[1:]) if column.is_text), kept[-1]))
    for left_out in [column for column in columns if column not in kept]:
        # A short one may find its place again, once a long one has gone.
        more = [column for column in columns if column in kept or column is left_out]
        if _narrowed(more, room):
            kept = more
    if not _narrowed(kept, room):
        kept[0].given = room
    return kept, [column for column in columns if column not in kept]


def extent(columns: Sequence[Measured]) -> int:
    """Return the width that the columns take, with the blanks between them."""
    return sum(column.given for column in columns) + len(GAP) * (len(columns) - 1)


def _narrowed(columns: Sequence[Measured], room: int) -> bool:
    """Give the columns widths that fit the room without breaking a word; False where there are none."""
    for column in columns:
        column.given = column.wanted
    excess = extent(columns) - room
    for column in columns:
        if excess > 0:
            less = min(excess, column.given - column.short)
            column.given -= less
            excess -= less
    while excess > 0:
        widest = max(columns, key=lambda column: column.given if column.given > column.least else 0)
        if widest.given <= widest.least:
            return False
        widest.given -= 1
        excess -= 1
    return True


def _drawn(share: float, length: int, *, has_blocks: bool) -> str:
    """Return a bar in which the whole is the full length; a part, however small, shows, and is never the whole."""
    steps = len(_EIGHTHS) if has_blocks else 1
    filled = round(share * length * steps)
    if 0 < share < 1:
        filled = min(max(filled, 1), length * steps - 1)
    full, rest = divmod(max(0, min(filled, length * steps)), steps)
    bar = (_FULL if has_blocks else "#") * full
    return (bar + _EIGHTHS[rest] if rest else bar).ljust(length)
