"""The face for Python programs: a ledger that is read, asked, added to and written.

See `docs/python.md`.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal, Refusals
from engagiert_cli.language import _
from engagiert_cli.ledger import changes, judging, store, undo
from engagiert_cli.ledger.dates import Date
from engagiert_cli.ledger.edits import new_text
from engagiert_cli.ledger.members import Network
from engagiert_cli.ledger.opening import opened
from engagiert_cli.register.bodies import open_register
from engagiert_cli.register.official import open_official
from engagiert_cli.who import Who

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engagiert_cli.ledger.changes import Change
    from engagiert_cli.ledger.document import Document
    from engagiert_cli.ledger.members import Body, Member, Round

DateLike = str | datetime.date
"""A day, or a date as people type it: `"5.12.2012"`, `"2012-12"`, `"2012"`, `"2013-10..2016-06"`."""


class Ledger:
    """A ledger at one moment. Changes return another one and leave this one, and the file, as it is until `write`."""

    def __init__(self, document: Document, path: Path, text_of_file: str) -> None:
        """Use `Ledger.read` or `Ledger.create` instead."""
        self._document = document
        self._path = path
        self._text_of_file = text_of_file

    @classmethod
    def read(cls, path: str | Path = "members.toml", *, today: datetime.date | None = None) -> Ledger:
        """Read a ledger; `today` is the day after which nothing can have happened, today by default.

        Raises `Refusal` where there is no file that can be read, and `LedgerInvalid` with every error in it.
        """
        text = store.read(Path(path), str(path)).text
        day = today or datetime.date.today()  # noqa: DTZ011 - the office's own day
        return cls(opened(text, str(path), day, open_official), Path(path), text)

    @classmethod
    def create(
        cls, path: str | Path, name: str = "", *, register: str | None = None, today: datetime.date | None = None
    ) -> Ledger:
        """Start a ledger in a new file. Raises `Refusal` where there is a file already."""
        if register:
            open_register(register)
        store.create(Path(path), new_text(Network(name, register=register)), str(path))
        return cls.read(path, today=today)

    @property
    def network(self) -> Network:
        """What the members join."""
        return self._document.ledger.network

    @property
    def rounds(self) -> tuple[Round, ...]:
        """The signing rounds, in the order of the file."""
        return self._document.ledger.rounds

    @property
    def members(self) -> list[Member]:
        """The members of today, in the order of the file."""
        return self.members_at(self._document.today)

    @property
    def memberships(self) -> tuple[Member, ...]:
        """All entries, those of former members too, in the order of the file."""
        return self._document.ledger.members

    @property
    def text(self) -> str:
        """The ledger as it would be written."""
        return self._document.text

    def members_at(self, date: DateLike) -> list[Member]:
        """Return the members at the end of the date. Raises `ValueError` where it is no date."""
        return self._document.ledger.members_at(_date(date).latest)

    def find(self, name: str) -> list[Member]:
        """Return the memberships of a body by its name in the ledger or its key, the latest last."""
        return self._document.ledger.find(name)

    def join(
        self,
        *names: str,
        round: str | None = None,  # noqa: A002 - the field's name
        signed: DateLike | None = None,
        note: str | None = None,
        source: str | None = None,
        kind: str | None = None,
    ) -> Ledger:
        """Return the ledger with the bodies as members of the round, or of the only one in the year of the date.

        Raises `Refusals` with all that stands against it, `WrongUsage` with neither round nor date, and `ValueError`
        where `signed` is no date.
        """
        signing = judging.Signing(round, _date(signed) if signed is not None else None, note, source)
        return self._changed(changes.join(self._document, self._bodies(names, kind), signing))

    def leave(self, name: str, on: DateLike) -> Ledger:
        """Return the ledger in which the body has left. Raises `Refusal` where it cannot have left then."""
        member = Who(self._document.ledger).member(name)
        return self._changed(changes.leave(self._document, member, _date(on)))

    def write(self) -> None:
        """Replace the file by this ledger, whole or not at all; `engagiert undo` takes that back.

        Notes go to the log called `engagiert_cli`. Raises `Refusal` where the file is no longer what was read, and
        `Unconfirmed` where it is written, but the disk has not confirmed it.
        """

        def edit(content: store.Content) -> tuple[store.Content, None]:
            if content.text != self._text_of_file:
                raise Refusal(
                    _("{path} was changed by somebody else meanwhile").format(path=self._path),
                    (_("read it again; nothing was written"),),
                )
            return content._replace(text=self.text), None

        with store.changing(self._path, str(self._path), edit, _note) as made:
            undo.remember(made, _note, "Python")
            self._text_of_file = self.text

    def _bodies(self, names: Sequence[str], kind: str | None) -> list[Body]:
        who = Who(self._document.ledger)
        bodies, refusals = [], []
        for name in names:
            try:
                bodies.append(who.joining(name, kind=kind).body)
            except Refusal as refusal:
                refusals.append(refusal)
        if refusals:
            raise Refusals(tuple(refusals))
        return bodies

    def _changed(self, change: Change) -> Ledger:
        return Ledger(change.document, self._path, self._text_of_file)

    def __repr__(self) -> str:
        """Return the network and how many members it has."""
        return f"<Ledger {self.network.name!r}: {len(self.members)} members>"


def _note(note: str) -> None:
    """Log what the user of the program may want to know of a change."""
    import logging

    logging.getLogger("engagiert_cli").warning(note)


def _date(value: DateLike) -> Date:
    return Date.of_day(value) if isinstance(value, datetime.date) else Date.parse_typed(value)
