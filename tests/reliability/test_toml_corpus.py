"""Everything in the public TOML corpus is read, or refused with its place; nothing is changed and nothing ends in a traceback.

`toml-test.zip` holds the files for TOML 1.1 of https://github.com/toml-lang/toml-test (MIT, see LICENSE in it), as tomlkit
0.15.2 (tests/toml-test, version 2.1.0) ships them in its source distribution. TOML 1.1 is what tomli reads from 2.4 on; it reads all of TOML 1.0.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from engagiert_cli.errors import LedgerInvalid, Problem, Refusal
from engagiert_cli.ledger import store
from engagiert_cli.ledger.opening import opened
from tests.ledger.ledgers import TODAY

CORPUS = zipfile.ZipFile(Path(__file__).with_name("toml-test.zip"))
VALID = [name for name in CORPUS.namelist() if name.startswith("valid/")]
INVALID = [name for name in CORPUS.namelist() if name.startswith("invalid/")]
SYNTAX = {"syntax", "impossible-date", "conflict-marker"}


def problems(path: Path) -> list[Problem] | Refusal:
    """Try to read and to change the file; return what stands against it, which must be the same both times."""
    said: list[list[Problem] | Refusal] = []

    def edit(content: store.Content) -> tuple[store.Content, None]:
        opened(content.text, "x.toml", TODAY)
        return content._replace(text=content.text + "# changed\n"), None

    def change() -> None:
        with store.changing(path, "x.toml", edit, pytest.fail):
            pass

    for attempt in (lambda: opened(store.read(path, "x.toml").text, "x.toml", TODAY), change):
        try:
            attempt()
            said.append([])
        except LedgerInvalid as invalid:
            said.append(list(invalid.problems))
        except Refusal as refusal:
            said.append(refusal)
    assert str(said[0]) == str(said[1])
    return said[0]


@pytest.mark.parametrize("name", VALID)
def test_valid_toml_is_read(name: str, tmp_path: Path) -> None:
    """It may be no ledger, but nothing in it stops the parser; and it is only changed where it is a ledger."""
    path = tmp_path / "x.toml"
    path.write_bytes(CORPUS.read(name))
    found = problems(path)
    assert not isinstance(found, Refusal)
    assert ("empty" in {problem.code for problem in found}) is not bool(CORPUS.read(name).strip(b" \t\r\n"))
    assert not {problem.code for problem in found} & SYNTAX
    if any(problem.severity.value == "error" for problem in found):
        assert path.read_bytes() == CORPUS.read(name)


@pytest.mark.parametrize("name", INVALID)
def test_invalid_toml_is_refused_with_its_place(name: str, tmp_path: Path) -> None:
    """With the line and column, or the byte that is no UTF-8; and it stays as it is."""
    path = tmp_path / "x.toml"
    path.write_bytes(CORPUS.read(name))
    before = path.stat()
    found = problems(path)
    if isinstance(found, Refusal):
        assert re.fullmatch(
            r"x\.toml is not valid UTF-8: byte 0x[0-9A-F]{2} at offset \d+, in line \d+|x\.toml is written in UTF-16",
            found.message,
        )
    else:
        (problem,) = found
        assert problem.code in SYNTAX
        lines = CORPUS.read(name).decode().removeprefix("\ufeff").split("\n")
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
    after = path.stat()
    assert path.read_bytes() == CORPUS.read(name)
    assert (after.st_ino, after.st_mtime_ns, after.st_mode) == (before.st_ino, before.st_mtime_ns, before.st_mode)
    assert [found.name for found in tmp_path.iterdir() if found.name != ".x.toml.lock"] == [
        "x.toml"
    ]  # which Windows keeps


def test_the_corpus_is_there() -> None:
    """All of it."""
    assert len(VALID) > 200
    assert len(INVALID) > 400
