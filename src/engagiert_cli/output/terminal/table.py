"""Tables on a terminal: every line fits, nothing is cut off, and the first rows appear at once.

The layout is our own, since Rich's measures every cell several times (0.55 ms a row). Rich colours and writes it.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.segment import Segment

from engagiert_cli.output import human, screen
from engagiert_cli.output.safe import displayed, isolated, safe
from engagiert_cli.output.terminal.layout import BLOCKS, Measured, extent, fit
from engagiert_cli.output.terminal.lines import BAR, END, GAP, LOUD, QUIET, heading, paragraph, write_segments
from engagiert_cli.output.width import NAMES, WORDS, width, wrap
from engagiert_cli.reports.table import Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from engagiert_cli.reports.table import Table

_RULE = "─"
_SHORT = 8  # cells: details stand under the second column where the first is no wider
# What stands under each row in lines of its own, names or a column that the terminal has no room for: the texts, and
# where they may be broken.
_Under = tuple[list[str], str]


def write_table(table: Table, out: TextIO) -> None:
    """Write the table for a person at a terminal, as wide as the terminal is."""
    write_segments(drawn(table, screen.columns(), has_blocks=screen.takes(out, BLOCKS + _RULE)), out)


def drawn(table: Table, room: int, *, has_blocks: bool = True) -> Iterator[Segment]:
    """Yield the table in lines that fit the room; a line is one segment or several, the last of them ends it."""
    measured: list[Measured] = []
    names = []
    for number, (column, texts) in enumerate(zip(table.columns, human.shown(table, safe, displayed), strict=True)):
        if number and column.type is Type.NAMES:
            names.append((column.title, texts))
        else:
            measured.append(Measured(column, texts, map(column.cell, table.rows), room))
    kept, folded = fit(measured, room)
    is_short = len(kept) > 1 and kept[0].given <= _SHORT
    indent = " " * (kept[0].given + len(kept[1].gap)) if is_short else GAP
    under: list[_Under] = [(_titled(column.title, map(isolated, column.texts)), WORDS) for column in folded]
    under += [(_titled(title, texts) if len(names) > 1 else texts, NAMES) for title, texts in names]
    longest = [len(indent) + max(map(width, texts), default=0) for texts, _breaks in under]
    title = sum(map(width, (displayed(table.title), GAP, displayed(table.subtitle))))
    across = max(extent(kept) if table.rows else 0, min(room, max([title, *longest])))

    yield from heading(table, across, room)
    if table.rows:
        if any(column.title for column in table.columns):
            yield from _header(kept)
            yield Segment((_RULE if has_blocks else "-") * across, QUIET)
            yield END
        yield from _body(kept, under, indent, room, has_blocks=has_blocks)
    elif table.empty:
        yield from paragraph(table.empty, room)
    if table.footer:
        yield END
        yield from paragraph(table.footer, room)


def _titled(title: str, texts: Iterable[str]) -> list[str]:
    """Return the texts behind their title, unless they begin with it: `Kreis Unna`, but `Kreis: Rhein-Erft-Kreis`."""
    title = displayed(title)
    return [f"{title}: {text}" if text and not text.startswith(f"{title} ") else text for text in texts]


def _body(
    columns: Sequence[Measured], under: Sequence[_Under], indent: str, room: int, *, has_blocks: bool
) -> Iterator[Segment]:
    if not under and all(column.is_even for column in columns):
        shapes = [f"{column.gap}%{'' if column.is_right else '-'}{column.given}s" for column in columns]
        yield from map(Segment, human.lines("".join(shapes), [column.texts for column in columns]))
        return
    lists = [texts for texts, breaks in under if breaks is NAMES]
    for index in range(len(columns[0].texts)):
        if index and any(texts[index - 1] or texts[index] for texts in lists):
            yield END
        blocks = [column.block(index, has_blocks=has_blocks) for column in columns]
        for line in zip_longest(*blocks):
            yield from _line(columns, line)
        for texts, breaks in under:
            for part in wrap(texts[index], max(1, room - len(indent)), breaks) if texts[index] else ():
                yield Segment(f"{indent}{part}\n")


def _header(columns: Sequence[Measured]) -> Iterator[Segment]:
    """Yield the titles, those of fewer lines standing at the foot."""
    blocks = [column.header()[::-1] for column in columns]
    for line in reversed(list(zip_longest(*blocks))):
        yield Segment(_spaced(columns, line).rstrip(" "), LOUD)
        yield END


def _spaced(columns: Sequence[Measured], texts: Sequence[str | None]) -> str:
    """Return the texts, which fill their columns, or None, side by side."""
    return "".join(column.gap + (text or " " * column.given) for column, text in zip(columns, texts, strict=True))


def _line(columns: Sequence[Measured], texts: Sequence[str | None]) -> Iterator[Segment]:
    """Yield one line of a row, its bars in their colour."""
    line = _spaced(columns, texts)
    done = end = 0
    for column, text in zip(columns, texts, strict=True):
        start, end = end + len(column.gap), end + len(column.gap) + column.given
        if column.bar and text and not text.isspace():
            yield Segment(line[done:start])
            yield Segment(line[start : start + column.bar], BAR)
            done = start + column.bar
    yield Segment(line[done:].rstrip(" ") + "\n")
