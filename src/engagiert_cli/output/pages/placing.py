"""Placing labels beside their points in a picture, so that none covers another label or point."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_GAP = 3.0
_ACROSS, _DOWN = 360, 36  # size of a block of neighbours
_FARTHEST = 9.0  # from its point: farther away, it seems to belong to another
# Right, left, above, below, and between these; the most readable first.
_DIRECTIONS = [(1.0, 0.0), (-1.0, 0.0), (0.0, -1.0), (0.0, 1.0)]
_DIRECTIONS += [(across, down) for down in (-1.0, 1.0, -0.5, 0.5) for across in (1.0, -1.0)]
_DIRECTIONS += [(across, down) for down in (-1.0, 1.0) for across in (0.5, -0.5)]


class Box(NamedTuple):
    """A rectangle: its left and upper edge, and its size."""

    x: float
    y: float
    width: float
    height: float


class Label(NamedTuple):
    """A label to be placed: its point, the room around the point to be kept free, and the label's size."""

    x: float
    y: float
    free: float
    """Half the edge of a square around the point; 0 if the label may cover the point."""
    width: float
    height: float


def placed(labels: Sequence[Label], frame: Box, suits: Callable[[int, Box], bool]) -> list[Box | None]:
    """Return the box of each label beside its point, within the frame; None where no box suits."""
    right, bottom = frame.x + frame.width, frame.y + frame.height
    taken: defaultdict[int, int] = defaultdict(int)  # per row, a bit for each column
    for label in labels:
        if label.free:
            _take(taken, Box(label.x - label.free, label.y - label.free, 2 * label.free, 2 * label.free))
    blocks = [(label.x // _ACROSS, label.y // _DOWN) for label in labels]
    neighbours = Counter(blocks)
    found: list[Box | None] = [None] * len(labels)
    # Those with the most neighbours, and so the least choice, come first.
    for index in sorted(range(len(labels)), key=lambda index: -neighbours[blocks[index]]):
        for box in _candidates(labels[index]):
            x, y, width, height = box
            rows, cells = _covered(Box(x - _GAP, y, width + 2 * _GAP, height))
            within = frame.x <= x and x + width <= right and frame.y <= y and y + height <= bottom
            if within and not any(taken[row] & cells for row in rows) and suits(index, box):
                found[index] = box
                _take(taken, box)
                break
    return found


def _covered(box: Box) -> tuple[range, int]:
    """Return the rows of the box, and a bit for each of its columns."""
    first, last = max(0, int(box.x)), max(0, ceil(box.x + box.width))
    return range(int(box.y), ceil(box.y + box.height)), (1 << last) - (1 << first)


def _take(taken: defaultdict[int, int], box: Box) -> None:
    rows, cells = _covered(box)
    for row in rows:
        taken[row] |= cells


def _candidates(label: Label) -> Iterator[Box]:
    """Yield the possible boxes of a label, from its point outwards, each facing it with an edge or a corner."""
    x, y, free, width, height = label
    if not free:
        yield Box(x - width / 2, y - height / 2, width, height)
    for step in range(int(_FARTHEST / _GAP)):
        distance = free + _GAP * (step + 1)
        for across, down in _DIRECTIONS:
            near = distance * (0.7 if across and down else 1)
            left, top = x + across * near - width * (1 - across) / 2, y + down * near - height * (1 - down) / 2
            yield Box(left, top, width, height)
