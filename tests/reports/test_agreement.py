"""The figures of all reports agree, whatever the network and the day."""

from __future__ import annotations

import datetime

from hypothesis import example, given, settings

from engagiert_cli.ledger.members import Ledger, Member, Round
from engagiert_cli.reports import announcement, members
from engagiert_cli.reports import map as maps
from engagiert_cli.reports.bodies import Selection
from engagiert_cli.reports.catalogue import By, Request
from engagiert_cli.reports.cohorts import cohorts
from engagiert_cli.reports.coverage import coverages
from engagiert_cli.reports.forms import Map
from engagiert_cli.reports.growth import report as growth

from .networks import BODIES, DAYS, FOUNDING, NETWORK, REGISTER, TODAY, column, ledgers, network, on, rows

CAME_BACK = network(("Bonn", "2012-12", "2015"), ("Bonn", "2016-06-01", None), ("Witten", "2015", "2015-03"))
ROUNDS = [Round(str(2012 + number), signed=on(str(2012 + number))) for number in range(10)]
LARGE = Ledger(
    NETWORK,
    tuple(ROUNDS),
    tuple(
        Member(body.name, ROUNDS[number // 12], body.key, left=on("2024-06") if number % 9 == 0 else None)
        for number, body in enumerate(BODIES[:120])
    ),
)
NONE = Ledger(NETWORK)


@settings(deadline=None)  # the first run loads Babel and the boundaries
@given(ledger=ledgers(), day=DAYS)
@example(ledger=FOUNDING, day=TODAY)
@example(ledger=FOUNDING, day=datetime.date(2012, 12, 31))
@example(ledger=CAME_BACK, day=datetime.date(2016, 1, 1))
@example(ledger=CAME_BACK, day=TODAY)
@example(ledger=LARGE, day=TODAY)
@example(ledger=LARGE, day=datetime.date(2024, 6, 29))
@example(ledger=NONE, day=TODAY)
def test_all_reports_count_the_same_members(ledger: Ledger, day: datetime.date) -> None:
    """Growth, every kind of cohorts, the list, the announcement and the map have as many members as there are."""
    selection = Selection(REGISTER)
    current = len(ledger.members_at(day))
    request = Request(ledger, day, selection=selection)
    assert (column(growth(request), "total") or [0])[-1] == current
    for by in By:
        assert sum(cohort.active for cohort in cohorts(request._replace(by=by))) == current
    assert len(members.ask(ledger, members.Question(day, selection=selection)).members) == current
    assert (column(announcement.report(request), "total") or [0])[0] == current
    drawn = maps.report(Request(ledger, day, selection=Selection(REGISTER)))
    assert isinstance(drawn.form, Map)
    assert len(drawn.rows) == sum(shade.members for shade in drawn.form.shades) == current


@settings(deadline=None)  # the first run loads Babel and the boundaries
@given(ledger=ledgers(), day=DAYS)
def test_growth_adds_up(ledger: Ledger, day: datetime.date) -> None:
    """Each total is the one before, plus who joined, minus who left; it never falls below none, its days go forward."""
    told = rows(growth(Request(ledger, day)))
    total = 0
    for _date, joined, left, now in told:
        total += joined - left
        assert now == total == len(ledger.members_at(_date.latest))
    days = [row[0].latest for row in told]
    assert days == sorted(set(days))
    assert not days or days[-1] <= day


@settings(deadline=None)  # the first run loads Babel and the boundaries
@given(ledger=ledgers(), day=DAYS)
def test_coverage_adds_up(ledger: Ledger, day: datetime.date) -> None:
    """The regions make the Land, their districts make them, and nobody is reached twice."""
    land, *areas = coverages(ledger, REGISTER, day)
    for level in ("region", "district"):
        parts = [area for area in areas if area.level == level]
        assert sum(area.population for area in parts) == land.population
        assert sum(area.covered for area in parts) == land.covered
        assert sum(area.municipalities for area in parts) == 396
    for area in (land, *areas):
        assert 0 <= area.covered <= area.population
        assert 0 <= area.share <= 1
        assert 0 <= area.area_reached <= area.area
        assert len(area.through) <= area.reached <= area.municipalities


def test_the_examples_are_what_they_are_called() -> None:
    """There is a body with two memberships, a network of 120, and one of none."""
    assert [member.name for member in CAME_BACK.members].count("Bonn") == 2
    assert len(LARGE.members) == 120
    assert not NONE.members
