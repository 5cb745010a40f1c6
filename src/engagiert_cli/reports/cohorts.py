"""The cohort report: who joined together, who of them left, and how the network grew by them."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.language import _, grouped, ngettext, percent
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.ledger.members import NO_ROUND
from engagiert_cli.reports.bodies import EVERY_BODY, Selection, body_of, place_cells
from engagiert_cli.reports.dates import by_dates
from engagiert_cli.reports.doubts import doubts, nobody
from engagiert_cli.reports.naming import Naming
from engagiert_cli.reports.request import By, Request
from engagiert_cli.reports.table import Audience, Column, Table, Type

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping, Sequence

    from engagiert_cli.ledger.members import Ledger, Member, Round
    from engagiert_cli.register.bodies import Register, RegisteredBody
    from engagiert_cli.reports.table import Cell


_Group = tuple["str | None", "Round | None", "list[Member]"]


class Cohort(NamedTuple):
    """Members that belong together, in the order of the file, and how many of them are still there on the day."""

    label: str | None
    """The round's id, the year, the designation or the area; None for what has none or is in no register."""
    name: str | None
    signed: Date | None
    members: Sequence[Member]
    left: int
    total: int
    """The active members of this cohort and of all before it."""

    @property
    def active(self) -> int:
        """How many are members on the day."""
        return len(self.members) - self.left


def report(request: Request) -> Table:
    """Return the cohorts that are asked for, by round where nothing else is."""
    made = table(request.ledger, request.by or By.ROUND, request.day, request.round, request.selection)
    made = made._replace(notes=doubts(request))
    return made if request.round else made._replace(parts=lambda: _parts(request, made))


def _parts(request: Request, made: Table) -> tuple[list[tuple[str, str]], list[tuple[str, Table]]]:
    """Return what a page tells of the network: its figures, growth, map and reach with a register, and all members."""
    from engagiert_cli.reports import coverage, growth, map, members  # noqa: A004 - the report of that name

    question = members.Question(request.day, selection=request.selection)
    listed = members.table(request.ledger, question, members.ask(request.ledger, question))._replace(empty=made.empty)
    if made.empty and not any(cohort.members for cohort in made.rows):
        return [], [(_("Members"), listed)]
    parts = [(_("Growth"), growth.report(request)), (_("Who joined together"), made), (_("Members"), listed)]
    figures = _figures(request, made.rows)
    if request.selection.register and request.selection.is_everybody:
        reach = coverage.report(request)
        parts[-1:-1] = [(_("Map"), map.report(request)), (_("Reach"), reach)]
        if not made.notes:
            whole: coverage.Coverage = reach.rows[0]
            reached = _("inhabitants, {share} of {area}").format(share=percent(whole.share, 1), area=whole.name)
            figures.insert(1, (grouped(whole.covered), reached))
    return figures, parts


def _figures(request: Request, found: Sequence[Cohort]) -> list[tuple[str, str]]:
    """Return the figures that a page begins with, each with what it counts."""
    active = sum(cohort.active for cohort in found)
    joined = [member for cohort in found for member in cohort.members]
    rounds = sum(cohort.label is not None for cohort in found) if request.by in (None, By.ROUND) else 0
    figures = [(grouped(active), ngettext("member", "members", active))]
    figures += [(grouped(rounds), ngettext("round", "rounds", rounds))] if rounds else []
    if dates := [member.signed for member in joined if member.signed.is_known]:
        figures.append((max(dates, key=attrgetter("sort_key")).in_words, _("latest signing")))
    return figures


def cohorts(ledger: Ledger, by: By, day: datetime.date, selection: Selection = EVERY_BODY) -> list[Cohort]:
    """Return the cohorts at the end of the day: the earliest first, areas in the order of their keys."""
    joined = [member for member in selection.of(ledger.members) if member.signed.latest <= day]
    if by is By.ROUND:
        groups = _by_round(ledger.rounds, joined, day)
    elif by is By.YEAR:
        groups = _by_year(joined)
    else:
        groups = _by_place(joined, by, selection)
    found = []
    total = 0
    for label, round_, members in groups:
        left = sum(member.left is not None and member.left.latest <= day for member in members)
        total += len(members) - left
        signed = round_.signed if round_ and round_.signed.is_known else None
        found.append(Cohort(label, round_.name or None if round_ else None, signed, members, left, total))
    return found


