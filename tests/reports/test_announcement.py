"""The announcement: what the press is told after a signing round."""

from __future__ import annotations

import pytest

from engagiert_cli.language import use
from engagiert_cli.ledger.members import Ledger, Network, Round
from engagiert_cli.reports.forms import Letter

from .networks import FOUNDING, NETWORK, column, network, on, report


def letter(ledger: Ledger, day: str = "2026-11-23", round_id: str | None = None) -> tuple[str, ...]:
    """Return title and paragraphs."""
    table = report("announcement", ledger, day, round=ledger.rounds_by_id[round_id] if round_id else None)
    assert isinstance(table.form, Letter)
    return table.title, *table.form.paragraphs


def test_the_second_signing_in_german() -> None:
    """The number in words, the new ones by the alphabet, all by cohort in the order of the file, the date."""
    use("de")
    assert letter(FOUNDING, round_id="2015") == (
        "Kommunen-Netzwerk: engagiert in NRW: dreizehn neue Mitglieder",
        (
            "Das Netzwerk „Kommunen-Netzwerk: engagiert in NRW“ hat dreizehn neue Mitglieder. Alsdorf, Arnsberg, Beckum, "
            "Bergheim, Essen, Hagen, Hellenthal, Kirchlengern, Lünen, Nieheim, Rheine, Velbert und Witten haben im Jahr "
            "2015 die „Gemeinsame Erklärung“ unterzeichnet."
        ),
        (
            "Dem Netzwerk gehören damit 23 Mitglieder an, in der Reihenfolge ihres Beitritts: Bonn, Lemgo, Burbach, "
            "Kreis Lippe, Emsdetten, Mönchengladbach, Hemer, Oberhausen, Kamp-Lintfort, Solingen (seit 2012), Alsdorf, "
            "Arnsberg, Beckum, Bergheim, Essen, Hagen, Hellenthal, Kirchlengern, Lünen, Nieheim, Rheine, Velbert, Witten "
            "(seit 2015)."
        ),
    )
    assert report("announcement", FOUNDING).subtitle == "Stand 23. November 2026"


def test_the_second_signing_in_english() -> None:
    """The same, with the last two names joined by »and« alone."""
    title, news, members = letter(FOUNDING, round_id="2015")
    assert title == "Kommunen-Netzwerk: engagiert in NRW: thirteen new members"
    assert news.startswith("The network “Kommunen-Netzwerk: engagiert in NRW” has thirteen new members. Alsdorf, ")
    assert news.endswith("Rheine, Velbert and Witten signed the “Gemeinsame Erklärung” in 2015.")
    assert "Kamp-Lintfort, Solingen (since 2012), Alsdorf, " in members
    assert report("announcement", FOUNDING, "2015-12-31").subtitle == "As of 31 December 2015"


def test_the_latest_round_without_being_told() -> None:
    """The latest round is that in which the latest signed, up to the day."""
    assert letter(FOUNDING) == letter(FOUNDING, round_id="2015")
    assert letter(FOUNDING, "2014-06-30") == letter(FOUNDING, "2014-06-30", round_id="2012")
    assert letter(FOUNDING, "2014-06-30")[0].endswith(": ten new members")


def test_one_new_member() -> None:
    """Everything is in the singular."""
    assert letter(network(("Bonn", "2012-12-05", None))) == (
        "Bündnis: Bonn is a new member",
        "The network “Bündnis” has a new member. Bonn signed the “Charta” on 5 December 2012.",
        "The network now has 1 member: Bonn (since 2012).",
    )
    use("de")
    assert letter(network(("Bonn", "2012-12-05", None))) == (
        "Bündnis: Bonn ist neues Mitglied",
        "Das Netzwerk „Bündnis“ hat ein neues Mitglied. Bonn hat am 5. Dezember 2012 die „Charta“ unterzeichnet.",
        "Dem Netzwerk gehört damit 1 Mitglied an: Bonn (seit 2012).",
    )


def test_two_new_members_in_the_order_of_the_alphabet() -> None:
    """Ö sorts as O, whatever the order of the file."""
    ledger = network(("Oerlinghausen", "2015", None), ("Münster", "2015", None), ("Moers", "2015", None))
    assert "three new members. Moers, Münster and Oerlinghausen signed" in letter(ledger)[1]
    assert "Oerlinghausen, Münster, Moers (since 2015)" in letter(ledger)[2]


