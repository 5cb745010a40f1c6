"""The action's script on two bare repositories: what the host cannot merge, it merges by member, and nobody is lost."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from engagiert_cli import Ledger
from tests.cli.test_sessions import ROOT, environment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not shutil.which("git") or sys.platform == "win32", reason="the script runs in bash, with git"
)

SCRIPT = ROOT / "scripts" / "pull-request.sh"
ROUNDS = {"2012": 2, "2015": 3, "2018": 0}
BASE = "".join(f'[[rounds]]\nid = "{id_}"\nsigned = "{id_}"\n\n' for id_ in ROUNDS) + "\n".join(
    f'[[members]]\nname = "Verein {number:03}"\nround = "{2012 if number % 2 else 2015}"\n'
    for number in range(0, 200, 2)
)
SITUATIONS = {
    "into the same round, which has members": ("2015", "2015"),
    "one into a new, one into an old round": ("2020", "2015"),
    "into one new round": ("2020", "2020"),
    "into a new round each": ("2020", "2021"),
    "into a round that is named, but empty": ("2018", "2018"),
}


class Host:
    """A host with a repository, a fork of it, an office that works in both, and a job that runs the script."""

    def __init__(self, folder: Path, ledger: str = "members.toml") -> None:
        self.folder, self.ledger = folder, ledger
        self.environment = environment(folder, "en") | {"GIT_CONFIG_NOSYSTEM": "1"}
        for name, value in (("user.name", "Office"), ("user.email", "o@example.org"), ("init.defaultBranch", "main")):
            self.git("config", "--global", name, value, at="")
        for name in ("origin", "fork"):
            self.git("init", "--quiet", "--bare", name, at="")
        for name in ("office", "job", "web"):
            self.git("clone", "--quiet", "origin", name, at="")
        self.commit("main", BASE, "base")
        self.git("branch", "base")

    def git(self, *words: str, at: str = "office", code: int = 0) -> str:
        """Run git in one of the repositories."""
        done = subprocess.run(
            ["git", *words],
            cwd=self.folder / at,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert code in (done.returncode, -1), done.stdout + done.stderr
        return done.stdout + done.stderr

    def commit(self, branch: str, text: str, message: str, *, push: tuple[str, str] = ("origin", "")) -> None:
        """Commit a ledger on a branch that starts at the base, and push it."""
        if message != "base":
            self.git("checkout", "--quiet", "-B", branch, "base")
        path = self.folder / "office" / self.ledger
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)
        remote, reference = push
        to = str(self.folder / remote)
        self.git("push", "--quiet", "--force", to, f"HEAD:{reference or f'refs/heads/{branch}'}")

    def work(self, branch: str, round_id: str, *names: str, **fields: str) -> str:
        """Return the base with members taken in, in Python."""
        path = self.folder / f"{branch}.toml"
        path.write_text(BASE, "utf-8")
        return Ledger.read(path).join(*names, round=round_id, signed=round_id, **fields).text

    def job(self, code: int = 0, **variables: str) -> str:
        """Run the script for the branch `work` and return all that it says."""
        settings = {"LEDGER": self.ledger, "BASE": "main", "BRANCH": "work", **variables}
        done = subprocess.run(
            [str(SCRIPT)],
            cwd=self.folder / "job",
            env=self.environment | settings,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert self.git("status", "--porcelain", at="job") == ""
        return done.stdout + done.stderr

    def merged_by_the_host(self) -> str | None:
        """Return the ledger as the host merges the branch, by lines; None where it cannot."""
        self.git("fetch", "--quiet", "--prune", at="web")
        self.git("checkout", "--quiet", "--force", "--detach", "origin/main", at="web")
        said = self.git("merge", "--no-edit", "origin/work", at="web", code=-1)
        if "CONFLICT" in said:
            self.git("merge", "--abort", at="web")
            return None
        return (self.folder / "web" / self.ledger).read_text("utf-8")

    @property
    def head(self) -> str:
        """The commit of the branch at the host."""
        return self.git("rev-parse", "refs/heads/work", at="origin")


@pytest.fixture
def host(tmp_path: Path) -> Host:
    """A host with the base."""
    return Host(tmp_path)


def require_everybody(host: Host, situation: str, pairs: int) -> None:
    """Demand that the host can merge random pairs after the script has run, and that everybody is there, once."""
    chance = random.Random(situation)
    conflicts = 0
    for _pair in range(pairs):
        numbers = chance.sample(range(1, 200, 2), 20)
        count = chance.choice([1, 3, 10])
        sides = [[f"Verein {number:03}" for number in some] for some in (numbers[:count], numbers[10 : 10 + count])]
        for branch, round_id, names in zip(("main", "work"), SITUATIONS[situation], sides, strict=True):
            host.commit(branch, host.work(branch, round_id, *names), "Signed")
        conflicts += host.merged_by_the_host() is None
        host.job()
        text = host.merged_by_the_host()
        assert text is not None
        found = re.findall('^name = "(Verein .*)"$', text, re.MULTILINE)
        assert sorted(found) == sorted([*re.findall('name = "(.*)"', BASE), *sides[0], *sides[1]])
        (host.folder / "members.toml").write_text(text, "utf-8")
        assert len(Ledger.read(host.folder / "members.toml").memberships) == 100 + 2 * count
    assert conflicts or "new round" not in situation  # else nothing was tried


@pytest.mark.parametrize("situation", ["into one new round", "into a new round each"])
def test_two_signings_come_together(host: Host, situation: str) -> None:
    """A pair of each, for every run of the tests."""
    require_everybody(host, situation, 1)


@pytest.mark.faults
@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_pair_is_left_in_conflict_and_nobody_lost(host: Host, situation: str, pytestconfig: pytest.Config) -> None:
    """A dozen random pairs of each situation, or as many as `--pairs` asks for; the script takes a second for one."""
    require_everybody(host, situation, pytestconfig.getoption("--pairs"))


def test_what_the_host_can_merge_is_left_to_it(host: Host) -> None:
    """The branch is compared with where it started, and stays as it is."""
    host.commit("main", BASE.replace('"2012"\n\n', '"2012-12"\n\n', 1), "Dated")
    host.commit("work", host.work("work", "2015", "Verein 199"), "Signed")
    before = host.head
    said = host.job()
    assert "| joined | Verein 199 | Signed on | 2015 |" in said
    assert "1 joined" in said
    assert host.head == before
    assert "The ledger is as it was." in host.job(HEAD_REF="refs/heads/main")


def test_a_ledger_may_be_called_anything(tmp_path: Path) -> None:
    """Its name means itself to git, whatever characters it has."""
    host = Host(tmp_path, "Listen [2026]/unsere Liste.toml")
    for branch, name in (("main", "Otto"), ("work", "Ida")):
        host.commit(branch, host.work(branch, "2020", name), "Signed")
    assert "main is merged into this branch by member." in host.job()
    text = host.merged_by_the_host() or ""
    assert "Otto" in text
    assert "Ida" in text


def test_a_ledger_without_an_older_version_is_told(host: Host) -> None:
    """Also where the branch has nothing in common with the base, which cannot be merged then."""
    host.git("checkout", "--quiet", "-B", "work", "base")
    host.git("mv", "members.toml", "list.toml")
    host.git("commit", "--quiet", "--message", "Renamed")
    host.git("push", "--quiet", "origin", "work")
    assert "The ledger is new.\n" in host.job(LEDGER="list.toml")
    host.git("checkout", "--quiet", "--orphan", "other")
    host.git("mv", "list.toml", "members.toml")
    host.git("commit", "--quiet", "--message", "New")
    host.git("push", "--quiet", "--force", "origin", "HEAD:work")
    said = host.job(code=1)
    assert "The ledger is as it was.\n" in said
    assert "refusing to merge unrelated histories" in said


def test_a_fork_and_missing_rights_are_told(host: Host) -> None:
    """Nothing can be pushed there; what to do is said."""
    host.commit("main", host.work("main", "2020", "Verein 001"), "Signed")
    for remote, reference in (("fork", ""), ("origin", "refs/pull/7/head")):
        host.commit("work", host.work("work", "2020", "Verein 003"), "Signed", push=(remote, reference))
    said = host.job(HEAD_REF="refs/pull/7/head", FORK="true")
    assert "main cannot be merged by the host, but by member. This comes from a fork" in said
    assert "run `engagiert merge --install`, merge main, and push" in said
    assert "work" not in host.git("branch", at="origin")
    hook = host.folder / "origin" / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    said = host.job(1, HEAD_REF="refs/pull/7/head")
    assert "may not be pushed: the job needs the permission `contents: write`" in said


def test_what_contradicts_itself_is_told_by_member(host: Host) -> None:
    """And nothing is pushed, as where the branch or both together have errors."""
    for branch, note in (("main", "one"), ("work", "``` two")):
        host.commit(branch, host.work(branch, "2020", "Verein 001", note=note), "Signed")
    before = host.head
    said = host.job(1)
    assert '"Verein 001": note is "` ` ` two" here, and "one" there' in said
    assert re.findall("^```.*|.+```$", said, re.MULTILINE) == ["```", "```"]
    assert host.head == before
    host.commit("work", BASE.replace('round = "2015"', 'round = "2016"', 1), "Slip")
    said = host.job(1)
    assert "::error file=members.toml,line=15,col=9,title=unknown-round::" in said
    assert "The ledger has errors:" in said
    host.commit("work", "", "Emptied")
    assert "::error file=members.toml,line=1,col=1,title=empty::the ledger is empty" in host.job(1)


def test_a_driver_that_is_named_in_the_repository_is_no_problem(host: Host) -> None:
    """The job has one."""
    (host.folder / "office" / ".gitattributes").write_text("/members.toml merge=engagiert\n")
    host.git("add", ".gitattributes")
    host.commit("main", BASE + "# with a driver\n", "base")
    assert "merge-driver" not in host.job(HEAD_REF="refs/heads/main")


@pytest.mark.parametrize("works", [True, False])
def test_the_comment_is_written_or_told(host: Host, works: bool) -> None:
    """In place of the one before; without the right to do so, a notice says where to find it."""
    host.commit("work", host.work("work", "2015", "Verein 199"), "Signed")
    tools = host.folder / "tools"
    tools.mkdir()
    gh = tools / "gh"
    gh.write_text(
        f'#!/bin/sh\nprintf "%s\\n" "$*" >> {host.folder}/asked\n'
        'case "$*" in *--jq*) echo repos/o/r/issues/comments/5 ;; '
        f'*) for word; do case $word in body=@*) cat "${{word#body=@}}" > {host.folder}/comment;; esac; done; '
        f"exit {0 if works else 1} ;; esac\n"
    )
    gh.chmod(0o755)
    said = host.job(
        PATH=f"{tools}:{host.environment['PATH']}",
        PULL_REQUEST="7",
        GITHUB_REPOSITORY="o/r",
        GITHUB_STEP_SUMMARY=str(host.folder / "summary"),
    )
    assert ("::notice::No comment could be written" in said) is not works
    asked = (host.folder / "asked").read_text().splitlines()
    assert asked[0].startswith("api --paginate repos/o/r/issues/7/comments --jq")
    assert asked[1].startswith("api --method PATCH repos/o/r/issues/comments/5 -F body=@")
    comment = (host.folder / "comment").read_text("utf-8")
    assert comment.startswith("<!-- engagiert -->\n# What has changed\n")
    assert comment == (host.folder / "summary").read_text("utf-8")
