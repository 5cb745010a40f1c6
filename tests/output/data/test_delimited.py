"""CSV and TSV: exact for programs, harmless in a spreadsheet."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagiert_cli.reports.table import Table
from tests.output.sample import COHORTS, COVERAGE, MEMBERS, table_of, without_rows, written


def test_csv_has_english_fields_and_iso_dates() -> None:
    """RFC 4180: commas, CR LF, the fields as header; machines' columns are there; unknown is empty."""
    assert written("csv", MEMBERS) == (
        "name,key,district,signed\r\n"
        "Bonn,05314000,,2012-12\r\n"
        "Mönchengladbach,,,2012-12-05\r\n"
        "Witten,05954036,Ennepe-Ruhr-Kreis,2015\r\n"
    )


def test_numbers_are_bare_and_names_joined() -> None:
    """No grouping, no dash, no percent."""
    assert written("csv", COHORTS).splitlines()[1] == "2012,2012-12,10,0,Bonn; Kreis Lippe; Lemgo"
    assert written("csv", COVERAGE).splitlines()[2:4] == ["Köln,108,0.25", "Münster,,"]


def test_shares_have_four_places() -> None:
    """More would only be noise."""
    table = Table("", COVERAGE.columns, [("x", -1, 1 / 3)])
    assert written("tsv", table).splitlines()[1] == "x\t-1\t0.3333"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\xa0=1", "＝1", "＋1", "－1", "＠x", "\tx", "\rx", "'=1", "''-x"]
)
def test_what_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    """An apostrophe goes before it; Excel and LibreOffice show the text."""
    assert list(csv.reader(io.StringIO(written("csv", table_of(text)), newline="")))[1] == [f"'{text}"]


@pytest.mark.parametrize("text", ["Bonn", "a=1", "2012-12", "'x", "(-1)"])
def test_other_text_is_not_guarded(text: str) -> None:
    """Only the start of a cell can be a formula."""
    assert written("csv", table_of(text)).splitlines()[1] == text


def test_tsv_has_no_tabs_or_lines_in_cells() -> None:
    """They become blanks, so that a line is a record."""
    assert written("tsv", table_of("a\tb\r\nc\u2028d")) == "name\na b c d\n"


def test_a_tsv_cell_that_starts_with_a_quotation_mark_is_quoted() -> None:
    """Programs would take it for the start of a quoted cell; inside a cell it is a character like any other."""
    assert written("tsv", table_of('"a" b', 'b "a"')) == 'name\n"""a"" b"\nb "a"\n'


def test_controls_are_escaped() -> None:
    """Neither form has an escape of its own, and a terminal would obey them."""
    assert written("csv", table_of("\x1b[2J")) == "name\r\n\\x1b[2J\r\n"


def test_no_rows_leave_the_header() -> None:
    """A program finds its columns."""
    assert written("csv", without_rows(MEMBERS)) == "name,key,district,signed\r\n"
    assert written("tsv", without_rows(MEMBERS)) == "name\tkey\tdistrict\tsigned\n"


@given(st.lists(st.text(st.one_of(st.sampled_from('",;\n\r\t=- '), st.characters(exclude_categories=("Cc", "Cs"))))))
def test_csv_read_back_is_the_data(texts: list[str]) -> None:
    """Quotes, commas and line breaks survive; only the guard is added."""
    _header, *records = csv.reader(io.StringIO(written("csv", table_of(*texts)), newline=""))
    assert len(records) == len(texts)
    for (cell,), text in zip(records, texts, strict=True):
        assert cell in (text, f"'{text}")


@given(st.lists(st.text(st.characters())))
def test_a_tsv_line_is_a_record(texts: list[str]) -> None:
    """Whatever is in the cells."""
    assert written("tsv", table_of(*texts)).count("\n") == len(texts) + 1
