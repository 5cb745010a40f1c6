"""Files of all kinds: lists of names and databases come in, documents are called what they are."""

from __future__ import annotations

import sqlite3
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from engagiert_cli.errors import Refusal
from engagiert_cli.intake import files
from tests.clock import process_time_below
from tests.intake.test_lists import read, told

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.pdf", b"%PDF-1.7\n\x80", "PDF"),
        ("a.docx", b"PK\x03\x04 \0 word/document.xml", "a text document"),
        ("a.odt", b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", "a text document"),
        ("a.rtf", b"{\\rtf1 Bonn}", "a text document"),
        ("a.htm", b"\n<!doctype html><table>", "HTML"),
        ("a", b"<table><tr><td>Name", "HTML"),
        ("a.txt", b'[[members]]\nname = "Bonn"\n', "a ledger"),
        ("a.toml", b'a = "b"\n', "TOML"),
        ("a.txt", b'# list\n[server]\nname = "Bonn"\n', "TOML"),
        ("a.yml", b"members:\n  - Bonn\n", "YAML"),
        ("a.txt", b"---\n- name: Bonn\n  since: 2015\n", "YAML"),
        ("a.md", b"Bonn\nEssen\n", "Markdown"),
        ("a.txt", b"# Members\n\n* [Bonn](https://bonn.example)\n", "Markdown"),
    ],
)
def test_what_is_no_list_is_called_what_it_is(name: str, data: bytes, kind: str, tmp_path: Path) -> None:
    """By its content, and where that does not tell, by its ending; with what to do."""
    with pytest.raises(Refusal) as refused:
        read(data, tmp_path, name)
    assert refused.value.message.endswith(f"but {kind}")
    assert refused.value.hints != ()


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.csv"])
def test_a_table_of_markdown_is_a_table(name: str, tmp_path: Path) -> None:
    """The line that is drawn below its header is no row."""
    assert told(read("# M\n\n| Name | Datum |\n|---|:--:|\n| Bonn | 2015 |\n", tmp_path, name)) == [("Bonn", "2015")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bonn\nKreis Lippe\n", ["Bonn", "Kreis Lippe"]),
        ("\n- Bonn,\n* Essen;\n  • Unna\n", ["Bonn", "Essen", "Unna"]),
        ("1. Bonn\n12) Essen\n(3) 1. FC Köln\n", ["Bonn", "Essen", "1. FC Köln"]),
        ("Verein Kern e. V.\nBonn, Stadt\n", ["Verein Kern e. V.", "Bonn, Stadt"]),
        ("Bonn, Stadt\nEssen, Stadt\nKreis Lippe\n", ["Bonn, Stadt", "Essen, Stadt", "Kreis Lippe"]),
        ("Bonn", ["Bonn"]),
        ("Mitglieder\n\n- Bonn\n- Essen\n", ["Bonn", "Essen"]),
        ("Name\n1. FC Köln\nWir sind Bonn\n", ["1. FC Köln", "Wir sind Bonn"]),
        ("Verein für Kunst, Sport und Bildung\nAgenda 2030\nTuS Lemgo 1911\n", ["Verein für Kunst, Sport und Bildung", "Agenda 2030", "TuS Lemgo 1911"]),
    ],
)  # fmt: skip
def test_names_a_line_each_are_a_list(text: str, names: list[str], tmp_path: Path) -> None:
    """Without a header; bullets and numbers before them, and commas behind them, are not theirs."""
    rows = read(text, tmp_path, "names.txt")
    assert [entry.body.name for entry in rows.entries] == names


@pytest.mark.parametrize("encoding", ["7bit", "quoted-printable", "base64", "8bit"])
def test_a_mail_is_read_as_it_was_written(encoding: str, tmp_path: Path) -> None:
    """However its text is packed, and with more beside it; without a word of that, it is taken as it stands."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Stadt Bonn <post@bonn.example>", "Beitritte"
    text = "Am 5.6.2015 sind Köln und Mülheim an der Ruhr beigetreten.\n"
    mail.set_content(text, cte=encoding if encoding != "7bit" else None)
    mail.add_alternative("<p>Am 5.6.2015</p>", subtype="html")
    data = b"Von: Bonn\nBetreff: Beitritte\n\n" + text.encode() if encoding == "7bit" else mail.as_bytes()
    entries = read(data, tmp_path, "mail.eml").entries
    assert [entry.body.name for entry in entries] == ["Köln", "Mülheim an der Ruhr"]


@pytest.mark.parametrize("text", ["Bonn;2015\nEssen;2012\n", "Bonn\t1\nEssen\t2\n"])
def test_a_table_without_a_header_is_no_list_of_names(text: str, tmp_path: Path) -> None:
    """Which of its columns is which is not guessed."""
    with pytest.raises(Refusal, match="has no column of names"):
        read(text, tmp_path, "list.txt")


def test_a_database_has_its_tables_for_sheets(tmp_path: Path) -> None:
    """The one with names and dates is read; numbers are texts, and what is no name of SQL is quoted."""
    path = tmp_path / "members.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE contacts (name, telephone)")
        database.execute('CREATE TABLE "our ""members" (Name TEXT, Jahr REAL, x BLOB)')
        database.execute('INSERT INTO "our ""members" VALUES (CAST(? AS BLOB), ?, ?)', ("Bonn", 2015.0, b"\xff"))
        database.execute('INSERT INTO "our ""members" VALUES (NULL, NULL, NULL)')
        database.execute("CREATE VIEW v AS SELECT 1 AS name, 2 AS signed")
    database.close()
    assert told(read(path.read_bytes(), tmp_path, "members.db")) == [("Bonn", "2015")]
    assert files.read(str(path), {}).sheet == 'our "members'


@pytest.mark.parametrize(
    ("letters", "columns", "rows"), [(400_000_000, 1, 3), (1_000_000, 1, 300), (1_000_000, 300, 1)], ids=str
)
def test_what_a_database_computes_has_limits(letters: int, columns: int, rows: int, tmp_path: Path) -> None:
    """In a cell, in a list, and in a row: a file of some kilobytes may say so much."""
    path = tmp_path / "m.sqlite"
    computed = ", ".join(f"x{number} AS (hex(zeroblob({letters // 2})))" for number in range(columns))
    with sqlite3.connect(path) as database:
        database.execute(f"CREATE TABLE members (Name TEXT, {computed})")
        database.executemany("INSERT INTO members (Name) VALUES (?)", [("Bonn",)] * rows)
    database.close()
    with process_time_below(1), pytest.raises(Refusal, match=r"m\.sqlite"):
        files.read(str(path), {})


@pytest.mark.parametrize("data", [b"SQLite format 3\0", b"SQLite format 3\0" + b"\x10\0" * 500])
def test_a_broken_database_is_refused(data: bytes, tmp_path: Path) -> None:
    """Not as a defect."""
    with pytest.raises(Refusal, match=r"m\.sqlite cannot be read as a workbook"):
        read(data, tmp_path, "m.sqlite")
