"""Completion in real shells: what is typed on a terminal, with the Tab key, becomes the command that then runs."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.test_sessions import ROOT, environment

pty = pytest.importorskip("pty", reason="a terminal of POSIX")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(engagiert --completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'eval "$(engagiert --completion zsh)"'),
    "fish": (["fish", "--no-config", "--interactive"], "engagiert --completion fish | source"),
}
DONE = "D" + "ONE"  # never on the terminal as it is typed


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with the founding ledger and a recorder in place of the program, once completion is set up."""
    shutil.copy(ROOT / "data" / "members.toml", tmp_path / "members.toml")
    return tmp_path


def candidates(folder: Path, *words: str) -> list[str]:
    """Return what the program offers for the last of the words."""
    settings = {**environment(folder, "en"), "_ENGAGIERT_COMPLETE": "fish"}
    done = subprocess.run(["engagiert", *words], cwd=folder, env=settings, capture_output=True, check=True)
    assert done.stderr == b""
    return [line.partition("\t")[0] for line in done.stdout.decode().splitlines()]


def typed_in(shell: str, line: str, folder: Path) -> str:
    """Type the line on a terminal of the shell, where ⇥ is the Tab key, and return what the terminal showed of it."""
    command, setup = SHELLS[shell]
    settings = {**environment(folder, "en"), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "dumb", "LANGUAGE": "en"}
    main, terminal = pty.openpty()
    with subprocess.Popen(
        command,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        cwd=folder,
        env=settings,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - a terminal of its own; no threads
    ) as process:
        os.close(terminal)
        try:
            shown = ""
            for part in (f"{setup}\n", "echo D''ONE\n"):
                os.write(main, part.encode())
            shown = read_until(main, DONE)
            for part in line.replace("⇥", "\0⇥\0").split("\0"):
                os.write(main, part.replace("⇥", "\t").encode())
                time.sleep(1.5 if part == "⇥" else 0.1)
            os.write(main, b"\necho D''ONE\n")
            shown = read_until(main, DONE)
        finally:
            process.kill()
            os.close(main)
    return shown


def read_until(terminal: int, mark: str) -> str:
    """Return what the terminal shows, up to the mark."""
    shown = b""
    deadline = time.monotonic() + 30
    while mark not in shown.decode("utf-8", "ignore"):
        assert time.monotonic() < deadline, shown.decode("utf-8", "replace")
        if select.select([terminal], [], [], 0.2)[0]:
            shown += os.read(terminal, 65536)
    return shown.decode("utf-8", "replace")


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("engagiert show Wit⇥", "Ennepe-Ruhr-Kreis"),
        ("engagiert show Kreis⇥", "1,246.20"),
        ('engagiert show "Kreis L⇥', "1,246.20"),
        ("engagiert join Bad\\ Sass⇥ --round 2015 -n", 'name = "Bad Sassendorf"'),
        ("engagiert list --round 2015 --in Ennepe⇥", "Witten"),
    ],
)
def test_names_are_completed_in_a_shell(shell: str, line: str, answer: str, office: Path) -> None:
    """A name is completed, also one of several words, which arrives as one."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    assert answer in typed_in(shell, line, office)


def test_join_offers_the_register(office: Path) -> None:
    """Whoever may join is offered: all bodies of the register but those that are members."""
    offered = candidates(office, "join", "")
    assert len(offered) == 432 - 23
    assert "Bad Sassendorf" in offered
    assert "Witten" not in offered


@pytest.mark.parametrize("command", ["leave", "amend", "remove", "show"])
def test_the_others_offer_the_members(command: str, office: Path) -> None:
    """Where a member is asked for, the ledger's are offered."""
    assert candidates(office, command, "K") == ["Kamp-Lintfort", "Kirchlengern", "Kreis Lippe"]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["list", "--round", ""], ["2012", "2015"]),
        (["join", "Ahlen", "--round", "2"], ["2012", "2015"]),
        (["round", ""], ["2012", "2015"]),
        (["list", "--kind", "K"], ["Kreis"]),
        (["report", "--in", "Regierungsbezirk A"], ["Regierungsbezirk Arnsberg"]),
        (["report", "--by", "r"], ["round", "region"]),
        (["--ledger", "members.toml", "leave", '"Kreis '], ["Kreis Lippe"]),
        (["--ledger", "-", "leave", ""], []),
        (["--ledger", "none.toml", "leave", ""], []),
        (["sho"], ["show"]),
    ],
)
def test_what_is_offered(words: list[str], offered: list[str], office: Path) -> None:
    """Rounds, designations, areas and choices are offered; without a ledger nothing is, and nothing is said."""
    assert candidates(office, *words) == offered


def test_a_network_of_other_bodies(tmp_path: Path) -> None:
    """Without a register, nobody can say who will join; the members are offered all the same."""
    (tmp_path / "members.toml").write_text(
        'format = 1\n\n[[rounds]]\nid = "1"\n\n[[members]]\nname = "Chor Lünen"\nkind = "Chor"\nround = "1"\n', "utf-8"
    )
    assert candidates(tmp_path, "join", "") == []
    assert candidates(tmp_path, "show", "C") == ["Chor Lünen"]
    assert candidates(tmp_path, "list", "--kind", "") == ["Chor"]


def test_scripts_are_asked_for_by_shell(tmp_path: Path) -> None:
    """`--completion` knows the three shells, and names them when asked for another."""
    done = subprocess.run(
        [Path(sys.executable).parent / "engagiert", "--completion", "tcsh"],
        env=environment(tmp_path, "en"),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.decode().startswith('error: --completion: "tcsh" is none of bash, zsh, fish\n')
