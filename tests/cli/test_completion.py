"""Completion in real shells: what is typed on a terminal, with the Tab key, becomes the command that then runs."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engagiert_cli.cli.completion import parted, quoted, quoted_for_powershell
from engagiert_cli.register.bodies import open_register
from engagiert_cli.register.names import Found
from tests.cli.test_sessions import ROOT, environment
from tests.shell import engagiert

if TYPE_CHECKING:
    from collections.abc import Iterator

pty = pytest.importorskip("pty", reason="a terminal of POSIX")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(engagiert --completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'eval "$(engagiert --completion zsh)"'),
    "fish": (["fish", "--no-config", "--interactive"], "engagiert --completion fish | source"),
}
# In place of the program: asked by the Tab key it answers, else it says which words have arrived.
RECORDER = """#!/bin/sh
if [ -n "$_ENGAGIERT_COMPLETE" ] || [ "$1" = --completion ]; then exec "$PROGRAM" "$@"; fi
{ printf '%s\\0' "$@"; printf END; } > "$RECORD"
"""
HOSTILE = (
    "a$(touch pwned)", "$(touch pwned)", "a `touch pwned` b", "`touch pwned`a", "a;touch pwned", "a|touch pwned",
    "a&touch pwned", "a>pwned", "a<(touch pwned)", "a'$(touch pwned)'", 'a"$(touch pwned)"', "x' ; touch pwned; 'y",
    'x" ; touch pwned; "y', "R&B", "O'Neill", "Rock'", 'der "Bund"', 'a"', "l*", "x?", "[ab]", "{a,b}", "p(x)", "~root",
    "$HOME", "$'x\\n'", "o\\x", "x\\", "#x", "!x", "Hey!you", "x!!", "^a^b", "a=b", "=ls", "a:b:c", "a@b", "50 %s", "%F{red}x",
    "Ärzte & Co", "שלום",
)  # fmt: skip
CONTEXTS = {
    "bare": ("show ", ["show", ""]),
    "double": ('show "', ["show", ""]),
    "single": ("show '", ["show", ""]),
    "option": ("list --round=", ["list", "--round="]),
    "option-double": ('list --round="', ["list", "--round="]),
    "kind": ("list --kind '", ["list", "--kind", ""]),
}


class Terminal:
    """A shell with completion set up, and a recorder in place of the program."""

    def __init__(self, shell: str, folder: Path, stream: int) -> None:
        self.shell, self.folder, self.stream = shell, folder, stream
        self.shown = b""
        os.mkfifo(folder / "record")
        self.record = os.open(folder / "record", os.O_RDWR | os.O_NONBLOCK)

    def arrived(self, line: str) -> list[str]:
        """Type the line, where ⇥ is the Tab key, and return the words with which the program is run."""
        os.write(self.stream, line.replace("⇥", "\t").encode() + b"\r")
        words = b""
        end = time.monotonic() + 30
        while not words.endswith(b"END"):
            ready, _, _ = select.select([self.record, self.stream], [], [], max(0, end - time.monotonic()))
            assert ready, f"{line} runs nothing:\n{self.shown[-2000:].decode('utf-8', 'replace')}"
            if self.stream in ready:
                self.shown += os.read(self.stream, 65536)
            if self.record in ready:
                words += os.read(self.record, 65536)
        return words.removesuffix(b"END").decode().split("\0")[:-1]


@contextlib.contextmanager
def terminal(shell: str, folder: Path) -> Iterator[Terminal]:
    """Start the shell on a terminal of its own, or skip the test where it is not installed."""
    command, setup = SHELLS[shell]
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    settings = environment(folder, "en") | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "dumb", "LANGUAGE": "en"}
    settings |= {"RECORD": str(folder / "record"), "PROGRAM": str(Path(sys.executable).with_name("engagiert"))}
    settings["PATH"] = os.pathsep.join((str(folder / "bin"), settings["PATH"]))
    (folder / "bin").mkdir()
    (folder / "bin" / "engagiert").write_text(RECORDER)
    (folder / "bin" / "engagiert").chmod(0o755)
    main, inner = pty.openpty()
    with subprocess.Popen(
        command,
        stdin=inner,
        stdout=inner,
        stderr=inner,
        cwd=folder,
        env=settings,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - a terminal of its own; no threads
    ) as process:
        os.close(inner)
        started = Terminal(shell, folder, main)
        try:
            assert started.arrived(f"{setup}; engagiert ready") == ["ready"]
            yield started
        finally:
            process.kill()
            os.close(main)
            os.close(started.record)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with the founding ledger."""
    shutil.copy(ROOT / "data" / "members.toml", tmp_path / "members.toml")
    return tmp_path


