"""The ledger's file: reading it, starting one, and replacing it without ever losing a byte.

The write protocol follows what SQLite, git and PostgreSQL do: lock, read, edit in memory, write a temporary file beside
the ledger, flush it to the disk, look whether the ledger is still what was read, rename, flush the folder. Whatever
happens, the file is the old one or the new one, complete.
"""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from engagiert_cli.errors import Hint, Refusal, Unconfirmed
from engagiert_cli.files import READ, Folder, admits_owner, holds, reason_of, unreadable, unwritable
from engagiert_cli.language import _
from engagiert_cli.lazy import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import BinaryIO

VARIABLE = "ENGAGIERT_LEDGER"
SIZE_LIMIT = 256 * 1024 * 1024  # bytes; a million members take less than half
_NAMES = (Path("data", "members.toml"), Path("members.toml"))
_PIECE = 1 << 18  # characters
_ATTEMPTS = 50  # attempts, while somebody keeps changing the file

_TABLE = rb"""["']?(?:network|rounds|members)["']?"""
_LEDGER_LINE = rb"""(?mx)^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[ \t]*
    (?:\[[\[ \t]*%b[ \t]*[\].] | %b[ \t]*(?:\.[^=\n]*)?= | ["']?format["']?[ \t]*=[ \t]*\d)""" % (_TABLE, _TABLE)

T = TypeVar("T")


