"""Areas on a grid: which of its spots lie in the outline of an area."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engagiert_cli.register.boundaries import Ring


def spans(rings: Sequence[Ring], scale_x: float, scale_y: float, down: int) -> Iterator[tuple[int, int, int]]:
    """Yield row, first and last column of the spots whose middle lies in the rings (even-odd rule)."""
    crossings: list[list[float]] = [[] for _row in range(down)]
    for ring in rings:
        for (left, top), (right, bottom) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if top == bottom:
                continue
            (x, y), (end_x, end_y) = sorted(((left, top), (right, bottom)), key=lambda point: point[1])
            # The rows whose middle lies between both ends, the upper end included.
            for row in range(max(0, -int(-(y * scale_y - 0.5) // 1)), down):
                middle = (row + 0.5) / scale_y
                if middle >= end_y:
                    break
                if middle >= y:
                    crossings[row].append(x + (end_x - x) * (middle - y) / (end_y - y))
    for row, found in enumerate(crossings):
        found.sort()
        for start, end in zip(found[::2], found[1::2], strict=True):
            first, last = (round(x * scale_x) for x in (start, end))
            if last > first:
                yield row, first, last
