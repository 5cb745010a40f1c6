"""A ledger: its text, where things are in it, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagiert_cli.lazy import NamedTuple

if TYPE_CHECKING:
    import datetime

    from engagiert_cli.errors import Problem
    from engagiert_cli.ledger.members import Ledger, Member
    from engagiert_cli.ledger.scanner import Layout
    from engagiert_cli.register.bodies import Register


class Extra(NamedTuple):
    """A field that the format does not know; it is kept as it is."""

    table: str
    number: int
    """The number of its entry in the table, from 0."""
    key: str
    value: object


class Document(NamedTuple):
    """A ledger's text (without byte order mark, which the store keeps) and what it says; `opening` makes it."""

    layout: Layout
    """Where things are in the text."""
    today: datetime.date
    ledger: Ledger
    """What the text says."""
    extras: tuple[Extra, ...] = ()
    warnings: tuple[Problem, ...] = ()
    """The warnings about it."""
    official: Register | None = None
    """The names in its register, where it is checked against one."""

    @property
    def text(self) -> str:
        """The text of the file."""
        return self.layout.text

    @property
    def path(self) -> str:
        """The file's path as people read it."""
        return self.layout.path

    def line_of(self, member: Member) -> int:
        """Return the line in which the member's entry, or the array that holds all entries, starts."""
        array = self.layout.array("members")
        return self.layout.line_at(array.start if array else self.layout.starts["members"][self.index_of(member)])

    def index_of(self, member: Member) -> int:
        """Return the index of an entry of this document."""
        return next(index for index, other in enumerate(self.ledger.members) if other is member)
