"""The map as a page that needs nothing else: the picture, what is under the pointer or focus, and a table to sort."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from engagiert_cli.language import _, language
from engagiert_cli.ledger.dates import Date
from engagiert_cli.output import human
from engagiert_cli.output.pages import map_svg, palette
from engagiert_cli.output.safe import safe
from engagiert_cli.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from engagiert_cli.reports.atlas import Atlas
    from engagiert_cli.reports.table import Cell, Table

_DARK = {
    "text": "#ececec",
    "land": "#5a5a5a",
    "outline": "#b5b5b5",
    "lines": "#6c6c6c",
    "districts": "#8d8d8d",
    "edge": "#fff",
    "halo": "#1b1b1b",
}


def _variables(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


_STYLE = f"""\
:root {{ color-scheme: light dark; --page: #fff; --link: #0a5a83; {_variables(map_svg.LIGHT)} }}
@media (prefers-color-scheme: dark) {{ :root {{ --page: #1b1b1b; --link: #8ecbf0; {_variables(_DARK)} }} }}
{map_svg.STYLE}
body {{ margin: 0 auto; max-width: 64rem; padding: 1rem; font: 1rem/1.5 system-ui, "Segoe UI", Arial, sans-serif;
  background: var(--page); color: var(--text); }}
h1 {{ margin: .5rem 0 0; font-size: 1.6rem; line-height: 1.25; }}
h2 {{ margin: 2rem 0 .5rem; font-size: 1.25rem; }}
.skip {{ position: absolute; left: -100vw; color: var(--link); background: var(--page); padding: .5rem; }}
.skip:focus {{ left: 1rem; }}
figure {{ margin: 1rem 0; position: relative; }}
.map {{ display: block; width: 100%; height: auto; }}
.place {{ cursor: default; }}
.place:focus {{ outline: none; }}
.map .place:focus path, .map .place:hover path {{ stroke: var(--text); stroke-width: 16; }}
.legend {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: .3rem 1rem; margin: 0;
  padding: 0; list-style: none; }}
.legend li {{ display: flex; align-items: baseline; gap: .6rem; }}
.legend span {{ flex: 0 0 1.8rem; text-align: center; font-weight: bold; font-size: .85rem; }}
#tip {{ position: absolute; z-index: 1; max-width: 16rem; padding: .4rem .7rem; border-radius: .3rem;
  background: var(--text); color: var(--page); pointer-events: none; font-size: .95rem; line-height: 1.35; }}
#tip strong {{ display: block; }}
.scroll {{ overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }}
th, td {{ padding: .3rem 1rem .3rem 0; text-align: left; vertical-align: top; }}
thead th {{ border-bottom: 2px solid; white-space: nowrap; }}
tbody th {{ font-weight: normal; }}
tbody th, td {{ border-bottom: 1px solid color-mix(in srgb, currentColor 25%, transparent); }}
th button {{ padding: .2rem 0; border: 0; background: none; color: inherit; font: inherit; font-weight: bold;
  cursor: pointer; }}
th button::after {{ content: "\\a0⇅"; opacity: .6; }}
th[aria-sort=ascending] button::after {{ content: "\\a0▲"; opacity: 1; }}
th[aria-sort=descending] button::after {{ content: "\\a0▼"; opacity: 1; }}
:focus-visible {{ outline: 3px solid var(--link); outline-offset: 2px; }}
footer {{ margin-top: 1.5rem; font-size: .85rem; }}
@media (max-width: 40rem) {{
  .map .label, .map .leader {{ display: none; }}
  .map .letter {{ font-size: 20px; }}
  th, td {{ padding-right: .6rem; }}
}}
@media print {{
  :root {{ --page: #fff; {_variables(map_svg.LIGHT)} }}
  body {{ max-width: none; padding: 0; }}
  figure, tr {{ break-inside: avoid; }}
  h2 {{ break-after: avoid; }}
  .skip, #tip, th button::after {{ display: none; content: none; }}
  .map path, .legend span {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
  .scroll {{ overflow: visible; }}
}}
"""

_SCRIPT = """\
"use strict";
const tip = document.getElementById("tip"), figure = document.querySelector("figure");
function show(place) {
  const name = document.createElement("strong");
  name.textContent = place.dataset.name;
  tip.replaceChildren(name, place.dataset.facts);
  tip.hidden = false;
  const around = figure.getBoundingClientRect(), box = place.getBoundingClientRect();
  const middle = box.left - around.left + box.width / 2 - tip.offsetWidth / 2;
  tip.style.left = Math.max(0, Math.min(middle, around.width - tip.offsetWidth)) + "px";
  const above = box.top - around.top - tip.offsetHeight - 6;
  tip.style.top = (above < 0 ? box.bottom - around.top + 6 : above) + "px";
}
function hide() { tip.hidden = true; }
for (const place of document.querySelectorAll(".place")) {
  place.addEventListener("pointerenter", () => show(place));
  place.addEventListener("focus", () => show(place));
  place.addEventListener("pointerleave", hide);
  place.addEventListener("blur", hide);
}
document.addEventListener("keydown", event => { if (event.key === "Escape") hide(); });
const body = document.querySelector("tbody"), heads = [...document.querySelectorAll("thead th")];
heads.forEach((head, column) => head.firstElementChild.addEventListener("click", () => {
  const turned = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  heads.forEach(other => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", turned > 0 ? "ascending" : "descending");
  const rank = row => Number(row.cells[column].dataset.rank);
  body.append(...[...body.rows].sort((one, other) => turned * (rank(one) - rank(other))));
}));
"""


def write_html(table: Table, out: TextIO) -> None:
    """Write the page, for screens of any size, for paper, and for those who cannot see the map."""
    atlas = map_svg.atlas_of(table)
    title, subtitle, footer = (escape(safe(text)) for text in (table.title, table.subtitle, table.footer))
    skip, members = _("Skip the map, to the table"), _("Members")
    out.write(
        f'<!doctype html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#members">{escape(skip)}</a>\n'
        f"<main>\n<h1>{title}</h1>\n<p>{footer} · {subtitle}</p>\n<figure>\n"
    )
    out.writelines(f"{line}\n" for line in map_svg.picture(table))
    out.write('<div id="tip" aria-hidden="true" hidden></div>\n</figure>\n<ul class="legend">\n')
    out.writelines(f"{line}\n" for line in _legend(atlas))
    out.write("</ul>\n")
    if atlas.elsewhere:
        out.write(f"<p>{escape(safe(atlas.elsewhere))}</p>\n")
    out.write(f'<h2 id="members" tabindex="-1">{escape(members)}</h2>\n')
    if table.rows:
        out.writelines(f"{line}\n" for line in _table(table))
    else:
        out.write(f"<p>{escape(safe(table.empty))}</p>\n")
    out.write(f"</main>\n<footer>{escape(atlas.source)}</footer>\n")
    if table.rows:
        out.write(f"<script>\n{_SCRIPT}</script>\n")
    out.write("</body>\n</html>\n")


def _legend(atlas: Atlas) -> Iterator[str]:
    for entry in map_svg.legend(atlas):
        colour, opacity = entry.colour, "" if entry.sign else f"; opacity: {map_svg.TINT}"
        ink = palette.readable_on(colour)
        swatch = f'<span style="background: {colour}; color: {ink}{opacity}">{entry.sign or "&nbsp;"}</span>'
        yield f"<li>{swatch}{escape(safe(entry.text))}</li>"


def _table(table: Table) -> Iterator[str]:
    """Yield the table; each cell has its place in the order of its column."""
    cells_of = table.cells_of(table.columns)
    texts = [human.texts(column.type, cells) for column, cells in zip(table.columns, cells_of, strict=True)]
    ranks = [_ranks(cells) for cells in cells_of]
    yield '<div class="scroll" tabindex="0" role="region" aria-labelledby="members">\n<table>\n<thead>\n<tr>'
    for index, column in enumerate(table.columns):
        order = ' aria-sort="ascending"' if index == 0 else ""
        yield f'<th scope="col"{order}><button type="button">{escape(column.title)}</button></th>'
    yield "</tr>\n</thead>\n<tbody>"
    for row in range(len(table.rows)):
        cells = []
        for index in range(len(table.columns)):
            tag = 'th scope="row"' if index == 0 else "td"
            cells.append(f'<{tag} data-rank="{ranks[index][row]}">{escape(texts[index][row])}</{tag[:2]}>')
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</tbody>\n</table>\n</div>"


def _ranks(cells: Sequence[Cell]) -> list[int]:
    """Return the place of each cell in the order of all: dates by their days, names by DIN 5007-1, the unknown last."""

    def key(cell: Cell) -> tuple[bool, str, str]:
        if isinstance(cell, Date):
            return False, cell.earliest.isoformat(), cell.latest.isoformat()
        return cell is None, *sort_key(str(cell or ""))

    order = {place: rank for rank, place in enumerate(sorted(set(map(key, cells))))}
    return [order[key(cell)] for cell in cells]
