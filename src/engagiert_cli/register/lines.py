"""The tables of this folder: small ones are read whole, large sorted ones searched by bisection."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parent


def rows_of(name: str) -> list[list[str]]:
    """Return the rows of a small table, without its header."""
    return [line.split("\t") for line in (FOLDER / name).read_text("utf-8").splitlines()[1:]]


@cache
def sorted_lines(name: str, head: int = 0) -> SortedLines:
    """Return the lines of a large table after the `head` lines, without reading more than is asked for."""
    return SortedLines((FOLDER / name).read_bytes(), head)


class SortedLines:
    """Lines after those of a header, sorted by their bytes."""

    def __init__(self, data: bytes, head: int) -> None:
        self._data = data
        self._start = 0
        for _line in range(head):
            self._start = data.index(b"\n", self._start) + 1
        self.head = data[: self._start].decode().splitlines()

    def get(self, key: str) -> str | None:
        """Return the line of the key, without its line end, or None."""
        return next(self.starting_with(f"{key}\t"), None)

    def starting_with(self, beginning: str) -> Iterator[str]:
        """Yield the lines with this beginning, in order."""
        data, wanted = self._data, beginning.encode()

        def begins(offset: int) -> bytes:
            line = data.rfind(b"\n", 0, offset) + 1
            return data[line : line + len(wanted)]

        position = bisect_left(range(len(data)), wanted, lo=self._start, key=begins)
        while data.startswith(wanted, position) and position < len(data):
            end = data.index(b"\n", position)
            yield data[position:end].decode()
            position = end + 1

    def matches(self, pattern: str) -> Iterator[str]:
        """Yield the lines whose beginning matches the pattern, in order; only for tables with a header."""
        for found in re.compile(b"\n(?:" + pattern.encode() + b")[^\n]*").finditer(self._data, self._start - 1):
            yield found[0][1:].decode()
