"""What the README and the help tell a newcomer, and that it is true."""

from __future__ import annotations

import functools
import re
import shutil
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from engagiert_cli.cli import app  # noqa: F401 - it gives the group its commands
from engagiert_cli.cli.toolkit import Group
from tests.cli.test_sessions import ROOT, environment
from tests.shell import engagiert, quickly

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = sorted(Group.catalogue)
README = (ROOT / "README.md").read_text("utf-8")
DAILY = re.findall(r"^\| [^|]+ \| (`engagiert .*`.*) \|$", README, re.MULTILINE)


@functools.cache
def help_of(command: str, language: str) -> str:
    """Return the help page of a command."""
    done = engagiert(command, "--help", cwd=ROOT, env=environment(ROOT, language))
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_shows_every_command(command: str) -> None:
    """Each command stands in the README with an example."""
    assert f"`engagiert {command}" in README


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_help_opens_with_a_line_and_two_examples(command: str, language: str) -> None:
    """Each help page has the usage, one line that says what the command does, and two examples; and nothing is too wide."""
    page = help_of(command, language)
    usage, _blank, summary, _blank2, first, second, *_rest = page.splitlines()
    assert usage.startswith({"de": f"Aufruf: engagiert {command}", "en": f"Usage: engagiert {command}"}[language])
    assert re.fullmatch(r"  [A-ZÄÖÜ].*\.", summary)
    assert all(example.startswith(f"  engagiert {command}") for example in (first, second))
    assert max(map(len, page.splitlines())) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_the_two_languages_tell_the_same(command: str) -> None:
    """Both pages have the same options and examples, and no line of words in common."""
    german, english = (help_of(command, language).splitlines() for language in ("de", "en"))
    common = {line for line in german if line.strip()} & set(english)
    assert all(line.lstrip().startswith(("engagiert", "-", "plain.")) for line in common), common
    assert re.findall("--[a-z-]+", " ".join(german)) == re.findall("--[a-z-]+", " ".join(english))


@pytest.mark.parametrize("command", COMMANDS)
def test_the_examples_of_the_help_run(command: str, tmp_path: Path) -> None:
    """What a help page shows can be typed as it stands, on the founding ledger."""
    for line in help_of(command, "en").splitlines()[4:6]:
        run_in_an_office(line.strip(), tmp_path / re.sub(r"\W", "_", line.strip()))


@pytest.mark.parametrize("line", [command for row in DAILY for command in re.findall("`(engagiert [^`]+)`", row)])
def test_the_daily_tasks_of_the_readme_run(line: str, tmp_path: Path) -> None:
    """What the README shows can be typed as it stands, on the founding ledger."""
    run_in_an_office(line, tmp_path / "office")


def test_the_readme_has_daily_tasks() -> None:
    """There is something to run."""
    assert len(DAILY) > 10


def run_in_an_office(line: str, folder: Path) -> None:
    """Type the line in a folder with the founding ledger, and demand that it succeeds."""
    (folder / "data").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "members.toml", folder / "data" / "members.toml")
    (folder / "names.txt").write_text("Dorsten\nAhlen\n", "utf-8")
    (folder / "members.csv").write_bytes("Ort;Beitritt\r\nKöln;16.6.2015\r\n".encode("cp1252"))
    with xlsxwriter.Workbook(folder / "members.xlsx") as workbook:
        workbook.add_worksheet().add_table(
            "A1:B2", {"columns": [{"header": "Kommune"}, {"header": "Runde"}], "data": [["Köln", 2015]]}
        )
    commit = "git add -A; git -c user.name=O -c user.email=o@example.org commit -qm "
    before = {
        "round": "engagiert round 2013 --name Probe; ",
        "diff": f"git init -q .; cp data/members.toml last-year.toml; {commit} a; touch b; {commit} b; ",
        "undo": "engagiert amend Bonn --note Alt; engagiert amend Bonn --note Neu; ",
        "edit": "export EDITOR=true; ",
        "redo": "engagiert amend Bonn --note Alt; engagiert undo; ",
        "merge": "git init -q .; for version in base ours theirs; do cp data/members.toml $version.toml; done; ",
    }
    line = before.get(line.split()[1], "") + line
    done = quickly(line, folder, environment(folder, "en"))
    assert (done.returncode, done.stderr.decode()) == (0, "") or "note: " in done.stderr.decode()
    assert done.returncode == 0
