"""The shell in which sessions and guides are typed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping


def path_of_bash() -> str | None:
    """Return where bash is: on Windows that of git, since the first one in the path there starts another system."""
    if os.name != "nt":
        return shutil.which("bash")
    git = shutil.which("git")
    found = git and Path(git).parents[1] / "bin" / "bash.exe"
    return str(found) if found and found.exists() else None


BASH = path_of_bash()


def bash(line: str, folder: Path, environ: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
    """Type a line in the folder and return what came of it, with the ends of lines that Unix has."""
    if BASH is None:
        pytest.skip("bash is not installed")
    done = subprocess.run([BASH, "-c", line], cwd=folder, env=environ, capture_output=True, timeout=60, check=False)
    if os.name == "nt":
        done.stdout, done.stderr = (stream.replace(b"\r\n", b"\n") for stream in (done.stdout, done.stderr))
    return done
