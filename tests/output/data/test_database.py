"""SQLite: one table that other programs ask."""

import sqlite3
from pathlib import Path

from engagiert_cli.reports.table import Table
from tests.output.sample import COHORTS, COVERAGE, MEMBERS, table_of, without_rows, written_bytes


def asked(table: Table, folder: Path, question: str) -> list[tuple[object, ...]]:
    """Return what the database answers."""
    file = folder / "x.sqlite"
    file.write_bytes(written_bytes("sqlite", table))
    database = sqlite3.connect(file)
    try:
        return database.execute(question).fetchall()
    finally:
        database.close()


def test_it_has_the_fields_for_machines(tmp_path: Path) -> None:
    """English, with ISO dates, and NULL for what is not known."""
    assert asked(MEMBERS, tmp_path, "SELECT name, key, district, signed FROM report ORDER BY rowid") == [
        ("Bonn", "05314000", None, "2012-12"),
        ("Mönchengladbach", None, None, "2012-12-05"),
        ("Witten", "05954036", "Ennepe-Ruhr-Kreis", "2015"),
    ]


def test_numbers_are_numbers_and_lists_are_json(tmp_path: Path) -> None:
    """So that SQL can count them and take them apart."""
    assert asked(COHORTS, tmp_path, "SELECT sum(joined) FROM report") == [(1244,)]
    assert asked(COHORTS, tmp_path, "SELECT value FROM report, json_each(members) WHERE round = '2012'") == [
        ("Bonn",),
        ("Kreis Lippe",),
        ("Lemgo",),
    ]
    assert asked(COVERAGE, tmp_path, "SELECT share FROM report WHERE region = 'Köln'") == [(0.25,)]


def test_no_rows_leave_the_table(tmp_path: Path) -> None:
    """A program finds its columns."""
    assert asked(without_rows(MEMBERS), tmp_path, "SELECT count(*), count(name) FROM report") == [(0, 0)]


def test_text_is_data(tmp_path: Path) -> None:
    """Quotes end nothing; what UTF-8 cannot hold is escaped."""
    assert asked(table_of("'); DROP TABLE report; --", "\ud800"), tmp_path, "SELECT name FROM report") == [
        ("'); DROP TABLE report; --",),
        ("\\ud800",),
    ]
