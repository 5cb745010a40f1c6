"""Draw the pictures of the README: the program's own output in a terminal of 100 columns, as SVG.

Run it after a change of how reports look: `.venv/bin/python docs/make_pictures.py`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

DOCS = Path(__file__).parent
PICTURES = {"report.svg": ("report",)}
COLUMNS = 100
# A picture must show without asking another server for its letters.
FORMAT = re.sub(r"@font-face \{\{.*?\}\}\n", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


def draw(name: str, arguments: tuple[str, ...]) -> None:
    """Run the program on the founding ledger in German and draw what it shows."""
    environ = {
        **os.environ,
        "LANG": "de_DE.UTF-8",
        "FORCE_COLOR": "1",
        "COLUMNS": str(COLUMNS),
        "TERM": "xterm-256color",
    }
    for variable in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "NO_COLOR"):
        environ.pop(variable, None)
    command = (sys.executable, "-m", "engagiert_cli", *arguments)
    shown = subprocess.run(command, cwd=DOCS.parent, env=environ, capture_output=True, check=True).stdout.decode()
    console = Console(record=True, width=COLUMNS, file=open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
    console.print(Text.from_ansi(f"$ engagiert {' '.join(arguments)}\n{shown}"))
    picture = console.export_svg(title="engagiert", code_format=FORMAT, unique_id=f"engagiert-{name.partition('.')[0]}")
    picture = picture.replace(
        "<text ", '<text xml:space="preserve" '
    )  # some programs drop the blanks at the start of a line
    (DOCS / name).write_text(picture, "utf-8", newline="\n")


if __name__ == "__main__":
    for _name, _arguments in PICTURES.items():
        draw(_name, _arguments)
