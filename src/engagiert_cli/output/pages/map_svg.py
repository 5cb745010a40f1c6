"""The map as an SVG picture for print and web; the page with the map contains the same picture."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, TextIO

from engagiert_cli.language import _, ngettext
from engagiert_cli.output import mapping
from engagiert_cli.output.pages.markup import escaped, framed, length, on_paper, written
from engagiert_cli.output.pages.placing import Box, Label, placed
from engagiert_cli.output.width import wrap
from engagiert_cli.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from engagiert_cli.register.boundaries import Ring
    from engagiert_cli.reports.forms import Map
    from engagiert_cli.reports.table import Table

WIDTH = 1000
_EDGE, _TOP = 24, 96
_SIZE, _LEAST_SIZE, _MANY = 13, 10, 40
_ROW, _NOTICE = 26, 20
_TEXT, _SMALL, _SWATCH = 15, 12, 34
_LETTER = 7.0
_CELL = 3  # of the grid that tells what is under a label


def write_svg(table: Table, atlas: Map, out: TextIO) -> None:
    """Draw the map as a self-contained picture on a white background."""
    out.writelines(f"{line}\n" for line in picture(table, atlas, style=on_paper("map.css")))


def picture(table: Table, atlas: Map, *, style: str = "") -> Iterator[str]:
    """Yield the lines of the picture; without a style it is part of a page, with keyboard access."""
    scale = (WIDTH - 2 * _EDGE) / atlas.boundaries.width
    top = _TOP if style else 12
    legend_top = top + atlas.boundaries.height * scale + 36
    measure, room = partial(length, size=_SMALL), WIDTH - 2 * _EDGE
    below = filter(None, (atlas.elsewhere, table.doubts, atlas.source))
    notices = [line for text in below for line in wrap(text, room, measure=measure)]
    texts = [", ".join(parts) for _colour, _letter, parts in legend(atlas)]
    columns = 2 if all(length(text, _TEXT) < WIDTH / 2 - 2 * _EDGE - _SWATCH for text in texts) else 1
    rows = -(-len(texts) // columns)
    height = legend_top + rows * _ROW + 12 + len(notices) * _NOTICE if style else legend_top - 24
    above = _EDGE, table.title, f"{table.footer} · {table.subtitle}"
    rising = enumerate(notices, -len(notices))
    words = [written(_EDGE, height + 6 + row * _NOTICE, text, ' class="small"') for row, text in rising]
    inside = [
        f'<g transform="translate({_EDGE} {top}) scale({scale:.5f})">',
        *_land(atlas, for_page=not style),
        "</g>",
        *_labels(atlas, scale, top, legend_top),
        *(_legend(atlas, legend_top, rows) if style else ()),
    ]
    title = _("{network}: map of the members").format(network=table.title)
    described = [table.subtitle]
    for number, shade in enumerate(atlas.shades):
        names = ", ".join(place.name for place in atlas.places if place.cohort == number)
        described.append(f"{shade.label}: {names}" if names else shade.label)
    return framed(("map", 0, WIDTH, height, title, ". ".join(described) + "."), style, above, words, inside)


def _land(atlas: Map, *, for_page: bool) -> Iterator[str]:
    """Yield the Land, then the member districts, the towns on top of them, and last the borders."""
    boundaries = atlas.boundaries
    signs = mapping.signs(len(atlas.shades))
    yield f'<path class="land" d="{_closed(boundaries.outline(boundaries.areas))}"/>'
    for place in sorted(atlas.places, key=lambda place: (len(place.key), place.cohort)):
        name, *facts = (escaped(text) for text in (place.name, *place.facts))
        told = ", ".join((name, *facts))
        kind = "place dot" if place.key in boundaries.dots else "place" if place.is_municipality else "place tint"
        shape = f'<path d="{_closed(boundaries.outline(boundaries.within(place.key)))}"/>'
        reached = f' tabindex="0" role="img" aria-label="{told}" data-name="{name}" data-facts="{", ".join(facts)}"'
        inside = f"{reached}>" if for_page else f"><title>{told}</title>"
        yield f'<g class="{kind}" fill="{signs[place.cohort][0]}"{inside}{shape}</g>'
    for digits, kind in {8: "", 5: " districts", boundaries.group: " regions"}.items():
        if digits == 8 and all(len(key) == 5 for key in boundaries.areas):
            continue  # a map of districts has no smaller borders
        lines = "".join(map(_path, boundaries.lines_between(digits)))
        yield f'<path class="lines{kind}" pointer-events="none" d="{lines}"/>'


def _labels(atlas: Map, scale: float, top: float, bottom: float) -> Iterator[str]:
    """Yield the letters in the areas, and the names that fit beside them; the table has all names."""
    size = _SIZE if len(atlas.places) <= _MANY else _LEAST_SIZE
    spots = []
    for place in atlas.places:
        points = [atlas.boundaries.point_of(key) for key in atlas.boundaries.within(place.key)]
        x, y = (sum(steps) / len(points) * scale for steps in zip(*points, strict=True))
        free = _LETTER if place.is_municipality else 0.0
        spots.append(Label(_EDGE + x, top + y, free, length(safe(place.name), size), size * 1.25))
    boxes = placed(spots, Box(4, top - 8, WIDTH - 8, bottom - top - 8), _standing(atlas, scale, top))
    signs = mapping.signs(len(atlas.shades))
    yield '<g pointer-events="none">'
    for place, spot, box in zip(atlas.places, spots, boxes, strict=True):
        if place.is_municipality:
            colour, letter = signs[place.cohort]
            marks = f' class="letter" aria-hidden="true" style="fill: {mapping.readable_on(colour)}"'
            yield written(spot.x, spot.y + 3.5, letter, marks)
        if box:
            # Aligned to the side of its place, since letters are narrower than calculated.
            side = 2 if box.x + box.width <= spot.x else 0 if box.x >= spot.x else 1
            anchor = ("start", "middle", "end")[side]
            kind = "label" if place.is_municipality else "label district"
            marks = f' text-anchor="{anchor}" style="font-size: {size}px" class="{kind}"'
            yield written(box.x + side / 2 * box.width, box.y + size, place.name, marks)
    yield "</g>"


def _standing(atlas: Map, scale: float, top: float) -> Callable[[int, Box], bool]:
    """Return whether a label may cover a box: some of its own area on a full map, and little of other areas."""
    boundaries = atlas.boundaries
    keys = [place.key for place in atlas.places]
    down, across = round(boundaries.height * scale / _CELL) + 1, round(WIDTH / _CELL)
    filled = [number for number, key in enumerate(keys) if key not in boundaries.dots]
    filled.sort(key=lambda number: len(keys[number]))  # districts first: their towns go on top
    areas = [(boundaries.outline(boundaries.within(keys[number])), number) for number in filled]
    ground = mapping.grid(areas, across, down, scale / _CELL, scale / _CELL)
    least = {number: 3 if len(keys) > _MANY else 0 for number in filled}

    def suits(number: int, box: Box) -> bool:
        start, end = (max(0, round((x - _EDGE) / _CELL)) for x in (box.x, box.x + box.width))
        rows = {int((box.y + box.height * part - top) / _CELL) for part in (0.3, 0.7)}
        on = [place for row in rows if 0 <= row < down for place in ground[row][start:end]]
        own = on.count(number)
        # A town's name may cover its own district.
        is_on_others = any(place is not None and not keys[number].startswith(keys[place]) for place in on)
        return own >= least.get(number, 0) and (not is_on_others or 2 * own > len(rows) * (end - start))

    return suits


def legend(atlas: Map) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return a line per cohort, and one for the paler districts: a colour, a letter (none for districts), and words."""
    lines = []
    for sign, shade in zip(mapping.signs(len(atlas.shades)), atlas.shades, strict=True):
        counted = ngettext("{count} member", "{count} members", shade.members).format(count=shade.members)
        lines.append((*sign, tuple(filter(None, (shade.label, shade.when, counted)))))
    # A district is hidden if all its towns are members, too.
    covered = {place.key for place in atlas.places if place.is_municipality}
    pale = (place for place in atlas.places if not place.is_municipality)
    district = next((place for place in pale if not covered.issuperset(atlas.boundaries.within(place.key))), None)
    return lines + ([(lines[district.cohort][0], "", (_("paler: the district is a member"),))] if district else [])


def _legend(atlas: Map, top: float, rows: int) -> Iterator[str]:
    """Yield the legend, in two columns if it needs more rows than these."""
    for number, (colour, letter, parts) in enumerate(legend(atlas)):
        column, row = divmod(number, rows)
        x, y = _EDGE + column * (WIDTH - 2 * _EDGE) / 2, top + row * _ROW
        opacity = "" if letter else ' fill-opacity=".45"'
        yield f'<rect x="{x:.0f}" y="{y - 14:.0f}" width="24" height="18" fill="{colour}"{opacity}/>'
        if letter:
            yield written(x + 12, y - 1, letter, f' class="letter" style="fill: {mapping.readable_on(colour)}"')
        yield written(x + _SWATCH, y, ", ".join(parts))


def _closed(rings: Iterable[Ring]) -> str:
    return "".join(f"{_path(ring)}z" for ring in rings)


def _path(points: Ring) -> str:
    """Return a line in the shortest SVG form: the first point, then the steps, with minus signs for commas."""
    steps = [f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in pairwise(points)]
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}".replace(" -", "-")
