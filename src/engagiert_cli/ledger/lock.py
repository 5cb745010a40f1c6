"""One writer at a time: a lock on the ledger's folder, which leaves no file and dies with its process."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import sys
import time
from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE = 30.0  # seconds
_PAUSE = 0.02  # seconds between two tries
_NO_LOCKS_HERE = (errno.EBADF, errno.ENOLCK, errno.ENOTSUP, errno.EINVAL, errno.ENOSYS)


@contextlib.contextmanager
def locked(path: Path, shown: str, tell: Callable[[str], None]) -> Iterator[int | None]:
    """Hold the lock of the ledger at `path`; yields the folder's descriptor, or None where folders have none (Windows).

    Waits for another writer and `tell`s whom for; raises `Refusal` after `PATIENCE`, and `OSError`.
    """
    with contextlib.ExitStack() as stack:
        folder = None if sys.platform == "win32" else os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        if folder is not None:
            stack.callback(os.close, folder)
        try:
            _wait_for(folder, shown, tell)
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                raise
            lock_file = os.open(
                path.with_name(f".{path.name}.lock"),
                os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0),
                0o666,
            )
            stack.callback(os.close, lock_file)
            _wait_for(lock_file, shown, tell)
        yield folder


@contextlib.contextmanager
def signals_held() -> Iterator[None]:
    """Let interrupts wait for a moment: a write takes milliseconds, and is then done or not begun."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    held = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _wait_for(descriptor: int | None, shown: str, tell: Callable[[str], None]) -> None:
    if descriptor is None:
        raise OSError(errno.ENOTSUP, "folders cannot be locked")
    deadline = time.monotonic() + PATIENCE
    told = False
    while not _try_lock(descriptor):
        if not told:
            holder = _holder(descriptor) or _("another program")
            tell(_("waiting for {holder}, which is writing to {path}").format(holder=holder, path=shown))
            told = True
        if time.monotonic() > deadline:
            raise Refusal(
                _("{path} is locked by {holder}").format(
                    path=shown, holder=_holder(descriptor) or _("another program")
                ),
                (_("try again when that is done; nothing was written"),),
            )
        time.sleep(_PAUSE)


def _try_lock(descriptor: int) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EDEADLK):
                return False
            raise
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(descriptor: int) -> str | None:
    """Return what holds the lock, as far as the system tells (Linux: /proc/locks, by the folder's inode)."""
    inode = os.fstat(descriptor).st_ino
    try:
        with open("/proc/locks", encoding="ascii") as locks:
            for line in locks:
                fields = line.split()
                if fields[1] == "FLOCK" and fields[-3].endswith(f":{inode}"):
                    return _("process {number}").format(number=fields[-4])
    except (OSError, IndexError, UnicodeDecodeError):
        pass
    return None
