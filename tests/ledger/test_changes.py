"""The rules of joining, leaving, amending, removing and of rounds, with what is said where they forbid something."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from engagiert_cli.errors import Refusal, Refusals, WrongUsage
from engagiert_cli.ledger import changes
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.ledger.members import NO_ROUND, Body, Round
from engagiert_cli.ledger.signing import Signing
from engagiert_cli.output.hints import worded
from engagiert_cli.who import Who
from tests.ledger.ledgers import LEDGER, ROUNDS, TODAY, document, member, on

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagiert_cli.ledger.changes import Change

SEE_WITTEN = "to see what the ledger says: engagiert show Witten"
FORMER = LEDGER + 'left = "2018"\n'  # Witten


def join(text: str, *names: str, round_id: str | None = None, signed: str | None = None, **more: Any) -> Change:
    """Join the bodies of those names, as they are typed on the command line."""
    kind = more.pop("kind", None)
    date = Date.parse_typed(signed) if signed is not None else None
    return changes.join(document(text), [Body(name, None, kind) for name in names], Signing(round_id, date, **more))


def leave(text: str, name: str, date: str) -> Change:
    """End the latest membership of that name."""
    ledger = document(text)
    return changes.leave(ledger, Who(ledger.ledger).member(name), Date.parse_typed(date))


def amend(text: str, of: str, **fields: str | None) -> Change:
    """Correct the latest entry of that name."""
    ledger = document(text)
    correction = {
        key: Date.parse_typed(value) if key in ("own_date", "left") and value else value
        for key, value in fields.items()
    }
    return changes.amend(ledger, Who(ledger.ledger).member(of), correction)


def set_round(
    text: str, round_id: str, name: str | None = None, signed: str | None = None, *, undated: bool = False
) -> Change:
    """Add or correct a round."""
    correction: dict[str, Any] = {}
    if name is not None:
        correction["name"] = name
    if signed or undated:
        correction["signed"] = Date.parse_typed(signed) if signed else UNKNOWN
    return changes.set_round(document(text), round_id, correction)


def after(change: Change) -> Round | None:
    """Return the round that was changed, as it is now."""
    return change.round_changed[1] if change.round_changed else None


def refused(attempt: Callable[[], object]) -> list[tuple[str, ...]]:
    """Return what the attempt is refused with: for each refusal its message and its hints."""
    with pytest.raises((Refusal, Refusals, WrongUsage)) as caught:
        attempt()
    refusals: Any = caught.value.refusals if isinstance(caught.value, Refusals) else (caught.value,)
    return [(refusal.message, *map(worded, refusal.hints)) for refusal in refusals]


# Joining


def test_a_body_joins_in_a_round() -> None:
    """It is added with the date of its round, and the change says who joined."""
    change = join(LEDGER, "Unna", round_id="2015")
    (unna,) = change.members
    assert (unna.name, unna.round.id, unna.own_date, unna.signed) == ("Unna", "2015", None, on("2015"))
    assert (change.unchanged, change.rounds_started, change.wrote) == ((), (), True)
    assert member(change.document.ledger, "Unna") == unna
    assert len(change.document.ledger.members) == 5


def test_several_bodies_join_at_once() -> None:
    """All are added, each at its place, with the same note and source."""
    change = join(LEDGER, "Zons", "Ahaus", round_id="2012", note="n", source="s")
    assert [(entry.name, entry.note, entry.source) for entry in change.members] == [
        ("Zons", "n", "s"),
        ("Ahaus", "n", "s"),
    ]
    assert [entry.name for entry in change.document.ledger.members] == [
        "Ahaus",
        "Bonn",
        "Lemgo",
        "Zons",
        "Essen",
        "Witten",
    ]


@pytest.mark.parametrize("signed", ["5.12.2012", "12.2012", "2012"])
def test_the_date_that_is_said_of_a_member_is_written_with_it(signed: str) -> None:
    """Whether it is more exact than that of its round, the same, or vaguer: it is the member's, whatever comes."""
    (unna,) = join(LEDGER, "Unna", round_id="2012", signed=signed).members
    assert unna.own_date == Date.parse_typed(signed)


def test_the_date_alone_chooses_the_only_round_of_that_year() -> None:
    """Signed in May 2015 is signed in the round of 2015; a round without a date is of the year that names it."""
    (unna,) = join(LEDGER, "Unna", signed="2015-05-04").members
    assert (unna.round.id, unna.own_date) == ("2015", on("2015-05-04"))
    undated = LEDGER.replace('signed = "2015"\n', "")
    (unna,) = join(undated, "Unna", signed="2015-05-04").members
    assert (unna.round.id, unna.own_date) == ("2015", on("2015-05-04"))


