"""The ledger's git repository: setting up `merge` as the driver that merges it."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.files import export
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

_DRIVER = "engagiert"
_SPECIAL = str.maketrans({character: f"\\{character}" for character in '\\"'})
_WILD = str.maketrans({character: f"\\{character}" for character in "\\*?[!#"})


def install_driver(ledger: Path) -> Iterator[str]:
    """Set git up to merge the ledger with this program, and yield what was done; what is there already stays.

    Raises `Refusal` where there is no git or no repository.
    """
    target = Path(os.path.realpath(ledger))
    root = Path(_git(target.parent, "rev-parse", "--show-toplevel"))
    python = shlex.quote(Path(sys.executable).as_posix())
    settings = {
        f"merge.{_DRIVER}.name": "engagiert: merges members, not lines",
        # -P: a module in the repository's folder is never run for one of ours
        f"merge.{_DRIVER}.driver": f"{python} -P -m engagiert_cli merge %O %A %B",
    }
    for name, value in settings.items():
        _git(root, "config", "--local", name, value)
    yield _("git in {folder} merges ledgers with this program.").format(folder=root)
    place = target.relative_to(os.path.realpath(root)).as_posix()
    if _git(root, "check-attr", "merge", "--", place).endswith(f": merge: {_DRIVER}"):
        yield _("{file} names {ledger} already.").format(file=".gitattributes", ledger=place)
        return
    attributes = root / ".gitattributes"
    old = attributes.read_bytes() if attributes.exists() else b""
    line_end = b"\r\n" if b"\r\n" in old else b"\n"
    line = f"{_pattern(place)} merge={_DRIVER}".encode()
    new = old + (b"" if not old or old.endswith(b"\n") else line_end) + line + line_end
    export(attributes, new, str(attributes))
    yield _("{file} names {ledger} now; commit it, and let the others run this command, too.").format(
        file=".gitattributes", ledger=place
    )


def _pattern(place: str) -> str:
    """Return the path as a pattern of .gitattributes that means this file alone, in quotes where it has blanks."""
    pattern = "/" + place.translate(_WILD)
    return f'"{pattern.translate(_SPECIAL)}"' if set(pattern) & set(' \t"') else pattern


def _git(folder: Path, *arguments: str) -> str:
    """Run git in the folder and return what it says; raises `Refusal` where it fails."""
    git = _executable()
    if git is None:
        raise Refusal(_("git is not installed"), (_("install git: https://git-scm.com"),))
    command = (git, "-c", "core.quotePath=false", "-c", "core.fsmonitor=false", *arguments)
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if done.returncode:
        if arguments[0] == "rev-parse":
            raise Refusal(
                _("{folder} is in no git repository").format(folder=folder),
                (_("a repository is begun with: git init"),),
            )
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise Refusal(
            _("git refused in {folder}: {message}").format(
                folder=folder, message=said[-1] if said else done.returncode
            ),
        )
    return done.stdout.decode().strip()


def _executable() -> str | None:
    """Return where git is: in an absolute folder of PATH, never in the folder that one happens to be in."""
    name = "git.exe" if sys.platform == "win32" else "git"
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        candidate = os.path.join(folder, name)
        if os.path.isabs(folder) and os.path.isfile(candidate) and os.access(candidate, os.X_OK):
            return candidate
    return None
