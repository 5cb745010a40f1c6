"""Merging two versions of a ledger, by hand or as git's merge driver, and setting up git for it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engagiert_cli.cli.emit import say, total
from engagiert_cli.cli.history import changes_told
from engagiert_cli.cli.options import argument, option
from engagiert_cli.cli.session import Session
from engagiert_cli.errors import Refusal, Refusals, WrongUsage
from engagiert_cli.files import export, unreadable
from engagiert_cli.language import _
from engagiert_cli.ledger import store
from engagiert_cli.ledger.merge import OURS, Conflict, Merged, by_bytes
from engagiert_cli.ledger.merge import merge as merged_of
from engagiert_cli.ledger.opening import opened
from engagiert_cli.output import messages

_COPY = ".merge_file_"  # git's name for the copies that a merge driver gets
_BASE = _("The version that both come from; may be empty.")
_OURS = _("Our version; the result is written into it.")
_PATH = _("The ledger that these are versions of; git names it.")
_SETUP = _("Set up git to merge the ledger this way, in its repository.")


def merge(
    context: typer.Context,
    base: Annotated[Path | None, argument(_("BASE"), _BASE)] = None,
    ours: Annotated[Path | None, argument(_("OURS"), _OURS)] = None,
    theirs: Annotated[Path | None, argument(_("THEIRS"), _("The other version."))] = None,
    path: Annotated[str | None, option("--path", _("PATH"), _PATH)] = None,
    install: Annotated[bool, typer.Option("--install", help=_SETUP)] = False,
) -> None:
    """Merge two versions of a ledger, or set git up for it."""
    session: Session = context.obj
    if install:
        if base:
            raise WrongUsage(_("--install is used alone"))
        _install(session)
        return
    if not (base and ours and theirs):
        raise WrongUsage(_("say what to merge: BASE OURS THEIRS, or --install"))
    if session.asked:
        raise WrongUsage(_("--ledger cannot be combined with BASE OURS THEIRS"))
    if path or ours.name.startswith(_COPY):
        _merge_copies(session, (base, ours, theirs), path or str(ours))
    else:
        _merge_ledger(Session({"ledger": str(ours)}), base, theirs)


def _install(session: Session) -> None:
    from engagiert_cli.cli import driver, git

    path = session.path_to_change
    if not path.is_file():
        store.read(path, session.shown)  # says what there is instead
    say(driver.install(path))
    for problem in git.beside((), session):  # a merge that is open
        messages.note(problem.message, problem.remedies)


def _merge_copies(session: Session, copies: tuple[Path, Path, Path], path: str) -> None:
    """Merge git's copies of three versions of the ledger at `path`; the result goes into the copy of ours.

    Raises what has to be decided, or why a version cannot be read; the copy then holds every byte of both.
    """
    named = (_("common version of {path}"), _("our version of {path}"), _("their version of {path}"))
    names = tuple(name.format(path=path) for name in named)
    base, ours, theirs = map(_bytes, copies, names)
    try:
        base_text = store.Content.decode(base, names[0]).text if base else None
        content, other = store.Content.decode(ours, names[1]), store.Content.decode(theirs, names[2])
    except Refusal as refusal:
        export(copies[1], by_bytes(ours, theirs), path)
        raise Refusal(refusal.message, (_both_stand_in(path),)) from None
    merged = merged_of(base_text, content.text, other.text, path, session.today, names)
    export(copies[1], content._replace(text=merged.text).data, path)
    _tell(session, content.text, merged, path)


def _bytes(copy: Path, name: str) -> bytes:
    try:
        return copy.read_bytes()
    except OSError as error:
        raise unreadable(error, name) from None


def _merge_ledger(ours: Session, base: Path, theirs: Path) -> None:
    """Merge another version into a ledger, a change that can be undone like any other."""
    # git gives an empty base where the versions have nothing in common.
    base_text = store.read(base, str(base)).text if base.is_file() and base.stat().st_size else None
    other = store.read(theirs, str(theirs)).text

    def edit(content: store.Content) -> tuple[store.Content, Merged]:
        merged = merged_of(base_text, content.text, other, ours.shown, ours.today)
        return content._replace(text=merged.text), merged

    with ours.changing(edit) as made:
        _tell(ours, made.before.text, made.result, ours.shown)


def _tell(session: Session, ours: str, merged: Merged, path: str) -> None:
    """Report what came to our version; raises what has to be decided, or could not be read."""
    if merged.unreadable:
        if OURS in merged.text:
            messages.note(_both_stand_in(path))
        raise merged.unreadable
    if merged.conflicts:
        raise Refusals(tuple(map(_refusal, merged.conflicts)))
    before, after = (opened(text, path, session.today) for text in (ours, merged.text))
    told = changes_told(_("Merged"), before, after) if ours != merged.text else [_("Nothing was changed.")]
    say([*told, total(after)], written=True)


def _both_stand_in(path: str) -> str:
    return _("{path} now holds both versions, with the differences between markers").format(path=path)


def _refusal(conflict: Conflict) -> Refusal:
    called, field, ours, theirs = conflict.called, conflict.field, conflict.ours, conflict.theirs
    if not called or field in ("rounds", "members"):  # all of them in an array
        message = _("the versions could not be merged entry by entry")
    elif field:
        message = _('"{called}": {field} is {ours} here, and {theirs} there')
        ours, theirs = ours or _("removed"), theirs or _("removed")
    elif theirs is None:
        message = _('"{called}" is removed there, and changed here')
    else:
        message = _('"{called}" is removed here, and changed there')
    return Refusal(
        message.format(called=called, field=field, ours=ours, theirs=theirs),
        (_("decide at the markers in line {line}").format(line=conflict.line),),
    )
