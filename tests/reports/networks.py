"""Networks to report on: the founding one, small ones, and any one at all."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from engagiert_cli.ledger.dates import Date
from engagiert_cli.ledger.members import Ledger, Member, Network, Round
from engagiert_cli.ledger.opening import opened
from engagiert_cli.register.bodies import open_register
from engagiert_cli.reports.bodies import Selection
from engagiert_cli.reports.catalogue import REPORTS, Request
from engagiert_cli.reports.table import Audience, Table

TODAY = datetime.date(2026, 11, 23)
REGISTER = open_register("nrw")
FOUNDING = opened(
    (Path(__file__).parents[2] / "data" / "members.toml").read_text("utf-8"), "members.toml", TODAY
).ledger
NETWORK = Network("Bündnis", "Charta", "nrw")


def on(text: str) -> Date:
    """Return the date written so, as it is known today."""
    return Date.parse(text).known_on(TODAY)


def network(*members: tuple[str, str, str | None], name: str = "Bündnis", declaration: str = "Charta") -> Ledger:
    """Return a network of members given by name, date of signing and date of leaving; each date is a round."""
    rounds = {signed: Round(signed, signed=on(signed)) for _name, signed, _left in members}
    entries = (
        Member(who, rounds[signed], key=REGISTER.key_of(who), left=on(left) if left else None)
        for who, signed, left in members
    )
    return Ledger(Network(name, declaration, "nrw"), tuple(rounds.values()), tuple(entries))


def report(name: str, ledger: Ledger, day: str = "2026-11-23", **asked: Any) -> Table:
    """Return the report at the end of a day."""
    asked.setdefault("selection", Selection(REGISTER))
    return REPORTS[name].make(Request(ledger, datetime.date.fromisoformat(day), **asked))


def column(table: Table, field: str, audience: Audience = Audience.MACHINES) -> list[object]:
    """Return the cells of a column as an audience sees it."""
    seen = table.seen_by(audience)
    (found,) = (each for each in seen.columns if each.field == field)
    return list(map(found.cell, seen.rows))


def rows(table: Table, audience: Audience = Audience.MACHINES) -> list[tuple[Any, ...]]:
    """Return the rows as an audience sees them."""
    return list(table.seen_by(audience).records())


DAYS = st.dates(datetime.date(2009, 1, 1), datetime.date(2029, 12, 31))


@st.composite
def _dates(draw: st.DrawFn) -> Date:
    """Draw a date of any precision, a time between two dates, or an unknown one."""
    first = draw(st.dates(datetime.date(2010, 1, 1), TODAY))
    cut = draw(st.sampled_from([4, 7, 10]))
    shape = draw(st.sampled_from(["one", "one", "one", "between", "since", "until"]))
    text = first.isoformat()[:cut]
    if shape == "one":
        return on(text)
    if shape == "since":
        return on(f"{text}..")
    if shape == "until":
        return on(f"..{text}")
    last = draw(st.dates(first, TODAY)).isoformat()[:cut]
    return on(f"{text}..{last}" if text != last else text)


BODIES = [body for body in REGISTER.bodies if body.key[:3] in ("057", "053")]


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Draw a network: no member or many, some with dates of their own, some that left, some that came back."""
    rounds = [Round(str(number), signed=draw(_dates())) for number in range(draw(st.integers(1, 6)))]
    members = draw(
        st.lists(
            st.builds(
                lambda body, keyed, round_, own, left: Member(
                    body.name, round_, body.key if keyed else None, own_date=own, left=left
                ),
                st.sampled_from(BODIES),
                st.sampled_from([True, True, False]),
                st.sampled_from(rounds),
                st.none() | _dates(),
                st.none() | _dates(),
            ),
            max_size=30,
        )
    )
    return Ledger(NETWORK, tuple(rounds), tuple(members))
