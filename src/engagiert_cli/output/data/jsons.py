"""JSON, NDJSON and GeoJSON: the exact data, in text that does nothing to the terminal it is shown on."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _
from engagiert_cli.ledger.dates import Date
from engagiert_cli.reports.table import Audience

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from engagiert_cli.reports.table import Cell, Table

_ODD = re.compile(r"[^\x20-\x7e]")


def write_json(table: Table, out: TextIO) -> None:
    """Write the rows as one list of objects, a field a line."""
    if not table.rows:
        out.write("[]\n")
        return
    # By hand, because the library writes indented JSON several times slower than this.
    rows = _objects(table, "  {{\n    {}\n  }}", ",\n    ", "[\n      {}\n    ]", ",\n      ")
    out.write("[\n")
    out.writelines(chain((next(rows),), chain.from_iterable((",\n", row) for row in rows)))
    out.write("\n]\n")


def write_ndjson(table: Table, out: TextIO) -> None:
    """Write the rows as objects, one a line."""
    out.writelines(_objects(table, "{{{}}}\n", ", ", "[{}]", ", "))


def write_geojson(table: Table, out: TextIO) -> None:
    """Write the rows as features of a map (RFC 7946), a point for each; raises `Refusal` where they have no places."""
    if table.point is None:
        raise Refusal(
            _("these rows have no places on a map"),
            (_("geojson is for list, from a ledger that names a register"),),
        )
    properties = _objects(table, "{{{}}}", ", ", "[{}]", ", ")
    out.write('{"type": "FeatureCollection", "features": [')
    for index, (point, row) in enumerate(zip(map(table.point, table.rows), properties, strict=True)):
        place = f'{{"type": "Point", "coordinates": [{point[1]}, {point[0]}]}}' if point else "null"
        comma = "," if index else ""
        out.write(f'{comma}\n{{"type": "Feature", "geometry": {place}, "properties": {row}}}')
    out.write("\n]}\n")


def _objects(table: Table, object_: str, comma: str, list_: str, list_comma: str) -> Iterator[str]:
    """Yield each row in the given shapes of an object and of a list inside it."""

    def value(cell: Cell) -> str:
        if isinstance(cell, str):
            return _string(cell)
        if cell is None:
            return "null"
        if isinstance(cell, Date):
            return _string(cell.text)
        if isinstance(cell, int | float):
            return str(round(cell, 4))
        return list_.format(list_comma.join(map(_string, cell))) if cell else "[]"

    columns = table.seen_by(Audience.MACHINES)
    fields = [f"{_string(column.field)}: " for column in columns]
    for row in table.cut_to(columns):
        yield object_.format(comma.join([field + value(cell) for field, cell in zip(fields, row, strict=True)]))


def _string(text: str) -> str:
    encoded = encode_basestring(text)
    return encoded if encoded.isprintable() else _ODD.sub(_escaped, encoded)


def _escaped(match: re.Match[str]) -> str:
    r"""Return what is no plain blank as `\uXXXX`, as two of them where UTF-16 needs two."""
    character = match[0]
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[index] << 8 | units[index + 1]:04x}" for index in range(0, len(units), 2))
