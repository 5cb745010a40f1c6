"""The changes that an office makes: join, leave, amend, remove, round. Each takes a document and returns a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engagiert_cli.errors import Hint, Refusal, Refusals
from engagiert_cli.language import _
from engagiert_cli.lazy import NamedTuple
from engagiert_cli.ledger import edits
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.ledger.judging import Judgement, ListedMembership, judge, require_order, see_line
from engagiert_cli.ledger.members import Member, Round, require_name, require_past, require_shown
from engagiert_cli.ledger.opening import opened
from engagiert_cli.ledger.signing import (
    Signing,
    how_to_start,
    known_round,
    round_called,
    round_of,
    without_date,
    year_named,
)

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping, Sequence

    from engagiert_cli.ledger.document import Document
    from engagiert_cli.ledger.members import Body
    from engagiert_cli.ledger.store import Content
    from engagiert_cli.register.bodies import Register


class Change(NamedTuple):
    """What a change did: the document after it (the same where nothing changed), and the entries it was about."""

    document: Document
    members: tuple[Member, ...] = ()
    unchanged: tuple[Member, ...] = ()
    """Members that were in the ledger already, just as they were to be entered."""
    corrected: tuple[tuple[Member, Member], ...] = ()
    """The changed entries, each as it was and as it is."""
    rounds_started: tuple[Round, ...] = ()
    round_changed: tuple[Round, Round] | None = None
    """The changed round, as it was and as it is."""
    round_removed: Round | None = None
    remarks: tuple[str | Hint, ...] = ()
    """Notes on how names were understood."""

    @property
    def wrote(self) -> bool:
        """Whether the ledger has changed."""
        return bool(self.members or self.corrected or self.rounds_started or self.round_changed or self.round_removed)

    def and_then(self, other: Change) -> Change:
        """Return this change together with one that was made after it."""
        return Change(
            other.document,
            self.members + other.members,
            self.unchanged + other.unchanged,
            self.corrected + other.corrected,
            self.rounds_started + other.rounds_started,
            remarks=self.remarks + other.remarks,
        )


def edit(
    content: Content,
    change: Callable[[Document], Change],
    path: str,
    today: datetime.date,
    open_register: Callable[[str], Register],
) -> tuple[Content, tuple[Document, Change]]:
    """Change the content of a file, as `store.changing` wants it; the result is the ledger before, and the change.

    Raises `LedgerInvalid` where the file is not a valid ledger, and what the change raises.
    """
    before = opened(content.text, path, today, open_register)
    made = change(before)
    return content._replace(text=made.document.text), (before, made)


def join(document: Document, bodies: Sequence[Body], signing: Signing) -> Change:
    """Add the bodies as members, all or none. Raises `Refusals` with every reason against it."""
    round_of(document.ledger, signing, document.today)  # raises once, not for each body
    judgement = judge(document, [ListedMembership(body, signing) for body in bodies])
    if judgement.refused:
        raise Refusals(tuple(refusal for _entry, refusal in judgement.refused))
    return enter(document, judgement)


def enter(document: Document, judgement: Judgement) -> Change:
    """Add the members and rounds that were judged for this document, and refine its members."""
    added, started, refined = judgement.added, judgement.rounds_started, judgement.refined
    places = {id(member): index for index, member in enumerate(document.ledger.members)} if refined else {}
    changed = edits.with_new_rounds(document, started) if started else document
    changed = edits.with_members_changed(changed, {places[id(before)]: after for before, after in refined})
    changed = edits.with_members(changed, added)
    return Change(changed, added, judgement.unchanged, refined, started)


def leave(document: Document, member: Member, date: Date) -> Change:
    """End a membership. Raises `Refusal` where it cannot have ended on that date."""
    date = require_past(date, document.today)
    if member.left == date:
        return Change(document, unchanged=(member,))
    if member.left:
        message = _('"{name}" has left already ({date})').format(name=member.name, date=member.left)
        correction = Hint(_("to correct it: {command}"), "amend", member.name, {"left": date.text})
        raise Refusal(message, (correction if date.within(member.left) else see_line(member),))
    changed = member._replace(left=date)
    require_order(changed, see_line(member))
    return Change(edits.with_members_changed(document, {document.index_of(member): changed}), (changed,))


def with_heir(ended: Change, body: Body, date: Date) -> Change:
    """Return the change in which the body that these have become part of joins on that day, too."""
    there = ended.document.ledger.find(body.key or body.name)
    if there and there[-1] in (*ended.members, *ended.unchanged):
        raise Refusal(_('"{name}" cannot become a part of itself').format(name=there[-1].name))
    if there and there[-1].left is None:
        return ended.and_then(Change(ended.document, unchanged=(there[-1],)))
    return ended.and_then(join(ended.document, [body], Signing(date=date)))


def amend(document: Document, member: Member, correction: Mapping[str, Any]) -> Change:
    """Correct fields of an entry, named as in `Member`, and its round by `round_id`; None clears a field.

    Raises `Refusal` for a future date, an unknown round or an impossible name.
    """
    given = dict(correction)
    if "round_id" in given:
        given["round"] = round_ = known_round(document.ledger, given.pop("round_id"))
        if not round_.id and member.signed.is_known:
            given.setdefault("own_date", member.signed)
    for field in ("own_date", "left"):
        if given.get(field):
            given[field] = require_past(given[field], document.today)
    if "name" in given:
        require_name(given["name"])
        given["name"] = " ".join(given["name"].split())
    changed = member._replace(**given)
    if not changed.round.id and changed.own_date is None:
        raise without_date()
    require_shown(changed.kind, remarks=(changed.note, changed.source))
    if changed == member:
        return Change(document, unchanged=(member,))
    return correct(document, {document.index_of(member): changed})


def correct(document: Document, corrected: Mapping[int, Member]) -> Change:
    """Replace the entries at these places, all in one edit."""
    members = document.ledger.members
    pairs = tuple((members[index], after) for index, after in corrected.items())
    return Change(edits.with_members_changed(document, corrected), corrected=pairs)


def remove(document: Document, member: Member) -> Change:
    """Remove an entry that was never true."""
    return Change(edits.without(document, "members", document.index_of(member)), (member,))


def set_round(document: Document, called: str, correction: Mapping[str, Any]) -> Change:
    """Add a round, which needs a name or a date, or correct fields of one, found by its id or name.

    The unknown date, an empty name and None clear a field. Raises `Refusal` for an impossible id, name or date.
    """
    today, given = document.today, dict(correction)
    require_name(called)
    texts = (given.get("name"), *given.get("cosigners", ()), given.get("source"))
    require_shown(*texts, remarks=[given.get("note")])
    if "signed" in given:
        given["signed"] = require_past(given["signed"], today)
    if given.get("name") or "signed" in given:
        known = round_called(document.ledger, called)
    else:
        known = known_round(document.ledger, called, how_to_start(called))
    before = known or Round(called, signed=year_named(called, today) or UNKNOWN.known_on(today))
    after = before._replace(**given)
    if known is None:
        return Change(edits.with_round(document, after), rounds_started=(after,))
    return _with_round(document, known, after) if known != after else Change(document)


def remove_round(document: Document, called: str) -> Change:
    """Remove a round in which nobody joined. Raises `Refusal` with those who did."""
    round_ = known_round(document.ledger, called)
    names = [member.name for member in document.ledger.members if member.round.id == round_.id]
    if names or not round_.id:
        message = _('members joined in round "{id}": {names}').format(id=round_.id, names=", ".join(names))
        hint = Hint(_("move them to another round first: {command}"), "amend", _("NAME…"), {"round": "ID"})
        raise Refusal(message, (hint,))
    return Change(edits.without(document, "rounds", document.ledger.rounds.index(round_)), round_removed=round_)


def _with_round(document: Document, before: Round, after: Round) -> Change:
    """Change a round, and with it the date of its members, except those with their own or that would lose a date."""
    is_lost = before.signed.is_known and before.signed != after.signed and before.signed.within(after.signed)
    own = {
        index: member._replace(own_date=before.signed)
        for index, member in enumerate(document.ledger.members)
        if is_lost and member.round.id == after.id and member.own_date is None
    }
    changed = edits.with_round(edits.with_members_changed(document, own), after)
    return Change(changed, round_changed=(before, after))
