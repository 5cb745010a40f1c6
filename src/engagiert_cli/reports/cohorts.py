"""The cohort report: who joined together, who of them left, and how the network grew with them."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from engagiert_cli.language import _, grouped, ngettext, percent
from engagiert_cli.lazy import NamedTuple
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.ledger.members import NO_ROUND, Ledger, Member, Round
from engagiert_cli.register.bodies import Level, Register
from engagiert_cli.reports.bodies import Selection, place_of
from engagiert_cli.reports.catalogue import By, Request
from engagiert_cli.reports.dates import by_dates, known, nobody, of_day
from engagiert_cli.reports.naming import Naming
from engagiert_cli.reports.table import Audience, Column, Table, Type

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Iterable, Sequence


class Cohort(NamedTuple):
    """Members that belong together, in the order of the file, and how many of them are members on the day."""

    label: str | None
    """The round's id, the year, kind or area; None without one, empty for a body of the register in no such area."""
    round: Round
    members: Sequence[Member]
    left: int
    total: int
    """The active members of this cohort and all earlier ones."""

    @property
    def active(self) -> int:
        """How many are members on the day."""
        return len(self.members) - self.left


def report(request: Request) -> Table:
    """Return the cohorts, by default by round."""
    made = table(request)
    return made if request.round else made._replace(parts=lambda: _parts(request, made))


def _parts(request: Request, made: Table) -> tuple[list[tuple[str, str]], list[Table]]:
    """Return the parts of a page: figures, growth, with a register the map and the reach, and all members."""
    from engagiert_cli.reports import coverage, growth, map, members  # noqa: A004 - the report of that name

    question = members.Question(request.day, selection=request.selection)
    listed = members.table(request.ledger, question)._replace(empty=nobody(request))
    if listed.empty and not any(cohort.members for cohort in made.rows):
        return [], [listed]
    active = sum(cohort.active for cohort in made.rows)
    figures, parts = [(grouped(active), ngettext("member", "members", active))], [growth.report(request), made]
    if request.selection.register and request.selection.is_everybody:
        reach = coverage.report(request)
        parts += [map.report(request), reach]
        if not made.notes:
            whole: coverage.Coverage = reach.rows[0]
            reached = _("inhabitants, {share} of {area}").format(share=percent(whole.share, 1), area=whole.name)
            figures.append((grouped(whole.covered), reached))
    rounds = len(_signed(made.rows)) if request.by is By.ROUND else 0
    figures += [(grouped(rounds), ngettext("round", "rounds", rounds))] if rounds else []
    dates = _dates(made.rows) or [UNKNOWN]
    latest = Date.spanning([date for date in dates if date.latest >= dates[-1].earliest])
    figures += [(latest.in_words, _("latest signing"))] if latest.is_known and not made.notes else []
    return figures, [*parts, listed]


def _dates(found: Sequence[Cohort]) -> list[Date]:
    """Return the known dates of signing, in order."""
    signed = {member.signed for cohort in found for member in cohort.members}
    return sorted(filter(known, signed), key=attrgetter("sort_key"))


def _signed(found: Iterable[Cohort]) -> list[Cohort]:
    """Return the cohorts in which somebody signed, even if they have left since."""
    return [cohort for cohort in found if cohort.label and cohort.members]


def cohorts(request: Request) -> list[Cohort]:
    """Return the cohorts at the end of the day: the earliest first, areas by their keys."""
    ledger, day, by = request.ledger, request.day, request.by
    joined = [member for member in request.selection.of(ledger.members) if member.signed.latest <= day]
    label, labels = _labels(request, joined)
    groups: dict[str | None, list[Member]] = {each: [] for each in labels}
    for member in joined:
        groups.setdefault(label(member), []).append(member)
    groups |= {none: groups.pop(none, []) for none in ("", None)}
    rounds = ledger.rounds_by_id if by is By.ROUND else {}
    found = []
    total = 0
    for each, members in groups.items():
        round_ = rounds.get(each or "", NO_ROUND)
        if not members and (not each or by is By.KIND or (by is By.ROUND and round_.signed.latest > day)):
            continue
        left = sum(not member.active_on(day) for member in members)
        total += len(members) - left
        found.append(Cohort(each, round_, members, left, total))
    return found


