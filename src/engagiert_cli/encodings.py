"""Bytes to text, whichever encoding a program of the last forty years wrote: the reading where it is certain.

Libraries that detect encodings need long texts, and a list has a few umlauts. But it has names, and their letters
tell: no German name has a capital or a sign in the middle of a lower-case word.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from functools import cache
from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_OLD = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "CP850"}  # the letters of CP437 are those of CP850
_MISREAD = (("cp1252", "mac_roman"), ("cp1252", "cp850"), ("mac_roman", "cp1252"), ("cp850", "cp1252"))
_LONGEST = 1 << 14  # characters; no cell that somebody typed is longer
_TWO_BYTES = rb"[\xc3\xc4\xc5][\x80-\xbf]"
_LOWER, _UPPER = "a-zß-öø-ÿœšž", "A-ZÀ-ÖØ-ÞŒŠŽŸ"
_LETTER = _LOWER + _UPPER
_SIGN = r"[^\w\s\0-\x7f\xa0\xad·’‘´–—"
_INSIDE = (  # what stands inside a word, but never inside a name
    f"(?<=[{_LOWER}])[À-ÖØ-ÞŒŠŽŸ]|(?<=[{_LETTER}])[À-ÖØ-ÞŒŠŽŸ](?=[{_LOWER}])|(?<![aeiouyäöüAEIOUYÄÖÜ])ß"
    f"|[À-ÖØ-öø-ÿŒœŠšŽžŸ](?=[{_UPPER}][{_LOWER}])|(?<=[{_UPPER}])[à-öø-ÿœšž](?=[{_UPPER}])"
    f"|(?<=[{_LETTER}])(?:{_SIGN}]|[ƒªº¹³])(?=[{_LETTER}])"
)
_WRONG = (
    f"{_INSIDE}|[\x80-\x9f\ufffdƒ¸]|{_SIGN}„“‚»«‹›¿¡•](?=[{_LETTER}])"
    f"|(?<=[{_LETTER}])[°€„•‹†‡‰ˆ˜±×÷¬¶¤¦¨¯\u2190-\u25ff]"
)
_FOREIGN = r"[^\W\0-\x7fäöüßÄÖÜ]"
_GERMAN = "[äöüßÄÖÜ]"
_WORD = r"[^\s\0;,|\"]*[^\0-\x7f][^\s\0;,|\"]*"
_CELL = r"[^;,|\"\t\r\n]*[^\0-\x7f][^;,|\"\t\r\n]*"


def decoded(data: bytes, path: str, is_name: Callable[[str], bool]) -> tuple[str, str]:
    """Return the text, and its encoding where that is unusual: UTF-8, UTF-16, else Windows-1252, Mac Roman or CP850.

    Where several are possible, known names decide. Raises `Refusal` with the readings where they do not.
    """
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    wide = "utf-16" if marked else _unmarked(data)
    if not wide and b"\0" in data[:4096]:
        raise Refusal(_("{path} is not a list that can be read").format(path=path), (_("save it as .xlsx or .csv"),))
    try:
        return data.decode(wide or "utf-8-sig"), ""
    except UnicodeDecodeError as error:
        if not wide:
            return _old(data, path, error.start, is_name)
        line = data[: error.start & ~1].decode(wide).count("\n") + 1
        message = _("{path} is not valid UTF-16: line {line}").format(path=path, line=line)
        raise Refusal(message, (_("save it again as UTF-8"),)) from None


@cache
def _misread() -> tuple[dict[str, str], re.Pattern[str]]:
    """Return what UTF-8 looks like when misread, each with its meaning, and a pattern for where one may begin.

    Ä or Å before a closing quotation mark is left out: people write that.
    """
    characters = list(map(chr, (*range(0x80, 0x180), *range(0x2013, 0x2027), 0x20AC)))
    found = {
        character.encode().decode(encoding): character
        for encoding in ("mac_roman", "cp850", "latin-1", "cp1252")
        for character in characters
        if encoding != "cp1252" or not {0x81, 0x8D, 0x8F, 0x90, 0x9D} & {*character.encode()}
        if character.encode()[:1] in b"\xc2\xc3\xe2" or character.encode()[1] not in b"\x85\x92\x93\x94\x96\x97\xab\xbb"
    }
    first, rest = (re.escape("".join({*"".join(text[part] for text in found)})) for part in (slice(1), slice(1, None)))
    return found, re.compile(f"[{first}](?=[{rest}])")


def mended(text: str) -> str:
    """Return the text with UTF-8 restored that was misread as another encoding and saved so: `LÃ¼nen` is `Lünen`."""
    misread, beginning = _misread()
    found = beginning.search(text) if len(text) < _LONGEST else None
    while found:
        start = found.start()
        length = next((length for length in (3, 2) if text[start : start + length] in misread), 0)
        if length:  # the result may be garbled itself
            text = text[:start] + misread[text[start : start + length]] + text[start + length :]
        found = beginning.search(text, max(0, start - 2) if length else start + 1)
    return text


def meant(text: str) -> tuple[str, str] | None:
    """Return what a misread text was meant to say, and a sentence about it; None where it was not misread."""
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
        if re.search(_GERMAN, reading) and not re.search(f"{_WRONG}|{_FOREIGN}", reading):
            return reading, sentence.format(text=text, reading=reading, encoding=_OLD[written])
    return None


def _unmarked(data: bytes) -> str:
    """Return which UTF-16 without a byte order mark this is, by the places of its zero bytes; empty where it is not."""
    start = data[:4096]
    zeros = (start[1::2].count(0), start[::2].count(0))
    if 4 * max(zeros) < len(start) or min(zeros) > 0:
        return ""
    return "utf-16-le" if zeros[0] else "utf-16-be"


def _old(data: bytes, path: str, broken: int, is_name: Callable[[str], bool]) -> tuple[str, str]:
    """Return the text of bytes that are not UTF-8, the first wrong one at `broken`, and its encoding."""
    readings: dict[str, str] = {}
    for encoding in _OLD:
        with contextlib.suppress(UnicodeDecodeError):
            readings.setdefault(data.decode(encoding), encoding)
    scores: dict[str, tuple[int, int, int]] = {}
    for text, encoding in readings.items():
        words = " ".join(dict.fromkeys(re.findall(_WORD, text)))
        wrong, foreign, german = (len(re.findall(letters, words)) for letters in (_WRONG, _FOREIGN, _GERMAN))
        scores[text] = wrong, foreign, -german * (wrong > 0)
        if encoding == "cp1252" and not wrong + foreign:  # the usual one is right
            break
    ranked = sorted(scores, key=scores.__getitem__)
    best = ranked[0]
    wrong, foreign, _german = scores[best]
    is_usual = readings[best] == "cp1252"
    if re.search(_TWO_BYTES, data) or (wrong and not is_usual):  # it has umlauts in UTF-8, and a few broken bytes
        line = data.count(b"\n", 0, broken) + 1
        message = _("{path} is neither UTF-8 nor Windows-1252: byte 0x{byte:02X} in line {line}")
        raise Refusal(message.format(path=path, byte=data[broken], line=line), (_("save it again as UTF-8"),))
    if not is_usual:
        as_good = [
            text
            for text in ranked
            if not re.search(_GERMAN, best)
            or (scores[text][0] == wrong and (scores[text][1] == foreign or readings[text] == "cp1252"))
        ]
        if len(as_good) > 1:
            best = _by_names({text: _OLD[readings[text]] for text in as_good}, path, is_name)
    return best, "" if readings[best] == "cp1252" else _OLD[readings[best]]


def _by_names(readings: Mapping[str, str], path: str, is_name: Callable[[str], bool]) -> str:
    """Return the one reading with known names. Raises `Refusal` where no reading or more than one has any."""
    known = [text for text in readings if any(map(is_name, map(str.strip, dict.fromkeys(re.findall(_CELL, text)))))]
    if len(known) == 1:
        return known[0]
    place = next(place for place, letters in enumerate(zip(*readings, strict=True)) if len({*letters}) > 1)
    text = next(iter(readings))
    word = next(match for match in re.finditer(_WORD, text) if match.end() > place)
    said = (f'"{each[word.start() : word.end()]}" ({encoding})' for each, encoding in readings.items())
    line = text.count("\n", 0, place) + 1
    message = _("{path} can be read in more than one way: in line {line}, {readings}")
    remedy = _("save it again as UTF-8, or as .xlsx, in the program that it comes from")
    raise Refusal(message.format(path=path, line=line, readings=", ".join(said)), (remedy,))
