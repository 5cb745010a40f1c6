"""Lists as offices have them: how they are read, and what is said of what cannot be."""

from __future__ import annotations

import datetime
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from engagiert_cli import language
from engagiert_cli.errors import Refusal
from engagiert_cli.intake import columns, files
from engagiert_cli.intake.rows import Reader, Rows
from engagiert_cli.ledger.changes import enter
from engagiert_cli.ledger.dates import Date
from engagiert_cli.ledger.judging import judge
from engagiert_cli.ledger.members import FIELDS
from engagiert_cli.output.hints import worded
from engagiert_cli.register import bodies
from engagiert_cli.reports import members
from tests.cli.test_sessions import environment
from tests.clock import process_time_below
from tests.ledger.ledgers import LEDGER, document

EMPTY = document("format = 1\n")


def read(data: bytes | str, folder: Path, name: str = "list.csv", **told: str) -> Rows:
    """Return what a list says to an empty ledger."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return Reader(files.read(str(path), told), told).read(EMPTY.ledger, None)


def workbook(folder: Path, **sheets: list[list[Any]]) -> bytes:
    """Return a workbook with these sheets."""
    path = folder / "made.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd.mm.yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                sheet.write_row(row, 0, cells)
    return path.read_bytes()


def told(rows: Rows) -> list[tuple[str, str | None]]:
    """Return the names, each with its date."""
    assert [problem.message for problem in rows.problems] == []
    return [(entry.body.name, entry.signing.date.text if entry.signing.date else None) for entry in rows.entries]


LIST = "Kommune;Beitritt\r\nMönchengladbach;05.12.2012\r\nKreis Lippe;12.2012\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_any_separator_and_encoding_of_an_office_is_read(separator: str, encoding: str, tmp_path: Path) -> None:
    """As Excel saves CSV, CSV UTF-8 and Unicode text."""
    rows = read(LIST.replace(";", separator).encode(encoding), tmp_path)
    assert told(rows) == [("Mönchengladbach", "2012-12-05"), ("Kreis Lippe", "2012-12")]


def test_the_header_tells_the_separator(tmp_path: Path) -> None:
    """Commas inside cells, and in a title above the header, do not."""
    rows = read("Stand: Mai, Juni, Juli\n\nKommune;Beitritt\nVerein A, B, C;2012\n", tmp_path)
    assert told(rows) == [("Verein A, B, C", "2012")]


def test_excels_own_line_tells_the_separator(tmp_path: Path) -> None:
    """It is no row, and counts as a line."""
    rows = read("sep=;\nKommune;Beitritt\nBonn;31.2.2012\n", tmp_path)
    assert [problem.place.line for problem in rows.problems] == [3]


def test_excels_number_of_a_day_is_told_as_that_day(tmp_path: Path) -> None:
    """It is no date that anybody wrote: it is refused, with the day that it would be."""
    (problem,) = read("Kommune;Beitritt\nBonn;42095\n", tmp_path).problems
    assert problem.code == "impossible-date"
    assert worded(problem.remedies[0]) == "it looks like the number that Excel has for a day: 2015-04-01"
    (problem,) = read("Kommune;Beitritt\nBonn;420955\n", tmp_path).problems
    assert "Excel" not in worded(problem.remedies[0])


def test_line_breaks_in_quotes_belong_to_the_cell(tmp_path: Path) -> None:
    """In a remark they stay, in a name they become blanks; rows are counted by the lines of the file."""
    rows = read('Name,Note,Date\nBonn,"eins\nzwei\tdrei",2012\nEssen,,31.2.2012\n', tmp_path)
    assert rows.entries[0].signing.note == "eins\nzwei drei"
    assert [problem.place.line for problem in rows.problems] == [4]


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("5.12.2012", "2012-12-05"),
        ("05.12.2012", "2012-12-05"),
        ("05.12.2012 00:00:00", "2012-12-05"),
        ("2012-12-05T00:00:00", "2012-12-05"),
        ("12.2012", "2012-12"),
        ("2012", "2012"),
        ("10.2013–06.2016", "2013-10..2016-06"),
        ("2013-10..2016-06", "2013-10..2016-06"),
        ("–2016", "..2016"),
        ("", None),
        ("–", None),
    ],
)
def test_dates_are_read_as_people_and_this_program_write_them(written: str, date: str | None, tmp_path: Path) -> None:
    """In both languages, and with the midnight of databases."""
    assert told(read(f"Name;Datum\nBonn;{written}\n", tmp_path)) == [("Bonn", date)]


@pytest.mark.parametrize("written", ["5/12/2012", "12/5/12", "5.12.12", "41248", "bald"])
def test_other_dates_are_problems(written: str, tmp_path: Path) -> None:
    """With their row, their cell, and the forms that are read."""
    (problem,) = read(f"Name;Datum\nBonn;{written}\n", tmp_path).problems
    assert problem.message == f'"{written}" is not a date'
    assert (problem.place.line, problem.place.column, problem.place.excerpt) == (2, 6, f"Bonn;{written}")


@pytest.mark.parametrize("written", ["", "-", "–", "—", "k. A.", "k.A.", "unbekannt", "?", "n/a"])
def test_a_date_that_nobody_knows_is_none(written: str, tmp_path: Path) -> None:
    """However a list says so; who left some day is not taken for a member."""
    (entry,) = read(f"Name;Datum;Runde\nBonn;{written};2012\n", tmp_path).entries
    assert (entry.signing.date, entry.signing.undated) == (None, True)
    rows = read(f"Name;Runde;Austritt\nBonn;2012;{written}\n", tmp_path)
    assert [problem.message for problem in rows.problems] == (
        [f'"{written}" is not a date'] if written in ("unbekannt", "?") else []
    )


def test_who_did_not_leave_is_a_member(tmp_path: Path) -> None:
    """Where a list says so; of who did, it has to say when."""
    rows = read("Name;Datum;Austritt\nBonn;2015;nein\nEssen;2015;ja\n", tmp_path)
    assert [(entry.body.name, entry.left) for entry in rows.entries] == [("Bonn", None)]
    assert [problem.message for problem in rows.problems] == ['"ja" is not a date']


def test_a_blank_may_stand_before_a_quoted_cell(tmp_path: Path) -> None:
    """As people write it."""
    assert told(read('Nr, "Name", "Datum"\n1, "Essen, Stadt", "2015"\n', tmp_path)) == [("Essen, Stadt", "2015")]


def test_a_day_that_does_not_exist_is_told_so(tmp_path: Path) -> None:
    """Its form is right, and so the forms are not told."""
    (problem,) = read("Name;Datum\nBonn;31.02.2015\n", tmp_path).problems
    assert (problem.message, problem.remedies) == ("31.02.2015: Feb 2015 has 28 days", ())


def test_a_workbook_has_days_and_numbers(tmp_path: Path) -> None:
    """Real dates are days; a year and a round that are numbers are texts."""
    data = workbook(
        tmp_path,
        Tabelle=[["Name", "Datum", "Runde"], ["Bonn", datetime.date(2012, 12, 5), 2012], ["Essen", 2015, "first"]],
    )
    rows = read(data, tmp_path, "list.xlsx")
    assert told(rows) == [("Bonn", "2012-12-05"), ("Essen", "2015")]
    assert [entry.signing.round_id for entry in rows.entries] == ["2012", "first"]


def test_the_first_sheet_with_a_header_is_read(tmp_path: Path) -> None:
    """Notes before it do not matter, and where there are others it is named."""
    data = workbook(tmp_path, Hinweise=[["Bitte pflegen"]], Liste=[["Kommune", "Datum"], ["Bonn", 2012]], Leer=[])
    path = tmp_path / "list.xlsx"
    path.write_bytes(data)
    assert files.read(str(path), {}).sheet == "Liste"
    assert told(read(data, tmp_path, "list.xlsx")) == [("Bonn", "2012")]


@pytest.mark.parametrize("code", ["de", "en"])
def test_the_titles_of_list_are_understood(code: str) -> None:
    """In either language, each as its own field."""
    language.use(code)
    fields = {"designation": "kind"}
    ledger = document(LEDGER).ledger
    question = members.Question(datetime.date(2026, 1, 1))
    for column in members.table(ledger, question).columns:
        assert columns.meaning(column.title) == fields.get(column.field, column.field)
        assert columns.meaning(column.field) == fields.get(column.field, column.field)


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Kommune", "name"),
        ("Mitglied", "name"),
        ("Beitritt", "signed"),
        ("Unterzeichnet am", "signed"),
        ("DATUM:", "signed"),
        ("Runde", "round"),
        ("AGS", "key"),
        ("Art", "kind"),
        ("Bemerkung", "note"),
        ("Quelle", "source"),
        ("Kreis", "district"),
        ("Einwohner", None),
    ],
)
def test_columns_have_their_usual_names(header: str, field: str | None) -> None:
    """In any case, with a colon or without."""
    assert columns.meaning(header) == field


def test_a_round_is_known_by_its_name(tmp_path: Path) -> None:
    """As well as by its id."""
    path = tmp_path / "list.csv"
    path.write_text("Name;Runde\nUnna;erstunterzeichnung\nAhlen;2015\n", "utf-8")
    ledger = document(LEDGER)
    rows = Reader(files.read(str(path), {}), {}).read(ledger.ledger, None)
    assert [member.round.id for member in judge(ledger, rows.entries, listed=True).added] == ["2012", "2015"]


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("Name;Runde;Name der Runde;Datum", "Bonn;first;Gründung;2015", {"first": "Gründung"}),
        ("Name;Name der Runde;Datum", "Bonn;Gründung;5.12.2015", {"2015": "Gründung"}),
        ("Name;Runde;Name der Runde;Datum", "Bonn;;Gründung;2015", {}),
        ("Name;Runde;Datum", "Bonn;first;2015", {}),
    ],
)
def test_what_a_row_says_of_its_round_is_said_of_that_round(
    header: str, row: str, said: dict[str, str], tmp_path: Path
) -> None:
    """Of the one that it names; of that of its year, where the list has no rounds; of none, where it leaves it empty."""
    rows = read(f"{header}\n{row}\n", tmp_path)
    assert rows.problems == []
    assert {id_: round_.name for id_, round_ in rows.rounds.items()} == said


def test_rows_that_say_different_things_of_a_round_are_a_problem(tmp_path: Path) -> None:
    """At the later of the two."""
    (problem,) = read("Name;Runde;Name der Runde\nBonn;2015;Eins\nEssen;2015;Zwei\n", tmp_path).problems
    assert (problem.place.line, problem.message) == (3, "this row contradicts another one about round 2015")


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("Bonn;2012-12-05\nUnna;2012-11\n", {"2012": "2012"}),
        ("Bonn;2012-12-05\nUnna;2012-12\n", {"2012": "2012-12"}),
        ("Bonn;2012-12-05\nUnna;2012-12-05\nHamm;2012-11\n", {"2012": "2012-12-05"}),
        ("Bonn;2012\nUnna;2015-06\n", {"2012": "2012", "2015": "2015"}),
    ],
)
def test_rows_without_a_round_start_one_by_the_year(written: str, ids: dict[str, str], tmp_path: Path) -> None:
    """Dated as most of them are, else by the shortest time that all lie in; of a single signing, by its year."""
    judgement = judge(EMPTY, read(f"Name;Datum\n{written}", tmp_path).entries, listed=True)
    assert {round_.id: round_.signed.text for round_ in judgement.rounds_started} == ids
    assert len(enter(EMPTY, judgement).document.ledger.members) == written.count("\n")


def test_several_rounds_of_the_year_are_a_problem(tmp_path: Path) -> None:
    """Which one is meant is not guessed."""
    text = '[[rounds]]\nid = "a"\nsigned = "2012-05"\n\n[[rounds]]\nid = "b"\nsigned = "2012-11"\n'
    judgement = judge(document(text), read("Name;Datum\nBonn;2012-12\n", tmp_path).entries, listed=True)
    assert [refusal.message for _entry, refusal in judgement.refused] == ["2012-12 matches more than one round"]


def test_who_left_and_came_back_is_no_duplicate(tmp_path: Path) -> None:
    """Two rows of one body are two memberships where the first has ended, in whatever order they stand."""
    rows = read("Name;Datum;Austritt\nBonn;2020;\nBonn;2012;2016\n", tmp_path)
    judgement = judge(EMPTY, rows.entries, listed=True)
    assert judgement.refused == ()
    assert [member.signed.text for member in judgement.added] == ["2020", "2012"]


def test_told_columns_decide_where_the_header_is(tmp_path: Path) -> None:
    """However far down, and whatever usual names stand above."""
    text = "Name;Bündnis\n" + "Hinweis;x\n" * 150 + "Ort;Wann\nBonn;2015\n"
    assert told(read(text, tmp_path, signed="Wann")) == [("Bonn", "2015")]
    assert told(read("Hinweis\n" * 50 + "Name;Beitritt\nBonn;2015\n", tmp_path)) == [("Bonn", "2015")]


@pytest.mark.parametrize(("column", "date"), [("#2", "2015"), ("B", "2015"), ("#3", "2016"), ("C", "2016")])
def test_a_column_can_be_told_by_its_place(column: str, date: str, tmp_path: Path) -> None:
    """As where two have one header."""
    text = "Name;Datum;Datum\nBonn;2015;2016\n"
    assert told(read(text, tmp_path, signed=column)) == [("Bonn", date)]
    for wanted in ({}, {"signed": "Datum"}):
        with pytest.raises(Refusal) as refused:
            read(text, tmp_path, **wanted)
        assert "--column signed=#2" in worded(refused.value.hints[0]).replace('"', "")


def test_a_column_that_is_told_may_have_no_header(tmp_path: Path) -> None:
    """Where the rows are longer than the header."""
    (tmp_path / "list.csv").write_text("Nr.;Datum\n1;2015;Bonn\n", "utf-8")
    columns_told = {"name": "#3"}
    rows = Reader(files.read(str(tmp_path / "list.csv"), columns_told), columns_told).read(EMPTY.ledger, None)
    assert told(rows) == [("Bonn", "2015")]


@pytest.mark.parametrize(
    "header", ["Stadt / Gemeinde;Eintritt", "Verein;Mitglied seit", "organisation_name;date_of_adhesion", "Ort;Jahr"]
)
def test_lists_of_other_programs_have_their_usual_headers(header: str, tmp_path: Path) -> None:
    """Those of member programs and of open letters."""
    assert told(read(f"{header}\nBonn;2015\n", tmp_path)) == [("Bonn", "2015")]


@pytest.mark.parametrize("header", ["seit;bis", "von;bis", "Beginn;Ende", "Zugang;Abgang", "Eintritt;Gekündigt zum"])
def test_what_begins_ends(header: str, tmp_path: Path) -> None:
    """Who left is no member, whatever the list calls it."""
    (entry,) = read(f"Kommune;{header}\nBonn;2012;2019\n", tmp_path).entries
    assert (entry.signing.date, entry.left) == (Date.parse("2012"), Date.parse("2019"))


@pytest.mark.parametrize(
    "header",
    ["Kommune;Beitritt;Förderung von;bis", "Kommune;Beitritt;Förderung;\n;;von;bis", "Kommune;seit;Amtszeit;Ende"],
)
def test_what_ends_may_be_something_else(header: str, tmp_path: Path) -> None:
    """Where it does not stand beside the date of signing, or something else stands above it."""
    (entry,) = read(f"{header}\nBonn;2012;2014;2019\n", tmp_path).entries
    assert (entry.signing.date, entry.left) == (Date.parse("2012"), None)


@pytest.mark.parametrize(
    "header",
    [
        "Kommune;Mitgliedschaft;\n;von;bis",
        "Kommune;Unterzeichnung;Mitgliedschaft\n;Datum;Ende",
        "Mitglieder\n\nKommune;Mitgliedschaft\n;seit;bis",
        "Mitglied;Mitgliedschaft;\nName;von;bis",
    ],
)
def test_a_header_may_have_two_rows(header: str, tmp_path: Path) -> None:
    """As merged cells make it; who left is no member."""
    (entry,) = read(f"{header}\nBonn;2012;2019\n", tmp_path).entries
    assert (entry.body.name, entry.signing.date, entry.left) == ("Bonn", Date.parse("2012"), Date.parse("2019"))


@pytest.mark.parametrize(
    ("text", "columns_told", "names"),
    [
        ("Verein A;2012\nVerein B;2015\n", {"name": "A", "signed": "B"}, ["Verein A", "Verein B"]),
        ("Verein A;2012\nVerein B;2015\n", {"name": "Verein A", "signed": "#2"}, ["Verein A", "Verein B"]),
        ("Bonn;x\nEssen;y\n", {"name": "A"}, ["Bonn", "Essen"]),
        ("Verein;wann\nVerein B;2015\n", {"name": "A", "signed": "B"}, ["Verein B"]),
        ("Bund;x\nVerein B;y\n", {"name": "A"}, ["Verein B"]),
    ],
)
def test_a_list_without_a_header_loses_nobody(
    text: str, columns_told: dict[str, str], names: list[str], tmp_path: Path
) -> None:
    """Its first row is a member, where it has a date or a name that is known; else it is told that it is none."""
    path = tmp_path / "list.csv"
    path.write_text(text, "utf-8")
    reader = Reader(files.read(str(path), columns_told), columns_told)
    assert [entry.body.name for entry in reader.read(EMPTY.ledger, None).entries] == names
    assert list(reader.where()) == (["taken as the header: Bund, x"] if text.startswith("Bund") else [])


@pytest.mark.parametrize(
    "text", ['"Name;""Datum"""\n"Bonn;""2015"""\n', '"Name,Datum"\n"Bonn,2015"\n', "Name^Datum\nBonn^2015\n"]
)
def test_columns_that_all_stand_in_one_are_told_so(text: str, tmp_path: Path) -> None:
    """As Excel shows a list whose separator it does not know."""
    with pytest.raises(Refusal) as refused:
        read(text, tmp_path)
    assert str(refused.value.hints[0]).startswith("all columns are in one")


