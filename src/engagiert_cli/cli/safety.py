"""The commands that keep the ledger safe: undo, and the merge of two versions."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engagiert_cli.cli.emit import named, say, say_written
from engagiert_cli.cli.options import DryRun
from engagiert_cli.errors import LedgerInvalid, Refusal, Refusals, Severity, WrongUsage
from engagiert_cli.files import export
from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger import store, undo
from engagiert_cli.ledger.document import Document
from engagiert_cli.ledger.members import Round
from engagiert_cli.output import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagiert_cli.cli.session import Session
    from engagiert_cli.ledger.members import Ledger
    from engagiert_cli.ledger.merge import Conflict, Merged

_NO_ROUND = Round("")
_GIT_TEMPORARY = ".merge_file_"  # how git calls the copies that it gives a merge driver


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
            say_written([" ".join([*told, _total(after, session)])])
            messages.note(_("to bring it back: engagiert undo"))
    except undo.ChangedSince as changed:
        session.show_difference(changed.recorded, changed.found)
        raise


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


def merge(
    context: typer.Context,
    base: Annotated[
        Path | None, typer.Argument(metavar=_("BASE"), help=_("The version that both come from; may be empty."))
    ] = None,
    ours: Annotated[Path | None, typer.Argument(metavar=_("OURS"), help=_("Our version; takes up the result."))] = None,
    theirs: Annotated[Path | None, typer.Argument(metavar=_("THEIRS"), help=_("The other version."))] = None,
    install: Annotated[
        bool, typer.Option("--install", help=_("Let git merge the ledger so, in its repository."))
    ] = False,
) -> None:
    """Merge two versions of a ledger, or set git up for it."""
    session: Session = context.obj
    if install:
        if base:
            raise WrongUsage(_("--install goes alone"))
        from engagiert_cli.cli.repository import install_driver

        path = session.path_to_change
        store.read(path, session.shown)
        say(install_driver(path))
        return
    if not (base and ours and theirs):
        raise WrongUsage(_("say what to merge: BASE OURS THEIRS, or --install"))
    if session.asked:
        raise WrongUsage(_("--ledger does not go with BASE OURS THEIRS"))
    _merge(session, base, ours, theirs)


def _merge(session: Session, base: Path, ours: Path, theirs: Path) -> None:
    from engagiert_cli.ledger.merge import merge as merged_of

    # git gives an empty file where the versions have nothing in common.
    base_text = store.read(base, str(base)).text if base.is_file() and os.path.getsize(base) else None
    theirs_text = store.read(theirs, str(theirs)).text

    def edit(content: store.Content) -> tuple[store.Content, Merged]:
        merged = merged_of(base_text, content.text, theirs_text, _("merged ledger"), session.today)
        return content._replace(text=merged.text), merged

    if ours.name.startswith(_GIT_TEMPORARY):  # a copy that git takes the result from: nobody's ledger
        content = store.read(ours, str(ours))
        new, merged = edit(content)
        export(ours, new.data, str(ours))
        _tell_merged(session, ours, content, merged)
        return
    with store.changing(ours, str(ours), edit, messages.note) as made:
        undo.remember(made, messages.note)
        made.unlock()
        _tell_merged(session, ours, made.before, made.result)


def _tell_merged(session: Session, ours: Path, before: store.Content, merged: Merged) -> None:
    """Say that the versions are merged; raises what is to be decided, or what could not be read."""
    from engagiert_cli.ledger.merge import OURS

    refusals = []
    for conflict in merged.conflicts:
        message = _conflict_message(conflict).format(
            called=conflict.called, field=conflict.field, ours=conflict.ours, theirs=conflict.theirs
        )
        refusals.append(Refusal(message, (_("decide at the markers in line {line}").format(line=conflict.line),)))
    if merged.unreadable:
        if merged.text != before.text and OURS in merged.text:
            messages.note(_("both versions stand in {path} now, what differs between markers").format(path=ours))
        raise merged.unreadable
    if refusals:
        raise Refusals(tuple(refusals))
    say_written([_("Merged.") + " " + _total(Document.parse(merged.text, "", session.today).ledger, session)])


def _conflict_message(conflict: Conflict) -> str:
    if not conflict.called and not conflict.field:
        return _("the versions could not be merged entry by entry")
    if not conflict.field:
        return (
            _('"{called}" is taken out there, and changed here')
            if conflict.theirs is None
            else _('"{called}" is taken out here, and changed there')
        )
    if conflict.theirs is None:
        return _('"{called}": {field} is {ours} here, and taken out there')
    if conflict.ours is None:
        return _('"{called}": {field} is {theirs} there, and taken out here')
    return _('"{called}": {field} is {ours} here, and {theirs} there')


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
        values.append((member.round.id, member._replace(round=_NO_ROUND)))
    return entries


def _total(ledger: Ledger, session: Session) -> str:
    count = len(ledger.members_at(session.today))
    return ngettext("{count} member.", "{count} members.", count).format(count=count)
