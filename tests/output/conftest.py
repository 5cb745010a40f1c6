"""Every test reads English, without what the caller's terminal asks for."""

from collections.abc import Iterator

import pytest

from engagiert_cli.language import use


@pytest.fixture(autouse=True)
def plain_english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speak English, and forget NO_COLOR and its like."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    use("en")
    yield
    use(None)


@pytest.fixture
def german() -> None:
    """Speak German, as far as no catalogue is needed."""
    use("de")
