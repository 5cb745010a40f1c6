"""Whatever goes wrong at whatever moment: the ledger is the old one or the new one, and what is said of it is true.

As SQLite tests its commits: every change is made again and again, each time with the next system call on the ledger's
folder gone wrong: killed before it or behind it, in the middle of a write, failed once or from there on, interrupted.
Then the next command is run, and must work without help.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.test_sessions import ROOT, environment
from tests.reliability.slow import some_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.skipif(
        sys.platform != "linux", reason="system calls are watched by way of Linux's /proc and LD_PRELOAD"
    ),
    pytest.mark.skipif(not shutil.which("gcc"), reason="gcc is not installed, which builds what watches system calls"),
]

LINES = {
    "join": "join Dorsten Ahlen --round 2016",
    "leave": "leave Bonn --on 2019",
    "amend": "amend Bonn --note Bundesstadt",
    "remove": "remove Witten",
    "round": "round 2015 --signed 6.2015",
    "undo": "undo",
    "import": "import OFFICE/names.csv --round 2016",
    "init": "init OFFICE/ledger/new.toml",
}
SLOW = pytest.mark.faults
COMMANDS = [name for name in LINES if name != "init"]
FAULTS = (
    "kill-before",
    "kill-after",
    "half-write",
    "short",
    "EIO",
    "EIO-on",
    "ENOSPC",
    "ENOSPC-on",
    "EDQUOT",
    "SIGINT",
    "SIGTERM",
    "SIGHUP",
)


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that watches a folder, built from `shim.c`."""
    built = tmp_path_factory.mktemp("shim") / "shim.so"
    source = ROOT / "tests" / "reliability" / "shim.c"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", str(built), str(source), "-ldl"], check=True)
    return built


