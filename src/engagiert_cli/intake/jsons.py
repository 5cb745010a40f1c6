"""JSON and NDJSON as `list` writes them."""

from __future__ import annotations

import json
from itertools import chain
from typing import Any

from engagiert_cli.errors import Hint, Place, Refusal
from engagiert_cli.intake.listing import CELLS, Cell, Listing, Record, TooLarge, Unread, shown, within_limits
from engagiert_cli.language import _
from engagiert_cli.ledger.members import FIELDS

_DIGITS = 40  # of the longest number that can be meant


def read(text: str, path: str) -> Listing:
    """Read a list of objects, or one object per line. Raises `Refusal` where it is neither."""
    try:
        if 2 * sum(map(text.count, "[{,")) > CELLS:
            raise TooLarge
        numbered = _numbered(text)
    except (ValueError, RecursionError) as error:
        raise Refusal(_("{path} is not valid JSON: {reason}").format(path=path, reason=str(error)[:200])) from None

    def place(record: Record, index: int) -> Place:
        return shown(path, record, index, _("entry {number}").format(number=record.row))

    for row, fields in numbered:
        if not isinstance(fields, dict):
            message = _("{path} is not a list of objects: see entry {row}").format(path=path, row=row)
            example = Hint(_("it should look like what this writes: {command}"), "list", options={"format": "json"})
            raise Refusal(message, (example,))
    header = tuple(dict.fromkeys(key for _row, fields in numbered for key in fields)) or FIELDS
    records = (Record(row, tuple([_cell(fields.get(key)) for key in header])) for row, fields in numbered)
    return Listing(path, within_limits(chain([Record(0, header)], records)), place)


def _numbered(text: str) -> list[tuple[int, Any]]:
    """Return the objects with their numbers or lines: of a list, of one in an object, or one per line."""
    try:
        value = _parsed(text)
    except ValueError:
        lines = [(row, line) for row, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) < 2 or not lines[0][1].rstrip().endswith("}"):
            raise
        return [(row, _parsed(line)) for row, line in lines]
    if isinstance(value, dict):
        lists = [each for each in value.values() if isinstance(each, list) and each and isinstance(each[0], dict)]
        are_named = bool(value) and all(isinstance(each, dict) for each in value.values())
        value = lists[0] if len(lists) == 1 else list(value.values()) if are_named else [value]
    return list(enumerate(value if isinstance(value, list) else [value], 1))


def _parsed(text: str) -> Any:
    """Return the values, with numbers as they are written, since here they are rounds, years and keys."""
    return json.loads(text, parse_int=_number, parse_float=str)


def _number(digits: str) -> str | Unread:
    if len(digits) <= _DIGITS:
        return digits
    return Unread(f"{digits[:_DIGITS]}…", _("this number has {count} digits").format(count=len(digits.lstrip("-"))))


def _cell(value: Any) -> Cell:
    if isinstance(value, str | Unread):
        return value
    if isinstance(value, list | dict):
        text = json.dumps(value, ensure_ascii=False)
        return Unread(text, _("several values where one belongs"), (_("write them as one text"),))
    return "" if value is None else json.dumps(value)
