"""A ledger: its text, where things stand in it, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import datetime

    from engagiert_cli.errors import Problem
    from engagiert_cli.ledger.members import Ledger, Member
    from engagiert_cli.ledger.scanner import Layout


class BodyGone(Protocol):
    """What became of a body whose key is no more, as an official register knows it."""

    @property
    def name(self) -> str:
        """What it was called."""

    @property
    def renumbered(self) -> bool:
        """Whether it is the same body, with another key."""

    @property
    def day(self) -> datetime.date | None:
        """The day on which that happened; None where it is not known."""

    @property
    def heirs(self) -> tuple[tuple[str, str], ...]:
        """The keys and the names of what it is or belongs to now, the largest part first."""


class OfficialNames(Protocol):
    """The names in an official register; the register itself is no business of the ledger."""

    def official_name(self, key: str) -> str | None:
        """Return the name in full of the body with that key, or None."""

    def key_of(self, name: str) -> str | None:
        """Return the key of the body that is called so, in whatever spelling, or None."""

    def is_kind(self, kind: str) -> bool:
        """Whether bodies of the register are of this kind."""

    def fate_of(self, key: str) -> BodyGone | None:
        """Return what became of the body with that key; None where it never was, or still is."""


class Extra(NamedTuple):
    """A field that the format does not know, and that is kept as it is."""

    table: str
    number: int
    """Which entry of the table has it, counted from 0."""
    key: str
    value: object


class Document(NamedTuple):
    """A ledger's text (without byte order mark, which the store keeps) and what it says; `opening` makes it."""

    layout: Layout
    """Where things stand in the text."""
    today: datetime.date
    ledger: Ledger
    """What the text says."""
    extras: tuple[Extra, ...] = ()
    warnings: tuple[Problem, ...] = ()
    """What is odd about it, and yet no error."""
    official: OfficialNames | None = None
    """The names in its register, where it is held against one."""

    @property
    def text(self) -> str:
        """The text of the file."""
        return self.layout.text

    @property
    def path(self) -> str:
        """The file's path as people read it."""
        return self.layout.path

    def line_of(self, member: Member) -> int:
        """Return the line in which the member's entry starts, or the array that holds all entries."""
        array = self.layout.array("members")
        return self.layout.line_at(array.start if array else self.layout.section("members", self.index_of(member))[0])

    def index_of(self, member: Member) -> int:
        """Return the place of an entry of this document among all."""
        return next(index for index, other in enumerate(self.ledger.members) if other is member)
