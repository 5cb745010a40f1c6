"""Workbooks of each kind: what their cells say, and what is no workbook at all."""

from __future__ import annotations

import datetime
import io
import random
import struct
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import python_calamine
import xlsxwriter

from engagiert_cli.errors import Refusal, RowsRefused
from engagiert_cli.intake import files, openxml
from engagiert_cli.intake.rows import Reader, Rows
from engagiert_cli.intake.styles import shown_by
from engagiert_cli.intake.workbook import sheets
from engagiert_cli.ledger.dates import Precision
from engagiert_cli.ledger.judging import judge
from tests.clock import process_time_below
from tests.ledger.ledgers import document

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = ("xlsx", "ods", "xls")
SAMPLES = Path(__file__).parent / "workbooks"
"""The same workbook, as LibreOffice writes it in each form."""
CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
BONN = f'<row r="1">{CELL.format("A1", "Name")}</row><row r="2">{CELL.format("A2", "Bonn")}</row>'
TABLE = "<table:table-row><table:table-cell><text:p>Name</text:p></table:table-cell></table:table-row>"
ALL_SHOWN, ALL_BUT_ONE_HIDDEN = (
    struct.pack("<7H", 0x7D, 12, *it) for it in ((0, 256, 2186, 15, 0), (1, 256, 2186, 15, 1))
)
"""What the old workbook says of its columns: the first, the last, the width, the style, and whether they are hidden."""
REPEATED = 'table-cell table:number-columns-repeated="16000"'


def read(data: bytes, folder: Path, kind: str = "xlsx") -> Rows:
    """Return what a workbook says to an empty ledger."""
    path = folder / f"list.{kind}"
    path.write_bytes(data)
    return Reader(files.read(str(path), {}), {}).read(document("format = 1\n").ledger, "2015")


def excel(rows: str, strings: str = "", prefix: str = "", **parts: str) -> bytes:
    """Return a workbook of one sheet with these rows, as Excel would write it."""
    sheet = f'<worksheet xmlns="main">{prefix}<sheetData>{rows}</sheetData></worksheet>'
    relation = '<Relationship Id="{0}" Type="x/{0}" Target="{1}"/>'
    relations = '<Relationships xmlns="r">{}</Relationships>'
    inner = relation.format("worksheet", "sheet.xml") + relation.format("sharedStrings", "/xl/strings.xml")
    written = {
        "_rels/.rels": relations.format(relation.format("officeDocument", "xl/workbook.xml")),
        "xl/_rels/workbook.xml.rels": relations.format(inner),
        "xl/workbook.xml": '<workbook xmlns="main" xmlns:r="rel"><sheets><sheet name="L" r:id="worksheet"/></sheets></workbook>',
        "xl/sheet.xml": sheet,
        "xl/strings.xml": f'<sst xmlns="main">{strings}</sst>',
        **parts,
    }
    return zipped(**written)


def office(rows: str, styles: str = "", columns: str = "") -> bytes:
    """Return a workbook of one sheet with these rows, as LibreOffice would write it."""
    table = f'<table:table table:name="L">{columns}{TABLE}{rows}</table:table>'
    return zipped(**{"content.xml": f'<d xmlns:table="table" xmlns:text="text">{styles}{table}</d>'})


