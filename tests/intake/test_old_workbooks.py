"""Workbooks as Excel wrote them until 2003, record by record: their code pages and passwords, and forged ones."""

from __future__ import annotations

import random
from pathlib import Path
from struct import pack

import pytest

from engagiert_cli.errors import Refusal
from engagiert_cli.intake import files
from engagiert_cli.intake.workbook import sheets
from tests.clock import process_time_below

SAMPLES = Path(__file__).parent / "workbooks"
MEMBERS = (SAMPLES / "members.xls").read_bytes()
NONE, LAST = -1, -2
"""What stands for no entry of a folder, and behind the last sector of a file."""
_SECTOR = 512
_BOOK, _SHEET = 5, 0x10


def record(kind: int, body: bytes = b"") -> bytes:
    """Return one record."""
    return pack("<2H", kind, len(body)) + body


def entry(name: str, type_: int, start: int = 0, size: int = 0, left: int = NONE, child: int = NONE) -> bytes:
    """Return an entry of a folder, whose right branch is the left one."""
    raw = name.encode("utf-16-le") + b"\0\0"
    branches = pack("<HBBiii", len(raw), type_, 1, left, left, child).ljust(52, b"\0")
    return raw.ljust(64, b"\0") + branches + pack("<iii", start, size, 0)


