"""Build hook: compiles the gettext catalogues, and the table of all spellings of names, for the program to look up."""

import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompilingHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compile every `.po` below the package to the `.mo` beside it, and the register's names to `spellings.tsv`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before each build, editable installs included."""
        del version, build_data
        for source in Path(self.root, "src").rglob("*.po"):
            with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
                write_mo(mo, read_po(po))
        sys.path[:0] = [str(Path(self.root, folder)) for folder in ("src", "scripts")]
        import make_spellings  # only now, when its folder is known

        make_spellings.write()
