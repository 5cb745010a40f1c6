"""The colours of cohorts: one scale from dark to bright, the earliest darkest, that the colour-blind can read."""

from __future__ import annotations

from string import ascii_uppercase

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


def shades(number: int) -> list[str]:
    """Return so many colours as far from each other as can be, `#rrggbb`."""
    if number == 1:
        return [_VIRIDIS[3]]
    return [_between(index * (len(_VIRIDIS) - 1) / (number - 1)) for index in range(number)]


def letters(number: int) -> list[str]:
    """Return a letter for each of so many cohorts, beginning anew after Z."""
    return [ascii_uppercase[index % len(ascii_uppercase)] for index in range(number)]


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


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
