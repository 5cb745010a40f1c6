"""Markdown to paste and HTML to publish or print."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engagiert_cli.language import language
from engagiert_cli.output import human
from engagiert_cli.output.safe import safe
from engagiert_cli.reports.table import Audience

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from engagiert_cli.reports.table import Column, Table

_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~&$#]")
# What would start a list, a quotation or an underlined heading at the start of a paragraph.
_START = re.compile(r"^(?:[-+=]|\d+(?=[.)]\s))")

STYLE = """\
:root { color-scheme: light dark; }
body { margin: 2rem auto; max-width: 64rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }
div { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
h1 { margin: 0; font-size: 1.25rem; }
caption { padding-bottom: .75rem; text-align: left; }
caption small { display: block; }
th, td { padding: .3rem 1.25rem .3rem 0; text-align: left; vertical-align: top; }
th { border-bottom: 2px solid; vertical-align: bottom; }
td { border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
.n { text-align: right; white-space: nowrap; }
@media print { body { margin: 0; max-width: none; padding: 0; } div { overflow: visible; } tr { break-inside: avoid; } }
"""


def write_markdown(table: Table, out: TextIO) -> None:
    """Write the table as GitHub's Markdown, with its title as a heading."""
    columns, rows = _shown(table)
    out.write(f"# {literal(table.title)}\n\n")
    if table.subtitle:
        out.write(f"{paragraph(table.subtitle)}\n\n")
    out.write(_line(literal(column.title) for column in columns))
    out.write(_line("---:" if column.type in human.RIGHT else "---" for column in columns))
    out.writelines(_line(map(literal, row)) for row in rows)
    if table.footer:
        out.write(f"\n{paragraph(table.footer)}\n")


def write_html(table: Table, out: TextIO) -> None:
    """Write the table as a page that needs nothing else, for screens of any size and for paper."""
    from html import escape

    columns, rows = _shown(table)
    title = escape(safe(table.title))
    subtitle = f"<small>{escape(safe(table.subtitle))}</small>" if table.subtitle else ""
    classes = [' class="n"' if column.type in human.RIGHT else "" for column in columns]
    out.write(
        f'<!doctype html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
        '<main>\n<div tabindex="0" role="region" aria-labelledby="title">\n<table>\n'
        f'<caption><h1 id="title">{title}</h1>{subtitle}</caption>\n<thead>\n<tr>'
    )
    out.writelines(
        f'<th scope="col"{class_}>{escape(safe(column.title))}</th>'
        for column, class_ in zip(columns, classes, strict=True)
    )
    out.write("</tr>\n</thead>\n<tbody>\n")
    for row in rows:
        cells = "".join([f"<td{class_}>{escape(text)}</td>" for class_, text in zip(classes, row, strict=True)])
        out.write(f"<tr>{cells}</tr>\n")
    out.write("</tbody>\n</table>\n</div>\n")
    if table.footer:
        out.write(f"<p>{escape(safe(table.footer))}</p>\n")
    out.write("</main>\n</body>\n</html>\n")


def _shown(table: Table) -> tuple[list[Column], Iterator[tuple[str, ...]]]:
    columns = table.seen_by(Audience.PEOPLE)
    texts = [human.texts(column.type, cells) for column, cells in zip(columns, table.cells_of(columns), strict=True)]
    return columns, zip(*texts, strict=True)


def _line(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def literal(text: str) -> str:
    """Return the text so that Markdown shows it as it stands."""
    return _MARKDOWN.sub(r"\\\g<0>", safe(text))


def paragraph(text: str) -> str:
    """Return the text as a paragraph of Markdown, whatever it starts with."""
    return _START.sub(lambda match: f"\\{match[0]}" if match[0] in "-+=" else f"{match[0]}\\", literal(text))
