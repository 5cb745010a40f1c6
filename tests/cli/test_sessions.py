"""The program at the command line: every session in `sessions/` is typed anew and must answer as written there.

A session is a text file: `$ ` a line that is typed in a shell, then what comes on standard output, `! ` before what comes
on standard error, `? ` the exit code where it is not 0; ␍ is a carriage return. It starts in an empty folder that holds
the founding ledger as `founding.toml`; the ending of its name says the language.

`ENGAGIERT_REWRITE=1 pytest tests/cli` writes down what the program answers now, and fails, so that nobody takes it for a
test: read the difference before it is committed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.shell import bash, quickly

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Shell = Callable[[str, Path, Mapping[str, str]], subprocess.CompletedProcess[bytes]]

ROOT = Path(__file__).parents[2]
SESSIONS = sorted((Path(__file__).parent / "sessions").glob("*.txt"))
LOCALES = {"de": "de_DE.UTF-8", "en": "en_GB.UTF-8"}


def environment(home: Path, language: str) -> dict[str, str]:
    """Return the environment of a user of that language, on 23 November 2026, whose programs are those under test."""
    kept = {
        name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP", "PATHEXT", "COMSPEC") if name in os.environ
    }
    return {
        **kept,
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        "HOME": str(home),
        "USERPROFILE": str(home),
        "LANG": LOCALES[language],
        "ENGAGIERT_TODAY": "2026-11-23",
        # Windows keeps what programs remember elsewhere, and its Python writes no UTF-8 into a pipe by itself.
        **({"LOCALAPPDATA": str(home / "AppData" / "Local"), "PYTHONUTF8": "1"} if os.name == "nt" else {}),
    }


def typed(path: Path) -> list[str]:
    """Return the lines that a session types."""
    return [line.removeprefix("$ ") for line in path.read_text("utf-8").splitlines() if line.startswith("$ ")]


def answered(path: Path, folder: Path, shell: Shell) -> str:
    """Type the session in the folder and return it with the answers."""
    language = path.suffixes[-2].removeprefix(".")
    shutil.copy(ROOT / "data" / "members.toml", folder / "founding.toml")
    written = []
    for line in typed(path):
        done = shell(line, folder, environment(folder, language))
        written.append(f"$ {line}\n")
        out, err = (
            stream.decode().replace(str(folder), "FOLDER").replace("\r", "␍") for stream in (done.stdout, done.stderr)
        )
        written += [out, "" if not out or out.endswith("\n") else "\n"]
        # With a blank in its path the program is started by sh, which complains of a folder that is gone.
        written += [f"! {error}\n" for error in err.splitlines() if not error.startswith("sh: 0: getcwd() failed")]
        written += [f"? {done.returncode}\n"] if done.returncode else []
    return "".join(written)


@pytest.mark.parametrize("shell", [quickly, pytest.param(bash, marks=pytest.mark.faults)])
@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_session(path: Path, shell: Shell, tmp_path: Path) -> None:
    """The program answers as the session says: data, messages and exit codes, to the letter."""
    if "$ LC_ALL=C" in path.read_text("utf-8"):
        require_python_in_the_c_locale()
    comments = re.match(r"(?:#[^\n]*\n)*", path.read_text("utf-8"))
    heading = comments[0] if comments else ""
    found = heading + answered(path, tmp_path, shell)
    expected = path.read_text("utf-8")
    if os.environ.get("ENGAGIERT_REWRITE") and found != expected:
        path.write_text(found, "utf-8", newline="\n")
        pytest.fail("written anew")
    assert found == expected


def require_python_in_the_c_locale() -> None:
    """Skip the test where Python itself does not start: 3.11 cannot read of a checkout in a folder with an umlaut there."""
    if subprocess.run([sys.executable, "-c", ""], env={"LC_ALL": "C"}, capture_output=True, check=False).returncode:
        pytest.skip("Python does not start here with LC_ALL=C")


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_no_session_needs_a_locale(path: Path) -> None:
    r"""Bash makes a character of `$'\u0308'` only where its locale is installed; `$'\xcc\x88'` is one everywhere."""
    assert [line for line in typed(path) if re.search(r"\$'[^']*\\[uU]", line)] == []


def test_there_are_sessions() -> None:
    """The corpus is not empty."""
    assert len(SESSIONS) >= 10


@pytest.mark.parametrize(
    "path", [path for path in SESSIONS if path.name.endswith(".de.txt")], ids=lambda path: path.stem
)
def test_both_languages(path: Path) -> None:
    """A session in German is one in English, too."""
    assert typed(path) == typed(path.with_name(path.name.replace(".de.", ".en.")))
