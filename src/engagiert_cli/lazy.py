"""What is put off until it is needed: importing a module by name, reading a data file, evaluating field types."""

from __future__ import annotations

from collections import namedtuple
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple  # noqa: PLC0414 - it is exported
else:

    class _Fields(type):
        """Makes named tuples as `typing` does, but without compiling the type of every field: three times as fast."""

        def __new__(cls, name: str, _bases: tuple[type, ...], members: dict[str, Any]) -> type:
            fields = members.get("__annotations__", {})
            defaults = [members.pop(field) for field in fields if field in members]
            made = namedtuple(name, fields, defaults=defaults)  # noqa: PYI024 - the fields are typed in the class body
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
