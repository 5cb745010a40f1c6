"""A progress bar for what takes longer than a second, on a terminal only."""

from __future__ import annotations

import contextlib
import sys
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from engagiert_cli.output.safe import safe
from engagiert_cli.output.screen import takes_colour

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_PATIENCE = 1.0  # seconds
_STEPS = 200  # how often a bar moves at most

T = TypeVar("T")


class Progress:
    """How far a task is; it shows itself when it has taken a second."""

    def __init__(self, label: str) -> None:
        """Start, without showing anything."""
        self._label = label
        self._done = self._total = 0
        self._bar: Any = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(_PATIENCE, self._show)
        self._timer.daemon = True
        self._over = False

    def through(self, items: Collection[T]) -> Iterator[T]:
        """Yield the items and count those that are done."""
        self._total = len(items)
        step = max(1, self._total // _STEPS)
        for self._done, item in enumerate(items):
            if self._bar and not self._done % step:
                self._bar.update(self._bar.task_ids[0], completed=self._done, total=self._total)
            yield item
        self._total = 0  # what follows takes as long as it takes
        if self._bar:
            self._bar.update(self._bar.task_ids[0], total=None)

    def start(self) -> None:
        """Begin to wait for the second to pass."""
        self._timer.start()

    def stop(self) -> None:
        """Take the bar away."""
        self._timer.cancel()
        with self._lock:
            self._over = True
            if self._bar:
                self._bar.stop()

    def _show(self) -> None:
        from rich import progress
        from rich.console import Console

        with self._lock:
            if self._over:
                return
            bar = progress.Progress(
                progress.TextColumn("{task.description}", markup=False),
                progress.BarColumn(),
                progress.TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            bar.add_task(safe(self._label), total=self._total or None, completed=self._done)
            bar.start()
            self._bar = bar


@contextlib.contextmanager
def progress(label: str) -> Iterator[Progress]:
    """Show a bar on standard error while the block runs, if it runs longer than a second and somebody looks."""
    shown = Progress(label)
    if takes_colour(sys.stderr):
        shown.start()
    try:
        yield shown
    finally:
        shown.stop()
