"""Dates with the precision that is known: a day, a month, a year, or some time between two of these.

Written `2012-12-05`, `2012-12`, `2012`, `2013-10..2016-06` (either end may be missing). The names of the precisions
and the rule that a date stands for the whole period it names follow ISO 8601 (reduced precision); no date is ever
filled up to a day that nobody knows.
"""

from __future__ import annotations

import datetime
import re
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from engagiert_cli.errors import EngagiertError
from engagiert_cli.language import _, language
from engagiert_cli.lazy import NamedTuple
from engagiert_cli.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_YEAR = r"(?P<year>[1-9][0-9]{3})"
_DAY = r"(?P<day>[0-9]{1,2})"
_MONTH = r"(?P<month>[^\W\d_]{3,})\.?"
_WEEKDAY = r"(?:(?:am|on)\s+)?(?:(?!de[nm]\s)(?P<weekday>[^\W\d_]{2,})\.?,?\s+)?(?:de[nm]\s+)?"
_FORMS = (
    rf"{_YEAR}(?P<sign>[-./])(?P<month>[0-9]{{1,2}})(?P=sign){_DAY}",
    rf"{_WEEKDAY}(?:(?:{_DAY}\.\s*)?(?P<month>[0-9]{{1,2}})[./]\s*)?{_YEAR}",
    rf"{_YEAR}/(?P<month>[0-9]{{2}})",
    rf"{_WEEKDAY}(?:{_DAY}(?:\.|st|nd|rd|th)?\s*)?{_MONTH},?\s*{_YEAR}",
    rf"{_WEEKDAY}{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}",
)
_TIME = (
    r"(?:[t,]\s*|,?\s+)(?P<hour>[0-9]{1,2}):[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?:\s*uhr)?"
    r"\s*(?:(?P<utc>z|utc|gmt|[+-]00:?00)|[+-][0-9]{2}:?[0-9]{2})?$"
)
_LATE = 22
"""The hour of UTC from which it may be the next day in Germany: at midnight there, programs write 22:00Z or 23:00Z."""
_BETWEEN = ".."
_SHAPES = (
    (r"(?:zwischen|between)\s+(.+?)\s+(?:und|and)\s+(.+)", r"\1..\2"),
    (r"([0-9]{4})\s*[-/]\s*([0-9]{4})", r"\1..\2"),
    *(
        (
            rf"(?:q{n}|{n}\D{{,3}}quart(?:al|er))[\s/-]*([0-9]{{4}})|([0-9]{{4}})[\s/-]*q{n}",
            rf"\1\2-{first}..\1\2-{last}",
        )
        for n, first, last in (("1", "01", "03"), ("2", "04", "06"), ("3", "07", "09"), ("4", "10", "12"))
    ),
    (r"(.+) (?:oder später|or later)", r"\1.."),
    (r"(.+) (?:oder früher|or earlier)", r"..\1"),
    (r"(.*?)(?:\s*(?:\.\.|–|—)\s*|\s+(?:-|bis|to)\s+)(.*)", r"\1..\2"),
)
# The names of the months and of the weekdays, German and English.
_MONTHS = (
    "januar january jänner jaenner|februar february feber|märz maerz mrz march|april|mai may|juni june|juli july|"
    "august|september|oktober october|november|dezember december"
)
_WEEKDAYS = (
    "sonntag sunday|montag monday|dienstag tuesday|mittwoch wednesday|donnerstag thursday|freitag friday|"
    "samstag sonnabend saturday"
)
_AS_WRITTEN = "[1-9][0-9]{3}(?:-[0-9]{2}){0,2}"
_MONTH_NUMBERS = range(1, 13)


class NotADate(EngagiertError, ValueError):
    """A text that is not a date; `reason` says why one in the form of a date is not: no such day or month."""

    def __init__(self, text: str, reason: str = "") -> None:
        super().__init__(text, reason)
        self.text = text
        self.reason = reason

    def __str__(self) -> str:
        if self.reason:
            return f"{self.text}: {self.reason}"
        return _('"{text}" is not a date').format(text=self.text)


class Precision(IntEnum):
    """How much of a date is known."""

    BETWEEN = 0
    YEAR = 1
    MONTH = 2
    DAY = 3


