"""Workbooks as Excel has written them since 2007: sheets of cells, and what is in each.

They are archives of XML, which is read within limits, whatever the archive claims.
"""

from __future__ import annotations

import datetime
import io
import itertools
import posixpath
import re
import zipfile
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import XMLPullParser

from engagiert_cli.intake.columns import lettered
from engagiert_cli.intake.listing import CELLS, Cell, NoWorkbook, Record, Sheet, TooLarge, Unread, failed
from engagiert_cli.intake.styles import FROM_1904, Book, shown_by
from engagiert_cli.language import _
from engagiert_cli.ledger.dates import Date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_XML_LIMIT = 1 << 26  # bytes of all parts together; a list within our limits has less
_PARTS = 4096
_TAGS = 1 << 19  # within an element or between two; a row has at most 16,384 cells
_LONGEST = 1 << 20  # bytes from one tag to the next
_PIECE = 1 << 16
_LAST_ROW = 1 << 20
_SIZE = {"col": "width", "row": "ht"}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Archive:
    """The parts of a workbook. A broken one raises any exception; nothing of it can be trusted then."""

    def __init__(self, data: bytes) -> None:
        """Read the names of the parts. Raises `TooLarge` where there are more than any workbook has."""
        if data.count(b"PK\x01\x02") > _PARTS:
            raise TooLarge
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._names = {name.lower(): name for name in self._zip.namelist()}
        self._left, self._tags = _XML_LIMIT, 2 * CELLS

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._names

    def elements(self, part: str, *names: str) -> Iterator[tuple[str, Element]]:
        """Yield the elements with these names (without prefix) as they end, each emptied afterwards.

        A missing part yields nothing. Raises `TooLarge` where a part is larger when unpacked than any list needs, and
        `NoWorkbook` where it declares entities.
        """
        if part not in self:
            return
        parser: Any = XMLPullParser(("end",))
        tags = 0
        unfinished = b""
        with self._zip.open(self._names[part.lower()]) as file:
            while piece := file.read(_PIECE):
                text = unfinished + piece
                unfinished = text.rpartition(b">")[2]
                tags += piece.count(b"<")
                self._tags -= piece.count(b"<")
                self._left -= len(piece)
                if tags > _TAGS or min(self._tags, self._left) < 0 or len(unfinished) > _LONGEST:
                    raise TooLarge
                if b"<!DOCTYPE" in text or b"\0" in piece:
                    raise NoWorkbook(_("it declares entities"))
                parser.feed(piece)
                for _event, element in parser.read_events():
                    if (name := _local(element.tag)) in names:
                        yield name, element
                        element.clear()
                        tags = 0
        parser.close()


def sheets(archive: Archive) -> Iterator[Sheet]:
    """Yield the sheets that hold cells, in the workbook's order. Raises `NoWorkbook` where there is none."""
    path = next((target for type_, target in _targets(archive, "").values() if type_ == "officeDocument"), "")
    targets = _targets(archive, path)
    parts = dict(targets.values())
    book = Book()
    found = []
    for name, element in archive.elements(path, "workbookPr", "sheet"):
        if name == "workbookPr":
            book.first_day = FROM_1904 if element.get("date1904") in ("1", "true") else book.first_day
        elif (target := targets[attribute(element, "id")])[0] == "worksheet":
            found.append((element.get("name", ""), element.get("state", "visible") != "visible", target[1]))
    if not found:
        raise NoWorkbook(_("it has no sheets"))
    book.strings = [_text(element) for _name, element in archive.elements(parts.get("sharedStrings", ""), "si")]
    for name, element in archive.elements(parts.get("styles", ""), "numFmt", "font", "cellXfs"):
        if name == "numFmt":
            book.formats[int(element.attrib["numFmtId"])] = shown_by(element.attrib["formatCode"])
        elif name == "font":
            book.fonts.append(any(each.get("val", "1") not in ("0", "false") for each in children(element, "strike")))
        else:
            for xf in element:
                book.add_style(int(xf.get("numFmtId", 0)), int(xf.get("fontId", 0)))
    for title, is_hidden, part in found:
        hidden: list[range] = []
        yield Sheet(title, is_hidden, _records(archive, part, book, hidden), hidden)


def _targets(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Return the references of a part by id: the type and the part referred to."""
    folder, name = posixpath.split(part)
    return {
        element.attrib["Id"]: (
            element.attrib["Type"].rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, element.attrib["Target"])).lstrip("/"),
        )
        for _name, element in archive.elements(posixpath.join(folder, "_rels", f"{name}.rels"), "Relationship")
    }


def _records(archive: Archive, part: str, book: Book, hidden: list[range]) -> Iterator[Record]:
    """Yield the rows that are not empty; before that, add the hidden columns to `hidden`.

    Raises `ValueError` for cells at impossible places.
    """
    row = 0
    for name, element in archive.elements(part, "col", "row"):
        is_hidden = element.get("hidden") in ("1", "true") or float(element.get(_SIZE[name], 1)) == 0
        if name == "col":
            if is_hidden:
                hidden.append(range(int(element.attrib["min"]) - 1, int(element.attrib["max"])))
            continue
        row = int(element.get("r", row + 1))
        if row > _LAST_ROW:
            raise ValueError(row)
        cells: list[Cell] = []
        struck: list[int] = []
        column = 0
        for cell in element:
            reference = cell.get("r")
            column = lettered(reference.rstrip("0123456789")) if reference else column + 1
            value = _value(cell, book) if len(cell) else ""
            if value:
                blanks = column - 1 - len(cells)
                if blanks < 0:
                    raise ValueError(reference)
                cells += [""] * blanks
                if book.struck and int(cell.get("s", 0)) in book.struck:
                    struck.append(len(cells))
                cells.append(value)
        if cells:
            yield Record(row, tuple(cells), is_hidden, tuple(struck))


def _value(cell: Element, book: Book) -> Cell:
    type_ = cell.get("t", "n")
    last = cell[-1]
    text = last.text or ""
    if type_ == "s":
        return book.strings[int(text)] if text else ""
    if type_ == "inlineStr":
        return _text(last)
    if type_ == "str":
        return _plain(text)
    if type_ == "e":
        return failed(text)
    if type_ == "b":
        return str(text.strip() in ("1", "true"))
    if not last.tag.endswith("}v") or not text:
        if not cell[0].tag.endswith("}f"):
            return ""
        remedy = _("open the workbook in Excel or LibreOffice and save it again")
        return Unread("", _("the result of this formula is not stored in the workbook"), (remedy,))
    if type_ == "d":
        return Date.of_day(datetime.date.fromisoformat(text[:10]))
    return book.number(float(text), int(cell.get("s", 0)))


def _text(element: Element) -> str:
    """Return a text, whose parts may differ in looks, without its phonetic reading."""
    if len(element) == 1 and element[0].tag.endswith("}t"):
        return _plain(element[0].text or "")
    parts = itertools.chain(children(element, "t"), *(children(run, "t") for run in children(element, "r")))
    return _plain("".join(part.text or "" for part in parts))


def _plain(text: str) -> str:
    """Return a text as it was typed: Excel writes characters that XML cannot hold as `_x000D_`."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text).strip() if "_x" in text else text.strip()


@lru_cache(maxsize=256)
def _local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition("}")[2]


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the children with that name, without prefix."""
    return (child for child in element if _local(child.tag) == name)


def attribute(element: Element, name: str, default: str = "") -> str:
    """Return an attribute by its name without prefix."""
    return next((value for key, value in element.attrib.items() if _local(key) == name), default)
