"""Time the program as whole processes against floors and peers, and write the table of docs/performance.md.

    python -m venv .venv && .venv/bin/pip install .
    .venv/bin/python benchmarks/run.py --sizes 23 1000 10000 100000 --runs 7 --write

Every round runs each command once, so that all of them see the same weather; the figures are medians of processor
time where the work is one process, beside the largest memory. Peers that are not installed are left out.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import ledgers

HERE = Path(__file__).parent
DOCUMENT = HERE.parent / "docs" / "performance.md"
ENGAGIERT = str(Path(sys.executable).with_name("engagiert"))
FLOOR = str(HERE / "floor.py")
LIMITS = {("recutils", "join"): 10_000, ("hledger", "list"): 10_000, ("hledger", "report"): 10_000}
"""Up to how many members a peer is asked, where it takes minutes with more."""


class Command(NamedTuple):
    """A command to be timed: who does what; `changes` names a file to be put back before each run."""

    who: str
    task: str
    line: str
    changes: str = ""


class Figure(NamedTuple):
    """What a command took: seconds on the clock, and memory in bytes."""

    seconds: float
    memory: int


def start_commands() -> list[Command]:
    """Return the floors, and our commands on the founding ledger."""
    ours = f"{ENGAGIERT} --ledger {HERE.parent / 'data' / 'members.toml'}"
    return [
        Command("empty Python", "start", f"{sys.executable} -c pass"),
        Command("Typer", "start", f"{sys.executable} {FLOOR} list"),
        Command("Typer, Rich table of 23 rows", "start", f"{sys.executable} {FLOOR} table"),
        Command("engagiert list, pipe", "start", f"{ours} list"),
        Command("engagiert list, table", "start", f"{ours} list --format table"),
        Command("engagiert report, pipe", "start", f"{ours} report"),
        Command("engagiert report, table", "start", f"{ours} report --format table"),
        Command("engagiert --help", "start", f"{ENGAGIERT} --help"),
        Command("engagiert --version", "start", f"{ENGAGIERT} --version"),
    ]


def size_commands(folder: Path) -> list[Command]:
    """Return what is asked of a ledger of any size: ours, and the same of each peer."""
    ours = f"{ENGAGIERT} --ledger {folder}/members.toml"
    rec, journal = f"{folder}/members.rec", f"{folder}/members.journal"
    table, lines = f"{folder}/members.csv", f"{folder}/members.ndjson"
    task = f"task rc:/dev/null rc.data.location={folder}/tasks rc.confirmation=no rc.gc=off rc.hooks=0"
    listing = (
        "rc.report.all.columns=description,entry rc.report.all.labels=Name,Signed rc.report.all.sort=description+ "
        "rc.report.all.filter=entry.after:2014-12-31"
    )
    since = """'map(select(.signed >= "2015")) | sort_by(.name)[] | [.name, .signed] | @tsv'"""
    counted = "'group_by(.round)[] | [.[0].round, length] | @tsv'"
    filtered = """filter '$signed >= "2015"' then sort -f name then cut -f name,signed"""
    sql = """"select name, signed from members where signed >= '2015' order by name\""""
    new_record = "-t Member -f Name -v Zülpich -f Signed -v 2015-01-01"
    return [
        Command("engagiert", "list", f"{ours} list --since 2015"),
        Command("recutils", "list", f"""recsel -e "Signed >> '2014-12-31'" -S Name -p Name,Signed {rec}"""),
        Command("hledger", "list", f"hledger -f {journal} register members -b 2015 -O csv"),
        Command("ledger", "list", f"ledger -f {journal} register members --begin 2015 --sort payee"),
        Command("Taskwarrior", "list", f"{task} {listing} all"),
        Command("Miller", "list", f"mlr --icsv --otsv {filtered} {table}"),
        Command("jq", "list", f"jq -r -s {since} {lines}"),
        Command("sqlite-utils", "list", f"sqlite-utils memory {table} {sql} --tsv"),
        Command("csvkit", "list", f"csvsql --query {sql} {table}"),
        Command("engagiert", "report", f"{ours} report --format csv"),
        Command("recutils", "report", f"recsel -G Round -p Round,Count(Name) {rec}"),
        Command("hledger", "report", f"hledger -f {journal} balance members"),
        Command("ledger", "report", f"ledger -f {journal} balance members"),
        Command("Miller", "report", f"mlr --icsv --otsv count -g round {table}"),
        Command("jq", "report", f"jq -r -s {counted} {lines}"),
        Command("engagiert", "join", f"{ours} join Zülpich --round 2015", "members.toml"),
        Command("recutils", "join", f"recins --force {new_record} {rec}", "members.rec"),
        Command("Taskwarrior", "join", f"{task} add Zülpich", "tasks/pending.data"),
    ]


