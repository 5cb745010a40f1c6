"""Text without a table: names a line each, as people write them down, or a notice, a letter, a mail that names members.

In running text, names are taken where several stand in a row (»A, B und C«), or a line each, and it is said there that
they joined: a word alone may mean something else (Essen, Lage, Halle). A date is theirs that stands behind them in
brackets, or is the only one in their sentence. What else may be a name is told, and left out.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.errors import Place, Refusal
from engagiert_cli.intake.listing import Listing, Record
from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.dates import UNKNOWN, Date, NotADate
from engagiert_cli.register.bodies import is_known
from engagiert_cli.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST_LINE = 120  # characters of one that is a name
# What stands before a name in a list, »1.« or a dash.
_BULLET = r"^[ \t>]*(?:(?:[-*+•–·‣▪◦]|\(?[0-9]{1,3}[.)])[ \t]+)"
_NO_NAME = re.compile(
    r"[a-zäöüß]{4}[.!?:](?:$|\s+[A-ZÄÖÜ])|,.+(?:,| und | and )|\(.*[0-9]{4}\)\.?$"
    r"|^(?:hallo|guten|liebe|sehr geehrte|mit|viele)\b.*[ ,]"
)
_BLOCK = re.compile(rf"(?P<items>(?:{_BULLET}.*\n?(?:[^\S\n]*\n)*)+)|(?:(?!{_BULLET}).*\S.*\n?)+", re.MULTILINE)
_LINE = re.compile(rf"^(?>(?:{_BULLET}|[ \t>]+)?)(.*\S.*)", re.MULTILINE)
_SENTENCE = re.compile(r"(?:[^.!?]|(?<![a-zäöüß]{3})(?<!\))(?<![0-9]{4})[.!?]|[.!?](?!\s+[A-ZÄÖÜ»„\"(]))+[.!?]*")
_BETWEEN = re.compile(r"\s*[,;:]\s*(?:(?:und|sowie|and)\s+)?|\s+(?:und|sowie|and|&)\s+")
_BEFORE = re.compile(
    r"(?:(?:auch|neu|nun|jetzt|die|der|den|dem|das|the|kreisfreien?|städten?|gemeinden|kommunen)\s+)+", re.IGNORECASE
)
_DISTRICTS = re.compile(r"\s*(?:(?:auch|die|der|den)\s+)*(?:land)?kreisen?\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*(?:\(([^()]*)\)|[,–-]\s*((?:seit |am )?[0-9. ]*[0-9]{4}))[\s.:!]*$")
_DATE = re.compile(
    r"(?<![\w.])(?:(?:[0-9]{1,2}\.\s?)?(?:[^\W\d_]{3,9}\.?\s|[0-9]{1,2}\.\s?))?(?:19|20)[0-9]{2}(?![0-9])"
)
_JOINED = re.compile(
    r"bei(?:ge)?tr[eia]|tr[eia]t\w*\b.*\bbei\b|unterz|aufgenommen|mitglied|gehör|vertreten|dabei|\bseit\b|join|sign|member",
    re.IGNORECASE | re.DOTALL,
)
_ENDED = re.compile(
    r"ausgetreten|austr[ei]t|verlass|verlässt|gekündigt|nicht mehr|nicht länger|\bleft\b", re.IGNORECASE
)
_ALONE = re.compile(r"\b(?:Stadt|Gemeinde|Kreis|Landkreis|Städteregion)\s+[A-ZÄÖÜ][\w-]+")
_ROUND = re.compile(r"\b(?:Gründungs|Erst|Zweit|Dritt|Viert|Fünft|Sechst|Siebt|Acht|Neunt|Zehnt)unterzeichnung\b")
_NUMBERS = re.findall(
    r"\w+", "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn"
)
_MAY_BE_NAME = re.compile(r"\s*[A-ZÄÖÜ]\S*(?:[ -][A-ZÄÖÜa-zäöüß]\S*){0,3}")
_LONGEST = 6  # words of a name
_TOLD = 10  # words in a note


class _Name(NamedTuple):
    """A name in the text, where it begins, the date that is said with it, and whether it is said that it joined."""

    name: str
    start: int
    date: Date = UNKNOWN
    has_joined: bool = False


def _is_name(text: str) -> bool:
    """Whether a text is a name that is known; a long one is not asked about, which takes long."""
    return len(text.split()) <= _LONGEST and is_known(text)


def is_table(lines: Sequence[str]) -> bool:
    """Whether each line has the separators of a table."""
    filled = [line for line in lines if line.strip()]
    return len(filled) > 1 and all(re.search("[;\t|]", line) for line in filled)


def names(path: str, lines: Sequence[str]) -> Listing | None:
    """Return the list of the names; None where the lines are those of running text, or of a table."""
    matches = [(row, match) for row, line in enumerate(lines, 1) if (match := _LINE.match(line))]
    found = [(row, name) for row, match in matches if (name := match[1].strip().rstrip(",;").rstrip())]
    is_text = any(len(name) > _LONGEST_LINE or _NO_NAME.search(name) for _row, name in found)
    if not found or is_text or is_table(lines):
        return None

    def place(record: Record, _index: int) -> Place:
        line = lines[record.row - 1].rstrip("\r\n")
        name = str(record.cells[0])
        return Place(path, record.row, line.find(name) + 1, line, len(name))

    return Listing(path, (Record(0, ("name",)), *(Record(row, (name,)) for row, name in found)), place)


def read(path: str, text: str) -> Listing:
    """Return the list of the names. Raises `Refusal` where there is none in the text."""
    found = list(_found(text))
    names = _once([each for each in found if each.has_joined])
    if not names:
        message = _("{path} is running text, in which no names of members were found").format(path=path)
        raise Refusal(message, (_("write the names into it, one per line, and nothing else"),))
    dated = [each for each in names if each.date.is_known]
    names = dated or names
    rounds = _rounds(text, names) if dated else {}
    taken = {fold(each.name) for each in names}
    found += (_Name(match[0], match.start()) for match in _ALONE.finditer(text) if _is_name(match[0]))
    left = sorted((each for each in found if fold(each.name) not in taken), key=lambda name: name.start)

    def place(record: Record, _index: int) -> Place:
        name = names[record.row - 1]
        before, behind = text[: name.start].split("\n"), text[name.start :].partition("\n")[0]
        return Place(path, len(before), len(before[-1]) + 1, before[-1] + behind, len(name.name))

    header = Record(0, ("name", "signed", "round_name") if dated else ("name",))
    records = (
        Record(row, (each.name, each.date, rounds.get(each.date.year, "")) if dated else (each.name,))
        for row, each in enumerate(names, 1)
    )
    return Listing(path, (header, *records), place, notes=tuple(_notes(path, text, names, rounds, left)))


def _found(text: str) -> Iterator[_Name]:
    """Yield the names that stand in a row, or a line each."""
    said = ""  # before the lines
    for block in _BLOCK.finditer(text):
        lines = [(line[1], line.start(1)) for line in _LINE.finditer(text, block.start(), block.end())]
        names = [_whole(*line) for line in lines]
        if block["items"] or (len(lines) > 1 and all(names)):
            row = [name or _Name(line.strip(), start) for name, (line, start) in zip(names, lines, strict=True)]
            yield from _judged(row, said, least=1)
        else:
            for sentence in _SENTENCE.finditer(block[0]):
                said = sentence[0]
                for row in _enumerations(said, block.start() + sentence.start()):
                    yield from _judged(row, said, least=2)


def _judged(row: Sequence[_Name], said: str, *, least: int) -> Iterator[_Name]:
    """Yield the names of a row with their dates, and whether it is said that they joined, or when."""
    known = [name for name in row if _is_name(name.name)]
    if len(known) < least:
        return
    dated = any(name.date.is_known for name in row)
    in_sentence = set(_dates(said))
    date = in_sentence.pop() if len(in_sentence) == 1 and not dated else UNKNOWN
    has_joined = (dated or bool(_JOINED.search(said)) or not said) and not _ENDED.search(said)
    for name in reversed(row):  # what stands in brackets is said of those before it, too
        date = name.date if name.date.is_known else date
        yield name._replace(date=date, has_joined=has_joined and name in known)


def _enumerations(sentence: str, start: int) -> Iterator[list[_Name]]:
    """Yield the rows of names in a sentence, with what may be one between them."""
    row: list[_Name] = []
    kind = ""
    edges = [0, *chain.from_iterable(match.span() for match in _BETWEEN.finditer(sentence)), len(sentence)]
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        part, place = sentence[begin:end], start + begin
        districts = _DISTRICTS.match(part)
        if districts and _whole(part[districts.end() :], place, "Kreis "):
            part, place, kind = part[districts.end() :], place + districts.end(), "Kreis "
        kind = "" if _BEFORE.match(part.lstrip()) else kind
        if name := _whole(part, place, kind):
            row.append(name)
            continue
        if row and (ending := _edge(part, place, kind, at_end=False)):
            row.append(ending)
        elif row and end < len(sentence) and _MAY_BE_NAME.fullmatch(part):
            row.append(_Name(part.strip(), place))
            continue
        yield row
        kind = "Kreis " if re.search(r"kreisen?\s+\S+\s*$", part, re.IGNORECASE) else ""
        beginning = _edge(part, place, kind, at_end=True)
        row = [beginning] if beginning else []
    yield row


def _whole(text: str, start: int, kind: str = "") -> _Name | None:
    """Return the name that a text consists of, perhaps with what it is before it, and a date in brackets behind it."""
    if _DISTRICTS.match(text):  # of several
        return None
    name = text.strip().rstrip(".:!,;")
    start += len(text) - len(text.lstrip())
    date = UNKNOWN
    brackets = _BRACKETS.search(name)
    if brackets and not _is_name(name):
        name = name[: brackets.start()]
        date = next(iter(_dates(brackets[1] or brackets[2])), UNKNOWN)
    before = _BEFORE.match(name)
    for skipped in (0, before.end() if before else 0):
        bare = name[skipped:]
        if bare[:1].isupper() and _is_name(kind + bare):
            return _Name(kind + bare, start + skipped, date)
    return None


def _edge(text: str, start: int, kind: str, *, at_end: bool) -> _Name | None:
    """Return the longest name with which a text ends, or begins."""
    words = list(re.finditer(r"\S+", text))
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        chosen = words[-length:] if at_end else words[:length]
        begin, end = chosen[0].start(), chosen[-1].end()
        behind = re.match(r"\s*\([^()]*\)", text[end:])
        name = _whole(text[begin : end + (behind.end() if behind else 0)], start + begin, kind)
        if name:
            return name
    return None


def _dates(text: str) -> list[Date]:
    """Return the dates in a text: of what is none as a whole, the year."""
    found = []
    for match in _DATE.finditer(text):
        try:
            found.append(Date.parse_typed(match[0]))
        except NotADate:
            found.append(Date.parse(match[0][-4:]))
    return found


def _once(names: Sequence[_Name]) -> list[_Name]:
    """Return each name once, with the most exact date that is said of it; those of different dates stay two."""
    in_text = sorted(names, key=lambda name: name.start)
    found: dict[str, list[_Name]] = {fold(each.name): [] for each in in_text}
    for each in sorted(in_text, key=lambda name: name.date.latest - name.date.earliest):
        same = found[fold(each.name)]
        if not any(other.date.within(each.date) for other in same):
            same.append(each)
    return list(chain.from_iterable(found.values()))


def _rounds(text: str, names: list[_Name]) -> dict[Date | None, str]:
    """Return what the rounds are called by their years, and make dates exact: by a date beside it, or their number."""
    years = Counter(each.date.year for each in names)
    found: dict[Date | None, str] = {}
    for sentence in _SENTENCE.finditer(text):
        called = set(_ROUND.findall(sentence[0]))
        if len(called) != 1:
            continue
        dates = _dates(sentence[0])
        words = set(re.findall(r"\w+", sentence[0].casefold()))
        numbers = {number for number, word in enumerate(_NUMBERS, 2) if not words.isdisjoint((word, str(number)))}
        meant = [date.year for date in dates] or [year for year, count in years.items() if count in numbers]
        if len(meant) == 1 and meant[0] in years and found.setdefault(meant[0], *called) in called and dates:
            names[:] = [each._replace(date=dates[0]) if dates[0].within(each.date) else each for each in names]
    return found


def _notes(
    path: str, text: str, names: Sequence[_Name], rounds: dict[Date | None, str], left: Sequence[_Name]
) -> Iterator[str]:
    """Yield what was taken for what in the text, and what was left."""
    yield ngettext(
        "{path} is running text; {count} name of a member was found in it",
        "{path} is running text; {count} names of members were found in it",
        len(names),
    ).format(path=path, count=len(names))
    signed = Counter(each.date for each in names if each.date.is_known)
    if signed:
        told = ", ".join(f"{date} ({signed[date]})" for date in sorted(signed, key=lambda date: date.sort_key))
        yield _("dates were found for so many of them: {dates}").format(dates=told)
    if rounds:
        told = ", ".join(f"{name} ({year})" for year, name in rounds.items())
        yield _("names of rounds: {rounds}").format(rounds=told)
    if left:
        words = list(dict.fromkeys(f"{each.name} ({text.count(chr(10), 0, each.start) + 1})" for each in left))
        yield _("left out, since it is not certain that these joined, or when (in line): {words}").format(
            words=", ".join(words[:_TOLD]) + (", …" if len(words) > _TOLD else "")
        )
