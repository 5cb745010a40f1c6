"""Time the program as whole processes against floors and peers, and write the tables of docs/performance.md.

    python3 -m venv build/bench && build/bench/bin/pip install .
    build/bench/bin/python benchmarks/run.py --write
    build/bench/bin/python benchmarks/run.py --sizes 23 1000 10000 --runs 2  # a look, in a minute

Every round runs each command once, so that all of them see the same weather. The figures are medians of the time on
the clock and the most memory. What a command writes is read to its end, from a pipe or a terminal. Peers that are not
installed are left out, and so are terminals where Python has none.
"""

from __future__ import annotations

import argparse
import filecmp
import importlib.util
import os
import platform
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import ledgers
from commands import LIMITS, LIST, OFFICE, SIZED, STARTED, US, Command
from tables import Figure, budget_table, memory_table, office_table, start_table, time_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

HERE = Path(__file__).parent
DOCUMENT = HERE.parent / "docs" / "performance.md"
FOUNDING = HERE.parent / "data" / "members.toml"
PYTHON = Path(sys.executable)
ENGAGIERT = PYTHON.with_name("engagiert")
PACKAGE = "engagiert_cli"
POSIX = os.name == "posix"
PATH = os.pathsep.join(folder for folder in os.get_exec_path() if Path(folder).name != "shims")
"""Where peers are looked for: not among a version manager's shims, which take longer than many a peer."""
_NAME = re.compile(rb"[a-z\x80-\xff] [0-9]")


def main() -> None:
    """Measure and print; with --write, put the tables into the document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[23, 1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--runs", type=int, default=7, help="rounds for each size, two at most for a million members")
    parser.add_argument("--starts", type=int, default=31, help="rounds for the start-up times")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/performance.md")
    asked = parser.parse_args()
    require_installed_wheel()
    sized = {}
    with tempfile.TemporaryDirectory(prefix="engagiert-benchmark-") as name:
        folder = Path(name)
        prepare_start(folder / "start")
        start = measure(STARTED, asked.starts, folder / "start")
        subprocess.run([PYTHON, HERE / "offices.py", folder / "office"], check=True)
        prepare_floor(folder / "office")
        office = measure(OFFICE, asked.starts, folder / "office")
        for size in sorted(asked.sizes):
            ledgers.write(folder / "size", size)
            commands = [command for command in SIZED if size <= LIMITS.get((command.task, command.who), size)]
            sized[size] = measure(commands, asked.runs if size < 1_000_000 else min(asked.runs, 2), folder / "size")
            shutil.rmtree(folder / "size")  # a million members take a gigabyte in all forms
            print(f"{size:,} members: done", file=sys.stderr)
    tables = {
        "machine": machine(),
        "start": start_table(start),
        "office": office_table(office),
        "sizes": time_table(sized),
        "memory": memory_table(sized),
        "budgets": budget_table(start, office, sized),
    }
    print("\n\n".join(tables.values()))
    if asked.write:
        write(tables)


def require_installed_wheel() -> None:
    """Exit with what to do unless this is a real interpreter, beside the program as people install it."""
    spec = importlib.util.find_spec(PACKAGE)
    package = Path(spec.origin).parent if spec and spec.origin else None
    remedy = "python3 -m venv build/bench && build/bench/bin/pip install . && build/bench/bin/python benchmarks/run.py"
    if package is None or not package.is_relative_to(sysconfig.get_path("purelib")):
        sys.exit(f"{PYTHON} has engagiert not installed, or as an editable install; try: {remedy}")
    sources = HERE.parent / "src" / PACKAGE
    pairs = [(source, package / source.relative_to(sources)) for source in sources.rglob("*.py")]
    if not all(installed.is_file() and filecmp.cmp(source, installed, shallow=False) for source, installed in pairs):
        sys.exit(f"{PYTHON} has another engagiert installed than this one; try: {remedy}")
    with PYTHON.open("rb") as interpreter:
        is_script = interpreter.read(2) == b"#!"
    if is_script or (POSIX and str(PYTHON.parent) not in ENGAGIERT.read_text("utf-8")):
        sys.exit(f"{PYTHON} is a shim, or {ENGAGIERT} does not start it; try: {remedy}")
    subprocess.run([PYTHON, "-m", "compileall", "-q", package], env=environment(HERE), check=True)


def prepare_start(folder: Path) -> None:
    """Put the founding ledger and the floor into the folder."""
    folder.mkdir()
    shutil.copy(FOUNDING, folder / "members.toml")
    prepare_floor(folder)


def prepare_floor(folder: Path) -> None:
    """Put the floor into the folder, with an entry script that is ours but for the module."""
    shutil.copy(HERE / "floor.py", folder)
    if POSIX:
        script = ENGAGIERT.read_text("utf-8").replace(f"{PACKAGE}.__main__", "floor")
        (folder / "floor").write_text(script, "utf-8")
        (folder / "floor").chmod(0o755)


def measure(commands: Sequence[Command], runs: int, folder: Path) -> dict[tuple[str, str], Figure]:
    """Run the commands in turn, after one round to warm up, and return what each took."""
    there = usable(commands, folder)
    took: dict[Command, list[tuple[float, int]]] = {command: [] for command in there}
    for _turn in range(runs):
        for command in there:
            took[command].append(run(command, folder))
    return {
        (command.task, command.who): Figure(
            statistics.median(seconds for seconds, _memory in all_took),
            max(memory for _seconds, memory in all_took),
            (folder / command.file).stat().st_size,
        )
        for command, all_took in took.items()
    }


def usable(commands: Sequence[Command], folder: Path) -> list[Command]:
    """Run each command once, and return those that are there and, asked for a list, list as many members as we do."""
    found: list[Command] = []
    members = 0
    for command in commands:
        program = shlex.split(command.line)[0]
        if (command.terminal and not POSIX) or not (program in ours(folder) or shutil.which(program, path=PATH)):
            continue
        with tempfile.TemporaryFile(dir=folder) as output:
            try:
                run(command, folder, output)
            except subprocess.CalledProcessError as error:
                if program in ours(folder):
                    sys.exit(f"{command.line}: {error.stderr}")
                print(f"left out: {command.line}: {error.stderr}", file=sys.stderr)
                continue
            output.seek(0)
            listed = (
                sum(bool(_NAME.search(line)) for line in output)
                if command.task == LIST and folder.name == "size"
                else members
            )
        members = members or listed
        if listed == members:
            found.append(command)
        else:
            print(f"left out: {command.line}: lists {listed:,} members, not {members:,}", file=sys.stderr)
    return found


def run(command: Command, folder: Path, copy: BinaryIO | None = None) -> tuple[float, int]:
    """Run the command and return its seconds and its memory in bytes; raises `CalledProcessError`.

    The memory that the system counts for a process starts at that of the one which it was forked from. So this one
    keeps small, it holds neither members nor outputs; and what is no more than its own counts as unknown, 0.
    """
    program, *arguments = shlex.split(command.line)
    words = [*ours(folder).get(program, [shutil.which(program, path=PATH)]), *arguments]
    changed, kept = folder / command.file, folder / "kept"
    if command.changes:
        copy_to_disk(changed, kept)
    with (folder / "errors").open("w+b") as errors:
        reader, writer = open_terminal() if command.terminal else os.pipe()
        begun = time.perf_counter()
        process = subprocess.Popen(
            words,
            cwd=folder,
            env=environment(folder) | dict(command.variables),
            stdin=subprocess.DEVNULL,
            stdout=writer,
            stderr=writer if command.terminal else errors,
        )
        os.close(writer)
        read_all(reader, copy)
        memory = 0
        if POSIX:
            import resource

            _pid, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            if used.ru_maxrss > resource.getrusage(resource.RUSAGE_SELF).ru_maxrss:
                memory = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        code = process.wait()
        seconds = time.perf_counter() - begun
        os.close(reader)
        if code:
            errors.seek(0)
            raise subprocess.CalledProcessError(code, command.line, stderr=errors.read().decode())
    if command.changes:
        kept.replace(changed)
        shutil.rmtree(folder / US, ignore_errors=True)  # what undo remembers of the change is of a text that is no more
    return seconds, memory


def ours(folder: Path) -> dict[str, list[Path | str]]:
    """Return how the programs are started that are not looked for."""
    return {
        "python": [PYTHON],
        "engagiert": [ENGAGIERT],
        "plain": [PYTHON, HERE / "plain.py"],
        "floor": [folder / "floor"] if POSIX else [PYTHON, "-c", "from floor import main; main()"],
    }


def environment(folder: Path) -> dict[str, str]:
    """Return variables that keep everything of the user's away: settings, the step to undo, and Python's switches."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    home = dict.fromkeys(("HOME", "XDG_STATE_HOME", "LOCALAPPDATA"), str(folder))
    spoken = {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "xterm-256color"}
    return {**kept, **home, **spoken, "PATH": PATH, "ENGAGIERT_TODAY": ledgers.TODAY}


