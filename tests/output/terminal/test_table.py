"""The table on a terminal: everything fits, nothing is lost, and it is good to read."""

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from engagiert_cli.ledger.dates import Date
from engagiert_cli.output.formats import FORMATS
from engagiert_cli.output.terminal.table import drawn, write_table
from engagiert_cli.output.width import wrap
from engagiert_cli.reports.table import Audience, Table, Type
from engagiert_cli.text import safe
from tests.output.sample import (
    COHORTS,
    COVERAGE,
    MEMBERS,
    NAMES,
    bare,
    columns,
    table_of,
    without_rows,
    written,
    written_in_ascii,
)


def text_of(table: Table, room: int) -> str:
    """The table without its colours."""
    return "".join(segment.text for segment in drawn(table.seen_by(Audience.PEOPLE), room))


def test_a_table_has_title_rule_and_footer() -> None:
    """The state of affairs stands on the right of the title; what was asked stands below."""
    assert (
        text_of(MEMBERS, 80)
        == """\
Members                       as of 2026-11-23

Name             District           Signed
──────────────────────────────────────────────
Bonn                                2012-12
Mönchengladbach                     2012-12-05
Witten           Ennepe-Ruhr-Kreis  2015

3 of 23 members
"""
    )


def test_names_stand_under_their_row() -> None:
    """They start below the second column and break at commas only."""
    assert (
        text_of(COHORTS, 34)
        == """\
Cohorts

Round  Signed    Joined  Left
───────────────────────────────
2012   Dec 2012      10     –
       Bonn, Kreis Lippe, Lemgo

2015   2015       1,234     2
       Witten

2 rounds
"""
    )
    assert "\n       Bonn,\n       Kreis Lippe,\n       Lemgo\n" in text_of(COHORTS, 20)


def test_shares_have_a_bar() -> None:
    """The whole is the full length; what is unknown has none."""
    assert (
        text_of(COVERAGE, 80)
        == """\
Coverage

Region    Bodies                      Share
───────────────────────────────────────────
Arnsberg      90                         0%
Köln         108  █████                 25%
Münster
NRW          427  ████████████████████ 100%
"""
    )


def test_without_block_characters_bars_are_numbers_signs() -> None:
    """Where the terminal's encoding lacks them; what is less than one is a dash."""
    shares = COVERAGE._replace(rows=[("Hagen", 108, 0.258), ("NRW", 427, 1.0)])
    shown = written_in_ascii(FORMATS["table"], shares)
    assert "Hagen      108  #####-                26%\n" in shown
    assert "\n-----------------------------------------\n" in shown


def test_a_bar_shrinks_first() -> None:
    """One shorter than four cells tells nothing: names get its room."""
    table = Table("", COVERAGE.columns, [("Regierungsbezirk Köln", 108, 0.5)])
    assert text_of(table, 44).splitlines()[2:] == ["Regierungsbezirk Köln     108  ████▌     50%"]
    assert text_of(table, 39).splitlines()[2:] == ["Regierungsbezirk Köln     108  ██   50%"]
    assert text_of(table, 38).splitlines()[2:] == ["Regierungsbezirk Köln     108    50%"]
    assert text_of(table, 31).splitlines()[2:] == ["Regierungsbezirk     108    50%", "Köln"]


def test_titles_do_not_wrap_for_one_bar() -> None:
    """Bars take what is left; several columns of them, which are compared with one another, stay as long as they can."""
    shown = columns(
        ("a", "Area"), ("b", "Still there", Type.COUNT), ("c", "Share", Type.SHARE), ("d", "Share", Type.SHARE)
    )
    assert "█" not in text_of(Table("", shown[:3], [("Hagen", 1, 0.5)]), 26)
    assert "█" in text_of(Table("", shown, [("Hagen", 1, 0.5, 0.5)]), 33)


def test_titles_give_way_before_texts() -> None:
    """A row is not told in two lines as long as a title can be."""
    table = Table("", columns(("a", "A"), ("b", "Insgesamt", Type.COUNT)), [("ohne Runde", 3)])
    assert text_of(table, 18).splitlines() == [
        "            Insge-",
        "A             samt",
        "─" * 18,
        "ohne Runde       3",
    ]
    assert text_of(table, 16).splitlines()[-2:] == ["ohne           3", "Runde"]


@pytest.mark.parametrize("room", [50, 64, 80, 120])
def test_all_bars_have_one_scale(room: int) -> None:
    """In every column the same part is as long, however wide the column's title."""
    shown = columns(
        ("area", "Area"), ("a", "Inhabitants", Type.SHARE), ("b", "Towns", Type.SHARE), ("c", "Area", Type.SHARE)
    )
    rows = [("Hagen", 1.0, 1.0, 1.0), ("Kreis Siegen-Wittgenstein", 0.5, 0.5, 0.5)]
    for line in text_of(Table("", shown, rows), room).splitlines()[2:]:
        bars = re.findall("[█▉▊▋▌▍▎▏]+", line)
        assert len(set(bars)) <= 1
        assert len(bars) in (0, 3)
    assert "█" in text_of(Table("", shown, rows), room)


