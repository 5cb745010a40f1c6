"""Which column of a list means what: by its usual names in German and English, or as it was told."""

from __future__ import annotations

import re
from functools import cache, lru_cache, reduce
from itertools import chain
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
    """The columns of each field that a list has, counted from 0; a name may stand in two."""

_HEADER_WITHIN = 100  # records; a list may have a title and remarks above its header
AREAS = {"district": "Kreis", "region": "Regierungsbezirk", "land": "Land"}
"""Where a body lies, by the field that says so, with the kind of what is called so."""
OF_ROUNDS = ("round_name", "round_signed", "cosigners")
"""What a list may say of the rounds in which its members signed."""
_PARTS = ("first", "last")  # of a person's name
_NAMING = {"name", "key", "district", *_PARTS}
_TOGETHER = "+"
_REMARK = re.compile(r"[(\[][^)\]]*[)\]]?")  # to the end, where it is not closed: so each letter is read once
_OR = re.compile(r"/|&|\b(?:und|oder|bzw|and|or)\b")
_BETWEEN_COLUMNS = re.compile(r"\w[\"')]*\s*[;,:|^\t]\s*[\"'(]*\w|\s{3}")


def meaning(header: Cell) -> str | None:
    """Return the field that a header usually means, or the part of a name; what says where a body lies, too."""
    return _usual(header)[0] if isinstance(header, str) else None


@lru_cache(maxsize=1024)
def _usual(header: str) -> tuple[str | None, int]:
    """Return the field that a header usually means, and how far it stands back behind others that mean it, too."""
    usual = _headers()
    if found := usual.get(_letters(header)) or usual.get(_letters(_REMARK.sub("", header))):
        return found
    parts = [
        usual.get(_letters(part), (None, 0)) for part in _OR.split(header)
    ]  # »Firma / Verein«, »Kommune oder Kreis«
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
    """Return the form in which headers agree; there is none of a heading of Markdown."""
    return re.sub(r"[\W_]+", "", fold(text)) if isinstance(text, str) and not text.startswith("# ") else ""


def header_of(records: Sequence[Record], told: Mapping[str, str]) -> tuple[int | None, int]:
    """Return where the header stands: the record with all columns that were told; else with names or keys.

    One that means more comes before: a list of what the columns mean has »Name« in a column, and a title may say
    »Mitglied«. A column that was told by its letter or number stands in every record. With it comes how well the
    records fit: from 0, best with the columns that were told and with dates.
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

    def rank(place: int) -> tuple[bool, int]:
        return not meant[place].isdisjoint({"signed", "round"}), min(2, len(meant[place]))

    fitting = list(filter(fits, meant)) or ([0] if rows and any(map(_numbered, told.values())) else [])
    header = max(fitting, key=rank, default=None)
    return header, 0 if header is None else 1 + 2 * bool(wanted) + rank(header)[0]


def _together(text: str, *headers: Sequence[Cell]) -> Sequence[str]:
    """Return the headers of columns that were told together, as `Vorname+Nachname`; the text where it is one itself."""
    is_one = _TOGETHER not in text or any(_letters(text) in map(_letters, each) for each in headers)
    return (text,) if is_one else [part.strip() for part in text.split(_TOGETHER)]


def _numbered(text: str) -> int:
    """Return the number of a column that is told as `2`, `#2` or, as workbooks show it, `B`; else 0."""
    digits = text.removeprefix("#")
    if digits.isdecimal():
        return int(digits)
    return lettered(text) if len(text) < 3 else 0  # what is longer may be a header, such as AGS


@lru_cache(maxsize=64)
def lettered(letters: str) -> int:
    """Return the number of a column by its letters in a workbook, counted from 1; 0 where there can be none."""
    is_one = re.fullmatch("[A-Z]{1,3}", letters)
    return reduce(lambda place, letter: place * 26 + ord(letter) - 64, letters, 0) if is_one else 0


def letters(place: int) -> str:
    """Return the letters that workbooks show above the column, counted from 0: `A`, `Z`, `AA`."""
    before, last = divmod(place, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def find(listing: Listing, header: int | None, told: Mapping[str, str]) -> Columns:
    """Return the columns of each field that the list has. Raises `Refusal` where that cannot be told."""
    cells = listing.records[header or 0].cells if listing.records else ()
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
    if "name" not in found and "key" not in found and "district" in found:
        found["name"] = found.pop("district")
    if "name" not in found and "key" not in found:
        raise nameless(listing, cells)
    return found


def nameless(listing: Listing, cells: Sequence[Cell]) -> Refusal:
    """Return why a list with these headers cannot be read: no column holds names, or one holds all columns."""
    remedy: Hint | str = Hint(_("say which column it is: {command}"), options={"column": "name=…"})
    texts = [str(cell) for cell in cells if cell]
    if len(texts) == 1 and _BETWEEN_COLUMNS.search(texts[0]):
        remedy = _("all columns stand in one: split it in Excel (Data, Text to Columns), and save the list again")
    return Refusal(_("{path} has no column of names").format(path=listing.path), (remedy, listed(cells)))


def _told(listing: Listing, cells: Sequence[Cell], field: str, text: str) -> int:
    """Return the column that was told by its header, else by its letter or number."""
    places = [place for place, cell in enumerate(cells) if title(cell) == text]
    places = places or [place for place, cell in enumerate(cells) if _letters(cell) == _letters(text) != ""]
    if not places and 0 < _numbered(text) <= max(len(record.cells) for record in listing.records):
        places = [_numbered(text) - 1]
    if len(places) == 1:
        return places[0]
    if places:
        message = _('{path} has the column "{header}" more than once').format(path=listing.path, header=text)
        option = {"column": f"{field}=#{places[0] + 1}"}
        raise Refusal(message, (Hint(_("say which by its number, such as: {command}"), options=option), listed(cells)))
    raise Refusal(_('{path} has no column "{header}"').format(path=listing.path, header=text), (listed(cells),))


def _usually(cells: Sequence[Cell], field: str, taken: Collection[int]) -> list[tuple[int, ...]]:
    """Return the columns that usually hold the field: those that do not stand back behind others.

    A name may stand in two columns: »Vorname, Nachname«, or »Vorname, Name«. It stands before a place, where people
    live, and no nearer than the name of a club, of which it may be the contact.
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
    """Return the sentence that tells which columns there are."""
    return _("its columns: {columns}").format(columns=", ".join(filter(None, map(title, cells))) or "–")


def title(header: Cell) -> str:
    """Return a header in one line, as it is shown."""
    return " ".join(str(header).split())
