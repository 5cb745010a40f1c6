"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import functools
import operator
import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _
from engagiert_cli.lazy import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SUFFIX = ".engagiert-tmp"
_HELD_FOR = 1.0  # seconds that another program may take to let go of a file
_ABANDONED = 60.0  # seconds after which nobody is still writing a file of results
# Linux's access control lists, as acl(5) and its attribute have them: the kinds of entries, and the number of those
# that need none.
_ACCESS_LIST = "system.posix_acl_access"
_USER, _NUMBERLESS = 2, 0xFFFFFFFF
_USER_OBJ, _GROUP_OBJ, _MASK, _OTHER = ((kind, _NUMBERLESS) for kind in (0x01, 0x04, 0x10, 0x20))


def _flags(*names: str) -> int:
    """Return the flags that this system has: Windows has no O_NOFOLLOW and O_CLOEXEC, all others no O_BINARY."""
    return sum(getattr(os, name, 0) for name in (*names, "O_CLOEXEC", "O_BINARY"))


READ = os.O_RDONLY | _flags("O_NONBLOCK")
LOCK = os.O_RDWR | os.O_CREAT | _flags("O_NOFOLLOW")
_READ = READ | _flags("O_NOFOLLOW")
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _flags("O_NOFOLLOW")


@contextlib.contextmanager
def _held(descriptor: int) -> Iterator[int]:
    """Keep a descriptor open for the block, then close it; it was only read, so closing it can lose nothing."""
    try:
        yield descriptor
    finally:
        with contextlib.suppress(OSError):
            os.close(descriptor)


class Folder(NamedTuple):
    """A folder that is held open, so that all that is done happens in this one, even if it is renamed meanwhile.

    Windows has no descriptors for folders; there the descriptor is None, and the path has to do.
    """

    path: Path
    descriptor: int | None

    @classmethod
    @contextlib.contextmanager
    def opened(cls, path: Path) -> Iterator[Folder]:
        """Hold the folder open for the block; raises `OSError`."""
        if sys.platform == "win32":
            yield cls(path, None)
            return
        with _held(os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)) as descriptor:
            yield cls(path, descriptor)

    def open(self, name: str, flags: int = _READ, mode: int = 0o666) -> int:
        """Open a file in it, by default to read, never through a link, and return its descriptor; raises `OSError`."""
        return os.open(self._at(name), flags, mode, dir_fd=self.descriptor)

    def status(self, name: str) -> os.stat_result:
        """Return the status of the file, or of the link itself, of this name; raises `OSError`."""
        return os.stat(self._at(name), dir_fd=self.descriptor, follow_symlinks=False)

    def reading(self, name: str, flags: int = _READ) -> contextlib.AbstractContextManager[int]:
        """Keep a file in it open for the block, by default to read; raises `OSError`."""
        return _held(self.open(name, flags))

    @contextlib.contextmanager
    def temporary(
        self, name: str, pieces: Iterable[bytes], *, private: bool = False, lasting: bool = True
    ) -> Iterator[str]:
        """Lend the block a new file with these bytes, to be put in the place of `name`; raises `OSError`.

        It takes over mode, owner and extended attributes of the file of that name; where there is none, a `private` one
        is readable by this user only. A `lasting` one has reached the disk when the block begins.
        """
        temporary = f".{name}.{os.urandom(4).hex()}{_SUFFIX}"
        try:
            with contextlib.ExitStack() as stack:
                like = None
                with contextlib.suppress(FileNotFoundError):
                    like = stack.enter_context(self.reading(name))
                descriptor = self.open(temporary, _NEW, 0o666 if like is None and not private else 0o600)
                stack.callback(os.close, descriptor)
                # Unbuffered: after a failure, a buffered file would write again when it is closed.
                for piece in pieces:
                    rest = memoryview(piece)
                    while rest:
                        rest = rest[os.write(descriptor, rest) :]
                if like is not None:
                    _take_over(descriptor, like)
                if lasting:
                    flush(descriptor)
            yield temporary
        finally:
            with contextlib.suppress(OSError):  # it may have its final name by now
                os.unlink(self._at(temporary), dir_fd=self.descriptor)

    def replace(self, temporary: str, name: str) -> None:
        """Rename the temporary file, replacing the file of that name; raises `OSError`.

        On Windows, a file that another program has open cannot be replaced; a virus scanner or a reader is soon done.
        """
        deadline = time.monotonic() + _HELD_FOR
        while True:
            try:
                os.replace(self._at(temporary), self._at(name), src_dir_fd=self.descriptor, dst_dir_fd=self.descriptor)
            except OSError as error:
                if not _is_held(error) or time.monotonic() > deadline:
                    raise
                time.sleep(_HELD_FOR / 50)
            else:
                return

    def place(self, temporary: str, name: str) -> None:
        """Rename the temporary file, never over another; raises `FileExistsError` where the name is taken."""
        try:
            os.link(self._at(temporary), self._at(name), src_dir_fd=self.descriptor, dst_dir_fd=self.descriptor)
        except FileExistsError:
            raise
        except OSError:  # no hard links on this file system: reserve the name first
            os.close(self.open(name, _NEW))
            self.replace(temporary, name)

    def sweep(self, name: str, abandoned: float = 0.0) -> None:
        """Delete what killed writers of the file have left: all under its lock, else what is `abandoned` so long."""
        own = re.compile(rf"\.{re.escape(name)}\.[0-9a-f]{{8}}{re.escape(_SUFFIX)}")
        with contextlib.suppress(OSError):
            for found in filter(own.fullmatch, os.listdir(self.path if self.descriptor is None else self.descriptor)):
                with contextlib.suppress(OSError):
                    if time.time() - self.status(found).st_mtime >= abandoned:
                        os.unlink(self._at(found), dir_fd=self.descriptor)

    def flush(self) -> None:
        """Flush the folder's entries to the disk; raises `OSError`. Windows does so by itself."""
        if self.descriptor is not None:
            flush(self.descriptor)

    def _at(self, name: str) -> str:
        return name if self.descriptor is not None else str(self.path / name)


