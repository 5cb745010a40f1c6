"""Plain columns: one record a line, aligned, nothing lost."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from engagiert_cli.reports.table import Table
from engagiert_cli.text import safe

from .sample import COHORTS, COVERAGE, MEMBERS, NAMES, bare, table_of, without_rows, written


def test_columns_are_aligned_under_their_header() -> None:
    """Two blanks between columns, none at the end of a line; machines' columns are not shown."""
    assert written("plain", MEMBERS) == (
        "Name             District           Signed\n"
        "Bonn                                2012-12\n"
        "Mönchengladbach                     2012-12-05\n"
        "Witten           Ennepe-Ruhr-Kreis  2015\n"
    )


def test_numbers_stand_on_the_right_and_names_in_a_list() -> None:
    """What is read from its last digit is aligned there."""
    assert written("plain", COHORTS) == (
        "Round  Signed    Joined  Left  Members\n"
        "2012   Dec 2012      10     –  Bonn, Kreis Lippe, Lemgo\n"
        "2015   2015       1,234     2  Witten\n"
    )


def test_shares_are_percent() -> None:
    """A bar would be drawing."""
    assert written("plain", COVERAGE) == (
        "Region    Bodies  Share\nArnsberg      90     0%\nKöln         108    25%\nMünster\nNRW          427   100%\n"
    )


def test_no_rows_leave_the_header() -> None:
    """The hint is the command's to tell."""
    assert written("plain", without_rows(MEMBERS)) == "Name  District  Signed\n"


def test_wide_characters_and_marks_are_counted_in_cells() -> None:
    """Columns are aligned on the screen, not in the string."""
    table = Table("", COVERAGE.columns, [("東京", 1, 0.5), ("e\u0301", 2, 0.5)])
    assert written("plain", table) == "Region  Bodies  Share\n東京         1    50%\ne\u0301            2    50%\n"


def test_one_monstrous_text_does_not_widen_every_line() -> None:
    """A text beyond 200 cells sticks out of its column."""
    table = Table("", MEMBERS.columns, [("x" * 1000, "", "", None), ("Bonn", "", "Köln", None)])
    assert written("plain", table).splitlines()[2] == "Bonn" + " " * 198 + "Köln"


def test_right_to_left_text_does_not_turn_its_line() -> None:
    """Each such cell is isolated."""
    assert written("plain", table_of("בית")) == "Name\n\u2068בית\u2069\n"


@given(st.lists(NAMES, max_size=5))
def test_no_character_is_lost(names: list[str]) -> None:
    """Every name stands on a line of its own, whole."""
    lines = written("plain", table_of(*names)).split("\n")[1:-1]
    assert [bare(line) for line in lines] == [bare(safe(name)) for name in names]


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1))
def test_the_second_column_starts_in_the_same_cell(rows: list[tuple[str, str]]) -> None:
    """Whatever the names are made of."""
    table = Table("", MEMBERS.columns[::2], [(name, "", f"|{other}") for name, other in rows])
    starts = {
        cell_len(line[: len(line) - len(safe(other)) - 1])
        for line, (_name, other) in zip(written("plain", table).split("\n")[1:], rows, strict=False)
        if "\u2068" not in line and not safe(other).endswith(" ")
    }
    assert len(starts) <= 1


def test_many_rows_are_lines_as_few_are() -> None:
    """Lines are written many at once; all of them are there, in their order, without blanks at their ends."""
    rows = [(f"Ort {number}", "", "Kreis" if number % 3 else None, None) for number in range(1000)]
    lines = written("plain", MEMBERS._replace(rows=rows)).splitlines()[1:]
    assert lines == [f"{name:<9}{district or ''}".rstrip() for name, _key, district, _signed in rows]