def test_the_date_alone_starts_a_round_where_its_year_has_none() -> None:
    """The new round is named by the year and dated by it, since others may follow; the member has the day."""
    change = join(LEDGER, "Unna", signed="2018-06-04")
    assert change.rounds_started == (Round("2018", signed=on("2018")),)
    assert change.members[0].own_date == on("2018-06-04")
    assert (
        change.document.text
        == LEDGER.replace('signed = "2015"\n', 'signed = "2015"\n\n[[rounds]]\nid = "2018"\nsigned = "2018"\n')
        + '\n[[members]]\nname = "Unna"\nround = "2018"\nsigned = 2018-06-04\n'
    )


def test_a_round_that_several_start_has_their_date() -> None:
    """Who signs together signs on the day of the round, and need not repeat it."""
    change = join(LEDGER, "Unna", "Hagen", signed="2018-06-04")
    assert change.rounds_started == (Round("2018", signed=on("2018-06-04")),)
    assert [entry.own_date for entry in change.members] == [None, None]


def test_a_round_of_one_year_that_one_member_starts_repeats_nothing() -> None:
    """The year alone is what the round says already."""
    change = join(LEDGER, "Unna", signed="2018")
    assert change.rounds_started == (Round("2018", signed=on("2018")),)
    assert change.members[0].own_date is None


def test_a_round_of_no_single_year_that_one_member_starts_has_no_date() -> None:
    """Some time between two years is known of the member, and of nobody else."""
    change = join(LEDGER, "Unna", round_id="later", signed="2013-10..2016-06")
    assert change.rounds_started == (Round("later", signed=UNKNOWN.known_on(TODAY)),)
    assert change.members[0].own_date == on("2013-10..2016-06")


def test_the_date_alone_does_not_choose_between_several_rounds_of_a_year() -> None:
    """Both are offered."""
    text = ROUNDS.replace('id = "2012"', 'id = "autumn"').replace("2012-12", "2015-10")
    assert refused(lambda: join(text, "Unna", signed="2015-05-04")) == [
        ("2015-05-04 matches more than one round", "say which it was: --round autumn", "say which it was: --round 2015")
    ]


def test_the_date_alone_does_not_go_into_a_round_of_another_year() -> None:
    """A round called 2015 that was signed in 2016 is not silently taken for one of 2015, nor doubled."""
    text = LEDGER.replace('signed = "2015"', 'signed = "2016"')
    assert refused(lambda: join(text, "Unna", signed="2015-05-04")) == [
        ('round "2015" was not in 2015', "say which it was: --round 2015")
    ]


@pytest.mark.parametrize("typed", ["2015-12..2016-01", "..2015", "2015.."])
def test_a_date_in_no_single_year_needs_no_round(typed: str) -> None:
    """Some time between two years is signed outside of a round, unless one is named."""
    change = join(LEDGER, "Unna", signed=typed)
    assert (change.members[0].round, change.members[0].own_date) == (NO_ROUND, on(typed))
    assert change.rounds_started == ()
    assert change.document.text == f'{LEDGER}\n[[members]]\nname = "Unna"\nsigned = "{on(typed).text}"\n'
    assert join(LEDGER, "Unna", signed=typed, round_id="2012").members[0].own_date == on(typed)


def test_joining_needs_a_round_or_a_date() -> None:
    """Without either the command is used wrongly."""
    with pytest.raises(WrongUsage) as wrong:
        join(LEDGER, "Unna")
    assert wrong.value.message == "say in which round or when"


@pytest.mark.parametrize("year", ["2026", "2018", "2013"])
def test_an_unknown_round_that_is_a_year_up_to_this_one_is_started(year: str) -> None:
    """It is named and dated by the year; this year's ends today."""
    change = join(LEDGER, "Unna", round_id=year)
    assert change.rounds_started == (Round(year, signed=on(year)),)
    assert change.document.ledger.rounds[-1] == Round(year, signed=on(year))


def test_an_unknown_round_with_a_date_is_started() -> None:
    """Any id will do; of one signing the round has the year, of several their date."""
    change = join(LEDGER, "Unna", round_id="third", signed="6.2018")
    assert change.rounds_started == (Round("third", signed=on("2018")),)
    assert change.members[0].own_date == on("2018-06")
    change = join(LEDGER, "Unna", "Hagen", round_id="third", signed="6.2018")
    assert change.rounds_started == (Round("third", signed=on("2018-06")),)


