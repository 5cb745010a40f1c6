"""Whatever becomes of git's merge driver, both versions are in the file; what is set up has been tried before."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import zipapp
from pathlib import Path

import pytest

from engagiert_cli.output.hints import shell_quoted
from tests.cli.test_sessions import environment
from tests.reliability.slow import some_of
from tests.shell import engagiert

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

BASE = '[[rounds]]\nid = "2012"\nsigned = 2012-12-05\n\n[[members]]\nname = "Bonn"\nround = "2012"\n'
OURS = BASE + '\n[[members]]\nname = "Herne"\nround = "2012"\n'
THEIRS = BASE + '\n[[members]]\nname = "Zülpich"\nround = "2012"\n'
APART = BASE.replace("[[members]]", '[[members]]\nname = "Ahlen"\nround = "2012"\n\n[[members]]')
"""What lines alone merge with `OURS`."""
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
LEDGER = "members.toml"


class Repository:
    """A repository with one ledger, and two branches on which it has gone on."""

    def __init__(self, folder: Path, ledger: str = LEDGER) -> None:
        self.folder = folder
        self.ledger = folder / ledger
        self.environment = environment(folder.parent, "en") | {"GIT_CONFIG_NOSYSTEM": "1"}
        self.ledger.parent.mkdir(parents=True)
        (folder.parent / ".gitconfig").write_text("[user]\nname = Office\nemail = office@example.org\n")
        self.run("git", "init", "--quiet", "--initial-branch", "main")

    def run(self, *command: str, code: int = 0, **variables: str) -> str:
        """Run a command in the repository and return what it says."""
        environ = self.environment | variables
        if command[0] == "engagiert":
            done = engagiert(*command[1:], cwd=self.folder, env=environ)
        else:
            done = subprocess.run(command, cwd=self.folder, env=environ, capture_output=True, check=False)
        said = (done.stdout + done.stderr).decode(errors="backslashreplace")
        assert done.returncode == code, said
        return said

    def install(self, program: Path | str = sys.executable, *, code: int = 0, **variables: str) -> str:
        """Set up the driver with an installation, that of the tests or another."""
        return self.run(str(program), "-P", "-m", "engagiert_cli", "merge", "--install", code=code, **variables)

    def commit(self, content: str | bytes) -> None:
        """Commit a version of the ledger, and whatever else has changed."""
        self.ledger.write_bytes(content.encode() if isinstance(content, str) else content)
        self.run("git", "add", "--all")
        self.run("git", "commit", "--quiet", "--message", "work")

    def diverge(self, ours: str | bytes = OURS, theirs: str | bytes = THEIRS, base: str | bytes = BASE) -> None:
        """Go on with the ledger on two branches, of which ours is checked out."""
        self.commit(base)
        self.run("git", "checkout", "--quiet", "-b", "other")
        self.commit(theirs)
        self.run("git", "checkout", "--quiet", "main")
        self.commit(ours)

    def conflict(self, branch: str = "other") -> tuple[str, bytes]:
        """Merge, which git calls a conflict; return what was said, and the ledger."""
        said = self.run("git", "merge", "--message", "both", branch, code=1)
        assert f"CONFLICT (content): Merge conflict in {self.ledger.relative_to(self.folder).as_posix()}" in said
        assert ".merge_file_" not in said.replace(shown_by_the_shell(said), "")
        assert set(os.listdir(self.folder)) - {".gitattributes"} == {".git", self.ledger.name}
        return said, self.ledger.read_bytes()


def shown_by_the_shell(said: str) -> str:
    """Return the line in which a shell says that it cannot start the program, with the words it was given."""
    return next((line for line in said.splitlines() if "not found" in line), "\0")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with a ledger, and nothing set up."""
    repository = Repository(tmp_path / "office")
    repository.ledger.write_text(BASE, "utf-8")
    return repository


