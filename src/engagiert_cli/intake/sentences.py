"""The sentences of a notice: whether those named in one certainly joined, and when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engagiert_cli.ledger.dates import UNKNOWN, Date, NotADate
from engagiert_cli.register.bodies import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBERS = re.findall(
    r"\w+", "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn"
)
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
_NETWORK = r"[\w-]*(?:netzwerke?|bündnis(?:se)?|verbund|verband|verein|initiative|allianz|network|alliance)s?"
_MEMBERS = r"(?:gründungs|netzwerk|neu)?mitglied(?:ern?|s|erliste)?"
_SIGNED = r"(?:gründungs|neu|mit|erst|zweit|dritt|viert|fünft)?unterzeich"
# The words allowed beside names and dates in a sentence that certainly says who joined.
_HARMLESS = re.compile(
    r"a[mn]|auf|i[mn]s?|beim?|zu[mr]?|de[mnrs]|die|das|und|sowie|auch|es|nun|jetzt|seit|damit|somit|anfang|mitte|ende"
    r"|weitere[nr]?|folgend\w+|unsere?|neu(?:e[nrs]?)?|(?:offiziell|feierlich|gemeinsam|kommunal|kreisfrei|erst|zweit"
    r"|dritt)(?:e[nrs]?)?|sind|ist|wurden?|worden|haben?|hat|hinzu|dazu|dabei|vertreten|geworden|beigetreten|trat(?:en)?"
    rf"|{_MEMBERS}|{_SIGNED}(?:net(?:en?)?|nung|ner\w*)|unterschrieben|aufgenommen|beitritte?|ka(?:m|men)"
    r"|(?:hin|da)zugekommen|gehör(?:t|en)|(?:mitglieds)?(?:städte|gemeinde|kommune|kreise)n?|stadt|kreis|land"
    rf"|{_NETWORK}|{'|'.join(NUMBERS)}|runde|jahre?s?|\w+tag|(?:beitritts)?(?:erklärung|urkunde)|charta|vereinbarung"
    r"|resolution|rathaus|festakt|feierstunde|nrw|betreff|subject"
    r"|on|at|the|of|and|also|now|new|have|has|are|is|were|be(?:came|come|en)|members?|since|joined|signed|following|to"
    r"|admitted|our|cities|city|towns?|municipalit\w+|districts?|declaration",
    re.IGNORECASE,
)
_HARMLESS_TOGETHER = re.compile(
    r"(?i:\bals (?:erste[nr]?\b|(?:neue |weitere )?mitglied(?:er)?)|\bas (?:new )?members|\bab sofort|\bwie folgt"
    r"|\baus (?:ganz )?(?:NRW|Nordrhein-Westfalen|Deutschland))\b|[»„\"“][^»„\"“”«]+[«“”\"]"
)
# What comes before names that the sentence is not about: »in Bonn«, »der Städte Bonn«, »die Mitglieder Bonn«.
_OBLIQUE = re.compile(
    r"(?i:\b(?:i[mn]s?|zu[mr]?|a[mn]|auf|beim?|of|at|on|to|\w*mitglied\w*|members?|rathaus|\w+tag|land|de[mns]"
    r"|der(?!\s+¶(?:Land)?kreis))\s+(?:(?:kreisfreien|\w*städten?|\w*gemeinden?|kommunen|\w*kreisen?|stadt)\s+)*¶)"
)
_IN = re.compile(r"\bin ([A-ZÄÖÜ][\w-]+)")
_JOINED = re.compile(
    rf"(?is:\b(?:beigetreten|{_SIGNED}ne(?:t(?:en?)?|r\w*)|unterschrieben|\w+zugekommen|joined|signed"
    r"|admitted|neu)\b|\b(?:neue|new) (?:mitglied|member)|\btrat(?:en)?\b.*\bbei\s*(?:[.:,;!]|und\b|$)"
    r"|\bka(?:m|men)\b.*\b(?:hin|da)zu\b|\bwurden?\b.*\b(?:aufgenommen|mitglied(?:er)?)\b|\bbecame\b.*\bmembers?\b"
    r"|\b(?:aufgenommen|mitglied(?:er)?) (?:wurden?|worden|geworden)\b"
    rf"|^\W*(?:{_SIGNED}nung|beitritte?)[\s()]*(?:[:¶]|$))"
)
_BELONGS = re.compile(
    rf"(?is:\b{_MEMBERS}\b|\bmembers?\b|\bgehör(?:t|en)\b.*\b(?:an|dazu)\b|\bseit\b.*\bdabei\b"
    rf"|^(?=.*\b{_NETWORK}\b).*\b(?:gehör(?:t|en)|vertreten|dabei)\b)"
)
_ENDED = re.compile(
    r"(?i:austr[ei]t|ausgetreten|ausgeschieden|verlass|verlässt|verließ|kündig|beendet|endete?\b|aufgegeben"
    r"|\bruh(?:t|en)\b|nicht mehr|nicht länger|nicht beig|\bleft\b|withdr)"
)


def sentences(text: str, start: int = 0) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a text, each with its start, counted from `start`."""
    yield from ((start + match.start(), match[0]) for match in _SENTENCE.finditer(text))


def has_ended(sentence: str) -> bool:
    """Whether a sentence may say that those named in it left."""
    return bool(_ENDED.search(sentence))


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
    plain = _HARMLESS_TOGETHER.sub("§", sentence)
    rest = _WHEN.sub(" ", plain)
    words = re.findall(r"(?<!¶)\b[^\W\d_][\w-]*", _IN.sub(lambda place: "" if is_known(place[1]) else place[0], rest))
    found = set(dates(plain))
    if "?" in rest or len(found) > 1 or UNKNOWN in found or _OBLIQUE.search(rest):
        return False, UNKNOWN
    if not all(map(_HARMLESS.fullmatch, words)):
        return False, UNKNOWN
    if _JOINED.search(rest) or not sentence:  # lines with nothing above them
        return True, next(iter(found), UNKNOWN)
    since = {_date(when) for when in _WHEN.finditer(plain) if when["since"]}
    return bool(_BELONGS.search(rest)), next(iter(found & since), UNKNOWN)
