"""JSON, NDJSON and GeoJSON: exact data, harmless to show on a terminal."""

from __future__ import annotations

import re
import unicodedata
from json.encoder import JSONEncoder
from typing import TYPE_CHECKING, TextIO

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _
from engagiert_cli.output.data import exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagiert_cli.reports.table import Table

_ODD = re.compile(r"[^\x20-\x7e]")


def write_json(table: Table, out: TextIO) -> None:
    """Write the rows as a list of objects, one per line."""
    out.write("[")
    out.writelines(f"{',' if index else ''}\n  {row}" for index, row in enumerate(_objects(table)))
    out.write("\n]\n" if table.rows else "]\n")


def write_ndjson(table: Table, out: TextIO) -> None:
    """Write the rows as objects, one per line."""
    out.writelines(f"{row}\n" for row in _objects(table))


def write_geojson(table: Table, out: TextIO) -> None:
    """Write the rows as map features (RFC 7946), areas or points; raises `Refusal` where they have no places."""
    if table.point is None:
        raise Refusal(
            _("these rows have no places on a map"),
            (_("geojson is only for list, with a ledger that names a register"),),
        )
    out.write('{"type": "FeatureCollection", "features": [')
    encode = JSONEncoder().encode
    for index, (row, properties) in enumerate(zip(table.rows, _objects(table), strict=True)):
        comma, place = "," if index else "", encode(_place(table, row))
        out.write(f'{comma}\n{{"type": "Feature", "geometry": {place}, "properties": {properties}}}')
    out.write("\n]}\n")


def _place(table: Table, row: object) -> dict[str, object] | None:
    polygons = table.outline(row) if table.outline else ()
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    if polygons:
        return {"type": "MultiPolygon", "coordinates": polygons}
    point = table.point(row) if table.point else None
    return {"type": "Point", "coordinates": [point[1], point[0]]} if point else None


def _objects(table: Table) -> Iterator[str]:
    """Yield each row as an object."""
    fields = [column.field for column in table.columns]
    encode = JSONEncoder(ensure_ascii=False).encode
    for row in table.records():
        text = encode(dict(zip(fields, map(exact, row), strict=True)))
        yield text if text.isprintable() else _ODD.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    r"""Return an odd character as `\uXXXX`, as two of them where UTF-16 needs two."""
    character = match[0]
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    return JSONEncoder().encode(character)[1:-1]
