"""The catalogue of reports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engagiert_cli.output.formats import FORMATS_OF
from engagiert_cli.reports.catalogue import REPORTS

from .networks import FOUNDING, report

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", REPORTS)
def test_every_entry_leads_to_a_report(name: str) -> None:
    """Its function answers, its table is of the form that the entry says, and that form has formats."""
    made = report(name, FOUNDING)
    assert made.title.startswith("Kommunen-Netzwerk: engagiert in NRW")
    assert (None if made.form is None else type(made.form).__name__.lower()) == REPORTS[name].form
    assert "html" in FORMATS_OF[REPORTS[name].form]


def test_the_reports() -> None:
    """The default is the first."""
    assert list(REPORTS) == ["cohorts", "growth", "coverage", "announcement", "changes", "anniversaries", "map"]


@pytest.mark.parametrize(
    ("arguments", "spared"),
    [
        (["list"], ["reports.growth", "reports.forms", "register.boundaries", "output.terminal.chart"]),
        (["report"], ["reports.growth", "reports.coverage", "reports.announcement", "register.boundaries"]),
        (["report", "coverage"], ["reports.growth", "reports.map", "register.boundaries"]),
        (["report", "growth"], ["output.terminal.chart", "register.boundaries"]),
        (["map"], ["output.pages.map_svg", "reports.coverage"]),
    ],
    ids=" ".join,
)
def test_a_report_loads_what_it_uses(arguments: list[str], spared: list[str]) -> None:
    """Nobody waits for the geometry but those who ask for the map, nor for another report."""
    program = (
        "import sys\nfrom engagiert_cli.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit as done:\n    assert not done.code\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", program, "--ledger", str(ROOT / "data" / "members.toml"), *arguments]
    done = subprocess.run(command, capture_output=True, check=True)
    loaded = set(done.stderr.decode().split())
    assert "engagiert_cli.cli.app" in loaded
    assert not {f"engagiert_cli.{name}" for name in spared} & loaded
