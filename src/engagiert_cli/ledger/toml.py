"""Parsing TOML, with what stops the parser explained and located."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import tomli

from engagiert_cli.errors import LedgerInvalid, Problem
from engagiert_cli.language import _
from engagiert_cli.ledger.dates import Date, NotADate
from engagiert_cli.ledger.scanner import STRING

if TYPE_CHECKING:
    from engagiert_cli.ledger.scanner import Layout

# Patterns not compiled yet: all but the first are needed only if something is wrong.
# A few thousand keys of many parts keep the parser busy for minutes; keys in a ledger have at most three.
_MANY_DOTS = r"\.(?:[^.\n]*+\.){31}"
_LONG_KEY = r"""(?<![A-Za-z0-9_-])(?:(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){32}"""
_CONFLICT = r"(?m)^(?:<<<<<<<|>>>>>>>|=======|\|\|\|\|\|\|\|)(?: [^\n]*)?\r?$"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DATE_LINE = r"""[ \t]*(?P<field>signed|left)[ \t]*=[ \t]*(?P<date>[^\s"'#][^"'#\n]*?)[ \t\r]*(?:#[^\n]*)?(?=\n|\Z)"""
_LONG_NUMBER = r"[0-9_]{4000}"
_DEEP_NESTING = r"(?:[\[{][^\[\]{}]*+){400}"


def parse(layout: Layout) -> dict[str, Any]:
    """Parse the text as TOML; raises `LedgerInvalid` with the problem that stops the parser."""
    text = layout.text
    may_be_long = re.search(_MANY_DOTS, text) and re.search(_LONG_KEY, text)
    long_key = _first(text, _LONG_KEY, or_text=True) if may_be_long else None
    if long_key is not None:
        raise LedgerInvalid([_problem("syntax", layout, long_key, _("a key with more than 32 parts"))])
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise LedgerInvalid([_named(layout, error)]) from None
    except RecursionError:
        found, message = re.search(_DEEP_NESTING, text), _("brackets nested too deeply")
    except ValueError:
        found, message = re.search(_LONG_NUMBER, text), _("a number that is too long")
    raise LedgerInvalid([_problem("syntax", layout, found.start() if found else 0, message)])


def _problem(code: str, layout: Layout, position: int, message: str, *remedies: str, end: int = 0) -> Problem:
    return Problem(code, message, layout.place(position, end), remedies)


def _named(layout: Layout, error: tomli.TOMLDecodeError) -> Problem:
    text = layout.text
    conflict = re.search(_CONFLICT, text)
    if conflict:
        remedies = [_("keep what is right in both versions and delete the marker lines <<<<<<<, =======, >>>>>>>")]
        if re.search(r"(?m)^\|{7}", text):
            remedies.append(
                _("delete ||||||| as well, with the lines down to =======: that is what both versions come from")
            )
        message = _("unresolved git merge conflict")
        return _problem("conflict-marker", layout, conflict.start(), message, *remedies, end=conflict.end())
    # Places behind a bare CR count from the parser's own copy, in which CRLF is one character: go by line and column.
    position = min(_offset(text, error.lineno, error.colno), len(text))
    day = re.match(_DAY, text[position : position + 10])
    if day and "date" in error.msg:
        message = _("there is no day {date}").format(date=day[0])
        remedy = _('correct the day, or write only what is known: "{month}" or "{year}"')
        remedy = remedy.format(month=day[0][:7], year=day[0][:4])
        return _problem("impossible-date", layout, position, message, remedy, end=position + day.end())
    date = _bare_date(layout, position)
    if date:
        return date
    if position == len(text):  # an unterminated string: its start is more helpful than the end of the file
        unclosed = _first(text, r"[\"'].*+")
        position = position if unclosed is None else unclosed
    found, remedy = _explanation(error.msg)
    return _problem("syntax", layout, position, found, *filter(None, [remedy]))


def _bare_date(layout: Layout, position: int) -> Problem | None:
    """Return the problem of the line at the position if its value is a date as people write it, without quotes."""
    line = re.compile(_DATE_LINE).match(layout.text, layout.text.rfind("\n", 0, position) + 1)
    if not line:
        return None
    start, end = line.span("date")
    try:
        date = Date.parse_typed(line["date"])
    except NotADate as error:
        return _problem("impossible-date", layout, start, str(error), end=end) if error.reason else None
    message = _('dates are not written as "{text}" here').format(text=line["date"])
    return _problem("syntax", layout, start, message, write_line(line["field"], date), end=end)


def write_line(key: str, date: Date) -> str:
    """Return the remedy for a date in another form: the line as it should be."""
    return _("write: {line}").format(line=f"{key} = {date.as_toml}")


def _first(text: str, wanted: str, *, or_text: bool = False) -> int | None:
    """Return where the pattern first matches outside strings and comments; with `or_text` it may match a string."""
    passed_over = rf"{STRING}|#[^\n]*+"
    found = rf"(?P<wanted>{wanted})"
    tokens = re.compile(f"{found}|{passed_over}" if or_text else f"{passed_over}|{found}", re.DOTALL)
    return next((match.start() for match in tokens.finditer(text) if match["wanted"]), None)


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _line in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1


def _explanation(message: str) -> tuple[str, str]:
    """Return the parser's message in words for somebody who edits a ledger, and the remedy."""
    not_closed = ("Unterminated string", "Expected \"'", r"Illegal character '\n'", r"Found invalid character '\n'")
    if message.startswith(not_closed):
        return _("unterminated string"), _('put the closing " at the end of the text, on the same line')
    if message == "Invalid value":
        return _("a value that cannot be read"), _('put texts in quotes: name = "Witten"')
    if message.startswith(("Cannot overwrite", "Duplicate inline table key")):
        return _("a field that this entry already has"), _("keep one of the two lines")
    if message.startswith(("Cannot declare", "Cannot redefine", "Cannot mutate")):
        return _("a table that is defined already"), _("entries of a list begin with double brackets: [[members]]")
    if message.startswith("Expected '='"):
        return _('no "=" after the name of a field'), _('write fields as: name = "Witten"')
    if message.startswith(("Expected ']", "Unclosed")):
        return _("unclosed bracket"), ""
    if message.startswith("Expected newline"):
        return _("more text after the value"), _('put texts in quotes, comments after "#"')
    if message.startswith(("Unescaped", "Invalid hex", "Escaped character")):
        return _("a backslash that means nothing here"), _(
            r"write \\ for a backslash, or put the text in single quotes"
        )
    if message.startswith(("Illegal character", "Found invalid character")):
        return _("a control character"), _("delete it")
    return _("this is not TOML"), _('a line is a field (name = "Witten"), a header ([[members]]) or a comment (# …)')
