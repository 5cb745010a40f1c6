"""Two versions of a ledger are merged by what they say; nothing of either is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagiert_cli.errors import Refusals
from engagiert_cli.ledger import edits
from engagiert_cli.ledger.members import Member, Round
from engagiert_cli.ledger.merge import Conflict, Merged, merge
from tests.ledger.ledgers import LEDGER, PATH, TODAY, document, member, on, with_changed, without_entry
from tests.ledger.test_edits import ledgers

pytestmark = pytest.mark.usefixtures("wall")


def merged(base: str | None, ours: str, theirs: str) -> Merged:
    """Merge as on the day of the tests."""
    return merge(base, ours, theirs, PATH, TODAY)


def clean(base: str | None, ours: str, theirs: str) -> str:
    """Return the text of a merge that must have no conflict."""
    result = merged(base, ours, theirs)
    assert (result.conflicts, result.unreadable) == ((), None)
    return result.text


def joined(text: str, *names: str, round_id: str = "2012") -> str:
    """Return the ledger with members added to a round, a new one where there is none."""
    before = document(text)
    round_ = before.ledger.rounds_by_id.get(round_id)
    if round_ is None:
        round_ = Round(round_id, signed=on(round_id))
        before = edits.with_round(before, round_)
    return edits.with_members(before, [Member(name, round_) for name in names]).text


def amended(text: str, name: str, **fields: Any) -> str:
    """Return the ledger with fields of one entry changed."""
    before = document(text)
    entry = member(before.ledger, name)
    return with_changed(before, entry, entry._replace(**fields)).text


def removed(text: str, name: str) -> str:
    """Return the ledger without the entry."""
    before = document(text)
    return without_entry(before, member(before.ledger, name)).text


def names(text: str) -> list[str]:
    """Return the members in the order of the file."""
    return [entry.name for entry in document(text).ledger.members]


# What merges


def test_both_have_held_a_signing_round() -> None:
    """The same new round becomes one, with the members of both in order."""
    ours = joined(LEDGER, "Ahlen", "Herne", round_id="2018")
    theirs = joined(LEDGER, "Bünde", "Zülpich", round_id="2018")
    text = clean(LEDGER, ours, theirs)
    assert names(text) == [*names(LEDGER), "Ahlen", "Bünde", "Herne", "Zülpich"]
    assert text.count("[[rounds]]") == 3
    assert text == joined(LEDGER, "Ahlen", "Bünde", "Herne", "Zülpich", round_id="2018")


def test_both_have_added_to_the_same_place() -> None:
    """Members that would stand at one place stand there in their order."""
    text = clean(LEDGER, joined(LEDGER, "Coesfeld", "Herne"), joined(LEDGER, "Bünde", "Dorsten"))
    assert text == joined(LEDGER, "Bünde", "Coesfeld", "Dorsten", "Herne")


def test_equal_additions_become_one() -> None:
    """Also where one side knows the key, or a note, that the other does not."""
    key = LEDGER.replace('name = "Essen"\nkey = "05113000"\n', 'name = "Essen"\n')
    assert clean(LEDGER, joined(LEDGER, "Herne"), joined(LEDGER, "Herne")) == joined(LEDGER, "Herne")
    ours = joined(LEDGER, "Herne")
    theirs = amended(joined(LEDGER, "Herne"), "herne", key="05916000", note="seit 1980")
    assert clean(LEDGER, ours, theirs) == theirs
    assert clean(None, key, LEDGER) == LEDGER


def test_fields_of_one_entry_come_together() -> None:
    """One side ends a membership, the other amends it; the fields stand in their usual order."""
    ours = amended(LEDGER, "Bonn", note="Bundesstadt", own_date=on("2012-12-05"))
    theirs = amended(LEDGER, "Bonn", left=on("2019"), source="Rat")
    both = amended(LEDGER, "Bonn", own_date=on("2012-12-05"), left=on("2019"), note="Bundesstadt", source="Rat")
    assert clean(LEDGER, ours, theirs) == both
    assert clean(LEDGER, theirs, ours) == both


def test_a_body_that_came_back_has_two_entries() -> None:
    """The other side's change of the earlier one goes there."""
    left = amended(LEDGER, "Bonn", left=on("2014"))
    ours = joined(left, "Bonn", round_id="2015")
    theirs = amended(left, "Bonn", note="Bundesstadt")
    text = clean(left, ours, theirs)
    assert [entry.note for entry in document(text).ledger.find("Bonn")] == ["Bundesstadt", None]


