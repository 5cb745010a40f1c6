"""Names, files and surroundings that mean harm, or are merely odd: nothing acts on the terminal, the file or the export."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from engagiert_cli.ledger import store
from tests.cli.test_sessions import environment, require_python_in_the_c_locale
from tests.clock import process_time_below
from tests.ledger.ledgers import document
from tests.reliability.slow import some_of
from tests.shell import engagiert

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names of files and terminals are those of Unix")

START = '# Liste\n[[rounds]]\nid = "2015"\n'
ESC, CSI, OSC = "\x1b[31m", "\x9b31m", "\x1b]0;weg\x07"


class Office:
    """A folder with a small ledger in which the program is run."""

    def __init__(self, folder: Path, text: str = START) -> None:
        self.folder = folder
        self.ledger = folder / "members.toml"
        self.ledger.write_text(text, "utf-8", newline="")
        self.environment = environment(folder / "home", "en")

    def run(self, *words: str) -> tuple[int, str, str]:
        """Run the program; return its exit code and what it said, in which nothing may act on a terminal."""
        return harmless(engagiert(*words, cwd=self.folder, env=self.environment))

    def start(self, *words: str | bytes, stdin: bytes = b"", **variables: str | None) -> tuple[int, str, str]:
        """Do so in a Python that is started anew, with something to read and in other surroundings."""
        merged = {**self.environment, **variables}
        done = subprocess.run(
            ["engagiert", *words],
            cwd=self.folder,
            env={name: value for name, value in merged.items() if value is not None},
            input=stdin,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return harmless(done, variables.get("PYTHONIOENCODING") or "utf-8")

    def names(self) -> list[str]:
        """Return the names in the ledger."""
        text = store.read(self.ledger, "members.toml").text
        return [member.name for member in document(text).ledger.members]


def harmless(done: subprocess.CompletedProcess[bytes], encoding: str = "utf-8") -> tuple[int, str, str]:
    """Return what came of a command, with nothing in it that acts on a terminal."""
    out, err = done.stdout.decode(encoding), done.stderr.decode(encoding)
    assert "Traceback" not in err
    assert all(character.isprintable() or character in "\n\r\u2068\u2069\xa0" for character in out + err)
    return done.returncode, out, err


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with a ledger of no members."""
    return Office(tmp_path)


# Names that are refused

REFUSED = {
    f"a{ESC}b": "U+001B",
    f"a{OSC}b": "U+001B, U+0007",
    "a\x1b]52;c;cm0K\x07b": "U+001B, U+0007",
    f"a{CSI}b": "U+009B",
    "a\rb": "U+000D",
    "a\nb": "U+000A",
    "a\u2028b": "U+2028",
    "a\x85b": "U+0085",
    "a\x08b": "U+0008",
    "a\x7fb": "U+007F",
    "a\u202eb": "U+202E",
    "a\u2066b": "U+2066",
    "a\u200fb": "U+200F",
    "a\u061cb": "U+061C",
    "a\u200bb": "U+200B",
    "a\ufeffb": "U+FEFF",
    "a\u00adb": "U+00AD",
    "a\U000e0041b": "U+E0041",
    "a\ufe0fb": "U+FE0F",
    "a\u200db": "U+200D",
    "a\u034fb": "U+034F",
    "a\u3164b": "U+3164",
    "a\u2800b": "U+2800",
    'x"\n[[members]]\nname = "Evil': "U+000A",
}


def test_names_that_hide_something_are_refused(office: Office) -> None:
    """Controls, line breaks, bidirectional controls, invisible and tag characters: named by their code points, all at once."""
    before = office.ledger.read_bytes()
    code, out, err = office.run("join", "--round", "2015", "--", *REFUSED)
    assert (code, out) == (1, "")
    told = [line.rpartition(": ")[2] for line in err.splitlines() if line.startswith("error: ")]
    assert told == list(REFUSED.values())
    assert office.ledger.read_bytes() == before


@pytest.mark.parametrize("option", ["--note", "--source", "--kind", "--round"])
def test_other_texts_that_hide_something_are_refused(office: Office, option: str) -> None:
    """A note, a source, a kind and a round's id are no way in."""
    before = office.ledger.read_bytes()
    round_ = () if option == "--round" else ("--round", "2015")
    code, _out, err = office.run("join", "Ort", *round_, "--signed", "2015", option, f"a{ESC}b\u202e")
    assert code == 1
    assert r"\x1b" in err
    assert office.ledger.read_bytes() == before


