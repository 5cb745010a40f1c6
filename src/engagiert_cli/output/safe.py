"""User text at the output edge: nothing in it may act on the terminal, hide, or turn its neighbours round."""

from __future__ import annotations

import re

from engagiert_cli.text import is_odd, is_plain, shows

_RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"


def safe(text: str) -> str:
    r"""Return the text with every character that does not show, or that acts on others, as its escape (`\x1b`)."""
    if shows(text):
        return text
    return "".join(
        character.encode("unicode_escape").decode() if is_odd(text, index) else character
        for index, character in enumerate(text)
    )


def isolated(text: str) -> str:
    """Return the text so that letters written from right to left do not reorder what stands beside it on its line."""
    return f"\u2068{text}\u2069" if not is_plain(text) and re.search(_RIGHT_TO_LEFT, text) else text


def displayed(text: str) -> str:
    """Return the text as it may stand on a line with others: safe, and isolated where that is needed."""
    return isolated(safe(text))