def holds(descriptor: int, pieces: Iterable[bytes]) -> bool:
    """Whether an open file, read from its start, holds exactly these pieces; raises `OSError`."""
    with open(descriptor, "rb", closefd=False) as file:
        return all(file.read(len(piece)) == piece for piece in pieces) and not file.read(1)


def flush(descriptor: int) -> None:
    """Flush a file or folder to the disk itself; raises `OSError`, after which no retry helps."""
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError as error:  # a file system without full flush
            if error.errno not in (errno.ENOTSUP, errno.EINVAL, errno.ENOTTY):
                raise
            os.fsync(descriptor)
    else:
        os.fsync(descriptor)


def export(path: Path, data: bytes, shown: str) -> None:
    """Write a file of results, replacing an older one; raises `Refusal` where that fails."""
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(data)  # a pipe or a device cannot be replaced
            return
        with Folder.opened(target.parent) as folder:
            folder.sweep(target.name, _ABANDONED)
            if target.exists() and not os.access(target, os.W_OK):  # a rename would not ask
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
            with folder.temporary(target.name, (data,)) as temporary:
                folder.replace(temporary, target.name)
    except OSError as error:
        raise unwritable(error, shown) from None


def _is_held(error: OSError) -> bool:
    """Whether Windows says that another program has the file open: access denied, sharing or lock violation."""
    return getattr(error, "winerror", None) in (5, 32, 33)


def unwritable(error: OSError, shown: str) -> Refusal:
    """Return the refusal for a file that could not be written: nothing was changed."""
    reason, hint = _reason_and_remedy(error)
    return Refusal(_("{path} cannot be written: {reason}").format(path=shown, reason=reason), (hint,))


def reason_of(error: OSError) -> str:
    """Return why the system failed; common reasons are in the reader's language."""
    return _reason_and_remedy(error)[0]


def unreadable(error: OSError, shown: str) -> Refusal:
    """Return the refusal for a file that could not be read."""
    if isinstance(error, FileNotFoundError):
        return Refusal(_("there is no file {path}").format(path=shown))
    return Refusal(_("{path} cannot be read: {reason}").format(path=shown, reason=reason_of(error)))


