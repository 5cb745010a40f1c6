"""What the plain parser takes: start as the program does, read the ledger without its pattern, count by round."""

from __future__ import annotations

import datetime
import gc
import sys
from collections import Counter
from pathlib import Path

gc.disable()

from engagiert_cli.cli import app  # noqa: E402, F401 - a start of the program takes it
from engagiert_cli.ledger import opening  # noqa: E402

path = Path(sys.argv[1])
opening.LARGE = sys.maxsize
document = opening.opened(path.read_text("utf-8"), path.name, datetime.date.today())  # noqa: DTZ011
for name, joined in Counter(member.round.id for member in document.ledger.members).items():
    print(name, joined)
