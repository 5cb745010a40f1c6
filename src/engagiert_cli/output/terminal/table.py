"""Tables on a terminal: every line fits, nothing is cut off, and the first rows appear at once.

The layout is our own, since Rich's measures every cell several times (0.55 ms a row). Rich colours and writes it.
"""

from __future__ import annotations

from itertools import groupby, islice, zip_longest
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style

from engagiert_cli.output import human, screen
from engagiert_cli.output.safe import displayed, isolated, safe
from engagiert_cli.output.terminal.layout import BLOCKS, GAP, Measured, extent, fit
from engagiert_cli.output.width import NAMES, WORDS, width, wrap
from engagiert_cli.reports.table import Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from engagiert_cli.reports.table import Table

# What is to be read has the reader's own colour, which alone is sure to show on any ground; ornaments have others.
_LOUD = Style(bold=True)
QUIET = Style(dim=True)
BAR = Style(color="green")

_RULE = "─"
_CHUNK = 256
_SHORT = 8  # cells: details stand under the second column where the first is no wider
_END = Segment("\n")


class _Console(Console):
    """Rich's console, except that a closed pipe is for the caller."""

    def on_broken_pipe(self) -> None:
        raise  # noqa: PLE0704  (Rich calls this where it handles the error)


class _Under(NamedTuple):
    """What stands under each row in lines of its own: names, or a column for which the terminal is too narrow."""

    texts: Sequence[str]
    breaks: str


def write_table(table: Table, out: TextIO) -> None:
    """Write the table for a person at a terminal, as wide as the terminal is."""
    write_segments(drawn(table, screen.columns(), has_blocks=screen.takes(out, BLOCKS + _RULE)), out)


def has_many_colours(out: TextIO) -> bool:
    """Whether the reader wants colours, and the terminal has 256 of them or more."""
    return screen.takes_colour(out) and _console(out, "auto").color_system in ("256", "truecolor")


def write_segments(segments: Iterator[Segment], out: TextIO, *, color_system: str = "standard") -> None:
    """Write what was drawn, the first lines at once, in colour where the terminal has it and the reader wants it."""
    console = _console(out, color_system)
    while chunk := list(islice(segments, _CHUNK)):
        console.print(Segments(chunk), crop=False)


def _console(out: TextIO, color_system: str) -> _Console:
    colour = screen.takes_colour(out)
    return _Console(
        file=out,
        width=screen.columns(),
        height=24,  # with both, Rich does not ask again
        force_terminal=screen.is_terminal(out),
        force_jupyter=False,
        color_system=color_system if colour else None,  # type: ignore[arg-type]
        no_color=not colour,
    )


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
    under = [_Under(_titled(column.title, map(isolated, column.texts)), WORDS) for column in folded]
    under += [_Under(_titled(title, texts) if len(names) > 1 else texts, NAMES) for title, texts in names]
    title, subtitle = displayed(table.title), displayed(table.subtitle)
    across = max(extent(kept), min(room, width(title) + len(GAP) + width(subtitle)))
    for below in under:
        longest = max(map(width, below.texts), default=0)
        across = min(room, max(across, len(indent) + longest))

    yield from heading(title, subtitle, across, room)
    if table.rows:
        if any(column.title for column in table.columns):
            yield from _header(kept)
            yield Segment((_RULE if has_blocks else "-") * across, QUIET)
            yield _END
        yield from _body(kept, under, indent, room, has_blocks=has_blocks)
    elif table.empty:
        yield from paragraph(displayed(table.empty), room)
    if table.footer:
        yield _END
        yield from paragraph(displayed(table.footer), room)


def _titled(title: str, texts: Iterable[str]) -> list[str]:
    """Return the texts behind their title, unless they begin with it: `Kreis Unna`, but `Kreis: Rhein-Erft-Kreis`."""
    title = displayed(title)
    return [f"{title}: {text}" if text and not text.startswith(f"{title} ") else text for text in texts]


def heading(title: str, subtitle: str, across: int, room: int) -> Iterator[Segment]:
    """Yield the title, and beside it, flush with the table's right edge, the subtitle if there is room for it."""
    if not title and not subtitle:
        return
    between = across - width(title) - width(subtitle)
    if title and subtitle and between >= len(GAP):
        yield Segment(title, _LOUD)
        yield Segment(f"{' ' * between}{subtitle}\n")
    else:
        if title:
            yield from paragraph(title, room, _LOUD)
        if subtitle:
            yield from paragraph(subtitle, room)
    yield _END


def _body(
    columns: Sequence[Measured], under: Sequence[_Under], indent: str, room: int, *, has_blocks: bool
) -> Iterator[Segment]:
    if not under and all(column.is_even for column in columns):
        shapes = [f"{column.gap}%{'' if column.is_right else '-'}{column.given}s" for column in columns]
        yield from map(Segment, human.lines("".join(shapes), [column.texts for column in columns]))
        return
    lists = [below.texts for below in under if below.breaks is NAMES]
    for index in range(len(columns[0].texts)):
        if index and any(texts[index - 1] or texts[index] for texts in lists):
            yield _END
        blocks = [column.block(index, has_blocks=has_blocks) for column in columns]
        for line in zip_longest(*blocks):
            yield from _line(columns, line)
        for below in under:
            if text := below.texts[index]:
                for part in wrap(text, max(1, room - len(indent)), below.breaks):
                    yield Segment(f"{indent}{part}\n")


def _header(columns: Sequence[Measured]) -> Iterator[Segment]:
    """Yield the titles, those of fewer lines standing at the foot."""
    blocks = [column.header()[::-1] for column in columns]
    for line in reversed(list(zip_longest(*blocks))):
        yield Segment(_spaced(columns, line).rstrip(" "), _LOUD)
        yield _END


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


def joined(cells: list[tuple[str, Style | None]]) -> Iterator[Segment]:
    """Yield a line of cells, neighbours of one style as one segment, without blanks at the end."""
    while cells and cells[-1][0] == " ":
        cells.pop()
    for style, same in groupby(cells, key=itemgetter(1)):
        yield Segment("".join(text for text, _style in same), style)
    yield _END


def paragraph(text: str, room: int, style: Style | None = None) -> Iterator[Segment]:
    """Yield the text in lines that fit."""
    for line in wrap(text, room):
        yield Segment(line, style)
        yield _END
