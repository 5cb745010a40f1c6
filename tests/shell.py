"""The shell in which sessions and guides are typed."""

from __future__ import annotations

import atexit
import functools
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAM = str(Path(sys.executable).with_name("engagiert"))
# Nothing but words, which every shell reads alike.
PLAIN = re.compile(r"""engagiert(?: (?:[\w./=:,%+@-]+|"[^"$`\\!]*"|'[^']*'))*(?: +# .*)?""")


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


def quickly(line: str, folder: Path, environ: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
    """Return what bash would, which is started only for what not every shell would read alike."""
    if hasattr(os, "fork") and PLAIN.fullmatch(line):
        return engagiert(*shlex.split(line, comments=True)[1:], cwd=folder, env=environ)
    return bash(line, folder, environ)


def engagiert(*words: str, cwd: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own with nothing to read, and return what came of it."""
    if not hasattr(os, "fork"):
        command = [sys.executable, "-P", "-m", "engagiert_cli", *words]
        return subprocess.run(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    command = [PROGRAM, *words]
    forks = forking(tuple((name, env[name]) for name in env if name.startswith(("LANG", "LC_", "PYTHON"))))
    with TemporaryFile() as request, TemporaryFile() as out, TemporaryFile() as err:
        request.write(json.dumps((command, str(cwd), dict(env))).encode())
        request.seek(0)
        socket.send_fds(forks, [b"!"], [request.fileno(), out.fileno(), err.fileno()])
        code = int(forks.recv(8))
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(command, code, out.read(), err.read())


@functools.cache
def forking(told: tuple[tuple[str, str], ...]) -> socket.socket:
    """Start what forks for each command, once for all that Python heeds in an environment as it starts."""
    ours, theirs = socket.socketpair()
    ours.settimeout(60)
    command = [sys.executable, "-P", str(Path(__file__).with_name("forks.py")), str(theirs.fileno())]
    process = subprocess.Popen(command, env=dict(told), stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
    theirs.close()
    atexit.register(process.wait)
    atexit.register(ours.close)  # before: which ends it
    return ours
