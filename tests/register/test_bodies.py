"""The register: its bodies, the areas that they lie in, and that it is quick to open."""

from __future__ import annotations

import datetime
import math
import subprocess
import sys
from importlib import metadata

import pytest

from engagiert_cli.errors import Refusal
from engagiert_cli.register.bodies import Designation, Level, open_register
from tests.clock import process_time_below

REGISTER = open_register("nrw")


def test_its_size() -> None:
    """It has 5 regions, 31 districts and 396 municipalities, as of the end of November 2025."""
    assert (len(REGISTER.at(Level.REGION)), len(REGISTER.at(Level.DISTRICT)), len(REGISTER.at(Level.MUNICIPALITY))) == (
        5,
        31,
        396,
    )
    assert len(REGISTER.bodies) == 432
    assert (REGISTER.edition, REGISTER.population_date) == (datetime.date(2025, 11, 30), datetime.date(2024, 12, 31))


@pytest.mark.parametrize(
    "bodies", [REGISTER.at(Level.REGION), REGISTER.at(Level.MUNICIPALITY)], ids=["regions", "municipalities"]
)
def test_its_sums(bodies: tuple[object, ...]) -> None:
    """Regions and municipalities each make up the Land: 18,034,454 inhabitants on 34,112.34 km²."""
    assert sum(body.population for body in bodies) == 18_034_454  # type: ignore[attr-defined]
    assert sum(body.area for body in bodies) == pytest.approx(34_112.34)  # type: ignore[attr-defined]


def test_districts_are_the_sums_of_their_municipalities() -> None:
    """What lies in a district adds up to it; nothing else lies there."""
    for district in REGISTER.at(Level.DISTRICT):
        own = [body for body in REGISTER.at(Level.MUNICIPALITY) if REGISTER.get(body.district_key) == district]
        assert sum(body.population for body in own) == district.population
        assert sum(body.area for body in own) == pytest.approx(district.area)


def test_a_town() -> None:
    """Witten is a Stadt in the Ennepe-Ruhr-Kreis, Regierungsbezirk Arnsberg."""
    witten = REGISTER.get("05954036")
    assert witten is not None
    assert (witten.name, witten.designation, witten.level) == ("Witten", Designation.TOWN, Level.MUNICIPALITY)
    assert (witten.population, witten.area) == (91808, 72.4)
    district, region = REGISTER.get(witten.district_key), REGISTER.get(witten.region_key)
    assert district is not None
    assert region is not None
    assert (district.name, district.area_name) == ("Ennepe-Ruhr-Kreis", "Ennepe-Ruhr-Kreis")
    assert (region.name, region.area_name) == ("Bezirksregierung Arnsberg", "Regierungsbezirk Arnsberg")
    assert REGISTER.covers(district, witten)
    assert REGISTER.covers(region, witten)
    assert REGISTER.covers(region, district)
    assert REGISTER.covers(district, district)
    assert not REGISTER.covers(witten, district)


def test_an_independent_city_lies_in_no_district() -> None:
    """Bonn lies in a region only."""
    bonn = REGISTER.get("05314000")
    assert bonn is not None
    assert bonn.designation is Designation.INDEPENDENT_CITY
    assert REGISTER.get(bonn.district_key) is None
    region = REGISTER.get(bonn.region_key)
    assert region is not None
    assert region.key == "053"
    assert [body.key for body in REGISTER.at(Level.DISTRICT) if REGISTER.covers(body, bonn)] == []


def test_a_district_is_its_own_and_a_region_too() -> None:
    """Areas are asked for with their own bodies."""
    assert all(REGISTER.get(body.district_key) == body for body in REGISTER.at(Level.DISTRICT))
    assert all(REGISTER.get(body.region_key) == body for body in REGISTER.at(Level.REGION))
    assert all(REGISTER.get(body.district_key) is None for body in REGISTER.at(Level.REGION))


def test_names_in_full() -> None:
    """A Kreis is called so, unless its name says it."""
    names = {body.key: body.name for body in REGISTER.bodies}
    assert [names[key] for key in ("05766", "05962", "05162", "05958", "05334", "059")] == [
        *("Kreis Lippe", "Märkischer Kreis", "Rhein-Kreis Neuss", "Hochsauerlandkreis", "Städteregion Aachen"),
        "Bezirksregierung Arnsberg",
    ]
    assert len(set(names.values())) == 432


