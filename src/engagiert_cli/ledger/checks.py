"""What a ledger must and should be: a check is one function and one entry in `CHECKS`.

A check judges rounds, entries, or all entries of one body, so that after an edit it need only look at some of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from engagiert_cli.errors import Place, Problem, Severity
from engagiert_cli.language import _
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.ledger.members import entries_called
from engagiert_cli.ledger.names import command_line, shell_quoted
from engagiert_cli.text import count_called, fold, folded, odd_characters, scripts_of, shows

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Sequence

    from engagiert_cli.ledger.members import Ledger, Member


class Locate(Protocol):
    """Find the place of a field in the text (of the entry itself, without `key`)."""

    def __call__(self, table: str, index: int = 0, key: str = "", *, name: bool = False) -> Place: ...  # noqa: D102


class BodyGone(Protocol):
    """What became of a body whose key is no more, as an official register knows it."""

    @property
    def name(self) -> str:
        """What it was called."""

    @property
    def renumbered(self) -> bool:
        """Whether it is the same body, with another key."""

    @property
    def day(self) -> datetime.date | None:
        """The day on which that happened; None where it is not known."""

    @property
    def heirs(self) -> tuple[tuple[str, str], ...]:
        """The keys and the names of what it is or belongs to now, the largest part first."""


class OfficialNames(Protocol):
    """The names in an official register; the register itself is no business of the ledger."""

    def official_name(self, key: str) -> str | None:
        """Return the name in full of the body with that key, or None."""

    def key_of(self, name: str) -> str | None:
        """Return the key of the body that is called so, in whatever spelling, or None."""

    def is_kind(self, kind: str) -> bool:
        """Whether bodies of the register are of this kind."""

    def fate_of(self, key: str) -> BodyGone | None:
        """Return what became of the body with that key; None where it never was, or still is."""


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


def rounds_to_mend(ledger: Ledger, locate: Locate) -> Iterator[Problem]:
    """Nobody joined in a round, or it has no date."""
    joined = {member.round.id for member in ledger.members}
    for index, round_ in enumerate(ledger.rounds):
        if round_.id and round_.id not in joined:
            yield Problem(
                "empty-round",
                _('nobody joined in round "{id}"').format(id=round_.id),
                locate("rounds", index, "id"),
                (_("to take it out: {command}").format(command=f"engagiert round {shell_quoted(round_.id)} --remove"),),
                Severity.WARNING,
            )
        if round_.id and not round_.signed.is_known:
            dated = command_line("round", round_.id, signed=_("DATE"))
            yield Problem(
                "undated-round",
                _('round "{id}" has no date').format(id=round_.id),
                locate("rounds", index, "id"),
                (_("say when it was, as far as it is known: {command}").format(command=dated),),
                Severity.WARNING,
            )


def apart_from_round(ledger: Ledger, locate: Locate) -> Iterator[Problem]:
    """A member's own date and the date of its round have no day in common."""
    for index, member in enumerate(ledger.members):
        own, round_ = member.own_date, member.round
        if own and (own.certainly_before(round_.signed) or round_.signed.certainly_before(own)):
            yield Problem(
                "date-apart",
                _('"{name}" signed {date}, its round "{id}" was {signed}').format(
                    name=member.name, date=own, id=round_.id, signed=round_.signed
                ),
                locate("members", index, "signed"),
                (_("correct one of the two dates, or name the round in which it signed"),),
                Severity.WARNING,
            )


def missing_key(ledger: Ledger, locate: Locate, official: OfficialNames | None) -> Iterator[Problem]:
    """A member of a network with a register has no official key."""
    if ledger.network.register:
        for index, member in enumerate(ledger.members):
            # With a kind that is none of the register, a body is outside of it on purpose.
            outside = member.kind and not (official and official.is_kind(member.kind))
            if member.key is None and not outside:
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
        if name is None and member.left and official.fate_of(member.key):
            continue  # it was a member until then
        if name is None:
            yield _key_of_no_body(member, locate("members", index, "key"), official, key)
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


def _key_of_no_body(member: Member, place: Place, official: OfficialNames, key: str | None) -> Problem:
    """Return the warning about a key that is none: of a body that is gone or has another, or a slip."""
    assert member.key is not None
    gone = official.fate_of(member.key)
    if gone is None or not gone.heirs:
        message = _('the register has no key "{key}"').format(key=member.key)
        remedy = (
            _('"{name}" has the key: key = "{key}"').format(name=member.name, key=key)
            if key
            else _("correct the key, or the name")
        )
        return Problem("unknown-official-key", message, place, (remedy,), Severity.WARNING)
    day = Date.of_day(gone.day) if gone.day else UNKNOWN
    if gone.renumbered:
        (heir, _name), *_others = gone.heirs
        said = _('"{name}" has had another key than {key} since {day}')
        message = said.format(name=gone.name, key=member.key, day=day)
        return Problem("key-changed", message, place, (f'key = "{heir}"',), Severity.WARNING)
    names = ", ".join(f"{name} ({heir})" for heir, name in gone.heirs)
    message = _('"{name}" ({key}) has been a part of {heirs} since {day}').format(
        name=gone.name, key=member.key, heirs=names, day=day
    )
    hints = [_("end its membership on that day, and enter what it is a part of now, unless that is a member")]
    if len(gone.heirs) == 1 and gone.day:
        heir = shell_quoted(gone.heirs[0][1])
        hints.append(f"engagiert leave {shell_quoted(member.name)} --into {heir} --on {gone.day.isoformat()}")
    return Problem("body-gone", message, place, tuple(hints), Severity.WARNING)


CHECKS: tuple[Callable[[Ledger, Locate], Iterable[Problem]], ...] = (
    round_twice,
    twice,
    left_before_signing,
    apart_from_round,
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
