"""The map: where the members of a day are, by cohort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.dates import Date
from engagiert_cli.ledger.names import sort_key
from engagiert_cli.register.bodies import Level, open_register
from engagiert_cli.register.boundaries import boundaries_of
from engagiert_cli.reports.cohorts import By, cohorts
from engagiert_cli.reports.table import Column, Table, Type

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from engagiert_cli.ledger.members import Ledger, Member
    from engagiert_cli.register.bodies import Register, RegisteredBody
    from engagiert_cli.register.boundaries import Boundaries

# The source has to be named wherever the boundaries are shown.
SOURCE = "© GeoBasis-DE / BKG 2017 (Daten verändert)"


@dataclass(frozen=True, slots=True)
class Place:
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


@dataclass(frozen=True, slots=True)
class Shade:
    """A cohort in the legend."""

    label: str
    """The round, with its name where it has one."""
    when: str
    """The date of signing; empty where nobody knows it, or the label says it already."""
    members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas(Table):
    """The table of the members, with what draws them on a map."""

    boundaries: Boundaries
    shades: Sequence[Shade]
    """The cohorts with a member on the day, the earliest first."""
    places: Sequence[Place]
    elsewhere: str
    """Which members the map does not show, and why; empty where it shows all."""
    source: str = SOURCE


def atlas(ledger: Ledger, day: datetime.date) -> Atlas:
    """Return the map at the end of the day; raises `Refusal` for a ledger without a register, which has no map."""
    if ledger.network.register is None:
        raise Refusal(
            _("this ledger names no register, and so has no map"),
            (_('a network in NRW writes register = "nrw" under [network]'),),
        )
    register = open_register(ledger.network.register)
    boundaries = boundaries_of(register.name)
    shades: list[Shade] = []
    places: list[Place] = []
    rows: list[tuple[str | Date | None, ...]] = []
    elsewhere: list[str] = []
    for cohort in cohorts(ledger, By.ROUND, day):
        active = [member for member in cohort.members if member.active_on(day)]
        if not active:
            continue
        for member in active:
            body = register.get(member.key)
            rows.append(_row(register, member, body))
            if body is None or body.level is Level.REGION:
                elsewhere.append(member.name)
            else:
                places.append(Place(body.key, member.name, len(shades), _facts(register, member, body)))
        label = f"{cohort.label} {cohort.name}" if cohort.name else cohort.label
        when = cohort.signed.in_words if cohort.signed else ""
        shades.append(Shade(label, "" if when == label else when, len(active)))
    total = sum(shade.members for shade in shades)
    return Atlas(
        title=ledger.network.name or _("Members"),
        subtitle=_("As of {date}").format(date=Date.of_day(day)),
        columns=(
            Column("name", _("Name")),
            Column("designation", _("Kind")),
            Column("district", _("District")),
            Column("round", _("Round")),
            Column("signed", _("Signed on"), Type.DATE),
        ),
        rows=sorted(rows, key=lambda row: sort_key(str(row[0]))),
        footer=ngettext("{count} member", "{count} members", total).format(count=total),
        empty=_("nobody had signed by then"),
        boundaries=boundaries,
        shades=shades,
        places=places,
        elsewhere=_("Not on the map: {names}").format(names=", ".join(elsewhere)) if elsewhere else "",
    )


def _row(register: Register, member: Member, body: RegisteredBody | None) -> tuple[str | Date | None, ...]:
    return (
        member.name,
        body.designation.value if body else member.kind,
        _district(register, body),
        member.round.id,
        member.signed if member.signed.is_known else None,
    )


def _district(register: Register, body: RegisteredBody | None) -> str | None:
    district = register.district_of(body) if body else None
    return district.area_name if district else None


def _facts(register: Register, member: Member, body: RegisteredBody) -> tuple[str, ...]:
    district = _district(register, body)
    around = district if district and district != body.area_name else register.region_of(body).area_name
    facts = [around, _("round {round}").format(round=member.round.id)]
    if member.signed.is_known:
        facts.append(_("signed on {date}").format(date=member.signed))
    return tuple(facts)