def table(
    ledger: Ledger, by: By, day: datetime.date, only: Round | None = None, selection: Selection = EVERY_BODY
) -> Table:
    """Return the report; `only` cuts it to one round's cohort, whose figures stay those of the whole network.

    By district and region, it has those without members, too.
    """
    found = cohorts(ledger, by, day, selection)
    active = found[-1].total if found else 0
    rows = [cohort for cohort in found if only is None or (cohort.label or "") == only.id]
    naming = Naming(ledger, selection.register)
    heading = {
        By.ROUND: _("Round"),
        By.YEAR: _("Year"),
        By.KIND: _("Kind"),
        By.DISTRICT: _("District"),
        By.REGION: _("Region"),
        By.LAND: _("Land"),
    }[by]
    columns = [
        Column(by.value, heading, lambda cohort: _label(cohort, by), audience=Audience.PEOPLE),
        Column(by.value, heading, attrgetter("label"), audience=Audience.MACHINES),
    ]
    if by is By.ROUND:
        columns += [
            Column("name", _("Signing"), attrgetter("name")),
            Column("signed", _("Date"), attrgetter("signed"), Type.PERIOD),
        ]
    columns += [
        Column("joined", _("Joined"), lambda cohort: len(cohort.members), Type.COUNT),
        Column("left", _("Left"), attrgetter("left"), Type.COUNT),
        Column("active", _("Active"), attrgetter("active"), Type.COUNT),
    ]
    if by in (By.ROUND, By.YEAR):
        columns.append(Column("total", _("Total"), attrgetter("total"), Type.COUNT))
    columns += [
        Column("share", _("Share"), lambda cohort: _share(cohort, active), Type.SHARE, Audience.PEOPLE),
        Column("members", _("Members"), lambda cohort: _names_on(cohort, day, naming), Type.NAMES, Audience.PEOPLE),
        Column("members", _("Members"), _names, Type.NAMES, Audience.MACHINES),
    ]
    return Table(
        title=ledger.network.name or _("Members"),
        subtitle=_("As of {date}").format(date=Date.of_day(day)),
        columns=columns,
        rows=rows,
        footer=", ".join([_footer(by, found, active), *_words(by, selection)]),
        empty="" if rows else nobody(Request(ledger, day)),
        name="cohorts",
    )


def rounds(ledger: Ledger, day: datetime.date, only: Round | None = None) -> Table:
    """Return the rounds with all that is said of them; of one, who joined in it, too."""
    made = table(ledger, By.ROUND, day, only)
    by_id = ledger.rounds_by_id
    titles = {"cosigners": _("Co-signers"), "note": _("Note"), "source": _("Source")}
    left_out = {"total", "share"} if only else {"total", "share", "members"}
    columns = [column for column in made.columns if column.field not in left_out]
    for field, title in titles.items():
        said = {cohort.label: getattr(by_id.get(cohort.label or "", NO_ROUND), field) for cohort in made.rows}
        type_ = Type.NAMES if field == "cosigners" else Type.TEXT
        columns.append(Column(field, title, partial(_of_label, said), type_, Audience.MACHINES))
        if any(said.values()):  # co-signers are called what has commas
            texts = {label: "; ".join(text) if isinstance(text, tuple) else text for label, text in said.items()}
            columns.append(Column(field, title, partial(_of_label, texts), Type.TEXT, Audience.PEOPLE))
    return made._replace(columns=columns, name="rounds", empty=_("this ledger has no rounds yet"))


def _of_label(said: Mapping[str | None, Cell], cohort: Cohort) -> Cell:
    return said[cohort.label]


def _by_round(rounds: Iterable[Round], joined: Iterable[Member], day: datetime.date) -> list[_Group]:
    groups: dict[str, list[Member]] = {round_.id: [] for round_ in (*rounds, NO_ROUND)}
    for member in joined:
        groups[member.round.id].append(member)
    none = groups[NO_ROUND.id]
    found: list[_Group] = [
        (round_.id, round_, groups[round_.id])
        for round_ in sorted(rounds, key=lambda round_: round_.signed.sort_key)
        if groups[round_.id] or round_.signed.latest <= day
    ]
    return [*found, (None, None, none)] if none else found


def _by_year(joined: Iterable[Member]) -> list[_Group]:
    years = by_dates(lambda member: (member.signed.latest.year, member.signed.earliest.year))
    groups: dict[tuple[int, int], list[Member]] = {}
    for member in joined:
        groups.setdefault(years(member), []).append(member)
    return [(_year(first, last), None, groups[last, first]) for last, first in sorted(groups, key=_certain_last)]


def _certain_last(years: tuple[int, int]) -> tuple[int, bool, int]:
    """Order by the last possible year; what is certain of it comes after what is not."""
    last, first = years
    return last, first == last, first


