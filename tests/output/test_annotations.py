"""Problems as GitHub shows them at their lines."""

from __future__ import annotations

import io

from engagiert_cli.errors import Place, Problem, Severity
from engagiert_cli.output.plain import write_annotations
from engagiert_cli.reports import problems


def test_a_problem_is_a_workflow_command() -> None:
    """What would end a property or the line is escaped as GitHub reads it."""
    out = io.StringIO()
    found = (
        Problem("syntax", "100 % wrong: a, b", Place("a,b:c.toml", 3, 7, "x")),
        Problem("no-key", "a\nb", Place("members.toml", 1, 1, ""), severity=Severity.WARNING),
    )
    write_annotations(problems.table(found, ""), out)
    assert out.getvalue() == (
        "::error file=a%2Cb%3Ac.toml,line=3,col=7,title=syntax::100 %25 wrong: a, b\n"
        "::warning file=members.toml,line=1,col=1,title=no-key::a\\nb\n"
    )
