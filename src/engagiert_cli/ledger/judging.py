"""What would come of memberships that are to be entered: their rounds, who is there already, what cannot be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from engagiert_cli.errors import Refusal, WrongUsage
from engagiert_cli.language import _
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.ledger.limits import refused_future, refused_name, refused_text, require_past
from engagiert_cli.ledger.members import NO_ROUND, Body, Member, Round, entries_called
from engagiert_cli.ledger.names import command_line
from engagiert_cli.text import fold

_WITHOUT = ("", "without a round", "ohne runde")
"""What stands where a round would be named, and there was none: what reports say, folded."""

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from engagiert_cli.ledger.document import Document
    from engagiert_cli.ledger.members import Ledger


@dataclass(frozen=True, slots=True)
class Signing:
    """What is said of a signing: the round, the date, a note, a source."""

    round_id: str | None = None
    date: Date | None = None
    note: str | None = None
    source: str | None = None
    undated: bool = False
    """Whether nobody knows the date, which is another thing than to say nothing of it."""


class ListedMembership(NamedTuple):
    """A membership that is to be entered, perhaps one that has ended; `row` is where it stands in somebody's list."""

    body: Body
    signing: Signing
    left: Date | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """What would come of entries: the members and rounds that they add, those known already, what cannot be."""

    added: tuple[Member, ...]
    unchanged: tuple[Member, ...]
    rounds_started: tuple[Round, ...]
    refused: tuple[tuple[ListedMembership, Refusal], ...]
    refined: tuple[tuple[Member, Member], ...] = ()
    """Members of the ledger of which more is known now, as they stand there and as they are to be (see `refined`)."""


def judge(
    document: Document, entries: Sequence[ListedMembership], *, listed: bool = False, update: bool = False
) -> Judgement:
    """Say what would come of the entries, without changing anything.

    With `listed` they are rows of somebody's list: one that agrees with a membership that has ended is known, too, and
    a membership that stands there twice is refused, where `join` takes it once. With `update`, a row about a member
    refines it where it can (see `refined`), and is refused only where the two contradict each other.
    """
    there = _memberships(document.ledger.members, [entry.body for entry in entries])
    seen = _Memberships()  # in this list: those to be added, and those that are known
    places: dict[int, int] = {}
    added: dict[int, Member] = {}
    unchanged: list[Member] = []
    better: dict[int, tuple[Member, Member]] = {}
    candidates, started, refused = _candidates(document, entries)
    # In the order of signing, so that a body that left and came back is judged in this order.
    for index, member in sorted(candidates.items(), key=lambda candidate: candidate[1].signed.sort_key):
        known = there.of(member)
        entry = entries[index]
        same = next(
            (other for other in known if (listed or not other.left) and refined(other, entry, member) == other), None
        )
        twice = next((other for other in seen.of(member) if other is same or _overlap(other, member)), None)
        clash = next((other for other in reversed(known) if _overlap(other, member)), None)
        more = refined(clash, entry, member) if update and clash and not same else None
        if twice and listed:
            first, second = sorted((index, places[id(twice)]))
            refused[second] = _listed_twice(member, entries[first].row)
            if added.pop(second, None):
                added[first] = member
            better.pop(second, None)
        elif twice:
            continue
        elif same or more or not clash:
            if same:
                unchanged.append(same)
            elif more and clash and not (more.left and more.left.certainly_before(more.signed)):
                better[index] = clash, more
            elif member.left and member.left.certainly_before(member.signed):
                refused[index] = _left_too_early(member, member.left)
                continue
            else:
                added[index] = member
            first_said = same or (clash if more else None) or member
            seen.add(first_said)
            places[id(first_said)] = index
        elif clash.left and clash.signed.sort_key <= member.signed.sort_key:
            refused[index] = _joined_too_early(member, clash.left)
        else:
            refused[index] = _member_already(document, clash, entry, member, listed=listed)
    used = {member.round.id for member in (*added.values(), *(after for _before, after in better.values()))}
    return Judgement(
        tuple(added[index] for index in sorted(added)),
        tuple(unchanged),
        tuple(sorted((round_ for round_ in started if round_.id in used), key=lambda round_: round_.signed.sort_key)),
        tuple((entries[index], refused[index]) for index in sorted(refused)),
        tuple(better[index] for index in sorted(better)),
    )


