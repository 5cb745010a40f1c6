"""Bytes to text, as programs of many years wrote it: what they stand for where that is certain, else all readings.

Libraries that tell encodings need long texts; a list has a few umlauts. What it has is names, though, and their letters
tell: no German name has a capital or a sign in the middle of a word of small letters.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_OLD = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "CP850"}  # the letters of CP437 are those of CP850
_MISREAD = (("cp1252", "mac_roman"), ("cp1252", "cp850"), ("mac_roman", "cp1252"), ("cp850", "cp1252"))
_LONGEST = 1 << 14  # characters of a cell that people have typed
_TWO_BYTES = re.compile(rb"[\xc3\xc4\xc5][\x80-\xbf]")
_LOWER, _UPPER = "a-zß-öø-ÿœšž", "A-ZÀ-ÖØ-ÞŒŠŽŸ"
_LETTER = _LOWER + _UPPER
_SIGN = r"[^\w\s\0-\x7f\xa0\xad·’‘´–—"
_INSIDE = (  # of a word, where no name has it
    f"(?<=[{_LOWER}])[À-ÖØ-ÞŒŠŽŸ]|(?<=[{_LETTER}])[À-ÖØ-ÞŒŠŽŸ](?=[{_LOWER}])|(?<![aeiouyäöüAEIOUYÄÖÜ])ß"
    f"|[À-ÖØ-öø-ÿŒœŠšŽžŸ](?=[{_UPPER}][{_LOWER}])|(?<=[{_UPPER}])[à-öø-ÿœšž](?=[{_UPPER}])"
    f"|(?<=[{_LETTER}])(?:{_SIGN}]|[ƒªº¹³])(?=[{_LETTER}])"
)
_WRONG = re.compile(
    f"{_INSIDE}|[\x80-\x9f\ufffdƒ¸]|{_SIGN}„“‚»«‹›¿¡•](?=[{_LETTER}])|(?<=[{_LETTER}])[°€„•‹†‡‰ˆ˜±×÷¬¶¤¦¨¯\u2190-\u25ff]"
)
_FOREIGN = re.compile(r"[^\W\0-\x7fäöüßÄÖÜ]")
_GERMAN = re.compile("[äöüßÄÖÜ]")
_WORD = re.compile(r"[^\s\0;,|\"]*[^\0-\x7f][^\s\0;,|\"]*")
_CELL = re.compile(r"[^;,|\"\t\r\n]*[^\0-\x7f][^;,|\"\t\r\n]*")
_MEANT = {
    character.encode().decode(encoding): character
    for encoding in ("mac_roman", "cp850", "latin-1", "cp1252")
    for character in map(chr, (*range(0x80, 0x180), *range(0x2013, 0x2027), 0x20AC))
    if encoding != "cp1252" or not {0x81, 0x8D, 0x8F, 0x90, 0x9D} & {*character.encode()}
    if character.encode()[:1] in b"\xc2\xc3\xe2" or character.encode()[1] not in b"\x85\x92\x93\x94\x96\x97\xab\xbb"
}
"""What UTF-8 looks like in another encoding, and what it means; no closing quotation mark behind Ä or Å."""
_FIRST, _REST = (
    "".join({re.escape(letter) for garbled in _MEANT for letter in garbled[place]})
    for place in (slice(1), slice(1, None))
)
_GARBLED = re.compile(f"[{_FIRST}](?=[{_REST}])")


class Text(NamedTuple):
    """What bytes say, and in which encoding, where it is an unusual one."""

    text: str
    encoding: str = ""


class _Reading(NamedTuple):
    """What bytes say in an encoding, and how much of it is wrong, or at least foreign, in German names."""

    text: str
    encoding: str
    wrong: int
    foreign: int
    german: int


def decoded(data: bytes, path: str, is_name: Callable[[str], bool]) -> Text:
    """Return the text: UTF-8, UTF-16, else Windows-1252, Mac Roman or CP850, where one is certain.

    Of two that may be, names that are known decide. Raises `Refusal` with both readings where they do not.
    """
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if encoding := "utf-16" if marked else _unmarked(data):
        return Text(_utf_16(data, encoding, path))
    if b"\0" in data[:4096]:
        raise Refusal(_("{path} is not a list that can be read").format(path=path), (_("save it as .xlsx or .csv"),))
    try:
        return Text(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return _old(data, path, error.start, is_name)


def mended(text: str) -> str:
    """Return the text, where UTF-8 in it was read as another encoding and saved so: `LÃ¼nen` is `Lünen`."""
    found = _GARBLED.search(text) if len(text) < _LONGEST else None
    while found:
        start = found.start()
        length = next((length for length in (3, 2) if text[start : start + length] in _MEANT), 0)
        if length:  # what it means may be garbled itself
            text = text[:start] + _MEANT[text[start : start + length]] + text[start + length :]
        found = _GARBLED.search(text, max(0, start - 2) if length else start + 1)
    return text


def meant(text: str) -> tuple[str, str] | None:
    """Return what a text says that was read in a wrong encoding, and a sentence on it; None for any other."""
    if text.isascii():
        return None
    sentence = _('"{text}" seems to be "{reading}", written in {encoding}')
    if (reading := mended(text)) != text:
        return reading, sentence.format(text=text, reading=reading, encoding="UTF-8")
    if not re.search(_INSIDE, text):
        return None
    for read_as, written in _MISREAD:
        try:
            reading = text.encode(read_as).decode(written)
        except UnicodeError:
            continue
        if _GERMAN.search(reading) and not _WRONG.search(reading) and not _FOREIGN.search(reading):
            return reading, sentence.format(text=text, reading=reading, encoding=_OLD[written])
    return None


def _unmarked(data: bytes) -> str:
    """Return which UTF-16 without a mark it is, by where the zeros of its letters are; nothing where it is none."""
    start = data[:4096]
    zeros = (start[1::2].count(0), start[::2].count(0))
    if 4 * max(zeros) < len(start) or min(zeros) > 0:
        return ""
    return "utf-16-le" if zeros[0] else "utf-16-be"


def _utf_16(data: bytes, encoding: str, path: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start & ~1].decode(encoding).count("\n") + 1
        raise Refusal(
            _("{path} is not valid UTF-16: line {line}").format(path=path, line=line), (_("save it again as UTF-8"),)
        ) from None


def _old(data: bytes, path: str, broken: int, is_name: Callable[[str], bool]) -> Text:
    """Return the text of bytes that are no UTF-8, from the first one that is broken on."""
    readings = sorted(
        _readings(data), key=lambda reading: (reading.wrong, reading.foreign, -reading.german * (reading.wrong > 0))
    )
    best = readings[0]
    usual = best.encoding == "cp1252"
    if _TWO_BYTES.search(data) or (best.wrong and not usual):  # umlauts in UTF-8: only a few bytes are broken
        raise Refusal(
            _("{path} is neither UTF-8 nor Windows-1252: byte 0x{byte:02X} in line {line}").format(
                path=path, byte=data[broken], line=data.count(b"\n", 0, broken) + 1
            ),
            (_("save it again as UTF-8"),),
        )
    possible = [
        each
        for each in readings
        if best.german == 0
        or (each.wrong == best.wrong and (each.foreign == best.foreign or each.encoding == "cp1252"))
    ]
    if not usual and len(possible) > 1:
        best = _by_names(possible, path, is_name)
    return Text(best.text, "" if best.encoding == "cp1252" else _OLD[best.encoding])


def _readings(data: bytes) -> Iterator[_Reading]:
    """Yield what the bytes say in each old encoding; where the usual one is right, no other."""
    seen = set()
    for encoding in _OLD:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text in seen:
            continue
        seen.add(text)
        words = " ".join(dict.fromkeys(_WORD.findall(text)))
        wrong, foreign, german = (len(letters.findall(words)) for letters in (_WRONG, _FOREIGN, _GERMAN))
        yield _Reading(text, encoding, wrong, foreign, german)
        if encoding == "cp1252" and not wrong and not foreign:
            return


def _by_names(possible: Sequence[_Reading], path: str, is_name: Callable[[str], bool]) -> _Reading:
    """Return the one reading with names that are known. Raises `Refusal` where there is none, or more than one."""
    known = [each for each in possible if any(map(is_name, map(str.strip, dict.fromkeys(_CELL.findall(each.text)))))]
    if len(known) == 1:
        return known[0]
    text = possible[0].text
    place = next(
        place
        for place, letters in enumerate(zip(*(each.text for each in possible), strict=True))
        if len({*letters}) > 1
    )
    (word,) = (match for match in _WORD.finditer(text) if match.start() <= place < match.end())
    readings = [f'"{each.text[word.start() : word.end()]}" ({_OLD[each.encoding]})' for each in possible]
    raise Refusal(
        _("{path} can be read in more than one way: in line {line}, {readings}").format(
            path=path, line=text.count("\n", 0, place) + 1, readings=", ".join(readings)
        ),
        (_("save it again as UTF-8, or as .xlsx, in the program that it comes from"),),
    )
