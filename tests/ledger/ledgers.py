"""The day on which every test is run, and short ways to a document and to its members."""

from __future__ import annotations

import datetime
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from engagiert_cli.ledger import edits, opening
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.ledger.members import Ledger, Member, Round
from engagiert_cli.ledger.opening import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagiert_cli.ledger.document import Document

TODAY = datetime.date(2026, 11, 23)
PATH = "members.toml"

ROUNDS = """\
[[rounds]]
id = "2012"
name = "Erstunterzeichnung"
signed = "2012-12"

[[rounds]]
id = "2015"
signed = "2015"
"""

LEDGER = (
    ROUNDS
    + """
[[members]]
name = "Bonn"
key = "05314000"
round = "2012"

[[members]]
name = "Lemgo"
key = "05766044"
round = "2012"

[[members]]
name = "Essen"
key = "05113000"
round = "2015"

[[members]]
name = "Witten"
key = "05954036"
round = "2015"
"""
)


def document(text: str) -> Document:
    """Return the ledger with that text, read today."""
    return opened(text, PATH, TODAY)


@contextmanager
def all_large() -> Iterator[None]:
    """Take every ledger for a large one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "LARGE", 0)
        yield


@contextmanager
def without_large() -> Iterator[None]:
    """Take away all that is there for large ledgers, however large one is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "LARGE", sys.maxsize)
        patch.setitem(sys.modules, "engagiert_cli.ledger.large", None)
        yield


def member(ledger: Ledger, name: str) -> Member:
    """Return the latest entry of that name."""
    return ledger.find(name)[-1]


def on(text: str) -> Date:
    """Return the date written so, as it is known today."""
    return Date.parse(text).known_on(TODAY)


def day(text: str) -> datetime.date:
    """Return the day written so."""
    return datetime.date.fromisoformat(text)


def round_of(round_id: str, signed: str) -> Round:
    """Return a round of that date, without name and co-signers."""
    return Round(round_id, signed=on(signed))


def undated_round(round_id: str) -> Round:
    """Return a round of which only the id is known."""
    return Round(round_id, signed=UNKNOWN.known_on(TODAY))


def with_changed(ledger: Document, entry: Member, changed: Member) -> Document:
    """Return the ledger with one entry changed."""
    return edits.with_members_changed(ledger, {ledger.index_of(entry): changed})


def without_entry(ledger: Document, entry: Member) -> Document:
    """Return the ledger without a member."""
    return edits.without(ledger, "members", ledger.index_of(entry))
