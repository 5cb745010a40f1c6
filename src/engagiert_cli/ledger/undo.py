"""The last change of a ledger by this program and this user, kept in the user's state folder, to be taken back.

A step holds the file before and after the change, byte for byte. It is written when the change stands in the ledger,
under the ledger's lock; a process killed in between leaves the step before it, which then does not fit any more and is
refused. A step that does not read well counts as none.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from engagiert_cli.errors import Refusal
from engagiert_cli.files import Folder, reason_of
from engagiert_cli.language import _
from engagiert_cli.ledger.store import READ, SIZE_LIMIT, Content, bytes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from engagiert_cli.ledger.store import Made

_MAGIC = b"engagiert undo 2\n"
_DIGEST = hashlib.sha256


class Step(NamedTuple):
    """A change: the ledger's bytes before it and after it."""

    before: bytes
    after: bytes

    def other_side(self, found: bytes) -> bytes | None:
        """Return what the file is to become: as before the change, or after it where it was taken back already."""
        if found == self.after:
            return self.before
        return self.after if found == self.before else None

    @classmethod
    def decode(cls, data: bytes) -> Step:
        """Return the step that was stored so; raises `ValueError` for anything else."""
        both, length, _digest = data.removeprefix(_MAGIC).rsplit(b"\n", 2)
        step = cls(both[: int(length)], both[int(length) :])
        if b"".join(encoded([step.before], [step.after])) != data:
            raise ValueError("no step of engagiert")
        return step


def encoded(before: Iterable[bytes], after: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a step as it is stored, in pieces: both sides, then the length of the first and a digest of it all."""
    digest, length = _DIGEST(), 0
    yield _MAGIC
    for piece in before:
        digest.update(piece)
        length += len(piece)
        yield piece
    for piece in after:
        digest.update(piece)
        yield piece
    end = b"\n%d\n" % length
    digest.update(end)
    yield end + digest.hexdigest().encode()


class ChangedSince(Refusal):
    """The ledger is not what the last change left; `recorded` is that text, `found` the one that stands there."""

    def __init__(self, shown: str, recorded: str, found: str) -> None:
        super().__init__(
            _("{path} has changed since the last change by engagiert").format(path=shown),
            (_("the difference is shown; nothing was taken back"),),
        )
        self.recorded = recorded
        self.found = found


def state_folder(environ: Mapping[str, str], platform: str) -> Path | None:
    """Return the folder for what programs remember of a user's work; None where the environment names none.

    The XDG base directory specification, which ignores relative paths, and the customs of Windows and macOS.
    """
    asked = environ.get("XDG_STATE_HOME", "")
    if os.path.isabs(asked):
        return Path(asked)
    if platform == "win32":
        return Path(environ["LOCALAPPDATA"]) if environ.get("LOCALAPPDATA") else None
    home = environ.get("HOME", "")
    if not os.path.isabs(home):
        return None
    return Path(home, *(("Library", "Application Support") if platform == "darwin" else (".local", "state")))


def step_path(ledger: Path) -> Path | None:
    """Return where the ledger's step is kept; every path to the same file gives the same place."""
    state = state_folder(os.environ, sys.platform)
    name = hashlib.sha256(os.fsencode(os.path.realpath(ledger))).hexdigest()[:32]
    return state and state / "engagiert" / "undo" / name


def remember(made: Made[Any], tell: Callable[[str], None]) -> None:
    """Keep the change, if it is one, as the one to take back; where that cannot be, `tell` the user."""
    if not made.wrote:
        return
    path = step_path(made.path)
    if path is None:
        tell(_("undo will not know of this change: no home folder is set"))
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with Folder.opened(path.parent) as folder:
            folder.sweep(path.name)
            # Not flushed: after a power cut the step is there or does not read well, and the ledger is what counts.
            step = encoded(made.before.pieces(), made.after.pieces())
            temporary = folder.write_temporary(path.name, step, private=True, lasting=False)
            try:
                folder.replace(temporary, path.name)
            finally:
                folder.discard(temporary)
    except OSError as error:
        tell(_("undo will not know of this change: {reason}").format(reason=reason_of(error)))


def recall(ledger: Path, shown: str) -> Step:
    """Return the change to take back. Raises `Refusal` where none is known."""
    path = step_path(ledger)
    try:
        if path:
            return Step.decode(bytes_of(os.open(path, READ), shown, 3 * SIZE_LIMIT))
    except (OSError, ValueError, Refusal):
        pass
    raise Refusal(
        _("there is no change of {path} to take back").format(path=shown),
        (_("undo knows the last change that you made with engagiert on this computer"),),
    )


def taken_back(step: Step, found: Content, shown: str) -> Content:
    """Return the ledger without the change, or with it again. Raises `ChangedSince`."""
    other = step.other_side(found.data)
    if other is None:
        raise ChangedSince(shown, Content.decode(step.after, shown).text, found.text)
    return Content.decode(other, shown)
