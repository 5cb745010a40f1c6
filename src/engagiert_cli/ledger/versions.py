"""Versions of one ledger: which entry of one is which of the other, what each says, and what has become of it."""

from __future__ import annotations

import itertools
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.ledger.members import Round, identities
from engagiert_cli.ledger.reading import NETWORK_FIELDS, ROUND_FIELDS
from engagiert_cli.text import fold, sort_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from engagiert_cli.ledger.document import Document, OfficialNames
    from engagiert_cli.ledger.members import Ledger, Member, Network

Key = tuple[str, str, int]
"""The table, what tells its entries apart, and which it is of several."""


def keys_of(ledger: Ledger, identify: Callable[[Member], str]) -> list[Key]:
    """Return the key of each entry: the body, and which of its memberships in order of signing."""
    keys: list[Key] = [("", "", 0)] * len(ledger.members)
    counts: dict[str, int] = {}
    for index in sorted(range(len(keys)), key=lambda index: ledger.members[index].signed.sort_key):
        identity = identify(ledger.members[index])
        counts[identity] = number = counts.get(identity, -1) + 1
        keys[index] = ("members", identity, number)
    return keys


def said(document: Document, identify: Callable[[Member], str]) -> dict[tuple[Key, str], str]:
    """Return every field of every entry with its value."""
    ledger = document.ledger
    keys = keys_of(ledger, identify)
    found = {(("network", "", 0), name): repr(getattr(ledger.network, name)) for name in NETWORK_FIELDS}
    for round_ in ledger.rounds:
        found |= {(("rounds", round_.id, 0), name): repr(getattr(round_, name)) for name in ROUND_FIELDS}
    for key, member in zip(keys, ledger.members, strict=True):
        values = {**member._asdict(), "round": member.round.id}
        found |= {(key, name): repr(value) for name, value in values.items() if value is not None}
    for table, index, name, value in document.extras:
        if table == "members":
            key = keys[index]
        else:
            key = ("rounds", ledger.rounds[index].id, 0) if table == "rounds" else (table, "", index)
        found[key, f"more {name}"] = repr(value)
    return found


class Became(Enum):
    """What has become of an entry, in the order in which it is told."""

    JOINED = "joined"
    RETURNED = "returned"
    LEFT = "left"
    ADDED = "added"
    CORRECTED = "corrected"
    REMOVED = "removed"


class Difference(NamedTuple):
    """What has become of one field of an entry: of signing where it is new or taken out, of leaving where it left."""

    became: Became
    entry: Member | Round | Network
    """The entry as it is now, or as it was where it is taken out."""
    field: str
    before: object = None
    after: object = None


def differences(before: Document, after: Document) -> list[Difference]:
    """Return what has become of the members, the rounds and the network, by what is said of them."""
    old, new = before.ledger, after.ledger
    extra = _extras(before), _extras(after)
    found = [
        *_fields(new.network, _said_of(old.network, NETWORK_FIELDS), _said_of(new.network, NETWORK_FIELDS)),
        *_fields(new.network, extra[0].get("network"), extra[1].get("network")),
        *_of_rounds(old, new, extra),
    ]
    members: list[Difference] = []
    for first, second, came_before in _paired(old, new, after.official):
        was, is_ = (None if index is None else ledger.members[index] for ledger, index in ((old, first), (new, second)))
        members += of_member(was, is_, came_before=came_before)
        if is_:
            extras = (side.get(("members", index), {}) for side, index in zip(extra, (first, second), strict=True))
            members += _fields(is_, *extras) if was else ()
    members.sort(key=lambda difference: sort_key(difference.entry.name))
    order = list(Became)
    return sorted((*found, *members), key=lambda difference: order.index(difference.became))


def _of_rounds(old: Ledger, new: Ledger, extra: tuple[_Extras, _Extras]) -> Iterator[Difference]:
    were, are = old.rounds_by_id, new.rounds_by_id
    places = [{round_.id: index for index, round_ in enumerate(ledger.rounds)} for ledger in (old, new)]
    for id_ in dict.fromkeys((*were, *are)):
        if id_ not in were:
            yield Difference(Became.ADDED, are[id_], "signed", after=are[id_].signed)
        elif id_ not in are:
            yield Difference(Became.REMOVED, were[id_], "signed", before=were[id_].signed)
        else:
            yield from _fields(are[id_], _said_of(were[id_], ROUND_FIELDS), _said_of(are[id_], ROUND_FIELDS))
            extras = (side.get(("rounds", place[id_])) for side, place in zip(extra, places, strict=True))
            yield from _fields(are[id_], *extras)


