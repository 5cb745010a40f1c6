"""Comparing two versions of a ledger: which entries correspond, what each says, and what has become of it."""

from __future__ import annotations

import itertools
from collections import defaultdict
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from engagiert_cli.ledger.members import Member, Round, identities, said_of
from engagiert_cli.text import fold, sort_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from engagiert_cli.ledger.document import Document
    from engagiert_cli.ledger.members import Ledger, Network
    from engagiert_cli.register.bodies import Register

Key = tuple[str, str, int]
"""The table, the identity of the entry in it, and its number among several of one identity."""
Known = tuple[Any, dict[str, object]]
"""An entry, or None, and its fields that the format does not know."""
_Entry = tuple[str, int | None]
"""The table, and the index of an entry in it."""


def keys_of(ledger: Ledger, base: Ledger, identify: Callable[[Member], str]) -> dict[_Entry, Key]:
    """Return the key of each entry: a round's id, or the body and the number of its membership in the base."""
    keys: dict[_Entry, Key] = {("network", 0): ("network", "", 0)}
    keys |= {("rounds", index): ("rounds", round_.id, 0) for index, round_ in enumerate(ledger.rounds)}
    earlier = _of_bodies(base, identify)
    for body, places in _of_bodies(ledger, identify).items():
        were = earlier[body]
        numbers, new = {index: number for number, index in enumerate(were)}, itertools.count(len(were))
        for first, index in _matched(base, were, ledger, places):
            if index is not None:
                keys["members", index] = ("members", body, next(new) if first is None else numbers[first])
    return keys


def said(document: Document, base: Ledger, identify: Callable[[Member], str]) -> dict[tuple[Key, str], str]:
    """Return every field of every entry with its value."""
    keys = keys_of(document.ledger, base, identify)
    return {
        (keys[table, index], name): repr(value)
        for table, entries in _entries(document).items()
        for index, (entry, more) in enumerate(entries)
        for name, value in (said_of(entry) | more).items()
        if value is not None
    }


def _entries(document: Document) -> dict[str, list[Known]]:
    """Return the entries of each table with their unknown fields; those outside all tables go to the network."""
    more: defaultdict[_Entry, dict[str, object]] = defaultdict(dict)
    for table, index, name, value in document.extras:
        more[table or "network", index][name] = value
    ledger = document.ledger
    tables: dict[str, Sequence[Any]] = {
        "network": (ledger.network,),
        "rounds": ledger.rounds,
        "members": ledger.members,
    }
    return {
        table: [(entry, more.get((table, index), {})) for index, entry in enumerate(entries)]
        for table, entries in tables.items()
    }


