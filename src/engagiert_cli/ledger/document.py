"""The ledger's text together with its values."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.ledger.reading import Reading, read, read_edited

if TYPE_CHECKING:
    import datetime

    from engagiert_cli.errors import Problem
    from engagiert_cli.ledger.checks import OpenRegister
    from engagiert_cli.ledger.members import Ledger, Member
    from engagiert_cli.ledger.scanner import Scan


class Document(NamedTuple):
    """A valid ledger's text (without byte order mark, which the store keeps) and what it says."""

    text: str
    path: str
    today: datetime.date
    reading: Reading
    open_register: OpenRegister | None = None

    @classmethod
    def parse(cls, text: str, path: str, today: datetime.date, open_register: OpenRegister | None = None) -> Document:
        """Read a ledger; raises `LedgerInvalid` with every error at once, each with its place.

        With `open_register`, its warnings are those of the register, too.
        """
        return cls(text, path, today, read(text, path, today, open_register=open_register), open_register)

    def edited(self, text: str, start: int, end: int) -> Document:
        """Read a text that differs only in what stood from one offset to another; raises as `parse` does."""
        reading = read_edited(self.reading, text, self.path, self.today, (start, end), open_register=self.open_register)
        return self._replace(text=text, reading=reading)

    @property
    def ledger(self) -> Ledger:
        """What the text says."""
        return self.reading.ledger

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What is odd about it, and yet no error."""
        return self.reading.warnings

    def line_of(self, member: Member) -> int:
        """Return the line in which the member's entry starts, or the array that holds all entries."""
        array = self.scan.array("members")
        start = array.start if array else self.scan.section("members", self.index_of(member))[0]
        return self.text.count("\n", 0, start) + 1

    @property
    def scan(self) -> Scan:
        """Where things stand in the text."""
        return self.reading.layout.scan

    def index_of(self, member: Member) -> int:
        """Return the place of an entry of this document among all."""
        return next(index for index, other in enumerate(self.ledger.members) if other is member)