class Date(NamedTuple):
    """A date as far as it is known: every day from `earliest` to `latest` is possible, both included.

    An open end is `datetime.date.min` or `.max`. `text` is the canonical form, the one that ledgers hold.
    """

    text: str
    earliest: datetime.date
    latest: datetime.date

    @classmethod
    def parse(cls, text: str) -> Date:
        """Read the form that ledgers hold: `2012-12-05`, `2012-12`, `2012`, `2013-10..2016-06`, `..2016`, `2013..`.

        Raises `ValueError` for any other form and for a date that does not exist.
        """
        return cls._read(text, _iso_part)

    @classmethod
    def parse_typed(cls, text: str) -> Date:
        """Read a date as people and programs write it, and as this one prints it in either language.

        Beside the ledger's form: `5.12.2012`, `12.2012`, `06/2015`, `15. Juni 2015`, `June 2015`; a time is dropped.
        Raises `NotADate` for any other form, such as a year of two digits, and for a date that does not exist.
        """
        plain, reason = fold(text), ""
        for shaped in (str, _between_typed):
            try:
                return cls._read(shaped(plain), _typed_part)
            except NotADate as error:
                reason = error.reason
        raise NotADate(text.strip(), reason)

    @classmethod
    def _read(cls, text: str, part: Callable[[str], Date]) -> Date:
        start, between, end = text.partition(_BETWEEN)
        if not between:
            return part(start)
        first, last = part(start) if start else None, part(end) if end else None
        if first == last and first:
            return first
        if first is last:
            raise NotADate(text)
        if first and last and first.earliest > last.latest:
            raise NotADate(text, _("it ends before it begins"))
        return cls(
            f"{first.text if first else ''}{_BETWEEN}{last.text if last else ''}",
            first.earliest if first else datetime.date.min,
            last.latest if last else datetime.date.max,
        )

    @classmethod
    def of_day(cls, day: datetime.date) -> Date:
        """Return the date that is known to the day."""
        return cls(day.isoformat(), day, day)

    @classmethod
    def spanning(cls, dates: Sequence[Date]) -> Date:
        """Return the most exact date that covers all of these: their month, their year, or the time between."""
        first = min(dates, key=lambda date: date.earliest)
        last = max(dates, key=lambda date: date.latest)
        for length in (10, 7, 4):
            if first.earliest.isoformat()[:length] == last.latest.isoformat()[:length]:
                return cls.parse(first.earliest.isoformat()[:length])
        start, end = first.text.partition(_BETWEEN)[0], last.text.rpartition(_BETWEEN)[2]
        return cls(f"{start}{_BETWEEN}{end}", first.earliest, last.latest)

    @property
    def precision(self) -> Precision:
        """How much of the date is known."""
        return Precision.BETWEEN if _BETWEEN in self.text else Precision(1 + self.text.count("-"))

    @property
    def as_toml(self) -> str:
        """The form in the file: a TOML date where the day is known, else a text."""
        return self.text if self.precision is Precision.DAY else f'"{self.text}"'

    @property
    def is_known(self) -> bool:
        """Whether anything is known of it."""
        return self.text != _BETWEEN

    @property
    def sort_key(self) -> tuple[datetime.date, datetime.date]:
        """Order by the first possible day, then by the last."""
        return self.earliest, self.latest

    def known_on(self, today: datetime.date) -> Date:
        """Return the date cut to `today`, which it cannot lie after: a period that contains today ends today."""
        return self._replace(latest=today) if self.earliest <= today < self.latest else self

    def certainly_before(self, other: Date) -> bool:
        """Whether every possible day lies before every possible day of `other`."""
        return self.latest < other.earliest

    def straddles(self, day: datetime.date) -> bool:
        """Whether it may lie before or after the end of `day`."""
        return self.earliest <= day < self.latest

    @property
    def year(self) -> Date | None:
        """The one year in which every possible day lies, or None."""
        return _period(self.earliest.year) if self.earliest.year == self.latest.year else None

    def within(self, other: Date) -> bool:
        """Whether every possible day is one of `other` too, so that this date is at least as exact."""
        return self.earliest >= other.earliest and self.latest <= other.latest

    @property
    def in_figures(self) -> str:
        """The form for people in figures: `05.12.2012`, `12.2012`, `2012`; in English that of ISO 8601."""
        if language() != "de":
            return self.text.replace(_BETWEEN, "–")
        parts = self.text.split(_BETWEEN)
        return "–".join(".".join(reversed(part.split("-"))) for part in parts)

    @property
    def in_words(self) -> str:
        """The form for people, with the month as a word: `5. Dez. 2012`, `Dez. 2012`, `2012`."""
        return _in_words(self.text, language())

    @property
    def in_full(self) -> str:
        """The form for people, with the month in full: `5. Dezember 2012`, `Dezember 2012`, `2012`."""
        if self.precision in (Precision.YEAR, Precision.BETWEEN):
            return self.in_words
        full = _("January February March April May June July August September October November December").split()
        return self.in_words.replace(_short_month(self.earliest), full[self.earliest.month - 1])

    def __str__(self) -> str:
        """Return the form for sentences: in figures, with open ends in words."""
        return self.in_words if self.text.startswith(_BETWEEN) or self.text.endswith(_BETWEEN) else self.in_figures


UNKNOWN = Date(_BETWEEN, datetime.date.min, datetime.date.max)
"""An unknown day: the date where neither a member nor its round has one."""


