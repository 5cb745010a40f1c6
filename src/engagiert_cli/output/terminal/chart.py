"""A timeline on a terminal: a line above labelled axes, as wide as the terminal."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, TextIO

from engagiert_cli.language import grouped
from engagiert_cli.output import axes, screen
from engagiert_cli.output.terminal.lines import BAR, END, LOUD, QUIET, heading, joined, paragraph, write_segments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.segment import Segment

    from engagiert_cli.reports.forms import Timeline
    from engagiert_cli.reports.table import Table

_WIDEST, _LEAST_HEIGHT, _HIGHEST = 200, 8, 18


def write_chart(table: Table, timeline: Timeline, out: TextIO) -> None:
    """Draw a timeline for a person at a terminal."""
    write_segments(drawn(table, timeline, screen.size().columns), out)


def drawn(table: Table, timeline: Timeline, room: int) -> Iterator[Segment]:
    """Yield the chart and the words around it, in lines that fit the room."""
    room = min(room, _WIDEST)
    yield from heading(table, room, room)
    if not timeline.steps:
        yield from paragraph(table.empty, room)
        return
    ticks = axes.counts(max(number for _day, number in (*timeline.steps, *timeline.line)))
    margin = max(len(grouped(tick)) for tick in ticks) + 1
    across = max(1, room - margin - 1)
    yield from paragraph(timeline.measure, room)
    yield from _plot(timeline, across, ticks, margin, room)
    yield from _time_axis(timeline, margin, across)
    if table.footer:
        yield END
        yield from paragraph(table.footer, room)


def _plot(timeline: Timeline, across: int, ticks: range, margin: int, room: int) -> Iterator[Segment]:
    """Yield the lines above the time axis, the highest first."""
    # The first column is the first day with a change, the last one the last day.
    first = timeline.line[0][0]
    steps = [(timeline.until - first).days * column // max(1, across - 1) for column in range(across)]
    values = [int(timeline.number_on(first + datetime.timedelta(step)) + 1e-6) for step in steps]
    intervals = len(ticks) - 1
    height = round(min(_HIGHEST, max(_LEAST_HEIGHT, room // 8 + 2)) / intervals) * intervals
    # Even a small number is visible.
    rows = [max(round(value * height / ticks[-1]), 1 if value else 0) for value in values]
    canvas = [[" "] * across for _row in range(height + 2)]  # from the time axis up
    for column, (before, row) in enumerate(zip((rows[0], *rows), rows, strict=False)):
        for between in range(min(before, row) + 1, max(before, row)):
            canvas[between][column] = "│"
        canvas[before][column], canvas[row][column] = "┘┌" if row > before else "┐└" if row < before else "──"
    totals = {total for _day, total in timeline.steps}
    _write_numbers(canvas, [value if value in totals else None for value in values], rows)
    for row in range(height + (set(canvas[-1]) != {" "}), 0, -1):
        tick, rest = divmod(row * intervals, height)
        label, axis = (" ", " ") if row > height else (" ", "│") if rest else (grouped(ticks[tick]), "┤")
        figures = ((letter, BAR if letter in " │─┌┐└┘" else LOUD) for letter in canvas[row])
        yield from joined([(f"{label:>{margin - 1}} ", None), (axis, QUIET), *figures])


def _write_numbers(canvas: Sequence[list[str]], values: Sequence[int | None], rows: Sequence[int]) -> None:
    """Write numbers above the line where they begin, if they fit; none that the line only passes while rising."""
    beside = zip((None, *values), values, (*values[1:], values[-1]), strict=False)
    starts = [column for column, (before, value, after) in enumerate(beside) if before != value == after is not None]
    # The last and the first matter most; the others follow from the left.
    for column in dict.fromkeys((*starts[-1:], *starts[:1], *starts)):
        text = grouped(values[column] or 0)
        line = canvas[rows[column] + 1]
        for left in (column, column + 1, column - len(text) + 1):
            right = left + len(text)
            fits = left >= 0 and right <= len(line) and not "".join(line[left:right]).strip()
            if fits and not any(map(str.isdigit, line[max(0, left - 1) : right + 1])):
                line[left:right] = text
                break


def _time_axis(timeline: Timeline, margin: int, across: int) -> Iterator[Segment]:
    """Yield the axis and the labels below it."""
    first = timeline.line[0][0]
    span = (timeline.until - first).days

    def column(day: datetime.date) -> int:
        return round((day - first).days * (across - 1) / span) if span else 0

    def reach(day: datetime.date, label: str) -> tuple[int, int]:
        start = min(max(0, column(day) - len(label) // 2), max(0, across - len(label)))
        return start, start + len(label) + 2

    marks = axes.times(first, timeline.until, reach)
    marked = {column(day) for day, _label in marks}
    axis = "".join("┬" if place in marked else "─" for place in range(across))
    yield from joined([(f"{'0':>{margin - 1}} ", None), ("└" + axis, QUIET)])
    labels = ""
    for day, label in marks:
        labels = labels.ljust(reach(day, label)[0]) + label
    yield from joined([(" " * (margin + 1) + labels, None)])
