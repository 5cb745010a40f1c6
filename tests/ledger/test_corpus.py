"""The corpus: small ledgers, each with all that the program says of it beside it.

`NAME.en.txt` and `NAME.de.txt` hold, for a valid ledger, what is read from it and its warnings; for an invalid one,
every problem: `line:column-width severity code: message | remedy | remedy`. To write them anew after a change that is
meant, run `ENGAGIERT_REWRITE=1 python -m pytest tests/ledger/test_corpus.py`, which fails once so that it cannot pass
unseen, and read the difference before committing it. A new ledger starts with empty `.txt` files.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engagiert_cli import language
from engagiert_cli.errors import LedgerInvalid, Problem
from engagiert_cli.ledger import store
from engagiert_cli.ledger.opening import opened
from engagiert_cli.output.hints import worded
from engagiert_cli.register.bodies import open_register
from tests.ledger.ledgers import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagiert_cli.ledger.members import Ledger

CORPUS = Path(__file__).with_name("corpus")
VALID = sorted((CORPUS / "valid").glob("*.toml"))
INVALID = sorted((CORPUS / "invalid").glob("*.toml"))
EXPECTED = sorted(CORPUS.glob("*/*.txt"))
REWRITE = "ENGAGIERT_REWRITE" in os.environ
SOURCE = Path(language.__file__).parent / "ledger"


def reported(problem: Problem) -> str:
    """Return the problem as one line."""
    place = problem.place
    said = " | ".join((problem.message, *map(worded, problem.remedies)))
    return f"{place.line}:{place.column}-{place.width} {problem.severity.value} {problem.code}: {said}"


def told(ledger: Ledger) -> Iterator[str]:
    """Yield what a ledger holds, a line each for the network, its rounds and its members."""
    yield str(ledger.network)
    for round_ in ledger.rounds:
        yield f"round {round_.id!r} {round_.name!r} signed {round_.signed.text} {list(round_.cosigners)}"
    for member in ledger.members:
        left = member.left and member.left.text
        dates = f"signed {member.signed.text} left {left}"
        others = (member.key, member.kind, member.note, member.source)
        yield f"member {member.name!r} round {member.round.id!r} {dates} {others}"


def outcome(path: Path) -> str:
    """Return all that the program says of a ledger, a line each."""
    try:
        document = opened(store.read(path, path.name).text, path.name, TODAY, open_register)
    except LedgerInvalid as invalid:
        lines = [reported(problem) for problem in invalid.problems]
    else:
        lines = [*told(document.ledger), *map(reported, document.warnings)]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_ledger_of_the_corpus_is_read_as_it_says_beside_it(expected: Path) -> None:
    """A valid ledger holds exactly this, an invalid one has exactly these problems, in either language."""
    stem, code = expected.stem.rsplit(".", 1)
    language.use(code)
    said = outcome(expected.with_name(f"{stem}.toml"))
    if REWRITE:
        expected.write_text(said, encoding="utf-8", newline="\n")
        pytest.fail(f"written anew: {expected.name}")
    assert said == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_valid_ledgers_have_no_error(path: Path) -> None:
    """A ledger under valid/ is read, with warnings at most."""
    assert " error " not in "".join(reported(problem) for problem in _problems(path))
    opened(store.read(path, path.name).text, path.name, TODAY, open_register)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_ledgers_have_an_error_at_a_place_that_exists(path: Path) -> None:
    """A ledger under invalid/ is refused, and every problem names a stretch of one of its lines."""
    text = store.read(path, path.name).text
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    problems = _problems(path)
    assert any(problem.severity.value == "error" for problem in problems)
    for problem in problems:
        place = problem.place
        assert place.path == path.name
        assert place.excerpt == lines[place.line - 1]
        assert 1 <= place.column <= place.column + place.width - 1 <= max(place.column, len(place.excerpt))


def test_the_corpus_is_complete() -> None:
    """There are ledgers of both kinds, each with its expected output in both languages, and none is left over."""
    assert len(VALID) >= 15
    assert len(INVALID) >= 50
    beside = {path.with_name(f"{path.stem}.{code}.txt") for path in (*VALID, *INVALID) for code in language.LANGUAGES}
    assert beside == set(EXPECTED)


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_every_problem_is_told_in_german_too(path: Path) -> None:
    """Code, place and severity are the same in both languages, the message is not."""
    said = {}
    for code in language.LANGUAGES:
        language.use(code)
        said[code] = _problems(path)
    for german, english in zip(said["de"], said["en"], strict=True):
        assert (german.code, german.place, german.severity) == (english.code, english.place, english.severity)
        assert german.message != english.message
        assert len(german.remedies) == len(english.remedies)


def test_every_problem_that_the_program_can_name_is_in_the_corpus() -> None:
    """Every code of the source has a ledger that shows it, and each error one that is refused for it."""
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.py"))
    codes = set(
        re.findall(r'(?:(?:Problem|_problem|_error|_warning|_found)\(\s*|return (?="[a-z]+-))"([a-z-]+)"', source)
    )
    codes |= {f"missing-{key}" for key in re.findall(r'_missing\("([a-z]+)"', source)}
    assert len(codes) >= 15
    shown = {problem.code for path in (*VALID, *INVALID) for problem in _problems(path)}
    assert codes == shown


def test_every_explanation_of_bad_toml_is_in_the_corpus() -> None:
    """Each thing that can stop the parser has a ledger that shows its message."""
    source = (SOURCE / "toml.py").read_text(encoding="utf-8")
    explanations = set(re.findall(r"return _\((?:\"([^\"]+)\"|'([^']+)')\)(?!\.)", source))
    messages = {first or second for first, second in explanations}
    assert len(messages) >= 10
    shown = {problem.message for path in INVALID for problem in _problems(path)}
    assert messages <= shown


def _problems(path: Path) -> tuple[Problem, ...]:
    try:
        return opened(store.read(path, path.name).text, path.name, TODAY, open_register).warnings
    except LedgerInvalid as invalid:
        return tuple(invalid.problems)
