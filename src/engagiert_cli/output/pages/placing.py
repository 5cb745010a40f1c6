"""Labels beside their places on a picture, so that none covers another or a place."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: its left and upper edge, and its size."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Whether the two have any part in common."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def holds(self, other: Box) -> bool:
        """Whether the other lies in this one."""
        return (
            self.x <= other.x
            and self.y <= other.y
            and other.x + other.width <= self.x + self.width
            and other.y + other.height <= self.y + self.height
        )


@dataclass(frozen=True, slots=True)
class Label:
    """What is to be placed: the point that it tells of, the room around that which labels keep free, and its size."""

    x: float
    y: float
    free: float
    """Half the edge of a square around the point; 0 where the label may stand on the point itself."""
    width: float
    height: float

    @property
    def square(self) -> Box:
        """What labels keep free."""
        return Box(self.x - self.free, self.y - self.free, 2 * self.free, 2 * self.free)


_GAP = 3.0
_ACROSS, _DOWN = 120, 12  # how large blocks of neighbours are
_FARTHEST = 9.0  # from what it is the label of: farther away it is taken for another's
_DIRECTIONS = (0, 180, 270, 90, 315, 225, 45, 135, 338, 202, 22, 158, 292, 248, 68, 112)


def placed(labels: Sequence[Label], frame: Box, suits: Callable[[int, Box], bool]) -> list[Box | None]:
    """Return where each label stands beside its point; None where there is no room for it that suits it.

    Those with the most neighbours choose first, as they have the least choice.
    """
    taken = _Taken(label.square for label in labels if label.free)
    found: list[Box | None] = [None] * len(labels)
    for index in _most_crowded_first(labels):
        for box in _candidates(labels[index], frame):
            around = Box(box.x - _GAP, box.y, box.width + 2 * _GAP, box.height)
            if not taken.meets(around) and suits(index, box):
                found[index] = box
                taken.add(box)
                break
    return found


def _most_crowded_first(labels: Sequence[Label]) -> list[int]:
    blocks = [(int(label.x // _ACROSS), int(label.y // _DOWN)) for label in labels]
    number = Counter(blocks)

    def neighbours(index: int) -> int:
        x, y = blocks[index]
        return sum(number[across, down] for across in (x - 1, x, x + 1) for down in (y - 1, y, y + 1))

    return sorted(range(len(labels)), key=neighbours, reverse=True)


class _Taken:
    """Where nothing more may stand, found by its height."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._by_row: dict[int, list[Box]] = defaultdict(list)
        for box in boxes:
            self.add(box)

    def add(self, box: Box) -> None:
        for row in self._rows(box):
            self._by_row[row].append(box)

    def meets(self, box: Box) -> bool:
        return any(box.meets(other) for row in self._rows(box) for other in self._by_row[row])

    def _rows(self, box: Box) -> range:
        return range(int(box.y // _DOWN), int((box.y + box.height) // _DOWN) + 1)


def _candidates(label: Label, frame: Box) -> Iterator[Box]:
    """Yield the boxes for a label, from its point outwards, those first that are read most easily."""
    centred = Box(label.x - label.width / 2, label.y - label.height / 2, label.width, label.height)
    if not label.free and frame.holds(centred):
        yield centred
    distance = label.free + _GAP
    while distance <= label.free + _FARTHEST:
        for direction in _DIRECTIONS:
            across, down = math.cos(math.radians(direction)), math.sin(math.radians(direction))
            x, y = label.x + distance * across, label.y + distance * down
            # The box touches the circle around its point with the edge or corner that looks there.
            left = x - label.width * (1 - _part(across))
            top = y - label.height * (1 - _part(down))
            box = Box(left, top, label.width, label.height)
            if frame.holds(box):
                yield box
        distance += 3


def _part(component: float) -> float:
    """Return how much of the box lies beyond the touching point: all of it, half, or nothing."""
    return 1.0 if component > 0.3 else 0.0 if component < -0.3 else 0.5
