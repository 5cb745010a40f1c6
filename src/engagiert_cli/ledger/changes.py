"""The changes that an office makes: join, leave, amend, remove, round. Each takes a document and returns a new one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

from engagiert_cli.errors import Refusal, Refusals, WrongUsage
from engagiert_cli.language import _
from engagiert_cli.ledger.checks import odd_characters
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.ledger.members import Member, Round
from engagiert_cli.ledger.names import fold, shell_quoted

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping, Sequence

    from engagiert_cli.ledger.members import Body, Ledger
    from engagiert_cli.ledger.text import Document

TEXT_LIMIT = 200  # characters of a name


@dataclass(frozen=True, slots=True)
class Change:
    """What a change did: the document after it (the same where nothing changed), and the entries it was about."""

    document: Document
    members: tuple[Member, ...] = ()
    unchanged: tuple[Member, ...] = ()
    """Members that stood in the ledger already as they were to be entered."""
    round_started: Round | None = None
    round_changed: Round | None = None

    @property
    def wrote(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.members or self.round_started or self.round_changed)


@dataclass(frozen=True, slots=True)
class Signing:
    """What is said of a signing on the command line: the round, the date, a note, a source."""

    round_id: str | None = None
    date: Date | None = None
    note: str | None = None
    source: str | None = None


class Correction(TypedDict, total=False):
    """The fields of an entry to correct; None takes one out."""

    own_date: Date | None
    left: Date | None
    name: str
    note: str | None
    source: str | None
    key: str | None
    kind: str | None
    round_id: str


@dataclass(frozen=True, slots=True)
class RoundCorrection:
    """What is said of a round: its name (None: as it is), and its date, where `dated` (None: unknown)."""

    name: str | None = None
    dated: bool = False
    signed: Date | None = None


def join(document: Document, bodies: Sequence[Body], signing: Signing) -> Change:
    """Add the bodies as members, all or none. Raises `Refusals` with all that stands against it."""
    signing = replace(signing, date=signing.date and signing.date.known_on(document.today))
    started = _round_of(document.ledger, signing, document.today)
    known = document.ledger.rounds_by_id.get(started.id)
    round_ = known or started
    own_date = signing.date if signing.date not in (None, round_.signed) else None
    refusals: list[Refusal] = []
    added: list[Member] = []
    unchanged: list[Member] = []
    for body in bodies:
        refusal = refused_name(body.name) or _refused_text(signing)
        if refusal:
            refusals.append(refusal)
            continue
        name = " ".join(body.name.split())
        member = Member(name, round_, body.key, body.kind, own_date, None, signing.note, signing.source)
        if any(member.is_same_body(other) for other in added):
            continue
        earlier = document.ledger.memberships_of(member)
        current = next((other for other in earlier if other.left is None), None)
        if current and _agrees(current, body, signing):
            unchanged.append(current)
        elif current:
            refusals.append(_member_already(document, current, body, signing))
        elif earlier and earlier[-1].left and member.signed.certainly_before(earlier[-1].left):
            refusals.append(_joined_too_early(member, earlier[-1].left))
        else:
            added.append(member)
    if refusals:
        raise Refusals(tuple(refusals))
    if not added:
        return Change(document, unchanged=tuple(unchanged))
    changed = (document if known else document.with_round(round_)).with_members(added)
    return Change(changed, tuple(added), tuple(unchanged), None if known else round_)


def leave(document: Document, member: Member, date: Date) -> Change:
    """End a membership. Raises `Refusal` where it cannot have ended then."""
    _require_past(date, document.today)
    date = date.known_on(document.today)
    if member.left == date:
        return Change(document, unchanged=(member,))
    if member.left:
        raise Refusal(
            _('"{name}" has left already ({date})').format(name=member.name, date=member.left),
            (_amend_line(member, {"left": date.text}),),
        )
    if date.certainly_before(member.signed):
        raise Refusal(
            _('"{name}" cannot leave ({left}) before it signed ({signed})').format(
                name=member.name, left=date, signed=member.signed
            ),
            (_("correct the date, or the signing: {command}").format(command=_amend_command(member, {"signed": "…"})),),
        )
    changed = member._replace(left=date)
    return Change(document.with_member_changed(member, changed), (changed,))


def amend(document: Document, member: Member, correction: Correction) -> Change:
    """Correct an entry. Raises `Refusal` for what cannot be: a future date, an unknown round, a name that is none."""
    today = document.today
    own_date, left = correction.get("own_date", member.own_date), correction.get("left", member.left)
    for date in (own_date, left):
        if date:
            _require_past(date, today)
    changed = Member(
        " ".join(correction.get("name", member.name).split()),
        known_round(document.ledger, correction["round_id"]) if "round_id" in correction else member.round,
        correction.get("key", member.key),
        correction.get("kind", member.kind),
        own_date and own_date.known_on(today),
        left and left.known_on(today),
        correction.get("note", member.note),
        correction.get("source", member.source),
    )
    refusal = refused_name(correction["name"]) if "name" in correction else None
    texts = (changed.note, changed.source, changed.kind)
    refusal = refusal or next(filter(None, (_refused_characters(text) for text in texts if text)), None)
    if refusal:
        raise refusal
    if changed.own_date == changed.round.signed:
        changed = changed._replace(own_date=None)
    if changed == member:
        return Change(document, unchanged=(member,))
    return Change(document.with_member_changed(member, changed), (changed,))


def remove(document: Document, member: Member) -> Change:
    """Take out an entry that was never true."""
    return Change(document.without_member(member), (member,))


def set_round(document: Document, round_id: str, correction: RoundCorrection) -> Change:
    """Add a round, or correct one. Raises `Refusal` for an id, a name or a date that cannot be."""
    refusal = refused_name(round_id) or (_refused_characters(correction.name) if correction.name else None)
    if refusal:
        raise refusal
    if correction.signed:
        _require_past(correction.signed, document.today)
    known = document.ledger.rounds_by_id.get(round_id)
    round_ = known or Round(round_id, signed=_year(round_id, document.today) or UNKNOWN.known_on(document.today))
    if correction.name is not None:
        round_ = replace(round_, name=correction.name)
    if correction.dated:
        round_ = replace(round_, signed=(correction.signed or UNKNOWN).known_on(document.today))
    if known == round_:
        return Change(document)
    changed = document.with_round(round_)
    return Change(changed, round_changed=round_) if known else Change(changed, round_started=round_)


def latest(ledger: Ledger, name: str) -> Member:
    """Return the latest entry of the body called so, by name or key. Raises `Refusal` with names that come near."""
    found = ledger.find(name)
    if found:
        return found[-1]
    if not name.strip():
        raise Refusal(_("the name is empty"), (_("name a member, such as: Witten"),))
    raise Refusal(_('no member is called "{name}"').format(name=name), tuple(_near_members(ledger, name)))


def _near_members(ledger: Ledger, name: str) -> Iterator[str]:
    from rapidfuzz import fuzz, process

    names = {fold(member.name): member.name for member in ledger.members}
    near = process.extract(fold(name), list(names), scorer=fuzz.ratio, limit=3, score_cutoff=70)
    for folded, _score, _index in near:
        yield _("did you mean {name}?").format(name=names[folded])
    if not near:
        yield _("the members are told by: engagiert list --all")


def _round_of(ledger: Ledger, signing: Signing, today: datetime.date) -> Round:
    """Return the round that is meant: one of the ledger's, or a new one."""
    if signing.date:
        _require_past(signing.date, today)
    date = signing.date
    if signing.round_id is not None:
        known = ledger.rounds_by_id.get(signing.round_id)
        if known:
            return known
        refusal = refused_name(signing.round_id) if date and signing.round_id.strip() else None
        if refusal:
            raise refusal
        if date and signing.round_id.strip():
            return Round(signing.round_id, signed=date)
        year = _year(signing.round_id, today)
        if year:
            return Round(signing.round_id, signed=year)
        try:
            return known_round(ledger, signing.round_id)
        except Refusal as refusal:
            refusal.hints += (_("a new one: --round ID --signed DATE, or a year that is not in the future"),)
            raise
    if date is None:
        raise WrongUsage(_("say in which round or when: --round ID or --signed DATE"))
    if not date.in_year(date.earliest.year):
        raise Refusal(
            _("{date} names no single year, and so no round").format(date=date),
            (_("say which round it was: --round ID"),),
        )
    year_id = f"{date.earliest.year:04}"
    of_that_year = [
        round_
        for round_ in ledger.rounds
        if round_.signed.in_year(date.earliest.year) or (not round_.signed.is_known and round_.id == year_id)
    ]
    if len(of_that_year) == 1:
        return of_that_year[0]
    if of_that_year or year_id in ledger.rounds_by_id:
        candidates = of_that_year or [ledger.rounds_by_id[year_id]]
        raise Refusal(
            _("more than one round can be meant by {date}").format(date=date)
            if of_that_year
            else _('round "{id}" was not in {id}').format(id=year_id),
            (
                _("say which it was: {options}").format(
                    options=", ".join(f"--round {round_.id}" for round_ in candidates)
                ),
            ),
        )
    return Round(year_id, signed=date)


