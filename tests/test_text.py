"""What text is: how names are compared and ordered, and which characters do not show."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagiert_cli.ledger.members import Body
from engagiert_cli.text import by_name, fold, odd_characters, scripts_of, shows, sort_key

UNSEEN = [
    *("\u00ad", "\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u180b", "\u180e", "\u180f", "\u2060", "\u2800"),
    *("\u3164", "\ufe0f", "\ufeff", "\uffa0", "\U00016fe4", "\U0001d159", "\U000e0041", "\U000e0100"),
]


# Order and comparison


@given(st.lists(st.text(max_size=8) | st.sampled_from(["Ä 2", "a 10", "a 2", "ß", "\0", "a\0b", "é"]), max_size=20))
def test_many_names_are_sorted_as_each_one_is(names: list[str]) -> None:
    """All at once, whatever stands in them; equal ones stay in their order."""
    bodies = [Body(name, str(number)) for number, name in enumerate(names)]
    assert by_name(bodies) == sorted(bodies, key=lambda body: sort_key(body.name))


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
    """Each letter goes by what it is without marks, whatever its case; a few are written out, numbers filled up."""
    written_out = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l"}
    letters = [part for letter in name for part in unicodedata.normalize("NFD", letter.casefold())]
    plain = "".join(written_out.get(letter, letter) for letter in letters if not unicodedata.combining(letter))
    plain = re.sub("[0-9]+", lambda number: number[0].zfill(12), plain)
    assert sort_key(name) == f"{plain}\0{name}"


def test_numbers_in_names_sort_by_their_size() -> None:
    """Initiative 2 comes before Initiative 10, whatever else is in the name."""
    names = ["Initiative 10", "Initiative 2", "Initiative", "Initiativé 2b", "1. Bündnis"]
    assert sorted(names, key=sort_key) == ["1. Bündnis", "Initiative", "Initiative 2", "Initiativé 2b", "Initiative 10"]


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


@given(st.text(alphabet="aAäÄbBßsSoöÖ -", max_size=6), st.text(alphabet="aAäÄbBßsSoöÖ -", max_size=6))
def test_the_order_of_names_is_that_of_their_letters(first: str, second: str) -> None:
    """Sorting goes by the letters without marks, and is the same in plain ASCII as beyond."""
    letters = str.maketrans({"ä": "a", "Ä": "a", "ö": "o", "Ö": "o", "ß": "ss"})
    plain_first, plain_second = first.translate(letters).lower(), second.translate(letters).lower()
    if plain_first != plain_second:
        assert (sort_key(first) < sort_key(second)) is (plain_first < plain_second)
    assert (sort_key(first) == sort_key(second)) is (first == second)


# What does not show


@pytest.mark.skipif(shutil.which("perl") is None, reason="perl knows the properties of Unicode")
def test_what_unicode_lets_a_display_ignore_is_odd_and_makes_no_other_name() -> None:
    """The whole of Default_Ignorable_Code_Point, as another program has it from Unicode's own tables."""
    program = r'for (0..0xd7ff, 0xe000..0x10ffff) { print "$_ " if chr =~ /\p{Default_Ignorable_Code_Point}/ }'
    codes = subprocess.run(["perl", "-e", program], capture_output=True, check=True).stdout.split()
    ignorable = set(map(int, codes))
    assert len(ignorable) > 4000
    for character in map(chr, ignorable):
        assert not shows(f"a{character}b")
        assert fold(f"A{character}b") == "ab"
    for code in {*range(0xD800), *range(0xE000, sys.maxunicode + 1)} - ignorable:
        if unicodedata.category(chr(code)) in ("Lu", "Ll", "Lm", "Lt", "Lo", "Nd") and chr(code) not in UNSEEN:
            assert fold(f"a{chr(code)}b") != "ab", hex(code)


@pytest.mark.parametrize("character", UNSEEN, ids=lambda character: f"{ord(character):04X}")
def test_what_leaves_no_trace_is_odd(character: str) -> None:
    """Fillers, selectors, tags, blank signs: each is named by its code point, and two names agree without it."""
    assert odd_characters(f"An{character}na") == [f"U+{ord(character):04X}"]
    assert fold(f"An{character}NA{character}") == "anna"


@pytest.mark.parametrize("name", ["Bonn", "Sankt\xa0Augustin", "क्‍ष", "می‌خواهم", "東京", "דוד", "Ødegård", "e\u0301"])
def test_what_belongs_to_a_name_is_not_odd(name: str) -> None:
    """Letters of any script, marks, German blanks, and the joiners that Arabic and Indic scripts are written with."""
    assert odd_characters(name) == []
    assert odd_characters(f"{name}\u200d") == ["U+200D"]


def test_letters_of_one_shape_in_several_scripts_are_told() -> None:
    """A name in one script is as it should be, whichever it is; each script is told once, by its first letter."""
    assert scripts_of("Вологда") == scripts_of("Bonn") == scripts_of("Αθήνα") == scripts_of("東京 Köln") == []
    assert scripts_of("Bоnn-Вonn") == ["B (U+0042)", "о (U+043E)"]
    assert scripts_of("Bοnn") == ["B (U+0042)", "ο (U+03BF)"]
    assert scripts_of("\u2126mega") == ["Ω (U+03A9)", "m (U+006D)"]
