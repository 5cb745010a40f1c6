"""Large ledgers are read as the parser would read them, and in a time that grows with their length only."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagiert_cli.errors import LedgerInvalid
from engagiert_cli.ledger import store
from engagiert_cli.ledger.large import scan, touched
from engagiert_cli.ledger.opening import reopened
from tests.clock import process_time_below
from tests.ledger.ledgers import PATH, all_large, document, without_large
from tests.ledger.test_corpus import INVALID, VALID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from engagiert_cli.ledger.document import Document

ROUNDS = '[[rounds]]\nid = "2012"\nsigned = "2012-12"\n\n[[rounds]]\nid = "2015"\nsigned = 2015\n'

ODD_NAMES = ("a", "", " ", "#", "[[members]]", "'", "ß\u2028ẞ", "A\u200b", "Bоnn", "Ort 1", "ort  1")
GOOD_ROUNDS = ('"2012"', '"2015"', "2012", "2015")
ODD_ROUNDS = (
    '"2051"',
    "'2012'",
    '""',
    "0",
    "02012",
    "2_012",
    "1234567890",
    "+2012",
    "2012.0",
    "true",
    '"2012',
    '2012"',
)
GOOD_DATES = ('"2013"', "2013", '"2013-05"', "2013-05-04", '"2013-05-04"', "2016-02-29", '"2013..2014"')
ODD_DATES = (
    *(
        "2013-02-29",
        "2015-02-31",
        "2013-04-31",
        "2013-4-3",
        "0000-01-01",
        '"2015-02-31"',
        "'2014'",
        '""',
        '"x"',
        "2027",
    ),
    *("2013-05-04T10:00:00", "2013-05-04 10:00:00Z", "13", "02013", "20130", "2013 ", '2013"', '"2013', "-2013", "1e3"),
)
GOOD_TEXTS = (
    *(
        '"x"',
        '""',
        "'x'",
        '"a # b"',
        '"\\u00e4"',
        '"a\\"b"',
        '"a\tb"',
        '"\x85\u2028"',
        '"""\nlong\n[[members]]\nname = "no"\n"""',
    ),
    *("'''\n[[members]]\n'''", '"""x\n# y"""', '"""a""b"""', '"' + "a." * 40 + '"', '""""""', '"""a"""""', "''''''"),
    *('"""\\"""a"""', '"x" # y', '"x"# [[members]]', '"x"  ', "'''a''''"),
)
ODD_TEXTS = (
    *(
        '"a\x07b"',
        '"\x7f"',
        "7",
        "[]",
        '"x',
        "'x",
        '"""x',
        "'''x",
        '{a = "]]"}',
        '["""\n[[members]]\n""", 1]',
        "[ # ]\n1]",
    ),
    *('["a", \'b]\', # "\n]', "true", '"\\q"', '"x" y', "2013-02-30"),
)
GOOD_BLANKS = (
    *("", "\n", "\n\n", "# comment\n", "  # [[members]]\n", "#[[members]]\n", " \n", "\t\n", "# ä \u2028 \x85\n"),
    *("#\n\n#\n", "\n# lead\n", "\n\n\n", "#" * 9 + "\n", '# """\n', "# '''\n", '# "\n'),
)
ODD_BLANKS = ("# \x07\n", "# \x7f\n", "\x0c\n", "\xa0\n", "\r\n \r", "\ufeff\n")
GOOD_TABLES = (
    *(
        "[archive]\nx = 1\n",
        "[[other]]\n[[other]]\ny = '''\n[[members]]\n'''\n",
        "[members.more]\nx = 1\n",
        "[network]\n",
    ),
    *("[[members.more]]\n", '["members".x]\n', '["memb\\u0065rs"]\n', '["members.x"]\n', '[""]\n', "[ members . x ]\n"),
    *('[["members"]]\nname = "Q"\nround = "2012"\n', '[[members]]# tight\nname = "T"\nround = "2015"\n', "[a.b]\n"),
    *("[[rounds]]\nid = 2018\n", "[[members.a]]\n[members.a.b]\n"),
)
ODD_TABLES = (
    *(
        "[ [members] ]\n",
        "[[members]\n",
        "[members]]\n",
        "[[ members ]]\n",
        "[members]\n",
        "[[rounds]]\n",
        "[[members]] x\n",
    ),
    *(
        "<<<<<<< HEAD\n",
        "=======\n",
        "x\n",
        "= 1\n",
        "x = \n",
        "x = [\n",
        "x = {\n",
        'x = """\n',
        "x = '''\n",
        'x = "\n',
    ),
    *("[ 'members' ]\n", "x = 1 = 2\n", '"a\n', "'''\n"),
)
PREAMBLES = (
    *("format = 1\n", "members = 5\n", "members = []\n", "members.x = 1\n", '"members" = []\n', "rounds = 3\n"),
    *("network = 1\n", 'x = """\n[[members]]\nname = "a"\nround = "2012"\n"""\n', "# [[members]]\n", "x.y.z = 1\n"),
    *(
        'members = [{name = "I", round = "2012"}]\n',
        "x = [\n[[members]]\n]\n",
        "x = [\n[[1]]\n]\n",
        "\n \n",
        "format = 2\n",
    ),
)