def test_an_earlier_membership_that_comes_to_light_is_another_entry() -> None:
    """What the other side says of the one that both know stays with that one, whichever is first by date."""
    earlier = LEDGER.replace(
        '[[members]]\nname = "Lemgo"',
        '[[members]]\nname = "Essen"\nround = "2012"\nleft = "2013"\n\n[[members]]\nname = "Lemgo"',
    )
    for base, added in ((LEDGER, earlier), (earlier, LEDGER)):
        for fields in ({"note": "Ruhr"}, {"left": on("2019")}):
            theirs = amended(base, "Essen", **fields)
            assert clean(base, added, theirs) == amended(added, "Essen", **fields)
            assert document(clean(base, theirs, added)).ledger == document(amended(added, "Essen", **fields)).ledger


def test_a_round_that_both_took_out_is_gone() -> None:
    """Whatever else one of them did."""
    base = edits.with_round(document(LEDGER), Round("2018", signed=on("2018"))).text
    assert clean(base, LEDGER, joined(LEDGER, "Herne")) == joined(LEDGER, "Herne")


def test_comments_of_both_are_kept() -> None:
    """Above an entry, behind a value, at the end of the file; also where they stand at one place."""
    ours = LEDGER.replace('[[members]]\nname = "Essen"', '# unsere\n[[members]]\nname = "Essen" # Ruhr')
    theirs = LEDGER.replace('[[members]]\nname = "Essen"', '# andere\n[[members]]\nname = "Essen" # Stadt')
    text = clean(LEDGER, ours, theirs + "# Ende\n")
    assert '# unsere\n# andere\n[[members]]\n# Stadt\nname = "Essen" # Ruhr\n' in text
    assert text.endswith("# Ende\n")


def test_a_comment_within_a_value_is_kept() -> None:
    """An array of several lines may have some: from whichever side, else both versions of the value are shown."""
    base = LEDGER.replace('signed = "2015"', 'cosigners = [\n    "Land",\n]\nsigned = "2015"')
    ours, theirs = base.replace('"Land",', '"Land",  # NRW'), base.replace('"Land",', '# andere\n    "Land",')
    dated = base.replace('signed = "2015"', 'signed = "2015-06"')
    assert "# NRW" in clean(base, ours, dated)
    assert "# andere" in clean(base, dated, theirs)
    assert {"# NRW", "# andere"} <= set(re.findall(r"# \w+", merged(base, ours, theirs).text))


def test_a_value_and_the_comment_behind_it_are_two_things() -> None:
    """One side corrects the value, the other says why."""
    base = amended(LEDGER, "Bonn", note="alt")
    ours = amended(base, "Bonn", note="neu")
    text = clean(base, ours, base.replace('"alt"', '"alt"  # laut Rat'))
    assert 'note = "neu"  # laut Rat\n' in text


def test_what_one_side_took_out_is_gone() -> None:
    """With the comment above it, where the other side left it alone."""
    base = LEDGER.replace('[[members]]\nname = "Essen"', '# Ruhr\n[[members]]\nname = "Essen"')
    assert clean(base, joined(base, "Herne"), removed(base, "Essen")) == removed(joined(base, "Herne"), "Essen")
    assert clean(base, removed(base, "Essen"), removed(base, "Essen")) == removed(base, "Essen")


def test_a_value_written_in_two_ways_is_one() -> None:
    """Quotes of another kind are no difference."""
    base = amended(LEDGER, "Bonn", note="alt")
    text = clean(base, base.replace('"alt"', '"neu"'), base.replace('"alt"', "'neu'"))
    assert 'note = "neu"' in text


