"""The time that work takes, whatever else the machine does meanwhile."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def process_time_below(seconds: float) -> Iterator[None]:
    """Demand that the block, with the programs that it runs, keeps a processor busy for less than this."""
    before = os.times()
    yield
    used = sum(os.times()[:4]) - sum(before[:4])  # of this process and its children, which Windows does not count
    assert used < seconds, used
