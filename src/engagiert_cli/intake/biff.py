"""Workbooks as Excel wrote them until 2003: olefile finds the book in its file, xlrd reads it.

xlrd is given the records of cells and styles only. It would also read names, links, notes and charts: it fails on
some that Excel opens, and forged ones make it run for ever or fill the memory.
"""

from __future__ import annotations

import io
import os
from struct import unpack_from
from typing import TYPE_CHECKING, Any

import olefile
import xlrd
from xlrd import biffh

from engagiert_cli.intake.listing import Cell, NoWorkbook, Record, Sheet, failed
from engagiert_cli.intake.styles import FROM_1904, Book, shown_by
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

_OF_THE_BOOK = ("BOF", "EOF", "BOUNDSHEET", "CODEPAGE", "DATEMODE", "FORMAT", "FONT", "XF", "SST", "CONTINUE")
_OF_SHEETS = ("ROW", "COLINFO", "NUMBER", "RK", "MULRK", "LABELSST", "LABEL", "RSTRING", "BOOLERR")
_OF_FORMULAS = ("FORMULA", "STRING", "ARRAY", "SHRFMLA", "TABLEOP", "TABLEOP2", "TABLEOP_B2")
_READ = {getattr(biffh, f"XL_{name}") for name in (*_OF_THE_BOOK, *_OF_SHEETS, *_OF_FORMULAS)}
_UNKNOWN = b"\xff\xff"  # a kind that xlrd skips
_STYLES = 1 << 14  # Excel has 4,050 at most


def sheets(data: bytes) -> Iterator[Sheet]:
    """Yield the sheets that hold cells. Raises `NoWorkbook` where there is none, and whatever finds a broken file."""
    content = _readable(_stream(data))
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        told = {"logfile": nowhere, "formatting_info": True, "on_demand": True, "ragged_rows": True}
        read = xlrd.open_workbook(file_contents=content, **told)
        book = Book()
        book.first_day = FROM_1904 if read.datemode else book.first_day
        book.formats |= {key: shown_by(each.format_str) for key, each in read.format_map.items() if each.format_str}
        book.fonts = [font.struck_out for font in read.font_list]
        for style in read.xf_list:
            book.add_style(style.format_key, style.font_index)
        for place in range(read.nsheets):
            sheet = read.get_sheet(place)
            columns = sheet.colinfo_map.items()
            hidden = [range(column, column + 1) for column, looks in columns if looks.hidden or not looks.width]
            yield Sheet(sheet.name, sheet.visibility != 0, _rows(sheet, book), hidden)
            read.unload_sheet(place)


def _stream(data: bytes) -> bytes:
    """Return the book within the file. Raises `NoWorkbook` where there is none."""
    if unpack_from("<I", data, 44)[0] > len(data) >> 9:  # the sectors of the table, of 512 bytes or more
        raise ValueError(data[44:48])
    file = olefile.OleFileIO(io.BytesIO(data))
    name = next(filter(file.exists, ("Workbook", "Book")), None)
    if name is None:
        raise NoWorkbook(_("it is protected by a password, or not a workbook"))
    stream: bytes = file.openstream(name).read()
    return stream


def _readable(stream: bytes) -> bytes:
    """Return the book with all other records marked as of an unknown kind.

    Raises `NoWorkbook` if it is encrypted, `ValueError` if a sheet starts at no record, or two start at the same one.
    """
    content = bytearray(stream)
    places: list[int] = []
    starts = set()
    styles = position = 0
    while position + 4 <= len(content):
        kind, length = unpack_from("<2H", content, position)
        if kind == biffh.XL_FILEPASS:
            raise NoWorkbook(_("it is protected by a password, or not a workbook"))
        if kind not in _READ:
            content[position : position + 2] = _UNKNOWN
        elif kind == biffh.XL_BOF:
            starts.add(position)
        elif kind == biffh.XL_BOUNDSHEET:
            places.append(unpack_from("<I", content, position + 4)[0])
        styles += kind in (biffh.XL_XF, biffh.XL_FONT, biffh.XL_FORMAT)
        position += 4 + length
    if len(starts.intersection(places)) < len(places) or styles > _STYLES:
        raise ValueError(places)
    return bytes(content)


def _rows(sheet: Any, book: Book) -> Iterator[Record]:
    """Yield the rows that have something in them."""
    for row in range(sheet.nrows):
        cells: list[Cell] = []
        struck = []
        for column, cell in enumerate(sheet.row(row)):
            if value := _value(cell, book):
                cells += [""] * (column - len(cells)) + [value]
                if cell.xf_index in book.struck:
                    struck.append(column)
        looks = sheet.rowinfo_map.get(row)
        if cells:
            yield Record(row + 1, tuple(cells), bool(looks and looks.hidden), tuple(struck))


def _value(cell: Any, book: Book) -> Cell:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return failed(xlrd.error_text_from_code.get(cell.value, "#"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return str(cell.value != 0)
    return cell.value.strip() if isinstance(cell.value, str) else book.number(cell.value, cell.xf_index)