@pytest.mark.parametrize("round_id", ["", " ", "without a round", "Ohne Runde"])
def test_who_joins_without_a_round_on_purpose_needs_a_date(round_id: str) -> None:
    """With a date no round is chosen or started; without one nobody could tell when it signed."""
    assert join(LEDGER, "Unna", round_id=round_id, signed="2015").members[0].round is NO_ROUND
    said = ("a member that signs outside a round needs a date of its own", "say when: --signed DATE")
    assert refused(lambda: join(LEDGER, "Unna", round_id=round_id)) == [said]


def test_a_round_is_meant_by_its_name_in_any_spelling() -> None:
    """By its id, else by its id or name however they are spelt; where two are called so, by neither."""
    for called in ("2012", "erstunterzeichnung", " ERSTUNTERZEICHNUNG "):
        assert join(LEDGER, "Unna", round_id=called).members[0].round.id == "2012"
    twice = LEDGER.replace('id = "2015"', 'id = "2015"\nname = "Erstunterzeichnung"')
    said = (
        'more than one round is called "Erstunterzeichnung"',
        "say which it was: --round 2012",
        "say which it was: --round 2015",
    )
    assert refused(lambda: join(twice, "Unna", round_id="Erstunterzeichnung")) == [said]


def test_a_round_is_taken_away_where_a_date_remains() -> None:
    """The date of the round becomes the member's own; without any, the round stays."""
    change = amend(LEDGER, "Bonn", round_id="")
    assert (change.corrected[0][1].round, change.corrected[0][1].own_date) == (NO_ROUND, on("2012-12"))
    assert 'name = "Bonn"\nkey = "05314000"\nsigned = "2012-12"\n' in change.document.text
    assert amend(change.document.text, "Bonn", round_id="2012", own_date=None).document.text == LEDGER
    undated = LEDGER.replace('signed = "2012-12"\n', "", 1)
    said = ("a member that signs outside a round needs a date of its own", "say when: --signed DATE")
    assert refused(lambda: amend(undated, "Bonn", round_id="")) == [said]
    assert refused(lambda: amend(change.document.text, "Bonn", own_date=None)) == [said]


@pytest.mark.parametrize("round_id", ["2027", "third", "2051", "20", "0000", "2015-06"])
def test_another_unknown_round_is_refused(round_id: str) -> None:
    """A year to come or a slip of the finger names no round; the known ones are told, and how to start one."""
    assert refused(lambda: join(LEDGER, "Unna", round_id=round_id)) == [
        (
            f'there is no round "{round_id}"',
            "known rounds: 2012, 2015",
            f"to start it: engagiert round {round_id} --signed DATE",
        )
    ]


def test_a_ledger_without_rounds_says_so() -> None:
    """There is nothing to choose from yet."""
    assert refused(lambda: join("format = 1\n", "Unna", round_id="x"))[0][:2] == (
        'there is no round "x"',
        "this ledger has no rounds yet",
    )


@pytest.mark.parametrize("signed", ["24.11.2026", "2026-12", "2027", "2027.."])
def test_nobody_signs_in_the_future(signed: str) -> None:
    """A date that has not come is refused, in a known round and in a new one."""
    shown = Date.parse_typed(signed)
    for round_id in (None, "2015", "new"):
        assert refused(partial(join, LEDGER, "Unna", round_id=round_id, signed=signed)) == [
            (
                f"{shown} is in the future: today is 2026-11-23",
                "the ledger holds what has happened: enter it when the day has come",
            )
        ]


def test_today_is_not_the_future() -> None:
    """What happens today has happened; a month and a year that contain today end today."""
    for signed in ("2026-11-23", "2026-11", "2026"):
        assert join(LEDGER, "Unna", signed=signed).members[0].signed == on(signed)


# Joining again


@pytest.mark.parametrize(("round_id", "signed"), [("2015", None), ("2015", "2015"), (None, "2015")])
def test_joining_twice_with_the_same_data_changes_nothing(round_id: str | None, signed: str | None) -> None:
    """A member by the same round and date is told as unchanged."""
    change = join(LEDGER, "WITTEN", round_id=round_id, signed=signed)
    assert [entry.name for entry in change.unchanged] == ["Witten"]
    assert (change.members, change.wrote, change.document.text) == ((), False, LEDGER)


def test_new_bodies_join_beside_those_that_are_members() -> None:
    """A list of names may hold some that stand there already as they were to be entered."""
    change = join(LEDGER, "Witten", "Unna", "Essen", round_id="2015")
    assert [entry.name for entry in change.members] == ["Unna"]
    assert [entry.name for entry in change.unchanged] == ["Witten", "Essen"]


