"""The neutral table: cells are taken from the rows, by those who want them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from engagiert_cli.ledger.dates import Date
from engagiert_cli.ledger.members import NO_ROUND, Ledger, Member
from engagiert_cli.reports import members
from engagiert_cli.reports.bodies import Selection
from engagiert_cli.reports.catalogue import By
from engagiert_cli.reports.dates import by_dates
from engagiert_cli.reports.table import Audience, Column, Table

from .networks import BODIES, DAYS, FOUNDING, REGISTER, TODAY, ledgers, network, on, report

if TYPE_CHECKING:
    from engagiert_cli.register.bodies import Register

NUMBERS = Table("", [Column("half", "", lambda row: row / 2), Column("text", "", str)], range(1000))


def test_cells_come_in_rows() -> None:
    """However many there are."""
    assert list(NUMBERS.records()) == [(number / 2, str(number)) for number in range(1000)]
    assert list(NUMBERS._replace(rows=[]).records()) == []


def test_a_cell_that_nobody_sees_is_not_made() -> None:
    """What machines get costs people nothing."""

    def refuse(row: object) -> str:
        pytest.fail(f"a cell of {row} was made")

    table = NUMBERS._replace(columns=[*NUMBERS.columns, Column("key", "", refuse, audience=Audience.MACHINES)])
    seen = table.seen_by(Audience.PEOPLE)
    assert [column.field for column in seen.columns] == ["half", "text"]
    assert len(list(seen.records())) == 1000


def test_people_see_a_cell_in_their_words() -> None:
    """And machines as it is; whoever sees all gets both."""
    table = NUMBERS._replace(columns=[Column("half", "", lambda row: row / 2, shown=lambda row: f"{row}/2")])
    assert list(table.seen_by(Audience.PEOPLE).records())[3] == ("3/2",)
    assert list(table.seen_by(Audience.MACHINES).records())[3] == (1.5,)
    assert table.seen_by(Audience.ALL) == table


def test_people_do_not_see_an_empty_column() -> None:
    """Machines do, and so does who asks for all; without rows there is nothing to tell by."""
    empty = [Column("nothing", "", lambda _row: None), Column("word", "", lambda _row: "")]
    none = Column("count", "", lambda _row: 0)
    table = NUMBERS._replace(columns=[*NUMBERS.columns, *empty, none])
    assert [column.field for column in table.seen_by(Audience.PEOPLE).columns] == ["half", "text", "count"]
    assert len(table.seen_by(Audience.MACHINES).columns) == len(table.seen_by(Audience.ALL).columns) == 5
    assert len(table._replace(rows=[]).seen_by(Audience.PEOPLE).columns) == 5


def test_without_rounds_none_are_counted() -> None:
    """Nobody wants to read »in 0 rounds«."""
    member = Member("Bonn", NO_ROUND, own_date=on("2012"))
    assert report("cohorts", Ledger(members=(member,)), selection=Selection()).footer == "1 member, 2012"


@pytest.mark.parametrize(
    ("dates", "told", "latest"),
    [
        (("2012-12", "2015"), "Dec 2012 to 2015", "2015"),
        (("2012-12-05", "2012-12-05"), "5 Dec 2012", "5 Dec 2012"),
        (("2015", "2015-06-01"), "2015", "2015"),
        (("..2014", "2013-06"), "2014 or earlier", "2014 or earlier"),
        (("2013..2016", "2015-06-01"), "2013 to 2016", "2013 to 2016"),
        (("..2014", "2013-06.."), "", None),
    ],
)
def test_the_time_of_all_signings_is_true(dates: tuple[str, ...], told: str, latest: str | None) -> None:
    """It begins with the first possible day and ends with the last; the latest signing may be one of several."""
    cohorts = report("cohorts", network(*zip(("Bonn", "Witten"), dates, (None, None), strict=True)))
    assert cohorts.footer.partition(" rounds, " if len(set(dates)) > 1 else " round, ")[2] == told
    assert cohorts.parts
    assert [figure for figure, what in cohorts.parts()[0] if what == "latest signing"] == ([latest] if latest else [])


def test_nobody_of_a_kind_is_not_nobody() -> None:
    """Where others are members, a report on some says that none of these is there, not that nobody was a member."""
    asked = Selection(REGISTER, kinds=("Regierungsbezirk",))
    bonn = Ledger(members=(Member("Bonn", NO_ROUND, "05314000", own_date=on("2012")),))
    for name in ("growth", "cohorts"):
        assert report(name, bonn, selection=asked).empty == "no member matches"
        assert report(name, bonn, "2011-12-31").empty == "nobody had signed by then"
        assert report(name, Ledger(), selection=asked).empty == "nobody has signed yet"


def test_years_that_are_not_known_are_not_counted() -> None:
    """And a year that nothing is known before is said so, with no dash in front of it."""
    dates = ("..2014", "2013..2016", "2015")
    cohorts = report("cohorts", network(*zip(("Bonn", "Witten", "Essen"), dates, [None] * 3, strict=True)), by=By.YEAR)
    seen = cohorts.seen_by(Audience.PEOPLE)
    assert list(map(seen.columns[0].cell, seen.rows)) == ["2014 or earlier", "2015", "2013–2016"]
    assert cohorts.footer == "3 members, 2016 or earlier"
    certain = report("cohorts", FOUNDING, by=By.YEAR)
    assert certain.footer == "23 members in 2 years, Dec 2012 to 2015"


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
    assert area
    since = ledger.rounds[0].signed
    present = ledger.members_at(day)

    def is_former(member: Member) -> bool:
        left = member.left is not None and member.left.latest <= day
        return left and not any(map(member.is_same_body, present))  # who came back is no former member

    for state in members.State:
        question = members.Question(
            day, since, None, ledger.rounds[-1], Selection(REGISTER, areas=(area,)), state, sort=members.Sort.FILE
        )
        stands: Any = {
            members.State.CURRENT: lambda member: member.active_on(day),
            members.State.FORMER: is_former,
            members.State.ALL: lambda member: (
                member.signed.latest <= day or (member.left is not None and member.left.latest <= day)
            ),
        }[state]
        answer = members.ask(ledger, question)
        assert answer.of == sum(map(stands, ledger.members))
        assert answer.members == tuple(
            member
            for member in ledger.members
            if stands(member)
            and member.round == ledger.rounds[-1]
            and (member.key or REGISTER.key_of(member.name) or "").startswith("053")
            and member.signed.earliest >= since.earliest
        )
        assert not set(answer.members) & set(answer.possible)
        assert set(answer.doubtful) <= {member for member in answer.members if member.uncertain_on(day)}


@given(ledger=ledgers(), day=DAYS)
def test_who_may_match_has_days_with_which_it_matches(ledger: Ledger, day: datetime.date) -> None:
    """All conditions at once: with its first or last possible days, one after the other, it is in the list.

    Taken in, it stands in the order of the file.
    """
    since, until = (Date.of_day(datetime.date(year, month, 1)) for year, month in ((2012, 3), (2019, 8)))
    for state in members.State:
        question = members.Question(day, since, until, state=state, sort=members.Sort.FILE)
        answer = members.ask(ledger, question)
        possible = set(answer.possible)
        taken_in = members.ask(ledger, question._replace(possible=True))
        assert taken_in.members == tuple(each for each in ledger.members if each in {*answer.members, *possible})
        assert taken_in.possible == ()
        for member in ledger.members:
            exactly = members.Question(day, since, until, state=state)
            known = [
                member._replace(own_date=Date.of_day(signed), left=Date.of_day(left) if left else None)
                for signed in _days(member.signed, since, until)
                for left in (_days(member.left, Date.of_day(signed), Date.of_day(day)) if member.left else [None])
                if left is None or signed <= left
            ]
            matches = any(members.ask(Ledger(members=(each,)), exactly).members for each in known)
            assert (member in possible) <= matches


def _days(date: Date, *others: Date) -> list[datetime.date]:
    """Return the days of the date on which an answer can change."""
    one = datetime.timedelta(1)
    ends = [end for other in (date, *others) for end in (other.earliest, other.latest)]
    near = [end + step for end in ends for step in (-one, 0 * one, one) if datetime.date.min < end < datetime.date.max]
    return [day for day in {*near, date.earliest, date.latest} if date.earliest <= day <= date.latest]


def test_who_came_back_stands_in_the_order_of_signing() -> None:
    """Where a list holds both memberships of a body, whatever it is sorted by and wherever they stand in the file."""
    ledger = network(("Bonn", "2016-06-01", None), ("Bonn", "2012-12", "2015"), ("Aachen", "2014", None))
    for sort in (members.Sort.NAME, members.Sort.KEY, members.Sort.SIGNED):
        question = members.Question(TODAY, state=members.State.ALL, sort=sort)
        found = members.ask(ledger, question).members
        assert [member.signed.text for member in found if member.name == "Bonn"] == ["2012-12", "2016-06-01"]


def test_fields_without_a_register_are_those_of_the_file() -> None:
    """The kind stands in the ledger; of district and region nothing is known."""
    table = members.table(FOUNDING, members.Question(TODAY))
    witten = dict(
        zip(
            (column.field for column in table.seen_by(Audience.MACHINES).columns),
            list(table.seen_by(Audience.MACHINES).records())[-1],
            strict=True,
        )
    )
    assert (witten["name"], witten["designation"], witten["district"], witten["region"]) == ("Witten", None, None, None)


def test_the_note_on_former_members_is_true() -> None:
    """Who left in the year in which it signed is taken in by --all, as by --former."""
    ledger = network(("Bonn", "2015", "2015-03-31"))
    day = datetime.date(2015, 6, 30)
    for state in (members.State.FORMER, members.State.ALL):
        assert members.ask(ledger, members.Question(day, state=state)).members == ledger.members
    assert members.ask(ledger, members.Question(day)).former == 1


def test_who_may_match_is_told_by_when_it_signed_as_far_as_that_is_known() -> None:
    """The sentence is for whom the list is published to, the option for who made it."""
    bonn, witten = network(("Bonn", "2015", None), ("Witten", "2015", None)).members
    witten = witten._replace(round=NO_ROUND)
    for some, said in (
        ((bonn, witten), "2 members (signed: unknown, 2015) may match as well"),
        ((witten,), "1 member (signed: unknown) may match as well"),
    ):
        table = members.table(Ledger(members=some), members.Question(datetime.date(2015, 6, 30)))
        assert table.notes[0] == said
        assert table.doubts == f"{said}."


def test_who_may_have_left_is_named_as_far_as_a_sentence_has_room() -> None:
    """The first ten; in a workbook, one line of many names would make the page as wide."""
    ledger = network(*((body.name, "2015", "2019") for body in BODIES[:40]))
    (note,) = members.table(ledger, members.Question(datetime.date(2019, 6, 30))).notes
    assert isinstance(note, str)
    assert note.startswith(f"40 members may have left by then: {BODIES[0].name}, {BODIES[1].name}, ")
    assert note.endswith(f", {BODIES[9].name}, 30 more")


def test_words_are_looked_for_in_what_is_said_of_a_member() -> None:
    """All of them, in name, district, note and source, however they are spelt."""
    ledger = network(("Lünen", "2015", None), ("Unna", "2015", None), ("Bonn", "2015", None))
    noted = ledger._replace(members=(*ledger.members[:2], ledger.members[2]._replace(note="Mentorin: Kreis Unna")))

    def found(*words: str) -> list[str]:
        question = members.Question(TODAY, selection=Selection(REGISTER), words=words)
        return [member.name for member in members.ask(noted, question).members]

    assert found("LUENEN") == ["Lünen"]
    assert found("kreis unna") == ["Bonn", "Lünen", "Unna"]
    assert found("unna", "mentor") == ["Bonn"]
    assert found("Witten") == []


def test_nobody_is_said_where_it_is_certain() -> None:
    """Why a list is empty depends on what was asked, and on what is known."""

    def empty(ledger: Ledger, day: str, **asked: object) -> str:
        question = members.Question(datetime.date.fromisoformat(day), **asked)  # type: ignore[arg-type]
        return members.table(ledger, question).empty

    assert empty(Ledger(), "2026-11-23") == "nobody has signed yet"
    assert empty(FOUNDING, "2012-12-05") == ""
    assert empty(FOUNDING, "2011-12-05") == "nobody was a member then"
    assert empty(FOUNDING, "2026-11-23", words=("Xanten",)) == "no member matches"


def test_a_list_has_kinds_where_a_member_or_the_register_gives_some() -> None:
    """Whether the list has rows or not: a header without them promises nothing that there is not."""

    def titles(ledger: Ledger, register: Register | None = None) -> list[str]:
        question = members.Question(datetime.date(2011, 1, 1), selection=Selection(register))
        table = members.table(ledger, question)
        assert not table.rows
        return [column.title for column in table.seen_by(Audience.PEOPLE).columns]

    assert titles(FOUNDING) == ["Name", "Round", "Signed on"]
    assert titles(FOUNDING, REGISTER) == ["Name", "Kind", "District", "Round", "Signed on"]
    kinds = FOUNDING._replace(members=(FOUNDING.members[0]._replace(kind="Verein"), *FOUNDING.members[1:]))
    assert titles(kinds) == ["Name", "Kind", "Round", "Signed on"]
