"""Judging memberships before they are entered: their rounds, who is a member already, what is refused."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from engagiert_cli.errors import Hint, Refusal
from engagiert_cli.language import _
from engagiert_cli.ledger.checks import fate_told
from engagiert_cli.ledger.dates import Date
from engagiert_cli.ledger.members import Member, entries_called, identities, require_name, require_past, require_shown
from engagiert_cli.ledger.signing import RoundSaid, Signing, rounds_of
from engagiert_cli.text import folded

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Mapping, Sequence

    from engagiert_cli.ledger.document import Document
    from engagiert_cli.ledger.members import Body, Round
    from engagiert_cli.register.bodies import Register


class ListedMembership(NamedTuple):
    """A membership to be entered, perhaps an ended one; `row` is its place in an imported list."""

    body: Body
    signing: Signing
    left: Date | None = None
    row: int = 0


class Judgement(NamedTuple):
    """The result: the members and rounds to be added, those known already, and the refusals."""

    added: tuple[Member, ...]
    unchanged: tuple[Member, ...]
    rounds_started: tuple[Round, ...]
    refused: tuple[tuple[ListedMembership, Refusal], ...]
    refined: tuple[tuple[Member, Member], ...] = ()
    """Members of the ledger of which more is known now, each as it is and as it will be (see `refined`)."""


def judge(
    document: Document,
    entries: Sequence[ListedMembership],
    *,
    listed: bool = False,
    update: bool = False,
    rounds: Mapping[str, RoundSaid] = {},
) -> Judgement:
    """Judge the entries, without changing anything.

    With `listed` they are rows of an imported list: one that agrees with an ended membership counts as known, too, and
    a membership listed twice is refused, where `join` takes it once. With `update`, a row about a member refines it
    where it can (see `refined`), and is refused only where the two contradict each other. `rounds` tells what the list
    says about rounds to be started.
    """
    candidates, started, refused = _candidates(document, entries, rounds)
    there, identify = _memberships(document.ledger.members, candidates.values())
    seen: dict[str, dict[int, Member]] = defaultdict(dict)  # in this list, to be added or known already
    made: dict[int, tuple[Member | None, Member]] = {}  # as it is in the ledger, and as it will be
    # In the order of signing, for bodies that left and came back.
    for index, member in sorted(candidates.items(), key=lambda candidate: candidate[1].signed.sort_key):
        entry, body = entries[index], identify(member)
        others = seen[body]
        before, after = _met(there.get(body, ()), entry, member, listed=listed, update=update)
        twice = next((at for at, other in others.items() if other is before or _overlap(other, member)), None)
        if twice is not None:
            if listed:
                first, second = sorted((index, twice))
                message = _('"{name}" appears twice in this list: already in row {row}')
                hint = _("if both are the same, leave one out; if not, tell them apart by their keys or names")
                refused[second] = Refusal(message.format(name=member.name, row=entries[first].row), (hint,))
                others[first] = others.pop(twice)
                if second in made:
                    made[first] = made.pop(second)
        else:
            try:
                if after is None:
                    raise _refused_clash(document, cast("Member", before), entry, member, listed=listed)
                require_order(after)
                if before is None:
                    _require_existing(document.official, after)
                made[index], others[index] = (before, after), before or member
            except Refusal as refusal:
                refused[index] = refusal
    return _judgement(entries, made, started, refused)


def _judgement(
    entries: Sequence[ListedMembership],
    made: Mapping[int, tuple[Member | None, Member]],
    started: Sequence[Round],
    refused: Mapping[int, Refusal],
) -> Judgement:
    """Return the judgement, in the order of the entries."""
    pairs = [made[index] for index in sorted(made)]
    used = {after.round.id for before, after in pairs if after is not before}
    return Judgement(
        tuple(after for before, after in pairs if before is None),
        tuple(after for before, after in pairs if before is after),
        tuple(sorted((round_ for round_ in started if round_.id in used), key=lambda round_: round_.signed.sort_key)),
        tuple((entries[index], refused[index]) for index in sorted(refused)),
        tuple((before, after) for before, after in pairs if before is not None and before is not after),
    )


def _met(
    known: Sequence[Member], entry: ListedMembership, member: Member, *, listed: bool, update: bool
) -> tuple[Member | None, Member | None]:
    """Return the membership that the entry is about, and what it becomes; None where the two do not fit."""
    agreeing = (other for other in known if refined(other, entry, member) == other)
    same = next((other for other in agreeing if listed or not other.left), None)
    clash = same or next((other for other in reversed(known) if _overlap(other, member)), None)
    if clash is None:
        return None, member
    return clash, same or (refined(clash, entry, member) if update else None)


def _candidates(
    document: Document, entries: Sequence[ListedMembership], said: Mapping[str, RoundSaid]
) -> tuple[dict[int, Member], list[Round], dict[int, Refusal]]:
    """Return the member of each entry taken by itself, the rounds to be started, and the refusals."""
    rounds, started = rounds_of(document.ledger, [entry.signing for entry in entries], said, document.today)
    members: dict[int, Member] = {}
    refused: dict[int, Refusal] = {}
    for index, (entry, round_) in enumerate(zip(entries, rounds, strict=True)):
        try:
            members[index] = _by_itself(entry, round_, started, document.today)
        except Refusal as refusal:
            refused[index] = refusal
    return members, started, refused


def _by_itself(
    entry: ListedMembership, round_: Round | Refusal, started: Sequence[Round], today: datetime.date
) -> Member:
    """Return the member of an entry, as if there were no others. Raises `Refusal` where it cannot be one."""
    body, signing, left, _row = entry
    require_name(body.name)
    require_shown(body.key, body.kind, remarks=(signing.note, signing.source))
    left = left and require_past(left, today, "left")
    if isinstance(round_, Refusal):
        raise round_
    date = signing.date and signing.date.known_on(today)
    # A date that was given for one member stays with it; a new round's date is that of all who signed.
    own_date = None if date == round_.signed and round_ in started else date
    name = " ".join(body.name.split())
    return Member(name, round_, body.key, body.kind, own_date, left, signing.note, signing.source)


def _memberships(
    members: Sequence[Member], candidates: Collection[Member]
) -> tuple[dict[str, list[Member]], Callable[[Member], str]]:
    """Return the memberships of the candidates' bodies, the latest last, and the function that tells bodies apart."""
    names = set(folded([member.name for member in candidates]))
    keys = {member.key for member in candidates if member.key}
    near = [members[index] for index in entries_called(members, names, keys)]
    identify = identities(near, list(candidates))
    found: dict[str, list[Member]] = defaultdict(list)
    for member in sorted(near, key=lambda member: member.signed.sort_key):
        found[identify(member)].append(member)
    return found, identify


