"""The names that a command is told: as they are typed, at standard input, and in a file; and how they are typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engagiert_cli.cli.hints import shell_quoted
from engagiert_cli.errors import Refusal, WrongUsage
from engagiert_cli.language import _
from engagiert_cli.output import messages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engagiert_cli.who import Who

_INPUT_LIMIT = 1 << 20  # characters of all names in a file


def all_names(names: Sequence[str], file: str | None) -> Iterator[str]:
    """Yield the names, those from standard input for `-`, and those in the file."""
    sources = [*names, *(() if file is None else (file,))]
    if sources.count("-") > 1:
        raise WrongUsage(_("standard input can be read only once"))
    for name in names:
        if name == "-":
            yield from _listed_names(name)
        else:
            yield name
    if file is not None:
        yield from _listed_names(file)


def _listed_names(path: str) -> Iterator[str]:
    """Yield the names that stand in a file, or at standard input for `-`, a line each."""
    from engagiert_cli.encodings import decoded
    from engagiert_cli.intake.files import content, shown
    from engagiert_cli.register.bodies import is_known

    lines, encoding = decoded(content(path), shown(path), is_known)
    if encoding:
        messages.note(_("{path} was read as {encoding}").format(path=shown(path), encoding=encoding))
    if len(lines) > _INPUT_LIMIT:
        raise Refusal(_("too many names in {path}").format(path=shown(path)), (_("use: engagiert import FILE"),))
    yield from filter(str.strip, lines.splitlines())


def typed_otherwise(refusal: Refusal, who: Who, names: list[str], number: int) -> Refusal:
    """Return the refusal of one of the names, with how to type what a shell has parted, or taken for one."""
    return Refusal(refusal.message, tuple(_how_to_type(who, names, number)) or refusal.hints)


def _how_to_type(who: Who, names: list[str], number: int) -> Iterator[str]:
    """Yield how to type one of the names, where a shell has taken several for one, or one for several."""
    if not names[number].strip():
        return  # an empty name is part of none
    parts = [part.strip() for part in re.split(r"[,;]|\bund\b|\band\b", names[number])]
    if len(parts) > 1 and all(map(who.knows, parts)):
        yield _("separate names with spaces, not commas: {names}").format(names=" ".join(map(shell_quoted, parts)))
    around = (
        " ".join(names[start:end])
        for start in range(max(0, number - 3), number + 1)
        for end in range(start + 4, max(number, start + 1), -1)
    )
    whole = next(filter(who.knows, around), None)
    if whole:
        yield _("put a name of several words in quotation marks: {name}").format(name=shell_quoted(whole))
