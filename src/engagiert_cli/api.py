"""The interface for Python programs: read a ledger, query it, change it, write it.

See `docs/python.md`.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from engagiert_cli import changes_by_name
from engagiert_cli.errors import Refusal, WrongUsage
from engagiert_cli.language import _
from engagiert_cli.ledger import changes, store, undo, versions
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.ledger.edits import new_text
from engagiert_cli.ledger.members import Member, Network, Round
from engagiert_cli.ledger.opening import opened
from engagiert_cli.ledger.signing import Signing, known_round
from engagiert_cli.register.bodies import open_register
from engagiert_cli.reports import differences
from engagiert_cli.reports.bodies import Selection, Surroundings, body_of, place_of
from engagiert_cli.reports.catalogue import REPORTS, By, Request
from engagiert_cli.reports.table import Audience, Cell, Table
from engagiert_cli.who import register_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from types import EllipsisType

    from engagiert_cli.ledger.changes import Change
    from engagiert_cli.ledger.document import Document

    _AsItIs = EllipsisType

DateLike = str | datetime.date
"""A day, or a date as people type it: `"5.12.2012"`, `"2012-12"`, `"2012"`, `"2013-10..2016-06"`."""
Row = dict[str, "Cell"]
"""A row of a table, by field."""


class Ledger:
    """A ledger at one moment. Changes return a new one; this one, and until `write` the file, stay as they are."""

    def __init__(self, document: Document, text_of_file: str) -> None:
        """Use `Ledger.read` or `Ledger.create` instead."""
        self._document = document
        self._path = Path(document.path)
        self._text_of_file = text_of_file

    @classmethod
    def read(cls, path: str | Path = "members.toml", *, today: datetime.date | None = None) -> Ledger:
        """Read a ledger; no date in it may lie after `today`, by default the current day.

        Raises `Refusal` where the file cannot be read, and `LedgerInvalid` with every error in it.
        """
        text = store.read(Path(path), str(path)).text
        day = today or datetime.date.today()  # noqa: DTZ011 - the office's own day
        return cls(opened(text, str(path), day, open_register), text)

    @classmethod
    def create(
        cls, path: str | Path, name: str = "", *, register: str | None = None, today: datetime.date | None = None
    ) -> Ledger:
        """Start a ledger in a new file. Raises `Refusal` where the file exists already."""
        if register:
            open_register(register)
        store.create(Path(path), new_text(Network(name, register=register)), str(path))
        return cls.read(path, today=today)

    @property
    def network(self) -> Network:
        """The network that the members join."""
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
        """All memberships, former ones included, in the order of the file."""
        return self._document.ledger.members

    @property
    def text(self) -> str:
        """The ledger as it would be written."""
        return self._document.text

    def members_at(self, date: DateLike) -> list[Member]:
        """Return the members at the end of the date. Raises `ValueError` where it is not a date."""
        return self._document.ledger.members_at(_date(date).latest)

    def find(self, name: str) -> list[Member]:
        """Return the memberships of a body, found by its name in the ledger or its key, the latest last."""
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
        """Return the ledger with these bodies added to the round, or to the only round in the year of the date.

        Raises `Refusals` with every reason against it, `WrongUsage` without round and date, and `ValueError` where
        `signed` is not a date.
        """
        signing = Signing(round, _date(signed) if signed is not None else None, note, source)
        return self._changed(changes_by_name.join(self._document, names, signing, kind))

    def leave(self, name: str, on: DateLike, *, into: str | None = None) -> Ledger:
        """Return the ledger in which the body has left; `into`, which it became part of, joins on that day.

        Raises `Refusal` where it cannot have left on that date.
        """
        return self._changed(changes_by_name.leave(self._document, [name], _date(on), into))

    def amend(
        self,
        body: str,
        /,
        *,
        name: str | _AsItIs = ...,
        signed: DateLike | _AsItIs | None = ...,
        left: DateLike | _AsItIs | None = ...,
        round: str | _AsItIs = ...,  # noqa: A002 - the field's name
        note: str | _AsItIs | None = ...,
        source: str | _AsItIs | None = ...,
        kind: str | _AsItIs | None = ...,
        entry: DateLike | None = None,
    ) -> Ledger:
        """Return the ledger with the body's latest entry corrected; None clears a field.

        `entry` is the date of signing of an earlier entry, of a body that left and came back.
        Raises `Refusal` for a correction that cannot be, such as the name of another body.
        """
        dates = {"own_date": _date_or_none(signed), "left": _date_or_none(left)}
        correction = _given(name=name, round_id=round, note=note, source=source, kind=kind, **dates)
        signed_then = _date(entry) if entry is not None else None
        return self._changed(changes_by_name.amend(self._document, [body], correction, signed_then))

    def remove(self, name: str) -> Ledger:
        """Return the ledger without the latest entry of the body, which was never true."""
        return self._changed(changes_by_name.remove(self._document, name))

    def round(
        self,
        id: str,  # noqa: A002
        *,
        name: str | _AsItIs = ...,
        signed: DateLike | _AsItIs | None = ...,
        cosigners: Sequence[str] | _AsItIs = ...,
        note: str | _AsItIs | None = ...,
        source: str | _AsItIs | None = ...,
    ) -> Ledger:
        """Return the ledger with this round added, or corrected where it exists; None clears a field."""
        date = UNKNOWN if signed is None else _date_or_none(signed)
        called = cosigners if cosigners is ... else tuple(cosigners)
        correction = _given(name=name, signed=date, cosigners=called, note=note, source=source)
        return self._changed(changes.set_round(self._document, id, correction))

    def place_of(self, member: Member) -> Surroundings:
        """Return the member's kind, district, region and Land, as far as the register or the ledger knows them."""
        return place_of(member, register_of(self._document.ledger))

    def inhabitants_of(self, member: Member) -> int | None:
        """Return the number of inhabitants, where the register has it."""
        body = body_of(member, register_of(self._document.ledger))
        return body.population if body else None

    def report(
        self,
        name: str = "cohorts",
        *,
        at: DateLike | None = None,
        by: str | None = None,
        round: str | None = None,  # noqa: A002
        since: DateLike | None = None,
        year: int | None = None,
    ) -> list[Row]:
        """Return the rows of a report, such as `cohorts`, `growth` or `coverage`, with the fields of its JSON.

        `changes` takes the date `since`, and `anniversaries` the `year`. Raises `WrongUsage` with the choices for an
        unknown report or `by`, and `Refusal` where the report cannot be made.
        """
        _require_one(name, REPORTS)
        if by is not None:
            _require_one(by, [each.value for each in By])
        ledger = self._document.ledger
        request = Request(
            ledger,
            _date(at).latest if at is not None else self._document.today,
            By(by) if by else By.ROUND,
            known_round(ledger, round) if round is not None else None,
            Selection(register_of(ledger)),
            is_today=at is None,
            since=_date(since) if since is not None else None,
            year=year,
        )
        return _rows(REPORTS[name].make(request))

    def diff(self, older: Ledger) -> list[Row]:
        """Return what has changed since an older version, one row per field: `change`, `name`, `before` and `after`."""
        return _rows(differences.table(versions.differences(older._document, self._document), "", "", ""))

    def undo(self, steps: int = 1) -> Ledger:
        """Take back the last changes of the file, and return the ledger that the file then holds.

        Raises `Refusal` where there are fewer, or the file was changed by others since.
        """
        return self.redo(-steps)

    def redo(self, steps: int = 1) -> Ledger:
        """Bring back what `undo` took back, and return the ledger that the file then holds; raises as `undo` does."""
        shown, today = self._document.path, self._document.today

        def edit(content: store.Content) -> tuple[store.Content, tuple[undo.History, Ledger]]:
            moved = undo.known(self._path).moved(undo.whole(content), steps, shown)
            other = store.Content.decode(moved.text.encode(), shown)
            return other, (moved, Ledger(opened(other.text, shown, today, open_register), other.text))

        with store.changing(self._path, shown, edit, _note) as made:
            history, ledger = made.result
            undo.keep(made.path, history, _note)
        return ledger

    def write(self) -> None:
        """Replace the file by this ledger, whole or not at all; `engagiert undo` takes that back.

        Notes go to the logger `engagiert_cli`. Raises `Refusal` where the file is no longer what was read, and
        `Unconfirmed` where it was written, but the disk has not confirmed it.
        """

        def edit(content: store.Content) -> tuple[store.Content, None]:
            if content.text != self._text_of_file:
                raise Refusal(
                    _("{path} has been changed by somebody else in the meantime").format(path=self._path),
                    (_("read it again; nothing was written"),),
                )
            return content._replace(text=self.text), None

        with store.changing(self._path, self._document.path, edit, _note) as made:
            undo.remember(made, _note, "Python")
            self._text_of_file = self.text

    def _changed(self, change: Change) -> Ledger:
        return Ledger(change.document, self._text_of_file)

    def __repr__(self) -> str:
        """Return the network and its number of members."""
        return f"<Ledger {self.network.name!r}: {len(self.members)} members>"


def _note(note: str) -> None:
    """Log a note on a change."""
    import logging

    logging.getLogger("engagiert_cli").warning(note)


def _require_one(word: str, choices: Collection[str]) -> None:
    """Raise `WrongUsage` with the choices if the word is not one of them."""
    if word not in choices:
        raise WrongUsage(_('"{text}" is not one of {choices}').format(text=word, choices=", ".join(choices)))


def _rows(table: Table) -> list[Row]:
    seen = table.seen_by(Audience.MACHINES)
    return [dict(zip((column.field for column in seen.columns), record, strict=True)) for record in seen.records()]


def _given(**fields: object) -> dict[str, object]:
    """Return the fields that are to change."""
    return {field: value for field, value in fields.items() if value is not ...}


def _date_or_none(value: DateLike | _AsItIs | None) -> Date | _AsItIs | None:
    return value if value is None or value is ... else _date(value)


def _date(value: DateLike) -> Date:
    return Date.of_day(value) if isinstance(value, datetime.date) else Date.parse_typed(value)
