"""Data for programs and for spreadsheets, and what they get of a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagiert_cli.ledger.dates import Date

if TYPE_CHECKING:
    from engagiert_cli.reports.table import Cell


def exact(cell: Cell) -> str | float | tuple[str, ...] | None:
    """Return a cell as programs get it: a date as it is written in the ledger, a share in four places."""
    if isinstance(cell, Date):
        return cell.text
    return round(cell, 4) if isinstance(cell, float) else cell
