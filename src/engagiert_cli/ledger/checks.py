"""What is checked in a ledger: each check is one function and one entry in `CHECKS`.

A check judges rounds, entries, or all entries of one body; what it says of one body does not depend on others.
"""

from __future__ import annotations

import itertools
from operator import eq
from typing import TYPE_CHECKING

from engagiert_cli.errors import Hint, LedgerInvalid, Problem, Severity
from engagiert_cli.language import _
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.ledger.members import identities, letters_lost
from engagiert_cli.text import LOST, MANY, is_german, is_plain, odd_characters, scripts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from engagiert_cli.ledger.document import Document
    from engagiert_cli.ledger.members import Member
    from engagiert_cli.register.bodies import Fate, Register

_ERRORS = ("round-twice", "member-twice", "joined-before-leaving", "left-before-signing")
"""The problems that make a ledger unusable; all others are warnings."""


def judged(document: Document, problems: Iterable[Problem]) -> Document:
    """Return the document with its warnings. Raises `LedgerInvalid` where there is an error.

    The checks add to the `problems` that reading has found; all come in the order of the lines.
    """
    # Several wrong entries in one line would give the same problem several times.
    found = list(dict.fromkeys((*problems, *found_in(document))))
    if not any(problem.severity is Severity.ERROR for problem in found):
        found += rounds_to_mend(document)
    found.sort(key=lambda problem: (problem.place.line, problem.place.column))
    if any(problem.severity is Severity.ERROR for problem in found):
        raise LedgerInvalid(found)
    return document._replace(warnings=tuple(found))


def found_in(document: Document) -> Iterator[Problem]:
    """Yield what all checks find, in no particular order."""
    return (problem for check in CHECKS for problem in check(document))


def _found(
    code: str, document: Document, table: str, index: int, field: str, message: str, *remedies: str | Hint
) -> Problem:
    severity = Severity.ERROR if code in _ERRORS else Severity.WARNING
    return Problem(code, message, document.layout.locate(table, index, field), remedies, severity)


def round_twice(document: Document) -> Iterator[Problem]:
    """Two rounds have the same id."""
    first: dict[str, int] = {}
    for index, round_ in enumerate(document.ledger.rounds):
        if round_.id and first.setdefault(round_.id, index) != index:
            line = document.layout.locate("rounds", first[round_.id], "id").line
            message = _('round "{id}" is defined twice: already in line {line}').format(id=round_.id, line=line)
            remedy = _("give one of the two another id, or remove it")
            yield _found("round-twice", document, "rounds", index, "id", message, remedy)


def twice(document: Document) -> Iterator[Problem]:
    """A body is a member twice at the same time, or came back before it had left."""
    members = document.ledger.members
    for indexes in _bodies_with_several_entries(members):
        ordered = sorted(indexes, key=lambda index: (members[index].signed.sort_key, index))
        for earlier, later in itertools.pairwise(ordered):
            first, second = members[earlier], members[later]
            line = document.layout.locate("members", earlier).line
            if first.left is None:
                message = _('"{name}" is a member twice: already in line {line}').format(name=second.name, line=line)
                remedy = _('remove one of the two entries, or give the one in line {line} its end: left = "…"')
                yield _found("member-twice", document, "members", later, "name", message, remedy.format(line=line))
            elif second.signed.certainly_before(first.left):
                message = _('"{name}" joined again ({signed}) before it left ({left}, line {line})')
                message = message.format(name=second.name, signed=second.signed, left=first.left, line=line)
                remedy = _("correct one of the two dates")
                yield _found("joined-before-leaving", document, "members", later, "signed", message, remedy)


def odd_dates(document: Document) -> Iterator[Problem]:
    """A body left before it signed, or its own date and that of its round have no day in common."""
    for index, member in enumerate(document.ledger.members):
        left, own, signed = member.left, member.own_date, member.round.signed
        if left and left.certainly_before(member.signed):
            message = _('"{name}" left ({left}) before it signed ({signed})')
            message = message.format(name=member.name, left=left, signed=member.signed)
            remedy = _("correct one of the two dates")
            yield _found("left-before-signing", document, "members", index, "left", message, remedy)
        if own and (own.certainly_before(signed) or signed.certainly_before(own)):
            message = _('the date of "{name}" ({date}) does not fit its round "{id}" ({signed})')
            message = message.format(name=member.name, date=own, id=member.round.id, signed=signed)
            remedy = _("correct one of the two dates, or name the round in which it signed")
            yield _found("date-apart", document, "members", index, "signed", message, remedy)


def odd_names(document: Document) -> Iterator[Problem]:
    """A name or a round's id has invisible characters; or a name mixes scripts, or was misread."""
    for index, round_ in enumerate(document.ledger.rounds):
        odd = ", ".join(odd_characters(round_.id))
        if odd:
            message = _("an id with invisible characters: {characters}").format(characters=odd)
            remedy = _("delete them, here and where members name the round")
            yield _found("odd-characters", document, "rounds", index, "id", message, remedy)
    for index, name in _unusual_names(document.ledger.members):
        from engagiert_cli.encodings import meant

        odd, scripts = ", ".join(odd_characters(name)), ", ".join(scripts_of(name))
        garbled = None if is_german(name) else meant(name)
        if odd:
            message = _("a name with invisible characters: {characters}").format(characters=odd)
            remedy = _("delete them, or type the name again")
            yield _found("odd-characters", document, "members", index, "name", message, remedy)
        if scripts:
            message = _("a name with letters from several scripts: {letters}").format(letters=scripts)
            remedy = _("type the name again in one script")
            yield _found("mixed-scripts", document, "members", index, "name", message, remedy)
        if LOST in name:
            remedy = _("type the name again")
            yield _found("garbled-name", document, "members", index, "name", letters_lost(name), remedy)
        elif garbled:
            hint = Hint(_("to correct it: {command}"), "amend", name, {"name": garbled[0]})
            yield _found("garbled-name", document, "members", index, "name", garbled[1], hint)


