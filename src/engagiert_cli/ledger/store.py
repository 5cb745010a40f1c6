"""The ledger's file: reading it, starting one, and replacing it without ever losing a byte.

The write protocol follows what SQLite, git and PostgreSQL do: lock, read, edit in memory, write a temporary file beside
the ledger, flush it to the disk, look whether the ledger is still what was read, rename, flush the folder. Whatever
happens, the file is the old one or the new one, complete.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from engagiert_cli.errors import Refusal, Unconfirmed
from engagiert_cli.files import flush, reason_of, sweep, unreadable, unwritable, write_temporary
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

VARIABLE = "ENGAGIERT_LEDGER"
SIZE_LIMIT = 256 * 1024 * 1024  # bytes; a million members take less than half
_NAMES = (Path("data", "members.toml"), Path("members.toml"))
_ATTEMPTS = 50  # fresh starts when somebody edits by hand meanwhile
_READ = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_BINARY", "O_NONBLOCK", "O_CLOEXEC"))

T = TypeVar("T")


class Content(NamedTuple):
    """A ledger file's bytes, and its text without the byte order mark."""

    data: bytes
    text: str

    @classmethod
    def decode(cls, data: bytes, shown: str) -> Content:
        """Decode a file; raises `Refusal` where it is empty, and with the place of the first byte that is no UTF-8."""
        hint = _("save it as UTF-8 in your editor")
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise Refusal(_("{path} is written in UTF-16").format(path=shown), (hint,))
        try:
            text = data.decode().removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            raise Refusal(
                _("{path} is no UTF-8: byte 0x{byte:02X} at offset {offset}, in line {line}").format(
                    path=shown, byte=data[error.start], offset=error.start, line=data.count(b"\n", 0, error.start) + 1
                ),
                (hint,),
            ) from None
        if not text.strip():
            raise Refusal(
                _("{path} is empty").format(path=shown),
                (_("bring back a copy of it, or delete it and start anew with: engagiert init"),),
            )
        return cls(data, text)

    def encode(self, text: str) -> bytes:
        """Return the bytes of another text in the manner of this file."""
        mark = codecs.BOM_UTF8 if self.data.startswith(codecs.BOM_UTF8) else b""
        return mark + text.encode()


def find(asked: str | None, environ: Mapping[str, str], start: Path, home: Path | None) -> Path:
    """Return the ledger's path: the one asked for, else the environment's, else the nearest from `start` upwards.

    The search ends at the root of a git repository and at the home folder. Raises `Refusal` where there is none.
    """
    given = asked or environ.get(VARIABLE)
    if given:
        return Path(given)
    for folder in (start, *start.parents):
        for name in _NAMES:
            if os.path.lexists(folder / name):
                return folder / name
        if folder == home or os.path.lexists(folder / ".git"):
            break
    raise Refusal(
        _("there is no ledger in {folder} or above").format(folder=start),
        (
            _('start one here:   engagiert init --name "…"'),
            _("or say where it is:   engagiert --ledger PATH …"),
        ),
    )


def read(path: Path, shown: str) -> Content:
    """Read a ledger; raises `Refusal` where there is none, and where it is no ordinary file or too large."""
    try:
        descriptor = os.open(path, _READ)
        try:
            _require_ordinary(os.fstat(descriptor), shown)
            data = _read_all(descriptor)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        raise _missing(path, shown) from None
    except OSError as error:
        raise unreadable(error, shown) from None
    return Content.decode(data, shown)


def create(path: Path, text: str, shown: str) -> None:
    """Start a ledger, never over a file that is there; raises `Refusal` and `Unconfirmed`."""
    there = Refusal(_("{path} is there already, and stays as it is").format(path=shown))
    if os.path.lexists(path):
        raise there
    from engagiert_cli.ledger.lock import signals_held

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with signals_held():
            temporary = write_temporary(path, text.encode())
            try:
                os.link(temporary, path)
            except FileExistsError:
                raise there from None
            except OSError:  # a file system without hard links
                os.rename(temporary, path)
            finally:
                with contextlib.suppress(OSError):
                    temporary.unlink()
    except OSError as error:
        raise unwritable(error, shown) from None
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            _confirm(folder, shown, None)
        finally:
            os.close(folder)


def update(path: Path, shown: str, edit: Callable[[Content], tuple[str | None, T]], tell: Callable[[str], None]) -> T:
    """Replace the ledger by the text that `edit` makes of it, and return what else `edit` has to say.

    `edit` gets what stands in the file now, and again where somebody changes the file meanwhile; None as text changes
    nothing. `tell` gets notes for the user. Raises `Refusal` (the old file stands) and `Unconfirmed` (the new one
    stands, but the disk has not confirmed it).
    """
    from engagiert_cli.ledger.lock import locked, signals_held

    target = Path(os.path.realpath(path))
    try:
        _require_writable(target, path, shown)
        with locked(target, shown, tell) as folder:
            sweep(target)
            for _attempt in range(_ATTEMPTS):
                content = read(target, shown)
                text, result = edit(content)
                if text is None:
                    return result
                with signals_held():
                    status = os.stat(target)
                    temporary = write_temporary(target, content.encode(text), status)
                    try:
                        if read(target, shown).data != content.data:
                            continue
                        os.replace(temporary, target)
                    finally:
                        with contextlib.suppress(OSError):
                            temporary.unlink()
                    if status.st_nlink > 1:
                        tell(_("{path} had other names (hard links); they keep the old text").format(path=shown))
                    if folder is not None:
                        _confirm(folder, shown, result)
                    return result
    except FileNotFoundError:
        raise _missing(path, shown) from None
    except OSError as error:
        raise unwritable(error, shown) from None
    raise Refusal(
        _("{path} is being changed again and again by another program").format(path=shown),
        (_("try again when that is done; nothing was written"),),
    )


def _confirm(folder: int, shown: str, result: object) -> None:
    try:
        flush(folder)
    except OSError as error:
        raise Unconfirmed(
            _("{path} is written, but the disk has not confirmed it: {reason}").format(
                path=shown, reason=reason_of(error)
            ),
            result,
        ) from None


def _require_ordinary(status: os.stat_result, shown: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Refusal(
            _("{path} is no ordinary file").format(path=shown), (_("a ledger is a text file, such as members.toml"),)
        )
    if status.st_size > SIZE_LIMIT:
        raise Refusal(
            _("{path} is too large for a ledger: {size} MB, at most {limit} MB").format(
                path=shown, size=status.st_size // 1024**2, limit=SIZE_LIMIT // 1024**2
            )
        )


def _require_writable(target: Path, path: Path, shown: str) -> None:
    """Refuse what a rename would wrongly replace: nothing at all, no ordinary file, a file that is set read-only."""
    try:
        status = os.stat(target)
    except FileNotFoundError:
        raise _missing(path, shown) from None
    _require_ordinary(status, shown)
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise Refusal(
            _("{path} is read-only").format(path=shown),
            (_("allow writing to it, if it is meant to change; nothing was written"),),
        )


def _missing(path: Path, shown: str) -> Refusal:
    if path.is_symlink():
        return Refusal(
            _("{path} is a link to {target}, where there is nothing").format(path=shown, target=os.readlink(path)),
            (_("mend the link or delete it"),),
        )
    return Refusal(
        _("there is no ledger at {path}").format(path=shown),
        (_("start one there:   engagiert init {path}").format(path=shown),),
    )


def _read_all(descriptor: int) -> bytes:
    chunks = []
    while chunk := os.read(descriptor, 1 << 24):
        chunks.append(chunk)
    return b"".join(chunks)
