"""Lines that keep a promise and that nothing else would miss: each of these tests fails when its line is taken out."""

from __future__ import annotations

import datetime

import pytest

from engagiert_cli.errors import EditDefect, LedgerInvalid, Refusals
from engagiert_cli.ledger import changes, edits
from engagiert_cli.ledger.members import Body
from engagiert_cli.ledger.opening import reopened
from engagiert_cli.ledger.signing import Signing
from engagiert_cli.reports.catalogue import Request
from engagiert_cli.reports.cohorts import cohorts
from tests.ledger.ledgers import LEDGER, ROUNDS, document, on

pytestmark = pytest.mark.usefixtures("wall")

# So many members that they are read by a pattern, and only what an edit touches is read again.
MANY = ROUNDS + "".join(
    f'[[members]]\nname = "Mitglied {number:04}"\nkey = "{number + 10_000_000}"\nround = "2012"\n\n'
    for number in range(1200)
)


def test_an_edit_that_says_something_else_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read of the new text must be what was meant, or nobody sees it."""
    written = edits._literal
    monkeypatch.setattr(edits, "_literal", lambda value: '"Wesel"' if value == "Xanten" else written(value))
    with pytest.raises(EditDefect):
        changes.join(document(LEDGER), [Body("Xanten")], Signing("2015"))


@pytest.mark.parametrize("name", ["Mitglied 0001", "mitglied  0001"])
def test_a_duplicate_far_away_is_found_after_an_edit(name: str) -> None:
    """Of what is touched, all entries of its body are judged again, however far away they stand."""
    before = document(MANY)
    last = MANY.rindex("[[members]]")
    for field in (f'name = "{name}"\n', 'name = "Anders"\nkey = "10000001"\n'):
        entry = f'[[members]]\n{field}round = "2012"\n'
        text = MANY[:last] + entry + "\n"
        with pytest.raises(LedgerInvalid) as invalid:
            reopened(before, text, last + len("[[members]]\n"), len(MANY))
        assert [problem.code for problem in invalid.value.problems] == ["member-twice"]


def test_who_came_back_in_a_round_stands_behind_its_first_membership() -> None:
    """Of two entries of one name in a round, the later signing comes last."""
    text = (
        ROUNDS + '[[members]]\nname = "Bonn"\nround = "2012"\nsigned = "2012-01"\nleft = "2012-03"\n'
        '\n[[members]]\nname = "Essen"\nround = "2012"\n'
    )
    change = changes.join(document(text), [Body("Bonn")], Signing("2012", on("2012-12")))
    assert [(member.name, member.left is None) for member in change.document.ledger.members] == [
        *(("Bonn", False), ("Bonn", True), ("Essen", True)),
    ]


def test_a_body_may_join_again_in_the_period_in_which_it_left() -> None:
    """That it signed in 2016 and left in 2016 does not say which came first; before 2016 it cannot have come back."""
    text = ROUNDS + '[[members]]\nname = "Bonn"\nround = "2012"\nleft = "2016"\n'
    change = changes.join(document(text), [Body("Bonn")], Signing(date=on("2016")))
    assert [member.signed.text for member in change.members] == ["2016"]
    with pytest.raises(Refusals, match="cannot join again"):
        changes.join(document(text), [Body("Bonn")], Signing(date=on("2015-12")))


def test_who_leaves_on_the_day_of_the_report_has_left() -> None:
    """The last day of a membership counts as one without it, in the cohorts as in the list."""
    text = ROUNDS + '[[members]]\nname = "Bonn"\nround = "2012"\nleft = 2016-06-30\n'
    ledger = document(text).ledger
    counts = {}
    for day in (datetime.date(2016, 6, 29), datetime.date(2016, 6, 30)):
        (cohort,) = (cohort for cohort in cohorts(Request(ledger, day)) if cohort.members)
        counts[day.day] = (cohort.left, cohort.total, len(ledger.members_at(day)))
    assert counts == {29: (0, 1, 1), 30: (1, 0, 0)}