@lru_cache(maxsize=4096)  # many members share a date
def _iso_part(text: str) -> Date:
    parts = text.split("-")
    is_written_so = tuple(map(len, parts)) in ((4,), (4, 2), (4, 2, 2)) and text.isascii() and "".join(parts).isdigit()
    if not is_written_so or text.startswith("0"):  # a typing error, not a year before 1000
        raise NotADate(text)
    return _period(*map(int, parts))


@lru_cache(maxsize=4096)
def _in_words(text: str, language_: str) -> str:
    first, between, last = text.partition(_BETWEEN)
    if between:
        start, end = (_in_words(part, language_) if part else "" for part in (first, last))
        if start and end:
            return _("{first} to {last}").format(first=start, last=end)
        if start:
            return _("{date} or later").format(date=start)
        return _("{date} or earlier").format(date=end) if end else _("unknown")
    date = _iso_part(text)
    if date.precision is Precision.YEAR:
        return text
    month = f"{_short_month(date.earliest)} {date.earliest.year}"
    if date.precision is Precision.MONTH:
        return month
    return f"{date.earliest.day}. {month}" if language_ == "de" else f"{date.earliest.day} {month}"


def _short_month(day: datetime.date) -> str:
    """Return the short name of a month from Unicode CLDR, without loading a whole locale."""
    return _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()[day.month - 1]


@lru_cache(maxsize=4096)
def _typed_part(text: str) -> Date:
    plain = text.strip()
    if re.fullmatch(_AS_WRITTEN, plain):  # as most lists have it
        return _iso_part(plain)
    time = re.search(_TIME, plain, re.ASCII) if ":" in plain else None
    if time:
        plain = plain[: time.start()]
        if time["utc"] and int(time["hour"]) >= _LATE:
            raise NotADate(text.strip(), _("in Germany that may be the day after: write the day alone"))
    for found in filter(None, (re.fullmatch(form, plain) for form in _FORMS)):
        year, month, day, weekday = map(found.groupdict().get, ("year", "month", "day", "weekday"))
        number = int(month) if month and month.isdigit() else _called(month, _MONTHS)
        years = _two_years(plain)
        if years and number in _MONTH_NUMBERS:
            reason = _("a month or two years? write {month} or {years}")
            raise NotADate(text.strip(), reason.format(month=f"{year}-{month}", years=years))
        of_week = _called(weekday, _WEEKDAYS)
        if (number or not month) and (not weekday or (of_week and day)):
            date = _period(int(found["year"]), number, int(day) if day else None)
            is_one = date.earliest.isoweekday() % 7
            if of_week and of_week != is_one + 1:
                names = _("Sunday Monday Tuesday Wednesday Thursday Friday Saturday").split()
                raise NotADate(text.strip(), _("that day is a {weekday}").format(weekday=names[is_one]))
            return date
    return _iso_part(plain)


def _two_years(text: str) -> str:
    """Return the meaning of `2012/13`, if the second number is that of the next year, and perhaps of a month, too."""
    first, _stroke, last = text.partition("/")
    follows = len(first) == 4 and text.isascii() and first.isdigit() and last == f"{int(first) + 1}"[2:]
    return f"{first}{_BETWEEN}{int(first) + 1}" if follows else ""


def _called(name: str | None, among: str) -> int | None:
    """Return the number, from 1, of the month or weekday of that name, in full or cut short."""
    called = (number for number, names in enumerate(among.split("|"), 1) if name and f" {name}" in f" {names}")
    return next(called, None)


def _between_typed(text: str) -> str:
    """Return a period as people and programs write it with two dots between its ends; any other text as it is."""
    matches = ((re.fullmatch(pattern, text), shape) for pattern, shape in _SHAPES)
    years = "" if text.endswith(tuple(f"/{number:02}" for number in _MONTH_NUMBERS)) else _two_years(text)
    return next((match.expand(shape) for match, shape in matches if match), years or text)


def _period(year: int, month: int | None = None, day: int | None = None) -> Date:
    """Return the date of that precision; raises `NotADate` with the reason where it does not exist."""
    if month is None:
        return Date(f"{year:04}", datetime.date(year, 1, 1), datetime.date(year, 12, 31))
    text = f"{year:04}-{month:02}"
    if month not in _MONTH_NUMBERS:
        raise NotADate(text, _("there is no month {number}").format(number=month))
    first = datetime.date(year, month, 1)
    # `calendar` would load the system's locale.
    days = 31 if month == 12 else (first.replace(month=month + 1) - first).days
    if day is None:
        return Date(text, first, first.replace(day=days))
    if not 1 <= day <= days:
        reason = _("{month} has {days} days").format(month=_in_words(text, language()), days=days)
        raise NotADate(f"{text}-{day:02}", reason)
    return Date.of_day(datetime.date(year, month, day))
