"""The map on a terminal: the Land in half blocks from its real boundaries, or in letters without colour."""

from __future__ import annotations

from functools import cache
from math import ceil
from typing import TYPE_CHECKING, TextIO

from rich.segment import Segment
from rich.style import Style

from engagiert_cli.language import _, ngettext
from engagiert_cli.output import mapping, screen
from engagiert_cli.output.terminal.lines import END, has_many_colours, heading, joined, paragraph, write_segments
from engagiert_cli.output.width import NAMES, width, wrap
from engagiert_cli.text import displayed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagiert_cli.reports.forms import Map
    from engagiert_cli.reports.table import Table

_BLOCKS = "▀▄█"
_LAND = "·"
_WIDEST, _NARROWEST = 100, 44
# Greys, visible on a dark and a light background; neighbouring groups of areas have different ones.
_GREYS = ("#a8a8a8", "#bcbcbc", "#949494", "#c8c8c8", "#888888", "#d4d4d4")
# Of 256 colours: strong enough to differ from grey, but weaker than that of a town.
_TINT = 0.5
_Marks = dict[tuple[int, int], tuple[str, str]]


def write_map(table: Table, atlas: Map, out: TextIO) -> None:
    """Draw the map for a person at a terminal; in letters for a pipe or a terminal with too few colours."""
    colour = has_many_colours(out) and screen.takes(out, _BLOCKS)
    write_segments(drawn(table, atlas, *screen.size(), colour=colour), out)


def drawn(table: Table, atlas: Map, room: int, rows: int = 0, *, colour: bool) -> Iterator[Segment]:
    """Yield the map in lines that fit the room, with the words around it and the legend below it."""
    across = min(room, _WIDEST)
    above = [*heading(table, across, room)]
    below = [END]
    below += _legend(atlas, across, colour=colour) if atlas.shades else paragraph(table.empty, across)
    below += [END, *paragraph(atlas.elsewhere, across)]
    below += paragraph(f"{table.footer}. {atlas.source}", across)
    if rows:  # if there are few, it is drawn smaller, so that the north does not scroll away
        left = rows - 1 - sum(segment.text.count("\n") for segment in above + below)
        across = min(across, max(_NARROWEST, int(2 * left * atlas.boundaries.width / atlas.boundaries.height)))
    yield from above
    if colour:
        yield from _coloured(atlas, across)
    else:  # in letters: a capital for a member town, a small one for a member district
        for row in _rastered(atlas, across, 1)[0]:
            yield Segment("".join(spot or " " for spot in row).rstrip() + "\n")
    yield from below


def _rastered(atlas: Map, across: int, halves: int) -> tuple[list[list[str | None]], _Marks]:
    """Return the map in spots, rows from north to south, and the letters on it: by cell, with their background.

    A cell of the terminal is twice as high as wide: two spots of colour, or one spot that is a letter or dots.
    """
    boundaries = atlas.boundaries
    scale_x = across / boundaries.width
    scale_y = scale_x * halves / 2
    down = ceil(boundaries.height * scale_y / halves) * halves
    greys = {key: _GREYS[number % len(_GREYS)] for key, number in boundaries.groups().items()}
    ground_of = dict.fromkeys(greys, _LAND) if halves == 1 else greys
    areas = [(boundaries.outline(boundaries.within(key)), spot) for key, spot in ground_of.items()]
    middles, marks = {}, {}
    members = {place.key for place in atlas.places}
    signs = mapping.signs(len(atlas.shades))
    # Districts first: their towns go on top.
    for place in sorted(atlas.places, key=lambda place: len(place.key)):
        inside = boundaries.within(place.key)
        ground, letter = signs[place.cohort]
        if not place.is_municipality:
            ground, letter = mapping.mixed(ground, greys[place.key[: boundaries.group]], _TINT), letter.lower()
        spot = letter if halves == 1 else ground
        areas.append((boundaries.outline(inside), spot))
        # The letter of a district goes into one of its unmarked towns.
        free = (key for key in inside[len(inside) // 2 :] + inside if key not in members or key == place.key)
        if marked := next(free, None):
            x, y = boundaries.point_of(marked)
            row, column = int(y * scale_y), int(x * scale_x)
            middles[row, column] = spot
            marks[row // halves, column] = letter, ground
    rows = mapping.grid(areas, across, down, scale_x, scale_y)
    for (row, column), spot in middles.items():  # even a tiny area gets the spot in its middle
        rows[row][column] = spot
    lowest = max((number for number, row in enumerate(rows) if any(row)), default=0)
    return rows[: (lowest // halves + 1) * halves], marks


def _coloured(atlas: Map, across: int) -> Iterator[Segment]:
    """Yield the map in half blocks, two spots per cell."""
    rows, marks = _rastered(atlas, across, 2)
    style = cache(Style)
    for number, (uppers, lowers) in enumerate(zip(rows[::2], rows[1::2], strict=True)):
        cells: list[tuple[str, Style | None]] = []
        for column, (upper, lower) in enumerate(zip(uppers, lowers, strict=True)):
            if mark := marks.get((number, column)):
                cells.append((mark[0], style(color=mapping.readable_on(mark[1]), bgcolor=mark[1])))
            elif upper == lower:
                cells.append(("█", style(color=upper)) if upper else (" ", None))
            elif upper is None:
                cells.append(("▄", style(color=lower)))
            else:
                cells.append(("▀", style(color=upper, bgcolor=lower)))
        yield from joined(cells)


def _legend(atlas: Map, across: int, *, colour: bool) -> Iterator[Segment]:
    """Yield a line per cohort: its letter, its label and its number of members."""
    signs = mapping.signs(len(atlas.shades))
    numbers = [shade.members for shade in atlas.shades]
    in_words = [ngettext("{count} member", "{count} members", count).format(count=count) for count in numbers]
    columns = [[displayed(shade.label) for shade in atlas.shades], [shade.when for shade in atlas.shades], in_words]
    if sum(max(map(width, texts)) + 2 for texts in columns) + 2 > across:
        columns[2] = list(map(str, numbers))
    widths = [max(map(width, texts)) for texts in columns]
    for (ground, letter), label, when, counted in zip(signs, *columns, strict=True):
        named = label + " " * (widths[0] - width(label))
        line = "  ".join(filter(None, (named, when.ljust(widths[1]), counted.rjust(widths[2]))))
        yield from _entry(letter, ground if colour else "", wrap(line, across - 4))
    if districts := [place for place in atlas.places if not place.is_municipality]:
        ground, letter = signs[districts[0].cohort]
        tint = mapping.mixed(ground, _GREYS[0], _TINT) if colour else ""
        text = _("paler: the district is a member: {names}") if tint else _("small: the district is a member: {names}")
        names = displayed(", ".join(place.name for place in districts))
        yield from _entry(letter.lower(), tint, wrap(text.format(names=names), across - 4, NAMES))


def _entry(letter: str, ground: str, lines: list[str]) -> Iterator[Segment]:
    """Yield a letter on its colour, if any, and the lines beside it."""
    yield Segment(f" {letter} ", Style(color=mapping.readable_on(ground), bgcolor=ground) if ground else None)
    yield Segment("\n   ".join(f" {line}" for line in lines) + "\n")