def _by_place(joined: Iterable[Member], by: By, selection: Selection) -> list[_Group]:
    designation, district, region, land_of_several = place_cells(selection.register)

    def land(member: Member) -> str | None:
        if selection.register and selection.register.land:
            return selection.register.territory.name if body_of(member, selection.register) else None
        return land_of_several(member)

    places = {
        By.KIND: designation,
        By.DISTRICT: district,
        By.REGION: lambda member: region(member) or land(member),  # most Länder have no regions
        By.LAND: land,
    }
    place = places[by]
    groups: dict[str | None, list[Member]] = {label: [] for label in _places(by, selection)}
    for member in joined:
        groups.setdefault(place(member), []).append(member)
    none = groups.pop(None, [])
    found: list[_Group] = [(label, None, members) for label, members in groups.items() if members or by is not By.KIND]
    return [*found, (None, None, none)] if none else found


def _words(by: By, selection: Selection) -> list[str]:
    """Return how the question was understood, and what a Land without regions stands as."""
    register = selection.register
    if by is not By.REGION or register is None or (register.land and register.regions):
        return selection.words
    return [*selection.words, _("a Land without regions stands for itself")]


def _places(by: By, selection: Selection) -> list[str]:
    """Return the kinds or areas that there are, in the order of the register."""
    register = selection.register
    if register is None:
        return []
    if by is By.KIND:
        return [designation.value for designation in register.designations]
    if by is By.DISTRICT:
        areas = () if register.has_several_laender else register.districts
    elif by is By.LAND:
        areas = register.laender
    else:
        areas = tuple(area for land in register.laender for area in _regions_in(register, land)) or register.regions
    return [
        area.area_name
        for area in areas
        if not selection.areas
        or any(register.covers(asked, area) or register.covers(area, asked) for asked in selection.areas)
    ]


def _regions_in(register: Register, land: RegisteredBody) -> list[RegisteredBody]:
    """Return the regions of the Land, or the Land itself, where it has none."""
    return [region for region in register.regions if region.land_key == land.key] or [land]


def _year(first: int, last: int) -> str:
    """Return the year, or the first and the last that are possible, as far as they are known."""
    if first == last:
        return f"{last:04}"
    return f"{'' if first == UNKNOWN.earliest.year else f'{first:04}'}–{last:04}"


def _label(cohort: Cohort, by: By) -> str:
    """Return the label as people read it, with words where there is none."""
    if cohort.label is not None:
        return cohort.label
    none = {By.ROUND: _("without a round"), By.KIND: _("no kind"), By.DISTRICT: _("in no district")}
    return none.get(by, _("not in the register"))


def _share(cohort: Cohort, active: int) -> float:
    return cohort.active / active if active else 0.0


def _names(cohort: Cohort) -> tuple[str, ...]:
    return tuple(member.name for member in cohort.members)


def _names_on(cohort: Cohort, day: datetime.date, naming: Naming) -> tuple[str, ...]:
    """Return the names in the order of the announcement, with the day of leaving where one is a member no more."""
    return tuple(
        naming.plain(member)
        if member.left is None or member.active_on(day)
        else _("{name} (until {date})").format(name=naming.plain(member), date=member.left)
        for member in naming.sorted(cohort.members)
    )


def _footer(by: By, found: list[Cohort], active: int) -> str:
    """Return `23 members in 2 rounds, Dec 2012 to 2015`."""
    members = ngettext("{count} member", "{count} members", active).format(count=active)
    groups = _counted(by, found)
    signed = dict.fromkeys(member.signed for cohort in found for member in cohort.members)
    dates = [date for date in signed if date.is_known]
    if not dates:
        return f"{members} {groups}"
    first = min(dates, key=lambda date: date.sort_key)
    last = max(dates, key=lambda date: date.sort_key)
    if first == last:
        return f"{members} {groups}, {first.in_words}"
    period = _("{first} to {last}").format(first=first.in_words, last=last.in_words)
    return f"{members} {groups}, {period}"


def _counted(by: By, found: list[Cohort]) -> str:
    """Return `in 2 rounds`; of areas, how many have members: `in 5 of 5 regions`."""
    count = len(found)
    if by is By.ROUND:
        count -= any(cohort.label is None for cohort in found)
        return ngettext("in {count} round", "in {count} rounds", count).format(count=count)
    if by is By.YEAR:
        return ngettext("in {count} year", "in {count} years", count).format(count=count)
    if by is By.KIND:
        return ngettext("of {count} kind", "of {count} kinds", count).format(count=count)
    areas = [cohort for cohort in found if cohort.label is not None]
    with_members = sum(cohort.active > 0 for cohort in areas)
    if by is By.DISTRICT:
        text = ngettext("in {count} of {total} district", "in {count} of {total} districts", len(areas))
    elif by is By.LAND:
        text = ngettext("in {count} of {total} Land", "in {count} of {total} Länder", len(areas))
    else:
        text = ngettext("in {count} of {total} region", "in {count} of {total} regions", len(areas))
    return text.format(count=with_members, total=len(areas))
