"""The file is the user's: an edit changes one place and leaves every other byte alone."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagiert_cli.errors import EditDefect, LedgerInvalid, Refusal, Refusals, Severity
from engagiert_cli.ledger import edits, store
from engagiert_cli.ledger.dates import Date
from engagiert_cli.ledger.edits import new_text
from engagiert_cli.ledger.members import Ledger, Member, Network, Round
from engagiert_cli.ledger.opening import reopened
from engagiert_cli.text import sort_key
from tests.ledger.ledgers import (
    LEDGER,
    ROUNDS,
    document,
    member,
    on,
    round_of,
    undated_round,
    with_changed,
    without_entry,
)
from tests.ledger.test_corpus import VALID

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engagiert_cli.ledger.document import Document

pytestmark = pytest.mark.usefixtures("wall")


def with_new(text: str, *names: str, round_id: str = "2012") -> str:
    """Return the text after members of those names were added to the round."""
    ledger = document(text)
    round_ = ledger.ledger.rounds_by_id[round_id]
    return edits.with_members(ledger, [Member(name, round_) for name in names]).text


def changed(text: str, of: str, **fields: object) -> str:
    """Return the text after the fields of the member were set (None takes one out)."""
    ledger = document(text)
    was = member(ledger.ledger, of)
    return with_changed(ledger, was, was._replace(**fields)).text  # type: ignore[arg-type]


def without(text: str, name: str) -> str:
    """Return the text after the member's latest entry was removed."""
    ledger = document(text)
    return without_entry(ledger, member(ledger.ledger, name)).text


def with_round(text: str, round_: Round) -> str:
    """Return the text after the round was added or changed."""
    return edits.with_round(document(text), round_).text


def names(text: str) -> list[str]:
    """Return the names of the members in the order of the file."""
    return [entry.name for entry in document(text).ledger.members]


def entry(name: str, *lines: str, round_id: str = "2012") -> str:
    """Return an entry as the program writes it, and any other lines behind it."""
    return f'[[members]]\nname = "{name}"\nround = "{round_id}"\n' + "".join(f"{line}\n" for line in lines)


# Where a new member goes


@pytest.mark.parametrize(
    ("there", "new", "order"),
    [
        (["Bonn", "Essen"], ["Düren"], ["Bonn", "Düren", "Essen"]),
        (["Bonn", "Essen"], ["Aachen"], ["Aachen", "Bonn", "Essen"]),
        (["Bonn", "Essen"], ["Witten"], ["Bonn", "Essen", "Witten"]),
        (["Bonn", "Essen"], ["Witten", "Aachen", "Düren"], ["Aachen", "Bonn", "Düren", "Essen", "Witten"]),
        (["Essen", "Bonn"], ["Witten", "Aachen"], ["Essen", "Bonn", "Witten", "Aachen"]),
        (["Bonn"], ["Aachen"], ["Aachen", "Bonn"]),
        ([], ["Witten", "Aachen"], ["Aachen", "Witten"]),
        (["Mülheim", "Münster"], ["Muenster", "Mulheim"], ["Muenster", "Mulheim", "Mülheim", "Münster"]),
        (["Gießen", "Gisela"], ["Gießhübel", "Giessbach"], ["Giessbach", "Gießen", "Gießhübel", "Gisela"]),
        (["Zülpich", "Ä"], ["B"], ["Zülpich", "Ä", "B"]),
    ],
)
def test_a_new_member_goes_to_its_place_where_the_round_is_in_order(
    there: list[str], new: list[str], order: list[str]
) -> None:
    """In DIN 5007-1 order a new name is sorted in; behind names in any other order it comes last, as it was given."""
    text = ROUNDS + "".join("\n" + entry(name) for name in there)
    expected = ROUNDS + "".join("\n" + entry(name) for name in order)
    assert with_new(text, *new) == expected


def test_a_round_keeps_its_block_wherever_it_stands() -> None:
    """A member of an earlier round is added to that round's entries, not at the end of the file."""
    assert names(with_new(LEDGER, "Hemer")) == ["Bonn", "Hemer", "Lemgo", "Essen", "Witten"]
    assert names(with_new(LEDGER, "Rheine")) == ["Bonn", "Lemgo", "Rheine", "Essen", "Witten"]
    assert names(with_new(LEDGER, "Alsdorf", round_id="2015")) == ["Bonn", "Lemgo", "Alsdorf", "Essen", "Witten"]


def test_the_first_members_of_a_round_go_behind_the_last_entry() -> None:
    """A round that has no members yet gets its first at the end of the file, in order."""
    text = LEDGER.replace('id = "2015"\n', 'id = "2015"\n\n[[rounds]]\nid = "2018"\n')
    assert with_new(text, "Unna", "Ahaus", round_id="2018") == (
        text + "\n" + entry("Ahaus", round_id="2018") + "\n" + entry("Unna", round_id="2018")
    )


def test_what_follows_the_last_entry_stays_behind_the_new_one() -> None:
    """Tables and comments at the end of the file stay there."""
    text = ROUNDS + "\n" + entry("Bonn") + "\n# free\n\n[archive]\nshelf = 7\n"
    assert with_new(text, "Unna") == (
        ROUNDS + "\n" + entry("Bonn") + "\n" + entry("Unna") + "\n# free\n\n[archive]\nshelf = 7\n"
    )


def test_several_rounds_get_their_members_at_once() -> None:
    """Each goes to its round; a round's first comes behind what is added to the last entries of the file."""
    text = LEDGER.replace('id = "2015"\n', 'id = "2015"\n\n[[rounds]]\nid = "2018"\n')
    ledger = document(text)
    first, second, third = ledger.ledger.rounds
    added = [Member("Unna", third), Member("Wesel", second), Member("Ahaus", first), Member("Zons", second)]
    assert names(edits.with_members(ledger, added).text) == (
        ["Ahaus", "Bonn", "Lemgo", "Essen", "Wesel", "Witten", "Zons", "Unna"]
    )


