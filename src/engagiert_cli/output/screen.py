"""Standard output and standard error: what they can show, and what happens when nobody reads on."""

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

_NOWHERE: list[object] = []  # what stands for streams that were closed at the start
# What Windows terminals set that read colours from the text; others show the codes themselves.
_WINDOWS_WITH_COLOURS = ("WT_SESSION", "ConEmuANSI", "ANSICON", "TERM")


def prepare() -> None:
    """Make both outputs take every character, what their encoding lacks escaped; to be called once, before all else."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:  # the next file to be opened would take its descriptor
            _NOWHERE.append(open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
            setattr(sys, name, _NOWHERE[-1])
        elif isinstance(stream, io.TextIOWrapper) and mode == "w":
            encoding = _encoding_of_pipes() if os.name == "nt" and not stream.isatty() else None
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _encoding_of_pipes() -> str | None:
    """Return the console's code page, as which PowerShell reads a pipe (850 in Germany); None where the user chose."""
    if os.environ.get("PYTHONIOENCODING") or sys.flags.utf8_mode:
        return None
    import ctypes

    code_page = ctypes.WinDLL("kernel32").GetConsoleOutputCP()  # type: ignore[attr-defined, unused-ignore]
    return f"cp{code_page}" if code_page else "utf-8"  # none: nobody sees this, as under a scheduler


@contextlib.contextmanager
def standard_output(*, machines: bool = False, heard: bool = False) -> Iterator[TextIO]:
    """Lend standard output, in UTF-8 and with line ends as written for machines.

    Raises `OSError` where the output cannot be written, such as on a full disk. A closed pipe ends the block quietly,
    unless it must be `heard`: then that nobody reads is an error like any other.
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
    """Flush the stream after the block; unless it must be `heard`, end it quietly where nobody reads it any more."""
    try:
        yield
        stream.flush()
    except OSError as error:
        abandon(stream)
        if heard or not is_closed_pipe(error):
            raise


def is_terminal(stream: TextIO) -> bool:
    """Whether a person is looking: at a terminal, or through a program that asks for what a terminal gets."""
    forced = os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE", "0") != "0"
    return bool(forced) or stream.isatty()


def takes_colour(stream: TextIO) -> bool:
    """Whether the stream shows colours, and the reader wants them."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") not in ("dumb", "unknown")


def takes_colour_codes(stream: TextIO) -> bool:
    """Whether the stream shows colours that are written as codes in the text."""
    return takes_colour(stream) and (os.name != "nt" or any(map(os.environ.get, _WINDOWS_WITH_COLOURS)))


def takes(stream: TextIO, characters: str) -> bool:
    """Whether the stream's encoding has all the characters."""
    return b"?" not in characters.encode(stream.encoding or "utf-8", "replace")


def size() -> os.terminal_size:
    """Return columns and rows of the terminal, or what COLUMNS and LINES say; 80 and 0 where neither is to be had."""
    fallback = (80, 0)
    with contextlib.suppress(OSError):
        fallback = os.get_terminal_size(2)  # where errors are told, with standard output elsewhere
    return shutil.get_terminal_size(fallback)


def is_closed_pipe(error: OSError) -> bool:
    """Whether the error says that nobody reads what is written."""
    return isinstance(error, BrokenPipeError) or (os.name == "nt" and error.errno == errno.EINVAL)


def abandon(stream: TextIO) -> None:
    """Lead the stream nowhere, or the interpreter would try the rest of its buffer again as it ends, and complain."""
    with contextlib.suppress(OSError), open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())
