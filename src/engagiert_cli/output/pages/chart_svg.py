"""A timeline as an SVG picture: filled steps above labelled axes, for paper and for web pages."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from engagiert_cli.language import _, language
from engagiert_cli.output import axes
from engagiert_cli.output.human import count
from engagiert_cli.output.pages.glyphs import length
from engagiert_cli.output.safe import safe
from engagiert_cli.reports.table import Timeline

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from engagiert_cli.reports.table import Table

_WIDTH, _HEIGHT = 960, 480
_LEFT, _RIGHT, _TOP, _BOTTOM = 80, 920, 110, 400
_SMALL, _LARGE = 15, 22

# On white ground of its own, so that it looks the same on a dark page and on paper.
_STYLE = f"""\
text {{ font: {_SMALL}px system-ui, "Segoe UI", Arial, sans-serif; fill: #333; }}
.title {{ font-size: {_LARGE}px; font-weight: bold; fill: #111; }}
.value {{ font-weight: bold; fill: #111; }}
.grid {{ stroke: #ddd; }}
.axis {{ stroke: #666; fill: none; }}
.area {{ fill: #cfe3ee; }}
.line {{ fill: none; stroke: #0a5a83; stroke-width: 3; stroke-linejoin: round; }}
"""


def write_svg(table: Table, out: TextIO) -> None:
    """Draw a timeline as a picture that needs nothing else."""
    timeline = table.form
    assert isinstance(timeline, Timeline)
    title, subtitle = (escape(safe(text)) for text in (table.title, table.subtitle))
    out.write(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
        f' lang="{language()}" role="img" aria-labelledby="title desc">\n'
        f'<title id="title">{title}: {escape(timeline.measure)}</title>\n'
        f'<desc id="desc">{escape(_told(timeline) or table.empty)}</desc>\n'
        f"<style>\n{_STYLE}</style>\n"
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>\n'
        f'<text class="title" x="{_LEFT}" y="40">{title}</text>\n'
        f'<text x="{_LEFT}" y="64">{subtitle}</text>\n'
    )
    if timeline.steps:
        out.writelines(f"{line}\n" for line in _chart(timeline))
    else:
        out.write(f'<text x="{_LEFT}" y="{_TOP}">{escape(safe(table.empty))}</text>\n')
    out.write(f'<text x="{_LEFT}" y="{_HEIGHT - 16}">{escape(safe(table.footer))}</text>\n</svg>\n')


def _told(timeline: Timeline) -> str:
    """Return the picture in words: the number on each day on which it changed."""
    from engagiert_cli.ledger.dates import Date

    steps = [
        _("{date}: {number}").format(date=Date.of_day(day).in_figures, number=count(total) if total else "0")
        for day, total in timeline.steps
    ]
    return "; ".join(steps)


def _chart(timeline: Timeline) -> Iterator[str]:
    first = timeline.steps[0][0]
    span = max(1, (timeline.until - first).days)
    ticks = axes.counts(max(total for _day, total in timeline.steps))

    def across(day: datetime.date) -> float:
        return _LEFT + (day - first).days / span * (_RIGHT - _LEFT)

    def up(total: int) -> float:
        return _BOTTOM - total / ticks[-1] * (_BOTTOM - _TOP)

    def fits(marks: Sequence[tuple[datetime.date, str]]) -> bool:
        widths = [length(label, _SMALL) for _day, label in marks]
        starts = [across(day) - width / 2 for (day, _label), width in zip(marks, widths, strict=True)]
        return axes.side_by_side(starts, widths, 16)

    for tick in ticks:
        yield f'<path class="grid" d="M{_LEFT} {up(tick):.1f}H{_RIGHT}"/>'
        yield f'<text x="{_LEFT - 10}" y="{up(tick) + 5:.1f}" text-anchor="end">{count(tick) if tick else 0}</text>'
    yield f'<text x="{_LEFT}" y="{_TOP - 14}" text-anchor="end" dx="-10">{escape(timeline.measure)}</text>'
    line = f"M{_LEFT} {_BOTTOM}" + "".join(f"H{across(day):.1f}V{up(total):.1f}" for day, total in timeline.steps)
    yield f'<path class="area" d="{line}H{_RIGHT}V{_BOTTOM}Z"/>'
    yield f'<path class="line" d="{line}H{_RIGHT}"/>'
    yield f'<path class="axis" d="M{_LEFT} {_TOP - 8}V{_BOTTOM}H{_RIGHT}"/>'
    for day, label in axes.times(first, timeline.until, fits):
        yield f'<path class="axis" d="M{across(day):.1f} {_BOTTOM}v6"/>'
        yield f'<text x="{across(day):.1f}" y="{_BOTTOM + 24}" text-anchor="middle">{escape(label)}</text>'
    time = _("Time")
    yield f'<text x="{_RIGHT}" y="{_BOTTOM + 46}" text-anchor="end">{escape(time)}</text>'
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