def test_rounds_that_meet_without_a_blank_line_get_their_members_at_once() -> None:
    """The last of one round goes before the first of the next, though both are added at one place."""
    text = ROUNDS + "\n" + entry("Lemgo") + "# of Essen\n" + entry("Essen", round_id="2015")
    ledger = document(text)
    first, second = ledger.ledger.rounds
    both = edits.with_members(ledger, [Member("Ahaus", second), Member("Unna", first)])
    assert names(both.text) == ["Lemgo", "Unna", "Ahaus", "Essen"]
    assert "# of Essen\n" + entry("Essen", round_id="2015") in both.text


def test_an_entry_is_written_with_all_that_is_known() -> None:
    """Fields stand in their usual order, a day as a TOML date, every other date as a text, what is unknown not."""
    ledger = document(ROUNDS)
    round_ = ledger.ledger.rounds[0]
    full = Member("Bonn", round_, "05314000", "Stadt", on("2012-12-05"), on("2016"), 'a "note"\\', "x")
    assert edits.with_members(ledger, [full]).text == ROUNDS + (
        '\n[[members]]\nname = "Bonn"\nkey = "05314000"\nkind = "Stadt"\nround = "2012"\nsigned = 2012-12-05\n'
        'left = "2016"\nnote = "a \\"note\\"\\\\"\nsource = "x"\n'
    )


def test_a_body_that_came_back_in_its_round_leaves_the_round_in_order() -> None:
    """Two entries of one name, one below the other, are in order."""
    text = (
        ROUNDS + "\n" + entry("Bonn", 'left = "2014"') + "\n" + entry("Bonn", 'signed = "2016"') + "\n" + entry("Unna")
    )
    assert names(with_new(text, "Hemer")) == ["Bonn", "Bonn", "Hemer", "Unna"]


# What stays with an entry


def test_comments_right_above_an_entry_stay_with_it() -> None:
    """What is added before an entry goes above its comment, what is added behind the one before it too."""
    text = ROUNDS + "\n# The city.\n# On the Rhine.\n" + entry("Bonn") + "\n# The old town.\n" + entry("Lemgo")
    assert with_new(text, "Ahaus") == text.replace("# The city.", entry("Ahaus") + "\n# The city.")
    assert with_new(text, "Hemer") == text.replace("# The old town.", entry("Hemer") + "\n# The old town.")


def test_commented_out_fields_below_an_entry_stay_with_it() -> None:
    """A new entry goes behind the comment lines that end the one before it."""
    text = ROUNDS + "\n" + entry("Bonn", '# left = "2016"', "# note") + "\n" + entry("Lemgo")
    expected = text.replace("# note\n", "# note\n\n" + entry("Hemer"))
    assert with_new(text, "Hemer") == expected
    assert without(text, "Bonn") == ROUNDS + "\n" + entry("Lemgo")


def test_a_comment_between_two_blank_lines_belongs_to_nobody() -> None:
    """It stays where it is when the entry above or below it goes."""
    text = ROUNDS + "\n" + entry("Bonn") + "\n# free\n\n" + entry("Lemgo") + "\n" + entry("Unna")
    assert without(text, "Bonn") == ROUNDS + "\n# free\n\n" + entry("Lemgo") + "\n" + entry("Unna")
    assert without(text, "Lemgo") == ROUNDS + "\n" + entry("Bonn") + "\n# free\n\n" + entry("Unna")


def test_tables_below_an_entry_go_and_stay_with_it() -> None:
    """What the format does not know is kept with its entry, and removed with it."""
    more = "\n[members.contact]\nmail = 1\n"
    text = ROUNDS + "\n" + entry("Bonn") + more + "\n" + entry("Lemgo", "extra = 1")
    assert with_new(text, "Hemer") == text.replace(more, more + "\n" + entry("Hemer"))
    assert without(text, "Bonn") == ROUNDS + "\n" + entry("Lemgo", "extra = 1")
    assert without(text, "Lemgo") == ROUNDS + "\n" + entry("Bonn") + more


def test_a_long_text_that_ends_like_a_comment_stays_whole() -> None:
    """The last line of a text of several lines does not go with the entry below it."""
    text = ROUNDS + "\n" + entry("Bonn", 'note = """', '# so"""') + entry("Essen", round_id="2015")
    assert without(text, "Essen") == ROUNDS + "\n" + entry("Bonn", 'note = """', '# so"""')
    assert names(with_new(text, "Ahaus", round_id="2015")) == ["Bonn", "Ahaus", "Essen"]


# Line ends and blank lines


def test_a_missing_last_line_end_stays_missing() -> None:
    """An entry added at the end of a file without a last line end leaves it so, and so does a field."""
    text = (ROUNDS + "\n" + entry("Bonn")).removesuffix("\n")
    assert with_new(text, "Unna") == text + "\n\n" + entry("Unna").removesuffix("\n")
    assert changed(text, "Bonn", left=on("2016")) == text + '\nleft = "2016"'
    assert changed(text, "Bonn", own_date=on("2013"), left=on("2016")) == text + '\nsigned = "2013"\nleft = "2016"'
    assert with_new(text, "Ahaus") == (ROUNDS + "\n" + entry("Ahaus") + "\n" + entry("Bonn")).removesuffix("\n")