def test_a_round_without_members() -> None:
    """One that has been says that nobody joined, one to come says so."""
    rounds = (Round("2015", "Zweite", on("2015")), Round("2030", signed=on("2030")))
    ledger = Ledger(NETWORK, rounds)
    assert letter(ledger, round_id="2015") == (
        "Bündnis: no new members",
        "In the signing round 2015 (Zweite) nobody has joined.",
    )
    assert letter(ledger, round_id="2030")[1] == "The signing round 2030 is still to come."


def test_nobody_yet() -> None:
    """A network without members has a sentence, and for machines no row."""
    assert letter(Ledger(NETWORK)) == ("Bündnis: no new members", "Nobody has signed yet.")
    assert report("announcement", Ledger(NETWORK)).rows == []


def test_who_has_left() -> None:
    """One that left is new in its round, no member in the list, and named at the end with its day."""
    ledger = network(("Bonn", "2012", None), ("Velbert", "2015", "2019-06-30"), ("Witten", "2015", None))
    _title, news, members, gone = letter(ledger)
    assert "has two new members. Velbert and Witten signed" in news
    assert members == (
        "The network now has 2 members, in the order in which they joined: Bonn (since 2012), Witten (since 2015)."
    )
    assert gone == "No longer a member: Velbert (30 June 2019)."
    assert len(letter(ledger, "2019-06-29")) == 3


def test_who_came_back_is_not_gone() -> None:
    """One that left and signed again is a member since then, and stands nowhere else."""
    ledger = network(("Bonn", "2012", "2014-05-01"), ("Bonn", "2015", None))
    assert letter(ledger)[2:] == ("The network now has 1 member: Bonn (since 2015).",)


def test_all_have_left() -> None:
    """Without a member there is no list, only who has gone, each once."""
    ledger = network(("Bonn", "2012", "2014-05-01"), ("Bonn", "2015", "2016"), ("Witten", "2015", "2017-03"))
    assert letter(ledger)[2:] == ("No longer members: Bonn (2016) and Witten (March 2017).",)


@pytest.mark.parametrize(
    ("signed", "when", "since"),
    [
        ("2015-06-16", " on 16 June 2015.", "since 2015"),
        ("2015-06", " in June 2015.", "since 2015"),
        ("2015", " in 2015.", "since 2015"),
        ("2013-10..2016-06", " (Oct 2013 to Jun 2016).", "joined between 2013 and 2016"),
        ("..2016", " (2016 or earlier).", "since 2016 or earlier"),
        ("2013..", " (2013 or later).", "joined between 2013 and 2026"),
    ],
)
def test_dates_are_as_vague_as_they_are_known(signed: str, when: str, since: str) -> None:
    """Nothing is said more exactly than it is known."""
    _title, news, members = letter(network(("Bonn", signed, None)))
    assert news.endswith(f"the “Charta”{when}")
    assert f"({since})" in members


def test_without_names_of_network_and_declaration() -> None:
    """A ledger that names neither still has its sentences."""
    ledger = network(("Bonn", "2015", None), ("Witten", "2015", None), name="", declaration="")
    assert letter(ledger)[:2] == ("Two new members", "The network has two new members. Bonn and Witten signed in 2015.")


def test_members_of_a_round_that_signed_on_days_of_their_own() -> None:
    """The news names no date then, and each is listed by its year."""
    round_ = Round("2015", signed=on("2015"))
    first, second = network(("Bonn", "2015", None), ("Witten", "2015", None)).members
    ledger = Ledger(
        Network("Bündnis"),
        (round_,),
        (first._replace(round=round_), second._replace(round=round_, own_date=on("2016"))),
    )
    assert letter(ledger)[1].endswith("Bonn and Witten signed.")
    assert letter(ledger)[2].endswith("Bonn (since 2015), Witten (since 2016).")


def test_machines_get_the_data() -> None:
    """One row with the round, the new members, all members, and the day."""
    table = report("announcement", FOUNDING, "2014-06-30")
    assert [each.field for each in table.columns] == ["round", "name", "signed", "date", "new", "members", "total"]
    assert column(table, "total") == [10]
    assert column(table, "new")[0][0] == "Bonn"  # type: ignore[index]