def zipped(**parts: str) -> bytes:
    """Return an archive with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_the_same(kind: str) -> None:
    """Texts, numbers, days, the results of formulas; comments are no texts, and blank rows are left out."""
    first, second = sheets((SAMPLES / f"members.{kind}").read_bytes())
    told = [(record.row, *map(str, record.cells)) for record in first.records]
    assert (first.name, first.is_hidden) == ("Mitglieder", False)
    assert told[:5] == [
        (1, "Mitglieder des Bündnisses"),
        (3, "Name", "Beitritt", "Austritt", "Anteil", "Bemerkung"),
        (4, "Lünen", "2012-12-05", "", "0.5", "zwei\nZeilen"),
        (5, "Kreis Unna", "2015-06", "", "1.25"),
        (6, "Hagen", "2012"),
    ]
    assert told[-1] == (13, "Essen", "2015", "", "5954036", "Lünen")
    assert (second.name, second.is_hidden) == ("Früher", True)
    assert [record.cells for record in second.records] == [("Name", "Beitritt"), ("Bonn", "2012")]


@pytest.mark.parametrize("kind", KINDS)
def test_rows_that_are_hidden_or_struck_through_are_told_by_name(kind: str, tmp_path: Path) -> None:
    """They come in as the others do; a date that is struck through is no name."""
    rows = read((SAMPLES / f"looks.{kind}").read_bytes(), tmp_path, kind)
    assert [entry.body.name for entry in rows.entries] == ["Bonn", "Lünen", "Essen", "Hagen", "Witten"]
    assert (rows.odd["hidden"], rows.odd["struck"]) == ({3: "Lünen"}, {4: "Essen"})


UNSEEN = {
    "xlsx": excel(
        f'<row r="1" ht="15">{CELL.format("A1", "Name")}{CELL.format("B1", "Austritt")}{CELL.format("C1", "Note")}</row>'
        f'<row r="2" ht="0">{CELL.format("A2", "Bonn")}</row><row r="3">{CELL.format("A3", "Essen")}</row>',
        prefix='<cols><col min="2" max="2" width="0"/><col min="3" max="99" width="9" hidden="1"/></cols>',
    ),
    "ods": office(
        '<table:table-row table:style-name="flat"><table:table-cell><text:p>Bonn</text:p></table:table-cell>'
        "</table:table-row>" + TABLE.replace("Name", "Essen"),
        '<style name="flat"><x row-height="0in"/></style><style name="slim"><x column-width="0.00cm"/></style>',
        '<table:table-column/><table:table-column table:style-name="slim"/>'
        '<table:table-column table:number-columns-repeated="1000000000" table:visibility="collapse"/>',
    ),
    "xls": (SAMPLES / "looks.xls").read_bytes().replace(ALL_SHOWN, ALL_BUT_ONE_HIDDEN),
}
"""Workbooks with a row that does not show, and all columns but the first."""


@pytest.mark.parametrize("kind", KINDS)
def test_what_has_no_size_is_hidden(kind: str) -> None:
    """A row without a height as well as one that says so, and columns, however many say so at once."""
    sheet = next(sheets(UNSEEN[kind]))
    assert [record.row for record in sheet.records if record.is_hidden] == [3 if kind == "xls" else 2]
    assert [place for place in range(5) if any(place in columns for columns in sheet.hidden)] == [1, 2, 3, 4]


def test_hidden_columns_that_are_imported_are_told(tmp_path: Path) -> None:
    """By their headers; one that is ignored is not."""
    path = tmp_path / "list.xlsx"
    path.write_bytes(UNSEEN["xlsx"])
    reader = Reader(files.read(str(path), {}), {})
    assert list(reader.where()) == ["columns hidden in the workbook, and imported all the same: Austritt, Note"]


def test_a_place_has_the_letters_of_its_column(tmp_path: Path) -> None:
    """Those that count on after Z, and after ZZ."""
    cells = "".join(CELL.format(f"{column}2", "31.2.2012") for column in ("Z", "AA", "ZZ", "AAA", "XFD"))
    (tmp_path / "list.xlsx").write_bytes(excel(f'<row r="1">{CELL.format("A1", "Name")}</row><row r="2">{cells}</row>'))
    listing = files.read(str(tmp_path / "list.xlsx"), {})
    record = listing.records[1]
    filled = [str(listing.place(record, place)) for place, cell in enumerate(record.cells) if cell]
    assert filled == ["Z2", "AA2", "ZZ2", "AAA2", "XFD2"]


@pytest.mark.parametrize("kind", KINDS)
def test_another_reader_says_the_same(kind: str) -> None:
    """Of every cell that has a value; for errors, calamine has none, and for a month its first day."""
    data = (SAMPLES / f"members.{kind}").read_bytes()
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for sheet in sheets(data):
        records = {record.row: record.cells for record in sheet.records}
        for row, cells in enumerate(workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False), 1):
            ours = [str(cell) for cell in records.get(row, ())]
            for said, value in zip(ours, map(_plain, cells), strict=False):
                assert (
                    said == value or (said.startswith("#") and not value) or (value.startswith(said) and "-" in value)
                )
            assert not any(cells[len(ours) :])


def _plain(value: Any) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_is_a_problem_at_its_cell(kind: str, tmp_path: Path) -> None:
    """It is no empty cell: whoever left would be a member still."""
    problems = read((SAMPLES / f"members.{kind}").read_bytes(), tmp_path, kind).problems
    assert [(problem.place.line, problem.message, problem.remedies) for problem in problems] == [
        (7, "the workbook shows an error here: #N/A", ("correct it in the workbook, or empty the cell",)),
        (8, "the workbook shows an error here: #DIV/0!", ("correct it in the workbook, or empty the cell",)),
        (
            11,
            "1905-07-07 is what a workbook makes of the year 2015 in a cell of dates",
            ("write the year as a text, with an apostrophe before it, or the day",),
        ),
    ]
    assert [problem.place.excerpt[problem.place.column - 1 :] for problem in problems] == [
        "#N/A",
        "#DIV/0!",
        "1905-07-07",
    ]


@pytest.mark.parametrize(
    "field", ["Name", "Key", "Kind", "Round", "Signed on", "Left on", "Note", "Source", "District", "Telefon"]
)
def test_errors_count_in_every_column_that_is_taken_in(field: str, tmp_path: Path) -> None:
    """And in no other."""
    path = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        header = ["Name", *({field} - {"Name"})]
        sheet.write_row(0, 0, header)
        sheet.write(1, 0, "Bonn")
        sheet.write_formula(1, header.index(field), "=#REF!", None, "#REF!")
    messages = [problem.message for problem in read(path.read_bytes(), tmp_path).problems]
    taken = field not in ("District", "Telefon")
    assert messages == (["the workbook shows an error here: #REF!"] if taken else [])


@pytest.mark.parametrize("shape", ["dd.mm.yyyy", "mmm yyyy", "yyyy"])
def test_a_year_that_was_typed_into_a_cell_of_dates_is_asked_about(shape: str, tmp_path: Path) -> None:
    """However much the cell shows of the day that Excel makes of it."""
    path = tmp_path / "made.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Name", "Beitritt"])
        sheet.write_row(1, 0, ["Bonn", 2015], book.add_format({"num_format": shape}))
    (problem,) = read(path.read_bytes(), tmp_path).problems
    assert problem.message == "1905-07-07 is what a workbook makes of the year 2015 in a cell of dates"


def test_a_formula_without_a_result_is_a_problem(tmp_path: Path) -> None:
    """As programs write it that do not calculate."""
    rows = f'{BONN}<row r="3"><c r="A3"><f>A2</f></c></row>'
    (problem,) = read(excel(rows), tmp_path).problems
    assert problem.message == "the result of this formula is not stored in the workbook"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c t="s"><v>0</v></c>', "Kreis Lippe"),
        ('<c t="s"><v>1</v></c>', "東京"),
        ('<c t="inlineStr"><is><r><t>Kreis </t></r><r><t>Unna</t></r></is></c>', "Kreis Unna"),
        ('<c t="str"><f>A1</f><v>Essen</v></c>', "Essen"),
        ('<c t="str"><v>a_x000A_b_x005F_x0041_</v></c>', "a\nb_x0041_"),
        ('<c t="n"><v>5954036</v></c>', "5954036"),
        ("<c><v>5.954036E6</v></c>", "5954036"),
        ("<c><v>0.5</v></c>", "0.5"),
        ('<c t="b"><v>1</v></c>', "True"),
        ('<c t="d"><v>2015-06-03T00:00:00</v></c>', "2015-06-03"),
        ('<c s="1"><v>42158</v></c>', "2015-06-03"),
        ('<c s="1"><v>42158.75</v></c>', "2015-06-03"),
        ('<c s="1"><v>59</v></c>', "1900-02-28"),
        ('<c s="1"><v>61</v></c>', "1900-03-01"),
        ('<c s="1"><v>0.5</v></c>', "0.5"),
        ('<c s="1"><v>-3</v></c>', "-3"),
        ('<c s="2"><v>42158</v></c>', "42158"),
        ('<c r="C2"><v>1</v></c>', " | 1"),
        ('<x:c xmlns:x="main" t="str"><x:v>fremd</x:v></x:c>', "fremd"),
    ],
)
def test_what_a_cell_of_excel_says(cell: str, value: str) -> None:
    """Whatever form its value has."""
    strings = "<si><r><t>Kreis </t></r><r><t>Lippe</t></r></si><si><t>東京</t><rPh><t>とうきょう</t></rPh></si>"
    relation = '<Relationship Id="styles" Type="x/styles" Target="styles.xml"/></Relationships>'
    styles = '<styleSheet xmlns="main"><numFmts><numFmt numFmtId="170" formatCode="DD.MM.YY"/></numFmts><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/><xf numFmtId="170"/><xf numFmtId="2"/></cellXfs></styleSheet>'
    made = excel(f'<row r="2"><c r="A2"/>{cell}</row>', strings)
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        relations = packed.read("xl/_rels/workbook.xml.rels").decode()
    parts = {"xl/_rels/workbook.xml.rels": relations.replace("</Relationships>", relation), "xl/styles.xml": styles}
    (sheet,) = sheets(excel(f'<row r="2"><c r="A2"/>{cell}</row>', strings, **parts))
    (record,) = sheet.records
    assert " | ".join(map(str, record.cells[1:])) == value


@pytest.mark.parametrize(
    ("code", "precision"),
    [
        ("dd.mm.yyyy", Precision.DAY),
        ("[$-407]d. mmmm yyyy;@", Precision.DAY),
        ("d/m", Precision.DAY),
        ("mmm yy", Precision.MONTH),
        ("[$-407]mmmm\\ yyyy", Precision.MONTH),
        ('mm"."yyyy', Precision.MONTH),
        ("yyyy", Precision.YEAR),
        ('"Jahr "yyyy', Precision.YEAR),
        ("General", None),
        ("0.00", None),
        ('0 "Mitglieder"', None),
        ("[Red]0;[Blue]-0", None),
        ("h:mm:ss", None),
        ("[h]:mm", None),
        ("mm:ss.0", None),
        ("@", None),
    ],
)
def test_a_number_format_tells_how_much_of_a_date_it_shows(code: str, precision: Precision | None) -> None:
    """Words, colours and times in it do not count."""
    assert shown_by(code) is precision


HUGE: dict[str, Callable[[], bytes]] = {
    "unpacked": lambda: excel(BONN, "<si><t>" + ("x" * 999 + "<b/>") * 70_000 + "</t></si>"),
    "text": lambda: excel(f'{BONN}<row r="3">{CELL.format("A3", "x" * 2_000_000)}</row>'),
    "attribute": lambda: excel(f'{BONN}<row a="{"x" * 2_000_000}"/>'),
    "attributes": lambda: excel(BONN + "<row " + " ".join(f'a{number}="1"' for number in range(200_000)) + "/>"),
    "blank cells": lambda: excel(f"{BONN}<row>{'<c/>' * 600_000}</row>"),
    "depth": lambda: excel("<c>" * 600_000),
    "columns": lambda: excel('<row><c r="XFD1"><v>1</v></c></row>' * 200),
    "parts": lambda: zipped(**{str(number): "" for number in range(5000)}),
    "repeated rows": lambda: office(TABLE.replace("-row>", '-row table:number-rows-repeated="2000000000">', 1)),
    "repeated cells": lambda: office(TABLE.replace("cell>", 'cell table:number-columns-repeated="99999">', 1)),
    "rows that repeat": lambda: office(TABLE.replace("-row>", '-row table:number-rows-repeated="200000">', 1) * 2000),
    "sheets of rows that repeat": lambda: office(
        "</table:table><table:table>".join(
            [TABLE.replace("-row>", '-row table:number-rows-repeated="200000">', 1)] * 100
        )
    ),
    "rows of cells that repeat": lambda: office(TABLE.replace("table-cell>", f"{REPEATED}>", 1) * 20_000),
    "cells that repeat": lambda: office(
        f"<table:table-row>{f'<table:{REPEATED}><text:p>x</text:p></table:table-cell>' * 500}</table:table-row>"
    ),
}


@pytest.mark.parametrize("what", HUGE)
def test_what_is_larger_than_any_list_is_refused(what: str, tmp_path: Path) -> None:
    """Before it is read as a whole, and whatever the archive says of its size."""
    data = HUGE[what]()
    with pytest.raises(Refusal, match=r"list\.xlsx is too large for a list"), process_time_below(3):
        read(data, tmp_path)


def test_a_size_that_is_not_true_is_found_out(tmp_path: Path) -> None:
    """The archive says that a text has a few letters, and unpacks to more."""
    strings = f"<si><t>{'x' * 1_000_000}</t></si>"
    honest = excel(f'{BONN}<row r="3"><c r="A3" t="s"><v>0</v></c></row>', strings)
    size = len(f'<sst xmlns="main">{strings}</sst>').to_bytes(4, "little")
    with pytest.raises(Refusal, match=r"list\.xlsx cannot be read as a workbook"):
        read(honest.replace(size, (100).to_bytes(4, "little")), tmp_path)


@pytest.mark.parametrize(
    "data",
    [
        excel(f'{BONN}<row r="3"><c r="ZZZZZZZ99999999999999"><v>1</v></c></row>'),
        excel(f'{BONN}<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>1</v></c></row>'),
        excel(f'{BONN}<row r="99999999999999999999"><c><v>1</v></c></row>'),
        excel(f'{BONN}<row r="3"><c t="s"><v>7</v></c></row>'),
        excel(f'{BONN}<row r="3"><c><v>a</v></c></row>'),
        excel(f"{BONN}<row>"),
        excel(BONN, prefix='<!DOCTYPE x [<!ENTITY a "Essen">]>'),
        excel(BONN, **{"xl/workbook.xml": "<workbook/>"}),
        zipped(**{"other/part.xml": "<part/>"}),
        office("<table:table-row>"),
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0" + bytes(2000),
    ],
)
def test_what_is_broken_is_no_workbook(data: bytes, tmp_path: Path) -> None:
    """Whatever it is that finds out."""
    with pytest.raises(Refusal, match=r"list\.xlsx cannot be read as a workbook") as refused:
        read(data, tmp_path)
    assert refused.value.hints == ("open it in Excel and save it as .xlsx, without a password",)


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_workbook_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    """Nothing else happens, wherever its bytes or those of its parts were changed."""
    data = (SAMPLES / f"members.{kind}").read_bytes()
    chance = random.Random(kind)
    for _number in range(60):
        try:
            read(_damaged(data, chance), tmp_path, kind)
        except (Refusal, RowsRefused) as refused:
            assert f"list.{kind}" in str(refused)  # noqa: PT017


def _damaged(data: bytes, chance: random.Random) -> bytes:
    if data.startswith(b"PK") and chance.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
        name = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
        parts[name] = _damaged(parts[name], chance)
        return zipped(**parts)  # type: ignore[arg-type]
    changed = bytearray(data)
    for _number in range(chance.randint(1, 4)):
        changed[chance.randrange(len(changed))] = chance.choice([0, 255, chance.randrange(256)])
    return bytes(changed)


def test_a_far_cell_costs_nothing(tmp_path: Path) -> None:
    """Somebody went to the end of the sheet and typed a blank."""
    blank = f'<row r="1048576">{CELL.format("XFD1048576", " ")}</row>'
    assert [entry.body.name for entry in read(excel(BONN + blank), tmp_path).entries] == ["Bonn"]


def test_the_limit_is_of_all_parts_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of those that are read: pictures beside the list may be large."""
    data = excel(BONN, **{"xl/media/image.xml": "<a>" + "x" * 9000})
    monkeypatch.setattr(openxml, "_XML_LIMIT", 1200)
    assert read(data, tmp_path).problems == []
    monkeypatch.setattr(openxml, "_XML_LIMIT", 600)
    with pytest.raises(Refusal, match="too large"):
        read(data, tmp_path)