def test_a_comment_at_the_very_end_without_a_line_end_stays_with_the_last_entry() -> None:
    """The new entry goes behind it, and the file still ends without a line end."""
    text = ROUNDS + "\n" + entry("Bonn") + "# end"
    assert with_new(text, "Unna") == text + "\n\n" + entry("Unna").removesuffix("\n")
    assert without(text, "Bonn") == ROUNDS


@pytest.mark.parametrize("text", [LEDGER, LEDGER.replace("\n\n", "\n"), "# head\n\n" + LEDGER + "# end\n"])
def test_windows_line_ends_stay(text: str) -> None:
    """Every edit of a file with CRLF does what it does with LF, and every line still ends in CRLF."""
    windows = text.replace("\n", "\r\n")
    edits: list[Callable[[str], str]] = [
        lambda old: with_new(old, "Ahaus", "Hemer", "Rheine"),
        lambda old: with_new(old, "Unna", round_id="2015"),
        lambda old: changed(old, "Bonn", left=on("2016"), note="x", key=None),
        lambda old: without(old, "Bonn"),
        lambda old: without(old, "Witten"),
        lambda old: with_round(old, round_of("2018", "2018")),
        lambda old: with_round(old, round_of("2012", "2012-12-05")._replace(cosigners=("Land", "Bund"))),
    ]
    for edit in edits:
        assert edit(windows) == edit(text).replace("\n", "\r\n")


def test_a_file_of_mixed_line_ends_gets_the_one_above() -> None:
    """A new line ends like the line above it; all others end as they did."""
    text = ROUNDS + "\n" + entry("Bonn").replace("\n", "\r\n") + "\n" + entry("Lemgo")
    bonn = entry("Bonn").replace("\n", "\r\n")
    hemer = ("\n" + entry("Hemer")).replace("\n", "\r\n")
    assert with_new(text, "Hemer") == ROUNDS + "\n" + bonn + hemer + "\n" + entry("Lemgo")
    assert changed(text, "Bonn", note="x") == text.replace(bonn, bonn + 'note = "x"\r\n')


@pytest.mark.parametrize("blank", ["\n\r\n", "\r\n\n", "\r\n\r\n", "\n\n", "\n\n\r\n\n"])
def test_the_last_entry_goes_with_the_blank_lines_above_it(blank: str) -> None:
    """Whatever line ends meet there, the line above keeps its own."""
    text = ROUNDS + "\n" + entry("Bonn").removesuffix("\n") + blank + entry("Lemgo")
    kept = "\r\n" if blank.startswith("\r") else "\n"
    assert without(text, "Lemgo") == ROUNDS + "\n" + entry("Bonn").removesuffix("\n") + kept


def test_a_file_without_blank_lines_gets_them_around_what_is_new() -> None:
    """New entries are set off; no old line is touched."""
    dense = (ROUNDS + entry("Bonn") + entry("Lemgo")).replace("\n\n", "\n")
    assert with_new(dense, "Hemer") == dense.replace(entry("Bonn"), entry("Bonn") + "\n" + entry("Hemer") + "\n")
    assert with_new(dense, "Ahaus") == dense.replace(entry("Bonn"), "\n" + entry("Ahaus") + "\n" + entry("Bonn"))
    assert with_new(dense, "Unna") == dense + "\n" + entry("Unna")
    assert without(dense, "Bonn") == dense.replace(entry("Bonn"), "")


def test_members_may_stand_before_their_rounds() -> None:
    """Entries at the very top of a file are edited in place."""
    text = entry("Bonn") + "\n" + ROUNDS
    assert with_new(text, "Ahaus") == entry("Ahaus") + "\n" + text
    assert with_new(text, "Unna") == entry("Bonn") + "\n" + entry("Unna") + "\n" + ROUNDS
    assert without(text, "Bonn") == ROUNDS


# Fields


COMMENTED = (
    ROUNDS
    + """
[[members]]
name = "Bonn"  # the city
round = "2012" # first
# why
note = "x"# tight
left   =   "2016"   # spaced

[[members]]
name = "Lemgo"
round = "2012"
"""
)


@pytest.mark.parametrize(
    ("fields", "old", "new"),
    [
        ({"note": "y"}, 'note = "x"# tight', 'note = "y"# tight'),
        ({"note": None}, 'note = "x"# tight', "# tight"),
        ({"left": on("2017-03")}, 'left   =   "2016"   # spaced', 'left   =   "2017-03"   # spaced'),
        ({"left": on("2017-03-04")}, '"2016"   # spaced', "2017-03-04   # spaced"),
        ({"left": None}, 'left   =   "2016"   # spaced', "# spaced"),
        ({"name": "Köln"}, '"Bonn"', '"Köln"'),
        ({"key": "05314000"}, "# the city\n", '# the city\nkey = "05314000"\n'),
        ({"kind": "Stadt"}, "# the city\n", '# the city\nkind = "Stadt"\n'),
        ({"own_date": on("2013")}, "# first\n", '# first\nsigned = "2013"\n'),
        ({"own_date": Date.parse("2013-05-04")}, "# first\n", "# first\nsigned = 2013-05-04\n"),
        ({"source": "y"}, "# spaced\n", '# spaced\nsource = "y"\n'),
        ({"key": "1", "kind": "K"}, "# the city\n", '# the city\nkey = "1"\nkind = "K"\n'),
        ({"note": None, "own_date": on("2013")}, '# first\n# why\nnote = "x"', '# first\nsigned = "2013"\n# why\n'),
    ],
)
def test_a_field_is_corrected_in_its_line(fields: dict[str, object], old: str, new: str) -> None:
    """A value is replaced where it stands, a new field goes to its usual place, and comments on the line stay."""
    assert COMMENTED.count(old) == 1
    assert changed(COMMENTED, "Bonn", **fields) == COMMENTED.replace(old, new)