def write_ledger(folder: Path, *names: str) -> None:
    """Write a ledger in which everything is called so: members, their kinds and their rounds."""
    rounds = "".join(f"[[rounds]]\nid = {json.dumps(name)}\n" for name in names)
    entries = (f"[[members]]\nname = {name}\nkind = {name}\nround = {name}\n" for name in map(json.dumps, names))
    (folder / "members.toml").write_text(rounds + "".join(entries), "utf-8")


def candidates(folder: Path, *words: str) -> list[str]:
    """Return what the program offers for the last of the words."""
    settings = {**environment(folder, "en"), "_ENGAGIERT_COMPLETE": "fish"}
    done = engagiert(*words, cwd=folder, env=settings)
    assert (done.returncode, done.stderr) == (0, b"")
    return [line.partition("\t")[0] for line in done.stdout.decode().splitlines()]


@pytest.mark.parametrize("shell", SHELLS)
def test_what_is_offered_arrives_as_one_word(shell: str, office: Path) -> None:
    """A name of several words, also in quotation marks, behind an equals sign, and from the middle of a word on."""
    with terminal(shell, office) as typing:
        for line, words in {
            "sho⇥ Wit⇥": ["show", "Witten"],
            "show Kreis⇥": ["show", "Kreis Lippe"],
            "show Kreis\\ L⇥": ["show", "Kreis Lippe"],
            'show "Kreis L⇥': ["show", "Kreis Lippe"],
            "show 'Kreis L⇥": ["show", "Kreis Lippe"],
            'show Kreis" L⇥': ["show", "Kreis Lippe"],
            "join Bad\\ Sass⇥ --round 2015 -n": ["join", "Bad Sassendorf", "--round", "2015", "-n"],
            "list --in=Enn⇥": ["list", "--in=Ennepe-Ruhr-Kreis"],
            'list --in="Kreis R⇥': ["list", "--in=Kreis Recklinghausen"],
            "list --in Regierungsbezirk\\ A⇥": ["list", "--in", "Regierungsbezirk Arnsberg"],
            "list --format geo⇥": ["list", "--format", "geojson"],
            "list -o members.t⇥": ["list", "-o", "members.toml"],
        }.items():
            assert typing.arrived(f"engagiert {line}") == words


def arrives_as_it_is(typing: Terminal, name: str, context: str) -> None:
    """Demand that the one name of a ledger arrives as it is, and that nothing else happens."""
    if typing.shell == "fish" and name.startswith("~") and context == "bare":
        return  # fish would not quote it there, so it is not offered
    write_ledger(typing.folder, name)
    start, words = CONTEXTS[context]
    assert typing.arrived(f"engagiert {start}⇥") == [*words[:-1], words[-1] + name]
    assert not (typing.folder / "pwned").exists()


def test_bash_runs_nothing_that_a_ledger_says(tmp_path: Path) -> None:
    """A name is one word to bash, whatever it says."""
    with terminal("bash", tmp_path) as typing:
        for name in HOSTILE:
            arrives_as_it_is(typing, name, "bare")
        for name in ("'x'", '"x"', "!x", "x!"):  # at whose ends is the open mark itself, or what calls the history
            for context in ("single", "double"):
                arrives_as_it_is(typing, name, context)


