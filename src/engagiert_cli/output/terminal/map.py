"""The map on a terminal: the Land in half blocks from its real boundaries, or in letters where there is no colour."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from engagiert_cli.language import _, ngettext
from engagiert_cli.output import screen
from engagiert_cli.output.pages import palette
from engagiert_cli.output.raster import spans
from engagiert_cli.output.safe import displayed
from engagiert_cli.output.terminal.table import has_many_colours, heading, paragraph, write_segments
from engagiert_cli.output.width import NAMES, WORDS, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from engagiert_cli.register.boundaries import Ring
    from engagiert_cli.reports.forms import Map
    from engagiert_cli.reports.table import Table

_BLOCKS = "▀▄█"
_LAND, _LAND_ASCII = "·", "."
_WIDEST, _NARROWEST = 100, 44
# Greys, seen on dark and on light ground; no two areas side by side that do not belong together have the same.
_GREYS = ("#a8a8a8", "#bcbcbc", "#949494", "#c8c8c8", "#888888", "#d4d4d4")
# Among 256 colours strong enough to be told from grey, and not as strong as that of a town.
_TINT = 0.5

# What stands on a spot of the map: a grey of the Land, or the number of a cohort, whose district it may only lie in.
_Spot = tuple[str, int, bool] | None


@dataclass(frozen=True)
class _Grid:
    """The map in spots: rows from north to south, each from west to east."""

    rows: Sequence[Sequence[_Spot]]
    marks: dict[tuple[int, int], tuple[str, int, bool]]
    """By row and column of the cells in which the letter of a cohort stands: the spot that it stands for."""


def write_map(table: Table, atlas: Map, out: TextIO) -> None:
    """Draw the map for a person at a terminal, or in letters into a pipe or where there are too few colours."""
    colour = has_many_colours(out) and screen.takes(out, _BLOCKS)
    dots = _LAND if screen.takes(out, _LAND) else _LAND_ASCII
    lines = drawn(table, atlas, screen.columns(), screen.rows(), colour=colour, dots=dots)
    write_segments(lines, out, color_system="auto")


def drawn(
    table: Table, atlas: Map, room: int, rows: int | None = None, *, colour: bool, dots: str = _LAND
) -> Iterator[Segment]:
    """Yield the map in lines that fit the room, with the words around it and the legend below.

    In few rows it is drawn smaller, so that what is in the north does not scroll away, as long as it can be read.
    """
    across = min(room, _WIDEST)
    above = [*heading(displayed(table.title), displayed(table.subtitle), across, room)]
    below = [Segment("\n")]
    below += _legend(atlas, across, colour=colour) if atlas.shades else paragraph(displayed(table.empty), across)
    below += [Segment("\n")]
    for text in (atlas.elsewhere, f"{table.footer}. {atlas.source}"):
        if text:
            below += paragraph(displayed(text), across)
    if rows:
        left = rows - 1 - sum(segment.text.count("\n") for segment in above + below)
        across = min(across, max(_NARROWEST, int(2 * left * atlas.boundaries.width / atlas.boundaries.height)))
    grid = _rastered(atlas, across, 2 if colour else 1)
    yield from above
    yield from _coloured(atlas, grid) if colour else _lettered(atlas, grid, dots)
    yield from below


def _rastered(atlas: Map, across: int, halves: int) -> _Grid:
    """Return the map in spots; a cell of the terminal is twice as high as wide, and is one spot or two `halves`."""
    boundaries = atlas.boundaries
    scale_x = across / boundaries.width
    scale_y = scale_x * halves / 2
    down = ceil(boundaries.height * scale_y / halves) * halves
    rows: list[list[_Spot]] = [[None] * across for _row in range(down)]

    def fill(rings: Sequence[Ring], spot: _Spot) -> None:
        for row, start, end in spans(rings, scale_x, scale_y, down):
            rows[row][start:end] = [spot] * (end - start)

    greys = {key: _GREYS[number % len(_GREYS)] for key, number in boundaries.groups().items()}
    for key, grey in greys.items():
        fill(boundaries.outline(boundaries.within(key)), (grey, -1, False))
    marks = {}
    members = {place.key for place in atlas.places}
    # Districts first: their towns lie upon them.
    for place in sorted(atlas.places, key=lambda place: len(place.key)):
        inside = boundaries.within(place.key)
        spot = (greys[place.key[: boundaries.group]], place.cohort, not place.is_municipality)
        fill(boundaries.outline(inside), spot)
        # The letter of a district stands in one of its towns that are not marked themselves.
        marked = next(
            (key for key in inside[len(inside) // 2 :] + inside if key not in members or key == place.key), None
        )
        if marked:
            x, y = (
                int(step * scale) for step, scale in zip(boundaries.point_of(marked), (scale_x, scale_y), strict=True)
            )
            # However small it is, it has the spot in its middle.
            rows[y][x] = spot
            marks[y // halves, x] = spot
    lowest = max((number for number, row in enumerate(rows) if any(row)), default=0)
    return _Grid(rows[: (lowest // halves + 1) * halves], marks)


def _coloured(atlas: Map, grid: _Grid) -> Iterator[Segment]:
    """Yield the map in half blocks, two spots a cell."""
    colours = palette.shades(len(atlas.shades))
    signs = palette.letters(len(atlas.shades))

    def colour(spot: _Spot) -> str | None:
        if spot is None:
            return None
        grey, cohort, is_tint = spot
        if cohort < 0:
            return grey
        return palette.mixed(colours[cohort], grey, _TINT) if is_tint else colours[cohort]

    for number, (upper, lower) in enumerate(zip(grid.rows[::2], grid.rows[1::2], strict=True)):
        cells: list[tuple[str, str | None, str | None]] = []
        for column, spots in enumerate(zip(upper, lower, strict=True)):
            if spot := grid.marks.get((number, column)):
                sign = signs[spot[1]].lower() if spot[2] else signs[spot[1]]
                ground = colour(spot) or ""
                cells.append((sign, palette.readable_on(ground), ground))
            else:
                cells.append(_half_blocks(*map(colour, spots)))
        yield from _line(cells)


def _half_blocks(upper: str | None, lower: str | None) -> tuple[str, str | None, str | None]:
    """Return the character that shows both halves of a cell, its colour, and the colour of its ground."""
    if upper == lower:
        return ("█", upper, None) if upper else (" ", None, None)
    if upper is None:
        return "▄", lower, None
    return "▀", upper, lower


def _lettered(atlas: Map, grid: _Grid, land: str) -> Iterator[Segment]:
    """Yield the map in letters: a capital where a town is a member, a small one where its district is."""
    signs = palette.letters(len(atlas.shades))
    for row in grid.rows:
        text = ""
        for spot in row:
            if spot is None:
                text += " "
            elif spot[1] < 0:
                text += land
            else:
                text += signs[spot[1]].lower() if spot[2] else signs[spot[1]]
        yield Segment(text.rstrip() + "\n")


def _line(cells: list[tuple[str, str | None, str | None]]) -> Iterator[Segment]:
    while cells and cells[-1][0] == " ":
        cells.pop()
    for (colour, ground), same in groupby(cells, key=lambda cell: cell[1:]):
        style = Style(color=colour, bgcolor=ground) if colour else None
        yield Segment("".join(text for text, _colour, _ground in same), style)
    yield Segment("\n")


def _legend(atlas: Map, across: int, *, colour: bool) -> Iterator[Segment]:
    """Yield a line for each cohort: its letter, what it is, and how many members it has."""
    colours = palette.shades(len(atlas.shades))
    signs = palette.letters(len(atlas.shades))
    counts = [
        ngettext("{count} member", "{count} members", shade.members).format(count=shade.members)
        for shade in atlas.shades
    ]
    labels = [displayed(shade.label) for shade in atlas.shades]
    columns = [labels, [shade.when for shade in atlas.shades], counts]
    if 4 + sum(max(map(width, texts)) + 2 for texts in columns) - 2 > across:
        columns[2] = [str(shade.members) for shade in atlas.shades]
    widths = [max(map(width, texts)) for texts in columns]
    for number, texts in enumerate(zip(*columns, strict=True)):
        ground = colours[number]
        style = Style(color=palette.readable_on(ground), bgcolor=ground) if colour else None
        *cells, counted = [
            (text, " " * (column - width(text))) for text, column in zip(texts, widths, strict=True) if column
        ]
        line = "  ".join(["".join(cell) for cell in cells] + ["".join(reversed(counted))])
        yield from _entry(Segment(f" {signs[number]} ", style), line, across)
    districts = [place for place in atlas.places if not place.is_municipality]
    if districts:
        names = displayed(", ".join(place.name for place in districts))
        first = districts[0].cohort
        if colour:
            ground = palette.mixed(colours[first], _GREYS[0], _TINT)
            swatch = Segment(f" {signs[first].lower()} ", Style(color=palette.readable_on(ground), bgcolor=ground))
            text = _("paler: the district is a member: {names}").format(names=names)
        else:
            swatch = Segment(f" {signs[first].lower()} ")
            text = _("small: the district is a member: {names}").format(names=names)
        yield from _entry(swatch, text, across, NAMES)


def _entry(swatch: Segment, text: str, across: int, breaks: str = WORDS) -> Iterator[Segment]:
    """Yield a swatch and the text beside it, in as many lines as it takes."""
    for number, line in enumerate(wrap(text, across - 4, breaks)):
        yield Segment("   ") if number else swatch
        yield Segment(f" {line}\n")