def test_several_new_fields_stand_in_their_usual_order() -> None:
    """Fields that go to one place are not put in the order of their names."""
    text = ROUNDS + "\n" + entry("Bonn")
    fields = {"own_date": on("2013"), "left": on("2016"), "note": "n", "source": "s", "key": "1"}
    assert changed(text, "Bonn", **fields) == ROUNDS + (
        '\n[[members]]\nname = "Bonn"\nkey = "1"\nround = "2012"\nsigned = "2013"\nleft = "2016"\nnote = "n"\nsource = "s"\n'
    )


@pytest.mark.parametrize(
    "value",
    ['"""a\n[[members]]\n"""', "'''\n# a\n'''", '"""a"""""', "'''a'''''", '"a\\"b" # c', "'a'", '""""""', '"#"', "''"],
)
def test_a_text_of_any_kind_is_replaced_whole(value: str) -> None:
    """Long texts, literal ones, and those that end in quotes are replaced up to their last quote."""
    text = ROUNDS + f'\n[[members]]\nname = "Bonn"\nround = "2012"\nnote = {value}\nsource = "s"\n'
    literal = value.removesuffix(" # c")
    assert changed(text, "Bonn", note="new") == text.replace(f"note = {literal}", 'note = "new"')
    assert changed(text, "Bonn", note=None) in (
        text.replace(f"note = {value}\n", ""),
        text.replace(f"note = {literal} ", ""),
    )


def test_a_field_in_unusual_spelling_is_found() -> None:
    """Quoted names and indented lines are fields like others; a table below the entry is not mixed up with it."""
    text = ROUNDS + '\n  [[members]]\n  "name" = "Bonn"\n\tround=2012\n  [members.more]\n  note = "no"\n'
    assert changed(text, "Bonn", name="Köln") == text.replace('"Bonn"', '"Köln"')
    assert changed(text, "Bonn", note="x") == text.replace("round=2012\n", 'round=2012\nnote = "x"\n')
    ledger = document(text)
    moved = ledger.ledger.members[0]._replace(round=ledger.ledger.rounds[1])
    assert edits.with_members_changed(ledger, {0: moved}).text == text.replace("round=2012", 'round="2015"')


# Rounds


def test_a_new_round_goes_behind_the_others() -> None:
    """It stands behind the last round with its comments, before the members."""
    expected = LEDGER.replace(
        'signed = "2015"\n', 'signed = "2015"\n\n[[rounds]]\nid = "2018"\nname = "3"\nsigned = "2018"\n'
    )
    assert with_round(LEDGER, Round("2018", "3", on("2018"))) == expected
    commented = LEDGER.replace('signed = "2015"\n', 'signed = "2015"\n# cosigners = []\n')
    assert '# cosigners = []\n\n[[rounds]]\nid = "2018"\n\n[[members]]' in with_round(commented, undated_round("2018"))


def test_the_first_round_goes_behind_the_network() -> None:
    """A ledger just started gets its first round behind the network, or behind all there is."""
    started = new_text(Network("Netz", "Erklärung", "nrw"))
    assert started == 'format = 1\n\n[network]\nname = "Netz"\ndeclaration = "Erklärung"\nregister = "nrw"\n'
    assert (
        with_round(started, round_of("2012", "2012-12")) == started + '\n[[rounds]]\nid = "2012"\nsigned = "2012-12"\n'
    )
    assert with_round("# nothing yet\n", undated_round("1")) == '# nothing yet\n\n[[rounds]]\nid = "1"\n'
    assert with_round("format = 1", undated_round("1")) == 'format = 1\n\n[[rounds]]\nid = "1"'


def test_a_round_is_corrected_in_its_lines() -> None:
    """Name and date are replaced, added and taken out; its members keep it."""
    expected = LEDGER.replace('"Erstunterzeichnung"', '"Erste"').replace('"2012-12"', "2012-12-05")
    assert with_round(LEDGER, Round("2012", "Erste", on("2012-12-05"))) == expected
    assert with_round(LEDGER, round_of("2012", "2012-12")) == LEDGER.replace('name = "Erstunterzeichnung"\n', "")
    undated = LEDGER.replace('signed = "2015"\n', "")
    assert with_round(LEDGER, undated_round("2015")) == undated
    named = undated_round("2015")._replace(name="Zweite", cosigners=("Land", "Bund"))
    assert with_round(undated, named) == undated.replace(
        'id = "2015"\n', 'id = "2015"\nname = "Zweite"\ncosigners = [\n    "Land",\n    "Bund",\n]\n'
    )
    assert [entry.round for entry in edits.with_round(document(undated), named).ledger.members][2:] == [named, named]


# What cannot be edited


def as_array(table: str) -> str:
    """Return the refusal of an edit of a table that is written as an array."""
    return f'the ledger writes "{table}" as an array ({table} = […]), in which nothing can be changed'


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ('members = [{name = "Bonn", round = "2012"}]\n' + ROUNDS, "members"),
        ("members = []\n" + ROUNDS, "members"),
        ('"members" = []\n' + ROUNDS, "members"),
    ],
)
def test_nothing_is_added_to_an_array(text: str, table: str) -> None:
    """A list written as an array is read, but refused for edits, with what to do; an empty one too."""
    with pytest.raises(Refusal) as refused:
        with_new(text, "Unna")
    assert refused.value.message == as_array(table)
    hint = f"delete the array, and write each entry at the end of the file, under a line [[{table}]] of its own"
    assert refused.value.hints == (hint,)


