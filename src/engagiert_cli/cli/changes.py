"""The commands that change the ledger."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from engagiert_cli.cli import completion
from engagiert_cli.cli.emit import say, say_written
from engagiert_cli.cli.hints import worded
from engagiert_cli.cli.names import all_names, typed_otherwise
from engagiert_cli.cli.options import (
    CorrectedLeft,
    CorrectedSigned,
    DryRun,
    Kind,
    LeftOn,
    Members,
    Name,
    Names,
    Note,
    RoundId,
    Signed,
    Source,
    parse_date,
)
from engagiert_cli.errors import LedgerInvalid, Refusal, Refusals, WrongUsage
from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger import changes, store
from engagiert_cli.ledger.dates import Date
from engagiert_cli.ledger.members import Body
from engagiert_cli.ledger.signing import Signing, known_rounds
from engagiert_cli.output import messages
from engagiert_cli.who import Who, remarks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from engagiert_cli.cli.session import Session
    from engagiert_cli.ledger.changes import Change
    from engagiert_cli.ledger.document import Document
    from engagiert_cli.ledger.members import Ledger, Member, Round
    from engagiert_cli.ledger.store import Content

    Describe = Callable[[Member], str]


def join(
    context: typer.Context,
    names: Names = None,
    names_file: Annotated[
        str | None, typer.Option("--from", metavar=_("FILE"), help=_("A file with names, one per line."))
    ] = None,
    round_id: RoundId = None,
    signed: Signed = None,
    note: Note = None,
    source: Source = None,
    kind: Kind = None,
    dry_run: DryRun = False,
) -> None:
    """Add members."""
    if not names and names_file is None:
        raise WrongUsage(_("say who joins, or name a file with names: --from FILE"))
    if round_id is None and signed is None:
        raise _without_round(context.obj)
    typed = list(all_names(names or (), names_file))
    signing = Signing(round_id, signed, note or None, source or None)

    def edit(document: Document) -> Change:
        bodies, refusals, notes = _joining(Who(document.ledger), typed, kind or None)
        others: tuple[Refusal, ...] = ()
        try:
            change = changes.join(document, bodies, signing)
        except Refusals as several:
            others = several.refusals
        if refusals or others:
            raise Refusals((*refusals, *others), _("nobody was added") if len(typed) > 1 else "")
        return replace(change, remarks=(*notes, *_unregistered(document.ledger, change.members)))

    make_change(context.obj, edit, _joined, dry_run=dry_run)


def leave(
    context: typer.Context,
    names: Members,
    date: LeftOn,
    into: Annotated[
        str | None,
        typer.Option(
            metavar=_("NAME"),
            help=_("The body that it became part of, which joins on that day unless it is a member already."),
            autocompletion=completion.joining,
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """End memberships."""

    def edit(document: Document) -> Change:
        ended = _each(document, names, lambda document, who, name: changes.leave(document, who.member(name), date))
        return ended if into is None else _with_heir(ended, into, date)

    make_change(context.obj, edit, _left, dry_run=dry_run)


def _with_heir(ended: Change, into: str, date: Date) -> Change:
    """Return the change in which the body that those who left went into is a member, too."""
    body, found = Who(ended.document.ledger).joining(into)
    ended = replace(ended, remarks=(*ended.remarks, *remarks(into, found)))
    return changes.with_heir(ended, body, date)


def amend(
    context: typer.Context,
    names: Members,
    signed: CorrectedSigned = None,
    round_id: RoundId = None,
    left: CorrectedLeft = None,
    new_name: Annotated[str | None, typer.Option("--name", metavar=_("NAME"), help=_("Its name in full."))] = None,
    note: Note = None,
    source: Source = None,
    kind: Kind = None,
    entry: Annotated[
        Date | None,
        typer.Option(
            metavar=_("DATE"),
            parser=parse_date,
            help=_("For a member that came back: the entry signed then; by default, the latest."),
        ),
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Correct the latest entry of members."""
    correction = changes.Correction()
    if signed:
        correction["own_date"] = signed.date
    if left:
        correction["left"] = left.date
    if round_id is not None:
        correction["round_id"] = round_id
    if new_name is not None:
        correction["name"] = new_name
    if note is not None:
        correction["note"] = note or None
    if source is not None:
        correction["source"] = source or None
    if kind is not None:
        correction["kind"] = kind or None
    if not correction:
        raise WrongUsage(_("say what to correct, such as: --signed DATE"))
    if new_name is not None and len(names) > 1:
        raise WrongUsage(_("--name is for one member only"))

    def one(document: Document, who: Who, name: str) -> Change:
        member = who.member(name, entry)
        if who.register is None or (kind is None and new_name is None):
            return changes.amend(document, member, correction)
        if kind is not None:
            raise WrongUsage(_("--kind is for ledgers without a register; this one's says what a body is"))
        body, found = who.renamed(member, str(new_name))
        changed = changes.amend(document, member, {**correction, "name": body.name, "key": body.key})
        return replace(changed, remarks=tuple(remarks(str(new_name), found)))

    make_change(context.obj, lambda document: _each(document, names, one), _amended, dry_run=dry_run)


