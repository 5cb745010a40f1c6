"""CSV and TSV as they really come: out of Excel, out of databases, out of this program."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.intake.columns import header_of, meaning
from engagiert_cli.intake.listing import Listing, Record
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

_SEPARATORS = (";", ",", "\t")
_EXCELS_LINE = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
# The guard that this program (and others) put before what a spreadsheet would take for a formula.
_GUARDED = re.compile(r"'(?='*(?:\s*[=+\-@＝＋－＠]|[\t\r]))")
_TWO_BYTES = re.compile(rb"[\xc3\xc4\xc5][\x80-\xbf]")


def read(data: bytes, path: str, told: Mapping[str, str], *, tabs: bool = False) -> Listing:
    """Read a list with separators; which one it is, its header tells. Raises `Refusal` where it is no such list."""
    text = decoded(data, path)
    said = _EXCELS_LINE.match(text)
    separators = ("\t",) if tabs else (said[1],) if said else _SEPARATORS
    skipped = 1 if said else 0
    text = text[said.end() :] if said else text
    best = max(separators, key=lambda separator: _understood(text, separator, told))
    try:
        records = _records(text, best, skipped)
    except csv.Error:
        raise Refusal(
            _("{path} has a quotation mark that is not closed").format(path=path),
            (_("look for a cell with a single quotation mark in it, or save the list as .xlsx"),),
        ) from None
    return Listing(path, tuple(records), best)


def decoded(data: bytes, path: str) -> str:
    """Return the text: UTF-8, else UTF-16 with its mark, else Windows-1252. Raises `Refusal` for anything else."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        broken = Refusal(
            _("{path} is neither UTF-8 nor Windows-1252: byte 0x{byte:02X} in line {line}").format(
                path=path, byte=data[error.start], line=data.count(b"\n", 0, error.start) + 1
            ),
            (_("save it anew as UTF-8"),),
        )
    if _TWO_BYTES.search(data):  # umlauts in UTF-8: only a few bytes are broken
        raise broken
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise broken from None


def _understood(text: str, separator: str, told: Mapping[str, str]) -> tuple[int, int]:
    """Return how much of a header one finds with this separator: columns that mean something, and all columns."""
    try:
        first = _records(text[:20_000], separator, 0)
    except csv.Error:
        return 0, 0
    header = header_of(first, told)
    if header is None:
        return 0, max((len(record.cells) for record in first[:1]), default=0)
    cells = first[header].cells
    wanted = set(told.values())
    return sum(meaning(cell) is not None or cell in wanted for cell in cells), len(cells)


def _records(text: str, separator: str, skipped: int) -> list[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    records = []
    row = 1
    for cells in reader:
        if any(map(str.strip, cells)):
            records.append(Record(row + skipped, tuple([_cell(cell) for cell in cells])))
        row = reader.line_num + 1
    return records


def _cell(text: str) -> str:
    guarded = _GUARDED.match(text)
    return text[1:] if guarded else text.strip()
