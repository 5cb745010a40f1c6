"""What stands against a name or another text that is to be entered, whatever the register."""

from __future__ import annotations

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _
from engagiert_cli.text import odd_characters

TEXT_LIMIT = 200  # characters of a name


def refused_name(name: str) -> Refusal | None:
    """Return what stands against a name whatever the register: it is empty, too long, or has what does not show."""
    if not any(character.isalnum() for character in name):
        return Refusal(
            _('a name without letters: "{name}"').format(name=name) if name.strip() else _("the name is empty"),
            (_("name a body, such as: Witten"),),
        )
    if len(name) > TEXT_LIMIT:
        return Refusal(
            _("a name of {length} characters; at most {limit}").format(length=len(name), limit=TEXT_LIMIT),
            (_("long remarks belong into --note"),),
        )
    return refused_characters(name)


def refused_text(*texts: str | None) -> Refusal | None:
    """Return what stands against the first of the texts that cannot be entered."""
    return next(filter(None, (refused_characters(text) for text in texts if text)), None)


def refused_characters(text: str) -> Refusal | None:
    """Return the refusal of a text with characters that do not show."""
    odd = odd_characters(text)
    if not odd:
        return None
    return Refusal(
        _('characters that do not show, in "{text}": {characters}').format(
            text=text[:TEXT_LIMIT], characters=", ".join(dict.fromkeys(odd))
        ),
        (_("type it anew, in one line"),),
    )
