"""What words in lists and notices tell, from the table beside this module."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path


@cache
def phrase(kind: str) -> re.Pattern[str]:
    """Return the pattern of all that tells this."""
    return re.compile(_joined(kind), re.IGNORECASE | re.DOTALL)


def _joined(kind: str) -> str:
    whole = "|".join(_table()[kind])
    return re.sub(r"\{([a-z]+)\}", lambda other: f"(?:{_joined(other[1])})", whole)


@cache
def _table() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("phrases.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            kind, _tab, words = line.partition("\t")
            table.setdefault(kind, []).append(words)
    return table