def rounds_to_mend(document: Document) -> list[Problem]:
    """Return problems of rounds in which nobody joined, or without a date; only all members together can tell."""
    found = []
    joined = {member.round.id for member in document.ledger.members}
    for index, round_ in enumerate(document.ledger.rounds):
        if round_.id and round_.id not in joined:
            message = _('nobody joined in round "{id}"').format(id=round_.id)
            remedy = Hint(_("to remove it: {command}"), "round", round_.id, {"remove": True})
            found.append(_found("empty-round", document, "rounds", index, "id", message, remedy))
        if round_.id and not round_.signed.is_known:
            message = _('round "{id}" has no date').format(id=round_.id)
            dated = _("say when it was, as far as it is known: {command}")
            remedy = Hint(dated, "round", round_.id, {"signed": _("DATE")})
            found.append(_found("undated-round", document, "rounds", index, "id", message, remedy))
    return found


def missing_key(document: Document) -> Iterator[Problem]:
    """A member of a network with a register has no official key."""
    if not document.ledger.network.register:
        return
    official = document.official
    for index, member in enumerate(document.ledger.members):
        # A body of a kind that the register does not have is outside it on purpose.
        if member.key is None and (not member.kind or (official and official.is_kind(member.kind))):
            key = official.key_of(member.name) if official else None
            message = _('"{name}" has no official key').format(name=member.name)
            remedy = _('add the key from the register: key = "{key}"').format(key=key or "…")
            yield _found("missing-key", document, "members", index, "", message, remedy)


def against_register(document: Document) -> Iterator[Problem]:
    """A member's key and name belong to different bodies of the register, or the key is no longer in it."""
    official = document.official
    if official is None:
        return
    for index, member in enumerate(document.ledger.members):
        body = official.get(member.key)
        name = body and body.name
        if not member.key or not member.name or name == member.name:
            continue
        if name is None and member.left and official.fate_of(member.key):
            continue  # it left when the body ended
        key = official.key_of(member.name)
        has_key = _('"{name}" has the key: key = "{key}"').format(name=member.name, key=key)
        if name is None:
            remedy = has_key if key else _("correct the key or the name")
            code, message, remedies = _key_of_no_body(member, member.key, official, remedy)
            yield _found(code, document, "members", index, "key", message, *remedies)
        elif key != member.key:
            message = _('"{name}" and the key {key} are not one body').format(name=member.name, key=member.key)
            remedies = (_('{key} is "{name}"').format(key=member.key, name=name), *([has_key] if key else []))
            yield _found("key-and-name", document, "members", index, "key", message, *remedies)


def _key_of_no_body(
    member: Member, key: str, official: Register, remedy: str
) -> tuple[str, str, tuple[str | Hint, ...]]:
    """Return code, message and remedies for an unknown key: its body is gone or renumbered, or it is a typing error."""
    gone = official.fate_of(key)
    if gone is None or not gone.heirs:
        return "unknown-official-key", _('the register has no key "{key}"').format(key=key), (remedy,)
    message, day = fate_told(gone, key)
    if gone.renumbered:
        return "key-changed", message, (f'key = "{gone.heirs[0][0]}"',)
    hint = _("end its membership on that day, and enter what it is a part of now, unless that is a member")
    if day.certainly_before(member.signed):
        return "body-gone", message, (_("it cannot have signed after that: correct the name and the key, or the date"),)
    if len(gone.heirs) > 1 or not gone.day:
        return "body-gone", message, (hint,)
    ended = {"into": gone.heirs[0][1], "on": gone.day.isoformat()}
    return "body-gone", message, (hint, Hint("{command}", "leave", member.name, ended))


def fate_told(gone: Fate, key: str) -> tuple[str, Date]:
    """Return a sentence on what became of the body that had the key, and the date."""
    day = Date.of_day(gone.day) if gone.day else UNKNOWN
    if gone.renumbered:
        return _('"{name}" has had another key than {key} since {day}').format(name=gone.name, key=key, day=day), day
    names = ", ".join(f"{name} ({heir})" for heir, name in gone.heirs)
    message = _('"{name}" ({key}) has been a part of {heirs} since {day}')
    return message.format(name=gone.name, key=key, heirs=names, day=day), day


CHECKS: tuple[Callable[[Document], Iterable[Problem]], ...] = (
    round_twice,
    twice,
    odd_dates,
    odd_names,
    missing_key,
    against_register,
)


def _unusual_names(members: tuple[Member, ...]) -> Iterator[tuple[int, str]]:
    """Yield at least the names that may be odd, with their places; plain ones are skipped many at once."""
    for start in range(0, len(members), MANY):
        names = [member.name for member in members[start : start + MANY]]
        together = "".join(names)
        if not (is_plain(together) and is_german(together)):
            yield from enumerate(names, start)


def _bodies_with_several_entries(members: tuple[Member, ...]) -> Iterable[list[int]]:
    """Return the places of the entries of each body that has several, told apart by key, else by name."""
    identify = identities(members)

    def bodies() -> list[str]:  # computed twice where needed, so that there are rarely two lists of all
        return [member.key or (identify(member) if member.name else "") for member in members]

    ordered = bodies()
    ordered.sort()
    several = set(itertools.compress(ordered, map(eq, ordered, itertools.islice(ordered, 1, None)))) - {""}
    places: dict[str, list[int]] = {body: [] for body in several}
    for index, body in enumerate(bodies() if several else ()):
        if body in places:
            places[body].append(index)
    return places.values()
