"""Python can all that the command line can, by the same rules; the examples of docs/python.md are run beside this."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest

import engagiert_cli
from engagiert_cli import Ledger
from engagiert_cli.errors import Refusal, WrongUsage

ROOT = Path(__file__).parents[1]
TODAY = datetime.date(2026, 11, 23)


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """The founding ledger, in a folder of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    shutil.copy(ROOT / "data" / "members.toml", tmp_path)
    return Ledger.read(tmp_path / "members.toml", today=TODAY)


def test_the_package_shows_what_it_has() -> None:
    """Although it is imported only when it is asked for."""
    assert dir(engagiert_cli) == engagiert_cli.__all__
    assert all(getattr(engagiert_cli, name) for name in engagiert_cli.__all__)


def test_an_entry_is_corrected_field_by_field(ledger: Ledger) -> None:
    """What is not named stays; None takes out; a name is one that the body has."""
    amended = ledger.amend(
        "Bonn", signed="5.12.2012", left=datetime.date(2019, 1, 31), note="a", source="b", round="2015"
    )
    (bonn,) = amended.find("Bonn")
    assert (bonn.round.id, bonn.signed.text, bonn.left and bonn.left.text) == ("2015", "2012-12-05", "2019-01-31")
    (bonn,) = amended.amend("Bonn", signed=None, left=None, note=None).find("Bonn")
    assert (bonn.own_date, bonn.left, bonn.note, bonn.source) == (None, None, None, "b")
    assert ledger.amend("Bonn", name="Stadt Bonn").text == ledger.text
    with pytest.raises(Refusal, match=r"Essen and Bonn .* are different bodies"):
        ledger.amend("Bonn", name="Essen")
    with pytest.raises(WrongUsage, match="register"):
        ledger.amend("Bonn", kind="Stadt")


def test_a_body_goes_into_another_one(ledger: Ledger) -> None:
    """Which is a member from that day on, unless it was one."""
    changed = ledger.leave("Bonn", on="2019-07-01", into="Köln").leave("Witten", on="2020", into="Hagen")
    assert changed.find("Köln")[0].signed.text == "2019-07-01"
    assert len(changed.memberships) == len(ledger.memberships) + 1


def test_a_round_is_added_and_corrected(ledger: Ledger) -> None:
    """None takes its date out; without a word on the date it stays."""
    changed = ledger.round("2018", name="Dritte", signed="6.2018").round("2018", name="3.")
    assert [(round_.name, round_.signed.text) for round_ in changed.rounds][-1] == ("3.", "2018-06")
    assert not changed.round("2018", signed=None).rounds[-1].signed.is_known


def test_reports_are_rows(ledger: Ledger) -> None:
    """With the fields that JSON has, of a day, a round or by something else."""
    assert [row["round"] for row in ledger.report()] == ["2012", "2015"]
    assert [row["joined"] for row in ledger.report(at="2013", round="2012")] == [10]
    assert [row["total"] for row in ledger.report("growth")][-1] == 23
    with pytest.raises(WrongUsage, match=r'"nothing" is not one of cohorts, growth, coverage, .*map'):
        ledger.report("nothing")
    with pytest.raises(WrongUsage, match='"shoes" is not one of round, year, kind, district, region, land'):
        ledger.report(by="shoes")


def test_reports_are_of_a_time_or_a_year(ledger: Ledger) -> None:
    """As with --since and --year."""
    dates = [str(row["date"]) for row in ledger.report("changes", since="2013")]
    assert dates == ["2015"] * 13
    assert [len(ledger.report("changes", since=since, at="2014")) for since in ("2012", "2013")] == [10, 0]
    assert [(row["years"], row["count"]) for row in ledger.report("anniversaries", year=2025)] == [(13, 10), (10, 13)]
    assert ledger.report("anniversaries") == ledger.report("anniversaries", year=TODAY.year)


def test_an_earlier_entry_of_a_body_that_came_back_is_corrected(ledger: Ledger) -> None:
    """By the date that it has; the latest one stays as it is."""
    back = ledger.leave("Bonn", on="2014").join("Bonn", signed="2020")
    notes = [entry.note for entry in back.amend("Bonn", entry="2012", note="a").amend("Bonn", note="b").find("Bonn")]
    assert notes == ["a", "b"]
    with pytest.raises(Refusal, match=r'no entry of "Bonn" is dated 2016'):
        back.amend("Bonn", entry="2016", note="c")


def test_what_the_register_knows_of_a_member(ledger: Ledger, tmp_path: Path) -> None:
    """Of one without a register only its kind."""
    (witten,) = ledger.find("Witten")
    assert ledger.place_of(witten)[:3] == ("Stadt", "Ennepe-Ruhr-Kreis", "Regierungsbezirk Arnsberg")
    assert (ledger.inhabitants_of(witten) or 0) > 90_000
    other = Ledger.create(tmp_path / "other.toml", "Charta").join("Ada", signed="2020", kind="Person")
    assert other.place_of(other.members[0]).designation == "Person"
    assert other.inhabitants_of(other.members[0]) is None


def test_changes_are_taken_back_and_brought_back(ledger: Ledger, tmp_path: Path) -> None:
    """To the byte, as long as nobody else has changed the file."""
    path = tmp_path / "members.toml"
    for note in ("a", "b"):
        Ledger.read(path, today=TODAY).amend("Bonn", note=note).write()
    assert [row["after"] for row in Ledger.read(path, today=TODAY).diff(ledger)] == ["b"]
    undone = ledger.undo(2)
    assert undone.text == ledger.text == path.read_text("utf-8")
    assert undone.redo().find("Bonn")[0].note == "a"
    undone = Ledger.read(path, today=TODAY).undo()
    undone.amend("Bonn", note="c").write()
    path.write_text(path.read_text("utf-8") + "# by hand\n", "utf-8")
    with pytest.raises(Refusal, match="has changed since"):
        undone.undo()
