"""Where things stand in a ledger's text: one scanner that serves quick reading, positions and edits.

It knows as much of TOML as that needs: headers, keys, and where a value ends (strings of several lines, nested
arrays). Whether a text is TOML at all is for the parser to say; on a text that is not, the scanner's answers are
merely harmless.

An entry of the usual shape (the one that this program writes: plain strings that are not empty, one field a line, in
the usual order) is read by one pattern. It matches only what the parser would read in the same way, and only from a
place where an entry starts; all else is left in `Scan.rest` for the parser.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

_PLAIN = r'[^"\\\x00-\x1f\x7f]++'
_LINE_END = r"\r?\n"
# Only bare days that exist in every year: 29 February is for the parser to judge.
_DAY = (
    "[1-9][0-9]{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)


def _quoted_or(bare: str) -> str:
    """Return a pattern for a plain string or the bare form; its group is the value without quotes."""
    return rf'"?+((?<="){_PLAIN}(?=")|(?<!")(?:{bare})(?!"))"?+'


_NUMBER_OR_TEXT = _quoted_or("[1-9][0-9]{0,8}")
_DATE = _quoted_or(f"{_DAY}|[1-9][0-9]{{3}}")
_USUAL_ENTRY = re.compile(
    rf"""\[\[members\]\]{_LINE_END}
    name\ =\ "(?!\s)({_PLAIN})"{_LINE_END}
    (?>(?:key\ =\ "({_PLAIN})"{_LINE_END})?)
    (?>(?:kind\ =\ "({_PLAIN})"{_LINE_END})?)
    (?>(?:round\ =\ {_NUMBER_OR_TEXT}{_LINE_END})?)
    (?>(?:signed\ =\ {_DATE}{_LINE_END})?)
    (?>(?:left\ =\ {_DATE}{_LINE_END})?)
    (?>(?:note\ =\ "({_PLAIN})"{_LINE_END})?)
    (?>(?:source\ =\ "({_PLAIN})"{_LINE_END})?)
    \n?+(?>(?:[ \t]*+(?>(?:\#[^\x00-\x08\x0a-\x1f\x7f]*+)?){_LINE_END})*)
    (?=\[|\Z)""",
    re.VERBOSE,
)

_BASIC = r'"(?!"")(?>(?:[^"\\\n]++|\\.)*)"'
_LITERAL = r"'(?!'')[^'\n]*+'"
_LONG_BASIC = r'"""(?>(?:[^"\\]++|\\.|"{1,2}+(?!"))*)"{3,5}+'
_LONG_LITERAL = r"'''(?>(?:[^']++|'{1,2}+(?!'))*)'{3,5}+"
_PART = rf"(?:[A-Za-z0-9_-]++|{_BASIC}|{_LITERAL})"
_DOTTED = rf"{_PART}(?>(?:[ \t]*+\.[ \t]*+{_PART})*)"
_SIMPLE_VALUE = rf"(?:{_BASIC}|{_LITERAL}|[^\s\"'\[{{#][^\"'\[{{#\n]*+)"
_SIMPLE_LINES = re.compile(
    rf"(?>(?:[ \t]*+(?>(?:{_PART}[ \t]*+=[ \t]*+{_SIMPLE_VALUE}[ \t]*+)?)(?>(?:\#[^\n]*+)?)\r?\n)*)"
)
_HEADER = re.compile(rf"[ \t]*+(\[\[?+)[ \t]*+({_DOTTED})[ \t]*+\]\]?+[ \t\r]*+(?>(?:\#[^\n]*+)?)(?:\n|\Z)")
_KEY = re.compile(rf"[ \t]*+({_DOTTED})[ \t]*+=[ \t]*+")
_COMMENT = re.compile(r"[ \t]*+\#[^\n]*+(?:\n|\Z)")
STRING = f"{_LONG_BASIC}|{_LONG_LITERAL}|{_BASIC}|{_LITERAL}"
"""The pattern of a string of any kind, for `re.DOTALL`."""
_STRING = re.compile(STRING, re.DOTALL)
_SCALAR = re.compile(r"[^#\n]*+")
_NESTED = re.compile(
    rf"(?P<open>[\[{{])|(?P<close>[\]}}])|(?:{STRING}|\#[^\n]*+|[^\[\]{{}}\"'\#]++|[\"'].*+)",
    re.DOTALL,
)

Usual: TypeAlias = "tuple[str | None, ...]"
"""What an entry of the usual shape says: the fields of a member in their order; None is nothing."""
Block: TypeAlias = "list[Usual]"
"""Some entries that stand one behind the other, and become members all at once."""
_BLOCK = 4096  # entries
_PATIENCE = 500  # unusual entries, before it counts whether they are more than half of all


class Run(NamedTuple):
    """Entries of the usual shape that stand one behind the other, where each starts, and where the last one ends."""

    blocks: list[Block]
    starts: array[int]
    end: int


class Entry(NamedTuple):
    """One `key = value` of a section. Offsets into the text: its line, key and value; `end` is behind its last line."""

    key: str
    start: int
    key_start: int
    key_end: int
    value_start: int
    value_end: int
    end: int


class Scan:
    """What one pass over the text found; offsets count characters from the start of the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: dict[str, array[int]] = {"": array("Q", [0])}
        """Where the headers stand, by the name of the table; `""` is the part above the first header."""
        self.runs: list[list[Block] | None] = []
        """For each `[[members]]` of `rest`, the usual entries that it stands for; None where it stands for itself."""
        self.rest = ""
        """The text with every run of usual entries cut down to one header: what remains for the parser."""
        self.spans: list[tuple[int, int]] = []
        """Where each of these runs starts and ends."""

    def section(self, table: str, index: int = 0) -> tuple[int, int]:
        """Return where the section starts and ends: at its header, and at the next or the end of the text.

        A `[members.more]` belongs to the entry above it.
        """
        start = self.starts[table][index]
        end = len(self.text)
        for name, begins in self.starts.items():
            following = bisect_right(begins, start)
            if following < len(begins) and not (table and name.startswith(f"{table}.")):
                end = min(end, begins[following])
        return start, end

    def entries(self, table: str, index: int = 0) -> Iterator[Entry]:
        """Yield the keys of the section itself, in their order (not those of tables below it)."""
        _start, end = self.section(table, index)
        position = self.header_end(table, index)
        while position < end and not _HEADER.match(self.text, position):
            entry = _entry_at(self.text, position)
            if entry:
                yield entry
            position = entry.end if entry else _after_line(self.text, position)

    def array(self, table: str) -> Entry | None:
        """Return the array that holds all entries of the table, where they are not written as sections."""
        return next((entry for entry in self.entries("") if entry.key == table), None)

    def header_end(self, table: str, index: int = 0) -> int:
        """Return the offset behind the section's header line; the part above the first header has none."""
        start = self.starts[table][index]
        return _header_end(self.text, start) if table else start

    def content_end(self, table: str, index: int = 0) -> int:
        """Return the offset behind the section's last line that is neither blank nor a comment."""
        position, end = self.section(table, index)
        content_end = position
        while position < end:
            found = _header_end(self.text, position) or _entry_end(self.text, position)
            position = found or _after_line(self.text, position)
            content_end = found or content_end
        return content_end

    def entry_end(self, table: str, index: int = 0) -> int:
        """Return the offset behind the section, with the comment lines right below that do not belong to the next."""
        content_end = position = self.content_end(table, index)
        while comment := _COMMENT.match(self.text, position):
            position = comment.end()
        return content_end if _HEADER.match(self.text, position) else position

    def lead_start(self, start: int) -> int:
        """Return where the comment lines right above the offset begin; they belong to what stands there."""
        sections = ((name, bisect_left(begins, start) - 1) for name, begins in self.starts.items())
        above = [(self.starts[name][index], name, index) for name, index in sections if index >= 0]
        # The last line of a text of several lines may look like a comment.
        content_end = self.content_end(*max(above)[1:]) if above else 0
        while start > content_end:
            line_start = self.text.rfind("\n", 0, start - 1) + 1
            if not _COMMENT.fullmatch(self.text, line_start, start):
                break
            start = line_start
        return start


def scan(text: str) -> Scan:
    """Find the sections of the text."""
    found = _scan(text, usual=False)
    assert found is not None  # only what is quick may be given up
    return found


def quick_scan(text: str) -> Scan | None:
    """Find the sections of the text, and read the entries of the usual shape.

    Returns None where that cannot be done safely (a table below an entry), or saves nothing (most are unusual).
    """
    return _scan(text, usual=True)


def _scan(text: str, *, usual: bool) -> Scan | None:
    result = Scan(text)
    starts = result.starts
    pieces: list[str] = []
    kept = position = unusual = 0
    while position < len(text):
        if usual and _USUAL_ENTRY.match(text, position):
            run = _usual_entries(text, position, len(text))
            pieces += (text[kept:position], "[[members]]\n")
            starts.setdefault("members", array("Q")).extend(run.starts)
            result.runs.append(run.blocks)
            result.spans.append((position, run.end))
            kept = position = run.end
            continue
        header = _HEADER.match(text, position)
        if header:
            name = header[2]
            path = name if name.isidentifier() else ".".join(map(_unquoted, re.findall(_PART, name)))
            begins = starts.setdefault(path, array("Q"))
            begins.append(position)
            if path == "members":
                result.runs.append(None)
                unusual += 1
                if usual and unusual > _PATIENCE + len(begins) // 2:
                    return None
            if usual and path.startswith("members."):
                return None
            position = header.end()
        simple = _SIMPLE_LINES.match(text, position)
        assert simple is not None  # it may be empty
        position = simple.end()
        if position < len(text) and not _HEADER.match(text, position):
            entry = _entry_at(text, position)
            position = entry.end if entry else _after_line(text, position)
    pieces.append(text[kept:])
    result.rest = "".join(pieces)
    return result


class Renewal(NamedTuple):
    """Usual entries that an edit has touched, read again: they are now in the place of those from `first` to `last`."""

    first: int
    last: int
    """The first entry that comes behind them, counted in the text before the edit."""
    blocks: list[Block]
    starts: array[int]
    grown: int
    """By how many characters what follows has moved."""

    def scan_of(self, text: str, before: Scan) -> Scan:
        """Return the scan of the edited text."""
        result = Scan(text)
        start = self.starts[0]
        for name, begins in before.starts.items():
            cut = bisect_right(begins, start) if name != "members" else self.last
            kept = begins[:cut] if name != "members" else begins[: self.first] + self.starts
            result.starts[name] = kept + array("Q", [position + self.grown for position in begins[cut:]])
        result.spans = [
            (run_start + (run_start > start) * self.grown, run_end + (run_end > start) * self.grown)
            for run_start, run_end in before.spans
        ]
        return result


def renewal(before: Scan, text: str, start: int, end: int) -> Renewal | None:
    """Look again at what stands between two offsets of a scanned text, now that it has become another text there.

    Returns None where that is not among usual entries, or does not consist of them any more. Else this says as much as
    a scan of the whole: a usual entry is found by nothing but what stands from its own start to the bracket behind it,
    so all others are still found where they were, and what remains for the parser is the same.
    """
    run_end = next((run_end for run_start, run_end in before.spans if run_start < start and end <= run_end), None)
    if run_end is None:
        return None
    begins = before.starts["members"]
    first, last = bisect_left(begins, start) - 1, bisect_left(begins, end)
    grown = len(text) - len(before.text)
    stop = (min(begins[last], run_end) if last < len(begins) else run_end) + grown
    run = _usual_entries(text, begins[first], stop)
    return Renewal(first, last, run.blocks, run.starts, grown) if run.end == stop else None


def _usual_entries(text: str, position: int, end: int) -> Run:
    """Return the entries of the usual shape that stand at the position, one behind the other."""
    blocks: list[Block] = []
    rows: list[Usual] = []
    said: dict[str | None, str | None] = {}
    starts = array("Q")
    for match in _USUAL_ENTRY.finditer(text, position, end):
        if match.start() != position:
            break
        rows.append(match.groups())
        starts.append(position)
        position = match.end()
        if len(rows) == _BLOCK:
            blocks.append(_sharing(rows, said))
            rows = []
    if rows:
        blocks.append(_sharing(rows, said))
    return Run(blocks, starts, position)


def _sharing(rows: Block, said: dict[str | None, str | None]) -> Block:
    """Return the same rows with each round and date kept once (`said`), since many entries share them."""
    names, keys, kinds, *shared, notes, sources = zip(*rows, strict=True)
    rounds, signed, left = (map(said.setdefault, column, column) for column in shared)
    return list(zip(names, keys, kinds, rounds, signed, left, notes, sources, strict=True))


def _header_end(text: str, position: int) -> int:
    header = _HEADER.match(text, position)
    return header.end() if header else 0


def _entry_end(text: str, position: int) -> int:
    entry = _entry_at(text, position)
    return entry.end if entry else 0


def _entry_at(text: str, position: int) -> Entry | None:
    key = _KEY.match(text, position)
    if not key:
        return None
    value_end = _value_end(text, key.end())
    return Entry(
        ".".join(map(_unquoted, re.findall(_PART, key[1]))),
        position,
        key.start(1),
        key.end(1),
        key.end(),
        value_end,
        _after_line(text, value_end),
    )


def _value_end(text: str, position: int) -> int:
    string = _STRING.match(text, position)
    if string:
        return string.end()
    if text[position : position + 1] not in ("[", "{"):
        scalar = _SCALAR.match(text, position)
        assert scalar is not None  # it may be empty
        return position + len(scalar[0].rstrip())
    depth = 0
    for token in _NESTED.finditer(text, position):
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth -= 1
            if not depth:
                return token.end()
    return len(text)


def _after_line(text: str, position: int) -> int:
    return text.find("\n", position) + 1 or len(text)


def _unquoted(part: str) -> str:
    if part[0] not in "\"'":
        return part
    import tomli

    try:
        (name,) = tomli.loads(f"{part} = 0")
    except tomli.TOMLDecodeError:
        return part
    return str(name)
