"""Build hook: compiles the gettext catalogues, so that the package holds what its messages are looked up in."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compile every `.po` below the package to the `.mo` beside it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Run before each build, editable installs included."""
        del version, build_data
        for source in Path(self.root, "src").rglob("*.po"):
            with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
                write_mo(mo, read_po(po))
