"""Workbooks as Excel wrote them until 2003: records in a file that stands in a small file system of its own."""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections import defaultdict
from itertools import accumulate
from struct import unpack_from
from typing import TYPE_CHECKING

from engagiert_cli.intake.listing import Cell, Record, Sheet, failed
from engagiert_cli.intake.openxml import FROM_1904, Book, NoWorkbook, shown_by
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_LAST_SECTOR = 0xFFFF_FFF0  # what is above ends a file
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_START, _END, _SHEET, _FORMAT, _STYLE, _FROM_1904, _TEXTS, _MORE = 0x809, 0x0A, 0x85, 0x41E, 0xE0, 0x22, 0xFC, 0x3C
_FONT, _ROW, _COLUMNS = 0x31, 0x208, 0x7D
_STRUCK, _HIDDEN = 8, 0x20
_FORMULA, _ITS_TEXT, _BOOLEAN_OR_ERROR = 0x06, 0x207, 0x205
_NUMBER, _SMALL_NUMBER, _SMALL_NUMBERS, _TEXT_OF_ALL, _TEXT, _RICH_TEXT = 0x203, 0x27E, 0xBD, 0xFD, 0x204, 0xD6


class _OldBook(Book):
    is_wide = True
    """Whether texts are in Unicode, as since 1997."""


def sheets(data: bytes) -> Iterator[Sheet]:
    """Yield the sheets that hold cells. Raises `NoWorkbook` where there is none, and whatever finds a broken file."""
    file, book = _workbook(data), _OldBook()
    texts: list[bytes] = []
    found = []
    before = 0
    for kind, body in _records(file, 0):
        if kind == _START:
            book.is_wide = unpack_from("<H", body)[0] == 0x600
        elif kind == _SHEET and body[5] == 0:  # of cells, no chart
            found.append((unpack_from("<I", body)[0], body[4], _text(body[6:], 1, book)))
        elif kind == _FORMAT:
            book.formats[unpack_from("<H", body)[0]] = shown_by(_text(body[2:], 1 + book.is_wide, book))
        elif kind == _FONT:
            book.fonts.append(bool(body[2] & _STRUCK))
        elif kind == _STYLE:
            font, format_ = unpack_from("<2H", body)
            book.add_style(format_, font - (font > 4))  # there is no font 4
        elif kind == _FROM_1904 and body[0]:
            book.first_day = FROM_1904
        elif kind == _TEXTS or (kind == _MORE and before == _TEXTS):
            texts.append(body)
        before = before if kind == _MORE else kind
    book.strings = list(_strings(texts)) if texts else ()
    for start, state, name in found:
        looks = [each for each in _records(file, start) if each[0] in (_ROW, _COLUMNS)]
        columns = (unpack_from("<5H", body) for kind, body in looks if kind == _COLUMNS)
        hidden = [range(first, last + 1) for first, last, width, _style, flags in columns if flags & 1 or not width]
        hidden_rows = {unpack_from("<H", body)[0] for kind, body in looks if kind == _ROW and body[12] & _HIDDEN}
        yield Sheet(name, state != 0, _rows(file, start, book, hidden_rows), hidden)


def _rows(file: bytes, start: int, book: _OldBook, hidden: Collection[int]) -> Iterator[Record]:
    """Yield the rows of a sheet that have something in them."""
    rows: dict[int, dict[int, Cell]] = defaultdict(dict)
    struck: dict[int, list[int]] = defaultdict(list)
    for row, column, style, value in _cells(file, start, book):
        if value:
            rows[row][column] = value
            if style in book.struck:
                struck[row].append(column)
    for row, cells in sorted(rows.items()):
        texts = tuple([cells.get(column, "") for column in range(max(cells) + 1)])
        yield Record(row + 1, texts, row in hidden, tuple(struck[row]))


