"""A change can be taken back to the byte, as long as the ledger is what the change left."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagiert_cli.errors import Refusal
from engagiert_cli.ledger import undo
from engagiert_cli.ledger.store import Content, Made
from engagiert_cli.ledger.undo import ChangedSince, Step, encoded, state_folder
from tests.ledger.ledgers import LEDGER

SHOWN = "members.toml"
BEFORE, AFTER = LEDGER.encode(), b"\xef\xbb\xbf" + LEDGER.replace("\n", "\r\n").encode()


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's state folder is one of the test's own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def made(ledger: Path, before: str, after: str) -> Made[None]:
    """Return a change of the ledger."""
    return Made(ledger, Content(before), Content(after), None, lambda: None)


@given(st.binary(), st.binary())
def test_a_step_is_read_as_it_was_written(before: bytes, after: bytes) -> None:
    """Whatever bytes the ledger had."""
    assert Step.decode(b"".join(encoded([before], [after]))) == Step(before, after)


@given(st.data())
def test_a_step_that_is_damaged_is_none(data: st.DataObject) -> None:
    """A byte more, less or other, as a power cut may leave it, is never taken for a ledger."""
    stored = b"".join(encoded([BEFORE], [AFTER]))
    place = data.draw(st.integers(0, len(stored) - 1))
    other = bytes([stored[place] ^ data.draw(st.integers(1, 255))])
    for damaged in (stored[:place], stored[:place] + other + stored[place + 1 :], stored + other, bytes(len(stored))):
        with pytest.raises(ValueError, match=r"."):
            Step.decode(damaged)


def test_the_last_change_is_the_one_that_is_recalled(tmp_path: Path) -> None:
    """One step is held for each ledger, under any path that leads to it, and for the user alone."""
    ledger, other = tmp_path / "members.toml", tmp_path / "other.toml"
    link = tmp_path / "link.toml"
    link.symlink_to(ledger)
    undo.remember(made(ledger, "1", "2"), pytest.fail)
    undo.remember(made(link, "2", "3"), pytest.fail)
    undo.remember(made(other, "a", "b"), pytest.fail)
    assert undo.recall(ledger, SHOWN) == Step(b"2", b"3")
    assert undo.recall(link, SHOWN) == Step(b"2", b"3")
    path = undo.step_path(ledger)
    assert path is not None
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert len(list(path.parent.iterdir())) == 2
    assert sorted(found.name for found in tmp_path.iterdir()) == ["link.toml", "state"]


def test_without_a_step_there_is_nothing_to_take_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither before the first change, nor without a home folder, nor with a step that is damaged."""
    ledger = tmp_path / "members.toml"
    undo.remember(made(ledger, "1", "2"), pytest.fail)
    path = undo.step_path(ledger)
    assert path is not None
    path.write_bytes(b"x")
    for attempt in (ledger, tmp_path / "other.toml"):
        with pytest.raises(Refusal, match=r"there is no change of members\.toml to take back"):
            undo.recall(attempt, SHOWN)
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.delenv("HOME")
    with pytest.raises(Refusal, match=r"there is no change of members\.toml to take back"):
        undo.recall(ledger, SHOWN)


@pytest.mark.parametrize("home", ["missing", "a file"])
def test_where_nothing_can_be_kept_the_user_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    """It is a note, and no failure."""
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.delenv("HOME", raising=False)
    if home == "a file":
        (tmp_path / "file").touch()
        monkeypatch.setenv("HOME", str(tmp_path / "file"))
    notes: list[str] = []
    undo.remember(made(tmp_path / "members.toml", "1", "2"), notes.append)
    reason = {"missing": "no home folder is set", "a file": "a part of the path is no folder"}[home]
    assert notes == [f"undo will not know of this change: {reason}"]


def test_a_change_is_taken_back_and_brought_back_to_the_byte() -> None:
    """Byte order mark and line ends included."""
    step = Step(BEFORE, AFTER)
    assert undo.taken_back(step, Content.decode(AFTER, SHOWN), SHOWN).data == BEFORE
    assert undo.taken_back(step, Content.decode(BEFORE, SHOWN), SHOWN).data == AFTER


def test_a_ledger_that_has_changed_since_is_left_alone() -> None:
    """The refusal carries both texts, to be shown."""
    with pytest.raises(ChangedSince) as caught:
        undo.taken_back(Step(b"a = 1", b"a = 2"), Content.decode(b"a = 3", SHOWN), SHOWN)
    assert (caught.value.recorded, caught.value.found) == ("a = 2", "a = 3")
    assert str(caught.value) == (
        "members.toml has changed since the last change by engagiert\nthe difference is shown; nothing was taken back"
    )


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({"XDG_STATE_HOME": "/x", "HOME": "/h"}, "linux", "/x"),
        ({"XDG_STATE_HOME": "x", "HOME": "/h"}, "linux", "/h/.local/state"),
        ({"XDG_STATE_HOME": "", "HOME": "/h"}, "linux", "/h/.local/state"),
        ({"HOME": "/h"}, "darwin", "/h/Library/Application Support"),
        ({"LOCALAPPDATA": "/l"}, "win32", "/l"),
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
