"""Versions of one ledger, entry by entry: which entry of one is which of the other, and what each says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagiert_cli.ledger.reading import NETWORK_FIELDS, ROUND_FIELDS
from engagiert_cli.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engagiert_cli.ledger.document import Document
    from engagiert_cli.ledger.members import Ledger, Member

Key = tuple[str, str, int]
"""The table, what tells its entries apart, and which it is of several."""


def identities(ledgers: Iterable[Ledger]) -> Callable[[Member], str]:
    """Return what tells bodies apart in all versions: a name stands for its key where any version knows it."""
    keys = {fold(member.name): member.key for ledger in ledgers for member in ledger.members if member.key}

    def identify(member: Member) -> str:
        if member.key:
            return member.key
        name = fold(member.name)
        return keys.get(name) or name

    return identify


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