def test_nothing_is_changed_in_an_array() -> None:
    """Neither rounds nor members in an array of any number of lines can be corrected, added or taken out."""
    rounds = 'rounds = [{id = "2012"}]\n'
    members = 'members = [\n  { name = "Bonn", round = "2012" },\n]\n' + ROUNDS
    for attempt, table in (
        (partial(with_round, rounds, Round("2012", "Erste")), "rounds"),
        (partial(with_round, rounds, undated_round("2015")), "rounds"),
        (partial(with_round, "rounds = []\n", undated_round("2015")), "rounds"),
        (partial(changed, members, "Bonn", note="x"), "members"),
        (partial(without, members, "Bonn"), "members"),
    ):
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.message == as_array(table)


def test_the_line_of_an_entry_in_an_array_is_that_of_the_array() -> None:
    """It is where one has to look."""
    text = 'format = 1\n"members" = [\n  { name = "Bonn", round = "2012" },\n]\n' + ROUNDS
    ledger = document(text)
    assert ledger.line_of(ledger.ledger.members[0]) == 2


def test_members_can_be_added_below_rounds_in_an_array() -> None:
    """An array forbids only edits of itself."""
    text = 'rounds = [{id = "2012"}]\n'
    assert with_new(text, "Bonn") == text + "\n" + entry("Bonn")
    assert without(text + "\n" + entry("Bonn"), "Bonn") == text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_comments_within_a_list_stay(end: str) -> None:
    """They go above the field, whose list is another one or none."""
    head, comments = '[[rounds]]\nid = "1"\n', "# wer\n# Land\n# Ende\n"
    text = head + 'cosigners = [  # wer\n  "a # b", # Land\n  # Ende\n] # dahinter\n'
    with_other = head + comments + 'cosigners = [\n    "c",\n] # dahinter\n'
    without_any = head + comments + "# dahinter\n"
    text, with_other, without_any = (version.replace("\n", end) for version in (text, with_other, without_any))
    assert with_round(text, undated_round("1")._replace(cosigners=("c",))) == with_other
    assert with_round(text, undated_round("1")) == with_round(with_other, undated_round("1")) == without_any


@pytest.mark.parametrize("text", ['[[members]]\nname = "Bonn"\nsigned = "2012"\n', '# a\n[[rounds]]\nid = "1"\n\n'])
def test_what_is_left_is_a_ledger(text: str) -> None:
    """Nobody can read or bring back an empty file."""
    table = "members" if "members" in text else "rounds"
    assert edits.without(document(text), table, 0).text == "format = 1\n"


def test_a_table_with_a_dot_in_its_name_is_below_none() -> None:
    """What stands behind an entry and is called as if it belonged to it stays."""
    other = '["members.x"]\na = 1\n'
    text = ROUNDS + "\n" + entry("Bonn") + other + "\n" + entry("Essen")
    assert without(text, "Bonn") == ROUNDS + "\n" + other + "\n" + entry("Essen")
    assert 'note = "x"\n["members.x"]' in changed(text, "Bonn", note="x")


def test_a_table_apart_from_its_entry_is_no_defect() -> None:
    """TOML allows it anywhere before the next entry; what cannot be changed then is refused."""
    text = ROUNDS + "\n" + entry("Bonn") + "\n" + entry("Essen") + "\n[tool]\na = 1\n\n[members.more]\nb = 1\n"
    assert 'note = "x"\n\n[tool]' in changed(text, "Essen", note="x")
    with pytest.raises(Refusal) as refused:
        without(text, "Essen")
    assert refused.value.message == "[members.more] is not right below the entry to which it belongs"


def test_an_edit_that_makes_the_ledger_invalid_is_refused() -> None:
    """The result is read like any ledger, and what is wrong with it is what the refusal says."""
    with pytest.raises(Refusals) as refused:
        with_new(LEDGER, "bonn")
    assert [refusal.message for refusal in refused.value.refusals] == ['"bonn" is a member twice: already in line 10']
    with pytest.raises(Refusals) as refused:
        changed(LEDGER, "Bonn", left=on("2011"), name="Essen")
    assert [refusal.message for refusal in refused.value.refusals] == [
        '"Essen" left (2011) before it signed (2012-12)',
    ]


# Any edit of any ledger

PLACES = (
    *("Aachen", "Ahaus", "Ahlen", "Äcker", "Alpen", "Bonn", "Borken", "bünde", "Düren", "Eßlingen", "Essen", "Eslohe"),
    *(
        "Gladbeck",
        "Köln",
        "Kürten",
        "Lünen",
        "Moers",
        "Öhr",
        "Oelde",
        "Ort",
        "Straelen",
        "Überlingen",
        "Unna",
        "Zülpich",
    ),
)
TEXTS = ('"x"', "'x'", '"# no"', '"""\nlong\n[[members]]\n# no\n"""', "'''\n\n# no'''", '"""a"""""', "'[[members]]'")


