"""What the register says of members, and which of them are asked for by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.language import _

if TYPE_CHECKING:
    from engagiert_cli.ledger.members import Member
    from engagiert_cli.register.bodies import Register, RegisteredBody


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
    body = body_of(member, register)
    return Place(member.kind) if register is None or body is None else place_of_body(body, register)


def place_of_body(body: RegisteredBody, register: Register) -> Place:
    """Return what the register says of a body."""
    district = register.district_of(body)
    return Place(body.designation.value, district and district.area_name, register.region_of(body).area_name)


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

    @property
    def words(self) -> list[str]:
        """How it was understood."""
        said = [self.kind] if self.kind else []
        return [*said, _("in {area}").format(area=self.area.area_name)] if self.area else said


EVERY_BODY = Selection()
