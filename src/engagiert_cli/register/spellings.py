"""How names are looked up in `spellings.tsv`, the table of every spelling of every name.

`scripts/make_spellings.py` makes it when the program is built, and says what stands in it.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from engagiert_cli.register.lines import sorted_lines

if TYPE_CHECKING:
    from engagiert_cli.register.lines import SortedLines

LETTERS = (str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"}), str.maketrans({"ä": "a", "ö": "o", "ü": "u"}))
"""The two ways in which umlauts are lost."""


def table() -> SortedLines:
    """Return the table."""
    return sorted_lines("spellings.tsv")


def words(text: str) -> str:
    """Return the words of the text in lower case, umlauts kept; what stands between them becomes one blank."""
    lower = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    if not lower.isalpha():
        lower = "".join(" " if unicodedata.category(letter)[0] in "PZ" else letter for letter in lower)
    return " ".join(lower.split())


def plain(text: str) -> str:
    """Return such words with ä as ae."""
    return text.translate(LETTERS[0])


def fold(text: str) -> str:
    """Return the form in which spellings agree: lower case, words between single blanks, ä as ae, ß as ss."""
    return plain(words(text))
