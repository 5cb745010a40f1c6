"""What pages and pictures share: escaping and measuring text, styles, the frame of a picture."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from engagiert_cli.language import language
from engagiert_cli.lazy import text_of
from engagiert_cli.output.width import wrap
from engagiert_cli.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Widths relative to the font size: the largest of Arial, Helvetica, DejaVu Sans and Segoe UI, rounded up.
_WIDTHS = dict.fromkeys("iljIft.,:;'|!", 0.36) | dict.fromkeys("r-() []/ ", 0.45)
_WIDTHS |= dict.fromkeys("mwMW@–", 1.0) | dict.fromkeys("GOQDHNUCÖÜ", 0.8)
_USUAL, _CAPITAL, _WIDE = 0.64, 0.73, 1.05
_TITLE = 24


def escaped(text: str) -> str:
    """Return a user's text escaped for a page or a picture."""
    return escape(safe(text))


def asset(name: str) -> str:
    """Return the text of a style or a script of this package."""
    return text_of(f"output/pages/{name}")


def on_paper(name: str) -> str:
    """Return a style with the colours for white paper filled in, since word processors do not know CSS variables."""
    colours = dict(re.findall(r"--(\w+): (#\w+);", asset("page.css").partition("}")[0]))
    return re.sub(r"var\(--(\w+)\)", lambda match: colours[match[1]], asset(name))


Frame = tuple[str, float, float, float, str, str]
"""What frames a picture: its kind, origin and size, its title, and a description for screen readers."""


def written(x: float, y: float, text: str, attributes: str = "") -> str:
    """Return text in a picture at a place."""
    return f'<text{attributes} x="{x:.1f}" y="{y:.1f}">{escaped(text)}</text>'


def framed(
    frame: Frame, style: str, above: tuple[float, str, str], words: Iterable[str], inside: Iterable[str]
) -> Iterator[str]:
    """Yield the lines of a picture.

    With a style it stands alone on a white background, with the words around it, and `above` it, from the left edge
    that is told, a heading, which takes as many lines as it needs, and a line; without one it is part of a page,
    which has the words, and in which the places of a map are interactive.
    """
    kind, top, width, height, title, described = frame
    left, heading, lead = above
    rows = wrap(heading, width - 2 * left, measure=lambda part: 1.1 * length(part, _TITLE)) if style else [""]
    higher = 1.2 * _TITLE * (len(rows) - 1)
    top, height = top - higher, height + higher
    role = "img" if style or kind != "map" else "group"
    size = f' width="{width:.0f}" height="{height:.0f}"'
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" viewBox="0 {top:.0f} {width:.0f} {height:.0f}"'
        f' lang="{language()}"{size if style else ""} role="{role}" aria-labelledby="{kind}-title"'
        f' aria-describedby="{kind}-desc">'
    )
    yield f'<title id="{kind}-title">{escaped(title)}</title>'
    yield f'<desc id="{kind}-desc">{escaped(described)}</desc>'
    if style:
        yield f"<style>\n{style}</style>"
        yield f'<rect y="{top:.0f}"{size} fill="#fff"/>'
        for row, text in enumerate(rows):
            yield written(left, 44 - higher + 1.2 * _TITLE * row, text, ' class="title"')
        yield written(left, 70, lead)
        yield from words
    yield from inside
    yield "</svg>"


def length(text: str, size: float) -> float:
    """Return the greatest length of the text, in the unit of the size; bold type is a tenth longer."""
    widths = (
        _WIDTHS.get(letter, _WIDE if letter >= "\u1100" else _CAPITAL if letter.isupper() else _USUAL)
        for letter in text
    )
    return size * sum(widths)