def known_round(ledger: Ledger, called: str, *hints: str) -> Round:
    """Return the round of that id or name (see `round_called`). Raises `Refusal` with the ids that there are."""
    known = round_called(ledger, called)
    if known is None:
        raise _unknown_round(ledger, called, *hints)
    return known


def round_called(ledger: Ledger, called: str) -> Round | None:
    """Return the round of that id, else of that id or name in another spelling; `NO_ROUND` where none is meant.

    Raises `Refusal` where several are called so.
    """
    known = ledger.rounds_by_id.get(called)
    folded_name = fold(called)
    if known or folded_name in _WITHOUT:
        return known or NO_ROUND
    found = [round_ for round_ in ledger.rounds if fold(round_.id) == folded_name]
    found = found or [round_ for round_ in ledger.rounds if fold(round_.name) == folded_name]
    if len(found) > 1:
        raise Refusal(
            _('more than one round is called "{name}"').format(name=called),
            (_say_which(found),),
        )
    return found[0] if found else None


def how_to_start(called: str) -> str:
    """Return the hint with the command that starts a round."""
    return _("to start it: {command}").format(command=command_line("round", called.strip(), signed=_("DATE")))


def _say_which(rounds: Sequence[Round]) -> str:
    return _("say which it was: {options}").format(options=", ".join(f"--round {round_.id}" for round_ in rounds))


def _unknown_round(ledger: Ledger, round_id: str, *hints: str) -> Refusal:
    return Refusal(_('there is no round "{id}"').format(id=round_id), (known_rounds(ledger), *hints))


def known_rounds(ledger: Ledger) -> str:
    """Return the ids of the rounds that there are, as a sentence."""
    ids = ", ".join(ledger.rounds_by_id)
    return _("known rounds: {rounds}").format(rounds=ids) if ids else _("this ledger has no rounds yet")


def year_named(round_id: str, today: datetime.date) -> Date | None:
    """Return the year that the id names, where it is not in the future."""
    try:
        year = Date.parse(round_id)
    except ValueError:
        return None
    return year.known_on(today) if len(round_id) == 4 and year.earliest <= today else None


def _candidates(
    document: Document, entries: Sequence[ListedMembership]
) -> tuple[dict[int, Member], list[Round], dict[int, Refusal]]:
    """Return the members that the entries name by themselves, the rounds that they start, and what cannot be."""
    today = document.today
    rounds, started = _rounds_of(document, entries)
    members: dict[int, Member] = {}
    refused: dict[int, Refusal] = {}
    for index, (body, signing, left, _row) in enumerate(entries):
        round_ = rounds[index]
        refusal = (
            refused_name(body.name)
            or refused_text(body.key, body.kind, *map(_in_one_line, (signing.note, signing.source)))
            or (left and (future := refused_future(left, today)) and future.about("left"))
        )
        if refusal or isinstance(round_, Refusal):
            refused[index] = refusal or cast("Refusal", round_)
            continue
        date = signing.date.known_on(today) if signing.date else None
        members[index] = Member(
            " ".join(body.name.split()),
            round_,
            body.key,
            body.kind,
            # What was said of one member stays with it; the date with which a round starts is that of all who signed.
            None if date == round_.signed and round_ in started else date,
            left.known_on(today) if left else None,
            signing.note,
            signing.source,
        )
    return members, started, refused


def _in_one_line(text: str | None) -> str | None:
    """Return the remark without its line breaks, which it may have."""
    return text and text.replace("\n", " ")


class _Memberships:
    """Memberships, found by their body however many there are."""

    def __init__(self) -> None:
        self.by_key: dict[str, list[Member]] = {}
        self.by_name: dict[str, list[Member]] = {}

    def add(self, member: Member) -> None:
        """Take in a membership."""
        if member.key:
            self.by_key.setdefault(member.key, []).append(member)
        self.by_name.setdefault(fold(member.name), []).append(member)

    def of(self, body: Member) -> list[Member]:
        """Return the memberships of the body that the entry names (see `Member.is_same_body`), the latest last."""
        found = [member for member in self.by_name.get(fold(body.name), ()) if member.is_same_body(body)]
        if body.key:
            found += [member for member in self.by_key.get(body.key, ()) if all(member is not other for other in found)]
        return sorted(found, key=lambda member: member.signed.sort_key)