@pytest.mark.parametrize(
    ("asked", "options"),
    [
        ({"round_id": "2012"}, None),
        ({"round_id": "2015", "signed": "4.5.2015"}, "--signed 2015-05-04"),
        ({"signed": "5.2015"}, "--signed 2015-05"),
        ({"round_id": "2015", "signed": "4.5.2015", "note": "n"}, "--signed 2015-05-04 --note n"),
        ({"round_id": "2012", "signed": "2012"}, None),
        ({"signed": "2012-12"}, None),
        ({"round_id": "2018"}, None),
        ({"round_id": "2012", "signed": "4.5.2015"}, None),
        ({"round_id": "2015", "note": "by letter"}, '--note "by letter"'),
        ({"round_id": "2015", "source": "https://x?a=1&b=2"}, '--source "https://x?a=1&b=2"'),
        ({"round_id": "2015", "kind": "Kreis"}, "--kind Kreis"),
        ({"round_id": "2012", "note": "n"}, None),
    ],
)
def test_joining_twice_with_other_data_is_refused_with_what_to_do(asked: dict[str, str], options: str | None) -> None:
    """It is left out; what it says more exactly, or what was not known, is offered as it is to be typed."""
    assert refused(lambda: join(LEDGER, "Witten", **asked)) == [
        (
            '"Witten" is a member already, in round 2015 (2015), in line 25',
            "a member since 2015: leave it out here",
            f"to add what is new: engagiert amend Witten {options}" if options else SEE_WITTEN,
        )
    ]


def test_no_remedy_overwrites_what_is_known() -> None:
    """A remark, a kind, a source, a day that is there: the other one is not offered in its place."""
    text = LEDGER + 'signed = 2015-06-04\nnote = "there"\nsource = "minutes"\n'
    for asked in ({"note": "n"}, {"source": "s"}, {"signed": "5.6.2015"}, {"signed": "6.6.2015", "kind": "Kreis"}):
        ((_message, _since, more),) = refused(partial(join, text, "Witten", round_id="2015", **asked))
        assert more == SEE_WITTEN


def test_what_is_said_less_exactly_is_known_already() -> None:
    """A month or a year in which the day lies that stands in the ledger says nothing new."""
    text = LEDGER + "signed = 2015-06-04\n"
    for signed in ("6.2015", "2015", "2014..2016"):
        change = join(text, "Witten", round_id="2015", signed=signed)
        assert ([entry.name for entry in change.unchanged], change.wrote) == (["Witten"], False)


def test_a_body_that_left_may_join_again() -> None:
    """The later membership is a second entry."""
    change = join(FORMER, "Witten", round_id="2020")
    assert [entry.round.id for entry in change.document.ledger.find("Witten")] == ["2015", "2020"]
    assert join(FORMER, "Witten", signed="2018", round_id="2018").wrote


@pytest.mark.parametrize("signed", ["2017", "2017-12-31", "2015"])
def test_a_body_does_not_join_again_before_it_left(signed: str) -> None:
    """The earlier membership must have ended; of a common year it may have."""
    assert refused(lambda: join(FORMER, "Witten", signed=signed, round_id="2015")) == [
        (
            f'"Witten" cannot join again ({signed}) before it left (2018)',
            "the date must be later than that",
            SEE_WITTEN,
        )
    ]


def test_one_body_typed_twice_joins_once() -> None:
    """Two spellings of one name in one command are one body."""
    change = join(LEDGER, "Bad Ems", "bad  ems", "BAD EMS", round_id="2015")
    assert [entry.name for entry in change.members] == ["Bad Ems"]


