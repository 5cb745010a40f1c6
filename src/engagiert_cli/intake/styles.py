"""How cells of Excel look: which numbers are days, how much of a day is shown, and what is struck through."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from engagiert_cli.intake.listing import FIRST_DAY, Cell, day, number
from engagiert_cli.ledger.dates import Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

_LAST_DAY = 2_958_465  # 31 December 9999
FROM_1904 = datetime.date(1904, 1, 1)
_NO_LETTERS_OF_DATES = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
# How much of a date Excel's numbered formats show.
_BUILT_IN = {**dict.fromkeys((14, 15, 16, 22, *range(27, 37), *range(50, 59)), Precision.DAY), 17: Precision.MONTH}


class Book:
    """What all sheets of a workbook share: texts, the day with number 0, and the looks of styles."""

    def __init__(self) -> None:
        self.strings: Sequence[str] = ()
        self.first_day = FIRST_DAY
        self.formats: dict[int, Precision | None] = dict(_BUILT_IN)
        self.fonts: list[bool] = []
        """Whether each font strikes through."""
        self.shown: list[Precision | None] = []
        """How much of a date each style shows, if it shows one."""
        self.struck: set[int] = set()
        """The styles that strike through."""

    def add_style(self, format_: int, font: int) -> None:
        """Add the next style."""
        if any(self.fonts[font : font + 1]):
            self.struck.add(len(self.shown))
        self.shown.append(self.formats.get(format_))

    def number(self, value: float, style: int) -> Cell:
        """Return what a cell of that style shows of a number: as much of a day as the style does, or the number."""
        shown = self.shown[style] if style < len(self.shown) else None
        if not shown or not 1 <= value <= _LAST_DAY:
            return number(value)
        # Excel has a 29 February 1900.
        return day(value + (self.first_day == FIRST_DAY and value < 60), shown, self.first_day)


@lru_cache(maxsize=64)
def shown_by(code: str) -> Precision | None:
    """Return how much of a date a number format shows: `mmm yy` a month, `0.00` and `h:mm` nothing."""
    letters = set(_NO_LETTERS_OF_DATES.sub("", code.partition(";")[0]).lower())
    if "d" in letters:
        return Precision.DAY
    if "m" in letters and not letters & set("hs"):
        return Precision.MONTH
    return Precision.YEAR if "y" in letters else None
