"""Opening a ledger: its text is parsed, read and judged; after an edit it is opened again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engagiert_cli.errors import Hint, LedgerInvalid, Place, Problem, Refusal
from engagiert_cli.language import _
from engagiert_cli.ledger.checks import judged
from engagiert_cli.ledger.reading import TableReader
from engagiert_cli.ledger.scanner import Layout
from engagiert_cli.ledger.toml import parse

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from engagiert_cli.ledger.document import Document
    from engagiert_cli.register.bodies import Register

LARGE = 1 << 16
"""Characters from which a ledger is large; below that, loading `large` takes longer than it saves."""


def opened(
    text: str, path: str, today: datetime.date, open_register: Callable[[str], Register] | None = None
) -> Document:
    """Open a ledger. Raises `LedgerInvalid` with every error and warning at once, in the order of the lines.

    With `open_register`, the members are checked against the register that the ledger names.
    """
    if re.fullmatch(r"[ \t\r\n]*", text):
        file = path if path.endswith(".toml") else ""  # else it is standard input, or a version in git
        again = Hint(_("restore a copy of it, or delete it and start again with: {command}"), "init", file)
        raise LedgerInvalid([Problem("empty", _("the ledger is empty"), Place(path, 1, 1, ""), (again,))])
    document, problems = unjudged(text, path, today)
    register = document.ledger.network.register
    if register and open_register:
        try:
            document = document._replace(official=open_register(register))
        except Refusal as refusal:
            place = document.layout.locate("network", 0, "register")
            problems.append(Problem("unknown-register", refusal.message, place, refusal.hints))
    return judged(document, problems)


def reopened(document: Document, text: str, start: int, end: int) -> Document:
    """Open a text that differs from the document's only where that had `start` to `end`; raises as `opened`."""
    if len(text) >= LARGE:
        from engagiert_cli.ledger import large

        quickly = large.reread(document, text, start, end)
        if quickly:
            return quickly
    edited, problems = unjudged(text, document.path, document.today)
    return judged(edited._replace(official=document.official), problems)


def unjudged(text: str, path: str, today: datetime.date) -> tuple[Document, list[Problem]]:
    """Return what the text says, and the problems of reading it; raises `LedgerInvalid` where it is not TOML."""
    if len(text) >= LARGE:
        from engagiert_cli.ledger import large

        quickly = large.read(text, path, today)
        if quickly:
            return quickly
    layout = Layout(text, path)
    reader = TableReader(layout, today)
    return reader.document(parse(layout)), reader.problems
