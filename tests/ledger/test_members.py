"""Members, and the plain questions that one asks of a ledger."""

from __future__ import annotations

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagiert_cli.ledger.members import Ledger, Member, Round
from engagiert_cli.text import count_called, fold, folded, shell_quoted, sort_key
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


def test_cohorts_are_all_who_joined_in_a_round() -> None:
    """Rounds come in the order of the file, former members count, and a round may have none."""
    ledger = document(
        ROUNDS + '\n[[members]]\nname = "B"\nround = "2015"\n\n[[members]]\nname = "A"\nround = "2015"\nleft = "2016"\n'
    ).ledger
    assert [(round_.id, [member.name for member in members]) for round_, members in ledger.cohorts()] == [
        ("2012", []),
        ("2015", ["B", "A"]),
    ]
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


def test_the_identity_of_a_member_is_its_key_else_its_folded_name() -> None:
    """An empty key is none."""
    assert joined(name="Bad  Ems", key="07").identity == "07"
    assert joined(name="Bad  EMS").identity == "bad ems"


def test_an_empty_ledger_has_no_answers() -> None:
    """No members, no cohorts, nobody found."""
    ledger = Ledger()
    assert (ledger.members_at(TODAY), list(ledger.cohorts()), ledger.find("Bonn")) == ([], [], [])
    assert (ledger.network.name, ledger.network.register, Round("1").cosigners) == ("", None, ())


# Order and comparison


def test_names_are_sorted_by_din_5007_1() -> None:
    """Umlauts sort as their vowels and ß as ss, whatever the case; where that ties, the plain letters come first."""
    order = [
        *("Aachen", "Ahlen", "Ählen", "Ahlfeld", "Arnsberg", "Ärzen", "Bad Ems", "Badenweiler", "bonn", "Bonn-Süd"),
        *(
            "Cæsar",
            "Café",
            "Coesfeld",
            "Cœur",
            "Giessbach",
            "Gießen",
            "Gisela",
            "Muenster",
            "Mulda",
            "Mülheim",
            "Münster",
        ),
        *("Oedheim", "Öhringen", "Öre", "Øre", "Otto", "STRASSE", "Straße", "Zülpich"),
    ]
    order_upside_down = order[::-1]
    assert sorted(order_upside_down, key=sort_key) == order


@given(st.one_of(st.text(alphabet="aAäÄöÖüÜßẞéÉèåÅøKİſ -", max_size=8), st.text(max_size=8)))
def test_the_letters_of_german_names_sort_by_the_same_rule_as_all_others(name: str) -> None:
    """Each letter goes by what it is without marks, whatever its case; a few are written out."""
    written_out = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l"}
    letters = [part for letter in name for part in unicodedata.normalize("NFD", letter.casefold())]
    plain = "".join(written_out.get(letter, letter) for letter in letters if not unicodedata.combining(letter))
    assert sort_key(name) == f"{plain}\0{name}"


@pytest.mark.parametrize(
    ("name", "as_folded"),
    [
        ("Bonn", "bonn"),
        ("  Bad \t Ems\n", "bad ems"),
        ("BAD\u00a0EMS", "bad ems"),
        ("MÜNSTER", "münster"),
        ("Mu\u0308nster", "münster"),
        ("Gießen", "giessen"),
        ("GIEẞEN", "giessen"),
        ("İnce", "i\u0307nce"),
    ],
)
def test_names_are_compared_folded(name: str, as_folded: str) -> None:
    """Two spellings of a name agree in NFC, case folded, runs of blanks as one."""
    assert fold(name) == as_folded


@given(st.text(max_size=20))
def test_folding_is_done_once(name: str) -> None:
    """A folded name is folded already, and does not depend on the form of Unicode it was typed in."""
    assert fold(fold(name)) == fold(name)
    assert fold(unicodedata.normalize("NFD", name)) == fold(unicodedata.normalize("NFC", name))
    assert fold(f"  {name}\n") == fold(name)


@given(
    st.lists(
        st.one_of(
            st.sampled_from(["Bonn", "MÜNSTER", "Bad Ems", "Gießen", "", "İnce", "o\u0308d"]),
            st.text(alphabet="aÄ \u0308\u0338[]\n\t\u00a0\u3000", max_size=4),
            st.text(max_size=6),
        ),
        max_size=5,
    )
)
def test_many_names_are_folded_as_each_of_them(names: list[str]) -> None:
    """A whole list is folded at once, whatever blanks, marks and separators its names have."""
    each = [fold(name) for name in names]
    assert folded(names) == each
    for wanted in each:
        assert count_called(names, [wanted]) == each.count(wanted)
    assert count_called(names, each) == len(names)


@given(st.text(alphabet="aAäÄbBßsSoöÖ -", max_size=6), st.text(alphabet="aAäÄbBßsSoöÖ -", max_size=6))
def test_the_order_of_names_is_that_of_their_letters(first: str, second: str) -> None:
    """Sorting goes by the letters without marks, and is the same in plain ASCII as beyond."""
    letters = str.maketrans({"ä": "a", "Ä": "a", "ö": "o", "Ö": "o", "ß": "ss"})
    plain_first, plain_second = first.translate(letters).lower(), second.translate(letters).lower()
    if plain_first != plain_second:
        assert (sort_key(first) < sort_key(second)) is (plain_first < plain_second)
    assert (sort_key(first) == sort_key(second)) is (first == second)


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        ("Witten", "Witten"),
        ("Kamp-Lintfort", "Kamp-Lintfort"),
        ("Kreis Lippe", '"Kreis Lippe"'),
        ("", '""'),
        ("a&b", '"a&b"'),
        ("Köln", "Köln"),
        ('a"b', "'a\"b'"),
        ("$(rm -rf ~)", "'$(rm -rf ~)'"),
        ("`id`'s", "'`id`'\\''s'"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="PowerShell doubles a quote within quotes")
def test_words_are_quoted_as_they_are_typed(word: str, quoted: str) -> None:
    """A command that is to be typed has quotes where a shell needs them, and runs nothing of what stands in a name."""
    assert shell_quoted(word) == quoted
