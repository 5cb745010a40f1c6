"""A text in paragraphs, wrapped for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from engagiert_cli.output import screen
from engagiert_cli.output.safe import safe
from engagiert_cli.output.terminal.table import paragraph, write_segments

if TYPE_CHECKING:
    from typing import TextIO

    from engagiert_cli.reports.table import Letter, Table

_WIDEST = 100


def write_wrapped(table: Table, letter: Letter, out: TextIO) -> None:
    """Write the text for a person at a terminal, in lines that are short enough to be read."""
    room = min(screen.columns(), _WIDEST)
    segments = [*paragraph(safe(table.title), room, Style(bold=True))]
    for text in letter.paragraphs:
        segments += [Segment("\n"), *paragraph(safe(text), room)]
    segments += [Segment("\n"), *paragraph(safe(table.subtitle), room)]
    write_segments(iter(segments), out)