def test_a_list_of_keys_needs_a_register(tmp_path: Path) -> None:
    """Without one, nothing names its members: that is said once."""
    with pytest.raises(Refusal, match="has no column of names"):
        read("AGS;Datum\n" + "05954036;2015\n" * 9, tmp_path)


def test_columns_without_a_header_have_a_number(tmp_path: Path) -> None:
    """By which they can be told."""
    (tmp_path / "list.csv").write_text("Name;Datum;;\nBonn;2015;x;\n", "utf-8")
    assert Reader(files.read(str(tmp_path / "list.csv"), {}), {}).headers() == (["Name", "Datum"], ["#3"])


@pytest.mark.parametrize("name", ["Essen[2]", "L?nen", "*Bonn", "Bonn²"])
def test_a_sign_beside_a_name_is_told(name: str, tmp_path: Path) -> None:
    """A footnote, or what a program wrote for a letter."""
    assert read(f"Name;Datum\n{name};2015\n", tmp_path).odd["marked"] == {2: name}


@pytest.mark.parametrize("name", ["list.csv", "list.txt", "list.xlsx", "list.tsv"])
def test_an_empty_file_is_called_so(name: str, tmp_path: Path) -> None:
    """Whatever it ends in."""
    with pytest.raises(Refusal, match="is empty"):
        read(" \n", tmp_path, name)


