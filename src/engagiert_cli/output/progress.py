"""A progress bar for what takes longer than a second, on a terminal only."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any, Self, TypeVar

from engagiert_cli.output.screen import takes_colour
from engagiert_cli.text import safe

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_PATIENCE = 1.0  # seconds

T = TypeVar("T")


class Progress:
    """A bar on standard error for as long as the block runs, if it runs longer than a second and somebody looks."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._state: tuple[int, int | None] = 0, None
        self._bar: Any = None
        self._timer = threading.Timer(_PATIENCE, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        if takes_colour(sys.stderr):
            self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
        if self._timer.is_alive():
            self._timer.join()
        if self._bar:
            self._bar.stop()

    def through(self, items: Collection[T]) -> Iterator[T]:
        """Yield the items and count those that are done."""
        for done, item in enumerate(items):
            self._tell(done, len(items))
            yield item
        self._tell(0, None)  # what follows takes as long as it takes

    def _tell(self, done: int, total: int | None) -> None:
        self._state = done, total
        if self._bar:
            self._bar.update(self._bar.task_ids[0], completed=done, total=total)

    def _show(self) -> None:
        from rich import console, progress

        columns = (
            progress.TextColumn("{task.description}", markup=False),
            progress.BarColumn(),
            progress.TimeElapsedColumn(),
        )
        bar = progress.Progress(*columns, console=console.Console(stderr=True), transient=True)
        done, total = self._state
        bar.add_task(safe(self._label), completed=done, total=total)
        bar.start()
        self._bar = bar
