"""A change can be taken back to the byte, step by step; what others did is seen, and never overwritten."""

from __future__ import annotations

import io
import itertools
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagiert_cli.errors import Refusal
from engagiert_cli.ledger import undo
from engagiert_cli.ledger.store import Content, Made
from engagiert_cli.ledger.undo import (
    LARGEST,
    STEPS,
    ChangedSince,
    History,
    Step,
    TakenBack,
    decoded,
    encoded,
    state_folder,
)
from engagiert_cli.output.hints import worded
from tests.ledger.ledgers import LEDGER

SHOWN = "members.toml"
HOME = "LOCALAPPDATA" if sys.platform == "win32" else "HOME"


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's state folder is one of the test's own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def made(ledger: Path, before: str, after: str) -> Made[None]:
    """Return a change of the ledger."""
    return Made(ledger, Content(before), Content(after), None, lambda: None)


def history(*texts: str) -> History:
    """Return what is known after a change from each text to the next."""
    found = History()
    for number, (before, after) in enumerate(itertools.pairwise(texts)):
        found = found.after(before, after, f"change {number}")
    return found


@given(st.text(), st.text())
def test_a_step_leads_from_one_text_to_the_other_and_back(before: str, after: str) -> None:
    """Whatever was changed."""
    step = Step.between(before, after)
    assert step.forth(before) == after
    assert step.back(after) == before
    assert Step.between(f"{before}x{after}", f"{before}y{after}")[:3] == (len(before), "x", "y")


@given(st.lists(st.text(), min_size=2, max_size=30))
def test_every_text_is_there_again(texts: list[str]) -> None:
    """As far as it is kept, which is the last twenty changes."""
    found = history(*texts)
    kept = min(len(texts) - 1, STEPS)
    assert found.texts[-kept - 1 :] == texts[-kept - 1 :]


def test_twenty_of_twenty_five_changes_are_taken_back_and_brought_back(tmp_path: Path) -> None:
    """One by one, to the byte, byte order mark and line ends included; each time it is what a new process knows."""
    ledger = tmp_path / "members.toml"
    mark = b"\xef\xbb\xbf"
    contents = [Content(LEDGER.replace("Bonn", f"Bonn {number}\r"), mark * (number % 2)) for number in range(26)]
    for before, after in itertools.pairwise(contents):
        undo.remember(Made(ledger, before, after, None, lambda: None), pytest.fail, "amend Bonn")
    found = contents[-1].data
    for by, numbers in ((-1, range(24, 4, -1)), (1, range(6, 26))):
        for number in numbers:
            moved = undo.known(ledger).moved(found.decode(), by, SHOWN)
            undo.keep(ledger, moved, pytest.fail)
            found = moved.text.encode()
            assert found == contents[number].data
        with pytest.raises(Refusal, match="there is no change"):
            undo.known(ledger).moved(found.decode(), by, SHOWN)


@given(st.text(), st.text())
def test_a_history_is_read_as_it_was_written(before: str, after: str) -> None:
    """Whatever characters the ledger had."""
    for written in (history(before, after, "x"), history(before, after, "x")._replace(at=0, text=before)):
        stored = b"".join(encoded(written))
        assert decoded(io.BytesIO(stored)) == written
        assert decoded(io.BytesIO(stored), written.text) == written
        assert decoded(io.BytesIO(stored), f"{written.text}.") == written


def test_a_text_that_is_as_expected_is_not_read_again() -> None:
    """So that one who adds to a large ledger does not hold it three times; what it was is certain by its digest."""
    expected = LEDGER + "x"
    stored = io.BytesIO(b"".join(encoded(history(LEDGER, expected))))
    assert decoded(stored, expected).text is expected
    assert stored.read().decode() == expected


@given(st.data())
def test_a_history_that_is_damaged_is_none(data: st.DataObject) -> None:
    """A byte more, less or other, as a power cut may leave it, is never taken for a ledger."""
    stored = b"".join(encoded(history(LEDGER, "x")))
    place = data.draw(st.integers(0, len(stored) - 1))
    other = bytes([stored[place] ^ data.draw(st.integers(1, 255))])
    for damaged in (stored[:place], stored[:place] + other + stored[place + 1 :], stored + other, bytes(len(stored))):
        with pytest.raises(ValueError, match=r"."):
            decoded(io.BytesIO(damaged))


def test_one_bounded_file_is_kept_for_each_ledger(tmp_path: Path) -> None:
    """Under any path that leads to it, and for the user alone; of large changes the last one only."""
    ledger, other = tmp_path / "members.toml", tmp_path / "other.toml"
    link = tmp_path / "link.toml"
    link.symlink_to(ledger)
    undo.remember(made(ledger, "1", "2"), pytest.fail, "join")
    undo.remember(made(link, "2", "3"), pytest.fail, "leave")
    undo.remember(made(link, "3", "3"), pytest.fail, "leave")
    undo.remember(made(other, "a", "b"), pytest.fail, "join")
    assert undo.known(ledger).texts == undo.known(link).texts == ["1", "2", "3"]
    path = undo.history_path(ledger)
    assert path is not None
    if os.name != "nt":  # where the folder is the user's own
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
    assert len(list(path.parent.iterdir())) == 2
    assert sorted(found.name for found in tmp_path.iterdir()) == ["link.toml", "state"]
    large = "x" * LARGEST
    assert history("1", "2", large, large + "3").texts == [large, large + "3"]
    assert history("1", "2", large, "3").texts == [large, "3"]


