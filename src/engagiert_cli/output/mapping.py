"""What every map has: the colours of cohorts, and which spots of a grid lie in the outline of an area."""

from __future__ import annotations

from math import ceil
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engagiert_cli.register.boundaries import Ring

# One scale from dark to bright, the earliest darkest, that the colour-blind can read.
# Viridis (N. Smith and S. van der Walt, matplotlib 1.5, CC0): it grows brighter all the way, whatever colours an eye
# lacks, and on a grey print. Its last tenth is left out, which is too bright for white ground.
_VIRIDIS = (
    "#440154",
    "#482475",
    "#414487",
    "#355f8d",
    "#2a788e",
    "#21918c",
    "#22a884",
    "#44bf70",
    "#7ad151",
    "#bddf26",
)
_LUMINANCE = (0.2126, 0.7152, 0.0722)


_Spot = TypeVar("_Spot")


class Sign(NamedTuple):
    """How a cohort is shown: by its colour `#rrggbb`, and by its letter, which is written in the ink upon it."""

    colour: str
    letter: str
    ink: str


def signs(number: int) -> list[Sign]:
    """Return so many signs, their colours as far from each other as can be; letters begin anew after Z."""
    step = (len(_VIRIDIS) - 1) / max(1, number - 1)
    colours = [_between(index * step) for index in range(number)] if number > 1 else [_VIRIDIS[3]]
    letters = (ascii_uppercase[index % len(ascii_uppercase)] for index in range(number))
    return [Sign(colour, letter, readable_on(colour)) for colour, letter in zip(colours, letters, strict=False)]


def mixed(colour: str, ground: str, part: float) -> str:
    """Return the colour thinned on a ground: so much of it, and of the ground the rest."""
    pairs = zip(_parts(colour), _parts(ground), strict=True)
    return "#" + "".join(f"{round(one * part + other * (1 - part)):02x}" for one, other in pairs)


def readable_on(colour: str) -> str:
    """Return black or white, whichever is read better on the colour (WCAG 2.2, relative luminance and contrast)."""
    parts = (part / 255 for part in _parts(colour))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    luminance = sum(weight * part for weight, part in zip(_LUMINANCE, linear, strict=True))
    return "#000000" if (luminance + 0.05) ** 2 > 0.05 * 1.05 else "#ffffff"


def _between(place: float) -> str:
    index = min(int(place), len(_VIRIDIS) - 2)
    return mixed(_VIRIDIS[index + 1], _VIRIDIS[index], place - index)


def _parts(colour: str) -> bytes:
    return bytes.fromhex(colour[1:])


Area = tuple["Sequence[Ring]", _Spot]
"""The outline of an area, and what its spots are."""
Grid = list[list[_Spot | None]]


def grid(
    areas: Iterable[Area[_Spot]], across: int, down: int, scale_x: float, scale_y: float
) -> list[list[_Spot | None]]:
    """Return rows of spots: each is that of the last area in whose outline its middle lies, or None."""
    rows: Grid[_Spot] = [[None] * across for _row in range(down)]
    for rings, spot in areas:
        for row, first, last in _spans(rings, scale_x, scale_y, down):
            rows[row][first:last] = [spot] * (last - first)
    return rows


def _spans(rings: Sequence[Ring], scale_x: float, scale_y: float, down: int) -> Iterator[tuple[int, int, int]]:
    """Yield row, first and last column of the spots whose middle lies in the rings (even-odd rule)."""
    crossings: list[list[float]] = [[] for _row in range(down)]
    for ring in rings:
        for end, start in zip(ring, [*ring[1:], ring[0]], strict=True):
            (y, x), (end_y, end_x) = sorted(point[::-1] for point in (start, end))
            # The rows whose middle lies between both ends, the upper end included.
            for row in range(max(0, ceil(y * scale_y - 0.5)), min(down, ceil(end_y * scale_y - 0.5))):
                crossings[row].append(x + (end_x - x) * ((row + 0.5) / scale_y - y) / (end_y - y))
    for row, found in enumerate(crossings):
        found.sort()
        for left, right in zip(found[::2], found[1::2], strict=True):
            first, last = round(left * scale_x), round(right * scale_x)
            if last > first:
                yield row, first, last
