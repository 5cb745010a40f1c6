"""Cells look to people as their language has it."""

import pytest

from engagiert_cli.ledger.dates import Date
from engagiert_cli.output import human
from engagiert_cli.reports.table import Type


@pytest.mark.parametrize(("number", "shown"), [(0, "–"), (7, "7"), (1234, "1,234"), (18190422, "18,190,422")])
def test_counts_are_grouped_and_none_is_a_dash(number: int, shown: str) -> None:
    """Thousands are told apart, and 0 does not shout."""
    assert human.count(number) == shown


def test_german_counts_are_grouped_with_dots(german: None) -> None:
    """1.234, not 1,234."""
    assert human.count(1234567) == "1.234.567"


@pytest.mark.parametrize(
    ("part", "shown"), [(0, "0%"), (0.0001, "<1%"), (0.43, "43%"), (0.434, "43%"), (0.9999, ">99%"), (1, "100%")]
)
def test_shares_are_percent(part: float, shown: str) -> None:
    """Only none is 0 and only the whole is 100."""
    assert human.share(part) == shown


def test_german_percent_keeps_its_distance(german: None) -> None:
    """DIN 5008 puts a blank before the sign; it does not break."""
    assert human.share(0.43) == "43\xa0%"


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        ("2012", "2012"),
        ("2012-12", "Dec 2012"),
        ("2012-12-05", "5 Dec 2012"),
        ("2013-10..2016-06", "Oct 2013 to Jun 2016"),
        ("2013-10..", "Oct 2013 or later"),
        ("..2016", "2016 or earlier"),
    ],
)
def test_periods_have_their_month_as_a_word(known: str, shown: str) -> None:
    """As much as is known, and no more."""
    assert human.texts(Type.PERIOD, [Date.parse(known)]) == [shown]


@pytest.mark.parametrize(
    ("known", "shown"),
    [("2012", "2012"), ("2012-12", "Dez. 2012"), ("2012-12-05", "5. Dez. 2012"), ("2016-06", "Juni 2016")],
)
def test_german_periods(german: None, known: str, shown: str) -> None:
    """Months are shortened as German does it: »Dez.«, but »Juni«."""
    assert human.texts(Type.PERIOD, [Date.parse(known)]) == [shown]


@pytest.mark.parametrize("type_", list(Type))
def test_unknown_is_empty(type_: Type) -> None:
    """What is not known says nothing, in a column of any type."""
    assert human.texts(type_, [None]) == [""]


def test_names_are_a_list_and_safe() -> None:
    """Each name is made harmless before they are joined."""
    assert human.texts(Type.NAMES, [("Bonn", "Wit\x1bten"), ()]) == [r"Bonn, Wit\x1bten", ""]


def test_dates_are_in_figures(german: None) -> None:
    """A date column speaks figures, in the reader's order."""
    assert human.texts(Type.DATE, [Date.parse("2012-12-05")]) == ["05.12.2012"]


def test_an_open_end_is_in_words(german: None) -> None:
    """A dash before a date would be read as a minus, one behind it as a slip."""
    dates = list(map(Date.parse, ("..2014-12-31", "2012-12..", "2012..2015")))
    assert human.texts(Type.DATE, dates) == ["31. Dez. 2014 oder früher", "Dez. 2012 oder später", "2012–2015"]


def test_lines_are_the_rows_in_their_shape() -> None:
    """One a row, without blanks at its end, nothing where there are no rows; a percent sign is a character like others."""
    assert "".join(human.lines("%-4s  %3s  %-3s", [["Bonn", "100%"], ["1", "20"], ["", "%s"]])) == (
        "Bonn    1\n100%   20  %s\n"
    )
    assert not list(human.lines("%s", [[]]))
