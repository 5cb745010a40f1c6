"""Two versions of a ledger are compared by what they say of members, rounds and network, not by their lines."""

from __future__ import annotations

import pytest

from engagiert_cli.ledger.members import Member
from engagiert_cli.ledger.opening import opened
from engagiert_cli.ledger.versions import Became, differences
from engagiert_cli.register.bodies import open_register
from engagiert_cli.reports.differences import phrases
from tests.ledger.ledgers import LEDGER, ROUNDS, TODAY, document


def told(before: str, after: str) -> list[tuple[str, ...]]:
    """Return what has become of what, in which field, from what to what."""
    found = differences(document(before), document(after))
    return [
        (
            difference.became.value,
            difference.entry.name if isinstance(difference.entry, Member) else type(difference.entry).__name__,
            difference.field,
            *(str(getattr(value, "text", value or "–")) for value in difference[3:]),
        )
        for difference in found
    ]


def entry(name: str, **fields: str) -> str:
    """Return an entry of the ledger."""
    lines = "".join(f'{field} = "{value}"\n' for field, value in {"round": "2012", **fields}.items())
    return f'\n[[members]]\nname = "{name}"\n{lines}'


ADA, ZOE = entry("Ada"), entry("Zoe")
LEFT = entry("Ada", left="2014")
BACK = entry("Ada", round="2015")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (ADA, ADA + ZOE, [("joined", "Zoe", "signed", "–", "2012-12")]),
        (ADA + ZOE, ADA, [("taken out", "Zoe", "signed", "2012-12", "–")]),
        (ADA, LEFT, [("left", "Ada", "left", "–", "2014")]),
        (LEFT, ADA, [("corrected", "Ada", "left", "2014", "–")]),
        (LEFT, LEFT + BACK, [("came back", "Ada", "signed", "–", "2015")]),
        (LEFT + BACK, LEFT, [("taken out", "Ada", "signed", "2015", "–")]),
        # An earlier membership that was not known moves no other one.
        (BACK, LEFT + BACK, [("joined", "Ada", "signed", "–", "2012-12"), ("left", "Ada", "left", "–", "2014")]),
        (ADA, BACK + LEFT, [("came back", "Ada", "signed", "–", "2015"), ("left", "Ada", "left", "–", "2014")]),
        ("", LEFT, [("joined", "Ada", "signed", "–", "2012-12"), ("left", "Ada", "left", "–", "2014")]),
        (ADA, entry("Ada", signed="2012"), [("corrected", "Ada", "signed", "2012-12", "2012")]),
        (ADA, entry("Ada", signed="2012-12"), []),
        (ADA, entry("Ada", note="x"), [("corrected", "Ada", "note", "–", "x")]),
        (ADA, entry("Ada", phone="1"), [("corrected", "Ada", "phone", "–", "1")]),
        (ADA, entry("Ada", round="2015", signed="2012-12"), [("corrected", "Ada", "round", "2012", "2015")]),
        # One body under another key, known by a key, or called otherwise at its place.
        (entry("Ada", key="1"), entry("Ada", key="2"), [("corrected", "Ada", "key", "1", "2")]),
        (
            ADA,
            entry("ADA", key="1"),
            [("corrected", "ADA", "name", "Ada", "ADA"), ("corrected", "ADA", "key", "–", "1")],
        ),
        (ADA + ZOE, ADA + entry("Zoë N."), [("corrected", "Zoë N.", "name", "Zoe", "Zoë N.")]),
        (
            entry("Ada", key="1"),
            entry("Zoe", key="2"),
            [("joined", "Zoe", "signed", "–", "2012-12"), ("taken out", "Ada", "signed", "2012-12", "–")],
        ),
        (ADA, f"# a remark\n{ADA}", []),
        (ADA + ZOE, ZOE + ADA, []),
    ],
)
def test_what_has_become_of_a_member(before: str, after: str, expected: list[tuple[str, ...]]) -> None:
    """By the body and its memberships in order, field by field; vague dates as they stand."""
    words = {"taken out": "removed", "came back": "returned"}
    assert told(ROUNDS + before, ROUNDS + after) == [(words.get(first, first), *rest) for first, *rest in expected]


def test_what_has_become_of_rounds_and_network() -> None:
    """A round that is dated is one change, not one of each of its members; what the format does not know counts."""
    dated = LEDGER.replace('signed = "2015"', "signed = 2015-06-15")
    assert told(LEDGER, dated) == [("corrected", "Round", "signed", "2015", "2015-06-15")]
    assert told(LEDGER, LEDGER.replace('"Erstunterzeichnung"', '"Erste"\nplace = "Essen"')) == [
        ("corrected", "Round", "name", "Erstunterzeichnung", "Erste"),
        ("corrected", "Round", "place", "–", "Essen"),
    ]
    more = '[[rounds]]\nid = "2018"\n\n'
    assert [line[:3] for line in told(LEDGER, more + LEDGER)] == [("added", "Round", "signed")]
    assert [line[:3] for line in told(more + LEDGER, LEDGER)] == [("removed", "Round", "signed")]
    assert told(LEDGER, f'[network]\nname = "A"\nweb = "b"\n\n{LEDGER}') == [
        ("corrected", "Network", "name", "–", "A"),
        ("corrected", "Network", "web", "–", "b"),
    ]


def test_a_key_and_another_spelling_at_once_are_a_correction() -> None:
    """The register knows that it is the same body, whatever is corrected beside it."""
    head = 'format = 1\n[network]\nregister = "nrw"\n[[rounds]]\nid = "2012"\n'
    before = opened(head + entry("luenen, Stadt") + entry("Siegen-Wittgenstein"), "members.toml", TODAY, open_register)
    keyed = entry("Lünen", key="05978024") + entry("Kreis Siegen-Wittgenstein", key="05970")
    found = differences(before, opened(head + keyed, "members.toml", TODAY, open_register))
    assert {difference.became for difference in found} == {Became.CORRECTED}
    assert len(found) == 4


def test_versions_are_told_in_words() -> None:
    """One for each kind of change, with all that it happened to."""
    after = ROUNDS.replace('signed = "2015"', 'signed = "2015-06"') + entry("Ada", note="x", source="y") + ZOE + BACK
    found = differences(document(ROUNDS + LEFT), document(after.replace("note", 'left = "2014"\nnote')))
    assert phrases(found, ", ".join) == [
        "joined: Zoe",
        "came back: Ada",
        "corrected: Round 2015 (Signed on 2015 → Jun 2015), Ada (Note – → x, Source – → y)",
    ]
