"""The ledger's file is found, read, started and replaced without ever losing a byte."""

from __future__ import annotations

import codecs
import contextlib
import errno
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from engagiert_cli import files
from engagiert_cli.errors import Refusal
from engagiert_cli.files import export
from engagiert_cli.ledger import lock, store
from engagiert_cli.output.hints import worded
from tests.ledger.ledgers import LEDGER, document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from engagiert_cli.ledger.store import Content

fcntl = pytest.importorskip("fcntl", reason="links, modes and pipes are those of Unix")

SHOWN = "members.toml"
T = TypeVar("T")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger in a folder of its own."""
    path = tmp_path / "members.toml"
    path.write_bytes(LEDGER.encode())
    return path


def refused(attempt: Callable[[], object]) -> tuple[str, ...]:
    """Return what the attempt is refused with: the message and its hints."""
    with pytest.raises(Refusal) as caught:
        attempt()
    return (caught.value.message, *map(worded, caught.value.hints))


def with_line(content: Content, line: str) -> Content:
    """Return the content with a line more."""
    return content._replace(text=content.text + line)


def appending(line: str) -> Callable[[Content], tuple[Content, str]]:
    """Return an edit that appends the line and says so."""
    return lambda content: (with_line(content, line), f"added {line}")


def update(path: Path, edit: Callable[[Content], tuple[Content, T]], notes: list[str] | None = None) -> T:
    """Replace the ledger by what the edit makes of it, taking down the notes for the user."""
    told = [] if notes is None else notes
    with store.changing(path, SHOWN, edit, told.append) as made:
        return made.result


def names_in(folder: Path) -> list[str]:
    """Return what stands in the folder, hidden files too."""
    return sorted(os.listdir(folder))


# Finding


def test_the_nearest_ledger_upwards_is_found(tmp_path: Path) -> None:
    """data/members.toml goes before members.toml, and both before what stands further up."""
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "data").mkdir()

    def found() -> Path:
        return store.find(None, {}, deep, None)

    (tmp_path / "members.toml").touch()
    assert found() == tmp_path / "members.toml"
    (tmp_path / "data" / "members.toml").touch()
    assert found() == tmp_path / "data" / "members.toml"
    (tmp_path / "a" / "members.toml").touch()
    assert found() == tmp_path / "a" / "members.toml"
    (deep / "data").mkdir()
    (deep / "data" / "members.toml").touch()
    assert found() == deep / "data" / "members.toml"


def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    """It is for reading to say what is wrong with it; a ledger further up is not silently taken."""
    (tmp_path / "members.toml").touch()
    inner = tmp_path / "a"
    inner.mkdir()
    (inner / "members.toml").symlink_to("nowhere")
    assert store.find(None, {}, inner, None) == inner / "members.toml"


@pytest.mark.parametrize("kind", ["git folder", "git file", "home"])
def test_the_search_ends_at_the_repository_and_at_home(tmp_path: Path, kind: str) -> None:
    """A ledger there is found, one above is not."""
    inner = tmp_path / "project" / "docs"
    inner.mkdir(parents=True)
    (tmp_path / "members.toml").touch()
    home = None
    if kind == "git folder":
        (tmp_path / "project" / ".git").mkdir()
    elif kind == "git file":
        (tmp_path / "project" / ".git").write_text("gitdir: elsewhere")
    else:
        home = tmp_path / "project"
    assert refused(lambda: store.find(None, {}, inner, home)) == (
        f"there is no ledger in {inner} or above",
        'start one here:   engagiert init --name "…"',
        'of municipalities, such as those in NRW:   engagiert init --name "…" --register nrw',
        "or say where it is:   engagiert --ledger PATH …",
    )
    (tmp_path / "project" / "members.toml").touch()
    assert store.find(None, {}, inner, home) == tmp_path / "project" / "members.toml"


def test_what_is_asked_for_goes_first(ledger: Path) -> None:
    """--ledger goes before the environment, the environment before the search; neither need exist."""
    environment = {"ENGAGIERT_LEDGER": "b.toml"}
    assert store.find("a.toml", environment, ledger.parent, None) == Path("a.toml")
    assert store.find(None, environment, ledger.parent, None) == Path("b.toml")
    assert store.find(None, {"ENGAGIERT_LEDGER": ""}, ledger.parent, None) == ledger


def test_the_folder_of_a_ledger_can_be_asked_for(ledger: Path) -> None:
    """By --ledger and by the environment; one without a ledger is what is said not to be one."""
    assert store.find(str(ledger.parent), {}, None, None) == ledger
    assert store.find(None, {"ENGAGIERT_LEDGER": str(ledger.parent)}, None, None) == ledger
    (ledger.parent / "empty").mkdir()
    assert store.find(str(ledger.parent / "empty"), {}, None, None) == ledger.parent / "empty"


# Reading


@pytest.mark.parametrize("mark", [b"", codecs.BOM_UTF8])
def test_the_bytes_of_a_ledger_are_its_text(tmp_path: Path, mark: bytes) -> None:
    """The byte order mark is no part of the text, and comes back when another text is written."""
    path = tmp_path / "x.toml"
    path.write_bytes(mark + "ä = 1\r\n".encode())
    content = store.read(path, SHOWN)
    assert (content.data, content.text) == (mark + "ä = 1\r\n".encode(), "ä = 1\r\n")
    assert content._replace(text="ö\n").data == mark + "ö\n".encode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("format = 1".encode("utf-16"), ("members.toml is written in UTF-16", "save it as UTF-8 in your editor")),
        (
            codecs.BOM_UTF16_BE + "format = 1".encode("utf-16-be"),
            ("members.toml is written in UTF-16", "save it as UTF-8 in your editor"),
        ),
        (
            'a = 1\nname = "Lünen"\n'.encode("latin-1"),
            ("members.toml is not valid UTF-8: byte 0xFC at offset 15, in line 2", "save it as UTF-8 in your editor"),
        ),
        (
            b"\xff",
            ("members.toml is not valid UTF-8: byte 0xFF at offset 0, in line 1", "save it as UTF-8 in your editor"),
        ),
        (
            codecs.BOM_UTF8 + b"a\n\n\xed\xa0\x80",
            ("members.toml is not valid UTF-8: byte 0xED at offset 6, in line 3", "save it as UTF-8 in your editor"),
        ),
    ],
)
def test_a_file_that_is_no_text_in_utf_8_is_refused(tmp_path: Path, data: bytes, said: tuple[str, ...]) -> None:
    """Empty files, UTF-16 and Latin-1 are named for what they are, with the place of the first wrong byte."""
    path = tmp_path / "members.toml"
    path.write_bytes(data)
    assert refused(lambda: store.read(path, SHOWN)) == said
    assert refused(lambda: update(path, appending("x"))) == said
    assert path.read_bytes() == data
    assert names_in(tmp_path) == ["members.toml"]


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _nothing(path: Path) -> None:
    assert not path.exists()


def _dangling(path: Path) -> None:
    path.symlink_to("gone.toml")


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(300 * 1024**2)


A_FOLDER = ("members.toml is a folder", "a ledger is a text file, such as members.toml")
NO_FILE = ("members.toml is not an ordinary file", "a ledger is a text file, such as members.toml")


@pytest.mark.parametrize(
    ("make", "said_by_read", "said_by_update"),
    [
        (_fifo, NO_FILE, NO_FILE),
        (_folder, A_FOLDER, A_FOLDER),
        (_device, NO_FILE, NO_FILE),
        (
            _nothing,
            ("there is no ledger at members.toml", "start one there:   engagiert init members.toml"),
            ("there is no ledger at members.toml", "start one there:   engagiert init members.toml"),
        ),
        (
            _dangling,
            ("members.toml is a link to gone.toml, which does not exist", "correct the link or delete it"),
            ("members.toml is a link to gone.toml, which does not exist", "correct the link or delete it"),
        ),
        (
            _loop,
            ("members.toml cannot be read: its links form a loop",),
            ("members.toml cannot be written: its links form a loop", "nothing was written"),
        ),
        (
            _sparse,
            ("members.toml is too large for a ledger: 300 MB, at most 256 MB",),
            ("members.toml is too large for a ledger: 300 MB, at most 256 MB",),
        ),
    ],
)
def test_what_is_no_ledger_is_refused_without_waiting_for_it(
    tmp_path: Path, make: Callable[[Path], None], said_by_read: tuple[str, ...], said_by_update: tuple[str, ...]
) -> None:
    """Pipes, folders, devices, links to nothing and files of any size are refused at once, and nothing is made."""
    path = tmp_path / "members.toml"
    make(path)
    before = names_in(tmp_path)
    said: list[tuple[str, ...]] = []

    def attempts() -> None:
        said.append(refused(lambda: store.read(path, SHOWN)))
        said.append(refused(lambda: update(path, appending("x"))))

    attempt = threading.Thread(target=attempts, daemon=True)
    attempt.start()
    attempt.join(10)
    assert said == [said_by_read, said_by_update]
    assert names_in(tmp_path) == before


# Starting


def test_a_ledger_is_started_with_the_folders_it_needs(tmp_path: Path) -> None:
    """The file has the text, the mode that any new file has, and nothing stands beside it."""
    path = tmp_path / "data" / "2026" / "members.toml"
    store.create(path, "format = 1  # ä\n", SHOWN)
    assert path.read_bytes() == "format = 1  # ä\n".encode()
    assert names_in(path.parent) == ["members.toml"]
    (tmp_path / "other").touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE((tmp_path / "other").stat().st_mode)
    assert path.stat().st_nlink == 1


@pytest.mark.parametrize("make", [_folder, _dangling, _loop, _fifo, Path.touch])
def test_a_ledger_is_never_started_over_what_is_there(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """A file, even an empty one, a folder, a link even to nothing: it stays as it is."""
    path = tmp_path / "members.toml"
    make(path)
    before = path.lstat()
    assert refused(lambda: store.create(path, "x", SHOWN)) == ("members.toml exists already, and is left as it is",)
    assert path.lstat() == before
    assert names_in(tmp_path) == ["members.toml"]


def test_a_ledger_cannot_be_started_below_a_file(tmp_path: Path) -> None:
    """A part of the path that is no folder is told."""
    (tmp_path / "data").touch()
    said = refused(lambda: store.create(tmp_path / "data" / "members.toml", "x", SHOWN))
    assert said[0] in (
        "members.toml cannot be written: part of the path is not a folder",
        "members.toml cannot be written: File exists",
    )


# Replacing


def test_the_new_text_replaces_the_old_one(ledger: Path) -> None:
    """The edit sees what stands there, its text is written, and what it has to say is returned."""
    seen: list[str] = []

    def edit(content: Content) -> tuple[Content, int]:
        seen.append(content.text)
        return with_line(content, "# new\n"), 7

    notes: list[str] = []
    assert update(ledger, edit, notes) == 7
    assert seen == [LEDGER]
    assert ledger.read_bytes() == LEDGER.encode() + b"# new\n"
    assert (names_in(ledger.parent), notes) == (["members.toml"], [])


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o664, 0o755])
def test_the_mode_stays(ledger: Path, mode: int) -> None:
    """Whoever could read and write the ledger still can, and nobody else."""
    ledger.chmod(mode)
    update(ledger, appending("# new\n"))
    assert stat.S_IMODE(ledger.stat().st_mode) == mode
    assert ledger.read_text().endswith("# new\n")


@contextlib.contextmanager
def acting_as(user: int) -> Iterator[None]:
    """Let root act as another user, who is in no group of root's."""
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(user)
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root can act as others")
@pytest.mark.parametrize("lists", ["kept", "refused"])
def test_a_writer_who_is_not_the_owner_does_not_lock_them_out(lists: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever may write only by an access control list leaves the owner their rights by the same means, or says so.

    Nobody else gets more than they had: what the list's mask kept from them stays kept from them.
    """
    owner, writer, reader = 4001, 4002, 4003
    with tempfile.TemporaryDirectory() as name:
        ledger = Path(name) / "members.toml"
        ledger.write_text(LEDGER)
        ledger.chmod(0o600)
        for path, rights in ((name, "rwx"), (str(ledger), "rw")):
            os.chown(path, owner, owner)
            given = ["setfacl", "-m", f"u:{writer}:{rights},u:{reader}:rwx,m::rw{rights[2:]}", path]
            if not shutil.which("setfacl") or subprocess.run(given, check=False).returncode:
                pytest.skip("no access control lists here")
        if lists == "refused":
            monkeypatch.setattr(files, "_admit", lambda *_args: None)
        notes: list[str] = []
        with acting_as(writer):
            update(ledger, appending("# new\n"), notes)
        assert ledger.stat().st_uid == writer
        told = ["members.toml belongs to you now; its former owner may no longer be able to open it"]
        assert notes == (told if lists == "refused" else [])
        if lists == "kept":
            with acting_as(owner):
                update(ledger, appending("# of the owner\n"), notes)
            assert ledger.read_text().endswith("# new\n# of the owner\n")
            said = subprocess.run(["getfacl", "-cn", str(ledger)], capture_output=True, check=True, text=True).stdout
            assert f"user:{reader}:rw-\n" in said
        assert names_in(Path(name)) == ["members.toml"]


def test_the_byte_order_mark_and_the_line_ends_stay(ledger: Path) -> None:
    """Bytes that the edit does not touch are the same."""
    old = codecs.BOM_UTF8 + b"a = 1\r\nb = 2\n"
    ledger.write_bytes(old)
    update(ledger, appending("c = 3\r\n"))
    assert ledger.read_bytes() == old + b"c = 3\r\n"


def test_a_link_stays_a_link(ledger: Path, tmp_path: Path) -> None:
    """The file that the link leads to is replaced, where it stands."""
    folder = tmp_path / "desk"
    folder.mkdir()
    link = folder / "list.toml"
    link.symlink_to("../members.toml")
    update(link, appending("# new\n"))
    assert os.readlink(link) == "../members.toml"
    assert ledger.read_text() == LEDGER + "# new\n"
    assert not ledger.is_symlink()
    assert (names_in(folder), names_in(tmp_path)) == (["list.toml"], ["desk", "members.toml"])


def test_a_file_that_is_set_read_only_stays_as_it_is(ledger: Path) -> None:
    """Even for root, for whom a rename would replace it."""
    ledger.chmod(0o444)
    assert refused(lambda: update(ledger, appending("x"))) == (
        "members.toml is read-only",
        "allow writing to it, if it is meant to change; nothing was written",
    )
    assert ledger.read_bytes() == LEDGER.encode()
    assert store.read(ledger, SHOWN).text == LEDGER


def test_other_names_of_the_file_are_told(ledger: Path, tmp_path: Path) -> None:
    """A hard link keeps the old text; the user hears of it."""
    other = tmp_path / "copy.toml"
    os.link(ledger, other)
    notes: list[str] = []
    update(ledger, appending("# new\n"), notes)
    assert notes == ["members.toml had other names (hard links); they keep the old text"]
    assert (ledger.read_text(), other.read_text()) == (LEDGER + "# new\n", LEDGER)


def test_nothing_to_change_writes_nothing(ledger: Path) -> None:
    """An edit that changes nothing leaves the very same file, its time included."""
    os.utime(ledger, ns=(1, 2))
    before = ledger.stat()
    assert update(ledger, lambda content: (content, "as it was")) == "as it was"
    after = ledger.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_mode) == (before.st_ino, before.st_mtime_ns, before.st_mode)
    assert names_in(ledger.parent) == ["members.toml"]


def test_an_edit_that_is_refused_writes_nothing(ledger: Path) -> None:
    """The refusal goes through, and the file is the very same."""
    before = ledger.stat()

    def edit(_content: Content) -> tuple[Content, None]:
        raise Refusal("no")

    assert refused(lambda: update(ledger, edit)) == ("no",)
    assert (ledger.stat().st_ino, ledger.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    update(ledger, appending("# the lock is free again\n"))


def test_whoever_edits_by_hand_meanwhile_loses_nothing(ledger: Path) -> None:
    """The edit is made anew on what stands there now."""
    seen: list[str] = []

    def edit(content: Content) -> tuple[Content, None]:
        seen.append(content.text)
        if len(seen) < 4:
            ledger.write_text(f"{content.text}# by hand {len(seen)}\n")
        return with_line(content, "# by the program\n"), None

    update(ledger, edit)
    by_hand = [f"# by hand {number}\n" for number in (1, 2, 3)]
    assert seen == [LEDGER + "".join(by_hand[:number]) for number in range(4)]
    assert ledger.read_text() == LEDGER + "".join(by_hand) + "# by the program\n"
    assert names_in(ledger.parent) == ["members.toml"]


def test_a_file_that_never_rests_is_left_alone(ledger: Path) -> None:
    """After fifty fresh starts the command gives up, and has written nothing."""
    count = 0

    def edit(content: Content) -> tuple[Content, None]:
        nonlocal count
        count += 1
        ledger.write_text(f"{LEDGER}# {count}\n")
        return with_line(content, "# never\n"), None

    assert refused(lambda: update(ledger, edit)) == (
        "another program keeps changing members.toml",
        "try again when that is done; nothing was written",
    )
    assert ledger.read_text() == f"{LEDGER}# {count}\n"
    assert names_in(ledger.parent) == ["members.toml"]


def test_a_ledger_deleted_meanwhile_is_not_brought_back(ledger: Path) -> None:
    """What somebody else deleted while the edit was made stays deleted, and that is told."""

    def edit(content: Content) -> tuple[Content, None]:
        ledger.unlink()
        return with_line(content, "x"), None

    assert refused(lambda: update(ledger, edit))[0] == "there is no ledger at members.toml"
    assert names_in(ledger.parent) == []


@pytest.mark.parametrize("is_done", [True, False])
def test_what_the_system_says_of_a_rename_is_not_believed_unseen(
    ledger: Path, monkeypatch: pytest.MonkeyPatch, *, is_done: bool
) -> None:
    """Over a network, the answer may be lost when the deed is done; where it is not, the old file stands."""
    replace = files.Folder.replace

    def lost(folder: files.Folder, temporary: str, name: str) -> None:
        if is_done:
            replace(folder, temporary, name)
        raise OSError(errno.EIO, "lost")

    monkeypatch.setattr(files.Folder, "replace", lost)
    if is_done:
        update(ledger, appending("# new\n"))
    else:
        said = refused(lambda: update(ledger, appending("# new\n")))
        assert said[0] == "members.toml cannot be written: the disk reports an error"
    assert ledger.read_text() == LEDGER + "# new\n" * is_done
    assert names_in(ledger.parent) == ["members.toml"]


def test_leftovers_of_a_killed_writer_are_swept_and_nothing_else(ledger: Path) -> None:
    """Only files of exactly the form of this ledger's own temporary files are deleted."""
    own = [".members.toml.0123abcd.engagiert-tmp", ".members.toml.ffffffff.engagiert-tmp"]
    others = [
        ".members.toml.0123abcg.engagiert-tmp",
        ".members.toml.0123abcd.engagiert-tmp~",
        ".members.toml.0123abcde.engagiert-tmp",
        ".membersXtoml.0123abcd.engagiert-tmp",
        ".other.toml.0123abcd.engagiert-tmp",
        ".members.toml.swp",
        "members.toml.0123abcd.engagiert-tmp",
    ]
    for name in (*own, *others):
        (ledger.parent / name).touch()
    update(ledger, lambda content: (content, None))
    assert names_in(ledger.parent) == sorted([*others, "members.toml"])


# One writer at a time


def test_a_writer_waits_for_another_and_says_for_whom(ledger: Path) -> None:
    """While the folder is locked nothing is written; when it is free, the change is made."""
    folder = os.open(ledger.parent, os.O_RDONLY)
    notes: list[str] = []
    told = threading.Event()

    def tell(note: str) -> None:
        notes.append(note)
        told.set()

    def write() -> None:
        with store.changing(ledger, SHOWN, appending("# new\n"), tell):
            pass

    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        writer = threading.Thread(target=write)
        writer.start()
        assert told.wait(10)
        assert ledger.read_text() == LEDGER
    finally:
        os.close(folder)
    writer.join(10)
    assert ledger.read_text() == LEDGER + "# new\n"
    (note,) = notes
    assert re.fullmatch(r"waiting for another program, which is writing to members\.toml", note)


def test_nobody_else_writes_before_the_block_says_so(ledger: Path) -> None:
    """What comes right after a change is done while the folder is locked; saying what was done keeps nobody waiting."""
    folder = os.open(ledger.parent, os.O_RDONLY)
    try:
        with store.changing(ledger, SHOWN, appending("# new\n"), pytest.fail) as made:
            assert ledger.read_text() == made.after.text == LEDGER + "# new\n"
            assert (made.before.text, made.result, made.wrote) == (LEDGER, "added # new\n", True)
            with pytest.raises(BlockingIOError):
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            made.unlock()
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(folder)


def test_what_goes_wrong_in_the_block_is_no_refusal(ledger: Path) -> None:
    """The ledger is written by then, which no error may deny; the lock is free again."""
    with pytest.raises(FileNotFoundError), store.changing(ledger, SHOWN, appending("# new\n"), pytest.fail):
        raise FileNotFoundError
    assert ledger.read_text() == LEDGER + "# new\n"
    update(ledger, appending("# more\n"))


def test_a_file_that_the_edit_misses_is_not_the_ledger(ledger: Path) -> None:
    """What the edit reads for itself may be missing; that is not said of the ledger."""

    def edit(_content: Content) -> tuple[Content, None]:
        raise FileNotFoundError("spellings.tsv")

    with pytest.raises(FileNotFoundError, match=r"spellings\.tsv"):
        update(ledger, edit)
    assert ledger.read_text() == LEDGER


def test_an_interrupt_waits_until_the_block_ends(ledger: Path) -> None:
    """What was written is also said; behind that the interrupt comes too late. Without a change it is not held."""
    main = threading.main_thread().ident
    said: list[str] = []
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    assert main
    try:
        with store.changing(ledger, SHOWN, appending("# new\n"), pytest.fail):
            signal.pthread_kill(main, signal.SIGINT)
            said.append("written")
        with pytest.raises(KeyboardInterrupt), store.changing(ledger, SHOWN, appending(""), pytest.fail):
            signal.pthread_kill(main, signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, before)
    assert said == ["written"]


def test_a_writer_does_not_wait_for_ever(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After its patience it gives up, and has written nothing."""
    monkeypatch.setattr(lock, "PATIENCE", 0.1)
    folder = os.open(ledger.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        message, *hints = refused(lambda: update(ledger, appending("x")))
    finally:
        os.close(folder)
    assert re.fullmatch(r"another program keeps members\.toml locked", message)
    assert hints == ["try again when that is done; nothing was written"]
    assert ledger.read_text() == LEDGER


JOINING = """
import datetime, sys
from pathlib import Path
from engagiert_cli.ledger import changes, judging, store
from engagiert_cli.ledger.members import Body
from engagiert_cli.ledger.opening import opened

path, worker = Path(sys.argv[1]), sys.argv[2]
for number in range(5):
    def edit(content):
        document = opened(content.text, path.name, datetime.date(2026, 11, 23))
        bodies = [Body(f"Ort {worker}{number}")]
        if not document.ledger.find("Everywhere"):
            bodies.append(Body("Everywhere"))
        change = changes.join(document, bodies, judging.Signing(("2012", "2015", "2018")[number % 3]))
        return content._replace(text=change.document.text), None
    with store.changing(path, path.name, edit, print):
        pass
"""


def test_joins_at_once_lose_nobody(ledger: Path) -> None:
    """Four processes write twenty new members and one that all of them add; readers see only whole ledgers."""
    workers = [subprocess.Popen([sys.executable, "-c", JOINING, str(ledger), worker]) for worker in "abcd"]
    while any(worker.poll() is None for worker in workers):
        document(store.read(ledger, SHOWN).text)
    assert [worker.returncode for worker in workers] == [0] * 4
    members = document(store.read(ledger, SHOWN).text).ledger.members
    expected = {"Bonn", "Lemgo", "Essen", "Witten", "Everywhere"} | {
        f"Ort {worker}{number}" for worker in "abcd" for number in range(5)
    }
    assert sorted(member.name for member in members) == sorted(expected)
    assert names_in(ledger.parent) == ["members.toml"]


# Files of results


def test_what_killed_exports_left_behind_is_swept(tmp_path: Path) -> None:
    """And nothing that is being written: that is younger than a minute."""
    left, fresh, other = (
        tmp_path / f".{name}.engagiert-tmp" for name in ("list.csv.01234567", "list.csv.89abcdef", "x.csv.01234567")
    )
    for file in (left, fresh, other):
        file.touch()
    for file in (left, other):
        os.utime(file, (0, 0))
    export(tmp_path / "list.csv", b"one", "list.csv")
    assert names_in(tmp_path) == sorted([fresh.name, other.name, "list.csv"])


def test_results_are_written_whole_over_older_ones(tmp_path: Path) -> None:
    """A new file has the mode of any new file, an older one keeps its own; nothing is left beside."""
    path = tmp_path / "list.csv"
    export(path, b"one", "list.csv")
    assert path.read_bytes() == b"one"
    path.chmod(0o640)
    export(path, b"two", "list.csv")
    assert path.read_bytes() == b"two"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names_in(tmp_path) == ["list.csv"]


def test_results_go_where_a_link_leads(tmp_path: Path) -> None:
    """The link stays, its target is written, even where it was not there yet."""
    link = tmp_path / "latest.csv"
    link.symlink_to("2026.csv")
    for data in (b"one", b"two"):
        export(link, data, "latest.csv")
        assert (tmp_path / "2026.csv").read_bytes() == data
    assert link.is_symlink()


def test_results_go_into_a_pipe_or_a_device(tmp_path: Path) -> None:
    """What cannot be replaced is written to, and stays what it is."""
    export(Path("/dev/null"), b"x", "/dev/null")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    export(pipe, b"results", "pipe")
    reader.join(10)
    assert read == [b"results"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (".", ("x.csv cannot be written: it is a folder", "name a file")),
        (
            "nowhere/x.csv",
            ("x.csv cannot be written: the folder does not exist", "create the folder first; nothing was written"),
        ),
        ("file/x.csv", ("x.csv cannot be written: part of the path is not a folder", "nothing was written")),
        ("x" * 300, ("x.csv cannot be written: the name is too long", "nothing was written")),
    ],
)
def test_results_that_cannot_be_written_are_refused(tmp_path: Path, name: str, said: tuple[str, ...]) -> None:
    """The reason is told, and no temporary file stays."""
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "file").touch()
    assert refused(lambda: export(folder / name, b"x", "x.csv")) == said
    assert names_in(folder) == ["file"]
    assert names_in(tmp_path) == ["here"]