def test_text_that_is_called_a_workbook_is_read(tmp_path: Path) -> None:
    """Programs on the network write such, and Excel opens it."""
    assert told(read("Name\tDatum\nBonn\t2015\n", tmp_path, "list.xls")) == [("Bonn", "2015")]


def test_a_place_is_a_name_where_there_is_no_other(tmp_path: Path) -> None:
    """A list of names has places, too."""
    assert told(read("Ort;Mitglied;Jahr;Beitritt\nBonn;Verein A;1990;2015\n", tmp_path)) == [("Verein A", "2015")]


def test_a_line_of_excel_may_be_separated_by_bars(tmp_path: Path) -> None:
    """As databases print tables."""
    assert told(read("Name|Datum\nBonn|2015\n", tmp_path)) == [("Bonn", "2015")]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Beitritts-Datum", "signed"),
        ("Datum der\nUnterzeichnung (TT.MM.JJJJ)", "signed"),
        ("dateOfAdhesion", "signed"),
        ("Mitglied seit*", "signed"),
        ("Amtlicher Gemeinde\xad\nschlüssel", "key"),
        ("Name [Kommune]", "name"),
        ("Gebiets&shy;körperschaft", None),
        ("Name / Firma", "name"),
        ("Kommune oder Kreis", "name"),
        ("Kreis / Landkreis", "district"),
        ("Nachname/Vorname", "name"),
        ("Ort / Datum", None),
        ("Beitritt/Austritt", None),
        ("PLZ und Ort", None),
        ("#", None),
        ("", None),
    ],
)
def test_headers_agree_by_their_letters(header: str, field: str | None) -> None:
    """Whatever stands between them, without a remark in brackets; of two in one, where both say the same."""
    assert columns.meaning(header) == field