def _cells(file: bytes, start: int, book: _OldBook) -> Iterator[tuple[int, int, int, Cell]]:
    """Yield the cells with their row and column, counted from 0, and their style."""
    row = column = style = 0
    for kind, body in _records(file, start):
        if kind == _ITS_TEXT:
            yield row, column, style, _text(body, 2, book)
        elif kind == _SMALL_NUMBERS:
            row, column = unpack_from("<2H", body)
            for place in range(len(body) // 6 - 1):
                style, value = unpack_from("<Hi", body, 4 + 6 * place)
                yield row, column + place, style, book.number(_small(value), style)
        elif kind in (_FORMULA, _BOOLEAN_OR_ERROR, _NUMBER, _SMALL_NUMBER, _TEXT_OF_ALL, _TEXT, _RICH_TEXT):
            row, column, style = unpack_from("<3H", body)
            yield row, column, style, _value(kind, body[6:], style, book)


def _value(kind: int, body: bytes, style: int, book: _OldBook) -> Cell:
    if kind == _TEXT_OF_ALL:
        place: int = unpack_from("<I", body)[0]
        return book.strings[place]
    if kind in (_TEXT, _RICH_TEXT):
        return _text(body, 2, book)
    if kind == _SMALL_NUMBER:
        return book.number(_small(unpack_from("<i", body)[0]), style)
    if kind == _FORMULA and body[6:8] == b"\xff\xff":
        if body[0] not in (1, 2):  # a text, which follows
            return ""
        is_error, value = body[0] == 2, body[2]
    elif kind == _BOOLEAN_OR_ERROR:
        value, is_error = body[0], body[1] != 0
    else:
        return book.number(unpack_from("<d", body)[0], style)
    return failed(_ERRORS.get(value, "#")) if is_error else str(value != 0)


def _small(value: int) -> float:
    """Return a number that was packed into four bytes: hundredths or not, whole or the upper half of a float."""
    result: float = value >> 2 if value & 2 else struct.unpack("<d", struct.pack("<4xi", value & ~3))[0]
    return result / 100 if value & 1 else result


def _text(body: bytes, length: int, book: _OldBook) -> str:
    """Return a text behind the number of its characters, which has that many bytes."""
    count = int.from_bytes(body[:length], "little")
    if not book.is_wide:
        return body[length : length + count].decode("cp1252").strip()
    is_double = body[length] & 1
    text = body[length + 1 : length + 1 + (count << is_double)]
    return text.decode("utf-16-le" if is_double else "latin-1").strip()


def _strings(records: Sequence[bytes]) -> Iterator[str]:
    """Yield the texts that cells refer to; where one goes on in another record, that says anew how it is written."""
    data = b"".join(records)
    ends = list(accumulate(map(len, records)))
    position = 8
    while position < len(data):
        left, flags = unpack_from("<HB", data, position)
        position += 3
        behind = 0
        for flag, size, form in ((8, 4, "<H"), (4, 1, "<I")):  # what follows the text: how it looks, how it is spoken
            if flags & flag:
                behind += size * unpack_from(form, data, position)[0]
                position += struct.calcsize(form)
        text = b""
        while True:
            is_double = flags & 1
            end = ends[bisect_left(ends, position)]
            taken = min(left, (end - position) >> is_double)
            piece = data[position : position + (taken << is_double)]
            text += piece if is_double else piece.decode("latin-1").encode("utf-16-le")
            position += taken << is_double
            left -= taken
            if not left:
                break
            flags = data[position]
            position += 1
        position += behind
        yield text.decode("utf-16-le").strip()


def _records(file: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Yield the records from there to the end of the sheet: the kind and the body of each."""
    while True:
        kind, length = unpack_from("<2H", file, position)
        if kind == _END:
            return
        yield kind, file[position + 4 : position + 4 + length]
        position += 4 + length


def _workbook(data: bytes) -> bytes:
    """Return the file of the workbook. Raises `NoWorkbook` where there is none."""
    size, small = (1 << shift for shift in unpack_from("<2H", data, 30))
    folder_start, _signature, least, small_start, _count, more, _more = unpack_from("<7I", data, 48)
    sectors = [data[start : start + size] for start in range(size, len(data), size)]
    of_table = list(unpack_from("<109I", data, 76))
    while more < _LAST_SECTOR and len(of_table) < len(sectors):
        *numbers, more = unpack_from(f"<{size // 4}I", sectors[more])
        of_table += numbers
    table = _numbers(b"".join(sectors[number] for number in of_table if number < _LAST_SECTOR))
    folder = _file(sectors, table, folder_start)
    files = {}
    for entry in range(0, len(folder), 128):
        name = folder[entry : entry + max(0, unpack_from("<H", folder, entry + 64)[0] - 2)].decode("utf-16-le")
        files[name] = unpack_from("<2I", folder, entry + 116)
    start, length = files.get("Workbook") or files.get("Book") or (0, 0)
    if not length:
        raise NoWorkbook(_("it is protected by a password, or not a workbook"))
    if length < least:  # a small file stands within a file of its own
        inner = _file(sectors, table, files["Root Entry"][0])
        table = _numbers(_file(sectors, table, small_start))
        sectors = [inner[start : start + small] for start in range(0, len(inner), small)]
    return _file(sectors, table, start)[:length]


def _file(sectors: Sequence[bytes], table: Sequence[int], start: int) -> bytes:
    found = []
    while start < _LAST_SECTOR:
        found.append(sectors[start])
        start = table[start]
        if len(found) > len(table):
            raise ValueError(start)
    return b"".join(found)


def _numbers(data: bytes) -> tuple[int, ...]:
    return unpack_from(f"<{len(data) // 4}I", data)
