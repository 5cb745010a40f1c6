"""Data formats for programs and spreadsheets, and their values of a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagiert_cli.ledger.dates import Date

if TYPE_CHECKING:
    from engagiert_cli.reports.table import Cell


def exact(cell: Cell) -> str | float | tuple[str, ...] | None:
    """Return a cell's value for programs: a date as the ledger writes it, a share with four decimals."""
    if isinstance(cell, Date):
        return cell.text
    return round(cell, 4) if isinstance(cell, float) else cell