def compound(sectors: list[bytes], table: list[int], small: int = LAST, smalls: int = 0, tables: int = 1) -> bytes:
    """Return a file of these sectors: the first has the folder, and the table says which follows which."""
    more, count = (LAST, 0) if tables == 1 else (1, (tables - 109 + 126) // 127)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += pack("<8i", tables, 0, 0, 4096, small, smalls, more, count)
    numbers = pack(f"<{len(table)}i", *table)
    of_table = range(len(sectors), len(sectors) + -(-len(numbers) // _SECTOR))
    head += pack(f"<{len(of_table)}i", *of_table)
    parts = [head.ljust(_SECTOR, b"\xff"), *(sector.ljust(_SECTOR, b"\0") for sector in sectors), numbers]
    return b"".join(parts).ljust(_SECTOR * (1 + len(sectors) + len(of_table)), b"\xff")


def excel_95(before: bytes, cells: bytes, moved: int = 0, count: int = 1) -> bytes:
    """Return a book with sheets at one place, which holds these cells."""
    start = len(record(0x809, pack("<4H", 0x500, _BOOK, 0, 0)) + before) + 13 * count + 4
    told = b"".join(record(0x85, pack("<IBBB", start + moved, 0, 0, 2) + b"Li") for _number in range(count))
    book = record(0x809, pack("<4H", 0x500, _BOOK, 0, 0)) + before + told + record(0x0A)
    content = (book + record(0x809, pack("<4H", 0x500, _SHEET, 0, 0)) + cells + record(0x0A)).ljust(4096, b"\0")
    pieces = [content[start : start + _SECTOR] for start in range(0, len(content), _SECTOR)]
    folder = entry("Root Entry", 5, child=1) + entry("Book", 2, 1, len(content))
    return compound([folder, *pieces], [LAST, *range(2, len(pieces) + 1), LAST, -3])


def text(row: int, said: bytes) -> bytes:
    """Return a cell with a text."""
    return record(0x204, pack("<4H", row, 0, 0, len(said)) + said)


LIST = text(0, b"Name") + text(1, b"\xa3\xf3d\x9f") + text(2, b"L\x9fnen") + text(3, b"K\xf6ln")


@pytest.mark.parametrize(("page", "row", "name"), [(1250, 1, "Łódź"), (10000, 2, "Lünen"), (1252, 3, "Köln")])
def test_texts_of_excel_95_are_in_the_code_page_that_the_book_names(page: int, row: int, name: str) -> None:
    """That of an office in Poland, of a Macintosh, of one in Germany."""
    (sheet,) = sheets(excel_95(record(0x42, pack("<H", page)), LIST))
    assert [str(record.cells[0]) for record in sheet.records][row] == name


def test_days_may_count_from_1904() -> None:
    """As on a Macintosh, where the number of a day is smaller by 1,462."""
    from_1904 = MEMBERS.replace(b"\x22\0\2\0\0\0", b"\x22\0\2\0\1\0")
    assert from_1904 != MEMBERS
    sheet = next(sheets(from_1904))
    assert [str(record.cells[1]) for record in sheet.records if record.row == 4] == ["2016-12-06"]


def test_a_password_is_told_as_the_reason(tmp_path: Path) -> None:
    """Excel and LibreOffice encrypt what the records say, not the records."""
    with pytest.raises(Refusal, match="it is protected by a password"):
        files.read(str(SAMPLES / "secret.xls"), {})


ALL = pack("<4H", 0, 65_535, 0, 65_535)
LINK = ALL + bytes.fromhex("D0C9EA79F9BACE118C8200AA004BA90B") + pack("<3I", 2, 8, 1) + b"a\0"
TWICE_THE_ONE_BEFORE = [
    b"\x17\x64\0" + b"x" * 100,
    *(2 * (pack("<BI", 0x23, number)) + b"\x08" for number in range(1, 60)),
]
BESIDE_CELLS = {
    "a link from all cells": record(0x1B8, LINK),
    "a link, broken": record(0x1B8, LINK[:20]),
    "a note, broken": record(0x1C, ALL),
    "merged cells, broken": record(0xE5, b"\xff\xff"),
    "how a window looks, broken": record(0x23E, b""),
    "a row of blanks, broken": record(0xBE, ALL),
}


@pytest.mark.parametrize("what", BESIDE_CELLS)
def test_what_is_no_cell_hurts_nothing(what: str) -> None:
    """A list is read though there is something beside it that the library does not expect, or that fills the memory."""
    with process_time_below(1):
        (sheet,) = sheets(excel_95(b"", BESIDE_CELLS[what] + LIST))
        assert len(list(sheet.records)) == 4


def test_names_of_cells_hurt_nothing() -> None:
    """Each is twice the one before: the last has 2 to the power of 60 letters."""
    heads = (pack("<HBBHHHBBBB", 0, 0, 1, len(formula), 0, 0, 0, 0, 0, 0) for formula in TWICE_THE_ONE_BEFORE)
    names = b"".join(record(0x18, head + b"n" + each) for head, each in zip(heads, TWICE_THE_ONE_BEFORE, strict=True))
    with process_time_below(1):
        (sheet,) = sheets(excel_95(names, LIST))
        assert len(list(sheet.records)) == 4


FOLDER = b"".join(
    [entry("Root Entry", 5, child=1), *(entry(f"E{number}", 2, left=number + 1) for number in range(1, 59))]
)
FORGED = {
    "small sectors in a circle": compound(
        [entry("Root Entry", 5, 1, 512, child=1) + entry("Book", 2, 0, 500), b"", pack("<128i", *[0] * 128)],
        [LAST, LAST, LAST, -3],
        2,
        1,
    ),
    "a folder whose branches meet again": compound(
        [FOLDER[start : start + _SECTOR] for start in range(0, len(FOLDER), _SECTOR)], [*range(1, 15), LAST, -3]
    ),
    "a table in a circle": compound(
        [entry("Root Entry", 5), pack("<128i", *[2] * 127, 1)], [LAST, -4, -3], tables=1 << 30
    ),
    "sheets at one place": excel_95(b"", LIST, count=200),
    "a sheet within a record": excel_95(b"", LIST, moved=4),
    "a hundred thousand looks": excel_95(record(0xE0, bytes(16)) * 100_000, LIST),
}


@pytest.mark.parametrize("what", FORGED)
def test_a_forged_book_is_refused(what: str, tmp_path: Path) -> None:
    """In little time, whatever the library believes of such a one."""
    path = tmp_path / "forged.xls"
    path.write_bytes(FORGED[what])
    with process_time_below(1), pytest.raises(Refusal, match=r"forged\.xls cannot be read as a workbook"):
        files.read(str(path), {})


def test_a_book_that_is_cut_off_is_refused_unless_all_of_it_is_there(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Behind it stands what the file says of itself; the library prints nothing."""
    path = tmp_path / "cut.xls"
    chance = random.Random(95)
    path.write_bytes(MEMBERS)
    whole = files.read(str(path), {}).records
    read = []
    for end in sorted(chance.sample(range(len(MEMBERS)), 60)):
        path.write_bytes(MEMBERS[:end])
        try:
            read.append((end, files.read(str(path), {}).records == whole))
        except Refusal as refused:
            assert "cut.xls" in str(refused)  # noqa: PT017
            assert not read, "refused though less of it was enough"
    assert all(is_whole for _end, is_whole in read)
    assert capfd.readouterr() == ("", "")