def of_member(was: Member | None, is_: Member | None, *, came_before: bool = False) -> Iterator[Difference]:
    """Yield what has become of one membership: None is one that was not there, or is no more."""
    if is_ is None:
        if was:
            yield Difference(Became.REMOVED, was, "signed", before=was.signed)
        return
    if was is None:
        became = Became.RETURNED if came_before else Became.JOINED
        yield Difference(became, is_, "signed", after=is_.signed)
    elif was == is_:
        return
    old, new = ({**member._asdict(), "round": member.round.id} if member else {} for member in (was, is_))
    for said in (old, new):
        said.pop("own_date", None)
    if was is None:
        new = {"left": is_.left}
    elif was.own_date or is_.own_date or was.round.id != is_.round.id:  # else it is the round that was corrected
        old["signed"], new["signed"] = was.signed, is_.signed
    if is_.left and not old.get("left"):
        yield Difference(Became.LEFT, is_, "left", after=is_.left)
        old["left"] = is_.left
    yield from _fields(is_, old, new)


def _fields(
    entry: Member | Round | Network, old: Mapping[str, object] | None, new: Mapping[str, object] | None
) -> Iterator[Difference]:
    old, new = old or {}, new or {}
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        # By its text, since how much of a vague date is over by now is no difference.
        if getattr(before, "text", before or None) != getattr(after, "text", after or None):
            yield Difference(Became.CORRECTED, entry, name, before, after)


_Extras = dict[object, dict[str, object]]


def _extras(document: Document) -> _Extras:
    """Return what the format does not know: by table, and for members and rounds by their place."""
    found: _Extras = {}
    for table, index, name, value in document.extras:
        is_entry = table in ("members", "rounds")
        field = name if is_entry or table == "network" else f"{table}.{name}"
        found.setdefault((table, index) if is_entry else "network", {})[field] = value
    return found


def _said_of(entry: Round | Network, fields: Iterable[str]) -> dict[str, object]:
    return {name: getattr(entry, name) for name in fields}


def _paired(old: Ledger, new: Ledger, official: OfficialNames | None) -> Iterator[tuple[int | None, int | None, bool]]:
    """Yield the places of each membership in both versions, and whether the body had another one before."""
    identify = identities([old, new])
    bodies: dict[str, tuple[list[int], list[int]]] = {}
    for side, ledger in enumerate((old, new)):
        for index, member in enumerate(ledger.members):
            bodies.setdefault(identify(member), ([], []))[side].append(index)
    gone: list[int] = []
    come: dict[int, bool] = {}
    for were, are in bodies.values():
        earliest = min(are, key=lambda index: new.members[index].signed.sort_key, default=None)
        for first, second in _matched(old, were, new, are):
            if first is None and second is not None:
                come[second] = second != earliest
            elif second is None and first is not None:
                gone.append(first)
            else:
                yield first, second, False
    for index, renamed in _renamed(old, gone, new, come, official).items():
        gone.remove(index)
        del come[renamed]
        yield index, renamed, False
    yield from ((index, None, False) for index in gone)
    yield from ((None, index, came_before) for index, came_before in come.items())


def _matched(old: Ledger, were: list[int], new: Ledger, are: list[int]) -> Iterator[tuple[int | None, int | None]]:
    """Yield which membership of one body is which: first those of one date, then the others in their order."""
    if len(were) == len(are) == 1:
        yield were[0], are[0]
        return
    were = sorted(were, key=lambda index: old.members[index].signed.sort_key)
    are = sorted(are, key=lambda index: new.members[index].signed.sort_key)
    for first in tuple(were):
        date = old.members[first].signed.text
        second = next((index for index in are if new.members[index].signed.text == date), None)
        if second is not None:
            were.remove(first)
            are.remove(second)
            yield first, second
    yield from itertools.zip_longest(were, are)


def _renamed(
    old: Ledger, gone: Iterable[int], new: Ledger, come: Iterable[int], official: OfficialNames | None
) -> dict[int, int]:
    """Return which entries are one: under another key, in another spelling, or with another name at the same place."""

    def by_name(ledger: Ledger, index: int) -> object:
        return fold(ledger.members[index].name)

    def by_register(ledger: Ledger, index: int) -> object:
        member = ledger.members[index]
        return member.key or (official and official.key_of(member.name))

    def by_place(ledger: Ledger, index: int) -> object:
        member = ledger.members[index]
        above = ledger.members[index - 1].name if index else None
        return member.key is None and (above, member._replace(name="", round=Round(member.round.id)))

    found: dict[int, int] = {}
    for told in (by_name, by_register, by_place):
        there = {told(new, index): index for index in come if index not in found.values()}
        for index in gone:
            at = told(old, index)
            if at and index not in found and at in there:
                found[index] = there.pop(at)
    return found
