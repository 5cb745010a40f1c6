"""Members, and the plain questions that one asks of a ledger."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagiert_cli.ledger.members import Ledger, Member, Round, identities
from tests.ledger.ledgers import LEDGER, ROUNDS, TODAY, day, document, on, round_of, undated_round

ROUND = round_of("2012", "2012-12")


def joined(signed: str | None = None, left: str | None = None, name: str = "Bonn", key: str | None = None) -> Member:
    """Return a member of the round of December 2012."""
    return Member(name, ROUND, key, None, on(signed) if signed else None, on(left) if left else None)


# States


@pytest.mark.parametrize(
    ("signed", "left", "at", "active", "uncertain"),
    [
        (None, None, "2012-11-30", False, False),
        (None, None, "2012-12-01", False, True),
        (None, None, "2012-12-30", False, True),
        (None, None, "2012-12-31", True, False),
        ("2012-12-05", None, "2012-12-04", False, False),
        ("2012-12-05", None, "2012-12-05", True, False),
        ("2012-12-05", "2016-06-01", "2016-05-31", True, False),
        ("2012-12-05", "2016-06-01", "2016-06-01", False, False),
        ("2012-12-05", "2016", "2015-12-31", True, False),
        ("2012-12-05", "2016", "2016-01-01", True, True),
        ("2012-12-05", "2016", "2016-12-30", True, True),
        ("2012-12-05", "2016", "2016-12-31", False, False),
        ("2013", "2013-06", "2013-06-15", False, True),
        ("2013", "2013-06", "2013-07-01", False, False),
        ("2013-06", "2013", "2013-03-01", False, False),
        ("2013", "2013", "2013-07-01", False, True),
        ("2026", None, "2026-11-22", False, True),
        ("2026", None, "2026-11-23", True, False),
        ("2012-12-05", "2026", "2026-11-23", False, False),
        ("2013..", None, "2026-11-23", True, False),
        ("..2013", None, "2013-12-30", False, True),
    ],
)
def test_a_membership_counts_from_the_last_day_of_its_period(
    signed: str | None, left: str | None, at: str, active: bool, uncertain: bool
) -> None:
    """Signing and leaving count from the end of the last day on which they can have happened, until then unsure."""
    member = joined(signed, left)
    assert (member.active_on(day(at)), member.uncertain_on(day(at))) == (active, uncertain)


def test_a_round_without_a_date_has_happened_by_today() -> None:
    """Whoever signed on an unknown day is a member today; of any day before, nobody can tell."""
    member = Member("Bonn", undated_round("1"))
    assert (member.active_on(TODAY), member.uncertain_on(TODAY)) == (True, False)
    assert (member.active_on(day("2020-01-01")), member.uncertain_on(day("2020-01-01"))) == (False, True)
    (read,) = document('[[rounds]]\nid = "1"\n\n[[members]]\nname = "Bonn"\nround = "1"\n').ledger.members
    assert read == member


PERIODS = st.sampled_from(["2012", "2013-02", "2013-02-05", "2013..2015", "..2014", "2014..", "2026", "2026-11-23"])


@given(PERIODS, st.none() | PERIODS, st.dates(max_value=TODAY))
def test_nobody_is_unsure_today(signed: str, left: str | None, at: object) -> None:
    """All that is recorded has happened by the end of today: of today the ledger is certain."""
    member = joined(signed, left)
    assert not member.uncertain_on(TODAY)
    assert member.active_on(TODAY) is (left is None)
    assert at <= TODAY  # type: ignore[operator]


def test_the_state_of_the_network_on_a_day() -> None:
    """The members on a day are those who had signed and not left, in the order of the file."""
    ledger = document(
        LEDGER.replace(
            'round = "2012"\n\n[[members]]\nname = "Essen"',
            'round = "2012"\nleft = "2016"\n\n[[members]]\nname = "Essen"',
        )
    ).ledger

    def at(text: str) -> list[str]:
        return [member.name for member in ledger.members_at(day(text))]

    assert at("2012-12-30") == []
    assert at("2012-12-31") == at("2015-12-30") == ["Bonn", "Lemgo"]
    assert at("2015-12-31") == at("2016-12-30") == ["Bonn", "Lemgo", "Essen", "Witten"]
    assert at("2016-12-31") == ["Bonn", "Essen", "Witten"]


def test_a_member_signed_on_its_own_date_or_on_that_of_its_round() -> None:
    """The date of signing is the member's own where it has one."""
    assert joined().signed == on("2012-12")
    assert joined("2013-05-04").signed == on("2013-05-04")


