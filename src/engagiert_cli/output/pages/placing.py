"""Labels beside their places on a picture, so that none covers another or a place."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_GAP = 3.0
_ACROSS, _DOWN = 360, 36  # how large blocks of neighbours are
_FARTHEST = 9.0  # from what it is the label of: farther away it is taken for another's
# To the right, the left, above, below, and between these; those first that are read most easily.
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
    """What is to be placed: the point that it tells of, the room around that which labels keep free, and its size."""

    x: float
    y: float
    free: float
    """Half the edge of a square around the point; 0 where the label may stand on the point itself."""
    width: float
    height: float


def placed(labels: Sequence[Label], frame: Box, suits: Callable[[int, Box], bool]) -> list[Box | None]:
    """Return where each label stands beside its point, in the frame; None where there is no room that suits it."""
    right, bottom = frame.x + frame.width, frame.y + frame.height
    taken: defaultdict[int, int] = defaultdict(int)  # by row, a bit for each column
    for label in labels:
        if label.free:
            _take(taken, Box(label.x - label.free, label.y - label.free, 2 * label.free, 2 * label.free))
    blocks = [(label.x // _ACROSS, label.y // _DOWN) for label in labels]
    neighbours = Counter(blocks)
    found: list[Box | None] = [None] * len(labels)
    # Those with the most neighbours choose first, as they have the least choice.
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
    """Return the rows in which the box lies, and a bit for each of its columns."""
    first, last = max(0, int(box.x)), max(0, ceil(box.x + box.width))
    return range(int(box.y), ceil(box.y + box.height)), (1 << last) - (1 << first)


def _take(taken: defaultdict[int, int], box: Box) -> None:
    rows, cells = _covered(box)
    for row in rows:
        taken[row] |= cells


def _candidates(label: Label) -> Iterator[Box]:
    """Yield the boxes for a label, from its point outwards: each looks at it with an edge or a corner."""
    x, y, free, width, height = label
    if not free:
        yield Box(x - width / 2, y - height / 2, width, height)
    for step in range(int(_FARTHEST / _GAP)):
        distance = free + _GAP * (step + 1)
        for across, down in _DIRECTIONS:
            near = distance * (0.7 if across and down else 1)
            left, top = x + across * near - width * (1 - across) / 2, y + down * near - height * (1 - down) / 2
            yield Box(left, top, width, height)
