"""A workbook's archive: its XML, read within limits, whatever the archive claims of itself."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import XMLPullParser

from engagiert_cli.errors import EngagiertError
from engagiert_cli.intake.listing import CELLS, TooLarge
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_XML_LIMIT = 1 << 26  # bytes of all parts that are read; a list of as many cells as are read has less
_PARTS = 4096
_TAGS = 1 << 19  # in and between elements that are asked for: a row has 16,384 cells at most
_LONGEST = 1 << 20  # bytes from one tag to the next
_PIECE = 1 << 16


class NoWorkbook(EngagiertError):
    """Something else than a workbook; its text says why."""


class Archive:
    """The parts of a workbook. What is broken raises whatever finds it: nothing of it can be trusted then."""

    def __init__(self, data: bytes) -> None:
        """Look at the names of the parts. Raises `TooLarge` where there are more than any workbook has."""
        if data.count(b"PK\x01\x02") > _PARTS:
            raise TooLarge
        self._zip = zipfile.ZipFile(io.BytesIO(data))
        self._names = {name.lower(): name for name in self._zip.namelist()}
        self._left, self._tags = _XML_LIMIT, 2 * CELLS

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._names

    def _pieces(self, part: str) -> Iterator[bytes]:
        before = b""
        with self._zip.open(self._names[part.lower()]) as file:
            while piece := file.read(_PIECE):
                self._left -= len(piece)
                if self._left < 0:
                    raise TooLarge
                if b"<!DOCTYPE" in before + piece or b"\0" in piece:
                    raise NoWorkbook(_("it declares entities"))
                yield piece
                before = piece[-8:]

    def elements(self, part: str, *names: str) -> Iterator[tuple[str, Element]]:
        """Yield the elements with these names (without prefix) as they end, each emptied afterwards.

        Nothing for a part that is missing. Raises `TooLarge` where a part is more than any list needs: unpacked, not as
        the archive says. Raises `NoWorkbook` for one that declares entities.
        """
        if part not in self:
            return
        parser: Any = XMLPullParser(("end",))
        wanted: dict[str, str] = {}
        tags = 0
        unfinished = b""
        for piece in self._pieces(part):
            unfinished = (unfinished + piece).rpartition(b">")[2]
            tags += piece.count(b"<")
            self._tags -= piece.count(b"<")
            if tags > _TAGS or self._tags < 0 or len(unfinished) > _LONGEST:
                raise TooLarge
            parser.feed(piece)
            for _event, element in parser.read_events():
                name = wanted.get(element.tag)
                if name is None:
                    name = element.tag.rpartition("}")[2]
                    name = wanted[element.tag] = name if name in names else ""
                if name:
                    yield name, element
                    element.clear()
                    tags = 0
        parser.close()


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the elements of that name (without prefix) that are directly in another."""
    return (child for child in element if child.tag.rpartition("}")[2] == name)


def attribute(element: Element, name: str, default: str = "") -> str:
    """Return an attribute by its name without prefix."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), default)
