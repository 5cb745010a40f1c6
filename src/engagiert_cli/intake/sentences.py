"""The sentences of a notice: whether those named in one certainly joined, and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engagiert_cli.intake.phrases import phrase
from engagiert_cli.ledger.dates import UNKNOWN, Date, NotADate
from engagiert_cli.register.bodies import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBERS = phrase("number").pattern.split("|")
# The full stop of a day, an initial or an abbreviation does not end a sentence.
_SENTENCE = re.compile(
    r"\S.*?(?:(?:[!?]|(?<!\b[0-9])(?<!\b[0-9]{2})(?<!\b[^\W\d_])(?<!\b(?:St|Dr|Nr|ca|lt))(?<!\b(?:bzw|vgl|ggf|Jan|Feb"
    r"|Mär|Mrz|Apr|Jun|Jul|Aug|Sep|Okt|Nov|Dez|Oct|Dec))(?<!\bSept)\.)[.!?\"»“)]*(?=\s+[A-ZÄÖÜ0-9»„\"(]|\s*\Z)|\Z)",
    re.DOTALL,
)
_PART = (
    r"(?:[0-9][0-9./-]*(?:st|nd|rd|th)?\b\.?|\b(?:jan|jän|feb|mär|maer|mar|mrz|apr|mai|may|jun|jul|aug|sep|okt|oct|nov"
    r"|dez|dec)(?:n?er|r?uary?|z|ch|il|[iye]|ust|t|t?em?ber|ober)?\b\.?)"
)
WHEN = (
    r"(?i:(?:\b(?P<since>seit|since)\s+|\b(?:am|im|in|on)\s+|\b)(?:\bde[mn]\s+|\bjahre?\s+)*"
    rf"(?<![\w.])(?P<date>{_PART}(?:(?:\s+|,\s+(?=[0-9]{{4}})){_PART})*))"
)
"""Numbers and months, with the words before them."""
_WHEN = re.compile(WHEN)
_DATED = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])|[0-9]{1,2}[./-]\s?[0-9]{1,2}|[^\W\d_]{3}")
_IN = re.compile(r"\bin ([A-ZÄÖÜ][\w-]+)")


def sentences(text: str, start: int = 0) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a text, each with its start, counted from `start`."""
    yield from ((start + match.start(), match[0]) for match in _SENTENCE.finditer(text))


def date_in(text: str) -> Date:
    """Return the date that a text consists of, or the unknown date for other texts."""
    when = _WHEN.fullmatch(text.strip())
    return _date(when) if when else UNKNOWN


def dates(text: str) -> list[Date]:
    """Return the dates in a text; one in an unknown form is the unknown date."""
    return [_date(when) for when in _WHEN.finditer(text) if _DATED.search(when["date"])]


def _date(when: re.Match[str]) -> Date:
    try:
        return Date.parse_typed(when["date"].rstrip("."))
    except NotADate:
        return UNKNOWN


def joining(sentence: str) -> tuple[bool, Date]:
    """Return whether a sentence (with ¶ for its names, or above them) certainly says that they joined, and when.

    A date counts for who joined, and for who is a member only with »since«.
    """
    plain = phrase("together").sub("§", sentence)
    rest = _WHEN.sub(" ", plain)
    words = re.findall(r"(?<!¶)\b[^\W\d_][\w-]*", _IN.sub(lambda place: "" if is_known(place[1]) else place[0], rest))
    found = set(dates(plain))
    if "?" in rest or len(found) > 1 or UNKNOWN in found or phrase("oblique").search(rest):
        return False, UNKNOWN
    if not all(map(phrase("harmless").fullmatch, words)):
        return False, UNKNOWN
    if phrase("joined").search(rest) or not sentence:  # lines with nothing above them
        return True, next(iter(found), UNKNOWN)
    since = {_date(when) for when in _WHEN.finditer(plain) if when["since"]}
    return bool(phrase("belongs").search(rest)), next(iter(found & since), UNKNOWN)