def test_every_header_of_the_table_is_of_one_field() -> None:
    """A header that stands there twice would be taken for the last."""
    lines = Path(columns.__file__).with_name("headers.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    headers = [(header, field.rstrip("?")) for field, row in rows for header in row.split(",")]
    assert all(columns.meaning(header) == field for header, field in headers)
    assert {field for _header, field in headers} == {*FIELDS, *columns.AREAS, *columns.OF_ROUNDS, "first", "last"}


def test_a_header_that_means_more_comes_first(tmp_path: Path) -> None:
    """A title may be called as a column is."""
    assert told(read("Name;Bündnis\nMitglieder;\nKommune;Beitritt\nBonn;2015\n", tmp_path)) == [("Bonn", "2015")]


@pytest.mark.parametrize(
    ("text", "columns_told", "names"),
    [
        ("Nachname;Vorname;Datum\nMuster;Anna;2015\nMuster;Bert;2015\n", {}, ["Anna Muster", "Bert Muster"]),
        ("Vorname;Name;Eintritt\nAnna;Muster;2015\n;Bund;2015\n", {}, ["Anna Muster", "Bund"]),
        ("Name / Firma;Vorname;Eintritt\nMuster;Anna;2015\nBund;;2015\n", {}, ["Anna Muster", "Bund"]),
        ("first_name,last_name,city,date\nAnna,Muster,Bonn,2015\n", {}, ["Anna Muster"]),
        ("Kommune;Name;Vorname;Datum\nBonn;Muster;Anna;2015\n", {}, ["Bonn"]),
        ("A;B;Datum\nAnna;Muster;2015\n", {"name": "A+B"}, ["Anna Muster"]),
        ("A+B;Datum\nAnna;2015\n", {"name": "A+B"}, ["Anna"]),
    ],
)
def test_a_name_may_stand_in_two_columns(
    text: str, columns_told: dict[str, str], names: list[str], tmp_path: Path
) -> None:
    """By itself where the headers say so; a contact's beside a municipality is no name."""
    path = tmp_path / "list.csv"
    path.write_text(text, "utf-8")
    rows = Reader(files.read(str(path), columns_told), columns_told).read(EMPTY.ledger, None)
    assert [name for name, _date in told(rows)] == names


def test_a_club_and_its_contact_can_both_be_the_name(tmp_path: Path) -> None:
    """Which one, is asked."""
    with pytest.raises(Refusal, match=r"Verein, Vorname\+Nachname"):
        read("Verein;Vorname;Nachname;Eintritt\nBund;Anna;Muster;2015\n", tmp_path)


@pytest.mark.parametrize(
    "row",
    [
        "Stand: 1.3.2016;",
        "Stand:;1.3.2016",
        ";Stand Mai 2016",
        "Gesamt: 1;",
        "Summe;23",
        "Anzahl Mitglieder: 23;",
        "23 Mitglieder;",
        "Quelle: Amt für Statistik;",
        "Erstellt durch Anna Muster;",
        "Seite 1 von 2;",
        "Kreisfreie Städte;",
        "* Stand: Mai 2016;",
        "1) Quelle: IT.NRW;",
        "(2 rows);",
        "Name;Datum",
    ],
)
def test_what_cannot_be_a_member_is_left_out_and_told(row: str, tmp_path: Path) -> None:
    """Sums, remarks, the header once more; a list may consist of names alone."""
    rows = read(f"Name;Datum\nBonn;2015\n{row}\nEssen;2015\n", tmp_path)
    assert [name for name, _date in told(rows)] == ["Bonn", "Essen"]
    assert rows.left_out == {3: " ".join(filter(None, row.split(";")))}


@pytest.mark.parametrize("row", ["Summe e. V.;2015", "Gesamtschule Unna;2015", "Total;2015", "Stand up! e. V.;2015"])
def test_a_member_may_be_called_as_a_sum_is(row: str, tmp_path: Path) -> None:
    """Who signed is a member."""
    rows = read(f"Name;Datum\nBonn;2015\n{row}\n", tmp_path)
    assert [name for name, _date in told(rows)] == ["Bonn", row.partition(";")[0]]


def test_a_heading_is_asked_about(tmp_path: Path) -> None:
    """In a list that has more of all others; who is a member of whom nothing is known, is told so."""
    text = "Name;Datum\nRheinland;\nKreis A;2015\nKreis B;2015\n"
    (problem,) = read(text, tmp_path).problems
    assert (problem.place.line, problem.code) == (2, "only-a-name")
    assert problem.message == "there is only a name in this row, unlike in all 2 others"
    assert read(text.replace("Rheinland;", "Rheinland;–"), tmp_path).problems == []
    assert read("Name;Datum\nA;\nB;2015\n", tmp_path).problems == []
    assert read("Name;Ort;Bemerkung\nA;;\nB;Bonn;\nC;;x\nD;Bonn;x\n", tmp_path).problems == []


@pytest.mark.parametrize(
    "word",
    ["Summe", "Gesamt", "Total", "2015", "2. Runde", "Erstunterzeichner 2012", "Neumitglieder (2015)", "Ausgetreten:"],
)
def test_a_sum_or_a_heading_is_asked_about(word: str, tmp_path: Path) -> None:
    """In a list of names alone it may be a name; who is called so writes the name in full."""
    (problem,) = read(f"Name\nBonn\n{word}\n", tmp_path).problems
    assert (problem.place.line, problem.code) == (3, "only-a-name")
    assert problem.message == f'"{word}" may be a sum, a heading or a name'
    full = f"{word.rstrip(':')} e. V."
    assert str(problem.remedies[-1]).endswith(full)
    assert [name for name, _date in told(read(f"Name\nBonn\n{full}\n", tmp_path))] == ["Bonn", full]


@pytest.mark.parametrize("kind", [None, "Kreis"])
def test_a_list_of_districts_means_districts(kind: str | None, tmp_path: Path) -> None:
    """Where its column is called so, or where it is told; cities stand among them, and what says that it is a town."""
    path = tmp_path / "list.csv"
    path.write_text(f"{'Name' if kind else 'Kreis'};Datum\nWesel;2015\nEssen;2015\nStadt Kleve;2015\n", "utf-8")
    ledger = document('[network]\nregister = "nrw"\n').ledger
    rows = Reader(files.read(str(path), {}), {}, kind).read(ledger, None)
    assert [name for name, _date in told(rows)] == ["Kreis Wesel", "Essen", "Kleve"]
    assert rows.homonyms == {}


def test_a_kind_that_is_told_is_that_of_every_row(tmp_path: Path) -> None:
    """Which says nothing else, in a ledger without a register."""
    path = tmp_path / "list.csv"
    path.write_text("Name;Art;Datum\nA;;2015\nB;Verein;2015\n", "utf-8")
    rows = Reader(files.read(str(path), {}), {}, "Verband").read(EMPTY.ledger, None)
    assert [entry.body.kind for entry in rows.entries] == ["Verband", "Verein"]


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        ("Name;Kreis", "Neustadt;Vogtlandkreis", "Neustadt/Vogtl."),
        ("Name;Land", "Neustadt an der Weinstraße;Rheinland-Pfalz", "Neustadt an der Weinstraße"),
        ("Name;Kreis", "Münster;Darmstadt-Dieburg", "Münster (Hessen)"),
        ("Name;Regierungsbezirk", "Lünen;Arnsberg", "Lünen"),
        ("Name;Regierungsbezirk", "Hürth;Köln", "Hürth"),
        ("Name;Kreis", "Bonn;Bonn", "Bonn"),
        ("Name;Kreis", "Bonn;kreisfrei", "Bonn"),
        ("Name;Kreis", "Haibach;Straubing-Bogen", "Haibach"),
    ],
)
def test_where_a_body_lies_tells_which_one_it_is(header: str, row: str, name: str, tmp_path: Path) -> None:
    """In a column of districts, regions or Länder; what is no area says nothing."""
    path = tmp_path / "list.csv"
    path.write_text(f"{header};Datum\n{row};2015\n", "utf-8")
    rows = Reader(files.read(str(path), {}), {}).read(document('[network]\nregister = "de"\n').ledger, None)
    assert [entry[0] for entry in told(rows)] == [name]