def remove(context: typer.Context, name: Name, dry_run: DryRun = False) -> None:
    """Take out an entry."""

    def edit(document: Document) -> Change:
        return changes.remove(document, Who(document.ledger).member(name))

    make_change(context.obj, edit, _removed, dry_run=dry_run)


def _each(document: Document, names: Sequence[str], change: Callable[[Document, Who, str], Change]) -> Change:
    """Make the change for each of the names, all or none; a refusal of one of several says so."""
    try:
        return changes.each(document, names, lambda before, name: change(before, Who(before.ledger), name))
    except Refusals as refused:
        raise Refusals(refused.refusals, _("nothing was changed") if len(names) > 1 else "") from None


def _joining(who: Who, names: Iterable[str], kind: str | None) -> tuple[list[Body], list[Refusal], list[str]]:
    """Return the bodies that the names mean, what stands against the other names, and what is to be noted."""
    bodies: list[Body] = []
    refusals: list[Refusal] = []
    notes: list[str] = []
    typed = list(names)
    for number, name in enumerate(typed):
        try:
            body, found = who.joining(name, kind=kind)
        except Refusal as refusal:
            refusals.append(typed_otherwise(refusal, who, typed, number))
        else:
            bodies.append(body)
            notes += remarks(name, found)
    return bodies, refusals, notes


def _without_round(session: Session) -> WrongUsage:
    """Return what is said where neither a round nor a date is, with the rounds that there are."""
    message = _("say in which round or when: --round ID or --signed DATE")
    try:
        return WrongUsage(message, (known_rounds(session.read(count_warnings=False).ledger),))
    except (Refusal, LedgerInvalid):
        return WrongUsage(message)


def _unregistered(ledger: Ledger, members: Sequence[Member]) -> Iterator[str]:
    """Yield that the members of a ledger without a register are municipalities, where all of them are."""
    if ledger.network.register or not members or any(member.kind for member in members):
        return
    from engagiert_cli.register.bodies import open_register, registers

    germany = open_register("de")
    keys = [germany.key_of(member.name) or "-" for member in members]
    fitting = [name for name, of in registers().items() if all(key.startswith(of.key) for key in keys)]
    if fitting and "-" not in keys:
        yield _("to have municipalities known by name: {line} under [network], then: {command}").format(
            line=f'register = "{min(fitting, key="de".__eq__)}"', command="engagiert check --fix"
        )


