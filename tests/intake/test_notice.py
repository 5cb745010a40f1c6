"""Running text that names members: what is taken for a name and a date, and what is only told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engagiert_cli.errors import Refusal
from engagiert_cli.intake import files

if TYPE_CHECKING:
    from pathlib import Path


def found(text: str, folder: Path) -> list[tuple[str, ...]]:
    """Return the names in a text, each with what is said with it."""
    (folder / "notice.txt").write_bytes(text.encode())
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
        ("Mitglieder sind jetzt auch Bonn sowie Essen.", ["Bonn", "Essen"]),
        ("Beigetreten sind: die Stadt Lage; die Gemeinde Burbach; der Kreis Lippe.", ["Stadt Lage", "Gemeinde Burbach", "Kreis Lippe"]),
        ("Es traten die Kreise Wesel und Kleve, die Städte Unna und Soest bei.", ["Kreis Wesel", "Kreis Kleve", "Unna", "Soest"]),
        ("Unterzeichnet haben Mülheim an der Ruhr,\nKamp-Lintfort und Bad\u00a0Salzuflen.", ["Mülheim an der Ruhr", "Kamp-Lintfort", "Bad\u00a0Salzuflen"]),
        ("Members are Neustadt (Hessen), Neustadt (Wied) and Bonn.", ["Neustadt (Hessen)", "Neustadt (Wied)", "Bonn"]),
        ("Mitglieder wurden:\n\n• Bonn,\n• Essen\n", ["Bonn", "Essen"]),
        ("Unsere Mitglieder:\n\nBonn\nKreis Unna\n\nStand: heute.", ["Bonn", "Kreis Unna"]),
        ("Mitglieder\n\n- Bonn\n- Hagen\n", ["Bonn", "Hagen"]),
        ("Neue Mitglieder\n\n- Bonn\n- Hagen\n", ["Bonn", "Hagen"]),
        ("Neue Mitglieder\n\nBonn, Hagen und Essen\n", ["Bonn", "Hagen", "Essen"]),
        ("Bonn (2015), Hagen (2016)", ["Bonn", "Hagen"]),
        ("Liebe Frau Essen,\nam 5.6.2015 sind Bonn und Hagen beigetreten.\nViele Grüße\n", ["Bonn", "Hagen"]),
        ("Von: Stadt Essen <post@essen.example>\nBetreff: Neue Mitglieder\n\n- Bonn\n- Hagen\n", ["Bonn", "Hagen"]),
        ("Am 16. Juni 2016 traten Bonn und Olpe dem Netzwerk bei.", ["Bonn", "Olpe"]),
        ("Bonn; Hagen; Essen", ["Bonn", "Hagen", "Essen"]),
        ("Das Netzwerk begrüßt seine neuen Mitglieder: Bonn und Hagen.", ["Bonn", "Hagen"]),
        ("Wir freuen uns über zwei neue Mitglieder:\n- Bonn\n- Hagen\n", ["Bonn", "Hagen"]),
        ("Die Bürgermeisterinnen und Bürgermeister der Städte Bonn und Hagen haben unterzeichnet.", ["Bonn", "Hagen"]),
        ("Die Landräte der Kreise Unna und Borken unterzeichneten die Erklärung.", ["Kreis Unna", "Kreis Borken"]),
        ("Die Erklärung wurde von den Städten Bonn und Hagen unterzeichnet.", ["Bonn", "Hagen"]),
        ("Zu den neuen Mitgliedern gehören Bonn und Hagen.", ["Bonn", "Hagen"]),
        ("Bonn und Hagen", ["Bonn", "Hagen"]),
    ],
)  # fmt: skip
def test_names_in_a_row_are_taken(text: str, names: list[str], tmp_path: Path) -> None:
    """With articles and words before them, over the ends of lines, or a line each, whatever system ended the lines."""
    for ended in (text, text.replace("\n", "\r\n")):
        assert [name for name, *_others in found(ended, tmp_path)] == names


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Mitglieder: Bonn, Unna (seit 2012), Essen (seit Juni 2015).", ["2012", "2012", "2015-06"]),
        ("Am 15. Juni 2015 sind Bonn und Unna beigetreten.", ["2015-06-15", "2015-06-15"]),
        ("Seit 16.6.2015 gehören Bonn und Unna dazu. Im Mai 2020 war ein Fest.", ["2015-06-16", "2015-06-16"]),
        ("Mitglieder: Bonn (2012), Unna (2013). Bonn und Unna (seit Mai 2013) gehören dazu.", ["2012", "2013-05", "2013-05"]),
        ("Mitglieder sind Bonn, Unna (seit 2012).\nNeu:\n- Essen (1.2.2016)\n", ["2012", "2012", "2016-02-01"]),
        ("Mitglieder:\nBonn (1.2.2016)\nUnna, seit Mai 2015\n", ["2016-02-01", "2015-05"]),
        ("Beigetreten sind Bonn (2016-12-05), Hagen (12/2016).", ["2016-12-05", "2016-12"]),
        ("On 16 June 2016, Bonn and Unna joined the network.", ["2016-06-16", "2016-06-16"]),
        ("Im Dez. 2012 traten Bonn und Unna bei. 2015 war ein Fest.", ["2012-12", "2012-12"]),
        ("Seit der Gründung gehören Hamm und Marl dem Netzwerk an. 2015 kamen hinzu: Bonn, Unna.", ["2015", "2015"]),
        ("Im Mai 2012 unterzeichneten Bonn und Unna als Erste die Erklärung.", ["2012-05", "2012-05"]),
        ("Erstunterzeichnung 2012: Bonn, Unna\nZweitunterzeichnung 2015: Hagen, Marl\n", ["2012", "2012", "2015", "2015"]),
        ("Erstunterzeichnung (Mai 2012):\n- Bonn\n- Unna\n\nZweitunterzeichnung (2015):\n- Hamm\n", ["2012-05", "2012-05", "2015"]),
        ("Bonn – 2012\nUnna, 2013\nHagen   5.12.2012\n", ["2012", "2013", "2012-12-05"]),
    ],
)  # fmt: skip
def test_a_date_belongs_to_the_names_before_it(text: str, dates: list[str], tmp_path: Path) -> None:
    """In brackets, or as the only one of the sentence; of two that agree the more exact one, of others both."""
    assert sorted(date for _name, date, *_round in found(text, tmp_path)) == sorted(dates)


@pytest.mark.parametrize(
    "text",
    [
        "Von 2012 bis 2015 wurden Bonn und Unna Mitglied.",
        "2012 und 2015 wurden Bonn und Unna Mitglied.",
        "Am 16./17. Juni 2015 sind Bonn und Unna beigetreten.",
        "Am 16.06.15 sind Bonn und Unna beigetreten.",
        "Am 31. Februar 2015 sind Bonn und Unna beigetreten.",
        "Am 16. Juni 2015 unterzeichnete Hagen, am 17. Juni Bonn und Unna.",
        "Beigetreten sind Bonn (05/12/2016) und Unna (12-2016).",
        "Mitglieder: Bonn (2012–2016), Unna (bis 2015).",
    ],
)
def test_a_date_that_is_not_plain_is_nobodys(text: str, tmp_path: Path) -> None:
    """Two in a sentence, one in no form that is known, or with more beside it: which day is meant is not guessed."""
    with pytest.raises(Refusal, match=r"Bonn \(1\), Unna \(1\)"):
        found(text, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "Am 16. Juni 2015 haben Bonn und Unna ihre Mitgliedschaft beendet.",
        "Am 16. Juni 2015 sind Bonn und Unna als Mitglieder ausgeschieden.",
        "Die Mitgliedschaft von Bonn und Unna endete am 31. Dezember 2015.",
        "Bonn und Unna lassen ihre Mitgliedschaft seit 2015 ruhen.",
        "Am 16. Juni 2015 traten Bonn und Unna bei der Sitzung aus.",
        "Nicht beigetreten sind 2015 Bonn und Unna.",
        "Der Rat lehnte 2015 den Beitritt ab: Bonn, Unna.",
        "Bonn und Unna wollen 2015 beitreten, und prüfen einen Beitritt.",
        "Am 16. Juni 2015 werden Bonn und Unna unterzeichnen.",
        "Sind Bonn und Unna 2015 beigetreten?",
        "Ehemalige Mitglieder: Bonn, Unna (seit 2012).",
        "Am 16. Juni 2015 wurden Bonn und Unna in die Warteliste aufgenommen.",
        "Am 16. Juni 2015 haben Bonn und Unna die Kündigung unterzeichnet.",
        "Die Mitglieder Bonn und Unna unterzeichneten 2015 die Resolution.",
        "Am 16. Juni 2015 unterzeichneten die Universitäten Bonn und Unna.",
        "Auf dem Festakt der Städte Bonn und Unna ist 2015 das Netzwerk neu.",
        "Stadtfeste:\n\n- Bonn (12.6.2016)\n- Unna (13.6.2016)\n",
        "Ausgetreten:\n- Bonn (2015)\n- Unna (2015)\n",
        "Gäste:\nBonn\nUnna\n",
        "Ehemalige Mitglieder\n\n- Bonn\n- Unna\n",
        "Ausgetreten sind 2019:\n\nBonn\nUnna\n",
        "Stadtfeste 2019\n\nBonn (2019), Unna (2019)\n",
        "Bonn und Unna hatten 2015 unterzeichnet.",
        "Am 16. Juni 2015 kamen Bonn und Unna zu dem Festakt.",
        "Am 16. Juni 2015 haben Bonn und Unna die Austrittserklärung unterzeichnet.",
        "Nichtmitglieder seit 2015: Bonn, Unna.",
        "Ohne Bonn und Unna sind es seit 2015 zehn Mitglieder.",
        "Neu: das Rathaus Bonn, Unna.",
        "Bonn und Unna begrüßen 2015 die neuen Mitglieder.",
        "Bonn und Unna begrüßen die neuen Mitglieder: herzlich willkommen seit 2015.",
        "Vertreter der Städte Bonn und Unna sind seit 2015 Mitglied.",
        "Die Bürgermeister der Städte Bonn und Unna haben 2015 noch nicht unterzeichnet.",
        "Die Erklärung wurde 2015 in Bonn und Unna unterzeichnet.",
        "Bonn and Unna have not signed in 2015.",
        "Bonn and Unna plan to join in 2015.",
    ],
)
def test_nobody_joins_by_a_sentence_that_says_anything_else(text: str, tmp_path: Path) -> None:
    """Who left, refused, plans to, looks on, or is only named, is told with the line, and not taken."""
    with pytest.raises(Refusal, match=r"of no name in it is it certain .*Bonn \([123]\), Unna \([1234]\)"):
        found(text, tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "Am 16. Juni 2015 unterzeichneten {} in Anwesenheit der Bürgermeister von Bonn und Unna.",
        "Neben Bonn und Unna sind seit 2015 auch {} Mitglied.",
        "Am 16. Juni 2015 unterzeichneten {} gemeinsam mit Bonn und Unna.",
    ],
)
def test_two_groups_in_a_sentence_are_told(text: str, tmp_path: Path) -> None:
    """Which of them signed is not guessed."""
    with pytest.raises(Refusal, match=r"Bonn.*Unna"):
        found(text.format("Witten und Hagen"), tmp_path)


def test_who_joined_and_left_is_told(tmp_path: Path) -> None:
    """So that nobody is a member who is none any more, whatever the ledger makes of it."""
    text = "Am 16.6.2016 haben Bonn und Stadt Hagen unterzeichnet. Am 30.6.2019 ist die Stadt Bonn ausgetreten."
    assert found(text, tmp_path) == [("Stadt Hagen", "2016-06-16", "")]
    assert left(text, tmp_path).endswith("Bonn (1), Stadt Bonn (1)")
    assert found("Mitglieder:\n- Bonn (2012)\n- Unna (2012, ausgetreten 2015)\n", tmp_path) == [("Bonn", "2012", "")]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Zum Fest kamen Gäste aus Münster und Marl.", "Münster"),
        ("Ausgetreten sind Münster und Marl.", "Marl"),
        ("Mitglieder sind auch Hamm, Herrn, Werl.", "Herrn"),
        ("Hiermit tritt die Stadt Marl bei.", "Stadt Marl"),
        ("Mitglieder sind Münster und Marl, wann auch immer.", "Münster"),
        ("Ausgetreten ist am 30.6.2019 Velbert.", "Velbert"),
        ("Im Jahr 2017: Bad Salzuflen.", "Bad Salzuflen"),
        ("2017 kamen Hagen, Marl und Musterstadt hinzu.", "Musterstadt"),
        ("- Essen (1.2.2016)", "Essen"),
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


def test_text_without_names_is_refused(tmp_path: Path) -> None:
    """Whatever else it says."""
    with pytest.raises(Refusal, match="no names of members were found"):
        found("Sehr geehrte Damen und Herren,\nvielen Dank. Am Essen lag es nicht, in der Lage.\n", tmp_path)