def test_a_body_that_lies_elsewhere_is_another_one(tmp_path: Path) -> None:
    """The namesake in this register is not taken for it."""
    path = tmp_path / "list.csv"
    path.write_text("Name;Land;Datum\nMünster;Hessen;2015\nHagen;Niedersachsen;2015\n", "utf-8")
    rows = Reader(files.read(str(path), {}), {}).read(document('[network]\nregister = "nrw"\n').ledger, None)
    assert [problem.message for problem in rows.problems] == [
        'there is no "Münster, Hessen" in NRW',
        'there is no "Hagen, Niedersachsen" in NRW',
    ]


def test_a_row_with_a_running_number_alone_is_blank(tmp_path: Path) -> None:
    """People number more rows than they fill."""
    assert told(read("Nr.;Name;Datum\n1;Bonn;2015\n2;;\n3;;\n", tmp_path)) == [("Bonn", "2015")]


@pytest.mark.parametrize(
    "text",
    [
        '{"total": 1, "members": [{"name": "Bonn", "signed": "2015"}]}',
        '{\n"members": [\n{"name": "Bonn", "signed": 2015}\n]\n}',
        '{"1": {"name": "Bonn", "signed": "2015"}}',
        '{"name": "Bonn", "signed": "2015"}',
        '{"name": "Bonn", "signed": "2015"}\n\n',
        '{"name": "Bonn", "signed": "2015", "tags": []}',
        '{"result": {"count": 1, "items": [{"name": "Bonn", "signed": "2015"}]}}',
        '{"features": [{"type": "Feature", "geometry": null, "properties": {"name": "Bonn", "signed": "2015"}}]}',
    ],
)
def test_json_may_wrap_its_list(text: str, tmp_path: Path) -> None:
    """As programs that answer on the network do."""
    assert told(read(text, tmp_path, "list.json")) == [("Bonn", "2015")]