def _mostly(good: tuple[str, ...], odd: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Return one of the good ones, in a few of a hundred cases an odd one."""
    return st.sampled_from(good * (1 + 60 * len(odd) // len(good)) + odd)


def _field(key: str, values: st.SearchStrategy[str], *, often: bool) -> st.SearchStrategy[str]:
    """Return a line, usual for the most part, or no line (never, where it is needed `often`)."""
    equals = st.sampled_from([" = "] * 12 + ["=", "  = ", " =\t", "\t= "])
    line = st.builds("{}{}{}{}".format, st.just(key), equals, values, st.just("\n"))
    return line if often else st.one_of(st.just(""), st.just(""), line)


def _joined(lines: Iterable[str]) -> str:
    return "".join(lines)


NAMES = st.one_of(*[st.integers(1, 999).map("Ort {}".format)] * 9, st.sampled_from(ODD_NAMES))
BLANKS = _mostly(GOOD_BLANKS, ODD_BLANKS)
TEXTS, DATES, ROUND_IDS = (
    _mostly(GOOD_TEXTS, ODD_TEXTS),
    _mostly(GOOD_DATES, ODD_DATES),
    _mostly(GOOD_ROUNDS, ODD_ROUNDS),
)
USUAL = st.builds(
    "[[members]]\n{}{}{}{}{}{}{}{}{}".format,
    NAMES.map('name = "{}"\n'.format),
    st.sampled_from(["", "", 'key = ""\n', 'kind = "Stadt"\n', 'kind = ""\n']),
    ROUND_IDS.map("round = {}\n".format),
    _field("signed", DATES, often=False),
    _field("left", DATES, often=False),
    _field("note", TEXTS, often=False),
    _field("source", TEXTS, often=False),
    BLANKS,
    st.sampled_from(("", "\n", "\n", "\n\n")),
)
UNUSUAL = st.builds(
    "{}{}{}".format,
    st.sampled_from(
        ["[[members]]\n"] * 4 + ["[[members]] # new\n", "  [[members]]\n", "[[ members ]]\n", "[['members']]\n"]
    ),
    st.tuples(
        _field("name", st.one_of(NAMES.map('"{}"'.format), TEXTS), often=True),
        _field("round", ROUND_IDS, often=True),
        _field("key", st.sampled_from(['""', "''", '"\\u0031"']), often=False),
        _field("kind", TEXTS, often=False),
        _field("signed", DATES, often=False),
        _field("note", TEXTS, often=False),
        _mostly(("", "x.y = 1\n", '"left" = 2016\n', *GOOD_BLANKS), ("singed = 1\n", 'name = "twice"\n')),
    )
    .flatmap(st.permutations)
    .map(_joined),
    BLANKS,
)
ROUNDS_AND_MORE = st.sampled_from([ROUNDS + "\n"] * 5 + [ROUNDS, "", 'rounds = [{id = "2012"}, {id = 2015}]\n'])
LEDGERS = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(("",) * 60 + PREAMBLES),
    ROUNDS_AND_MORE,
    BLANKS,
    st.lists(st.one_of(USUAL, USUAL, USUAL, UNUSUAL, BLANKS), max_size=5).map(_joined),
    _mostly(("", "", *GOOD_TABLES), ODD_TABLES),
)
CHARACTERS = list("\"'#[]{}=.,\\\n\r\t -_0129aeTZ:\x00\x07\x7f\x85\u2028ä\ufeff") + [
    '"""',
    "'''",
    "\r\n",
    "[[members]]\n",
    "\\\\",
]