def test_the_sheet_is_chosen_by_what_it_has(tmp_path: Path) -> None:
    """Told columns first, and rows below them; then what is not hidden, names with dates before names; or its name."""
    path = tmp_path / "book.xlsx"
    tables: dict[str, list[list[Any]]] = {
        "Vorlage": [["Name", "Beitritt", "Austritt"]],
        "Bedeutung": [["Name", "Bedeutung"], ["Ort", "wo er ist"], ["Seit wann", "das Jahr"]],
        "Alt": [["Name", "Beitritt"], ["Bonn", 2012]],
        "Kontakte": [["Name", "Telefon"], ["Herr Bert", "1"]],
        "Liste": [["Name", "Beitritt"], ["Essen", 2015]],
        "Orte": [["Ort", "Seit wann"], ["Hagen", 2016]],
        "Leer": [],
    }
    with xlsxwriter.Workbook(path) as book:
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            if name == "Alt":
                sheet.hide()
            for row, cells in enumerate(rows):
                sheet.write_row(row, 0, cells)

    def names(told: dict[str, str], sheet: str | None = None) -> list[str]:
        rows = Reader(files.read(str(path), told, sheet), told).read(document("format = 1\n").ledger, "2015")
        return [entry.body.name for entry in rows.entries]

    assert names({}) == ["Essen"]
    assert names({"name": "Ort", "signed": "Seit wann"}) == ["Hagen"]
    assert names({}, "alt") == ["Bonn"]
    assert names({"name": "B"}, "Kontakte") == ["1"]
    with pytest.raises(Refusal, match=r'the sheet "Leer" of .* is empty'):
        names({}, "Leer")
    with pytest.raises(Refusal, match='has no sheet "Liste 2"') as refused:
        names({}, "Liste 2")
    assert refused.value.hints == ("its sheets: Vorlage, Bedeutung, Alt, Kontakte, Liste, Orte",)