def _memberships(members: Sequence[Member], bodies: Sequence[Body]) -> _Memberships:
    """Return the memberships of these bodies, found in one pass."""
    names = {fold(body.name) for body in bodies}
    keys = {body.key for body in bodies if body.key}
    found = _Memberships()
    for index in entries_called(members, names, keys):
        found.add(members[index])
    return found


def _overlap(one: Member, other: Member) -> bool:
    """Whether two memberships of one body cannot both be: neither has ended when the other begins."""
    earlier, later = sorted((one, other), key=lambda member: member.signed.sort_key)
    return earlier.left is None or later.signed.certainly_before(earlier.left)


class _When(NamedTuple):
    """What a signing says of its round."""

    round_id: str | None
    date: Date | None
    undated: bool


def _rounds_of(document: Document, entries: Sequence[ListedMembership]) -> tuple[list[Round | Refusal], list[Round]]:
    """Return the round of each entry, or why it has none, and the rounds that the entries start.

    Rounds that entries name are started first; those without one then join the only round of their year among all.
    """
    ledger, today = document.ledger, document.today
    said = [_When(signing.round_id, signing.date, signing.undated) for _body, signing, _left, _row in entries]
    found, started = _rounds_meant(ledger, [when for when in said if when.round_id is not None], today)
    ledger = ledger._replace(rounds=(*ledger.rounds, *started))
    by_year, years = _rounds_meant(ledger, [when for when in said if when.round_id is None], today)
    found |= by_year
    return [found[when] for when in said], [*started, *years]


def _rounds_meant(
    ledger: Ledger, said: Sequence[_When], today: datetime.date
) -> tuple[dict[_When, Round | Refusal], list[Round]]:
    """Return the round that each of these means, or why it means none, and those that they start together."""
    found: dict[_When, Round | Refusal] = {}
    for when in dict.fromkeys(said):
        try:
            found[when] = round_of(ledger, Signing(when.round_id, when.date, undated=when.undated), today)
        except Refusal as refusal:
            found[when] = refusal.about("round" if when.round_id and not when.date else "signed")
        except WrongUsage:
            found[when] = Refusal(
                _("this row says neither in which round it was signed nor when"),
                (_("add that to the row, or say it for all such rows: --round ID"),),
            ).about("signed")
    known = ledger.rounds_by_id
    dates: dict[str, list[Date]] = {}
    for when in said:
        round_ = found[when]
        if isinstance(round_, Round) and round_.id and round_.id not in known:
            dates.setdefault(round_.id, []).append(round_.signed)
    started = {id_: Round(id_, signed=_common(signed).known_on(today)) for id_, signed in dates.items()}
    rounds = {
        when: started.get(round_.id, round_) if isinstance(round_, Round) else round_ for when, round_ in found.items()
    }
    return rounds, list(started.values())


def _common(dates: Sequence[Date]) -> Date:
    """Return the date of a round whose members signed on these: the one of most of them, else the time they span.

    Of a single signing it takes the year, since nobody knows yet whether others followed on another day. A round has
    no date where one of its members has none: the member would take it for its own.
    """
    if not all(date.is_known for date in dates):
        return next(date for date in dates if not date.is_known)
    if len(dates) == 1:
        return dates[0].year or UNKNOWN
    commonest, count = Counter(dates).most_common(1)[0]
    return commonest if 2 * count > len(dates) else Date.spanning(dates)


def round_of(ledger: Ledger, signing: Signing, today: datetime.date) -> Round:
    """Return the round that is meant: one of the ledger's, or a new one."""
    if signing.date:
        require_past(signing.date, today)
    date = signing.date and signing.date.known_on(today)
    if signing.round_id is not None:
        known = round_called(ledger, signing.round_id)
        if known and not known.id and not date:
            raise Refusal(_("who signs outside of a round has a date of its own"), (_("say when: --signed DATE"),))
        if known:
            return known
        refusal = refused_name(signing.round_id) if signing.round_id.strip() else None
        if refusal:
            raise refusal
        if date and signing.round_id.strip():
            return Round(signing.round_id, signed=date)
        if signing.undated and signing.round_id.strip():
            return Round(signing.round_id, signed=UNKNOWN.known_on(today))
        named = year_named(signing.round_id, today)
        if named:
            return Round(signing.round_id, signed=named)
        raise _unknown_round(ledger, signing.round_id, how_to_start(signing.round_id))
    if date is None:
        raise WrongUsage(_("say in which round or when: --round ID or --signed DATE"), (known_rounds(ledger),))
    year = date.year
    if year is None:
        return NO_ROUND
    of_that_year = [
        round_
        for round_ in ledger.rounds
        if round_.signed.year == year or (not round_.signed.is_known and round_.id == year.text)
    ]
    if len(of_that_year) == 1:
        return of_that_year[0]
    if of_that_year or year.text in ledger.rounds_by_id:
        candidates = of_that_year or [ledger.rounds_by_id[year.text]]
        raise Refusal(
            _("more than one round can be meant by {date}").format(date=date)
            if of_that_year
            else _('round "{id}" was not in {id}').format(id=year.text),
            (_say_which(candidates),),
        )
    return Round(year.text, signed=date)