def _reason_and_remedy(error: OSError) -> tuple[str, str]:
    if _is_held(error):
        return _("it is open in another program"), _("close it there; nothing was written")
    nothing_written = _("nothing was written")
    denied = (_("permission denied"), _("ask for the right to write in this folder; nothing was written"))
    room = _("make room; nothing was written")
    common = {
        errno.ENOSPC: (_("the disk is full"), room),
        getattr(errno, "EDQUOT", -1): (_("your disk quota is used up"), room),
        errno.EFBIG: (_("the file would become too large"), nothing_written),
        errno.EACCES: denied,
        errno.EPERM: denied,
        errno.EROFS: (_("the disk is read-only"), nothing_written),
        errno.EIO: (_("the disk reports an error"), _("check the disk; nothing was written")),
        errno.EISDIR: (_("it is a folder"), _("name a file")),
        errno.ENOTDIR: (_("part of the path is not a folder"), nothing_written),
        errno.ENOENT: (_("the folder does not exist"), _("create the folder first; nothing was written")),
        errno.EBUSY: (
            _("it is mounted as a single file"),
            _("mount the folder instead, so that the file can be replaced; nothing was written"),
        ),
        errno.ENAMETOOLONG: (_("the name is too long"), nothing_written),
        errno.ELOOP: (_("its links form a loop"), nothing_written),
        errno.EPIPE: (_("nobody reads it"), nothing_written),
    }
    return common.get(error.errno or 0, (error.strerror or str(error), nothing_written))


def _take_over(descriptor: int, like: int) -> None:
    """Give the new file the owner, mode and extended attributes of the old one, as far as this user may."""
    old = os.fstat(like)
    if hasattr(os, "fchown"):
        created = os.fstat(descriptor)
        if (created.st_uid, created.st_gid) != (old.st_uid, old.st_gid):
            for owner in (old.st_uid, -1):
                with contextlib.suppress(PermissionError):
                    os.fchown(descriptor, owner, old.st_gid)
                    break
        os.fchmod(descriptor, old.st_mode & 0o7777)
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(like):
                with contextlib.suppress(OSError):
                    os.setxattr(descriptor, name, os.getxattr(like, name))
        if not admits_owner(descriptor, old):
            with contextlib.suppress(OSError):
                _admit(descriptor, old)


def admits_owner(descriptor: int, old: os.stat_result) -> bool:
    """Whether the old file's owner may still read and write the open one that takes its place, if they could before."""
    new = os.fstat(descriptor)
    if new.st_uid == old.st_uid:
        return True
    wanted = old.st_mode >> 6 & 6
    access = _access_list(descriptor, new)
    named = access.get((_USER, old.st_uid), 0) & access.get(_MASK, 7)
    group = access[_GROUP_OBJ] & access.get(_MASK, 7) if new.st_gid == old.st_gid else 0
    return not wanted & ~(named | group | access[_OTHER])


def _access_list(descriptor: int, status: os.stat_result) -> dict[tuple[int, int], int]:
    """Return the rights to an open file, by kind of user and number: of its access control list, else its mode."""
    with contextlib.suppress(OSError, AttributeError):
        import struct

        stored = os.getxattr(descriptor, _ACCESS_LIST)[4:]
        return {(kind, number): rights for kind, rights, number in struct.iter_unpack("<HHI", stored)}
    return {who: status.st_mode >> shift & 7 for who, shift in ((_USER_OBJ, 6), (_GROUP_OBJ, 3), (_OTHER, 0))}


def _admit(descriptor: int, old: os.stat_result) -> None:
    """Give the old file's owner their rights to the new one, which could not be made theirs; raises `OSError`."""
    import struct

    access = _access_list(descriptor, os.fstat(descriptor))
    mask = access.pop(_MASK, 7)
    # The mask must let the old owner through, and give nobody else more than before.
    shared = {who: rights & mask for who, rights in access.items() if who not in (_USER_OBJ, _OTHER)}
    shared[_USER, old.st_uid] = old.st_mode >> 6 & 7
    access |= {**shared, _MASK: functools.reduce(operator.or_, shared.values())}
    entries = (struct.pack("<HHI", kind, access[kind, number], number) for kind, number in sorted(access))
    os.setxattr(descriptor, _ACCESS_LIST, b"".join((struct.pack("<I", 2), *entries)))