@st.composite
def ledgers(draw: st.DrawFn) -> str:
    """Return a valid ledger with comments, each of its own words, and blank lines wherever they can stand."""
    counter = iter(range(1000))
    choose = draw(st.randoms(use_true_random=False)).choice

    def comment() -> str:
        return f"# c{next(counter):03}"

    def blank() -> str:
        return choose(["", "\n", "\n", "\n", "\n\n", f"\n{comment()}\n\n", f"{comment()}\n", f"\n{comment()}\n", " \n"])

    def line(key: str, value: str) -> str:
        if choose([True] + [False] * 5):
            key = f'"{key}"'
        tail = choose(["", "", "", f"  {comment()}", comment(), " \t"])
        below = choose([""] * 8 + [f"{comment()}\n", "\n", f"  {comment()}\n"])
        return f"{choose(['', '', '', '  '])}{key}{choose([' = ', ' = ', '='])}{value}{tail}\n{below}"

    usual = choose([True, True, False])

    def member_entry(name: str, round_id: str) -> str:
        if usual:
            return f'[[members]]\nname = "{name}"\nround = "{round_id}"\n' + choose(["", "", "signed = 2013-05-04\n"])
        fields = [line("name", f'"{name}"'), line("round", choose([f'"{round_id}"', round_id]))]
        for key, values in (
            ("signed", ("2013", '"2013"', "2013-05-04", '"2012..2014"')),
            ("left", ("2016", '"2016-01"')),
        ):
            if choose([True, False, False]):
                fields.append(line(key, choose(values)))
        for key in ("kind", "note", "source", "extra", "more.x"):
            if choose([True, False, False, False]):
                fields.append(line(key, choose(TEXTS)))
        if choose([True, False]):
            fields = sorted(fields, key=lambda field: field.strip()[-3:])
        header = choose(["[[members]]", "[[members]]", f"[[members]] {comment()}", "  [[members]]", "[[ 'members' ]]"])
        table = choose([""] * 8 + ["[members.contact]\nmail = 1\n", "[[members.votes]]\nyes = 1\n"])
        return f"{header}\n{''.join(fields)}{table}"

    ids = ["2012", "2013", "2009"][: choose([1, 2, 3])]
    parts = [f"[[rounds]]\nid = {round_id}\n" + choose(["", f"signed = {round_id}\n"]) for round_id in ids]
    if choose([True, False]):
        parts.insert(0, '[network]\nname = "Netz"\n')
    places = list(PLACES[: choose([0, 1, 3, 8])])
    if choose([True, False]):
        places.sort(key=lambda _place: choose(PLACES))
    entries = [member_entry(name, choose(ids)) for name in places]
    if choose([True, True, False]):
        entries.sort(key=lambda text: re.findall(r'round"?\s?=\s?"?(\d+)', text))
    parts += entries
    if choose([True, False, False, False]):
        parts.insert(choose(range(len(parts) + 1)), "[archive]\nx = 1\n")
    text = choose(["", "format = 1\n", comment() + "\n"]) + "".join(blank() + part for part in parts) + blank()
    ends = choose(["\n", "\n", "\r\n", None])
    text = re.sub("\n", lambda _end: ends or choose(["\n", "\r\n"]), text)
    return text.removesuffix("\n").removesuffix("\r") if choose([True, False, False]) else text


COMMENT = re.compile(r"# c\d{3}")
FREE_COMMENTS = re.compile(r"(?<=\n)[ \t]*\r?\n((?:[ \t]*# c\d{3}\r?\n)+)(?=[ \t]*\r?\n)")


def common(old: str, new: str) -> tuple[int, int]:
    """Return how many characters both texts have in common at their start, and behind that at their end."""
    limit = min(len(old), len(new))
    start = next((index for index in range(limit) if old[index] != new[index]), limit)
    rest = limit - start
    end = next((index for index in range(rest) if old[-1 - index] != new[-1 - index]), rest)
    return start, end


def stretch(old: str, new: str) -> str:
    """Return the one stretch of the old text that is not in the new one, where all else is."""
    start, end = common(old, new)
    return old[start : len(old) - end]


def lines_kept(old: str, new: str) -> bool:
    """Whether all lines of the old text are in the new one in their order, byte for byte but for a last line end."""
    following = iter(new.splitlines(keepends=True))
    lines = old.splitlines(keepends=True)
    return all(any(line == other or line == lines[-1] == other.rstrip("\r\n") for other in following) for line in lines)


def of_round(ledger: Document, round_: Round) -> list[Member]:
    """Return all who joined in the round, in the order of the file."""
    return [entry for entry in ledger.ledger.members if entry.round.id == round_.id]


def _name(entry: Member) -> str:
    return entry.name


def check_join(old: Document, added: list[Member]) -> Document:
    """Add the members and check that nothing else happened, and that each went to its place."""
    new = edits.with_members(old, added)
    assert lines_kept(old.text, new.text)
    assert COMMENT.findall(new.text) == COMMENT.findall(old.text)
    before = list(old.ledger.members)
    assert [member for member in new.ledger.members if member not in added] == before
    assert sorted(new.ledger.members, key=_name) == sorted([*before, *added], key=_name)
    assert (new.ledger.network, new.ledger.rounds) == (old.ledger.network, old.ledger.rounds)
    for round_ in old.ledger.rounds:
        keys = [sort_key(member.name) for member in of_round(old, round_)]
        joined = [member for member in added if member.round == round_]
        now = of_round(new, round_)
        if keys == sorted(keys):
            assert [sort_key(member.name) for member in now] == sorted(sort_key(member.name) for member in now)
        else:
            assert now == [*of_round(old, round_), *joined]
        if joined and not keys and len(added) == len(joined):
            assert list(new.ledger.members[-len(joined) :]) == now
    if len(added) == 1:
        assert stretch(old.text, new.text) == ""
    return new


def check_change(old: Document, index: int, **fields: object) -> Document:
    """Change the fields of the entry and check that nothing else happened."""
    was = old.ledger.members[index]
    will_be = was._replace(**fields)  # type: ignore[arg-type]
    new = with_changed(old, was, will_be)
    expected = list(old.ledger.members)
    expected[index] = will_be
    assert new.ledger == old.ledger._replace(members=tuple(expected))
    assert COMMENT.findall(new.text) == COMMENT.findall(old.text)
    changes = [key for key in will_be._fields if getattr(was, key) != getattr(will_be, key)]
    if len(changes) == 1:
        value = getattr(was, changes[0])
        long = value.count("\n") + 2 if isinstance(value, str) else 1
        assert stretch(old.text, new.text).count("\n") <= long
    return new


