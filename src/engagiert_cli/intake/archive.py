"""A workbook's archive: its XML, read within limits, whatever the archive claims of itself."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.etree.ElementTree import fromstring

from engagiert_cli.errors import EngagiertError
from engagiert_cli.intake.listing import CELLS, TooLarge
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_XML_LIMIT = 1 << 26  # bytes of all parts that are read; a list of as many cells as are read has less


class NoWorkbook(EngagiertError):
    """Something else than a workbook; its text says why."""


class Archive:
    """The parts of a workbook. What is broken raises whatever finds it: nothing of it can be trusted then."""

    def __init__(self, data: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._names = {name.lower(): name for name in self._zip.namelist()}
        self._left, self._tags = _XML_LIMIT, 2 * CELLS

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._names

    def elements(self, part: str, *names: str) -> Iterator[tuple[str, Element]]:
        """Yield the elements with these names (without prefix) in the order in which they begin.

        Nothing for a part that is missing. Raises `TooLarge` where a part is more than any list needs: unpacked, not as
        the archive says. Raises `NoWorkbook` for one that declares entities.
        """
        if part not in self:
            return
        with self._zip.open(self._names[part.lower()]) as file:
            data = file.read(self._left + 1)
        self._left -= len(data)
        self._tags -= data.count(b"<")
        if self._left < 0 or self._tags < 0:
            raise TooLarge
        if b"<!DOCTYPE" in data or b"\0" in data:
            raise NoWorkbook(_("it declares entities"))
        known: dict[str, str] = {}
        for element in fromstring(data).iter():  # noqa: S314 - without entities
            name = known.get(element.tag)
            if name is None:
                name = known[element.tag] = element.tag.rpartition("}")[2]
            if name in names:
                yield name, element


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the elements of that name (without prefix) that are directly in another."""
    return (child for child in element if child.tag.rpartition("}")[2] == name)


def attribute(element: Element, name: str, default: str = "") -> str:
    """Return an attribute by its name without prefix."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), default)
