"""From the ledger's text to its values, with every problem collected and located."""

from __future__ import annotations

import contextlib
import datetime
import itertools
import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, NamedTuple

from engagiert_cli.errors import LedgerInvalid, Place, Problem, Refusal, Severity
from engagiert_cli.language import _
from engagiert_cli.ledger import checks
from engagiert_cli.ledger.dates import UNKNOWN, Date, NotADate
from engagiert_cli.ledger.members import FIELDS, NO_ROUND, Ledger, Member, Network, Round
from engagiert_cli.ledger.toml import parse, place_at

if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from engagiert_cli.ledger.scanner import Block, Entry, Renewal, Scan

FORMAT = 1
ROUND_FIELDS = ("id", "name", "signed", "cosigners", "note", "source")
NETWORK_FIELDS = ("name", "declaration", "register")
_AHEAD = datetime.timedelta(days=1)  # by which the clock of who wrote the ledger may be ahead of this one
_LARGE = 1 << 16  # characters, from which on the pattern saves more time than it takes to compile
TABLES = ("format", "network", "rounds", "members")


class Reading(NamedTuple):
    """What a text says: its values, what the format does not know (kept as it is), and the warnings."""

    ledger: Ledger
    layout: Layout
    extras: tuple[tuple[str, int, str, object], ...]
    warnings: tuple[Problem, ...]


class Layout:
    """Where things stand in a text. The text is scanned for that only when somebody asks."""

    def __init__(self, text: str, make_scan: Callable[[], Scan] | None = None) -> None:
        self.text = text
        self._make_scan = make_scan or self._whole_scan
        self._scanned: Scan | None = None
        self._line_ends: array[int] | None = None

    @property
    def scan(self) -> Scan:
        """The places of sections and entries."""
        if self._scanned is None:
            self._scanned = self._make_scan()
            self._make_scan = self._whole_scan  # lets go of an older text
        return self._scanned

    def _whole_scan(self) -> Scan:
        from engagiert_cli.ledger.scanner import scan

        return scan(self.text)

    def line_at(self, offset: int) -> int:
        """Return the number of the line at the offset."""
        if self._line_ends is None:
            from array import array

            self._line_ends = array("Q", (end.start() for end in re.finditer("\n", self.text)))
        return bisect_left(self._line_ends, offset) + 1


def read(
    text: str,
    path: str,
    today: datetime.date,
    *,
    open_register: checks.OpenRegister | None = None,
    usual: bool | None = None,
) -> Reading:
    """Read a ledger. Raises `LedgerInvalid` with every error and warning at once, in the order of the lines.

    With `open_register`, the members are compared with the register that the ledger names.

    With `usual`, entries of the usual shape are read by a pattern, which is faster in a large ledger (and chosen for
    one, if nothing is said); without, the parser reads all. The result is the same.
    """
    if usual if usual is not None else len(text) >= _LARGE:
        from engagiert_cli.ledger.scanner import quick_scan

        found = quick_scan(text)
        if found:
            # A text that cannot be read is read once more as a whole: the problem's place counts in the whole text.
            with contextlib.suppress(LedgerInvalid):
                reader = _Reader(Layout(text, lambda: found), found.runs, path, today, open_register)
                return reader.read(parse(found.rest, path))
    return _Reader(Layout(text), (), path, today, open_register).read(parse(text, path))


def read_edited(
    before: Reading,
    text: str,
    path: str,
    today: datetime.date,
    changed: tuple[int, int],
    *,
    open_register: checks.OpenRegister | None = None,
) -> Reading:
    """Read a text that differs from the one read `before` only in what stood from one offset to another (`changed`).

    In a large ledger only the entries that were touched are read again, where that is enough. The result is the same as
    that of `read`, and the same is raised.
    """
    if not before.extras:
        from engagiert_cli.ledger.scanner import renewal

        scan = before.layout.scan
        found = renewal(scan, text, *changed)
        if found:
            layout = Layout(text, lambda: found.scan_of(text, scan))
            return _Reader(layout, (), path, today, open_register).read_renewed(before, found)
    return read(text, path, today, open_register=open_register)


