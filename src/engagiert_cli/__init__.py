"""engagiert: a membership ledger for networks whose members join by signing a declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engagiert_cli.errors import (
    EditDefect,
    EngagiertError,
    LedgerInvalid,
    Refusal,
    Refusals,
    RowsRefused,
    Unconfirmed,
    WrongUsage,
)

if TYPE_CHECKING:
    from engagiert_cli.api import Ledger

__all__ = [
    "EditDefect",
    "EngagiertError",
    "Ledger",
    "LedgerInvalid",
    "Refusal",
    "Refusals",
    "RowsRefused",
    "Unconfirmed",
    "WrongUsage",
    "__version__",
]
__version__ = "0.1.0"


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, or the command line would wait for it at every start."""
    if name == "Ledger":
        from engagiert_cli.api import Ledger

        return Ledger
    raise AttributeError(name)
