"""Two versions in one text, what differs between git's conflict markers: nothing of either is left out."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

OURS, MIDDLE, THEIRS = "<<<<<<< ours", "=======", ">>>>>>> theirs"


def marked(ours: str, theirs: str, line_end: str) -> str:
    """Return two pieces of text between markers, each of which ends its last line."""
    ours, theirs = (piece if not piece or piece.endswith("\n") else piece + line_end for piece in (ours, theirs))
    return f"{OURS}{line_end}{ours}{MIDDLE}{line_end}{theirs}{THEIRS}{line_end}"


def by_lines(ours: str, theirs: str, line_end: str) -> str:
    """Return both texts, what they have in common at the start and at the end once, the rest between markers."""
    first, second = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (ours, theirs))
    if first == second:
        return ours
    start = _alike(zip(first, second, strict=False))
    end = _alike(zip(reversed(first[start:]), reversed(second[start:]), strict=False))
    one, other = ("".join(lines[start : len(lines) - end]) for lines in (first, second))
    return "".join(first[:start]) + marked(one, other, line_end) + "".join(first[len(first) - end :])


def by_bytes(ours: bytes, theirs: bytes) -> bytes:
    """Return two files that need not be text as one that has every byte of both, in the way of `by_lines`."""
    first, second = (version.decode(errors="surrogateescape") for version in (ours, theirs))
    return by_lines(first, second, "\n").encode(errors="surrogateescape")


def _alike(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _pair in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
