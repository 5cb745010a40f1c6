"""The profile: all that the ledger and the register know of one body, and where it stands in the file."""

from __future__ import annotations

from operator import itemgetter, methodcaller
from typing import TYPE_CHECKING

from engagiert_cli.language import _, grouped
from engagiert_cli.ledger.dates import Date
from engagiert_cli.reports import members
from engagiert_cli.reports.bodies import body_of, place_of_body
from engagiert_cli.reports.table import Audience, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engagiert_cli.ledger.document import Document
    from engagiert_cli.ledger.members import Member
    from engagiert_cli.register.bodies import Register, RegisteredBody
    from engagiert_cli.reports.table import Cell
    from engagiert_cli.who import Subject

_Fact = tuple[str, str]


def sheet(document: Document, subjects: Sequence[Subject], register: Register | None) -> Table:
    """Return what is known of bodies, a line a fact, for people: members, or bodies of the register that are none."""
    facts: list[_Fact] = []
    names = [memberships[-1].name if memberships else body.name if body else "" for body, memberships, _ in subjects]
    for name, (body, memberships, _found) in zip(names, subjects, strict=True):
        known = [(_("Name"), name), *_facts(document, memberships, body, register)]
        standing = _standing(document, memberships)
        facts += [("", ""), *known, (_("Standing"), standing)] if len(subjects) > 1 else known
    return Table(
        title=", ".join(names),
        columns=(
            Column("fact", "", itemgetter(0), audience=Audience.PEOPLE),
            Column("value", "", itemgetter(1), audience=Audience.PEOPLE),
        ),
        rows=facts[len(subjects) > 1 :],
        footer=_standing(document, subjects[0].memberships) if len(subjects) == 1 else "",
    )


def table(subjects: Sequence[Subject], register: Register | None) -> Table:
    """Return memberships for machines, with the fields of the list; no member has a row without them."""
    columns = members.fields(register)
    rows: list[dict[str, Cell]] = []
    for body, memberships, _found in subjects:
        rows += [{column.field: column.cell(member) for column in columns} for member in memberships]
        if body and register and not memberships:
            rows.append({"name": body.name, "key": body.key, **place_of_body(body, register)._asdict()})
    title = ", ".join(dict.fromkeys(str(row["name"]) for row in rows))
    return Table(title, [column._replace(cell=methodcaller("get", column.field)) for column in columns], rows)


def _facts(
    document: Document, memberships: Sequence[Member], body: RegisteredBody | None, register: Register | None
) -> Iterator[_Fact]:
    """Yield what the register and the ledger know of one body."""
    facts: list[_Fact] = []
    if body and register:
        facts += _official(body, register)
        facts += _neighbours(document, body, register)
    elif memberships and memberships[-1].key:
        facts.append((_("Key"), memberships[-1].key))
    facts += [fact for member in memberships for fact in _membership(document, member)] or [(_("Member"), _("no"))]
    if body and register:
        facts.append((_("Register"), _("as of {date}").format(date=Date.of_day(register.edition).in_words)))
    return (fact for fact in facts if fact[1])


def _official(body: RegisteredBody, register: Register) -> Iterator[_Fact]:
    place = place_of_body(body, register)
    yield _("Designation"), body.designation.value
    yield _("Key"), body.key
    yield _("District"), place.district if place.district and place.district != body.area_name else ""
    yield _("Region"), place.region if place.region and place.region != body.area_name else ""
    yield (
        _("Population"),
        _("{count} ({date})").format(
            count=grouped(body.population),
            date=Date.of_day(register.population_date).in_words,
        ),
    )
    yield _("Land area"), f"{grouped(body.area, 2)}\xa0km²"


def _neighbours(document: Document, body: RegisteredBody, register: Register) -> Iterator[_Fact]:
    """Yield the members whose areas take this body in, and those that lie in it."""
    around, inside = [], []
    for member in document.ledger.members_at(document.today):
        other = body_of(member, register)
        if other and other != body:
            if register.covers(other, body):
                around.append(member.name)
            elif register.covers(body, other):
                inside.append(member.name)
    yield _("Covered by"), ", ".join(around)
    yield _("Members in it"), ", ".join(inside)


def _membership(document: Document, member: Member) -> Iterator[_Fact]:
    round_ = member.round
    yield _("Round"), f"{round_.id}, {round_.name}" if round_.name else members.in_words(round_)
    yield _("Signed on"), member.signed.in_words
    yield _("Left on"), member.left.in_words if member.left else ""
    yield _("Kind"), member.kind or ""
    yield _("Note"), member.note or ""
    yield _("Source"), member.source or ""
    yield _("In the ledger"), f"{document.path}:{document.line_of(member)}"


def _standing(document: Document, memberships: Sequence[Member]) -> str:
    if not memberships:
        return _("no member")
    return _("member") if memberships[-1].active_on(document.today) else _("no member any more")
