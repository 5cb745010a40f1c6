"""The announcement: a text for the press after a signing round, in the reader's language."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from itertools import groupby, pairwise, starmap
from operator import attrgetter
from typing import TYPE_CHECKING

from engagiert_cli.language import _, enumerated, grouped, in_words, ngettext
from engagiert_cli.ledger.dates import Date, Precision
from engagiert_cli.ledger.members import NO_ROUND, Ledger, Member, Round, first_memberships, identities
from engagiert_cli.reports.anniversaries import milestones
from engagiert_cli.reports.bodies import inhabitants
from engagiert_cli.reports.dates import doubts, known, nobody
from engagiert_cli.reports.forms import Letter
from engagiert_cli.reports.naming import Naming, counted, is_local
from engagiert_cli.reports.table import Column, Table, Type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagiert_cli.reports.catalogue import Request

_DATES = 3  # dates that are told one by one


class _News:
    """The news of a round, as of the last day of its signing unless another day was asked for."""

    def __init__(self, request: Request) -> None:
        ledger = request.ledger
        self.round = request.round or _latest_round(ledger, request.day)
        self.signing = f" ({self.round.name})" if self.round and self.round.name else ""
        days: defaultdict[str, set[datetime.date]] = defaultdict(set)
        for member in ledger.members:
            days[member.round.id].add(member.signed.latest)
        ends = {each.id: max(days[each.id], default=each.signed.latest) for each in ledger.rounds}
        end = ends[self.round.id] if self.round else request.day
        self.request = request._replace(day=min(end, request.day)) if request.is_today else request
        day, register = self.request.day, request.selection.register
        self.naming = Naming(ledger, register)
        joined = [member for member in ledger.members if member.signed.latest <= day]
        self.signed = self.naming.sorted([member for member in joined if member.round is self.round])
        # Whether somebody may have signed, but not certainly.
        possible = [member for member in ledger.members if self.round in (None, member.round)]
        self.is_open = any(member.signed.straddles(day) for member in possible)
        identify = identities(ledger.members)
        first = set(map(id, first_memberships(joined, identify)))
        never_before = [member for member in self.signed if id(member) in first]
        again = [member for member in self.signed if id(member) not in first]
        is_founding = len(self.signed) == sum(member.signed.earliest <= day for member in ledger.members)
        self.founders = never_before if is_founding else []
        self.new, self.returned = ([each for each in some if each.active_on(day)] for some in (never_before, again))
        self.is_of_its_day = day == end and bool(self.new or self.returned)
        # As they joined: by their last possible day.
        self.members = sorted(ledger.members_at(day), key=lambda member: member.signed.sort_key[::-1])
        # The inhabitants of the member municipalities and districts, where certain.
        self.population = None if doubts(self.request) else inhabitants(self.members, register)
        # Who has left since the round before.
        before = max((other for other in ends.values() if other < end), default=datetime.date.min)
        present = set(map(identify, self.members))
        left = [member for member in joined if member.left and before < member.left.latest <= day]
        left.sort(key=lambda member: (member.left or member.signed).sort_key)
        self.gone = list({body: each for each in left if (body := identify(each)) not in present}.values())

    @property
    def network(self) -> str:
        """The network's name as part of a sentence."""
        name = self.request.ledger.network.name
        if not name:
            return _("the network")
        says_so = re.search(r"(?:netzwerk|network)\b", name, re.IGNORECASE)
        return (_("the “{network}”") if says_so else _("the network “{network}”")).format(network=_inner(name))


