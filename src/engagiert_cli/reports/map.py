"""The map: where the members of a day are, by cohort."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _, ngettext
from engagiert_cli.register.bodies import Level, Register, RegisteredBody
from engagiert_cli.register.boundaries import SOURCE, drawing_of
from engagiert_cli.reports.bodies import body_of, place_of
from engagiert_cli.reports.catalogue import By, Request
from engagiert_cli.reports.cohorts import cohorts
from engagiert_cli.reports.dates import known, of_day
from engagiert_cli.reports.forms import Map, Shade, Spot
from engagiert_cli.reports.members import fields
from engagiert_cli.text import by_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engagiert_cli.ledger.members import Member
    from engagiert_cli.reports.table import Table


def report(request: Request) -> Table:
    """Return the members at the end of the day, with their map; raises `Refusal` where there is no register."""
    register = request.selection.register
    if register is None:
        raise Refusal(_("this ledger names no register, and so has no map"), (_('in the ledger: register = "nrw"'),))
    shades: list[Shade] = []
    members: list[tuple[int, Member]] = []
    for cohort in cohorts(request._replace(by=By.ROUND)):
        if cohort.active:
            members += [(len(shades), member) for member in cohort.members if member.active_on(request.day)]
            label = f"{cohort.label or _('without a round')} {cohort.round.name}".rstrip()
            when = known(cohort.round.signed)
            shades.append(Shade(label, when.in_words if when and when.in_words != label else "", cohort.active))
    rows = by_name([member for _cohort, member in members])
    return of_day(request, fields(register), rows)._replace(
        footer=ngettext("{count} member", "{count} members", len(members)).format(count=len(members)),
        form=_drawn(register, shades, members),
        heading=_("Map"),
    )


def _drawn(register: Register, shades: Sequence[Shade], members: Sequence[tuple[int, Member]]) -> Map:
    """Return the map of the members, each given with the number of its cohort."""
    # Areas are grouped by region, or by Land where there are no regions or several Länder.
    group = Level.REGION if register.land and register.at(Level.REGION) else Level.LAND
    drawing = drawing_of(register.name, register.land, group.value)
    dots = {}
    places: list[Spot] = []
    elsewhere: list[str] = []
    for cohort, member in members:
        body = body_of(member, register)
        if body is None or body.level in (Level.REGION, Level.LAND):
            elsewhere.append(member.name)
            continue
        if not drawing.boundaries.within(body.key):
            dots[body.key] = drawing.at(*body.point)
        places.append(Spot(body.key, member.name, cohort, _facts(register, member, body)))
    unseen = _("Not on the map: {names}").format(names=", ".join(elsewhere)) if elsewhere else ""
    return Map(replace(drawing.boundaries, dots=dots), shades, places, unseen, SOURCE)


def _facts(register: Register, member: Member, body: RegisteredBody) -> tuple[str, ...]:
    place, round_ = place_of(member, register), member.round.id
    around = place.region if place.district in (None, body.area_name) else place.district
    facts = [around or "", _("round {round}").format(round=round_) if round_ else _("without a round")]
    if member.signed.is_known:
        facts.append(_("signed on {date}").format(date=member.signed))
    return tuple(facts)