def installation(folder: Path) -> Path:
    """Make a virtual environment with the program under test, and return its Python."""
    venv = pytest.importorskip("venv", reason="an embeddable Python has none")
    venv.create(folder, symlinks=os.name != "nt")
    place = next(folder.rglob("site-packages"))
    (place / "engagiert.pth").write_text(f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n", "utf-8")
    return folder / SCRIPTS / Path(sys.executable).name


def both_between_markers(content: bytes) -> bool:
    """Whether both new members are there, at their side of the markers."""
    first, second = content.split(b"<<<<<<<", 1)[1].split(b"=======", 1)
    return b"Herne" in first and "Zülpich".encode() in second and b">>>>>>>" in second


# A driver that does not run


def test_the_lock_file_is_nothing_to_commit(repository: Repository) -> None:
    """Where folders cannot be locked it stays beside the ledger; installing again adds nothing."""
    repository.commit(BASE)
    repository.install()
    repository.commit(BASE + "\n")
    (repository.folder / f".{LEDGER}.lock").write_bytes(b"")
    assert repository.run("git", "status", "--porcelain") == ""
    excluded = (repository.folder / ".git" / "info" / "exclude").read_bytes()
    repository.install()
    assert (repository.folder / ".git" / "info" / "exclude").read_bytes() == excluded


def test_an_installation_that_was_moved_away_leaves_both_sides(repository: Repository, tmp_path: Path) -> None:
    """Git says conflict, both versions stand between markers, `check` finds them, and its advice resolves it."""
    repository.install(installation(tmp_path / "venv"))
    repository.diverge()
    (tmp_path / "venv").rename(tmp_path / "elsewhere")
    said, content = repository.conflict()
    assert "the merge driver could not run: the file now holds both versions." in said
    assert both_between_markers(content)
    said = repository.run("engagiert", "check", code=1)
    assert "unresolved git merge conflict" in said
    assert said.index("engagiert merge --install") < said.index(f"git checkout --merge {LEDGER}")
    repository.run("engagiert", "merge", "--install")
    repository.run("git", "checkout", "--merge", LEDGER)
    assert [name in repository.ledger.read_text("utf-8") for name in ("Herne", "Zülpich", "<<<<")] == [
        True,
        True,
        False,
    ]
    assert f"git add {LEDGER}" in repository.run("engagiert", "check")
    repository.run("git", "add", LEDGER)
    assert "git" not in repository.run("engagiert", "check")


@pytest.mark.skipif(os.name == "nt", reason="the programs that fail are scripts of a shell")
@pytest.mark.parametrize("script", some_of(["kill -9 $$", "exit 3", "exit 1", "exit 2", "exit 130"], 2))
def test_a_driver_that_fails_leaves_both_sides(repository: Repository, tmp_path: Path, script: str) -> None:
    """Killed, broken or gone in between: it has written nothing, so that git's own merge writes the markers."""
    python = installation(tmp_path / "venv")
    repository.install(python)
    repository.diverge()
    python.unlink()
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    assert both_between_markers(repository.conflict()[1])


def test_what_lines_alone_would_merge_is_marked_as_well(repository: Repository, tmp_path: Path) -> None:
    """Nobody has looked whether it makes a valid ledger: both versions stand there, only what differs between markers."""
    repository.install(installation(tmp_path / "venv"))
    repository.diverge(theirs=APART)
    (tmp_path / "venv").rename(tmp_path / "elsewhere")
    _said, content = repository.conflict()
    assert versions_in(content) == (OURS.encode().rstrip(), APART.encode().rstrip())
    assert content.count(b"2012-12-05") == 1


def test_what_differs_is_marked_in_one_style(repository: Repository, tmp_path: Path) -> None:
    """Also where git is set to show what both come from, only what differs stands between markers."""
    repository.install(installation(tmp_path / "venv"))
    repository.run("git", "config", "merge.conflictStyle", "diff3")
    repository.diverge()
    (tmp_path / "venv").rename(tmp_path / "elsewhere")
    content = repository.conflict()[1]
    assert versions_in(content) == (OURS.encode().rstrip(), THEIRS.encode().rstrip())
    assert content.count(b"2012-12-05") == 1


SIDES = {
    "Latin-1": THEIRS.encode("latin-1"),
    "empty": b"",
    "UTF-16": THEIRS.encode("utf-16"),
    "UTF-16 without mark": THEIRS.encode("utf-16-be"),
    "blank": b"\n\n",
    "not TOML": THEIRS.encode() + b"[[[\n",
    "NUL": THEIRS.encode() + b"\0",
    "no last line end": OURS.encode().replace(b"Herne", b"Z\xfclpich").removesuffix(b"\n"),
}


@pytest.mark.parametrize("is_gone", [False, True], ids=["there", "gone"])
@pytest.mark.parametrize("side", some_of(SIDES, 2))
def test_a_side_that_cannot_be_read_is_not_left_out(
    repository: Repository, tmp_path: Path, side: str, is_gone: bool
) -> None:
    """Every byte of both stands in the file, with or without the driver, whichever side it is."""
    repository.install(installation(tmp_path / "venv"))
    repository.diverge(OURS, SIDES[side])
    if is_gone:
        (tmp_path / "venv").rename(tmp_path / "elsewhere")
    said, content = repository.conflict()
    assert versions_in(content) == (OURS.encode().rstrip(), SIDES[side].rstrip())
    if not is_gone:
        assert f"of {LEDGER}" in said
    repository.run("engagiert", "check", code=1)
    repository.run("git", "merge", "--abort")
    repository.run("git", "checkout", "--quiet", "other")
    assert versions_in(repository.conflict("main")[1]) == (SIDES[side].rstrip(), OURS.encode().rstrip())


def test_the_program_alone_leaves_no_side_out(repository: Repository) -> None:
    """A driver that somebody has set up by hand has no other net."""
    (repository.folder / ".gitattributes").write_text("/members.toml merge=engagiert\n")
    repository.run("git", "config", "merge.engagiert.driver", "engagiert merge %O %A %B")
    repository.diverge(OURS, SIDES["Latin-1"])
    repository.run("git", "merge", "--message", "both", "other", code=1)
    content = repository.ledger.read_bytes()
    assert versions_in(content) == (OURS.encode().rstrip(), SIDES["Latin-1"].rstrip())


def versions_in(content: bytes) -> tuple[bytes, bytes]:
    """Return the two versions that stand in a file with markers, but for what they end in."""
    ours, theirs, into = b"", b"", "both"
    for line in content.splitlines(keepends=True):
        marker = line[:7]
        if marker == b"<<<<<<<":
            into = "ours"
        elif marker == b"=======":
            into = "theirs"
        elif marker == b">>>>>>>":
            into = "both"
        else:
            ours += line if into != "theirs" else b""
            theirs += line if into != "ours" else b""
    return ours.rstrip(), theirs.rstrip()


# Setting it up


def merges(repository: Repository) -> bool:
    """Whether git merges two branches by member, with nothing left to decide."""
    repository.diverge()
    repository.run("git", "merge", "--message", "both", "other")
    merged = repository.ledger.read_text("utf-8")
    return all(name in merged for name in ("Herne", "Zülpich")) and "<<<" not in merged


def nothing_is_set_up(repository: Repository) -> bool:
    """Whether git knows nothing of a driver."""
    repository.run("git", "config", "--local", "--get-regexp", "^merge", code=1)
    return not (repository.folder / ".gitattributes").is_file()


@pytest.mark.skipif(os.name == "nt", reason="such names are not to be had")
@pytest.mark.parametrize("name", some_of(["50 %A%O%%", 'it\'s "$(x)" `y`', "zwei\nZeilen", "Büro"], 2))
def test_an_installation_may_be_anywhere(repository: Repository, tmp_path: Path, name: str) -> None:
    """What means something to git or to its shell is a name there as well."""
    repository.install(installation(tmp_path / name))
    assert merges(repository)


@pytest.mark.skipif(os.name == "nt", reason="such names are not to be had")
@pytest.mark.parametrize(
    "ledger",
    some_of(
        [b"x[*]?#!\"'\\%A$(y).toml", b"n\xff/members.toml", b"zwei\nZeilen.toml", b"blank /a b.toml ", b"-x.toml"], 2
    ),
)
def test_a_ledger_may_be_called_anything(tmp_path: Path, ledger: bytes) -> None:
    """Git merges this file with the driver, and no other; setting it up again changes nothing."""
    repository = Repository(tmp_path / "office", os.fsdecode(ledger))
    repository.ledger.write_text(BASE, "utf-8")
    for _time in range(2):
        repository.install(ENGAGIERT_LEDGER=os.fsdecode(ledger))
        attributes = (repository.folder / ".gitattributes").read_bytes()
        assert attributes.count(b" merge=engagiert\n") == 1
    other = os.fsdecode(ledger.replace(b"n", b"m").replace(b"l", b"k"))
    said = repository.run("git", "check-attr", "-z", "merge", "--", os.fsdecode(ledger), other)
    assert said.split("\0")[2::3] == ["engagiert", "unspecified"]
    assert "no problems" in repository.run("engagiert", "check", ENGAGIERT_LEDGER=os.fsdecode(ledger))


def test_a_repository_may_be_called_anything(tmp_path: Path) -> None:
    """Also with a blank at its end."""
    repository = Repository(tmp_path / "office ")
    repository.ledger.write_text(BASE, "utf-8")
    repository.install()
    assert merges(repository)


@pytest.fixture
def bare_python() -> str:
    """A Python that has no engagiert."""
    python = str(
        Path(sys.base_prefix, SCRIPTS if os.name != "nt" else "", "python3" if os.name != "nt" else "python.exe")
    )
    if subprocess.run([python, "-c", "import engagiert_cli"], capture_output=True, check=False).returncode == 0:
        pytest.skip("every Python here has engagiert")
    return python


def test_an_archive_is_not_set_up(repository: Repository, tmp_path: Path, bare_python: str) -> None:
    """Python alone does not know the program that a zipapp holds; the reader learns how to install it."""
    archive = tmp_path / "engagiert.pyz"
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__main__.py").write_text(
        f"import site\nsite.addsitedir({sysconfig.get_path('purelib')!r})\n"
        "from engagiert_cli.__main__ import main\nmain()\n",
        "utf-8",
    )
    zipapp.create_archive(tmp_path / "app", archive)
    said = repository.run(bare_python, str(archive), "merge", "--install", code=1)
    assert "error: git cannot run this program: " in said
    assert "uv tool install engagiert" in said
    assert nothing_is_set_up(repository)


