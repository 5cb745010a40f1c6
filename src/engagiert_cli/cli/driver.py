"""Setting up git to merge a ledger with this program; everything is tried before it is written."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from engagiert_cli.cli.git import DRIVER, Git, refused
from engagiert_cli.errors import Refusal
from engagiert_cli.files import export
from engagiert_cli.language import _
from engagiert_cli.lazy import text_of
from engagiert_cli.ledger.lock import lock_file
from engagiert_cli.ledger.merge import OURS
from engagiert_cli.output.hints import shell_quoted

_VERSIONS = (  # in the order of git's index: base, ours, theirs
    '[[rounds]]\nid = "1"\nsigned = 2000-01-01\n',
    '[[rounds]]\nid = "1"\nsigned = 2000-01-01\n\n[[members]]\nname = "Ada"\nround = "1"\n',
    '[[rounds]]\nid = "1"\nsigned = 2000-01-01\n\n[[members]]\nname = "Zoe"\nround = "1"\n',
)
_ATTRIBUTES = ".gitattributes"
_ESCAPED = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"})
_WILD = str.maketrans({character: f"\\{character}" for character in "\\*?["})


def install(ledger: Path) -> list[str]:
    """Set up git to merge the ledger with this program, and return what was done; existing settings stay.

    Raises `Refusal`, without having written anything, where there is no git or repository, where git could not run this
    program later, or where git would not use it for this ledger.
    """
    target = Path(os.path.realpath(ledger))
    git = Git.at(target.parent)
    top = Path(os.path.realpath(git.ask("rev-parse", "--show-toplevel")))
    if not target.is_relative_to(top):
        raise refused(git.folder, "not a git repository")
    place = target.relative_to(top).as_posix()
    driver = _tried(git)
    told = _("{file} names {ledger} already.")
    with contextlib.ExitStack() as added:
        if git.merge_attribute(target.name) != DRIVER:
            added.enter_context(_added(top / _ATTRIBUTES, f"{_pattern(place)} merge={DRIVER}"))
            _require_named(git, target, top)
            told = _("{file} names {ledger} now; commit it, and have the others run this command, too.")
        # The lock file beside the ledger is ignored in this repository only.
        excluded, lock = git.own_file("info/exclude"), lock_file(target.name).translate(_WILD)
        excluded.parent.mkdir(exist_ok=True)
        if not excluded.exists() or lock not in excluded.read_text("utf-8", "surrogateescape").splitlines():
            added.enter_context(_added(excluded, lock))
        git.ask("config", "--local", "--replace-all", f"merge.{DRIVER}.driver", driver)
        git.ask("config", "--local", "--replace-all", f"merge.{DRIVER}.name", "engagiert: merges members, not lines")
    return [
        _("git in {folder} merges ledgers with this program.").format(folder=top),
        told.format(file=_ATTRIBUTES, ledger=place),
    ]


def _tried(git: Git) -> str:
    """Return a command line with which git has just merged by member; raises `Refusal` where it failed."""
    lasting = (_("install the program for good: uv tool install engagiert"), _("or: pipx install engagiert"))
    if _is_cached(Path(sys.executable)):
        raise Refusal(_("{path} is in a cache, which is emptied now and then").format(path=sys.executable), lasting)
    driver = _command_line()
    if fault := _failure(git, driver):
        raise Refusal(_("git cannot run this program: {reason}").format(reason=fault), lasting)
    return driver


def _command_line() -> str:
    """Return the command that git is to run, quoted for its shell, without git's placeholders."""
    told = _(
        "the merge driver could not run: the file now holds both versions. Set it up again: engagiert merge --install"
    )
    # -P keeps Python from importing modules in the repository; a frozen program is one file that includes Python.
    options = () if getattr(sys, "frozen", False) else ("-P", "-m", "engagiert_cli")
    program = (Path(sys.executable).as_posix(), *options)
    _what_it_does, _blank, commands = text_of("cli/driver.sh").partition("\n\n")
    script, words = (shlex.join(part).replace("%", "%%") for part in (("sh", "-c", commands), (told, *program)))
    return f"{script} engagiert %O %A %B %P {words}"


