"""A list's file: how it is read, by its ending and by what is in it."""

from __future__ import annotations

import codecs
import os
import sys
from pathlib import PurePath
from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.files import unreadable
from engagiert_cli.intake.listing import TooLarge
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engagiert_cli.intake.listing import Listing

STANDARD_INPUT = "-"
_SIZE_LIMIT = 1 << 25  # bytes; 100,000 rows of 300
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # a ZIP archive, and what Excel wrote until 2003


def read(path: str, told: Mapping[str, str]) -> Listing:
    """Read the list in the file, or on standard input for `-`. Raises `Refusal` or `RowsRefused`."""
    shown = _("standard input") if path == STANDARD_INPUT else path
    try:
        return _read(_bytes(path, shown), PurePath(path).suffix.lower(), shown, told)
    except TooLarge:
        raise Refusal(
            _("{path} is too large for a list").format(path=shown),
            (_("delete the empty rows and columns below and beside the list, and save it again"),),
        ) from None


def _read(data: bytes, suffix: str, shown: str, told: Mapping[str, str]) -> Listing:
    if data.startswith(_WORKBOOKS):
        from engagiert_cli.intake import workbook

        return workbook.read(data, shown, told)
    start = data[:4096].removeprefix(codecs.BOM_UTF8).lstrip()
    if suffix in (".json", ".ndjson", ".jsonl") or (suffix not in (".csv", ".tsv") and start.startswith((b"[", b"{"))):
        from engagiert_cli.intake import jsons

        return jsons.read(data, shown)
    if suffix in (".xlsx", ".xlsm", ".xls", ".ods") or (b"\0" in start and not start.startswith(_UTF_16)):
        raise Refusal(_("{path} is no list that can be read").format(path=shown), (_("save it as .xlsx or .csv"),))
    from engagiert_cli.intake import delimited

    return delimited.read(data, shown, told, tabs=suffix == ".tsv")


def _bytes(path: str, shown: str) -> bytes:
    if path == STANDARD_INPUT:
        data = sys.stdin.buffer.read(_SIZE_LIMIT + 1)
    else:
        try:
            with open(path, "rb") as file:
                if os.fstat(file.fileno()).st_size > _SIZE_LIMIT:
                    raise TooLarge
                data = file.read(_SIZE_LIMIT + 1)
        except OSError as error:
            raise unreadable(error, shown) from None
    if len(data) > _SIZE_LIMIT:
        raise Refusal(_("{path} is too large").format(path=shown))
    return data