@pytest.mark.parametrize(
    "filler",
    some_of(["\u3164", "\u00ad", "\u034f", "\u115f", "\u17b4", "\u180b", "\uffa0", "\u2800", "\u2060"]),
)
def test_what_does_not_show_makes_no_second_anna(office: Office, filler: str) -> None:
    """No command takes it in, every one finds the member without it, and in a file that is typed it is told."""
    second = f"An{filler}na"
    assert office.run("join", "Anna", "Bert", "--round", "2015")[0] == 0
    before = office.ledger.read_bytes()
    (office.folder / "list.csv").write_text(f"Name;Runde\n{second};2015\n", "utf-8")
    (office.folder / "rounds.csv").write_text(f"Name;Runde\nCem;2016{filler}\n", "utf-8")
    told = f"U+{ord(filler):04X}"
    for command in (
        ("join", second, "--round", "2015"),
        ("amend", "Bert", "--name", second),
        ("import", "list.csv"),
        ("import", "rounds.csv"),
        ("round", f"2015{filler}", "--signed", "2015"),
        ("round", "2015", "--name", f"a{filler}"),
    ):
        code, out, err = office.run(*command)
        assert (code, out) == (1, ""), command
        assert told in err, command
    assert office.ledger.read_bytes() == before
    assert "Anna" in office.run("show", second)[1]
    office.ledger.write_text(
        START.replace('"2015"', f'"2015{filler}"') + f'\n[[members]]\nname = "B{filler}"\nround = "2015{filler}"\n'
    )
    code, out, _err = office.run("check")
    assert (code, out.count(told)) == (0, 2)
    with office.ledger.open("a", encoding="utf-8") as file:
        file.write(f'\n[[members]]\nname = "B"\nround = "2015{filler}"\n')
    assert '"B" is a member twice' in office.run("check")[1]


@pytest.mark.parametrize("name", ["", "  ", ".", "\u0301\u0301", "…", "[/]"])
def test_names_without_letters_are_refused(office: Office, name: str) -> None:
    """A name has at least one letter or digit."""
    assert office.run("join", "--round", "2015", "--", name)[0] == 1
    assert office.names() == []


def test_a_name_without_end_is_refused(office: Office) -> None:
    """And said in one line; a megabyte in one line is taken for running text."""
    code, _out, err = office.run("join", "x" * 30_000, "--round", "2015")
    assert (code, err.splitlines()[0]) == (1, "error: a name of 30000 characters; at most 200")
    assert len(err) < 200
    code, _out, err = office.start("join", "-", "--round", "2015", stdin=b"x" * 1_000_000)
    assert (code, len(err.splitlines()[0]) < 200, office.names()) == (1, True, [])


def test_arguments_that_are_no_utf_8_are_wrong_usage(office: Office) -> None:
    """Before anything is written."""
    assert office.start("join", b"Bj\xf6rn", "--round", "2015")[::2] == (
        2,
        "error: an argument is not valid UTF-8\n  type it again\n",
    )
    assert office.names() == []
    assert office.start("join", "-", "--round", "2015", stdin=b"Bj\xf6rn\n")[0] == 0  # a list from an old program
    assert office.names() == ["Björn"]


# Names that are just names

LITERAL = [
    "-rf", "--help", "@file", "null", "12", "None", "2024-01-01", "CON", "../../etc/passwd", "[bold]x[/bold]", "[link=file:///etc/passwd]x",
    ":skull:", '=HYPERLINK("x")', "+49", "'''x", "x\\", '"x"', "#x", "<script>alert(1)</script>", "a|b`c`", "x]]>y",
    "{name}", "%s", "$HOME", "שלום", "مرحبا", "中文", "Łódź", "x" * 200, "a" + "\u0301" * 3,
]  # fmt: skip