def test_blanks_in_a_name_are_tidied() -> None:
    """Runs of blanks become one, those at the ends go."""
    assert join(LEDGER, "  Bad \u00a0 Ems ", round_id="2015").members[0].name == "Bad Ems"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", ("the name is empty", "name a body, such as: Witten")),
        ("  ", ("the name is empty", "name a body, such as: Witten")),
        ("...", ('a name without letters: "..."', "name a body, such as: Witten")),
        ("\u0301", ('a name without letters: "\u0301"', "name a body, such as: Witten")),
        ("x" * 201, ("a name of 201 characters; at most 200", "put long remarks in the note")),
        ("Wit\u200bten", ('invisible characters in "Wit\u200bten": U+200B', "type it again, on one line")),
        (
            "a\u200b\u202eb\u200b",
            ('invisible characters in "a\u200b\u202eb\u200b": U+200B, U+202E', "type it again, on one line"),
        ),
        ("Wit\x1b[0mten", ('invisible characters in "Wit\x1b[0mten": U+001B', "type it again, on one line")),
        ("Wit\nten", ('invisible characters in "Wit\nten": U+000A', "type it again, on one line")),
        ("Wit\u2028ten", ('invisible characters in "Wit\u2028ten": U+2028', "type it again, on one line")),
        ("Wit\ufe0ften", ('invisible characters in "Wit\ufe0ften": U+FE0F', "type it again, on one line")),
        ("Wit\U000e0041", ('invisible characters in "Wit\U000e0041": U+E0041', "type it again, on one line")),
        ("Wit\udcf6n", ('invisible characters in "Wit\udcf6n": U+DCF6', "type it again, on one line")),
    ],
)
def test_a_name_that_cannot_be_is_refused(name: str, said: tuple[str, ...]) -> None:
    """A name has letters, 200 characters at most, and none that does not show."""
    assert refused(lambda: join(LEDGER, name, round_id="2015")) == [said]


@pytest.mark.parametrize(
    "name",
    [
        "x" * 200,
        "[bold]",
        ":skull:",
        "=HYPERLINK()",
        "-rf",
        "@file",
        "None",
        'a"b\\',
        "St. Augustin",
        "קריית",
        "می\u200cخواهم",
        "A1",
    ],
)
def test_a_strange_name_is_a_name(name: str) -> None:
    """Markup, formulas, options, quotes and other scripts are taken literally, and read again as they were."""
    change = join(LEDGER, name, round_id="2015")
    assert [entry.name for entry in change.document.ledger.find(name)] == [name]


@pytest.mark.parametrize("field", ["note", "source"])
def test_note_and_source_show_all_their_characters(field: str) -> None:
    """A remark in one line, without characters that do not show."""
    assert refused(lambda: join(LEDGER, "Unna", round_id="2015", **{field: "a\x07"})) == [
        ('invisible characters in "a\x07": U+0007', "type it again, on one line")
    ]


@pytest.mark.parametrize("round_id", ["\x1b[2J", "...", "x" * 201])
def test_a_round_that_is_started_has_an_id_that_can_be_told(round_id: str) -> None:
    """Joining starts no round that `round` would refuse."""
    attempts: list[Callable[[], object]] = [
        lambda: join(LEDGER, "Unna", round_id=round_id, signed="2018"),
        lambda: set_round(LEDGER, round_id, signed="2018"),
    ]
    first, second = (refused(attempt) for attempt in attempts)
    assert first == second


def test_all_refusals_come_at_once_and_nobody_joins() -> None:
    """All or none: each body that cannot join is told, in the order typed, and the ledger stays."""
    assert refused(lambda: join(FORMER, "Unna", "", "Bonn", "Witten", "x\u200b", signed="2017", round_id="2015")) == [
        ("the name is empty", "name a body, such as: Witten"),
        (
            '"Bonn" is a member already, in round 2012 (2012-12), in line 10',
            "a member since Dec 2012: leave it out here",
            "to see what the ledger says: engagiert show Bonn",
        ),
        (
            '"Witten" cannot join again (2017) before it left (2018)',
            "the date must be later than that",
            SEE_WITTEN,
        ),
        ('invisible characters in "x\u200b": U+200B', "type it again, on one line"),
    ]


# Leaving


def test_a_member_leaves() -> None:
    """Its entry gets the date; nothing else changes."""
    change = leave(LEDGER, "bonn", "6.2016")
    assert change.members == (member(document(LEDGER).ledger, "Bonn")._replace(left=on("2016-06")),)
    assert change.document.text == LEDGER.replace(
        'key = "05314000"\nround = "2012"\n', 'key = "05314000"\nround = "2012"\nleft = "2016-06"\n'
    )


def test_leaving_twice_on_one_day_changes_nothing() -> None:
    """The same date again is no error; another is, with the line that corrects it."""
    change = leave(FORMER, "Witten", "2018")
    assert ([entry.name for entry in change.unchanged], change.wrote) == (["Witten"], False)
    assert refused(lambda: leave(FORMER, "Witten", "1.6.2018")) == [
        ('"Witten" has left already (2018)', "to correct it: engagiert amend Witten --left 2018-06-01")
    ]
    assert refused(lambda: leave(FORMER, "Witten", "2019")) == [('"Witten" has left already (2018)', SEE_WITTEN)]


