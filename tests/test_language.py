"""The language: which one is chosen, and that the catalogue lacks nothing."""

from __future__ import annotations

import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from engagiert_cli.language import preferred

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PACKAGE = Path(__file__).parents[1] / "src" / "engagiert_cli"
CATALOGUE = PACKAGE / "locale" / "de" / "LC_MESSAGES" / "engagiert.po"


@pytest.fixture(scope="module")
def german() -> Catalog:
    """Return the German catalogue."""
    with CATALOGUE.open("rb") as file:
        return read_po(file)


def forms(message: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return all forms of a message: one, or the singular and the plural."""
    return (message,) if isinstance(message, str) else tuple(message or ())


def fields(text: str) -> set[str]:
    """Return the names of the fields in a message."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def test_every_message_is_in_german(german: Catalog) -> None:
    """Each message of the program has its German form, and none is left from an older program."""
    found = extract_from_dir(PACKAGE, keywords={"_": None, "ngettext": (1, 2)})
    used = {forms(message) for _file, _line, message, _comments, _context in found}
    translated = {forms(message.id) for message in german if message.id and all(forms(message.string))}
    assert used - translated == set()
    assert translated - used == set()


def test_nothing_is_fuzzy(german: Catalog) -> None:
    """No German form is a guess."""
    assert [message.id for message in german if message.id and message.fuzzy] == []


def test_the_fields_agree(german: Catalog) -> None:
    """A German form has the fields of the English one, or its sentence would lack what it is about."""
    for message in german:
        if message.id and "{" in str(message.id):
            wanted = set.union(*map(fields, forms(message.id)))
            assert all(fields(form) == wanted for form in forms(message.string)), message.id


def test_the_compiled_catalogue_is_the_one_here(german: Catalog) -> None:
    """What the program reads was made from this catalogue (an installation makes it; install anew after a change)."""
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    assert {forms(message.id): forms(message.string) for message in compiled if message.id} == {
        forms(message.id): forms(message.string) for message in german if message.id
    }


@pytest.mark.parametrize(
    ("environ", "system", "expected"),
    [
        ({}, "", "en"),
        ({"LANG": "de_DE.UTF-8"}, "", "de"),
        ({"LANG": "de"}, "", "de"),
        ({"LANG": "de_AT@euro"}, "", "de"),
        ({"LANG": "fr_FR.UTF-8"}, "", "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "", "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "", "LC_MESSAGES": "en_US.UTF-8"}, "", "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:de:en"}, "", "de"),
        ({"LANGUAGE": "de"}, "", "de"),
        ({"LANGUAGE": "de", "LC_ALL": "C"}, "", "en"),
        ({"LANGUAGE": "de", "LANG": "C.UTF-8"}, "", "de"),
        ({"LANG": "POSIX"}, "de_DE", "en"),
        ({}, "de_DE", "de"),
        ({"LANG": "en_GB.UTF-8"}, "de_DE", "en"),
    ],
)
def test_the_language_is_chosen_as_other_programs_do(environ: dict[str, str], system: str, expected: str) -> None:
    """LANGUAGE goes before LC_ALL, LC_MESSAGES and LANG, except in the C locale; the system is asked last."""
    assert preferred(environ, system) == expected
