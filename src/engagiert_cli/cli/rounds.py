"""The command that lists, shows, adds and corrects signing rounds."""

from __future__ import annotations

from typing import Annotated, cast

import typer

from engagiert_cli.cli.changes import make_change, told
from engagiert_cli.cli.emit import Destination, destination, publish
from engagiert_cli.cli.options import (
    CorrectedSigned,
    DryRun,
    Force,
    Format,
    Note,
    Output,
    Source,
    argument,
    given,
    option,
)
from engagiert_cli.cli.session import Session
from engagiert_cli.errors import WrongUsage
from engagiert_cli.language import _
from engagiert_cli.ledger import changes
from engagiert_cli.ledger.changes import Change
from engagiert_cli.ledger.dates import UNKNOWN
from engagiert_cli.ledger.document import Document
from engagiert_cli.ledger.signing import how_to_start, known_round

RoundAsked = Annotated[str | None, argument("[ID]", _("The round's id, such as 2015, or its name."), "rounds")]
RoundName = Annotated[str | None, option("--name", _("TEXT"), _("Its name, such as Zweitunterzeichnung."))]
_COSIGNERS = _("Who also signed, without becoming a member; repeat it for each.")
Cosigners = Annotated[list[str] | None, option("--cosigner", _("TEXT"), _COSIGNERS)]
Remove = Annotated[bool, typer.Option("--remove", help=_("Remove a round in which nobody joined."))]


def round_(
    context: typer.Context,
    round_id: RoundAsked = None,
    name: RoundName = None,
    signed: CorrectedSigned = None,
    cosigner: Cosigners = None,
    note: Note = None,
    source: Source = None,
    remove: Remove = False,
    dry_run: DryRun = False,
    format_: Format = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """List the rounds, show, add, correct or take out one."""
    correction = given(note=note, source=source) | given("", name=name) | given(UNKNOWN, signed=signed)
    if cosigner is not None:
        correction["cosigners"] = tuple(filter(None, map(str.strip, cosigner)))
    if not correction and not remove:
        if dry_run:
            raise WrongUsage(_("say what to correct, such as: --signed DATE"))
        _show(context.obj, round_id, destination(format_, output, force))
        return
    if round_id is None:
        raise WrongUsage(_("say which round: ID"))
    if remove and correction:
        raise WrongUsage(_("--remove cannot be combined with other options"))
    if format_ or output or force:
        raise WrongUsage(_("--format, --output and --force are for showing rounds"))
    asked = round_id

    def edit(document: Document) -> Change:
        if remove:
            return changes.remove_round(document, asked)
        return changes.set_round(document, asked, cast("changes.RoundCorrection", correction))

    make_change(
        context.obj, edit, lambda change: told(change, _("The round is entered like that already.")), dry_run=dry_run
    )


def _show(session: Session, round_id: str | None, to: Destination) -> None:
    from engagiert_cli.reports.cohorts import rounds

    ledger = session.read().ledger
    only = known_round(ledger, round_id, how_to_start(round_id)) if round_id is not None else None
    publish(rounds(ledger, session.today, only), to)