@pytest.mark.parametrize("date", ["2012-11-30", "2011"])
def test_nobody_leaves_before_signing(date: str) -> None:
    """A date certainly before the signing is refused; in a common month both can be."""
    assert refused(lambda: leave(LEDGER, "Bonn", date)) == [
        (
            f'"Bonn" cannot leave ({date}) before it signed (2012-12)',
            "correct one of the two dates",
            "to see what the ledger says: engagiert show Bonn",
        )
    ]
    assert leave(LEDGER, "Bonn", "2012").wrote
    assert leave(LEDGER, "Bonn", "1.12.2012").wrote


def test_nobody_leaves_in_the_future() -> None:
    """Leaving is entered when the day has come; this year it may have been."""
    assert refused(lambda: leave(LEDGER, "Bonn", "2026-11-24")) == [
        (
            "2026-11-24 is in the future: today is 2026-11-23",
            "the ledger holds what has happened: enter it when the day has come",
        )
    ]
    assert leave(LEDGER, "Bonn", "2026").members[0].left == on("2026")


def test_who_came_back_leaves_the_later_membership() -> None:
    """Leaving is of the latest entry."""
    again = join(FORMER, "Witten", round_id="2020").document.text
    change = leave(again, "Witten", "2022")
    assert [entry.left and entry.left.text for entry in change.document.ledger.find("Witten")] == ["2018", "2022"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Wittn", ('no member is called "Wittn"', "did you mean Witten?")),
        ("Bon", ('no member is called "Bon"', "did you mean Bonn?")),
        ("Lemgoo", ('no member is called "Lemgoo"', "did you mean Lemgo?")),
        ("Xanten am Rhein", ('no member is called "Xanten am Rhein"', "to see all members: engagiert list --all")),
        ("", ("the name is empty", "name a member, such as: Witten")),
        (" ", ("the name is empty", "name a member, such as: Witten")),
    ],
)
def test_an_unknown_name_is_refused_with_those_that_come_near(name: str, said: tuple[str, ...]) -> None:
    """A slip of the finger is met with the names that can be meant."""
    assert refused(lambda: leave(LEDGER, name, "2016")) == [said]


# Amending


@pytest.mark.parametrize(
    ("fields", "old", "new"),
    [
        ({"own_date": "4.5.2013"}, 'round = "2012"\n', 'round = "2012"\nsigned = 2013-05-04\n'),
        ({"left": "2016"}, 'round = "2012"\n', 'round = "2012"\nleft = "2016"\n'),
        ({"round_id": "2015"}, 'round = "2012"', 'round = "2015"'),
        ({"name": " Bonn  am Rhein"}, '"Bonn"', '"Bonn am Rhein"'),
        ({"note": "n", "source": "s"}, 'round = "2012"\n', 'round = "2012"\nnote = "n"\nsource = "s"\n'),
        ({"kind": "Stadt"}, 'key = "05314000"\n', 'key = "05314000"\nkind = "Stadt"\n'),
    ],
)
def test_an_entry_is_corrected_in_place(fields: dict[str, str], old: str, new: str) -> None:
    """Each field can be corrected, and the change says what the entry is now."""
    change = amend(LEDGER, "Bonn", **fields)
    assert change.document.text == LEDGER.replace(old, new, 1)
    before = document(LEDGER).ledger.members[0]
    assert change.corrected == ((before, change.document.ledger.members[0]),)


def test_a_field_is_taken_out() -> None:
    """An amendment to nothing removes the line."""
    text = LEDGER + 'signed = "2016"\nleft = "2018"\nnote = "n"\nsource = "s"\n'
    bare = amend(text, "Witten", own_date=None, left=None, note=None, source=None)
    assert bare.document.text == LEDGER


def test_an_amendment_to_what_is_changes_nothing() -> None:
    """A note that is there, a field that is not: unchanged."""
    for fields in ({"own_date": None}, {"round_id": "2012"}, {"note": None}, {"name": "Bonn"}, {"left": None}):
        change = amend(LEDGER, "Bonn", **fields)
        assert (change.unchanged, change.wrote, change.document.text) == (
            (document(LEDGER).ledger.members[0],),
            False,
            LEDGER,
        )


