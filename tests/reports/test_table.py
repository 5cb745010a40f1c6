"""The neutral table: cells are taken from the rows, by those who want them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from engagiert_cli.reports import members
from engagiert_cli.reports.bodies import Selection
from engagiert_cli.reports.dates import by_dates
from engagiert_cli.reports.table import Audience, Column, Table

from .networks import DAYS, FOUNDING, REGISTER, TODAY, ledgers, network

if TYPE_CHECKING:
    import datetime

    from engagiert_cli.ledger.members import Ledger, Member

NUMBERS = Table("", [Column("half", "", lambda row: row / 2), Column("text", "", str)], range(1000))


def test_cells_come_in_rows_and_in_columns() -> None:
    """Both ways they are the same, however many rows there are."""
    rows = list(NUMBERS.cut_to(NUMBERS.columns))
    assert rows == [(number / 2, str(number)) for number in range(1000)]
    assert NUMBERS.cells_of(NUMBERS.columns) == [list(cells) for cells in zip(*rows, strict=True)]
    assert NUMBERS.cells_of(NUMBERS.columns) == [list(NUMBERS.cells(column)) for column in NUMBERS.columns]
    assert NUMBERS._replace(rows=[]).cells_of(NUMBERS.columns) == [[], []]


def test_a_cell_that_nobody_sees_is_not_made() -> None:
    """What machines get costs people nothing."""

    def refuse(row: object) -> str:
        pytest.fail(f"a cell of {row} was made")

    table = NUMBERS._replace(columns=[*NUMBERS.columns, Column("key", "", refuse, audience=Audience.MACHINES)])
    assert [column.field for column in table.seen_by(Audience.PEOPLE)] == ["half", "text"]
    assert len(list(table.cut_to(table.seen_by(Audience.PEOPLE)))) == 1000


@given(ledger=ledgers(), day=DAYS)
def test_what_dates_say_is_asked_once_for_each_pair(ledger: Ledger, day: datetime.date) -> None:
    """Every member gets the answer that it would give itself."""
    asked = []

    @by_dates
    def answers(member: Member) -> tuple[bool, bool]:
        asked.append((member.signed, member.left))
        return member.active_on(day), member.uncertain_on(day)

    for member in ledger.members:
        assert answers(member) == (member.active_on(day), member.uncertain_on(day))
    assert len(asked) == len(set(asked)) == len({(member.signed, member.left) for member in ledger.members})


@given(ledger=ledgers(), day=DAYS)
def test_a_list_takes_in_whom_each_condition_takes_in(ledger: Ledger, day: datetime.date) -> None:
    """Member by member, in the order of the file: by how it stands, its round, its area and its date of signing."""
    area = REGISTER.get("053")
    since = ledger.rounds[0].signed
    present = {member.identity for member in ledger.members_at(day)}
    for state in members.State:
        question = members.Question(
            day, since, None, ledger.rounds[-1], Selection(REGISTER, area=area), state, sort=members.Sort.FILE
        )
        stands = {
            members.State.CURRENT: lambda member: member.active_on(day),
            members.State.FORMER: lambda member: member.left is not None and member.left.latest <= day,
            members.State.ALL: lambda member: member.signed.latest <= day,
        }[state]
        answer = members.ask(ledger, question)
        assert answer.of == sum(map(stands, ledger.members))
        assert answer.members == tuple(
            member
            for member in ledger.members
            if stands(member)
            # Who came back is no former member.
            and (state is not members.State.FORMER or member.identity not in present)
            and member.round == ledger.rounds[-1]
            and (member.key or "").startswith("053")
            and member.signed.certainly_since(since)
        )
        assert not set(answer.members) & set(answer.possible)
        assert set(answer.doubtful) <= {member for member in answer.members if member.uncertain_on(day)}


def test_who_came_back_stands_in_the_order_of_signing() -> None:
    """Where a list holds both memberships of a body, whatever it is sorted by and wherever they stand in the file."""
    ledger = network(("Bonn", "2016-06-01", None), ("Bonn", "2012-12", "2015"), ("Aachen", "2014", None))
    for sort in (members.Sort.NAME, members.Sort.KEY, members.Sort.SIGNED):
        question = members.Question(TODAY, state=members.State.ALL, sort=sort)
        found = members.ask(ledger, question).members
        assert [member.signed.text for member in found if member.name == "Bonn"] == ["2012-12", "2016-06-01"]


def test_fields_without_a_register_are_those_of_the_file() -> None:
    """The kind stands in the ledger; of district and region nothing is known."""
    table = members.table(FOUNDING, question := members.Question(TODAY), members.ask(FOUNDING, question))
    witten = dict(zip((column.field for column in table.columns), list(table.cut_to(table.columns))[-1], strict=True))
    assert (witten["name"], witten["designation"], witten["district"], witten["region"]) == ("Witten", None, None, None)
