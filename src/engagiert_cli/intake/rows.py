"""From the cells of a list to memberships, with the problems of each row."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import re
from functools import cache, partial, reduce
from itertools import chain
from typing import TYPE_CHECKING, Any

from engagiert_cli.errors import Hint, Problem, Refusal
from engagiert_cli.intake import columns
from engagiert_cli.intake.listing import Record, Unread, day
from engagiert_cli.intake.phrases import phrase
from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.dates import UNKNOWN, Date, NotADate, Precision
from engagiert_cli.ledger.judging import ListedMembership
from engagiert_cli.ledger.members import FIELDS
from engagiert_cli.ledger.signing import RoundSaid, Signing
from engagiert_cli.register.bodies import is_known
from engagiert_cli.who import Joining, Who

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from engagiert_cli.intake.listing import Cell, Listing
    from engagiert_cli.ledger.members import Ledger

    _Said = dict[str, Any]
    """The values of a row by field: texts, and dates or None."""
    _Through = Callable[[Collection[Record]], Iterable[Record]]

_NOTHING = {"", "-", "–", "—", "k.a.", "n.a.", "n/a", "null", "keineangabe"}
_NOT_KNOWN = {"?", "unbekannt", "unknown"}
_DATES = ("signed", "left", "round_signed")
_TAKEN = (*FIELDS, *columns.OF_ROUNDS)
_DECIMALS = re.compile(r"(?<=[0-9])[.,]0+$")
_SIGN = re.compile(r"^[(\[].*[)\]]$|^[*†‡+]|[*†‡!?#°¹²³]$|\[\w{1,3}\]$|\w\?\w")
_FOOTNOTE = re.compile(r"^(?:[*†‡°¹²³]+\)?|\(?\w{1,2}\))\s*")  # before a remark below the list
_SHORTENED = re.compile(r"([0-9])[.,]?([0-9]*)[eE]\+?([0-9]{1,3})")
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,  ]*%?")


@dataclasses.dataclass(slots=True)
class Rows:
    """What a list says: a membership for each row that can be read, and a problem for each that cannot."""

    entries: list[ListedMembership] = dataclasses.field(default_factory=list)
    problems: list[Problem] = dataclasses.field(default_factory=list)
    refused: int = 0
    """How many rows have problems."""
    homonyms: dict[str, str] = dataclasses.field(default_factory=dict)
    """The bare names that another body has as well, each with the kind that was assumed."""
    odd: dict[str, dict[int, str]] = dataclasses.field(default_factory=dict)
    """What is odd about members, by kind and row: a mark at the name, unknown areas, a row hidden or struck through."""
    left_out: dict[int, str] = dataclasses.field(default_factory=dict)
    """What cannot be a member, by row: sums, remarks, a repeated header."""
    rounds: dict[str, RoundSaid] = dataclasses.field(default_factory=dict)
    """What the list says of its rounds, by id."""


class Reader:
    """Reads the rows of a list."""

    def __init__(self, listing: Listing, told: Mapping[str, str], kind: str | None = None) -> None:
        """Find the columns; `kind` is that of bare names. Raises `Refusal` where there is no column of names."""
        header, _fit = columns.header_of(listing.records, told)
        self.listing = listing = columns.whole(listing, header or 0)
        self.columns = columns.find(listing, header, told)
        self.header = listing.records[header or 0]
        self._names = self.columns.get("name", ())
        rows = listing.records[(header or 0) + 1 :]
        dated = [_cell(self.header.cells, places) for field in _DATES if (places := self.columns.get(field))]
        name = _plain(_cell(self.header.cells, self._names))
        if any(map(_is_date, map(str, dated))) or (
            not dated and is_known(name)
        ):  # a member, in a list without a header
            rows, self.header = listing.records[header or 0 :], Record(0, ())
        named = columns.meaning(self._title(self._names[0])) if self._names else None
        self.kind = kind or columns.AREAS.get(named or "")
        self._taken = {place for field in _TAKEN for place in self.columns.get(field, ())}
        self._records = {record.row: record for record in rows}

    def read(self, ledger: Ledger, round_id: str | None, through: _Through = iter) -> Rows:
        """Return what the rows say; one that names no round joins `round_id`, if given.

        `through` yields the records and may count them.
        """
        who, rows = Who(ledger), Rows()
        if not self._names and who.register is None:
            raise columns.nameless(self.listing, self.header.cells)
        fields = [(field, places, cache(partial(_value, field))) for field, places in self.columns.items()]
        members = []
        for record in self._records.values():
            if not self._is_no_member(record):
                members.append(record)
            elif text := _shown(record):
                rows.left_out[record.row] = text
        bare, common = self._bare(members)
        for record in through(members):
            said = {field: value(_cell(record.cells, places)) for field, places, value in fields}
            wrong = [
                self._problem(record, field, cell.code, cell.message, cell.remedies)
                for field, cell in said.items()
                if isinstance(cell, Unread)
            ]
            if record.row in bare:
                wrong += self._asked_about(record, said, common, len(members) - len(bare))
            if all(problem.code == "impossible-date" for problem in wrong):
                joining = self._joining(record, said, who)
                if isinstance(joining, Problem):
                    wrong.append(joining)
                elif not wrong:
                    wrong += self._taken_in(record, said, joining, round_id, rows)
            rows.problems += wrong
            rows.refused += bool(wrong)
        return rows

    def _taken_in(
        self, record: Record, said: _Said, joining: Joining, round_id: str | None, rows: Rows
    ) -> Iterator[Problem]:
        """Add what a row says, or yield a problem where another row contradicts it about their round."""
        (body, found), row = joining, record.row
        name, date = said.get("name"), said.get("signed")
        if name and found and found.namesakes and not said.get("key"):
            rows.homonyms[name] = found.body.designation.value
        odd = [("marked", name)] if name and _SIGN.search(name) else []
        if found and found.unread:
            odd.append(("elsewhere", ", ".join(found.unread)))
        if record.is_hidden:
            odd.append(("hidden", body.name))
        if record.struck and not set(record.struck).isdisjoint(self._names):
            odd.append(("struck", body.name))
        for kind, text in odd:
            rows.odd.setdefault(kind, {})[row] = text
        # With a date, an empty cell in a column of rounds means that they signed outside any round.
        called = said.get("round") or round_id or ("" if date and "round" in self.columns else None)
        undated = "signed" in self.columns and date is None
        signing = Signing(called, date, said.get("note") or None, said.get("source") or None, undated)
        rows.entries.append(ListedMembership(body, signing, said.get("left"), row))
        if self.columns.keys().isdisjoint(columns.OF_ROUNDS):
            return
        year = date.year if date else None
        id_ = called if "round" in self.columns else year and year.text
        if id_:
            signed = said["round_signed"] or UNKNOWN if "round_signed" in self.columns else None
            round_ = RoundSaid(said.get("round_name", ""), signed, tuple(_names(said.get("cosigners", ""))))
            if rows.rounds.setdefault(id_, round_) != round_:
                message = _("this row contradicts another one about round {round}").format(round=id_)
                yield self._problem(record, "round_name", "refused", message, (_("correct one of the two"),))

    def _problem(
        self, record: Record, field: str, code: str, message: str, remedies: Sequence[str | Hint] = ()
    ) -> Problem:
        """Return a problem at the field's cell in a row (the first cell if the list has no such column)."""
        index = min(self.columns.get(field, (0,))[0], max(0, len(record.cells) - 1))
        return Problem(code, message, self.listing.place(record, index), tuple(remedies))

    def refused(self, entry: ListedMembership, refusal: Refusal) -> Problem:
        """Return the refusal of a membership as a problem at its row."""
        return self._problem(self._records[entry.row], refusal.field, "refused", refusal.message, refusal.hints)

    def where(self) -> Iterator[str]:
        """Yield where in the file the list was found, if that is not obvious."""
        if self.listing.sheet:
            yield _('read from the sheet "{sheet}"; the workbook has others').format(sheet=self.listing.sheet)
        if self.header.row > self.listing.records[0].row:
            yield _("the header is in row {row}; what is above it was left out").format(row=self.header.row)
        elif self.header.row and not any(map(columns.meaning, self.header.cells)):
            yield _("taken as the header: {cells}").format(cells=", ".join(map(columns.title, self.header.cells)))
        hidden = [place for place in sorted(self._taken) if any(place in columns for columns in self.listing.hidden)]
        if hidden:
            note = _("columns hidden in the workbook, and imported all the same: {columns}")
            yield note.format(columns=", ".join(map(self._title, hidden)))

    def headers(self) -> tuple[list[str], list[str]]:
        """Return the headers of the imported columns, and of the others that are not empty."""
        used = ["+".join(map(self._title, self.columns[field])) for field in _TAKEN if field in self.columns]
        filled = set(chain.from_iterable(map(_filled, self._records.values())))
        return used, [self._title(place) for place in sorted(filled - self._taken)]

    def _title(self, place: int) -> str:
        return columns.title(next(iter(self.header.cells[place : place + 1]), "")) or f"#{place + 1}"

    def _is_no_member(self, record: Record) -> bool:
        """Whether the row is empty or cannot be a member: a sum, a remark, a repeated header."""
        cells = record.cells
        if cells == self.header.cells or self._taken.isdisjoint(_filled(record)):
            return True
        first = next((text for cell in cells if cell and not _NUMBER.fullmatch(text := str(cell))), "")
        bare = _FOOTNOTE.sub("", first)
        others = [str(cell) for cell in cells if cell and str(cell) != first]
        if phrase("remark").fullmatch(bare):
            return all(_NUMBER.fullmatch(text) or _is_date(text) for text in others)
        if not phrase("sum").fullmatch(bare):
            return not others and bool(phrase("heading").fullmatch(bare))
        has_number = bool(others) or any(map(str.isdigit, first))
        return has_number and all(_NUMBER.fullmatch(text) and not _is_date(text) for text in others)

    def _bare(self, members: Sequence[Record]) -> tuple[Collection[int], int | None]:
        """Return the rows that have only a name, and a column that is filled in all other rows.

        They may be headings, or members without further data. There is no column if they are as many as the others.
        """
        names = set(self._names)
        bare = {each.row for each in members if names.issuperset(_filled(each))}
        if not bare or len(members) <= 2 * len(bare):
            return bare, None
        common = reduce(set.intersection, (_filled(each) for each in members if each.row not in bare)) - names
        when = {place for field in ("signed", "round") for place in self.columns.get(field, ())}
        return bare, min(common, key=lambda place: (place not in when, place), default=None)

    def _asked_about(self, record: Record, said: _Said, common: int | None, others: int) -> Iterator[Problem]:
        """Yield a problem where a row that has only a name may be a heading or a sum."""
        name = str(said.get("name", ""))
        if common is not None:
            message = ngettext(
                "there is only a name in this row, unlike in the {count} other",
                "there is only a name in this row, unlike in all {count} others",
                others,
            ).format(count=others)
            member = _('if it is a member, write "–" into its column "{column}", or what is known')
        elif phrase("unclear").fullmatch(name):
            message = _('"{name}" may be a sum, a heading or a name').format(name=name)
            member = _("if it is a member, write its name in full, such as: {name}")
        else:
            return
        other = _("if it is a heading, a sum or a remark, delete the row; what it says of others belongs in their rows")
        member = member.format(column=self._title(common or 0), name=f"{name.rstrip(':')} e. V.")
        yield self._problem(record, "name", "only-a-name", message, (other, member))

    def _joining(self, record: Record, said: _Said, who: Who) -> Joining | Problem:
        """Return the body that the row means, or the problem."""
        name, key = said.get("name", ""), said.get("key") or None
        if not name and not key:
            remedies = (
                _("write it into the row"),
                Hint(_("if another column has the names: {command}"), options={"column": "name=…"}),
            )
            return self._problem(record, "name", "missing-name", _("this row has no name"), remedies)
        try:
            areas = [_area(field, text) for field in columns.AREAS if (text := said.get(field))]
            return who.joining(name, key, said.get("kind") or None, usual=self.kind, areas=areas)
        except Refusal as refusal:
            told_by = "key" if key and (not name or key in refusal.message) else "name"
            # An option would hold for all rows.
            column = _('what is not in the register needs a kind of its own, in a column "kind": Regionalverband')
            hints = [column if isinstance(each, Hint) and "kind" in each.options else each for each in refusal.hints]
            return self._problem(record, told_by, "refused", refusal.message, hints)


