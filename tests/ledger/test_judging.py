"""What a row of a list adds to a membership that the ledger has: more where the two agree, nothing where they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagiert_cli.errors import Hint
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.ledger.judging import ListedMembership, judge, refined
from engagiert_cli.ledger.members import Body, Member, Round
from engagiert_cli.ledger.opening import opened
from engagiert_cli.ledger.signing import Signing
from engagiert_cli.register.bodies import open_register
from tests.ledger.ledgers import LEDGER, TODAY, document

FOUNDING = Round("2012", "Erstunterzeichnung", Date.parse("2012"))
UNDATED = Round("x", "", UNKNOWN)
DATES = st.sampled_from(["2012", "2012-12", "2012-12-05", "2013", "2012..2013", "..2012-12"]).map(Date.parse)
TEXTS = st.sampled_from([None, "a", "b"])


def listed(date: Date | None, left: Date | None, note: str | None, round_: Round) -> tuple[ListedMembership, Member]:
    """Return a row as it is read, and the membership that it says by itself."""
    entry = ListedMembership(Body("Bonn"), Signing(round_.id if round_ is UNDATED else None, date, note), left)
    return entry, Member("Bonn", round_, None, None, date, left, note)


def test_what_was_unknown_is_filled_in_and_a_vague_date_refined() -> None:
    """A day for the year of the round, when it left, and a remark; what the row does not say stays."""
    known = Member("Bonn", FOUNDING, "05314000", source="Rat")
    entry, member = listed(Date.parse("2012-12-05"), Date.parse("2019"), "dabei", FOUNDING)
    assert refined(known, entry, member) == known._replace(
        own_date=Date.parse("2012-12-05"), left=Date.parse("2019"), note="dabei"
    )


@pytest.mark.parametrize(
    ("date", "left", "note", "round_"),
    [
        ("2013", None, None, FOUNDING),
        (None, "2018", None, FOUNDING),
        (None, None, "b", FOUNDING),
        *[(None,) * 3 + (UNDATED,)],
    ],
    ids=["signed", "left", "note", "round"],
)
def test_what_contradicts_refines_nothing(date: str | None, left: str | None, note: str | None, round_: Round) -> None:
    """Another date, another remark or another round: the row says something else, and none of it is taken."""
    known = Member("Bonn", FOUNDING, left=Date.parse("2019"), note="a")
    row = listed(date and Date.parse(date), left and Date.parse(left), note, round_)  # type: ignore[arg-type]
    assert refined(known, *row) is None


@given(st.none() | DATES, st.none() | DATES, TEXTS, st.none() | DATES, st.none() | DATES, TEXTS)
def test_nothing_becomes_vaguer_and_nothing_is_taken_out(
    own: Date | None, left: Date | None, note: str | None, said: Date | None, gone: Date | None, remark: str | None
) -> None:
    """Whatever the row says, each field of the ledger is as exact as before or more so; and once is enough."""
    known = Member("Bonn", FOUNDING, None, None, own, left, note)
    entry, member = listed(said, gone, remark, FOUNDING)
    better = refined(known, entry, member)
    if better is None:
        return
    assert better.signed.within(known.signed)
    assert known.left is None or (better.left and better.left.within(known.left))
    assert known.note in (None, better.note)
    assert refined(better, entry, member) == better


def test_rows_that_refine_are_judged_one_by_one() -> None:
    """Without `update` the row is refused; with it the member is refined once, and a second row about it is refused."""
    ledger = document(LEDGER)
    rows = [ListedMembership(Body("Bonn", "05314000"), Signing(None, Date.parse(f"2012-12-0{day}"))) for day in (5, 6)]
    assert not judge(ledger, rows[:1], listed=True).refined
    judged = judge(ledger, rows, listed=True, update=True)
    assert [(before.name, after.signed.text) for before, after in judged.refined] == [("Bonn", "2012-12-05")]
    assert [refusal.message for _entry, refusal in judged.refused] == [
        '"Bonn" appears twice in this list: already in row 0'
    ]
    gone = [ListedMembership(Body("Bonn", "05314000"), Signing(None, Date.parse("2012")), Date.parse("2011"))]
    assert judge(ledger, gone, listed=True, update=True).refused


LUMPZIG = 'format = 1\n[network]\nregister = "de"\n[[rounds]]\nid = "2017"\nsigned = "2017"\n'
LUMPZIG += '[[members]]\nname = "Lumpzig"\nkey = "16077029"\nround = "2017"\nleft = 2018-12-31\n'


@pytest.mark.parametrize("listed", [False, True])
def test_a_body_does_not_sign_after_it_was_dissolved(*, listed: bool) -> None:
    """It is told what it is a part of, and how that joins; before that day it may have signed."""
    there, body = opened(LUMPZIG, "members.toml", TODAY, open_register), Body("Lumpzig", "16077029")
    (refused,) = judge(there, [ListedMembership(body, Signing(date=Date.parse("2026-02")))], listed=listed).refused
    assert refused[1].message == '"Lumpzig" (16077029) has been a part of Schmölln (16077043) since 2019-01-01'
    correct, join = refused[1].hints
    assert correct == "it cannot have signed after that: correct the date"
    assert isinstance(join, Hint)
    assert (join.command, join.subject, join.options) == (
        "join",
        "16077043",
        {"round": "2026", "signed": "2026-02"},
    )
    earlier = ListedMembership(body, Signing(date=Date.parse("2012")), Date.parse("2014"))
    assert judge(there, [earlier], listed=listed).added[0].name == "Lumpzig"
