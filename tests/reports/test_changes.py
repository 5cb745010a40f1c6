"""What happened between two days, and what a year has to celebrate."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from engagiert_cli.ledger.members import NO_ROUND
from engagiert_cli.reports import members
from engagiert_cli.reports.anniversaries import milestones
from engagiert_cli.reports.table import Audience

from .networks import BODIES, DAYS, FOUNDING, TODAY, column, ledgers, network, on, report, rows

if TYPE_CHECKING:
    import datetime

    from engagiert_cli.ledger.members import Ledger, Member


def changes(ledger: Ledger, since: str, at: str) -> list[tuple[object, ...]]:
    """Return date, change and name."""
    table = report("changes", ledger, at, since=on(since))
    fields = [column(table, field) for field in ("date", "change", "name")]
    return [(str(getattr(date, "text", date)), change, name) for date, change, name in zip(*fields, strict=True)]


def test_who_joined_left_and_came_back() -> None:
    """The first day counts and the last; the earliest comes first."""
    ledger = network(
        ("Witten", "2012", None), ("Velbert", "2013-05-01", "2019-06-30"), ("Bonn", "2013-05-01", None),
        ("Velbert", "2021", None)
    )  # fmt: skip
    assert changes(ledger, "2013-05-01", "2021-12-31") == [
        ("2013-05-01", "joined", "Bonn"),
        ("2013-05-01", "joined", "Velbert"),
        ("2019-06-30", "left", "Velbert"),
        ("2021", "returned", "Velbert"),
    ]
    table = report("changes", ledger, "2021-12-31", since=on("2013-05-01"))
    assert table.footer == "2 joined, 1 came back, 1 left, 1 → 3 members"
    assert table.subtitle == "2013-05-01 to 2021-12-31"


def test_a_key_in_one_of_its_entries_only_makes_no_second_body() -> None:
    """Who came back is no former member: of one, nobody is left out as such."""
    ledger = network(("Velbert", "2013", "2019"), ("Velbert", "2021", None), ("Bonn", "2013", "2014"))
    for keyless in (0, 1):
        members_ = list(ledger.members)
        members_[keyless] = members_[keyless]._replace(key=None)
        mixed = ledger._replace(members=tuple(members_))
        assert changes(mixed, "2020", "2022-12-31") == [("2021", "returned", "Velbert")]
        former = members.ask(mixed, members.Question(TODAY, state=members.State.FORMER))
        assert ([member.name for member in former.members], former.of) == (["Bonn"], 1)
        now = members.ask(mixed, members.Question(TODAY))
        assert (now.former, now.earlier) == (1, 1)


def test_what_is_vague_is_counted_apart() -> None:
    """What may lie in the time or not is none of its changes, and »nobody« is not said then."""
    ledger = network(("Bonn", "2012", None), ("Witten", "2015", None))
    assert changes(ledger, "2012", "2015-12-31")[-1] == ("2015", "joined", "Witten")
    table = report("changes", ledger, "2015-06-30", since=on("2013"))
    assert rows(table) == []
    assert table.empty == ""
    assert "1 more may have joined or left in that time; its date is not known well enough" in table.notes
    assert report("changes", ledger, "2014-06-30", since=on("2013")).empty == "nobody joined or left in that time"
    assert report("changes", ledger, "2015-03-31", since=on("2015-06")).notes == []  # from June to March lies no day


def test_of_one_body_each_change_comes_after_the_one_before() -> None:
    """However early the dates might be; a member without a round has none for machines."""
    ledger = network(
        ("Ahlen", "2016-04-01", "2016.."), ("Bonn", "2016-03", None), ("Velbert", "2014", "2018-12"), ("Velbert", "2018", None)
    )  # fmt: skip
    loose = [each._replace(round=NO_ROUND, own_date=each.signed) for each in ledger.members]
    ledger = ledger._replace(members=tuple(loose))
    assert changes(ledger, "2014", "2026-11-23") == [
        ("2014", "joined", "Velbert"),
        ("2016-03", "joined", "Bonn"),
        ("2016-04-01", "joined", "Ahlen"),
        ("2016..", "left", "Ahlen"),
        ("2018-12", "left", "Velbert"),
        ("2018", "returned", "Velbert"),
    ]
    assert set(column(report("changes", ledger, since=on("2014")), "round")) == {None}


def test_the_shipped_ledger() -> None:
    """Thirteen joined since 2015, nobody left."""
    table = report("changes", FOUNDING, "2020-12-31", since=on("2015"))
    assert len(table.rows) == 13
    assert table.footer == "13 joined, 10 → 23 members"


@pytest.mark.parametrize(
    ("signed", "year", "date", "years"),
    [
        ("2012-12-05", "2027-01-01", "2027-12-05", 15),
        ("2012-12", "2027-01-01", "2027-12", 15),
        ("2012", "2027-01-01", "2027", 15),
        ("2012-03..2012-06", "2027-01-01", "2027", 15),
        ("2012-02-29", "2027-01-01", "2027-02-28", 15),
        ("2012-02-29", "2028-01-01", "2028-02-29", 16),
    ],
)
def test_an_anniversary_is_as_exact_as_the_signing(signed: str, year: str, date: str, years: int) -> None:
    """Known to the month, it is in a month; of 29 February, the last of the month."""
    table = report("anniversaries", network(("Bonn", signed, None)), year=int(year[:4]))
    assert [str(getattr(each, "text", each)) for each in column(table, "date")] == [date]
    assert column(table, "years") == [years]


def test_anniversaries_stand_in_the_order_of_the_year() -> None:
    """By month and day, then what is known to the month, then to the year; who has left has none, nor has a new one."""
    ledger = network(
        ("Bonn", "2012", None), ("Witten", "2015-12-05", None), ("Essen", "2010-03", None), ("Hagen", "2011-03-31", None),
        ("Velbert", "2013", "2019"), ("Ahlen", "2026-01-05", None), ("Unna", "2013..2015", None)
    )  # fmt: skip
    table = report("anniversaries", ledger)
    assert column(table, "members") == [("Hagen",), ("Essen",), ("Witten",), ("Bonn",)]
    assert table.subtitle == "Anniversaries in 2026"
    assert table.notes == ["for 1 member the year of signing is not known"]
    assert report("anniversaries", ledger, year=2010).empty == "no member has an anniversary in 2010"


def test_milestones_stand_where_they_were_reached() -> None:
    """By name where it was one, else among those of one date."""
    names = [body.name for body in BODIES if len(body.key) == 8][:50]
    days = ["2012"] * 24 + ["2013-05-06"] + ["2015"] * 25
    ledger = network(*((name, day, None) for name, day in zip(names, days, strict=True)))
    table = report("anniversaries", ledger)
    assert column(table, "milestone") == [25, None, 50]
    assert column(table, "milestone", Audience.PEOPLE) == [f"the 25th: {names[24]}", None, "the 50th among them"]


@given(ledger=ledgers(), day=DAYS)
def test_a_milestone_was_reached_whatever_the_days_were(ledger: Ledger, day: datetime.date) -> None:
    """Whether all signed on their first possible days or on their last, it was a candidate, and in time."""
    many = [m._replace(name=f"{m.name} {number}", key=None) for m in ledger.members for number in range(8)]
    bodies: dict[str, Member] = {}
    for member in sorted(many, key=lambda member: member.signed.sort_key):
        bodies.setdefault(member.name, member)
    for milestone in milestones(many, day):
        for end in ("earliest", "latest"):
            signed = attrgetter(f"signed.{end}")
            reached = sorted(map(signed, bodies.values()))[milestone.number - 1]
            assert reached <= day
            assert {name for name, each in bodies.items() if signed(each) == reached} <= {
                each.name for each in milestone.candidates
            }


def test_who_came_back_is_no_milestone() -> None:
    """A body counts once, since it first joined: the 25th is who came after 24 others, whoever left between."""
    names = [body.name for body in BODIES if len(body.key) == 8][:26]
    founders = [(name, "2010", "2011" if name == names[0] else None) for name in names[:24]]
    ledger = network(*founders, (names[24], "2012", None), (names[0], "2013", None))
    assert [each.candidates[0].name for each in milestones(ledger.members, TODAY)] == [names[24]]
    table = report("anniversaries", ledger)
    assert column(table, "milestone", Audience.PEOPLE) == [None, f"the 25th: {names[24]}", None]
