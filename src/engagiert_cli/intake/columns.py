"""Which column of a list means what: by its usual names in German and English, or as it was told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _
from engagiert_cli.ledger.members import FIELDS
from engagiert_cli.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engagiert_cli.intake.listing import Cell, Listing, Record

_HEADER_WITHIN = 100  # records; a list may have a title and remarks above its header
_NAMES = {
    "name": (
        "name kommune mitglied mitgliedskommune gemeinde stadt stadt/gemeinde gebietskörperschaft körperschaft "
        "unterzeichner unterzeichnerin unterzeichnende unterzeichnende_kommune verein verband ort gemeindename "
        "organisation organisation_name organization organization_name institution member member_name municipality "
        "signatory signatory_name signatories body city town"
    ),
    "key": "key ags ars schlüssel gemeindeschlüssel amtlicher_gemeindeschlüssel gemeindekennziffer kennziffer",
    "kind": "kind designation type art typ bezeichnung",
    "district": "district county kreis landkreis",
    "region": "region regierungsbezirk",
    "land": "land bundesland",
    "round": "round runde unterzeichnungsrunde signing_round",
    "signed": (
        "signed signed_on date signing_date joined joined_on beitritt beitritt_am beitrittsdatum beigetreten "
        "beigetreten_am unterzeichnet unterzeichnet_am unterzeichnung unterzeichnungsdatum datum eintritt eintritt_am "
        "eintrittsdatum eingetreten_am mitglied_seit seit dabei_seit jahr beitrittsjahr datum_der_unterzeichnung "
        "datum_des_beitritts date_of_signature date_of_signing date_of_adhesion date_signed signature_date "
        "joining_date member_since since"
    ),
    "left": "left left_on date_left austritt austritt_am austrittsdatum ausgetreten ausgetreten_am",
    "note": "note notes remark remarks comment bemerkung bemerkungen anmerkung anmerkungen notiz hinweis kommentar",
    "source": "source link url quelle beleg beschluss ratsbeschluss",
}
ROUND_FIELDS = {
    "round_name": "round_name rundenname name_der_runde name_of_the_round",
    "round_signed": "round_signed datum_der_runde date_of_the_round",
    "cosigners": "cosigners mitunterzeichner mitunterzeichnende mitunterzeichnet_von",
}
"""What a list may say of the rounds in which its members signed."""
_NAMES |= ROUND_FIELDS
_AT_SLASH = re.compile(" */ *")
_WEAKER = frozenset(("ort", "verein", "verband", "city", "town", "jahr", "seit", "since"))
"""What means a field only where no other header does: a list of people has their places, too."""
_MEANINGS = {name.replace("_", " "): field for field, names in _NAMES.items() for name in names.split()}


def meaning(header: Cell) -> str | None:
    """Return the field that a header usually means; `district` and `region` are known, and come from the register."""
    return _MEANINGS.get(_folded(header))


def header_of(records: Sequence[Record], told: Mapping[str, str]) -> int | None:
    """Return where the header stands: the first record with all columns that were told; else with names or keys.

    A column that was told by its letter or number stands in every record.
    """
    wanted = {_folded(header) for header in told.values() if not _numbered(header)}
    if wanted:
        told_of = (place for place, record in enumerate(records) if wanted <= set(map(_folded, record.cells)))
        first = next(told_of, None)
        # A list of what the columns mean has their names in a column; the header has others that are known, too.
        dated = (place for place in (first, *told_of) if place is not None and _is_dated(records[place]))
        if first is not None:
            return next(dated, first)
    for index, record in enumerate(records[:_HEADER_WITHIN]):
        if any(meaning(cell) in ("name", "key") for cell in record.cells):
            return index
    return 0 if records and any(map(_numbered, told.values())) else None


def fit(records: Sequence[Record], told: Mapping[str, str]) -> int:
    """Return how well these records fit: from 0, best with the columns that were told and with dates."""
    header = header_of(records, told)
    if header is None:
        return 0
    wanted = {_folded(text) for text in told.values() if not _numbered(text)}
    is_told = bool(wanted) and wanted <= set(map(_folded, records[header].cells))
    return 1 + 2 * is_told + _is_dated(records[header])


def _is_dated(header: Record) -> bool:
    return not {"signed", "round"}.isdisjoint(map(meaning, header.cells))


def _numbered(text: str) -> int:
    """Return the number of a column that is told as `#2` or, as workbooks show it, `B`; else 0."""
    if text[:1] == "#" and text[1:].isdecimal():
        return int(text[1:])
    if not 1 <= len(text) <= 2 or not (text.isascii() and text.isalpha() and text.isupper()):
        return 0
    return (ord(text[-2]) - 64) * 26 + ord(text[-1]) - 64 if len(text) == 2 else ord(text) - 64


def find(listing: Listing, header: int | None, told: Mapping[str, str]) -> dict[str, int]:
    """Return the column of each field that the list has. Raises `Refusal` where that cannot be told."""
    cells = listing.records[header or 0].cells if listing.records else ()
    titles = [_title(cell) for cell in cells]
    hints = (_("say which column it is: {option}").format(option='--column name="…"'), _columns(titles))
    if header is None and not told:
        raise Refusal(_("{path} has no column of names").format(path=listing.path), hints)
    found = {}
    for field, wanted in told.items():
        places = [index for index, cell in enumerate(cells) if _folded(cell) == _folded(wanted)]
        if not places and _numbered(wanted):
            places = [_numbered(wanted) - 1]
        if len(places) != 1:
            message = (
                _('{path} has the column "{header}" more than once') if places else _('{path} has no column "{header}"')
            )
            option = f"--column {field}=#{places[0] + 1}" if places else ""
            choice = (_("say which by its number, such as: {option}").format(option=option),) if places else ()
            raise Refusal(message.format(path=listing.path, header=wanted), (*choice, _columns(titles)))
        found[field] = places[0]
    for field in _NAMES:
        places = [index for index, cell in enumerate(cells) if meaning(cell) == field and index not in found.values()]
        if field in found or not places:
            continue
        places = [place for place in places if _folded(cells[place]) not in _WEAKER] or places
        if len(places) > 1 and field in FIELDS:
            both = ", ".join(titles[index] for index in places)
            is_plain = titles.count(titles[places[0]]) == 1
            option = f'--column {field}="{titles[places[0]]}"' if is_plain else f"--column {field}=#{places[0] + 1}"
            raise Refusal(
                _("{path} has several columns that can be the {field}: {headers}").format(
                    path=listing.path, field=field, headers=both
                ),
                (_("say which it is, such as: {option}").format(option=option),),
            )
        found[field] = places[0]
    if "name" not in found and "key" not in found:
        raise Refusal(_("{path} has no column of names").format(path=listing.path), hints)
    return found


def _columns(titles: Sequence[str]) -> str:
    return _("its columns: {columns}").format(columns=", ".join(filter(None, titles)) or "–")


def _folded(header: Cell) -> str:
    return _AT_SLASH.sub("/", fold(header.replace("_", " "))).strip(" .:*") if isinstance(header, str) else ""


def _title(header: Cell) -> str:
    return " ".join(str(header).split())
