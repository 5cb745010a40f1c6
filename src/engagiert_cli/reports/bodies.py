"""What the register says of members, and which of them are asked for by it."""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engagiert_cli.ledger.members import Member
    from engagiert_cli.register.bodies import Register, RegisteredBody

    _OfMember = Callable[[Member], str | None]


def body_of(member: Member, register: Register | None) -> RegisteredBody | None:
    """Return the body of the register that the member is: by its key, and without one by its name."""
    if register is None:
        return None
    return register.get(member.key or register.key_of(member.name))


class Place(NamedTuple):
    """A member's designation, and the areas that it lies in, by their names in full; None is what is not known."""

    designation: str | None = None
    district: str | None = None
    region: str | None = None


def place_of(member: Member, register: Register | None) -> Place:
    """Return what the register says of a member; without one, the kind that stands in the ledger."""
    place = _place(register, member.key, member.name) if register else None
    return place or Place(member.kind)


@lru_cache(maxsize=1024)  # a row asks for several parts of it, and a register has fewer bodies
def _place(register: Register, key: str | None, name: str) -> Place | None:
    body = register.get(key or register.key_of(name))
    return place_of_body(body, register) if body else None


def place_of_body(body: RegisteredBody, register: Register) -> Place:
    """Return what the register says of a body."""
    district, region = register.district_of(body), register.region_of(body)
    return Place(body.designation.value, district.area_name if district else None, region.area_name if region else None)


def place_cells(register: Register | None) -> tuple[_OfMember, _OfMember, _OfMember]:
    """Return what finds a member's designation, its district and its region."""
    if register is None:
        return attrgetter("kind"), _unknown, _unknown
    return (
        lambda member: place_of(member, register).designation,
        lambda member: place_of(member, register).district,
        lambda member: place_of(member, register).region,
    )


def _unknown(_member: Member) -> None:
    return None


class Selection(NamedTuple):
    """Which bodies are asked for; without kind and area, all are meant."""

    register: Register | None = None
    kind: str | None = None
    """A designation of the register; without one, a kind as it stands in the ledger."""
    area: RegisteredBody | None = None
    """A district or a region, with its own body and all that lie in it."""

    def takes(self, member: Member) -> bool:
        """Whether the member is one of them."""
        if self.kind and place_of(member, self.register).designation != self.kind:
            return False
        if self.area and self.register:
            body = body_of(member, self.register)
            return body is not None and self.register.covers(self.area, body)
        return True

    def of(self, members: Iterable[Member]) -> list[Member]:
        """Return those of the members that are asked for."""
        return list(filter(self.takes, members) if self.kind or self.area else members)

    @property
    def words(self) -> list[str]:
        """How it was understood."""
        said = [self.kind] if self.kind else []
        return [*said, _("in {area}").format(area=self.area.area_name)] if self.area else said


EVERY_BODY = Selection()
