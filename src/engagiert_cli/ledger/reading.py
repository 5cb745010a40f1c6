"""The parser's tables to values. What they mean is not judged here; every problem is collected with its place."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from engagiert_cli.errors import LedgerInvalid, Place, Problem, Severity
from engagiert_cli.language import _
from engagiert_cli.lazy import NamedTuple
from engagiert_cli.ledger.dates import UNKNOWN, Date, NotADate
from engagiert_cli.ledger.document import Document, Extra
from engagiert_cli.ledger.members import FIELDS, NO_ROUND, Ledger, Member, Network, Round, known_rounds
from engagiert_cli.ledger.toml import write_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engagiert_cli.ledger.scanner import Layout

FORMAT = 1
TABLES = ("format", "network", "rounds", "members")
_NUMBERS = ("id", "round", "key")  # texts that people may write as whole numbers
_AHEAD = datetime.timedelta(days=1)  # the writer's clock may be this much ahead of ours


class TomlTable(NamedTuple):
    """The fields of one section of the file, and its number among those of its name, from 0."""

    fields: Mapping[str, Any]
    name: str
    number: int = 0


class TableReader:
    """Makes values of tables; what is wrong goes into `problems`, and a harmless value takes its place."""

    def __init__(self, layout: Layout, today: datetime.date) -> None:
        self.layout = layout
        self.today = today
        self.rounds: Mapping[str, Round] = {}
        self.problems: list[Problem] = []
        self.extras: list[Extra] = []
        self._unreadable: set[tuple[str, int, str]] = set()

    def document(self, data: Mapping[str, Any]) -> Document:
        """Return what the tables of the file say. Raises `LedgerInvalid` where a newer program wrote them."""
        self._check_format(data)
        self._note_unknown(TomlTable(data, ""), TABLES)
        network = self._network(data.get("network", {}))
        rounds = tuple(map(self._round, self._tables(data, "rounds")))
        self.rounds = {round_.id: round_ for round_ in rounds}
        members = tuple(self.members(self._tables(data, "members")))
        return Document(self.layout, self.today, Ledger(network, rounds, members), tuple(self.extras))

    def members(self, tables: Iterable[TomlTable]) -> Iterable[Member]:
        """Return the members in the order of the file."""
        return map(self.member, tables)

    def member(self, table: TomlTable) -> Member:
        """Return the member in a section of the file."""
        self._note_unknown(table, FIELDS)
        texts = ("name", "key", "kind", "round", "note", "source")
        name, key, kind, round_id, note, source = (self._text(table, field) for field in texts)
        if not name or name.isspace():
            self._missing("name", table, 'name = "Witten"')
        round_ = self.rounds.get(round_id or "") or self._other_round(round_id, table)
        signed, left = self._date(table, "signed"), self._date(table, "left")
        return Member(name or "", round_, key, kind, signed, left, note, source)

    def _other_round(self, id_: str | None, table: TomlTable) -> Round:
        if not id_ and not table.fields.get("signed"):
            outside = _('or, if it signed outside a round, when: signed = "2015"')
            self._missing("round", table, 'round = "2015"', outside)
        if not id_:
            return NO_ROUND
        remedies = [known_rounds(self.rounds)]
        starts = self.layout.starts
        if "members" in starts and (not self.rounds or "rounds" in starts):  # not if they are written inline
            remedies.append(_("add it with two lines: {lines}").format(lines=f'[[rounds]] id = "{id_}"'))
        message = _('round "{id}" is not in this ledger').format(id=id_)
        self._error("unknown-round", message, self._place(table, "round"), *remedies)
        return Round(id_)

    def _network(self, fields: Any) -> Network:
        if not isinstance(fields, dict):
            message, remedy = _('"{key}" is one entry'), _("begin it with the line [{key}]")
            self._wrong_type(message, "network", self.layout.locate("network"), remedy)
            return Network()
        table = TomlTable(fields, "network")
        self._note_unknown(table, Network._fields)
        name, declaration, register = (self._text(table, field) for field in Network._fields)
        return Network(name or "", declaration or "", register)

    def _round(self, table: TomlTable) -> Round:
        self._note_unknown(table, Round._fields)
        id_ = self._text(table, "id")
        if not id_:
            self._missing("id", table, 'id = "2015"')
        signed = self._date(table, "signed") or UNKNOWN.known_on(self.today)
        cosigners = table.fields.get("cosigners", [])
        if not isinstance(cosigners, list) or not all(isinstance(cosigner, str) for cosigner in cosigners):
            remedy = _("write it as: {example}").format(example='cosigners = ["…", "…"]')
            self._wrong_type(_('"{key}" is a list of texts'), "cosigners", self._place(table, "cosigners"), remedy)
            cosigners = []
        name, note, source = (self._text(table, key) for key in ("name", "note", "source"))
        return Round(id_ or "", name or "", signed, tuple(cosigners), note, source)

    def _tables(self, data: Mapping[str, Any], name: str) -> Iterator[TomlTable]:
        tables = data.get(name, [])
        if not isinstance(tables, list):
            tables = [None]
        for index, fields in enumerate(tables):
            if isinstance(fields, dict):
                yield TomlTable(fields, name, index)
                continue
            message, remedy = _('"{key}" is a list of entries'), _("begin each entry with the line [[{key}]]")
            self._wrong_type(message, name, self.layout.locate(name, index), remedy)

    def _check_format(self, data: Mapping[str, Any]) -> None:
        number, table = data.get("format", FORMAT), TomlTable(data, "")
        if type(number) is not int or number < 1:
            self._error("wrong-type", _("the format is a whole number"), self._place(table, "format"), "format = 1")
        elif number > FORMAT:
            message = _("this ledger has format {number}, made by a newer engagiert; this one reads format {known}")
            remedy = _("install the latest engagiert, which can read it: pip install --upgrade engagiert")
            message = message.format(number=number, known=FORMAT)
            raise LedgerInvalid([Problem("newer-format", message, self._place(table, "format"), (remedy,))])

    def _note_unknown(self, table: TomlTable, known: Sequence[str]) -> None:
        for key, value in table.fields.items():
            if key in known:
                continue
            place = self.layout.locate(table.name, table.number, key, name=True)
            near = nearest(key, known)
            if near:
                message = _('"{key}" is nearly "{near}"').format(key=key, near=near)
                remedy = _('write "{near}", or choose another word if you mean something else').format(near=near)
                self._error("misspelt-key", message, place, remedy)
            elif not _can_be_compared(value):
                self._error("syntax", _("a number that is too long"), place)
            else:
                self.extras.append(Extra(table.name, table.number, key, value))
                message = _('"{key}" is not known to engagiert; it is kept as it is').format(key=key)
                remedy = _("known here: {keys}").format(keys=", ".join(known))
                self._warning("unknown-key", message, place, remedy)

    def _missing(self, key: str, table: TomlTable, example: str, *remedies: str) -> None:
        if (table.name, table.number, key) not in self._unreadable:
            message = _('this entry has no "{key}"').format(key=key)
            remedy = _("add a line such as: {example}").format(example=example)
            self._error(f"missing-{key}", message, self._place(table, key), remedy, *remedies)

    def _text(self, table: TomlTable, key: str) -> str | None:
        """Return the text of the field; None where it is missing or empty."""
        value = table.fields.get(key)
        if value is None or isinstance(value, str):
            return value or None
        if key in _NUMBERS and type(value) is int:
            return str(value)
        self._unreadable.add((table.name, table.number, key))
        self._wrong_type(_('"{key}" is a text'), key, self._place(table, key), _('put it in quotes: {key} = "…"'))
        return None

    def _date(self, table: TomlTable, key: str) -> Date | None:
        """Return the date of the field; a period that contains today ends today."""
        value = table.fields.get(key)
        text = str(value) if type(value) in (datetime.date, int) else value
        if text is None or text == "":
            return None
        if not isinstance(text, str):
            remedy = _date_remedy(key, NotADate(str(value)))
            self._wrong_type(_('"{key}" is a date'), key, self._place(table, key), remedy)
            return None
        try:
            date = Date.parse(text).known_on(self.today)
        except NotADate as error:
            self._error("impossible-date", str(error), self._place(table, key), _date_remedy(key, error))
            return None
        if date.earliest > self.today:
            self._not_yet(date, self._place(table, key))
        return date

    def _not_yet(self, date: Date, place: Place) -> None:
        said = {"date": date, "today": Date.of_day(self.today)}
        if date.earliest - self.today <= _AHEAD:
            message = _("{date} is tomorrow: today is {today}").format(**said)
            remedy = _("correct the date, or wait: the clock or time zone of this computer may be behind")
            self._warning("date-of-tomorrow", message, place, remedy)
        else:
            message = _("{date} is in the future: today is {today}").format(**said)
            remedy = _("the ledger holds what has happened: correct the date, or enter it when the day has come")
            self._error("future-date", message, place, remedy)

    def _place(self, table: TomlTable, key: str) -> Place:
        return self.layout.locate(table.name, table.number, key)

    def _wrong_type(self, message: str, key: str, place: Place, remedy: str) -> None:
        self._error("wrong-type", message.format(key=key), place, remedy.format(key=key))

    def _error(self, code: str, message: str, place: Place, *remedies: str) -> None:
        self.problems.append(Problem(code, message, place, remedies))

    def _warning(self, code: str, message: str, place: Place, *remedies: str) -> None:
        self.problems.append(Problem(code, message, place, remedies, Severity.WARNING))


def _date_remedy(key: str, error: NotADate) -> str:
    """Return what to write instead: the line where the text is a date in another form, else why not, or the forms."""
    try:
        return write_line(key, Date.parse_typed(error.text))
    except NotADate as typed:
        if typed.reason and not error.reason:
            return str(typed)
        return _('dates are written 2012-12-05, "2012-12", "2012", or "2013-10..2016-06" for some time between')


def _can_be_compared(value: object) -> bool:
    """Whether an edit can verify the value later: Python refuses to print integers of thousands of digits."""
    try:
        repr(value)
    except ValueError:
        return False
    return True


def nearest(key: str, known: Sequence[str]) -> str | None:
    """Return the known key that differs by one typing error, or by two in a long word."""
    from rapidfuzz.distance import OSA

    near = min(known, key=lambda name: OSA.distance(key.casefold(), name))
    return near if OSA.distance(key.casefold(), near) <= (1 if len(near) < 8 else 2) else None
