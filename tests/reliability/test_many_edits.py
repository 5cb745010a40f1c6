"""The properties of the ledger's text, over and over: its edits, its merges, and the two ways of reading it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from tests.ledger import test_edits, test_large, test_merge

if TYPE_CHECKING:
    from collections.abc import Callable

PROPERTIES = {
    test_edits.test_any_edit_of_any_ledger_says_what_was_meant_and_leaves_the_rest_alone: 10_000,
    test_large.test_a_ledger_says_the_same_whether_its_usual_entries_are_parsed_or_not: 2_000,
    test_large.test_a_broken_ledger_says_the_same_whether_its_usual_entries_are_parsed_or_not: 2_000,
    test_large.test_an_edited_ledger_says_the_same_whether_all_of_it_is_read_again_or_not: 2_000,
    test_merge.test_what_only_one_side_changed_is_taken_from_there: 500,
    test_merge.test_two_sides_that_touch_different_members_merge: 500,
}


@pytest.mark.faults
@pytest.mark.parametrize(("test", "examples"), PROPERTIES.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_a_property_of_the_ledger_holds_over_and_over(test: Callable[..., Any], examples: int) -> None:
    """What the ledger's own tests try on some dozens of random ledgers, on thousands."""
    handle = test.hypothesis  # type: ignore[attr-defined]

    def property_(**drawn: object) -> None:
        handle.inner_test(**drawn)

    settings(max_examples=examples, deadline=None)(given(**handle._given_kwargs)(property_))()
