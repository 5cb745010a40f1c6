"""The program, as `engagiert` and as `python -m engagiert_cli`."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and exit with its code."""
    # A run is short and makes hardly any garbage. Collecting it would take a tenth of the start and of a large list,
    # and as much again at the end, when frozen objects are left alone.
    gc.disable()
    try:
        from engagiert_cli.cli.app import app

        code = app(prog_name="engagiert", standalone_mode=False)
    except KeyboardInterrupt:  # before there is anything that could say so
        code = 130
    gc.freeze()
    sys.exit(code)


if __name__ == "__main__":
    main()
