"""A timeline on a terminal and as a picture."""

from __future__ import annotations

import datetime
import io
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagiert_cli.output import axes
from engagiert_cli.output.formats import FORMATS_OF
from engagiert_cli.output.pages.markup import length
from engagiert_cli.output.terminal.chart import drawn
from engagiert_cli.output.width import width
from engagiert_cli.reports.forms import Timeline
from engagiert_cli.reports.table import Table, Type
from tests.output.sample import columns, written_in_ascii

if TYPE_CHECKING:
    from collections.abc import Sequence

SVG = "{http://www.w3.org/2000/svg}"


def form(table: Table) -> Timeline:
    """Return the timeline that the table is."""
    assert isinstance(table.form, Timeline)
    return table.form


def timeline(*steps: tuple[str, int], until: str = "2026-11-23") -> Table:
    """Return a timeline of these days and numbers."""
    days = [(datetime.date.fromisoformat(day), number) for day, number in steps]
    return Table(
        "Network <&>",
        columns(("total", "Members", Type.COUNT)),
        [(number,) for _day, number in days],
        "As of then",
        "23 members",
        "nobody had signed by then",
        Timeline(days, datetime.date.fromisoformat(until), "Members", stairs(days)),
    )


def stairs(steps: Sequence[tuple[datetime.date, int]]) -> list[tuple[datetime.date, float]]:
    """Return the corners of the line of changes that happened on a day each."""
    before = (0, *(total for _day, total in steps))
    return [(day, float(each)) for (day, total), last in zip(steps, before, strict=False) for each in (last, total)]


FOUNDING = timeline(("2012-12-31", 10), ("2015-12-31", 23))


def lines(table: Table, room: int) -> list[str]:
    """Return the chart as lines of text."""
    return "".join(segment.text for segment in drawn(table, form(table), room)).split("\n")


def picture(table: Table) -> ET.Element:
    """Return the picture, parsed."""
    out = io.StringIO()
    FORMATS_OF["timeline"]["svg"].write(table, out)
    return ET.fromstring(out.getvalue())


def test_the_founding_chart_at_sixty_columns() -> None:
    """Numbers up the side, years along the time, each step with its number."""
    assert lines(FOUNDING, 60) == [
        "Network <&>                                       As of then",
        "",
        "Members",
        "25 ┤            23",
        "   │            ┌───────────────────────────────────────────",
        "20 ┤            │",
        "   │            │",
        "15 ┤            │",
        "   │10          │",
        "10 ┤────────────┘",
        "   │",
        " 5 ┤",
        "   │",
        " 0 └────┬───────┬───────┬───────┬───────┬───────┬──────┬────",
        "      2014    2016    2018    2020    2022    2024   2026",
        "",
        "23 members",
        "",
    ]


