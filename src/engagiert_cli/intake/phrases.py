"""What words in lists and notices tell, from the table beside this module."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path


@cache
def phrase(kind: str) -> re.Pattern[str]:
    """Return the pattern of all that tells this."""
    return re.compile(patterns()[kind], re.IGNORECASE | re.DOTALL)


@cache
def patterns() -> dict[str, str]:
    """Return the text of each pattern by what it tells."""
    found: dict[str, str] = {}
    for line in Path(__file__).with_name("phrases.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            kind, _tab, words = line.partition("\t")
            words = re.sub(r"\{([a-z]+)\}", lambda other: f"(?:{found[other[1]]})", words)
            found[kind] = f"{found[kind]}|{words}" if kind in found else words
    return found
