"""Hints in the words of the command line."""

from __future__ import annotations

import os

import pytest

from engagiert_cli.errors import Hint, Refusal
from engagiert_cli.output import messages
from engagiert_cli.output.hints import shell_quoted, worded


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        (Hint("see all: {command}", "list", options={"all": True}), "see all: engagiert list --all"),
        (Hint("{command}", "amend", "Bad Ems", {"name": "Ems"}), 'engagiert amend "Bad Ems" --name Ems'),
        (Hint("{command}", "show", "-x"), "engagiert show -- -x"),
        (Hint("{command}", "list", options={"ledger": "a b", "o": "x.csv"}), 'engagiert --ledger "a b" list -o x.csv'),
        (Hint("say when: {command}", options={"signed": "DATE"}), "say when: --signed DATE"),
    ],
)
def test_a_hint_is_worded(hint: Hint, said: str) -> None:
    """Its command stands in the sentence as it is typed: the ledger first, what looks like an option last."""
    assert worded(hint) == said


def test_python_hears_of_no_commands(capsys: pytest.CaptureFixture[str]) -> None:
    """An error as a text has the hints that are sentences; where it is told, the others are worded."""
    refusal = Refusal("no", ("look there", Hint("or: {command}", "log")))
    assert str(refusal) == "no\nlook there"
    messages.tell(refusal)
    assert capsys.readouterr().err.endswith("no\n  look there\n  or: engagiert log\n")


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        ("Witten", "Witten"),
        ("Kamp-Lintfort", "Kamp-Lintfort"),
        ("Kreis Lippe", '"Kreis Lippe"'),
        ("", '""'),
        ("a&b", '"a&b"'),
        ("Köln", "Köln"),
        ('a"b', "'a\"b'"),
        ("$(rm -rf ~)", "'$(rm -rf ~)'"),
        ("`id`'s", "'`id`'\\''s'"),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="PowerShell doubles a quote within quotes")
def test_words_are_quoted_as_they_are_typed(word: str, quoted: str) -> None:
    """A command that is to be typed has quotes where a shell needs them, and runs nothing of what stands in a name."""
    assert shell_quoted(word) == quoted
