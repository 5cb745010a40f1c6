"""Web pages to publish: one self-contained file each, for any screen and for paper, with or without scripts."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, TextIO

from engagiert_cli.language import _, language
from engagiert_cli.ledger.dates import Date
from engagiert_cli.output import human, mapping
from engagiert_cli.output.pages.markup import asset, escaped
from engagiert_cli.reports.forms import Map, Timeline
from engagiert_cli.reports.table import Audience, Type
from engagiert_cli.text import displayed, sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engagiert_cli.reports.forms import Letter
    from engagiert_cli.reports.table import Cell, Column, Table


def write_table(table: Table, out: TextIO) -> None:
    """Write the table as a page; if it has parts, these follow its title and figures."""
    if table.parts is None:
        _write(out, table, table.subtitle, [*_records(table, "title"), *_below(table)])
        return
    figures, parts = table.parts()
    pairs = (f"<div><dt>{escaped(what)}</dt><dd>{escaped(figure)}</dd></div>" for figure, what in figures)
    body = [f'<dl class="figures">{"".join(pairs)}</dl>'] if figures else []
    body += _quiet(table.doubts)
    for number, part in enumerate(parts, 1):
        unsaid = part._replace(notes=()) if part.notes == table.notes else part
        body += [_heading(f"part-{number}", part.heading), *_part(unsaid, number)]
    _write(out, table, f"{table.footer} · {table.subtitle}", body)


def write_timeline(table: Table, timeline: Timeline, out: TextIO) -> None:
    """Write the chart and, below it, the days on which the number changed."""
    _write(out, table, table.subtitle, [*_chart(table, timeline), *_records(table, "title")])


def write_map(table: Table, atlas: Map, out: TextIO) -> None:
    """Write the map, its legend and the members as a page."""
    heading = [_heading("members", _("Members"))] if table.rows else []
    body = [*_map(table, atlas, "members"), *heading, *_records(table, "members")]
    _write(out, table, f"{table.footer} · {table.subtitle}", body)


def write_letter(table: Table, letter: Letter, out: TextIO) -> None:
    """Write the text as a page, which word processors open too; no line breaks between day and month."""
    *paragraphs, state = (re.sub(r"\b(\d{1,2}\.?) ", "\\1\xa0", text) for text in (*letter.paragraphs, table.subtitle))
    _write(out, table, "", [*(f"<p>{escaped(text)}</p>" for text in paragraphs), *_quiet(state), *_below(table)])


def _write(out: TextIO, table: Table, lead: str, body: Iterable[str]) -> None:
    """Write the page around the body, with the styles and scripts that it uses."""
    leads = [f'<p class="lead">{escaped(lead)}</p>'] if lead else []
    inside = "".join(f"{line}\n" for line in (*leads, *body))
    styles = ["page.css"] + [f"{kind}.css" for kind in ("map", "chart") if f'class="{kind}"' in inside]
    scripts = [asset(name) for name, sign in (("map.js", 'id="tip"'), ("page.js", 'sortable"')) if sign in inside]
    page = asset("page.html").format(
        language=language(),
        title=escaped(table.title),
        styles="".join(map(asset, styles)),
        body=inside,
        scripts="".join(["<script>\n", *scripts, "</script>\n"] if scripts else []),
    )
    out.write(page)


def _quiet(text: str) -> list[str]:
    return [f'<p class="quiet">{escaped(text)}</p>'] if text else []


def _below(table: Table) -> list[str]:
    return [*_quiet(table.footer), *_quiet(table.doubts)]


def _heading(name: str, text: str) -> str:
    return f'<h2 id="{name}" tabindex="-1">{escaped(text)}</h2>'


def _part(part: Table, number: int) -> Iterator[str]:
    if isinstance(part.form, Timeline):
        yield from _chart(part, part.form)
    elif isinstance(part.form, Map):
        yield from _map(part, part.form, f"part-{number + 1}")
    else:
        yield from (*_records(part, f"part-{number}"), *_below(part))


def _chart(table: Table, timeline: Timeline) -> Iterator[str]:
    from engagiert_cli.output.pages.chart_svg import picture

    if timeline.steps:
        yield from ("<figure>", *picture(table, timeline), "</figure>")
    yield from _below(table)


def _map(table: Table, atlas: Map, after: str) -> Iterator[str]:
    """Yield the map and its legend; keyboard users can skip to the part `after` it."""
    from engagiert_cli.output.pages import map_svg

    tip = []
    if atlas.places:
        skip = _("Skip the map and go to the table")
        yield f'<a class="skip" href="#{after}">{escaped(skip)}</a>'
        tip = ['<div id="tip" aria-hidden="true" hidden></div>']
    yield from ("<figure>", *map_svg.picture(table, atlas), *tip, "</figure>", '<ul class="legend">')
    for colour, letter, (first, *others) in map_svg.legend(atlas):
        ground = colour if letter else f"color-mix(in srgb, {colour} 45%, var(--land))"
        style = f"background: {ground}; color: {mapping.readable_on(colour)}"
        text = ", ".join([escaped(first), *(f'<span class="part">{escaped(part)}</span>' for part in others)])
        yield f'<li><span class="sign" style="{style}">{letter or "&nbsp;"}</span><span>{text}</span></li>'
    yield "</ul>"
    yield from [f"<p>{escaped(atlas.elsewhere)}</p>"] if atlas.elsewhere else []
    yield from (*_quiet(table.doubts), *_quiet(atlas.source))


def _records(table: Table, name: str) -> Iterator[str]:
    """Yield the rows as a table labelled by the heading of that name; names go under each row."""
    table = table.seen_by(Audience.PEOPLE)
    if not table.rows:
        yield from [f"<p>{escaped(table.empty[:1].upper() + table.empty[1:])}</p>"] if table.empty else []
        return
    columns = [column for number, column in enumerate(table.columns) if not number or column.type is not Type.NAMES]
    names = [column for column in table.columns if column not in columns]
    has_titles = any(column.title for column in columns)
    is_sortable, search = has_titles and not names, escaped(_("Search"))
    kind = (
        f' class="records sortable" data-search="{search}"' if is_sortable else ' class="records"' if has_titles else ""
    )
    yield f'<div class="scroll" tabindex="0" role="region" aria-labelledby="{name}">\n<table{kind}>'
    if has_titles:
        heads = [f'<th scope="col"{_class(column)}>{escaped(column.title)}</th>' for column in columns]
        yield f"<thead>\n<tr>{''.join(heads)}</tr>\n</thead>"
    cells = zip(*_cells(table._replace(columns=columns), sortable=is_sortable), strict=True)
    rows = [f"<tr>{''.join(row)}</tr>" for row in cells]
    for column in names:
        title = f"<b>{escaped(column.title)}:</b> " if len(names) > 1 else ""
        start = f'<tr><td class="under" colspan="{len(columns)}"><div>{title}'
        texts = human.texts(column.type, map(column.cell, table.rows), displayed)
        under = (f"{start}{escape(text)}</div></td></tr>" if text else "" for text in texts)
        rows = list(map(str.__add__, rows, under))
    yield from [f'<tbody class="whole">{row}</tbody>' for row in rows] if names else ["<tbody>", *rows, "</tbody>"]
    yield "</table>\n</div>"


def _class(column: Column) -> str:
    kinds = {Type.COUNT: "n", Type.SHARE: "n share", Type.DATE: "date", Type.PERIOD: "date"}
    return f' class="{kinds[column.type]}"' if column.type in kinds else ""


def _cells(table: Table, *, sortable: bool) -> Iterator[list[str]]:
    """Yield the cells of each column; sortable ones each with their rank in the column."""
    columns: list[tuple[Column, list[Any]]] = [(each, list(map(each.cell, table.rows))) for each in table.columns]
    whole = human.whole(cell for column, cells in columns if column.type is Type.SHARE for cell in cells)
    for index, (column, cells) in enumerate(columns):
        tag = "td" if index else 'th scope="row"'
        marks = [_class(column)] * len(cells)
        if column.type is Type.SHARE:
            marks = [
                "" if cell is None else f' class="n share bar" style="--part: {cell / whole:.3f}"' for cell in cells
            ]
        elif table.depth and not index:
            marks = [' class="in"' if table.depth(row) else "" for row in table.rows]
        if sortable:
            marks = [f'{mark} data-rank="{rank}"' for mark, rank in zip(marks, _ranks(cells), strict=True)]
        if column.title and column.type in human.RIGHT:  # phones show it beside each number
            marks = [f'{mark} data-title="{escaped(column.title)}"' for mark in marks]
        texts = human.texts(column.type, cells, str)
        yield [f"<{tag}{mark}>{escaped(text)}</{tag[:2]}>" for mark, text in zip(marks, texts, strict=True)]


def _ranks(cells: Sequence[Cell]) -> list[int]:
    """Return the rank of each cell: dates by their days, names by DIN 5007-1, unknown ones last."""

    def key(cell: Cell) -> tuple[object, ...]:
        if isinstance(cell, Date):
            return False, cell.earliest, cell.latest
        return (True,) if cell is None else (False, cell if isinstance(cell, int | float) else sort_key(str(cell)))

    order = {place: rank for rank, place in enumerate(sorted(set(map(key, cells))))}
    return [order[key(cell)] for cell in cells]
