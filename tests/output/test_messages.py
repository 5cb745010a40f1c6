"""Errors say what was wrong, where, and what to do."""

import io

import pytest

from engagiert_cli.errors import LedgerInvalid, Place, Problem, Refusal, Refusals, Severity, Unconfirmed, WrongUsage
from engagiert_cli.output import messages

UNKNOWN_ROUND = Problem(
    "unknown-round",
    'round "2051" is not in this ledger',
    Place("data/members.toml", 57, 9, 'round = "2051"', 6),
    ("known rounds: 2012, 2015",),
)


def test_a_problem_shows_its_place() -> None:
    """Location, line, caret, and what to do."""
    assert messages.located([UNKNOWN_ROUND]) == [
        'data/members.toml:57:9: error[unknown-round]: round "2051" is not in this ledger',
        '   57 | round = "2051"',
        "      |         ^^^^^^",
        "   known rounds: 2012, 2015",
    ]


def test_a_terminal_gets_lines_broken_at_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """With their indent; what is to be pasted and the lines of the ledger stay whole, and a file gets all as it is."""
    lines = [
        "\x1b[1;31merror\x1b[0m: Bochum has been a member since 5 Dec 2012",
        '   143 | name = "Bochum"  # a long line of the ledger',
        "   to correct it: engagiert amend Bochum --signed 2012-12-05",
        '   so that its key is known, add: key = "05911000"',
    ]
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert messages.fitted(lines, io.StringIO()).splitlines() == lines
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "30")
    assert messages.fitted(lines, io.StringIO()).splitlines() == [
        "\x1b[1;31merror\x1b[0m: Bochum has been a",
        "  member since 5 Dec 2012",
        '   143 | name = "Bochum"  # a long line of the ledger',
        "   to correct it:",
        "   engagiert amend Bochum --signed 2012-12-05",
        "   so that its key is known,",
        "   add:",
        '   key = "05911000"',
    ]


def caret_of(excerpt: str, column: int, width: int = 1, line: int = 1) -> list[str]:
    """The two lines below the message."""
    return messages.located([Problem("x", "x", Place("p", line, column, excerpt, width))])[1:]


def test_the_caret_stands_under_wide_characters() -> None:
    """In cells, not in characters."""
    assert caret_of('name = "東京", x', 8, 4) == ['    1 | name = "東京", x', "      |        ^^^^^^"]
    assert caret_of('"e\u0301" x', 6) == ['    1 | "e\u0301" x', "      |     ^"]


def test_the_caret_stands_behind_tabs_and_escapes() -> None:
    """A tab is four blanks wherever it stands, and what is escaped takes its room."""
    assert caret_of("\tkey\t= 1", 8) == ["    1 |     key    = 1", "      |              ^"]
    assert caret_of("\tx\x1by", 4) == [r"    1 |     x\x1by", "      |          ^"]


def test_a_place_after_the_end_of_the_line_is_shown() -> None:
    """Where something is missing."""
    assert caret_of("a =", 4) == ["    1 | a =", "      |    ^"]


def test_a_large_line_number_moves_both_lines() -> None:
    """The bar stays straight."""
    assert caret_of("x", 1, line=1234567) == ["1234567 | x", "        | ^"]


def test_a_long_line_is_cut_around_the_place() -> None:
    """A name of a megabyte does not fill the screen."""
    excerpt, caret = caret_of("a" * 500_000 + "BC" + "d" * 500_000, 500_001, 2)
    assert excerpt == "    1 | …" + "a" * 29 + "BC" + "d" * 67 + "…"
    assert caret == "      | " + " " * 30 + "^^"
    excerpt, caret = caret_of("a" * 1_000_000, 1, 1_000_000)
    assert excerpt == "    1 | " + "a" * 39 + "…"
    assert caret == "      | " + "^" * 40


def test_several_problems_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """All at once, then how many."""
    warning = Problem("w", "odd", Place("p", 1, 1, "x"), severity=Severity.WARNING)
    messages.tell(LedgerInvalid([UNKNOWN_ROUND, UNKNOWN_ROUND, warning]))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.endswith("p:1:1: warning[w]: odd\n    1 | x\n      | ^\n2 errors, 1 warning\n")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            Refusal('nothing is called "Wittn"', ("did you mean Witten?",)),
            'error: nothing is called "Wittn"\n  did you mean Witten?\n',
        ),
        (WrongUsage("--at and --since"), "error: --at and --since\n"),
        (Refusals((Refusal("a"), Refusal("b", ("c",)))), "error: a\nerror: b\n  c\n"),
        (Unconfirmed("written, but not confirmed"), "warning: written, but not confirmed\n"),
    ],
)
def test_refusals_and_their_hints(
    capsys: pytest.CaptureFixture[str], error: Refusal | Refusals | WrongUsage | Unconfirmed, told: str
) -> None:
    """Without a place, the message stands alone."""
    messages.tell(error)
    assert capsys.readouterr().err == told


def test_notes_and_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    """They go to standard error too, and are as harmless."""
    messages.note("3 members \x1b left out")
    messages.warn("a name with odd characters", ("see check",))
    assert capsys.readouterr().err == (
        "note: 3 members \\x1b left out\nwarning: a name with odd characters\n  see check\n"
    )


def test_labels_are_coloured_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The label and the caret, and NO_COLOR wins."""
    assert "".join(messages.located([UNKNOWN_ROUND], colour=True)).count("\x1b[1;31m") == 2
    monkeypatch.setenv("FORCE_COLOR", "1")
    messages.note("a")
    assert capsys.readouterr().err == "\x1b[1;36mnote\x1b[0m: a\n"
    monkeypatch.setenv("NO_COLOR", "1")
    messages.note("a")
    assert capsys.readouterr().err == "note: a\n"
