"""Faster reading of large ledgers. Without this module the program is slower, and just as right.

An entry of the usual shape (the one that this program writes: plain strings that are not empty, one field a line, in
the usual order) is read by one pattern. It matches only what the parser would read in the same way, and only from a
place where an entry starts; what lies between such entries is left to the parser.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from engagiert_cli.errors import LedgerInvalid
from engagiert_cli.ledger.checks import found_in, rounds_to_mend
from engagiert_cli.ledger.dates import Date
from engagiert_cli.ledger.members import FIELDS, NO_ROUND, Member, entries_called
from engagiert_cli.ledger.reading import TableReader, TomlTable
from engagiert_cli.ledger.scanner import Layout, next_header
from engagiert_cli.ledger.toml import parse
from engagiert_cli.text import fold

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from engagiert_cli.errors import Problem
    from engagiert_cli.ledger.document import Document

_PLAIN = r'[^"\\\x00-\x1f\x7f]++'
_LINE_END = r"\r?\n"
# Only days that exist in every year: the parser judges 29 February.
_DAY = (
    "[1-9][0-9]{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)


def _quoted_or(bare: str) -> str:
    """Return a pattern for a plain string or the bare form; its group is the value without quotes."""
    return rf'"?+((?<="){_PLAIN}(?=")|(?<!")(?:{bare})(?!"))"?+'


_DATE = _quoted_or(f"{_DAY}|[1-9][0-9]{{3}}")
_USUAL_ENTRY = re.compile(
    rf"""\[\[members\]\]{_LINE_END}
    name\ =\ "(?!\s)({_PLAIN})"{_LINE_END}
    (?>(?:key\ =\ "({_PLAIN})"{_LINE_END})?)
    (?>(?:kind\ =\ "({_PLAIN})"{_LINE_END})?)
    (?>(?:round\ =\ {_quoted_or("[1-9][0-9]{0,8}")}{_LINE_END})?)
    (?>(?:signed\ =\ {_DATE}{_LINE_END})?)
    (?>(?:left\ =\ {_DATE}{_LINE_END})?)
    (?>(?:note\ =\ "({_PLAIN})"{_LINE_END})?)
    (?>(?:source\ =\ "({_PLAIN})"{_LINE_END})?)
    \n?+(?>(?:[ \t]*+(?>(?:\#[^\x00-\x08\x0a-\x1f\x7f]*+)?){_LINE_END})*)
    (?=\[|\Z)""",
    re.VERBOSE,
)
_BLOCK = 40  # entries; with so few, the members made of them can reuse the memory of their raw values
_PATIENCE = 500  # unusual entries, before they are compared with the number of all

Block: TypeAlias = "list[tuple[str | None, ...]]"
"""Consecutive entries of the usual shape, by column: for each field, its value in each entry, or None."""


class Run(NamedTuple):
    """Consecutive entries of the usual shape, where each starts, and where the last one ends."""

    blocks: list[Block]
    starts: array[int]
    end: int


def read(text: str, path: str, today: datetime.date) -> tuple[Document, list[Problem]] | None:
    """Return the document and its problems; None where the parser has to read it all."""
    found = scan(text, path)
    if found is None:
        return None
    layout, rest, runs = found
    reader = _Reader(layout, today)
    reader.runs = iter(runs)
    try:
        return reader.document(parse(Layout(rest, path))), reader.problems
    except LedgerInvalid:
        return None  # the parser must see the whole text to locate the problem


def reread(before: Document, text: str, start: int, end: int) -> Document | None:
    """Return the document of a text that differs from that `before` only where that had `start` to `end`.

    Returns None where more than the touched entries must be read, or something is odd. A usual entry is recognized by
    the text from its own start to the next bracket alone, so all others are found as before, and what remains for the
    parser is the same. All entries of the touched bodies are checked.
    """
    found = None if before.extras or before.warnings else touched(before.layout, text, start, end)
    if found is None:
        return None
    layout, first, last, blocks = found
    reader = _Reader(layout, before.today)
    reader.rounds = before.ledger.rounds_by_id
    renewed = [member for block in blocks for member in reader.usual_members(block, first)]
    members = (*before.ledger.members[:first], *renewed, *before.ledger.members[last:])
    edited = before._replace(layout=layout, ledger=before.ledger._replace(members=members))
    keys, names = {member.key for member in renewed if member.key}, {fold(member.name) for member in renewed}
    near = tuple(members[index] for index in entries_called(members, names, keys))
    odd = reader.problems or any(found_in(edited._replace(ledger=edited.ledger._replace(members=near))))
    return None if odd or any(rounds_to_mend(edited)) else edited


class _Reader(TableReader):
    """Reads the usual entries of a block together, unless one of them has a problem."""

    runs: Iterator[list[Block] | None]
    """For each `[[members]]` that the parser saw, the usual entries that it stands for; None for an unusual entry."""

    def __init__(self, layout: Layout, today: datetime.date) -> None:
        super().__init__(layout, today)
        self._dates = cache(partial(_usual_date, today))  # members share dates; a method would keep the text alive

    def members(self, tables: Iterable[TomlTable]) -> Iterator[Member]:
        index = 0
        for table in tables:
            run = next(self.runs, None)
            if run is None:
                yield self.member(table._replace(number=index))
                index += 1
                continue
            run.reverse()
            while run:
                members = self.usual_members(run.pop(), index)
                index += len(members)
                yield from members

    def usual_members(self, block: Block, index: int) -> list[Member]:
        """Return the members of usual entries, the first of which has the index."""
        names, keys, kinds, ids, signed, left, notes, sources = block
        try:
            if None in ids and (None, None) in zip(ids, signed, strict=True):
                raise KeyError  # neither a round nor a date
            rounds = [self.rounds[id_] if id_ else NO_ROUND for id_ in ids]
            own, ends = (list(map(self._dates, column)) for column in (signed, left))
        except (KeyError, ValueError):
            rows = (dict(zip(FIELDS, row, strict=True)) for row in zip(*block, strict=True))
            return [self.member(TomlTable(row, "members", index + place)) for place, row in enumerate(rows)]
        return list(map(Member._make, zip(names, rounds, keys, kinds, own, ends, notes, sources, strict=True)))


def _usual_date(today: datetime.date, text: str | None) -> Date | None:
    """Return the date; raises `ValueError` where it is wrong."""
    date = Date.parse(text).known_on(today) if text else None
    if date and date.earliest > today:
        raise ValueError(text)
    return date


def scan(text: str, path: str) -> tuple[Layout, str, list[list[Block] | None]] | None:
    """Find the sections of the text, and read the entries of the usual shape.

    Also returns the rest for the parser, in which one header stands for each run of usual entries, and for each such
    header the run. Returns None where that is not safe (a table below an entry) or saves nothing (most are unusual).
    """
    starts = {"": array("I", [0])}
    runs: list[list[Block] | None] = []
    pieces: list[str] = []
    said: dict[str | None, str | None] = {}
    kept = unusual = 0
    header = next_header(text, 0)
    while header:
        table, position, end = header
        run = _run(text, position, len(text), said)
        if run.starts:
            pieces += (text[kept:position], "[[members]]\n")
            starts.setdefault("members", array("I")).extend(run.starts)
            runs.append(run.blocks)
            kept = run.end
        else:
            starts.setdefault(table, array("I")).append(position)
            if table == "members":
                runs.append(None)
                unusual += 1
            if table.startswith("members.") or unusual > _PATIENCE + len(starts.get("members", ())) // 2:
                return None
        header = next_header(text, run.end or end)
    return Layout(text, path, starts), "".join((*pieces, text[kept:])), runs


def touched(before: Layout, text: str, start: int, end: int) -> tuple[Layout, int, int, list[Block]] | None:
    """Look again at a text that has changed between two offsets.

    Returns the new layout, the range of entries that are replaced, and the entries read anew. Returns None where that
    is not among usual entries, or no longer consists of them.
    """
    begins = before.starts.get("members", array("I"))
    first, last = bisect_left(begins, start) - 1, bisect_left(begins, end)
    if first < 0:
        return None
    here, grown = begins[first], len(text) - len(before.text)
    stop = _run(before.text, here, begins[last] if last < len(begins) else len(before.text), {}).end
    run = _run(text, here, stop + grown, {})
    if stop < end or run.end != stop + grown:
        return None
    starts = {}
    for name, places in before.starts.items():
        is_here = name == "members"
        cut = last if is_here else bisect_right(places, here)
        kept = places[:first] + run.starts if is_here else places[:cut]
        starts[name] = kept + array("I", [place + grown for place in places[cut:]])
    return Layout(text, before.path, starts), first, last, run.blocks


def _run(text: str, position: int, end: int, said: dict[str | None, str | None]) -> Run:
    """Return the consecutive entries of the usual shape at the position.

    `said` keeps each round and date once, since many entries share them.
    """
    blocks: list[Block] = []
    rows: list[tuple[str | None, ...]] = []
    starts = array("I")
    while match := _USUAL_ENTRY.match(text, position, end):
        rows.append(match.groups())
        starts.append(position)
        position = match.end()
        if len(rows) == _BLOCK:
            blocks.append(_sharing(rows, said))
            rows = []
    if rows:
        blocks.append(_sharing(rows, said))
    return Run(blocks, starts, position if starts else 0)


def _sharing(rows: list[tuple[str | None, ...]], said: dict[str | None, str | None]) -> Block:
    names, keys, kinds, *shared, notes, sources = zip(*rows, strict=True)
    return [names, keys, kinds, *(tuple(map(said.setdefault, column, column)) for column in shared), notes, sources]
