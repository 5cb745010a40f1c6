"""The map: where the members of a day are, by cohort."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.dates import Date
from engagiert_cli.register.bodies import Level
from engagiert_cli.register.boundaries import SOURCE, drawing_of
from engagiert_cli.reports.bodies import body_of, place_cells, place_of
from engagiert_cli.reports.cohorts import cohorts
from engagiert_cli.reports.doubts import doubts, nobody
from engagiert_cli.reports.forms import Map, Shade, Spot
from engagiert_cli.reports.members import round_columns, signed
from engagiert_cli.reports.request import By
from engagiert_cli.reports.table import Column, Table, Type
from engagiert_cli.text import sort_key

if TYPE_CHECKING:
    from engagiert_cli.ledger.members import Member
    from engagiert_cli.register.bodies import Register, RegisteredBody
    from engagiert_cli.reports.request import Request


def report(request: Request) -> Table:
    """Return the members at the end of the day, with their map; raises `Refusal` where there is no register."""
    ledger, day, register = request.ledger, request.day, request.selection.register
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
    places: list[Spot] = []
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
                places.append(Spot(body.key, member.name, len(shades), _facts(register, member, body)))
        label = f"{cohort.label} {cohort.name}" if cohort.name else cohort.label or _("without a round")
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
            *round_columns(),
            Column("signed", _("Signed on"), signed, Type.DATE),
        ),
        rows=sorted(members, key=lambda member: sort_key(member.name)),
        footer=ngettext("{count} member", "{count} members", total).format(count=total),
        empty=nobody(request),
        form=Map(
            replace(drawing.boundaries, dots=dots),
            shades,
            places,
            _("Not on the map: {names}").format(names=", ".join(elsewhere)) if elsewhere else "",
            SOURCE,
        ),
        notes=doubts(request),
    )


def _facts(register: Register, member: Member, body: RegisteredBody) -> tuple[str, ...]:
    place = place_of(member, register)
    around = place.region if place.district in (None, body.area_name) else place.district
    round_ = member.round.id
    facts = [around or "", _("round {round}").format(round=round_) if round_ else _("without a round")]
    if member.signed.is_known:
        facts.append(_("signed on {date}").format(date=member.signed))
    return tuple(facts)