def test_odd_names_are_taken_and_shown_as_they_are(office: Office) -> None:
    """No option by accident, no markup, no emoji, no path, no type, no second entry: the count is what was typed."""
    code, out, _err = office.run("join", "--round", "2015", "--", *LITERAL)
    assert code == 0
    assert f"{len(LITERAL)} members." in out
    assert office.names().sort() == LITERAL.copy().sort()
    assert sorted(office.names()) == sorted(LITERAL)
    listed = json.loads(office.run("list", "--format", "json", "--sort", "file")[1])
    assert [row["name"] for row in listed] == office.names()
    for format_ in ("plain", "table"):
        shown = office.start("list", "--format", format_, COLUMNS="400")[1]
        assert all(name in shown.replace("\u2068", "").replace("\u2069", "") for name in LITERAL)


def test_exports_defuse_what_others_would_run(office: Office) -> None:
    """A formula in a cell, a script in a page, a column in a table of Markdown."""
    names = ["=1+1", "+1", "-1", "@x", "<script>x</script>", "a|b", '"onload="x', "&amp;x"]
    office.run("join", "--round", "2015", "--", *names)
    rows = office.run("list", "--format", "csv")[1]
    assert all(f"'{name}," in rows for name in names[:4])
    page = office.run("list", "--format", "html")[1]
    assert "<script>x" not in page
    assert page.count("<script") == 1  # the page's own, which sorts
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "&amp;amp;x" in page
    assert '"onload' not in page
    assert r"a\|b" in office.run("list", "--format", "markdown")[1]


# Twins


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("José", "Jose\u0301"),
        ("Bad  Ems", "bad ems"),
        ("Bad Ems", "Bad\u00a0Ems"),
        ("Bad Ems", "Bad\u3000Ems"),
        ("Gießen", "GIESSEN"),
    ],
)
def test_spellings_of_one_name_are_one_member(office: Office, first: str, second: str) -> None:
    """Composed or not, in capitals or not, whatever blanks: the second is a member already."""
    assert office.run("join", first, "--round", "2015")[0] == 0
    code, out, err = office.run("join", second, "--round", "2015")
    assert (code, "is a member already" in out) == (0, True) or (code, "U+3000" in err) == (1, True)
    assert len(office.names()) == 1


def test_mixed_scripts_are_taken_with_a_warning(office: Office) -> None:
    """A Cyrillic A in a Latin name is told by its code point, by join and by check."""
    code, out, err = office.run("join", "\u0410nna", "--round", "2015")
    assert (code, out) == (0, "\u0410nna joined in round 2015. 1 member.\n")
    assert err.startswith("warning: a name with letters from several scripts: \u0410 (U+0410), n (U+006E)\n")
    assert "mixed-scripts" in office.run("check", "--format", "csv")[1]


# A ledger that somebody wrote by hand


def test_what_hides_in_a_ledger_is_shown_escaped(tmp_path: Path) -> None:
    """In every format for people, in messages, and in check, which reports it."""
    hostile = "A\\u001B[31mB\\u202EC\\u009B1m\\u200B\\U000E0041"
    text = f'{START}name = "{hostile}"\n[[members]]\nname = "{hostile}"\nround = "2015"\nnote = "{hostile}"\n'
    office = Office(tmp_path, text)
    for arguments in (
        ("list",), ("list", "--format", "table"), ("list", "--format", "markdown"), ("show", "A\x1b[31mB\u202eC\x9b1m\u200b\U000e0041"),
        ("report",), ("check",), ("leave", "A", "--on", "2016"),
    ):  # fmt: skip
        _code, out, err = office.run(*arguments)
        assert arguments[0] in ("leave", "check") or r"\x1b" in out + err, arguments
    found = json.loads(office.run("check", "--format", "json")[1])
    assert "odd-characters" in [problem["code"] for problem in found]


