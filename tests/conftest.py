"""What all tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from engagiert_cli import language

if TYPE_CHECKING:
    from collections.abc import Iterator

settings.register_profile("ledger", deadline=None, print_blob=True)  # a slow machine is no defect
settings.load_profile("ledger")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages are English in every test that asks for nothing else, whatever the environment says."""
    language.use("en")
    yield
    language.use(None)
