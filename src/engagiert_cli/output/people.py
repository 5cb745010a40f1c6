"""How cells look to people, in their language."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from engagiert_cli.language import _, language
from engagiert_cli.ledger.dates import Date, Precision
from engagiert_cli.output.safe import safe
from engagiert_cli.reports.table import Type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engagiert_cli.reports.table import Cell

RIGHT = frozenset({Type.COUNT, Type.SHARE})
"""The types that are read from their last digit, and so stand on the right of their column."""


def texts(type_: Type, cells: Iterable[Cell], mark: Callable[[str], str] = safe) -> list[str]:
    """Return the cells of a column as people read them; what is not known is empty. `mark` treats each user text."""
    show: Callable[[Any], str]
    if type_ is Type.TEXT:
        show = lambda text: mark(str(text))  # noqa: E731
    elif type_ is Type.NAMES:
        show = lambda names: ", ".join(map(mark, names))  # noqa: E731
    else:
        show = _IN_FIGURES[type_]
    return ["" if cell is None else show(cell) for cell in cells]


def count(number: int) -> str:
    """Return a number with its thousands grouped, or a dash for none: `1.234`, `1,234`, `–`."""
    if not number:
        return "–"
    grouped = f"{number:,}"
    return grouped.replace(",", ".") if language() == "de" else grouped


def share(part: float) -> str:
    """Return percent, `43 %` or `43%`; only none is 0 and only the whole is 100."""
    percent = f"{part:.0%}"[:-1]
    if percent == "0" and part > 0:
        percent = "<1"
    elif percent == "100" and part < 1:
        percent = ">99"
    return f"{percent}\xa0%" if language() == "de" else f"{percent}%"


def date(known: Date) -> str:
    """Return a date in figures."""
    return known.in_figures


def period(known: Date) -> str:
    """Return a date with its month as a word: `5. Dez. 2012`, `Dez. 2012`, `2012`, `Okt. 2013 bis Juni 2016`."""
    return _period(known.text, language())


@lru_cache(maxsize=4096)
def _period(text: str, code: str) -> str:
    first, between, last = text.partition("..")
    if between:
        if not first:
            return _("{date} or earlier").format(date=_period(last, code))
        if not last:
            return _("{date} or later").format(date=_period(first, code))
        return _("{first} to {last}").format(first=_period(first, code), last=_period(last, code))
    known = Date.parse(text)
    if known.precision is Precision.YEAR:
        return text
    from babel.dates import format_date

    day = "" if known.precision is Precision.MONTH else "d. " if code == "de" else "d "
    return format_date(known.earliest, f"{day}MMM y", locale=code)


_IN_FIGURES: dict[Type, Callable[[Any], str]] = {
    Type.COUNT: count,
    Type.SHARE: share,
    Type.DATE: date,
    Type.PERIOD: period,
}
