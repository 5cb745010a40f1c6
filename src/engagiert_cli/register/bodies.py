"""The bodies of an official register, and the areas that they lie in."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from enum import Enum
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _, language
from engagiert_cli.lazy import NamedTuple
from engagiert_cli.register.lines import rows_of, sorted_lines
from engagiert_cli.text import fold_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagiert_cli.register.names import Names


class Level(Enum):
    """The administrative level of a body; the value is the number of digits of its key."""

    MUNICIPALITY = 8
    DISTRICT = 5
    REGION = 3
    LAND = 2


class Designation(Enum):
    """The legal designation of a body; the value is the German term."""

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


class RegisteredBody(NamedTuple):
    """A body of the register."""

    key: str
    """The official key (Amtlicher Gemeindeschlüssel): 8 digits a municipality, 5 a district, 3 a region, 2 a Land."""
    name: str
    """The name in full, as a member is called: Witten, Kreis Lippe, Märkischer Kreis, Bezirksregierung Arnsberg."""
    short_name: str
    """The register's own name without a designation: Witten, Lippe, Märkischer Kreis, Arnsberg."""
    suffix: str
    """What the register adds to the name, such as »Stadt« or »Stadt der FernUniversität«; often empty."""
    designation: Designation
    district_key: str | None
    """The key of its district; a district has its own; None for independent cities and higher levels."""
    region_key: str | None
    """The key of its region; a region has its own; None for a Land, and in a Land without regions."""
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
        """The key of its Land; a Land has its own."""
        return self.key[: Level.LAND.value]

    @property
    def area_name(self) -> str:
        """The name of its area: Regierungsbezirk Arnsberg, whose authority is the Bezirksregierung Arnsberg."""
        if self.designation is Designation.REGION:
            return f"Regierungsbezirk {self.short_name}"
        return self.short_name if self.designation is Designation.LAND else self.name


class Fate(NamedTuple):
    """What became of a body whose key no longer exists."""

    name: str
    """Its name."""
    renumbered: bool
    """Whether it got another key; else it was merged or divided."""
    day: datetime.date | None
    """The day on which it ended or got its new key; None where unknown."""
    heirs: tuple[tuple[str, str], ...]
    """Key and name in today's register of each body that it is, or is part of, now; the largest part first."""


class Territory(NamedTuple):
    """What a register covers: a Land, or Germany."""

    key: str
    """The key of the Land, with which all keys in it begin; empty for Germany."""
    name: str
    where: str
    """The words for where its bodies lie, in the reader's language: in Hessen, im Saarland."""


