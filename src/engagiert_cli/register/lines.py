"""Sorted lines that begin with a key and a tab: found by bisection in the bytes, so that nothing else is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class SortedLines:
    """The lines of a file of this folder, behind those of its head; they are sorted by their bytes."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._start = start

    @classmethod
    def open(cls, name: str, head: int) -> tuple[list[str], SortedLines]:
        """Return the lines of the head, and those behind it."""
        data = Path(__file__).with_name(name).read_bytes()
        start = 0
        for _line in range(head):
            start = data.index(b"\n", start) + 1
        return data[:start].decode().splitlines(), cls(data, start)

    def get(self, key: str) -> str | None:
        """Return the line of the key, without its line end, or None."""
        return next(self.starting_with(f"{key}\t"), None)

    def starting_with(self, beginning: str) -> Iterator[str]:
        """Yield the lines that begin so, in their order."""
        wanted = beginning.encode()
        position = self._first(wanted)
        while position < len(self._data) and self._data.startswith(wanted, position):
            end = self._data.index(b"\n", position)
            yield self._data[position:end].decode()
            position = end + 1

    def matches(self, pattern: str) -> Iterator[str]:
        """Yield the beginnings of lines that match the pattern, in their order; of tables with a head."""
        for found in re.compile(b"\n(?:" + pattern.encode() + b")").finditer(self._data, self._start - 1):
            yield found[0][1:].decode()

    def _first(self, wanted: bytes) -> int:
        """Return the offset of the first line that is not below the beginning that is wanted."""
        low, high = self._start, len(self._data)
        while low < high:
            middle = self._data.rfind(b"\n", low, (low + high) // 2) + 1 or low  # the start of the line in the middle
            if self._data[middle : middle + len(wanted)] < wanted:
                low = self._data.index(b"\n", (low + high) // 2) + 1
            else:
                high = middle
        return low
