"""The floor: a Typer program with as many commands as ours. They do nothing, but `show` shows a Rich table of 23 rows.

`run.py` copies it beside a copy of our entry script that calls its `main`, so that both start in the same way and from
bytecode.
"""

from __future__ import annotations

import typer

EMPTY = (
    "join",
    "leave",
    "amend",
    "remove",
    "round",
    "list",
    "report",
    "map",
    "check",
    "import",
    "merge",
    "undo",
    "schema",
    "init",
)

app = typer.Typer()


def nothing() -> None:
    """Do nothing."""


@app.command()
def show() -> None:
    """Show a table of as many rows and columns as our list of the founding members."""
    from rich.console import Console
    from rich.table import Table

    table = Table("Name", "Designation", "District", "Round", "Signed on", title="Members")
    for number in range(23):
        table.add_row(f"Member {number}", "kreisfreie Stadt", "Ennepe-Ruhr-Kreis", "2015", "2015")
    Console().print(table)


def main() -> None:
    """Run it."""
    for name in EMPTY:
        app.command(name)(nothing)
    app()
