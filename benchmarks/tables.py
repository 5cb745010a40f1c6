"""The tables of docs/performance.md, from what was measured."""

from __future__ import annotations

from math import inf, isfinite
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from commands import (
    EDITED,
    EMPTY,
    GERMANY,
    IMPORT,
    JOIN,
    LIST,
    MAP,
    NRW,
    PLAIN,
    REPORT,
    RICH,
    START,
    TAB,
    TERMINAL,
    TYPER,
    US,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


class Figure(NamedTuple):
    """What a command took: the median of its seconds, its most memory, and the size of the file it read, in bytes."""

    seconds: float
    memory: int
    file: int


Figures: TypeAlias = "Mapping[tuple[str, str], Figure]"
"""By task and program."""
Sized: TypeAlias = "Mapping[int, Figures]"
"""By the number of members."""

_MEGABYTE = 1_000_000


def start_table(start: Figures) -> str:
    """Return what it takes to start, also as ratios to an empty Python and to the floors of Typer."""
    floors = [floor for floor in (EMPTY, TYPER, RICH) if (START, floor) in start]
    rows = []
    for (_task, who), figure in start.items():
        ratios = [f"{figure.seconds / start[START, floor].seconds:.2f}" for floor in floors]
        rows.append([who, f"{figure.seconds * 1000:.0f} ms", *ratios, _megabytes(figure)])
    return _markdown(["command", "time", *(f"{floor} = 1" for floor in floors), "memory"], rows, texts=1)


def office_table(office: Figures) -> str:
    """Return what offices do with a register and with lists, also as ratios to the floor of Typer."""
    floor = office[START, TYPER].seconds
    rows = [
        [task, who, f"{figure.seconds * 1000:.0f} ms", f"{figure.seconds / floor:.2f}", _megabytes(figure)]
        for (task, who), figure in office.items()
    ]
    return _markdown(["task", "of", "time", "Typer = 1", "memory"], rows, texts=2)


def time_table(sized: Sized) -> str:
    """Return the time over the sizes, a peer's also as the ratio to ours, and the memory with the most members."""

    def cell(size: int, task: str, who: str) -> str:
        took = sized[size][task, who].seconds
        return _seconds(took) if who == US else f"{_seconds(took)} ({took / sized[size][task, US].seconds:.2f})"

    rows = []
    for task, who in _asked(sized):
        most = sized[max(size for size in sized if (task, who) in sized[size])][task, who]
        rows.append([task, who, *_over_sizes(sized, task, who, cell), _megabytes(most), _times_file(most)])
    return _markdown(["task", "program", *_headers(sized), "memory, largest size", "times its file"], rows, texts=2)


def memory_table(sized: Sized) -> str:
    """Return our memory over the sizes, with how many times the file that is, where the file is no trifle."""

    def cell(size: int, task: str, who: str) -> str:
        figure = sized[size][task, who]
        return _megabytes(figure) + (f" ({_times_file(figure)})" if figure.file > _MEGABYTE else "")

    rows = [[task, *_over_sizes(sized, task, who, cell)] for task, who in _asked(sized) if who == US]
    return _markdown(["task", *_headers(sized)], rows, texts=1)


def budget_table(start: Figures, office: Figures, sized: Sized) -> str:
    """Return every budget that was measured: what is allowed, and what was found."""
    ten, many, most = (sized.get(size, {}) for size in (10_000, 100_000, 1_000_000))
    peers = {who for _task, who in many} - {US, PLAIN}
    typer, floor = _least(start, START, [TYPER]), _least(office, START, [TYPER])

    def over_nrw(task: str) -> float:
        return _least(office, task, [GERMANY]) / _least(office, task, [NRW])

    budgets = [
        ("`list` into a pipe, times Typer", 1.1, _least(start, START, ["engagiert list"]) / typer),
        ("`report` into a pipe, times Typer", 1.1, _least(start, START, ["engagiert report"]) / typer),
        (
            "`list` on a terminal, times Typer with a Rich table",
            1.15,
            _least(start, START, ["engagiert list, on a terminal"]) / _least(start, START, [RICH]),
        ),
        ('`list` of 100 with `register = "de"`, times `"nrw"`', 1.05, over_nrw(LIST)),
        ('`report` of 100 with `register = "de"`, times `"nrw"`', 1.05, over_nrw(REPORT)),
        ('`join` with `register = "de"`, times `"nrw"`', 1.1, over_nrw(JOIN)),
        ('completing a name with `register = "de"`, times Typer', 1.3, _least(office, TAB, [GERMANY]) / floor),
        ('memory of `list` with `register = "de"`, MB more than `"nrw"`', 2, _more_memory(office)),
        ("import of 12,000 rows from CSV, times Typer", 11, _least(office, IMPORT, ["CSV"]) / floor),
        ("import of 12,000 rows from a workbook, times Typer", 11, _least(office, IMPORT, ["workbook"]) / floor),
        ("page of a national map, seconds", 1, _least(office, MAP, ["page"])),
        ("SVG of a national map, seconds", 1, _least(office, MAP, ["SVG"])),
        ("`list` of 100,000, times the fastest peer", 1, _least(many, LIST) / _least(many, LIST, peers)),
        (
            "`report` of 100,000, times the fastest peer but Miller",
            1,
            _least(many, REPORT) / _least(many, REPORT, peers - {"Miller"}),
        ),
        ("`join` into 100,000, times the fastest peer", 1, _least(many, JOIN) / _least(many, JOIN, peers)),
        ("memory of `list` and `report` for 100,000, times the file", 7, _most_memory(many, LIST, REPORT)),
        ("memory of `join` for 100,000, times the file", 10, _most_memory(many, JOIN)),
        ("`list` of 1,000,000, times Miller", 1, _least(most, LIST) / _least(most, LIST, ["Miller"])),
        ("`list` of 1,000,000, times that of 100,000", 11, _least(most, LIST) / _least(many, LIST)),
        (
            "`report` of 100,000 edited by hand, times the plain parser",
            1.4,
            _least(many, EDITED) / _least(many, EDITED, [PLAIN]),
        ),
        ("`list` of 10,000 on a terminal, seconds", 0.5, _least(ten, TERMINAL)),
        ("`list` of 100,000 on a terminal, seconds", 2, _least(many, TERMINAL)),
    ]
    rows = [
        [budget, f"{allowed:g}", f"{found:.2f}", "met" if found <= allowed else "not met"]
        for budget, allowed, found in budgets
        if isfinite(found)
    ]
    return _markdown(["budget", "at most", "now", ""], rows, texts=1)


def _least(figures: Figures, task: str, programs: Iterable[str] = (US,)) -> float:
    """Return the seconds of the fastest of the programs; infinite, which no budget shows, where none was measured."""
    return min((figures[task, who].seconds for who in programs if (task, who) in figures), default=inf)


def _most_memory(figures: Figures, *tasks: str) -> float:
    """Return how many times the file we take at most, for any of the tasks."""
    ours = [figures[task, US] for task in tasks if (task, US) in figures]
    return max((figure.memory / figure.file for figure in ours), default=inf)


def _more_memory(office: Figures) -> float:
    """Return how many megabytes more a list takes with all of Germany than with one Land."""
    return (office[LIST, GERMANY].memory - office[LIST, NRW].memory) / _MEGABYTE


def _asked(sized: Sized) -> Iterable[tuple[str, str]]:
    return dict.fromkeys(asked for figures in sized.values() for asked in figures)


def _headers(sized: Sized) -> list[str]:
    return [f"{size:,}" for size in sized]


def _over_sizes(sized: Sized, task: str, who: str, cell: Callable[[int, str, str], str]) -> list[str]:
    return [cell(size, task, who) if (task, who) in sized[size] else "" for size in sized]


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f} s" if seconds < 0.1 else f"{seconds:.2f} s"


def _megabytes(figure: Figure) -> str:
    return f"{figure.memory / _MEGABYTE:.0f} MB" if figure.memory else ""


def _times_file(figure: Figure) -> str:
    return f"{figure.memory / figure.file:.1f}" if figure.memory else ""


def _markdown(headers: Sequence[str], rows: Iterable[Sequence[str]], *, texts: int) -> str:
    """Return the table; the first columns hold texts, the others numbers."""
    rules = ["---"] * texts + ["---:"] * (len(headers) - texts)
    lines = [f"| {' | '.join(row)} |" for row in (headers, *rows)]
    return "\n".join((lines[0], f"|{'|'.join(rules)}|", *lines[1:]))