@pytest.mark.parametrize("text", ["[]\n", "", '{"total": 0, "members": []}'])
def test_nobody_is_a_list_too(text: str, tmp_path: Path) -> None:
    """What `list` writes of a network without members, as JSON and as NDJSON."""
    assert told(read(text, tmp_path, "list.json")) == []


def test_a_list_of_json_may_have_names_alone(tmp_path: Path) -> None:
    """Without objects."""
    assert told(read('["Bonn", "Essen"]', tmp_path, "list.json")) == [("Bonn", None), ("Essen", None)]


def test_the_names_of_objects_are_a_column(tmp_path: Path) -> None:
    """Which can be told; nothing that is in a list gets lost."""
    (tmp_path / "list.json").write_text('{"Bonn": {"signed": "2015"}, "Essen": {"signed": "2016"}}', "utf-8")
    listing = files.read(str(tmp_path / "list.json"), {"name": "#"})
    assert told(Reader(listing, {"name": "#"}).read(EMPTY.ledger, None)) == [("Bonn", "2015"), ("Essen", "2016")]


def test_of_several_lists_in_json_none_is_guessed(tmp_path: Path) -> None:
    """They are named."""
    with pytest.raises(Refusal, match=r"has several lists: members, former"):
        read('{"members": [{"name": "A"}], "former": [{"name": "B"}]}', tmp_path, "list.json")
    with pytest.raises(Refusal, match=r"has several lists: items"):
        read('{"a": {"items": [{"name": "A"}]}, "b": {"items": [{"name": "B"}]}}', tmp_path, "list.json")