def test_rounds_are_found_by_their_id() -> None:
    """In the order of the file, those too in which nobody joined."""
    ledger = document(ROUNDS + '\n[[members]]\nname = "B"\nround = "2015"\n').ledger
    assert list(ledger.rounds_by_id) == ["2012", "2015"]


# Who is who


def test_a_member_is_found_by_key_or_by_any_spelling_of_its_name() -> None:
    """Case, runs of blanks and the two forms of an umlaut do not matter; a part of a name is not the name."""
    ledger = document(LEDGER.replace('"Lemgo"', '"Bad Öynhausen"')).ledger
    for name in (
        "Bad Öynhausen",
        "bad öynhausen",
        " Bad  Öynhausen ",
        "BAD\u00a0ÖYNHAUSEN",
        "Bad O\u0308ynhausen",
        "05766044",
    ):
        assert [member.name for member in ledger.find(name)] == ["Bad Öynhausen"]
    for name in ("Bad", "Oynhausen", "Bad Oynhausen", "5766044", ""):
        assert ledger.find(name) == []


def test_the_latest_membership_comes_last_wherever_it_stands_in_the_file() -> None:
    """A body that came back has two entries, ordered by their signing."""
    text = (
        ROUNDS
        + '\n[[members]]\nname = "Bonn"\nround = "2015"\n\n[[members]]\nname = "Bonn"\nkey = "1"\nround = "2012"\nleft = "2014"\n'
    )
    ledger = document(text).ledger
    assert [member.round.id for member in ledger.find("bonn")] == ["2012", "2015"]
    assert [member.round.id for member in ledger.memberships_of(joined(name="BONN"))] == ["2012", "2015"]
    assert [member.round.id for member in ledger.memberships_of(joined(name="x", key="1"))] == ["2012"]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (("Bonn", "1"), ("Stadt Bonn", "1"), True),
        (("Münster", "1"), ("Münster", "2"), False),
        (("Bonn", "1"), ("bonn", None), True),
        (("Bonn", None), ("BONN", None), True),
        (("Bonn", "1"), ("Köln", None), False),
    ],
)
def test_a_body_is_told_by_its_key_else_by_its_name(
    first: tuple[str, str | None], second: tuple[str, str | None], same: bool
) -> None:
    """Where both entries have a key, only the keys count."""
    one, other = joined(name=first[0], key=first[1]), joined(name=second[0], key=second[1])
    assert one.is_same_body(other) is other.is_same_body(one) is same


def test_bodies_are_told_apart_by_key_else_by_name() -> None:
    """A name stands for its key where any entry of any of the ledgers knows it, in whatever case."""
    keyed, keyless, other = joined(name="Bad  Ems", key="07"), joined(name="Bad  EMS"), joined(name="Bonn")
    assert list(map(identities((keyed, other)), (keyed, keyless, other))) == ["07", "07", "bonn"]
    assert identities((keyless,))(keyless) == "bad ems"


def test_an_empty_ledger_has_no_answers() -> None:
    """No members, no cohorts, nobody found."""
    ledger = Ledger()
    assert (ledger.members_at(TODAY), ledger.find("Bonn")) == ([], [])
    assert (ledger.network.name, ledger.network.register, Round("1").cosigners) == ("", None, ())
