"""Where things are in a ledger's text: sections, their fields and the comments beside them.

It knows only as much TOML as that needs: headers, keys, and where a value ends (multi-line strings, nested arrays).
Whether a text is valid TOML, the parser decides; for one that is not, the answers here are merely harmless.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, cached_property
from typing import TYPE_CHECKING

from engagiert_cli.errors import Place
from engagiert_cli.lazy import NamedTuple

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterator

_BASIC = r'"(?!"")(?>(?:[^"\\\n]++|\\.)*)"'
_LITERAL = r"'(?!'')[^'\n]*+'"
_LONG_BASIC = r'"""(?>(?:[^"\\]++|\\.|"{1,2}+(?!"))*)"{3,5}+'
_LONG_LITERAL = r"'''(?>(?:[^']++|'{1,2}+(?!'))*)'{3,5}+"
STRING = f"(?s:{_LONG_BASIC}|{_LONG_LITERAL}|{_BASIC}|{_LITERAL})"
"""The pattern of a string of any kind."""
_PART = rf"(?:[A-Za-z0-9_-]++|{_BASIC}|{_LITERAL})"
_DOTTED = rf"{_PART}(?>(?:[ \t]*+\.[ \t]*+{_PART})*)"
_SIMPLE_VALUE = rf"(?:{_BASIC}|{_LITERAL}|[^\s\"'\[{{#][^\"'\[{{#\n]*+)"
_SIMPLE_LINES = rf"(?>(?:[ \t]*+(?>(?:{_PART}[ \t]*+=[ \t]*+{_SIMPLE_VALUE}[ \t]*+)?)(?>(?:\#[^\n]*+)?)\r?\n)*)"
_HEADER = rf"[ \t]*+(\[\[?+)[ \t]*+({_DOTTED})[ \t]*+\]\]?+[ \t\r]*+(?>(?:\#[^\n]*+)?)(?:\n|\Z)"
_KEY = rf"[ \t]*+({_DOTTED})[ \t]*+=[ \t]*+"
_COMMENT = r"[ \t]*+\#[^\n]*+(?:\n|\Z)"
_SCALAR = r"[^#\n]*+"
_NESTED = rf"(?s:(?P<open>[\[{{])|(?P<close>[\]}}])|(?:{STRING}|\#[^\n]*+|[^\[\]{{}}\"'\#]++|[\"'].*+))"

# Compiled on first use, since few commands need it.
_compiled = cache(re.compile)


class Entry(NamedTuple):
    """One `key = value` of a section. Offsets into the text: its line, key and value; `end` is after its last line."""

    key: str
    start: int
    key_start: int
    key_end: int
    value_start: int
    value_end: int
    end: int


class Layout:
    """Where things are in a text, as character offsets; the text is scanned when first asked about."""

    def __init__(self, text: str, path: str, starts: dict[str, array[int]] | None = None) -> None:
        self.text = text
        self.path = path
        if starts:
            self.starts = starts
        self._asked: tuple[str, int] | None = None
        self._fields: dict[str, Entry] = {}

    @cached_property
    def starts(self) -> dict[str, array[int]]:
        """The offsets of the headers, by the name of the table; `""` is the part above the first header."""
        from array import array

        starts = {"": array("I", [0])}
        header = next_header(self.text, 0)
        while header:
            table, start, end = header
            starts.setdefault(table, array("I")).append(start)
            header = next_header(self.text, end)
        return starts

    def entries(self, table: str, index: int = 0) -> Iterator[Entry]:
        """Yield the fields of the section itself, in order, without those of tables below it."""
        for header, entry, _after in _stretches(self.text, self.header_end(table, index), len(self.text)):
            if header:
                return
            if entry:
                yield entry

    def comments_in(self, entry: Entry) -> Iterator[str]:
        """Yield the comments within the value, which only an array of several lines can have."""
        for token in _compiled(_NESTED).finditer(self.text, entry.value_start, entry.value_end):
            if token[0].startswith("#"):
                yield token[0].rstrip()

    def array(self, table: str) -> Entry | None:
        """Return the inline array that holds all entries of the table, or None where they are sections."""
        return next((entry for entry in self.entries("") if entry.key == table), None)

    def header_end(self, table: str, index: int = 0) -> int:
        """Return the offset after the section's header line; the part above the first header has none."""
        start = self.starts[table][index]
        header = _header_at(self.text, start) if table else None
        return header.end() if header else start

    def content_end(self, table: str, index: int = 0) -> int:
        """Return the offset after the section's last line that is neither blank nor a comment.

        It ends before the next header; but a `[members.more]` belongs to the entry above it.
        """
        end = start = self.starts[table][index]
        for header, entry, after in _stretches(self.text, start, len(self.text)):
            if header and header.start() > start and not (table and _dotted(header[2]).startswith(f"{table}.")):
                break
            if header or entry:
                end = after
        return end

    def entry_end(self, table: str, index: int = 0) -> int:
        """Return the offset after the section and the comment lines right below it that do not belong to the next."""
        content_end = position = self.content_end(table, index)
        while comment := _compiled(_COMMENT).match(self.text, position):
            position = comment.end()
        return content_end if _header_at(self.text, position) else position

    def lead_start(self, start: int) -> int:
        """Return where the comment lines right above the offset begin; they belong to what follows them."""
        sections = ((name, bisect_left(begins, start) - 1) for name, begins in self.starts.items())
        above = [(self.starts[name][index], name, index) for name, index in sections if index >= 0]
        # The last line of a multi-line string may look like a comment.
        content_end = self.content_end(*max(above)[1:]) if above else 0
        while start > content_end:
            line_start = self.text.rfind("\n", 0, start - 1) + 1
            if not _compiled(_COMMENT).fullmatch(self.text, line_start, start):
                break
            start = line_start
        return start

    def place(self, start: int, end: int = 0) -> Place:
        """Return the place from `start` to `end`, cut to its first line."""
        line_start = self.text.rfind("\n", 0, start) + 1
        line_end = self.text.find("\n", start)
        excerpt = self.text[line_start : line_end if line_end >= 0 else len(self.text)].removesuffix("\r")
        width = max(1, min(end, line_start + len(excerpt.rstrip())) - start)
        return Place(self.path, self.line_at(start), start - line_start + 1, excerpt, width)

    def locate(self, table: str, index: int = 0, key: str = "", *, name: bool = False) -> Place:
        """Return the place of a field's value (with `name`, of its name), else of the header that it belongs under."""
        if len(self.starts.get(table, ())) <= index:
            key, table, index = table, "", 0  # written inline, above the first header
        entry = self._entry(table, index, key)
        if entry:
            return self.place(*((entry.key_start, entry.key_end) if name else (entry.value_start, entry.value_end)))
        start = self.starts[key if table == "" and key in self.starts else table][index]
        return self.place(start, len(self.text))

    def _entry(self, table: str, index: int, key: str) -> Entry | None:
        """Return the field of the section; one called `x.y` is found as `x`, too."""
        if self._asked != (table, index):  # cached, since there may be many problems
            self._asked, self._fields = (table, index), {}
            for entry in self.entries(table, index):
                name = entry.key
                while name:
                    self._fields.setdefault(name, entry)
                    name = name.rpartition(".")[0]
        return self._fields.get(key, self._fields.get(f'"{key}"'))

    def line_at(self, offset: int) -> int:
        """Return the number of the line at the offset."""
        return bisect_left(self._line_ends, offset) + 1

    @cached_property
    def _line_ends(self) -> list[int]:
        return [end.start() for end in re.finditer("\n", self.text)]


def next_header(text: str, position: int) -> tuple[str, int, int] | None:
    """Return the next table's name from a line start on, and where its header starts and ends; values are skipped."""
    while position < len(text):
        simple = _compiled(_SIMPLE_LINES).match(text, position)
        position = simple.end() if simple else position
        header, _entry, position = next(_stretches(text, position, len(text)), (None, None, position))
        if header:
            return _dotted(header[2]), header.start(), position
    return None


def _header_at(text: str, position: int) -> re.Match[str] | None:
    return _compiled(_HEADER).match(text, position)


def _stretches(text: str, position: int, end: int) -> Iterator[tuple[re.Match[str] | None, Entry | None, int]]:
    """Yield the headers, the fields and the other lines, each with where it ends."""
    while position < end:
        header = _header_at(text, position)
        entry = None if header else _entry_at(text, position)
        position = header.end() if header else entry.end if entry else _after_line(text, position)
        yield header, entry, position


def _entry_at(text: str, position: int) -> Entry | None:
    key = _compiled(_KEY).match(text, position)
    if not key:
        return None
    end = _value_end(text, key.end())
    return Entry(_dotted(key[1]), position, key.start(1), key.end(1), key.end(), end, _after_line(text, end))


def _value_end(text: str, position: int) -> int:
    string = _compiled(STRING).match(text, position)
    if string:
        return string.end()
    if text[position : position + 1] not in ("[", "{"):
        scalar = _compiled(_SCALAR).match(text, position)
        assert scalar is not None  # the pattern matches the empty string, too
        return position + len(scalar[0].rstrip())
    depth = 0
    for token in _compiled(_NESTED).finditer(text, position):
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth -= 1
            if not depth:
                return token.end()
    return len(text)


def _after_line(text: str, position: int) -> int:
    return text.find("\n", position) + 1 or len(text)


def _dotted(key: str) -> str:
    """Return the parts of a key without their quotes, but where one has a dot itself."""
    return key if key.isidentifier() else ".".join(map(_unquoted, _compiled(_PART).findall(key)))


def _unquoted(part: str) -> str:
    if part[0] not in "\"'":
        return part
    import tomli

    try:
        (name,) = tomli.loads(f"{part} = 0")
    except tomli.TOMLDecodeError:
        return part
    return f'"{name}"' if "." in name else str(name)
