"""Where the ledger and the register meet: whom a name on the command line means."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.errors import Refusal, WrongUsage
from engagiert_cli.language import _
from engagiert_cli.ledger.members import Body
from engagiert_cli.output import messages
from engagiert_cli.register.bodies import open_register
from engagiert_cli.reports.bodies import Selection, body_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engagiert_cli.ledger.members import Ledger, Member
    from engagiert_cli.register.bodies import Level, Register, RegisteredBody
    from engagiert_cli.register.names import Found


class Subject(NamedTuple):
    """Whom a name means: the body of the register, if there is one, and its memberships, the latest last."""

    body: RegisteredBody | None
    memberships: list[Member]


def register_of(ledger: Ledger) -> Register | None:
    """Return the register that the ledger names, or None."""
    return open_register(ledger.network.register) if ledger.network.register else None


def descriptions(ledger: Ledger) -> Callable[[Member], str]:
    """Return what describes a member: `Witten (Stadt, Ennepe-Ruhr-Kreis, 05954036)`."""
    register = register_of(ledger)

    def described(member: Member) -> str:
        body = body_of(member, register)
        if register and body:
            return register.described(body, name=member.name, key=True)
        return f"{member.name} ({member.key})" if member.key else member.name

    return described


class Joining(NamedTuple):
    """The bodies that names mean, what stands against the other names, and what is to be noted."""

    bodies: list[Body]
    refusals: list[Refusal]
    notes: list[str]


def joining(ledger: Ledger, names: Iterable[str], kind: str | None) -> Joining:
    """Return the bodies that are to join. Raises `WrongUsage` for a kind that the register does not know."""
    register = register_of(ledger)
    if register is None:
        return Joining([Body(name, None, kind) for name in names], [], [])
    from engagiert_cli.ledger.limits import refused_name
    from engagiert_cli.register.names import names_of

    level = _level(kind, register) if kind else None
    official = names_of(register)
    found = Joining([], [], [])
    for name in names:
        refusal = refused_name(name)
        if refusal:
            found.refusals.append(refusal)
            continue
        try:
            meant = official.require(name, level)
        except Refusal as unknown:
            found.refusals.append(unknown)
        else:
            found.bodies.append(_entered(ledger, register, meant.body))
            found.notes.extend(_remarks(name, meant))
    return found


def look_up(ledger: Ledger, name: str) -> Subject:
    """Return whom the name means: a member as the ledger calls it, else a body as the register knows it.

    Raises `Refusal` where it is neither. Notes whom a bare name could mean as well.
    """
    from engagiert_cli.ledger.changes import latest

    register = register_of(ledger)
    memberships = ledger.find(name)
    if memberships or register is None or not name.strip():
        member = latest(ledger, name)
        return Subject(body_of(member, register), ledger.memberships_of(member))
    from engagiert_cli.register.names import names_of

    meant = names_of(register).require(name)
    for remark in _remarks(name, meant):
        messages.note(remark)
    return Subject(meant.body, ledger.find(meant.body.key) or ledger.find(meant.body.name))


def member_called(ledger: Ledger, name: str) -> Member:
    """Return the latest entry of the member that the name means. Raises `Refusal` where it is none."""
    from engagiert_cli.ledger.changes import latest

    register = register_of(ledger)
    if register is None or register.key_of(name) is None:
        return latest(ledger, name)
    body, memberships = look_up(ledger, name)
    if memberships:
        return memberships[-1]
    assert body is not None  # since the register knows the name
    raise Refusal(
        _("{body} is no member").format(body=register.described(body, key=True)),
        (_("the members are told by: engagiert list --all"),),
    )


def official_body(ledger: Ledger, name: str) -> Body:
    """Return the body that the name means, by the register where there is one. Raises `Refusal` where there is none."""
    bodies, refusals, notes = joining(ledger, [name], None)
    if refusals:
        raise refusals[0]
    for remark in notes:
        messages.note(remark)
    return bodies[0]


def selection(ledger: Ledger, kind: str | None, area: str | None) -> Selection:
    """Return which bodies are asked for. Raises `WrongUsage` and `Refusal` for what the register does not know."""
    register = register_of(ledger)
    if register is None:
        if area is not None:
            raise WrongUsage(_("--in needs a ledger with a register"), (_('in the ledger: register = "nrw"'),))
        return Selection(kind=kind)
    if kind is None and area is None:
        return Selection(register)
    from engagiert_cli.register.names import designation_of, names_of

    designation = designation_of(kind, register) if kind is not None else None
    if kind is not None and designation is None:
        raise _no_designation(kind, register)
    return Selection(
        register,
        designation.value if designation else None,
        names_of(register).area(area) if area is not None else None,
    )


def _entered(ledger: Ledger, register: Register, body: RegisteredBody) -> Body:
    """Return the body as it joins: as the register has it, unless a member of wrong or without key is that body."""
    unrecognised = (member for member in ledger.members if member.left is None and not register.get(member.key))
    return next(
        (Body(member.name, member.key) for member in unrecognised if register.key_of(member.name) == body.key),
        Body(body.name, body.key),
    )


def _level(kind: str, register: Register) -> Level:
    from engagiert_cli.register.names import level_of

    level = level_of(kind)
    if level is None:
        raise _no_designation(kind, register)
    return level


def _no_designation(kind: str, register: Register) -> WrongUsage:
    return WrongUsage(
        _('"{kind}" is no designation').format(kind=kind),
        (_("there are: {designations}").format(designations=", ".join(each.value for each in register.designations)),),
    )


def _remarks(name: str, meant: Found) -> Iterable[str]:
    """Yield whom a bare name could mean as well, and what a body is that was called something else."""
    for other in meant.namesakes:
        yield _('"{name}" stands for the {designation} here; for the {other} write "{spelling}"').format(
            name=" ".join(name.split()),
            designation=meant.body.designation.value,
            other=other.designation.value,
            spelling=other.name,
        )
    if meant.misnamed:
        yield _("{name} is officially: {designation}").format(
            name=meant.body.name, designation=meant.body.designation.value
        )
