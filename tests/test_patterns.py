"""No pattern of the package has what older Pythons get wrong: a possessive quantifier around a group.

Python before 3.11.5 (and so Debian 12's 3.11.2) matches `(?:…)*+`, `(?:…)?+` and `(…)++` wrongly where the group can match in
more than one way (gh-100061, gh-106052). `(?>(?:…)*)` means the same and is right everywhere.
"""

from __future__ import annotations

import ast
import importlib
import re
from re import _constants as sre  # type: ignore[attr-defined]  # there is no other way to see what a pattern is made of
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

import pytest

from engagiert_cli.intake import phrases
from engagiert_cli.intake.phrases import phrase
from engagiert_cli.ledger import scanner
from tests.test_house import MODULES, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# The pieces of a pattern: an escaped character, a set, a possessive quantifier around a group, any other character.
PIECE = re.compile(
    r"""\\. | \[\^?\]?(?:\\.|[^\]\\])*\] | (?P<possessive>\)(?:[*+?]|\{\d*,?\d*\})\+) | .""", re.DOTALL | re.VERBOSE
)


def written_possessively(text: str) -> bool:
    """Whether the text, read as a pattern, has a possessive quantifier behind a closing bracket."""
    return any(piece["possessive"] for piece in PIECE.finditer(text))


def repeats_a_group_possessively(parsed: Any) -> bool:
    """Whether a parsed pattern has a possessive quantifier around more than one character or set, at any depth."""
    if isinstance(parsed, _parser.SubPattern):
        return any(map(repeats_a_group_possessively, parsed.data))
    if isinstance(parsed, list | tuple):
        if parsed[:1] == (sre.POSSESSIVE_REPEAT,) and not is_one_character(parsed[1][2]):
            return True
        return any(map(repeats_a_group_possessively, parsed))
    return False


def is_one_character(parsed: Any) -> bool:
    """Whether a parsed pattern stands for one character, which all Pythons repeat rightly."""
    ones = {sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN}
    return len(parsed) == 1 and parsed[0][0] in ones


def strings_of(path: Path) -> Iterator[str]:
    """Yield the strings of a module but its docstrings; where an f-string puts something in, a group stands for it."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "(?:x)" for part in node.values)
            yield "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str | bytes) and id(node) not in docstrings:
            yield node.value if isinstance(node.value, str) else node.value.decode("latin-1")


def compiled_in(value: object) -> Iterator[re.Pattern[Any]]:
    """Yield the compiled patterns of a module or a class, also those in its tables."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from compiled_in(each)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from compiled_in(each)
    elif isinstance(value, type) and value.__module__.startswith("engagiert_cli"):
        yield from compiled_in(dict(vars(value)))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_string_is_a_pattern_that_older_pythons_match_wrongly(path: Path) -> None:
    """Nor a piece of one, which becomes a pattern later."""
    assert [text for text in strings_of(path) if written_possessively(text)] == []


def test_no_compiled_pattern_is_matched_wrongly_by_older_pythons() -> None:
    """However it was put together."""
    modules = [importlib.import_module(name_of(path).removesuffix(".__init__")) for path in MODULES]
    compiled = {pattern for module in modules for pattern in compiled_in(dict(vars(module)))}
    compiled |= set(map(phrase, phrases.patterns()))
    compiled |= {re.compile(text) for name, text in vars(scanner).items() if name.isupper() and isinstance(text, str)}
    assert len(compiled) > 20
    for pattern in compiled:
        assert not repeats_a_group_possessively(_parser.parse(pattern.pattern, pattern.flags)), pattern.pattern


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:ab)*+",
        "(?:ab|b)?+",
        "(a)++",
        "(?:ab){2}+",
        "(?:ab){2,}+",
        "(?:ab){,3}+",
        "(?P<name>ab)*+c",
        "x(?=(?:[^\"]++|'')*+)",
        "(?>(?:ab)?+)",
        "(?:(?:ab)*+c)*",
        "a|(?:bb|[)c])++",
        r"(?:\)a)*+",
        "(y)(?(1)a|b)?+",
    ],
)
def test_a_possessive_group_is_found(pattern: str) -> None:
    """In a string, and in what is compiled of it."""
    assert written_possessively(pattern)
    assert repeats_a_group_possessively(_parser.parse(pattern))


@pytest.mark.parametrize(
    "pattern", ["a*+", "[^)]*+", r"\)*+", r"\d{2}+", ".?+", "(?:ab)*", "(?>(?:ab)*)", "[()*+]", "[])*+]"]
)
def test_what_is_right_is_not_found(pattern: str) -> None:
    """A character or a set may be repeated possessively, and a group in the usual way."""
    assert not written_possessively(pattern)
    assert not repeats_a_group_possessively(_parser.parse(pattern))


def test_an_f_string_is_found(tmp_path: Path) -> None:
    """Whatever it puts in may be a group."""
    module = tmp_path / "module.py"
    module.write_text('"""(?:a)*+"""\nimport re\ndef read(word):\n    return re.match(rf"[a]{word}*+", "a")\n')
    assert [text for text in strings_of(module) if written_possessively(text)] == ["[a](?:x)*+"]
