"""What can stand where the cursor is: names of bodies, of members, of areas; designations; ids of rounds.

A shell asks at every press of the Tab key, so nothing here complains: without a ledger there is nothing to offer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engagiert_cli.errors import LedgerInvalid, Refusal, WrongUsage

if TYPE_CHECKING:
    from engagiert_cli.ledger.members import Ledger
    from engagiert_cli.register.bodies import Register


def joining(context: typer.Context) -> list[str]:
    """Return the bodies of the register that are no members."""
    ledger, register = _read(context)
    members = {member.key for member in ledger.members if member.left is None} if ledger else set()
    return sorted(body.name for body in register.bodies if body.key not in members) if register else []


def members(context: typer.Context) -> list[str]:
    """Return the members' names, those of former members too."""
    ledger, _register = _read(context)
    return sorted({member.name for member in ledger.members}) if ledger else []


def rounds(context: typer.Context) -> list[tuple[str, str]]:
    """Return the ids of the rounds, each with its name."""
    ledger, _register = _read(context)
    return [(round_.id, round_.name) for round_ in ledger.rounds] if ledger else []


def areas(context: typer.Context) -> list[str]:
    """Return the districts and regions."""
    _ledger, register = _read(context)
    return [area.area_name for area in (*register.laender, *register.regions, *register.districts)] if register else []


def kinds(context: typer.Context) -> list[str]:
    """Return the designations of the register, without one the kinds that stand in the ledger."""
    ledger, register = _read(context)
    if register:
        return [designation.value for designation in register.designations]
    return sorted({member.kind for member in ledger.members if member.kind}) if ledger else []


def _read(context: typer.Context) -> tuple[Ledger | None, Register | None]:
    from engagiert_cli.cli.bodies import register_of
    from engagiert_cli.cli.session import STANDARD_INPUT, Session

    asked = context.find_root().params.get("ledger")
    if asked == STANDARD_INPUT:  # that is the shell's
        return None, None
    try:
        ledger = Session(asked).read(count_warnings=False).ledger
        return ledger, register_of(ledger)
    except (Refusal, LedgerInvalid, WrongUsage, OSError):
        return None, None
