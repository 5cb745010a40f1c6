"""The house: which way imports run, what each room knows, and what a command does not load."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

import engagiert_cli
from engagiert_cli import errors
from engagiert_cli.cli.app import app  # noqa: F401 - it fills the catalogue of commands
from engagiert_cli.cli.toolkit import Group
from engagiert_cli.errors import EngagiertError
from engagiert_cli.ledger import checks

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "engagiert_cli"
MODULES = sorted(PACKAGE.rglob("*.py"))
# From the commands down to what knows nothing of anything else; an import goes down, or stays in its room.
FLOORS = {
    "cli": 0,
    "output": 1,
    "api": 1,
    "intake": 2,
    "reports": 2,
    "changes_by_name": 2,
    "who": 3,
    "ledger": 4,
    "register": 5,
    "files": 6,
    "text": 6,
    "encodings": 6,
    "errors": 7,
    "language": 7,
    "lazy": 8,
}


@functools.cache
def parsed(path: Path) -> ast.Module:
    """Return the file as Python reads it, once for all the tests."""
    return ast.parse(path.read_text("utf-8"))


@functools.cache
def imported(path: Path) -> set[str]:
    """Return the full names of all modules that the file imports, at its head or anywhere else."""
    names: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def room(name: str) -> str:
    """Return the room of a module of ours: `ledger` for `engagiert_cli.ledger.dates`."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def name_of(path: Path) -> str:
    """Return the module's full name."""
    return ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    """No room imports from one above it, nor from one beside it."""
    own = room(name_of(path))
    for name in imported(path):
        if name.startswith("engagiert_cli.") and own in FLOORS and room(name) in FLOORS:
            assert room(name) == own or FLOORS[room(name)] > FLOORS[own], f"{own} imports {name}"


def test_every_room_has_a_floor() -> None:
    """A new package has its place in the order of imports."""
    rooms = {room(name_of(path)) for path in MODULES}
    assert rooms - {"__init__", "__main__"} <= set(FLOORS)


@pytest.mark.parametrize(
    ("library", "rooms"),
    [("typer", {"cli"}), ("rich", {"output"}), ("tomli", {"ledger"}), ("xlrd", {"intake"}), ("babel", set())],
)
def test_one_room_knows_a_library(library: str, rooms: set[str]) -> None:
    """Typer is known to the commands only, Rich to the output, TOML to the ledger; Babel is for the build and for tests."""
    knowing = {room(name_of(path)) for path in MODULES if any(name.split(".")[0] == library for name in imported(path))}
    assert knowing == rooms


def test_one_module_knows_what_is_private_to_typer() -> None:
    """All others import Typer by its name, and take from it what it shows there."""
    knowing = {
        name_of(path)
        for path in MODULES
        if any(name.startswith("typer.") for name in imported(path)) or private_use_of_typer(path)
    }
    assert knowing == {"engagiert_cli.cli.toolkit"}


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room(name_of(path)) not in ("cli", "output")], ids=name_of
)
def test_nobody_below_speaks_the_command_line(path: Path) -> None:
    """What can be typed is a `Hint` there: a command and its options as values."""
    tree = parsed(path)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings]
    typed = re.compile(rf"\bengagiert (?:{'|'.join(Group.catalogue)})\b|(?<![\w-])--[a-z]")
    said = [text.replace("pip install --upgrade", "") for text in texts if isinstance(text, str)]
    assert list(filter(typed.search, said)) == []


def private_use_of_typer(path: Path) -> set[str]:
    """Return what the module takes from Typer beside its public names: `typer._click`, `typer.core`."""
    used = {
        node.attr
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "typer"
    }
    return {name for name in used if name.startswith("_") or inspect.ismodule(getattr(typer, name))}


