"""The catalogue of reports."""

from __future__ import annotations

import pytest

from engagiert_cli.output.formats import FORMATS_OF
from engagiert_cli.reports.catalogue import REPORTS

from .networks import FOUNDING, report


@pytest.mark.parametrize("name", REPORTS)
def test_every_entry_leads_to_a_report(name: str) -> None:
    """Its function answers, its table is of the form that the entry says, and that form has formats."""
    made = report(name, FOUNDING)
    assert made.title.startswith("Kommunen-Netzwerk: engagiert in NRW")
    assert (None if made.form is None else type(made.form)) == REPORTS[name].form
    assert "json" in FORMATS_OF[REPORTS[name].form]


def test_the_reports() -> None:
    """The default is the first."""
    assert list(REPORTS) == ["cohorts", "growth", "coverage", "announcement"]
