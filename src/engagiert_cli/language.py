"""The reader's language, German or English, and the messages in it.

The English text of a message is its key in the gettext catalogue; `locale/de` holds the German one.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LANGUAGES = ("de", "en")
_NAMED = 10  # names in a sentence; the rest are counted
_CATALOGUES = Path(__file__).with_name("locale")
_GERMAN_SIGNS = str.maketrans(",.", ".,")
_chosen: str | None = None


def language() -> str:
    """Return the language in use, `"de"` or `"en"`: the one set by `use`, else the one the environment asks for."""
    return _chosen or _from_environment()


def use(code: str | None) -> None:
    """Set the language of this process; None goes back to the one that the environment asks for."""
    global _chosen
    _chosen = code


def _(message: str) -> str:
    """Return the message in the reader's language."""
    return _catalogue(language()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the singular or plural form for the count, in the reader's language."""
    return _catalogue(language()).ngettext(singular, plural, count)


def grouped(number: float, digits: int = 0) -> str:
    """Return a number with grouped thousands and that many decimals: `1,234.5`, in German `1.234,5`."""
    return _pointed(f"{number:,.{digits}f}" if digits else f"{number:,}")


def percent(part: float, digits: int = 0) -> str:
    """Return a part of a whole as a percentage: `43.2%`, in German `43,2 %`."""
    return percent_of(_pointed(f"{part:.{digits}%}"[:-1]))


def percent_of(figure: str) -> str:
    """Return a figure with a percent sign, which DIN 5008 sets apart by a non-breaking blank."""
    return f"{figure}\xa0%" if language() == "de" else f"{figure}%"


def enumerated(names: Sequence[str]) -> str:
    """Return the names as a sentence lists them: `Alsdorf, Arnsberg and Beckum`."""
    *others, last = names or ("",)
    return _("{names} and {last}").format(names=", ".join(others), last=last) if others else last


def named(names: Sequence[str]) -> str:
    """Return the names for a sentence: the first ones, and how many more there are."""
    more = len(names) - _NAMED
    if more < 2:
        return ", ".join(names)
    others = ngettext("{count} more", "{count} more", more).format(count=more)
    return ", ".join([*names[:_NAMED], others])


def alternatives(names: Sequence[str]) -> str:
    """Return the names as a sentence offers them: `Stadt or Gemeinde`."""
    *others, last = names or ("",)
    return _("{names} or {last}").format(names=", ".join(others), last=last) if others else last


def in_words(number: int) -> str:
    """Return a number for a sentence: in words up to twenty, in figures beyond."""
    words = _(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty"
    ).split()
    return words[number] if number < len(words) else grouped(number)


def _pointed(text: str) -> str:
    return text.translate(_GERMAN_SIGNS) if language() == "de" else text


def preferred(environ: Mapping[str, str], system: str = "") -> str:
    """Return the first of our languages that an environment asks for, as gettext does it.

    The locale is the first of LC_ALL, LC_MESSAGES and LANG that is set; `LANGUAGE` (a list) goes before it, except
    where the locale is explicitly C or POSIX. `system` is the system's own language, asked where none of them is set.
    """
    locale = next(filter(None, map(environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if locale in ("C", "POSIX"):
        return "en"
    for wish in (*environ.get("LANGUAGE", "").split(":"), locale or system):
        code = wish.replace("-", "_").partition("_")[0].partition(".")[0].lower()
        if code in LANGUAGES:
            return code
    return "en"


@cache
def _from_environment() -> str:
    return preferred(os.environ, _system_language())


def _system_language() -> str:
    """Return the language set in Windows or macOS, such as `de_DE`; empty elsewhere or where it cannot be told."""
    if sys.platform == "win32":
        import ctypes
        import locale

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    if sys.platform == "darwin" and not any(map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))):
        import subprocess

        try:
            asked = subprocess.run(
                ("/usr/bin/defaults", "read", "-g", "AppleLocale"), capture_output=True, check=True, timeout=2
            )
        except (OSError, subprocess.SubprocessError):
            return ""
        return asked.stdout.decode("ascii", "replace").strip()
    return ""


@cache
def _catalogue(code: str) -> NullTranslations:
    if code == "en":
        return NullTranslations()
    with (_CATALOGUES / code / "LC_MESSAGES" / "engagiert.mo").open("rb") as file:
        return GNUTranslations(file)
