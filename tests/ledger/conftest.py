"""What the tests of the ledger share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ledger.ledgers import all_large, without_large

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module", params=[all_large, without_large], ids=lambda wall: wall.__name__)
def wall(request: pytest.FixtureRequest) -> Iterator[None]:
    """Run the tests of a module twice: each ledger taken for a large one, and without all that is there for those."""
    with request.param():
        yield