def _filled(record: Record) -> set[int]:
    return {place for place, cell in enumerate(record.cells) if cell}


def _cell(cells: Sequence[Cell], places: Sequence[int]) -> Cell:
    """Return the cell of a field: several columns joined, or an unreadable one."""
    if len(places) == 1:
        return cells[places[0]] if places[0] < len(cells) else ""
    said = [cells[place] for place in places if place < len(cells) and cells[place]]
    return next((cell for cell in said if isinstance(cell, Unread)), " ".join(map(_plain, said)))


def _shown(record: Record) -> str:
    """Return the text of a row that is left out; empty where it has only numbers."""
    texts = [" ".join(_plain(cell).split()) for cell in record.cells if cell]
    return "" if all(map(_NUMBER.fullmatch, texts)) else " ".join(texts)


def _plain(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.text


def _value(field: str, cell: Cell) -> str | Date | Unread | None:
    """Return the value of a field's cell: a text, a date, or why it has no usable value."""
    if isinstance(cell, Unread) and field in (*FIELDS, *_DATES):
        return cell
    if field in _DATES:
        return _date(field, cell)
    text = _plain(cell)
    if not text.isprintable():  # line breaks and odd blanks are only layout, but for the lines of a note
        text = text.replace("\t", " ") if field == "note" else " ".join(text.split())
    if field != "key":
        return text
    return "" if "".join(text.split()).casefold() in _NOTHING | _NOT_KNOWN else _key(text)


def _date(field: str, cell: Cell) -> Date | Unread | None:
    """Return the date in a cell; None where it is missing or unknown.

    A member that left at an unknown date is not taken for a current one.
    """
    if not cell or isinstance(cell, Date):
        return cell or None
    said = "".join(_plain(cell).split()).casefold()
    unknown = _NOTHING | ({"nein", "no"} if field == "left" else _NOT_KNOWN)
    try:
        return None if said in unknown else Date.parse_typed(_plain(cell))
    except NotADate as error:
        return Unread(error.text, str(error), _remedies(error), "impossible-date")


def _remedies(error: NotADate) -> tuple[str, ...]:
    """Return the remedies for a wrong date: the day of an Excel number, else the accepted forms."""
    if error.reason:
        return ()
    if re.fullmatch(r"[1-5][0-9]{4}", error.text):
        number = _("it looks like the number that Excel has for a day: {day}")
        as_date = _("format its column as a date and save the list again, or write the day")
        return number.format(day=day(int(error.text), Precision.DAY)), as_date
    return _("write 5.12.2012, 12.2012, 2012, 2012-12-05 or 2012-12"), _("for some time between: 2013..2016")


def _key(text: str) -> str | Unread:
    """Return a key restored from the number that a spreadsheet took it for."""
    key = _DECIMALS.sub("", text)
    shortened = _SHORTENED.fullmatch(key)
    if shortened is None:
        return key
    if len(shortened[2]) == int(shortened[3]):
        return shortened[1] + shortened[2]  # 5,954036E+06 has all digits
    message = _("the last digits of this key are lost: {key}").format(key=key)
    remedy = _("format its column as a number without decimals, and save the list again")
    return Unread(text, message, (remedy,), "refused")


def _area(field: str, text: str) -> str:
    """Return the area with its kind where a city may have that name, too: regions are named after cities."""
    return f"{columns.AREAS[field]} {text}" if field == "region" and "bez" not in text.casefold() else text


def _names(text: str) -> Iterator[str]:
    """Yield the names in a cell: a JSON list, or separated by semicolons, since names contain commas."""
    names = text.split(";")
    if text.startswith("["):
        with contextlib.suppress(ValueError):
            names = json.loads(text)
    yield from filter(None, (str(name).strip() for name in names))


def _is_date(text: str) -> bool:
    """Whether the text is a date, or a number that is a year."""
    return isinstance(_date("signed", text), Date)
