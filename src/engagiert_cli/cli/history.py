"""The commands on the history of a ledger: undo, redo, log, diff."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from engagiert_cli.cli import git
from engagiert_cli.cli.emit import destination, publish, say, say_difference, total
from engagiert_cli.cli.options import DryRun, Force, Format, Output, argument
from engagiert_cli.cli.session import Session
from engagiert_cli.errors import LedgerInvalid, Problem, Refusal, Severity
from engagiert_cli.language import _, named
from engagiert_cli.ledger import store, undo
from engagiert_cli.ledger.document import Document
from engagiert_cli.ledger.versions import differences
from engagiert_cli.output import messages
from engagiert_cli.reports import differences as reports

_OLD = _("The older version: a file, or a version in git, such as HEAD~1.")
_NEW = _("The newer version; by default, the ledger as it is now.")
_Steps = Annotated[
    int, typer.Argument(metavar=_("[N]"), min=1, show_default=False, help=_("How many; one by default."))
]


def undo_(context: typer.Context, steps: _Steps = 1, dry_run: DryRun = False) -> None:
    """Take back the last changes."""
    _move(context.obj, -steps, dry_run=dry_run)


def redo(context: typer.Context, steps: _Steps = 1, dry_run: DryRun = False) -> None:
    """Bring back what was taken back."""
    _move(context.obj, steps, dry_run=dry_run)


def _move(session: Session, by: int, *, dry_run: bool) -> None:
    """Move the ledger some steps in its history; an edit by hand that left no valid ledger is taken back."""
    path = session.path_to_change

    def edit(content: store.Content) -> tuple[store.Content, undo.History]:
        history, found = undo.known(path), undo.whole(content)
        try:
            moved = history.moved(found, by, session.shown)
        except undo.ChangedSince as changed:
            fault = _fault(session, content)
            if by > 0 or changed.found != found or fault is None or fault.code == "conflict-marker":
                raise
            moved = history.restored(found)
        other = store.Content.decode(moved.text.encode(), session.shown)
        if by < 0 and (fault := _fault(session, other)):  # what is brought back may be invalid, as before
            message = _("{path} would then be wrong in line {line}: {message}").format(
                path=session.shown, line=fault.place.line, message=fault.message
            )
            raise Refusal(message, (_("nothing was written"),))
        return other, moved

    try:
        if dry_run:
            content = store.read(path, session.shown)
            say_difference(content.text, edit(content)[0].text, session.shown)
            return
        with store.changing(path, session.shown, edit, messages.note) as made:
            undo.keep(made.path, made.result, messages.note)
            made.unlock()
            before, after = (session.opened_or_none(content.text) for content in (made.before, made.after))
            if by > 0:
                told = changes_told(_("Brought back"), before, after)
            elif before:
                told = changes_told(_("Taken back"), after, before)
            else:
                say_difference(made.before.text, made.after.text, session.shown)
                told = [_("The last good state is back.")]
            say([*told, total(after)] if after else told, written=True)
            if by < 0:
                messages.note(_("to bring it back: {command}").format(command=session.typed("redo")))
    except (undo.ChangedSince, undo.TakenBack) as refusal:
        if isinstance(refusal, undo.ChangedSince):
            say_difference(refusal.recorded, refusal.found, session.shown)
        if commit := git.commit_of(path, store.read(path, str(path)).data):
            in_git = _("git has changed it: it is now as in commit {commit} (checkout, pull or merge)").format(
                commit=commit
            )
            refusal.hints = (in_git, *refusal.hints)
        raise


def _fault(session: Session, content: store.Content) -> Problem | None:
    """Return the first error of the ledger in this content, or None."""
    try:
        session.opened(content.text)
    except LedgerInvalid as invalid:
        return next(problem for problem in invalid.problems if problem.severity is Severity.ERROR)
    return None


def log(context: typer.Context, format_: Format = None, output: Output = None, force: Force = False) -> None:
    """List the changes that can be taken back."""
    session: Session = context.obj
    to = destination(format_, output, force)
    history = undo.known(session.path_to_change)
    at = history.place_of(undo.whole(store.read(session.path, session.shown))) if history.steps else 0
    if at is None:
        changed = _("{path} has changed since the last change by engagiert").format(path=session.shown)
        messages.note(changed, (_("to see the difference: {command}").format(command=session.typed("undo --dry-run")),))
    documents = [session.opened_or_none(text) for text in history.texts]
    by_hand = max((place for place in range(at or 0) if not history.steps[place].command), default=-1)
    rows = []
    for place, step in enumerate(history.steps):
        told = "; ".join(map(str.strip, changes_told("", *documents[place : place + 2])[1:]))
        way = ""
        if at is not None and place >= at:
            way = f"redo {place - at + 1}"
        elif at is not None and place > by_hand and documents[place]:  # undo does not go beyond edits by hand
            way = f"undo {max(at, history.at) - place}"
        rows.append(reports.Done(step.when, step.command, told, way))
    publish(reports.log(rows[::-1], session.shown), to)


def diff(
    context: typer.Context,
    old: Annotated[str, argument(_("OLD"), _OLD)],
    new: Annotated[str | None, argument(_("[NEW]"), _NEW)] = None,
    format_: Format = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Compare two versions."""
    session: Session = context.obj
    to = destination(format_, output, force)
    before = _version(session, old)
    after = session.read(count_warnings=False) if new is None else _version(session, new)
    found = differences(before, after)
    first, second = (len(document.ledger.members_at(session.today)) for document in (before, after))
    members = _("{before} → {after} members").format(before=first, after=second)
    made = reports.table(
        found,
        _("What has changed"),
        f"{before.path} → {after.path}, {members}",
        _("Both say the same.") if before.text == after.text else _("Both say the same, in different words."),
    )
    publish(made, to)


def _version(session: Session, asked: str) -> Document:
    """Return a version: a file, else one in git."""
    path = store.find(asked, {}, None, None)  # a folder means the ledger in it
    if os.path.exists(path) and not path.is_dir():
        return session.opened(store.read(path, str(path)).text, str(path))
    try:
        ledger = Path(os.path.realpath((Session() if session.is_standard_input else session).path))
    except Refusal:
        if ":" not in asked:
            raise
        ledger = None
    data, shown = git.version(asked, ledger)
    return session.opened(store.Content.decode(data, shown).text, shown)


def changes_told(heading: str, before: Document | None, after: Document | None) -> list[str]:
    """Return the heading and a line for each kind of change; only the heading if a version is broken."""
    if before is None or after is None:
        return [f"{heading}."]
    phrases = reports.phrases(differences(before, after), named) or [_("only the wording differs, not what it says")]
    return [f"{heading}:", *(f"  {phrase}" for phrase in phrases)]