def test_a_date_is_kept_with_a_member_though_its_round_has_the_same() -> None:
    """Said of the member, it stays with it when the round is dated anew, or is another one."""
    pinned = amend(LEDGER, "Witten", own_date="2015").document.text
    assert pinned == LEDGER + 'signed = "2015"\n'
    assert member(set_round(pinned, "2015", signed="5.2015").document.ledger, "Witten").signed == on("2015")
    own = LEDGER.replace('round = "2012"\n', 'round = "2012"\nsigned = "2015"\n', 1)
    assert amend(own, "Bonn", round_id="2015").document.text == own.replace('round = "2012"', 'round = "2015"', 1)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"round_id": "2051"}, ('there is no round "2051"', "known rounds: 2012, 2015")),
        ({"round_id": "2018"}, ('there is no round "2018"', "known rounds: 2012, 2015")),
        ({"name": ""}, ("the name is empty", "name a body, such as: Witten")),
        ({"name": "!"}, ('a name without letters: "!"', "name a body, such as: Witten")),
        ({"name": "B\u200bonn"}, ('invisible characters in "B\u200bonn": U+200B', "type it again, on one line")),
        ({"note": "a\x07b"}, ('invisible characters in "a\x07b": U+0007', "type it again, on one line")),
        ({"kind": "\x00"}, ('invisible characters in "\x00": U+0000', "type it again, on one line")),
        (
            {"left": "2027"},
            (
                "2027 is in the future: today is 2026-11-23",
                "the ledger holds what has happened: enter it when the day has come",
            ),
        ),
        ({"left": "2011"}, ('"Bonn" left (2011) before it signed (2012-12)', "correct one of the two dates")),
        (
            {"name": "Essen", "key": None},
            (
                '"Essen" is a member twice: already in line 10',
                'remove one of the two entries, or give the one in line 10 its end: left = "…"',
            ),
        ),
    ],
)
def test_an_amendment_that_cannot_be_is_refused(fields: dict[str, str], said: tuple[str, ...]) -> None:
    """Unknown rounds, names that are none, future dates, and whatever makes the ledger invalid."""
    text = LEDGER.replace('key = "05314000"\n', "").replace('key = "05113000"\n', "") if "key" in fields else LEDGER
    fields = {key: value for key, value in fields.items() if key != "key"}
    assert refused(lambda: amend(text, "Bonn", **fields)) == [said]


# Removing


def test_an_entry_that_was_never_true_is_removed() -> None:
    """It is gone with its lines."""
    ledger = document(LEDGER)
    change = changes.remove(ledger, Who(ledger.ledger).member("lemgo"))
    assert [entry.name for entry in change.members] == ["Lemgo"]
    assert change.document.text == LEDGER.replace(
        '[[members]]\nname = "Lemgo"\nkey = "05766044"\nround = "2012"\n\n', ""
    )


def test_of_two_memberships_the_later_is_removed() -> None:
    """What is removed is the latest entry, so that removing takes back a joining."""
    again = join(FORMER, "Witten", round_id="2020")
    ledger = document(again.document.text)
    back = changes.remove(ledger, Who(ledger.ledger).member("Witten"))
    assert [entry.round.id for entry in back.document.ledger.find("Witten")] == ["2015"]


# Rounds


def test_a_round_is_added() -> None:
    """With its name and date, or with that of the year that names it, or with none."""
    assert set_round(LEDGER, "third", "Drittunterzeichnung", "6.2018").rounds_started[0] == Round(
        "third", "Drittunterzeichnung", on("2018-06")
    )
    assert set_round(LEDGER, "2018", "A").rounds_started == (Round("2018", "A", signed=on("2018")),)
    assert set_round(LEDGER, "2026", "A").rounds_started == (Round("2026", "A", signed=on("2026")),)
    said = ('there is no round "2018"', "known rounds: 2012, 2015", "to start it: engagiert round 2018 --signed DATE")
    assert refused(lambda: set_round(LEDGER, "2018")) == [said]
    change = set_round(LEDGER, "third", undated=True)
    (started,) = change.rounds_started
    assert not started.signed.is_known
    assert 'id = "third"\n\n' in change.document.text
    assert change.wrote


def test_an_empty_round_is_taken_out() -> None:
    """With the comment above it; a round in which somebody joined stays, and who did is told."""
    more = LEDGER.replace('[[rounds]]\nid = "2015"', '# leer\n[[rounds]]\nid = "leer"\n\n[[rounds]]\nid = "2015"')
    change = changes.remove_round(document(more), "leer")
    assert (change.document.text, change.wrote) == (LEDGER, True)
    said = (
        'members joined in round "2015": Essen, Witten',
        "move them to another round first: engagiert amend NAME… --round ID",
    )
    assert refused(lambda: changes.remove_round(document(LEDGER), "2015")) == [said]


def test_a_round_is_corrected() -> None:
    """What is not said stays; its members sign on its new date."""
    change = set_round(LEDGER, "2012", signed="5.12.2012")
    now = Round("2012", "Erstunterzeichnung", on("2012-12-05"))
    assert (change.rounds_started, after(change)) == ((), now)
    assert change.document.text == LEDGER.replace('"2012-12"', "2012-12-05")
    assert change.document.ledger.members[0].signed == on("2012-12-05")
    assert set_round(LEDGER, "2012", name="").document.text == LEDGER.replace('name = "Erstunterzeichnung"\n', "")