def _overlap(one: Member, other: Member) -> bool:
    """Whether two memberships of one body overlap: neither has ended when the other begins."""
    earlier, later = sorted((one, other), key=lambda member: member.signed.sort_key)
    return earlier.left is None or later.signed.certainly_before(earlier.left)


def refined(known: Member, entry: ListedMembership, member: Member) -> Member | None:
    """Return a membership of the ledger with what a row of a list adds; None where the two contradict each other.

    `member` is what the row says by itself. What was unknown is filled in, and of two dates that agree the more exact
    one is taken. Nothing becomes vaguer, and an empty cell takes nothing out. Where the row adds nothing, the result
    equals `known`.
    """
    signing = entry.signing
    said = {
        "own_date": (known.signed, member.signed if signing.date else None),
        "left": (known.left, member.left),
        "round": (known.round if known.round.id else None, member.round if signing.round_id else None),
        "key": (known.key, member.key),
        "kind": (known.kind, member.kind),
        "note": (known.note, signing.note),
        "source": (known.source, signing.source),
    }
    new: dict[str, Any] = {}
    for field, (old, value) in said.items():
        if value is None or value == old or (isinstance(value, Date) and isinstance(old, Date) and old.within(value)):
            continue
        if isinstance(value, str) and value.split() == str(old).split():  # TSV, for one, has no line breaks
            continue
        if old is not None and not (isinstance(value, Date) and isinstance(old, Date) and value.within(old)):
            return None
        new[field] = value
    return known._replace(**new)


def _refused_clash(
    document: Document, current: Member, entry: ListedMembership, member: Member, *, listed: bool
) -> Refusal:
    """Return the refusal for a member that joins again; it advises a correction only where that loses nothing."""
    if current.left and current.signed.sort_key <= member.signed.sort_key:
        message = _('"{name}" cannot join again ({signed}) before it left ({left})')
        message = message.format(name=member.name, signed=member.signed, left=current.left)
        return Refusal(message, (_("the date must be later than that"), see_line(member))).about("signed")
    since, more = current.signed, refined(current, entry, member)
    known = (
        _("a member since {date}: leave it out here") if since.is_known else _("already a member: leave it out here")
    )
    hints: list[str | Hint] = [known.format(date=since.in_words)]
    new = _new_fields(current, more) if more else {}
    if new:
        hints.append(Hint(_("to add what is new: {command}"), "amend", current.name, new))
        if listed:
            hints.append(Hint(_("to add what is new in all rows: {command}"), options={"update": True}))
    else:
        hints.append(see_line(current))
    if current.round.id:
        message = _('"{name}" is a member already, in round {round} ({date}), in line {line}')
    else:
        message = _('"{name}" is a member already, without a round ({date}), in line {line}')
    line, id_ = document.line_of(current), current.round.id
    return Refusal(message.format(name=current.name, round=id_, date=since, line=line), tuple(hints))


def _new_fields(before: Member, after: Member) -> dict[str, str]:
    """Return the options with which `amend` makes `after` of `before`."""
    new: dict[str, str] = {}
    for field in ("own_date", "left", "note", "source", "kind"):
        value = getattr(after, field)
        if value and value != getattr(before, field):
            new["signed" if field == "own_date" else field] = getattr(value, "text", value)
    return new


def require_order(member: Member, *hints: Hint) -> None:
    """Raise `Refusal` where the member would have left before it signed."""
    if member.left and member.left.certainly_before(member.signed):
        message = _('"{name}" cannot leave ({left}) before it signed ({signed})')
        message = message.format(name=member.name, left=member.left, signed=member.signed)
        raise Refusal(message, (_("correct one of the two dates"), *hints)).about("left")


def _require_existing(official: Register | None, member: Member) -> None:
    """Raise `Refusal` where the body was a part of another one before it would have signed."""
    gone = official.fate_of(member.key) if official and member.key else None
    if member.key is None or gone is None or gone.renumbered or not gone.heirs:
        return
    message, day = fate_told(gone, member.key)
    if day.certainly_before(member.signed):
        said = {"round": member.round.id, "signed": member.own_date.text if member.own_date else ""}
        options = {field: value for field, value in said.items() if value}
        to_join = _("to enter what it is a part of now: {command}")
        hints = [Hint(to_join, "join", key, options) for key, _name in gone.heirs]
        raise Refusal(message, (_("it cannot have signed after that: correct the date"), *hints)).about("signed")


def see_line(member: Member) -> Hint:
    """Return the hint to show what the ledger says of the member."""
    return Hint(_("to see what the ledger says: {command}"), "show", member.name)
