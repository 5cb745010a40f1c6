"""The coverage: how much of the Land the network reaches, and where nobody has joined yet."""

from __future__ import annotations

from math import fsum
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _, grouped, ngettext, percent
from engagiert_cli.ledger.dates import Date
from engagiert_cli.register.bodies import Level
from engagiert_cli.reports.bodies import heirs_of
from engagiert_cli.reports.doubts import doubts
from engagiert_cli.reports.table import Audience, Column, Nested, Table, Term, Type
from engagiert_cli.text import sort_key

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engagiert_cli.ledger.members import Ledger
    from engagiert_cli.register.bodies import Register, RegisteredBody
    from engagiert_cli.reports.request import Request


class Coverage(NamedTuple):
    """What the network reaches of an area: by members that are municipalities, and by districts that are members.

    A Bezirksregierung is a member, but reaches no municipality: it is an authority of the Land.
    """

    level: str
    """`country`, `land`, `region` or `district`; a kreisfreie Stadt is a district of its own."""
    key: str
    name: str
    brief_name: str
    bodies: int
    """All bodies in the area that could be members, its own among them."""
    members: int
    municipalities: tuple[RegisteredBody, ...]
    joined: tuple[RegisteredBody, ...]
    """The municipalities that are members."""
    through_district: tuple[RegisteredBody, ...]
    """The municipalities that are reached only because their district is a member."""

    @property
    def reached(self) -> tuple[RegisteredBody, ...]:
        """All municipalities that are reached, each once."""
        return self.joined + self.through_district

    @property
    def population(self) -> int:
        """The inhabitants of the area."""
        return sum(body.population for body in self.municipalities)

    @property
    def covered(self) -> int:
        """The inhabitants of the municipalities that are reached; nobody is counted twice."""
        return sum(body.population for body in self.reached)

    @property
    def share(self) -> float:
        """The part of the inhabitants that is reached, 0 to 1."""
        return self.covered / self.population

    @property
    def share_of_municipalities(self) -> float:
        """The part of the municipalities that is reached, 0 to 1."""
        return len(self.reached) / len(self.municipalities)

    # `fsum`, since the whole must be the whole in whatever order it is added up.
    @property
    def area(self) -> float:
        """The square kilometres of the area."""
        return fsum(body.area for body in self.municipalities)

    @property
    def area_reached(self) -> float:
        """The square kilometres of the municipalities that are reached."""
        return fsum(body.area for body in self.reached)

    @property
    def share_of_area(self) -> float:
        """The part of the area that is reached, 0 to 1."""
        return self.area_reached / self.area


def report(request: Request) -> Table:
    """Return the coverage of the Land, of its regions and of their districts.

    People get the districts with a member as rows, and those without one as names under their region. Raises `Refusal`
    where the ledger has no register.
    """
    ledger, day, register = request.ledger, request.day, request.selection.register
    if register is None:
        raise Refusal(
            _("this ledger names no register, so nothing is known about districts, inhabitants and areas"),
            (_('in the ledger: register = "nrw"'),),
        )
    found = list(coverages(ledger, register, day))
    return Table(
        title=ledger.network.name or _("Members"),
        subtitle=_("As of {date}").format(date=Date.of_day(day)),
        columns=_columns(_blanks(found)),
        rows=found,
        brief=[
            area for area in found if area.members or (register.land and area.level != "district") or area is found[0]
        ],
        footer=_footer(found[0], register),
        notes=doubts(request),
        name="coverage",
    )


def _columns(blanks: Mapping[str, tuple[str, ...]]) -> tuple[Column, ...]:
    machines = Audience.MACHINES
    levels = {"country": _("country"), "land": _("Land"), "region": _("region"), "district": _("district")}
    return (
        Column("level", _("Level"), lambda area: Term(area.level, levels[area.level]), Type.TERM, machines),
        Column("key", _("Key"), attrgetter("key"), audience=machines),
        Column("name", _("Area"), attrgetter("name"), audience=machines),
        Column("name", _("Area"), _shown, Type.NESTED, Audience.PEOPLE),
        Column("bodies", _("Bodies"), attrgetter("bodies"), Type.COUNT, machines),
        Column("members", _("Members"), attrgetter("members"), Type.COUNT),
        Column("share", _("Inhabitants"), attrgetter("share"), Type.SHARE, Audience.PEOPLE),
        Column(
            "municipalities",
            _("Municipalities"),
            attrgetter("share_of_municipalities"),
            Type.SHARE,
            Audience.PEOPLE,
        ),
        Column("area", _("Land area"), attrgetter("share_of_area"), Type.SHARE, Audience.PEOPLE),
        Column("population", _("Inhabitants in all"), attrgetter("population"), Type.COUNT, machines),
        Column("covered", _("Inhabitants reached"), attrgetter("covered"), Type.COUNT, machines),
        Column("share", _("Inhabitants"), attrgetter("share"), Type.SHARE, machines),
        Column("municipalities", _("Municipalities"), lambda area: len(area.municipalities), Type.COUNT, machines),
        Column("reached", _("Municipalities reached"), lambda area: len(area.reached), Type.COUNT, machines),
        Column("area", _("Land area"), attrgetter("area"), Type.AREA, machines),
        Column("area_reached", _("Land area reached"), attrgetter("area_reached"), Type.AREA, machines),
        Column("through", _("Only through the district"), _through, Type.NAMES),
        Column("blank", _("Without a member"), lambda area: blanks.get(area.key, ()), Type.NAMES, Audience.PEOPLE),
    )


