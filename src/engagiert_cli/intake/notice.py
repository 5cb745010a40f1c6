"""Text without a table: names, one per line, or a notice, letter or mail that names members.

From running text, names are taken if they are enumerated (»A, B und C«) or on lines of their own, and if their
sentence, or the one above the lines, says that they joined and contains no word that is not known to be harmless: any
other word may say that they did not join, or left, or only watched. A date belongs to them if it follows them in
brackets or is the only one in their sentence. Other possible names are told, and left out.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.errors import Place, Refusal
from engagiert_cli.intake.columns import meaning
from engagiert_cli.intake.listing import Listing, Record
from engagiert_cli.intake.phrases import phrase
from engagiert_cli.intake.sentences import NUMBERS, WHEN, date_in, dates, joining, sentences
from engagiert_cli.language import _, named, ngettext
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.register.bodies import is_known
from engagiert_cli.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LONGEST_LINE = 120  # characters of a line that is a name
# What comes before a name in a list: »1.« or a dash.
_BULLET = r"^[ \t>]*(?:(?:[-*+•–·‣▪◦]|\(?[0-9]{1,3}[.)])[ \t]+)"
_BEGINNING = re.compile(f"{_BULLET}|^[\\s>]+")
MAIL = (
    r"(?:From|To|Cc|Date|Sent|Subject|Reply-To|Received|Return-Path|Delivered-To|Message-ID|MIME-Version"
    r"|Content-[\w-]+|X-[\w-]+|Von|An|Datum|Gesendet|Betreff|Antwort an):[ \t]"
)
"""How the lines above a mail begin."""
_DASH = re.compile(r"[ \t>]*[-*+•–·‣▪◦][ \t]")
_GREETING = r"(?:Liebe[rs]?|Hallo|Guten|Sehr geehrte[rs]?|Dear)\b.*[,!][ \t]*$"
# What ends a sentence or occurs in one, but never in a name.
_PROSE = re.compile(
    r"[a-zäöüß]{4}[.!?:](?:$|\s+[A-ZÄÖÜ])|\s[a-zäöüß]{2,}[.!?]$|(?:\S+\s+){4}.*[^\W\d_]{3}[.!?]$"
    r"|[0-9]{4}(?:[.!?]$|,\s)|:$|\b(?i:(?:bei|aus)(?:getreten|tritte?))\b"
    r"|\s(?:trat(?:en)?|unterzeichnet(?:en?)?|sind (?:\w+ )?Mitglied(?:er)?|joined|signed)\b"
)
_NO_NAME = re.compile(
    rf"{_PROSE.pattern}|\(.*[0-9]{{4}}\)\.?$|(?:,|\s[–-])\s*[0-9]{{4}}$|\b[0-9]{{1,2}}\.\s?[0-9]{{1,2}}\.\s?[0-9]{{4}}$"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}|\S\s{2,}[0-9]|^#|^(?:hallo|guten|liebe|sehr geehrte|mit|viele)\b.*[ ,]"
)
_BLOCK = re.compile(
    rf"(?P<items>(?:{_BULLET}.*(?:\n\s*)?)+)|^{MAIL}.*|^{_GREETING}"
    rf"|^.*\S.*\n?(?:(?!{_BULLET}|^{MAIL}|^{_GREETING}|^\w*unterzeichnung\b[^:\n]*:).*\S.*\n?)*",
    re.MULTILINE,
)
_LINE = re.compile(rf"(?:{_BULLET})?(.*\S.*)", re.MULTILINE)
_BETWEEN = re.compile(r"\s*[,;:]\s*(?:(?:und|sowie|and)\s+)?|\s+(?:und|sowie|and|&)\s+")
_BEFORE = re.compile(
    r"(?:(?:auch|neu|nun|jetzt|die|der|den|dem|das|the|kreisfreien?|städten?|gemeinden|kommunen)\s+)+", re.IGNORECASE
)
_DISTRICTS = re.compile(r"\s*(?:(?:auch|die|der|den)\s+)*(?:land)?kreisen?\s+", re.IGNORECASE)
_BRACKETS = re.compile(rf"\s*(?:\(([^()]*)\)|(?:,|\s[–-]|\s)\s*({WHEN}))[\s.:!]*$")
# A word that may begin a name, and up to four after it in the sentence.
_CAPITAL = re.compile(
    r"(?<![\w-])(?=[A-ZÄÖÜ])(?!(?:D(?:ie|e[rmn]|as)|Kreise|Städte|Gemeinden)\b)"
    r"(?=([^\s,;:]{1,60}(?:(?<![^\W\d_]{3}[.!?])\s+[^\s,;:0-9]{1,60}){0,4}))"
)
_ARTICLE = re.compile(r"\b(?:d(?:as|er|ie|e[mns])|zu[mr]|beim|vom|[ia]m|ins|eine?[mnrs]?)\s+$", re.IGNORECASE)
_ROUND = re.compile(r"\b(?:Gründungs|Erst|Zweit|Dritt|Viert|Fünft|Sechst|Siebt|Acht|Neunt|Zehnt)unterzeichnung\b")
# What is enumerated with names, and may be an unknown one.
_UNKNOWN = re.compile(r"\s*([A-ZÄÖÜ][\w.&-]*(?:[ -](?:[A-ZÄÖÜ][\w.&-]*|an der|am|e\.))*)(?:\s*\(([^()]*)\))?")
_LONGEST = 5  # words of a name


class _Name(NamedTuple):
    """A name in the text, where it begins, its date, and whether it certainly joined."""

    name: str
    start: int
    date: Date = UNKNOWN
    has_joined: bool = False


def is_table(lines: Sequence[str]) -> bool:
    """Whether every line has the separators of a table."""
    filled = [line for line in lines if line.strip()]
    return len(filled) > 1 and all(re.search("[;\t|]", line) for line in filled)


def is_notice(lines: Sequence[str]) -> bool:
    """Whether a line is a sentence, or an item after a dash."""
    return any(_PROSE.search(line.strip()) or _DASH.match(line) for line in lines)


def names(path: str, lines: Sequence[str]) -> Listing | None:
    """Return the names as a list; None where the lines are running text or a table.

    There may be a heading above the names.
    """
    bare = (_BEGINNING.sub("", line).strip().rstrip(",; ") for line in lines)
    found = [(row, name) for row, name in enumerate(bare, 1) if name]
    found = found[len(found) > 1 and meaning(found[0][1]) == "name" :]
    is_text = any(len(name) > _LONGEST_LINE or _NO_NAME.search(name) or _is_row(name) for _row, name in found)
    if len(found) > 1 and not _DASH.match(lines[found[0][0] - 1]):  # nor is a heading above dashes
        is_text = is_text or all(_DASH.match(lines[row - 1]) for row, _name in found[1:])
    if not found or is_text or is_table(lines):
        return None

    def place(record: Record, _index: int) -> Place:
        line = lines[record.row - 1].rstrip("\r\n")
        name = str(record.cells[0])
        return Place(path, record.row, line.find(name) + 1, line, len(name))

    return Listing(path, (Record(0, ("name",)), *(Record(row, (name,)) for row, name in found)), place)


def _is_row(line: str) -> bool:
    """Whether a line has several names; a single one may be »Verein für Kultur, Sport und Bildung«."""
    return bool(re.search("[,;]| und ", line)) and sum(map(is_known, _BETWEEN.split(line))) > 1


def read(path: str, text: str) -> Listing:
    """Return the names as a list. Raises `Refusal` where none in the text is certain."""
    text = re.sub(r"\r\n?", "\n", text)
    text = re.sub(r"[^\S\n]{2,}", " ", text)  # thousands would take quadratic time
    found = list(_found(text))
    inside = {place for each in found for place in range(each.start, each.start + len(each.name))}
    found += [each for each in _mentioned(text) if each.start not in inside]
    found.sort(key=lambda name: name.start)
    ended = {
        _same(each.name)
        for block in _BLOCK.finditer(text)
        for start, sentence in (_lines(block) if block["items"] else sentences(block[0], block.start()))
        if phrase("ended").search(sentence)
        for each in found
        if start <= each.start < start + len(sentence)
    }
    names = _once([each for each in found if each.has_joined and _same(each.name) not in ended])
    dated = [each for each in names if each.date.is_known]
    names = dated or names
    rounds = _rounds(text, names) if dated else {}
    taken = {_same(each.name) for each in names}
    left = dict.fromkeys(
        f"{each.name} ({text.count(chr(10), 0, each.start) + 1})" for each in found if _same(each.name) not in taken
    )
    words = named([*left])
    if not names:
        message = _("{path} is running text, in which no names of members were found")
        if left:
            message = _(
                "{path} is running text; of no name in it is it certain whether or when it joined (in line): {words}"
            )
        remedy = _("write the names into it, one per line, and nothing else")
        raise Refusal(message.format(path=path, words=words), (remedy,))

    def place(record: Record, _index: int) -> Place:
        name = names[record.row - 1]
        before, behind = text[: name.start].split("\n"), text[name.start :].partition("\n")[0]
        return Place(path, len(before), len(before[-1]) + 1, before[-1] + behind, len(name.name))

    header = Record(0, ("name", "signed", "round_name") if dated else ("name",))
    records = (
        Record(row, (each.name, each.date, rounds.get(each.date.year, "")) if dated else (each.name,))
        for row, each in enumerate(names, 1)
    )
    return Listing(path, (header, *records), place, notes=tuple(_notes(path, names, rounds, words)))


def _same(name: str) -> str:
    """Return the form in which spellings of a name agree, with or without the kind of a municipality."""
    return fold(re.sub(r"^(?:Stadt|Gemeinde)\s+", "", name))


def _lines(block: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a block without their bullets, each with its start."""
    yield from ((line.start(1), line[1]) for line in _LINE.finditer(block.string, block.start(), block.end()))


