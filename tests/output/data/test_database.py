"""SQLite: tables that other programs ask."""

import sqlite3
from pathlib import Path

from engagiert_cli.reports import members
from engagiert_cli.reports.bodies import Selection
from engagiert_cli.reports.members import Question, State
from engagiert_cli.reports.table import Table
from tests.output.sample import COHORTS, COVERAGE, MEMBERS, table_of, without_rows, written_bytes
from tests.reports.networks import FOUNDING, REGISTER, TODAY, network


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


def test_it_has_keys_types_and_indexes(tmp_path: Path) -> None:
    """Each row has a key, its round is a row of its own, and what is looked for is found by an index."""
    question = Question(TODAY, selection=Selection(REGISTER))
    table = members.table(FOUNDING, question)
    assert asked(table, tmp_path, "SELECT name, type, pk FROM pragma_table_info('members') WHERE type <> 'TEXT'") == [
        ("id", "INTEGER", 1),
        ("latitude", "REAL", 0),
        ("longitude", "REAL", 0),
    ]
    assert asked(table, tmp_path, 'SELECT "table", "from", "to" FROM pragma_foreign_key_list(\'members\')') == [
        ("rounds", "round", "id")
    ]
    assert asked(table, tmp_path, "PRAGMA foreign_key_check") == []
    assert asked(table, tmp_path, "SELECT name FROM sqlite_master WHERE type = 'index' AND sql > '' ORDER BY name") == [
        ("members_key",),
        ("members_name",),
        ("members_round",),
        ("rounds_name",),
    ]
    joined = "SELECT rounds.name, count(*) FROM members JOIN rounds ON round = rounds.id GROUP BY round ORDER BY round"
    assert asked(table, tmp_path, joined) == [("Erstunterzeichnung", 10), ("Zweitunterzeichnung", 13)]


def test_a_vague_date_has_its_first_and_its_last_day(tmp_path: Path) -> None:
    """So that days can be compared; what is open has none."""
    ledger = network(("Bonn", "2015", "..2019-06-30"), ("Witten", "2013..", None))
    question = Question(TODAY, state=State.ALL)
    table = members.table(ledger, question)
    fields = "signed, signed_first, signed_last, left_first, left_last"
    assert asked(table, tmp_path, f"SELECT {fields} FROM members ORDER BY name") == [
        ("2015", "2015-01-01", "2015-12-31", None, "2019-06-30"),
        ("2013..", "2013-01-01", TODAY.isoformat(), None, None),
    ]
