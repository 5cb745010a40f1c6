"""Aligned columns for pipes and text files: a header, then one record a line, nothing wrapped and nothing drawn."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from engagiert_cli.output import people
from engagiert_cli.output.cells import is_usual, width
from engagiert_cli.output.safe import displayed
from engagiert_cli.reports.table import Audience

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from engagiert_cli.reports.table import Table

# A text that is longer sticks out of its column, or a single one would blow up every line of a file.
_WIDEST = 200


def write_plain(table: Table, out: TextIO) -> None:
    """Write the table as aligned columns, two blanks apart."""
    columns, rows = table.seen_by(Audience.PEOPLE)
    aligned = []
    for index, column in enumerate(columns):
        texts = people.texts(column.type, [row[index] for row in rows], displayed)
        aligned.append(_aligned([displayed(column.title), *texts], right=column.type in people.RIGHT))
    lines = map("  ".join, zip(*aligned, strict=True))
    if not any(column.title for column in columns):
        next(lines, None)
    out.writelines(chain.from_iterable((line.rstrip(" "), "\n") for line in lines))


def _aligned(texts: Sequence[str], *, right: bool) -> list[str]:
    usual = is_usual("".join(texts))
    widths = list(map(len if usual else width, texts))
    column = min(max(widths), _WIDEST)
    if right:
        return [" " * (column - cells) + text for text, cells in zip(texts, widths, strict=True)]
    return [text + " " * (column - cells) for text, cells in zip(texts, widths, strict=True)]
