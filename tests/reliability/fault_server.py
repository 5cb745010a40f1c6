"""Runs one change of a ledger again and again, each time with another system call on a folder gone wrong.

    LD_PRELOAD=shim.so python fault_server.py OFFICE WATCHED FAULT NAIVE -- COMMAND…

The office is a folder with `start/` (its ledger and the state folder as they are before the command); WATCHED is the folder in
it whose calls are counted, `ledger` or `state`. Without a FAULT the answer is the order of the calls. Every run is a fork of this process, which has loaded the program
already. The answer is one line of JSON for each run: what the process said and how it ended, what the ledger then is
(`old`, `new` or something else), and how the next command went, that nothing disturbs.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import json
import os
import shutil
import signal
import sys
from errno import errorcode
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from engagiert_cli.cli.app import app
from engagiert_cli.ledger import store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Edit = Callable[[store.Content], tuple[store.Content, Any]]

NOTHING, KILL_BEFORE, KILL_AFTER, HALF_THEN_KILL, SHORT, FAIL, SIGNAL, EDIT = range(8)
NUMBERS = {name: number for number, name in errorcode.items()}
NEXT = ("amend", "Lemgo", "--note", "danach")


class Run(NamedTuple):
    """How a process ended (negative: the signal), what it said, and its calls on the folder.

    `calls` is how many they were and which one failed, `order` all of them, a line each.
    """

    code: int
    out: str
    err: str
    calls: str
    order: str


def fault_of(name: str) -> tuple[int, int, int]:
    """Return the shim's kind, number and stickiness for a fault such as `kill-before`, `EIO`, `EIO-on` or `SIGINT`."""
    word, _dash, on = name.partition("-")
    kinds = {
        "": NOTHING,
        "kill-before": KILL_BEFORE,
        "kill-after": KILL_AFTER,
        "half-write": HALF_THEN_KILL,
        "short": SHORT,
        "hand-edit": EDIT,
    }
    if name in kinds:
        return kinds[name], 0, 0
    if word.startswith("SIG"):
        return SIGNAL, signal.Signals[word].value, 0
    return FAIL, NUMBERS[word], int(on == "on")


@contextlib.contextmanager
def naive_changing(path: Path, _shown: str, edit: Edit, _tell: object) -> Iterator[store.Made[Any]]:
    """Write as a program does that takes no care."""
    before = store.Content.decode(path.read_bytes(), "ledger")
    after, result = edit(before)
    with open(path, "w", encoding="utf-8") as file:
        file.write(after.text)
    yield store.Made(path, before, after, result, lambda: None)


class Office:
    """A ledger in a folder of its own, the user's state folder, and a process for every command."""

    def __init__(self, folder: Path) -> None:
        self.start, self.ledger, self.state = folder / "start", folder / "ledger", folder / "state"
        self.path = self.ledger / "members.toml"
        self.hand = folder / "hand.toml"
        self.shim = ctypes.CDLL(None)
        self.shim.shim_call.restype = self.shim.shim_order.restype = ctypes.c_char_p

    def reset(self, ledger: bytes | None = None) -> None:
        """Bring back the start, or another ledger."""
        for name in ("ledger", "state"):
            there = getattr(self, name)
            shutil.rmtree(there, ignore_errors=True)
            shutil.copytree(self.start / name, there)
        if ledger is not None:
            self.path.write_bytes(ledger)

    def run(self, command: tuple[str, ...], watched: Path | None = None, fault: str = "", nth: int = 0) -> Run:
        """Run the program in a fork."""
        streams = [os.memfd_create(name) for name in Run._fields[1:]]
        kind, number, sticky = fault_of(fault)
        child = os.fork()
        if not child:
            # Whoever started the tests may ignore interrupts, as a shell does for what runs in the background.
            signal.signal(signal.SIGINT, signal.default_int_handler)
            for each in (signal.SIGTERM, signal.SIGHUP):
                signal.signal(each, signal.SIG_DFL)
            os.dup2(streams[0], 1)
            os.dup2(streams[1], 2)
            code = 99
            if watched:
                self.shim.shim_arm(os.fsencode(watched), kind, nth, number, sticky)
            ledger = () if command[0] == "init" else ("--ledger", str(self.path))
            try:
                code = app((*ledger, *command), prog_name="engagiert") or 0
            except SystemExit as ended:
                code = int(ended.code or 0)
            except BaseException as error:  # noqa: BLE001 - it is told, and found by the test
                print(repr(error), file=sys.stderr)
            os.write(streams[2], b"%d %b" % (self.shim.shim_count(), self.shim.shim_call()))
            os.write(streams[3], self.shim.shim_order())
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            os._exit(code)
        _pid, status = os.waitpid(child, 0)
        said = []
        for stream in streams:
            os.lseek(stream, 0, os.SEEK_SET)
            said.append(os.read(stream, 1 << 20).decode())
            os.close(stream)
        return Run(os.waitstatus_to_exitcode(status), *said)


def undisturbed(office: Office, watched: Path, command: tuple[str, ...]) -> Iterator[dict[str, object]]:
    """Yield which calls the command makes on the folder, in their order."""
    office.reset()
    run = office.run(command, watched)
    assert run.code == 0, run.err
    yield {"order": run.order.splitlines()}


def answer(office: Office, watched: Path, fault: str, command: tuple[str, ...]) -> Iterator[dict[str, object]]:
    """Yield what happens with the fault at the first call, the second, and so on until the last."""
    office.reset()
    with contextlib.redirect_stdout(io.StringIO()):  # what the program loads is loaded once, for all forks
        for warming in (command, NEXT):
            app(("--ledger", str(office.path), *warming, "--dry-run"), prog_name="engagiert", standalone_mode=False)
    old = office.path.read_bytes()
    control = office.run(command, watched)
    assert control.code == 0, control.err
    new = office.path.read_bytes()
    assert old != new
    states = {old: "old", new: "new"}
    by_hand = old + b"\n# by hand\n"
    office.reset(by_hand)
    assert office.run(command).code == (1 if command == ("undo",) else 0)
    both = office.path.read_bytes()
    states |= {by_hand: "hand", both: "both"} if both != by_hand else {by_hand: "hand"}
    following = {}
    for ledger in states:
        office.reset(ledger)
        assert office.run(NEXT).code == 0
        following[ledger] = office.path.read_bytes()
    for nth in range(1, int(control.calls.split()[0]) + 1):
        office.reset()
        office.hand.write_bytes(by_hand)
        run = office.run(command, watched, fault, nth)
        found = office.path.read_bytes() if office.path.exists() else b""
        left = sorted(os.listdir(office.ledger))
        following_run = office.run(NEXT)
        yield {
            "nth": nth,
            "call": run.calls.partition(" ")[2],
            "code": run.code,
            "out": run.out,
            "err": run.err,
            "state": states.get(found, f"{len(found)} bytes"),
            "left": left,
            "next": following_run.code,
            "next_err": following_run.err,
            "next_right": found in following and office.path.read_bytes() == following[found],
            "next_left": sorted(os.listdir(office.ledger)),
        }


if __name__ == "__main__":
    folder, watched, fault, naive, _dashes, *command = sys.argv[1:]
    office = Office(Path(folder))
    if naive == "naive":
        store.changing = naive_changing  # type: ignore[assignment]
    place, words = getattr(office, watched), tuple(command)
    for line in answer(office, place, fault, words) if fault else undisturbed(office, place, words):
        print(json.dumps(line), flush=True)
