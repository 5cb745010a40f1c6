"""The documents: what is made from the program is up to date, and what can be typed runs."""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

import engagiert_cli
from engagiert_cli.language import use
from tests.cli.test_sessions import environment
from tests.shell import BASH, quickly

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
GUIDES = {"handbuch.md": "de", "guide.md": "en"}
FENCE = re.compile(r"^```(\w*)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("name", "function"), [("commands.md", "page"), ("engagiert.1", "manual")])
def test_the_reference_is_made_from_the_program(name: str, function: str) -> None:
    """`python docs/make_commands.py` would change nothing."""
    program = (
        f"import runpy, sys; made = runpy.run_path('make_commands.py')['{function}']();"
        " sys.stdout.buffer.write(made.encode())"
    )
    made = subprocess.run([sys.executable, "-c", program], cwd=DOCS, capture_output=True, check=True)
    assert made.stdout.decode() == (DOCS / name).read_text("utf-8")


@pytest.mark.parametrize(("name", "language"), GUIDES.items())
def test_every_command_of_a_guide_runs(name: str, language: str, tmp_path: Path) -> None:
    """In one folder, from the first to the last, each with exit code 0; the files that it shows are there.

    A block ` ```sh ` is typed; one that names a file, such as ` ```toml members.toml `, is written. `# exit 1` behind a
    command says that it is refused, and `# …` anything else to the reader.
    """
    if BASH is None:
        pytest.skip("bash is not installed")
    list_of_the_office(tmp_path / "mitglieder.xlsx")
    subprocess.run(["git", "config", "--global", "user.name", "Office"], env=environment(tmp_path, "en"), check=True)
    subprocess.run(["git", "config", "--global", "user.email", "o@x"], env=environment(tmp_path, "en"), check=True)
    typed = 0
    for kind, file, text in FENCE.findall((DOCS / name).read_text("utf-8")):
        if file:
            (tmp_path / file).write_text(text, "utf-8")
        elif kind == "sh":
            for line in re.sub(r"\\\n\s*", "", text).splitlines():
                expected = 1 if "# exit 1" in line else 0
                done = quickly(line, tmp_path, environment(tmp_path, language))
                assert done.returncode == expected, f"{line}\n{done.stdout.decode()}{done.stderr.decode()}"
                typed += 1
    assert typed > 15


def test_the_examples_of_the_python_face_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one folder with the founding ledger, to the letter."""
    shutil.copy(ROOT / "data" / "members.toml", tmp_path / "members.toml")
    monkeypatch.chdir(tmp_path)
    use("en")
    try:
        failed, tried = doctest.testfile(str(DOCS / "python.md"), module_relative=False, encoding="utf-8")
    finally:
        use(None)
    assert (failed, tried > 10) == (0, True)


def test_the_python_face_costs_the_command_line_nothing() -> None:
    """It is imported when it is asked for."""
    program = "import sys, engagiert_cli; print('engagiert_cli.api' in sys.modules); engagiert_cli.Ledger"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.split() == [b"False"]
    with pytest.raises(AttributeError):
        _ = engagiert_cli.Register


def test_both_guides_tell_the_same() -> None:
    """They type the same commands, whatever they say between them."""
    german, english = (
        [text for kind, file, text in FENCE.findall((DOCS / name).read_text("utf-8")) if kind == "sh"]
        for name in GUIDES
    )
    assert [re.sub(r"\s+# .*", "", text) for text in german] == [re.sub(r"\s+# .*", "", text) for text in english]


def test_the_guides_can_be_typed_in_powershell() -> None:
    """That of Windows, which has no `<` and no `&&`, writes UTF-16 behind `>`, and loses a word that is empty.

    Nor has it a line that goes on behind a backslash, or a variable before a command.
    """
    table = re.findall(r"^\| .* \| (`.*`)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    typed = [command for cell in table for command in re.findall("`(engagiert .*?)`", cell)]
    assert len(typed) > 30
    for name in GUIDES:
        for kind, _file, text in FENCE.findall((DOCS / name).read_text("utf-8")):
            typed += text.splitlines() if kind == "sh" else ()
    odd = re.compile(r"""[<>]|&&|\$\(|\\$|^\w+=| ""(?: |$)""")
    assert [line for line in typed if odd.search(line)] == []


def test_what_others_read_of_the_project_is_true() -> None:
    """The public sector's description has the version, the workflows all the Pythons that the package promises."""
    described = (ROOT / "publiccode.yml").read_text("utf-8")
    assert f'softwareVersion: "{engagiert_cli.__version__}"' in described
    promised = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8")
    assert f"python: {str(promised).replace(chr(39), chr(34))}" in workflow
    commands = re.findall(r"^python3 -m venv .*$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert len(commands) == 2
    assert all(command in workflow for command in commands)


@pytest.mark.parametrize("path", [*DOCS.glob("*.md"), *ROOT.glob("*.md")], ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    """Each link to a file of the project."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


def list_of_the_office(path: Path) -> None:
    """Write the Excel list with which the guides begin."""
    rows = [
        ("Bonn", "05.12.2012"),
        ("Kreis Lippe", "05.12.2012"),
        ("Lemgo", "05.12.2012"),
        ("Arnsberg", "16.06.2015"),
        ("Velbert", "16.06.2015"),
        ("Witten", "16.06.2015"),
    ]
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Mitglieder")
        for row, cells in enumerate([("Kommune", "Beitritt"), *rows]):
            sheet.write_row(row, 0, cells)
