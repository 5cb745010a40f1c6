"""The ledger that the program ships with: the founding 23."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engagiert_cli.ledger import store
from engagiert_cli.ledger.opening import opened
from tests.ledger.ledgers import TODAY, day

if TYPE_CHECKING:
    from engagiert_cli.ledger.document import Document

FILE = Path(__file__).parents[2] / "data" / "members.toml"
FIRST = (
    "Bonn",
    "Lemgo",
    "Burbach",
    "Kreis Lippe",
    "Emsdetten",
    "Mönchengladbach",
    "Hemer",
    "Oberhausen",
    "Kamp-Lintfort",
    "Solingen",
)
SECOND = (
    *("Alsdorf", "Arnsberg", "Beckum", "Bergheim", "Essen", "Hagen", "Hellenthal", "Kirchlengern", "Lünen", "Nieheim"),
    *("Rheine", "Velbert", "Witten"),
)


@pytest.fixture(scope="module")
def founding() -> Document:
    """The shipped ledger, read today."""
    return opened(store.read(FILE, FILE.name).text, FILE.name, TODAY)


def test_the_network_is_named_as_in_its_notice(founding: Document) -> None:
    """Network and declaration have their own names, and the register of NRW."""
    network = founding.ledger.network
    assert (network.name, network.declaration, network.register) == (
        "Kommunen-Netzwerk: engagiert in NRW",
        "Gemeinsame Erklärung",
        "nrw",
    )


def test_two_rounds_are_dated_no_finer_than_known(founding: Document) -> None:
    """Of the first only the month is known, of the second only the year; the first had co-signers."""
    first, second = founding.ledger.rounds
    assert (first.id, first.name, first.signed.text) == ("2012", "Erstunterzeichnung", "2012-12")
    assert (second.id, second.name, second.signed.text) == ("2015", "Zweitunterzeichnung", "2015")
    assert first.cosigners == (
        "Ministerin für Familie, Kinder, Jugend, Kultur und Sport des Landes Nordrhein-Westfalen",
        "Kommunale Spitzenverbände NRW",
    )
    assert second.cosigners == ()


def test_ten_and_thirteen_members_stand_in_the_order_of_the_notice(founding: Document) -> None:
    """Each round has its members, none with a date of its own, none that left."""
    for round_id, names in (("2012", FIRST), ("2015", SECOND)):
        assert tuple(member.name for member in founding.ledger.members if member.round.id == round_id) == names
    assert tuple(member.name for member in founding.ledger.members) == FIRST + SECOND
    assert {(member.own_date, member.left, member.note, member.kind) for member in founding.ledger.members} == {
        (None,) * 4
    }


def test_the_founding_ledger_has_nothing_odd_about_it(founding: Document) -> None:
    """No warnings, no unknown keys, and a key of NRW for each member: eight digits, five for the Kreis."""
    assert founding.warnings == ()
    assert founding.extras == ()
    keys = {member.name: member.key or "" for member in founding.ledger.members}
    assert len(set(keys.values())) == 23
    assert all(key.startswith("05") and key.isdecimal() for key in keys.values())
    assert [name for name, key in keys.items() if len(key) != 8] == ["Kreis Lippe"]
    assert keys["Kreis Lippe"] == "05766" == keys["Lemgo"][:5]


def test_the_network_grew_from_ten_to_twenty_three(founding: Document) -> None:
    """The state is counted from the last day of a round's period."""
    counts = [
        len(founding.ledger.members_at(day(at))) for at in ("2012-11-30", "2012-12-31", "2015-12-30", "2015-12-31")
    ]
    assert counts == [0, 10, 10, 23]
    assert len(founding.ledger.members_at(TODAY)) == 23


def test_the_file_ends_in_one_line_end_and_has_no_mark(founding: Document) -> None:
    """It is plain UTF-8 with LF, as the program and every editor write it."""
    data = FILE.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b'"\n')
    assert data.decode() == founding.text
