"""Excel workbooks: what is in them, and what Excel would make of it."""

import datetime
import io
import re
import zipfile
from typing import Any

import pytest
import python_calamine

from engagiert_cli import language
from engagiert_cli.ledger.dates import Date
from engagiert_cli.reports.table import Audience, Column, Table, Type
from tests.output.sample import COHORTS, COVERAGE, MEMBERS, columns, table_of, without_rows, written_bytes


def cells(table: Table) -> list[list[Any]]:
    """Return the cells of the workbook's sheet."""
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(written_bytes("xlsx", table)))
    return workbook.get_sheet_by_index(0).to_python()


def below(table: Table) -> list[list[Any]]:
    """Return the cells from the headings on."""
    found = cells(table)
    return found[bool(table.title) + bool(table.subtitle or table.footer) :]


def sheet(table: Table) -> str:
    """Return the sheet's XML."""
    with zipfile.ZipFile(io.BytesIO(written_bytes("xlsx", table))) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_it_holds_what_people_and_machines_see() -> None:
    """The titles are the reader's; a key stays a text; a date is as exact as it is known."""
    assert below(MEMBERS) == [
        ["Name", "Key", "District", "Signed", "Signed – first day", "Signed – last day"],
        ["Bonn", "05314000", "", "2012-12", datetime.date(2012, 12, 1), datetime.date(2012, 12, 31)],
        ["Mönchengladbach", "", "", *[datetime.date(2012, 12, 5)] * 3],
        ["Witten", "05954036", "Ennepe-Ruhr-Kreis", "2015", datetime.date(2015, 1, 1), datetime.date(2015, 12, 31)],
    ]


def test_network_and_state_of_affairs_stand_above() -> None:
    """And how the question was understood; what is empty takes no row."""
    table = MEMBERS._replace(title="Bündnis", subtitle="Stand 23.11.2026", footer="3 von 23 Mitgliedern")
    assert [row[0] for row in cells(table)[:3]] == ["Bündnis", "Stand 23.11.2026; 3 von 23 Mitgliedern", "Name"]
    assert 'ySplit="3"' in sheet(table)
    unsure = table._replace(notes=("1 Mitglied passt vielleicht auch",))
    assert [row[0] for row in cells(unsure)[2:4]] == ["1 Mitglied passt vielleicht auch.", "Name"]
    assert [row[0] for row in cells(table._replace(title="", subtitle="", footer=""))[:1]] == ["Name"]


def test_the_sheet_is_called_what_it_is() -> None:
    """A network's name says nothing of it, and is cut."""
    workbook = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(written_bytes("xlsx", MEMBERS._replace(title="Kommunen-Netzwerk", heading="Members")))
    )
    assert workbook.sheet_names == ["Members"]


def test_a_row_is_as_high_as_its_text() -> None:
    """Programs that do not look for themselves would lay long names over the next row."""
    names = tuple(f"Name {number:02}" for number in range(40))
    table = Table("", columns(("members", "Members", Type.NAMES)), [(names,), (names[:2],)])
    assert re.findall(r'<row r="(\d)"[^>]* ht="(\d+)"', sheet(table)) == [("2", "105")]


def test_excel_marks_no_text_that_looks_like_a_number() -> None:
    """Keys, rounds and years are texts on purpose; a heading over figures stands over them."""
    assert '<ignoredError sqref="A1:XFD5" numberStoredAsText="1"/>' in sheet(MEMBERS._replace(subtitle="", footer=""))


def test_a_term_is_in_the_language_of_the_reader() -> None:
    """Machines get another one."""
    level = Column("level", "Level", str, audience=Audience.MACHINES, shown=lambda _row: "Kreis")
    assert cells(Table("", [level], ["district"])) == [["Level"], ["Kreis"]]


def test_numbers_are_numbers() -> None:
    """Excel can add them up."""
    assert below(COHORTS)[2] == [
        "2015", "2015", datetime.date(2015, 1, 1), datetime.date(2015, 12, 31), 1234.0, 2.0, "Witten"
    ]  # fmt: skip
    assert below(COVERAGE)[2:4] == [["Köln", 108.0, 0.25], ["Münster", "", ""]]


def test_german_dates_are_written_in_german() -> None:
    """In figures, as in every other table for people."""
    language.use("de")
    assert [row[3] for row in below(MEMBERS)[1:]] == ["12.2012", datetime.date(2012, 12, 5), "2015"]


@pytest.mark.parametrize("day", ["1848-05-18", "1900-02-28", "1905-07-07"])
def test_days_that_excel_does_not_know_are_texts(day: str) -> None:
    """Excel counts from 1900, with a 29 February that never was; one of 1905 is a year there that was typed as a date."""
    table = Table("", columns(("signed", "Signed", Type.DATE)), [(Date.parse(day),)])
    assert cells(table)[1] == [day]


@pytest.mark.parametrize("text", ["=1+1", "+1", "@x", "05", "1e5", "TRUE", "http://x.de", "{=1}", "2012-12-05"])
def test_text_is_never_a_formula_or_a_number(text: str) -> None:
    """Whatever it looks like."""
    assert below(table_of(text))[1] == [text]
    assert "<f>" not in sheet(table_of(text))


def test_the_header_stays_and_has_filters() -> None:
    """Also where there are no rows."""
    for table in (MEMBERS, without_rows(MEMBERS)):
        assert 'ySplit="3"' in sheet(table)
        assert "<autoFilter" in sheet(table)


def test_columns_are_as_wide_as_their_texts() -> None:
    """Up to a limit, beyond which a text is wrapped."""
    assert 'width="19.7109375"' in sheet(MEMBERS)
    assert 'width="60.7109375"' in sheet(table_of("word " * 50))


def test_a_column_for_machines_stays_away_where_it_is_empty() -> None:
    """An empty column is only in the way."""
    shown = columns(("name", "Name"), ("note", "Note", Type.TEXT, Audience.MACHINES))
    assert cells(Table("", shown, [("Bonn", None)])) == [["Name"], ["Bonn"]]
    assert cells(Table("", shown, [("Bonn", "x")])) == [["Name", "Note"], ["Bonn", "x"]]


@pytest.mark.parametrize("title", ["", "'", "History", "a[b]:c*?/\\", "x" * 40, "Kommunen-Netzwerk: engagiert in NRW"])
def test_any_title_will_do(title: str) -> None:
    """Excel forbids some characters, some names and all that are long."""
    assert below(table_of("Bonn", title=title))[1] == ["Bonn"]