def table(request: Request) -> Table:
    """Return the cohorts, with areas without members; a single round keeps its figures within the whole network."""
    ledger, day, by = request.ledger, request.day, request.by
    found = cohorts(request)
    active = found[-1].total if found else 0
    only = request.round
    rows = [cohort for cohort in found if only is None or (cohort.label or "") == only.id]
    naming = Naming(ledger, request.selection.register)
    heading, words, counted = _words(by, found)
    vague = [label for cohort in found if by is By.YEAR and len(label := cohort.label or "") > len("2012")]
    if vague:  # in how many years they joined is not known
        counted = ""
        words |= {label: _("{date} or earlier").format(date=label[1:]) for label in vague if label.startswith("–")}
    of_a_round = [
        Column("name", _("Signing"), lambda cohort: cohort.round.name or None),
        Column("signed", _("Date"), lambda cohort: known(cohort.round.signed), Type.PERIOD),
    ]
    columns = [
        Column(by.value, heading, lambda row: row.label or None, shown=lambda row: words.get(row.label, row.label)),
        *(of_a_round if by is By.ROUND else ()),
        Column("joined", _("Joined"), lambda cohort: len(cohort.members), Type.COUNT),
        Column("left", _("Left"), attrgetter("left"), Type.COUNT),
        Column("active", _("Active"), attrgetter("active"), Type.COUNT),
        *([Column("total", _("Total"), attrgetter("total"), Type.COUNT)] if by in (By.ROUND, By.YEAR) else ()),
        Column("share", _("Share"), lambda cohort: cohort.active / (active or 1), Type.SHARE, Audience.PEOPLE),
        Column(
            "members",
            _("Members"),
            lambda cohort: naming.all(cohort.members),
            Type.NAMES,
            shown=lambda cohort: _names_on(cohort, day, naming),
        ),
    ]
    return of_day(request, columns, rows)._replace(
        footer=", ".join([_footer(counted, found, active), *_understood(by, request.selection)]),
        heading=_("Who joined together"),
    )


def rounds(ledger: Ledger, day: datetime.date, only: Round | None = None) -> Table:
    """Return the rounds with all their fields; a single one with its members, too."""
    made = table(Request(ledger, day, By.ROUND, only))
    left_out = {"total", "share"} if only else {"total", "share", "members"}
    columns = [column for column in made.columns if column.field not in left_out]
    more = {"cosigners": _("Co-signers"), "note": _("Note"), "source": _("Source")}
    columns += [Column(field, title, attrgetter(f"round.{field}")) for field, title in more.items()]
    # Names of co-signers may contain commas.
    columns[-3] = columns[-3]._replace(shown=lambda cohort: "; ".join(cohort.round.cosigners))
    return made._replace(columns=columns, name="rounds", heading="", notes=(), empty=_("this ledger has no rounds yet"))


def _labels(request: Request, joined: Iterable[Member]) -> tuple[Callable[[Member], str | None], Sequence[str]]:
    """Return the function that labels a member's cohort, and the labels in order."""
    by, selection = request.by, request.selection
    if by is By.ROUND:
        rounds = sorted(request.ledger.rounds, key=lambda round_: (round_.signed.latest, round_.signed.earliest))
        return lambda member: member.round.id or None, [round_.id for round_ in rounds]
    if by is By.YEAR:
        year = by_dates(_year)
        # By the last possible year, uncertain ones first.
        return year, sorted(set(map(year, joined)), key=lambda years: (years[-4:], len(years) == 4, years[:-5]))
    divided = {region.land_key for region in selection.register.at(Level.REGION)} if selection.register else set()
    return partial(_place, by, selection.register, divided), _places(by, selection, divided)


def _year(member: Member) -> str:
    """Return the year of signing, or the first and last possible year, as far as known."""
    first, last = member.signed.earliest.year, member.signed.latest.year
    if first == last:
        return f"{last:04}"
    return f"{'' if first == UNKNOWN.earliest.year else f'{first:04}'}–{last:04}"


