"""Sorted lines: what is found by bisection is what is there, and nothing else."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from engagiert_cli.register import lines
from engagiert_cli.register.lines import SortedLines

KEYS = st.sets(st.text("aä b", max_size=4), max_size=9)


@given(KEYS, st.text("aä b", max_size=4))
def test_it_finds_what_a_look_at_each_line_finds(keys: set[str], wanted: str) -> None:
    """Whatever lines there are, those that begin so come in their order, and a key has its own line."""
    found = sorted((f"{key}\t{number}" for number, key in enumerate(keys)), key=str.encode)
    text = "head\n" + "".join(f"{line}\n" for line in found)
    sorted_lines = SortedLines(text.encode(), head=1)
    assert list(sorted_lines.starting_with(wanted)) == [line for line in found if line.startswith(wanted)]
    assert sorted_lines.get(wanted) == next((line for line in found if line.startswith(f"{wanted}\t")), None)


def test_the_tables_are_sorted() -> None:
    """The tables of the register are in the order of their bytes, or nothing in them would be found."""
    for name, head in (("germany.tsv", 2), ("successions.tsv", 1)):
        rows = Path(lines.__file__).with_name(name).read_bytes().splitlines()[head:]
        assert len(rows) > 1000
        assert rows == sorted(rows, key=lambda row: row.split(b"\t")[0])
