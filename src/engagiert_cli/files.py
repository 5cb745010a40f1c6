"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import sys
from pathlib import Path

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _

_SUFFIX = ".engagiert-tmp"
# Flags that some systems lack: Windows has no O_NOFOLLOW and O_CLOEXEC, all others no O_BINARY.
_NEW_FILE = (
    os.O_WRONLY | os.O_CREAT | os.O_EXCL | sum(getattr(os, flag, 0) for flag in ("O_NOFOLLOW", "O_CLOEXEC", "O_BINARY"))
)


def write_temporary(target: Path, data: bytes, like: os.stat_result | None = None) -> Path:
    """Write all bytes to a new file beside the target, on the disk when this returns; `like` gives mode and owner.

    Raises `OSError`; the temporary file is gone then. Plain descriptors, since a buffered file that failed writes
    again when it is closed.
    """
    temporary = target.with_name(f".{target.name}.{os.urandom(4).hex()}{_SUFFIX}")
    descriptor = os.open(temporary, _NEW_FILE, 0o666 if like is None else 0o600)
    try:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            if like is not None:
                _take_over(descriptor, target, like)
            flush(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def sweep(target: Path) -> None:
    """Delete what a killed writer of the target has left behind; only under the target's lock."""
    own = re.compile(rf"\.{re.escape(target.name)}\.[0-9a-f]{{8}}{re.escape(_SUFFIX)}")
    for name in os.listdir(target.parent):
        if own.fullmatch(name):
            with contextlib.suppress(OSError):
                os.unlink(target.parent / name)


def flush(descriptor: int) -> None:
    """Bring a file or folder to the disk itself; raises `OSError`, after which nothing is known and no retry helps."""
    if sys.platform == "darwin":
        import fcntl

        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError as error:  # a file system that knows no full flush
            if error.errno not in (errno.ENOTSUP, errno.EINVAL, errno.ENOTTY):
                raise
            os.fsync(descriptor)
    else:
        os.fsync(descriptor)


def export(path: Path, data: bytes, shown: str) -> None:
    """Write a file of results, over an older one where there is one; raises `Refusal` where that cannot be."""
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(data)  # a pipe or a device: nothing to replace
            return
        temporary = write_temporary(target, data, target.stat() if target.exists() else None)
        try:
            os.replace(temporary, target)
        except OSError:
            temporary.unlink()
            raise
    except OSError as error:
        raise unwritable(error, shown) from None


def unwritable(error: OSError, shown: str) -> Refusal:
    """Return the refusal for a file that could not be written: nothing was changed."""
    windows_code = getattr(error, "winerror", None)
    if windows_code in (5, 32, 33):  # access denied, sharing violation, lock violation
        reason, hint = _("it is open in another program"), _("close it there; nothing was written")
    else:
        reason, hint = _reasons().get(error.errno or 0, (error.strerror or str(error), _("nothing was written")))
    return Refusal(_("{path} cannot be written: {reason}").format(path=shown, reason=reason), (hint,))


def reason_of(error: OSError) -> str:
    """Return why the system could not do it, in the reader's language where the reason is a common one."""
    return _reasons().get(error.errno or 0, (error.strerror or str(error), ""))[0]


def unreadable(error: OSError, shown: str) -> Refusal:
    """Return the refusal for a file that could not be read."""
    if isinstance(error, FileNotFoundError):
        return Refusal(_("there is no file {path}").format(path=shown))
    return Refusal(_("{path} cannot be read: {reason}").format(path=shown, reason=reason_of(error)))


def _reasons() -> dict[int, tuple[str, str]]:
    nothing_written = _("nothing was written")
    return {
        errno.ENOSPC: (_("the disk is full"), _("make room; nothing was written")),
        getattr(errno, "EDQUOT", -1): (_("your share of the disk is used up"), _("make room; nothing was written")),
        errno.EFBIG: (_("the file would become too large"), nothing_written),
        errno.EACCES: (
            _("you may not do that there"),
            _("ask for the right to write in this folder; nothing was written"),
        ),
        errno.EPERM: (
            _("you may not do that there"),
            _("ask for the right to write in this folder; nothing was written"),
        ),
        errno.EROFS: (_("the disk is read-only"), nothing_written),
        errno.EIO: (_("the disk reports an error"), _("look after the disk; nothing was written")),
        errno.EISDIR: (_("it is a folder"), _("name a file")),
        errno.ENOTDIR: (_("a part of the path is no folder"), nothing_written),
        errno.ENOENT: (_("the folder does not exist"), _("make the folder first; nothing was written")),
        errno.EBUSY: (
            _("it is mounted as a single file"),
            _("mount the folder instead, so that the file can be replaced; nothing was written"),
        ),
        errno.ENAMETOOLONG: (_("the name is too long"), nothing_written),
        errno.ELOOP: (_("its links lead in a circle"), nothing_written),
    }


def _take_over(descriptor: int, target: Path, like: os.stat_result) -> None:
    """Give the new file the owner, mode and extended attributes of the old one, as far as this user may."""
    if hasattr(os, "fchown"):
        created = os.fstat(descriptor)
        if (created.st_uid, created.st_gid) != (like.st_uid, like.st_gid):
            try:
                os.fchown(descriptor, like.st_uid, like.st_gid)
            except PermissionError:
                with contextlib.suppress(PermissionError):
                    os.fchown(descriptor, -1, like.st_gid)
        os.fchmod(descriptor, like.st_mode & 0o7777)
    if hasattr(os, "listxattr"):
        with contextlib.suppress(OSError):
            for name in os.listxattr(target):
                with contextlib.suppress(OSError):
                    os.setxattr(descriptor, name, os.getxattr(target, name))
