"""The announcement: what the press is told after a signing round."""

from __future__ import annotations

import pytest

from engagiert_cli.language import use
from engagiert_cli.ledger.members import NO_ROUND, Ledger, Member, Round
from engagiert_cli.register.bodies import open_register
from engagiert_cli.reports.bodies import Selection
from engagiert_cli.reports.forms import Letter
from engagiert_cli.reports.naming import Naming
from engagiert_cli.who import Who

from .networks import BODIES, FOUNDING, NETWORK, column, network, on, report


def national(*names: str) -> Ledger:
    """Return a network in all of Germany: the first of 2012, the others of 2015."""
    empty = Ledger(NETWORK._replace(register="de"))
    rounds = (Round("2012", signed=on("2012")), Round("2015", signed=on("2015")))
    bodies = [Who(empty).joining(name).body for name in names]
    members = [Member(body.name, rounds[index > 0], body.key) for index, body in enumerate(bodies)]
    return empty._replace(rounds=rounds, members=tuple(members))


def letter(ledger: Ledger, day: str | None = None, round_id: str | None = None, **asked: object) -> tuple[str, ...]:
    """Return title and paragraphs, of the round's own last day where no other is asked for."""
    round_ = ledger.rounds_by_id[round_id] if round_id else None
    table = report("announcement", ledger, day or "2026-11-23", round=round_, is_today=day is None, **asked)
    assert isinstance(table.form, Letter)
    return table.title, *table.form.paragraphs


THIRTEEN = (
    "Alsdorf, Arnsberg, Beckum, Bergheim, Essen, Hagen, Hellenthal, Kirchlengern, Lünen, Nieheim, Rheine, Velbert und "
    "Witten"
)


def test_the_second_signing_in_german() -> None:
    """The number in words, the new ones by the alphabet, all by cohort in the order of the file, the date."""
    use("de")
    assert letter(FOUNDING, round_id="2015") == (
        "Kommunen-Netzwerk: engagiert in NRW – dreizehn neue Mitglieder",
        (
            f"Das „Kommunen-Netzwerk: engagiert in NRW“ hat dreizehn neue Mitglieder. {THIRTEEN} haben im Jahr 2015 die "
            "„Gemeinsame Erklärung“ unterzeichnet (Zweitunterzeichnung)."
        ),
        (
            "Dem Netzwerk gehören damit 23 Mitglieder an, in der Reihenfolge ihres Beitritts: Bonn, Lemgo, Burbach, "
            "Kreis Lippe, Emsdetten, Mönchengladbach, Hemer, Oberhausen, Kamp-Lintfort, Solingen (seit 2012), Alsdorf, "
            "Arnsberg, Beckum, Bergheim, Essen, Hagen, Hellenthal, Kirchlengern, Lünen, Nieheim, Rheine, Velbert, Witten "
            "(seit 2015)."
        ),
        "In diesen Kommunen leben 2.796.295 Menschen (Stand 31. Dezember 2024).",
    )
    assert report("announcement", FOUNDING, is_today=True).subtitle == "Stand 31. Dezember 2015"


def test_the_second_signing_in_english() -> None:
    """The same, with the last two names joined by »and« alone."""
    title, news, members, _figures = letter(FOUNDING, round_id="2015")
    assert title == "Kommunen-Netzwerk: engagiert in NRW – thirteen new members"
    assert news.startswith("The “Kommunen-Netzwerk: engagiert in NRW” has thirteen new members. Alsdorf, Arnsberg, ")
    assert news.endswith("Rheine, Velbert and Witten signed the “Gemeinsame Erklärung” in 2015 (Zweitunterzeichnung).")
    assert "Kamp-Lintfort, Solingen (since 2012), Alsdorf, " in members
    assert report("announcement", FOUNDING, "2016-12-31").subtitle == "As of 31 December 2016"


