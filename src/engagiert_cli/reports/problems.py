"""The problems that `check` found, as a table and in one line."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from engagiert_cli.errors import Problem, Severity
from engagiert_cli.language import _, ngettext
from engagiert_cli.reports.dates import some
from engagiert_cli.reports.table import Column, Table, Type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engagiert_cli.ledger.document import Document


def table(problems: Sequence[Problem], summary: str, *, listed: bool = False) -> Table:
    """Return the problems in the order of the lines; those of an imported list with the cell's text and the remedy."""
    of_a_list = (
        Column("cell", _("Cell"), attrgetter("place.cell")),
        Column("value", _("Text"), attrgetter("place.marked")),
        Column("remedy", _("What to do"), lambda problem: "; ".join(map(str, problem.remedies))),
    )
    return Table(
        title=_("Problems"),
        columns=(
            Column("path", _("File"), attrgetter("place.path")),
            Column("line", _("Line"), attrgetter("place.line"), Type.COUNT),
            Column("column", _("Column"), attrgetter("place.column"), Type.COUNT),
            Column(
                "severity", _("Severity"), attrgetter("severity.value"), shown=lambda problem: _(problem.severity.value)
            ),
            Column("code", _("Code"), attrgetter("code")),
            Column("message", _("Message"), attrgetter("message")),
            *(of_a_list if listed else ()),
        ),
        rows=problems,
        footer=summary,
        empty=summary,
        name="problems",
        heading=_("Problems"),
    )


def summary(document: Document, problems: Sequence[Problem]) -> str:
    """Return in one line what a ledger without errors holds, and the number of warnings."""
    ledger = document.ledger
    current = len(ledger.members_at(document.today))
    members = ngettext("{count} member", "{count} members", current).format(count=current)
    rounds = ngettext("in {count} round", "in {count} rounds", len(ledger.rounds)).format(count=len(ledger.rounds))
    found = count(problems) if problems else _("no problems")
    return f"{document.path}: {members} {rounds}, {found}"


def count(problems: Sequence[Problem]) -> str:
    """Return `4 errors, 1 warning`."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    told = some(errors, ngettext("{count} error", "{count} errors", errors))
    return ", ".join(told + some(warnings, ngettext("{count} warning", "{count} warnings", warnings)))
