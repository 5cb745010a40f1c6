"""Reading the file of a list, by its ending and by its content."""

from __future__ import annotations

import re
import sys
from contextlib import nullcontext, suppress
from dataclasses import replace
from itertools import chain
from pathlib import PurePath
from typing import TYPE_CHECKING

from engagiert_cli.encodings import decoded, meant, mended
from engagiert_cli.errors import Hint, Refusal
from engagiert_cli.files import unreadable
from engagiert_cli.intake.columns import header_of, meaning
from engagiert_cli.intake.listing import TooLarge, Unread
from engagiert_cli.language import _, named
from engagiert_cli.register.bodies import is_known
from engagiert_cli.text import is_german

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engagiert_cli.intake.listing import Cell, Listing, Record

_TOML = re.compile(r"\s*(?:#.*\n\s*)*(?:\[\[?[A-Za-z0-9_.-]+\]\]?|[A-Za-z0-9_-]+ *= *[\"\[{'0-9].*)\s*(?:\n|$)")
_YAML = re.compile(r"(?:\s*#.*\n)*(?:---\s*\n|(?:- *)?[A-Za-z_][\w-]*:(?: .*)?\n\s*(?:- *)?[A-Za-z_][\w-]*:)")
_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|table|\?xml|!--)", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(?:#{1,6} |\|?(?: *:?-{3,}:? *\|)+|\[.+\]\(.+\))", re.MULTILINE)
STANDARD_INPUT = "-"
_SIZE_LIMIT = 1 << 25  # bytes; 100,000 rows of 300
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"SQLite format 3\0")
"""How files of several tables begin: a ZIP archive, a workbook of Excel before 2007, a database."""


def read(path: str, told: Mapping[str, str], sheet: str | None = None) -> Listing:
    """Read the list in the file, or on standard input for `-`. Raises `Refusal` or `RowsRefused`."""
    try:
        listing = _read(content(path), PurePath(path).suffix.lower(), shown(path), told, sheet)
    except TooLarge:
        remedy = _("delete the empty rows and columns below and beside the list, and save it again")
        raise Refusal(_("{path} is too large for a list").format(path=shown(path)), (remedy,)) from None
    if not listing.records:
        raise Refusal(_("{path} is empty").format(path=listing.path))
    return _as_meant(listing)


def _read(data: bytes, suffix: str, shown: str, told: Mapping[str, str], sheet: str | None) -> Listing:
    _refuse_document(data, shown)
    if data.startswith(_WORKBOOKS):
        from engagiert_cli.intake import workbook

        return workbook.read(data, shown, told, sheet)
    if sheet is not None:
        idle = Hint(_("leave out {command}"), options={"sheet": True})
        raise Refusal(_("{path} is not a workbook, and has no sheets").format(path=shown), (idle,))
    text, encoding = decoded(_of_mail(data) if suffix == ".eml" else data, shown, is_known)
    listing = _of_text(text, suffix, shown, told)
    notes = (_("{path} was read as {encoding}").format(path=shown, encoding=encoding),) if encoding else ()
    return replace(listing, notes=(*notes, *listing.notes))


def _of_text(text: str, suffix: str, shown: str, told: Mapping[str, str]) -> Listing:
    _refuse_language(text, suffix, shown)
    is_table = suffix in (".csv", ".tsv")
    if suffix in (".json", ".ndjson", ".jsonl") or (not is_table and text[:4096].lstrip().startswith(("[", "{"))):
        from engagiert_cli.intake import jsons

        return jsons.read(text, shown)
    from engagiert_cli.intake import delimited

    listing = delimited.read(text, shown, told, tabs=suffix == ".tsv")
    if is_table or told or not listing.records or _has_header(listing.records):
        return listing
    from engagiert_cli.intake import notice

    if suffix in (".yaml", ".yml") or (_YAML.match(text) and not re.match(notice.MAIL, text)):
        raise _no_list(shown, "YAML", _("save its list as .csv, .xlsx or .json"))
    if suffix in (".md", ".markdown") or _MARKDOWN.search(text):
        raise _no_list(shown, "Markdown", _("save the names, one per line, in a file that ends in .txt"))
    lines = text.splitlines()
    return notice.names(shown, lines) or (listing if notice.is_table(lines) else notice.read(shown, text))


