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
from engagiert_cli.files import LOCK
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engagiert_cli.files import Folder

PATIENCE = 30.0  # seconds
_PAUSE = 0.02  # seconds between two tries
_LOCKED = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
_NO_LOCKS_HERE = (errno.EBADF, errno.ENOLCK, errno.ENOTSUP, errno.EINVAL, errno.ENOSYS)


def lock_file(name: str) -> str:
    """Return the name of the ledger's lock file, for where folders cannot be locked."""
    return f".{name}.lock"


@contextlib.contextmanager
def locked(folder: Folder, name: str, shown: str, tell: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of the ledger `name` in the folder.

    Waits for another writer, and tells so; raises `Refusal` after `PATIENCE`, and `OSError`. Where folders
    cannot be locked (Windows, some network shares), a lock file beside the ledger is locked instead, and stays.
    """
    with contextlib.ExitStack() as stack:
        try:
            if folder.descriptor is None:
                raise OSError(errno.ENOTSUP, "folders cannot be locked")
            _wait_for(folder.descriptor, shown, tell)
        except OSError as error:
            if error.errno not in _NO_LOCKS_HERE:
                raise
            lock_name = lock_file(name)
            if folder.descriptor is not None and lock_name not in os.listdir(folder.descriptor):
                tell(_("folders cannot be locked here, so {file} is created, and stays").format(file=lock_name))
            _wait_for(stack.enter_context(folder.reading(lock_name, LOCK)), shown, tell)
        yield


@contextlib.contextmanager
def signals_held() -> Iterator[None]:
    """Hold interrupts back during a write, which takes milliseconds: it is done and reported, or not begun."""
    with contextlib.ExitStack() as stack:
        if hasattr(signal, "pthread_sigmask"):
            mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
            stack.callback(signal.pthread_sigmask, signal.SIG_SETMASK, mask)
        else:
            with contextlib.suppress(ValueError):  # only the main thread is interrupted
                stack.callback(signal.signal, signal.SIGINT, signal.signal(signal.SIGINT, signal.SIG_IGN))
        yield


def _wait_for(descriptor: int, shown: str, tell: Callable[[str], None]) -> None:
    if _try_lock(descriptor):
        return
    tell(_("waiting for another program, which is writing to {path}").format(path=shown))
    deadline = time.monotonic() + PATIENCE
    while not _try_lock(descriptor):
        if time.monotonic() > deadline:
            hint = _("try again when that is done; nothing was written")
            raise Refusal(_("another program keeps {path} locked").format(path=shown), (hint,))
        time.sleep(_PAUSE)


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in _LOCKED:
            raise
        return False
    return True
