"""What can be wrong, as values: refusals that end a command and problems found in a ledger.

Nothing here prints. The texts are already in the reader's language; user text inside them is raw and is made harmless
where it is written out (`engagiert_cli.output.safe`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Severity(Enum):
    """How grave a problem is: an error makes the ledger unusable, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of one line of a file; line and column count from 1, in characters."""

    path: str
    line: int
    column: int
    excerpt: str
    width: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file: what (`code` for machines, `message` for people), where, and what to do."""

    code: str
    message: str
    place: Place
    remedies: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR


@dataclass(eq=False)
class Refusal(Exception):
    """The command cannot do what was asked, and has changed nothing (exit 1)."""

    message: str
    hints: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the message and its hints, a line each."""
        return "\n".join((self.message, *self.hints))


@dataclass(eq=False)
class Refusals(Exception):
    """Several refusals that are to be told at once (exit 1)."""

    refusals: tuple[Refusal, ...]

    def __str__(self) -> str:
        """Return the refusals, one after the other."""
        return "\n".join(map(str, self.refusals))


@dataclass(eq=False)
class LedgerInvalid(Exception):
    """The ledger has errors; no command answers from it or writes to it (exit 1)."""

    problems: Sequence[Problem]

    def __str__(self) -> str:
        """Return the problems, a line each."""
        return "\n".join(
            f"{problem.place.path}:{problem.place.line}:{problem.place.column}: {problem.message}"
            for problem in self.problems
        )


@dataclass(eq=False)
class WrongUsage(Exception):
    """The command line asks for something that does not go together (exit 2)."""

    message: str
    hints: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the message and its hints, a line each."""
        return "\n".join((self.message, *self.hints))


@dataclass(eq=False)
class Unconfirmed(Exception):
    """The change is written and reported, but the disk has not confirmed it (exit 4)."""

    message: str

    def __str__(self) -> str:
        """Return the message."""
        return self.message


class EditDefect(Exception):
    """An edit of the ledger's text did not mean what it should; a defect of the program (exit 3), nothing written."""