class _Dates(dict["str | None", "Date | None"]):
    """The dates that a ledger may hold, each read once; raises `KeyError` for what is none, or in the future."""

    def __init__(self, today: datetime.date) -> None:
        super().__init__({None: None})
        self.today = today

    def __missing__(self, text: str) -> Date:
        try:
            date = Date.parse(text).known_on(self.today)
        except ValueError:
            raise KeyError(text) from None
        if date.earliest > self.today:
            raise KeyError(text)
        self[text] = date
        return date


class _Reader:
    def __init__(
        self,
        layout: Layout,
        runs: Sequence[list[Block] | None],
        path: str,
        today: datetime.date,
        open_register: checks.OpenRegister | None,
    ) -> None:
        self.layout = layout
        self.runs = runs
        self.path = path
        self.today = today
        self.open_register = open_register
        self.problems: list[Problem] = []
        self.extras: list[tuple[str, int, str, object]] = []
        self.unreadable: set[tuple[str, int, str]] = set()
        self.rounds: dict[str, Round] = {}
        self.dates = _Dates(today)
        self.asked: tuple[str, int] | None = None
        self.entries: dict[str, Entry] = {}

    def read(self, data: Mapping[str, Any]) -> Reading:
        self._check_format(data)
        self._note_unknown(data, TABLES, "")
        network = self._network(data.get("network", {}))
        rounds = tuple(self._round(table, index) for index, table in self._tables(data, "rounds"))
        self.rounds = {round_.id: round_ for round_ in rounds}
        return self._checked(Ledger(network, rounds, tuple(self._members(data))))

    def read_renewed(self, before: Reading, renewal: Renewal) -> Reading:
        ledger, first = before.ledger, renewal.first
        self.rounds = ledger.rounds_by_id
        renewed: list[Member] = []
        for block in renewal.blocks:
            renewed += self._usual_members(block, first + len(renewed))
        touched = range(first, first + len(renewed))
        ledger = ledger._replace(members=(*ledger.members[:first], *renewed, *ledger.members[renewal.last :]))
        # What had a warning has it still, in a line that may be another one now.
        return self._checked(ledger, None if before.warnings else touched)

    def _checked(self, ledger: Ledger, touched: Sequence[int] | None = None) -> Reading:
        if touched is None:
            self.problems += checks.problems(ledger, self.locate)
        else:
            self.problems += checks.problems_among(ledger, touched, self.locate)
        self._compare_with_register(ledger)
        if not any(problem.severity is Severity.ERROR for problem in self.problems):
            self.problems += checks.rounds_to_mend(ledger, self.locate)
        # A list with several wrong entries in one line says the same of each.
        self.problems = list(dict.fromkeys(self.problems))
        self.problems.sort(key=lambda problem: (problem.place.line, problem.place.column))
        if any(problem.severity is Severity.ERROR for problem in self.problems):
            raise LedgerInvalid(self.problems)
        return Reading(ledger, self.layout, tuple(self.extras), tuple(self.problems))

    def _compare_with_register(self, ledger: Ledger) -> None:
        name = ledger.network.register
        official = None
        if name and self.open_register:
            try:
                official = self.open_register(name)
            except Refusal as refusal:
                place = self.locate("network", 0, "register")
                self._error("unknown-register", refusal.message, place, *refusal.hints)
            else:
                self.problems += checks.against_register(ledger, self.locate, official)
        self.problems += checks.missing_key(ledger, self.locate, official)

    def locate(self, table: str, index: int = 0, key: str = "", *, name: bool = False) -> Place:
        """Return the place of a field's value (with `name`, of its name), else of the header it should stand under."""
        text, scan = self.layout.text, self.layout.scan
        if len(scan.starts.get(table, ())) <= index:
            key, table, index = table, "", 0  # written inline, above the first header
        if key:
            entry = self._entries(table, index).get(key)
            if entry:
                start, end = (entry.key_start, entry.key_end) if name else (entry.value_start, entry.value_end)
                return place_at(text, self.path, start, end, line=self.layout.line_at(start))
        if table == "" and key in scan.starts:
            table = key
        start = scan.starts[table][index]
        end = text.find("\n", start)
        width = len(text[start : end if end >= 0 else len(text)].rstrip())
        return place_at(text, self.path, start, start + width, line=self.layout.line_at(start))

    def _entries(self, table: str, index: int) -> Mapping[str, Entry]:
        """Return the section's fields by their names, `x.y` as `x` too; kept for the next of perhaps many problems."""
        if self.asked != (table, index):
            self.asked, self.entries = (table, index), {}
            for entry in self.layout.scan.entries(table, index):
                name = entry.key
                while name:
                    self.entries.setdefault(name, entry)
                    name = name.rpartition(".")[0]
        return self.entries

    def _error(self, code: str, message: str, place: Place, *remedies: str) -> None:
        self.problems.append(Problem(code, message, place, remedies))

    def _check_format(self, data: Mapping[str, Any]) -> None:
        number = data.get("format", FORMAT)
        if type(number) is int and number > FORMAT:
            problem = Problem(
                "newer-format",
                _("this ledger has format {number}, made by a newer engagiert; this one reads format {known}").format(
                    number=number, known=FORMAT
                ),
                self.locate("", 0, "format"),
                (_("install the newest engagiert, which can read it: pip install --upgrade engagiert"),),
            )
            raise LedgerInvalid([problem])
        if type(number) is not int or number < 1:
            self._error("wrong-type", _("the format is a whole number"), self.locate("", 0, "format"), "format = 1")

    def _note_unknown(self, table: Mapping[str, Any], known: Sequence[str], where: str, index: int = 0) -> None:
        for key in table:
            if key in known:
                continue
            place = self.locate(where, index, key, name=True)
            near = _nearest(key, known)
            if near:
                self._error(
                    "misspelt-key",
                    _('"{key}" is nearly "{near}"').format(key=key, near=near),
                    place,
                    _('write "{near}", or choose another word if you mean something else').format(near=near),
                )
                continue
            if not _can_be_compared(table[key]):
                self._error("syntax", _("a number that is too long"), place)
                continue
            self.extras.append((where, index, key, table[key]))
            self.problems.append(
                Problem(
                    "unknown-key",
                    _('"{key}" is nothing that engagiert knows; it is kept as it is').format(key=key),
                    place,
                    (_("known here: {keys}").format(keys=", ".join(known)),),
                    Severity.WARNING,
                )
            )

    def _tables(self, data: Mapping[str, Any], name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
        tables = data.get(name, [])
        if not isinstance(tables, list):
            self._error(
                "wrong-type",
                _('"{key}" is a list of entries').format(key=name),
                self.locate(name),
                _("begin each entry with the line [[{key}]]").format(key=name),
            )
            return
        for index, table in enumerate(tables):
            if isinstance(table, dict):
                yield index, table
            else:
                self._error(
                    "wrong-type",
                    _('"{key}" is a list of entries').format(key=name),
                    self.locate(name, index),
                    _("begin each entry with the line [[{key}]]").format(key=name),
                )

    def _network(self, table: Any) -> Network:
        if not isinstance(table, dict):
            self._error(
                "wrong-type",
                _('"{key}" is one entry').format(key="network"),
                self.locate("network"),
                _("begin it with the line [{key}]").format(key="network"),
            )
            return Network()
        self._note_unknown(table, NETWORK_FIELDS, "network")
        name, declaration, register = (self._text(table, key, "network") for key in NETWORK_FIELDS)
        return Network(name or "", declaration or "", register or None)

    def _round(self, table: Mapping[str, Any], index: int) -> Round:
        self._note_unknown(table, ROUND_FIELDS, "rounds", index)
        id_ = self._text(table, "id", "rounds", index, integers=True)
        if not id_:
            self._missing("id", "rounds", index, 'id = "2015"')
        signed = self._date_text(table, "signed", "rounds", index)
        cosigners = table.get("cosigners", [])
        if not isinstance(cosigners, list) or not all(isinstance(cosigner, str) for cosigner in cosigners):
            self._error(
                "wrong-type",
                _('"{key}" is a list of texts').format(key="cosigners"),
                self.locate("rounds", index, "cosigners"),
                _("write it as: {example}").format(example='cosigners = ["…", "…"]'),
            )
            cosigners = []
        return Round(
            id_ or "",
            self._text(table, "name", "rounds", index) or "",
            (self._date(signed, "rounds", index, "signed") if signed else None) or UNKNOWN.known_on(self.today),
            tuple(cosigners),
            *(self._text(table, key, "rounds", index) or None for key in ("note", "source")),
        )

    def _members(self, data: Mapping[str, Any]) -> Iterator[Member]:
        """Yield the members in the order of the file: runs of the usual shape as scanned, the others as parsed."""
        index = 0
        runs = iter(self.runs)
        for _number, table in self._tables(data, "members"):
            run = next(runs, None)
            if run is None:
                yield self._member(self._member_fields(table, index), index)
                index += 1
                continue
            run.reverse()
            while run:
                members = self._usual_members(run.pop(), index)
                index += len(members)
                yield from members

    def _usual_members(self, block: Block, index: int) -> list[Member]:
        """Return the members that usual entries say; all at once, unless there is a problem with one of them."""
        names, keys, kinds, rounds, signed, left, notes, sources = zip(*block, strict=True)
        known = {**self.rounds, "": NO_ROUND}
        try:
            if None in rounds and (None, None) in zip(rounds, signed, strict=True):
                raise KeyError  # neither a round nor a date
            their_rounds = [known[id_ or ""] for id_ in rounds]
            own_dates = [self.dates[text] for text in signed]
            days_left = [self.dates[text] for text in left]
        except KeyError:
            return [self._member(fields, index + place) for place, fields in enumerate(block)]
        block.clear()  # each row makes room for the member that comes of it, since a large list takes much memory
        # What calling the class comes to, without its detour through Python for each of them.
        rows = zip(names, their_rounds, keys, kinds, own_dates, days_left, notes, sources, strict=True)
        return list(map(tuple.__new__, itertools.repeat(Member), rows))

    def _member_fields(self, table: Mapping[str, Any], index: int) -> tuple[str | None, ...]:
        self._note_unknown(table, FIELDS, "members", index)
        return tuple(
            self._date_text(table, key, "members", index)
            if key in ("signed", "left")
            else self._text(table, key, "members", index, integers=key in ("round", "key"))
            for key in FIELDS
        )

    def _member(self, fields: tuple[str | None, ...], index: int) -> Member:
        name, key, kind, round_id, signed, left, note, source = fields
        if not name or name.isspace():
            self._missing("name", "members", index, 'name = "Witten"')
        return Member(
            name or "",
            self.rounds.get(round_id or "") or self._other_round(round_id, index, is_dated=bool(signed)),
            key or None,
            kind or None,
            self._date(signed, "members", index, "signed") if signed else None,
            self._date(left, "members", index, "left") if left else None,
            note or None,
            source or None,
        )

    def _other_round(self, id_: str | None, index: int, *, is_dated: bool) -> Round:
        if not id_ and is_dated:
            return NO_ROUND
        if not id_:
            outside = _('or, where it signed outside of a round, when: signed = "2015"')
            self._missing("round", "members", index, 'round = "2015"', outside)
        else:
            known = ", ".join(self.rounds)
            remedies = [
                _("known rounds: {rounds}").format(rounds=known) if known else _("this ledger has no rounds yet")
            ]
            starts = self.layout.scan.starts
            if "members" in starts and (not known or "rounds" in starts):  # not where they are written inline
                remedies.append(_("add it with two lines: {lines}").format(lines=f'[[rounds]] id = "{id_}"'))
            self._error(
                "unknown-round",
                _('round "{id}" is not in this ledger').format(id=id_),
                self.locate("members", index, "round"),
                *remedies,
            )
        return Round(id_ or "")

    def _missing(self, key: str, table: str, index: int, example: str, *remedies: str) -> None:
        if (table, index, key) in self.unreadable:
            return
        self._error(
            f"missing-{key}",
            _('this entry has no "{key}"').format(key=key),
            self.locate(table, index, key),
            _("add a line such as: {example}").format(example=example),
            *remedies,
        )

    def _text(
        self, table: Mapping[str, Any], key: str, where: str, index: int = 0, *, integers: bool = False
    ) -> str | None:
        value = table.get(key)
        if value is None or isinstance(value, str):
            return value
        if integers and type(value) is int:
            return str(value)
        self.unreadable.add((where, index, key))
        self._error(
            "wrong-type",
            _('"{key}" is a text').format(key=key),
            self.locate(where, index, key),
            _('put it in quotes: {key} = "…"').format(key=key),
        )
        return None

    def _date_text(self, table: Mapping[str, Any], key: str, where: str, index: int) -> str | None:
        value = table.get(key)
        if value is None or isinstance(value, str):
            return value
        if type(value) is datetime.date:
            return value.isoformat()
        if type(value) is int:
            return str(value)
        self._error(
            "wrong-type",
            _('"{key}" is a date').format(key=key),
            self.locate(where, index, key),
            date_forms(),
        )
        return None

    def _date(self, text: str, where: str, index: int, key: str) -> Date | None:
        """Return the date written so; a period that contains today ends today."""
        with contextlib.suppress(KeyError):
            return self.dates[text]
        try:
            date = Date.parse(text).known_on(self.today)
        except NotADate as error:
            self._error("impossible-date", str(error), self.locate(where, index, key), date_remedy(key, error))
            return None
        place, today = self.locate(where, index, key), Date.of_day(self.today)
        if date.earliest - self.today <= _AHEAD:
            self.problems.append(
                Problem(
                    "date-of-tomorrow",
                    _("{date} is tomorrow: today is {today}").format(date=date, today=today),
                    place,
                    (_("correct the date, or wait: the clock or time zone of this computer may be behind"),),
                    Severity.WARNING,
                )
            )
            return date
        self._error(
            "future-date",
            _("{date} is in the future: today is {today}").format(date=date, today=today),
            place,
            _("the ledger holds what has happened: correct the date, or enter it when the day has come"),
        )
        return date


def date_remedy(key: str, error: NotADate) -> str:
    """Return what to write instead: the very line where the text is a date in another form, else the forms."""
    try:
        date = Date.parse_typed(error.text)
    except NotADate:
        return date_forms()
    return _("write: {line}").format(line=f"{key} = {date.as_toml}")


def date_forms() -> str:
    """Return the remedy for an unreadable date: the forms that ledgers and command lines take."""
    return _('dates are written 2012-12-05, "2012-12", "2012", or "2013-10..2016-06" for some time between')


def _can_be_compared(value: object) -> bool:
    """Whether an edit could prove that it kept the value: Python writes out no number of thousands of digits."""
    try:
        repr(value)
    except ValueError:
        return False
    return True


def _nearest(key: str, known: Sequence[str]) -> str | None:
    """Return the known key that this one nearly spells: one slip of the finger away, two in a long word."""
    from rapidfuzz.distance import OSA

    near = min(known, key=lambda name: OSA.distance(key.casefold(), name))
    return near if OSA.distance(key.casefold(), near) <= (1 if len(near) < 8 else 2) else None
