"""Lines on a terminal, coloured and written by Rich: headings, paragraphs, letters, drawings in cells."""

from __future__ import annotations

from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style

from engagiert_cli.output import screen
from engagiert_cli.output.width import width, wrap
from engagiert_cli.text import displayed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engagiert_cli.reports.forms import Letter
    from engagiert_cli.reports.table import Table

# Text has the reader's own colour, the only one that is legible on any background; ornaments have others.
LOUD = Style(bold=True)
QUIET = Style(dim=True)
BAR = Style(color="green")
END = Segment("\n")
GAP = "  "

# Replacements for drawing characters that the terminal's encoding lacks.
_PLAIN = dict(zip("│┤─┬└┘┌┐█▏▎▍▌▋▊▉·", "|+-+++++#-------.", strict=True))
_CHUNK = 256
_WIDEST = 100  # cells of a letter


class _Console(Console):
    """Rich's console, but a closed pipe is left to the caller."""

    def on_broken_pipe(self) -> None:
        raise  # noqa: PLE0704  (Rich calls this where it handles the error)


def has_many_colours(out: TextIO) -> bool:
    """Whether the reader wants colours, and the terminal has at least 256."""
    return _console(out).color_system in ("256", "truecolor")


def write_segments(segments: Iterable[Segment], out: TextIO) -> None:
    """Write a drawing, the first lines at once, in colour if the terminal has it and the reader wants it."""
    console = _console(out)
    plain = str.maketrans({letter: other for letter, other in _PLAIN.items() if not screen.takes(out, letter)})
    left = iter(segments)
    while chunk := list(islice(left, _CHUNK)):
        shown = [Segment(text.translate(plain), style) for text, style, _control in chunk] if plain else chunk
        console.print(Segments(shown), crop=False)


def _console(out: TextIO) -> _Console:
    colour = screen.takes_colour(out)
    return _Console(
        file=out,
        width=screen.size().columns,
        height=24,  # with both, Rich does not ask again
        force_terminal=screen.is_terminal(out),
        color_system="auto" if colour else None,
        no_color=not colour,
    )


def write_letter(table: Table, letter: Letter, out: TextIO) -> None:
    """Write the text for a person at a terminal, in lines of a readable length."""
    room = min(screen.size().columns, _WIDEST)
    segments = [*paragraph(table.title, room, LOUD)]
    for text in (*letter.paragraphs, table.subtitle):
        segments += [END, *paragraph(text, room)]
    write_segments(segments, out)


def heading(table: Table, across: int, room: int) -> Iterator[Segment]:
    """Yield the title, and beside it, flush with the table's right edge, the subtitle if there is room."""
    title, subtitle = displayed(table.title), displayed(table.subtitle)
    between = across - width(title) - width(subtitle)
    if title and subtitle and between >= len(GAP):
        yield Segment(title, LOUD)
        yield Segment(f"{' ' * between}{subtitle}\n")
    else:
        yield from paragraph(table.title, room, LOUD)
        yield from paragraph(table.subtitle, room)
    if title or subtitle:
        yield END


def paragraph(text: str, room: int, style: Style | None = None) -> Iterator[Segment]:
    """Yield the text in lines that fit; nothing for an empty one."""
    for line in wrap(displayed(text), room) if text else ():
        yield Segment(line, style)
        yield END


def joined(cells: Iterable[tuple[str, Style | None]]) -> Iterator[Segment]:
    """Yield a line of cells, neighbours of the same style as one segment, without trailing blanks."""
    filled = (cell for cell in cells if cell[0])
    parts = [("".join(text for text, _style in same), style) for style, same in groupby(filled, key=itemgetter(1))]
    while parts and not (text := parts[-1][0].rstrip(" ")):
        parts.pop()
    if parts:
        parts[-1] = text, parts[-1][1]
    yield from (Segment(*part) for part in parts)
    yield END