def coverages(ledger: Ledger, register: Register, day: datetime.date) -> Iterator[Coverage]:
    """Yield the coverage at the end of the day: of the whole, then each Land and region with its districts."""
    members = {body.key for member in ledger.members_at(day) for body in heirs_of(member, register)}

    def coverage(level: str, key: str, name: str, brief_name: str, bodies: Iterable[RegisteredBody]) -> Coverage:
        inside = tuple(bodies)
        municipalities = tuple(body for body in inside if body.level is Level.MUNICIPALITY)
        return Coverage(
            level,
            key,
            name,
            brief_name,
            len(inside),
            sum(body.key in members for body in inside),
            municipalities,
            tuple(body for body in municipalities if body.key in members),
            tuple(body for body in municipalities if body.key not in members and body.district_key in members),
        )

    inside = _by_area(register)
    level, name = "land" if register.land else "country", register.territory.name
    yield coverage(level, register.land, name, name, register.bodies)
    for level, area in _areas(register):
        yield coverage(level, area.key, area.area_name, area.brief_area_name, inside[area.key])


def _areas(register: Register) -> Iterator[tuple[str, RegisteredBody]]:
    """Yield each Land, where there are several, each region in it and their districts, by the alphabet.

    A city that lies in no district is one; where a Land has no regions, its districts follow upon it.
    """
    districts: dict[str, list[RegisteredBody]] = {}
    for body in register.bodies:
        if body.level.value >= Level.DISTRICT.value and body.district_key in (None, body.key):
            districts.setdefault(body.region_key or body.land_key, []).append(body)
    for land in register.laender or (None,):
        if land:
            yield "land", land
        for area in ([land] if land else []) + [region for region in register.regions if _in(land, region)]:
            if area.level is Level.REGION:
                yield "region", area
            yield from (("district", body) for body in sorted(districts.get(area.key, ()), key=_by_name))


def _in(land: RegisteredBody | None, region: RegisteredBody) -> bool:
    return land is None or region.land_key == land.key


def _by_name(body: RegisteredBody) -> str:
    return sort_key(body.name)


def _by_area(register: Register) -> dict[str, list[RegisteredBody]]:
    """Return the bodies in each area, its own among them, found in one pass."""
    inside: dict[str, list[RegisteredBody]] = {}
    for body in register.bodies:
        for key in dict.fromkeys((body.key, body.district_key, body.region_key, body.land_key)):
            if key:
                inside.setdefault(key, []).append(body)
    return inside


def _blanks(found: Sequence[Coverage]) -> dict[str, tuple[str, ...]]:
    """Return the names of the areas without a member, by the key of the area around: Länder, else districts."""
    blanks: dict[str, tuple[str, ...]] = {}
    around = whole = found[0]
    level = "land" if whole.level == "country" else "district"
    for area in found[1:]:
        if level == "district" and area.level == "region":
            around = area
        elif area.level == level and not area.members:
            blanks[around.key] = (*blanks.get(around.key, ()), area.name)
    return blanks


def _shown(area: Coverage) -> Nested:
    """Return the name as it stands in a column of people's, where there is little room."""
    return Nested(area.brief_name, int(area.level == "district"))


def _through(area: Coverage) -> tuple[str, ...]:
    """Return the towns of a district that are reached through it only."""
    return tuple(body.name for body in area.through_district) if area.level == "district" else ()


def _footer(land: Coverage, register: Register) -> str:
    """Say in figures what is reached of the Land, and of which days the figures are."""
    said = [
        _(
            "{covered} of {population} inhabitants ({share}) and {reached} of {municipalities} municipalities reached"
        ).format(
            covered=grouped(land.covered),
            population=grouped(land.population),
            share=percent(land.share, 1),
            reached=grouped(len(land.reached)),
            municipalities=grouped(len(land.municipalities)),
        )
    ]
    if land.through_district:
        said.append(
            ngettext(
                "{count} of them only because its district is a member",
                "{count} of them only because their district is a member",
                len(land.through_district),
            ).format(count=len(land.through_district))
        )
    figures = _("Population of {population_date}, areas of {edition}").format(
        population_date=Date.of_day(register.population_date), edition=Date.of_day(register.edition)
    )
    return f"{', '.join(said)}. {figures}."
