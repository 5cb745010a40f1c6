"""A timeline as an SVG picture: a filled line above labelled axes, for paper, slides and web pages."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TextIO

from engagiert_cli.language import _, grouped
from engagiert_cli.ledger.dates import Date
from engagiert_cli.output import axes
from engagiert_cli.output.pages.markup import framed, length, on_paper, written
from engagiert_cli.output.width import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engagiert_cli.reports.forms import Timeline
    from engagiert_cli.reports.table import Table

_WIDTH = 960
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 920, 120, 400
_SIZE, _ON_A_PHONE = 15, 30
_LINE = 20
_NEAR = 4  # farther from the line, a number would seem to be wrong


class _Plane(NamedTuple):
    """The positions of days, from the left, and of numbers, from above."""

    first: datetime.date
    until: datetime.date
    highest: int
    left: float

    def across(self, day: datetime.date) -> float:
        return self.left + (day - self.first).days / max(1, (self.until - self.first).days) * (_RIGHT - self.left)

    def day(self, across: float) -> datetime.date:
        part = min(1.0, (across - self.left) / (_RIGHT - self.left))
        return self.first + datetime.timedelta(round(part * (self.until - self.first).days))

    def up(self, total: float) -> float:
        return _BOTTOM - total / self.highest * (_BOTTOM - _TOP)


def write_svg(table: Table, timeline: Timeline, out: TextIO) -> None:
    """Draw a timeline as a self-contained picture on a white background."""
    out.writelines(f"{line}\n" for line in picture(table, timeline, style=on_paper("chart.css")))


def picture(table: Table, timeline: Timeline, *, style: str = "") -> Iterator[str]:
    """Yield the lines of the picture; without a style it is part of a page, which has style and words."""
    measure = partial(length, size=_SIZE)
    texts = (table.footer, table.doubts) if style else ()
    notices = [line for text in texts if text for line in wrap(text, _RIGHT - _LEFT, measure=measure)]
    top, height = (0, _BOTTOM + 64 + len(notices) * _LINE) if style else (_TOP - 50, _BOTTOM - _TOP + 90)
    words = [written(_LEFT, _BOTTOM + 60 + number * _LINE, text) for number, text in enumerate(notices)]
    steps = ((Date.of_day(day).in_figures, grouped(total)) for day, total in timeline.steps)
    told = "; ".join(_("{date}: {number}").format(date=date, number=number) for date, number in steps)
    inside = [written(_LEFT, _TOP, table.empty)]
    if timeline.steps:
        inside = list(_chart(timeline, (_SIZE,) if style else (_SIZE, _ON_A_PHONE)))
    title = f"{table.title}: {timeline.measure}"
    above = _LEFT, table.title, table.subtitle
    return framed(("chart", top, _WIDTH, height, title, told or table.empty), style, above, words, inside)


def _chart(timeline: Timeline, sizes: Sequence[int]) -> Iterator[str]:
    """Yield the chart with its words in every size; the style shows the one that suits the screen."""
    ticks = axes.counts(max(number for _day, number in (*timeline.steps, *timeline.line)))
    widest = max(length(grouped(tick), sizes[-1]) for tick in ticks)
    plane = _Plane(timeline.line[0][0], timeline.until, ticks[-1], max(_LEFT, widest + 20))
    start = f"M{plane.left:.1f} "
    for tick in ticks:
        yield f'<path class="grid" d="{start}{plane.up(tick):.1f}H{_RIGHT}"/>'
    corners = [f"{plane.across(day):.1f} {plane.up(total):.1f}" for day, total in timeline.line]
    line = f"{start}{_BOTTOM}L{'L'.join(corners)}H{_RIGHT}"
    yield f'<path class="area" d="{line}V{_BOTTOM}Z"/>'
    yield f'<path class="line" d="{line}"/>'
    yield f'<path class="axis" d="{start}{_TOP - 8}V{_BOTTOM}H{_RIGHT}"/>'
    for size in sizes:
        yield f'<g class="{"usual" if size == _SIZE else "large"}">'
        yield from _words(timeline, plane, ticks, size)
        yield "</g>"


def _words(timeline: Timeline, plane: _Plane, ticks: range, size: int) -> Iterator[str]:
    """Yield the labels of the axes and the numbers at the line."""

    def reach(day: datetime.date, label: str) -> tuple[float, float]:
        half = length(label, size) / 2
        return plane.across(day) - half, plane.across(day) + half + 16

    for tick in ticks:
        yield written(plane.left - 10, plane.up(tick) + size / 3, grouped(tick), ' text-anchor="end"')
    yield written(16, _TOP - 28, timeline.measure)
    for day, label in axes.times(plane.first, plane.until, reach):
        yield f'<path class="axis" d="M{plane.across(day):.1f} {_BOTTOM}v6"/>'
        yield written(plane.across(day), _BOTTOM + 9 + size, label, ' text-anchor="middle"')
    yield from _values(timeline, plane, size)


def _values(timeline: Timeline, plane: _Plane, size: int) -> Iterator[str]:
    """Yield the numbers above the starts of their steps; the last and the first take precedence."""
    on_line = [
        step for step in timeline.steps if abs(plane.up(step[1]) - plane.up(timeline.number_on(step[0]))) < _NEAR
    ]
    places = [(plane.across(day), plane.up(total), grouped(total)) for day, total in on_line]
    line = [(plane.across(day), plane.up(number)) for day, number in timeline.line]
    taken: list[tuple[float, float, float]] = []
    for x, y, text in dict.fromkeys((places[-1], places[0], *places)):
        width = length(text, size) * 1.1
        for left in (min(x + 4, _RIGHT - width), x - width):
            right = left + width
            is_free = all(right + 4 < start or end + 4 < left or abs(y - above) > size for start, end, above in taken)
            if left < plane.left or not is_free:
                continue
            # A later rise would run through a number that is above an earlier day.
            ahead = plane.up(timeline.number_on(plane.day(right)))
            beside = line[bisect_right(line, (left, _BOTTOM)) : bisect_right(line, (right + 4, 0.0))]
            if min([ahead, *(height for _x, height in beside)]) >= y - size / 4:
                taken.append((left, right, y))
                yield written(left, y - size / 2, text, ' class="value"')
                break