def test_the_founding() -> None:
    """It is told as that, with who signed without becoming a member; a list of all would be the same names again."""
    use("de")
    assert letter(FOUNDING, round_id="2012") == (
        "Kommunen-Netzwerk: engagiert in NRW – gegründet von zehn Mitgliedern",
        (
            "Zehn Kommunen haben das „Kommunen-Netzwerk: engagiert in NRW“ gegründet. Bonn, Burbach, Emsdetten, Hemer, "
            "Kamp-Lintfort, der Kreis Lippe, Lemgo, Mönchengladbach, Oberhausen und Solingen haben im Dezember 2012 die "
            "„Gemeinsame Erklärung“ unterzeichnet (Erstunterzeichnung). Außerdem haben unterzeichnet: Ministerin für "
            "Familie, Kinder, Jugend, Kultur und Sport des Landes Nordrhein-Westfalen; Kommunale Spitzenverbände NRW."
        ),
        "In diesen Kommunen leben 1.440.904 Menschen (Stand 31. Dezember 2024).",
    )


def test_a_round_is_told_as_it_was_whatever_came_later() -> None:
    """Later members, leavers and rounds change no word of it; another day that is asked for does."""
    later = Round("2020", signed=on("2020-05-04"))
    gone = FOUNDING.members[-1]._replace(left=on("2019-06-30"))
    back = gone._replace(round=later, left=None)
    ledger = FOUNDING._replace(rounds=(*FOUNDING.rounds, later), members=(*FOUNDING.members[:-1], gone, back))
    for round_id in ("2012", "2015"):
        assert letter(ledger, round_id=round_id) == letter(FOUNDING, round_id=round_id)
    assert letter(ledger, "2019-12-31", "2015")[2].startswith("On 31 December 2019 the network had 22 members, in ")


def test_the_latest_round_without_being_told() -> None:
    """The latest round is that in which the latest signed, up to the day."""
    assert letter(FOUNDING) == letter(FOUNDING, round_id="2015")
    assert letter(FOUNDING, "2014-06-30") == letter(FOUNDING, "2014-06-30", round_id="2012")
    assert letter(FOUNDING, "2014-06-30")[0].endswith(" – founded by ten members")


def test_one_new_member() -> None:
    """Everything is in the singular; the first member alone has founded nothing."""
    ledger = network(("Bonn", "2012-12-05", None), ("Oberbergischer Kreis", "2015-03-04", None))
    assert letter(ledger, round_id="2012-12-05")[:2] == (
        "Bündnis – Bonn is the first member",
        "The network “Bündnis” has its first member. Bonn signed the “Charta” on 5 December 2012.",
    )
    use("de")
    assert letter(ledger)[:3] == (
        "Bündnis – Der Oberbergische Kreis ist neues Mitglied",
        (
            "Das Netzwerk „Bündnis“ hat ein neues Mitglied. Der Oberbergische Kreis hat am 4. März 2015 die „Charta“ "
            "unterzeichnet."
        ),
        (
            "Dem Netzwerk gehören damit 2 Mitglieder an, in der Reihenfolge ihres Beitritts: Bonn (seit 2012), "
            "Oberbergischer Kreis (seit 2015)."
        ),
    )


def test_new_members_in_the_order_of_the_alphabet() -> None:
    """Ö sorts as O, whatever the order of the file."""
    names = ("Oerlinghausen", "Münster", "Moers")
    ledger = network(("Bonn", "2012", None), *((name, "2015", None) for name in names))
    assert "three new members. Moers, Münster and Oerlinghausen signed" in letter(ledger)[1]
    assert "Oerlinghausen, Münster, Moers (since 2015)" in letter(ledger)[2]


@pytest.mark.parametrize(
    ("dates", "is_certain"),
    [
        (("2012", "2013-05", "2013-06-01"), True),
        (("2012-12-05", "2012-12-05", "2015"), True),
        (("2012", "2012", "2015"), True),
        (("2012-12", "2012", "2015"), False),
        (("2012", "2013-06", "..2014"), False),
        (("2012", "2012-06..", "2015"), False),
    ],
)
def test_the_order_of_joining_is_claimed_where_it_is_certain(dates: tuple[str, ...], is_certain: bool) -> None:
    """Those of one round came together; elsewhere no two may be the other way round, or nothing is said of an order."""
    ledger = network(*zip(("Bonn", "Witten", "Essen"), dates, [None] * 3, strict=True))
    assert (", in the order in which they joined" in " ".join(letter(ledger, "2026-11-23"))) == is_certain


