"""The bodies of an official register, and the areas that they lie in."""

from __future__ import annotations

import datetime
import re
from enum import Enum
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _, language
from engagiert_cli.register.lines import SortedLines

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = 2  # lines of the table above its rows


class Level(Enum):
    """How high a body stands; the value is the number of digits of its key."""

    MUNICIPALITY = 8
    DISTRICT = 5
    REGION = 3
    LAND = 2


class Designation(Enum):
    """What a body is in law; the value is the German term, which is part of its name."""

    TOWN = "Stadt"
    MUNICIPALITY = "Gemeinde"
    MARKET = "Markt"
    UNINCORPORATED = "gemeindefreier Bezirk"
    GREAT_TOWN = "Große Kreisstadt"
    INDEPENDENT_CITY = "kreisfreie Stadt"
    CITY_DISTRICT = "Stadtkreis"
    DISTRICT = "Kreis"
    RURAL_DISTRICT = "Landkreis"
    CITY_REGION = "Städteregion"
    REGION_AS_DISTRICT = "Region"
    REGIONAL_UNION = "Regionalverband"
    REGION = "Regierungsbezirk"
    LAND = "Land"


_IN_NO_DISTRICT = (Designation.INDEPENDENT_CITY, Designation.CITY_DISTRICT)


class RegisteredBody(NamedTuple):
    """A body of the register."""

    key: str
    """The official key (Amtlicher Gemeindeschlüssel): 8 digits a municipality, 5 a district, 3 a region, 2 a Land."""
    name: str
    """The name in full, as a member is called: Witten, Kreis Lippe, Märkischer Kreis, Bezirksregierung Arnsberg."""
    short_name: str
    """The register's own name without a designation: Witten, Lippe, Märkischer Kreis, Arnsberg."""
    suffix: str
    """What the register adds to the name, such as »Stadt« or »Stadt der FernUniversität«; often nothing."""
    designation: Designation
    district_key: str | None
    """The key of the district that it lies in; a district's own; None for independent cities and what is higher."""
    region_key: str | None
    """The key of the region that it lies in; a region's own; None for a Land, and where a Land has no regions."""
    population: int
    """Inhabitants on the register's `population_date`."""
    area: float
    """Square kilometres."""
    point: tuple[float, float]
    """Latitude and longitude of a point well inside its area, in degrees (WGS 84)."""

    @property
    def level(self) -> Level:
        """Whether it is a municipality, a district, a region or a Land."""
        return Level(len(self.key))

    @property
    def land_key(self) -> str:
        """The key of the Land that it lies in, or is."""
        return self.key[: Level.LAND.value]

    @property
    def area_name(self) -> str:
        """The name of its area, which is not that of a region's or a Land's authority: Regierungsbezirk Arnsberg."""
        if self.designation is Designation.REGION:
            return f"Regierungsbezirk {self.short_name}"
        return self.short_name if self.designation is Designation.LAND else self.name

    @property
    def brief_area_name(self) -> str:
        """The name of its area where there is little room: Reg.-Bez. Arnsberg."""
        return f"Reg.-Bez. {self.short_name}" if self.designation is Designation.REGION else self.area_name


class Territory(NamedTuple):
    """What a register is of: a Land, or Germany."""

    key: str
    """What the keys in it begin with: the Land's; nothing for Germany."""
    name: str
    where: str
    """Where its bodies lie, in words that go on a sentence of the reader's language: in Hessen, im Saarland."""