def test_line_ends_are_ours() -> None:
    """A version from Windows merges with one that is not; a missing last line end stays missing."""
    windows = joined(LEDGER, "Herne").replace("\n", "\r\n")
    assert clean(LEDGER, windows, joined(LEDGER, "Ahlen")) == joined(LEDGER, "Ahlen", "Herne").replace("\n", "\r\n")
    assert clean(LEDGER, joined(LEDGER, "Ahlen"), windows) == joined(LEDGER, "Ahlen", "Herne")
    bare = LEDGER.removesuffix("\n")
    assert clean(bare, bare, joined(LEDGER, "Zülpich", round_id="2015")) == joined(bare, "Zülpich", round_id="2015")


# What does not


def test_one_field_changed_to_two_values_is_a_conflict() -> None:
    """It is told by member and field, and stands in the file between git's markers; all else is merged."""
    ours = amended(joined(LEDGER, "Herne"), "Bonn", left=on("2019"), note="x")
    theirs = amended(LEDGER, "Bonn", left=on("2018-06-30"), source="Rat")
    result = merged(LEDGER, ours, theirs)
    line = result.text.splitlines().index("<<<<<<< ours") + 1
    assert result.conflicts == (Conflict("Bonn", "left", '"2019"', "2018-06-30", line),)
    assert (
        '[[members]]\nname = "Bonn"\nkey = "05314000"\nround = "2012"\n'
        '<<<<<<< ours\nleft = "2019"\n=======\nleft = 2018-06-30\n>>>>>>> theirs\nnote = "x"\nsource = "Rat"\n'
    ) in result.text
    assert 'name = "Herne"' in result.text


def test_an_entry_taken_out_here_and_changed_there_is_a_conflict() -> None:
    """Neither is guessed away."""
    ours, theirs = removed(LEDGER, "Essen"), amended(LEDGER, "Essen", note="x")
    for first, second, place in ((ours, theirs, 1), (theirs, ours, 0)):
        result = merged(LEDGER, first, second)
        (conflict,) = result.conflicts
        assert (conflict.called, conflict.field) == ("Essen", "")
        assert [conflict.ours is None, conflict.theirs is None] == [place == 1, place == 0]
        start = result.text.index("<<<<<<< ours")
        end = result.text.index(">>>>>>> theirs")
        sides = result.text[start:end].split("=======\n")
        assert ['note = "x"' in side for side in sides] == [place == 0, place == 1]


def test_several_conflicts_are_told_at_once() -> None:
    """Each with its line."""
    ours, theirs = (amended(amended(LEDGER, "Bonn", note=word), "Witten", note=word) for word in ("hier", "dort"))
    result = merged(LEDGER, ours, theirs)
    assert [(conflict.called, conflict.field) for conflict in result.conflicts] == [
        ("Bonn", "note"),
        ("Witten", "note"),
    ]
    lines = result.text.splitlines()
    assert [lines[conflict.line - 1] for conflict in result.conflicts] == ["<<<<<<< ours"] * 2


def test_two_sides_that_contradict_each_other_are_told() -> None:
    """Each is valid, both together are not: the text is merged, and its problems are named."""
    ours = joined(amended(LEDGER, "Bonn", left=on("2014")), "Bonn", round_id="2015")
    result = merged(amended(LEDGER, "Bonn", left=on("2014")), ours, amended(LEDGER, "Bonn", left=on("2016")))
    assert result.unreadable is not None
    assert [problem.code for problem in result.unreadable.problems] == ["joined-before-leaving"]


@pytest.mark.parametrize("broken", ["<<<<<<< HEAD\n", "[[members]]\n", "x"])
def test_a_version_with_errors_is_not_merged_and_not_lost(broken: str) -> None:
    """Both texts stand in the file, between markers, what they have in common once."""
    for ours, theirs in ((LEDGER + broken, LEDGER + "# b\n"), (LEDGER + "# a\n", LEDGER + broken)):
        result = merged(LEDGER, ours, theirs)
        assert result.unreadable is not None
        ours_again = re.sub(r"<<<<<<< ours\n(.*)=======\n.*>>>>>>> theirs\n", r"\1", result.text, flags=re.DOTALL)
        theirs_again = re.sub(r"<<<<<<< ours\n.*=======\n(.*)>>>>>>> theirs\n", r"\1", result.text, flags=re.DOTALL)
        assert ours_again.rstrip("\n") == ours.rstrip("\n")
        assert theirs_again.rstrip("\n") == theirs.rstrip("\n")


