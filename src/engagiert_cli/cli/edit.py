"""Editing the ledger by hand, on a copy that is checked before it takes the ledger's place."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import typer

from engagiert_cli.cli.emit import say, total
from engagiert_cli.cli.history import changes_told
from engagiert_cli.cli.session import Session
from engagiert_cli.errors import LedgerInvalid, Refusal
from engagiert_cli.language import _
from engagiert_cli.ledger import store
from engagiert_cli.ledger.document import Document
from engagiert_cli.output import messages

_EXAMPLE = 'EDITOR="code --wait"'


def edit(context: typer.Context) -> None:
    """Edit the ledger."""
    session: Session = context.obj
    found = store.read(session.path_to_change, session.shown)
    copy = Path(tempfile.mkdtemp(prefix="engagiert-"), session.path.name)
    copy.write_bytes(found.data)
    with _kept(copy, found.data):
        edited, after = _edited(session, copy, found.data)
        if edited == found:
            say([_("Nothing was changed.")])
            waiting = _("an editor with a window of its own needs an option to wait: {example}")
            messages.note(waiting.format(example=_EXAMPLE))
            return

        def replaced(content: store.Content) -> tuple[store.Content, None]:
            if content != found:
                changed = _("{path} has been changed by somebody else in the meantime").format(path=session.shown)
                raise Refusal(changed, (_("nothing was written"),))
            return edited, None

        with session.changing(replaced):
            before = session.opened_or_none(found.text)
            say([*changes_told(_("Edited"), before, after), total(after)], written=True)


@contextlib.contextmanager
def _kept(copy: Path, before: bytes) -> Iterator[None]:
    """Delete the copy after the block; if the block fails and the copy was edited, keep it and say where it is."""
    with contextlib.ExitStack() as deleted:
        deleted.callback(shutil.rmtree, copy.parent, ignore_errors=True)
        try:
            yield
        except BaseException:
            if copy.is_file() and copy.read_bytes() != before:
                messages.note(_("what you wrote is kept in {path}").format(path=copy))
                deleted.pop_all()
            raise


def _edited(session: Session, copy: Path, before: bytes) -> tuple[store.Content, Document]:
    """Return the edited content once it is a valid ledger; raises if it is not and the user does not go on."""
    while True:
        _run_editor(copy)
        try:
            if not copy.is_file() or not copy.read_bytes().strip():
                with contextlib.suppress(OSError):  # where it stood is a folder, or none around it
                    copy.write_bytes(before)
                raise Refusal(_("nothing was left in the editor; the ledger is as it was"))
            edited = store.read(copy, session.shown)
            return edited, session.opened(edited.text)
        except (LedgerInvalid, Refusal) as error:
            if not sys.stdin.isatty():
                raise
            messages.tell(error)
        if not _again():
            shutil.rmtree(copy.parent, ignore_errors=True)
            raise Refusal(_("what you wrote is discarded; the ledger is as it was"))


def _again() -> bool:
    """Ask until answered whether to edit again; the end of the input means no answer."""
    question, (edit_again, discard) = _("edit again (e) or discard what you wrote (d)?"), _("e d").split()
    answer = ""
    while answer not in (edit_again, discard):
        sys.stderr.write(f"{question} ")
        sys.stderr.flush()
        typed = sys.stdin.readline()
        if not typed:
            raise Refusal(_("nobody has answered; the ledger is as it was"))
        answer = typed.strip().casefold()
    return answer == edit_again


def _run_editor(copy: Path) -> None:
    """Let the user edit the file in their editor; raises `Refusal` where there is none, or it fails."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if sys.platform == "win32" else "vi")
    words = [editor]
    if not shutil.which(editor):
        with contextlib.suppress(ValueError):  # an unclosed quotation mark
            words = [word.strip('"') for word in shlex.split(editor, posix=sys.platform != "win32")]
    program = shutil.which(words[0]) if words else None
    if program is None:
        raise Refusal(
            _("there is no editor {editor}").format(editor=editor),
            (_("set EDITOR to the one to use, such as: {example}").format(example=_EXAMPLE),),
        )
    running = subprocess.Popen([program, *words[1:], str(copy)])
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C belongs to the open editor
    try:
        code = running.wait()
    finally:
        signal.signal(signal.SIGINT, before)
    if code:
        raise Refusal(_("the editor ended with {code}; the ledger is as it was").format(code=code))