class Register:
    """An edition of the register, of one Land or of all of them: its bodies, found by their keys."""

    def __init__(self, name: str, territory: Territory, head: str, rows: SortedLines) -> None:
        self.name = name
        """The register's name in ledgers: nrw, de."""
        self.territory = territory
        self.land = territory.key
        _edition, edition, _population, population_date = head.split("\t")
        self.edition = datetime.date.fromisoformat(edition)
        """The day whose state it shows (Gebietsstand)."""
        self.population_date = datetime.date.fromisoformat(population_date)
        """The day on which the inhabitants were counted."""
        self._rows = rows  # read when somebody asks, since most commands ask for few
        self._read: dict[str, RegisteredBody | None] = {}

    @cached_property
    def bodies(self) -> tuple[RegisteredBody, ...]:
        """All bodies in the order of the levels, highest first, and of their keys."""
        found = sorted((len(key), key) for key in self._keys())
        return tuple(body for _length, key in found if (body := self.get(key)))

    @cached_property
    def laender(self) -> tuple[RegisteredBody, ...]:
        """The Länder, where the register has several."""
        return self._at(Level.LAND)

    @cached_property
    def regions(self) -> tuple[RegisteredBody, ...]:
        """The Regierungsbezirke."""
        return self._at(Level.REGION)

    @cached_property
    def districts(self) -> tuple[RegisteredBody, ...]:
        """The Kreise and Landkreise, and what is called otherwise: Städteregion, Region, Regionalverband."""
        return self._at(Level.DISTRICT)

    @cached_property
    def municipalities(self) -> tuple[RegisteredBody, ...]:
        """The Städte, Märkte and Gemeinden, independent cities among them."""
        return self._at(Level.MUNICIPALITY)

    @cached_property
    def designations(self) -> tuple[Designation, ...]:
        """What bodies of this register are, in the order of the designations."""
        there = {body.designation for body in self.bodies}
        return tuple(designation for designation in Designation if designation in there)

    @property
    def has_several_laender(self) -> bool:
        """Whether a body's Land tells it from others."""
        return not self.land

    def get(self, key: str | None) -> RegisteredBody | None:
        """Return the body with that key as it is written in the register, or None."""
        if not key or not key.startswith(self.land) or key == self.land:
            return None
        if key not in self._read:
            row = self._rows.get(key)
            self._read[key] = self._body(row) if row else None
        return self._read[key]

    def by_digits(self, digits: str) -> RegisteredBody | None:
        """Return the body with that key: as it is written, without the leading zero, in 12 digits, or cut or filled up.

        The 12 digits (Amtlicher Regionalschlüssel) have the municipality a second time, in digits 6 to 9.
        """
        if not digits.isascii():
            return None
        if len(digits) in (2, 4, 7, 11):  # a spreadsheet has eaten the zero
            digits = f"0{digits}"
        if len(digits) == 12 and digits[5:9] == f"0{digits[9:]}":
            digits = digits[:5] + digits[9:]
        elif len(digits) not in (3, 5, 8):
            return None
        get = self.get
        return (
            get(digits)
            or get(f"{digits}000" if len(digits) == Level.DISTRICT.value else None)
            or (get(digits.removesuffix("000").removesuffix("00")) if len(digits) == Level.MUNICIPALITY.value else None)
        )

    def beginning_with(self, text: str) -> Iterator[RegisteredBody]:
        """Yield the bodies whose name in full begins with the text, in the order of their keys."""
        # A municipality's is its name in the register, a district's that or the word before it, others' their suffix.
        words = [f"{each.value} " for each in (Designation.DISTRICT, Designation.RURAL_DISTRICT)]
        rests = [text[len(word) :] for word in words if text.startswith(word) or word.startswith(text)]
        begun, rest = (re.escape(text), "|".join(map(re.escape, (text, *rests))))
        for key in self._rows.matches(rf"\d{{8}}(?=\t{begun})|\d{{5}}(?=\t(?:{rest}))|\d{{2,3}}(?=\t[^\t]*\t{begun})"):
            body = self.get(key)
            if body and body.name.startswith(text):
                yield body

    def district_of(self, body: RegisteredBody) -> RegisteredBody | None:
        """Return the district that the body lies in, or is; None for independent cities and what is higher."""
        return self.get(body.district_key)

    def region_of(self, body: RegisteredBody) -> RegisteredBody | None:
        """Return the region that the body lies in, or is; None where its Land has none."""
        return self.get(body.region_key)

    def land_of(self, body: RegisteredBody) -> RegisteredBody | None:
        """Return the Land that the body lies in, or is; None where the register has only one."""
        return self.get(body.land_key)

    def around(self, body: RegisteredBody) -> Iterator[RegisteredBody]:
        """Yield the areas that the body lies in, the smallest first."""
        for area in (self.district_of(body), self.region_of(body), self.land_of(body)):
            if area and area != body:
                yield area

    def covers(self, area: RegisteredBody, body: RegisteredBody) -> bool:
        """Whether the body lies in the area, or is the area itself."""
        return body.key == area.key or area.key in (body.district_key, body.region_key, body.land_key)

    def described(self, body: RegisteredBody, *, name: str = "", key: bool = False) -> str:
        """Return the body as it is told from others: `Witten (Stadt, Ennepe-Ruhr-Kreis)`; with its key, where asked.

        The area is its district; for an independent city or a district, its region; with several Länder, its Land, too.
        `name` is another name for it.
        """
        around = list(self.around(body))
        told = around[:1] + [area for area in around[1:] if area.level is Level.LAND]
        facts = [body.designation.value, *(area.area_name for area in told), *([body.key] if key else [])]
        return f"{name or body.name} ({', '.join(facts)})"

    def _keys(self) -> Iterator[str]:
        for row in self._rows.starting_with(self.land):
            key = row.partition("\t")[0]
            if key != self.land:
                yield key

    def _at(self, level: Level) -> tuple[RegisteredBody, ...]:
        return tuple(body for body in self.bodies if len(body.key) == level.value)

    def _body(self, row: str) -> RegisteredBody:
        """Return the body that a row of the register's file describes."""
        key, short_name, suffix, term, population, hectares, latitude, longitude = row.split("\t")
        designation = Designation(term)
        has_district = len(key) >= Level.DISTRICT.value and designation not in _IN_NO_DISTRICT
        return RegisteredBody(
            key,
            _name_in_full(short_name, suffix, designation),
            short_name,
            suffix,
            designation,
            key[: Level.DISTRICT.value] if has_district else None,
            self._region_key(key),
            int(population),
            int(hectares) / 100,
            (float(latitude), float(longitude)),
        )

    def _region_key(self, key: str) -> str | None:
        region = key[: Level.REGION.value]
        if len(key) <= Level.REGION.value:
            return region if len(key) == Level.REGION.value else None
        return region if self.get(region) else None


@cache
def registers() -> dict[str, Territory]:
    """Return the registers that come with the program, as a ledger names them, each with what it is of."""
    lines = Path(__file__).with_name("laender.tsv").read_text("utf-8").splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return {
        name: Territory(key, land, where if language() == "de" else in_english)
        for name, key, land, where, in_english in rows
    }


def open_register(name: str) -> Register:
    """Return the register of that name, in whatever case. Raises `Refusal` where there is none."""
    known = registers()
    if name.casefold() not in known:
        raise Refusal(
            _('there is no register "{register}"').format(register=name),
            (
                _('there is: {registers}; a network of other bodies leaves "register" out').format(
                    registers=", ".join(known)
                ),
            ),
        )
    return _opened(name.casefold())


@cache
def _opened(name: str) -> Register:
    head, rows = SortedLines.open("germany.tsv", _HEAD)
    return Register(name, registers()[name], head[0], rows)


def _name_in_full(short_name: str, suffix: str, designation: Designation) -> str:
    if designation in (Designation.REGION, Designation.LAND):
        return suffix
    if designation in (Designation.DISTRICT, Designation.RURAL_DISTRICT) and "kreis" not in short_name.casefold():
        return f"{designation.value} {short_name}"
    return short_name
