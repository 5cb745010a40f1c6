"""The coverage: how much of the Land the network reaches."""

from __future__ import annotations

import pytest

from engagiert_cli.errors import Refusal
from engagiert_cli.language import use
from engagiert_cli.ledger.members import Ledger, Member, Round
from engagiert_cli.register.bodies import open_register
from engagiert_cli.reports.bodies import Selection, inhabitants
from engagiert_cli.reports.coverage import Coverage, coverages
from engagiert_cli.reports.table import Audience

from .networks import FOUNDING, NETWORK, REGISTER, TODAY, column, on, report, rows

ROUND = Round("2015", signed=on("2015"))


def covered(*keys: str) -> dict[str, Coverage]:
    """Return the coverage of each area by a network of these bodies."""
    members = tuple(Member(key, ROUND, key) for key in keys)
    return {area.key: area for area in coverages(Ledger(NETWORK, (ROUND,), members), REGISTER, TODAY)}


def test_the_founding_members() -> None:
    """Lemgo lies in Kreis Lippe: its inhabitants count once."""
    land = next(coverages(FOUNDING, REGISTER, TODAY))
    assert (land.level, land.key, land.name) == ("land", "05", "Nordrhein-Westfalen")
    assert (land.bodies, land.members) == (432, 23)
    assert (land.covered, land.population) == (2_796_295, 18_034_454)
    assert round(land.share, 3) == 0.155
    assert (land.reached, len(land.through)) == (37, 15)


def test_a_district_reaches_its_towns() -> None:
    """Kreis Lippe alone reaches all sixteen; with Lemgo, fifteen of them through the district only."""
    alone, both = covered("05766")["05766"], covered("05766", "05766044")["05766"]
    assert (alone.members, alone.reached, len(alone.through)) == (1, 16, 16)
    assert (both.members, both.reached, len(both.through)) == (2, 16, 15)
    assert alone.covered == both.covered == alone.population
    assert alone.area_reached == both.area_reached == alone.area


def test_an_authority_of_the_land_reaches_no_town() -> None:
    """Bezirksregierung Arnsberg is a member of its region, without covering it."""
    areas = covered("059")
    assert (areas["059"].members, areas["059"].covered) == (1, 0)
    assert areas["05"].members == 1


def test_an_independent_city_is_a_district_of_its_own() -> None:
    """Bonn stands among the districts of its region."""
    bonn = covered("05314000")["05314000"]
    assert (bonn.level, bonn.name, bonn.bodies, bonn.members, bonn.share) == ("district", "Bonn", 1, 1, 1.0)


def test_who_was_merged_into_another() -> None:
    """Its heir is reached, whoever is a member; but in it live no more people than in the members themselves."""
    germany, (ahlen, saara, nobitz, gone) = (
        open_register("de"),
        (
            Member(name, ROUND, key)
            for name, key in (
                ("Ahlen", "05570004"),
                ("Saara", "16077056"),
                ("Nobitz", "16077036"),
                ("Lumpzig", "16077029"),
            )
        ),
    )
    areas = {area.key: area for area in coverages(Ledger(members=(saara, gone)), germany, TODAY)}
    assert (areas["16077"].members, areas["16077"].reached) == (2, 2)
    found = germany.get("16077036"), germany.get("05570004")
    assert inhabitants([ahlen, saara, nobitz], germany) == sum(body.population for body in found if body)
    assert inhabitants([ahlen, saara], germany) is inhabitants([nobitz, gone], germany) is None


def test_every_area_for_machines() -> None:
    """The Land, five regions, 31 districts and 22 independent cities, with the fields of the design."""
    table = report("coverage", FOUNDING)
    fields = ["level", "key", "name", "bodies", "members", "population", "covered", "share"]
    more = ["municipalities", "reached", "area", "area_reached", "through"]
    assert [each.field for each in table.seen_by(Audience.MACHINES).columns] == [*fields, *more]
    told = rows(table)
    assert len(told) == 1 + 5 + 31 + 22
    land = "land", "05", "Nordrhein-Westfalen", 432, 23, 18034454, 2796295, 2796295 / 18034454
    assert told[0] == (*land, 396, 37, told[0][-3], told[0][-2], ())
    assert column(table, "level").count("district") == 53


def test_people_see_who_is_missing() -> None:
    """Districts without a member are named under their region, towns that only their district reaches under it."""
    table = report("coverage", FOUNDING).seen_by(Audience.PEOPLE)
    names = column(table, "name", Audience.PEOPLE)
    assert table.depth
    depths = list(map(table.depth, table.rows))
    blank = dict(zip(names, column(table, "blank", Audience.PEOPLE), strict=True))
    through = dict(zip(names, column(table, "through", Audience.PEOPLE), strict=True))
    assert depths[:3] == [0, 0, 1]
    assert "Kreis Lippe" in names
    assert "Kreis Borken" not in names
    assert blank["Reg.-Bez. Münster"] == (
        "Bottrop",
        *("Gelsenkirchen", "Kreis Borken", "Kreis Coesfeld", "Kreis Recklinghausen", "Münster"),
    )
    assert through["Kreis Lippe"][0] == "Augustdorf"  # type: ignore[index]
    assert "Lemgo" not in through["Kreis Lippe"]  # type: ignore[operator]


def test_the_footer_has_the_figures() -> None:
    """With their days, in the reader's language."""
    assert report("coverage", FOUNDING).footer == (
        "2,796,295 of 18,034,454 inhabitants (15.5%) and 37 of 396 municipalities reached, 15 of them only because "
        "their district is a member. Population of 2024-12-31, areas of 2025-11-30."
    )
    use("de")
    assert report("coverage", FOUNDING).footer == (
        "2.796.295 von 18.034.454 Einwohnerinnen und Einwohnern (15,5\xa0%) und 37 von 396 Städten und Gemeinden "
        "erreicht, 15 davon nur über ihren Kreis. Einwohner vom 31.12.2024, Gebietsstand 30.11.2025."
    )


def test_nobody_yet() -> None:
    """A network without members reaches nothing, and has every district to win."""
    table = report("coverage", Ledger(NETWORK)).seen_by(Audience.PEOPLE)
    assert len(table.rows) == 6
    assert column(table, "share", Audience.PEOPLE) == [0.0] * 6


def test_a_ledger_without_a_register_is_refused() -> None:
    """Nothing is known of inhabitants then; the message says what to do."""
    with pytest.raises(Refusal) as refused:
        report("coverage", FOUNDING, selection=Selection())
    assert str(refused.value) == (
        "this ledger names no register, so nothing is known about districts, inhabitants and areas\n"
        'in the ledger: register = "nrw"'
    )
