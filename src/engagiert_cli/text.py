"""Text as such: how names are compared and ordered, and which characters are invisible or act on their neighbours."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DIGITS = re.compile(r"([0-9][0-9]*+)")  # faster than `[0-9]+`: the engine can search for a leading set
_LONG_NUMBER = 12
MANY = 4096
"""How many texts are examined together, which is faster than one by one."""
_PLAIN = re.compile("[ -~\xa1-\xac\xae-\xff]*+")
_NOT_GERMAN = "[^\0-\x7fäöüßÄÖÜ]"
# Characters without a trace on paper: Unicode's Default_Ignorable_Code_Point, whole as the property has it (the soft
# hyphen, joiners, fillers, variation selectors, bidirectional controls, tags, and what is reserved for more of them),
# and the signs whose very shape is a blank.
_UNSEEN = (
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U00013441\U00013442\U00016fe4\U0001bca0-\U0001bca3\U0001d159"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
LOST = "\ufffd"
"""What programs write for characters that they could not read."""
_MINUS = "\u2212"  # what some write for a hyphen
_BLANKS = "\xa0\u202f"  # which German names contain
_JOINERS = "\u200c\u200d"
_RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
_GREEK_OR_CYRILLIC = "[\u0370-\u052f\u1c80-\u1c8f\u1d26-\u1d2b\u1f00-\u1fff\u2126\ua640-\ua69f\uab65]"
_GERMAN_LETTERS = (("ä", "a"), ("ö", "o"), ("ü", "u"), ("ß", "ss"), ("Ä", "a"), ("Ö", "o"), ("Ü", "u"))
UMLAUTS_LOST = (str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"}), str.maketrans({"ä": "a", "ö": "o", "ü": "u"}))
"""The two ways in which umlauts are lost."""
_WRITTEN_OUT = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l"}


class _HasName(Protocol):
    @property
    def name(self) -> str: ...


_Named = TypeVar("_Named", bound=_HasName)


@cache
def _plain(letter: str) -> str:
    """Return the letter that a letter sorts as."""
    parts = unicodedata.normalize("NFD", letter.casefold())
    return "".join(_WRITTEN_OUT.get(part, part) for part in parts if not unicodedata.combining(part))


def is_plain(text: str) -> bool:
    """Whether all characters are visible Latin-1, as in most names; then none is odd, and each fills one cell."""
    return _PLAIN.fullmatch(text) is not None


def is_german(text: str) -> bool:
    """Whether all characters are ASCII or umlauts, as in most names; then none was read in a wrong encoding."""
    return text.isascii() or not re.search(_NOT_GERMAN, text)


def fold(name: str) -> str:
    """Return the form in which two spellings of one name agree: NFC, case folded, single blanks, nothing invisible."""
    if name.isascii() or is_plain(name):  # and so in NFC, and shows
        return " ".join(name.casefold().split())
    name = unicodedata.normalize("NFC", re.sub(_UNSEEN, "", name))
    return unicodedata.normalize("NFC", " ".join(name.casefold().split()))


def folded(names: Sequence[str]) -> Iterator[str]:
    """Yield `fold` of every name: many at once where they are plain and have single blanks only."""
    for start in range(0, len(names), MANY):
        some = names[start : start + MANY]
        together = "\n".join(some).casefold()
        if is_plain("".join(some)) and not any(blanks in together for blanks in ("  ", "\n ", " \n")):
            yield from map(str.strip, together.split("\n"))
        else:
            yield from map(fold, some)


def words(text: str) -> str:
    """Return the words of the text in lower case with umlauts, one blank between them."""
    lower = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    if not lower.isalpha():
        lower = lower.replace(_MINUS, "-")
        lower = "".join(" " if unicodedata.category(letter)[0] in "PZ" else letter for letter in lower)
    return " ".join(lower.split())


def without_umlauts(words: str) -> str:
    """Return the words with ä as ae, and so on."""
    return words.translate(UMLAUTS_LOST[0])


def fold_words(text: str) -> str:
    """Return the form in which spellings of a body's name agree: its words without umlauts, ß as ss."""
    return without_umlauts(words(text))