def test_no_order_of_those_who_signed_in_no_round() -> None:
    """Of two that signed some day of one year, nobody knows who was first; of two on one day, none was."""
    for date, is_claimed in (("2015", False), ("2015-06-01", True)):
        members = [Member(name, NO_ROUND, own_date=on(date)) for name in ("Bonn", "Witten")]
        told = letter(Ledger(NETWORK, (), tuple(members)))[1]
        assert ("in the order" in told) == is_claimed


def test_a_round_without_members() -> None:
    """One that has been says that nobody joined, one to come says so."""
    rounds = (Round("2015", "Zweite", on("2015")), Round("2030", signed=on("2030")))
    ledger = Ledger(NETWORK, rounds)
    assert letter(ledger, round_id="2015") == (
        "Bündnis – no new members",
        "Nobody has joined in the signing round 2015 (Zweite).",
    )
    assert letter(ledger, round_id="2030")[1] == "The signing round 2030 is still to come."


def told(ledger: Ledger, day: str | None, round_id: str | None = None) -> list[str]:
    """Return title and first paragraph in English, then in German."""
    said = [*letter(ledger, day, round_id)[:2]]
    use("de")
    return [*said, *letter(ledger, day, round_id)[:2]]


def test_whether_somebody_is_new_may_be_open() -> None:
    """Then the title claims nothing: a member signed its round some day of a year that is not over by the day."""
    ledger = network(("Bonn", "2010", None), ("Witten", "2012", None))
    open_ = [
        "Bündnis", "It is not known whether anybody had joined in the signing round 2012 by then.",
        "Bündnis", "Ob bis dahin jemand in der Unterzeichnungsrunde 2012 beigetreten war, ist nicht bekannt."
    ]  # fmt: skip
    assert told(ledger, "2012-06-30", "2012") == open_
    own = ledger.members[1]._replace(round=Round("2012", signed=on("2012-03")), own_date=on("2012"))
    vague = Ledger(NETWORK, (ledger.rounds[0], own.round), (ledger.members[0], own))
    use("en")
    assert told(vague, "2012-06-30", "2012") == open_
    use("en")
    assert told(network(("Bonn", "2012", None)), "2012-06-30") == [
        "Bündnis", "It is not known whether anybody was a member then.",
        "Bündnis", "Ob damals jemand Mitglied war, ist nicht bekannt."
    ]  # fmt: skip


def test_who_may_have_been_before_leaves_the_founding_open() -> None:
    """The first member, and a founding, are told where nobody else may have signed by then."""
    ledger = network(("Bonn", "2012-12-05", None), ("Witten", "..2015", None))
    assert told(ledger, "2012-12-31") == [
        "Bündnis – Bonn is a new member",
        "The network “Bündnis” has a new member. Bonn signed the “Charta” on 5 December 2012.",
        "Bündnis – Bonn ist neues Mitglied",
        "Das Netzwerk „Bündnis“ hat ein neues Mitglied. Bonn hat am 5. Dezember 2012 die „Charta“ unterzeichnet.",
    ]


def test_before_a_round_the_members_are_those_of_the_day() -> None:
    """»Now« the network has its members after a signing; before, and with nobody new, it had them on a day."""
    ledger = network(("Bonn", "2012", None), ("Witten", "2012", None), ("Essen", "2022-08-07", None))
    title, news, members = letter(ledger, "2021-12-31", "2022-08-07")[:3]
    assert (title, news) == ("Bündnis – no new members", "The signing round 2022-08-07 is still to come.")
    assert members.startswith("On 31 December 2021 the network had 2 members, ")
    use("de")
    assert letter(ledger, "2021-12-31", "2022-08-07")[2].startswith("Am 31. Dezember 2021 gehörten dem Netzwerk 2 ")