def _found(text: str) -> Iterator[_Name]:
    """Yield the names that are enumerated, or on lines of their own."""
    said = ""  # the sentence above the lines
    for block in _BLOCK.finditer(text):
        lines = list(_lines(block))
        if not block["items"] and lines[0][1].rstrip().endswith(":"):
            said, *lines = lines[0][1], *lines[1:]
        names = [_whole(line, start) for start, line in lines]
        if any(names) and (block["items"] or (len(lines) > 1 and all(names))):
            has_joined, date = joining(said)
            for name, (start, line) in zip(names, lines, strict=True):
                each = name or _Name(line.strip(), start)
                yield each._replace(
                    date=each.date if each.date.is_known else date, has_joined=has_joined and each.has_joined
                )
            continue
        for start, sentence in sentences(block[0], block.start()):
            rows = [row for row in _enumerations(sentence, start) if sum(is_known(each.name) for each in row) > 1]
            for row in rows:
                yield from _judged(row, sentence, start, said, is_alone=len(rows) == 1)
            said = "?" if rows else sentence  # a sentence with names of its own is not about the lines below


def _judged(row: Sequence[_Name], sentence: str, start: int, above: str, *, is_alone: bool) -> Iterator[_Name]:
    """Yield the enumerated names of a sentence with their dates, and whether they certainly joined.

    If the sentence says nothing but the names, the one above decides.
    """
    first, last = row[0], row[-1]
    behind = sentence[last.start - start :].removeprefix(last.name)
    if behind == sentence[last.start - start :]:  # »Kreis« said once for several
        behind = behind.removeprefix(last.name.removeprefix("Kreis "))
    kind = "Kreis" if first.name.startswith(("Kreis", "Landkreis")) else ""
    before, behind = sentence[: first.start - start], re.sub(r"^\s*\([^()]*\)", "", behind)
    said = f"{before}¶{kind}{behind}" if re.search(r"\w", before + behind) else above
    has_joined, date = joining(said) if is_alone else (False, UNKNOWN)
    is_certain = True
    if any(name.date.is_known for name in row):
        date = UNKNOWN
    for name in reversed(row):  # a date in brackets holds for those before it, too
        if name.date.is_known or not name.has_joined:
            date, is_certain = name.date, name.has_joined
        yield name._replace(date=date, has_joined=has_joined and is_certain and is_known(name.name))


