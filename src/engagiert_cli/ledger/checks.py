"""What a ledger must and should be: a check is one function and one entry in `CHECKS`.

A check judges rounds, entries, or all entries of one body, so that after an edit it need only look at some of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from engagiert_cli.errors import Place, Problem, Severity
from engagiert_cli.language import _
from engagiert_cli.ledger.members import entries_called
from engagiert_cli.text import count_called, fold, folded, odd_characters, scripts_of, shows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engagiert_cli.ledger.members import Ledger, Member


class Locate(Protocol):
    """Find the place of a field in the text (of the entry itself, without `key`)."""

    def __call__(self, table: str, index: int = 0, key: str = "", *, name: bool = False) -> Place: ...  # noqa: D102


class OfficialNames(Protocol):
    """The names in an official register; the register itself is no business of the ledger."""

    def official_name(self, key: str) -> str | None:
        """Return the name in full of the body with that key, or None."""

    def key_of(self, name: str) -> str | None:
        """Return the key of the body that is called so, in whatever spelling, or None."""


OpenRegister = Callable[[str], OfficialNames]
"""Opens the register of that name; raises `Refusal` where there is none."""


def problems(ledger: Ledger, locate: Locate) -> list[Problem]:
    """Return what all checks find, in no particular order."""
    return [problem for check in CHECKS for problem in check(ledger, locate)]


def problems_among(ledger: Ledger, touched: Sequence[int], locate: Locate) -> list[Problem]:
    """Return what all checks find in a ledger in which they found nothing before these entries were touched."""
    near = _entries_of_the_same_bodies(ledger.members, touched)

    def locate_there(table: str, index: int = 0, key: str = "", *, name: bool = False) -> Place:
        return locate(table, near[index] if table == "members" else index, key, name=name)

    return problems(ledger._replace(members=tuple(ledger.members[index] for index in near)), locate_there)


def twice(ledger: Ledger, locate: Locate) -> Iterator[Problem]:
    """A body is a member twice at the same time, or came back before it had left."""
    for indexes in _bodies_with_several_entries(ledger.members):
        ordered = sorted(indexes, key=lambda index: (ledger.members[index].signed.sort_key, index))
        for earlier, later in itertools.pairwise(ordered):
            first, second = ledger.members[earlier], ledger.members[later]
            line = locate("members", earlier).line
            if first.left is None:
                yield Problem(
                    "member-twice",
                    _('"{name}" is a member twice: already in line {line}').format(name=second.name, line=line),
                    locate("members", later, "name"),
                    (
                        _('remove one of the two entries, or give the one in line {line} its end: left = "…"').format(
                            line=line
                        ),
                    ),
                )
            elif second.signed.certainly_before(first.left):
                yield Problem(
                    "joined-before-leaving",
                    _('"{name}" joined again ({signed}) before it left ({left}, line {line})').format(
                        name=second.name, signed=second.signed, left=first.left, line=line
                    ),
                    locate("members", later, "signed"),
                    (_("correct one of the two dates"),),
                )


def left_before_signing(ledger: Ledger, locate: Locate) -> Iterator[Problem]:
    """A body has left before it signed."""
    for index, member in enumerate(ledger.members):
        if member.left and member.left.certainly_before(member.signed):
            yield Problem(
                "left-before-signing",
                _('"{name}" left ({left}) before it signed ({signed})').format(
                    name=member.name, left=member.left, signed=member.signed
                ),
                locate("members", index, "left"),
                (_("correct one of the two dates"),),
            )


def round_twice(ledger: Ledger, locate: Locate) -> Iterator[Problem]:
    """Two rounds have the same id."""
    first: dict[str, int] = {}
    for index, round_ in enumerate(ledger.rounds):
        if round_.id and first.setdefault(round_.id, index) != index:
            line = locate("rounds", first[round_.id], "id").line
            yield Problem(
                "round-twice",
                _('round "{id}" is defined twice: already in line {line}').format(id=round_.id, line=line),
                locate("rounds", index, "id"),
                (_("give one of the two another id, or remove it"),),
            )


def missing_key(ledger: Ledger, locate: Locate, official: OfficialNames | None) -> Iterator[Problem]:
    """A member of a network with a register has no official key."""
    if ledger.network.register:
        for index, member in enumerate(ledger.members):
            if member.key is None:
                key = official.key_of(member.name) if official else None
                yield Problem(
                    "missing-key",
                    _('"{name}" has no official key').format(name=member.name),
                    locate("members", index),
                    (_('add the key of the register: key = "{key}"').format(key=key or "…"),),
                    Severity.WARNING,
                )


def odd_names(ledger: Ledger, locate: Locate) -> Iterator[Problem]:
    """A name, or the id of a round, has characters that do not show; or a name has letters of several scripts."""
    for index, round_ in enumerate(ledger.rounds):
        odd = odd_characters(round_.id)
        if odd:
            yield Problem(
                "odd-characters",
                _("an id with characters that do not show: {characters}").format(characters=", ".join(odd)),
                locate("rounds", index, "id"),
                (_("delete them, here and where members name the round"),),
                Severity.WARNING,
            )
    together = "".join([member.name for member in ledger.members])  # asked once of all, since there may be a million
    if shows(together) and not scripts_of(together):
        return
    for index, member in enumerate(ledger.members):
        odd = odd_characters(member.name)
        if odd:
            yield Problem(
                "odd-characters",
                _("a name with characters that do not show: {characters}").format(characters=", ".join(odd)),
                locate("members", index, "name"),
                (_("delete them, or type the name anew"),),
                Severity.WARNING,
            )
        scripts = scripts_of(member.name)
        if scripts:
            yield Problem(
                "mixed-scripts",
                _("a name with letters of several scripts: {letters}").format(letters=", ".join(scripts)),
                locate("members", index, "name"),
                (_("type the name anew in one script"),),
                Severity.WARNING,
            )


def against_register(ledger: Ledger, locate: Locate, official: OfficialNames) -> Iterator[Problem]:
    """A member's key and name are not those of one body of the register, or the register no longer has it."""
    for index, member in enumerate(ledger.members):
        if not member.key or not member.name:
            continue
        name = official.official_name(member.key)
        if name == member.name:
            continue
        key = official.key_of(member.name)
        if name is None and key is None:
            yield Problem(
                "body-gone",
                _('the register no longer has "{name}" ({key})').format(name=member.name, key=member.key),
                locate("members", index, "key"),
                (_("it stays a member; if it has merged, add the body that it is a part of now"),),
                Severity.WARNING,
            )
        elif name is None:
            yield Problem(
                "unknown-official-key",
                _('the register has no key "{key}"').format(key=member.key),
                locate("members", index, "key"),
                (_('"{name}" has the key: key = "{key}"').format(name=member.name, key=key),),
                Severity.WARNING,
            )
        elif key != member.key:
            remedies = [_('{key} is "{name}"').format(key=member.key, name=name)]
            if key:
                remedies.append(_('"{name}" has the key: key = "{key}"').format(name=member.name, key=key))
            yield Problem(
                "key-and-name",
                _('"{name}" and the key {key} are not one body').format(name=member.name, key=member.key),
                locate("members", index, "key"),
                tuple(remedies),
                Severity.WARNING,
            )


