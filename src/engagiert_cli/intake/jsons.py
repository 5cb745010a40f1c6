"""JSON and NDJSON as `list` writes them."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING, Any

from engagiert_cli.errors import Hint, Place, Refusal
from engagiert_cli.intake.columns import meaning
from engagiert_cli.intake.listing import CELLS, Cell, Listing, Record, TooLarge, Unread, shown, within_limits
from engagiert_cli.language import _
from engagiert_cli.ledger.members import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator


def read(text: str, path: str) -> Listing:
    """Read a list of objects, or one object per line. Raises `Refusal` where it is neither."""
    try:
        if 2 * sum(map(text.count, "[{,")) > CELLS:
            raise TooLarge
        numbered = _numbered(text, path)
    except (ValueError, RecursionError) as error:
        message = _("{path} is not valid JSON: {reason}").format(path=path, reason=str(error)[:200])
        raise Refusal(message, (_("save its list as .csv, .xlsx or .json"),)) from None

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


def _numbered(text: str, path: str) -> list[tuple[int, Any]]:
    """Return the objects with their numbers or lines: of a list, of one in an object, or one per line."""
    try:
        value = _parsed(text) if text.strip() else []
    except ValueError:
        lines = [(row, line) for row, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) < 2 or not lines[0][1].rstrip().endswith("}"):
            raise
        return [(row, _parsed(line, row)) for row, line in lines]
    if isinstance(value, dict):
        lists = list(_lists(value))
        if len(lists) > 1:
            message = _("{path} has several lists: {lists}").format(
                path=path, lists=", ".join(key for key, _l in lists)
            )
            raise Refusal(message, (_("save the one that is meant in a file of its own"),))
        value = lists[0][1] if lists else [value]
    values = value if isinstance(value, list) else [value]
    return list(enumerate(map(_fields, values), 1))


def _fields(value: Any) -> Any:
    """Return the fields of an entry: a bare text is a name, and those of a place on a map are inside of it."""
    if isinstance(value, dict) and value.get("type") == "Feature":
        return value.get("properties")
    return {"name": value} if isinstance(value, str) else value


def _lists(value: dict[str, Any], called: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Yield the lists in an object, however deep, by their keys: lists of objects, or objects that have keys."""
    if value and all(isinstance(each, dict) and _says(each) for each in value.values()):
        yield called, [{"#": key, **each} for key, each in value.items()]
        return
    for key, each in value.items():
        if isinstance(each, dict):
            yield from _lists(each, key)
        elif isinstance(each, list) and (isinstance(each[0], dict) if each else not _says(value)):
            yield key, each


def _says(fields: dict[str, Any]) -> bool:
    """Whether an object says something of a member itself, and does not only hold lists."""
    return any(meaning(key) and not isinstance(value, list | dict) for key, value in fields.items())


def _parsed(text: str, row: int = 0) -> Any:
    """Return the values, with numbers as they are written, since here they are rounds, years and keys."""
    try:
        return json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        message = f"{error.msg}: line {row or error.lineno} column {error.colno}"
        raise ValueError(message) from None


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value
    if isinstance(value, list | dict):
        text = json.dumps(value, ensure_ascii=False)
        return Unread(text, _("several values where one belongs"), (_("write them as one text"),))
    return "" if value is None else json.dumps(value)
