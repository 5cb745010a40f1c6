"""What is done only when it is asked for: modules imported by a name, data files read, types of fields looked at."""

from __future__ import annotations

from collections import namedtuple
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 - it is exported
else:

    class _Fields(type):
        """Makes tuples as `typing` does, which compiles the type of every field and takes three times as long."""

        def __new__(cls, name: str, _bases: tuple[type, ...], members: dict[str, Any]) -> type:
            fields = members.get("__annotations__", {})
            defaults = [members.pop(field) for field in fields if field in members]
            made = namedtuple(name, fields, defaults=defaults)  # noqa: PYI024 - its fields are typed where they stand
            for key, member in members.items():
                setattr(made, key, member)
            return made

    NamedTuple = type.__new__(_Fields, "NamedTuple", (), {})


def named(name: str) -> Any:
    """Return the function of that name, such as `engagiert_cli.reports.growth.report`, and import its module."""
    module, _dot, function = name.rpartition(".")
    return getattr(import_module(module), function)


def text_of(path: str) -> str:
    """Return the text of a file of this package, such as `ledger/schema.json`."""
    return (Path(__file__).parent / path).read_text("utf-8")
