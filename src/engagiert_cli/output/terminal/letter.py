"""A text in paragraphs: wrapped on a terminal, a line each in a file, Markdown and HTML to publish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagiert_cli.language import language
from engagiert_cli.output.pages.html import STYLE, literal, paragraph
from engagiert_cli.output.safe import safe
from engagiert_cli.reports.table import Letter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from engagiert_cli.reports.table import Table

_WIDEST = 100


def write_wrapped(table: Table, out: TextIO) -> None:
    """Write the text for a person at a terminal, in lines that are short enough to be read."""
    from rich.segment import Segment
    from rich.style import Style

    from engagiert_cli.output import screen
    from engagiert_cli.output.terminal.table import QUIET, write_segments
    from engagiert_cli.output.terminal.table import paragraph as wrapped

    room = min(screen.columns(), _WIDEST)
    segments = [*wrapped(safe(table.title), room, Style(bold=True))]
    for text in _paragraphs(table):
        segments += [Segment("\n"), *wrapped(safe(text), room)]
    segments += [Segment("\n"), *wrapped(safe(table.subtitle), room, QUIET)]
    write_segments(iter(segments), out)


def write_plain(table: Table, out: TextIO) -> None:
    """Write a line for each paragraph, to be pasted into a letter."""
    out.write("\n\n".join(safe(text) for text in (table.title, *_paragraphs(table), table.subtitle)) + "\n")


def write_markdown(table: Table, out: TextIO) -> None:
    """Write the text as Markdown, with its title as a heading."""
    texts = (f"# {literal(table.title)}", *map(paragraph, _paragraphs(table)), paragraph(table.subtitle))
    out.write("\n\n".join(texts) + "\n")


def write_html(table: Table, out: TextIO) -> None:
    """Write the text as a page that needs nothing else, for screens of any size and for paper."""
    from html import escape

    title = escape(safe(table.title))
    out.write(
        f'<!doctype html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    )
    out.writelines(f"<p>{escape(safe(text))}</p>\n" for text in _paragraphs(table))
    out.write(f"<p><small>{escape(safe(table.subtitle))}</small></p>\n</main>\n</body>\n</html>\n")


def _paragraphs(table: Table) -> Sequence[str]:
    assert isinstance(table.form, Letter)
    return table.form.paragraphs