CHECKS: tuple[Callable[[Ledger, Locate], Iterable[Problem]], ...] = (
    round_twice,
    twice,
    left_before_signing,
    odd_names,
)


def _entries_of_the_same_bodies(members: Sequence[Member], touched: Sequence[int]) -> Sequence[int]:
    """Return the places of all entries of the bodies that these entries are of."""
    keys = {key for index in touched if (key := members[index].key)}
    names = {fold(members[index].name) for index in touched}
    called = [member.name for member in members]
    keyed = sum(members[index].key is not None for index in touched)
    alike = sum(member.key in keys for member in members) if keys else 0
    if alike == keyed and count_called(called, names) == len(touched):
        return touched
    return entries_called(members, names, keys)


def _bodies_with_several_entries(members: tuple[Member, ...]) -> list[list[int]]:
    """Return the places of the entries of each body that has more than one: by key, and without keys by name."""
    keys = [member.key for member in members if member.key]
    names = folded([member.name for member in members]) if len(keys) < len(members) else []
    if len(set(keys)) == len(keys) and len(set(names)) == len(names):
        return []
    by_key: dict[str, list[int]] = {}
    by_name: dict[str, list[int]] = {}
    for index, member in enumerate(members):
        if member.key:
            by_key.setdefault(member.key, []).append(index)
        elif member.name:
            by_name.setdefault(names[index], []).append(index)
    if by_name:
        # An entry without a key is of the body with a key that has the same name.
        for indexes in by_key.values():
            for name in {names[index] for index in indexes}:
                indexes.extend(by_name.pop(name, ()))
    return [indexes for group in (by_key, by_name) for indexes in group.values() if len(indexes) > 1]