def test_small_shares_are_drawn_against_the_largest() -> None:
    """Fifteen bars of seven percent each would tell nothing."""
    table = Table("", COVERAGE.columns, [("A", 3, 0.05), ("B", 6, 0.1)])
    assert [line.count("█") for line in text_of(table, 80).splitlines()[2:]] == [10, 20]


@pytest.mark.parametrize(
    ("share", "bar"), [(0.0, ""), (0.0001, "▏"), (0.5, "██████████"), (0.9999, "███████████████████▉")]
)
def test_a_part_shows_and_is_not_the_whole(share: float, bar: str) -> None:
    """However small or large it is."""
    line = text_of(COVERAGE._replace(rows=[("x", 1, share), ("y", 1, 1.0)]), 80).splitlines()[4]
    assert "".join(character for character in line if "▏" >= character >= "█") == bar


def test_texts_wrap_at_blanks() -> None:
    """The widest column first; no word is broken, be it a double name, unless it is an address or a path."""
    table = Table("", columns(("a", "A"), ("b", "B")), [("Bonn", "Rheinisch-Bergischer Kreis/Süd")])
    assert text_of(table, 27).splitlines()[2:] == ["Bonn  Rheinisch-Bergischer", "      Kreis/Süd"]
    path = Table("", columns(("a", "A"), ("b", "B")), [("Bonn", "/home/buero/netzwerk/data/members.toml")])
    assert text_of(path, 27).splitlines()[2:] == ["Bonn  /home/buero/netzwerk/", "      data/members.toml"]


def test_a_nested_name_keeps_its_indent() -> None:
    """In all its lines."""
    table = Table("", columns(("a", "A")), [("Kreis Siegen-Wittgenstein",)], depth=lambda _row: 1)
    assert text_of(table, 24).splitlines()[2:] == ["\xa0\xa0Kreis", "\xa0\xa0Siegen-Wittgenstein"]


def test_a_long_title_is_divided_where_its_column_is_narrow() -> None:
    """Between two syllables."""
    table = Table("", columns(("a", "A"), ("b", "Municipalities", Type.COUNT)), [("Bonn", 3)])
    assert text_of(table, 14).splitlines()[:2] == ["       Munici-", "A     palities"]


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        ("2012-12", ["Dec 2012"]),
        ("2013-10-05..2016-06-15", ["5 Oct 2013", "to 15 Jun 2016"]),
        ("2013-10..", ["Oct 2013", "or later"]),
    ],
)
def test_a_date_stays_together(known: str, lines: list[str]) -> None:
    """A period wraps between its dates."""
    table = Table("", columns(("a", "A"), ("b", "B", Type.PERIOD)), [("Bonn", Date.parse(known))])
    shown = [line.removeprefix("Bonn").strip() for line in text_of(table, 20).splitlines()[2:]]
    assert shown == lines


@pytest.mark.parametrize("date", ["31. Dezember 2024", "3 May 2012", "5. Dez. 2012", "Juni 2015"])
def test_a_date_in_a_sentence_stays_together(date: str) -> None:
    """However narrow the terminal: a day stands beside its month, and that beside its year."""
    for room in range(len(date), 60):
        assert any(date in line for line in wrap(f"Menschen, die dort am {date} gelebt haben, waren viele", room))


def test_headers_wrap_too() -> None:
    """Short titles stand at the foot of the header."""
    table = Table("", columns(("a", "A"), ("b", "Members that joined", Type.COUNT)), [("Bonn", 3)])
    assert (
        text_of(table, 18)
        == """\
      Members that
A           joined
──────────────────
Bonn             3
"""
    )


def test_columns_without_titles_have_no_header() -> None:
    """What is known of one member reads as a list."""
    table = Table("Bonn", columns(("field", ""), ("value", "")), [("Key", "05314000"), ("Round", "2012")])
    assert text_of(table, 80) == "Bonn\n\nKey    05314000\nRound  2012\n"
    assert written("plain", table) == "Key    05314000\nRound  2012\n"


def test_what_does_not_fit_stands_below_with_its_title() -> None:
    """A text column that is left out is named; a short one keeps its place."""
    shown = columns(("name", "Name"), ("district", "District"), ("round", "Round"), ("n", "N", Type.COUNT))
    table = Table("", shown, [("Mönchengladbach", "Hochsauerlandkreis", "2012", 3), ("Bonn", None, "2015", 14)])
    assert (
        text_of(table, 30)
        == """\
Name             Round   N
──────────────────────────────
Mönchengladbach  2012    3
  District: Hochsauerlandkreis
Bonn             2015   14
"""
    )


