"""A list as it was read, before anybody knows what its columns mean."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

Cell = str | datetime.date
"""A text without blanks around it, empty where there is none, or a day that the file itself calls one."""


class Record(NamedTuple):
    """A line of a list: its number in the file, counted from 1, and its cells."""

    row: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The records of a list, those above its header too; blank ones are left out."""

    path: str
    records: tuple[Record, ...]
    separator: str = " | "
    """What stands between the cells where a record is shown."""
    sheet: str = ""
    """The sheet of a workbook that has others, too."""
