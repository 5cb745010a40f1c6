"""The commands that go back in the history of a ledger."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engagiert_cli.cli.emit import chosen, named, publish, say_written, total
from engagiert_cli.cli.options import DryRun, Force, Format, Output
from engagiert_cli.cli.session import STANDARD_INPUT, Session
from engagiert_cli.errors import LedgerInvalid, Refusal, Severity
from engagiert_cli.language import _
from engagiert_cli.ledger import store, undo
from engagiert_cli.ledger.document import Document
from engagiert_cli.ledger.members import NO_ROUND
from engagiert_cli.ledger.versions import differences
from engagiert_cli.output import messages
from engagiert_cli.reports import differences as reports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagiert_cli.ledger.members import Ledger


def undo_(context: typer.Context, dry_run: DryRun = False) -> None:
    """Take back the last change."""
    session: Session = context.obj
    path = session.path_to_change

    def edit(content: store.Content) -> tuple[store.Content, tuple[Ledger | None, Ledger]]:
        other = undo.taken_back(undo.recall(path, session.shown), content, session.shown)
        try:
            return other, (_ledger_or_none(session, content), session.document(other).ledger)
        except LedgerInvalid as invalid:
            raise _not_taken_back(session, invalid) from None

    try:
        if dry_run:
            content = store.read(path, session.shown)
            session.show_difference(content.text, edit(content)[0].text)
            return
        with session.changing(edit) as made:
            undo.remember(made, messages.note)
            made.unlock()
            before, after = made.result
            told = _differences(before, after) if before else [_("The text is as before.")]
            say_written([" ".join([*told, total(after, session.today)])])
            messages.note(_("to bring it back: engagiert undo"))
    except undo.ChangedSince as changed:
        session.show_difference(changed.recorded, changed.found)
        raise


def diff(
    context: typer.Context,
    old: Annotated[
        str, typer.Argument(metavar=_("OLD"), help=_("The older version: a file, or a version in git, such as HEAD~1."))
    ],
    new: Annotated[
        str | None, typer.Argument(metavar=_("[NEW]"), help=_("The newer one; without it, the ledger as it is."))
    ] = None,
    format_: Format = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Compare two versions."""
    session: Session = context.obj
    format_chosen = chosen(format_, output)
    before = _version(session, old)
    after = session.read(count_warnings=False) if new is None else _version(session, new)
    found = differences(before, after)
    first, second = (len(document.ledger.members_at(session.today)) for document in (before, after))
    members = _("{before} → {after} members").format(before=first, after=second)
    made = reports.table(
        found,
        _("What has changed"),
        f"{before.path} → {after.path}, {members}",
        _("Both say the same.") if before.text == after.text else _("Both say the same, in another text."),
    )
    publish(made, format_chosen, output, session.path_or_none if new is None else None, force=force)


def _version(session: Session, asked: str) -> Document:
    """Return the version that is asked for: a file, else one that git has."""
    path = store.find(asked, {}, None, None)  # a folder may stand for the ledger in it
    if os.path.exists(path) and not path.is_dir():
        content, shown = store.read(path, str(path)), str(path)
    else:
        from engagiert_cli.cli import git

        try:
            ledger = Path(os.path.realpath((Session() if session.asked == STANDARD_INPUT else session).path))
        except Refusal:
            if ":" not in asked:
                raise
            ledger = None
        data, shown = git.version(asked, ledger)
        content = store.Content.decode(data, shown)
    return Document.parse(content.text, shown, session.today)


def _ledger_or_none(session: Session, content: store.Content) -> Ledger | None:
    """Return what the file says; None where it is no ledger as it stands, such as with a merge that is not decided."""
    try:
        return session.document(content).ledger
    except LedgerInvalid:
        return None


def _not_taken_back(session: Session, invalid: LedgerInvalid) -> Refusal:
    """Refuse a text that would be no ledger, with the first thing that is wrong in it."""
    problem = next(problem for problem in invalid.problems if problem.severity is Severity.ERROR)
    return Refusal(
        _("{path} would then be wrong in line {line}: {message}").format(
            path=session.shown, line=problem.place.line, message=problem.message
        ),
        (_("nothing was taken back"),),
    )


def _differences(before: Ledger, after: Ledger) -> Iterator[str]:
    """Yield what has become other, by name: what is gone, what is back, and what reads differently."""
    old, new = _entries(before), _entries(after)
    sentences = (
        (_("Taken out again: {names}."), [called for key, (called, _values) in old.items() if key not in new]),
        (_("Back again: {names}."), [called for key, (called, _values) in new.items() if key not in old]),
        (_("As before: {names}."), [new[key][0] for key in old if key in new and old[key][1] != new[key][1]]),
    )
    told = [sentence.format(names=named(names)) for sentence, names in sentences if names]
    yield from told or [_("The text is as before.")]


def _entries(ledger: Ledger) -> dict[tuple[str, str], tuple[str, list[object]]]:
    """Return the rounds and the bodies, each with how it is called and all that is said of it."""
    entries: dict[tuple[str, str], tuple[str, list[object]]] = {
        ("rounds", round_.id): (_("round {id}").format(id=round_.id), [round_]) for round_ in ledger.rounds
    }
    for member in ledger.members:
        called = f"{member.name} ({member.key})" if member.key else member.name
        _called, values = entries.setdefault(("members", member.identity), (called, []))
        values.append((member.round.id, member._replace(round=NO_ROUND)))
    return entries