def test_words_break_at_last() -> None:
    """When a single word is wider than the terminal."""
    assert text_of(table_of("Mönchengladbach"), 6).splitlines()[-3:] == ["Mönche", "ngladb", "ach"]


def test_no_rows_say_why() -> None:
    """Title, hint and footer, without a header over nothing."""
    assert text_of(without_rows(MEMBERS), 80) == (
        "Members  as of 2026-11-23\n\nNobody has signed since 2020.\n\n3 of 23 members\n"
    )


def test_user_text_is_no_markup() -> None:
    """Square brackets, emoji codes and escapes are shown."""
    assert "[/bold] :skull: \\x1b[2J\n" in written("table", table_of("[/bold] :skull: \x1b[2J"))


def test_right_to_left_text_is_isolated() -> None:
    """The number beside it stays beside it."""
    assert "\u2068בית\u2069          1" in text_of(COVERAGE._replace(rows=[("בית", 1, None)]), 80)


def test_a_pipe_gets_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor any other code."""
    assert "\x1b" not in written("table", COVERAGE)


def test_colours_are_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bold headers, green bars; FORCE_COLOR takes the place of a terminal."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = io.StringIO()
    write_table(COVERAGE, out)
    assert "\x1b[1mCoverage\x1b[0m\n" in out.getvalue()
    assert "\x1b[32m█████" in out.getvalue()


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_who_wants_no_colour_gets_none(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """NO_COLOR and a dumb terminal win over FORCE_COLOR."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv(name, value)
    assert "\x1b" not in written("table", COVERAGE)


@pytest.mark.parametrize(("columns", "width"), [("40", 40), ("0", 80), ("-3", 80), ("wide", 80)])
def test_columns_is_honoured(monkeypatch: pytest.MonkeyPatch, columns: str, width: int) -> None:
    """A width that is none is 80."""
    monkeypatch.setenv("COLUMNS", columns)
    table = COHORTS._replace(rows=[("2012", None, 1, 1, ("Bonn",) * 40)])
    assert max(map(len, written("table", table).splitlines())) in range(width - 6, width + 1)


def test_without_rows_the_heading_keeps_no_room_for_them() -> None:
    """The subtitle stands behind the title, and not where a table would end."""
    shown = columns(("a", "A title of some length"), ("b", "Another title"))
    assert text_of(Table("T", shown, [], "now", empty="nobody"), 80).splitlines()[0] == "T  now"


@settings(max_examples=200)
@given(
    st.lists(st.tuples(NAMES, NAMES, st.integers(0, 10**6), st.floats(0, 1), st.lists(NAMES).map(tuple)), max_size=4),
    st.integers(20, 200),
)
def test_every_line_fits_and_nothing_is_lost(
    rows: list[tuple[str, str, int, float, tuple[str, ...]]], room: int
) -> None:
    """Whatever is in the cells, at any width: no line is too wide, and every character of every name is there."""
    shown = columns(
        ("a", "First name"),
        ("b", "Second"),
        ("c", "Count", Type.COUNT),
        ("d", "Share", Type.SHARE),
        ("e", "Names", Type.NAMES),
    )
    text = text_of(Table("A title that is long", shown, rows, "and a subtitle", "a footer", "empty"), room)
    assert max(map(cell_len, text.splitlines())) <= room
    found = bare(text)
    for first, second, _count, _share, names in rows:
        for character in bare(safe(first) + safe(second) + "".join(map(safe, names))):
            assert character in found


@given(st.lists(NAMES, min_size=1, max_size=4), st.integers(20, 200))
def test_a_name_is_whole_at_any_width(names: list[str], room: int) -> None:
    """Read line by line, the names are the names."""
    lines = text_of(table_of(*names, title=""), room).split("\n")[2:]
    assert bare("".join(lines)) == bare("".join(map(safe, names)))


def test_many_rows_look_as_few_do() -> None:
    """Every row has its line, and the lines that many rows are written in are those that each would be written in."""
    rows = [(f"Ort {number}", "", "Kreis" if number % 3 else None, None) for number in range(1000)]
    lines = text_of(MEMBERS._replace(rows=rows), 80).splitlines()[4:-2]
    assert lines == [f"{name:<9}{district or ''}".rstrip() for name, _key, district, _signed in rows]
    assert written("table", MEMBERS._replace(rows=rows)) == text_of(MEMBERS._replace(rows=rows), 80)


def test_many_rows_for_which_the_terminal_is_too_narrow() -> None:
    """No column is cut: what does not fit stands under its row, for the last row as for the first."""
    rows = [(f"Ort {number}", "", "Ennepe-Ruhr-Kreis", None) for number in range(1000)]
    lines = text_of(MEMBERS._replace(rows=rows), 20).splitlines()
    names = [line for line in lines if line.startswith("Ort ")]
    assert [name[:8].strip() for name in names] == [name for name, *_rest in rows]
    assert sum("Ennepe-" in line for line in lines) == 1000