def report(request: Request) -> Table:
    """Return the announcement of the round, by default of the latest one that somebody had signed by the day.

    It tells the state at the end of that round, unless another day is asked for. New members are those who signed for
    the first time; who came back, or left since the round before, is told apart.
    """
    news = _News(request)
    request, names, day = news.request, news.naming.all, Date.of_day(news.request.day)
    returned = [Column("returned", _("Came back"), lambda _round: names(news.returned), Type.NAMES)]
    return Table(
        title=_title(news),
        subtitle=_("As of {date}").format(date=day.in_full),
        columns=(
            Column("round", _("Round"), lambda round_: round_.id or None),
            Column("name", _("Signing"), lambda round_: round_.name or None),
            Column("signed", _("Date"), lambda round_: known(round_.signed), Type.PERIOD),
            Column("date", _("As of"), lambda _round: day, Type.DATE),
            Column("new", _("New members"), lambda _round: names(news.new), Type.NAMES),
            *(returned if news.returned else []),
            Column("cosigners", _("Co-signers"), attrgetter("cosigners"), Type.NAMES),
            Column("left", _("Left"), lambda _round: names(news.gone), Type.NAMES),
            Column("members", _("Members"), lambda _round: names(news.members), Type.NAMES),
            Column("total", _("Total"), lambda _round: len(news.members), Type.COUNT),
            Column("population", _("Population"), lambda _round: news.population, Type.COUNT),
        ),
        rows=[news.round or NO_ROUND] if news.round or news.members else [],
        notes=doubts(request),
        form=Letter(list(_paragraphs(news))),
        empty=nobody(request),
    )


def _latest_round(ledger: Ledger, day: datetime.date) -> Round | None:
    """Return the round of the latest signing by the day; of several, that of the last member in the file."""
    joined = [member for member in ledger.members if member.round.id and member.signed.latest <= day]
    return max(reversed(joined), key=lambda member: member.signed.sort_key).round if joined else None


def _title(news: _News) -> str:
    """Return the network and its news; only the network where it is uncertain whether anybody is new."""
    number, network = len(news.new), news.request.ledger.network.name
    if len(news.founders) > 1:
        said = _("founded by {number} members").format(number=in_words(len(news.founders)))
    elif number == 1:
        text = _("{name} is the first member") if news.founders else _("{name} is a new member")
        said = _capital(text.format(name=news.naming.with_article(news.new[0])))
    elif number:
        said = _("{number} new members").format(number=in_words(number))
    elif news.returned:
        said = _returned(news)
    elif news.is_open or (news.members and not news.round):
        return network or _("Members")
    else:
        said = _("no new members")
    return _("{network} – {news}").format(network=network, news=said) if network else _capital(said)


def _paragraphs(news: _News) -> Iterator[str]:
    if news.round is None and not news.members:
        yield _capital((nobody(news.request) or _("it is not known whether anybody was a member then")) + ".")
        return
    if news.signed:
        yield " ".join(_joining(news))
    elif news.round:
        if news.is_open:
            text = _("It is not known whether anybody had joined in the signing round {round} by then.")
        elif news.round.signed.earliest > news.request.day:
            text = _("The signing round {round} is still to come.")
        else:
            text = _("Nobody has joined in the signing round {round}.")
        yield text.format(round=news.round.id + news.signing)
    if any(member.round is not news.round for member in news.members):
        yield _membership(news)
    if figures := list(_figures(news)):
        yield " ".join(figures)
    if news.gone:
        left = [(news.naming.with_article(member), member.left) for member in news.gone if member.left]
        yield ngettext("{names} is no longer a member.", "{names} are no longer members.", len(left)).format(
            names=_capital(enumerated([_("{name} ({date})").format(name=name, date=d.in_full) for name, d in left]))
        )


def _joining(news: _News) -> Iterator[str]:
    """Yield how many are new, who signed what and when, and who signed without becoming a member."""
    if len(news.founders) > 1:
        number = counted(news.founders, news.request.selection.register)
        yield _capital(_("{number} founded {network}.").format(number=number, network=news.network))
    elif news.new:
        text = ngettext("{network} has a new member.", "{network} has {number} new members.", len(news.new))
        text = _("{network} has its first member.") if news.founders else text
        yield _capital(text.format(network=news.network, number=in_words(len(news.new))))
    yield _signed(news)
    if news.returned:
        yield f"{_returned(news)}."
    if news.round and news.round.cosigners:
        yield _("Also signed by: {names}.").format(names="; ".join(news.round.cosigners))


def _returned(news: _News) -> str:
    text = ngettext("{names} is a member again", "{names} are members again", len(news.returned))
    return _capital(text.format(names=news.naming.subjects(news.returned)))


