"""The milestones of a network: when it had 50, 100, 150 members for the first time, as far as that is certain."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence

    from engagiert_cli.ledger.members import Member

_FIRST, _EVERY = 25, 50


class Milestone(NamedTuple):
    """A round number of members that was reached for the first time."""

    number: int
    candidates: Sequence[Member]
    """Those of whom one was the member with this number; where it is one, it is certain."""


def milestones(members: Sequence[Member], day: datetime.date) -> list[Milestone]:
    """Return what was certainly reached by the end of the day, the smallest first."""
    possibly = _reached((m.signed.earliest, m.left and m.left.latest) for m in members)
    certainly = _reached((m.signed.latest, m.left and m.left.earliest) for m in members)
    return [
        Milestone(number, [m for m in members if m.signed.earliest <= last and m.signed.latest >= possibly[number]])
        for number, last in certainly.items()
        if last <= day
    ]


def _reached(memberships: Iterable[tuple[datetime.date, datetime.date | None]]) -> dict[int, datetime.date]:
    """Return the day on which each milestone is reached first, where members come and go so."""
    change: Counter[datetime.date] = Counter()
    for signed, left in memberships:
        if left is None or left > signed:
            change[signed] += 1
            if left:
                change[left] -= 1
    found: dict[int, datetime.date] = {}
    total, next_ = 0, _FIRST
    for day in sorted(change):
        total += change[day]
        while total >= next_:
            found[next_] = day
            next_ = next_ + _EVERY if next_ % _EVERY == 0 else _EVERY
    return found
