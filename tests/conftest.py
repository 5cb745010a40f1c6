"""What all tests share."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from engagiert_cli import language

if TYPE_CHECKING:
    from collections.abc import Iterator

# What the caller has set for their own work says nothing to the tests, nor to the programs that they start. Taken away
# here, since modules of tests ask for it as they are imported.
ASKED_FOR = {"ENGAGIERT_REWRITE"}
STRANGE = ("ENGAGIERT_", "_ENGAGIERT_", "GIT_", "XDG_", "FORCE_COLOR", "CLICOLOR_FORCE", "NO_COLOR", "COLUMNS", "LINES")
for variable in [name for name in os.environ if name.startswith(STRANGE) and name not in ASKED_FOR]:
    del os.environ[variable]

# A third of the time would go by waiting for the disk, whose part tests/reliability/test_faults.py looks at: where memory
# has room for files, and for programs, they are written there.
MEMORY = "/dev/shm"
if hasattr(os, "statvfs") and os.path.isdir(MEMORY) and os.access(MEMORY, os.W_OK):
    room = os.statvfs(MEMORY)
    if room.f_bavail * room.f_frsize > 2 << 30 and not room.f_flag & os.ST_NOEXEC:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", MEMORY)

# A slow machine is no defect; every run tries other examples, so that fewer in each find as much over time.
settings.register_profile("ledger", deadline=None, print_blob=True, max_examples=40)
settings.load_profile("ledger")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the number of pairs be told that tests/reliability/test_pull_requests.py brings together."""
    parser.addoption("--pairs", type=int, default=12, help="random pairs of signings for each situation (-m faults)")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Messages are English in every test that asks for nothing else, whatever the environment says."""
    language.use("en")
    yield
    language.use(None)
