"""With `merge --install`, git itself merges two offices' work by member."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_sessions import ROOT, environment
from tests.shell import engagiert

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


class Office:
    """A repository with the founding ledger, and the driver installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = environment(folder.parent, "en") | {"GIT_CONFIG_NOSYSTEM": "1"}
        (folder / "data").mkdir(parents=True)
        self.ledger = folder / "data" / "members.toml"
        shutil.copy(ROOT / "data" / "members.toml", self.ledger)
        for name, value in (("user.name", "Office"), ("user.email", "office@example.org")):
            self.run("git", "config", "--global", name, value)
        self.run("git", "init", "--quiet", "--initial-branch", "main")
        self.run("engagiert", "merge", "--install")
        self.commit()

    def run(self, *command: str, code: int = 0) -> str:
        """Run a command in the repository and return what it says."""
        if command[0] == "engagiert":
            done = engagiert(*command[1:], cwd=self.folder, env=self.environment)
        else:
            done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, check=False)
        said = (done.stdout + done.stderr).decode()
        assert done.returncode == code, said
        return said

    def commit(self) -> None:
        """Commit everything."""
        self.run("git", "add", "--all")
        self.run("git", "commit", "--quiet", "--message", "work")

    def branch(self, name: str, *commands: str) -> None:
        """Do the work on a branch from main."""
        self.run("git", "checkout", "--quiet", "-b", name, "main")
        for command in commands:
            self.run("engagiert", *command.split())
        self.commit()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with git."""
    return Office(tmp_path / "office")


def test_two_branches_that_each_held_a_signing_round_merge(office: Office) -> None:
    """No conflict, and the ledger that one office alone would have written."""
    office.branch("one", "join Ahlen Herne --round 2016", "join Aachen --round 2015", "leave Velbert --on 2019")
    office.branch(
        "two", "join Dorsten Zülpich --round 2016", "join Bünde --round 2015", "amend Velbert --note Neanderland"
    )
    said = office.run("git", "merge", "--message", "both", "one")
    assert "CONFLICT" not in said
    assert office.run("git", "status", "--porcelain") == ""
    merged = office.ledger.read_bytes()
    office.branch(
        "alone",
        "join Ahlen Herne Dorsten Zülpich --round 2016",
        "join Aachen Bünde --round 2015",
        "leave Velbert --on 2019",
        "amend Velbert --note Neanderland",
    )
    assert merged == office.ledger.read_bytes()


@pytest.mark.faults
def test_the_same_merge_without_the_driver_is_a_conflict(office: Office) -> None:
    """The driver is what makes the difference: by lines, git cannot do it."""
    (office.folder / ".gitattributes").unlink()
    office.commit()
    office.branch("one", "join Ahlen --round 2016")
    office.branch("two", "join Dorsten --round 2016")
    assert "CONFLICT" in office.run("git", "merge", "--message", "both", "one", code=1)


def test_a_conflict_is_gits_conflict(office: Office) -> None:
    """It is told by member; git waits for a decision, and the program names the conflict until it is made."""
    office.branch("one", "amend Bonn --note Bundesstadt", "join Ahlen --round 2015")
    office.branch("two", "amend Bonn --note Beethovenstadt")
    said = office.run("git", "merge", "one", code=1)
    assert 'error: "Bonn": note is "Beethovenstadt" here, and "Bundesstadt" there' in said
    assert "CONFLICT (content): Merge conflict in data/members.toml" in said
    assert "UU data/members.toml" in office.run("git", "status", "--porcelain")
    text = office.ledger.read_text("utf-8")
    assert text.count("<<<<<<<") == text.count(">>>>>>>") == 1
    assert 'name = "Ahlen"' in text
    for command in (["list"], ["check"], ["join", "Herne", "--round", "2015"], ["report"]):
        assert "unresolved git merge conflict" in office.run("engagiert", *command, code=1)
    office.ledger.write_text(
        text.replace("<<<<<<< ours\n", "").replace('=======\nnote = "Bundesstadt"\n>>>>>>> theirs\n', ""), "utf-8"
    )
    office.run("engagiert", "check")
    office.commit()


def test_the_driver_runs_no_module_of_the_repository(office: Office) -> None:
    """A file called like a library of ours lies in the repository, and stays unread."""
    (office.folder / "typer.py").write_text("raise SystemExit('a trap')")
    (office.folder / "tomli.py").write_text("raise SystemExit('a trap')")
    office.commit()
    office.branch("one", "join Ahlen --round 2016")
    office.branch("two", "join Dorsten --round 2016")
    assert "a trap" not in office.run("git", "merge", "--message", "both", "one")