@pytest.mark.parametrize("stored", [b"", b"x", b"engagiert undo 3\n[0, []]\n", b"engagiert undo 5\nab\n[0, []]\n"])
def test_what_does_not_read_well_is_no_harm(tmp_path: Path, stored: bytes) -> None:
    """Damaged, or of another version of the program: there is nothing to take back, and the next change is kept."""
    ledger = tmp_path / "members.toml"
    undo.remember(made(ledger, "1", "2"), pytest.fail, "join")
    path = undo.history_path(ledger)
    assert path is not None
    path.write_bytes(stored)
    with pytest.raises(Refusal, match=r"there is no change of members\.toml to take back"):
        undo.known(ledger).moved("2", -1, SHOWN)
    undo.remember(made(ledger, "2", "3"), pytest.fail, "join")
    assert undo.known(ledger).texts == ["2", "3"]


def test_without_a_home_folder_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As before the first change."""
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.delenv(HOME)
    assert undo.known(tmp_path / "members.toml") == History()


@pytest.mark.parametrize("home", ["missing", "a file"])
def test_where_nothing_can_be_kept_the_user_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    """It is a note, and no failure."""
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.delenv(HOME)
    if home == "a file":
        (tmp_path / "file").touch()
        monkeypatch.setenv(HOME, str(tmp_path / "file"))
    notes: list[str] = []
    undo.remember(made(tmp_path / "members.toml", "1", "2"), notes.append, "join")
    reason = {"missing": "no home folder is set", "a file": "part of the path is not a folder"}[home]
    if sys.platform == "win32" and home == "a file":  # Windows has words of its own for it
        reason = notes[0].partition(": ")[2]
    assert notes == [f"undo cannot take back this change later: {reason}"]


def test_a_ledger_that_was_changed_by_hand_is_left_alone() -> None:
    """Since the last change, or between two: the refusal carries both texts, to be shown."""
    known = history("a", "b")
    with pytest.raises(ChangedSince) as caught:
        known.moved("c", -1, SHOWN)
    assert (caught.value.recorded, caught.value.found) == ("b", "c")
    assert str(caught.value) == (
        "members.toml has changed since the last change by engagiert\nthe difference is shown; nothing was taken back"
    )
    later = known.after("c", "d", "leave")
    assert later.texts == ["a", "b", "c", "d"]
    undone = later.moved("d", -1, SHOWN)
    assert undone.text == "c"
    for found, by in ((later, -2), (undone, -1)):
        with pytest.raises(ChangedSince) as caught:
            found.moved(found.text, by, SHOWN)
        assert (caught.value.recorded, caught.value.found) == ("b", "c")


def test_what_was_broken_by_hand_can_be_brought_back() -> None:
    """Nothing of it is lost when the last good state has taken its place."""
    restored = history("a", "b").restored("broken")
    assert (restored.text, restored.at, restored.texts) == ("b", 1, ["a", "b", "broken"])
    again = restored.moved("b", 1, SHOWN)
    assert again.text == "broken"
    assert again.restored("broken") == restored
    assert [again.was_by_hand(text) for text in ("a", "b", "broken", "c")] == [False, False, True, True]
    assert restored.moved("b", -1, SHOWN).text == "a"


def test_what_others_took_back_is_not_taken_back_once_more() -> None:
    """As git does, or a process that was killed before it could remember: the text itself says where the ledger is."""
    known = history("a", "b", "c")
    with pytest.raises(TakenBack) as caught:
        known.moved("b", -1, SHOWN)
    assert tuple(map(worded, caught.value.hints)) == (
        "to bring it back: engagiert redo",
        "to take back the one before it, too: engagiert undo 2",
    )
    assert known.moved("b", -2, SHOWN).text == "a"
    assert known.moved("b", 1, SHOWN).text == "c"
    with pytest.raises(TakenBack) as caught:
        known.moved("a", -2, SHOWN)
    assert tuple(map(worded, caught.value.hints)) == ("to bring it back: engagiert redo",)
    assert known.after("b", "x", "join").texts == ["a", "b", "x"]
    undone = known.moved("c", -1, SHOWN)
    assert undone.moved("c", -1, SHOWN).text == "b"


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({"XDG_STATE_HOME": "/x", "HOME": "/h"}, "linux", "/x"),
        ({"XDG_STATE_HOME": "x", "HOME": "/h"}, "linux", "/h/.local/state"),
        ({"XDG_STATE_HOME": "", "HOME": "/h"}, "linux", "/h/.local/state"),
        ({"HOME": "/h"}, "darwin", "/h/Library/Application Support"),
        ({"LOCALAPPDATA": "/l"}, "win32", "/l"),
        ({"XDG_STATE_HOME": r"C:\x", "LOCALAPPDATA": "/l"}, "win32", r"C:\x"),
        ({"XDG_STATE_HOME": "/x", "LOCALAPPDATA": "/l"}, "win32", "/l"),
        ({"HOME": "/h"}, "win32", None),
        ({"HOME": ""}, "linux", None),
        ({"HOME": "h"}, "linux", None),
        ({}, "linux", None),
    ],
)
def test_the_state_folder_is_where_the_system_wants_it(
    environment: dict[str, str], platform: str, expected: str | None
) -> None:
    """Absolute paths only, as the XDG specification says; none where none is named."""
    assert state_folder(environment, platform) == (expected and Path(expected))