@pytest.mark.parametrize("shell", SHELLS)
def test_no_shell_runs_what_a_ledger_says(shell: str, tmp_path: Path) -> None:
    """Half of the names, rounds and kinds, quoted and behind an equals sign, by turns; the shell quotes what is offered."""
    with terminal(shell, tmp_path) as typing:
        for name, context in zip(HOSTILE[::2], itertools.cycle(CONTEXTS), strict=False):
            arrives_as_it_is(typing, name, context)


@pytest.mark.faults
@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize("shell", SHELLS)
def test_no_shell_runs_what_a_ledger_says_in_any_context(shell: str, context: str, tmp_path: Path) -> None:
    """Every name in every context, in every shell."""
    with terminal(shell, tmp_path) as typing:
        for name in HOSTILE:
            arrives_as_it_is(typing, name, context)


def test_the_common_part_of_several_names_does_nothing_either(tmp_path: Path) -> None:
    """Bash writes as much as they have in common, shows them as they are, and goes on from there."""
    write_ledger(tmp_path, "a$(touch pwned)", "a;touch pwned", "a;x")
    with terminal("bash", tmp_path) as typing:
        assert typing.arrived("engagiert show a⇥⇥⇥;t⇥") == ["show", "a;touch pwned"]
        assert b"a$(touch pwned)" in typing.shown.replace(b"\r\n", b"")
        assert typing.arrived("engagiert show 'a⇥⇥⇥;t⇥") == ["show", "a;touch pwned"]
    assert not (tmp_path / "pwned").exists()


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
@settings(max_examples=30)
@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" "), min_size=1), min_size=1))
def test_what_is_quoted_for_bash_is_read_back(names: list[str]) -> None:
    """By bash, and by what reads the words of its command line, wherever the quotation begins."""
    written = []
    for name in names:
        for quote in ("", "'", '"'):
            text = quote + quoted(name, quote)
            text = text[1:] if quote and text[:2] == quote * 2 else text  # as bash does it, which knows the open one
            written.append(text if not quote or text[1:].endswith(quote) else text + quote)
    line = " ".join(written)
    script = f"printf '%s\\0' {line}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"})
    expected = [name for name in names for _quote in range(3)]
    assert done.stdout.decode().split("\0")[:-1] == expected
    assert parted(f"engagiert {line}") == (["engagiert", *expected], "")


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" '\"`$‘’"), min_size=1), min_size=1
    )
)
def test_what_is_quoted_for_powershell_is_read_back(names: list[str]) -> None:
    """By what reads the words of its command line, which knows its rules: none runs or replaces anything."""
    plain = [name for name in names if not set(name) & set("‘’‚‛“”„")]  # which are doubled, and read by it alone
    line = " ".join(["engagiert", *map(quoted_for_powershell, plain)])
    assert parted(line, "powershell") == (["engagiert", *plain], "")
    assert all(quoted_for_powershell(name)[0] == "'" for name in names if set(name) & set(" '\"`$;|&(){}<>@#,‘’"))


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("engagiert show Wit", ["Witten"]),
        ("engagiert show Kreis", ["'Kreis Lippe'"]),
        ("engagiert show 'Kreis L", ["'Kreis Lippe'"]),
        ('engagiert show "Kreis L', ["'Kreis Lippe'"]),
        ("engagiert show Kreis` L", ["'Kreis Lippe'"]),
        ("engagiert report --by ", ["round", "year", "kind", "district", "region", "land"]),
        ("engagiert report g", ["growth"]),
        ("engagiert list --in=Kreis` R", ["'--in=Kreis Recklinghausen'"]),
        ("engagiert help un", ["undo"]),
        ("engagiert join 'O''", []),
    ],
)
def test_powershell_is_offered(line: str, offered: list[str], office: Path) -> None:
    """What stands in its variable is completed; it replaces the whole word, so that this is quoted anew."""
    settings = {**environment(office, "en"), "_ENGAGIERT_COMPLETE": "powershell", "_ENGAGIERT_LINE": line}
    done = engagiert(cwd=office, env=settings)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [found.partition("\t")[0] for found in done.stdout.decode().splitlines()] == offered


