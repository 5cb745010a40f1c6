"""The round of a signing: one of the ledger's, found by its id or name, a new one, or none."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from engagiert_cli.errors import Hint, Refusal, WrongUsage
from engagiert_cli.language import _
from engagiert_cli.lazy import NamedTuple
from engagiert_cli.ledger.dates import UNKNOWN, Date
from engagiert_cli.ledger.members import NO_ROUND, Round, known_rounds, require_name, require_past
from engagiert_cli.text import fold

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from engagiert_cli.ledger.members import Ledger


_WITHOUT = ("", "without a round", "ohne runde")
"""What lists say instead of a round where there was none, folded; reports say so, too."""


class Signing(NamedTuple):
    """What is known of a signing: the round, the date, a note, a source."""

    round_id: str | None = None
    date: Date | None = None
    note: str | None = None
    source: str | None = None
    undated: bool = False
    """Whether the date is said to be unknown, which is not the same as not being given."""


def known_round(ledger: Ledger, called: str, *hints: Hint) -> Round:
    """Return the round of that id or name (see `round_called`). Raises `Refusal` with the known ids."""
    known = round_called(ledger, called)
    if known is None:
        message = _('there is no round "{id}"').format(id=called)
        raise Refusal(message, (known_rounds(ledger.rounds_by_id), *hints))
    return known


def round_called(ledger: Ledger, called: str) -> Round | None:
    """Return the round of that id, else of that id or name in another spelling; `NO_ROUND` where none is meant.

    Raises `Refusal` where several rounds have the name.
    """
    known = ledger.rounds_by_id.get(called)
    folded_name = fold(called)
    if known or folded_name in _WITHOUT:
        return known or NO_ROUND
    found = [round_ for round_ in ledger.rounds if fold(round_.id) == folded_name]
    found = found or [round_ for round_ in ledger.rounds if fold(round_.name) == folded_name]
    if len(found) > 1:
        raise Refusal(_('more than one round is called "{name}"').format(name=called), _say_which(found))
    return found[0] if found else None


def how_to_start(called: str) -> Hint:
    """Return the hint with the command that starts a round."""
    return Hint(_("to start it: {command}"), "round", called.strip(), {"signed": _("DATE")})


def without_date() -> Refusal:
    """Return the refusal of a signing outside any round, without a date."""
    when = Hint(_("say when: {command}"), options={"signed": _("DATE")})
    return Refusal(_("a member that signs outside a round needs a date of its own"), (when,))


def _say_which(rounds: Sequence[Round]) -> tuple[Hint, ...]:
    return tuple(Hint(_("say which it was: {command}"), options={"round": round_.id}) for round_ in rounds)


def year_named(round_id: str, today: datetime.date) -> Date | None:
    """Return the year that the id is, unless it lies in the future."""
    try:
        year = Date.parse(round_id)
    except ValueError:
        return None
    return year.known_on(today) if len(round_id) == 4 and year.earliest <= today else None


class RoundSaid(NamedTuple):
    """What a list says of a round that it starts; without a date, the round is dated by its members' signings."""

    name: str = ""
    signed: Date | None = None
    cosigners: tuple[str, ...] = ()


def rounds_of(
    ledger: Ledger, signings: Sequence[Signing], told: Mapping[str, RoundSaid], today: datetime.date
) -> tuple[list[Round | Refusal], list[Round]]:
    """Return the round of each signing, or why it has none, and the rounds to be started.

    Named rounds are started first; a signing without one then joins the only round of its year.
    """
    found: dict[Signing, Round | Refusal] = {}
    started: dict[str, Round] = {}
    said = [Signing(signing.round_id, signing.date, undated=signing.undated) for signing in signings]
    for is_named in (True, False):
        known = ledger.rounds_by_id
        some = [signing for signing in said if (signing.round_id is not None) is is_named]
        found |= {signing: _round_or_refusal(ledger, signing, today) for signing in dict.fromkeys(some)}
        dates: dict[str, list[Date]] = defaultdict(list)
        for signing in some:
            round_ = found[signing]
            if isinstance(round_, Round) and round_.id and round_.id not in known:
                dates[round_.id].append(round_.signed)
        for id_, signed in dates.items():
            name, date, cosigners = told.get(id_, RoundSaid())
            started[id_] = Round(id_, name, (date or _common(signed)).known_on(today), cosigners)
        ledger = ledger._replace(rounds=(*ledger.rounds, *(started[id_] for id_ in dates)))
    rounds = [found[signing] for signing in said]
    rounds = [started.get(round_.id, round_) if isinstance(round_, Round) else round_ for round_ in rounds]
    return rounds, list(started.values())


def _round_or_refusal(ledger: Ledger, signing: Signing, today: datetime.date) -> Round | Refusal:
    try:
        return round_of(ledger, signing, today)
    except Refusal as refusal:
        return refusal.about("round" if signing.round_id and not signing.date else "signed")
    except WrongUsage:
        hint = Hint(_("add that to the row, or set it for all such rows: {command}"), options={"round": "ID"})
        return Refusal(_("this row says neither in which round it was signed nor when"), (hint,)).about("signed")


def _common(dates: Sequence[Date]) -> Date:
    """Return the date of a new round from those of its members: that of most of them, else the time that they span.

    Of a single signing it is the year, since others may still follow on another day. A round has no date if one of its
    members has none, since the member would inherit it.
    """
    if not all(date.is_known for date in dates):
        return next(date for date in dates if not date.is_known)
    if len(dates) == 1:
        return dates[0].year or UNKNOWN
    commonest, count = Counter(dates).most_common(1)[0]
    return commonest if 2 * count > len(dates) else Date.spanning(dates)


def round_of(ledger: Ledger, signing: Signing, today: datetime.date) -> Round:
    """Return the round of the signing: one of the ledger's, or a new one."""
    date = signing.date and require_past(signing.date, today)
    if signing.round_id is not None:
        known = round_called(ledger, signing.round_id)
        if known and not known.id and not date:
            raise without_date()
        if known:
            return known
        require_name(signing.round_id)
        unknown = UNKNOWN.known_on(today) if signing.undated else None
        signed = date or unknown or year_named(signing.round_id, today)
        if signed:
            return Round(signing.round_id, signed=signed)
        return known_round(ledger, signing.round_id, how_to_start(signing.round_id))  # raises
    if date is None:
        raise WrongUsage(_("say in which round or when"), (known_rounds(ledger.rounds_by_id),))
    year = date.year
    if year is None:
        return NO_ROUND
    named = ledger.rounds_by_id.get(year.text)
    of_that_year = [round_ for round_ in ledger.rounds if round_.signed.year == year]
    if named and not named.signed.is_known:
        of_that_year.append(named)
    if len(of_that_year) == 1:
        return of_that_year[0]
    if of_that_year:
        raise Refusal(_("{date} matches more than one round").format(date=date), _say_which(of_that_year))
    if named:
        raise Refusal(_('round "{id}" was not in {id}').format(id=year.text), _say_which([named]))
    return Round(year.text, signed=date)