class Watched:
    """An office whose commands are run with faults."""

    def __init__(self, folder: Path, shim: Path) -> None:
        self.folder = folder
        self.shim = shim
        self.environment = environment(folder, "en") | {"XDG_STATE_HOME": str(folder / "state")}
        ledger, start = folder / "ledger", folder / "start"
        ledger.mkdir()
        shutil.copy(ROOT / "data" / "members.toml", ledger)
        (folder / "names.csv").write_text("name\nDorsten\nAhlen\n", "utf-8")
        command = ["engagiert", "--ledger", str(ledger / "members.toml"), "leave", "Velbert", "--on", "2020"]
        subprocess.run(command, env=self.environment, check=True, capture_output=True)
        start.mkdir()
        for name in ("ledger", "state"):
            shutil.move(folder / name, start / name)

    def runs(self, command: str, fault: str, *, watched: str = "ledger", naive: bool = False) -> list[dict[str, Any]]:
        """Return what happened, for each call of the command."""
        server = [sys.executable, str(ROOT / "tests" / "reliability" / "fault_server.py"), str(self.folder)]
        words = [word.replace("OFFICE", str(self.folder)) for word in LINES[command].split()]
        done = subprocess.run(
            [*server, watched, fault, "naive" if naive else "safe", "--", *words],
            # By its name alone, since a blank in the path would end it.
            env=self.environment | {"LD_PRELOAD": self.shim.name, "LD_LIBRARY_PATH": str(self.shim.parent)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, shim: Path) -> Watched:
    """The founding ledger after a first change; each run starts from there."""
    return Watched(tmp_path_factory.mktemp("office"), shim)


def lies(run: dict[str, Any], fault: str) -> list[str]:
    """Return what is wrong with a run; empty where the ledger is whole and the program said the truth."""
    found = []
    code, said, state = run["code"], bool(run["out"]), run["state"]
    if state not in ("old", "new"):
        found.append(f"a third state: {state}")
    if said and state != "new":
        found.append("reported, but not written")
    truth = {0: ("new", True), 1: ("old", False), 4: ("new", True), 130: ("old", False)}
    if code >= 0 and truth.get(code) != (state, said):
        found.append(f"exit code {code} though the ledger is {state}")
    if code == -15 or code == -1:  # SIGTERM, SIGHUP
        found += ["ended by a signal between writing and saying so"] if state == "new" and not said else []
    if code == 1 and not run["err"].startswith("error: "):
        found.append("refused without a reason")
    if code == 4 and "the disk has not confirmed it" not in run["err"]:
        found.append("not confirmed, without saying so")
    may_leave = code < 0 or fault.endswith("-on") or run["call"] == "unlinkat"
    if run["left"] != ["members.toml"] and not may_leave:
        found.append(f"left behind: {run['left']}")
    if run["next"] or not run["next_right"]:
        found.append(f"the next command did not work: {run['next_err']}")
    if run["next_left"] != ["members.toml"]:
        found.append(f"the next command did not sweep: {run['next_left']}")
    return found


def all_lies(runs: list[dict[str, Any]], fault: str) -> list[str]:
    """Return what is wrong with any of the runs, with the call that went wrong."""
    return [f"call {run['nth']} ({run['call']}): {lie}" for run in runs for lie in lies(run, fault)]


def check(office: Watched, command: str, fault: str) -> None:
    """Demand that no fault at any call makes a third state or a lie, and that some calls were before the change."""
    runs = office.runs(command, fault)
    assert len(runs) > 25
    assert all_lies(runs, fault) == []
    if fault not in ("short", "half-write"):
        assert {run["state"] for run in runs} == {"old", "new"}


def test_join_is_whole_and_true_whenever_it_is_killed(office: Watched) -> None:
    """The quick part, for every run of the tests."""
    check(office, "join", "kill-before")


@pytest.mark.faults
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_change_is_whole_and_true_whatever_call_fails(office: Watched, command: str, fault: str) -> None:
    """Every command that writes, with every fault, at every call."""
    check(office, command, fault)


def writing(run: dict[str, Any]) -> list[str]:
    """Return which calls of a run write, name or confirm something, in their order; a call that is repeated once."""
    found: list[str] = []
    for line in run["order"]:
        call, _blank, place = line.partition(" ")
        if call in {"write", "fsync", "fdatasync", "rename", "renameat", "linkat"}:
            told = f"{call} {re.sub(r'^[.](.*)[.][0-9a-f]{8}[.]engagiert-tmp$', r'new', place)}"
            found += [told] if found[-1:] != [told] else []
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_a_change_is_on_the_disk_before_it_takes_its_place(office: Watched, command: str) -> None:
    """The bytes, the file's fsync, the name, the folder's fsync: whenever the power goes, a whole ledger is there."""
    (run,) = office.runs(command, "")
    assert writing(run) == ["write new", "fsync new", "renameat members.toml", "fsync ."]


def test_a_ledger_that_is_started_is_on_the_disk_before_it_has_its_name(office: Watched) -> None:
    """The same, but that no older file gives way."""
    (run,) = office.runs("init", "")
    assert writing(run) == ["write new", "fsync new", "linkat new.toml", "fsync ."]


def test_the_harness_sees_a_call_that_is_missing(office: Watched) -> None:
    """A writer with `open("w")` has none of the calls that keep a ledger whole."""
    (run,) = office.runs("leave", "", naive=True)
    assert writing(run) == ["write members.toml"]


@pytest.mark.parametrize("command", some_of(name for name in COMMANDS if name != "undo"))
def test_an_edit_by_hand_at_any_moment_is_not_lost(office: Watched, command: str) -> None:
    """Whoever saves the ledger in an editor meanwhile finds both, the edit and the change.

    The one exception is the call that renames, between the look and the replacement; an editor that saves its older
    text after the change has been made undoes that itself.
    """
    runs = office.runs(command, "hand-edit")
    renames = [number for number, run in enumerate(runs) if run["call"] == "renameat"]
    assert len(renames) == 1
    states = [run["state"] for run in runs]
    assert set(states[: renames[0]]) == {"both"}
    assert states[renames[0]] == "new"
    assert set(states[renames[0] + 1 :]) == {"hand"}
    assert {(run["code"], run["next"], run["next_right"]) for run in runs} == {(0, 0, True)}
    assert all(run["out"] for run in runs)


@pytest.mark.parametrize("fault", some_of(["EIO", "ENOSPC-on", "kill-before"]))
def test_what_fails_in_the_state_folder_is_no_failure(office: Watched, fault: str) -> None:
    """The change stands and is reported, whatever becomes of undo's memory."""
    runs = office.runs("leave", fault, watched="state")
    assert len(runs) > 5
    assert all_lies(runs, fault) == []
    assert {run["state"] for run in runs} == {"new"}
    assert {run["code"] for run in runs} == ({-9} if fault == "kill-before" else {0})
    if fault != "kill-before":
        assert any("note: undo cannot take back this change later" in run["err"] for run in runs)


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        pytest.param("kill-before", "a third state: 0 bytes", marks=SLOW),
        pytest.param("half-write", "a third state", marks=SLOW),
        pytest.param("ENOSPC-on", "a third state: 0 bytes", marks=SLOW),
        ("ENOSPC", "though the ledger is new"),  # a buffered file writes again when it is closed
    ],
)
def test_the_harness_catches_a_program_that_takes_no_care(office: Watched, fault: str, found: str) -> None:
    """A writer with `open("w")` is found out: half a ledger, an empty one, or one that is written and denied."""
    assert found in " ".join(all_lies(office.runs("leave", fault, naive=True), fault))


def test_the_harness_catches_a_program_that_says_too_much() -> None:
    """A report without a change, a change without a report, and a leftover are found out."""
    fine = {
        "nth": 1,
        "call": "fsync",
        "code": 0,
        "out": "joined",
        "err": "",
        "state": "new",
        "left": ["members.toml"],
        "next": 0,
        "next_err": "",
        "next_right": True,
        "next_left": ["members.toml"],
    }
    assert lies(fine, "EIO") == []
    for wrong in (
        {"state": "old"},
        {"code": 1},
        {"out": ""},
        {"code": 130},
        {"code": -15, "out": ""},
        {"left": [".members.toml.01234567.engagiert-tmp", "members.toml"]},
        {"next": 1},
        {"next_right": False},
        {"code": 3},
    ):
        assert lies(fine | wrong, "EIO")
