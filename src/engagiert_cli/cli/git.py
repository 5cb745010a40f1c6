"""The git repository of a ledger: asking git, and what `check` reports about it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from engagiert_cli.cli.session import Session, shown_path
from engagiert_cli.errors import Hint, Place, Problem, Refusal, Severity
from engagiert_cli.language import _
from engagiert_cli.output.hints import shell_quoted

DRIVER = "engagiert"
_WORK_TREE = "GIT_WORK_TREE"
_REPOSITORY = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX", _WORK_TREE)


class Git(NamedTuple):
    """git, run in one folder."""

    folder: Path
    program: str
    environment: Mapping[str, str]

    @classmethod
    def at(cls, folder: Path) -> Git:
        """Return git for the folder; raises `Refusal` where git is not installed."""
        name = "git.exe" if sys.platform == "win32" else "git"
        places = (os.path.join(path, name) for path in os.environ.get("PATH", os.defpath).split(os.pathsep))
        # Never a program in the current folder.
        program = next((place for place in places if os.path.isabs(place) and shutil.which(place)), None)
        if program is None:
            raise Refusal(_("git is not installed"), (_("install git: https://git-scm.com"),))
        # The repository is the ledger's, not one that a hook has set, unless a work tree is set with it.
        stripped = () if _WORK_TREE in os.environ else _REPOSITORY
        environment = {name: value for name, value in os.environ.items() if name not in stripped}
        return cls(folder, program, {**environment, "LC_ALL": "C"})

    def elsewhere(self, folder: Path) -> Git:
        """Return git for another folder, with the user's own environment."""
        kept = {name: value for name, value in os.environ.items() if name not in (*_REPOSITORY, "PYTHONPATH")}
        return Git(folder, self.program, kept)

    def ask(self, *arguments: str, given: bytes | None = None) -> str:
        """Run git and return its output, without the last line end; raises `Refusal` with git's reason."""
        done = self.run(*arguments, given=given)
        if done.returncode:
            raise refused(self.folder, os.fsdecode(done.stderr).strip() or str(done.returncode))
        return os.fsdecode(done.stdout).removesuffix("\n")

    def run(self, *arguments: str, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        """Run git, and return the process even if it failed."""
        # Programs that a repository's configuration would have git run here stay switched off.
        options = ("-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "--literal-pathspecs")
        return subprocess.run(
            (self.program, *options, *arguments),
            cwd=self.folder,
            env=self.environment,
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            check=False,
        )

    def merge_attribute(self, name: str) -> str:
        """Return the merge attribute of a file in the folder."""
        return self.ask("check-attr", "-z", "merge", "--", name).split("\0")[2]

    def own_file(self, name: str) -> Path:
        """Return the path of one of the repository's own files."""
        return Path(os.path.normpath(self.folder / self.ask("rev-parse", "--git-path", name)))


def version(asked: str, ledger: Path | None) -> tuple[bytes, str]:
    """Return a file in a revision, by default the ledger, else one named after a colon, and its name for messages.

    Raises `Refusal` where git has no such revision, or the revision has no such file.
    """
    folder, name = (ledger.parent, ledger.name) if ledger else (Path.cwd(), "")
    revision, _colon, place = asked.partition(":")
    called = asked if place else f"{revision}:./{name}"
    git = Git.at(folder)
    if asked.startswith("-") or git.run("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").returncode:
        raise Refusal(
            _('"{asked}" is neither a file nor a version that git knows').format(asked=asked),
            (_("name a file, or a version such as: {examples}").format(examples="HEAD, HEAD~1, main"),),
        )
    done = git.run("cat-file", "blob", called)
    if done.returncode:
        raise Refusal(
            _("there is no {path} in {version}").format(path=place or name, version=revision),
            (_("did it have another name then? engagiert diff {version}:PATH").format(version=revision),),
        )
    return done.stdout, asked if place else f"{revision}:{name}"


def commit_of(ledger: Path, found: bytes) -> str:
    """Return the checked-out commit if it has exactly this ledger; else an empty text."""
    ledger = Path(os.path.realpath(ledger))
    try:
        committed, _shown = version("HEAD", ledger)
        same = committed.splitlines() == found.splitlines()  # git may convert line ends
        return Git.at(ledger.parent).ask("rev-parse", "--short", "HEAD") if same else ""
    except Refusal:
        return ""


def refused(folder: Path, said: str) -> Refusal:
    """Return the refusal with git's reason: its fatal error, else the last line of its output."""
    lines = said.strip().splitlines()
    reason = next((line for line in lines if line.startswith("fatal: ")), lines[-1]).removeprefix("fatal: ")
    failed = _("git refused in {folder}: {message}")
    begin = _("to start a repository: git init")
    if "GIT_DIR" in os.environ:
        begin = _("GIT_DIR is set; GIT_WORK_TREE has to name the folder of its files")
    in_our_words = {
        "not a git repository": (_("{folder} is in no git repository"), begin),
        "must be run in a work tree": (
            _("{folder} is in a git repository without a work tree"),
            _("run this in a clone: that is where git merges"),
        ),
        "dubious ownership": (failed, _("it belongs to another user; see safe.directory in: git help config")),
    }
    message, *hints = next((ours for theirs, ours in in_our_words.items() if theirs in reason), (failed,))
    return Refusal(message.format(folder=folder, message=reason), tuple(hints))


class Standing(NamedTuple):
    """How a ledger stands in its repository: the versions in an open merge, by git's numbers, and who merges it.

    Where git should merge it by member and does not, that is the fault. The last three are to be typed: the command
    that sets up the driver, git as it finds the file, and the file.
    """

    stages: str
    installed: bool
    fault: str
    install: str
    git: str
    file: str

    def problems(self, shown: str) -> list[Problem]:
        """Return the problems, as warnings."""
        message = _("git has not completed a merge of this ledger; parts of the other version may be missing")
        place = Place(shown, 1, 1, "")
        unmerged = Problem("unmerged", message, place, self.ways_to_merge(), Severity.WARNING)
        fault = Problem("merge-driver", self.fault, place, (self.install,), Severity.WARNING)
        return [unmerged] * bool(self.stages) + [fault] * bool(self.fault)

    def ways_to_merge(self, by_hand: tuple[str | Hint, ...] = ()) -> tuple[str | Hint, ...]:
        """Return the remedies for an unmerged ledger, the safest first."""
        anew = f"{self.git} checkout --merge {self.file}"
        by_member = _("merge it by member, which undoes decisions made by hand: {command}")
        right = _("once it is right: {command}").format(command=f"{self.git} add {self.file}")
        if not {"2", "3"} <= {*self.stages}:  # one side has deleted it
            return (*by_hand, right, _("to remove it: {command}").format(command=f"{self.git} rm {self.file}"))
        if self.installed:
            return (*by_hand, right, by_member.format(command=anew))
        then = _("then: {command}").format(command=anew)
        return (by_member.format(command=self.install), then, *by_hand, right)


def beside(problems: Sequence[Problem], session: Session) -> tuple[Problem, ...]:
    """Return the problems of a ledger and of its repository, with remedies by git."""
    stands = _standing(session)
    if stands is None:
        return tuple(problems)
    if stands.stages and problems and problems[0].code == "conflict-marker":
        return tuple(problem._replace(remedies=stands.ways_to_merge(problem.remedies)) for problem in problems)
    return (*stands.problems(session.shown), *problems)


def _standing(session: Session) -> Standing | None:
    """Ask git how the ledger stands; None where it is not in a repository, or git cannot be asked."""
    if session.is_standard_input:
        return None
    ledger = Path(os.path.realpath(session.path))
    top = next((folder for folder in ledger.parents if os.path.lexists(folder / ".git")), None)
    if top is None and _WORK_TREE not in os.environ:
        return None
    try:
        git = Git.at(ledger.parent)
        named = git.merge_attribute(ledger.name) == DRIVER
        driver = git.ask("config", "--default", "", "--get", f"merge.{DRIVER}.driver")
        unmerged = git.ask("ls-files", "--unmerged", "-z", "--", ledger.name).split("\0")[:-1]
        stages = "".join(entry.partition("\t")[0][-1] for entry in unmerged)
    except (Refusal, OSError):
        return None
    fault = driver_fault(driver) if named else ""
    command, file = "git", shown_path(ledger)
    if top is None or not Path.cwd().is_relative_to(top):
        command, file = f"git -C {shell_quoted(str(ledger.parent))}", ledger.name
    return Standing(stages, named and not fault, fault, session.typed("merge --install"), command, shell_quoted(file))


def driver_fault(driver: str) -> str:
    """Return why git cannot merge with the driver; empty if it can."""
    if not driver:
        return _("git is configured to merge this ledger by member, but the driver for that is not set up here")
    try:
        words = shlex.split(driver.replace("%%", "%"))
    except ValueError:
        return ""
    by_name = [word for word in words[:1] if not set(word) & set("=$/")]
    programs = list(filter(os.path.isabs, words)) or by_name
    lost = next((each for each in programs if not (os.path.exists(each) or shutil.which(each))), "")
    gone = _("git is configured to merge this ledger with {program}, which no longer exists")
    return gone.format(program=lost) if lost else ""
