"""Labels beside their places on a picture, so that none covers another or a place."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


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

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """Return its point that is nearest to the given one."""
        return min(max(x, self.x), self.x + self.width), min(max(y, self.y), self.y + self.height)


@dataclass(frozen=True, slots=True)
class Spot:
    """What is to be labelled: a point, the room around it that labels keep free, and the size of its label."""

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
_DIRECTIONS = (0, 180, 270, 90, 315, 225, 45, 135, 338, 202, 22, 158, 292, 248, 68, 112)


def placed(spots: Sequence[Spot], frame: Box, taken: Sequence[Box] = ()) -> list[Box | None]:
    """Return where each label stands, as near to its spot as there is room in the frame; None where there is none.

    Those with the most neighbours choose first, as they have the least choice.
    """
    squares = [spot.square for spot in spots]
    used = [*taken]
    found: list[Box | None] = [None] * len(spots)

    def crowd(index: int) -> tuple[int, int]:
        spot = spots[index]
        near = sum(abs(other.x - spot.x) < 120 and abs(other.y - spot.y) < 40 for other in spots)
        return -near, index

    for index in sorted(range(len(spots)), key=crowd):
        for box in _candidates(spots[index], frame):
            around = Box(box.x - _GAP, box.y, box.width + 2 * _GAP, box.height)
            others = (square for number, square in enumerate(squares) if number != index or spots[index].free)
            if not any(map(around.meets, used)) and not any(map(around.meets, others)):
                found[index] = box
                used.append(box)
                break
    return found


def _candidates(spot: Spot, frame: Box) -> Iterator[Box]:
    """Yield the boxes for a label, from its spot outwards, those first that are read most easily."""
    centred = Box(spot.x - spot.width / 2, spot.y - spot.height / 2, spot.width, spot.height)
    if not spot.free and frame.holds(centred):
        yield centred
    distance = spot.free + _GAP
    while distance < max(frame.width, frame.height):
        for direction in _DIRECTIONS:
            across, down = math.cos(math.radians(direction)), math.sin(math.radians(direction))
            x, y = spot.x + distance * across, spot.y + distance * down
            # The box touches the circle around its spot with the edge or corner that looks there.
            left = x - spot.width * (1 - _part(across))
            top = y - spot.height * (1 - _part(down))
            box = Box(left, top, spot.width, spot.height)
            if frame.holds(box):
                yield box
        distance += 4 + distance / 8


def _part(component: float) -> float:
    """Return how much of the box lies beyond the touching point: all of it, half, or nothing."""
    return 1.0 if component > 0.3 else 0.0 if component < -0.3 else 0.5
