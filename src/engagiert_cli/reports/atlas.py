"""The map: where the members of a day are, by cohort."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.dates import Date
from engagiert_cli.register.bodies import Level
from engagiert_cli.register.boundaries import drawing_of
from engagiert_cli.reports.bodies import body_of, place_cells, place_of
from engagiert_cli.reports.cohorts import cohorts
from engagiert_cli.reports.members import signed
from engagiert_cli.reports.request import By
from engagiert_cli.reports.table import Column, Table, Type
from engagiert_cli.text import sort_key

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from engagiert_cli.ledger.members import Ledger, Member
    from engagiert_cli.register.bodies import Register, RegisteredBody
    from engagiert_cli.register.boundaries import Boundaries

# The source has to be named wherever the boundaries are shown.
SOURCE = "© GeoBasis-DE / BKG 2017 (Daten verändert)"


class Place(NamedTuple):
    """A member on the map: a municipality, or a district around its municipalities."""

    key: str
    name: str
    cohort: int
    """The number of its cohort, counted from 0."""
    facts: tuple[str, ...]
    """What else is known of it, in the reader's language: district, round, date of signing."""

    @property
    def is_municipality(self) -> bool:
        """Whether it is a municipality and no district."""
        return len(self.key) == Level.MUNICIPALITY.value


class Shade(NamedTuple):
    """A cohort in the legend."""

    label: str
    """The round, with its name where it has one."""
    when: str
    """The date of signing; empty where nobody knows it, or the label says it already."""
    members: int


class Atlas(NamedTuple):
    """What draws the members on a map."""

    boundaries: Boundaries
    shades: Sequence[Shade]
    """The cohorts with a member on the day, the earliest first."""
    places: Sequence[Place]
    elsewhere: str
    """Which members the map does not show, and why; empty where it shows all."""
    source: str = SOURCE


def table(ledger: Ledger, register: Register | None, day: datetime.date) -> Table:
    """Return the members at the end of the day, with their map; raises `Refusal` where there is no register."""
    if register is None:
        raise Refusal(
            _("this ledger names no register, and so has no map"),
            (_('in the ledger: register = "nrw"'),),
        )
    # The areas that belong together: regions, and where a Land has none, or there are several, the Länder.
    group = Level.REGION if register.land and register.regions else Level.LAND
    drawing = drawing_of(register.name, register.land, group.value)
    dots = {}
    shades: list[Shade] = []
    places: list[Place] = []
    members: list[Member] = []
    elsewhere: list[str] = []
    for cohort in cohorts(ledger, By.ROUND, day):
        active = [member for member in cohort.members if member.active_on(day)]
        if not active:
            continue
        for member in active:
            body = body_of(member, register)
            members.append(member)
            if body is None or body.level in (Level.REGION, Level.LAND):
                elsewhere.append(member.name)
            else:
                if not drawing.boundaries.within(body.key):
                    dots[body.key] = drawing.at(*body.point)
                places.append(Place(body.key, member.name, len(shades), _facts(register, member, body)))
        label = f"{cohort.label} {cohort.name}" if cohort.name else str(cohort.label)
        when = cohort.signed.in_words if cohort.signed else ""
        shades.append(Shade(label, "" if when == label else when, len(active)))
    total = sum(shade.members for shade in shades)
    designation, district, _region, _land = place_cells(register)
    return Table(
        title=ledger.network.name or _("Members"),
        subtitle=_("As of {date}").format(date=Date.of_day(day)),
        columns=(
            Column("name", _("Name"), attrgetter("name")),
            Column("designation", _("Kind"), designation),
            Column("district", _("District"), district),
            Column("round", _("Round"), attrgetter("round.id")),
            Column("signed", _("Signed on"), signed, Type.DATE),
        ),
        rows=sorted(members, key=lambda member: sort_key(member.name)),
        footer=ngettext("{count} member", "{count} members", total).format(count=total),
        empty=_("nobody had signed by then"),
        form=Atlas(
            drawing.boundaries.with_dots(dots),
            shades,
            places,
            _("Not on the map: {names}").format(names=", ".join(elsewhere)) if elsewhere else "",
        ),
    )


def _facts(register: Register, member: Member, body: RegisteredBody) -> tuple[str, ...]:
    place = place_of(member, register)
    around = place.region if place.district in (None, body.area_name) else place.district
    facts = [around or "", _("round {round}").format(round=member.round.id)]
    if member.signed.is_known:
        facts.append(_("signed on {date}").format(date=member.signed))
    return tuple(facts)
