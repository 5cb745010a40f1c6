"""Tables on a terminal: every line fits, nothing is cut off, and the first rows appear at once.

The layout is our own, since Rich measures every cell several times (0.55 ms per row). Rich colours and writes it.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, TextIO

from rich.segment import Segment

from engagiert_cli.output import human, screen
from engagiert_cli.output.terminal.lines import BAR, END, GAP, LOUD, QUIET, heading, joined, paragraph, write_segments
from engagiert_cli.output.width import DATES, NAMES, WORDS, is_usual, longest_part, width, wrap
from engagiert_cli.reports.table import Type
from engagiert_cli.text import displayed, isolated, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.style import Style

    from engagiert_cli.reports.table import Column, Table

# A bar means something only beside others; all are relative to the longest.
_BAR, _LEAST_BAR, _LEAST_AMONG_OTHERS = 20, 4, 2
_EIGHTHS = " ▏▎▍▌▋▊▉"
# How space is saved, step by step: titles break at blanks, then between syllables, and last of all texts break at
# blanks; each step with the gaps before numbers and before texts.
_WHOLE, _TITLES, _SYLLABLES, _TEXTS = range(4)
_GAPS = ((GAP, GAP), (GAP[1:], GAP), (GAP[1:], GAP[1:]))
_WAYS = [(_WHOLE, *_GAPS[0]), *((way, *gaps) for way in (_TITLES, _SYLLABLES, _TEXTS) for gaps in _GAPS)]
_FOR_BARS = len(_WAYS) - len(_GAPS) - 1  # the last step in which no text breaks
_LONG_WORD = r"\w{9,}"
_SYLLABLE = r"(?<=[aeiouäöü])(?=[^\Waeiouäöü][aeiouäöü])"
_SHORT = 8  # cells; details go under the second column if the first is not wider
# What goes on lines of its own under each row, names or a column without room: texts, and where they may break.
_Under = tuple[list[str], str]


class _Measured:
    """A column: its texts and their widths; and the width, the gap before it and the bar that it gets."""

    gap = ""
    bar = given = floor = 0

    def __init__(self, column: Column, texts: list[str], cells: Iterable[Any], room: int) -> None:
        self.title = safe(column.title)
        self.is_text = column.type is Type.TEXT
        self.is_right = column.type in human.RIGHT
        self.texts = texts
        self.shares = [cell or 0.0 for cell in cells] if column.type is Type.SHARE else []
        self._is_usual = is_usual("".join(texts))
        self._longest = max(map(len if self._is_usual else width, texts), default=0)
        self._breaks = DATES if column.type in (Type.DATE, Type.PERIOD) else WORDS
        self._room = room
        divided = longest_part(_divided(self.title))
        self._titles = (width(self.title), longest_part(self.title), divided, divided)

    def least(self, way: int) -> int:
        """Return the least width at this step."""
        texts = self._narrowest if way == _TEXTS else self._longest
        return max(1, min(self._room, max(self._titles[way], texts + self.bar + bool(self.bar))))

    @cached_property
    def _narrowest(self) -> int:
        parts = map(_indent, set(self.texts))
        return max((len(indent) + longest_part(name, self._breaks) for indent, name in parts), default=0)

    def is_even(self) -> bool:  # all texts can be padded by their length
        return self._is_usual and not self.shares and self._longest <= self.given

    def header(self) -> list[str]:
        title = self.title if longest_part(self.title) <= self.given else _divided(self.title)
        return [self._padded(line) for line in wrap(title, self.given)]

    def block(self, index: int) -> list[str]:
        """Return a cell in lines of its width, a share after its bar."""
        text = self.texts[index]
        if self.bar and text:
            return [_drawn(self.shares[index], self.bar) + text.rjust(self.given - self.bar)]
        if len(text) <= self.given and self._is_usual:
            return [text.rjust(self.given) if self.is_right else text.ljust(self.given)]
        indent, name = _indent(text)
        return [self._padded(indent + line) for line in wrap(name, max(1, self.given - len(indent)), self._breaks)]

    def _padded(self, line: str) -> str:
        blanks = " " * (self.given - width(line))
        return blanks + isolated(line) if self.is_right else isolated(line) + blanks


def write_table(table: Table, out: TextIO) -> None:
    """Write the table for a person at a terminal, at most as wide as the terminal."""
    write_segments(drawn(table, screen.size().columns), out)


def drawn(table: Table, room: int) -> Iterator[Segment]:
    """Yield the table in lines that fit the room; a line is one or more segments, the last of which ends it."""
    measured: list[_Measured] = []
    names = []
    for number, (column, texts) in enumerate(zip(table.columns, human.shown(table, safe, displayed), strict=True)):
        if number and column.type is Type.NAMES:
            names.append((column.title, texts))
        else:
            measured.append(_Measured(column, texts, map(column.cell, table.rows), room))
    kept, folded = _fit(measured, room)
    is_short = len(kept) > 1 and kept[0].given <= _SHORT
    indent = " " * (kept[0].given + len(kept[1].gap)) if is_short else GAP
    under: list[_Under] = [(_titled(column.title, map(isolated, column.texts)), WORDS) for column in folded]
    under += [(_titled(title, texts) if len(names) > 1 else texts, NAMES) for title, texts in names]
    longest = [len(indent) + max(map(width, texts), default=0) for texts, _breaks in under]
    title = sum(map(width, (displayed(table.title), GAP, displayed(table.subtitle))))
    across = max(_extent(kept) if table.rows else 0, min(room, max([title, *longest])))

    yield from heading(table, across, room)
    if table.rows:
        if any(column.title for column in table.columns):
            blocks = [column.header()[::-1] for column in kept]  # shorter ones are aligned at the bottom
            for line in reversed(list(zip_longest(*blocks))):
                yield from _line(kept, line, LOUD)
            yield Segment("─" * across, QUIET)
            yield END
        yield from _body(kept, under, indent, room)
    else:
        yield from paragraph(table.empty, room)
    if table.footer:
        yield END
        yield from paragraph(table.footer, room)


def _titled(title: str, texts: Iterable[str]) -> list[str]:
    """Return the texts after their title, unless they begin with it: `Kreis Unna`, but `Kreis: Rhein-Erft-Kreis`."""
    title = displayed(title)
    return [f"{title}: {text}" if text and not text.startswith(f"{title} ") else text for text in texts]


def _body(columns: Sequence[_Measured], under: Sequence[_Under], indent: str, room: int) -> Iterator[Segment]:
    if not under and all(column.is_even() for column in columns):
        shapes = [f"{column.gap}%{'' if column.is_right else '-'}{column.given}s" for column in columns]
        yield from map(Segment, human.lines("".join(shapes), [column.texts for column in columns]))
        return
    lists = [texts for texts, breaks in under if breaks is NAMES]
    for index in range(len(columns[0].texts)):
        if index and any(texts[index - 1] or texts[index] for texts in lists):
            yield END
        blocks = [column.block(index) for column in columns]
        for line in zip_longest(*blocks):
            yield from _line(columns, line)
        for texts, breaks in under:
            for part in wrap(texts[index], max(1, room - len(indent)), breaks) if texts[index] else ():
                yield Segment(f"{indent}{part}\n")


def _line(columns: Sequence[_Measured], texts: Sequence[str | None], style: Style | None = None) -> Iterator[Segment]:
    """Yield one line of the header or a row, with the bars in their colour; each text fills its column."""
    cells = []
    for column, text in zip(columns, texts, strict=True):
        bar = column.bar if text and not style else 0
        cells += [(column.gap, style), ((text or "")[:bar], BAR), ((text or " " * column.given)[bar:], style)]
    yield from joined(cells)


def _indent(text: str) -> tuple[str, str]:
    """Return the indent of a nested name, which all its lines get, and the name."""
    name = text.lstrip("\xa0")
    return text[: len(text) - len(name)], name


def _divided(title: str) -> str:
    """Return a title for a narrow column, its long words divided between syllables near their middle."""

    def halves(word: re.Match[str]) -> str:
        breaks = [found.start() for found in re.finditer(_SYLLABLE, word[0])]
        middle = min(breaks, key=lambda place: abs(2 * place - len(word[0])), default=0)
        return f"{word[0][:middle]}- {word[0][middle:]}" if middle else word[0]

    return re.sub(_LONG_WORD, halves, title)


def _fit(columns: Sequence[_Measured], room: int) -> tuple[list[_Measured], list[_Measured]]:
    """Give the columns their widths; return those that fit side by side, and those that do not.

    Columns of texts are taken out first, from the last; the first column stays and, as a last resort, breaks its
    words. Bars, of one length and scale, take the remaining room; titles break for them only if there are several.
    """
    kept = list(columns)
    while (way := _fitted(kept, room)) is None and len(kept) > 1:
        kept.remove(next((column for column in reversed(kept[1:]) if column.is_text), kept[-1]))
    for back in columns:  # a short one may fit again once a long one is gone
        more = [column for column in columns if column in kept or column is back]
        if (fitted := _fitted(more, room)) is not None:
            kept, way = more, fitted
    if way is None:
        kept[0].given = room
    else:
        bars = [(bar, way) for bar in range(_BAR, _LEAST_BAR - 1, -1) if way <= _FOR_BARS]
        if sum(bool(column.shares) for column in kept) > 1:
            last = _FOR_BARS if way <= _FOR_BARS else len(_WAYS) - 1
            bars += [(bar, last) for bar in range(_LEAST_BAR, _LEAST_AMONG_OTHERS - 1, -1)]
        next(bar for bar, last in [*bars, (0, way)] if _fitted(kept, room, bar, last) is not None)
    whole = human.whole(share for column in kept for share in column.shares)
    for column in kept:
        column.shares = [share / whole for share in column.shares]
    return kept, [column for column in columns if column not in kept]


def _extent(columns: Sequence[_Measured]) -> int:
    """Return the width of the columns with the gaps between them."""
    return sum(len(column.gap) + column.given for column in columns)


def _fitted(columns: Sequence[_Measured], room: int, bar: int = 0, last: int = len(_WAYS) - 1) -> int | None:
    """Give the columns widths and bars that fit the room, at the first possible step; return it, or None."""
    for number, (way, before_numbers, before_texts) in enumerate(_WAYS[: last + 1]):
        for column in columns:
            column.bar = bar if column.shares else 0
            column.gap = "" if column is columns[0] else before_numbers if column.is_right else before_texts
            column.given, column.floor = column.least(_WHOLE), column.least(way)
        for _cell in range(_extent(columns) - room):
            widest = max(columns, key=lambda column: column.given if column.given > column.floor else 0)
            widest.given -= widest.given > widest.floor
        if _extent(columns) <= room:
            return number
    return None


def _drawn(share: float, length: int) -> str:
    """Return a bar whose full length is the whole; even a small part is visible, and no part looks like the whole."""
    filled = round(share * length * len(_EIGHTHS))
    if 0 < share < 1:
        filled = min(max(filled, 1), length * len(_EIGHTHS) - 1)
    full, rest = divmod(filled, len(_EIGHTHS))
    return ("█" * full + _EIGHTHS[rest]).rstrip(" ").ljust(length)
