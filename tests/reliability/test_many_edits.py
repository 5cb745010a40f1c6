"""The edits of the ledger's text, over and over."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.ledger.test_edits import (
    EDITS,
    ledgers,
)
from tests.ledger.test_edits import (
    test_any_edit_of_any_ledger_says_what_was_meant_and_leaves_the_rest_alone as any_edit,
)


@pytest.mark.faults
def test_ten_thousand_random_edits_keep_every_line_that_they_did_not_mean() -> None:
    """The property of the ledger's specification, on ten thousand ledgers with one to five edits each."""
    inner = any_edit.hypothesis.inner_test  # type: ignore[attr-defined]

    def property_(text: str, edits: list[tuple[object, ...]]) -> None:
        inner(text, edits)

    settings(max_examples=10_000, deadline=None)(given(ledgers(), EDITS)(property_))()