def test_join_offers_the_register(office: Path) -> None:
    """Whoever may join is offered: all bodies of the register but those that are members."""
    offered = candidates(office, "join", "")
    assert len(offered) == 432 - 23
    assert "Bad Sassendorf" in offered
    assert "Witten" not in offered


@pytest.mark.parametrize("typed", ["Haib", "Kreis ", "Neustadt", "L"])
def test_what_is_offered_of_all_germany_can_be_typed(typed: str, tmp_path: Path) -> None:
    """Each body whose name begins so is offered once, and where several have its name, so that it is meant alone."""
    (tmp_path / "members.toml").write_text('[network]\nregister = "de"\n', "utf-8")
    register = open_register("de")
    offered = [register.names.find(name) for name in candidates(tmp_path, "join", typed.replace(" ", "\\ "))]
    bodies = [found.body for found in offered if isinstance(found, Found)]
    beginning = [body for body in register.bodies if body.name.startswith(typed)]
    assert len(bodies) == len(offered) == len({body.key for body in bodies})
    assert {body.key for body in bodies} <= {body.key for body in beginning}
    unsaid = [body for body in beginning if body not in bodies]
    assert all(register.names.unambiguous(body) == body.key for body in unsaid)


@pytest.mark.parametrize("command", ["leave", "amend", "remove", "show"])
def test_the_others_offer_the_members(command: str, office: Path) -> None:
    """Where a member is asked for, the ledger's are offered."""
    assert candidates(office, command, "K") == ["Kamp-Lintfort", "Kirchlengern", "Kreis Lippe"]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["list", "--round", ""], ["2012", "2015"]),
        (["join", "Ahlen", "--round", "2"], ["2012", "2015"]),
        (["round", ""], ["2012", "2015"]),
        (["list", "--kind", "K"], ["Kreis"]),
        (["report", "--in", "Regierungsbezirk A"], ["Regierungsbezirk Arnsberg"]),
        (["report", "--by", "r"], ["round", "region"]),
        (["report", "--in=Kreis\\ R"], ["--in=Kreis Recklinghausen"]),
        (["report", "--format", "s"], ["sqlite", "svg"]),
        (["list", "--format", "s"], ["sqlite"]),
        (["--ledger", "members.toml", "leave", '"Kreis '], ["Kreis Lippe"]),
        (["--ledger", "-", "leave", ""], []),
        (["--ledger", "none.toml", "leave", ""], []),
        (["sho"], ["show"]),
    ],
)
def test_what_is_offered(words: list[str], offered: list[str], office: Path) -> None:
    """Rounds, designations, areas and choices are offered; without a ledger nothing is, and nothing is said."""
    assert candidates(office, *words) == offered


def test_a_network_of_other_bodies(tmp_path: Path) -> None:
    """Without a register, nobody can say who will join; the members are offered all the same."""
    (tmp_path / "members.toml").write_text(
        'format = 1\n\n[[rounds]]\nid = "1"\n\n[[members]]\nname = "Chor Lünen"\nkind = "Chor"\nround = "1"\n', "utf-8"
    )
    assert candidates(tmp_path, "join", "") == []
    assert candidates(tmp_path, "show", "C") == ["Chor Lünen"]
    assert candidates(tmp_path, "list", "--kind", "") == ["Chor"]


def test_scripts_are_asked_for_by_shell(tmp_path: Path) -> None:
    """`--completion` knows the four shells, and names them when asked for another."""
    done = engagiert("--completion", "tcsh", cwd=tmp_path, env=environment(tmp_path, "en"))
    assert done.returncode == 2
    assert done.stderr.decode().startswith('error: --completion: "tcsh" is not one of bash, zsh, fish, powershell\n')
