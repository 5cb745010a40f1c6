"""What can be wrong, as values: refusals that end a command and problems found in a ledger.

Nothing here prints, nor knows of exit codes, which are the command line's. The texts are already in the reader's
language; user text inside them is raw and is made harmless where it is written out (`engagiert_cli.text.safe`).
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from engagiert_cli.lazy import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Severity(Enum):
    """How grave a problem is: an error makes the ledger unusable, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Place(NamedTuple):
    """A stretch of one line of a file; line and column count from 1, in characters."""

    path: str
    line: int
    column: int
    excerpt: str
    width: int = 1
    cell: str = ""
    """What a program of spreadsheets calls the place: B8, or Members!B8 where there are more sheets."""

    def __str__(self) -> str:
        return self.cell or f"{self.line}:{self.column}"

    @property
    def marked(self) -> str:
        """What stands there."""
        return self.excerpt[self.column - 1 : self.column - 1 + self.width]


class Hint(NamedTuple):
    """What can be done, as a value: a sentence, and the command that stands in it for `{command}`.

    The command is one of the program's, by its name, with what it is about and its options; without a name, what
    stands there are its options alone. It is worded where it is told (`engagiert_cli.output.hints`).
    """

    text: str
    command: str = ""
    subject: str = ""
    options: Mapping[str, str | bool] = {}

    def __hash__(self) -> int:
        """Return what equal ones have alike; a mapping has none."""
        return hash(self.text)


class Problem(NamedTuple):
    """One thing that is wrong in a file: what (`code` for machines, `message` for people), where, and what to do."""

    code: str
    message: str
    place: Place
    remedies: tuple[str | Hint, ...] = ()
    severity: Severity = Severity.ERROR


class EngagiertError(Exception):
    """Whatever the program raises by itself."""


class _Told(EngagiertError):
    """A message for the user, with hints on what to do, a line each; as a text, without commands."""

    def __init__(self, message: str, hints: tuple[str | Hint, ...] = ()) -> None:
        self.message = message
        self.hints = hints

    def __str__(self) -> str:
        return "\n".join((self.message, *(hint for hint in self.hints if isinstance(hint, str))))


class Refusal(_Told):
    """What was asked cannot be done, and nothing was changed.

    `field` is what of a row is wrong, and `asked` the name for which it was asked, where there were several.
    """

    field = "name"
    asked = ""

    def about(self, field: str) -> Refusal:
        """Return the refusal, with the field that it is about."""
        self.field = field
        return self


class WrongUsage(_Told):
    """What was asked makes no sense, or does not go together."""


class Refusals(EngagiertError):
    """Several refusals that are to be told at once, and what that means for the others."""

    def __init__(self, refusals: tuple[Refusal, ...], closing: str = "") -> None:
        self.refusals = refusals
        self.closing = closing

    def __str__(self) -> str:
        return "\n".join(map(str, self.refusals))


class LedgerInvalid(EngagiertError):
    """The ledger has errors; nothing answers from it or writes to it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(f"{problem.place.path}:{problem.place}: {problem.message}" for problem in self.problems)


class Unconfirmed(_Told):
    """The change is written and reported, but the disk has not confirmed it."""


class EditDefect(EngagiertError):
    """An edit of the ledger's text did not mean what it should; a defect of the program, nothing written."""


class RowsRefused(EngagiertError):
    """Rows of a list cannot be taken in, and so none was."""

    def __init__(self, problems: Sequence[Problem], summary: str) -> None:
        super().__init__(summary)
        self.problems = problems
        self.summary = summary
