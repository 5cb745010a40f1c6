"""What became of bodies that the register no longer has: mergers, divisions and new keys since 2007.

`successions.tsv` has a line for each, sorted by the old key, from the lists of the statistical offices ("Namens-,
Grenz- und Schlüsseländerungen der Gemeinden"; the last column is the list and its number). The day is the legal one,
empty where it is not known; the share, empty for the whole, is that of the area.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.register.lines import sorted_lines

if TYPE_CHECKING:
    from engagiert_cli.register.bodies import Register


class Fate(NamedTuple):
    """What became of a body whose key is no more."""

    name: str
    """What it was called."""
    renumbered: bool
    """Whether it is the same body, with another key; else it was merged or divided."""
    day: datetime.date | None
    """The day on which it ended or got its new key; None where it is not known."""
    heirs: tuple[tuple[str, str], ...]
    """The keys and names, of today's register, of what it is or belongs to now, the largest part first."""


def fate_of(key: str, register: Register) -> Fate | None:
    """Return what became of the body with that key; None where it never was, or still is."""
    lines = () if register.get(key) else sorted_lines("successions.tsv", head=1).starting_with(f"{key}\t")
    found = [change for change in (line.split("\t") for line in lines) if change[2] != "renamed"]
    if not found:
        return None
    last = max(day for _key, day, *_others in found)
    changes = [change for change in found if change[1] == last]  # a court may have undone what was before
    _key, _day, how, _heir, _share, name, *_others = changes[0]
    renumbered, day = how == "renumbered", datetime.date.fromisoformat(last) if last else None
    heirs: dict[str, str] = {}
    for _key, _day, _how, heir, *_others in changes:
        body = register.get(heir) or register.get(f"{heir}000")  # a city that is its own district
        later = None if body else fate_of(heir, register)
        heirs |= {body.key: body.name} if body else dict(later.heirs) if later else {}
        if renumbered and later and not later.renumbered:  # the same body until that day
            renumbered, day = False, later.day
    return Fate(name, renumbered, day, tuple(heirs.items()))