class Content(NamedTuple):
    """The text of a ledger file, and its byte order mark, if any.

    Its bytes are made again on demand, in pieces, since a large list takes much memory.
    """

    text: str
    mark: bytes = b""

    @classmethod
    def decode(cls, data: bytes, shown: str) -> Content:
        """Decode a file; raises `Refusal` with the place of the first byte that is not UTF-8."""
        hint = _("save it as UTF-8 in your editor")
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise Refusal(_("{path} is written in UTF-16").format(path=shown), (hint,))
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            message = _("{path} is not valid UTF-8: byte 0x{byte:02X} at offset {offset}, in line {line}")
            place, line = error.start, data.count(b"\n", 0, error.start) + 1
            raise Refusal(message.format(path=shown, byte=data[place], offset=place, line=line), (hint,)) from None
        return cls(text.removeprefix("\ufeff"), codecs.BOM_UTF8 if text.startswith("\ufeff") else b"")

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes of the file in pieces."""
        yield self.mark
        for offset in range(0, len(self.text), _PIECE):
            yield self.text[offset : offset + _PIECE].encode()

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return b"".join(self.pieces())


def find(asked: str | None, environ: Mapping[str, str], start: Path | None, home: Path | None) -> Path:
    """Return the ledger's path: the requested one, else the environment's, else the nearest from `start` upwards.

    The request may be the ledger's folder. The search ends at the root of a git repository and at home. Raises
    `Refusal` where there is none, and without `start`, if the current folder has been deleted.
    """
    given = asked or environ.get(VARIABLE)
    if given:
        return _in_folder(Path(given)) or Path(given)
    if start is None:
        raise deleted_folder()
    for folder in (start, *start.parents):
        if found := _in_folder(folder):
            return found
        if folder == home or os.path.lexists(folder / ".git"):
            break
    in_nrw = {"name": "…", "register": "nrw"}
    hints = (
        Hint(_("start one here:   {command}"), "init", options={"name": "…"}),
        Hint(_("of municipalities, such as those in NRW:   {command}"), "init", options=in_nrw),
        Hint(_("or say where it is:   {command}"), "…", options={"ledger": _("PATH")}),
    )
    raise Refusal(_("there is no ledger in {folder} or above").format(folder=start), hints)


def _in_folder(folder: Path) -> Path | None:
    """Return the ledger in the folder, or None."""
    return next((folder / name for name in _NAMES if os.path.lexists(folder / name)), None)


def deleted_folder() -> Refusal:
    """Return the refusal for a current folder that has been deleted."""
    hint = Hint(_("go to another one, or say where the ledger is:   {command}"), "…", options={"ledger": _("PATH")})
    return Refusal(_("the folder that you are in has been deleted"), (hint,))


def read(path: Path, shown: str) -> Content:
    """Read a ledger; raises `Refusal` where it does not exist, is not an ordinary file, or is too large."""
    with _refused(path, shown, unreadable):
        data = bytes_of(os.open(path, READ), shown)
    return Content.decode(data, shown)


def is_ledger(path: Path) -> bool:
    """Whether a file is a ledger, perhaps a broken one: some line of it can only be in a ledger."""
    with contextlib.suppress(OSError, Refusal):
        data = bytes_of(os.open(path, READ), str(path)).replace(b"\0", b"")  # UTF-16 has zeros between the letters
        return re.search(_LEDGER_LINE, data) is not None
    return False


def create(path: Path, text: str, shown: str) -> None:
    """Start a ledger, never over an existing file; raises `Refusal` and `Unconfirmed`."""
    there = Refusal(_("{path} exists already, and is left as it is").format(path=shown))
    if os.path.lexists(path):
        raise there
    from engagiert_cli.ledger.lock import signals_held

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with Folder.opened(path.parent) as folder, signals_held():
            with folder.temporary(path.name, Content(text).pieces()) as temporary:
                try:
                    folder.place(temporary, path.name)
                except FileExistsError:
                    raise there from None
            doubt = _doubt(folder, shown)
    except OSError as error:
        raise unwritable(error, shown) from None
    if doubt:
        raise doubt


class Made(NamedTuple, Generic[T]):
    """A change of a ledger in the block of `changing`: the content before and after, and the result of the edit.

    Nobody else can write until `unlock` is called or the block is left.
    """

    path: Path
    before: Content
    after: Content
    result: T
    unlock: Callable[[], None]

    @property
    def wrote(self) -> bool:
        """Whether the file says something else than before."""
        return self.after != self.before


@contextlib.contextmanager
def changing(
    path: Path, shown: str, edit: Callable[[Content], tuple[Content, T]], tell: Callable[[str], None]
) -> Iterator[Made[T]]:
    """Replace the ledger by what `edit` makes of it; what follows goes into the block.

    The ledger is locked, read, edited and replaced before the block begins. Interrupts wait until it ends, so that what
    was written is also reported. `edit` gets the content of the file, again if somebody changes it meanwhile, and
    returns the new content, perhaps the same, and a result for the block. `tell` gets notes.

    Raises `Refusal` if the old file is still there and the block did not run, and `Unconfirmed` if the new one is there
    and the block ran, but the disk has not confirmed it.
    """
    from engagiert_cli.ledger.lock import locked, signals_held

    with contextlib.ExitStack() as interrupts, contextlib.ExitStack() as lock:
        with _refused(path, shown):
            target = Path(os.path.realpath(path))
            _require_writable(target, shown)
            folder = lock.enter_context(Folder.opened(target.parent))
            lock.enter_context(locked(folder, target.name, shown, tell))
            folder.sweep(target.name)
        for _attempt in range(_ATTEMPTS):
            interrupts.close()
            notes: list[str] = []
            doubt: Unconfirmed | None = None
            with _refused(target, shown):
                before = Content.decode(bytes_of(folder.open(target.name), shown), shown)
            after, result = edit(before)
            if after == before:
                break
            interrupts.enter_context(signals_held())
            with _refused(target, shown), contextlib.suppress(_Changed):
                doubt = _replace(folder, target.name, before, after, shown, notes)
                break
        else:
            hint = _("try again when that is done; nothing was written")
            raise Refusal(_("another program keeps changing {path}").format(path=shown), (hint,))
        for note in notes:
            tell(note)
        yield Made(target, before, after, result, lock.close)
        lock.close()
        with contextlib.suppress(KeyboardInterrupt):  # too late: the change is made and reported
            interrupts.close()
    if doubt:
        raise doubt


@contextlib.contextmanager
def _refused(path: Path, shown: str, reason: Callable[[OSError, str], Refusal] = unwritable) -> Iterator[None]:
    """Turn errors of the system in reading or writing the ledger into refusals."""
    try:
        yield
    except FileNotFoundError:
        raise _missing(path, shown) from None
    except OSError as error:
        raise reason(error, shown) from None


class _Changed(Exception):
    """The file is no longer what was read."""


def _replace(folder: Folder, name: str, old: Content, new: Content, shown: str, notes: list[str]) -> Unconfirmed | None:
    """Replace the old content by the new one; return the error to be raised later if it may not be on the disk.

    Raises `OSError`, `Refusal` and `_Changed`, with the old file in place. What users should know is added to `notes`.
    """
    status = _require_writable(folder.path / name, shown)
    with folder.temporary(name, new.pieces()) as temporary:
        if status.st_nlink > 1:
            notes.append(_("{path} had other names (hard links); they keep the old text").format(path=shown))
        with folder.reading(temporary) as written:
            if not admits_owner(written, status):
                note = _("{path} belongs to you now; its former owner may no longer be able to open it")
                notes.append(note.format(path=shown))
        with folder.reading(name) as found:
            read = os.fstat(found)
            same = holds(found, old.pieces())
        now = folder.status(name)  # the last look, right before the rename
        seen = (read.st_mtime_ns, read.st_size) == (now.st_mtime_ns, now.st_size)
        if not (same and seen and os.path.samestat(read, now)):
            raise _Changed
        try:
            folder.replace(temporary, name)
        except OSError:
            with folder.reading(name) as found:  # over a network, the rename may succeed though its answer is lost
                if not holds(found, new.pieces()):
                    raise
        return _doubt(folder, shown)


def _doubt(folder: Folder, shown: str) -> Unconfirmed | None:
    """Flush the change to the disk; return the error to be raised later if it may not be there."""
    try:
        folder.flush()
    except OSError as error:
        message = _("{path} was written, but the disk has not confirmed it: {reason}")
        return Unconfirmed(message.format(path=shown, reason=reason_of(error)))
    return None


def require_ordinary(status: os.stat_result, shown: str, limit: int = SIZE_LIMIT) -> None:
    """Raise `Refusal` for what is not a file, or larger than the limit."""
    if not stat.S_ISREG(status.st_mode):
        other = _("{path} is a folder") if stat.S_ISDIR(status.st_mode) else _("{path} is not an ordinary file")
        raise Refusal(other.format(path=shown), (_("a ledger is a text file, such as members.toml"),))
    if status.st_size > limit:
        message = _("{path} is too large for a ledger: {size} MB, at most {limit} MB")
        raise Refusal(message.format(path=shown, size=status.st_size // 1024**2, limit=limit // 1024**2))


def _require_writable(target: Path, shown: str) -> os.stat_result:
    """Raise `Refusal` where a rename would be wrong: no ordinary file, or a read-only one, even for root."""
    status = os.stat(target)
    require_ordinary(status, shown)
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
        hint = _("allow writing to it, if it is meant to change; nothing was written")
        raise Refusal(_("{path} is read-only").format(path=shown), (hint,))
    return status


def _missing(path: Path, shown: str) -> Refusal:
    if path.is_symlink():
        message = _("{path} is a link to {target}, which does not exist")
        message = message.format(path=shown, target=os.readlink(path))
        return Refusal(message, (_("correct the link or delete it"),))
    new = shown if path.suffix.lower() == ".toml" else f"{shown}/members.toml"
    hint = Hint(_("start one there:   {command}"), "init", new)
    return Refusal(_("there is no ledger at {path}").format(path=shown), (hint,))


def read_stream(stream: BinaryIO, shown: str) -> Content:
    """Read a ledger from a stream, perhaps an endless one; raises `Refusal` where it is too large."""
    data = stream.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        message = _("{path} is too large for a ledger: at most {limit} MB")
        raise Refusal(message.format(path=shown, limit=SIZE_LIMIT // 1024**2))
    return Content.decode(data, shown)


def bytes_of(descriptor: int, shown: str) -> bytes:
    """Return all bytes of an open ordinary file, and close it; raises `OSError`, and `Refusal` for other files."""
    try:
        require_ordinary(os.fstat(descriptor), shown)
        with open(descriptor, "rb", buffering=0, closefd=False) as file:
            return file.readall()
    finally:
        os.close(descriptor)
