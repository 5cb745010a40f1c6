"""Completion with the Tab key: what a word can become, and how shells ask for it.

A shell asks at every press of the Tab key, so nothing here raises an error: without a ledger there are no offers.

What is offered may come from anybody's ledger, and becomes part of a command line. zsh and fish quote it themselves;
bash does not, so it gets words that are quoted already.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import typer

from engagiert_cli.errors import LedgerInvalid, Refusal, WrongUsage
from engagiert_cli.output.hints import in_single_marks
from engagiert_cli.text import safe

if TYPE_CHECKING:
    from engagiert_cli.ledger.members import Ledger
    from engagiert_cli.register.bodies import Register

Offers = Callable[[Sequence[str], str], Iterable[tuple[str, str]]]
"""The function from the words before and the word itself to its completions, each with a description."""

# The escape character of each shell, and which characters it escapes within quotation marks; outside, it escapes all.
_ESCAPES = {
    "bash": ("\\", {'"': '"$`\\', "'": ""}),
    "zsh": ("\\", {'"': '"$`\\', "'": ""}),
    "fish": ("\\", {'"': '"$\\', "'": "'\\"}),
    "powershell": ("`", {'"': '"$`', "'": ""}),
}

# What bash does not take literally: bare, or after an open quotation mark. After a double one, an exclamation mark
# calls the history, even with a backslash.
_QUOTED = {
    "": str.maketrans({mark: f"\\{mark}" for mark in " !\"#$&'()*;<>?[\\]^`{|}~"}),
    "'": str.maketrans({"'": r"'\''"}),
    '"': str.maketrans({'"': r"\"", "$": r"\$", "`": r"\`", "\\": r"\\", "!": r'"\!"'}),
}
# bash closes the quotation itself unless the word ends with the mark.
_QUOTED_LAST = {("'", "'"): r"'\'", ('"', '"'): r'"\"', ('"', "!"): r'"\!""'}

_BLANKS = " \t\n"

_LISTING = "63"
"""How bash says that it only lists completions."""


def answer(offers: Offers, shell: str, arguments: Sequence[str]) -> None:
    """Write the completions of the last word, one per line; for zsh and fish with a tab and the description.

    The arguments come from the shell's script: for bash the command line up to the cursor, the part of it that will be
    replaced, and the kind of completion; for zsh and fish the words, the last of them as typed; for PowerShell none,
    since the line up to the cursor is in a variable.
    """
    if shell == "powershell":
        (_program, *before, word), _quote = parted(os.environ.get("_ENGAGIERT_LINE", ""), shell)
        lines = [
            "\t".join(filter(None, (quoted_for_powershell(value), help_)))
            for value, help_ in _offered(offers, before, word)
        ]
    elif shell == "bash":
        line, replaced, purpose = arguments
        (_program, *before, word), _quote = parted(line)
        (*_others, kept), quote = parted(line.removesuffix(replaced))
        offered = [value for value, _help in _offered(offers, before, word)]
        listed = purpose == _LISTING and len(offered) > 1
        lines = offered if listed else [quoted(value.removeprefix(kept), quote) for value in offered]
    else:
        *before, typed = arguments or [""]
        words, quote = parted(typed, shell)
        lines = [
            f"{value}\t{help_}" if help_ else value
            for value, help_ in _offered(offers, before, " ".join(words))
            if shell != "fish" or quote or not value.startswith("~")  # which fish would not quote
        ]
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # the shell reads a pipe
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def parted(line: str, shell: str = "bash") -> tuple[list[str], str]:
    """Return the words of a command line as a shell splits it, and the quotation mark that is open at its end.

    The last word is the one at the cursor, empty after a blank.
    """
    escape, escapes = _ESCAPES[shell]
    words, quote, before = [""], "", ""
    characters = iter(line)
    for character in characters:
        if character == escape and (not quote or escapes[quote]):
            following = next(characters, "")
            words[-1] += following if not quote or following in escapes[quote] else character + following
        elif quote:
            if character == quote:
                quote = ""
            else:
                words[-1] += character
        elif character in escapes:
            quote = character
            if shell == "powershell" and before == character:  # a doubled mark within the quotation is the mark itself
                words[-1] += character
        elif character not in _BLANKS:
            words[-1] += character
        elif before not in _BLANKS:
            words.append("")
        before = character
    return words, quote


def quoted_for_powershell(text: str) -> str:
    """Return the text quoted for PowerShell: bare, or in single quotes."""
    return text if re.fullmatch(r"[\w./:+=-]+", text) else in_single_marks(text)


def quoted(text: str, quote: str) -> str:
    """Return the text quoted for bash where this quotation mark is open, or none."""
    last = _QUOTED_LAST.get((quote, text[-1:])) or text[-1:].translate(_QUOTED[quote])
    written = text[:-1].translate(_QUOTED[quote]) + last
    return quote + written if quote and written.startswith(quote) else written  # bash replaces the open one, too


def _offered(offers: Offers, before: Sequence[str], word: str) -> Iterator[tuple[str, str]]:
    """Yield the completions with their descriptions, without names that act on a terminal or look like options."""
    option = word[: word.find("=") + 1] if word.startswith("--") and "--" not in before else ""
    for value, help_ in offers(before, word):
        if value.isprintable() and (not value.startswith("-") or word.startswith("-") or "--" in before):
            yield option + value, safe(help_)


def joining(context: typer.Context, incomplete: str) -> list[str]:
    """Return how to write the bodies of the register that are not members."""
    ledger, register = _read(context)
    if not register:
        return []
    members = {member.key for member in ledger.members if member.left is None}
    found = list(register.beginning_with(incomplete))
    counts = Counter(body.name for body in found)
    new = [body for body in found if body.key not in members]
    return sorted(body.name if counts[body.name] == 1 else register.names.unambiguous(body) for body in new)


def members(context: typer.Context, incomplete: str) -> list[str]:
    """Return the names of members, former ones included."""
    return sorted({member.name for member in _read(context)[0].members})


def rounds(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the ids of the rounds, each with its name."""
    return [(round_.id, round_.name) for round_ in _read(context)[0].rounds]


def areas(context: typer.Context, incomplete: str) -> list[str]:
    """Return the districts and regions."""
    _ledger, register = _read(context)
    from engagiert_cli.register.bodies import Level

    return [area.area_name for area in register.at(Level.LAND, Level.REGION, Level.DISTRICT)] if register else []


def kinds(context: typer.Context, incomplete: str) -> list[str]:
    """Return the kinds of the register, or without one those in the ledger."""
    ledger, register = _read(context)
    if register:
        return register.kinds
    return sorted({member.kind for member in ledger.members if member.kind})


def _read(context: typer.Context) -> tuple[Ledger, Register | None]:
    """Return the ledger and its register; an empty ledger where there is none."""
    from engagiert_cli.cli.session import Session
    from engagiert_cli.ledger import opening, store
    from engagiert_cli.ledger.members import Ledger
    from engagiert_cli.who import register_of

    session = Session(context.meta)
    with contextlib.suppress(Refusal, LedgerInvalid, WrongUsage, OSError):
        if not session.is_standard_input:  # standard input belongs to the shell
            text = store.read(session.path, session.shown).text
            ledger = opening.unjudged(text, session.shown, session.today)[0].ledger
            return ledger, register_of(ledger)
    return Ledger(), None