def _is_cached(program: Path) -> bool:
    """Whether the program is in a cache, which tools empty; Poetry's lasting environments are an exception."""
    # uv marks every environment as a cache, so its parent folder counts.
    folders = [folder for folder in program.parents if folder != Path(sys.prefix)]
    path = "/".join(folder.name.casefold() for folder in folders) + "/"
    named = re.search(r"(^|/)(\.cache|caches|cache/(pip|pipx|uv))/", path) and "virtualenvs/" not in path
    return bool(named) or any((folder / "CACHEDIR.TAG").exists() for folder in folders)


def _failure(git: Git, driver: str) -> str:
    """Let git merge two small ledgers with the driver in a temporary folder; return what went wrong, if anything."""
    with tempfile.TemporaryDirectory() as folder:
        trial = git.elsewhere(Path(folder))
        trial.ask("init", "--quiet", "--template=")
        Path(folder, _ATTRIBUTES).write_text(f"* merge={DRIVER}\n")
        trial.ask("config", f"merge.{DRIVER}.driver", driver)
        index = ""
        for stage, text in enumerate(_VERSIONS, 1):
            blob = trial.ask("hash-object", "-w", "--stdin", given=text.encode())
            index += f"100644 {blob} {stage}\tmembers.toml\n"
        trial.ask("update-index", "--index-info", given=index.encode())
        done = trial.run("-c", "core.hooksPath=.git/hooks", "checkout", "--merge", "members.toml")
        if not done.returncode:
            merged = Path(folder, "members.toml").read_text("utf-8")
            if "Ada" in merged and "Zoe" in merged and OURS not in merged:
                return ""
        return next(iter(os.fsdecode(done.stderr).strip().splitlines()), _("the trial merge failed"))


@contextlib.contextmanager
def _added(file: Path, line: str) -> Iterator[None]:
    """Add a line to one of git's files for the block, and keep it if the block succeeds."""
    if file.is_symlink() or (file.exists() and not file.is_file()):
        raise Refusal(
            _("{path} is not a file, but git needs one there").format(path=file), (_("replace it with a file"),)
        )
    before = file.read_bytes() if file.exists() else None
    old = before or b""
    line_end = b"\r\n" if b"\r\n" in old else b"\n"
    separator = b"" if not old or old.endswith(b"\n") else line_end
    export(file, old + separator + os.fsencode(line) + line_end, str(file))
    try:
        yield
    except BaseException:
        if before is None:
            file.unlink()
        else:
            export(file, before, str(file))
        raise


def _pattern(place: str) -> str:
    """Return the path as a pattern for .gitattributes that matches only this file, quoted where needed."""
    pattern = "/" + place.translate(_WILD)
    is_plain = not set(pattern) & set(' "') and pattern.isprintable()
    return pattern if is_plain else f'"{pattern.translate(_ESCAPED)}"'


def _require_named(git: Git, target: Path, top: Path) -> None:
    """Raise `Refusal` where other settings of git override what the top .gitattributes says about the ledger."""
    found = git.merge_attribute(target.name)
    if found == DRIVER:
        return
    folders = itertools.takewhile(lambda folder: folder != top, target.parents)
    files = (git.own_file("info/attributes"), *(folder / _ATTRIBUTES for folder in folders))
    # git does not merge a file that it takes for binary, either.
    overruling = [file for file in files if file.is_file() and re.search(rb"merge|binary", file.read_bytes())]
    raise Refusal(
        _('git would not merge {ledger} by member, but as "{found}"').format(ledger=target, found=found),
        (
            *(_("{path} overrides it: delete what it says about this file").format(path=path) for path in overruling),
            _("to see what git goes by: git check-attr --all {path}").format(path=shell_quoted(str(target))),
        ),
    )
