"""Errors as values: refusals that end a command, and problems found in a ledger.

Nothing here prints or knows of exit codes, which belong to the command line. The texts are already in the reader's
language; user text inside them is raw, and made harmless where it is written out (`engagiert_cli.text.safe`).
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
    """The place as a spreadsheet names it: B8, or Members!B8 where there are several sheets."""

    def __str__(self) -> str:
        return self.cell or f"{self.line}:{self.column}"

    @property
    def marked(self) -> str:
        """The text of that stretch."""
        return self.excerpt[self.column - 1 : self.column - 1 + self.width]


class Hint(NamedTuple):
    """Advice as a value: a sentence, and the command that goes into it for `{command}`.

    The command is one of this program's: its name, arguments and options; without a name, only the options are
    shown. `engagiert_cli.output.hints` puts it into words.
    """

    text: str
    command: str = ""
    subject: str = ""
    options: Mapping[str, str | bool] = {}

    def __hash__(self) -> int:
        """Leave the options out, since a mapping has no hash."""
        return hash(self.text)


class Problem(NamedTuple):
    """One thing that is wrong in a file: what (`code` for machines, `message` for people), where, and what to do."""

    code: str
    message: str
    place: Place
    remedies: tuple[str | Hint, ...] = ()
    severity: Severity = Severity.ERROR


class EngagiertError(Exception):
    """The base of every error that this program raises."""


class _Told(EngagiertError):
    """A message for the user, with hints on what to do, one per line; `str` leaves the commands out."""

    def __init__(self, message: str, hints: tuple[str | Hint, ...] = ()) -> None:
        self.message = message
        self.hints = hints

    def __str__(self) -> str:
        return "\n".join((self.message, *(hint for hint in self.hints if isinstance(hint, str))))


class Refusal(_Told):
    """What was asked cannot be done, and nothing was changed.

    In a list, `field` names the cell that is wrong; of several names, `asked` is the one that was refused.
    """

    field = "name"
    asked = ""

    def about(self, field: str) -> Refusal:
        """Return this refusal as one about the field."""
        self.field = field
        return self


class WrongUsage(_Told):
    """What was asked makes no sense, or its parts cannot be combined."""


class Refusals(EngagiertError):
    """Several refusals, told at once, and a closing sentence on what that means for the rest."""

    def __init__(self, refusals: tuple[Refusal, ...], closing: str = "") -> None:
        self.refusals = refusals
        self.closing = closing

    def __str__(self) -> str:
        return "\n".join(map(str, self.refusals))


class LedgerInvalid(EngagiertError):
    """The ledger has errors; nothing is answered from it or written to it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(f"{problem.place.path}:{problem.place}: {problem.message}" for problem in self.problems)


class Unconfirmed(_Told):
    """The change was written, but the disk has not confirmed it."""


class EditDefect(EngagiertError):
    """An edit of the ledger's text did not mean what it should: a defect of the program. Nothing was written."""


class RowsRefused(EngagiertError):
    """Some rows of a list cannot be imported, so none was."""

    def __init__(self, problems: Sequence[Problem], summary: str) -> None:
        super().__init__(summary)
        self.problems = problems
        self.summary = summary
