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
from engagiert_cli.reports.table import Audience, Column, Table, Type
from engagiert_cli.text import sort_key

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from engagiert_cli.ledger.members import Ledger
    from engagiert_cli.register.bodies import Register, RegisteredBody
    from engagiert_cli.reports.request import Request

# Where a name stands under that of the area around it; no-break blanks, which every format keeps.
_INDENT = "\xa0\xa0"


class Coverage(NamedTuple):
    """What the network reaches of an area: by members that are municipalities, and by districts that are members.

    A Bezirksregierung is a member, but reaches no municipality: it is an authority of the Land.
    """

    level: str
    """`country`, `land`, `region` or `district`; a kreisfreie Stadt is a district of its own."""
    key: str
    name: str
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

    @property
    def share_of_area(self) -> float:
        """The part of the area that is reached, 0 to 1."""
        # `fsum`, since the whole must be the whole in whatever order it is added up.
        return fsum(body.area for body in self.reached) / fsum(body.area for body in self.municipalities)


def report(request: Request) -> Table:
    """Return the coverage of the Land, of its regions and of their districts.

    People get the districts with a member as rows, and those without one as names under their region. Raises `Refusal`
    where the ledger has no register.
    """
    ledger, day, register = request.ledger, request.day, request.selection.register
    if register is None:
        raise Refusal(
            _("this ledger names no register, so that nothing is known of districts, inhabitants and areas"),
            (_('in the ledger: register = "nrw"'),),
        )
    found = list(coverages(ledger, register, day))
    blanks = _blank_districts(found) if register.land else {}
    for_people = request.audience is Audience.PEOPLE
    return Table(
        title=ledger.network.name or _("Members"),
        subtitle=_("As of {date}").format(date=Date.of_day(day)),
        columns=(
            Column("level", _("Level"), attrgetter("level"), audience=Audience.MACHINES),
            Column("key", _("Key"), attrgetter("key"), audience=Audience.MACHINES),
            Column("name", _("Area"), attrgetter("name"), audience=Audience.MACHINES),
            Column("name", _("Area"), _shown, audience=Audience.PEOPLE),
            Column("bodies", _("Bodies"), attrgetter("bodies"), Type.COUNT, Audience.MACHINES),
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
            Column("population", _("Population"), attrgetter("population"), Type.COUNT, Audience.MACHINES),
            Column("covered", _("Inhabitants reached"), attrgetter("covered"), Type.COUNT, Audience.MACHINES),
            Column("share", _("Inhabitants"), attrgetter("share"), Type.SHARE, Audience.MACHINES),
            Column(
                "names", _("Names"), lambda area: _named(area, blanks.get(area.key, ())), Type.NAMES, Audience.PEOPLE
            ),
        ),
        rows=[area for area in found if not (for_people and area.level == "district" and not area.members)],
        footer=_footer(found[0], register) if for_people else "",
    )


def coverages(ledger: Ledger, register: Register, day: datetime.date) -> Iterator[Coverage]:
    """Yield the coverage at the end of the day: of the whole, then each Land and region with its districts."""
    members = {body.key for member in ledger.members_at(day) for body in heirs_of(member, register)}

    def coverage(level: str, key: str, name: str, bodies: Iterable[RegisteredBody]) -> Coverage:
        inside = tuple(bodies)
        municipalities = tuple(body for body in inside if body.level is Level.MUNICIPALITY)
        return Coverage(
            level,
            key,
            name,
            len(inside),
            sum(body.key in members for body in inside),
            municipalities,
            tuple(body for body in municipalities if body.key in members),
            tuple(body for body in municipalities if body.key not in members and body.district_key in members),
        )

    inside = _by_area(register)
    yield coverage("land" if register.land else "country", register.land, register.territory.name, register.bodies)
    for level, area in _areas(register):
        yield coverage(level, area.key, area.area_name, inside[area.key])


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


def _blank_districts(found: Iterable[Coverage]) -> dict[str, tuple[str, ...]]:
    """Return the names of the districts without a member, by the key of their region."""
    blanks: dict[str, tuple[str, ...]] = {}
    region = ""
    for area in found:
        if area.level == "region":
            region = area.key
        elif area.level == "district" and not area.members:
            blanks[region] = (*blanks.get(region, ()), area.name)
    return blanks


def _shown(area: Coverage) -> str:
    """Return the name as it stands in a column of people's, where there is little room."""
    if area.level == "district":
        return _INDENT + area.name
    return area.name.replace("Regierungsbezirk", "Reg.-Bez.")


def _named(area: Coverage, blanks: tuple[str, ...]) -> tuple[str, ...]:
    """Return the districts of a region that are blank, or the towns of a district that are reached through it only."""
    if blanks:
        return (_("without a member: {name}").format(name=blanks[0]), *blanks[1:])
    if area.level == "district" and area.through_district:
        first, *others = (body.name for body in area.through_district)
        return (_("only through the district: {name}").format(name=first), *others)
    return ()


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
