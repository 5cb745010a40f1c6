"""Draw the pictures of the README: what the program shows in a terminal of 100 columns, and what it draws itself.

Run it after a change of how reports look: `.venv/bin/python docs/make_pictures.py`.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

DOCS = Path(__file__).parent
SHOWN: dict[str, tuple[str, ...]] = {"report.svg": ("report",)}
DRAWN: dict[str, tuple[str, ...]] = {"growth.svg": ("report", "growth"), "map.svg": ("map",)}
COLUMNS = 100
# A picture must show without asking another server for its letters.
FORMAT = re.sub(r"@font-face \{\{.*?\}\}\n", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


def run(*arguments: str) -> str:
    """Run the program on the founding ledger in English, on a day that stays, and return what it shows."""
    environ = {
        **os.environ,
        "LANG": "en_GB.UTF-8",
        "ENGAGIERT_TODAY": "2026-11-23",
        "FORCE_COLOR": "1",
        "COLUMNS": str(COLUMNS),
        "TERM": "xterm-256color",
    }
    for variable in ("ENGAGIERT_LEDGER", "LC_ALL", "LC_MESSAGES", "LANGUAGE", "NO_COLOR"):
        environ.pop(variable, None)
    command = (sys.executable, "-m", "engagiert_cli", *arguments)
    done = subprocess.run(command, cwd=DOCS.parent, env=environ, capture_output=True, check=True)
    return done.stdout.decode().replace("\r\n", "\n")


def draw(folder: Path) -> None:
    """Draw all pictures into the folder: terminals with a command and what it shows, and what the program draws."""
    for name, arguments in SHOWN.items():
        console = Console(record=True, width=COLUMNS, file=io.StringIO())
        console.print(Text.from_ansi(f"$ engagiert {' '.join(arguments)}\n{run(*arguments)}"))
        mark = f"engagiert-{name.partition('.')[0]}"
        picture = console.export_svg(title="engagiert", code_format=FORMAT, unique_id=mark)
        # Some programs drop the blanks at the start of a line.
        picture = picture.replace("<text ", '<text xml:space="preserve" ')
        (folder / name).write_text(picture, "utf-8", newline="\n")
    for name, arguments in DRAWN.items():
        run(*arguments, "--output", str(folder / name))


if __name__ == "__main__":
    draw(DOCS)
