"""What is typed for an option, as a value."""

from __future__ import annotations

import pytest
import typer

from engagiert_cli.cli.options import parse_date


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("heute", "2026-11-23"),
        ("Today", "2026-11-23"),
        (" gestern ", "2026-11-22"),
        ("yesterday", "2026-11-22"),
        ("15. Juni 2015", "2015-06-15"),
        ("2013 bis 2016", "2013..2016"),
    ],
)
def test_a_date_may_be_typed_in_words(typed: str, date: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Today and yesterday by their names too, in either language."""
    monkeypatch.setenv("ENGAGIERT_TODAY", "2026-11-23")
    assert parse_date(typed).text == date


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31.2.2015", "31.2.2015: Feb 2015 has 28 days"),
        (
            "bald",
            '"bald" is not a date; write 5.12.2012, 12.2012, 2012, 2012-12-05 or 2012-12; for some time between: 2013..2016',
        ),
    ],
)
def test_what_is_no_date_is_refused_with_the_reason(typed: str, said: str) -> None:
    """The day does not exist, or the forms that there are."""
    with pytest.raises(typer.BadParameter) as caught:
        parse_date(typed)
    assert caught.value.message == said
