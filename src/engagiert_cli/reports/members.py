"""The list of members, by when they signed and by their state on a day."""

from __future__ import annotations

from enum import Enum
from operator import attrgetter
from typing import TYPE_CHECKING

from engagiert_cli.errors import Hint
from engagiert_cli.language import _, named, ngettext
from engagiert_cli.lazy import NamedTuple
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.ledger.members import Ledger, Member, Round, identities
from engagiert_cli.register.bodies import Level, Register
from engagiert_cli.reports.bodies import Selection, body_of, place_of
from engagiert_cli.reports.dates import by_dates, known, some
from engagiert_cli.reports.table import Audience, Column, Table, Type
from engagiert_cli.text import by_name, fold_words

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Sequence

    from engagiert_cli.register.boundaries import Polygon


class State(Enum):
    """Whom a list includes, by their state on its day."""

    CURRENT = "current"
    FORMER = "former"
    ALL = "all"


class Sort(Enum):
    """What a list is sorted by."""

    NAME = "name"
    SIGNED = "signed"
    KEY = "key"
    FILE = "file"


class Question(NamedTuple):
    """What is asked of the ledger; by default about all members."""

    day: datetime.date
    """The day whose state, at its end, is asked for."""
    since: Date | None = None
    until: Date | None = None
    round: Round | None = None
    selection: Selection = Selection()
    state: State = State.CURRENT
    possible: bool = False
    """Whether to include those that may match but have too vague a date."""
    sort: Sort = Sort.NAME
    words: tuple[str, ...] = ()
    """Words to be found in the name, district, note or source."""
    date: Date | None = None
    """The date that the words are, if they are one."""


class Answer(NamedTuple):
    """The members that match, and what notes say about others."""

    members: tuple[Member, ...]
    possible: tuple[Member, ...]
    """Those that may match, but are not included."""
    doubtful: tuple[Member, ...]
    """The included members that may have left by the day."""
    former: int
    """How many would match if they had not left."""
    of: int
    """How many there were on the day in all."""
    earlier: int = 0
    """How many ended memberships would match, of bodies that are members again."""


def ask(ledger: Ledger, question: Question) -> Answer:
    """Return the members asked for, sorted as asked."""
    day, state = question.day, question.state
    time = Date("", (question.since or UNKNOWN).earliest, (question.until or UNKNOWN).latest)
    lists: tuple[list[Member], ...] = [], [], [], []
    matching, possible, doubtful, former = lists

    @by_dates
    def judged(member: Member) -> tuple[bool, Sequence[list[Member]]]:
        """Return whether the member has the state asked for, and the lists to which its dates assign it."""
        stands, certain = _stands(member, state, day), member.signed.within(time)
        if stands and certain:
            return stands, (matching, doubtful) if state is State.CURRENT and member.uncertain_on(day) else (matching,)
        if _may_match(member, question, time):
            return stands, (matching if question.possible else possible,)
        return stands, (former,) if state is State.CURRENT and certain and _stands(member, State.FORMER, day) else ()

    total = 0
    members: Sequence[Member] = ledger.members
    if state is State.FORMER:  # a member that came back is not a former one
        back = set(map(id, _came_back(ledger, day, [each for each in members if not each.active_on(day)])))
        members = [member for member in members if id(member) not in back]
    for member in members:
        stands, its_lists = judged(member)
        total += stands
        for list_ in its_lists:
            list_.append(member)
    for list_ in lists:
        list_[:] = _narrowed(list_, question)
    earlier = len(_came_back(ledger, day, former)) if former else 0
    if question.sort is not Sort.FILE:
        _sort(matching, question)
    return Answer(tuple(matching), tuple(possible), tuple(doubtful), len(former) - earlier, total, earlier)


def _came_back(ledger: Ledger, day: datetime.date, ended: Sequence[Member]) -> list[Member]:
    """Return the ended memberships of bodies that have another one on the day."""
    identify = identities(ledger.members)
    bodies = set(map(identify, ended))
    present = {body for each in ledger.members if (body := identify(each)) in bodies and each.active_on(day)}
    return [member for member in ended if identify(member) in present]


