"""The bodies of an official register, and the areas that they lie in."""

from __future__ import annotations

import datetime
from enum import Enum
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

REGISTERS = ("nrw",)
"""The registers that come with the program, as a ledger names them."""


class Level(Enum):
    """How high a body stands; the value is the number of digits of its key."""

    MUNICIPALITY = 8
    DISTRICT = 5
    REGION = 3


class Designation(Enum):
    """What a body is in law; the value is the German term, which is part of its name."""

    TOWN = "Stadt"
    MUNICIPALITY = "Gemeinde"
    INDEPENDENT_CITY = "kreisfreie Stadt"
    DISTRICT = "Kreis"
    CITY_REGION = "Städteregion"
    REGION = "Regierungsbezirk"


class RegisteredBody(NamedTuple):
    """A body of the register."""

    key: str
    """The official key (Amtlicher Gemeindeschlüssel): 8 digits a municipality, 5 a district, 3 a region."""
    name: str
    """The name in full, as a member is called: Witten, Kreis Lippe, Märkischer Kreis, Bezirksregierung Arnsberg."""
    short_name: str
    """The register's own name without a designation: Witten, Lippe, Märkischer Kreis, Arnsberg."""
    suffix: str
    """What the register adds to the name, such as »Stadt« or »Stadt der FernUniversität«; often nothing."""
    designation: Designation
    district_key: str | None
    """The key of the district that it lies in; a district's own; None for independent cities and regions."""
    region_key: str
    """The key of the region that it lies in; a region's own."""
    population: int
    """Inhabitants on the register's `population_date`."""
    area: float
    """Square kilometres."""
    point: tuple[float, float]
    """Latitude and longitude of a point well inside its area, in degrees (WGS 84)."""

    @property
    def level(self) -> Level:
        """Whether it is a municipality, a district or a region."""
        return Level(len(self.key))

    @property
    def area_name(self) -> str:
        """The name of its area in full; a region's is another than that of its authority: Regierungsbezirk Arnsberg."""
        return f"Regierungsbezirk {self.short_name}" if self.designation is Designation.REGION else self.name


class Register:
    """An edition of the register: its bodies, found by their keys."""

    def __init__(
        self, name: str, edition: datetime.date, population_date: datetime.date, rows: Mapping[str, str]
    ) -> None:
        self.name = name
        """The register's name in ledgers: nrw."""
        self.edition = edition
        """The day whose state it shows (Gebietsstand)."""
        self.population_date = population_date
        """The day on which the inhabitants were counted."""
        self._rows = rows  # by their keys; read when somebody asks, since most commands ask for few
        self._read: dict[str, RegisteredBody] = {}

    @cached_property
    def bodies(self) -> tuple[RegisteredBody, ...]:
        """All bodies in the order of the levels, highest first, and of their keys."""
        return tuple(map(self._body, self._rows))

    @cached_property
    def regions(self) -> tuple[RegisteredBody, ...]:
        """The Regierungsbezirke."""
        return self._at(Level.REGION)

    @cached_property
    def districts(self) -> tuple[RegisteredBody, ...]:
        """The Kreise, and the Städteregion."""
        return self._at(Level.DISTRICT)

    @cached_property
    def municipalities(self) -> tuple[RegisteredBody, ...]:
        """The Städte and Gemeinden, independent cities among them."""
        return self._at(Level.MUNICIPALITY)

    def get(self, key: str | None) -> RegisteredBody | None:
        """Return the body with that key as it is written in the register, or None."""
        return self._body(key) if key and key in self._rows else None

    def official_name(self, key: str) -> str | None:
        """Return the name in full of the body with that key, or None."""
        body = self.get(key)
        return body.name if body else None

    def key_of(self, name: str) -> str | None:
        """Return the key of the body that is called so, in whatever spelling, or None."""
        from engagiert_cli.register.names import Found, names_of  # names are made of bodies; few commands need them

        found = names_of(self).resolve(name)
        return found.body.key if isinstance(found, Found) else None

    def district_of(self, body: RegisteredBody) -> RegisteredBody | None:
        """Return the district that the body lies in, or is; None for independent cities and regions."""
        return self._body(body.district_key) if body.district_key else None

    def region_of(self, body: RegisteredBody) -> RegisteredBody:
        """Return the region that the body lies in, or is."""
        return self._body(body.region_key)

    def covers(self, area: RegisteredBody, body: RegisteredBody) -> bool:
        """Whether the body lies in the area, or is the area itself."""
        return body.key == area.key or area.key in (body.district_key, body.region_key)

    def described(self, body: RegisteredBody, *, name: str = "", key: bool = False) -> str:
        """Return the body as it is told from others: `Witten (Stadt, Ennepe-Ruhr-Kreis)`; with its key, where asked.

        The area is its district; for an independent city or a district, its region. `name` is another name for it.
        """
        above = self.district_of(body)
        if above in (None, body):
            above = self.region_of(body)
        facts = [body.designation.value, *([above.area_name] if above and above != body else [])]
        return f"{name or body.name} ({', '.join([*facts, body.key] if key else facts)})"

    def _body(self, key: str) -> RegisteredBody:
        if key not in self._read:
            self._read[key] = _read(self._rows[key])
        return self._read[key]

    def _at(self, level: Level) -> tuple[RegisteredBody, ...]:
        return tuple(body for body in self.bodies if len(body.key) == level.value)


@cache
def open_register(name: str) -> Register:
    """Return the register of that name. Raises `Refusal` where there is none."""
    if name not in REGISTERS:
        raise Refusal(
            _('there is no register "{register}"').format(register=name),
            (
                _('there is: {registers}; a network of other bodies leaves "register" out').format(
                    registers=", ".join(REGISTERS)
                ),
            ),
        )
    lines = Path(__file__).with_name(f"{name}.tsv").read_text("utf-8").splitlines()
    _edition, edition, _population, population_date = lines[0].split("\t")
    rows = {line.partition("\t")[0]: line for line in lines[2:]}
    return Register(name, datetime.date.fromisoformat(edition), datetime.date.fromisoformat(population_date), rows)


def _read(row: str) -> RegisteredBody:
    """Return the body that a row of the register's file describes."""
    key, short_name, suffix, term, population, hectares, latitude, longitude = row.split("\t")
    designation = Designation(term)
    return RegisteredBody(
        key,
        _name_in_full(short_name, designation),
        short_name,
        suffix,
        designation,
        None if len(key) == Level.REGION.value or designation is Designation.INDEPENDENT_CITY else key[:5],
        key[:3],
        int(population),
        int(hectares) / 100,
        (float(latitude), float(longitude)),
    )


def _name_in_full(short_name: str, designation: Designation) -> str:
    if designation is Designation.REGION:
        return f"Bezirksregierung {short_name}"
    if designation is Designation.DISTRICT and "kreis" not in short_name.casefold():
        return f"Kreis {short_name}"
    return short_name
