"""The colours of cohorts."""

from __future__ import annotations

from itertools import pairwise

import pytest

from engagiert_cli.output import mapping


def luminance(colour: str) -> float:
    """Return how bright a colour is, 0 to 1 (WCAG 2.2, relative luminance)."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("number", range(2, 30))
def test_every_cohort_is_brighter_than_the_one_before(number: int) -> None:
    """So that they can be told apart without seeing colours, and on a grey print."""
    found = [colour for colour, _letter in mapping.signs(number)]
    assert len(set(found)) == number
    assert all(luminance(one) < luminance(other) for one, other in pairwise(found))


@pytest.mark.parametrize("number", [1, 2, 7, 15, 30])
def test_letters_can_be_read_on_their_colour(number: int) -> None:
    """With the contrast that WCAG 2.2 asks of text, 4.5 to 1."""
    for colour, _letter in mapping.signs(number):
        brighter, darker = sorted((luminance(colour), luminance(mapping.readable_on(colour))), reverse=True)
        assert (brighter + 0.05) / (darker + 0.05) >= 4.5


def test_letters_begin_anew_after_z() -> None:
    """There are as many as are asked for."""
    assert [letter for _colour, letter in mapping.signs(28)[-3:]] == ["Z", "A", "B"]


def test_a_mixed_colour_lies_between() -> None:
    """A quarter of black on white is light grey."""
    assert mapping.mixed("#000000", "#ffffff", 0.25) == "#bfbfbf"