def table(ledger: Ledger, question: Question) -> Table:
    """Return the answer as a table: name, round and date for people, every field for machines."""
    answer = ask(ledger, question)
    register, machines = question.selection.register, Audience.MACHINES
    rounds = (
        Column("id", _("Round"), attrgetter("id")),
        Column("name", _("Signing"), lambda round_: round_.name or None),
        Column("signed", _("Date"), lambda round_: known(round_.signed), Type.DATE),
        Column("cosigners", _("Co-signers"), attrgetter("cosigners"), Type.NAMES),
    )
    kinds = any(map(attrgetter("kind"), ledger.members))
    of_the_round = (
        Column("round_name", _("Name of the round"), lambda member: member.round.name or None, audience=machines),
        Column("round_signed", _("Date of the round"), lambda each: known(each.round.signed), Type.DATE, machines),
        Column("cosigners", _("Co-signers"), lambda each: each.round.cosigners or None, Type.NAMES, machines),
    )
    return Table(
        title=ledger.network.name or _("Members"),
        subtitle=_("As of {date}").format(date=Date.of_day(question.day)),
        columns=fields(register, kinds=kinds, left=question.state is not State.CURRENT) + of_the_round,
        rows=answer.members,
        footer=understood(question, answer),
        notes=notes(ledger, question, answer),
        empty=_empty(ledger, question, answer),
        name="members",
        heading=_("Members"),
        related={"round": Table(_("Rounds"), rounds, ledger.rounds, name="rounds")},
        point=(lambda member: (body := body_of(member, register)) and body.point) if register else None,
        outline=(lambda member: _outline(member, register)) if register else None,
    )


def fields(register: Register | None = None, *, kinds: bool = False, left: bool = False) -> tuple[Column, ...]:
    """Return the columns of a membership: all for machines; for people kinds if there are any, and `left` if asked."""
    several = register is not None and not register.land
    machines, none = Audience.MACHINES, _("without a round")
    in_register = Audience.ALL if register else machines

    def part(name: str) -> Callable[[Member], str | None]:
        if register is None:
            return attrgetter("kind") if name == "designation" else lambda _member: None
        part_of = attrgetter(name)
        return lambda member: part_of(place_of(member, register))

    return (
        Column("name", _("Name"), attrgetter("name")),
        Column("designation", _("Kind"), part("designation"), audience=Audience.ALL if kinds else in_register),
        Column("key", _("Key"), attrgetter("key"), audience=machines),
        Column("district", _("District"), part("district"), audience=in_register),
        Column("region", _("Region"), part("region"), audience=machines),
        *((Column("land", _("Land"), part("land")),) if several else ()),
        Column("round", _("Round"), lambda each: each.round.id or None, shown=lambda each: each.round.id or none),
        Column("signed", _("Signed on"), lambda each: known(each.signed), Type.DATE),
        Column("left", _("Left on"), attrgetter("left"), Type.DATE, Audience.ALL if left else machines),
        Column("note", _("Note"), attrgetter("note"), audience=machines),
        Column("source", _("Source"), attrgetter("source"), audience=machines),
    )


def _outline(member: Member, register: Register) -> Sequence[Polygon]:
    from engagiert_cli.register.boundaries import drawing_of

    body = body_of(member, register)
    return drawing_of(register.name, register.land, Level.LAND.value).polygons(body.key) if body else ()


def understood(question: Question, answer: Answer) -> str:
    """Return the question and the count in words: `13 of 23 members, signed since 2015`."""
    counts = {
        State.CURRENT: ngettext("{count} of {total} member", "{count} of {total} members", answer.of),
        State.FORMER: ngettext("{count} of {total} former member", "{count} of {total} former members", answer.of),
        State.ALL: ngettext(
            "{count} of {total} membership, former ones too",
            "{count} of {total} memberships, former ones too",
            answer.of,
        ),
    }
    in_round = _("in round {round}") if question.round and question.round.id else _("without a round")
    parts = [
        counts[question.state].format(count=len(answer.members), total=answer.of),
        _("signed since {date}").format(date=question.since) if question.since else "",
        _("signed until {date}").format(date=question.until) if question.until else "",
        in_round.format(round=question.round.id) if question.round else "",
        _("with “{words}”").format(words=" ".join(question.words)) if question.words else "",
        *question.selection.words,
        _("including possible ones") if question.possible else "",
    ]
    return ", ".join(filter(None, parts))


