"""The language: which one is chosen, and that the catalogue lacks nothing."""

from __future__ import annotations

import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from engagiert_cli import language
from engagiert_cli.language import preferred
from engagiert_cli.ledger.dates import Date

if TYPE_CHECKING:
    from collections.abc import Iterator

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
            for english, form in zip(forms(message.id), forms(message.string), strict=True):
                assert fields(form) == fields(english), message.id


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


@pytest.fixture(params=["de", "en_GB"])
def locale(request: pytest.FixtureRequest) -> Iterator[str]:
    """Speak a language; return its locale in Unicode CLDR (English is written the British way here)."""
    language.use(request.param[:2])
    yield request.param
    language.use(None)


@given(st.sampled_from(["de", "en_GB"]), st.integers(0, 10**12), st.integers(0, 1000))
def test_figures_are_those_of_unicode(locale: str, number: int, part: int) -> None:
    """Numbers and percent are written as CLDR has them, but that English ones have no blank before the sign."""
    language.use(locale[:2])
    try:
        assert language.grouped(number) == format_decimal(number, locale=locale)
        assert language.grouped(number / 4, 2) == format_decimal(number / 4, "#,##0.00", locale=locale)
        blank = "\xa0" if locale == "de" else ""
        assert language.percent(part / 1000, 1) == format_percent(part / 1000, f"0.0{blank}%", locale=locale)
        assert language.percent(part // 10 / 100) == format_percent(part // 10 / 100, locale=locale)
    finally:
        language.use(None)


@pytest.mark.parametrize("names", [(), ("Bonn",), ("Bonn", "Köln"), ("Bonn", "Köln", "Unna"), tuple("ABCDE")])
def test_enumerations_are_those_of_unicode(locale: str, names: tuple[str, ...]) -> None:
    """Names are listed as CLDR lists them."""
    assert language.enumerated(names) == format_list(names, locale=locale)


@pytest.mark.parametrize("month", range(1, 13))
def test_months_are_those_of_unicode(locale: str, month: int) -> None:
    """Months have their names of CLDR in full, and the day stands before them."""
    date = Date.parse(f"2015-{month:02}-05")
    assert date.in_full == format_date(date.earliest, "long", locale=locale)
    assert Date.parse(f"2015-{month:02}").in_full == format_date(date.earliest, "MMMM y", locale=locale)


@pytest.mark.parametrize(
    ("code", "two", "twelve", "beyond"), [("de", "zwei", "zwölf", "1.234"), ("en", "two", "twelve", "1,234")]
)
def test_numbers_are_words_up_to_twenty(code: str, two: str, twelve: str, beyond: str) -> None:
    """A sentence has small numbers in words and others in figures."""
    language.use(code)
    try:
        assert [language.in_words(number) for number in (2, 12, 21, 1234)] == [two, twelve, "21", beyond]
    finally:
        language.use(None)