@pytest.mark.parametrize("signed", ["2012", "2012..2013", None])
def test_no_date_is_lost_with_that_of_the_round(signed: str | None) -> None:
    """A round that is dated less exactly, or no more, leaves its date with those who had none of their own."""
    text = LEDGER.replace('name = "Lemgo"\n', 'name = "Lemgo"\nsigned = 2012-12-07\n')
    change = set_round(text, "2012", signed=signed, undated=signed is None)
    of_it = [(entry.name, entry.own_date) for entry in change.document.ledger.members if entry.round.id == "2012"]
    assert of_it == [("Bonn", on("2012-12")), ("Lemgo", on("2012-12-07"))]
    before = {entry.name: entry.signed for entry in document(text).ledger.members}
    assert {entry.name: entry.signed for entry in change.document.ledger.members} == before


@pytest.mark.parametrize("signed", ["2012-12-05", "2012-11", "2013", "2012-12-05..2013-02"])
def test_members_without_a_date_of_their_own_sign_when_their_round_does(signed: str) -> None:
    """What is said of the round is said of them; who has a date keeps it."""
    text = LEDGER.replace('name = "Lemgo"\n', 'name = "Lemgo"\nsigned = 2012-12-07\n')
    change = set_round(text, "2012", signed=signed)
    of_it = [entry for entry in change.document.ledger.members if entry.round.id == "2012"]
    assert [(entry.name, entry.signed) for entry in of_it] == [("Bonn", on(signed)), ("Lemgo", on("2012-12-07"))]
    assert [entry.own_date is None for entry in of_it] == [True, False]
    lines = change.document.text.split("\n")
    assert [*lines[:3], 'signed = "2012-12"', *lines[4:]] == text.split("\n")


def test_a_round_without_a_date_gives_its_members_the_first_that_it_gets() -> None:
    """Nothing is lost where nothing was known."""
    text = LEDGER.replace('signed = "2015"\n', "")
    change = set_round(text, "2015", signed="5.2015")
    assert change.document.text == LEDGER.replace('signed = "2015"', 'signed = "2015-05"')
    of_it = [entry for entry in change.document.ledger.members if entry.round.id == "2015"]
    assert [(entry.name, entry.own_date) for entry in of_it] == [("Essen", None), ("Witten", None)]


def test_co_signers_stay_when_a_round_is_corrected() -> None:
    """What the command does not set is kept."""
    text = LEDGER.replace('signed = "2015"', 'signed = "2015"\ncosigners = ["Land"]')
    change = set_round(text, "2015", name="Zweite")
    assert after(change) == Round("2015", "Zweite", on("2015"), ("Land",))
    assert change.document.text == text.replace('id = "2015"\n', 'id = "2015"\nname = "Zweite"\n')


def test_a_round_corrected_to_what_it_is_changes_nothing() -> None:
    """Nothing is written."""
    for change in (
        set_round(LEDGER, "2012"),
        set_round(LEDGER, "2012", "Erstunterzeichnung", "2012-12"),
        set_round(LEDGER, "2015", name=""),
    ):
        assert (change.wrote, change.document.text) == (False, LEDGER)


@pytest.mark.parametrize(
    ("round_id", "name", "signed", "said"),
    [
        ("", None, None, ("the name is empty", "name a body, such as: Witten")),
        ("x\u200b", None, None, ('invisible characters in "x\u200b": U+200B', "type it again, on one line")),
        ("2018", "a\x07", None, ('invisible characters in "a\x07": U+0007', "type it again, on one line")),
        (
            "2027",
            None,
            "2027",
            (
                "2027 is in the future: today is 2026-11-23",
                "the ledger holds what has happened: enter it when the day has come",
            ),
        ),
    ],
)
def test_a_round_that_cannot_be_is_refused(
    round_id: str, name: str | None, signed: str | None, said: tuple[str, ...]
) -> None:
    """Its id and name show all their characters, and it has happened."""
    assert refused(lambda: set_round(LEDGER, round_id, name, signed)) == [said]


def test_a_round_is_not_dated_behind_the_leaving_of_its_members() -> None:
    """A correction that makes the ledger invalid is refused with what would be wrong."""
    assert refused(lambda: set_round(FORMER, "2015", signed="2019")) == [
        ('"Witten" left (2018) before it signed (2019)', "correct one of the two dates")
    ]