def sort_key(name: str) -> str:
    """Return the sort key of a name in DIN 5007-1 order: ä sorts as a, ß as ss; in a tie the plain form comes first.

    Numbers in it sort by their size: Initiative 2 before Initiative 10.
    """
    return f"{_sorting_as(name)}\0{name}"


def by_name(named: Sequence[_Named]) -> list[_Named]:
    """Return the items sorted by name, as `sort_key` orders them."""
    keys: list[str] = []
    for start in range(0, len(named), MANY):  # many at once, several times faster than one by one
        keys += _sorting_as("\0".join([item.name for item in named[start : start + MANY]])).split("\0")
    if len(keys) != len(named) or len(set(keys)) != len(named):
        keys = [sort_key(item.name) for item in named]
    of_each = iter(keys)
    return sorted(named, key=lambda _item: next(of_each))


def _sorting_as(text: str) -> str:
    plain = text
    for letter, sorting in _GERMAN_LETTERS:  # several times faster than any
        plain = plain.replace(letter, sorting)
    plain = plain.lower()
    if not plain.isascii():
        plain = "".join(map(_plain, text))
    parts = _DIGITS.split(plain)
    parts[1::2] = [number.zfill(_LONG_NUMBER) for number in parts[1::2]]
    return "".join(parts)


def shows(text: str) -> bool:
    """Whether every character is visible and acts on none around it."""
    return is_plain(text) or (text.isprintable() and not re.search(_UNSEEN, text))


def _is_odd(text: str, index: int) -> bool:
    """Whether the character there is invisible or acts on others; not blanks of German names, nor needed joiners."""
    character = text[index]
    if shows(character) or character in _BLANKS:
        return False
    # A joiner is needed between letters of a script that is written with it (Arabic, Indic …).
    around = text[max(0, index - 1) : index] + text[index + 1 : index + 2]
    is_joined = all(unicodedata.category(near)[0] in "LM" and ord(near) >= 0x600 for near in around)
    return not (character in _JOINERS and len(around) == 2 and is_joined)


def safe(text: str) -> str:
    r"""Return the text with odd characters as escapes (`\x1b`), so that nothing hides or acts on a terminal."""
    if shows(text):
        return text
    return "".join(
        character.encode("unicode_escape").decode() if _is_odd(text, index) else character
        for index, character in enumerate(text)
    )


def isolated(text: str) -> str:
    """Return the text so that right-to-left letters in it do not reorder the rest of the line."""
    return f"\u2068{text}\u2069" if not is_plain(text) and re.search(_RIGHT_TO_LEFT, text) else text


def displayed(text: str) -> str:
    """Return the text as it can be shown among others on a line: safe, and isolated where needed."""
    return isolated(safe(text))


def odd_characters(text: str) -> list[str]:
    """Return the code points (`U+200B`) of the odd characters in a name."""
    if shows(text):
        return []
    return [f"U+{ord(character):04X}" for index, character in enumerate(text) if _is_odd(text, index)]


def scripts_of(name: str) -> list[str]:
    """Return a letter of each script in the name, with its code point, where look-alike scripts are mixed.

    Latin, Greek and Cyrillic share letter shapes; names in other scripts are accepted as they are.
    """
    if is_plain(name) or not re.search(_GREEK_OR_CYRILLIC, name):
        return []
    letters: dict[str, str] = {}
    for letter in filter(str.isalpha, dict.fromkeys(unicodedata.normalize("NFC", name))):
        script = unicodedata.name(letter, "").partition(" ")[0]
        if script in ("LATIN", "GREEK", "CYRILLIC"):
            letters.setdefault(script, f"{letter} (U+{ord(letter):04X})")
    return list(letters.values()) if len(letters) > 1 else []
