"""The map as an SVG picture for print and web; the page with the map has the same picture in it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.language import _, language, ngettext
from engagiert_cli.output.pages import palette
from engagiert_cli.output.pages.glyphs import length
from engagiert_cli.output.pages.markup import escaped, on_paper
from engagiert_cli.output.pages.placing import Box, Label, placed
from engagiert_cli.output.raster import spans
from engagiert_cli.output.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from engagiert_cli.register.boundaries import Ring
    from engagiert_cli.reports.forms import Map, Spot
    from engagiert_cli.reports.table import Table

WIDTH = 1000
_EDGE, _TOP = 24, 96
_SIZE, _LEAST_SIZE, _MANY = 13, 10, 40
_ROW = 26
_LETTER = 7.0
_CELL = 3  # of the grid on which is found what a label stands on


def write_svg(table: Table, atlas: Map, out: TextIO) -> None:
    """Draw the map as a picture that needs nothing else, on white ground of its own."""
    out.writelines(f"{line}\n" for line in picture(table, atlas, style=on_paper("map.css")))


def picture(table: Table, atlas: Map, *, style: str = "") -> Iterator[str]:
    """Yield the lines of the picture.

    With a style it stands for itself; without one it is part of a page, which has the style, the words around it and
    the legend, and in which the members can be reached by the keyboard.
    """
    boundaries = atlas.boundaries
    scale = (WIDTH - 2 * _EDGE) / boundaries.width
    top = _TOP if style else 12
    legend_top = top + boundaries.height * scale + 36
    notices = [text for text in (atlas.elsewhere, atlas.source) if text]
    rows = -(-(len(atlas.shades) + _has_districts(atlas)) // 2)
    height = round(legend_top + rows * _ROW + 12 + len(notices) * 20 if style else legend_top - 24)
    title, told = (
        escaped(_("{network}: map of the members").format(network=table.title)),
        escaped(described(table, atlas)),
    )
    role = "img" if style else "group"
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" viewBox="0 0 {WIDTH} {height}" lang="{language()}"'
        + (f' width="{WIDTH}" height="{height}"' if style else "")
        + f' role="{role}" aria-labelledby="map-title" aria-describedby="map-desc">'
    )
    yield f'<title id="map-title">{title}</title>'
    yield f'<desc id="map-desc">{told}</desc>'
    if style:
        yield f"<style>\n{style}</style>"
        yield f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>'
        yield f'<text class="title" x="{_EDGE}" y="44">{escaped(table.title)}</text>'
        summary = f"{table.footer} · {table.subtitle}"
        yield f'<text x="{_EDGE}" y="70">{escaped(summary)}</text>'
    yield f'<g transform="translate({_EDGE} {top}) scale({scale:.5f})">'
    yield from _land(atlas, for_page=not style)
    yield "</g>"
    yield from _labels(atlas, scale, top, legend_top)
    if style:
        yield from _legend(atlas, legend_top)
        for number, text in enumerate(notices):
            y = height - 14 - 20 * (len(notices) - 1 - number)
            yield f'<text class="small" x="{_EDGE}" y="{y}">{escaped(text)}</text>'
    yield "</svg>"


def described(table: Table, atlas: Map) -> str:
    """Return the map in words: which members each cohort has."""
    told = [table.subtitle]
    for number, shade in enumerate(atlas.shades):
        names = ", ".join(place.name for place in atlas.places if place.cohort == number)
        told.append(f"{shade.label}: {names}" if names else shade.label)
    return ". ".join(told) + "."


def _land(atlas: Map, *, for_page: bool) -> Iterator[str]:
    """Yield the Land, then the districts that are members, their towns upon them, and the borders at last."""
    boundaries = atlas.boundaries
    colours = palette.shades(len(atlas.shades))
    yield f'<path class="land" d="{_closed(boundaries.land)}"/>'
    for place in sorted(atlas.places, key=lambda place: (len(place.key), place.cohort)):
        name, *facts = (escaped(text) for text in (place.name, *place.facts))
        told = ", ".join((name, *facts))
        kind = "place dot" if place.key in boundaries.dots else "place" if place.is_municipality else "place tint"
        shape = f'<path d="{_closed(boundaries.outline(boundaries.within(place.key)))}"/>'
        fill = colours[place.cohort]
        if for_page:
            yield (
                f'<g class="{kind}" fill="{fill}" tabindex="0" role="img" aria-label="{told}" data-name="{name}"'
                f' data-facts="{", ".join(facts)}">{shape}</g>'
            )
        else:
            yield f'<g class="{kind}" fill="{fill}"><title>{told}</title>{shape}</g>'
    levels = {8: "", 5: " districts", boundaries.group: " regions"}
    if all(len(key) == 5 for key in boundaries.areas):  # of districts, nothing smaller is drawn
        del levels[8]
    for digits, kind in levels.items():
        yield f'<path class="lines{kind}" pointer-events="none" d="{_open(boundaries.lines_between(digits))}"/>'


def _labels(atlas: Map, scale: float, top: float, bottom: float) -> Iterator[str]:
    """Yield the letters in the areas, and beside them the names that fit there; the others are in the table."""
    size = _SIZE if len(atlas.places) <= _MANY else _LEAST_SIZE
    boundaries = atlas.boundaries
    spots = []
    for place in atlas.places:
        points = [boundaries.point_of(key) for key in boundaries.within(place.key)]
        x = _EDGE + sum(x for x, _y in points) / len(points) * scale
        y = top + sum(y for _x, y in points) / len(points) * scale
        free = _LETTER if place.is_municipality else 0.0
        spots.append(Label(x, y, free, length(safe(place.name), size), size * 1.25))
    frame = Box(4, top - 8, WIDTH - 8, bottom - top - 8)
    colours = palette.shades(len(atlas.shades))
    signs = palette.letters(len(atlas.shades))
    yield '<g pointer-events="none">'
    for place, spot, box in zip(
        atlas.places, spots, placed(spots, frame, _Ground(atlas, scale, top).suits), strict=True
    ):
        if place.is_municipality:
            fill = palette.readable_on(colours[place.cohort])
            yield (
                f'<text class="letter" aria-hidden="true" x="{spot.x:.1f}" y="{spot.y + 3.5:.1f}" style="fill: {fill}">'
                f"{signs[place.cohort]}</text>"
            )
        if box:
            yield _name(place, box, size, spot)
    yield "</g>"


class _Ground:
    """What the labels stand on, so that none is taken for another member's."""

    def __init__(self, atlas: Map, scale: float, top: float) -> None:
        """Fill a grid with the numbers of the members, districts first: their towns lie upon them."""
        boundaries = atlas.boundaries
        self._top = top
        self._keys = [place.key for place in atlas.places]
        down, across = round(boundaries.height * scale / _CELL) + 1, round(WIDTH / _CELL)
        self._rows: list[list[int | None]] = [[None] * across for _row in range(down)]
        self._least = 3 if len(atlas.places) > _MANY else 0  # so many cells of its own a label stands on
        self._filled = set()
        for number, place in sorted(enumerate(atlas.places), key=lambda numbered: len(numbered[1].key)):
            if place.key not in boundaries.dots:
                self._filled.add(number)
                rings = boundaries.outline(boundaries.within(place.key))
                for row, start, end in spans(rings, scale / _CELL, scale / _CELL, down):
                    self._rows[row][start:end] = [number] * (end - start)

    def suits(self, number: int, box: Box) -> bool:
        """Whether the label stands on its own area, where there are many, and mostly there if on another's at all."""
        start, end = (round((x - _EDGE) / _CELL) for x in (box.x, box.x + box.width))
        rows = {int((box.y + box.height * part - self._top) / _CELL) for part in (0.3, 0.7)}
        on = [
            place
            for row in rows
            if 0 <= row < len(self._rows)
            for place in self._rows[row][max(0, start) : max(0, end)]
        ]
        own = on.count(number)
        # A town's name may stand on the district that it is in.
        others = [place for place in on if place is not None and not self._keys[number].startswith(self._keys[place])]
        return (own >= self._least or number not in self._filled) and (
            not others or 2 * own > len(rows) * (end - start)
        )


