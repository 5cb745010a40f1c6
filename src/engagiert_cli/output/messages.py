"""Errors, warnings and notes for people: what is wrong, where, and what to do.

Colours are written as plain escape codes, so that a refusal does not wait for Rich.
"""

from __future__ import annotations

import contextlib
import re
import sys
from typing import TYPE_CHECKING, TextIO

from engagiert_cli.errors import LedgerInvalid, Refusal, Refusals, RowsRefused, Severity, Unconfirmed, WrongUsage
from engagiert_cli.language import _, ngettext
from engagiert_cli.output.hints import worded
from engagiert_cli.output.screen import is_terminal, quiet_when_closed, size, takes_colour_codes
from engagiert_cli.output.width import head, tail, width
from engagiert_cli.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engagiert_cli.errors import Hint, Place, Problem

_RED, _MAGENTA, _CYAN = "1;31", "1;35", "1;36"
_LONGEST = 100
_BEFORE, _MARKED = 30, 40
_SCREEN = 24  # lines of the smallest window
_ALIKE = 5  # places that are listed for problems of one kind
_VALUES = r'"[^"]*"|[0-9][^ ]*'
_CODES = "\x1b\\[[0-9;]*m"
_EXCERPT = r" *[0-9]* \| "
_TO_PASTE = r"(?<=:) (?=engagiert |[a-z_]+ = )"
_without_notes = False


def tell(error: Refusal | Refusals | RowsRefused | LedgerInvalid | WrongUsage | Unconfirmed) -> None:
    """Say on standard error why a command failed."""
    colour = takes_colour_codes(sys.stderr)
    match error:
        case LedgerInvalid(problems=problems):
            _say(located(problems, colour=colour))
        case RowsRefused(problems=problems, summary=summary):
            _say([*_briefly(problems, colour), safe(summary)])
        case Refusals(refusals=refusals, closing=closing):
            for refusal in refusals:
                tell(refusal)
            if closing:
                note(closing)
        case Refusal(message=message, hints=hints) | WrongUsage(message=message, hints=hints):
            _label(_("error"), _RED, message, hints)
        case Unconfirmed(message=message):
            warn(message)


def warn(message: str, hints: Iterable[str | Hint] = ()) -> None:
    """Say on standard error what may be wrong."""
    _label(_("warning"), _MAGENTA, message, hints)


def leave_out_notes(wanted: bool) -> None:
    """Set for this process whether notes are left out."""
    global _without_notes
    _without_notes = wanted


def note(message: str | Hint, hints: Iterable[str | Hint] = ()) -> None:
    """Say on standard error what is good to know, unless notes are left out."""
    if not _without_notes:
        _label(_("note"), _CYAN, message, hints)


def located(problems: Sequence[Problem], *, colour: bool = False) -> list[str]:
    """Return lines on the problems, each with code, place and remedy, and a line on their number."""
    told = [line for problem in problems for line in _located(problem, f"[{problem.code}]", colour=colour)]
    if len(problems) > 1:
        from engagiert_cli.reports.problems import count

        told.append(count(problems))
    return told


def _briefly(problems: Sequence[Problem], colour: bool) -> list[str]:
    """Return lines on the problems of a list that fit a screen: where there are too many, one problem of each kind."""
    told = [line for problem in problems for line in _located(problem, colour=colour)]
    if len(told) <= _SCREEN:
        return told
    kinds: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        kinds.setdefault((problem.code, re.sub(_VALUES, "", problem.message)), []).append(problem)
    lines: list[str] = []
    untold = 0
    for first, *others in sorted(kinds.values(), key=len, reverse=True):
        about = _located(first, colour=colour)
        if len(lines) + len(about) >= _SCREEN - 1:
            untold += 1 + len(others)
            continue
        lines += about
        if others:
            marked = [(problem.place, head(problem.place.marked.strip(), _MARKED)) for problem in others[:_ALIKE]]
            places = [f'{place} "{text}"' if text else str(place) for place, text in marked]
            places += ["…"] if len(others) > _ALIKE else []
            like_it = ngettext("{count} more like it: {places}", "{count} more like it: {places}", len(others))
            lines.append("   " + safe(like_it.format(count=len(others), places=", ".join(places))))
    if untold:
        lines.append(ngettext("{count} other problem", "{count} other problems", untold).format(count=untold))
    return [*lines, _("to write all of them to a table: {option}").format(option="-o problems.xlsx")]


def _located(problem: Problem, code: str = "", *, colour: bool) -> list[str]:
    place = problem.place
    label, shade = (_("error"), _RED) if problem.severity is Severity.ERROR else (_("warning"), _MAGENTA)
    lines = [f"{safe(place.path)}:{place}: {_coloured(label + code, shade, colour)}: {safe(problem.message)}"]
    if place.excerpt:
        text, indent, marked = _excerpt(place)
        number = f"{place.line:>5}"
        lines += [f"{number} | {text}", f"{' ' * len(number)} | {' ' * indent}{_coloured('^' * marked, shade, colour)}"]
    return lines + [f"   {safe(worded(remedy))}" for remedy in problem.remedies]


def _excerpt(place: Place) -> tuple[str, int, int]:
    """Return the line, a long one cut around the place, and where the place is in it, in cells."""
    end = place.column - 1 + place.width
    parts = (place.excerpt[: place.column - 1], place.marked, place.excerpt[end:])
    before, marked, after = (safe(part.replace("\t", "    ")) for part in parts)
    if width(before) + width(marked) + width(after) > _LONGEST:
        before = tail(before, _BEFORE)
        marked = head(marked, _MARKED)
        after = head(after, _LONGEST - width(before) - width(marked))
    return (before + marked + after).rstrip(" "), width(before), max(1, width(marked))


def _label(label: str, code: str, message: str | Hint, hints: Iterable[str | Hint] = ()) -> None:
    first = f"{_coloured(label, code, takes_colour_codes(sys.stderr))}: {safe(worded(message))}"
    _say([first, *(f"  {safe(worded(hint))}" for hint in hints)])


def fitted(lines: Iterable[str], stream: TextIO) -> str:
    """Return the lines for the stream: on a terminal wrapped at words with their indent, elsewhere unchanged."""
    if is_terminal(stream):
        room = size().columns
        lines = [part for line in lines for part in _broken(line, room)]
    return "".join(f"{line}\n" for line in lines)


def _broken(line: str, room: int) -> list[str]:
    """Return the line in parts that fit; commands to be pasted and lines of the ledger stay whole."""
    if width(re.sub(_CODES, "", line)) <= room or re.match(_EXCERPT, line):
        return [line]
    indent = line[: len(line) - len(line.lstrip(" "))]
    before, *pasted = re.split(_TO_PASTE, line.strip(), maxsplit=1)
    first, *words = before.split(" ")
    parts = [indent + first]
    for word in words:
        if width(re.sub(_CODES, "", f"{parts[-1]} {word}")) <= room:
            parts[-1] += f" {word}"
        else:
            parts.append((indent or "  ") + word)
    return parts + [(indent or "  ") + command for command in pasted]


def _say(lines: Iterable[str]) -> None:
    # Where even this cannot be written, the exit code still tells the truth.
    with contextlib.suppress(OSError), quiet_when_closed(sys.stderr):
        sys.stderr.write(fitted(lines, sys.stderr))


def _coloured(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text
