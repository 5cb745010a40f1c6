"""Which column of a list means what: by its usual names in German and English, or as it was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _
from engagiert_cli.ledger.members import FIELDS
from engagiert_cli.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engagiert_cli.intake.listing import Cell, Listing, Record

_HEADER_WITHIN = 20  # records; a list may have a title above its header
_NAMES = {
    "name": (
        "name kommune mitglied mitgliedskommune gemeinde stadt stadt/gemeinde gebietskörperschaft körperschaft "
        "unterzeichner unterzeichnerin organisation organization institution member municipality signatory body"
    ),
    "key": "key ags schlüssel gemeindeschlüssel amtlicher_gemeindeschlüssel gemeindekennziffer kennziffer",
    "kind": "kind designation type art typ bezeichnung",
    "district": "district county kreis landkreis",
    "region": "region regierungsbezirk",
    "land": "land bundesland",
    "round": "round runde unterzeichnungsrunde signing_round",
    "signed": (
        "signed signed_on date signing_date joined joined_on beitritt beitritt_am beitrittsdatum beigetreten "
        "beigetreten_am unterzeichnet unterzeichnet_am unterzeichnung unterzeichnungsdatum datum"
    ),
    "left": "left left_on austritt austritt_am austrittsdatum ausgetreten ausgetreten_am",
    "note": "note notes remark remarks comment bemerkung bemerkungen anmerkung anmerkungen notiz hinweis kommentar",
    "source": "source link url quelle beleg beschluss ratsbeschluss",
}
_MEANINGS = {name.replace("_", " "): field for field, names in _NAMES.items() for name in names.split()}


def meaning(header: Cell) -> str | None:
    """Return the field that a header usually means; `district` and `region` are known, and come from the register."""
    return _MEANINGS.get(_folded(header))


def header_of(records: Sequence[Record], told: Mapping[str, str]) -> int | None:
    """Return where the header stands: the first record that names members, or keys, or has a column that was told."""
    wanted = {_folded(header) for header in told.values()}
    for index, record in enumerate(records[:_HEADER_WITHIN]):
        if any(meaning(cell) in ("name", "key") or (wanted and _folded(cell) in wanted) for cell in record.cells):
            return index
    return None


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
        if len(places) != 1:
            message = (
                _('{path} has the column "{header}" more than once') if places else _('{path} has no column "{header}"')
            )
            raise Refusal(message.format(path=listing.path, header=wanted), (_columns(titles),))
        found[field] = places[0]
    for field in _NAMES:
        places = [index for index, cell in enumerate(cells) if meaning(cell) == field and index not in found.values()]
        if field in found or not places:
            continue
        if len(places) > 1 and field in FIELDS:
            both = ", ".join(titles[index] for index in places)
            option = f'--column {field}="{titles[places[0]]}"'
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
    return fold(header).strip(" .:*") if isinstance(header, str) else ""


def _title(header: Cell) -> str:
    return " ".join(str(header).split())
