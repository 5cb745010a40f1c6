"""Many at once: nobody's change is lost, nobody's comment, and readers see whole ledgers only."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

import pytest

from engagiert_cli.ledger import store
from tests.cli.test_sessions import environment
from tests.ledger.ledgers import document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are killed with the signals of Unix")

ROUNDS = ("2012", "2015", "2018")
START = "# Kopf\n" + "".join(f'# vor {id_}\n[[rounds]]\nid = "{id_}"  # {id_}\n\n' for id_ in ROUNDS)
START += "".join(
    f'# Notiz {number}\n[[members]]\nname = "Alt {number:02}"  # hinter {number}\nround = "{ROUNDS[number % 3]}"\n\n'
    for number in range(30)
)


class Join(NamedTuple):
    """What became of one attempt to join."""

    name: str
    reported: bool
    code: int


def joins(ledger: Path, worker: int, count: int, kills: float) -> Iterator[Join]:
    """Run the program for one new member after another; a share of the processes is killed at some moment."""
    chance = random.Random(worker)
    for number in range(count):
        name = f"Neu {worker}-{number:02}"
        process = subprocess.Popen(
            ["engagiert", "--ledger", str(ledger), "join", name, "--round", ROUNDS[number % 3]],
            env=environment(ledger.parent.parent / f"home{worker}", "en"),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        if chance.random() < kills:
            time.sleep(chance.uniform(0.05, 0.6))
            process.send_signal(signal.SIGKILL)
        out, _err = process.communicate(timeout=60)
        yield Join(name, f"{name} joined" in out, process.returncode)


def race(folder: Path, workers: int, count: int, kills: float) -> tuple[Path, list[Join]]:
    """Let processes join members at once while another reads; return the ledger and what each join came to."""
    ledger = folder / "office" / "members.toml"
    ledger.parent.mkdir()
    ledger.write_text(START, "utf-8")
    done: list[Join] = []
    threads = [
        threading.Thread(target=lambda worker=worker: done.extend(joins(ledger, worker, count, kills)))
        for worker in range(workers)
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        document(store.read(ledger, "members.toml").text)
        time.sleep(0.005)
    for thread in threads:
        thread.join()
    return ledger, done


def check(ledger: Path, done: list[Join]) -> None:
    """Demand that what was reported is there once, and that everything that stood there before still does."""
    text = store.read(ledger, "members.toml").text
    names = [member.name for member in document(text).ledger.members]
    assert len(names) == len(set(names))
    assert {join.name for join in done if join.reported} <= set(names)
    assert {join.name for join in done if join.code == 0} <= set(names)
    assert set(names) <= {f"Alt {number:02}" for number in range(30)} | {join.name for join in done}
    lines = iter(text.splitlines(keepends=True))
    assert all(line in lines for line in START.splitlines(keepends=True))
    # A comment stands above the very entry that it was written for.
    for number in range(30):
        assert re.search(rf'# Notiz {number}\n\[\[members\]\]\nname = "Alt {number:02}"  # hinter {number}\n', text)


def test_joins_at_once_are_all_there(tmp_path: Path) -> None:
    """The quick part, for every run of the tests: 3 processes with 3 joins each."""
    ledger, done = race(tmp_path, 3, 3, 0)
    check(ledger, done)
    assert [join.code for join in done] == [0] * 9
    assert os.listdir(ledger.parent) == ["members.toml"]


@pytest.mark.faults
def test_two_hundred_joins_at_once_are_all_there(tmp_path: Path) -> None:
    """8 processes with 25 joins each: 200 of 200, each once, comments intact."""
    ledger, done = race(tmp_path, 8, 25, 0)
    check(ledger, done)
    assert [(join.code, join.reported) for join in done] == [(0, True)] * 200
    assert len(document(store.read(ledger, "members.toml").text).ledger.members) == 230
    assert os.listdir(ledger.parent) == ["members.toml"]


@pytest.mark.faults
def test_what_was_reported_is_there_though_writers_are_killed(tmp_path: Path) -> None:
    """With 40 % of the writers killed: what was reported is there once, and the next writer sweeps up."""
    ledger, done = race(tmp_path, 8, 25, 0.4)
    check(ledger, done)
    killed = [join for join in done if join.code == -signal.SIGKILL]
    assert len(killed) > 20
    assert {join.code for join in done} == {0, -signal.SIGKILL}
    (last,) = joins(ledger, 99, 1, 0)
    assert last.reported
    assert os.listdir(ledger.parent) == ["members.toml"]
