"""Which of its values a slow test tries in the ordinary suite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable


def some_of(values: Iterable[Any], ordinary: int = 1) -> list[Any]:
    """Return the values, all but the first ones marked, so that they are tried with the faults only."""
    return [
        value if place < ordinary else pytest.param(value, marks=pytest.mark.faults)
        for place, value in enumerate(values)
    ]
