"""The schema and the parser, held against each other: neither refuses what the other takes."""

from __future__ import annotations

import datetime
import json
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from engagiert_cli.errors import LedgerInvalid, Severity
from engagiert_cli.ledger import members, reading, store
from engagiert_cli.ledger.opening import opened
from tests.cli.test_sessions import environment
from tests.ledger.ledgers import TODAY
from tests.ledger.test_corpus import INVALID, VALID

SCHEMA = json.loads(Path(reading.__file__).with_name("schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
# What a value is by itself; all other problems are between values, or with the calendar.
OF_SHAPE = {"wrong-type", "missing-name", "missing-round", "missing-id", "newer-format", "misspelt-key"}
TWO_SLIPS = {"misspelt-field-two-slips"}  # which no pattern of a bearable length says
WARNED = {"odd-names": "1"}  # keys of a wrong length, of which the parser only warns


def one_slip(words: tuple[str, ...]) -> str:
    """Return the pattern of what is one slip of the finger away from a word, or in other capitals, and no word itself."""
    slips = []
    for word in words:
        letters = [f"[{letter}{letter.upper()}]" for letter in word]
        for at, letter in enumerate(letters):
            before, after = "".join(letters[:at]), "".join(letters[at + 1 :])
            slips += [f"{before}(?:.?|.{letter}|{letter}.){after}"]
            slips += [f"{before}{letters[at + 1]}{letter}{''.join(letters[at + 2 :])}"] if after else []
    return f"^(?!(?:{'|'.join(words)})$)(?:{'|'.join(slips)})$"


def data(path: Path) -> Any:
    """Return the ledger as an editor's validator sees it: dates as texts."""
    return json.loads(json.dumps(tomli.loads(store.read(path, path.name).text), default=_text))


def _text(value: object) -> str:
    assert isinstance(value, datetime.date | datetime.time)
    return value.isoformat()


def errors(path: Path) -> set[str]:
    """Return the codes of the errors that the parser finds."""
    try:
        opened(store.read(path, path.name).text, path.name, TODAY)
    except LedgerInvalid as invalid:
        return {problem.code for problem in invalid.problems if problem.severity is Severity.ERROR}
    return set()


def is_toml(path: Path) -> bool:
    """Whether there is something to validate."""
    try:
        data(path)
    except (tomli.TOMLDecodeError, RecursionError, ValueError):
        return False
    return True


PARSED = [path for path in INVALID if is_toml(path) and not errors(path) & {"syntax", "conflict-marker"}]


def test_the_schema_is_one() -> None:
    """By its own draft; and there is something to hold it against."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert len(VALID) > 10
    assert {code for path in PARSED for code in errors(path)} >= OF_SHAPE


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_what_the_parser_takes_the_schema_takes(path: Path) -> None:
    """Every valid ledger of the corpus; what is marked beside is of what the parser warns, too."""
    found = [error.instance for error in VALIDATOR.iter_errors(data(path))]
    assert found == ([WARNED[path.stem]] if path.stem in WARNED else [])


@pytest.mark.parametrize("path", PARSED, ids=lambda path: path.stem)
def test_the_schema_refuses_what_is_wrong_by_itself_and_nothing_else(path: Path) -> None:
    """A wrong type and a missing field; not what only shows between entries, such as an unknown round."""
    found = errors(path)
    if path.stem in TWO_SLIPS:
        assert found == {"misspelt-key"}
    elif found & OF_SHAPE:
        assert not VALIDATOR.is_valid(data(path))
    elif "impossible-date" not in found:  # the schema knows how a date looks, and not the calendar
        VALIDATOR.validate(data(path))


@pytest.mark.parametrize(
    ("definition", "fields"),
    [("member", members.FIELDS), ("round", members.Round._fields)],
)
def test_the_schema_has_every_field(definition: str, fields: tuple[str, ...]) -> None:
    """In the order in which the program writes them."""
    assert tuple(SCHEMA["$defs"][definition]["properties"]) == fields


def test_the_schema_has_every_table() -> None:
    """And the fields of the network."""
    assert tuple(SCHEMA["properties"]) == reading.TABLES
    assert tuple(SCHEMA["properties"]["network"]["properties"]) == members.Network._fields


@pytest.mark.parametrize("fields", [members.FIELDS, members.Round._fields, members.Network._fields, reading.TABLES])
def test_the_schema_marks_what_is_nearly_a_field(fields: tuple[str, ...]) -> None:
    """As the parser does, of which a slip is an error and a word of the user's own is not."""
    (pattern,) = [
        pattern
        for table in (SCHEMA, SCHEMA["properties"]["network"], *SCHEMA["$defs"].values())
        if tuple(table.get("properties", ())) == fields
        for pattern, value in table["patternProperties"].items()
        if value is False
    ]
    assert pattern == one_slip(fields)


@settings(max_examples=100)
@given(st.sampled_from(members.FIELDS), st.data())
def test_a_slip_is_one_to_the_schema_as_to_the_parser(field: str, data: st.DataObject) -> None:
    """A letter too many, too few, another one, two in turned order, capitals: what a finger does."""
    at = data.draw(st.integers(0, len(field) - 1))
    letter = data.draw(st.sampled_from("abcxyzS_-1"))
    typed = data.draw(
        st.sampled_from(
            [
                field[:at] + field[at + 1 :],
                field[:at] + letter + field[at:],
                field[:at] + letter + field[at + 1 :],
                field[:at] + field[at : at + 2][::-1] + field[at + 2 :],
                field.upper(),
                field + letter * 3,
            ]
        )
    )
    ledger = {"members": [{"name": "Bonn", "round": "1", typed: "2012"}]}
    assert VALIDATOR.is_valid(ledger) == (typed in members.FIELDS or reading.nearest(typed, members.FIELDS) is None)


@pytest.mark.parametrize(
    ("key", "fits"),
    [("05954036", True), ("05766", True), ("059", True), ("05", True), (5954036, True), (59, True)]
    + [("0595403", False), ("059540361", False), ("0595", False), ("0595403x", False), (595403, False)],
)
def test_the_schema_knows_how_long_a_key_is(key: str | int, fits: bool) -> None:
    """With a register, where it is an official one; elsewhere a key is what the network makes of it."""
    ledger = {"network": {"register": "nrw"}, "members": [{"name": "Witten", "key": key, "round": "1"}]}
    assert VALIDATOR.is_valid(ledger) == fits
    del ledger["network"]
    assert VALIDATOR.is_valid(ledger)


def test_the_command_writes_it(tmp_path: Path) -> None:
    """`-o` does without the redirection, of which PowerShell makes UTF-16."""
    subprocess.run(["engagiert", "schema", "-o", "s.json"], env=environment(tmp_path, "de"), cwd=tmp_path, check=True)
    assert json.loads((tmp_path / "s.json").read_text("utf-8")) == SCHEMA


def test_the_command_prints_it(tmp_path: Path) -> None:
    """As it ships, for a file that editors find."""
    done = subprocess.run(["engagiert", "schema"], env=environment(tmp_path, "de"), capture_output=True, check=True)
    assert json.loads(done.stdout) == SCHEMA