def test_who_has_left_by_the_day_is_no_new_member() -> None:
    """It signed and left in one year; founders stay those who founded the network."""
    ledger = network(("Bonn", "2012", "2019"), ("Witten", "2012", None), ("Hamm", "2017", "2017"))
    assert letter(ledger, "2017-12-31", "2017") == (
        "Bündnis – no new members",
        "Hamm signed the “Charta” in 2017.",
        "On 31 December 2017 the network had 2 members, in the order in which they joined: Bonn, Witten (since 2012).",
        *letter(ledger, "2017-12-31", "2017")[3:-1],
        "Hamm (2017) is no longer a member.",
    )
    table = report("announcement", ledger, "2017-12-31", round=ledger.rounds[1])
    assert (column(table, "new"), column(table, "left")) == ([()], [("Hamm",)])
    founded = ledger._replace(members=ledger.members[:2])
    assert letter(founded, "2019-12-31")[0] == "Bündnis – founded by two members"
    use("de")
    assert letter(ledger, "2017-12-31", "2017")[0] == "Bündnis – keine neuen Mitglieder"
    assert letter(founded, "2019-12-31")[1].startswith("Zwei Kommunen haben das Netzwerk „Bündnis“ gegründet. ")


def test_quotation_marks_in_quotation_marks_are_single() -> None:
    """Whichever the ledger has."""
    for declaration in ("Erklärung „Mit uns“", 'Erklärung "Mit uns"', "Erklärung “Mit uns”", "Erklärung »Mit uns«"):
        ledger = network(("Bonn", "2012", None), name="Bund „Wir“", declaration=declaration)
        use("en")
        assert "network “Bund ‘Wir’” has" in letter(ledger)[1]
        assert letter(ledger)[1].endswith(" signed the “Erklärung ‘Mit uns’” in 2012.")
        use("de")
        assert letter(ledger)[1].endswith(" die „Erklärung ‚Mit uns‘“ unterzeichnet.")
        assert letter(ledger)[0].startswith("Bund „Wir“ – ")


def test_nobody_yet() -> None:
    """A network without members has a sentence, and for machines no row; »nobody« is said where it is certain only."""
    assert letter(Ledger(NETWORK)) == ("Bündnis – no new members", "Nobody has signed yet.")
    assert report("announcement", Ledger(NETWORK)).rows == []
    assert letter(FOUNDING, "2012-11-30")[1] == "Nobody had signed by then."
    assert letter(FOUNDING, "2012-12-05")[1] == "It is not known whether anybody was a member then."


def test_who_has_left() -> None:
    """Who left since the round before is told in a sentence of its own, who left earlier or later is not."""
    ledger = network(
        ("Bonn", "2012", None), ("Kreis Unna", "2012", "2014-06-30"), ("Velbert", "2015", "2019-06-30"),
        ("Witten", "2015", None), ("Essen", "2020", None)
    )  # fmt: skip
    use("de")
    assert letter(ledger, round_id="2015")[-1] == "Der Kreis Unna (30. Juni 2014) ist nicht mehr Mitglied."
    assert letter(ledger)[-1] == "Velbert (30. Juni 2019) ist nicht mehr Mitglied."
    assert "Unna" not in letter(ledger)[2]
    assert not any("nicht mehr" in text for text in letter(ledger, round_id="2012"))


def test_who_came_back_is_not_gone() -> None:
    """One that left and signed again is a member since then, and stands nowhere else."""
    ledger = network(("Bonn", "2012", "2014-05-01"), ("Bonn", "2015", None))
    assert [text for text in letter(ledger) if "no longer" in text] == []


