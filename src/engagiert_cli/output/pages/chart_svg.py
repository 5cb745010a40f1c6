"""A timeline as an SVG picture: a filled line above labelled axes, for paper, slides and web pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagiert_cli.language import _, language
from engagiert_cli.output import axes
from engagiert_cli.output.human import count
from engagiert_cli.output.pages.glyphs import length
from engagiert_cli.output.pages.markup import escaped, on_paper

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from engagiert_cli.reports.forms import Timeline
    from engagiert_cli.reports.table import Table

_WIDTH, _HEIGHT = 960, 480
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 920, 110, 400
_SMALL = 15


def write_svg(table: Table, timeline: Timeline, out: TextIO) -> None:
    """Draw a timeline as a picture that needs nothing else, on white ground of its own."""
    out.writelines(f"{line}\n" for line in picture(table, timeline, style=on_paper("chart.css")))


def picture(table: Table, timeline: Timeline, *, style: str = "") -> Iterator[str]:
    """Yield the lines of the picture; without a style it is part of a page, which has the style and the words."""
    top, height = (0, _HEIGHT) if style else (_TOP - 50, _BOTTOM - _TOP + 90)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 {top} {_WIDTH} {height}"'
        + (f' width="{_WIDTH}" height="{height}"' if style else "")
        + f' lang="{language()}" role="img" aria-labelledby="chart-title" aria-describedby="chart-desc">'
    )
    yield f'<title id="chart-title">{escaped(table.title)}: {escaped(timeline.measure)}</title>'
    yield f'<desc id="chart-desc">{escaped(_told(timeline) or table.empty)}</desc>'
    if style:
        yield f"<style>\n{style}</style>"
        yield f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>'
        yield f'<text class="title" x="{_LEFT}" y="40">{escaped(table.title)}</text>'
        yield f'<text x="{_LEFT}" y="64">{escaped(table.subtitle)}</text>'
        yield f'<text x="{_LEFT}" y="{_HEIGHT - 16}">{escaped(table.footer)}</text>'
    if timeline.steps:
        yield from _chart(timeline)
    else:
        yield f'<text x="{_LEFT}" y="{_TOP}">{escaped(table.empty)}</text>'
    yield "</svg>"


def _told(timeline: Timeline) -> str:
    """Return the picture in words: the number on each day on which it changed."""
    from engagiert_cli.ledger.dates import Date

    steps = [
        _("{date}: {number}").format(date=Date.of_day(day).in_figures, number=count(total) if total else "0")
        for day, total in timeline.steps
    ]
    return "; ".join(steps)


def _chart(timeline: Timeline) -> Iterator[str]:
    first = timeline.line[0][0]
    span = max(1, (timeline.until - first).days)
    ticks = axes.counts(max(total for _day, total in timeline.steps))

    def across(day: datetime.date) -> float:
        return _LEFT + (day - first).days / span * (_RIGHT - _LEFT)

    def up(total: float) -> float:
        return _BOTTOM - total / ticks[-1] * (_BOTTOM - _TOP)

    def fits(marks: Sequence[tuple[datetime.date, str]]) -> bool:
        widths = [length(label, _SMALL) for _day, label in marks]
        starts = [across(day) - width / 2 for (day, _label), width in zip(marks, widths, strict=True)]
        return axes.side_by_side(starts, widths, 16)

    for tick in ticks:
        yield f'<path class="grid" d="M{_LEFT} {up(tick):.1f}H{_RIGHT}"/>'
        yield f'<text x="{_LEFT - 10}" y="{up(tick) + 5:.1f}" text-anchor="end">{count(tick) if tick else 0}</text>'
    yield f'<text x="16" y="{_TOP - 26}">{escaped(timeline.measure)}</text>'
    line = f"M{_LEFT} {_BOTTOM}" + "".join(f"L{across(day):.1f} {up(total):.1f}" for day, total in timeline.line)
    yield f'<path class="area" d="{line}H{_RIGHT}V{_BOTTOM}Z"/>'
    yield f'<path class="line" d="{line}H{_RIGHT}"/>'
    yield f'<path class="axis" d="M{_LEFT} {_TOP - 8}V{_BOTTOM}H{_RIGHT}"/>'
    for day, label in axes.times(first, timeline.until, fits):
        yield f'<path class="axis" d="M{across(day):.1f} {_BOTTOM}v6"/>'
        yield f'<text x="{across(day):.1f}" y="{_BOTTOM + 24}" text-anchor="middle">{escaped(label)}</text>'
    yield from _values([(across(day), up(total), count(total) if total else "0") for day, total in timeline.steps])


def _values(places: Sequence[tuple[float, float, str]]) -> Iterator[str]:
    """Yield the numbers above the starts of their steps; the last and the first go before those between."""
    taken: list[tuple[float, float, float]] = []
    for x, y, text in dict.fromkeys((places[-1], places[0], *places)):
        width = length(text, _SMALL)
        left = min(x + 4, _RIGHT - width)
        is_free = all(
            left + width + 4 < start or end + 4 < left or abs(y - height) > _SMALL for start, end, height in taken
        )
        # A later step that is higher runs through what stands above an earlier one.
        crosses = any(x < other < left + width + 4 and height < y for other, height, _text in places)
        if is_free and not crosses:
            taken.append((left, left + width, y))
            yield f'<text class="value" x="{left:.1f}" y="{y - 8:.1f}">{text}</text>'