def test_without_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that has no such characters gets plain ones, and still a chart."""
    monkeypatch.setenv("COLUMNS", "60")
    chart = written_in_ascii(FORMATS_OF["timeline"]["table"], FOUNDING).split("\n")
    assert chart[4] == "   |            +-------------------------------------------"
    assert chart[9] == "10 +------------+"
    assert chart[13] == " 0 +----+-------+-------+-------+-------+-------+------+----"
    assert "\\" not in "".join(chart)


def test_nobody_yet() -> None:
    """Without a step there is a sentence."""
    assert lines(timeline(), 60)[2] == "nobody had signed by then"


@given(
    steps=st.lists(
        st.tuples(st.dates(datetime.date(1990, 1, 1), datetime.date(2026, 1, 1)), st.integers(0, 5000)),
        min_size=1,
        max_size=40,
        unique_by=lambda step: step[0],
    ),
    until=st.dates(datetime.date(2026, 1, 1), datetime.date(2060, 1, 1)),
    room=st.integers(60, 200),
)
def test_every_chart_fits(steps: list[tuple[datetime.date, int]], until: datetime.date, room: int) -> None:
    """No line is wider than the terminal, and there are labels on both axes, whatever the numbers and the days."""
    table = timeline()._replace(form=Timeline(sorted(steps), until, "Members", stairs(sorted(steps))))
    chart = lines(table, room)
    assert max(map(width, chart)) <= room
    axis = next(index for index, line in enumerate(chart) if line.strip().startswith("0 └"))
    assert any(character.isdigit() for character in chart[axis + 1])


def test_a_single_day() -> None:
    """The first signing was today: one number, one day below."""
    chart = lines(timeline(("2026-11-23", 3)), 60)
    assert any("3" in line for line in chart)
    assert any("2026-11-23" in line for line in chart)


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, [0, 1]),
        (3, [0, 1, 2, 3]),
        (23, [0, 5, 10, 15, 20, 25]),
        (120, [0, 50, 100, 150]),
        (1000, [0, 200, 400, 600, 800, 1000]),
    ],
)
def test_round_numbers(highest: int, ticks: list[int]) -> None:
    """In steps of 1, 2 or 5 and their tenfolds, up to the first that is not below the highest."""
    assert list(axes.counts(highest)) == ticks


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2012-12-31", "2016-02-01", ["2013", "2014", "2015", "2016"]),
        ("2012-12-31", "2013-03-05", ["Jan 2013", "Feb 2013", "Mar 2013"]),
        ("2012-12-05", "2012-12-20", ["2012-12-05", "2012-12-20"]),
        ("2012-12-05", "2012-12-05", ["2012-12-05"]),
    ],
)
def test_times(first: str, last: str, labels: list[str]) -> None:
    """Years where there are some, else months, else both ends; as many as there is room for, here for five."""
    days = datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)

    def reach(day: datetime.date, _label: str) -> tuple[float, float]:
        place = (day - days[0]) / ((days[1] - days[0]) or datetime.timedelta(1))
        return place, place + 0.2

    assert [label for _day, label in axes.times(*days, reach)] == labels


def test_the_picture_tells_itself_to_those_who_cannot_see_it() -> None:
    """Title and description, and letters that mean something in XML are written as such."""
    svg = picture(FOUNDING)
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby") == "chart-title"
    assert svg.findtext(f"{SVG}title") == "Network <&>: Members"
    assert svg.findtext(f"{SVG}desc") == "2012-12-31: 10; 2015-12-31: 23"


def test_the_picture_has_labelled_axes() -> None:
    """Numbers up the side and years along the time, what is counted, and the number of each step."""
    texts = [text.text for text in picture(FOUNDING).iter(f"{SVG}text")]
    assert texts[:2] == ["Network <&>", "As of then"]
    assert {"0", "5", "10", "15", "20", "25", "Members", "2013", "2026", "23 members"} <= set(texts)
    values = [text.text for text in picture(FOUNDING).iter(f"{SVG}text") if text.get("class") == "value"]
    assert values == ["23", "10"]


def test_the_steps_of_the_picture_stand_where_their_days_are() -> None:
    """Halfway in time is halfway across; the highest tick is the top."""
    svg = picture(timeline(("2012-01-01", 5), ("2014-01-01", 10), until="2016-01-01"))
    line = next(path.get("d") for path in svg.iter(f"{SVG}path") if path.get("class") == "line")
    assert line == "M80.0 400L80.0 400.0L80.0 260.0L500.3 260.0L500.3 120.0H920"


def test_a_line_rises_over_the_time_in_which_it_happened() -> None:
    """Signed some day in 2015 is no jump on the next first of January."""
    days = [datetime.date(2015, 1, 1), datetime.date(2015, 12, 31)]
    rising = Timeline([(days[1], 10)], datetime.date(2016, 12, 29), "Members", [(days[0], 0.0), (days[1], 10.0)])
    table = timeline()._replace(form=rising)
    line = next(path.get("d") for path in picture(table).iter(f"{SVG}path") if path.get("class") == "line")
    assert line == "M80.0 400L80.0 400.0L500.0 120.0H920"
    corners = [row.index("┌") for row in lines(table, 80) if "┌" in row]
    assert corners == sorted(corners, reverse=True)
    assert len(set(corners)) == len(corners) > 3


def test_a_number_stands_where_the_line_has_reached_it() -> None:
    """On the way there is none, and none in the way of the line or of another."""
    days = [datetime.date(2012, 1, 1), datetime.date(2015, 1, 1), datetime.date(2015, 12, 31)]
    line = [(days[0], 0.0), (days[0], 179.0), (days[1], 179.0), (days[2], 181.0)]
    rising = Timeline([(days[0], 179), (days[2], 181)], datetime.date(2016, 12, 29), "Members", line)
    chart = "\n".join(lines(timeline()._replace(form=rising), 80))
    assert re.findall("(?<![0-9])(?:179|180|181)(?![0-9])", chart) == ["179", "181"]
    numbers = [
        text for text in picture(timeline()._replace(form=rising)).iter(f"{SVG}text") if text.get("class") == "value"
    ]
    assert [text.text for text in numbers] == ["181", "179"]


def test_no_number_stands_beside_the_line() -> None:
    """Where the line has fallen already for somebody who left some day of the year, the number that counts is not on it."""
    days = [datetime.date(2013, 1, 1), datetime.date(2013, 6, 30), datetime.date(2013, 12, 31)]
    line = [(days[0], 3.0), (days[1], 2.5), (days[1], 3.5), (days[2], 3.0)]
    falling = Timeline([(days[0], 3), (days[1], 4), (days[2], 3)], datetime.date(2016, 12, 29), "Members", line)
    drawn_ = picture(timeline()._replace(form=falling))
    assert [text.text for text in drawn_.iter(f"{SVG}text") if text.get("class") == "value"] == ["3", "3"]


def test_a_long_title_takes_several_lines_above_the_picture() -> None:
    """Each begins where the title does, is within the picture, and nothing of it is lost."""
    title = (
        "Lebenswerte Städte durch angemessene Geschwindigkeiten – eine neue Initiative für stadtverträglicheren Verkehr"
    )
    svg = picture(FOUNDING._replace(title=title))
    rows = [text for text in svg.iter(f"{SVG}text") if text.get("class") == "title"]
    assert " ".join(row.text or "" for row in rows) == title
    left, top, across, down = map(float, (svg.get("viewBox") or "").split())
    (ground,) = svg.iter(f"{SVG}rect")
    assert (ground.get("y"), ground.get("height")) == (f"{top:.0f}", f"{down:.0f}")
    assert all(float(row.get("y") or 0) - 24 > top and length(row.text or "", 24) < across - left for row in rows)


def test_the_axis_reaches_as_far_as_the_line() -> None:
    """Ten join some day in a year, towards whose end eight leave: the line was higher than any number that held."""
    days = [datetime.date(2015, 1, 1), datetime.date(2015, 12, 1), datetime.date(2015, 12, 31)]
    line = [(days[0], 0.0), (days[0], 20.0), (days[1], 29.1), (days[1], 21.1), (days[2], 22.0)]
    steps = [(days[0], 20), (days[1], 12), (days[2], 22)]
    table = timeline()._replace(form=Timeline(steps, datetime.date(2016, 12, 29), "Members", line))
    assert any(row.startswith("30 ┤") for row in lines(table, 80))
    drawn_line = next(path.get("d") for path in picture(table).iter(f"{SVG}path") if path.get("class") == "line")
    assert min(float(y) for y in re.findall(r"L[\d.]+ ([\d.]+)", drawn_line or "")) >= 120


def test_a_plateau_is_a_line() -> None:
    """Ten years without a change are no wall of colour."""
    chart = lines(timeline(("2012-12-31", 1)), 80)
    assert sum("─" * 40 in row for row in chart) == 1


def test_nothing_of_the_picture_is_cut() -> None:
    """The word for what is counted begins inside it, in any language."""
    measure = next(text for text in picture(FOUNDING).iter(f"{SVG}text") if text.text == "Members")
    assert measure.get("text-anchor") is None
    assert float(measure.get("x") or -1) >= 0


def test_the_picture_of_nobody() -> None:
    """The sentence stands where the chart would."""
    svg = picture(timeline())
    assert "nobody had signed by then" in [text.text for text in svg.iter(f"{SVG}text")]
    assert svg.findtext(f"{SVG}desc") == "nobody had signed by then"
