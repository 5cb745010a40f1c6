"""User text is harmless at the output edge."""

import pytest
from hypothesis import given

from engagiert_cli.text import displayed, safe

from .sample import ANY_TEXT


@pytest.mark.parametrize(
    "text", ["", "Bonn", "Mönchengladbach", "St. Ägid/Höhe – »Süd«", "東京", "a\xa0b\u202fc", "e\u0301"]
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    """Letters, marks, wide characters and the blanks that German typesetting uses stay as they are."""
    assert safe(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mBonn", r"\x1b[31mBonn"),
        ("Bonn\n", r"Bonn\n"),
        ("\x9b31m", r"\x9b31m"),
        ("\u202eNNOB", r"\u202eNNOB"),
        ("Bo\xadnn", r"Bo\xadnn"),
        ("Bo\u200bnn", r"Bo\u200bnn"),
        ("\U000e0041", r"\U000e0041"),
        ("Bonn\ufe0f", r"Bonn\ufe0f"),
        ("Bonn\U000e0100", r"Bonn\U000e0100"),
        ("\u3164", r"\u3164"),
        ("\udcff", r"\udcff"),
        ("Bo\u200dnn", r"Bo\u200dnn"),
    ],
)
def test_what_acts_or_hides_is_shown_escaped(text: str, shown: str) -> None:
    """Controls, bidi controls, tags, selectors and other characters without a shape are shown as their escape."""
    assert safe(text) == shown


@pytest.mark.parametrize("text", ["क्‍ष", "می‌خواهم"])
def test_joiners_stay_where_a_script_needs_them(text: str) -> None:
    """Indic and Arabic scripts are written with joiners."""
    assert safe(text) == text


@given(ANY_TEXT)
def test_safe_text_is_printable(text: str) -> None:
    """Whatever comes in, what goes out shows, but for the blanks and joiners that are allowed."""
    assert "".join(character for character in safe(text) if character not in "\xa0\u202f\u200c\u200d").isprintable()


def test_right_to_left_text_is_isolated() -> None:
    """Hebrew beside a number does not turn the line round; other text is not touched."""
    assert displayed("בית") == "\u2068בית\u2069"
    assert displayed("Bonn") == "Bonn"