def known_round(ledger: Ledger, round_id: str) -> Round:
    """Return the round of that id. Raises `Refusal` with the ids that there are."""
    known = ledger.rounds_by_id.get(round_id)
    if known:
        return known
    ids = ", ".join(ledger.rounds_by_id)
    hint = _("known rounds: {rounds}").format(rounds=ids) if ids else _("this ledger has no rounds yet")
    raise Refusal(_('there is no round "{id}"').format(id=round_id), (hint,))


def _year(round_id: str, today: datetime.date) -> Date | None:
    """Return the year that the id names, where it is not in the future."""
    try:
        year = Date.parse(round_id)
    except ValueError:
        return None
    return year.known_on(today) if len(round_id) == 4 and year.earliest <= today else None


def _agrees(current: Member, body: Body, signing: Signing) -> bool:
    return (
        signing.round_id in (None, current.round.id)
        and signing.date in (None, current.signed)
        and signing.note in (None, current.note)
        and signing.source in (None, current.source)
        and body.kind in (None, current.kind)
    )


def _member_already(document: Document, current: Member, body: Body, signing: Signing) -> Refusal:
    asked = {
        "round": signing.round_id if signing.round_id != current.round.id else None,
        "signed": signing.date.text if signing.date and signing.date != current.signed else None,
        "note": signing.note if signing.note != current.note else None,
        "source": signing.source if signing.source != current.source else None,
        "kind": body.kind if body.kind != current.kind else None,
    }
    return Refusal(
        _('"{name}" is a member already, by round {round} ({date}), in line {line}').format(
            name=current.name, round=current.round.id, date=current.signed, line=document.line_of(current)
        ),
        (_amend_line(current, {key: value for key, value in asked.items() if value is not None}),),
    )