def test_all_errors_of_ours_have_one_base_and_stand_at_the_door() -> None:
    """Who catches `EngagiertError` catches whatever the program raises by itself."""
    for path in MODULES:
        module = importlib.import_module(name_of(path).removesuffix(".__init__"))
        raised = [each for each in vars(module).values() if inspect.isclass(each) and issubclass(each, Exception)]
        ours = [each for each in raised if each.__module__.startswith("engagiert_cli.")]
        assert all(issubclass(each, EngagiertError) for each in ours if not each.__name__.startswith("_")), path
    shown = {name for name, each in vars(errors).items() if inspect.isclass(each) and issubclass(each, EngagiertError)}
    assert {name for name in shown if not name.startswith("_")} <= set(engagiert_cli.__all__)


def test_every_check_stands_in_checks() -> None:
    """Each function that yields problems of a document is one of them, and takes the document alone."""
    yielding = {
        name
        for name, function in vars(checks).items()
        if inspect.isgeneratorfunction(function) and "Problem" in function.__annotations__["return"]
    }
    assert yielding == {check.__name__ for check in checks.CHECKS}
    assert all(list(inspect.signature(check).parameters) == ["document"] for check in checks.CHECKS)


def test_the_store_alone_replaces_a_ledger() -> None:
    """Files are written in few places: ledgers, what undo remembers, results, what is edited by hand, what git is told, and a help page."""
    writers = {"Folder", "export", "temporary", "write_text", "write_bytes"}
    trees = {name_of(path).removeprefix("engagiert_cli."): parsed(path) for path in MODULES}
    found = {
        module
        for module, tree in trees.items()
        for node in ast.walk(tree)
        if getattr(node, "attr" if isinstance(node, ast.Attribute) else "id", "") in writers
    }
    ledgers = {"files", "ledger.store", "ledger.lock"}
    assert found - ledgers == {
        "ledger.undo",
        "cli.edit",
        "cli.emit",
        "cli.driver",
        "cli.merge",
        "cli.toolkit",
    }


def test_nothing_is_loaded_that_windows_lacks() -> None:
    """No module imports a module of POSIX at its head."""
    for path in MODULES:
        heads = {alias.name for node in parsed(path).body if isinstance(node, ast.Import) for alias in node.names}
        assert not heads & {"fcntl", "pwd", "grp", "termios", "resource", "msvcrt"}, path


def test_no_test_looks_at_the_clock_on_the_wall() -> None:
    """How long a thing takes there depends on what else the machine does: tests/clock.py measures the work itself."""
    clocks = {"perf_counter", "perf_counter_ns", "time"}
    for path in sorted((ROOT / "tests").rglob("*.py")):
        called = [node.func for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
        seen = {ast.unparse(function) for function in called} & {f"time.{clock}" for clock in clocks}
        assert seen == set(), path


EVER = {"pydantic", "babel"}
SPECIAL = EVER | {"rich", "rapidfuzz", "xlsxwriter", "python_calamine", "xlrd", "olefile", "sqlite3"}
CHANGES = {
    "tomli_w",
    "engagiert_cli.ledger.edits",
    "engagiert_cli.ledger.undo",
    "engagiert_cli.ledger.lock",
    "engagiert_cli.ledger.large",
}
ALL = SPECIAL | CHANGES | {"engagiert_cli.register.boundaries", "engagiert_cli.register.names"}
ANSWERS = {"engagiert_cli.ledger", "engagiert_cli.reports", "engagiert_cli.register", "tomli"}


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["list"], ALL),
        (["list", "--format", "table"], ALL - {"rich"}),
        (["list", "--format", "json"], ALL),
        (["report"], ALL),
        (["check"], ALL),
        (["--help"], ALL | (ANSWERS - {"engagiert_cli.ledger"})),
        (["--version"], ALL | {"tomli", "engagiert_cli.ledger.members"}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_a_command_loads_what_it_uses(arguments: list[str], unwanted: set[str]) -> None:
    """What a command does not need is not paid for at its start."""
    program = (
        "import sys\n"
        "from engagiert_cli.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", program, "--ledger", str(ROOT / "data" / "members.toml"), *arguments]
    done = subprocess.run(command, capture_output=True, check=True)
    loaded = set(done.stderr.decode().split())
    assert "typer" in loaded
    assert loaded & unwanted == set()
