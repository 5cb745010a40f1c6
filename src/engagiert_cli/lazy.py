"""What is imported or read only when it is asked for: functions by their names, for tables of them, and data files."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def named(name: str) -> Any:
    """Return the function of that name, such as `engagiert_cli.reports.growth.report`, and import its module."""
    module, _dot, function = name.rpartition(".")
    return getattr(import_module(module), function)


def text_of(path: str) -> str:
    """Return the text of a file of this package, such as `ledger/schema.json`, which may be in an archive."""
    from importlib.resources import files

    return files("engagiert_cli").joinpath(path).read_text("utf-8")
