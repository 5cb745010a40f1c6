"""The coverage: how much of the Land the network reaches, and where nobody has joined yet."""

from __future__ import annotations

from collections import defaultdict
from math import fsum
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _, grouped, ngettext, percent
from engagiert_cli.ledger.dates import Date
from engagiert_cli.register.bodies import Level, Register, RegisteredBody
from engagiert_cli.reports.bodies import heirs_of
from engagiert_cli.reports.dates import of_day, some
from engagiert_cli.reports.table import Audience, Column, Table, Type
from engagiert_cli.text import sort_key

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from engagiert_cli.ledger.members import Ledger
    from engagiert_cli.reports.catalogue import Request


_BRIEF = ("Regierungsbezirk", "Reg.-Bez.")


class Coverage(NamedTuple):
    """What the network reaches of an area, by its member municipalities and districts.

    A Bezirksregierung can be a member, but reaches no municipality: it is an authority of the Land.
    """

    level: str
    """`country`, `land`, `region` or `district`; a kreisfreie Stadt is a district of its own."""
    key: str
    name: str
    bodies: int
    """All bodies that could be members in the area, itself included."""
    members: int
    population: int
    covered: int
    """The inhabitants of the reached municipalities, each counted once."""
    municipalities: int
    reached: int
    """The reached municipalities, each counted once."""
    area: float
    """Square kilometres."""
    area_reached: float
    through: tuple[str, ...]
    """The municipalities reached only because their district is a member."""

    @property
    def share(self) -> float:
        """The part of the inhabitants that is reached, 0 to 1."""
        return self.covered / self.population


def report(request: Request) -> Table:
    """Return the coverage of the Land, of its regions and of their districts.

    For people, districts with a member are rows, and those without one are named under their region. Raises `Refusal`
    where the ledger has no register.
    """
    ledger, day, register = request.ledger, request.day, request.selection.register
    if register is None:
        raise Refusal(
            _("this ledger names no register, so nothing is known about districts, inhabitants and areas"),
            (_('in the ledger: register = "nrw"'),),
        )
    found = list(coverages(ledger, register, day))
    whole = found[0]
    return of_day(request, _columns(found), found)._replace(
        brief=[area for area in found if area.members or (register.land and area.level != "district") or area is whole],
        depth=lambda area: int(area.level == "district"),
        footer=_footer(whole, register),
        heading=_("Reach"),
    )


def _columns(found: Sequence[Coverage]) -> tuple[Column, ...]:
    people, machines = Audience.PEOPLE, Audience.MACHINES
    levels = {"country": _("country"), "land": _("Land"), "region": _("region"), "district": _("district")}
    # An area without members is named under the one that it lies in: country, Land or region.
    missing = [area for area in found[1:] if area.level != "region" and not area.members]
    around, level = ("country", "land") if found[0].level == "country" else ("region", "district")
    around = around if any(area.level == around for area in found) else "land"

    def blank(area: Coverage) -> tuple[str, ...]:
        return tuple(each.name for each in missing if each.level == level and each.key.startswith(area.key))

    return (
        Column("level", _("Level"), attrgetter("level"), Type.TEXT, machines, lambda area: levels[area.level]),
        Column("key", _("Key"), attrgetter("key"), audience=machines),
        Column(
            "name", _("Area"), attrgetter("name"), shown=lambda area: area.name.replace("Regierungsbezirk", "Reg.-Bez.")
        ),
        Column("bodies", _("Bodies"), attrgetter("bodies"), Type.COUNT, machines),
        Column("members", _("Members"), attrgetter("members"), Type.COUNT),
        Column("share", _("Inhabitants"), attrgetter("share"), Type.SHARE, people),
        Column(
            "municipalities", _("Municipalities"), lambda area: area.reached / area.municipalities, Type.SHARE, people
        ),
        Column("area", _("Land area"), lambda area: area.area_reached / area.area, Type.SHARE, people),
        Column("population", _("Inhabitants in all"), attrgetter("population"), Type.COUNT, machines),
        Column("covered", _("Inhabitants reached"), attrgetter("covered"), Type.COUNT, machines),
        Column("share", _("Inhabitants"), attrgetter("share"), Type.SHARE, machines),
        Column("municipalities", _("Municipalities"), attrgetter("municipalities"), Type.COUNT, machines),
        Column("reached", _("Municipalities reached"), attrgetter("reached"), Type.COUNT, machines),
        Column("area", _("Land area"), attrgetter("area"), Type.AREA, machines),
        Column("area_reached", _("Land area reached"), attrgetter("area_reached"), Type.AREA, machines),
        Column(
            "through",
            _("Only through the district"),
            lambda area: area.through if area.level == "district" else (),
            Type.NAMES,
        ),
        Column(
            "blank", _("Without a member"), lambda area: blank(area) if area.level == around else (), Type.NAMES, people
        ),
    )


def coverages(ledger: Ledger, register: Register, day: datetime.date) -> Iterator[Coverage]:
    """Yield the coverage at the end of the day: of the whole, then of each Land, its regions and their districts.

    Districts are in alphabetical order, with the independent cities; where a Land has no regions, they follow it.
    """
    members = {body.key for member in ledger.members_at(day) for body in heirs_of(member, register)}
    inside: defaultdict[str, list[RegisteredBody]] = defaultdict(list)
    for body in register.bodies:
        for key in {body.key[:digits] for digits in (0, *(level.value for level in Level))}:
            inside[key].append(body)

    def coverage(level: str, key: str, name: str) -> Coverage:
        bodies = inside[key]
        towns = [body for body in bodies if body.level is Level.MUNICIPALITY]
        reached = [town for town in towns if town.key in members or town.district_key in members]
        return Coverage(
            level,
            key,
            name,
            len(bodies),
            sum(body.key in members for body in bodies),
            sum(town.population for town in towns),
            sum(town.population for town in reached),
            len(towns),
            len(reached),
            fsum(town.area for town in towns),  # exact in any order of summation
            fsum(town.area for town in reached),
            tuple(town.name for town in reached if town.key not in members),
        )

    def order(area: RegisteredBody) -> tuple[str, str, int, str]:
        region = "" if area.level is Level.LAND else area.region_key or ""
        return area.land_key, region, min(area.level.value, Level.DISTRICT.value), sort_key(area.name)

    yield coverage("land" if register.land else "country", register.land, register.territory.name)
    for area in sorted((body for body in register.bodies if body.district_key in (None, body.key)), key=order):
        level = {Level.LAND: "land", Level.REGION: "region"}.get(area.level, "district")
        yield coverage(level, area.key, area.area_name)


def _footer(land: Coverage, register: Register) -> str:
    """Return the figures of the Land in a sentence, and their dates."""
    figures = {field: grouped(getattr(land, field)) for field in ("covered", "population", "reached", "municipalities")}
    text = _("{covered} of {population} inhabitants ({share}) and {reached} of {municipalities} municipalities reached")
    said = [text.format(share=percent(land.share, 1), **figures)]
    text = ngettext(
        "{count} of them only because its district is a member",
        "{count} of them only because their district is a member",
        len(land.through),
    )
    said += some(len(land.through), text)
    dates = _("Population of {population_date}, areas of {edition}").format(
        population_date=Date.of_day(register.population_date), edition=Date.of_day(register.edition)
    )
    return f"{', '.join(said)}. {dates}."