@pytest.mark.skipif(os.name == "nt", reason="the program stands behind a script of a shell")
def test_a_frozen_program_is_started_as_such(repository: Repository, tmp_path: Path) -> None:
    """One file that holds Python, too, takes no options of Python."""
    frozen = tmp_path / "engagiert"
    frozen.with_suffix(".py").write_text(
        f"import sys\nsys.frozen = True\nsys.executable = {str(frozen)!r}\n"
        "from engagiert_cli.__main__ import main\nmain()\n"
    )
    frozen.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{frozen}.py' \"$@\"\n")
    frozen.chmod(0o755)
    repository.run(str(frozen), "merge", "--install")
    assert str(frozen) in repository.run("git", "config", "merge.engagiert.driver")
    assert merges(repository)


@pytest.mark.parametrize(
    "cache", some_of([".cache/uv/archive-v0/x1", "tagged/x1", "uv/cache/archive-v0/x1", "Caches/pipx/x1"], 2)
)
def test_a_program_in_a_cache_is_not_set_up(repository: Repository, tmp_path: Path, cache: str) -> None:
    """It will be gone one day; nothing is written, and the reader learns how to install it."""
    (tmp_path / "tagged").mkdir()
    (tmp_path / "tagged" / "CACHEDIR.TAG").touch()
    said = repository.install(installation(tmp_path / cache), code=1)
    assert "is in a cache, which is emptied now and then" in said
    assert "uv tool install engagiert" in said
    assert nothing_is_set_up(repository)


