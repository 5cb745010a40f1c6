"""Maps to draw: the founding network's, one of more than a hundred members, and one of names that nobody has."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from engagiert_cli.ledger.dates import Date
from engagiert_cli.ledger.members import Ledger, Member, Network, Round
from engagiert_cli.ledger.opening import opened
from engagiert_cli.register.bodies import Level, open_register
from engagiert_cli.reports import map as maps
from engagiert_cli.reports.bodies import Selection
from engagiert_cli.reports.catalogue import Request

if TYPE_CHECKING:
    from engagiert_cli.reports.table import Table

TODAY = datetime.date(2026, 11, 23)
_REGISTER = open_register("nrw")
_FOUNDING = Path(__file__).parents[2] / "data" / "members.toml"
HOSTILE = '"><script>alert(1)</script>\x1b[31m'


def drawn(ledger: Ledger) -> Table:
    """Return the map of today."""
    return maps.report(Request(ledger, TODAY, selection=Selection(_REGISTER)))


def founding() -> Table:
    """Return the map of the founding members."""
    return drawn(opened(_FOUNDING.read_text("utf-8"), "members.toml", TODAY).ledger)


def large() -> Table:
    """Return a map of 130 members in twelve rounds, six of them districts."""
    rounds = [Round(str(2012 + number), signed=Date.parse(str(2012 + number))) for number in range(12)]
    bodies = [*_REGISTER.at(Level.MUNICIPALITY)[::3][:124], *_REGISTER.at(Level.DISTRICT)[::5][:6]]
    members = [Member(body.name, rounds[number * 7 % 12], body.key) for number, body in enumerate(bodies)]
    return drawn(Ledger(Network("Netzwerk", register="nrw"), tuple(rounds), tuple(members)))


def full() -> Table:
    """Return a map on which every body of the register is a member."""
    round_ = Round("2012", signed=Date.parse("2012"))
    members = tuple(Member(body.name, round_, body.key) for body in _REGISTER.bodies)
    return drawn(Ledger(Network("Netzwerk", register="nrw"), (round_,), members))


def hostile() -> Table:
    """Return a map whose names would act on a page or a terminal, if they were not made harmless."""
    round_ = Round(HOSTILE, HOSTILE, Date.parse("2015"))
    members = (Member(HOSTILE, round_, "05314000"), Member(f"{HOSTILE}?", round_))
    return drawn(Ledger(Network(HOSTILE, register="nrw"), (round_,), members))


def nobody() -> Table:
    """Return a map without members."""
    return drawn(Ledger(Network("Netzwerk", register="nrw")))
