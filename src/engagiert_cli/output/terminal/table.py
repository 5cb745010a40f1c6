"""Tables on a terminal: every line fits, nothing is cut off, and the first rows appear at once.

The layout is our own, since Rich's measures every cell several times (0.55 ms a row). Rich colours and writes it.
"""

from __future__ import annotations

from itertools import islice, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style

from engagiert_cli.output import human, screen
from engagiert_cli.output.safe import displayed, isolated
from engagiert_cli.output.terminal.layout import BLOCKS, GAP, Measured, extent, fit
from engagiert_cli.output.width import NAMES, WORDS, width, wrap
from engagiert_cli.reports.table import Audience, Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from engagiert_cli.reports.table import Table

# Quiet colours that can be read on dark and on light ground; each only repeats what the layout says.
_LOUD = Style(bold=True)
QUIET = Style(dim=True)
_NAME = Style(color="cyan")
BAR = Style(color="green")

_RULE = "─"
_CHUNK = 256
_END = Segment("\n")


class _Console(Console):
    """Rich's console, except that a closed pipe is for the caller."""

    def on_broken_pipe(self) -> None:
        raise  # noqa: PLE0704  (Rich calls this where it handles the error)


class _Under(NamedTuple):
    """What stands under each row in lines of its own: names, or a column for which the terminal is too narrow."""

    texts: Sequence[str]
    indent: str
    style: Style | None = None
    breaks: str = WORDS


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
    columns = table.seen_by(Audience.PEOPLE)
    measured: list[Measured] = []
    names = []
    for column, cells in zip(columns, table.cells_of(columns), strict=True):
        if measured and column.type is Type.NAMES:
            names.append((column.title, human.texts(column.type, cells, displayed)))
        else:
            measured.append(Measured(column, cells, room))
    kept, folded = fit(measured, room)
    indent = " " * (kept[0].given + len(GAP) if len(kept) > 1 and kept[0].given <= room // 4 else len(GAP))
    under = [_Under(_titled(column.title, map(isolated, column.texts)), indent) for column in folded]
    under += [
        _Under(_titled(title, texts) if len(names) > 1 else texts, indent, _NAME, NAMES) for title, texts in names
    ]
    title, subtitle = displayed(table.title), displayed(table.subtitle)
    across = max(extent(kept), min(room, width(title) + len(GAP) + width(subtitle)))
    for below in under:
        longest = max(map(width, below.texts), default=0)
        across = min(room, max(across, len(indent) + longest))

    yield from heading(title, subtitle, across, room)
    if table.rows:
        if any(column.title for column in columns):
            yield from _header(kept)
            yield Segment((_RULE if has_blocks else "-") * across, QUIET)
            yield _END
        yield from _body(kept, under, room, has_blocks=has_blocks)
    elif table.empty:
        yield from paragraph(displayed(table.empty), room)
    if table.footer:
        yield _END
        yield from paragraph(displayed(table.footer), room, QUIET)


def _titled(title: str, texts: Iterable[str]) -> list[str]:
    return [f"{displayed(title)}: {text}" if text else "" for text in texts]


def heading(title: str, subtitle: str, across: int, room: int) -> Iterator[Segment]:
    """Yield the title, and beside it, flush with the table's right edge, the subtitle if there is room for it."""
    if not title and not subtitle:
        return
    between = across - width(title) - width(subtitle)
    if title and subtitle and between >= len(GAP):
        yield Segment(title, _LOUD)
        yield Segment(" " * between)
        yield Segment(subtitle, QUIET)
        yield _END
    else:
        if title:
            yield from paragraph(title, room, _LOUD)
        if subtitle:
            yield from paragraph(subtitle, room, QUIET)
    yield _END


def _body(columns: Sequence[Measured], under: Sequence[_Under], room: int, *, has_blocks: bool) -> Iterator[Segment]:
    if not under and all(column.is_even for column in columns):
        shape = GAP.join(f"%{'' if column.is_right else '-'}{column.given}s" for column in columns)
        yield from map(Segment, human.lines(shape, [column.texts for column in columns]))
        return
    blanks = [" " * column.given for column in columns]
    has_bars = any(column.bar for column in columns)
    for index in range(len(columns[0].texts)):
        if index and any(below.texts[index - 1] or below.texts[index] for below in under):
            yield _END
        blocks = [column.block(index, has_blocks=has_blocks) for column in columns]
        for line in zip_longest(*blocks):
            texts = [text or blank for text, blank in zip(line, blanks, strict=True)]
            if has_bars:
                yield from _with_bars(columns, texts)
            else:
                yield Segment(GAP.join(texts).rstrip(" ") + "\n")
        for below in under:
            if text := below.texts[index]:
                for part in wrap(text, max(1, room - len(below.indent)), below.breaks):
                    yield Segment(f"{below.indent}{part}", below.style)
                    yield _END


def _header(columns: Sequence[Measured]) -> Iterator[Segment]:
    """Yield the titles, those of fewer lines standing at the foot."""
    blocks = [column.header() for column in columns]
    height = max(map(len, blocks))
    standing = [
        [" " * column.given] * (height - len(block)) + block for column, block in zip(columns, blocks, strict=True)
    ]
    for line in zip(*standing, strict=True):
        yield Segment(GAP.join(line).rstrip(" "), _LOUD)
        yield _END


def _with_bars(columns: Sequence[Measured], texts: Sequence[str]) -> Iterator[Segment]:
    """Yield one line of a row with its bars in their colour."""
    before = ""
    for column, text in zip(columns, texts, strict=True):
        if column.bar and not text.isspace():
            yield Segment(before)
            yield Segment(text[: column.bar], BAR)
            before = text[column.bar :] + GAP
        else:
            before += text + GAP
    yield Segment(before.rstrip(" ") + "\n")


def paragraph(text: str, room: int, style: Style | None = None) -> Iterator[Segment]:
    """Yield the text in lines that fit."""
    for line in wrap(text, room):
        yield Segment(line, style)
        yield _END