class Register:
    """An edition of the register, of one Land or all: its bodies, found by their keys."""

    def __init__(self, name: str, territory: Territory) -> None:
        self.name = name
        """The register's name in ledgers, such as nrw or de."""
        self.territory = territory
        self.land = territory.key
        """The key of its only Land; empty if it has several, which then tell bodies apart."""
        self._rows = sorted_lines("germany.tsv", head=2)  # read on demand, since most commands need few
        _edition, edition, _population, population_date = self._rows.head[0].split("\t")
        self.edition = datetime.date.fromisoformat(edition)
        """The day whose state it describes (Gebietsstand)."""
        self.population_date = datetime.date.fromisoformat(population_date)
        """The day of the numbers of inhabitants."""
        self._read: dict[str, RegisteredBody | None] = {}

    @cached_property
    def bodies(self) -> tuple[RegisteredBody, ...]:
        """All bodies, ordered by level, highest first, and by key."""
        keys = (row.partition("\t")[0] for row in self._rows.starting_with(self.land))
        return tuple(filter(None, map(self.get, sorted(keys, key=lambda key: (len(key), key)))))

    def at(self, *levels: Level) -> tuple[RegisteredBody, ...]:
        """Return the bodies of these levels, the highest first."""
        return tuple(body for body in self.bodies if body.level in levels)

    @cached_property
    def kinds(self) -> list[str]:
        """The kinds of bodies in this register, in the order of the designations."""
        there = {body.designation for body in self.bodies}
        return [designation.value for designation in Designation if designation in there]

    def get(self, key: str | None) -> RegisteredBody | None:
        """Return the body with exactly that key, or None."""
        if not key or not key.startswith(self.land) or key == self.land:
            return None
        if key not in self._read:
            row = self._rows.get(key)
            self._read[key] = self._body(row) if row else None
        return self._read[key]

    def by_digits(self, digits: str) -> RegisteredBody | None:
        """Return the body with that key, in whatever form (see `key_of_digits`), cut or filled up to its level."""
        key = key_of_digits(digits)
        return (
            self.get(digits)  # of a Land, perhaps, or of a region
            or self.get(key)
            or self.get(f"{key}000" if len(key) == Level.DISTRICT.value else None)
            or self.get(key.removesuffix("000").removesuffix("00") if len(key) == Level.MUNICIPALITY.value else None)
        )

    def beginning_with(self, text: str) -> Iterator[RegisteredBody]:
        """Yield the bodies whose full name begins with the text, in the order of their keys."""
        # A municipality's full name begins with the register's, a district's perhaps after a word; others end with it.
        words = [f"{each.value} " for each in (Designation.DISTRICT, Designation.RURAL_DISTRICT)]
        rests = [text[len(word) :] for word in words if text.startswith(word) or word.startswith(text)]
        begun, rest = (re.escape(text), "|".join(map(re.escape, (text, *rests))))
        for row in self._rows.matches(rf"\d{{8}}\t{begun}|\d{{5}}\t(?:{rest})|\d{{2,3}}\t[^\t]*\t{begun}"):
            body = self._body(row)
            if row.startswith(self.land) and body.key != self.land and body.name.startswith(text):
                yield body

    def around(self, body: RegisteredBody) -> Iterator[RegisteredBody]:
        """Yield the areas of the body, the smallest first: district, region and, if there are several, the Land."""
        areas = map(self.get, (body.district_key, body.region_key, body.land_key))
        return (area for area in areas if area and area != body)

    def covers(self, area: RegisteredBody, body: RegisteredBody) -> bool:
        """Whether the body lies in the area, or is the area itself."""
        return body.key.startswith(area.key)

    def described(self, body: RegisteredBody, *, name: str = "", key: bool = False) -> str:
        """Return the body with what tells it from others: `Witten (Stadt, Ennepe-Ruhr-Kreis)`, on request with its key.

        The area is its district, or for an independent city or a district its region; if there are several Länder, its
        Land, too. `name` replaces its name.
        """
        around = list(self.around(body))
        told = around[:1] + [area for area in around[1:] if area.level is Level.LAND]
        facts = [body.designation.value, *(area.area_name for area in told), *([body.key] if key else [])]
        return f"{name or body.name} ({', '.join(facts)})"

    @cached_property
    def names(self) -> Names:
        """The names of its bodies."""
        from engagiert_cli.register.names import Names  # few commands look for names

        return Names(self)

    def key_of(self, name: str) -> str | None:
        """Return the key of the one body that the name means, in any spelling, or None."""
        return self.names.key_of(name)

    def key_of_entry(self, key: str | None, name: str) -> str | None:
        """Return the key of an entry's body, existing or dissolved, or None.

        A key that the register knows, or knew, decides; otherwise the name does.
        """
        if key and not self.get(key):
            fate = self.fate_of(key)
            if fate is None:
                key = None
            elif fate.renumbered and fate.heirs:  # the same body
                return fate.heirs[0][0]
        return key or self.key_of(name)

    def is_kind(self, kind: str) -> bool:
        """Whether the register has bodies of this kind, such as Stadt."""
        from engagiert_cli.register.designations import level_of

        return level_of(kind) is not None

    def fate_of(self, key: str) -> Fate | None:
        """Return what became of the body with that key, since 2007; None where it never existed, or still does.

        `successions.tsv` has a line for each merger, division and new key, sorted by the old key, from the lists of the
        statistical offices ("Namens-, Grenz- und Schlüsseländerungen der Gemeinden"; the last column is the list and
        its number). The day is the legal one, empty where it is not known; the share, empty for the whole, is that of
        the area.
        """
        lines = () if self.get(key) else sorted_lines("successions.tsv", head=1).starting_with(f"{key}\t")
        found = [change for change in (line.split("\t") for line in lines) if change[2] != "renamed"]
        if not found:
            return None
        last = max(day for _key, day, *_others in found)
        changes = [change for change in found if change[1] == last]  # a court may have reversed earlier ones
        _key, _day, how, _heir, _share, name, *_others = changes[0]
        renumbered, day = how == "renumbered", datetime.date.fromisoformat(last) if last else None
        heirs: dict[str, str] = {}
        for _key, _day, _how, heir, *_others in changes:
            body = self.get(heir) or self.get(f"{heir}000")  # a city that is its own district
            later = None if body else self.fate_of(heir)
            heirs |= {body.key: body.name} if body else dict(later.heirs) if later else {}
            if renumbered and later and not later.renumbered:  # the same body until that day
                renumbered, day = False, later.day
        return Fate(name, renumbered, day, tuple(heirs.items()))

    @cached_property
    def gone(self) -> dict[str, list[str]]:
        """The former names, folded: each with the keys that are no more, or whose bodies have another name now."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for line in sorted_lines("successions.tsv", head=1).starting_with(self.land):
            key, _day, how, _heir, _share, name, *_others = line.split("\t")
            if (how == "renamed") is bool(self.get(key)):
                found[fold_words(name)][key] = None
        return {name: list(keys) for name, keys in found.items()}

    def _body(self, row: str) -> RegisteredBody:
        """Return the body in a row of the register's file."""
        key, short_name, suffix, term, population, hectares, latitude, longitude = row.split("\t")
        name, region = short_name, key[: Level.REGION.value]
        if len(key) < Level.DISTRICT.value:
            name = suffix
        elif term in (Designation.DISTRICT.value, Designation.RURAL_DISTRICT.value) and "kreis" not in name.casefold():
            name = f"{term} {short_name}"
        return RegisteredBody(
            key,
            name,
            short_name,
            suffix,
            Designation(term),
            None if len(key) < Level.DISTRICT.value or key.endswith("000") else key[: Level.DISTRICT.value],
            region if key == region or (len(key) > len(region) and self.get(region)) else None,
            int(population),
            int(hectares) / 100,
            (float(latitude), float(longitude)),
        )