def _place(by: By, register: Register | None, divided: Collection[str], member: Member) -> str | None:
    found = place_of(member, register)
    if by is By.KIND or register is None:
        return found.designation if by is By.KIND else None
    key = register.key_of_entry(member.key, member.name) or ""
    if by is By.DISTRICT:
        area = found.district
    elif by is By.REGION and key[: Level.LAND.value] in divided:
        area = found.region
    else:
        area = found.land or (register.territory.name if register.land and key.startswith(register.land) else None)
    return area or ("" if register.get(key) else None)


def _understood(by: By, selection: Selection) -> list[str]:
    """Return the question in words, and a remark on Länder without regions."""
    register = selection.register
    if by is not By.REGION or register is None or (register.land and register.at(Level.REGION)):
        return selection.words
    return [*selection.words, _("a Land without regions stands for itself")]


def _places(by: By, selection: Selection, divided: Collection[str]) -> list[str]:
    """Return the kinds or areas in the order of the register; a Land without regions counts as one."""
    register = selection.register
    if register is None:
        return []
    if by is By.KIND:
        return register.kinds
    areas = {
        By.DISTRICT: register.at(Level.DISTRICT) if register.land else (),
        By.REGION: (*register.at(Level.REGION), *(land for land in register.at(Level.LAND) if land.key not in divided)),
        By.LAND: register.at(Level.LAND),
    }[by]
    return [
        area.area_name
        for area in sorted(areas, key=attrgetter("key"))
        if not selection.areas
        or any(register.covers(asked, area) or register.covers(area, asked) for asked in selection.areas)
    ]


def _names_on(cohort: Cohort, day: datetime.date, naming: Naming) -> tuple[str, ...]:
    """Return the names in the order of the announcement; who has left, with the date."""
    members = naming.sorted(cohort.members)
    until = _("{name} (until {date})")
    return tuple(
        until.format(name=name, date=left) if (left := member.left) and not member.active_on(day) else name
        for member, name in zip(members, naming.all(members), strict=True)
    )


def _footer(counted: str, found: Sequence[Cohort], active: int) -> str:
    """Return `23 members in 2 rounds, Dec 2012 to 2015`."""
    members = ngettext("{count} member", "{count} members", active).format(count=active)
    said = f"{members} {counted}".rstrip()
    span = Date.spanning(_dates(found) or [UNKNOWN])
    return f"{said}, {span.in_words}" if span.is_known else said


def _words(by: By, found: Sequence[Cohort]) -> tuple[str, dict[str | None, str], str]:
    """Return the heading of the labels, the words where there is no label, and how many labels there are.

    Of rounds, those in which somebody signed; of areas, those with members and all: `in 5 of 5 regions`.
    """
    signed, total = len(_signed(found)), sum(bool(cohort.label) for cohort in found)
    unknown = _("not in the register")
    words: dict[By, tuple[str, dict[str | None, str], str]] = {
        By.ROUND: (_("Round"), {None: _("without a round")}, ngettext("in {count} round", "in {count} rounds", signed)),
        By.YEAR: (_("Year"), {}, ngettext("in {count} year", "in {count} years", signed)),
        By.KIND: (_("Kind"), {None: _("no kind")}, ngettext("of {count} kind", "of {count} kinds", signed)),
        By.DISTRICT: (
            _("District"),
            {None: unknown, "": _("in no district")},
            ngettext("in {count} of {total} district", "in {count} of {total} districts", total),
        ),
        By.REGION: (
            _("Region"),
            {None: unknown, "": _("in no region")},
            ngettext("in {count} of {total} region", "in {count} of {total} regions", total),
        ),
        By.LAND: (
            _("Land"),
            {None: unknown},
            ngettext("in {count} of {total} Land", "in {count} of {total} Länder", total),
        ),
    }
    heading, none, counted = words[by]
    if by in (By.ROUND, By.YEAR, By.KIND):
        return heading, none, counted.format(count=signed) if signed else ""
    return heading, none, counted.format(count=sum(cohort.active > 0 for cohort in _signed(found)), total=total)