def _mentioned(text: str) -> Iterator[_Name]:
    """Yield possible names anywhere in the text, except Länder and words after an article."""
    end = 0
    for match in _CAPITAL.finditer(text):
        start = match.start()
        ends = [word.end() for word in re.finditer(r"\S+", match[1])] if start >= end else []
        for length in reversed(ends):
            name = match[1][:length].rstrip('.!?»“"')
            if is_known(name):
                end = start + length
                is_land = is_known(f"Land {name}") and not is_known(f"Stadt {name}")
                if not is_land and (" " in name or not _ARTICLE.search(text[max(0, start - 8) : start])):
                    yield _Name(name, start)
                break


def _enumerations(sentence: str, start: int) -> Iterator[list[_Name]]:
    """Yield the enumerations of names in a sentence, including possible names."""
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
        elif row and (unknown := _UNKNOWN.match(part)):
            date = date_in(unknown[2] or "")
            is_certain = date.is_known or not unknown[2]
            row.append(_Name(unknown[1].rstrip("."), place + unknown.start(1), date, is_certain))
            if end < len(sentence) and unknown.end() == len(part):
                continue
        yield row
        kind = "Kreis " if re.search(r"kreisen?\s+\S+\s*$", part, re.IGNORECASE) else ""
        beginning = _edge(part, place, kind, at_end=True)
        row = [beginning] if beginning else []
    yield row


