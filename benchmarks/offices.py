"""What offices have: ledgers with a register, and the same of all Germany; a list of 12,000 rows as CSV and workbook.

    python benchmarks/offices.py FOLDER

A process of its own, since the memory of a process is counted from that of the one which started it, see `run.py`.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import ledgers
import xlsxwriter

from engagiert_cli.register.bodies import Level, open_register

MEMBERS = {"nrw": 100, "de": 100, "nation": 1_000}
ROWS = 12_000


def main(folder: Path) -> None:
    """Write all of it into the folder."""
    folder.mkdir()
    for name, count in MEMBERS.items():
        towns = [body for body in open_register("de").bodies if body.level is Level.MUNICIPALITY]
        if name != "nation":  # the same members, whatever the register
            towns = [body for body in towns if body.key.startswith("05")]
        lines = [f'[network]\nregister = "{"nrw" if name == "nrw" else "de"}"\n']
        lines += [f'[[rounds]]\nid = "{year}"\n' for year in ledgers.YEARS]
        for number, body in enumerate(towns[:: len(towns) // count][:count]):
            year = ledgers.YEARS[number % len(ledgers.YEARS)]
            lines.append(f'[[members]]\nname = "{body.name}"\nkey = "{body.key}"\nround = "{year}"\n')
        (folder / f"{name}.toml").write_text("\n".join(lines), "utf-8")
    (folder / "new.toml").write_text('[network]\nname = "Benchmark"\n', "utf-8")
    header, rows = ledgers.Row._fields, list(ledgers.rows(ROWS))
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";").writerows([header, *rows])
    with xlsxwriter.Workbook(folder / "list.xlsx") as book:
        sheet = book.add_worksheet("Mitglieder")
        for number, row in enumerate([header, *rows]):
            sheet.write_row(number, 0, row)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