def _mutated(text: str, changes: list[tuple[float, str, int]]) -> str:
    """Return the text with a few characters put in, replaced or taken out."""
    for place, character, length in changes:
        position = int(place * len(text))
        text = text[:position] + character + text[position + length :]
    return text


ANYTHING = [*CHARACTERS, *GOOD_TABLES, *ODD_TABLES, *PREAMBLES, *GOOD_BLANKS, *ODD_BLANKS]
MUTATION = st.tuples(st.floats(0, 1), st.sampled_from(["", *CHARACTERS]), st.integers(0, 2))
MUTATED = st.builds(_mutated, LEDGERS, st.lists(MUTATION, min_size=1, max_size=2))
LINE_ENDS = st.sampled_from(
    [("\n", "\n")] * 8 + [("\n", "\r\n")] * 4 + [("\n", "\r\n"), ("\n\n", "\n\r\n"), ("]\n", "]\r\n"), ("\n", "\r")]
)


def large(text: str) -> tuple[object, ...]:
    """Return all that reading the text as a large ledger says."""
    with all_large():
        return outcome_of(lambda: document(text))


def plain(text: str) -> tuple[object, ...]:
    """Return all that reading the text says where there is nothing for large ledgers."""
    with without_large():
        return outcome_of(lambda: document(text))


def outcome_of(opens: Callable[[], Document]) -> tuple[object, ...]:
    """Return all that a ledger says."""
    try:
        ledger = opens()
    except LedgerInvalid as invalid:
        return ("refused", *invalid.problems)
    return ("read", ledger.ledger, repr(ledger.extras), ledger.warnings, ledger.layout.starts)


@given(LEDGERS, LINE_ENDS)
@settings(max_examples=60)
def test_a_ledger_says_the_same_whether_its_usual_entries_are_parsed_or_not(text: str, ends: tuple[str, str]) -> None:
    """Values, unknown keys, warnings, places and problems agree, whatever stands between and in the entries."""
    text = text.replace(*ends)
    assert large(text) == plain(text)


@given(MUTATED, LINE_ENDS)
@settings(max_examples=60)
def test_a_broken_ledger_says_the_same_whether_its_usual_entries_are_parsed_or_not(
    text: str, ends: tuple[str, str]
) -> None:
    """A slip of the finger anywhere in a ledger never makes the two ways of reading disagree."""
    text = text.replace(*ends)
    assert large(text) == plain(text)


@given(st.lists(st.sampled_from(ANYTHING), max_size=12).map("".join))
@settings(max_examples=100)
def test_no_text_is_too_odd_for_the_scanner(text: str) -> None:
    """Whatever stands in the file, reading it ends in values or in problems with places."""
    said = large(text)
    assert said == plain(text)
    assert said[0] == "read" or len(said) > 1


@pytest.mark.parametrize("path", [*VALID, *INVALID], ids=lambda path: path.stem)
def test_the_corpus_says_the_same_whether_its_usual_entries_are_parsed_or_not(path: Path) -> None:
    """Each ledger of the corpus is read alike in both ways, with LF and with CRLF."""
    text = store.read(path, path.name).text
    assert large(text) == plain(text)
    windows = text.replace("\r\n", "\n").replace("\n", "\r\n")
    assert large(windows) == plain(windows)


EDITED = st.builds(
    "{}{}{}{}".format,
    st.just(ROUNDS + "\n"),
    st.lists(USUAL, min_size=2, max_size=6).map(_joined),
    st.one_of(st.just(""), st.just(""), UNUSUAL),
    st.one_of(st.just(""), st.lists(USUAL, max_size=3).map(_joined)),
)
AGAIN = "again"
NEW_TEXT = st.one_of(
    *[USUAL] * 3,
    st.just(AGAIN),
    *[st.builds("{}{}".format, USUAL, USUAL), UNUSUAL, BLANKS, st.just(""), st.sampled_from(ANYTHING)],
    st.sampled_from(['round = "2015"\n', "signed = 2013\n", 'left = "2014"\n', 'note = "x"\n', 'name = "Ort 1"\n']),
)


