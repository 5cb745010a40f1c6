"""Text for pipes and files: aligned columns, and problems as GitHub shows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO

from engagiert_cli.output import human
from engagiert_cli.output.width import is_usual, width
from engagiert_cli.text import displayed, safe

if TYPE_CHECKING:
    from engagiert_cli.reports.forms import Letter
    from engagiert_cli.reports.table import Table

# Longer texts stick out of their column, or a single one would widen every line of the file.
_WIDEST = 200
_PLACE = ("file", "line", "col", "title")  # as GitHub calls them


def write_plain(table: Table, out: TextIO) -> None:
    """Write the table as aligned columns, two blanks apart: a header, then one record per line, unwrapped."""
    has_header = any(column.title for column in table.columns)
    shapes, aligned = [], []
    for column, texts in zip(table.columns, human.shown(table, displayed), strict=True):
        if has_header:
            texts.insert(0, displayed(column.title))
        side = "" if column.type in human.RIGHT else "-"
        usual = is_usual("".join(texts))
        cells = min(max(map(len if usual else width, texts), default=0), _WIDEST)
        # Formatting counts characters, so texts of unusual width are padded beforehand.
        blanks = [] if usual else [" " * (cells - width(text)) for text in texts]
        shapes.append(f"%{side}{cells}s" if usual else "%s")
        aligned.append(texts if usual else list(map(str.__add__, *((texts, blanks) if side else (blanks, texts)))))
    out.writelines(human.lines("  ".join(shapes), aligned))


def write_annotations(table: Table, out: TextIO) -> None:
    """Write problems as GitHub workflow commands, so that each is shown at its line."""
    for path, line, column, severity, code, message in table.records():
        values = zip(_PLACE, (path, line, column, code), strict=True)
        place = ",".join(f"{name}={_escaped(value, '%:,')}" for name, value in values)
        out.write(f"::{severity} {place}::{_escaped(message, '%')}\n")


def _escaped(value: object, special: str) -> str:
    return re.sub(f"[{special}]", lambda match: f"%{ord(match[0]):02X}", safe(str(value)))


def write_letter(table: Table, letter: Letter, out: TextIO) -> None:
    """Write one line per paragraph, to be pasted into a letter."""
    out.write("\n\n".join(map(safe, (table.title, *letter.paragraphs, table.subtitle))) + "\n")