def copy_to_disk(source: Path, target: Path) -> None:
    """Copy the file and wait for the disk, so that a command to be timed does not wait for it."""
    shutil.copyfile(source, target)
    with target.open("rb+") as copied:
        os.fsync(copied.fileno())


def open_terminal() -> tuple[int, int]:
    """Return the two ends of a terminal of 120 columns."""
    import pty
    import termios

    reader, writer = pty.openpty()
    termios.tcsetwinsize(writer, (40, 120))
    return reader, writer


def read_all(reader: int, copy: BinaryIO | None) -> None:
    """Read until nobody writes any more; a terminal says that with an error."""
    try:
        while chunk := os.read(reader, 1 << 16):
            if copy:
                copy.write(chunk)
    except OSError:
        return


def machine() -> str:
    """Return what was measured on, and the versions of the peers."""
    versions = [platform.system(), platform.machine(), f"{os.cpu_count()} cores", f"Python {platform.python_version()}"]
    for who, line in {command.who: command.line for command in SIZED if command.task == LIST}.items():
        program = shutil.which(shlex.split(line)[0], path=PATH)
        if program:
            said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
            number = re.search(r"[0-9]+(\.[0-9]+)+", said)
            versions.append(f"{who} {number[0]}" if number else who)
    return ", ".join(versions)


def write(tables: dict[str, str]) -> None:
    """Put each table between its marks in the document."""
    text = DOCUMENT.read_text("utf-8")
    for mark, table in tables.items():
        before, begin, rest = text.partition(f"<!-- {mark} -->\n")
        _old, end, after = rest.partition("<!-- end -->")
        if not end:
            sys.exit(f"{DOCUMENT} has no place for the table: <!-- {mark} --> … <!-- end -->")
        text = f"{before}{begin}{table}\n{end}{after}"
    DOCUMENT.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
