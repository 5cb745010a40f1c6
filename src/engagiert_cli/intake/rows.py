"""From the cells of a list to what they say: a body, its signing, and the problems, each with its row."""

from __future__ import annotations

import contextlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engagiert_cli.errors import Hint, Problem, Refusal
from engagiert_cli.intake import columns
from engagiert_cli.intake.listing import Unread
from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.dates import UNKNOWN, Date, NotADate
from engagiert_cli.ledger.judging import ListedMembership
from engagiert_cli.ledger.members import FIELDS
from engagiert_cli.ledger.signing import RoundSaid, Signing
from engagiert_cli.who import Joining, Who

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from engagiert_cli.intake.listing import Cell, Listing, Record
    from engagiert_cli.ledger.members import Ledger

_NOTHING = {"", "-", "–", "—", "k.a.", "n.a.", "n/a", "keineangabe"}
_NOT_KNOWN = {"?", "unbekannt", "unknown"}
_TAKEN = (*FIELDS, *columns.OF_ROUNDS)
_DECIMALS = re.compile(r"(?<=[0-9])[.,]0+$")
_SHORTENED = re.compile(r"[0-9][.,]?[0-9]*[eE]\+?[0-9]+")
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,  ]*%?")
# What stands below a list, or between its rows, and is nobody's name.
_REMARK = re.compile(
    r"(?:stand|stichtag|as of|quellen?|sources?|hinweise?|anmerkung(?:en)?|notes?|legende|druckdatum|kontakt)\s*:.*"
    r"|(?:stand|stichtag|as of)\s.*[0-9]{4}"
    r"|(?:erstellt|exportiert|gedruckt|(?:zuletzt )?(?:aktualisiert|geändert)|created|exported|printed|generated"
    r"|(?:last )?updated)\s(?:am|von|vom|durch|mit|on|by|with|at)\s.*"
    r"|(?:seite|page)\s[0-9].*|(?:©|\(c\)|copyright\s).*|[*=_–—-]{2,}",
    re.IGNORECASE | re.DOTALL,
)
_COUNTED = (
    r"(?:(?:der|aller|of|all|the) )*(?:mitglied\w*|members?|kommunen|städte|gemeinden|(?:land)?kreise|vereine|verbände"
    r"|organisation\w*|organization\w*|unterzeichne\w+|signatories|signatures|einträge|entries|zeilen|rows)"
)
_SUM = re.compile(
    rf"(?:{_COUNTED} )?(?:zwischensumme|(?:gesamt)?(?:summe|(?:an)?zahl)|(?:ins)?gesamt|(?:sub|grand )?total|sum|count)"
    rf"(?: {_COUNTED})?\s*[:=]?\s*[0-9.,]*|[0-9]+ {_COUNTED}|davon .*[0-9]+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rows:
    """What a list says: an entry for each row that can be read, and a problem for each that cannot."""

    entries: tuple[ListedMembership, ...]
    problems: tuple[Problem, ...]
    homonyms: Mapping[str, str]
    """The bare names that another body has as well, each with what it was taken for."""
    left_out: Mapping[int, str]
    """What can be no member, by its row: sums, remarks, the header once more."""
    hidden: Mapping[int, str]
    """The members whose rows are hidden in the workbook, by their rows."""
    struck: Mapping[int, str]
    """The members whose names are struck through in the workbook, by their rows."""
    rounds: Mapping[str, RoundSaid]
    """What the list says of its rounds, by their ids."""


class Reader:
    """Reads the rows of one list, and knows where each stands."""

    def __init__(self, listing: Listing, told: Mapping[str, str], kind: str | None = None) -> None:
        """Find the columns; `kind` is what a bare name is. Raises `Refusal` where there is no column of names."""
        header = columns.header_of(listing.records, told)
        self.listing = listing
        self.columns = columns.find(listing, header, told)
        self._header = listing.records[header or 0]
        self._names = self.columns.get("name", ())
        named = columns.meaning(self._header.cells[self._names[0]]) if self._names else None
        self.kind = kind or columns.AREAS.get(named or "")
        self._areas = [field for field in columns.AREAS if field in self.columns]
        self._taken = {place for field in _TAKEN for place in self.columns.get(field, ())}
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
        said: dict[str, RoundSaid] = {}
        entries: list[ListedMembership] = []
        problems: list[Problem] = []
        left_out = {record.row: self._shown(record) for record in self._records.values() if self._is_no_member(record)}
        members = [record for record in self._records.values() if record.row not in left_out]
        lonely, common = self._lonely(members)
        for record in through(members):
            wrong = self._unread(record)
            if record.row in lonely:
                wrong.append(self._only_a_name(record, common, len(members) - len(lonely)))
            elif self._is_only_a_sum(record):
                wrong.append(self._sum_or_name(record))
            if wrong:
                problems += wrong
                continue
            dates, wrong = self._dates(record)
            joining = self._joining(record, who)
            problems += wrong
            if isinstance(joining, Problem):
                problems.append(joining)
                continue
            name = self._text(record, "name")
            if name and joining.found and joining.found.namesakes and not self._key(record):
                homonyms[name] = joining.found.body.designation.value
            if not wrong:
                signing = self._signing(record, dates["signed"], round_id)
                entries.append(ListedMembership(joining.body, signing, dates["left"], record.row))
                problems += self._round_said(record, signing, said)
        hidden = {entry.row: entry.body.name for entry in entries if self._records[entry.row].is_hidden}
        struck = {
            entry.row: entry.body.name
            for entry in entries
            if not set(self._names).isdisjoint(self._records[entry.row].struck)
        }
        told = {row: text for row, text in left_out.items() if text}
        return Rows(tuple(entries), tuple(problems), homonyms, told, hidden, struck, said)

    def problem(self, row: int, field: str, code: str, message: str, remedies: Sequence[str | Hint] = ()) -> Problem:
        """Return a problem at the field's cell of a row (its first cell, where the list has no such column)."""
        record = self._records[row]
        index = min(self.columns.get(field, (0,))[0], max(0, len(record.cells) - 1))
        return Problem(code, message, self.listing.place(record, index), tuple(remedies))

    def refused(self, entry: ListedMembership, refusal: Refusal) -> Problem:
        """Return why the ledger does not take an entry as a problem at its row."""
        return self.problem(entry.row, refusal.field, "refused", refusal.message, refusal.hints)

    def understood(self) -> Iterator[str]:
        """Yield where in the file the list was found, for whoever has to say more of it."""
        if self.listing.sheet:
            yield _("the sheet that was read: {sheet}").format(sheet=self.listing.sheet)
        if self.header_row:
            yield _("its header is in row {row}").format(row=self.header_row)
        titles = filter(None, map(columns.title, self._header.cells))
        yield _("its columns: {columns}").format(columns=", ".join(titles))

    @property
    def header_row(self) -> int:
        """The row of the header, where others stand above it; else 0."""
        return 0 if self._header == self.listing.records[0] else self._header.row

    def has(self, field: str) -> bool:
        """Whether the list has a column for the field."""
        return field in self.columns

    @property
    def used(self) -> list[str]:
        """The headers of the columns that are taken in."""
        return ["+".join(map(self._title, self.columns[field])) for field in _TAKEN if field in self.columns]

    @property
    def unused(self) -> list[str]:
        """The headers of the columns with something in them that is not taken in."""
        filled = {place for record in self._records.values() for place, cell in enumerate(record.cells) if cell}
        return [self._title(place) for place in sorted(filled - self._taken)]

    def _title(self, place: int) -> str:
        return columns.title(self._header.cells[place]) if place < len(self._header.cells) else f"#{place + 1}"

    def _is_no_member(self, record: Record) -> bool:
        """Whether the row has nothing to take in, or what cannot be a member: a sum, a remark, the header once more."""
        cells = record.cells
        if cells == self._header.cells or not any(cells[place] for place in self._taken if place < len(cells)):
            return True
        texts = [str(cell) for cell in cells if cell]
        first = next((text for text in texts if not _NUMBER.fullmatch(text)), "")
        others = [text for text in texts if text != first]
        if _REMARK.fullmatch(first):
            return all(_NUMBER.fullmatch(text) or _is_date(text) for text in others)
        if not _SUM.fullmatch(first) or not (others or any(map(str.isdigit, first))):
            return False
        return all(map(_NUMBER.fullmatch, others)) and not any(map(_is_date, others))

    def _shown(self, record: Record) -> str:
        """Return what stands in a row that is left out; nothing of one that has numbers alone."""
        texts = [columns.title(cell) for cell in record.cells if cell]
        return "" if all(map(_NUMBER.fullmatch, texts)) else " ".join(texts)

    def _lonely(self, members: Sequence[Record]) -> tuple[Collection[int], int]:
        """Return the rows that have nothing but a name, and a column in which all others have something.

        They may be headings, or members of whom nothing is known. None where they are as many as the others.
        """
        names = set(self._names)
        lonely = {
            record.row
            for record in members
            if not any(cell for place, cell in enumerate(record.cells) if place not in names)
        }
        if not lonely or len(members) <= 2 * len(lonely):
            return (), 0
        full = (record for record in members if record.row not in lonely)
        common = set.intersection(*({place for place, cell in enumerate(each.cells) if cell} for each in full)) - names
        when = {place for field in ("signed", "round") for place in self.columns.get(field, ())}
        return (lonely, min(common, key=lambda place: (place not in when, place))) if common else ((), 0)

    def _only_a_name(self, record: Record, common: int, others: int) -> Problem:
        message = ngettext(
            "there is only a name in this row, unlike in the {count} other",
            "there is only a name in this row, unlike in all {count} others",
            others,
        ).format(count=others)
        remedies = (
            _("if it is a heading or a remark, delete the row"),
            _('if it is a member, write "–" into its column "{column}", or what is known').format(
                column=self._title(common)
            ),
        )
        return self.problem(record.row, "name", "only-a-name", message, remedies)

    def _is_only_a_sum(self, record: Record) -> bool:
        """Whether the row has nothing but a word for a sum, which may be somebody's name."""
        texts = [cell for cell in record.cells if cell]
        return len(texts) == 1 and bool(_SUM.fullmatch(_said(texts[0])))

    def _sum_or_name(self, record: Record) -> Problem:
        remedies = (
            _("if it is a sum, delete the row"),
            _("if it is a member, write its name in full, such as: {name}").format(
                name=f"{self._text(record, 'name')} e. V."
            ),
        )
        message = _('"{name}" may be a sum or a name').format(name=self._text(record, "name"))
        return self.problem(record.row, "name", "sum-or-name", message, remedies)

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

    def _dates(self, record: Record) -> tuple[dict[str, Date | None], list[Problem]]:
        dates: dict[str, Date | None] = {}
        problems = []
        for field in ("signed", "left"):
            try:
                dates[field] = self._date(record, field)
            except NotADate as error:
                forms = (
                    _("write 5.12.2012, 12.2012, 2012, 2012-12-05 or 2012-12"),
                    _("for some time between: 2013..2016"),
                )
                remedies = () if error.reason else forms
                problems.append(self.problem(record.row, field, "impossible-date", str(error), remedies))
        return dates, problems

    def _date(self, record: Record, field: str) -> Date | None:
        """Return the date in a cell, None where there is none; raises `NotADate`.

        When somebody signed may be unknown; who left, nobody knows when, is not taken for a member.
        """
        cell = self._cell(record, field)
        if not cell or isinstance(cell, Date):
            return cell or None
        text = _said(cell)
        said = "".join(text.split()).casefold()
        return None if said in _NOTHING or (field == "signed" and said in _NOT_KNOWN) else Date.parse_typed(text)

    def _joining(self, record: Record, who: Who) -> Joining | Problem:
        """Return the body that is meant, or why none is."""
        name, key = self._text(record, "name"), self._key(record)
        if key and _SHORTENED.fullmatch(key):
            message = _("the last digits of this key are lost: {key}").format(key=key)
            remedy = _("format its column as a number without decimals, and save the list again")
            return self.problem(record.row, "key", "refused", message, (remedy,))
        if not name and not key:
            return self.problem(record.row, "name", "missing-name", _("this row has no name"))
        try:
            areas = [_area(field, text) for field in self._areas if (text := self._text(record, field))]
            return who.joining(name or "", key, self._text(record, "kind"), usual=self.kind, areas=areas)
        except Refusal as refusal:
            told_by = "key" if key and (not name or key in refusal.message) else "name"
            return self.problem(record.row, told_by, "refused", refusal.message, refusal.hints)

    def _signing(self, record: Record, date: Date | None, round_id: str | None) -> Signing:
        round_ = self._text(record, "round") or round_id
        if round_ is None and date and self.has("round"):
            round_ = ""  # the list says of others in which they signed
        return Signing(
            round_,
            date,
            self._text(record, "note"),
            self._text(record, "source"),
            undated="signed" in self.columns and date is None,
        )

    def _round_said(self, record: Record, signing: Signing, rounds: dict[str, RoundSaid]) -> Iterator[Problem]:
        """Take in what the row says of its round; yield a problem where another row has said otherwise."""
        year = signing.date.year if signing.date else None
        # An empty cell in a column of rounds, beside a date, is no round, of which nothing can be said.
        round_id = signing.round_id if self.has("round") else year and year.text
        if not round_id or self.columns.keys().isdisjoint(columns.OF_ROUNDS):
            return
        try:
            date = self._date(record, "round_signed") or UNKNOWN if self.has("round_signed") else None
        except NotADate as error:
            yield self.problem(record.row, "round_signed", "impossible-date", str(error))
            return
        cosigners = tuple(_names(self._text(record, "cosigners") or ""))
        said = RoundSaid(self._text(record, "round_name") or "", date, cosigners)
        if rounds.setdefault(round_id, said) != said:
            message = _("this row contradicts another one about round {round}").format(round=round_id)
            yield self.problem(record.row, "round_name", "refused", message, (_("correct one of the two"),))

    def _cell(self, record: Record, field: str) -> Cell:
        """Return what the field's cell says; of several columns, all of it together, or what is wrong with one."""
        places = self.columns.get(field)
        if not places:
            return ""
        cells = record.cells
        if len(places) == 1:
            return cells[places[0]] if places[0] < len(cells) else ""
        several = [cells[place] for place in places if place < len(cells) and cells[place]]
        unread = (cell for cell in several if isinstance(cell, Unread))
        return next(unread, " ".join(map(_said, several)))

    def _key(self, record: Record) -> str | None:
        """Return the key, without what a spreadsheet puts behind a number: `05954036,0`."""
        key = self._text(record, "key")
        return _DECIMALS.sub("", key) if key else None

    def _text(self, record: Record, field: str) -> str | None:
        if field not in self.columns:
            return None
        text = _said(self._cell(record, field))
        # Only a note has lines; elsewhere they, and blanks of other kinds, are how the list looks.
        return (text if field == "note" or text.isprintable() else " ".join(text.split())) or None


def _said(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.text


def _area(field: str, text: str) -> str:
    """Return the area with what it is, where a city may be called so, too: regions are called by their seats."""
    return f"{columns.AREAS[field]} {text}" if field == "region" and "bez" not in text.casefold() else text


def _names(text: str) -> Iterator[str]:
    """Yield names in one cell: a list of JSON, or with semicolons between them, since names have commas."""
    names = text.split(";")
    if text.startswith("["):
        with contextlib.suppress(ValueError):
            names = json.loads(text)
    yield from filter(None, (str(name).strip() for name in names))


def _is_date(text: str) -> bool:
    """Whether the text is a date, or a number that is a year."""
    try:
        return Date.parse_typed(text).is_known
    except NotADate:
        return False