def test_a_broken_line_of_ndjson_is_told_by_its_number(tmp_path: Path) -> None:
    """That of the file."""
    with pytest.raises(Refusal, match="line 2 column 13"):
        read('{"name": "A"}\n{"name": "B"\n', tmp_path, "list.ndjson")


@pytest.mark.parametrize("key", ["5954036", "05954036,0", "5954036.0"])
def test_a_key_may_look_like_a_number(key: str, tmp_path: Path) -> None:
    """With the decimals of a spreadsheet."""
    path = tmp_path / "list.csv"
    path.write_text(f"AGS;Datum\n{key};2015\n", "utf-8")
    rows = Reader(files.read(str(path), {}), {}).read(document('[network]\nregister = "nrw"\n').ledger, None)
    assert [entry.body.name for entry in rows.entries] == ["Witten"]


def test_a_key_that_lost_its_digits_is_a_problem_at_its_cell(tmp_path: Path) -> None:
    """No body is guessed from its beginning."""
    assert read("Name;AGS;Datum\nWitten;5,954036E+06;2015\n", tmp_path).entries[0].body.key == "5954036"
    (problem,) = read("Name;AGS;Datum\nWitten;5,95E+06;2015\n", tmp_path).problems
    assert (problem.message, problem.place.column) == ("the last digits of this key are lost: 5,95E+06", 8)


@pytest.mark.parametrize(
    ("fields", "messages"),
    [
        ('"name": ["a", "b"]', ["several values where one belongs"]),
        ('"name": "a", "note": {"b": 1}', ["several values where one belongs"]),
        (f'"name": "a", "note": {"9" * 5000}', []),
        ('"name": "a", "telephone": ["1", "2"]', []),
        ('"name": "a", "round": 2012, "key": 5314000, "source": null', []),
    ],
)
@pytest.mark.parametrize("name", ["list.json", "list.ndjson"])
def test_a_value_of_json_is_one_text(name: str, fields: str, messages: list[str], tmp_path: Path) -> None:
    """Or it is a problem, where its column is taken in."""
    text = f"[{{{fields}}}]" if name == "list.json" else f"{{{fields}}}\n"
    assert [problem.message for problem in read(text, tmp_path, name).problems] == messages


@pytest.mark.parametrize("text", ["[" * 100_000, '[{"name": "a"', '{"name": NULL}', "[1e]"])
def test_what_is_no_json_is_refused(text: str, tmp_path: Path) -> None:
    """However it is broken."""
    with pytest.raises(Refusal, match=r"list\.json is not valid JSON: "):
        read(text, tmp_path, "list.json")


