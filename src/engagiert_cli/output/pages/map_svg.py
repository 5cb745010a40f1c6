"""The map as an SVG picture for print and web; the page with the map has the same picture in it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from engagiert_cli.language import _, language, ngettext
from engagiert_cli.output.pages import palette
from engagiert_cli.output.pages.glyphs import length
from engagiert_cli.output.pages.placing import Box, Spot, placed
from engagiert_cli.output.safe import safe
from engagiert_cli.reports.atlas import Atlas

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from engagiert_cli.register.boundaries import Ring
    from engagiert_cli.reports.atlas import Place
    from engagiert_cli.reports.table import Table

WIDTH = 1000
_EDGE, _TOP = 24, 96
_SIZE, _LEAST_SIZE, _MANY = 13, 10, 40
_ROW = 26
_LETTER = 7.0
TINT = 0.45
"""How strong the colour of a district is that is a member; its towns that are members have the full colour."""

STYLE = f"""\
.map text {{ font-family: system-ui, "Segoe UI", Arial, sans-serif; font-size: 15px; fill: var(--text); }}
.map .title {{ font-size: 26px; font-weight: bold; }}
.map .land {{ fill: var(--land); stroke: var(--outline); stroke-width: 8; }}
.map .lines {{ fill: none; stroke: var(--lines); stroke-width: 2.5; }}
.map .districts {{ stroke: var(--districts); stroke-width: 4; }}
.map .regions {{ stroke: var(--outline); stroke-width: 6; }}
.map path {{ stroke-linejoin: round; }}
.map .place path {{ stroke: var(--edge); stroke-width: 5; fill-rule: evenodd; }}
.map .tint path {{ fill-opacity: {TINT}; }}
.map .leader {{ stroke: var(--text); stroke-width: .7; fill: none; }}
.map .label {{ paint-order: stroke; stroke: var(--halo); stroke-width: 3px; stroke-linejoin: round; }}
.map .district {{ font-style: italic; }}
.map .letter {{ font-size: 10px; font-weight: bold; text-anchor: middle; pointer-events: none; }}
"""
LIGHT = {
    "text": "#1a1a1a",
    "land": "#edeae4",
    "outline": "#6e6a62",
    "lines": "#d3cec4",
    "districts": "#a8a297",
    "edge": "#fff",
    "halo": "#fff",
}
"""The colours of the map on white paper, by their names in the style."""


def write_svg(table: Table, out: TextIO) -> None:
    """Draw the map as a picture that needs nothing else, on white ground of its own."""
    style = STYLE
    for name, colour in LIGHT.items():  # written out, since word processors know no variables
        style = style.replace(f"var(--{name})", colour)
    out.writelines(f"{line}\n" for line in picture(table, style=style))


def picture(table: Table, *, style: str = "") -> Iterator[str]:
    """Yield the lines of the picture.

    With a style it stands for itself; without one it is part of a page, which has the style, the words around it and
    the legend, and in which the members can be reached by the keyboard.
    """
    atlas = atlas_of(table)
    boundaries = atlas.boundaries
    scale = (WIDTH - 2 * _EDGE) / boundaries.width
    top = _TOP if style else 12
    legend_top = top + boundaries.height * scale + 36
    notices = [text for text in (atlas.elsewhere, atlas.source) if text]
    rows = -(-(len(atlas.shades) + _has_districts(atlas)) // 2)
    height = round(legend_top + rows * _ROW + 12 + len(notices) * 20 if style else legend_top - 24)
    title, told = (
        escape(safe(_("{network}: map of the members").format(network=table.title))),
        escape(safe(described(table))),
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
        yield f'<text class="title" x="{_EDGE}" y="44">{escape(safe(table.title))}</text>'
        summary = f"{table.footer} · {table.subtitle}"
        yield f'<text x="{_EDGE}" y="70">{escape(safe(summary))}</text>'
    yield f'<g transform="translate({_EDGE} {top}) scale({scale:.5f})">'
    yield from _land(atlas, for_page=not style)
    yield "</g>"
    yield from _labels(atlas, scale, top, legend_top)
    if style:
        yield from _legend(atlas, legend_top)
        for number, text in enumerate(notices):
            y = height - 14 - 20 * (len(notices) - 1 - number)
            yield f'<text x="{_EDGE}" y="{y}" style="font-size: 12px">{escape(safe(text))}</text>'
    yield "</svg>"


def atlas_of(table: Table) -> Atlas:
    """Return the map that the table is."""
    assert isinstance(table.form, Atlas)
    return table.form


def described(table: Table) -> str:
    """Return the map in words: which members each cohort has."""
    atlas = atlas_of(table)
    told = [table.subtitle]
    for number, shade in enumerate(atlas.shades):
        names = ", ".join(place.name for place in atlas.places if place.cohort == number)
        told.append(f"{shade.label}: {names}" if names else shade.label)
    return ". ".join(told) + "."


def _land(atlas: Atlas, *, for_page: bool) -> Iterator[str]:
    """Yield the Land, then the districts that are members, their towns upon them, and the borders at last."""
    boundaries = atlas.boundaries
    colours = palette.shades(len(atlas.shades))
    yield f'<path class="land" d="{_closed(boundaries.land)}"/>'
    for place in sorted(atlas.places, key=lambda place: (len(place.key), place.cohort)):
        name, *facts = (escape(safe(text)) for text in (place.name, *place.facts))
        told = ", ".join((name, *facts))
        kind = "place" if place.is_municipality else "place tint"
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


def _labels(atlas: Atlas, scale: float, top: float, bottom: float) -> Iterator[str]:
    """Yield the letters in the areas, and the names beside them, with a line where they stand farther away."""
    size = _SIZE if len(atlas.places) <= _MANY else _LEAST_SIZE
    boundaries = atlas.boundaries
    spots = []
    for place in atlas.places:
        points = [boundaries.point_of(key) for key in boundaries.within(place.key)]
        x = _EDGE + sum(x for x, _y in points) / len(points) * scale
        y = top + sum(y for _x, y in points) / len(points) * scale
        free = _LETTER if place.is_municipality else 0.0
        spots.append(Spot(x, y, free, length(safe(place.name), size), size * 1.25))
    frame = Box(4, top - 8, WIDTH - 8, bottom - top - 8)
    colours = palette.shades(len(atlas.shades))
    signs = palette.letters(len(atlas.shades))
    lines, names = [], []
    for place, spot, box in zip(atlas.places, spots, placed(spots, frame), strict=True):
        if place.is_municipality:
            fill = palette.readable_on(colours[place.cohort])
            sign = signs[place.cohort]
            names.append(
                f'<text class="letter" aria-hidden="true" x="{spot.x:.1f}" y="{spot.y + 3.5:.1f}" style="fill: {fill}">'
                f"{sign}</text>"
            )
        if box is None:
            continue
        x, y = box.nearest(spot.x, spot.y)
        far = max(abs(x - spot.x), abs(y - spot.y))
        if far > 2 * _LETTER:
            lines.append(f'<path class="leader" d="M{spot.x:.1f} {spot.y:.1f}L{x:.1f} {y:.1f}"/>')
        names.append(_name(place, box, size, spot))
    yield '<g pointer-events="none">'
    yield from lines
    yield from names
    yield "</g>"


def _name(place: Place, box: Box, size: int, spot: Spot) -> str:
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
        f"{escape(safe(place.name))}</text>"
    )


def _has_districts(atlas: Atlas) -> bool:
    return any(not place.is_municipality for place in atlas.places)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend; `sign` is empty for what only differs in how strong its colour is."""

    colour: str
    sign: str
    text: str