def test_file_names_are_shown_escaped(office: Office) -> None:
    """A ledger and an export may have names that would act on a terminal."""
    name = f"a{ESC}b\n.toml"
    shutil.copy(office.ledger, office.folder / name)
    for arguments in (
        ("list", "-o", f"x{ESC}.csv"),
        ("check",),
        ("join", "A", "--round", "2051"),
        ("leave", "A", "--on", "2016"),
    ):
        _code, out, err = office.run("--ledger", name, *arguments)
        assert "\x1b" not in out + err
    assert (office.folder / f"x{ESC}.csv").exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"x = " + b"[" * 100_000, "brackets nested too deeply"),
        (b"x = " + b"{a=" * 100_000, "brackets nested too deeply"),
        (b".".join([b"a"] * 100_000) + b" = 1", "a key with more than 32 parts"),
        (b"[" + b".".join([b"a"] * 100_000) + b"]", "a key with more than 32 parts"),
        (b"x = " + b"1" * 100_000, "a number that is too long"),
        (b"x = 0x" + b"f" * 100_000, "a number that is too long"),
        (b'name = "L\xfcnen"\n', "members.toml is not valid UTF-8: byte 0xFC at offset 9, in line 1"),
        ("a = 1".encode("utf-16"), "members.toml is written in UTF-16"),
        (b"\0" * 100_000, "this is not TOML"),
        (b"[[members]]\n" * 5_000, None),
        (b'"' * 100_000, None),
        (b"#" * 1_000_000 + b"\x1b", "a control character"),
    ],
    ids=[
        "arrays",
        "tables",
        "key",
        "header",
        "integer",
        "hex",
        "latin-1",
        "utf-16",
        "zeros",
        "entries",
        "quotes",
        "comment",
    ],
)
def test_files_that_would_stop_a_parser_are_refused_at_once(office: Office, data: bytes, said: str | None) -> None:
    """Within seconds, without a traceback, with the place, and unchanged; the same by join."""
    office.ledger.write_bytes(data)
    for arguments in (("check",), ("join", "A", "--round", "2015")):
        with process_time_below(4):
            code, out, err = office.start(*arguments)
        assert code == 1
        assert (said or "error") in out + err
        assert len(out + err) < 40_000_000
    assert office.ledger.read_bytes() == data


def test_a_file_of_a_gigabyte_is_refused_at_once(office: Office) -> None:
    """By its size, before it is read."""
    with office.ledger.open("wb") as file:
        file.truncate(1 << 30)
    with process_time_below(4):
        code, _out, err = office.start("list")
    assert (code, err) == (1, "error: members.toml is too large for a ledger: 1024 MB, at most 256 MB\n")


@pytest.mark.parametrize(
    "text", ["\ufeff" + START, START.replace("\n", "\r\n"), START.removesuffix("\n"), START + "\t \n"]
)
def test_the_manner_of_the_file_is_kept(tmp_path: Path, text: str) -> None:
    """Byte order mark, line ends of Windows, a missing last line end, blanks at its end."""
    office = Office(tmp_path, text)
    assert office.run("join", "Ort", "--round", "2015")[0] == 0
    found = office.ledger.read_bytes().decode()
    assert found.startswith(text.rstrip())
    assert found.endswith(text[len(text.rstrip()) :])
    assert ("\r\n" in text) == ("\r\n" in found)
    assert found.count("\n") - found.count("\r\n") in (0, found.count("\n"))
    assert office.run("remove", "Ort")[0] == 0
    assert office.ledger.read_bytes().decode().rstrip() == text.rstrip()


# Dates and the clock


@pytest.mark.parametrize(
    "date",
    some_of(["2023-02-29", "２０１５", "31.6.2015", "0000-01-01", "10000", "1.6.15", "٢٠١٥", "2015-6", ""], 2),
)
def test_dates_that_do_not_exist_are_refused(office: Office, date: str) -> None:
    """With what is wrong about them: they are no dates, or there is no such day."""
    code, _out, err = office.run("join", "Ort", "--signed", date)
    assert (code, "is not a date; write 5.12.2012" in err or " days" in err) == (2, True)


def test_order_of_dates(office: Office) -> None:
    """Nobody leaves before joining, joins in the future, or leaves what it never joined."""
    assert office.run("join", "Ort", "--signed", "2027")[0] == 1
    assert office.run("leave", "Ort", "--on", "2016")[0] == 1
    assert office.run("join", "Ort", "--round", "2015", "--signed", "2015-06-01")[0] == 0
    code, _out, err = office.run("leave", "Ort", "--on", "2014")
    assert (code, "cannot leave (2014) before it signed (2015-06-01)" in err) == (1, True)
    assert office.run("leave", "Ort", "--on", "2016")[0] == 0
    assert office.run("join", "Ort", "--signed", "2015-12")[0] == 1


