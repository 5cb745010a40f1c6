"""A timeline on a terminal: filled steps above labelled axes, as wide as the terminal is."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from engagiert_cli.output import axes, screen
from engagiert_cli.output.human import count
from engagiert_cli.output.safe import displayed
from engagiert_cli.output.terminal.table import BAR, QUIET, heading, paragraph, write_segments
from engagiert_cli.output.width import width
from engagiert_cli.reports.table import Timeline

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from engagiert_cli.reports.table import Table

_EIGHTHS = " ▁▂▃▄▅▆▇█"
_LINES = "│└─┬▔"
_ASCII_LINES = "|+-+ "
_VALUE = Style(bold=True)
_WIDEST, _LEAST_HEIGHT, _HIGHEST = 200, 8, 18


def write_chart(table: Table, out: TextIO) -> None:
    """Draw a timeline for a person at a terminal."""
    room = screen.columns()
    write_segments(drawn(table, room, has_blocks=screen.takes(out, _EIGHTHS + _LINES)), out)


def drawn(table: Table, room: int, *, has_blocks: bool = True) -> Iterator[Segment]:
    """Yield the chart in lines that fit the room, with the words around it."""
    timeline = table.form
    assert isinstance(timeline, Timeline)
    room = min(room, _WIDEST)
    yield from heading(displayed(table.title), displayed(table.subtitle), room, room)
    if not timeline.steps:
        yield from paragraph(displayed(table.empty), room)
        return
    ticks = axes.counts(max(total for _day, total in timeline.steps))
    margin = max(width(count(tick) if tick else "0") for tick in ticks) + 1
    across = max(1, room - margin - 1)
    values = _sampled(timeline, across)
    for line in (
        [Segment(displayed(timeline.measure), QUIET)],
        *_plot(values, ticks, margin, room, has_blocks=has_blocks),
        *_time_axis(timeline, margin, across, has_blocks=has_blocks),
    ):
        yield from line
        yield Segment("\n")
    if table.footer:
        yield Segment("\n")
        yield from paragraph(displayed(table.footer), room, QUIET)


def _sampled(timeline: Timeline, across: int) -> list[int]:
    """Return the number in each column: the first is the first day with a number, the last is the last day."""
    days = [day for day, _total in timeline.steps]
    span = (timeline.until - days[0]).days
    values = []
    for column in range(across):
        passed = span * column // (across - 1) if across > 1 else span
        step = bisect_right(days, passed, key=lambda day: (day - days[0]).days) - 1
        values.append(timeline.steps[step][1])
    return values


def _plot(values: Sequence[int], ticks: range, margin: int, room: int, *, has_blocks: bool) -> Iterator[list[Segment]]:
    """Yield the lines above the time axis, the highest first."""
    intervals = len(ticks) - 1
    height = min(_HIGHEST, max(_LEAST_HEIGHT, room // 8 + 2)) // intervals * intervals
    lines = _LINES if has_blocks else _ASCII_LINES
    # A number, however small, shows.
    tops = [max(value * height * 8 // ticks[-1], 1 if value else 0) for value in values]
    labels = _values(values, [-(-top // 8) for top in tops])
    for row in range(max((row for row, _column in labels), default=0), height, -1):
        above = [(labels.get((row, column), " "), _VALUE) for column in range(len(values))]
        yield [Segment(" " * (margin + 1)), *_joined(above)]
    for row in range(height, 0, -1):
        tick, rest = divmod(row * intervals, height)
        label = "" if rest else count(ticks[tick])
        ground = " " if rest else lines[4]
        cells: list[tuple[str, Style | None]] = []
        for column, top in enumerate(tops):
            if (letter := labels.get((row, column))) is not None:
                cells.append((letter, _VALUE))
                continue
            eighths = min(8, max(0, top - (row - 1) * 8))
            if eighths and (has_blocks or eighths >= 4 or row == 1):
                cells.append((_EIGHTHS[eighths] if has_blocks else "#", BAR))
            else:
                cells.append((ground, QUIET))
        yield [Segment(f"{label:>{margin - 1}} {lines[0]}", QUIET), *_joined(cells)]


def _values(values: Sequence[int], heights: Sequence[int]) -> dict[tuple[int, int], str]:
    """Return the letters that write a step's number above its start, where there is room, by row and column."""
    starts = [column for column, value in enumerate(values) if column == 0 or value != values[column - 1]]
    taken: dict[tuple[int, int], str] = {}
    # The last and the first say most; those between follow from the left.
    for column in dict.fromkeys((starts[-1], starts[0], *starts)):
        text = count(values[column]) if values[column] else "0"
        left = min(column, len(values) - len(text))
        row = max(heights[left : left + len(text)]) + 1
        around = [
            (other, place) for other in (row - 1, row, row + 1) for place in range(left - 1, left + len(text) + 1)
        ]
        if not any(place in taken for place in around):
            taken |= {(row, left + index): letter for index, letter in enumerate(text)}
    return taken


def _time_axis(timeline: Timeline, margin: int, across: int, *, has_blocks: bool) -> Iterator[list[Segment]]:
    """Yield the axis and the labels under it."""
    _side, corner, line, mark, _ground = tuple(_LINES if has_blocks else _ASCII_LINES)
    first = timeline.steps[0][0]
    span = (timeline.until - first).days

    def start(day: datetime.date, label: str) -> int:
        return min(max(0, column(day) - len(label) // 2), max(0, across - len(label)))

    def column(day: datetime.date) -> int:
        return round((day - first).days * (across - 1) / span) if span else 0

    def fits(marks: Sequence[tuple[datetime.date, str]]) -> bool:
        return axes.side_by_side([start(*mark) for mark in marks], [len(label) for _day, label in marks], 2)

    marks = axes.times(first, timeline.until, fits)
    marked = {column(day) for day, _label in marks}
    axis = "".join(mark if place in marked else line for place in range(across))
    yield [Segment(f"{'0':>{margin - 1}} {corner}{axis}", QUIET)]
    labels = ""
    for day, label in marks:
        labels += " " * (start(day, label) - len(labels)) + label
    yield [Segment(" " * (margin + 1) + labels, QUIET)]


def _joined(cells: Sequence[tuple[str, Style | None]]) -> Iterator[Segment]:
    """Yield the cells, neighbours of one style as one segment, without blanks at the end."""
    while cells and cells[-1][0] == " ":
        cells = cells[:-1]
    text, style = "", None
    for letter, its in cells:
        if its is not style and text:
            yield Segment(text, style)
            text = ""
        text, style = text + letter, its
    if text:
        yield Segment(text, style)
