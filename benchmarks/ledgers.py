"""Ledgers for the benchmarks: the same members in our form and, with every fact, in the natural form of each peer.

Made by a rule from the number of a member alone, so that every run measures the same: German names, dates of every
precision, some that left, some notes and comments, one entry in a thousand of an unusual shape.
"""

from __future__ import annotations

import calendar
import datetime
import json
import random
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

FIRST_YEAR, LAST_YEAR = 2012, 2025
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
TODAY = "2026-07-01"
"""The day on which the questions are asked: all dates lie before it."""
_SYLLABLES = ("bad", "neu", "ost", "west", "burg", "stadt", "heim", "dorf", "mün", "köl", "hagen", "lün", "ess", "groß")


class Row(NamedTuple):
    """The facts of a member, as texts; what it has none of is empty."""

    name: str
    key: str
    round: str
    signed: str
    left: str
    note: str

    @property
    def day(self) -> str:
        """The first possible day of its signing, for peers that know no other dates; they hold `signed` beside it."""
        first = self.signed.partition("..")[0]
        return first + {4: "-01-01", 7: "-01"}.get(len(first), "")


def rows(count: int) -> Iterator[Row]:
    """Yield the members."""
    chance = random.Random(count)
    for number in range(count):
        year = chance.randint(FIRST_YEAR, LAST_YEAR)
        name = f"{''.join(chance.choices(_SYLLABLES, k=3)).title()} {number}"
        month, day = chance.randint(1, 12), chance.randint(1, 28)
        kind = chance.random()
        signed = str(year)
        if kind < 0.3:
            signed = f"{year}-{month:02}-{day:02}"
        elif kind < 0.5:
            signed = f"{year}-{month:02}"
        elif kind < 0.52:
            signed = f"{year}-{month:02}..{year + 1}-02"
        left = str(min(year + 3, LAST_YEAR)) if kind > 0.97 else ""
        yield Row(name, f"{number:08}", str(year), signed, left, "Ratsbeschluss" if 0.9 < kind < 0.93 else "")


def _fields(row: Row) -> list[str]:
    lines = [f'name = "{row.name}"', f'key = "{row.key}"', f'round = "{row.round}"']
    if row.signed != row.round:
        lines.append(f"signed = {row.signed}" if len(row.signed) == 10 else f'signed = "{row.signed}"')
    lines += [f'{field} = "{getattr(row, field)}"' for field in ("left", "note") if getattr(row, field)]
    return lines


def _as_written(number: int, row: Row) -> str:
    """Return the entry as the program writes it, and now and then as people do."""
    lines = ["[[members]]", *_fields(row)]
    if number % 1000 == 999:
        lines[3] += "  # nachgetragen"
    if number % 50 == 49:
        lines.insert(0, "# Beleg im Aktenordner")
    return "\n".join(lines) + "\n\n"


def _as_edited(number: int, row: Row) -> str:
    """Return the entry as no program writes it: a comment behind a value, aligned fields, or another order."""
    lines = _fields(row)
    if number % 3 == 0:
        lines[2] += "  # nachgetragen"
    elif number % 3 == 1:
        lines = ["{:6} = {}".format(*line.split(" = ")) for line in lines]
    else:
        lines.insert(0, lines.pop())
    return "\n".join(("[[members]]", *lines)) + "\n\n"


def _object(_number: int, row: Row) -> str:
    facts = {field: value for field, value in row._asdict().items() if value}
    return json.dumps(facts, ensure_ascii=False) + "\n"


def _record(_number: int, row: Row) -> str:
    fields = {"Name": row.name, "Key": row.key, "Round": row.round, "Day": row.day, "Signed": row.signed}
    fields |= {"Left": row.left, "Note": row.note}
    return "".join(f"{field}: {value}\n" for field, value in fields.items() if value) + "\n"


def _transaction(_number: int, row: Row) -> str:
    """Return the signing as a transaction; who has left is counted in an account below that of its round."""
    tags = "".join(f"    ; {tag}: {getattr(row, tag)}\n" for tag in ("signed", "left", "note") if getattr(row, tag))
    account = f"members:{row.round}:left" if row.left else f"members:{row.round}"
    return f"{row.day} ({row.key}) {row.name}\n{tags}    {account}  1\n    joined\n\n"


def _task(number: int, row: Row) -> str:
    fields = {"description": row.name, "entry": str(calendar.timegm(datetime.date.fromisoformat(row.day).timetuple()))}
    fields |= {"key": row.key, "left": row.left, "note": row.note, "project": row.round, "signed": row.signed}
    fields |= {"status": "pending", "uuid": f"00000000-0000-4000-8000-{number:012}"}
    return "[" + " ".join(f'{field}:"{value}"' for field, value in fields.items() if value) + "]\n"


class Form(NamedTuple):
    """How a file says the members: what stands above them, and each of them."""

    head: str
    entry: Callable[[int, Row], str]


_HEAD = 'format = 1\n\n[network]\nname = "Benchmark"\n\n' + "".join(
    f'[[rounds]]\nid = "{year}"\nname = "Runde {year}"\nsigned = "{year}"\n\n' for year in YEARS
)
TASKRC = "confirmation=no\n" + "".join(
    f"uda.{field}.type=string\nuda.{field}.label={field.title()}\n" for field in ("key", "signed", "left", "note")
)
FORMS = {
    "members.toml": Form(_HEAD, _as_written),
    "edited.toml": Form(_HEAD, _as_edited),
    "members.csv": Form(",".join(Row._fields) + "\n", lambda _number, row: ",".join(row) + "\n"),
    "members.ndjson": Form("", _object),
    "members.rec": Form("%rec: Member\n%mandatory: Name Round\n%type: Day date\n\n", _record),
    "members.journal": Form("", _transaction),
    "tasks/pending.data": Form("", _task),
}


def write(folder: Path, count: int) -> None:
    """Write the ledger of that many members into the folder, in every form.

    One member at a time: the memory of a process is counted from that of the one which started it, see `run.py`.
    """
    (folder / "tasks").mkdir(parents=True)
    (folder / "taskrc").write_text(TASKRC, "utf-8")
    with ExitStack() as files:
        outs = []
        for name, form in FORMS.items():
            out = files.enter_context((folder / name).open("w", encoding="utf-8", newline="\n"))
            out.write(form.head)
            outs.append((out, form.entry))
        for number, row in enumerate(rows(count)):
            for out, entry in outs:
                out.write(entry(number, row))
