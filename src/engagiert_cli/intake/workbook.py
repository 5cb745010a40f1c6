"""Workbooks of Excel and LibreOffice."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.intake.columns import header_of
from engagiert_cli.intake.listing import Listing, TooLarge, within_limits
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engagiert_cli.intake.listing import Sheet

_PYTHONS_OWN = (LookupError, ValueError, ArithmeticError, TypeError, MemoryError, struct.error)


def read(data: bytes, path: str, told: Mapping[str, str]) -> Listing:
    """Read the first sheet that has a header. Raises `Refusal` where there is none, or no workbook at all."""
    try:
        filled = {sheet.name: records for sheet in sheets(data) if (records := within_limits(sheet.records))}
    except TooLarge:
        raise
    except Exception as error:  # noqa: BLE001 - whatever finds that the file is broken
        # What Python itself raises tells of an index or a key that was expected, which helps nobody.
        reason = "" if isinstance(error, _PYTHONS_OWN) else f": {str(error)[:200]}"
        raise Refusal(
            _("{path} cannot be read as a workbook").format(path=path) + reason,
            (_("open it in Excel and save it as .xlsx, without a password"),),
        ) from None
    for name, records in filled.items():
        if header_of(records, told) is not None:
            return Listing(path, records, sheet=name if len(filled) > 1 else "")
    return Listing(path, next(iter(filled.values()), ()))


def sheets(data: bytes) -> Iterator[Sheet]:
    """Return the sheets of a workbook, whichever program wrote it."""
    if not data.startswith(b"PK"):
        from engagiert_cli.intake import biff

        return biff.sheets(data)
    from engagiert_cli.intake import opendocument, openxml
    from engagiert_cli.intake.archive import Archive

    archive = Archive(data)
    return opendocument.sheets(archive) if opendocument.CONTENT in archive else openxml.sheets(archive)
