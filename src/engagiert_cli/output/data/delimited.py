"""CSV and TSV for programs and spreadsheets: exact, and harmless to open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TextIO

from engagiert_cli.output.data import exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagiert_cli.reports.table import Cell, Table

# What a spreadsheet takes for the start of a formula. A text that begins with the guard gets one more, or data
# would be lost when guards are removed.
_FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r])")
# Neither format can escape a character; these are never data, and act on a terminal that shows the file.
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BREAK = re.compile("\r\n|[\t\n\r\u2028\u2029]")


def write_csv(table: Table, out: TextIO) -> None:
    """Write the table as in RFC 4180: commas, CRLF line ends, no byte order mark."""
    import csv

    csv.writer(out, lineterminator="\r\n").writerows(_lines(table))


def write_tsv(table: Table, out: TextIO) -> None:
    """Write the table with tabs; tabs and line breaks inside a cell become blanks."""
    out.writelines("\t".join(map(_tsv_cell, line)) + "\n" for line in _lines(table))


def _tsv_cell(cell: str) -> str:
    text = _BREAK.sub(" ", cell)  # a leading quotation mark would be read as quoting
    return '"' + text.replace('"', '""') + '"' if text.startswith('"') else text


def _lines(table: Table) -> Iterator[list[str]]:
    yield [column.field for column in table.columns]
    for record in table.records():
        yield list(map(_text, record))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _guarded(cell)
    value = exact(cell)
    return _guarded("; ".join(value)) if isinstance(value, tuple) else str(value)


def _guarded(text: str) -> str:
    if not text.isprintable():
        text = _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)
    return f"'{text}" if _FORMULA.match(text) else text
