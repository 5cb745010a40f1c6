"""Names a line each, as people write them down: with bullets, numbers and commas, without a header."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engagiert_cli.errors import Place
from engagiert_cli.intake.listing import Listing, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 120  # characters of a line that is a name
BULLET = r"^[ \t>]*(?:(?:[-*+•–·‣▪◦]|\(?[0-9]{1,3}[.)])[ \t]+)"
"""What stands before a name in a list, »1.« or a dash."""
_SENTENCE = re.compile(
    r"[a-zäöüß]{4}[.!?:](?:$|\s+[A-ZÄÖÜ])|,.+(?:,| und | and )|\(.*[0-9]{4}\)\.?$"
    r"|^(?:hallo|guten|liebe|sehr geehrte|mit|viele)\b.*[ ,]"
)


def bare(line: str) -> str:
    """Return the line without its bullet or number, and without what stands between it and the next one."""
    return re.sub(f"^(?:{BULLET})+|^[\\s>]+", "", line).strip().rstrip(",;").rstrip()


def is_table(lines: Sequence[str]) -> bool:
    """Whether each line has the separators of a table."""
    filled = [line for line in lines if line.strip()]
    return len(filled) > 1 and all(re.search("[;\t|]", line) for line in filled)


def read(path: str, lines: Sequence[str]) -> Listing | None:
    """Return the list of the names; None where the lines are those of running text, or of a table."""
    names = [(row, name) for row, line in enumerate(lines, 1) if (name := bare(line))]
    if not names or any(len(name) > _LONGEST or _SENTENCE.search(name) for _row, name in names):
        return None
    if is_table(lines):
        return None

    def place(record: Record, _index: int) -> Place:
        line = lines[record.row - 1].rstrip("\r\n")
        name = str(record.cells[0])
        return Place(path, record.row, line.find(name) + 1, line, len(name))

    return Listing(path, (Record(0, ("name",)), *(Record(row, (name,)) for row, name in names)), place)