def _of_bodies(ledger: Ledger, identify: Callable[[Member], str]) -> defaultdict[str, list[int]]:
    """Return the indexes of the memberships of each body, in the order of signing."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for index in sorted(range(len(ledger.members)), key=lambda index: ledger.members[index].signed.sort_key):
        found[identify(ledger.members[index])].append(index)
    return found


class Became(Enum):
    """What has become of an entry, in the order of reports."""

    JOINED = "joined"
    RETURNED = "returned"
    LEFT = "left"
    ADDED = "added"
    CORRECTED = "corrected"
    REMOVED = "removed"


class Difference(NamedTuple):
    """A change of one field of an entry: of `signed` where it is new or removed, of `left` where it left."""

    became: Became
    entry: Member | Round | Network
    """The entry as it is now, or as it was if it is removed."""
    field: str
    before: object = None
    after: object = None


def differences(before: Document, after: Document) -> list[Difference]:
    """Return what has become of the members, the rounds and the network, field by field."""
    old, new = _entries(before), _entries(after)
    found: list[Difference] = []
    for table, first, second, came_before in _paired(before.ledger, after.ledger, after.official):
        was: Known = (None, {}) if first is None else old[table][first]
        is_: Known = (None, {}) if second is None else new[table][second]
        if was != is_:
            found += became_of(was, is_, came_before=came_before)
    order = list(Became)
    return sorted(
        found,
        key=lambda one: (order.index(one.became), sort_key(one.entry.name) if isinstance(one.entry, Member) else ""),
    )


def became_of(before: Known, after: Known, *, came_before: bool = False) -> Iterator[Difference]:
    """Yield what has become of one entry."""
    (was, more_before), (is_, more_after) = before, after
    if is_ is None:
        yield Difference(Became.REMOVED, was, "signed", before=was.signed)
        return
    if was is None:
        added = Became.ADDED if isinstance(is_, Round) else Became.RETURNED if came_before else Became.JOINED
        yield Difference(added, is_, "signed", after=is_.signed)
    old, new = ({**said_of(was), **more_before}, {**said_of(is_), **more_after}) if was else ({}, {})
    if isinstance(is_, Member):
        own_dates = old.pop("signed", None), new.pop("signed", None)
        if was and (any(own_dates) or was.round.id != is_.round.id):  # else the round was corrected
            old["signed"], new["signed"] = was.signed, is_.signed
        if is_.left and not old.get("left"):
            yield Difference(Became.LEFT, is_, "left", after=is_.left)
            old["left"] = new["left"] = is_.left
    for name in dict.fromkeys((*old, *new)):
        first, second = old.get(name), new.get(name)
        # By its text: that more of a vague date lies in the past by now is no difference.
        if getattr(first, "text", first or None) != getattr(second, "text", second or None):
            yield Difference(Became.CORRECTED, is_, name, first, second)


def _paired(old: Ledger, new: Ledger, official: Register | None) -> Iterator[tuple[str, int | None, int | None, bool]]:
    """Yield the table and the indexes of each entry in both versions, and whether the body was a member before."""
    yield "network", 0, 0, False
    were, are = ({round_.id: index for index, round_ in enumerate(ledger.rounds)} for ledger in (old, new))
    yield from (("rounds", were.get(id_), are.get(id_), False) for id_ in dict.fromkeys((*were, *are)))
    identify = identities(old.members, new.members)
    earlier, later = _of_bodies(old, identify), _of_bodies(new, identify)
    gone: list[int] = []
    come: dict[int, bool] = {}
    for body in dict.fromkeys((*earlier, *later)):
        earliest = next(iter(later[body]), None)
        for first, second in _matched(old, earlier[body], new, later[body]):
            if first is None and second is not None:
                come[second] = second != earliest
            elif second is None and first is not None:
                gone.append(first)
            else:
                yield "members", first, second, False
    for index, renamed in _renamed(old, gone, new, come, official).items():
        gone.remove(index)
        del come[renamed]
        yield "members", index, renamed, False
    yield from (("members", index, None, False) for index in gone)
    yield from (("members", None, index, came_before) for index, came_before in come.items())


def _matched(old: Ledger, were: list[int], new: Ledger, are: list[int]) -> Iterator[tuple[int | None, int | None]]:
    """Yield the corresponding memberships of one body: first those of the same date, then the others in order."""
    for first in tuple(were):
        date = old.members[first].signed.text
        second = next((index for index in are if new.members[index].signed.text == date), None)
        if second is not None:
            were.remove(first)
            are.remove(second)
            yield first, second
    yield from itertools.zip_longest(were, are)


def _renamed(
    old: Ledger, gone: Iterable[int], new: Ledger, come: Iterable[int], official: Register | None
) -> dict[int, int]:
    """Return which entries correspond though the key, the spelling or, at the same place, the name has changed."""

    def told(ledger: Ledger, index: int) -> tuple[object, ...]:
        member = ledger.members[index]
        above = ledger.members[index - 1].name if index else None
        at_place = member.key is None and (above, member._replace(name="", round=Round(member.round.id)))
        return fold(member.name), member.key or (official and official.key_of(member.name)), at_place

    were, are = {index: told(old, index) for index in gone}, {index: told(new, index) for index in come}
    found: dict[int, int] = {}
    for way in range(3):
        there = {are[index][way]: index for index in come if index not in found.values()}
        for index in gone:
            at = were[index][way]
            if at and index not in found and at in there:
                found[index] = there.pop(at)
    return found