def measure(commands: list[Command], runs: int, folder: Path) -> dict[Command, Figure]:
    """Run the commands in turn, and return the median time and the largest memory of each."""
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environ |= {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    there = [command for command in commands if shutil.which(shlex.split(command.line)[0])]
    seconds: dict[Command, list[float]] = {command: [] for command in there}
    memory = dict.fromkeys(seconds, 0)
    for turn in range(runs + 1):  # the first warms up
        for command in there:
            kept = (folder / command.changes).read_bytes() if command.changes else b""
            begun = time.perf_counter()
            process = subprocess.Popen(
                shlex.split(command.line), env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            _pid, status, used = os.wait4(process.pid, 0)
            took = time.perf_counter() - begun
            process.returncode = os.waitstatus_to_exitcode(status)
            if command.changes:
                (folder / command.changes).write_bytes(kept)
            if process.returncode:
                sys.exit(f"{command.line} ended with {process.returncode}")
            if turn:
                seconds[command].append(took)
                memory[command] = max(memory[command], used.ru_maxrss * 1024)
    return {command: Figure(statistics.median(seconds[command]), memory[command]) for command in there}


def start_table(figures: dict[Command, Figure]) -> str:
    """Return the start-up times as ratios to an empty Python and to the floor of Typer."""
    by_name = {command.who: figure.seconds for command, figure in figures.items()}
    python, typer = by_name["empty Python"], by_name["Typer"]
    lines = ["| command | empty Python = 1 | Typer = 1 |", "|---|---:|---:|"]
    lines += [f"| {who} | {took / python:.1f} | {took / typer:.2f} |" for who, took in by_name.items()]
    return "\n".join(lines)


def size_table(all_figures: dict[int, dict[Command, Figure]], bytes_of: dict[int, int]) -> str:
    """Return seconds and memory over the sizes, for each task and program."""
    sizes = list(all_figures)
    lines = [
        f"| task | program | {' | '.join(f'{size:,}' for size in sizes)} | memory, times the file |",
        f"|---|---|{'---:|' * (len(sizes) + 1)}",
    ]
    rows = dict.fromkeys((command.task, command.who) for figures in all_figures.values() for command in figures)
    for task, who in rows:
        found = {
            size: figure
            for size, figures in all_figures.items()
            for command, figure in figures.items()
            if (command.task, command.who) == (task, who)
        }
        cells = [f"{found[size].seconds:.2f} s" if size in found else "" for size in sizes]
        largest = max(found)
        lines.append(f"| {task} | {who} | {' | '.join(cells)} | {found[largest].memory / bytes_of[largest]:.1f} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print; with --write, put the tables into the document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[23, 1_000, 10_000, 100_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="write the tables into docs/performance.md")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start = start_table(measure(start_commands(), max(asked.runs, 15), folder))
        print(start, flush=True)
        figures, bytes_of = {}, {}
        for size in asked.sizes:
            ledgers.write(folder / str(size), size)
            bytes_of[size] = (folder / str(size) / "members.toml").stat().st_size
            commands = [
                command
                for command in size_commands(folder / str(size))
                if size <= LIMITS.get((command.who, command.task), 1_000_000)
            ]
            figures[size] = measure(commands, asked.runs if size < 1_000_000 else 2, folder / str(size))
            print(size, "done", file=sys.stderr, flush=True)
        sizes = size_table(figures, bytes_of)
        print(sizes)
    if asked.write:
        text = DOCUMENT.read_text("utf-8")
        machine = (
            f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {os.cpu_count()} cores"
        )
        for mark, table in (("start", start), ("sizes", sizes), ("machine", machine)):
            text = re.sub(
                rf"(<!-- {mark} -->\n).*?(<!-- end -->)",
                lambda found, t=table: f"{found[1]}{t}\n{found[2]}",
                text,
                count=1,
                flags=re.DOTALL,
            )
        DOCUMENT.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