def _of_mail(data: bytes) -> bytes:
    """Return the text of a mail, whatever its structure and encoding."""
    from email import message_from_bytes, policy

    part = message_from_bytes(data, policy=policy.default).get_body(("plain", "html"))
    written = part.get_payload(decode=True) if part else None
    if part is None or not isinstance(written, bytes):
        return data
    with suppress(LookupError, ValueError):
        return written.decode(part.get_content_charset() or "").encode()
    return written


def _has_header(records: Sequence[Record]) -> bool:
    """Whether the text is a table: it has a header, and not just a line like »Bonn, Stadt« with such a word."""
    from engagiert_cli.intake.notice import is_notice

    header, _fit = header_of(records, {})
    if header is None:
        return False
    cells, rows = records[header].cells, records[header + 1 :]
    if sum(meaning(cell) is not None for cell in cells) > 1:
        return True
    even = all(len(row.cells) == len(cells) and not any(meaning(cell) == "name" for cell in row.cells) for row in rows)
    texts = [str(cell) for record in records for cell in record.cells]
    return even and (bool(rows) or len(cells) == 1) and not is_notice(texts)


def _refuse_document(data: bytes, path: str) -> None:
    """Raise `Refusal` for a document that is not text; workbooks are accepted."""
    is_word = data.startswith(b"PK") and (b"word/document.xml" in data or b"opendocument.text" in data[:100])
    is_text = is_word or "WordDocument".encode("utf-16-le") in data[: 1 << 20] or data.startswith(b"{\\rtf")
    if is_text or data.startswith(b"%PDF"):
        copied = _("copy its table into Excel and save that; or copy its text into a file that ends in .txt")
        raise _no_list(path, _("a text document") if is_text else "PDF", copied)


def _refuse_language(text: str, suffix: str, path: str) -> None:
    """Raise `Refusal` for text in a formal language, such as HTML or RTF."""
    if suffix == ".toml" or (suffix not in (".csv", ".tsv", ".json") and _TOML.match(text)):
        if re.search(r"^\[(?:network\]|\[members\]\])", text, re.MULTILINE):
            whole: dict[str, str | bool] = {"ledger": path, "all": True, "o": "members.xlsx"}
            raise _no_list(path, _("a ledger"), Hint(_("write its list first: {command}"), "list", options=whole))
        raise _no_list(path, "TOML", _("save its list as .csv, .xlsx or .json"))
    if suffix in (".html", ".htm", ".xml") or _HTML.match(text):
        raise _no_list(path, "HTML", _("open it in a browser, copy its table into Excel, and save that"))


def _no_list(path: str, kind: str, remedy: str | Hint) -> Refusal:
    return Refusal(_("{path} is not a list, but {kind}").format(path=path, kind=kind), (remedy,))


def _as_meant(listing: Listing) -> Listing:
    """Return the list with text that had been misread before: restored, or as unreadable cells."""
    cells = set(chain.from_iterable(record.cells for record in listing.records))
    texts = [cell for cell in cells if isinstance(cell, str) and not is_german(cell)]
    remedy = _("correct the cell, or save the list again as UTF-8 in the program that it comes from")
    read: dict[Cell, Cell] = {}
    for text in texts:
        if (reading := mended(text)) != text:
            read[text] = reading
        elif found := meant(text):
            read[text] = Unread(text, found[1], (remedy,))
    if not read:
        return listing
    records = tuple(
        [each._replace(cells=tuple([read.get(cell, cell) for cell in each.cells])) for each in listing.records]
    )
    names = sorted(str(text) for text in read.values() if not isinstance(text, Unread))
    note = _("letters in {path} had been read in a wrong encoding before; imported as they were meant: {names}")
    notes = (note.format(path=listing.path, names=named(names)),) if names else ()
    return replace(listing, records=records, notes=(*listing.notes, *notes))


def shown(path: str) -> str:
    """Return the name of the file in messages."""
    return _("standard input") if path == STANDARD_INPUT else path


def content(path: str) -> bytes:
    """Return the bytes of the file, or of standard input for `-`. Raises `Refusal` where they cannot be read."""
    try:
        with nullcontext(sys.stdin.buffer) if path == STANDARD_INPUT else open(path, "rb") as file:
            data: bytes = file.read(_SIZE_LIMIT + 1)
    except OSError as error:
        raise unreadable(error, shown(path)) from None
    if len(data) > _SIZE_LIMIT:
        raise TooLarge
    return data