def test_a_list_in_one_line_is_not_merged_and_not_lost() -> None:
    """Where entries have no line of their own, both versions of the list stand in the file."""
    base = 'rounds = [{ id = 1 }]\nmembers = [{ name = "Bonn", round = 1 }]\n'
    result = merged(base, base.replace("Bonn", "Essen"), base.replace("Bonn", "Herne"))
    assert [(conflict.field, conflict.line) for conflict in result.conflicts] == [("members", 2)]
    assert "Essen" in result.text
    assert "Herne" in result.text


def test_a_list_in_one_line_that_one_side_changed_is_taken_from_there() -> None:
    """Also beside entries with lines of their own, which are merged."""
    base = 'members = [{ name = "Bonn", round = 1 }]\nrounds = [{ id = 1 }]\n'
    changed = base.replace("Bonn", "Essen")
    assert clean(base, base, changed) == clean(base, changed, base) == clean(base, changed, changed) == changed
    base = 'rounds = [{ id = "2012" }]\n\n[[members]]\nname = "Bonn"\nround = "2012"\n'
    dated = base.replace('"2012" }', '"2012", signed = 2012 }')
    both = clean(base, joined(dated, "Herne"), joined(base, "Ahlen"))
    assert both == joined(dated, "Ahlen", "Herne")


# For any ledger


@settings(max_examples=20)
@given(ledgers(), st.data())
def test_what_only_one_side_changed_is_taken_from_there(base: str, data: st.DataObject) -> None:
    """To the byte, where the other side is as it was, or is the same."""
    side = _edited(base, data, 0)
    assert clean(base, side, base) == side
    assert clean(base, side, side) == side
    assert sorted(names(clean(base, base, side))) == sorted(names(side))
    assert _comments(clean(base, base, side)) == _comments(side)


@settings(max_examples=20)
@given(ledgers(), st.data())
def test_two_sides_that_touch_different_members_merge(base: str, data: st.DataObject) -> None:
    """The result says what both say, has the comments of both, and is the same whichever side is ours."""
    ours, theirs = _edited(base, data, 0), _edited(base, data, 1)
    text = clean(base, ours, theirs)
    old, first, second, both = (_comments(side) for side in (base, ours, theirs, text))
    assert both == (first & second) | (first - old) | (second - old)
    other = clean(base, theirs, ours)
    assert sorted(map(repr, document(text).ledger.members)) == sorted(map(repr, document(other).ledger.members))
    added = [set(names(side)) - set(names(base)) for side in (ours, theirs)]
    assert added[0] | added[1] <= set(names(text))


def _edited(base: str, data: st.DataObject, side: int) -> str:
    """Return the ledger after some changes by one side, which are about members of its own."""
    text = base
    own = [entry for entry in document(base).ledger.members if len(entry.name) % 2 == side]
    for number in range(data.draw(st.integers(1, 3))):
        before = document(text)
        kind = data.draw(st.sampled_from(("join", "same", "amend", "remove", "comment")))
        there = [entry for entry in before.ledger.members if entry.name in {one.name for one in own}]
        try:
            if kind in ("join", "same"):
                name = f"Neu {side}{number}" if kind == "join" else "Gemeinsam"
                text = (
                    edits.with_members(before, [Member(name, before.ledger.rounds[0])]).text
                    if before.ledger.rounds
                    else text
                )
            elif kind == "amend" and there:
                entry = data.draw(st.sampled_from(there))
                text = with_changed(before, entry, entry._replace(note=f"N{side}{number}")).text
            elif kind == "remove" and there:
                text = without_entry(before, data.draw(st.sampled_from(there))).text
            elif kind == "comment":
                text = text + ("" if text.endswith("\n") else "\n") + f"\n# side{side}{number}\n"
        except Refusals:  # a member twice
            continue
    return text


def _comments(text: str) -> set[str]:
    return set(re.findall(r"# (?:c[0-9]{3}|side[0-9]{2})", text))