def _name(place: Spot, box: Box, size: int, spot: Label) -> str:
    """Return the label, set from the side that looks at its place, since letters are narrower than is reckoned."""
    kind = "label" if place.is_municipality else "label district"
    if box.x + box.width <= spot.x:
        x, anchor = box.x + box.width, "end"
    elif box.x >= spot.x:
        x, anchor = box.x, "start"
    else:
        x, anchor = box.x + box.width / 2, "middle"
    return (
        f'<text class="{kind}" x="{x:.1f}" y="{box.y + size:.1f}" text-anchor="{anchor}" style="font-size: {size}px">'
        f"{escaped(place.name)}</text>"
    )


def _has_districts(atlas: Map) -> bool:
    return any(not place.is_municipality for place in atlas.places)


class LegendLine(NamedTuple):
    """A line of the legend; `sign` is empty for what only differs in how strong its colour is."""

    colour: str
    sign: str
    parts: tuple[str, ...]


def legend(atlas: Map) -> list[LegendLine]:
    """Return a line for each cohort, and one for the districts where there are any."""
    colours = palette.shades(len(atlas.shades))
    signs = palette.letters(len(atlas.shades))
    lines = []
    for colour, sign, shade in zip(colours, signs, atlas.shades, strict=True):
        counted = ngettext("{count} member", "{count} members", shade.members).format(count=shade.members)
        lines.append(LegendLine(colour, sign, tuple(filter(None, (shade.label, shade.when, counted)))))
    if _has_districts(atlas):
        first = next(place for place in atlas.places if not place.is_municipality)
        lines.append(LegendLine(colours[first.cohort], "", (_("paler: the district is a member"),)))
    return lines


def _legend(atlas: Map, top: float) -> Iterator[str]:
    """Yield the legend in two columns."""
    entries = legend(atlas)
    rows = -(-len(entries) // 2)
    for number, entry in enumerate(entries):
        column, row = divmod(number, rows)
        x, y = _EDGE + column * (WIDTH - 2 * _EDGE) / 2, top + row * _ROW
        opacity = "" if entry.sign else ' fill-opacity=".45"'
        yield f'<rect x="{x:.0f}" y="{y - 14:.0f}" width="24" height="18" fill="{entry.colour}"{opacity}/>'
        if entry.sign:
            ink = palette.readable_on(entry.colour)
            yield f'<text class="letter" x="{x + 12:.0f}" y="{y - 1:.0f}" style="fill: {ink}">{entry.sign}</text>'
        yield f'<text x="{x + 34:.0f}" y="{y:.0f}">{escaped(", ".join(entry.parts))}</text>'


def _closed(rings: Iterable[Ring]) -> str:
    return "".join(f"{_path(ring)}z" for ring in rings)


def _open(lines: Iterable[Ring]) -> str:
    return "".join(map(_path, lines))


def _path(points: Ring) -> str:
    """Return a line as SVG writes it shortest: the first point, then the steps, a minus sign serving as a comma."""
    steps = [f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in pairwise(points)]
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}".replace(" -", "-")