def _signed(news: _News) -> str:
    """Return who signed what, and when; those who signed on another day than the rest come last."""
    naming, declaration = news.naming, news.request.ledger.network.declaration
    dates = sorted({member.signed for member in news.signed}, key=attrgetter("sort_key"))
    groups = [(_when(date), [member for member in news.signed if member.signed == date]) for date in dates]
    if len(groups) > _DATES:
        groups = [(_when(Date.spanning(dates)), list(news.signed))]
    (when, first), *others = groups
    if declaration:
        text = ngettext(
            "{names} signed the “{declaration}”{when}", "{names} signed the “{declaration}”{when}", len(first)
        )
    else:
        text = ngettext("{names} signed{when}", "{names} signed{when}", len(first))
    parts = [text.format(names=naming.subjects(first), declaration=_inner(declaration), when=when)]
    parts += [f"{naming.subjects(members)}{when}" for when, members in others]
    return _capital(f"{', '.join(parts)}{news.signing}.")


def _membership(news: _News) -> str:
    """Return how many members there are, and who they are: `… (since 2012), …`."""
    members, register = news.members, news.request.selection.register
    is_mixed = register and 0 < sum(is_local(member, register) for member in members) < len(members)
    how = f" ({counted(members, register)})" if is_mixed else ""
    if len(members) > 1 and all(starmap(_is_after, pairwise(members))):
        how += _(", in the order in which they joined")
    if news.is_of_its_day:
        text = ngettext(
            "The network now has {number} member{how}: {names}.",
            "The network now has {number} members{how}: {names}.",
            len(members),
        )
    else:
        text = ngettext(
            "On {date} the network had {number} member{how}: {names}.",
            "On {date} the network had {number} members{how}: {names}.",
            len(members),
        )
    groups = groupby(members, key=lambda member: _since(member.signed))
    parts = [
        _("{names} ({since})").format(names=news.naming.listed(list(group)), since=since) for since, group in groups
    ]
    number, day = grouped(len(members)), Date.of_day(news.request.day).in_full
    return text.format(number=number, how=how, names=", ".join(parts), date=day)


def _is_after(before: Member, after: Member) -> bool:
    """Whether the one certainly did not join before the other: later, or in the same signing."""
    is_of_one_signing = before.signed == after.signed and before.round is after.round is not NO_ROUND
    return is_of_one_signing or before.signed.latest <= after.signed.earliest


def _figures(news: _News) -> Iterator[str]:
    """Yield what is certain: the milestone that the round has passed, and the inhabitants."""
    request = news.request
    passed = [] if news.founders else milestones(request.ledger.members, request.day)
    passed = [each for each in passed if all(member in news.new for member in each.candidates)]
    if passed and passed[-1].number <= len(news.members):
        number, candidates = passed[-1]
        if len(candidates) == 1:
            name = news.naming.with_article(candidates[0])
            yield _capital(_("{name} is the {number}th member.").format(name=name, number=grouped(number)))
        else:
            yield _("With them, the network has reached the mark of {number} members.").format(number=grouped(number))
    if news.population and request.selection.register:
        local = sum(is_local(member, request.selection.register) for member in news.members)
        text = ngettext("{count} people live there (as of {date}).", "{count} people live there (as of {date}).", local)
        day = Date.of_day(request.selection.register.population_date)
        yield text.format(count=grouped(news.population), date=day.in_full)


def _since(signed: Date) -> str:
    first, last = f"{signed.earliest.year}", f"{signed.latest.year}"
    if first == last:
        return _("since {year}").format(year=first)
    if signed.earliest.year == 1:
        return _("since {year} or earlier").format(year=last)
    return _("joined between {first} and {last}").format(first=first, last=last)


def _when(date: Date) -> str:
    """Return the date as part of a sentence, with a leading blank; empty where it is unknown."""
    if not date.is_known:
        return ""
    if date.precision is Precision.BETWEEN:
        first, _between, last = date.text.partition("..")
        if first and last:
            ends = {"first": Date.parse(first).in_full, "last": Date.parse(last).in_full}
            return " " + _("between {first} and {last}").format(**ends)
        text = _("{date} or later") if first else _("{date} or earlier")
        return " " + text.format(date=_when(Date.parse(first or last)).strip())
    words = {Precision.DAY: _("on {date}"), Precision.MONTH: _("in {date}"), Precision.YEAR: _("in {year}")}
    return " " + words[date.precision].format(date=date.in_full, year=date.in_full)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _inner(text: str) -> str:
    """Return the text for use in quotation marks, with single ones inside."""
    return re.sub('[„“"»](.+?)[“”"«]', _("‘{text}’").format(text=r"\1"), text)
