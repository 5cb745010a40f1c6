"""From the cells of a list to what they say: a body, its signing, and the problems, each with its row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engagiert_cli.errors import Problem, Refusal
from engagiert_cli.intake import columns
from engagiert_cli.intake.listing import Unread
from engagiert_cli.language import _
from engagiert_cli.ledger.dates import Date, NotADate
from engagiert_cli.ledger.judging import ListedMembership, Signing
from engagiert_cli.ledger.members import FIELDS
from engagiert_cli.who import Who

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from engagiert_cli.intake.listing import Cell, Listing, Record
    from engagiert_cli.ledger.members import Ledger

_NOTHING = {"", "-", "–", "—", "k.a.", "n.a.", "n/a", "keineangabe"}
_NOT_KNOWN = {"?", "unbekannt", "unknown"}
_DECIMALS = re.compile(r"(?<=[0-9])[.,]0+$")
_SHORTENED = re.compile(r"[0-9][.,]?[0-9]*[eE]\+?[0-9]+")


@dataclass(frozen=True, slots=True)
class Rows:
    """What a list says: an entry for each row that can be read, and a problem for each that cannot."""

    entries: tuple[ListedMembership, ...]
    problems: tuple[Problem, ...]
    used: tuple[tuple[str, str], ...]
    """The fields that were found, each with its header."""
    unused: tuple[str, ...]
    """The headers of the columns with something in them that is not taken in."""
    homonyms: Mapping[str, str]
    """The bare names that another body has as well, each with what it was taken for."""


class Reader:
    """Reads the rows of one list, and knows where each stands."""

    def __init__(self, listing: Listing, told: Mapping[str, str]) -> None:
        """Find the columns. Raises `Refusal` where there is none of names."""
        header = columns.header_of(listing.records, told)
        self.listing = listing
        self.columns = columns.find(listing, header, told)
        self._header = listing.records[header or 0]
        self._records = {record.row: record for record in listing.records[(header or 0) + 1 :]}

    def read(
        self,
        ledger: Ledger,
        round_id: str | None,
        through: Callable[[Collection[Record]], Iterable[Record]] = iter,
    ) -> Rows:
        """Return what the rows say; one that names no round joins `round_id`, where that is given.

        `through` yields the records and may count them.
        """
        who = Who(ledger)
        homonyms: dict[str, str] = {}
        taken_in = [field for field in FIELDS if field in self.columns]
        entries: list[ListedMembership] = []
        problems: list[Problem] = []
        for record in through(self._records.values()):
            if not any(self._cell(record, field) for field in taken_in):
                continue  # nothing but a running number, say
            unread = self._unread(record)
            if unread:
                problems += unread
                continue
            dates: dict[str, Date | None] = {}
            for field in ("signed", "left"):
                try:
                    dates[field] = _date(self._cell(record, field), field)
                except NotADate as error:
                    problems.append(self._no_date(record, field, error))
            name, key = self._text(record, "name"), self._key(record)
            if key and _SHORTENED.fullmatch(key):
                message = _("the last digits of this key are lost: {key}").format(key=key)
                remedy = _("format its column as a number without decimals, and save the list again")
                problems.append(self.problem(record.row, "key", "refused", message, (remedy,)))
                continue
            if not name and not key:
                problems.append(self.problem(record.row, "name", "missing-name", _("this row has no name")))
                continue
            try:
                body, found = who.joining(name or "", key, self._text(record, "kind"))
            except Refusal as refusal:
                told_by = "key" if key and (not name or key in refusal.message) else "name"
                problems.append(self.problem(record.row, told_by, "refused", refusal.message, refusal.hints))
                continue
            if name and not key and found and found.namesakes:
                homonyms[" ".join(name.split())] = found.body.designation.value
            if len(dates) == 2:
                round_ = self._text(record, "round") or round_id
                if round_ is None and self.has("round") and dates["signed"]:
                    round_ = ""  # the list says of others in which they signed
                signing = Signing(
                    round_,
                    dates["signed"],
                    self._text(record, "note"),
                    self._text(record, "source"),
                    undated="signed" in self.columns and dates["signed"] is None,
                )
                entries.append(ListedMembership(body, signing, dates["left"], record.row))
        shown = {field: " ".join(str(self._header.cells[index]).split()) for field, index in self.columns.items()}
        used = tuple((field, title) for field, title in shown.items() if field in FIELDS)
        taken = {index for field, index in self.columns.items() if field in FIELDS}
        unused = tuple(
            " ".join(str(title).split())
            for index, title in enumerate(self._header.cells)
            if index not in taken and any(any(record.cells[index : index + 1]) for record in self._records.values())
        )
        return Rows(tuple(entries), tuple(problems), used, unused, homonyms)

    def problem(self, row: int, field: str, code: str, message: str, remedies: Sequence[str] = ()) -> Problem:
        """Return a problem at the field's cell of a row (its first cell, where the list has no such column)."""
        record = self._records[row]
        index = min(self.columns.get(field, 0), max(0, len(record.cells) - 1))
        return Problem(code, message, self.listing.place(record, index), tuple(remedies))

    def refused(self, entry: ListedMembership, refusal: Refusal) -> Problem:
        """Return why the ledger does not take an entry as a problem at its row."""
        return self.problem(entry.row, refusal.field, "refused", refusal.message, refusal.hints)

    def understood(self) -> tuple[str, ...]:
        """Return where in the file the list was found, for whoever has to say more of it."""
        sheet = (_("the sheet that was read: {sheet}").format(sheet=self.listing.sheet),) if self.listing.sheet else ()
        titles = filter(None, (" ".join(str(cell).split()) for cell in self._header.cells))
        return (*sheet, _("its columns: {columns}").format(columns=", ".join(titles)))

    def has(self, field: str) -> bool:
        """Whether the list has a column for the field."""
        return field in self.columns

    def _unread(self, record: Record) -> list[Problem]:
        """Return the problems of cells that are taken in and have no value."""
        if Unread not in map(type, record.cells):
            return []
        cells = ((field, self._cell(record, field)) for field in FIELDS)
        return [
            self.problem(record.row, field, "unread-cell", cell.message, cell.remedies)
            for field, cell in cells
            if isinstance(cell, Unread)
        ]

    def _no_date(self, record: Record, field: str, error: NotADate) -> Problem:
        forms = _("write 5.12.2012, 12.2012, 2012, 2012-12-05 or 2012-12"), _("for some time between: 2013..2016")
        return self.problem(record.row, field, "impossible-date", str(error), () if error.reason else forms)

    def _cell(self, record: Record, field: str) -> Cell:
        index = self.columns.get(field)
        return record.cells[index] if index is not None and index < len(record.cells) else ""

    def _key(self, record: Record) -> str | None:
        """Return the key, without what a spreadsheet puts behind a number: `05954036,0`."""
        key = self._text(record, "key")
        return _DECIMALS.sub("", key) if key else None

    def _text(self, record: Record, field: str) -> str | None:
        cell = self._cell(record, field)
        text = cell.text if isinstance(cell, Date) else str(cell)
        # Only a note has lines; elsewhere they, and blanks of other kinds, are how the list looks.
        return (text if field == "note" or text.isprintable() else " ".join(text.split())) or None


def _date(cell: Cell, field: str) -> Date | None:
    """Return the date in a cell, None where there is none; raises `NotADate`.

    When somebody signed may be unknown; who left, nobody knows when, is not taken for a member.
    """
    if isinstance(cell, Date):
        return cell
    said = "".join(str(cell).split()).casefold()
    return None if said in _NOTHING or (field == "signed" and said in _NOT_KNOWN) else Date.parse_typed(str(cell))
