"""Every test reads English."""

from collections.abc import Iterator

import pytest

from engagiert_cli.language import use


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English."""
    use("en")
    yield
    use(None)