def key_of_digits(digits: str) -> str:
    """Return the key that is written so: as it is, without the leading zero, or in 12 digits; nothing where none is.

    The 12 digits (Amtlicher Regionalschlüssel) have, in digits 6 to 9, the municipality a second time, or the union of
    municipalities that it is in: 5… or 9…. A union itself has no municipality behind that.
    """
    if len(digits) in (2, 4, 7, 11):  # a spreadsheet has eaten the zero
        digits = f"0{digits}"
    district, union, municipality = digits[:5], digits[5:9], digits[9:]
    if len(digits) == 12 and (union == f"0{municipality}" or (union[0] in "59" and municipality != "000")):
        digits = district + municipality
    return digits if digits.isascii() and len(digits) in (3, 5, 8) else ""


@cache
def registers() -> dict[str, Territory]:
    """Return the territories of the program's registers, by the names that ledgers use."""
    return {
        name: Territory(key, land, where if language() == "de" else in_english)
        for name, key, land, where, in_english in rows_of("laender.tsv")
    }


@cache
def open_register(name: str) -> Register:
    """Return the register of that name, in any case. Raises `Refusal` where there is none."""
    known = registers()
    if name in known:
        return Register(name, known[name])
    if name.casefold() in known:
        return open_register(name.casefold())
    there = _('known registers: {registers}; for a network of other bodies, leave "register" out')
    raise Refusal(
        _('there is no register "{register}"').format(register=name), (there.format(registers=", ".join(known)),)
    )


@lru_cache(maxsize=4096)  # texts repeat names
def is_known(name: str) -> bool:
    """Whether one or several bodies of Germany have this name, in any spelling."""
    from engagiert_cli.register.names import Found, Several

    return isinstance(open_register("de").names.find(name), Found | Several)
