"""Running text that names members: what is taken for a name and a date, and what is only told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engagiert_cli.errors import Refusal
from engagiert_cli.intake import files
from tests.clock import process_time_below

if TYPE_CHECKING:
    from pathlib import Path


def found(text: str, folder: Path) -> list[tuple[str, ...]]:
    """Return the names in a text, each with what is said with it."""
    (folder / "notice.txt").write_text(text, "utf-8")
    listing = files.read(str(folder / "notice.txt"), {})
    return [
        tuple(cell.text if hasattr(cell, "text") else str(cell) for cell in each.cells) for each in listing.records[1:]
    ]


def left(text: str, folder: Path) -> str:
    """Return the note of what was left."""
    found(text, folder)
    return files.read(str(folder / "notice.txt"), {}).notes[-1]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Mitglieder sind Bonn, Hagen und Essen.", ["Bonn", "Hagen", "Essen"]),
        ("Mitglieder sind jetzt auch Bonn sowie Essen, die beide schon lange dabei sein wollten.", ["Bonn", "Essen"]),
        ("Beigetreten sind: die Stadt Lage; die Gemeinde Burbach; der Kreis Lippe.", ["Stadt Lage", "Gemeinde Burbach", "Kreis Lippe"]),
        ("Es traten die Kreise Wesel und Kleve, die Städte Unna und Soest bei.", ["Kreis Wesel", "Kreis Kleve", "Unna", "Soest"]),
        ("Unterzeichnet haben Mülheim an der Ruhr,\nKamp-Lintfort und Bad\u00a0Salzuflen.", ["Mülheim an der Ruhr", "Kamp-Lintfort", "Bad\u00a0Salzuflen"]),
        ("Members are Neustadt (Hessen), Neustadt (Wied) and Bonn.", ["Neustadt (Hessen)", "Neustadt (Wied)", "Bonn"]),
        ("Mitglieder wurden:\n\n• Bonn,\n• Essen\n", ["Bonn", "Essen"]),
        ("Unsere Mitglieder:\n\nBonn\nKreis Unna\n\nStand: heute.", ["Bonn", "Kreis Unna"]),
    ],
)  # fmt: skip
def test_names_in_a_row_are_taken(text: str, names: list[str], tmp_path: Path) -> None:
    """With articles and words before them, over the ends of lines, or a line each."""
    assert [name for name, *_others in found(text, tmp_path)] == names


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Mitglieder: Bonn, Unna (seit 2012), Essen (seit Juni 2015).", ["2012", "2012", "2015-06"]),
        ("Am 15. Juni 2015 sind Bonn und Unna beigetreten.", ["2015-06-15", "2015-06-15"]),
        ("Seit 16.6.2015 gehören Bonn und Unna dazu. Im Mai 2020 war ein Fest.", ["2015-06-16", "2015-06-16"]),
        ("Mitglieder: Bonn (2012), Unna (2013). Bonn und Unna (seit Mai 2013) gehören dazu.", ["2012", "2013-05", "2013-05"]),
        ("Mitglieder sind Bonn, Unna (seit 2012).\n- Essen (1.2.2016)\n", ["2012", "2012", "2016-02-01"]),
    ],
)  # fmt: skip
def test_a_date_belongs_to_the_names_before_it(text: str, dates: list[str], tmp_path: Path) -> None:
    """In brackets, or as the only one of the sentence; of two that agree the more exact one, of others both."""
    assert sorted(date for _name, date, *_round in found(text, tmp_path)) == sorted(dates)


def test_two_dates_in_a_sentence_are_nobodys(tmp_path: Path) -> None:
    """Which one is meant is not guessed."""
    assert found("Von 2012 bis 2015 wurden Bonn und Unna Mitglied.", tmp_path) == [("Bonn",), ("Unna",)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Zum Fest kamen Gäste aus Münster und Marl.", "Münster"),
        ("Ausgetreten sind Münster und Marl.", "Marl"),
        ("Mitglieder sind auch Hamm, Herrn, Werl.", "Herrn"),
        ("Hiermit tritt die Stadt Marl bei.", "Stadt Marl"),
        ("Mitglieder sind Münster und Marl, wann auch immer.", "Münster"),
    ],
)
def test_what_is_not_certain_is_told(text: str, word: str, tmp_path: Path) -> None:
    """Guests, who left, what nobody is called, a name alone, and one without a date where others have one."""
    text = f"Mitglieder sind Bonn, Unna (seit 2012).\n{text}\n"
    assert word not in [name for name, *_others in found(text, tmp_path)]
    assert f"{word} (2)" in left(text, tmp_path)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Die Gründungsunterzeichnung war im Mai 2012.", "Gründungsunterzeichnung"),
        ("Bei der Erstunterzeichnung waren es zwei Kommunen.", "Erstunterzeichnung"),
        ("Bei der Erstunterzeichnung waren es drei Kommunen.", ""),
        ("Die Zweitunterzeichnung war im Mai 2014.", ""),
        ("Auf die Erstunterzeichnung mit zwei folgt die Zweitunterzeichnung.", ""),
    ],
)
def test_a_round_is_called_as_the_text_says(sentence: str, name: str, tmp_path: Path) -> None:
    """Where its year or the number of its members tells which one is meant; a date there makes theirs exact."""
    (_bonn, date, called), _unna = found(f"{sentence} Mitglieder: Bonn, Unna (seit 2012).", tmp_path)
    assert called == name
    assert date == ("2012-05" if "Mai 2012" in sentence else "2012")


def test_names_have_their_places_in_the_text(tmp_path: Path) -> None:
    """For what the register says of them."""
    (tmp_path / "notice.txt").write_text("Neu:\n\nMitglied sind Bonn und die Stadt Hagen.\n", "utf-8")
    listing = files.read(str(tmp_path / "notice.txt"), {})
    assert [str(listing.place(record, 0)) for record in listing.records[1:]] == ["3:15", "3:28"]


def test_a_long_item_is_no_name(tmp_path: Path) -> None:
    """Nobody looks for a paragraph in the register; it stands in the note as what is left."""
    with process_time_below(3):
        assert found(f"Mitglieder wurden:\n\n- Bonn\n- {'Unna ist schön und ' * 500}\n", tmp_path) == [("Bonn",)]


def test_text_without_names_is_refused(tmp_path: Path) -> None:
    """Whatever else it says."""
    with pytest.raises(Refusal, match="no names of members were found"):
        found("Sehr geehrte Damen und Herren,\nvielen Dank. Am Essen, der Lage und am Rat lag es nicht.\n", tmp_path)
