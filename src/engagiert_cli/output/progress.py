"""A progress bar for what takes longer than a second, on a terminal only."""

from __future__ import annotations

import contextlib
import sys
import threading
from typing import TYPE_CHECKING, Any

from engagiert_cli.output.screen import takes_colour
from engagiert_cli.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_PATIENCE = 1.0  # seconds


@contextlib.contextmanager
def bar(label: str) -> Iterator[Callable[[Collection[Any]], Iterator[Any]]]:
    """Show a bar on standard error while the block runs, if that takes more than a second and it is a terminal.

    The block gets a function that yields the items of a collection and counts them.
    """
    shown: list[Any] = []

    def show() -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn()
        display = Progress(*columns, console=Console(stderr=True), transient=True)
        display.add_task(safe(label), total=None)
        display.start()
        shown.append(display)

    def through(items: Collection[Any]) -> Iterator[Any]:
        for done, item in enumerate(items):
            for display in shown:
                display.update(display.task_ids[0], completed=done, total=len(items))
            yield item
        for display in shown:
            display.tasks[0].total = None  # how long the rest takes is unknown

    timer = threading.Timer(_PATIENCE, show)
    timer.daemon = True
    if takes_colour(sys.stderr):
        timer.start()
    try:
        yield through
    finally:
        timer.cancel()
        if timer.is_alive():
            timer.join()
        for display in shown:
            display.stop()