def legend(atlas: Atlas) -> list[Entry]:
    """Return an entry for each cohort, and one for the districts where there are any."""
    colours = palette.shades(len(atlas.shades))
    signs = palette.letters(len(atlas.shades))
    entries = []
    for colour, sign, shade in zip(colours, signs, atlas.shades, strict=True):
        counted = ngettext("{count} member", "{count} members", shade.members).format(count=shade.members)
        text = ", ".join(part for part in (shade.label, shade.when, counted) if part)
        entries.append(Entry(colour, sign, text))
    if _has_districts(atlas):
        first = next(place for place in atlas.places if not place.is_municipality)
        entries.append(Entry(colours[first.cohort], "", _("paler: the district is a member")))
    return entries


def _legend(atlas: Atlas, top: float) -> Iterator[str]:
    """Yield the legend in two columns."""
    entries = legend(atlas)
    rows = -(-len(entries) // 2)
    for number, entry in enumerate(entries):
        column, row = divmod(number, rows)
        x, y = _EDGE + column * (WIDTH - 2 * _EDGE) / 2, top + row * _ROW
        opacity = "" if entry.sign else f' fill-opacity="{TINT}"'
        yield f'<rect x="{x:.0f}" y="{y - 14:.0f}" width="24" height="18" fill="{entry.colour}"{opacity}/>'
        if entry.sign:
            ink = palette.readable_on(entry.colour)
            yield f'<text class="letter" x="{x + 12:.0f}" y="{y - 1:.0f}" style="fill: {ink}">{entry.sign}</text>'
        yield f'<text x="{x + 34:.0f}" y="{y:.0f}">{escape(safe(entry.text))}</text>'


def _closed(rings: Iterable[Ring]) -> str:
    return "".join(f"{_path(ring)}z" for ring in rings)


def _open(lines: Iterable[Ring]) -> str:
    return "".join(map(_path, lines))


def _path(points: Ring) -> str:
    """Return a line as SVG writes it shortest: the first point, then the steps, a minus sign serving as a comma."""
    steps = [f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in pairwise(points)]
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}".replace(" -", "-")