@pytest.mark.parametrize(
    ("key", "described"),
    [
        ("05954036", "Witten (Stadt, Ennepe-Ruhr-Kreis, 05954036)"),
        ("05314000", "Bonn (kreisfreie Stadt, Regierungsbezirk Köln, 05314000)"),
        ("05766", "Kreis Lippe (Kreis, Regierungsbezirk Detmold, 05766)"),
        ("059", "Bezirksregierung Arnsberg (Regierungsbezirk, 059)"),
    ],
)
def test_descriptions(key: str, described: str) -> None:
    """A body is told from others by its designation, the area that it lies in, and its key."""
    body = REGISTER.get(key)
    assert body is not None
    assert REGISTER.described(body, key=True) == described
    assert REGISTER.described(body) == described.replace(f", {key}", "")


def test_every_point_lies_near_its_own_area() -> None:
    """A point lies in North Rhine-Westphalia, and no farther from its district's than the district is wide."""
    for body in REGISTER.at(Level.MUNICIPALITY):
        latitude, longitude = body.point
        assert 50.3 < latitude < 52.6
        assert 5.8 < longitude < 9.5
        around = REGISTER.get(body.district_key)
        if around:
            north = (latitude - around.point[0]) * 111.2
            east = (longitude - around.point[1]) * 111.2 * math.cos(math.radians(latitude))
            assert math.hypot(north, east) < 2.5 * math.sqrt(around.area), body.name


def test_an_unknown_register() -> None:
    """What is no register is refused, with those that there are."""
    with pytest.raises(
        Refusal,
        match='there is no register "bayern"\nknown registers: de, sh, hh, ni, hb, nrw, he, rp, bw, by, sl, be, bb, mv, sn, st, th; for a network',
    ):
        open_register("bayern")


def test_unknown_keys() -> None:
    """What is no key of the register is nobody."""
    assert [REGISTER.get(key) for key in (None, "", "05", "05999999", "5954036")] == [None] * 5
    assert REGISTER.get("05999999") is None
    assert (REGISTER.key_of("Luenen"), REGISTER.key_of("Wittn")) == ("05978024", None)


def test_it_is_opened_once() -> None:
    """A register is read once a run, however many ask for it."""
    assert open_register("nrw") is REGISTER


def test_it_opens_in_no_time() -> None:
    """Opening the register costs a command at most 5 ms, in a process of its own; the best of five counts."""
    program = (
        "import time; from engagiert_cli.register.bodies import open_register; start = time.process_time();"
        "open_register('nrw'); print(time.process_time() - start)"
    )
    runs = [float(subprocess.check_output([sys.executable, "-c", program])) for _ in range(5)]
    assert min(runs) < 0.005, runs


def test_names_cost_a_moment_once() -> None:
    """A hundred names cost less than making the index of names does, which is made once."""
    names = REGISTER.names
    names.find("Witten")
    assert REGISTER.names is names
    with process_time_below(0.1):
        for body in REGISTER.bodies[36:136]:
            names.find(body.name)


def test_what_is_longer_than_any_name_is_not_looked_up() -> None:
    """Each word of a text is a place where the name may end."""
    with process_time_below(0.2):
        assert REGISTER.names.find("Wort " * 5000) is None


@pytest.mark.parametrize(
    "text", ["", "K", "Kreis", "Kreis ", "Kreis L", "Landk", "Land", "Bezirksr", "Freie", "Märk", "Neustadt ("]
)
def test_the_bodies_of_a_beginning_are_all_there_are(text: str) -> None:
    """Of each level, whichever part of a row its name in full is made of."""
    germany = open_register("de")
    found = list(germany.beginning_with(text))
    assert len(found) == len({body.key for body in found})
    assert set(found) == {body for body in germany.bodies if body.name.startswith(text)}


def test_the_notice_ships_with_the_program() -> None:
    """Whoever installs the program gets the sources of its data and their licences, as their publishers ask."""
    shipped = [path for path in metadata.files("engagiert") or () if path.name == "NOTICE"]
    assert len(shipped) == 1
    notice = " ".join(shipped[0].read_text("utf-8").split())
    assert "Gemeindeverzeichnis GV-ISys, GV100AD, Gebietsstand 30.11.2025" in notice
    assert "Statistisches Bundesamt (Destatis), 2025. Vervielfältigung und Verbreitung" in notice
    assert "© GeoBasis-DE / BKG 2017 (Daten verändert), VG250, www.bkg.bund.de" in notice
    assert f"Gebietsstand {REGISTER.edition:%d.%m.%Y}" in notice
