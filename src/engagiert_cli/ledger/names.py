"""How names are compared and ordered, whatever the register."""

from __future__ import annotations

import unicodedata

_GERMAN_SORTING = str.maketrans({"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O"})


def fold(name: str) -> str:
    """Return the form in which two spellings of one name agree: NFC, case folded, runs of blanks as one."""
    if name.isascii():
        return " ".join(name.lower().split())
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", name).casefold().split()))


def sort_key(name: str) -> tuple[str, str]:
    """Return the place of a name in DIN 5007-1 order: ä sorts as a, ß as ss; where that ties, the plain form first."""
    if name.isascii():
        return name.lower(), name
    letters = unicodedata.normalize("NFD", name.translate(_GERMAN_SORTING))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold(), name


def shell_quoted(word: str) -> str:
    """Return the word as it is typed in a shell or in PowerShell: in double quotes where it has blanks or is empty."""
    return (
        word if word and not set(word) & set(" \t'\"$`\\&|;<>()*?[]#~=%!{}") else '"' + word.replace('"', '\\"') + '"'
    )
