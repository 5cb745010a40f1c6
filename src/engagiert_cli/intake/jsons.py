"""JSON and NDJSON as `list` writes them."""

from __future__ import annotations

import json
from typing import Any

from engagiert_cli.errors import Refusal
from engagiert_cli.intake.listing import Listing, Record
from engagiert_cli.language import _


def read(data: bytes, path: str) -> Listing:
    """Read a list of objects, or objects a line each. Raises `Refusal` where it is neither."""
    try:
        text = data.decode("utf-8-sig")
        if text.lstrip().startswith("["):
            numbered = list(enumerate(json.loads(text), 1))
        else:
            numbered = [(row, json.loads(line)) for row, line in enumerate(text.split("\n"), 1) if line.strip()]
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise Refusal(_("{path} is no JSON: {reason}").format(path=path, reason=str(error)[:200])) from None
    header = list(dict.fromkeys(key for _row, fields in numbered if isinstance(fields, dict) for key in fields))
    records = [Record(0, tuple(header))]
    for row, fields in numbered:
        if not isinstance(fields, dict):
            raise Refusal(
                _("{path} is no list of objects: entry {row} is another thing").format(path=path, row=row),
                (_("it should look like what this writes: {command}").format(command="engagiert list --format json"),),
            )
        records.append(Record(row, tuple([_cell(fields.get(key)) for key in header])))
    return Listing(path, tuple(records))


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)
