"""What all maps share: the colours of cohorts, and which cells of a grid lie in the outline of an area."""

from __future__ import annotations

from itertools import cycle
from math import ceil
from string import ascii_uppercase
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engagiert_cli.register.boundaries import Ring

# One scale from dark (the earliest) to bright that colour-blind people can read.
# Viridis (N. Smith and S. van der Walt, matplotlib 1.5, CC0) grows brighter all the way, for every kind of colour
# blindness and in greyscale print. Its last tenth is left out: it is too bright for a white background.
_SCALE = ("#440154", "#482475", "#414487", "#355f8d", "#2a788e", "#21918c", "#22a884", "#44bf70", "#7ad151", "#bddf26")
_LUMINANCE = (0.2126, 0.7152, 0.0722)
_Spot = TypeVar("_Spot")


def signs(number: int) -> list[tuple[str, str]]:
    """Return that many colours, as different as possible, each with a letter; after Z comes A again."""
    step = (len(_SCALE) - 1) / max(1, number - 1)
    found = []
    for index, letter in zip(range(number), cycle(ascii_uppercase)):
        place = index * step if number > 1 else 3.0
        before = min(int(place), len(_SCALE) - 2)
        colour = mixed(_SCALE[before + 1], _SCALE[before], place - before)
        found.append((colour, letter))
    return found


def mixed(colour: str, ground: str, part: float) -> str:
    """Return the colour mixed with a ground: this part of the colour, the rest of the ground."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(ground[1:]), strict=True)
    return "#" + "".join(f"{round(one * part + other * (1 - part)):02x}" for one, other in pairs)


def readable_on(colour: str) -> str:
    """Return black or white, whichever has more contrast with the colour (WCAG 2.2)."""
    parts = (part / 255 for part in bytes.fromhex(colour[1:]))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    luminance = sum(weight * part for weight, part in zip(_LUMINANCE, linear, strict=True))
    return "#000000" if (luminance + 0.05) ** 2 > 0.05 * 1.05 else "#ffffff"


def grid(
    areas: Iterable[tuple[Sequence[Ring], _Spot]], across: int, down: int, scale_x: float, scale_y: float
) -> list[list[_Spot | None]]:
    """Return rows of cells: for each, the last area whose outline holds its middle (even-odd rule), or None."""
    rows: list[list[_Spot | None]] = [[None] * across for _row in range(down)]
    for rings, spot in areas:
        crossings: list[list[float]] = [[] for _row in rows]
        for ring in rings:
            for end, start in zip(ring, [*ring[1:], ring[0]], strict=True):
                (y, x), (end_y, end_x) = sorted(point[::-1] for point in (start, end))
                # The rows whose middle lies between both ends, including the upper one.
                for row in range(max(0, ceil(y * scale_y - 0.5)), min(down, ceil(end_y * scale_y - 0.5))):
                    crossings[row].append(x + (end_x - x) * ((row + 0.5) / scale_y - y) / (end_y - y))
        for spots, found in zip(rows, crossings, strict=True):
            found.sort()
            for left, right in zip(found[::2], found[1::2], strict=True):
                first, last = round(left * scale_x), round(right * scale_x)
                spots[first:last] = [spot] * (last - first)
    return rows
