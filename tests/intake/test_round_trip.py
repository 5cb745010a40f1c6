"""What list writes, import reads back."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

import pytest
import tomli_w
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engagiert_cli import language
from engagiert_cli.cli.emit import data_of
from engagiert_cli.intake import delimited, jsons, workbook
from engagiert_cli.intake.rows import Reader
from engagiert_cli.ledger.changes import enter
from engagiert_cli.ledger.edits import new_text
from engagiert_cli.ledger.judging import judge
from engagiert_cli.ledger.members import Network
from engagiert_cli.ledger.opening import opened
from engagiert_cli.output.formats import FORMATS
from engagiert_cli.reports import members
from engagiert_cli.text import fold
from tests.ledger.ledgers import TODAY, document

if TYPE_CHECKING:
    from engagiert_cli.intake.listing import Listing
    from engagiert_cli.ledger.document import Document
    from engagiert_cli.reports.table import Table

READERS = {
    "json": lambda data: jsons.read(data.decode(), "list.json"),
    "ndjson": lambda data: jsons.read(data.decode(), "list.ndjson"),
    "csv": lambda data: delimited.read(data.decode(), "list.csv", {}),
    "tsv": lambda data: delimited.read(data.decode(), "list.tsv", {}, tabs=True),
    "xlsx": lambda data: workbook.read(data, "list.xlsx", {}),
    "sqlite": lambda data: workbook.read(data, "list.sqlite", {}),
}
SIGNED = st.one_of(
    st.sampled_from(
        ["2012", "2012-12", "2015", "2016-02-29", "2013-10..2016-06", "..2016", "2013..", "1848-05-18", "1905-07-07"]
    ),
    st.dates(datetime.date(1000, 1, 1), datetime.date(2016, 12, 31)).map(str),
)
LEFT = st.one_of(st.sampled_from(["2017", "2018-05..2019", "2019-01"]), st.just("2018-02-28"))
AGAIN = st.sampled_from(["2020", "2022-02", "2026-11-23", "2021..2023"])
# One word of each kind that a format could take for something else.
WORDS = st.one_of(
    st.sampled_from(["=1+1", "'=1", "''-x", "@a", "+49 30", "-", '"Bündnis" e.V.', "a;b,c", "05314000", "2012", "1e5"]),
    st.sampled_from(["TRUE", "Stadt|Land", "[x]", "{x}", "_x000D_", "Straße", "null", "None", "<b>", "&amp;", "\\n"]),
    st.text("abcäß '\"=;,", min_size=1, max_size=8).map(str.strip).filter(bool),
)
NAMES = st.builds("{} {}".format, WORDS, st.sampled_from("ABCDE")).map(lambda name: " ".join(name.split()))

COSIGNERS = st.lists(
    st.one_of(NAMES.filter(lambda name: ";" not in name), st.just("Ministerin für Familie, Kinder und Sport")),
    max_size=3,
)


@st.composite
def ledgers(draw: st.DrawFn) -> Document:
    """Return a ledger of a network without a register, whose entries the program itself could have written."""
    ids = draw(st.lists(st.one_of(st.sampled_from(["2012", "2015", "first"]), NAMES), min_size=1, unique_by=fold))
    rounds = [
        {
            "id": id_,
            **draw(_maybe("signed", SIGNED)),
            **draw(_maybe("name", NAMES)),
            **draw(_maybe("cosigners", COSIGNERS)),
        }
        for id_ in ids
    ]
    entries = []
    for number, name in enumerate(draw(st.lists(NAMES, min_size=1, unique_by=fold, max_size=12))):
        key = draw(_maybe("key", st.just(f"0{number}")))
        entries.append(
            {
                "name": name,
                **key,
                **draw(_maybe("kind", WORDS)),
                "round": draw(st.sampled_from(ids)),
                **draw(_maybe("signed", SIGNED)),
                **draw(_maybe("left", LEFT)),
                **draw(_maybe("note", WORDS)),
                **draw(_maybe("source", WORDS)),
            }
        )
        if "left" in entries[-1] and draw(st.booleans()):  # it left and came back
            entries.append({"name": name, **key, "round": draw(st.sampled_from(ids)), "signed": draw(AGAIN)})
    return document(tomli_w.dumps({"rounds": rounds, "members": entries}))


def _maybe(field: str, values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.one_of(st.just({}), values.map(lambda value: {field: value}))


def all_of(ledger: Document) -> Table:
    """Return what `list --all` shows."""
    question = members.Question(TODAY, state=members.State.ALL, possible=True)
    return members.table(ledger.ledger, question)


def as_json(ledger: Document) -> str:
    """Return what `list --all --possible --format json` writes."""
    return data_of(all_of(ledger), FORMATS["json"]).decode()


def read_back(listing: Listing) -> Document:
    """Return an empty ledger after the list was brought in."""
    empty = opened(new_text(Network("Charta")), "members.toml", TODAY)
    rows = Reader(listing, {}).read(empty.ledger, None)
    assert [problem.message for problem in rows.problems] == []
    judgement = judge(empty, rows.entries, listed=True, rounds=rows.rounds)
    assert [refusal.message for _entry, refusal in judgement.refused] == []
    return enter(empty, judgement).document


@pytest.mark.parametrize("format_", READERS)
@settings(max_examples=15)
@given(ledger=ledgers(), code=st.sampled_from(["de", "en"]))
@example(ledger=document('members = [{ name = "Bonn", signed = "2012-05" }]'), code="de")  # there are no rounds at all
def test_what_list_writes_import_reads_back(format_: str, code: str, ledger: Document) -> None:
    """The list of all is the same before and after, with its rounds, in every format and in either language."""
    language.use(code)
    data = data_of(all_of(ledger), FORMATS[format_])
    back = as_json(read_back(READERS[format_](data)))
    if format_ == "xlsx" and '"round_signed": "' not in as_json(ledger):
        back = re.sub('"round_signed": "[^"]*"', '"round_signed": null', back)  # a sheet has no column without anything
    assert back == as_json(ledger)


@pytest.mark.parametrize("format_", READERS)
@settings(max_examples=15)
@given(ledger=ledgers())
@example(ledger=document('members = [{ name = "Ada", signed = "2012", note = "two\\nlines" }]'))
def test_what_stands_in_the_ledger_is_known(format_: str, ledger: Document) -> None:
    """Its own list brings nothing new, and changes no byte."""
    listing = READERS[format_](data_of(all_of(ledger), FORMATS[format_]))
    judgement = judge(ledger, Reader(listing, {}).read(ledger.ledger, None).entries, listed=True)
    assert (judgement.added, judgement.refused) == ((), ())
    assert len(judgement.unchanged) == len(ledger.ledger.members)
    assert enter(ledger, judgement).document is ledger
