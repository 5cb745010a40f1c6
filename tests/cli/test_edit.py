"""`engagiert edit`, with editors that are scripts: what is written is a ledger, or nothing is written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_sessions import ROOT, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the editors are scripts of a POSIX shell")


class Desk:
    """A folder with the founding ledger, and an editor that does what a test says, one thing each time it is opened."""

    def __init__(self, folder: Path) -> None:
        self.ledger = folder / "list of members" / "members.toml"
        self.ledger.parent.mkdir()
        shutil.copy(ROOT / "data" / "members.toml", self.ledger)
        self.before = self.ledger.read_bytes()
        self.editor = folder / "my editor"
        self.opened = folder / "opened"
        self.drafts = folder / "drafts"
        self.drafts.mkdir()
        self.environment = environment(folder, "en") | {"TMPDIR": str(self.drafts), "EDITOR": str(self.editor)}

    def does(self, *steps: str) -> None:
        """Let the editor run these lines of shell with the file as `$1`, the first as it is opened first."""
        cases = "\n".join(f"{number}) {step} ;;" for number, step in enumerate(steps, 1))
        self.editor.write_text(
            f"#!/bin/sh\necho >> '{self.opened}'\ncase $(wc -l < '{self.opened}') in\n{cases}\n*) exit 9 ;;\nesac\n"
        )
        self.editor.chmod(0o755)

    def types(self, *words: str, answers: str | None = None) -> tuple[int, str]:
        """Run a command on the ledger, its answers typed at a terminal where there are any; return its code and words."""
        command = ("engagiert", "--ledger", str(self.ledger), *words)
        master, terminal = os.openpty()
        os.write(master, (answers or "").encode())
        done = subprocess.run(
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL if answers is None else terminal,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        os.close(master)
        os.close(terminal)
        return done.returncode, done.stdout

    @property
    def kept(self) -> list[bytes]:
        """What is kept of drafts."""
        return [path.read_bytes() for path in self.drafts.rglob("*.toml")]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with the founding ledger."""
    return Desk(tmp_path)


BREAK = """sed -i 's/"Bonn"/"Bonn/' "$1" """
MEND = """sed -i 's/"Bonn/"Bonn"\\nnote = "Bundesstadt"/' "$1" """


def test_a_ledger_that_is_broken_and_mended_is_written_once(desk: Desk) -> None:
    """What is wrong is told, and asked about; what is written is told by member, and undone to the byte."""
    desk.does(BREAK, MEND)
    code, said = desk.types("edit", answers="what\ne\n")
    assert code == 0
    assert f"{desk.ledger.name}:34:13: error[syntax]: unterminated string" in said
    assert said.count("edit again (e) or discard what you wrote (d)? ") == 2
    assert said.endswith("Edited:\n  corrected: Bonn (Note – → Bundesstadt)\n23 members.\n")
    assert desk.ledger.read_bytes() == desk.before.replace(b'"Bonn"\n', b'"Bonn"\nnote = "Bundesstadt"\n')
    assert list(desk.drafts.iterdir()) == []
    assert desk.types("undo")[0] == 0
    assert desk.ledger.read_bytes() == desk.before


def test_who_gives_up_has_the_ledger_as_it_was(desk: Desk) -> None:
    """Discarded when that is answered; kept where it is not answered, or the editor itself fails."""
    desk.does(BREAK, BREAK, BREAK, f"{MEND}; exit 3", "exit 4")
    assert desk.types("edit", answers="d\n")[1].endswith(
        "error: what you wrote is discarded; the ledger is as it was\n"
    )
    assert desk.kept == []
    for answers, error in (
        ("\x04", "nobody has answered; the ledger is as it was"),
        (None, 'put the closing " at the end of the text, on the same line'),
        (None, "the editor ended with 3; the ledger is as it was"),
    ):
        code, said = desk.types("edit", answers=answers)
        assert code == 1
        assert error in said
        (draft,) = desk.drafts.rglob("*.toml")
        assert f"note: what you wrote is kept in {draft}\n" in said
        assert draft.parent.stat().st_mode & 0o777 == 0o700
        assert draft.read_bytes() != desk.before
        shutil.rmtree(draft.parent)
    assert desk.types("edit") == (1, "error: the editor ended with 4; the ledger is as it was\n")
    assert desk.kept == []
    assert desk.ledger.read_bytes() == desk.before


