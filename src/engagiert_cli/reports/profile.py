"""The profile: all that the ledger and the register know of a body, and its line in the file."""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.language import _, grouped
from engagiert_cli.ledger.dates import Date
from engagiert_cli.ledger.members import NO_ROUND, Member
from engagiert_cli.reports import members
from engagiert_cli.reports.bodies import body_of, place_of
from engagiert_cli.reports.table import Audience, Cell, Column, Table, Type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from engagiert_cli.ledger.document import Document
    from engagiert_cli.register.bodies import Register, RegisteredBody
    from engagiert_cli.who import Subject


def sheet(document: Document, subjects: Sequence[Subject], register: Register | None) -> Table:
    """Return what is known of bodies, members or not, for people: one fact per line, first the membership."""
    facts: list[tuple[str, str]] = []
    names = []
    for body, memberships, _found in subjects:
        latest = memberships[-1] if memberships else None
        names.append(latest.name if latest else body.name if body else "")
        facts += [(_("Member"), _standing(document, latest)), (_("Name"), names[-1])]
        if body and register:
            facts += _official(body, register)
            around, inside = _neighbours(document, body, register)
            facts += [(_("Covered by"), ", ".join(around)), (_("Members in it"), ", ".join(inside))]
        elif latest:
            fate = register.fate_of(latest.key) if register and latest.key else None
            heirs = ", ".join(f"{name} ({heir})" for heir, name in fate.heirs) if fate else ""
            facts += [(_("Kind"), latest.kind or ""), (_("Key"), latest.key or ""), (_("Now part of"), heirs)]
        for number, member in enumerate(memberships, 1):
            if len(memberships) > 1:
                facts.append((_("Membership"), _("{number} of {count}").format(number=number, count=len(memberships))))
            facts += _membership(document, member)
    if register and any(body for body, *_others in subjects):
        facts.append((_("Register"), _("as of {date}").format(date=Date.of_day(register.edition).in_words)))
    return Table(
        title=", ".join(names),
        columns=(
            Column("fact", "", itemgetter(0), audience=Audience.PEOPLE),
            Column("value", "", itemgetter(1), audience=Audience.PEOPLE),
        ),
        rows=[fact for fact in facts if fact[1]],
    )


class _Entry(NamedTuple):
    """A membership, or a body without one in the shape of a member, and its body in the register."""

    member: Member
    body: RegisteredBody | None
    state: str
    line: int | None
    around: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()


def table(document: Document, subjects: Sequence[Subject], register: Register | None) -> Table:
    """Return the memberships for machines, with all that people see; a body that is not a member has a row, too."""
    entries = []
    for body, memberships, _found in subjects:
        near = _neighbours(document, body, register) if body and register else ((), ())
        for member in memberships:
            state = "member" if member.active_on(document.today) else "former"
            entries.append(_Entry(member, body, state, document.line_of(member), *near))
        if body and not memberships:
            entries.append(_Entry(Member(body.name, NO_ROUND, body.key), body, "none", None, *near))
    columns = [column._replace(cell=_of_member(column.cell), shown=None) for column in members.fields(register)]
    edition = Date.of_day(register.edition) if register else None
    counted = Date.of_day(register.population_date) if register else None
    columns += [
        Column("state", _("Member"), attrgetter("state")),
        Column("population", _("Population"), lambda entry: entry.body and entry.body.population, Type.COUNT),
        Column("population_date", _("As of"), lambda entry: counted if entry.body else None, Type.DATE),
        Column("area", _("Land area"), lambda entry: entry.body and entry.body.area, Type.AREA),
        Column("covered_by", _("Covered by"), attrgetter("around"), Type.NAMES),
        Column("members_in_it", _("Members in it"), attrgetter("inside"), Type.NAMES),
        Column("register", _("Register"), lambda entry: edition if entry.body else None, Type.DATE),
        Column("line", _("Line"), attrgetter("line"), Type.COUNT),
    ]
    return Table(", ".join(dict.fromkeys(entry.member.name for entry in entries)), columns, entries, name="members")


def _of_member(cell: Callable[[Member], Cell]) -> Callable[[_Entry], Cell]:
    return lambda entry: cell(entry.member) or None


def _official(body: RegisteredBody, register: Register) -> Iterator[tuple[str, str]]:
    place = place_of(Member(body.name, NO_ROUND, body.key), register)
    yield _("Kind"), body.designation.value
    yield _("Key"), body.key
    yield _("District"), place.district if place.district and place.district != body.area_name else ""
    yield _("Region"), place.region if place.region and place.region != body.area_name else ""
    count, date = grouped(body.population), Date.of_day(register.population_date).in_words
    yield _("Population"), _("{count} ({date})").format(count=count, date=date)
    yield _("Land area"), f"{grouped(body.area, 2)}\xa0km²"


def _neighbours(
    document: Document, body: RegisteredBody, register: Register
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the members that reach this body, which its district alone does (see `coverage`), and those in it."""
    others = [(member.name, body_of(member, register)) for member in document.ledger.members_at(document.today)]
    known = [(name, other) for name, other in others if other and other != body]
    around = tuple(name for name, other in known if other.key == body.district_key)
    return around, tuple(name for name, other in known if register.covers(body, other))


def _membership(document: Document, member: Member) -> Iterator[tuple[str, str]]:
    round_ = member.round
    yield _("Round"), f"{round_.id}, {round_.name}" if round_.name else round_.id or _("without a round")
    yield _("Signed on"), member.signed.in_words
    yield _("Left on"), member.left.in_words if member.left else ""
    yield _("Note"), member.note or ""
    yield _("Source"), member.source or ""
    yield _("In the ledger"), f"{document.path}:{document.line_of(member)}"


def _standing(document: Document, latest: Member | None) -> str:
    if latest is None:
        return _("no")
    if latest.active_on(document.today):
        first, _between, last = latest.signed.text.partition("..")
        if first and last:
            ends = {"first": Date.parse(first).in_words, "last": Date.parse(last).in_words}
            return _("joined between {first} and {last}").format(**ends)
        return _("since {year}").format(year=latest.signed.in_words) if latest.signed.is_known else _("yes")
    return _("until {date}").format(date=latest.left.in_words) if latest.left else _("no")
