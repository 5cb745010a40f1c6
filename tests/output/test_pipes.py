"""On Windows, a pipe gets what the console reads, which is not what Python would write."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(os.name != "nt", reason="elsewhere, pipes are read as they are written")
PROGRAM = "import sys; from engagiert_cli.output import screen; screen.prepare(); print(sys.stdout.encoding)"


def encoding(**environment: str) -> str:
    """Return the encoding in which the program writes into a pipe."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=own | environment, capture_output=True, check=True)
    return done.stdout.decode("ascii").strip()


def test_a_pipe_gets_the_code_page_of_the_console() -> None:
    """PowerShell reads it so; where there is no console, it is UTF-8."""
    import ctypes

    code_page = ctypes.WinDLL("kernel32").GetConsoleOutputCP()  # type: ignore[attr-defined,unused-ignore]
    assert encoding() == (f"cp{code_page}" if code_page else "utf-8")


def test_what_the_user_has_chosen_stays() -> None:
    """As for every program in Python."""
    assert encoding(PYTHONIOENCODING="latin-1") in ("latin-1", "iso8859-1")
    assert encoding(PYTHONUTF8="1") == "utf-8"
