"""Functions by their names, for tables of what is imported only when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def named(name: str) -> Any:
    """Return the function of that name, such as `engagiert_cli.reports.growth.report`, and import its module."""
    module, _dot, function = name.rpartition(".")
    return getattr(import_module(module), function)