def test_what_was_not_changed_is_not_written(desk: Desk) -> None:
    """Not even anew."""
    desk.does("true")
    status = desk.ledger.stat()
    code, said = desk.types("edit")
    assert (code, said.splitlines()[0]) == (0, "Nothing was changed.")
    assert (desk.ledger.stat().st_ino, desk.ledger.stat().st_mtime_ns) == (status.st_ino, status.st_mtime_ns)
    assert "there is no change" in desk.types("undo")[1]


@pytest.mark.parametrize("step", [': > "$1"', 'rm "$1"', 'echo > "$1"'])
def test_an_editor_that_leaves_nothing_leaves_the_ledger(desk: Desk, step: str) -> None:
    """It is told as it is, without advice to start again; who goes on edits the ledger as it was."""
    desk.does(step)
    assert desk.types("edit") == (1, "error: nothing was left in the editor; the ledger is as it was\n")
    assert desk.ledger.read_bytes() == desk.before
    desk.opened.unlink()
    desk.does(step, """echo '# more' >> "$1" """)
    assert desk.types("edit", answers="e\n")[0] == 0
    assert desk.ledger.read_bytes() == desk.before + b"# more\n"


@pytest.mark.parametrize("step", ['rm "$1"; mkdir "$1"', 'rm -r "${1%/*}"'])
def test_an_editor_that_clears_up_leaves_the_ledger(desk: Desk, step: str) -> None:
    """Something else may stand where the draft was, or nothing at all, as where old drafts are deleted."""
    desk.does(step)
    assert desk.types("edit") == (1, "error: nothing was left in the editor; the ledger is as it was\n")
    assert desk.ledger.read_bytes() == desk.before


def test_what_others_wrote_meanwhile_is_not_overwritten(desk: Desk) -> None:
    """The draft is kept."""
    desk.does(f"{BREAK}; {MEND}; echo '# by others' >> '{desk.ledger}'")
    code, said = desk.types("edit")
    assert code == 1
    assert f"{desk.ledger.name} has been changed by somebody else in the meantime\n  nothing was written\n" in said
    assert desk.ledger.read_bytes() == desk.before + b"# by others\n"
    assert [b"Bundesstadt" in draft for draft in desk.kept] == [True]


def test_a_broken_ledger_can_be_mended(desk: Desk) -> None:
    """The file that is opened is the ledger as it is, whatever is wrong with it."""
    desk.ledger.write_bytes(desk.before.replace(b'"Bonn"', b'"Bonn'))
    desk.does(MEND)
    assert desk.types("edit") == (0, "Edited.\n23 members.\n")


@pytest.mark.parametrize(
    ("visual", "editor", "arguments"),
    [
        ("EDITOR", "nothing", ""),
        ("", "EDITOR", ""),
        ("'EDITOR' --wait '-x y'", "nothing", "--wait|-x y|"),
        ("", '"EDITOR" --wait', "--wait|"),
    ],
)
def test_the_editor_is_the_users(desk: Desk, visual: str, editor: str, arguments: str) -> None:
    """VISUAL before EDITOR, with arguments, from a folder with a blank."""
    desk.does(f"""for word in "$@"; do printf '%s|' "$word"; done > '{desk.opened}.words'""")
    desk.environment |= {
        "VISUAL": visual.replace("EDITOR", str(desk.editor)),
        "EDITOR": editor.replace("EDITOR", str(desk.editor)),
    }
    assert desk.types("edit")[0] == 0
    words = Path(f"{desk.opened}.words").read_text()
    assert words.startswith(f"{arguments}{desk.drafts}/engagiert-")
    assert words.endswith("/members.toml|")


@pytest.mark.parametrize("editor", ["no-such-editor --wait", "'", "''"])
def test_an_editor_that_is_not_there_is_named(desk: Desk, editor: str) -> None:
    """With how to name another one."""
    desk.environment["EDITOR"] = editor
    assert desk.types("edit") == (
        1,
        f'error: there is no editor {editor}\n  set EDITOR to the one to use, such as: EDITOR="code --wait"\n',
    )
    assert list(desk.drafts.iterdir()) == []