@given(EDITED, st.tuples(st.floats(0, 1), st.integers(0, 8)), st.booleans(), NEW_TEXT, LINE_ENDS)
@settings(max_examples=60)
def test_an_edited_ledger_says_the_same_whether_all_of_it_is_read_again_or_not(
    text: str, place: tuple[float, int], by_lines: bool, new: str, ends: tuple[str, str]
) -> None:
    """Entries put in, taken out or changed anywhere: what was touched, read again, says what the whole would say."""
    text, new = text.replace(*ends), new.replace(*ends)
    with all_large():
        try:
            before = document(text)
        except LedgerInvalid:
            return
    if new == AGAIN:  # an entry that stands in the ledger already
        new = text[before.layout.starts["members"][-1] :]
    places = [0, *(index + 1 for index, character in enumerate(text) if character == "\n")]
    if not by_lines:
        places = list(range(len(text) + 1))
    index = int(place[0] * (len(places) - 1))
    start, end = places[index], places[min(index + place[1], len(places) - 1)]
    edited = text[:start] + new + text[end:]
    with all_large():
        renewed = outcome_of(lambda: reopened(before, edited, start, end))
    assert renewed == plain(edited)
    found = touched(before.layout, edited, start, end)
    if found:
        whole = scan(edited, PATH)
        assert whole
        assert found[0].starts == whole[0].starts


def test_only_what_an_edit_has_touched_is_read_again() -> None:
    """Of a run of usual entries the one before the edit is read again, up to the next one behind it."""
    entries = [f'[[members]]\nname = "Ort {number}"\nround = "2012"\n\n' for number in range(9)]
    text = ROUNDS + "\n" + "".join(entries)
    found = scan(text, PATH)
    assert found
    layout = found[0]
    fifth = layout.starts["members"][5]

    def read_again(edited: str, start: int, end: int) -> tuple[int, int, list[str | None]] | None:
        again = touched(layout, edited, start, end)
        return again and (again[1], again[2], [name for names, *_fields in again[3] for name in names])

    joined = text[:fifth] + '[[members]]\nname = "N"\nround = "2015"\n\n' + text[fifth:]
    assert read_again(joined, fifth, fifth) == (4, 5, ["Ort 4", "N"])
    removed = text.replace(entries[5], "")
    assert read_again(removed, fifth, fifth + len(entries[5])) == (4, 6, ["Ort 4"])
    ended = fifth + len(entries[5]) - 1
    assert read_again(f"{text[:ended]}left = 2019\n{text[ended:]}", ended, ended) == (5, 6, ["Ort 5"])
    assert read_again(f"{text[:ended]}extra = 1\n{text[ended:]}", ended, ended) is None
    assert read_again(f"# head\n{text}", 0, 0) is None


def test_whoever_keeps_the_members_only_lets_go_of_the_text() -> None:
    """No cycle holds it, of which a short run would never be rid: it is as large as all else together."""
    gc.disable()
    try:
        with all_large():
            opened = document(VALID[0].read_text("utf-8"))
        layout, _ledger = weakref.ref(opened.layout), opened.ledger
        del opened
        assert layout() is None
    finally:
        gc.enable()


def test_the_founding_shape_leaves_next_to_nothing_to_the_parser() -> None:
    """A run of usual entries is cut down to one header, comments and blank lines between them included."""
    entry = '[[members]]\nname = "B"\nkey = "05"\nround = "2012"\nsigned = 2013-05-04\n\n# note\n\n'
    found = scan(ROUNDS + "\n" + entry * 3, PATH)
    assert found
    layout, rest, runs = found
    assert rest == ROUNDS + "\n[[members]]\n"
    assert runs == [[[(value,) * 3 for value in ("B", "05", None, "2012", "2013-05-04", None, None, None)]]]
    assert list(layout.starts["members"]) == [len(ROUNDS) + 1 + len(entry) * number for number in range(3)]


