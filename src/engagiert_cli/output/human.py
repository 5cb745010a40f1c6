"""How cells look to people, in their language."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from engagiert_cli.language import grouped, percent_of
from engagiert_cli.output.width import is_usual
from engagiert_cli.reports.table import Type
from engagiert_cli.text import is_plain, safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from engagiert_cli.reports.table import Table

RIGHT = frozenset({Type.COUNT, Type.SHARE, Type.AREA})
"""The types that are right-aligned, digit below digit."""

_SMALL = 0.25
_INDENT = "\xa0\xa0"  # non-breaking
_AT_ONCE = 128  # lines written together, which is faster


def shown(
    table: Table, mark: Callable[[str], str] = safe, mark_name: Callable[[str], str] | None = None
) -> list[list[str]]:
    """Return the texts of each column; `mark` is applied to each user text, `mark_name` to each of a list of names."""
    marks = {Type.NAMES: mark_name or mark}
    found = [texts(column.type, map(column.cell, table.rows), marks.get(column.type, mark)) for column in table.columns]
    if table.depth:
        found[0] = [_INDENT * depth + text for depth, text in zip(map(table.depth, table.rows), found[0], strict=True)]
    return found


def texts(type_: Type, cells: Iterable[Any], mark: Callable[[str], str] = safe) -> list[str]:
    """Return the cells of a column as people read them, unknown ones empty; `mark` is applied to each user text."""
    if type_ is Type.TEXT:
        plain = [cell or "" for cell in cells]
        return plain if _is_harmless("".join(plain)) else list(map(mark, plain))
    if type_ is Type.NAMES:
        names = [cell or () for cell in cells]
        joined = list(map(", ".join, names))
        return joined if _is_harmless("".join(joined)) else [", ".join(map(mark, cell)) for cell in names]
    show = cache(_IN_FIGURES[type_])  # a million members share a few dates
    return ["" if cell is None else show(cell) for cell in cells]


def _is_harmless(together: str) -> bool:
    """Whether no text needs escaping; asked once about all, since there may be a million."""
    return is_plain(together) or (together.isprintable() and is_usual(together))


def lines(shape: str, columns: Iterable[Iterable[str]]) -> Iterator[str]:
    """Yield the rows formatted by the shape, such as `%-20s  %5s`: many lines at once, without trailing blanks."""
    shaped = map(shape.__mod__, zip(*columns, strict=True))
    while some := [line.rstrip(" ") for line in islice(shaped, _AT_ONCE)]:
        yield "\n".join([*some, ""])


def count(number: int) -> str:
    """Return a number with grouped thousands, or a dash for 0: `1.234`, `1,234`, `–`."""
    return grouped(number) if number else "–"


def share(part: float) -> str:
    """Return a percentage, `43 %` or `43%`; only nothing shows as 0 and only the whole as 100."""
    percent = f"{part:.0%}"[:-1]
    return percent_of({"0": "<1", "100": ">99"}.get(percent, percent) if 0 < part < 1 else percent)


def whole(shares: Iterable[float | None]) -> float:
    """Return the share that the longest bar stands for: the whole, or the largest if all are small."""
    largest = max((part or 0.0 for part in shares), default=0.0)
    return largest if 0 < largest <= _SMALL else 1.0


_IN_FIGURES: dict[Type, Callable[[Any], str]] = {
    Type.COUNT: count,
    Type.AREA: lambda area: grouped(area, 2),
    Type.SHARE: share,
    Type.DATE: str,
    Type.PERIOD: lambda date: date.in_words,
}
