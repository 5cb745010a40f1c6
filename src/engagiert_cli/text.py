"""What text is: how names are compared and ordered, and which characters in it do not show."""

from __future__ import annotations

import os
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_BARE = r"[\w./:+…-]+"
_FEW = 64  # names that are faster looked for than compared with each of a list
# What no name needs and what changes how a terminal or an editor shows the rest of the line: all but printable
# characters, and the joiners and marks that stay invisible (ZWJ and ZWNJ are judged by the script they stand in).
_ODD = r"[^\x20-\x7e\xa1-\xac\xae-\u024f\u1e00-\u1eff\u2010-\u2014\u2018-\u201f]"
_JOINERS = "\u200c\u200d"
_BLANKS = " \xa0\u202f"
# Printable for Python, yet nothing to see: what Unicode's property Default_Ignorable_Code_Point has beside controls and
# unassigned characters, such as fillers and variation selectors, and the Braille pattern without a dot.
_INVISIBLE = "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
_SHOWN = bytes(code for code in range(256) if chr(code).isprintable())
_WRITTEN_OUT = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l"}


class _PlainLetters(dict[int, str]):
    """For `str.translate`: each letter in the form by which it sorts, found once."""

    def __missing__(self, code: int) -> str:
        letters = unicodedata.normalize("NFD", chr(code).casefold())
        plain = "".join(_WRITTEN_OUT.get(letter, letter) for letter in letters if not unicodedata.combining(letter))
        self[code] = plain
        return plain


_PLAIN_LETTERS = _PlainLetters()


def is_plain(text: str) -> bool:
    """Whether all characters are of Latin-1 and show, as in most names: each fills one cell, and none acts on others.

    What is asked about odd characters needs no further look then.
    """
    try:
        return not text.encode("latin-1").translate(None, _SHOWN)  # faster than to ask the characters
    except UnicodeEncodeError:
        return False


def fold(name: str) -> str:
    """Return the form in which two spellings of one name agree: NFC, case folded, runs of blanks as one."""
    if name.isascii():
        return " ".join(name.lower().split())
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", name).casefold().split()))


def folded(names: Sequence[str]) -> list[str]:
    """Return all names as `fold` does; at once, since a large list is folded to find one body in it."""
    together = _folded_together(names)
    return list(map(fold, names)) if together is None else together[1:-1].split("][")


def count_called(names: Sequence[str], wanted: Collection[str]) -> int:
    """Return how many of the names fold to one of those that are wanted."""
    together = _folded_together(names) if len(wanted) < _FEW else None
    if together is None:
        return sum(map(set(wanted).__contains__, folded(names)))
    return sum(together.count(f"[{name}]") for name in set(wanted))


def _folded_together(names: Sequence[str]) -> str | None:
    """Return all names folded, each in brackets; None where that cannot be done for all at once."""
    together = f"[{']['.join(names)}]"
    if not is_plain(together):  # plain text is in NFC already
        together = unicodedata.normalize("NFC", together)
        if not together.isprintable():
            return None
    # Where all blanks are single ones inside of names, there is nothing more that `fold` would do to them.
    has_own_brackets = {together.count("["), together.count("]")} != {len(names)}
    if has_own_brackets or any(blanks in together for blanks in ("  ", "[ ", " ]")):
        return None
    together = together.casefold()
    return together if together.isascii() else unicodedata.normalize("NFC", together)


def sort_key(name: str) -> str:
    """Return the place of a name in DIN 5007-1 order: ä sorts as a, ß as ss; where that ties, the plain form first."""
    plain = name.lower()
    if not plain.isascii():  # German letters several times faster than any
        plain = plain.replace("ä", "a").replace("ö", "o").replace("ü", "u").replace("ß", "ss")
        if not plain.isascii():
            plain = name.translate(_PLAIN_LETTERS)
    return f"{plain}\0{name}"


def may_be_odd(text: str) -> bool:
    """Whether the text has anything that `odd_characters` and `scripts_of` need look at."""
    return not is_plain(text) and re.search(_ODD, text) is not None


def odd_characters(text: str) -> list[str]:
    """Return the code points (`U+200B`) of characters in a name that do not show or that act on what is around them."""
    if not may_be_odd(text):
        return []
    return [f"U+{ord(character):04X}" for index, character in enumerate(text) if not shows(text, index)]


def shows(text: str, index: int) -> bool:
    """Whether a character of the text shows and acts on no other: a blank does, a joiner where its script needs it."""
    character = text[index]
    if character in _BLANKS or is_needed_joiner(text, index):
        return True
    return character.isprintable() and not re.match(_INVISIBLE, character)


def scripts_of(name: str) -> list[str]:
    """Return a letter of each script in the name with its code point, where scripts are mixed that look alike.

    Latin, Greek and Cyrillic have twins of one shape; names in other scripts are taken as they are.
    """
    if not may_be_odd(name):
        return []
    letters: dict[str, str] = {}
    for letter in filter(str.isalpha, unicodedata.normalize("NFC", name)):
        script = unicodedata.name(letter, "").partition(" ")[0]
        if script in ("LATIN", "GREEK", "CYRILLIC"):
            letters.setdefault(script, f"{letter} (U+{ord(letter):04X})")
    return list(letters.values()) if len(letters) > 1 else []


def is_needed_joiner(text: str, index: int) -> bool:
    """Whether a joiner stands between letters of a script that is written with it (Arabic, Indic …)."""
    return (
        text[index] in _JOINERS
        and 0 < index < len(text) - 1
        and all(
            unicodedata.category(text[near]).startswith(("L", "M")) and ord(text[near]) >= 0x600
            for near in (index - 1, index + 1)
        )
    )


def shell_quoted(word: str) -> str:
    """Return the word as it is typed in a shell: bare, else in quotes within which nothing is run or replaced."""
    if re.fullmatch(_BARE, word):
        return word
    if not set(word) & set('"$`\\!%'):
        return f'"{word}"'  # what cmd.exe, PowerShell and sh all read alike
    return "'" + word.replace("'", "''" if os.name == "nt" else "'\\''") + "'"