@pytest.mark.parametrize("folder", [".cache/pypoetry/virtualenvs/x1", "tagged"])
def test_an_environment_that_lasts_is_set_up(repository: Repository, tmp_path: Path, folder: str) -> None:
    """Poetry's are in a cache and stay; uv marks each of its own as a cache."""
    python = installation(tmp_path / folder)
    (tmp_path / folder / "CACHEDIR.TAG").touch()
    repository.install(python)
    assert (repository.folder / ".gitattributes").read_text() == "/members.toml merge=engagiert\n"


def test_a_program_that_only_this_shell_finds_is_not_set_up(repository: Repository, bare_python: str) -> None:
    """What is tried is what git will run, wherever that is called from."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    said = repository.run(bare_python, "-m", "engagiert_cli", "merge", "--install", code=1, PYTHONPATH=path)
    assert "error: git cannot run this program: " in said
    assert "No module named engagiert_cli" in said
    assert nothing_is_set_up(repository)


@pytest.mark.parametrize(
    ("file", "line", "found"),
    [
        ("data/.gitattributes", "*.toml merge=union", "union"),
        ("data/.gitattributes", "members.toml binary", "unset"),
        (".git/info/attributes", "data/* -merge", "unset"),
        (".git/info/attributes", "*.toml merge", "set"),
    ],
)
def test_attributes_that_overrule_are_told(tmp_path: Path, file: str, line: str, found: str) -> None:
    """Nothing is written, and the file to look into is named."""
    repository = Repository(tmp_path / "office", "data/members.toml")
    repository.ledger.write_text(BASE, "utf-8")
    (repository.folder / file).parent.mkdir(exist_ok=True)
    (repository.folder / file).write_text(line + "\n")
    said = repository.install(code=1)
    assert f'by member, but as "{found}"' in said
    assert f"{repository.folder / file} overrides it" in said
    assert nothing_is_set_up(repository)


def test_attributes_at_the_top_are_kept(repository: Repository) -> None:
    """A line is added at the end, with their line ends, so that it overrules those above it."""
    attributes = repository.folder / ".gitattributes"
    attributes.write_bytes(b"*.toml merge=union\r\n* text")
    repository.install()
    assert attributes.read_bytes() == b"*.toml merge=union\r\n* text\r\n/members.toml merge=engagiert\r\n"
    assert merges(repository)


def test_attributes_that_are_no_file_are_refused(repository: Repository, tmp_path: Path) -> None:
    """A link, which git does not follow, and a folder; by name, and with nothing written."""
    attributes = repository.folder / ".gitattributes"
    attributes.mkdir()
    assert f"error: {attributes} is not a file" in repository.install(code=1)
    attributes.rmdir()
    attributes.symlink_to(tmp_path / "elsewhere")
    assert f"error: {attributes} is not a file" in repository.install(code=1)
    assert not (tmp_path / "elsewhere").exists()
    assert nothing_is_set_up(repository)


@pytest.mark.parametrize("attributes", [None, b"* text\n"])
def test_a_configuration_that_cannot_be_written_leaves_the_attributes(
    repository: Repository, attributes: bytes | None
) -> None:
    """Nothing is set up by half."""
    if attributes:
        (repository.folder / ".gitattributes").write_bytes(attributes)
    (repository.folder / ".git" / "config.lock").touch()
    assert "could not lock config file" in repository.install(code=1)
    left = repository.folder / ".gitattributes"
    assert (left.read_bytes() if left.exists() else None) == attributes


def test_no_repository_is_told_as_what_it_is(repository: Repository, tmp_path: Path) -> None:
    """One of another user keeps git's reason, one without files says so; none is answered with `git init` wrongly."""
    said = repository.install(code=1, GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    assert "dubious ownership" in said
    assert "git init" not in said
    repository.run("git", "clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    shutil.copy(repository.ledger, tmp_path / "bare.git")
    said = repository.install(code=1, ENGAGIERT_LEDGER=str(tmp_path / "bare.git" / LEDGER))
    assert "bare.git is in a git repository without a work tree" in said
    assert "git init" not in said
    assert nothing_is_set_up(repository)


def test_the_repository_is_that_of_the_ledger(repository: Repository, tmp_path: Path) -> None:
    """Whatever a hook or a shell has set; unless it also says which files are in it."""
    git = str(repository.folder / ".git")
    (tmp_path / "alone").mkdir()
    shutil.copy(repository.ledger, tmp_path / "alone")
    alone = str(tmp_path / "alone" / LEDGER)
    said = repository.install(code=1, GIT_DIR=git, ENGAGIERT_LEDGER=alone)
    assert "GIT_DIR is set; GIT_WORK_TREE has to name the folder of its files" in said
    said = repository.install(code=1, GIT_DIR=git, GIT_WORK_TREE=str(repository.folder), ENGAGIERT_LEDGER=alone)
    assert "alone is in no git repository" in said
    assert nothing_is_set_up(repository)
    assert not (tmp_path / "alone" / ".gitattributes").exists()
    repository.install(GIT_DIR=git, GIT_WORK_TREE=str(tmp_path / "alone"), ENGAGIERT_LEDGER=alone)
    assert (tmp_path / "alone" / ".gitattributes").read_text() == "/members.toml merge=engagiert\n"
    repository.install(GIT_DIR=str(tmp_path / "nowhere"))
    assert merges(repository)


# What `check` tells


def test_a_clone_is_told_that_the_driver_is_missing(repository: Repository, tmp_path: Path) -> None:
    """The attributes come with it, the configuration does not."""
    repository.install()
    repository.commit(BASE)
    repository.run("git", "clone", "--quiet", ".", str(tmp_path / "clone"))
    clone = str(tmp_path / "clone" / LEDGER)
    said = repository.run("engagiert", "--ledger", clone, "check")
    assert "git is configured to merge this ledger by member, but the driver for that is not set up here" in said
    assert f"engagiert --ledger {shell_quoted(clone)} merge --install" in said
    assert '"code": "merge-driver"' in repository.run("engagiert", "--ledger", clone, "check", "--format", "json")
    repository.run("engagiert", "--ledger", clone, "merge", "--install")
    assert "no problems" in repository.run("engagiert", "--ledger", clone, "check")


def test_a_merge_that_is_not_completed_is_told(repository: Repository, tmp_path: Path) -> None:
    """Also where the file has no markers, as an old driver that could not run has left it; and from another folder."""
    repository.install()
    repository.run("git", "config", "merge.engagiert.driver", "/gone/python -P -m engagiert_cli merge %O %A %B")
    repository.diverge()
    repository.conflict()
    said = repository.run("engagiert", "check")
    assert "warning[unmerged]: git has not completed a merge of this ledger" in said
    assert "git is configured to merge this ledger with /gone/python, which no longer exists" in said
    repository.environment |= {"ENGAGIERT_LEDGER": str(repository.ledger)}
    elsewhere = Repository(tmp_path / "sub" / "elsewhere")
    said = elsewhere.run("engagiert", "--ledger", str(repository.ledger), "check")
    anew = f"git -C {shell_quoted(str(repository.folder))} checkout --merge members.toml"
    assert f"then: {anew}\n" in said
    said = elsewhere.run("engagiert", "--ledger", str(repository.ledger), "merge", "--install")
    assert "note: git has not completed a merge of this ledger" in said
    elsewhere.run(*shlex.split(anew))
    assert "Zülpich" in repository.ledger.read_text("utf-8")


@pytest.mark.parametrize("deleted_here", [True, False])
def test_a_ledger_that_one_side_deleted_is_not_to_be_merged(repository: Repository, deleted_here: bool) -> None:
    """There is one version left, to keep or to remove, as the commands that are named do."""
    repository.install()
    repository.commit(BASE)
    repository.run("git", "checkout", "--quiet", "-b", "gone")
    repository.run("git", "rm", "--quiet", "members.toml")
    repository.run("git", "commit", "--quiet", "--message", "gone")
    repository.run("git", "checkout", "--quiet", "main")
    repository.commit(OURS)
    if deleted_here:
        repository.run("git", "checkout", "--quiet", "gone")
    repository.run("git", "merge", "main" if deleted_here else "gone", code=1)
    said = repository.run("engagiert", "check")
    assert "warning[unmerged]" in said
    assert "checkout --merge" not in said
    assert "git add members.toml\n" in said
    repository.run(*re.findall(r"to remove it: (.*)", said)[0].split())
    assert not repository.ledger.exists()


def test_conflict_markers_name_the_way_that_works(repository: Repository) -> None:
    """In a repository the two commands, with what both come from where the markers have it; elsewhere by hand."""
    repository.run("git", "config", "merge.conflictStyle", "diff3")
    repository.diverge()
    assert b"|||||||" in repository.conflict()[1]
    said = repository.run("engagiert", "check", code=1)
    order = [
        "engagiert merge --install",
        "git checkout --merge members.toml",
        "delete the marker lines",
        "delete |||||||",
    ]
    assert sorted(order, key=said.index) == order
    shutil.rmtree(repository.folder / ".git")
    said = repository.run("engagiert", "check", code=1)
    assert "git checkout" not in said
    assert "delete |||||||" in said


def test_only_a_ledger_in_a_repository_asks_git(repository: Repository, tmp_path: Path) -> None:
    """Without git on the path, or with one in the folder that one is in, nothing is run and nothing is said."""
    trap = repository.folder / "git"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path / 'hacked'}\n")
    trap.chmod(0o755)
    for path in ("", ".", os.pathsep.join((".", str(tmp_path)))):
        program = [sys.executable, "-P", "-m", "engagiert_cli", "check"]
        assert "no problems" in repository.run(*program, PATH=path)
    assert not (tmp_path / "hacked").exists()
