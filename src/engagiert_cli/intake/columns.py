"""Which column of a list means what: by its usual names in German and English, or as the user says."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache, reduce
from itertools import chain, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from engagiert_cli.errors import Hint, Refusal
from engagiert_cli.language import _
from engagiert_cli.ledger.members import FIELDS
from engagiert_cli.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from engagiert_cli.intake.listing import Cell, Listing, Record

    Columns = dict[str, tuple[int, ...]]
    """The columns of each field of a list, from 0; a name may be in two."""

_HEADER_WITHIN = 100  # records; there may be a title and remarks above the header
AREAS = {"district": "Kreis", "region": "Regierungsbezirk", "land": "Land"}
"""The fields that say where a body lies, each with the kind of area."""
OF_ROUNDS = ("round_name", "round_signed", "cosigners")
"""The fields of rounds that a list may have."""
_PARTS = ("first", "last")  # of a person's name
_NAMING = {"name", "key", "district", *_PARTS}
_TOGETHER = "+"
_REMARK = re.compile(r"[(\[][^)\]]*[)\]]?")  # to the end if it is not closed, so that each letter is read once
_OR = re.compile(r"/|&|\b(?:und|oder|bzw|and|or)\b")
_BETWEEN_COLUMNS = re.compile(r"\w[\"')]*\s*[;,:|^\t]\s*[\"'(]*\w|\s{3}")


def meaning(header: Cell) -> str | None:
    """Return what a header usually means: a field, a part of a name, or where a body lies."""
    return _usual(header)[0] if isinstance(header, str) else None


@lru_cache(maxsize=1024)
def _usual(header: str) -> tuple[str | None, int]:
    """Return the field that a header usually means, and its rank among the headers of that field, 0 the first."""
    usual = _headers()
    if found := usual.get(_letters(header)) or usual.get(_letters(_REMARK.sub("", header))):
        return found
    # »Firma / Verein«, »Kommune oder Kreis«
    parts = [usual.get(_letters(part), (None, 0)) for part in _OR.split(header)]
    fields = {field for field, _rank in parts}
    field = next(iter(fields)) if len(fields) == 1 else "name" if fields <= {"name", "district", *_PARTS} else None
    return field, max(rank for _field, rank in parts)


@cache
def _headers() -> dict[str, tuple[str, int]]:
    lines = Path(__file__).with_name("headers.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {
        _letters(header): (field.rstrip("?"), field.count("?"))
        for field, headers in rows
        for header in headers.split(",")
    }


def _letters(text: Cell) -> str:
    """Return the form in which spellings of a header agree; empty for a Markdown heading."""
    return re.sub(r"[\W_]+", "", fold(text)) if isinstance(text, str) and not text.startswith("# ") else ""


def header_of(records: Sequence[Record], told: Mapping[str, str]) -> tuple[int | None, int]:
    """Return which record is the header: one with all columns that the user named, else one with names or keys.

    The record with the most meaningful columns wins, since a legend may have »Name« in a column, and a title may say
    »Mitglied«. A column given by its letter or number is in every record. Also returns how well the records fit, from
    0; best are those with the named columns and with dates.
    """
    rows = [record.cells for record in records]
    parts = (part for text in told.values() for part in _together(text, *rows))
    wanted = {_letters(part) for part in parts if not _numbered(part)}
    first = next((place for place, cells in enumerate(rows) if wanted and wanted <= set(map(_letters, cells))), None)
    if first is None:
        first, wanted = 0, set()
    near = enumerate(rows[first : first + _HEADER_WITHIN], first)
    meant = {place: set(map(meaning, cells)) - {None} for place, cells in near}

    def fits(place: int) -> bool:
        return wanted <= set(map(_letters, rows[place])) if wanted else not meant[place].isdisjoint(_NAMING)

    def rank(place: int) -> tuple[bool, int, bool]:
        filled = sum(map(bool, rows[place]))
        return not meant[place].isdisjoint({"signed", "round"}), min(2, len(meant[place])), filled > 1

    fitting = list(filter(fits, meant)) or ([0] if rows and any(map(_numbered, told.values())) else [])
    header = max(fitting, key=rank, default=None)
    return header, 0 if header is None else 1 + 2 * bool(wanted) + rank(header)[0]


def whole(listing: Listing, header: int) -> Listing:
    """Return the list with a header of two rows as one, such as »Mitgliedschaft« above »von« and »bis«."""
    first, *others = listing.records[header:]
    second = others[0].cells if others else ()
    is_named = any(below for above, below in zip(first.cells, second, strict=False) if meaning(above) == "name")
    if is_named or {"signed", "left"}.isdisjoint(map(meaning, second)):
        return listing
    cells = tuple(below or above for above, below in zip_longest(first.cells, second, fillvalue=""))
    return replace(listing, records=(*listing.records[:header], others[0]._replace(cells=cells), *others[1:]))


def _together(text: str, *headers: Sequence[Cell]) -> Sequence[str]:
    """Return the headers joined by `+`, as in `Vorname+Nachname`; the text itself where that is a header."""
    is_one = _TOGETHER not in text or any(_letters(text) in map(_letters, each) for each in headers)
    return (text,) if is_one else [part.strip() for part in text.split(_TOGETHER)]


def _numbered(text: str) -> int:
    """Return the number of a column given as `2`, `#2` or, as workbooks show it, `B`; else 0."""
    digits = text.removeprefix("#")
    if digits.isdecimal():
        return int(digits)
    return lettered(text) if len(text) < 3 else 0  # longer ones may be headers, such as AGS


@lru_cache(maxsize=64)
def lettered(letters: str) -> int:
    """Return the number of a workbook's column from its letters, from 1; 0 where no column can have them."""
    is_one = re.fullmatch("[A-Z]{1,3}", letters)
    return reduce(lambda place, letter: place * 26 + ord(letter) - 64, letters, 0) if is_one else 0


