"""The program, as `engagiert` and as `python -m engagiert_cli`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    # A run is short and makes hardly any garbage; looking for it takes a tenth of the start and of a large list.
    gc.disable()
    try:
        from engagiert_cli.cli.app import app
    except KeyboardInterrupt:  # before there is anything that could say so
        sys.exit(130)
    sys.exit(app(prog_name="engagiert"))


if __name__ == "__main__":
    main()
