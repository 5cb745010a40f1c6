"""The map: which members are on it, and what is told of them."""

from __future__ import annotations

import pytest

from engagiert_cli.errors import Refusal
from engagiert_cli.ledger.members import Ledger, Member, Round
from engagiert_cli.reports import map as maps
from engagiert_cli.reports.bodies import Selection
from engagiert_cli.reports.catalogue import Request
from engagiert_cli.reports.forms import Map, Shade, Spot
from engagiert_cli.reports.table import Audience

from .networks import FOUNDING, NETWORK, REGISTER, TODAY, network, on, rows


def drawn(ledger: Ledger) -> Map:
    """Return what is drawn of a network today."""
    table = maps.report(Request(ledger, TODAY, selection=Selection(REGISTER)))
    assert isinstance(table.form, Map)
    return table.form


def test_the_founding_members() -> None:
    """Each cohort has its shade, each member its place, and what is to be known of it."""
    found = drawn(FOUNDING)
    assert found.shades == [
        Shade("2012 Erstunterzeichnung", "Dec 2012", 10),
        Shade("2015 Zweitunterzeichnung", "2015", 13),
    ]
    places = {place.name: place for place in found.places}
    assert len(places) == 23
    assert places["Witten"] == Spot("05954036", "Witten", 1, ("Ennepe-Ruhr-Kreis", "round 2015", "signed on 2015"))
    assert places["Bonn"].facts[0] == "Regierungsbezirk Köln"
    assert places["Kreis Lippe"].facts[0] == "Regierungsbezirk Detmold"
    assert [place.name for place in found.places if not place.is_municipality] == ["Kreis Lippe"]
    assert found.elsewhere == ""


def test_former_members_are_not_on_it() -> None:
    """A round whose members have all left has no shade either."""
    found = drawn(network(("Bonn", "2012", "2014"), ("Witten", "2015", None)))
    assert [place.name for place in found.places] == ["Witten"]
    assert found.shades == [Shade("2015", "", 1)]


def test_what_has_no_place_is_named() -> None:
    """An authority of the Land, and a body that the register does not know."""
    round_ = Round("2015", signed=on("2015"))
    members = (Member("Bezirksregierung Arnsberg", round_, "059"), Member("Atlantis", round_))
    found = drawn(Ledger(NETWORK, (round_,), members))
    assert found.elsewhere == "Not on the map: Bezirksregierung Arnsberg, Atlantis"
    assert found.places == []
    assert found.shades == [Shade("2015", "", 2)]


def test_the_table_is_sorted_by_name() -> None:
    """With designation, district, round and date."""
    told = rows(maps.report(Request(FOUNDING, TODAY, selection=Selection(REGISTER))).seen_by(Audience.PEOPLE))
    assert [row[0] for row in told[:3]] == ["Alsdorf", "Arnsberg", "Beckum"]
    assert told[-1] == ("Witten", "Stadt", "Ennepe-Ruhr-Kreis", "2015", on("2015"))


def test_a_ledger_without_a_register_has_no_map() -> None:
    """The message says what to do."""
    with pytest.raises(Refusal, match="this ledger names no register, and so has no map"):
        maps.report(Request(FOUNDING, TODAY, selection=Selection(None)))
