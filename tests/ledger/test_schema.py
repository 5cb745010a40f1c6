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

from engagiert_cli.errors import LedgerInvalid, Severity
from engagiert_cli.ledger import members, reading, store
from engagiert_cli.ledger.opening import opened
from tests.cli.test_sessions import environment
from tests.ledger.ledgers import TODAY
from tests.ledger.test_corpus import INVALID, VALID

SCHEMA = json.loads(Path(reading.__file__).with_name("schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
# What a value is by itself; all other problems are between values, or with the calendar.
OF_SHAPE = {"wrong-type", "missing-name", "missing-round", "missing-id", "newer-format"}


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
    """Every valid ledger of the corpus."""
    VALIDATOR.validate(data(path))


@pytest.mark.parametrize("path", PARSED, ids=lambda path: path.stem)
def test_the_schema_refuses_what_is_wrong_by_itself_and_nothing_else(path: Path) -> None:
    """A wrong type and a missing field; not what only shows between entries, such as an unknown round."""
    found = errors(path)
    if found & OF_SHAPE:
        assert not VALIDATOR.is_valid(data(path))
    elif "impossible-date" not in found:  # the schema knows how a date looks, and not the calendar
        VALIDATOR.validate(data(path))


@pytest.mark.parametrize(
    ("definition", "fields"),
    [("member", members.FIELDS), ("round", reading.ROUND_FIELDS)],
)
def test_the_schema_has_every_field(definition: str, fields: tuple[str, ...]) -> None:
    """In the order in which the program writes them."""
    assert tuple(SCHEMA["$defs"][definition]["properties"]) == fields


def test_the_schema_has_every_table() -> None:
    """And the fields of the network."""
    assert tuple(SCHEMA["properties"]) == reading.TABLES
    assert tuple(SCHEMA["properties"]["network"]["properties"]) == reading.NETWORK_FIELDS


def test_the_command_prints_it(tmp_path: Path) -> None:
    """As it ships, for a file that editors find."""
    done = subprocess.run(["engagiert", "schema"], env=environment(tmp_path, "de"), capture_output=True, check=True)
    assert json.loads(done.stdout) == SCHEMA
