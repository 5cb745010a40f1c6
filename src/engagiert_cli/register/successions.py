"""What became of bodies that the register no longer has: mergers, divisions and new keys since 2007.

`successions.tsv` has a line for each, sorted by the old key, from the lists of the statistical offices ("Namens-,
Grenz- und Schlüsseländerungen der Gemeinden"; the last column is the list and its number). The day is the legal one,
empty where it is not known; the share, empty for the whole, is that of the area.
"""

from __future__ import annotations

import datetime
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.register.lines import SortedLines

if TYPE_CHECKING:
    from engagiert_cli.register.bodies import Register


class How(Enum):
    """What happened to a body."""

    RENUMBERED = "renumbered"
    """It has another key, and is the same body."""
    MERGED = "merged"
    SPLIT = "split"


class Fate(NamedTuple):
    """What became of a body whose key is no more."""

    name: str
    """What it was called."""
    how: How
    day: datetime.date | None
    """The day on which it ended or got its new key; None where it is not known."""
    heirs: tuple[str, ...]
    """The keys, of today's register, of what it is or belongs to now, the largest part first."""


class _Succession(NamedTuple):
    day: str
    how: How
    heir: str
    name: str


def fate_of(key: str, register: Register) -> Fate | None:
    """Return what became of the body with that key; None where it never was, or still is."""
    changes = () if register.get(key) else _last_changes(key)
    if not changes:
        return None
    first = changes[0]
    heirs: dict[str, None] = {}
    how, day = first.how, first.day
    for change in changes:
        heir = register.get(change.heir) or register.get(f"{change.heir}000")  # a city that is its own district
        if heir:
            heirs[heir.key] = None
            continue
        later = fate_of(change.heir, register)
        if later is None:
            continue
        heirs.update(dict.fromkeys(later.heirs))
        if how is How.RENUMBERED and later.how is not How.RENUMBERED:  # the same body until that day
            how, day = later.how, later.day.isoformat() if later.day else ""
    return Fate(first.name, how, datetime.date.fromisoformat(day) if day else None, tuple(heirs))


def _last_changes(key: str) -> tuple[_Succession, ...]:
    """Return what happened to the key on its last day; a court may have undone what happened on an earlier one."""
    found = []
    for line in _lines().starting_with(f"{key}\t"):
        _key, day, how, heir, _share, name, _heir_name, _source = line.split("\t")
        if how != "renamed":
            found.append(_Succession(day, How(how), heir, name))
    last = max((change.day for change in found), default="")
    return tuple(change for change in found if change.day == last)


@cache
def _lines() -> SortedLines:
    _head, lines = SortedLines.open("successions.tsv", head=1)
    return lines
