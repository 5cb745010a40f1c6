"""Aligned columns for pipes and text files: a header, then one record a line, nothing wrapped and nothing drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagiert_cli.output import human
from engagiert_cli.output.safe import displayed
from engagiert_cli.output.width import is_usual, width
from engagiert_cli.reports.table import Audience

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TextIO

    from engagiert_cli.reports.table import Table

# A text that is longer sticks out of its column, or a single one would blow up every line of a file.
_WIDEST = 200


def write_plain(table: Table, out: TextIO) -> None:
    """Write the table as aligned columns, two blanks apart."""
    columns = table.seen_by(Audience.PEOPLE)
    has_header = any(column.title for column in columns)
    shapes, aligned = [], []
    for column, cells in zip(columns, table.cells_of(columns), strict=True):
        texts = human.texts(column.type, cells, displayed)
        if has_header:
            texts.insert(0, displayed(column.title))
        shape, padded = _aligned(texts, "" if column.type in human.RIGHT else "-")
        shapes.append(shape)
        aligned.append(padded)
    out.writelines(human.lines("  ".join(shapes), aligned))


def _aligned(texts: Sequence[str], side: str) -> tuple[str, Iterable[str]]:
    """Return a shape for the texts of a column; those of unusual width come padded, since a shape counts characters."""
    usual = is_usual("".join(texts))
    column = min(max(map(len if usual else width, texts), default=0), _WIDEST)
    if usual:
        return f"%{side}{column}s", texts
    blanks = (" " * (column - width(text)) for text in texts)
    return "%s", map(str.__add__, *((texts, blanks) if side else (blanks, texts)))
