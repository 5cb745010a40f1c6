"""Workbooks of Excel and LibreOffice."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING, Any

from engagiert_cli.errors import Refusal
from engagiert_cli.intake.columns import header_of
from engagiert_cli.intake.listing import Cell, Listing, Record
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNPACKED_LIMIT = 1 << 29  # bytes of XML; a sheet with a million rows has less


def read(data: bytes, path: str, told: Mapping[str, str]) -> Listing:
    """Read the first sheet that has a header. Raises `Refusal` where there is none, or no workbook at all."""
    import python_calamine

    try:
        if data.startswith(b"PK") and _unpacked(data) > _UNPACKED_LIMIT:
            raise Refusal(_("{path} is too large").format(path=path))
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {name: _records(workbook.get_sheet_by_name(name)) for name in workbook.sheet_names}
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise Refusal(
            _("{path} cannot be read as a workbook: {reason}").format(path=path, reason=str(error)[:200]),
            (_("open it in Excel and save it as .xlsx, without a password"),),
        ) from None
    filled = {name: records for name, records in sheets.items() if records}
    for name, records in filled.items():
        if header_of(records, told) is not None:
            return Listing(path, records, sheet=name if len(filled) > 1 else "")
    return Listing(path, next(iter(filled.values()), ()))


def _unpacked(data: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return sum(member.file_size for member in archive.infolist())


def _records(sheet: Any) -> tuple[Record, ...]:
    rows = enumerate(sheet.to_python(skip_empty_area=False), 1)
    records = (Record(row, tuple([_cell(value) for value in cells])) for row, cells in rows)
    return tuple(record for record in records if any(record.cells))


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
