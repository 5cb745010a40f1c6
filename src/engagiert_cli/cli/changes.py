"""The commands that change the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Annotated

import typer

from engagiert_cli import changes_by_name
from engagiert_cli.cli import options
from engagiert_cli.cli.emit import Destination, destination, publish, say, say_difference, total
from engagiert_cli.cli.names import all_names, explained
from engagiert_cli.cli.options import dated, given
from engagiert_cli.cli.session import Session
from engagiert_cli.errors import LedgerInvalid, Refusal, WrongUsage
from engagiert_cli.language import _, named, ngettext
from engagiert_cli.ledger import changes, store
from engagiert_cli.ledger.changes import Change
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.ledger.document import Document
from engagiert_cli.ledger.members import Ledger, Member, Round, known_rounds
from engagiert_cli.ledger.signing import Signing, how_to_start, known_round
from engagiert_cli.output import messages
from engagiert_cli.register.bodies import open_register
from engagiert_cli.who import Who

NamesFile = Annotated[str | None, options.option("--from", _("FILE"), _("A file with names, one per line."))]
_INTO = _("The body that it became part of, which joins on that day unless it is a member already.")
Into = Annotated[str | None, options.option("--into", _("NAME"), _INTO, "joining")]
NewName = Annotated[str | None, options.option("--name", _("NAME"), _("Its name in full."))]
Entry = Annotated[
    Date | None, dated("--entry", _("For a member that came back: the entry signed then; by default, the latest."))
]
_ROUND = _("The round's id, such as 2015, or its name.")
RoundAsked = Annotated[str | None, options.argument("[ID]", _ROUND, "rounds")]
_ROUND_NAME = _("Its name, such as Zweitunterzeichnung.")
RoundName = Annotated[str | None, options.option("--name", _("TEXT"), _ROUND_NAME)]
_COSIGNERS = _("Who also signed, without becoming a member; repeat it for each.")
Cosigners = Annotated[list[str] | None, options.option("--cosigner", _("TEXT"), _COSIGNERS)]
RemoveRound = Annotated[bool, typer.Option("--remove", help=_("Remove a round in which nobody joined."))]


def join(
    context: typer.Context,
    names: options.Names = None,
    names_file: NamesFile = None,
    round_id: options.RoundId = None,
    signed: options.Signed = None,
    note: options.Note = None,
    source: options.Source = None,
    kind: options.Kind = None,
    dry_run: options.DryRun = False,
) -> None:
    """Add members."""
    if not names and names_file is None:
        raise WrongUsage(_("say who joins, or name a file with names: --from FILE"))
    if round_id is None and signed is None:
        raise _without_round(context.obj)
    typed = list(all_names(names or (), names_file))
    signing = Signing(round_id, signed, note or None, source or None)

    joined = partial(changes_by_name.join, names=typed, signing=signing, kind=kind or None)
    with explained(typed, context.obj):
        make_change(context.obj, joined, dry_run=dry_run)


def leave(
    context: typer.Context,
    names: options.Members,
    date: options.LeftOn,
    into: Into = None,
    dry_run: options.DryRun = False,
) -> None:
    """End memberships."""
    left = partial(changes_by_name.leave, names=names, date=date, into=into)
    with explained(names, context.obj):
        make_change(context.obj, left, dry_run=dry_run)


def amend(
    context: typer.Context,
    names: options.Members,
    signed: options.CorrectedSigned = None,
    round_id: options.RoundId = None,
    left: options.CorrectedLeft = None,
    new_name: NewName = None,
    note: options.Note = None,
    source: options.Source = None,
    kind: options.Kind = None,
    entry: Entry = None,
    dry_run: options.DryRun = False,
) -> None:
    """Correct the latest entry of members."""
    correction = given(own_date=signed, left=left, note=note, source=source, kind=kind)
    correction |= given("", round_id=round_id, name=new_name)
    if not correction:
        raise WrongUsage(_("say what to correct, such as: --signed DATE"))
    if new_name is not None and len(names) > 1:
        raise WrongUsage(_("--name is for one member only"))

    amended = partial(changes_by_name.amend, names=names, correction=correction, entry=entry)
    already = _("{member} is entered like that already.")
    with explained(names, context.obj):
        make_change(context.obj, amended, lambda change: told(change, already), dry_run=dry_run)


def remove(context: typer.Context, name: options.Name, dry_run: options.DryRun = False) -> None:
    """Remove an entry."""

    def removed(change: Change) -> list[str]:
        if change.document.ledger.memberships_of(change.members[0]):
            return told(
                change, entered=_("{member}: the latest entry removed, as if never made; the earlier ones stay.")
            )
        return told(change, entered=_("{member} removed, as if never entered."))

    make_change(context.obj, partial(changes_by_name.remove, name=name), removed, dry_run=dry_run)


def round_(
    context: typer.Context,
    round_id: RoundAsked = None,
    name: RoundName = None,
    signed: options.CorrectedSigned = None,
    cosigner: Cosigners = None,
    note: options.Note = None,
    source: options.Source = None,
    remove: RemoveRound = False,
    dry_run: options.DryRun = False,
    format_: options.Format = None,
    output: options.Output = None,
    force: options.Force = False,
) -> None:
    """List the rounds, or show, add, correct or remove one."""
    correction = given(note=note, source=source) | given("", name=name) | given(UNKNOWN, signed=signed)
    if cosigner is not None:
        correction["cosigners"] = tuple(filter(None, map(str.strip, cosigner)))
    if not correction and not remove:
        if dry_run:
            raise WrongUsage(_("say what to correct, such as: --signed DATE"))
        _show_rounds(context.obj, round_id, destination(format_, output, force))
        return
    if round_id is None:
        raise WrongUsage(_("say which round: ID"))
    if remove and correction:
        raise WrongUsage(_("--remove cannot be combined with other options"))
    if format_ or output or force:
        raise WrongUsage(_("--format, --output and --force are for showing rounds"))

    how = partial(changes.set_round, correction=correction) if correction else changes.remove_round
    make_change(
        context.obj,
        partial(how, called=round_id),
        lambda change: told(change, _("The round is entered like that already.")),
        dry_run=dry_run,
    )


def _show_rounds(session: Session, round_id: str | None, to: Destination) -> None:
    from engagiert_cli.reports.cohorts import rounds

    ledger = session.read().ledger
    only = known_round(ledger, round_id, how_to_start(round_id)) if round_id is not None else None
    publish(rounds(ledger, session.today, only), to)


def _without_round(session: Session) -> WrongUsage:
    """Return the error for a command without round and date, with the known rounds."""
    message = _("say in which round or when: --round ID or --signed DATE")
    try:
        return WrongUsage(message, (known_rounds(session.read(count_warnings=False).ledger.rounds_by_id),))
    except (Refusal, LedgerInvalid):
        return WrongUsage(message)


def told(change: Change, already: str = "", entered: str = "") -> list[str]:
    """Return sentences on a change: `already` if nothing changed, `entered` for each member."""
    described = Who(change.document.ledger).described

    def said(sentence: str, member: Member) -> str:
        own_date = "" if member.own_date in (None, member.round.signed) else f" ({member.signed})"
        dates = {"signed": member.signed, "left": member.left, "date": own_date}
        return sentence.format(member=described(member), round=member.round.id, **dates)

    lines = [round_started(round_) for round_ in change.rounds_started]
    lines += [said(already or _already(member), member) for member in change.unchanged]
    lines += [said(entered or _entered(member), member) for member in change.members]
    if change.corrected:
        from engagiert_cli.reports.differences import corrections

        for before, member in change.corrected:
            lines.append(_("{member} corrected.").format(member=described(member)))
            lines += [f"  {line}" for line in corrections(before, member)]
        lines.append(total(change.document))
    elif change.members:
        lines[-1] += f" {total(change.document)}"
    if change.round_changed:
        lines += _round_corrected(change.document.ledger, *change.round_changed)
    if change.round_removed:
        lines.append(_("Round {round} removed.").format(round=change.round_removed.id))
    if not change.wrote:
        lines = lines or [already]
        lines[-1] += f" {_('Nothing to change.')}"
    return lines


def round_started(round_: Round) -> str:
    """Return a sentence on a started round, with its date if known."""
    if round_.signed.is_known:
        return _("Round {round} started, signed {date}.").format(round=round_.id, date=round_.signed)
    return _("Round {round} started.").format(round=round_.id)


def _already(member: Member) -> str:
    if member.left:
        return _("{member} has left already ({left}).")
    if member.round.id:
        return _("{member} is a member already, in round {round} ({signed}).")
    return _("{member} is a member already, without a round ({signed}).")


def _entered(member: Member) -> str:
    if member.left:
        return _("{member} left ({left}).")
    if member.round.id:
        return _("{member} joined in round {round}{date}.")
    return _("{member} joined without a round{date}.")


def _round_corrected(ledger: Ledger, before: Round, after: Round) -> Iterator[str]:
    if before.name != after.name:
        named_now = _("Round {round} is called {name} now.") if after.name else _("Round {round} no longer has a name.")
        yield named_now.format(round=after.id, name=after.name)
    for title, old, new in (
        (_("Co-signers"), ", ".join(before.cosigners), ", ".join(after.cosigners)),
        (_("Note"), before.note, after.note),
        (_("Source"), before.source, after.source),
        (_("signed"), before.signed.in_words, after.signed.in_words),
    ):
        if old != new:
            yield _("Round {round}: {field} {old} → {new}.").format(
                round=after.id, field=title, old=old or "–", new=new or "–"
            )
    if before.signed == after.signed:
        return
    of_it = [member for member in ledger.members if member.round.id == after.id]
    redated = [member.name for member in of_it if member.own_date is None]
    kept = [f"{member.name} ({member.signed})" for member in of_it if member.own_date is not None]
    if redated:
        sentence = ngettext(
            "This changes the date of {count} member: {names}.",
            "This changes the dates of {count} members: {names}.",
            len(redated),
        )
        yield sentence.format(count=len(redated), names=named(redated))
    if kept:
        sentence = ngettext(
            "{count} member keeps its own date: {names}.", "{count} members keep their own dates: {names}.", len(kept)
        )
        yield sentence.format(count=len(kept), names=named(kept))


def make_change(
    session: Session,
    make: Callable[[Document], Change],
    said: Callable[[Change], Iterable[str]] = told,
    *,
    dry_run: bool,
) -> None:
    """Make the change, and report it once it is true; a dry run prints the report, and a diff."""
    edit = partial(changes.edit, change=make, path=session.shown, today=session.today, open_register=open_register)
    if dry_run:
        content = store.read(session.path_to_change, session.shown)
        with session.offering_undo():
            changed, (_before, change) = edit(content)
        lines = [*said(change), *change.remarks]
        if changed.text != content.text:
            lines.insert(0, _("nothing was written; the change would be:"))
        messages.note(lines[0], lines[1:])
        say_difference(content.text, changed.text, session.shown)
        return
    with session.changing(edit) as made:
        before, change = made.result
        say(list(said(change)), written=made.wrote)
        for remark in change.remarks:
            messages.note(remark)
        known = {(warning.code, warning.message) for warning in before.warnings}
        for warning in change.document.warnings:
            # A new round is allowed to have no members yet.
            if (warning.code, warning.message) not in known and warning.code != "empty-round":
                messages.warn(warning.message, warning.remedies)
