"""Quotation marks in lists with separators: no row is lost behind one."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagiert_cli.errors import Refusal, RowsRefused
from engagiert_cli.intake import delimited, files

if TYPE_CHECKING:
    from pathlib import Path

    from engagiert_cli.errors import Problem

UNCLOSED = "the quotation mark that opens here is not closed"


def rows(text: str) -> list[tuple[str, ...]]:
    """Return the cells of all rows of a list."""
    return [tuple(map(str, record.cells)) for record in delimited.read(text, "list.csv", {}).records]


def problem(text: str) -> Problem:
    """Return the one problem for which a list is not read."""
    with pytest.raises(RowsRefused) as refused:
        rows(text)
    (found,) = refused.value.problems
    return found


@pytest.mark.parametrize(
    ("text", "line", "column", "excerpt"),
    [
        ('Name;Notiz\nBert;"offen\nCem;x\nDora;y\n', 2, 6, 'Bert;"offen'),
        ('Name;Notiz\r\nBert;"offen\r\nCem;x\r\n', 2, 6, 'Bert;"offen'),
        ('Name,Runde\nBert,2015\n"Cem,2015\n', 3, 1, '"Cem,2015'),
        ('Name;Notiz\nBert;"offen', 2, 6, 'Bert;"offen'),
        ('Name\tNotiz\nBert\t"ein\nzwei"\nCem\t"offen\n', 4, 5, 'Cem\t"offen'),
        ('sep=;\nName;Notiz\nBert;"offen\n', 3, 6, 'Bert;"offen'),
        ('"Liste\nName;Notiz\nBert;x\n', 1, 1, '"Liste'),
    ],
)
def test_a_mark_that_is_not_closed_is_refused(text: str, line: int, column: int, excerpt: str) -> None:
    """With its line, wherever it stands."""
    found = problem(text)
    assert (found.message, found.place.line, found.place.column) == (UNCLOSED, line, column)
    assert found.place.excerpt == excerpt


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('Name;Runde;Notiz\nA;2015;"offen\nB;2015;x\nC;2015;"zu"\nD;2015;y\n', "2 to 4"),
        ('Name;Runde;Notiz\nA;2015;"offen\nB;2015;x\nC;2015;zu"\n', "2 to 4"),
        ('Name;Runde;Notiz\nA;2015;"offen\nB;2015;"zu"\n', "2 to 3"),
        ('Name;Runde;Notiz\nA;2015;"offen\nB;2015;zu"\n', "2 to 3"),
        ('Name,Notiz\nBert,"offen\nCem,x\nDora,zu"\nEva,z\n', "2 to 4"),
        ('"Name","Notiz"\n"Bert","offen\n"Cem","x"\n', "2 to 3"),
        ('Name;Notiz;Datum\nA;"offen;2015\nB;"zu";2015\n', "2 to 3"),
    ],
)
def test_a_mark_that_another_row_closes_is_refused(text: str, lines: str) -> None:
    """The rows in between would be a part of a cell, and nobody would know."""
    found = problem(text)
    assert found.message == f"the quotation mark that opens here makes one cell of lines {lines}"
    assert found.remedies == ("delete it; if it is one cell, save the list as .xlsx",)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('"Bündnis" für X', "Bündnis für X"),
        ('"""Bündnis"" für X"', '"Bündnis" für X'),
        ('K"oln', 'K"oln'),
        ('"eins\nzwei, drei; vier"', "eins\nzwei, drei; vier"),
        ('"eins\r\nzwei\rdrei"', "eins\nzwei\ndrei"),
        ('"""Wir""\n""alle"""', '"Wir"\n"alle"'),
        ('"Hallo,\nLiebe,\n12,5 Mio"', "Hallo,\nLiebe,\n12,5 Mio"),
        ('"a\n\n\nb"', "a\n\n\nb"),
    ],
)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_cells_that_people_write_come_in(cell: str, value: str, separator: str) -> None:
    """With line breaks, with words in quotation marks, and with the commas of sentences and numbers."""
    quoted = cell if cell.startswith('"') or "," not in cell else f'"{cell}"'
    text = f"Name;Notiz;Datum\nBert;{quoted};2015\n".replace(";", separator)
    text = text.replace(f"{separator} vier", "; vier")
    assert rows(text)[1] == ("Bert", value, "2015")


@pytest.mark.parametrize("columns", [1, 2])
def test_the_marks_of_a_name_on_two_lines_are_none_of_a_swallowed_row(columns: int) -> None:
    """Nor are they where the list has no other column."""
    text = 'Name;Notiz\n"Verein\nMusterstadt";x\n' if columns == 2 else 'Name\n"Verein\nMusterstadt"\n'
    assert rows(text)[1][0] == "Verein\nMusterstadt"


WORDS = st.text('ab "', min_size=1, max_size=6).map(str.strip).filter(bool)
NOTES = st.lists(WORDS, min_size=1, max_size=3).map("\n".join)


@given(st.lists(st.tuples(WORDS, st.sampled_from(["2012", "2015"]), NOTES), min_size=1, max_size=5), st.booleans())
def test_what_a_program_writes_is_read(written: list[tuple[str, str, str]], everything: bool) -> None:
    """However many lines and quotation marks its cells have."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL if everything else csv.QUOTE_MINIMAL)
    writer.writerows([("Name", "Runde", "Notiz"), *written])
    assert rows(out.getvalue())[1:] == written


@given(
    st.lists(st.tuples(st.text("ab", min_size=1), st.just("2012"), st.text("ab", min_size=1)), min_size=2, max_size=5),
    st.lists(st.integers(0, 100), min_size=1, max_size=3),
    st.booleans(),
)
def test_no_mark_makes_rows_fewer(written: list[tuple[str, str, str]], places: list[int], everything: bool) -> None:
    """One or more that stand anywhere in a list: it is refused, or each row is still one."""
    quote = '"' if everything else ""
    text = "\n".join(";".join(f"{quote}{cell}{quote}" for cell in row) for row in written)
    for place in places:
        text = text[: place % (len(text) + 1)] + '"' + text[place % (len(text) + 1) :]
    try:
        found = rows(f"Name;Runde;Notiz\n{text}\n")
    except RowsRefused:
        return
    assert len(found) == len(written) + 1


def test_a_long_cell_is_a_long_cell(tmp_path: Path) -> None:
    """Up to a million characters, which the library would not read by itself; beyond, it is called what it is."""
    assert rows(f"Name;Notiz\nBert;{'x' * 200_000}\n")[1] == ("Bert", "x" * 200_000)
    assert problem('Name;Notiz\nBert;"' + "x;y\n" * 300_000).message == UNCLOSED
    (tmp_path / "list.csv").write_text(f"Name;Notiz\nBert;{'x' * 2_000_000}\n", "utf-8")
    with pytest.raises(Refusal, match=r"list\.csv is too large for a list"):
        files.read(str(tmp_path / "list.csv"), {})