def test_all_have_left() -> None:
    """Without a member there is no list, only who has gone, each once."""
    ledger = network(("Bonn", "2012", "2014-05-01"), ("Bonn", "2015", "2016"), ("Witten", "2015", "2017-03"))
    assert letter(ledger, "2026-11-23")[2:] == ("Bonn (2016) and Witten (March 2017) are no longer members.",)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Kreis Unna", "Der Kreis Unna"),
        ("Märkischer Kreis", "Der Märkische Kreis"),
        ("Hochsauerlandkreis", "Der Hochsauerlandkreis"),
        ("Städteregion Aachen", "Die Städteregion Aachen"),
        ("Bezirksregierung Arnsberg", "Die Bezirksregierung Arnsberg"),
        ("Witten", "Witten"),
        ("Bund der Steuerzahler", "Der Bund der Steuerzahler"),
        ("Sportverein Mitte", "Der Sportverein Mitte"),
        ("Ministerium für Heimat", "Das Ministerium für Heimat"),
        ("Landesamt für Natur", "Das Landesamt für Natur"),
        ("Bürgerstiftung Mitte", "Die Bürgerstiftung Mitte"),
        ("Handwerkskammer Dortmund", "Die Handwerkskammer Dortmund"),
        ("Freiamt", "Freiamt"),
        ("Hohenkammer", "Hohenkammer"),
    ],
)
def test_articles(name: str, told: str) -> None:
    """German needs an article before what is called by a noun, and English none."""
    ledger = network(("Bonn", "2012", None), (name, "2015", None))
    assert letter(ledger)[0] == f"Bündnis – {name} is a new member"
    use("de")
    assert letter(ledger)[0] == f"Bündnis – {told} ist neues Mitglied"


def test_every_area_of_germany_has_an_article_and_no_town_has_one() -> None:
    """The rule is one of words, and takes in what other Länder call their authorities and districts."""
    use("de")
    germany = open_register("de")
    naming = Naming(Ledger(NETWORK), germany)
    for body in germany.bodies:
        told = naming.with_article(Member(body.name, NO_ROUND, body.key))
        assert told.startswith(("der ", "die ", "das ")) == (len(body.key) < 8), told


def test_the_land_stands_behind_the_names_of_a_national_network() -> None:
    """As networks print it: in the order of joining, the Land behind those of it that follow upon one another."""
    use("de")
    ledger = national("Bonn", "Groß-Zimmern", "Hilgert", "Kammerforst (Rheinland-Pfalz)", "Landkreis Gießen", "Berlin")
    news, members = letter(ledger, selection=Selection(open_register("de")))[1:3]
    assert (
        "Groß-Zimmern in Hessen, Hilgert und Kammerforst in Rheinland-Pfalz, der Landkreis Gießen in Hessen sowie "
        "Berlin haben" in news
    )
    assert members.endswith(
        ": Bonn in NRW (seit 2012), Groß-Zimmern in Hessen, Hilgert und Kammerforst in Rheinland-Pfalz, "
        "Landkreis Gießen in Hessen sowie Berlin (seit 2015)."
    )


def test_who_lies_in_no_land_is_no_part_of_the_land_before() -> None:
    """Towns that are Länder stand each for themselves, or they would seem to lie in the one that is named before."""
    selection = Selection(open_register("de"))
    news = letter(national("Bonn", "Hilgert", "Berlin", "Hamburg", "Kassel"), selection=selection)[1]
    assert "Hilgert in Rheinland-Pfalz, Berlin, Hamburg as well as Kassel in Hessen signed" in news
    assert "Berlin and Hamburg signed" in letter(national("Bonn", "Berlin", "Hamburg"), selection=selection)[1]


def test_two_of_one_name_are_told_apart() -> None:
    """Their district stands behind the name, and nobody else's."""
    ledger = national(
        "Bonn", "Haibach (Landkreis Aschaffenburg)", "Haibach (Landkreis Straubing-Bogen)", "Königsberg i.Bay."
    )
    (news,) = letter(ledger, selection=Selection(open_register("de")))[1:2]
    assert (
        "Haibach (Landkreis Aschaffenburg), Haibach (Landkreis Straubing-Bogen) and Königsberg i.Bay. in Bayern" in news
    )


