"""The profile: all that the ledger knows of one body, and where it stands in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagiert_cli.language import _
from engagiert_cli.reports import members
from engagiert_cli.reports.table import Audience, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engagiert_cli.ledger.members import Member
    from engagiert_cli.ledger.text import Document


def sheet(document: Document, memberships: Sequence[Member]) -> Table:
    """Return one body's memberships for people: what is known of each, a line a fact."""
    latest = memberships[-1]
    facts = [(label, value) for member in memberships for label, value in _facts(document, member) if value]
    facts[:0] = [(_("Name"), latest.name), *([(_("Key"), latest.key)] if latest.key else [])]
    return Table(
        title=latest.name,
        columns=(Column("fact", "", audience=Audience.PEOPLE), Column("value", "", audience=Audience.PEOPLE)),
        rows=facts,
        footer=_("member") if latest.active_on(document.today) else _("no member any more"),
    )


def table(memberships: Sequence[Member]) -> Table:
    """Return one body's memberships for machines, with the fields of the list."""
    return Table(memberships[-1].name, members.fields(), [members.row(member) for member in memberships])


def _facts(document: Document, member: Member) -> Iterator[tuple[str, str]]:
    round_ = member.round
    yield _("Round"), f"{round_.id}, {round_.name}" if round_.name else round_.id
    yield _("Signed on"), member.signed.in_words
    yield _("Left on"), member.left.in_words if member.left else ""
    yield _("Kind"), member.kind or ""
    yield _("Note"), member.note or ""
    yield _("Source"), member.source or ""
    yield _("In the ledger"), f"{document.path}:{document.line_of(member)}"