@pytest.mark.parametrize("end", [b"\x00\xd8x\0", b"x"])
def test_utf_16_that_is_broken_is_refused(end: bytes, tmp_path: Path) -> None:
    """With its line, as UTF-8 is."""
    data = "\ufeffName;Datum\nBonn;2015\n".encode("utf-16-le")
    with pytest.raises(Refusal, match=r"list\.csv is not valid UTF-16: line 3"):
        read(data + end, tmp_path)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("list.csv", b"Name\n" + b"a\n" * 300_000),
        ("list.csv", b"Name" + b";x" * 20_000 + b"\nBonn\n"),
        ("list.csv", b"Name;Datum\n" + b";" * 3_000_000),
        ("list.csv", b"Name\n" + b'"' * 5_000_000),
        ("list.json", b"[" + b"{}," * 600_000 + b"{}]"),
        ("list.json", b"[" + b",".join(b'{"%d":1}' % number for number in range(2000)) + b"]"),
        ("list.csv", b"Name\n" + b"a" * 40_000_000),
    ],
)
def test_what_is_larger_than_any_list_is_refused(name: str, data: bytes, tmp_path: Path) -> None:
    """At once, in rows, in columns, in cells and in bytes."""
    with pytest.raises(Refusal, match=rf"{re.escape(name)} is too large for a list"), process_time_below(3):
        read(data, tmp_path, name)


@pytest.mark.parametrize("header", ["(" * 100_000, " " * 100_000 + "x", "(x" * 50_000 + ")"])
def test_a_header_is_read_once(header: str) -> None:
    """However many remarks in brackets begin in it; one that is not closed goes to its end."""
    with process_time_below(0.5):
        assert columns.meaning(header) is None
    assert columns.meaning("Name (Ort") == columns.meaning("Name [Ort (neu]") == "name"


def test_the_register_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many names there are."""
    opened: list[str] = []
    register = bodies.open_register("nrw")

    def counted(name: str) -> bodies.Register:
        opened.append(name)
        return register

    monkeypatch.setattr("engagiert_cli.who.open_register", counted)
    path = tmp_path / "list.csv"
    names = [body.name for body in register.at(bodies.Level.MUNICIPALITY)[:100]]
    path.write_text("\n".join(["Name;Datum", *(f"{name};2012" for name in names)]), "utf-8")
    rows = Reader(files.read(str(path), {}), {}).read(document('[network]\nregister = "nrw"\n').ledger, None)
    assert [entry.body.name for entry in rows.entries] == names
    assert opened == ["nrw"]


def test_twelve_thousand_signatories_come_in_within_three_seconds_of_work(tmp_path: Path) -> None:
    """Of a network without a register, from CSV; and list, report and check work on them."""
    lines = (
        f"Verein Nümmer {number};{number % 28 + 1:02}.{number % 12 + 1:02}.{1990 + number % 30}"
        for number in range(12_000)
    )
    (tmp_path / "list.csv").write_text("\r\n".join(["Name;Beitritt", *lines]), "cp1252", newline="")

    def run(*arguments: str) -> list[str]:
        done = subprocess.run(
            ["engagiert", *arguments], cwd=tmp_path, env=environment(tmp_path, "en"), capture_output=True, check=True
        )
        return done.stdout.decode().splitlines()

    run("init", "--name", "Charta")
    with process_time_below(3):
        assert run("import", "list.csv")[-1] == "12000 members."
    assert len(run("list")) == 12_001
    assert len(run("report", "--format", "csv")) == 31
    assert run("check") == ["members.toml: 12000 members in 30 rounds, no problems"]


def test_a_place_in_text_is_one_of_the_file(tmp_path: Path) -> None:
    """Line and column of the cell as it stands there, behind quotation marks, line breaks and blanks."""
    (problem,) = read('Name;Notiz;Datum\n"Bonn";"eins; zwei\ndrei" ; 31.6.2015 \n', tmp_path).problems
    assert problem.place[1:] == (3, 9, 'drei" ; 31.6.2015 ', 9, "")
    assert str(problem.place) == "3:9"
    assert problem.place.marked == "31.6.2015"


def test_a_place_in_a_workbook_is_called_as_excel_does(tmp_path: Path) -> None:
    """With the sheet, where there are others."""
    rows: list[list[Any]] = [[], ["Name", *[""] * 26, "Datum"], ["Bonn", *[""] * 26, "bald"]]
    (problem,) = read(workbook(tmp_path, Liste=rows), tmp_path, "list.xlsx").problems
    assert (str(problem.place), problem.place.marked) == ("AB3", "bald")
    (problem,) = read(workbook(tmp_path, Liste=rows, Notizen=[["x"]]), tmp_path, "list.xlsx").problems
    assert str(problem.place) == "Liste!AB3"


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("A;2012;2027-12-01;;2012", "left"),
        ("A;2012;2011;;2012", "left"),
        ("A;2027-12-01;;;2012", "signed"),
        ("A;;;K;", "signed"),
    ],
)
def test_what_the_ledger_does_not_take_is_told_at_its_cell(row: str, field: str, tmp_path: Path) -> None:
    """Whichever of the row's fields it is about."""
    path = tmp_path / "list.csv"
    path.write_text(f"name;signed;left;key;round\n{row}\n", "utf-8")
    reader = Reader(files.read(str(path), {}), {})
    judgement = judge(EMPTY, reader.read(EMPTY.ledger, None).entries, listed=True)
    found = [reader.refused(entry, refusal) for entry, refusal in judgement.refused]
    header = "name;signed;left;key;round"
    assert [header.split(";")[problem.place.excerpt.count(";", 0, problem.place.column - 1)] for problem in found] == [
        field
    ]
