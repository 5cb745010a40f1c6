"""How names are compared and ordered, whatever the register."""

from __future__ import annotations

import os
import re
import unicodedata

_BARE = r"[\w./:+…-]+"
_COMMON = (("ä", "a"), ("ö", "o"), ("ü", "u"), ("ß", "ss"), ("é", "e"))
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
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return text.isprintable()


def fold(name: str) -> str:
    """Return the form in which two spellings of one name agree: NFC, case folded, runs of blanks as one."""
    if name.isascii():
        return " ".join(name.lower().split())
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", name).casefold().split()))


def sort_key(name: str) -> str:
    """Return the place of a name in DIN 5007-1 order: ä sorts as a, ß as ss; where that ties, the plain form first."""
    plain = name.lower()
    if not plain.isascii():
        for letter, written in _COMMON:  # several times faster than to translate, and enough for most names
            plain = plain.replace(letter, written)
        if not plain.isascii():
            plain = name.translate(_PLAIN_LETTERS)
    return f"{plain}\0{name}"


def shell_quoted(word: str) -> str:
    """Return the word as it is typed in a shell: bare, else in quotes within which nothing is run or replaced."""
    if re.fullmatch(_BARE, word):
        return word
    if not set(word) & set('"$`\\!%'):
        return f'"{word}"'  # what cmd.exe, PowerShell and sh all read alike
    return "'" + word.replace("'", "''" if os.name == "nt" else "'\\''") + "'"