def test_a_clock_that_stands_wrong_is_told_and_destroys_nothing(office: Office) -> None:
    """Before the ledger's own dates it is an error that names today; nothing is written."""
    office.run("join", "Ort", "--round", "2015", "--signed", "2015-06-01")
    before = office.ledger.read_bytes()
    code, _out, err = office.start("join", "Dorf", "--signed", "2010", ENGAGIERT_TODAY="2011-01-01")
    assert code == 1
    assert "2015-06-01 is in the future: today is 2011-01-01" in err
    assert office.ledger.read_bytes() == before


# Surroundings


@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp1252"},
        {"HOME": None, "LANG": None, "COLUMNS": "0"},
        {"HOME": "/nowhere", "TMPDIR": "/nowhere", "COLUMNS": "x", "TERM": "dumb"},
        {"TERM": None, "COLUMNS": "1"},
    ],
    ids=str,
)
def test_poor_surroundings_are_enough(office: Office, variables: dict[str, Any]) -> None:
    """Names are written as they are; what cannot be shown is escaped."""
    if "LC_ALL" in variables:
        require_python_in_the_c_locale()
    assert office.start("join", "Łódź 中", "--round", "2015", **variables)[0] == 0
    assert office.names() == ["Łódź 中"]
    for arguments in (("list", "--format", "table"), ("report",), ("check",)):
        assert office.start(*arguments, **variables)[0] == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    """Nothing is written, nothing is left, and it is said what to do."""
    folder = Path("/tmp") / f"engagiert-test-{os.getpid()}"
    folder.mkdir(mode=0o755)
    try:
        office = Office(folder)
        office.ledger.chmod(0o666)
        command = [
            "setpriv",
            "--reuid=65534",
            "--clear-groups",
            str(Path(sys.executable).with_name("engagiert")),
            "join",
            "A",
            "--round",
            "2015",
        ]
        done = subprocess.run(
            command, cwd=folder, env=office.environment, capture_output=True, encoding="utf-8", check=False
        )
        if done.returncode in (126, 127):
            pytest.skip("nobody else may read this program")
        assert done.returncode == 1
        assert done.stderr.splitlines() == [
            "error: members.toml cannot be written: permission denied",
            "  ask for the right to write in this folder; nothing was written",
        ]
        assert os.listdir(folder) == ["members.toml"]
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a disk of 64 kB for the block; skip where that is not allowed."""
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a disk is not allowed here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("mount"), reason="tmpfs is Linux's")
def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """The old ledger stands, nothing is left beside it, and with room again the same command works."""
    with small_disk(tmp_path) as disk:
        office = Office(disk)
        before = office.ledger.read_bytes()
        filler = disk / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        code, out, err = office.start("join", "A", "--round", "2015", XDG_STATE_HOME=str(tmp_path))
        assert (code, out) == (1, "")
        assert err == "error: members.toml cannot be written: the disk is full\n  make room; nothing was written\n"
        assert office.ledger.read_bytes() == before
        assert sorted(os.listdir(disk)) == ["filler", "members.toml"]
        filler.unlink()
        assert office.start("join", "A", "--round", "2015", XDG_STATE_HOME=str(tmp_path))[0] == 0


def test_a_file_that_may_not_grow_is_told(office: Office) -> None:
    """A limit on the size of files, at any byte, leaves the old ledger."""
    before = office.ledger.read_bytes()
    done = subprocess.run(
        ["bash", "-c", "ulimit -f 0; exec engagiert join A --round 2015"],
        cwd=office.folder, env=office.environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert "the file would become too large" in done.stderr
    assert office.ledger.read_bytes() == before
    assert "engagiert-tmp" not in str(os.listdir(office.folder))


def test_a_ledger_that_is_set_read_only_stays(office: Office) -> None:
    """Even for root."""
    office.ledger.chmod(0o444)
    before = office.ledger.stat()
    code, _out, err = office.run("join", "A", "--round", "2015")
    assert (code, err.splitlines()[0]) == (1, "error: members.toml is read-only")
    assert office.ledger.stat() == before


def test_modules_beside_the_ledger_are_not_run(office: Office) -> None:
    """A file called like a library of ours lies in the folder, and stays unread."""
    for name in ("typer", "tomli", "rich", "json", "engagiert_cli"):
        (office.folder / f"{name}.py").write_text("raise SystemExit('a trap')")
    assert office.start("list")[0] == 0


def test_error_numbers_are_those_of_this_system() -> None:
    """The reasons that are told by number exist here."""
    assert errno.ENOSPC
    assert errno.EDQUOT