def refined(known: Member, entry: ListedMembership, member: Member) -> Member | None:
    """Return a membership of the ledger with what a row of a list adds; None where the two contradict each other.

    `member` is what the row says by itself. What was unknown is filled in, and of two dates that agree the more exact
    one is taken, so that a vaguer date of the row says nothing new. Nothing becomes vaguer, and nothing is taken out: a
    row without a value has nothing against the ledger's. Where the row adds nothing, the result equals `known`.
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
        if old is not None and not (isinstance(value, Date) and isinstance(old, Date) and value.within(old)):
            return None
        new[field] = value
    return known._replace(**new)


def _member_already(
    document: Document, current: Member, entry: ListedMembership, member: Member, *, listed: bool
) -> Refusal:
    """Refuse to enter a member again. What is known of it is to be corrected only where nothing gets lost with that."""
    more = refined(current, entry, member)
    hints = [
        _("a member since {date}: leave it out here").format(date=current.signed.in_words)
        if current.signed.is_known
        else _("a member already: leave it out here")
    ]
    new = _new_fields(current, more) if more else {}
    if new:
        hints.append(_("to add what is new: {command}").format(command=amend_command(current, new)))
        if listed:
            hints.append(_("to add what is new of all rows: --update"))
    return Refusal(
        (
            _('"{name}" is a member already, by round {round} ({date}), in line {line}')
            if current.round.id
            else _('"{name}" is a member already, without a round ({date}), in line {line}')
        ).format(name=current.name, round=current.round.id, date=current.signed, line=document.line_of(current)),
        tuple(hints) if new else (*hints, see_line(current)),
    )


def _new_fields(before: Member, after: Member) -> dict[str, str]:
    """Return what `amend` has to be told to make the one of the other."""
    pairs = {
        "signed": (before.own_date, after.own_date),
        "left": (before.left, after.left),
        "note": (before.note, after.note),
        "source": (before.source, after.source),
        "kind": (before.kind, after.kind),
    }
    return {
        field: new.text if isinstance(new, Date) else new for field, (old, new) in pairs.items() if new and new != old
    }


def _listed_twice(member: Member, row: int) -> Refusal:
    return Refusal(
        _('"{name}" is twice in this list: already in row {row}').format(name=member.name, row=row),
        (_("if both are the same, leave one out; if not, tell them apart by their keys or names"),),
    )


def _left_too_early(member: Member, left: Date) -> Refusal:
    return Refusal(
        _('"{name}" cannot leave ({left}) before it signed ({signed})').format(
            name=member.name, left=left, signed=member.signed
        ),
        (_("correct one of the two dates"),),
    ).about("left")


def _joined_too_early(member: Member, left: Date) -> Refusal:
    return Refusal(
        _('"{name}" cannot join again ({signed}) before it left ({left})').format(
            name=member.name, signed=member.signed, left=left
        ),
        (_("the date must lie behind that"), see_line(member)),
    ).about("signed")


def amend_command(member: Member, fields: Mapping[str, str]) -> str:
    """Return the command that corrects these fields of the member."""
    return command_line("amend", member.name, **fields)


def amend_line(member: Member, fields: Mapping[str, str]) -> str:
    """Return the hint with the command that corrects these fields of the member."""
    return _("to correct it: {command}").format(command=amend_command(member, fields))


def see_line(member: Member) -> str:
    """Return the hint with the command that shows what the ledger says of the member."""
    return _("what the ledger says: {command}").format(command=command_line("show", member.name))