def check_removal(old: Document, index: int) -> Document:
    """Remove the entry and check that it went with its own lines, and with nothing else."""
    new = without_entry(old, old.ledger.members[index])
    expected = list(old.ledger.members)
    del expected[index]
    assert new.ledger == old.ledger._replace(members=tuple(expected))
    start, end = common(old.text, new.text)
    assert start + end == len(new.text)
    assert lines_kept(new.text, old.text)
    free = {comment for comments in FREE_COMMENTS.findall(old.text) for comment in COMMENT.findall(comments)}
    scan = old.layout
    within = old.text[scan.starts["members"][index] : scan.content_end("members", index)]
    assert free - set(COMMENT.findall(within)) <= set(COMMENT.findall(new.text))
    return new


def check_round(old: Document, round_: Round) -> Document:
    """Set the round and check that nothing else happened."""
    new = edits.with_round(old, round_)
    ids = [other.id for other in old.ledger.rounds]
    assert [other.id for other in new.ledger.rounds] == list(dict.fromkeys([*ids, round_.id]))
    assert new.ledger.rounds_by_id == {**old.ledger.rounds_by_id, round_.id: round_}
    assert [member._replace(round=Round("")) for member in new.ledger.members] == [
        member._replace(round=Round("")) for member in old.ledger.members
    ]
    assert [member.round.id for member in new.ledger.members] == [member.round.id for member in old.ledger.members]
    assert COMMENT.findall(new.text) == COMMENT.findall(old.text)
    if round_.id not in ids:
        assert lines_kept(old.text, new.text)
        assert stretch(old.text, new.text) == ""
    return new


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "own_date": st.sampled_from([None, on("2013-06"), on("2013-06-07"), on("2013..2014")]),
        "left": st.sampled_from([None, on("2020"), on("2021-05"), on("2022-05-06")]),
        "note": st.sampled_from([None, "y", 'a "quote" \\ # c', "[[members]]"]),
        "source": st.sampled_from([None, "z", "ä\u2028"]),
        "kind": st.sampled_from([None, "Stadt"]),
        "key": st.sampled_from([None, "05"]),
    },
)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("join"), st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9)), min_size=1, max_size=3)),
        st.tuples(st.just("change"), st.integers(0, 99), FIELDS),
        st.tuples(st.just("remove"), st.integers(0, 99)),
        st.tuples(st.just("round"), st.sampled_from(["2012", "2013", "2020", "x"]), st.sampled_from(["", "Name"])),
    ),
    min_size=1,
    max_size=5,
)


@given(ledgers(), EDITS)
@settings(max_examples=60)
def test_any_edit_of_any_ledger_says_what_was_meant_and_leaves_the_rest_alone(
    text: str, edits: list[tuple[Any, ...]]
) -> None:
    """After any sequence of edits the text is read, has exactly the changes that were meant, and every other line.

    So it is whether the ledger is read by the parser or, as a large one, by the pattern for usual entries.
    """
    ledger = document(text)
    for kind, *what in edits:
        members, rounds = ledger.ledger.members, ledger.ledger.rounds
        there = {other.name for other in members}
        match kind, what:
            case "join", [wishes]:
                wished = {PLACES[place % len(PLACES)]: rounds[number % len(rounds)] for place, number in wishes}
                added = [Member(name, round_) for name, round_ in wished.items() if name not in there]
                if added:
                    ledger = check_join(ledger, added)
            case "change", [index, fields]:
                if members and not ("key" in fields and any(other.key for other in members)):
                    ledger = check_change(ledger, index % len(members), **fields)
            case "remove", [index]:
                if members:
                    ledger = check_removal(ledger, index % len(members))
            case "round", [round_id, name]:
                known = ledger.ledger.rounds_by_id.get(round_id, round_of(round_id, "2012"))
                ledger = check_round(ledger, known._replace(name=name))
    assert document(ledger.text).ledger == ledger.ledger


@given(ledgers(), st.sampled_from(PLACES), st.integers(0, 9))
@settings(max_examples=30)
def test_a_member_added_and_removed_leaves_the_ledger_as_it_was(text: str, name: str, number: int) -> None:
    """Its lines are gone, all others are there; at most blank lines differ."""
    ledger = document(text)
    if ledger.ledger.find(name):
        return
    added = Member(name, ledger.ledger.rounds[number % len(ledger.ledger.rounds)])
    back = check_join(ledger, [added])
    back = without_entry(back, back.ledger.find(name)[0])
    assert back.ledger == ledger.ledger
    assert [line for line in back.text.splitlines() if line.strip()] == [
        line for line in text.splitlines() if line.strip()
    ]


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_every_ledger_of_the_corpus_can_be_edited(path: Path) -> None:
    """A member can be added to each round, changed and removed, or an array is what forbids it."""
    ledger = document(store.read(path, path.name).text)
    for number, round_ in enumerate(ledger.ledger.rounds):
        try:
            ledger = check_join(ledger, [Member(f"Neu {number}", round_, "99")])
        except Refusal as refusal:
            assert "as an array" in refusal.message  # noqa: PT017
            return
        index = next(index for index, other in enumerate(ledger.ledger.members) if other.key == "99")
        ledger = check_change(ledger, index, key=None, note="x", source="y")
    for _member in ledger.ledger.members:
        ledger = check_removal(ledger, 0)
    assert ledger.ledger.members == ()
    assert isinstance(ledger.ledger, Ledger)


# What is read again after an edit


def _join_unna(ledger: Document) -> Document:
    return edits.with_members(ledger, [Member("Unna", ledger.ledger.rounds[0])])


