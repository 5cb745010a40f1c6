"""User text at the output edge: nothing in it may act on the terminal, hide, or turn its neighbours round."""

from __future__ import annotations

import re

from engagiert_cli.ledger.names import is_plain

# Printable for Python, yet invisible: Unicode's Default_Ignorable_Code_Point, such as variation selectors and fillers.
_INVISIBLE = "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
_RIGHT_TO_LEFT = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
_HARMLESS = " \xa0\u202f"


def safe(text: str) -> str:
    r"""Return the text with every character that does not show, or that acts on others, as its escape (`\x1b`)."""
    if is_plain(text) or (text.isprintable() and not re.search(_INVISIBLE, text)):
        return text
    from engagiert_cli.ledger.checks import is_needed_joiner

    return "".join(
        character
        if character in _HARMLESS
        or (character.isprintable() and not re.match(_INVISIBLE, character))
        or is_needed_joiner(text, index)
        else character.encode("unicode_escape").decode()
        for index, character in enumerate(text)
    )


def isolated(text: str) -> str:
    """Return the text so that letters written from right to left do not reorder what stands beside it on its line."""
    return f"\u2068{text}\u2069" if not is_plain(text) and re.search(_RIGHT_TO_LEFT, text) else text


def displayed(text: str) -> str:
    """Return the text as it may stand on a line with others: safe, and isolated where that is needed."""
    return isolated(safe(text))