def letters(place: int) -> str:
    """Return the letters of a workbook's column, counted from 0: `A`, `Z`, `AA`."""
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def find(listing: Listing, header: int | None, told: Mapping[str, str]) -> Columns:
    """Return the columns of each field of the list. Raises `Refusal` where they are not certain."""
    cells = listing.records[header or 0].cells
    found = {
        field: tuple(_told(listing, cells, field, part) for part in _together(text, cells))
        for field, text in told.items()
    }
    for field in (*FIELDS, *AREAS, *OF_ROUNDS):
        if field in found or (header is None and not told):
            continue
        choice = _usually(cells, field, set(chain.from_iterable(found.values())))
        if len(choice) > 1 and field in FIELDS:
            raise _several(listing, cells, field, choice)
        if choice:
            found[field] = choice[0]
    if found.keys().isdisjoint(("name", "key")):
        if "district" not in found:
            raise nameless(listing, cells)
        found["name"] = found.pop("district")
    return found


def nameless(listing: Listing, cells: Sequence[Cell]) -> Refusal:
    """Return why a list with these headers cannot be read: no column holds names, or one holds all columns."""
    remedy: Hint | str = Hint(_("say which column it is: {command}"), options={"column": "name=…"})
    texts = [str(cell) for cell in cells if cell]
    if len(texts) == 1 and _BETWEEN_COLUMNS.search(texts[0]):
        remedy = _("all columns are in one: split it in Excel (Data, Text to Columns), and save the list again")
    return Refusal(_("{path} has no column of names").format(path=listing.path), (remedy, listed(cells)))


def _told(listing: Listing, cells: Sequence[Cell], field: str, text: str) -> int:
    """Return the column given by its header, else by its letter or number."""
    places = [place for place, cell in enumerate(cells) if title(cell) == text]
    places = places or [place for place, cell in enumerate(cells) if _letters(cell) == _letters(text) != ""]
    if not places and 0 < _numbered(text) <= max(len(record.cells) for record in listing.records):
        places = [_numbered(text) - 1]
    if len(places) > 1:
        raise _several(listing, cells, field, [(place,) for place in places])
    if places:
        return places[0]
    raise Refusal(_('{path} has no column "{header}"').format(path=listing.path, header=text), (listed(cells),))


def _usually(cells: Sequence[Cell], field: str, taken: Collection[int]) -> list[tuple[int, ...]]:
    """Return the columns that usually hold the field, of the best rank.

    A name may be in two columns: »Vorname, Nachname«, or »Vorname, Name«. People's names come before places, where they
    live, but not before names of clubs, whose contacts they may be.
    """
    usual = {place: _usual(cell) for place, cell in enumerate(cells) if isinstance(cell, str) and place not in taken}
    ranks: dict[tuple[int, ...], int] = {(place,): rank for place, (means, rank) in usual.items() if means == field}
    if field == "name":
        given, family = ([place for place, (means, _rank) in usual.items() if means == part] for part in _PARTS)
        family = family or [place for place in usual if "name" in map(_letters, _OR.split(str(cells[place])))]
        if len(given) == len(family) == 1:
            ranks.pop((family[0],), None)
            ranks[given[0], family[0]] = 1
    return [places for places, rank in ranks.items() if rank == min(ranks.values())]


def _several(listing: Listing, cells: Sequence[Cell], field: str, choice: Sequence[tuple[int, ...]]) -> Refusal:
    titles = [_TOGETHER.join(title(cells[place]) for place in places) for places in choice]
    first = titles[0] if titles.count(titles[0]) == 1 else f"#{choice[0][0] + 1}"
    message = _("{path} has several columns that may be the field {field}: {headers}")
    option = Hint(_("say which it is, such as: {command}"), options={"column": f"{field}={first}"})
    return Refusal(message.format(path=listing.path, field=field, headers=", ".join(titles)), (option,))


def listed(cells: Sequence[Cell]) -> str:
    """Return a sentence with the columns of the list."""
    return _("its columns: {columns}").format(columns=", ".join(filter(None, map(title, cells))) or "–")


def title(header: Cell) -> str:
    """Return a header in one line, to be shown."""
    return " ".join(str(header).split())
