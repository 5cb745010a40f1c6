"""The floor: a Typer program with as many commands as ours, which do nothing; `table` shows a Rich table of 23 rows."""

from __future__ import annotations

import typer

COMMANDS = (
    "join",
    "leave",
    "amend",
    "remove",
    "round",
    "list",
    "show",
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
for _name in COMMANDS:
    app.command(_name)(lambda: None)


@app.command("table")
def table() -> None:
    """Show a table."""
    from rich.console import Console
    from rich.table import Table

    shown = Table("Name", "Round", "Signed on", title="Members")
    for number in range(23):
        shown.add_row(f"Member {number}", "2015", "2015")
    Console(width=80, force_terminal=True).print(shown)


if __name__ == "__main__":
    app()