def test_the_signatories_of_a_covenant_come_in_with_their_numbers_as_keys(tmp_path: Path) -> None:
    """From the third of three sheets, one of which has the names of its columns; two of one name are told apart."""
    path = tmp_path / "covenant.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        book.add_worksheet("About").write_column(0, 0, ["Covenant of Mayors – signatories", "Extracted on 2024-05-01"])
        meanings = book.add_worksheet("Dictionary")
        meanings.write_column(0, 0, ["column", "organisation_name", "date_of_adhesion"])
        meanings.write_column(0, 1, ["meaning", "name of the signatory", "when it joined"])
        sheet = book.add_worksheet("Signatories")
        sheet.write_row(0, 0, ["organisation_id", "organisation_name", "country_code", "date_of_adhesion"])
        for number in range(300):
            name = "Castelnuovo" if number < 2 else f"Municipio {number}"
            sheet.write_row(number + 1, 0, [number + 10, name, "IT", datetime.date(2008, 1, 1 + number % 28)])
    told = {"name": "organisation_name", "signed": "date_of_adhesion", "key": "organisation_id"}
    for columns in (told, {"key": "organisation_id"}):
        rows = Reader(files.read(str(path), columns), columns).read(document("format = 1\n").ledger, None)
        judgement = judge(document("format = 1\n"), rows.entries, listed=True)
        assert (rows.problems, judgement.refused, len(judgement.added)) == ([], (), 300)
        assert [member.key for member in judgement.added[:2]] == ["10", "11"]