def test_machines_get_names_that_tell_two_apart() -> None:
    """As people do, and as other reports have them."""
    haibach = "Haibach (Landkreis Aschaffenburg)", "Haibach (Landkreis Straubing-Bogen)"
    selection = Selection(open_register("de"))
    ledger = national("Bonn", *haibach)
    for name in ("cohorts", "anniversaries"):
        assert column(report(name, ledger, selection=selection), "members") == [("Bonn",), haibach]


def test_who_is_no_kommune_is_counted_apart() -> None:
    """An authority of the Land is a member, and none of the Kommunen; nor do people live in it."""
    use("de")
    ledger = network(("Bonn", "2012", None), ("Kreis Unna", "2012", None), ("Bezirksregierung Arnsberg", "2015", None))
    _title, _news, members, figures = letter(ledger)
    assert members.startswith("Dem Netzwerk gehören damit 3 Mitglieder an (zwei Kommunen und eine Bezirksregierung), ")
    assert figures == letter(ledger, round_id="2012")[-1]


def test_one_of_a_kind_is_no_number() -> None:
    """German says »eine Kommune«, not »eins Kommune«."""
    use("de")
    ledger = network(("Bonn", "2012", None), ("Regionalverband Ruhr", "2012", None))
    assert letter(ledger)[1].startswith("Eine Kommune und ein Regionalverband haben das Netzwerk „Bündnis“ gegründet.")
    ledger = network(("Bonn", "2012", None), ("Unna", "2012", None), ("Freiwillige vor Ort", "2012", None))
    assert letter(ledger)[1].startswith("Zwei Kommunen und ein weiteres Mitglied haben ")


def test_inhabitants_are_counted_once_and_only_where_it_is_certain() -> None:
    """A town in a district that is a member adds nobody; a member of unknown key leaves the figure open."""
    district = network(("Kreis Unna", "2012", None))
    both = network(("Kreis Unna", "2012", None), ("Lünen", "2012", None))
    assert letter(district)[-1] == letter(both)[-1] != letter(network(("Lünen", "2012", None)))[-1]
    unknown = both._replace(members=(*both.members, both.members[0]._replace(name="Atlantis", key="05999999")))
    assert "people live there" not in letter(unknown)[-1]


def test_one_kommune_is_not_told_of_as_several() -> None:
    """People live in this one, or in these."""
    use("de")
    assert letter(network(("Lünen", "2012", None)))[-1].startswith("In dieser Kommune leben ")
    assert letter(network(("Lünen", "2012", None), ("Unna", "2012", None)))[-1].startswith("In diesen Kommunen leben ")


def test_the_milestone_that_a_round_passes() -> None:
    """Who it was is said where it can only be one; that it was passed, where it is certain."""
    names = [body.name for body in BODIES if len(body.key) == 8][:60]
    before = [(name, "2012", None) for name in names[:49]]
    one = network(*before, (names[49], "2015-03-04", None))
    two = network(*before, (names[49], "2015", None), (names[50], "2015", None))
    assert letter(one)[3].startswith(f"{names[49]} is the 50th member. ")
    assert letter(two)[3].startswith("With them, the network has reached the mark of 50 members. ")
    vague = network(*before, (names[49], "2011..", None), (names[50], "2015", None))
    again = network(*before, (names[49], "2015", "2016"), (names[50], "2017", None))
    left = network(
        *((name, "2012", "2014" if name in names[:9] else None) for name in names[:45]),
        *((name, "2015", None) for name in names[45:51]),
    )
    back = network(
        *((name, "2012", "2013" if name == names[0] else None) for name in names[:49]),
        (names[49], "2014", None),
        (names[0], "2015", None),
    )
    for silent in (letter(vague, round_id="2015"), letter(again), letter(left), letter(back)):
        assert not any("50 members." in text or "50th" in text for text in silent)


