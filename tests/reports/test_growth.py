"""The growth report: who came and went on which day."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from engagiert_cli.reports.bodies import Selection
from engagiert_cli.reports.forms import Timeline
from engagiert_cli.reports.table import Audience

from .networks import FOUNDING, REGISTER, network, report, rows

if TYPE_CHECKING:
    from engagiert_cli.ledger.members import Ledger


def told(ledger: Ledger, day: str = "2026-11-23", **asked: Any) -> list[tuple[object, ...]]:
    """Return the rows for machines, with dates as they are written."""
    table = report("growth", ledger, day, **asked)
    return [(date.text, *others) for date, *others in rows(table)]


def test_a_date_counts_from_the_last_day_of_its_period() -> None:
    """Who signed "2012-12" is a member from 31 December on, who signed "2015" from the end of that year."""
    assert told(FOUNDING) == [("2012-12-31", 10, 0, 10), ("2015-12-31", 13, 0, 23)]
    assert told(FOUNDING, "2015-12-30") == [("2012-12-31", 10, 0, 10)]


def test_people_see_a_date_as_it_is_known() -> None:
    """Nobody signed on 31 December: the year is told, and of several dates what takes all of them in."""
    ledger = network(("Bonn", "2012", None), ("Witten", "2015", None), ("Essen", "2015-12-31", None))
    table = report("growth", ledger)
    shown = [str(date) for date, *_numbers in rows(table, Audience.PEOPLE)]
    assert shown == ["2012", "2015"]
    ends = [[str(end.cell(row)) for end in table.columns[0].ends()] for row in table.rows]
    assert ends == [["2012-01-01", "2012-12-31"], ["2015-01-01", "2015-12-31"]]


def test_one_row_for_all_that_happened_on_a_day() -> None:
    """Joining and leaving on one day stand in one row."""
    ledger = network(
        ("Bonn", "2012-12-05", "2015-06-16"), ("Witten", "2015-06-16", None), ("Essen", "2015-06-16", None)
    )
    assert told(ledger) == [("2012-12-05", 1, 0, 1), ("2015-06-16", 2, 1, 2)]


def test_who_came_back_counts_anew() -> None:
    """A body that left and came back has left once and joined twice."""
    ledger = network(("Bonn", "2012-12-05", "2014-01-01"), ("Bonn", "2016-02-01", None))
    assert told(ledger) == [("2012-12-05", 1, 0, 1), ("2014-01-01", 0, 1, 0), ("2016-02-01", 1, 0, 1)]


def test_nobody_leaves_before_joining_counts() -> None:
    """Signed "2015", left in March of that year: both count on its last day, and the total never falls below none."""
    assert told(network(("Bonn", "2015", "2015-03"))) == [("2015-12-31", 1, 1, 0)]


def test_a_selection() -> None:
    """Only the bodies that are asked for count, and the footer says so."""
    selection = Selection(REGISTER, areas=tuple(filter(None, [REGISTER.get("05766")])))
    table = report("growth", FOUNDING, selection=selection)
    assert told(FOUNDING, selection=selection) == [("2012-12-31", 2, 0, 2)]
    assert (
        table.footer == "2 members, in Kreis Lippe. What is not known to the day happened some time in its period, and "
        "counts from its last day."
    )


def test_the_footer_says_how_vague_dates_count_only_where_there_are_any() -> None:
    """With all dates known to the day there is nothing to say."""
    assert report("growth", network(("Bonn", "2012-12-05", None))).footer == "1 member"


def test_the_timeline_ends_on_the_day_that_is_asked_for() -> None:
    """The chart goes on from the last change to that day."""
    table = report("growth", FOUNDING, "2020-01-31")
    assert table.form == Timeline(
        [(datetime.date(2012, 12, 31), 10), (datetime.date(2015, 12, 31), 23)],
        datetime.date(2020, 1, 31),
        "Members",
        [
            (datetime.date(2012, 12, 1), 0.0),
            (datetime.date(2012, 12, 31), 10.0),
            (datetime.date(2015, 1, 1), 10.0),
            (datetime.date(2015, 12, 31), 23.0),
        ],
    )


def test_nobody_yet() -> None:
    """Before the first signing there is no row, and a hint; none where somebody may have signed."""
    assert report("growth", FOUNDING, "2012-12-30").empty == ""
    table = report("growth", FOUNDING, "2012-11-30")
    assert (table.rows, table.empty, table.footer) == ([], "nobody had signed by then", "0 members")
