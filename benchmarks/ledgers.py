"""Ledgers for the benchmarks: one list of members in our form and in that of each peer.

Made by a rule from the number of a member alone, so that every run measures the same: German names, dates of every
precision, some that left, some comments, one entry in a thousand of an unusual shape.
"""

from __future__ import annotations

import csv
import json
import random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST_YEAR, LAST_YEAR = 2012, 2025
_SYLLABLES = ("bad", "neu", "ost", "west", "burg", "stadt", "heim", "dorf", "mün", "köl", "hagen", "lün", "ess", "groß")


class Row(NamedTuple):
    """A member as the peers know it: a name, a key, a round, the first possible day of its signing."""

    name: str
    key: str
    round: str
    signed: str
    left: str
    note: str


def rows(count: int) -> Iterator[Row]:
    """Yield the members."""
    chance = random.Random(count)
    for number in range(count):
        year = chance.randint(FIRST_YEAR, LAST_YEAR)
        name = f"{''.join(chance.choices(_SYLLABLES, k=3)).title()} {number}"
        kind = chance.random()
        signed = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}" if kind < 0.3 else ""
        signed = signed or (f"{year}-{chance.randint(1, 12):02}" if kind < 0.5 else str(year))
        left = str(min(year + 3, LAST_YEAR)) if kind > 0.97 else ""
        yield Row(name, f"{number:08}", str(year), signed, left, "Ratsbeschluss" if 0.9 < kind < 0.93 else "")


def write(folder: Path, count: int) -> None:
    """Write the ledger of that many members into the folder, in every form."""
    folder.mkdir(parents=True, exist_ok=True)
    members = list(rows(count))
    with (folder / "members.toml").open("w", encoding="utf-8") as out:
        out.write('format = 1\n\n[network]\nname = "Benchmark"\n\n')
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            out.write(f'[[rounds]]\nid = "{year}"\nname = "Runde {year}"\nsigned = "{year}"\n\n')
        for number, row in enumerate(members):
            out.write(_entry(row, unusual=number % 1000 == 999, commented=number % 50 == 49))
    with (folder / "members.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(Row._fields)
        table.writerows(members)
    with (folder / "members.ndjson").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row._asdict(), ensure_ascii=False) + "\n" for row in members)
    with (folder / "members.rec").open("w", encoding="utf-8") as out:
        out.write("%rec: Member\n%type: Signed date\n\n")
        out.writelines(
            f"Name: {row.name}\nKey: {row.key}\nRound: {row.round}\nSigned: {_day(row)}\n\n" for row in members
        )
    with (folder / "members.journal").open("w", encoding="utf-8") as out:
        out.writelines(f"{_day(row)} {row.name}\n    members:{row.round}  1\n    joined\n\n" for row in members)
    tasks = folder / "tasks"
    tasks.mkdir(exist_ok=True)
    with (tasks / "pending.data").open("w", encoding="utf-8") as out:
        for number, row in enumerate(members):
            entry = 86400 * (int(row.round) - 1970) * 365
            out.write(
                f'[description:"{row.name}" entry:"{entry}" project:"{row.round}" status:"pending" '
                f'uuid:"00000000-0000-4000-8000-{number:012}"]\n'
            )


def _entry(row: Row, *, unusual: bool, commented: bool) -> str:
    lines = ["[[members]]", f'name = "{row.name}"', f'key = "{row.key}"', f'round = "{row.round}"']
    if row.signed != row.round:
        lines.append(f"signed = {row.signed}" if len(row.signed) == 10 else f'signed = "{row.signed}"')
    if row.left:
        lines.append(f'left = "{row.left}"')
    if row.note:
        lines.append(f'note = "{row.note}"')
    if unusual:
        lines[3] += "  # nachgetragen"
    if commented:
        lines.insert(0, "# Beleg im Aktenordner")
    return "\n".join(lines) + "\n\n"


def _day(row: Row) -> str:
    return row.signed + {4: "-01-01", 7: "-01"}.get(len(row.signed), "")
