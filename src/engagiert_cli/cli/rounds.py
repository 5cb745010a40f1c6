"""The command that lists, shows, adds and corrects signing rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from engagiert_cli.cli import completion
from engagiert_cli.cli.changes import make_change, round_started
from engagiert_cli.cli.emit import chosen, named, publish
from engagiert_cli.cli.options import CorrectedSigned, DryRun, Force, Format, Note, Output, Source
from engagiert_cli.errors import WrongUsage
from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger import changes
from engagiert_cli.ledger.dates import UNKNOWN
from engagiert_cli.ledger.signing import how_to_start, known_round

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engagiert_cli.cli.session import Session
    from engagiert_cli.ledger.changes import Change, RoundChange
    from engagiert_cli.ledger.members import Member


def round_(
    context: typer.Context,
    round_id: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help=_("The round's id, such as 2015, or its name."), autocompletion=completion.rounds
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar=_("TEXT"), help=_("Its name, such as Zweitunterzeichnung."))
    ] = None,
    signed: CorrectedSigned = None,
    cosigner: Annotated[
        list[str] | None,
        typer.Option(metavar=_("TEXT"), help=_("Who also signed, without becoming a member; repeat it for each.")),
    ] = None,
    note: Note = None,
    source: Source = None,
    remove: Annotated[bool, typer.Option("--remove", help=_("Remove a round in which nobody joined."))] = False,
    dry_run: DryRun = False,
    format_: Format = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """List the rounds, show, add, correct or take out one."""
    correction = changes.RoundCorrection()
    if name is not None:
        correction["name"] = name
    if signed is not None:
        correction["signed"] = signed.date or UNKNOWN
    if cosigner is not None:
        correction["cosigners"] = tuple(filter(None, map(str.strip, cosigner)))
    if note is not None:
        correction["note"] = note or None
    if source is not None:
        correction["source"] = source or None
    if not correction and not remove:
        if dry_run:
            raise WrongUsage(_("say what to correct, such as: --signed DATE"))
        _show(context.obj, round_id, format_, output, force=force)
        return
    if round_id is None:
        raise WrongUsage(_("say which round: ID"))
    if remove and correction:
        raise WrongUsage(_("--remove cannot be combined with other options"))
    if format_ or output or force:
        raise WrongUsage(_("--format, --output and --force are for showing rounds"))
    asked = round_id
    make_change(
        context.obj,
        lambda document: (
            changes.remove_round(document, asked) if remove else changes.set_round(document, asked, correction)
        ),
        _told,
        dry_run=dry_run,
    )


def _show(session: Session, round_id: str | None, format_: str | None, output: Output, *, force: bool) -> None:
    from engagiert_cli.reports.cohorts import rounds

    ledger = session.read().ledger
    only = known_round(ledger, round_id, how_to_start(round_id)) if round_id is not None else None
    made = rounds(ledger, session.today, only)
    publish(made, chosen(format_, output), output, session.path_or_none, force=force)


def _told(change: Change, _described: Callable[[Member], str]) -> Iterator[str]:
    for round_ in change.rounds_started:
        yield round_started(round_)
    if change.round_changed:
        yield from _corrected(change.round_changed)
    if change.round_removed:
        yield _("Round {round} removed.").format(round=change.round_removed.id)
    if not change.wrote:
        yield _("The round is entered like that already. Nothing to change.")


def _corrected(change: RoundChange) -> Iterator[str]:
    before, after = change.before, change.after
    if before.name != after.name:
        yield (
            _("Round {round} is called {name} now.").format(round=after.id, name=after.name)
            if after.name
            else _("Round {round} no longer has a name.").format(round=after.id)
        )
    for title, old, new in (
        (_("Co-signers"), ", ".join(before.cosigners), ", ".join(after.cosigners)),
        (_("Note"), before.note, after.note),
        (_("Source"), before.source, after.source),
    ):
        if old != new:
            yield _("Round {round}: {field} {old} → {new}.").format(
                round=after.id, field=title, old=old or "–", new=new or "–"
            )
    if before.signed == after.signed:
        return
    was, is_ = before.signed.in_words, after.signed.in_words
    yield _("Round {round}: signed {old} → {new}.").format(round=after.id, old=was, new=is_)
    if change.redated:
        yield ngettext(
            "This changes the date of {count} member: {names}.",
            "This changes the dates of {count} members: {names}.",
            len(change.redated),
        ).format(count=len(change.redated), names=named([member.name for member in change.redated]))
    if change.kept:
        names = [f"{member.name} ({member.signed})" for member in change.kept]
        yield ngettext(
            "{count} member keeps its own date: {names}.", "{count} members keep their own dates: {names}.", len(names)
        ).format(count=len(names), names=named(names))