def _whole(text: str, start: int, kind: str = "") -> _Name | None:
    """Return the name that a text consists of, perhaps with its kind before it and a date in brackets after it."""
    if _DISTRICTS.match(text):  # »Kreise«: several
        return None
    name = text.strip().rstrip(".:!,;")
    start += len(text) - len(text.lstrip())
    date, is_certain = UNKNOWN, True
    brackets = _BRACKETS.search(name)
    if brackets and not is_known(name):
        name = name[: brackets.start()]
        date = date_in(brackets[1] or brackets[2])
        is_certain = date.is_known
    before = _BEFORE.match(name)
    for skipped in (0, before.end() if before else 0):
        bare = name[skipped:]
        if bare[:1].isupper() and len(bare.split()) <= _LONGEST and is_known(kind + bare):
            return _Name(kind + bare, start + skipped, date, is_certain)
    return None


def _edge(text: str, start: int, kind: str, *, at_end: bool) -> _Name | None:
    """Return the longest name at the end of a text, or at its beginning."""
    words = list(re.finditer(r"\S+", text))
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        chosen = words[-length:] if at_end else words[:length]
        begin, end = chosen[0].start(), chosen[-1].end()
        behind = re.match(r"\s*\([^()]*\)", text[end:])
        name = _whole(text[begin : end + (behind.end() if behind else 0)], start + begin, kind)
        if name:
            return name
    return None


def _once(names: Sequence[_Name]) -> list[_Name]:
    """Return each name once, with its most exact date; one with contradicting dates stays twice."""
    found: dict[str, list[_Name]] = {_same(each.name): [] for each in names}
    for each in sorted(names, key=lambda name: name.date.latest - name.date.earliest):
        same = found[_same(each.name)]
        if not any(other.date.within(each.date) for other in same):
            same.append(each)
    return list(chain.from_iterable(found.values()))


def _rounds(text: str, names: list[_Name]) -> dict[Date | None, str]:
    """Return the rounds' names by year, which a date or the number of names beside tells, and make dates exact."""
    years = Counter(each.date.year for each in names)
    found: dict[Date | None, str] = {}
    for _start, sentence in sentences(text):
        called = set(_ROUND.findall(sentence))
        if len(called) != 1:
            continue
        said = [date for date in dates(sentence) if date.is_known]
        words = set(re.findall(r"\w+", sentence.casefold()))
        numbers = {number for number, word in enumerate(NUMBERS, 2) if not words.isdisjoint((word, str(number)))}
        meant = [date.year for date in said] or [year for year, count in years.items() if count in numbers]
        if len(meant) == 1 and meant[0] in years and found.setdefault(meant[0], *called) in called and said:
            names[:] = [each._replace(date=said[0]) if said[0].within(each.date) else each for each in names]
    return found


def _notes(path: str, names: Sequence[_Name], rounds: dict[Date | None, str], left: str) -> Iterator[str]:
    """Yield notes on how the text was understood, and what was left out."""
    yield ngettext(
        "{path} is running text; {count} name of a member was found in it",
        "{path} is running text; {count} names of members were found in it",
        len(names),
    ).format(path=path, count=len(names))
    signed = Counter(each.date for each in names if each.date.is_known)
    if signed:
        told = ", ".join(f"{date} ({signed[date]})" for date in sorted(signed, key=lambda date: date.sort_key))
        yield _("dates found, and for how many: {dates}").format(dates=told)
    if rounds:
        told = ", ".join(f"{name} ({year})" for year, name in rounds.items())
        yield _("names of rounds: {rounds}").format(rounds=told)
    if left:
        yield _("left out, since it is not certain whether or when these joined (in line): {words}").format(words=left)