@pytest.mark.parametrize(
    ("signed", "when", "since"),
    [
        ("2015-06-16", " on 16 June 2015.", "since 2015"),
        ("2015-06", " in June 2015.", "since 2015"),
        ("2015", " in 2015.", "since 2015"),
        ("2013-10..2016-06", " between October 2013 and June 2016.", "joined between 2013 and 2016"),
        ("..2016", " in 2016 or earlier.", "since 2016 or earlier"),
        ("2013..", " in 2013 or later.", "joined between 2013 and 2026"),
    ],
)
def test_dates_are_as_vague_as_they_are_known(signed: str, when: str, since: str) -> None:
    """Nothing is said more exactly than it is known."""
    ledger = network(("Witten", "2010", None), ("Bonn", signed, None))
    _title, news, members = letter(ledger, round_id=signed)[:3]
    assert news.endswith(f"the “Charta”{when}")
    assert f"({since})" in members


def test_the_order_of_joining_where_it_is_not_known() -> None:
    """Of whom the year is not known, stands last."""
    ledger = network(("Kreis Coesfeld", "..2024", None), ("Bonn", "2012", None), ("Witten", "2015", None))
    assert letter(ledger, "2026-11-23")[2].endswith(
        ": Bonn (since 2012), Witten (since 2015), Kreis Coesfeld (since 2024 or earlier)."
    )


def test_the_order_of_joining_within_a_year() -> None:
    """By the day, whatever the order of rounds, and of members in one; what is vague comes by its last possible day."""
    ledger = network(("Witten", "2015-11-01", None), ("Hamm", "2015-03-01", None), ("Essen", "2015-06", None))
    alone = Member("Hagen", NO_ROUND, own_date=on("2015-01-02"))
    early = Member("Unna", ledger.rounds[0], own_date=on("2015-10-30"))
    whole = ledger._replace(members=(*ledger.members, alone, early))
    assert ": Hagen, Hamm, Essen, Unna, Witten (since 2015)." in letter(whole)[2]
    use("de")
    assert "in der Reihenfolge ihres Beitritts: Hagen, Hamm, Essen, Unna, Witten (seit 2015)." in letter(whole)[2]


def test_without_names_of_network_and_declaration() -> None:
    """A ledger that names neither still has its sentences."""
    ledger = network(("Essen", "2012", None), ("Bonn", "2015", None), ("Witten", "2015", None), name="", declaration="")
    assert letter(ledger)[:2] == ("Two new members", "The network has two new members. Bonn and Witten signed in 2015.")


def test_members_of_a_round_that_signed_on_days_of_their_own() -> None:
    """Their days stand behind the others'; where there are many, the time in which all signed."""
    round_ = Round("2026", "Herbsttreffen", on("2026-11-03"))
    founded = Member("Bonn", Round("2012", signed=on("2012")))

    def news(*days: str | None) -> str:
        names = ("Ahlen", "Dorsten", "Essen", "Hagen", "Witten")
        new = [Member(name, round_, own_date=day and on(day)) for name, day in zip(names, days, strict=False)]  # type: ignore[arg-type]
        return letter(Ledger(NETWORK, (founded.round, round_), (founded, *new)))[1].partition("members. ")[2]

    assert news(None, "2026-11-04", None) == (
        "Ahlen and Essen signed the “Charta” on 3 November 2026, Dorsten on 4 November 2026 (Herbsttreffen)."
    )
    assert news(None, "2026-11-04", "2026-11-05", "2026-11-06") == (
        "Ahlen, Dorsten, Essen and Hagen signed the “Charta” in November 2026 (Herbsttreffen)."
    )


def test_machines_get_the_data() -> None:
    """One row with the round, the new members, all members, the day, and what the text says besides."""
    table = report("announcement", FOUNDING, "2014-06-30")
    assert [each.field for each in table.columns] == [
        "round", "name", "signed", "date", "new", "cosigners", "left", "members", "total", "population"
    ]  # fmt: skip
    assert column(table, "total") == [10]
    assert column(table, "new")[0][0] == "Bonn"  # type: ignore[index]
    assert column(table, "population") == [1_440_904]
