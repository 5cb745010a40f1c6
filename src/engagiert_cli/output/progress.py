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

T = TypeVar("T")


class Progress:
    """How far a task is."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._state: dict[str, int | None] = {"completed": 0, "total": None}
        self.bar: Any = None

    def through(self, items: Collection[T]) -> Iterator[T]:
        """Yield the items and count those that are done."""
        for done, item in enumerate(items):
            self._tell(done, len(items))
            yield item
        self._tell(0, None)  # what follows takes as long as it takes

    def _tell(self, done: int, total: int | None) -> None:
        self._state = {"completed": done, "total": total}
        if self.bar:
            self.bar.update(self.bar.task_ids[0], **self._state)

    def show(self) -> None:
        """Draw the bar."""
        from rich import progress
        from rich.console import Console

        bar = progress.Progress(
            progress.TextColumn("{task.description}", markup=False),
            progress.BarColumn(),
            progress.TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        bar.add_task(safe(self._label), **self._state)  # type: ignore[arg-type]
        bar.start()
        self.bar = bar


@contextlib.contextmanager
def progress(label: str) -> Iterator[Progress]:
    """Show a bar on standard error while the block runs, if it runs longer than a second and somebody looks."""
    shown = Progress(label)
    timer = threading.Timer(_PATIENCE, shown.show)
    timer.daemon = True
    if takes_colour(sys.stderr):
        timer.start()
    try:
        yield shown
    finally:
        timer.cancel()
        if timer.is_alive():
            timer.join()
        if shown.bar:
            shown.bar.stop()