@pytest.mark.parametrize(
    "line",
    [
        "round = '2012'",
        "round = 02012",
        "round = 2_012",
        "round = 1234567890",
        'round = "20\\u0031\\u0032"',
        'round = "2012" # why',
        "round=2012",
        'round = "2012"\nsigned = 2012-02-29',
        'round = "2012"\nsigned = 2015-02-31',
        'round = "2012"\nsigned = 2013-05-04T10:00:00',
        'round = "2012"\nleft = 2014\nsigned = 2013',
        'round = "2012"\nnote = "a\tb"',
        'round = "2012"\nnote = "a\\tb"',
        'round = "2012"\n# left = 2014\nnote = "x"',
        'round = "2012"\n# \x07',
        'round = "2012"\nextra = 1',
    ],
)
def test_an_entry_of_another_shape_is_left_to_the_parser(line: str) -> None:
    """Single quotes, escapes, comments on the line, impossible days: the pattern does not take them for usual."""
    text = f'[[members]]\nname = "B"\n{line}\n'
    found = scan(text, PATH)
    assert found
    assert found[1:] == (text, [None])


def test_the_pattern_is_given_up_where_it_saves_nothing() -> None:
    """A ledger that was edited by hand everywhere is left to the parser; one with some such entries is not."""
    usual, unusual = '[[members]]\nname = "A"\nround = "2012"\n', '[[members]]\nname = "A" # a\nround = "2012"\n'
    assert scan(ROUNDS + unusual * 2000, PATH) is None
    assert scan(ROUNDS + unusual * 400, PATH)
    assert scan(ROUNDS + (usual + usual + unusual) * 2000, PATH)
    assert scan(ROUNDS + '[[members]]\nname = "A"\nround = "2012"\n[members.more]\n', PATH) is None


LONG = 60_000
HOSTILE = {
    "a word": f'x = "{"a" * LONG * 5}"\n',
    "a word without quotes": "a" * LONG,
    "digits": f"x = {'1' * LONG}\n",
    "blanks": " " * LONG + "x",
    "blank lines": "\n" * LONG + "x",
    "blanks behind a value": f"x = 1{' ' * LONG}y\n",
    "opening brackets": "[" * LONG,
    "opening brackets in a value": "x = " + "[" * LONG,
    "opening braces in a value": "x = " + "{" * LONG,
    "brackets in lines": "x = " + "[\n" * LONG,
    "headers that do not end": "[[members\n" * (LONG // 10),
    "quotes": '"' * LONG,
    "quotes in a value": "x = " + '"' * LONG,
    "quotes in an array": "x = [" + '"' * LONG,
    "single quotes in an array": "x = [" + "'" * LONG,
    "escaped quotes in an array": "x = [" + '\\"' * LONG,
    "escaped long quotes in an array": "x = [" + '\\"""' * LONG,
    "escaped quotes in a text": 'x = "' + '\\"' * LONG,
    "backslashes": 'x = "' + "\\" * (LONG + 1),
    "long quotes in lines": 'x = """\n' * (LONG // 5 + 1),
    "long single quotes in an array": "x = [\n" + "'''\n''\n" * (LONG // 5 + 1),
    "comments": "#\n" * LONG + "x",
    "dots": "a." * LONG,
    "fields that nobody knows": "".join(f"a{number} = 1\n" for number in range(LONG // 10)),
    "dots in quotes": '"a".' * LONG,
    "dots with blanks": "a . " * LONG,
    "dots in a text": f'x = "{"a." * LONG}"\n',
    "thirty dots a line": f"{'a.' * 30}b\n" * (LONG // 60),
    "equals signs": "x =" * LONG,
    "carriage returns": "\r" * LONG,
    "carriage returns behind an entry": '[[members]]\nname = ""\nround = ""\n' + "\r" * LONG,
    "comments behind an entry": '[[members]]\nname = ""\nround = ""\n' + "# x\n" * LONG + "y",
    "entries that end wrongly": '[[members]]\nname = "a"\nround = "b"\nx\n' * (LONG // 30),
    "entries usual by turns": '[[members]]\nname = "a"\nround = "b"\n[[members]]\n' * (LONG // 100),
    "conflict markers in a line": "=======" + " =======" * LONG + "x\nx",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_the_length_of_the_text_only(text: str) -> None:
    """A text made to keep a pattern busy is read, or refused, in the time that any text of its length takes."""
    with process_time_below(3):
        large(text)
