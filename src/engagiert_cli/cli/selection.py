"""Which bodies a question is about, from what stands on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagiert_cli.errors import WrongUsage
from engagiert_cli.language import _
from engagiert_cli.reports.bodies import Selection
from engagiert_cli.who import Who

if TYPE_CHECKING:
    from engagiert_cli.ledger.members import Ledger


def selection(ledger: Ledger, kind: str | None, area: str | None) -> Selection:
    """Return which bodies are asked for. Raises `WrongUsage` and `Refusal` for what the register does not know."""
    who = Who(ledger)
    if who.register is None:
        if area is not None:
            raise WrongUsage(_("--in needs a ledger with a register"), (_('in the ledger: register = "nrw"'),))
        return Selection(kind=kind)
    if kind is None and area is None:
        return Selection(who.register)
    from engagiert_cli.register.designations import designation_of
    from engagiert_cli.register.names import names_of

    designation = designation_of(kind, who.register) if kind is not None else None
    if kind is not None and designation is None:
        refusal = who.no_kind(kind)
        raise WrongUsage(refusal.message, refusal.hints)
    return Selection(
        who.register,
        designation.value if designation else None,
        names_of(who.register).area(area) if area is not None else None,
    )