def _empty(ledger: Ledger, question: Question, answer: Answer) -> str:
    """Return why nobody matches, as far as that is certain."""
    if not ledger.members:
        return _("nobody has signed yet")
    if answer.possible:
        return ""
    return _("nobody was a member then") if _is_of_everybody(question) else _("no member matches")


def _is_of_everybody(question: Question) -> bool:
    return question == Question(question.day, selection=Selection(question.selection.register), sort=question.sort)


def notes(ledger: Ledger, question: Question, answer: Answer) -> list[str | Hint]:
    """Return notes on who may match as well, who may have left, and who was left out as a former member."""
    said: list[str | Hint] = []
    if not ledger.members:
        said.append(Hint(_("to enter members: {command}"), "join", _("NAME"), {"signed": _("DATE")}))
    elif question.date and not answer.members:
        then = {"since": question.date.text, "until": question.date.text}
        said.append(Hint(_("to see who signed then: {command}"), "list", options=then))
    elif not (answer.members or answer.possible or _is_of_everybody(question)):
        said.append(Hint(_("to see all members: {command}"), "list", options={"all": True}))
    if answer.possible:
        dates = sorted({member.signed for member in answer.possible}, key=attrgetter("sort_key"))
        text = ngettext(
            "{count} member (signed: {dates}) may match as well",
            "{count} members (signed: {dates}) may match as well",
            len(answer.possible),
        )
        when = ", ".join(str(known(date) or _("unknown")) for date in dates[:3]) + (" …" if len(dates) > 3 else "")
        said.append(text.format(count=len(answer.possible), dates=when))
        said.append(Hint(_("to see who may match as well: {command}"), options={"possible": True}))
    text = ngettext(
        "{count} member may have left by then: {names}",
        "{count} members may have left by then: {names}",
        len(answer.doubtful),
    )
    said += some(len(answer.doubtful), text, names=named([member.name for member in answer.doubtful]))
    text = ngettext(
        "{count} former member is left out; {command} shows it too",
        "{count} former members are left out; {command} shows them too",
        answer.former,
    )
    left_out = some(answer.former, text, command="{command}")
    text = ngettext(
        "{count} earlier membership of a member is left out; {command} shows it too",
        "{count} earlier memberships of members are left out; {command} shows them too",
        answer.earlier,
    )
    left_out += some(answer.earlier, text, command="{command}")
    return said + [Hint(each, options={"all": True}) for each in left_out]


def _narrowed(members: Iterable[Member], question: Question) -> list[Member]:
    """Return those of the round, the kinds and the areas asked for, with all of the words."""
    if question.round:
        members = [member for member in members if member.round.id == question.round.id]
    found = question.selection.of(members)
    if not question.words:
        return found
    words, register = list(map(fold_words, question.words)), question.selection.register  # Lünen and Luenen

    def has_all(member: Member) -> bool:
        texts = (member.name, place_of(member, register).district, member.note, member.source)
        said = fold_words("\n".join(filter(None, texts)))
        return all(word in said for word in words)

    return list(filter(has_all, found))


def _sort(members: list[Member], question: Question) -> None:
    """Sort the members in place, by several orders one after another, since sorting is stable."""
    signing = by_dates(lambda member: member.signed.sort_key)
    if question.state is not State.CURRENT:  # a body that came back is here twice, in the order of signing
        members.sort(key=signing)
    members[:] = by_name(members)
    if question.sort is Sort.SIGNED:
        members.sort(key=signing)
    elif question.sort is Sort.KEY:
        members.sort(key=lambda member: (member.key is None, member.key or ""))


def _stands(member: Member, state: State, day: datetime.date) -> bool:
    has_left = member.left is not None and member.left.latest <= day
    if state is State.CURRENT:
        return member.active_on(day)
    return has_left or (state is State.ALL and member.signed.latest <= day)


def _may_match(member: Member, question: Question, time: Date) -> bool:
    """Whether possible days of signing, within `time`, and of leaving exist with which the member matches."""
    left, state = member.left, question.state
    first = max(member.signed.earliest, time.earliest)
    if first > min(member.signed.latest, time.latest, question.day):
        return False
    if state is State.FORMER:
        return left is not None and max(first, left.earliest) <= min(question.day, left.latest)
    return left is None or (left.latest > question.day if state is State.CURRENT else left.latest >= first)