def _rename_bonn(ledger: Document) -> Document:
    bonn = ledger.ledger.members[0]
    return with_changed(ledger, bonn, bonn._replace(name="Unna"))


def _name_round(ledger: Document) -> Document:
    return edits.with_round(ledger, ledger.ledger.rounds[0]._replace(name="Unna"))


@pytest.mark.parametrize("edit", [_join_unna, _rename_bonn, _name_round])
def test_an_edit_that_says_something_else_is_a_defect(
    edit: Callable[[Document], Document], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Were a value written wrongly, nobody would see the text, and the file would stay as it is."""
    right = edits._literal
    monkeypatch.setattr(edits, "_literal", lambda value: right("Hemer" if value == "Unna" else value))
    path = tmp_path / "members.toml"
    path.write_bytes(LEDGER.encode())
    with pytest.raises(EditDefect):
        edit(document(LEDGER))
    with (
        pytest.raises(EditDefect),
        store.changing(
            path, path.name, lambda content: (content._replace(text=edit(document(content.text)).text), 0), print
        ),
    ):
        pytest.fail("the file was replaced")
    assert path.read_bytes() == LEDGER.encode()


def test_an_edit_that_loses_what_the_format_does_not_know_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    """A field of somebody else's that went with another one would be missed, and so would one that is added."""
    text = ROUNDS + "\n" + entry("Bonn", 'note = "x"', "shelf = 7", 'source = "y"')
    ledger = document(text)
    bonn = ledger.ledger.members[0]
    (right,) = edits._field_edits(ledger, "members", 0, bonn, bonn._replace(note=None))
    for wrong in (right._replace(end=text.index("source")), right._replace(replacement="box = 8\n")):
        monkeypatch.setattr(edits, "_field_edits", lambda *_what, wrong=wrong: [wrong])
        with pytest.raises(EditDefect):
            with_changed(ledger, bonn, bonn._replace(note=None))


FAR = 2000
"""Entries between an edit and the entry that it clashes with."""


@pytest.mark.parametrize(
    ("there", "new"),
    [
        (Member("Unna", Round("2012"), "05978036"), Member("Unna", Round("2012"), "05978036")),
        (Member("Unna", Round("2012"), "05978036"), Member("Kreisstadt Unna", Round("2012"), "05978036")),
        (Member("Unna", Round("2012"), "05978036"), Member("UNNA", Round("2012"))),
        (Member("Unna", Round("2012")), Member("Unna", Round("2012"), "05978036")),
        (Member("Unna", Round("2012")), Member("unna", Round("2012"))),
        (Member("Unna", Round("2012"), left=on("2020")), Member("Unna", Round("2012"))),
    ],
)
def test_what_clashes_far_away_is_found_after_an_edit(there: Member, new: Member) -> None:
    """A body that stands at the other end of the list is not added a second time, nor made of another entry."""
    others = [Member(f"Ort {number:04}", there.round, f"{number:08}") for number in range(FAR)]
    text = ROUNDS + "\n" + "\n".join(edits._lines(each) for each in (there, *others))
    ledger = document(text)
    last = ledger.ledger.members[-1]
    taken_name = last._replace(name=new.name, key=new.key)
    for edit in (
        partial(edits.with_members, ledger, [new._replace(round=last.round)]),
        partial(with_changed, ledger, last, taken_name),
    ):
        with pytest.raises(Refusals) as refused:
            edit()
        (refusal,) = refused.value.refusals
        assert ("is a member twice" if not there.left else "joined again") in refusal.message


def test_what_an_edit_makes_right_or_wrong_far_away_is_known() -> None:
    """Read again after an edit by hand, a ledger is judged as a whole: an entry that came back is one only after its end."""
    others = [entry(f"Ort {number:04}") for number in range(FAR)]
    back = entry("Unna", "signed = 2021-05-06")
    text = ROUNDS + "\n" + "\n".join([entry("Unna", 'left = "2020"'), *others, back])
    ledger = document(text)
    start = text.index("left =")
    gone = text.replace('left = "2020"\n', "")
    with pytest.raises(LedgerInvalid) as invalid:
        reopened(ledger, gone, start, start + len('left = "2020"\n'))
    (problem,) = (each for each in invalid.value.problems if each.severity is Severity.ERROR)
    assert (problem.code, problem.place.line) == ("member-twice", gone.count("\n", 0, gone.rindex("name =")) + 1)
    later = text.replace("2020", "2022")
    with pytest.raises(LedgerInvalid) as invalid:
        reopened(ledger, later, start, start + len('left = "2020"\n'))
    errors = [each for each in invalid.value.problems if each.severity is Severity.ERROR]
    assert [problem.code for problem in errors] == ["joined-before-leaving"]


def test_a_large_ledger_is_edited_like_a_small_one() -> None:
    """Where usual entries are read by the pattern, places are the same: an entry is added, changed and removed there."""
    towns = [f"Ort {number:04}" for number in range(3000)]
    text = ROUNDS + "".join("\n" + entry(name) for name in towns)
    ledger = document(text)
    last = ledger.ledger.members[-1]
    assert text.splitlines()[ledger.line_of(last) :][0] == 'name = "Ort 2999"'
    added = edits.with_members(ledger, [Member("Ort 1500a", last.round)])
    assert added.text == text.replace(entry("Ort 1500"), entry("Ort 1500") + "\n" + entry("Ort 1500a"))
    back = without_entry(added, added.ledger.members[1501])
    assert back.text == text
    left = with_changed(back, back.ledger.members[2000], back.ledger.members[2000]._replace(left=on("2016")))
    assert left.text == text.replace(entry("Ort 2000"), entry("Ort 2000", 'left = "2016"'))
