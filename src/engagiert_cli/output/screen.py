"""Standard output and standard error: what they can show, and what happens when nobody reads them any more."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOWHERE: list[object] = []  # replacements for streams that were closed at the start
# Set by Windows terminals that understand colour codes; others show the codes as text.
_WINDOWS_WITH_COLOURS = ("WT_SESSION", "ConEmuANSI", "ANSICON", "TERM")


def prepare() -> None:
    """Let both outputs take every character, escaping what their encoding lacks; to be called once, before all else."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:  # or the next opened file would get its descriptor
            _NOWHERE.append(open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
            setattr(sys, name, _NOWHERE[-1])
        elif isinstance(stream, io.TextIOWrapper) and mode == "w":
            encoding = _encoding_of_pipes() if os.name == "nt" and not stream.isatty() else None
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _encoding_of_pipes() -> str | None:
    """Return the console's code page, in which PowerShell reads pipes (850 in Germany); None where the user chose."""
    if os.environ.get("PYTHONIOENCODING") or sys.flags.utf8_mode:
        return None
    import ctypes

    code_page = ctypes.WinDLL("kernel32").GetConsoleOutputCP()  # type: ignore[attr-defined, unused-ignore]
    return f"cp{code_page}" if code_page else "utf-8"  # no console, as under a scheduler


@contextlib.contextmanager
def standard_output(*, machines: bool = False, heard: bool = False) -> Iterator[TextIO]:
    """Lend standard output to the block; for machines in UTF-8 and with unchanged line ends.

    Raises `OSError` where the output cannot be written, such as on a full disk. A closed pipe ends the block quietly,
    unless the output must be `heard`: then it is an error like any other.
    """
    out = sys.stdout
    if heard and out in _NOWHERE:
        raise OSError(errno.EPIPE, os.strerror(errno.EPIPE))
    if machines and isinstance(out, io.TextIOWrapper):
        out.reconfigure(encoding="utf-8", newline="")
    with quiet_when_closed(out, heard=heard):
        yield out


@contextlib.contextmanager
def quiet_when_closed(stream: TextIO, *, heard: bool = False) -> Iterator[None]:
    """Flush the stream after the block; unless it must be `heard`, end quietly where nobody reads it any more."""
    try:
        yield
        stream.flush()
    except OSError as error:
        abandon(stream)
        if heard or not is_closed_pipe(error):
            raise


def is_terminal(stream: TextIO) -> bool:
    """Whether a person is reading: at a terminal, or through a program that asks for a terminal's output."""
    forced = os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE", "0") != "0"
    return bool(forced) or stream.isatty()


def takes_colour(stream: TextIO) -> bool:
    """Whether the stream can show colours, and the reader wants them."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") not in ("dumb", "unknown")


def takes_colour_codes(stream: TextIO) -> bool:
    """Whether the stream can show colours that are written as escape codes."""
    return takes_colour(stream) and (os.name != "nt" or any(map(os.environ.get, _WINDOWS_WITH_COLOURS)))


def takes(stream: TextIO, characters: str) -> bool:
    """Whether the stream's encoding has all the characters."""
    return b"?" not in characters.encode(stream.encoding or "utf-8", "replace")


def size() -> os.terminal_size:
    """Return columns and rows of the terminal, or what COLUMNS and LINES say; else 80 and 0."""
    fallback = (80, 0)
    with contextlib.suppress(OSError):
        fallback = os.get_terminal_size(2)  # standard error, if standard output is redirected
    return shutil.get_terminal_size(fallback)


def is_closed_pipe(error: OSError) -> bool:
    """Whether the error means that nobody reads the output any more."""
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def abandon(stream: TextIO) -> None:
    """Redirect the stream to nowhere, or the interpreter would flush it again at exit, and complain."""
    with contextlib.suppress(OSError), open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())
