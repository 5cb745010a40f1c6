"""Pages to publish: one file each that needs nothing else, for any screen, for paper, with or without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagiert_cli.language import _, language
from engagiert_cli.ledger.dates import Date
from engagiert_cli.output import human
from engagiert_cli.output.pages.markup import asset, escaped
from engagiert_cli.reports.forms import Map, Timeline
from engagiert_cli.reports.table import Audience, Nested, Type
from engagiert_cli.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from engagiert_cli.reports.forms import Letter
    from engagiert_cli.reports.table import Cell, Column, Table

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def write_table(table: Table, out: TextIO) -> None:
    """Write the table as a page; with parts, all of them below its title and the figures."""
    if table.parts is None:
        foot = [f'<p class="quiet">{escaped(table.footer)}</p>'] if table.footer else []
        _write(out, table, table.subtitle, [*_records(table, "title"), *foot])
    else:
        _write(out, table, f"{table.footer} · {table.subtitle}", _sections(*table.parts()))


def write_timeline(table: Table, timeline: Timeline, out: TextIO) -> None:
    """Write the chart and, below it, the days on which the number changed."""
    _write(out, table, table.subtitle, [*_chart(table, timeline), *_records(table, "title")])


def write_map(table: Table, atlas: Map, out: TextIO) -> None:
    """Write the map, its legend and the members as a page."""
    heading = _("Members")
    body = [
        *_map(table, atlas, "members"),
        f'<h2 id="members" tabindex="-1">{escaped(heading)}</h2>',
        *_records(table, "members"),
    ]
    _write(out, table, f"{table.footer} · {table.subtitle}", body)


def write_letter(table: Table, letter: Letter, out: TextIO) -> None:
    """Write the text as a page, which word processors open too."""
    body = [f"<p>{escaped(text)}</p>" for text in letter.paragraphs]
    _write(out, table, "", [*body, f'<p class="quiet">{escaped(table.subtitle)}</p>'])


def _write(out: TextIO, table: Table, lead: str, body: Iterable[str]) -> None:
    """Write the page around the body, with the styles and scripts that it uses."""
    inside = "".join(f"{line}\n" for line in body)
    styles = ["page.css"] + [f"{kind}.css" for kind in ("map", "chart") if f'class="{kind}"' in inside]
    scripts = [name for name, sign in (("map.js", 'id="tip"'), ("page.js", 'sortable"')) if sign in inside]
    title = escaped(table.title)
    out.write(
        f'<!doctype html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{title}</title>\n<style>\n{''.join(map(asset, styles))}</style>\n</head>\n<body>\n"
        f'<main>\n<h1 id="title">{title}</h1>\n'
    )
    if lead:
        out.write(f'<p class="lead">{escaped(lead)}</p>\n')
    out.write(f"{inside}</main>\n")
    if scripts:
        out.write(f"<script>\n{''.join(map(asset, scripts))}</script>\n")
    out.write("</body>\n</html>\n")


def _sections(figures: Sequence[tuple[str, str]], parts: Sequence[tuple[str, Table]]) -> Iterator[str]:
    if figures:
        pairs = (f"<div><dt>{escaped(what)}</dt><dd>{escaped(figure)}</dd></div>" for figure, what in figures)
        yield f'<dl class="figures">{"".join(pairs)}</dl>'
    for number, (heading, part) in enumerate(parts, 1):
        name = f"part-{number}"
        yield f'<h2 id="{name}" tabindex="-1">{escaped(heading)}</h2>'
        if isinstance(part.form, Timeline):
            yield from _chart(part, part.form)
        elif isinstance(part.form, Map):
            yield from _map(part, part.form, f"part-{number + 1}")
        else:
            yield from _records(part, name)
            if part.footer:
                yield f'<p class="quiet">{escaped(part.footer)}</p>'


def _chart(table: Table, timeline: Timeline) -> Iterator[str]:
    from engagiert_cli.output.pages.chart_svg import picture

    if timeline.steps:
        yield from ("<figure>", *picture(table, timeline), "</figure>")
    yield f'<p class="quiet">{escaped(table.footer)}</p>'


def _map(table: Table, atlas: Map, after: str) -> Iterator[str]:
    """Yield the map and its legend; whoever goes by the keyboard can skip to what comes `after` it."""
    from engagiert_cli.output.pages import map_svg, palette

    skip = _("Skip the map and go to the table")
    yield f'<a class="skip" href="#{after}">{escaped(skip)}</a>'
    tip = ['<div id="tip" aria-hidden="true" hidden></div>'] if atlas.places else []
    yield from ("<figure>", *map_svg.picture(table, atlas), *tip, "</figure>")
    yield '<ul class="legend">'
    for line in map_svg.legend(atlas):
        colour = line.colour if line.sign else f"color-mix(in srgb, {line.colour} 45%, var(--land))"
        style = f"background: {colour}; color: {palette.readable_on(line.colour)}"
        parts = ", ".join(f'<span class="part">{escaped(part)}</span>' for part in line.parts[1:])
        text = ", ".join(filter(None, (escaped(line.parts[0]), parts)))
        yield f'<li><span class="sign" style="{style}">{line.sign or "&nbsp;"}</span><span>{text}</span></li>'
    yield "</ul>"
    if atlas.elsewhere:
        yield f"<p>{escaped(atlas.elsewhere)}</p>"
    yield f'<p class="quiet">{escaped(atlas.source)}</p>'


def _records(table: Table, name: str) -> Iterator[str]:
    """Yield the rows as a table that is called by the heading of that name; names stand under each row."""
    table = table.read_by(Audience.PEOPLE)
    if not table.rows:
        yield f"<p>{escaped(table.empty[:1].upper() + table.empty[1:])}</p>"
        return
    seen = table.seen_by(Audience.PEOPLE)
    columns = [column for number, column in enumerate(seen) if not number or column.type is not Type.NAMES]
    names = [column for column in seen if column not in columns]
    has_titles = any(column.title for column in columns)
    is_sortable = has_titles and not names
    search = _("Search")
    kind = ' class="records"' if has_titles else ""
    kind = f' class="records sortable" data-search="{escaped(search)}"' if is_sortable else kind
    yield f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{name}">\n<table{kind}>'
    if has_titles:
        heads = [f'<th scope="col"{_class(column)}>{escaped(column.title)}</th>' for column in columns]
        yield f"<thead>\n<tr>{''.join(heads)}</tr>\n</thead>"
    rows = [f"<tr>{''.join(cells)}</tr>" for cells in zip(*_cells(table, columns, sortable=is_sortable), strict=True)]
    if names:
        below = zip(*(_under(table, column, len(columns), len(names)) for column in names), strict=True)
        rows = [f'<tbody class="whole">{row}{"".join(under)}</tbody>' for row, under in zip(rows, below, strict=True)]
        yield from rows
    else:
        yield from ("<tbody>", *rows, "</tbody>")
    yield "</table>\n</div>"


def _class(column: Column) -> str:
    kinds = {Type.COUNT: "n", Type.SHARE: "n share", Type.DATE: "date", Type.PERIOD: "date"}
    return f' class="{kinds[column.type]}"' if column.type in kinds else ""


def _cells(table: Table, columns: Sequence[Column], *, sortable: bool) -> Iterator[list[str]]:
    """Yield the cells of each column; where they can be sorted, each with its place in the order of its column."""
    for index, (column, cells) in enumerate(zip(columns, table.cells_of(columns), strict=True)):
        tag = 'th scope="row"' if index == 0 else "td"
        ranks = [f' data-rank="{rank}"' for rank in _ranks(cells)] if sortable else [""] * len(cells)
        if column.type is Type.NESTED:
            texts = [str(cell) for cell in cells]
            marks = [' class="in"' if isinstance(cell, Nested) and cell.depth else "" for cell in cells]
        else:
            texts = human.texts(column.type, cells, str)
            marks = [_class(column)] * len(cells)
        if column.title and column.type in human.RIGHT:  # a phone shows it beside each number
            ranks = [f'{rank} data-title="{escaped(column.title)}"' for rank in ranks]
        if column.type is Type.SHARE:
            marks = ["" if cell is None else f' class="n share bar" style="--part: {cell:.3f}"' for cell in cells]
        yield [
            f"<{tag}{mark}{rank}>{escaped(text)}</{tag[:2]}>"
            for mark, rank, text in zip(marks, ranks, texts, strict=True)
        ]


def _under(table: Table, column: Column, across: int, count: int) -> Iterator[str]:
    """Yield a line of names for each row that has some, behind their title where there are several such columns."""
    title = f"<b>{escaped(column.title)}:</b> " if count > 1 else ""
    for text in human.texts(column.type, table.cells(column), str):
        yield f'<tr><td class="under" colspan="{across}"><div>{title}{escaped(text)}</div></td></tr>' if text else ""


def _ranks(cells: Sequence[Cell]) -> list[int]:
    """Return the place of each cell in the order of all: dates by their days, names by DIN 5007-1, the unknown last."""

    def key(cell: Cell) -> tuple[bool, float, str, str]:
        if isinstance(cell, Date):
            return False, 0, cell.earliest.isoformat(), cell.latest.isoformat()
        if isinstance(cell, int | float):
            return False, cell, "", ""
        return cell is None, 0, *sort_key(str(cell or ""))

    order = {place: rank for rank, place in enumerate(sorted(set(map(key, cells))))}
    return [order[key(cell)] for cell in cells]
