"""What the register knows of members, and selecting members by kind and area."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from engagiert_cli.language import _, alternatives
from engagiert_cli.lazy import NamedTuple
from engagiert_cli.register.bodies import Level, Register, RegisteredBody

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engagiert_cli.ledger.members import Member


def body_of(member: Member, register: Register | None) -> RegisteredBody | None:
    """Return the member's body in today's register, or None."""
    return register.get(register.key_of_entry(member.key, member.name)) if register else None


def heirs_of(member: Member, register: Register) -> tuple[RegisteredBody, ...]:
    """Return the member's body in today's register, or the bodies that it has become part of."""
    body = body_of(member, register)
    if body or not member.key:
        return (body,) if body else ()
    fate = register.fate_of(member.key)
    heirs = fate.heirs if fate and len(fate.heirs) == 1 else ()
    return tuple(heir for key, _name in heirs if (heir := register.get(key)))


def inhabitants(members: Sequence[Member], register: Register | None) -> int | None:
    """Return how many people live in the members' municipalities and districts, each counted once.

    None where that is not known of all: without a register, or where an entry has an unknown key and lies in no other
    member.
    """
    if register is None:
        return None
    found = {body for member in members if (body := body_of(member, register))}
    if any(member.key and found.isdisjoint(heirs_of(member, register)) for member in members):
        return None
    bodies = {body.key: body for body in found if body.level in (Level.MUNICIPALITY, Level.DISTRICT)}
    return sum(
        body.population
        for body in bodies.values()
        if body.district_key in (None, body.key) or body.district_key not in bodies
    )


class Surroundings(NamedTuple):
    """A member's kind, and the full names of the areas that it lies in; None where unknown."""

    designation: str | None = None
    district: str | None = None
    region: str | None = None
    land: str | None = None
    """Given if the register has several; it tells apart bodies of one name."""


def place_of(member: Member, register: Register | None) -> Surroundings:
    """Return what the register says of a member, or without one the kind in the ledger."""
    return _place(register, member.key, member.name, member.kind) if register else Surroundings(member.kind)


@lru_cache(maxsize=1024)  # one row asks for several parts of it
def _place(register: Register, key: str | None, name: str, kind: str | None) -> Surroundings:
    official = register.key_of_entry(key, name) or ""
    body = register.get(official)
    # A dissolved body: the areas named by its key that still exist.
    levels = (level.value for level in (Level.DISTRICT, Level.REGION, Level.LAND))
    areas = (register.get(official[:digits]) if len(official) >= digits else None for digits in levels)
    return Surroundings(body.designation.value if body else kind, *(area and area.area_name for area in areas))


class Selection(NamedTuple):
    """The bodies asked for: of any of the kinds, in any of the areas; by default all."""

    register: Register | None = None
    kinds: tuple[str, ...] = ()
    """Kinds of the register, or without one those in the ledger."""
    areas: tuple[RegisteredBody, ...] = ()
    """Districts, regions and Länder; each takes in itself and all bodies in it."""

    @property
    def is_everybody(self) -> bool:
        """Whether all bodies are asked for."""
        return not (self.kinds or self.areas)

    def takes(self, member: Member) -> bool:
        """Whether the member is asked for."""
        if self.kinds and place_of(member, self.register).designation not in self.kinds:
            return False
        if self.areas and self.register:
            key = self.register.key_of_entry(member.key, member.name)
            return key is not None and key.startswith(tuple(area.key for area in self.areas))
        return True

    def of(self, members: Iterable[Member]) -> list[Member]:
        """Return those of the members that are asked for."""
        return list(members if self.is_everybody else filter(self.takes, members))

    @property
    def words(self) -> list[str]:
        """The selection in words."""
        areas = alternatives([area.area_name for area in self.areas])
        return [*filter(None, [alternatives(self.kinds)]), *([_("in {area}").format(area=areas)] if areas else [])]