def _joined_too_early(member: Member, left: Date) -> Refusal:
    return Refusal(
        _('"{name}" cannot join again ({signed}) before it left ({left})').format(
            name=member.name, signed=member.signed, left=left
        ),
        (_("give the later date: --signed DATE"), _amend_line(member, {"left": "…"})),
    )


def _amend_command(member: Member, fields: Mapping[str, str]) -> str:
    options = " ".join(f"--{name} {shell_quoted(value)}" for name, value in fields.items())
    return f"engagiert amend {shell_quoted(member.name)} {options}".rstrip()


def _amend_line(member: Member, fields: Mapping[str, str]) -> str:
    return _("to correct it: {command}").format(command=_amend_command(member, fields))


def _require_past(date: Date, today: datetime.date) -> None:
    if date.earliest > today:
        raise Refusal(
            _("{date} is in the future: today is {today}").format(date=date, today=Date.of_day(today)),
            (_("the ledger holds what has happened: enter it when the day has come"),),
        )


def refused_name(name: str) -> Refusal | None:
    """Return what stands against a name whatever the register: it is empty, too long, or has what does not show."""
    if not any(character.isalnum() for character in name):
        return Refusal(
            _('a name without letters: "{name}"').format(name=name) if name.strip() else _("the name is empty"),
            (_("name a body, such as: Witten"),),
        )
    if len(name) > TEXT_LIMIT:
        return Refusal(
            _("a name of {length} characters; at most {limit}").format(length=len(name), limit=TEXT_LIMIT),
            (_("long remarks belong into --note"),),
        )
    return _refused_characters(name)


def _refused_text(signing: Signing) -> Refusal | None:
    return next(
        (refusal for text in (signing.note, signing.source) if text and (refusal := _refused_characters(text))), None
    )


def _refused_characters(text: str) -> Refusal | None:
    odd = odd_characters(text)
    if not odd:
        return None
    return Refusal(
        _('characters that do not show, in "{text}": {characters}').format(
            text=text[:TEXT_LIMIT], characters=", ".join(dict.fromkeys(odd))
        ),
        (_("type it anew, in one line"),),
    )
