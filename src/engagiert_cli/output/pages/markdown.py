"""Markdown, to be pasted elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO

from engagiert_cli.output import human
from engagiert_cli.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagiert_cli.reports.forms import Letter
    from engagiert_cli.reports.table import Table

_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in r"\`*_[]<>|~&$#"})
# What would begin a list, a quotation or an underlined heading.
_START = r"^(?:[-+=]|\d+(?=[.)]\s))"


def write_table(table: Table, out: TextIO) -> None:
    """Write the table as GitHub's Markdown, with its title as a heading."""
    out.write(f"# {_literal(table.title)}\n\n")
    if table.subtitle:
        out.write(f"{_paragraph(table.subtitle)}\n\n")
    out.write(_row(_literal(column.title) for column in table.columns))
    out.write(_row("---:" if column.type in human.RIGHT else "---" for column in table.columns))
    out.writelines(_row(map(_literal, row)) for row in zip(*human.shown(table), strict=True))
    out.writelines(f"\n{_paragraph(text)}\n" for text in (table.footer, table.doubts) if text)


def write_letter(table: Table, letter: Letter, out: TextIO) -> None:
    """Write the text as Markdown, with its title as a heading."""
    texts = filter(None, (*letter.paragraphs, table.subtitle, table.doubts))
    out.write("\n\n".join([f"# {_literal(table.title)}", *map(_paragraph, texts)]) + "\n")


def _row(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _literal(text: str) -> str:
    """Return the text escaped, so that Markdown shows it as it is."""
    return safe(text).translate(_MARKDOWN)


def _paragraph(text: str) -> str:
    """Return the text as a paragraph of Markdown, whatever it starts with."""
    return re.sub(_START, lambda match: f"\\{match[0]}" if match[0] in "-+=" else f"{match[0]}\\", _literal(text))
