"""The scanner knows where things stand in a text."""

from __future__ import annotations

import pytest

from engagiert_cli.ledger.scanner import Layout
from tests.ledger.ledgers import PATH, document

ROUNDS = '[[rounds]]\nid = "2012"\nsigned = "2012-12"\n\n[[rounds]]\nid = "2015"\nsigned = 2015\n'

POSITIONS = """\
# head
format = 1  # one

[network]
name = "Netz"

# above the rounds
[[rounds]]
id = "2012"
cosigners = [
    "Land",  # ]
    "[[members]]",
]
# below the rounds

# above Bonn
# and again
[[members]]
name = "Bonn"
round = "2012"
note = '''
[[members]]
'''
# left = "2016"

[members.more]
x = 1

# free

[[members]]
name = "Lemgo"  # L
"round" = "2012"
x . "y.z" = [
  1,
]
# above Hemer
[[members]]
name = "Hemer"
round = "2012"
# last"""


def test_sections_reach_from_their_header_to_their_last_line() -> None:
    """A table below an entry belongs to its section, a header in a string does not end it."""
    found = Layout(POSITIONS, PATH)

    def section(table: str, index: int = 0) -> str:
        return POSITIONS[found.starts[table][index] : found.content_end(table, index)]

    assert {name: len(begins) for name, begins in found.starts.items()} == {
        "": 1,
        "network": 1,
        "rounds": 1,
        "members": 3,
        "members.more": 1,
    }
    assert section("") == "# head\nformat = 1  # one\n"
    assert section("network") == '[network]\nname = "Netz"\n'
    assert section("rounds").startswith('[[rounds]]\nid = "2012"\n')
    assert section("rounds").endswith('"[[members]]",\n]\n')
    assert section("members").startswith('[[members]]\nname = "Bonn"\n')
    assert section("members").endswith("[members.more]\nx = 1\n")
    assert section("members.more") == "[members.more]\nx = 1\n"
    assert section("members", 1).endswith("  1,\n]\n")
    assert section("members", 2) == '[[members]]\nname = "Hemer"\nround = "2012"\n'


def test_entries_are_the_fields_of_the_section_itself() -> None:
    """Each field has the place of its line, its name and its value; those of tables below are not among them."""
    found = Layout(POSITIONS, PATH)
    fields = {
        index: [
            (entry.key, POSITIONS[entry.key_start : entry.key_end], POSITIONS[entry.value_start : entry.value_end])
            for entry in found.entries("members", index)
        ]
        for index in range(3)
    }
    assert fields == {
        0: [("name", "name", '"Bonn"'), ("round", "round", '"2012"'), ("note", "note", "'''\n[[members]]\n'''")],
        1: [
            ("name", "name", '"Lemgo"'),
            ("round", '"round"', '"2012"'),
            ('x."y.z"', 'x . "y.z"', "[\n  1,\n]"),
        ],
        2: [("name", "name", '"Hemer"'), ("round", "round", '"2012"')],
    }
    lines = [POSITIONS[entry.start : entry.end] for entry in found.entries("members", 1)]
    assert lines == ['name = "Lemgo"  # L\n', '"round" = "2012"\n', 'x . "y.z" = [\n  1,\n]\n']
    assert [entry.key for entry in found.entries("")] == ["format"]


def test_an_entry_ends_with_the_comments_that_are_not_the_next_ones() -> None:
    """Comment lines right below an entry are its own, unless the next header stands right below them."""
    found = Layout(POSITIONS, PATH)

    def ends(table: str, index: int = 0) -> str:
        return POSITIONS[: found.entry_end(table, index)].rpartition("\n\n")[2]

    assert POSITIONS[: found.entry_end("rounds")].endswith("]\n# below the rounds\n")
    assert POSITIONS[: found.content_end("rounds")].endswith('"[[members]]",\n]\n')
    assert POSITIONS[: found.entry_end("network")].endswith('[network]\nname = "Netz"\n')
    assert ends("members") == "[members.more]\nx = 1\n"
    assert POSITIONS[: found.entry_end("members", 1)].endswith("  1,\n]\n")
    assert found.entry_end("members", 2) == len(POSITIONS)
    assert POSITIONS[: found.entry_end("")].endswith("format = 1  # one\n")


def test_comments_right_above_an_entry_belong_to_it() -> None:
    """The lead of an entry is the comment lines above it without a blank line between."""
    found = Layout(POSITIONS, PATH)

    def lead(table: str, index: int = 0) -> str:
        start = found.starts[table][index]
        return POSITIONS[found.lead_start(start) : start]

    assert lead("network") == ""
    assert lead("rounds") == "# above the rounds\n"
    assert lead("members") == "# above Bonn\n# and again\n"
    assert lead("members", 1) == ""
    assert lead("members", 2) == "# above Hemer\n"
    assert Layout("# a\n# b\n[[members]]\n", PATH).lead_start(8) == 0


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_the_last_line_of_a_long_text_is_no_comment(quotes: str) -> None:
    """A text that ends in a line with # in front does not belong to the entry below it."""
    text = f"[[members]]\nnote = {quotes}\n# so{quotes}\n# lead\n[[members]]\n"
    found = Layout(text, PATH)
    start = found.starts["members"][1]
    assert text[found.lead_start(start) : start] == "# lead\n"


def test_the_line_of_an_entry_counts_from_one() -> None:
    """A refusal can name the line in which a member stands, in a run of usual entries and behind unusual ones."""
    text = f'{ROUNDS}\n[[members]]\nname = "A"\nround = 2012\n[[members]]\nround = 2012\nname = "B"\n\n[[members]]\nname = "C"\nround = 2015\n'
    ledger = document(text)
    lines = [ledger.line_of(member) for member in ledger.ledger.members]
    assert lines == [9, 12, 16]
    assert [text.splitlines()[line - 1] for line in lines] == ["[[members]]"] * 3
