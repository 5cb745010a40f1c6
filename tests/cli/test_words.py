"""What people type by intuition, and what leads them on: each word and option in German and in English.

Tried by people who did not know the program. What stands behind the arrow is what the answer must name.
"""

from __future__ import annotations

import functools
import re
import shutil
from typing import TYPE_CHECKING

import pytest
import typer

from engagiert_cli import language
from engagiert_cli.cli import words
from engagiert_cli.cli.app import SHELLS, app
from engagiert_cli.cli.toolkit import rows_of
from engagiert_cli.output.formats import FORMATS_WITH_PLACES
from engagiert_cli.reports.catalogue import REPORTS, By
from engagiert_cli.reports.members import Sort
from tests.cli.test_printed_commands import commands_in, run_by_typer
from tests.cli.test_sessions import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = typer.main.get_command(app)
COMMANDS = PROGRAM.catalogue  # type: ignore[attr-defined]
TYPED = """
new · create · start · neu → engagiert init --help
add Witten · neu · aufnehmen · beitritt · Hinzufügen → engagiert join --help
members · mitglieder · Mitglieder · liste · ls → engagiert list
export · exportieren → engagiert list -o list.xlsx
change · correct · set · update · rename · berichtigen · ändern → engagiert amend --help
delete · löschen → engagiert remove --help
austritt · kündigen → engagiert leave --help
stats · zahlen · count · statistik → engagiert report
report stats → engagiert report
press · presse · meldung · announcement → engagiert report announcement
wachstum · growth → engagiert report growth
regions · report regions → engagiert report --by region
karte → engagiert map
prüfen · validate → engagiert check
open · bearbeiten → engagiert edit --help
history · verlauf → engagiert log
vergleich → engagiert diff --help
report änderungen → changes
jubiläum → engagiert report anniversaries
version → engagiert --version
-v → --version
join Dorsten --date 2016 · join Dorsten --datum 2016 · join Dorsten --on 2016 → --signed
amend Witten --date 2015 → --signed
leave Witten --date 2016 → --on
leave Witten 10.11.2026 → --on
list --date 2015 → --at
map --round 2015 → --at
list --year 2015 → --since … --until …
list --json · report --json → --format json
list -f json → --format
list --excel → -o list.xlsx
list --count → engagiert report
list --format excel → xlsx
list --sort date · list --sort -signed → signed
list --kind Kreise → Kreis,
report --by Kreise → district
report press · report presse → announcement
report wachstum → growth
report announcement -o meldung.docx → meldung.html
report growth -o wachstum.png → wachstum.svg
map karte.html → -o karte.html
map --format svg → -o
map -o karte.png · map -o karte.pdf → karte.svg
list -o liste → .xlsx
list -o liste.xls → liste.xlsx
join 'Witten, Hagen' --signed 2016 → Witten Hagen
join Kreis Olpe --signed 2016 → "Kreis Olpe"
show Kreis Lippe → "Kreis Lippe"
join Dorsten → 2012, 2015
jion Dorsten → join
udno → undo
list --sinc 2015 → --since
"""
LINES = [
    (line.strip(), answer)
    for typed, answer in (row.split(" → ") for row in TYPED.strip().splitlines())
    for line in typed.split(" · ")
]


@pytest.fixture
def _office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be in a folder with the founding ledger."""
    shutil.copy(ROOT / "data" / "members.toml", tmp_path / "members.toml")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("_office")
@pytest.mark.parametrize("spoken", ["de", "en"])
@pytest.mark.parametrize(("line", "answer"), LINES)
def test_a_word_that_people_type_leads_on(
    line: str, answer: str, spoken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is refused, the answer names what was meant, and each command in it is one that can be typed."""
    language.use(spoken)
    typed = [word.strip("'") for word in re.findall(r"'[^']*'|\S+", line)]
    assert app(typed, prog_name="engagiert", standalone_mode=False) in (1, 2)
    said = capsys.readouterr().err
    assert said.startswith({"de": "Fehler: ", "en": "error: "}[spoken])
    assert answer in said
    for command in commands_in(said):
        run_by_typer(command)


@pytest.mark.parametrize("word", ["zzz", "renam", "mop", "Witten", "2015"])
def test_a_word_that_is_near_nothing_leads_nowhere(word: str) -> None:
    """A wrong guess is worse than none; above all one that takes something out."""
    assert words.meant(word, COMMANDS, "command") == []
    assert "remove" not in words.near(word, COMMANDS)
    assert words.near("rename", COMMANDS) == []


@functools.cache
def offered() -> set[str]:
    """Return all that there is to type: commands, options and values."""
    found = {
        *COMMANDS,
        *SHELLS,
        *REPORTS,
        *FORMATS_WITH_PLACES,
        *(by.value for by in By),
        *(sort.value for sort in Sort),
    }
    context = typer.Context(PROGRAM)
    for command in (PROGRAM, *(PROGRAM.get_command(context, name) for name in COMMANDS)):  # type: ignore[attr-defined]
        for parameter in command.params:
            found |= set(parameter.opts)
    return found


@pytest.mark.parametrize("line", sorted({line for of, line, _ in rows_of("words.tsv") if of != "command"}))
def test_what_is_offered_for_a_word_is_there(line: str) -> None:
    """Every option and value of the table is one of some command."""
    assert {word for word in line.split() if word.startswith("-")} <= offered()
    assert line.removeprefix("engagiert ").split()[0] in offered()


@pytest.mark.parametrize("line", sorted({line for of, line, _ in rows_of("words.tsv") if of == "command"}))
def test_a_command_that_is_offered_for_a_word_can_be_typed(line: str) -> None:
    """Every command of the table, with its options."""
    run_by_typer(f"engagiert {line}")