def make_change(
    session: Session,
    edit: Callable[[Document], Change],
    told: Callable[[Change, Describe], Iterable[str]],
    *,
    dry_run: bool,
) -> None:
    """Make the change and tell of it as soon as it is true; a dry run says what would be told, and shows a diff."""

    def edited(content: Content) -> tuple[Content, tuple[Document, Change]]:
        before = session.document(content)
        change = edit(before)
        return content._replace(text=change.document.text), (before, change)

    if dry_run:
        content = store.read(session.path_to_change, session.shown)
        changed, (_before, change) = edited(content)
        lines = [*told(change, Who(change.document.ledger).described), *change.remarks]
        if changed.text != content.text:
            lines.insert(0, _("nothing was written; the change would be:"))
        messages.note(lines[0], lines[1:])
        session.show_difference(content.text, changed.text)
        return
    with session.changing(edited) as made:
        before, change = made.result
        (say_written if made.wrote else say)(list(told(change, Who(change.document.ledger).described)))
        for remark in change.remarks:
            messages.note(remark)
        _warn(before, change.document)


def _warn(before: Document, after: Document) -> None:
    """Tell of the warnings about the ledger that were not there before."""
    known = {(warning.code, warning.message) for warning in before.warnings}
    for warning in after.warnings:
        # A round that was just started waits for its members.
        if (warning.code, warning.message) not in known and warning.code != "empty-round":
            messages.warn(warning.message, map(worded, warning.remedies))


def _joined(change: Change, described: Describe) -> Iterator[str]:
    for round_ in change.rounds_started:
        yield round_started(round_)
    for member in change.unchanged:
        sentence = (
            _("{member} is a member already, by round {round} ({date}). Nothing to change.")
            if member.round.id
            else _("{member} is a member already, without a round ({date}). Nothing to change.")
        )
        yield sentence.format(member=described(member), round=member.round.id, date=member.signed)
    lines = [_joined_in(member, described) for member in change.members]
    if lines:
        lines[-1] += f" {total(change)}"
    yield from lines


def _joined_in(member: Member, described: Describe) -> str:
    own = "" if member.own_date in (None, member.round.signed) else f" ({member.signed})"
    sentence = (
        _("{member} joined in round {round}{date}.") if member.round.id else _("{member} joined without a round{date}.")
    )
    return sentence.format(member=described(member), round=member.round.id, date=own)


def round_started(round_: Round) -> str:
    """Say that a round was started, and when it was signed, where that is known."""
    if round_.signed.is_known:
        return _("Round {round} started, signed {date}.").format(round=round_.id, date=round_.signed)
    return _("Round {round} started.").format(round=round_.id)


def _left(change: Change, described: Describe) -> Iterator[str]:
    for round_ in change.rounds_started:
        yield round_started(round_)
    for member in change.unchanged:
        if member.left:
            yield _("{member} has left already ({date}). Nothing to change.").format(
                member=described(member), date=member.left
            )
        else:
            yield _("{member} is a member already, since {date}.").format(member=described(member), date=member.signed)
    lines = [
        _("{member} left ({date}).").format(member=described(member), date=member.left)
        if member.left
        else _joined_in(member, described)
        for member in change.members
    ]
    if lines:
        lines[-1] += f" {total(change)}"
    yield from lines


def _amended(change: Change, described: Describe) -> Iterator[str]:
    for member in change.unchanged:
        yield _("{member} is entered like that already. Nothing to change.").format(member=described(member))
    from engagiert_cli.reports.differences import corrections

    for before, member in change.corrected:
        yield _("{member} corrected.").format(member=described(member))
        yield from (f"  {line}" for line in corrections(before, member))
    if change.wrote:
        yield total(change)


def _removed(change: Change, described: Describe) -> Iterator[str]:
    for member in change.members:
        yield _("{member} removed, as if never entered.").format(member=described(member)) + f" {total(change)}"


def total(change: Change) -> str:
    """Say how many members there are after the change."""
    count = len(change.document.ledger.members_at(change.document.today))
    return ngettext("{count} member.", "{count} members.", count).format(count=count)
