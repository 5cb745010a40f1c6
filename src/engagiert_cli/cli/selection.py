"""Which bodies a question is about, from what stands on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from engagiert_cli.errors import WrongUsage
from engagiert_cli.language import _
from engagiert_cli.ledger.members import Ledger
from engagiert_cli.reports.bodies import Selection
from engagiert_cli.text import fold
from engagiert_cli.who import Who


def without_register(option: str) -> tuple[str, tuple[str]]:
    """Return what is said against the option where the ledger names no register, and what to do."""
    return _("{option} needs a ledger with a register").format(option=option), (_('in the ledger: register = "nrw"'),)


def selection(ledger: Ledger, kinds: Sequence[str] | None, areas: Sequence[str] | None) -> Selection:
    """Return which bodies are asked for. Raises `WrongUsage` and `Refusal` for what the register does not know."""
    who = Who(ledger)
    if who.register is None:
        if areas:
            raise WrongUsage(*without_register("--in"))
        return Selection(kinds=tuple(kinds or ()))
    if not (kinds or areas):
        return Selection(who.register)
    from engagiert_cli.register.names import names_of

    found = tuple(map(names_of(who.register).area, areas or ()))
    return Selection(who.register, tuple(_kind(who, kind) for kind in kinds or ()), found)


def _kind(who: Who, kind: str) -> str:
    """Return the designation that is meant, else the kind of members outside of the register."""
    from engagiert_cli.register.designations import designation_of

    assert who.register is not None
    if designation := designation_of(kind, who.register):
        return designation.value
    own = next((member.kind for member in who.ledger.members if member.kind and fold(member.kind) == fold(kind)), None)
    if own is None:
        refusal = who.no_kind(kind)
        raise WrongUsage(refusal.message, refusal.hints)
    return own
