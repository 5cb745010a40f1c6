"""Changes of members by their names (join, leave, amend, remove), for the command line and Python alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engagiert_cli.errors import Hint, Refusal, Refusals
from engagiert_cli.language import _
from engagiert_cli.ledger import changes
from engagiert_cli.ledger.changes import Change
from engagiert_cli.register.bodies import open_register, registers
from engagiert_cli.who import Who, meant_by, remarks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from engagiert_cli.ledger.dates import Date
    from engagiert_cli.ledger.document import Document
    from engagiert_cli.ledger.members import Ledger, Member
    from engagiert_cli.ledger.signing import Signing


def join(document: Document, names: Sequence[str], signing: Signing, kind: str | None = None) -> Change:
    """Add the bodies of these names as members, all or none. Raises `Refusals` with every reason against it."""
    who = Who(document.ledger)
    joining, refusals = meant_by(names, lambda name: who.joining(name, kind=kind))
    try:
        change = changes.join(document, [body for _name, (body, _found) in joining], signing)
    except Refusals as several:
        refusals += several.refusals
    if refusals:
        raise Refusals(tuple(refusals), _("nobody was added") if len(names) > 1 else "")
    said = [remark for name, (_body, found) in joining for remark in remarks(name, found)]
    return change._replace(remarks=(*said, *_unregistered(document.ledger, change.members)))


def leave(document: Document, names: Sequence[str], date: Date, into: str | None = None) -> Change:
    """End the memberships, all or none; `into`, which they became part of, joins on that day unless it is a member."""
    ended = _each(document, names, lambda before, name: changes.leave(before, Who(before.ledger).member(name), date))
    if into is None:
        return ended
    body, found = Who(ended.document.ledger).joining(into)
    return changes.with_heir(ended, body, date)._replace(remarks=tuple(remarks(into, found)))


def amend(document: Document, names: Sequence[str], correction: Mapping[str, Any], entry: Date | None = None) -> Change:
    """Correct fields of members as `changes.amend` does: of their latest entry, or the one signed at `entry`."""

    def one(before: Document, name: str) -> Change:
        who = Who(before.ledger)
        member = who.member(name, entry)
        wanted, found = who.corrected(member, correction)
        return changes.amend(before, member, wanted)._replace(remarks=tuple(remarks(correction.get("name", ""), found)))

    return _each(document, names, one)


def remove(document: Document, name: str) -> Change:
    """Remove the latest entry of the member. Raises `Refusal` where there is none."""
    return changes.remove(document, Who(document.ledger).member(name))


def _each(document: Document, names: Sequence[str], change: Callable[[Document, str], Change]) -> Change:
    """Make the change for each name, all or none. Raises `Refusals`, or `Refusal` where there is one name."""
    made = Change(document)
    refusals: list[Refusal] = []
    for name in dict.fromkeys(names):
        try:
            made = made.and_then(change(made.document, name))
        except Refusal as refusal:
            refusal.asked = name
            refusals.append(refusal)
        except Refusals as several:
            refusals += several.refusals
    if refusals and len(names) == 1:
        raise refusals[0]
    if refusals:
        raise Refusals(tuple(refusals), _("nothing was changed"))
    return made


def _unregistered(ledger: Ledger, members: Sequence[Member]) -> Iterator[Hint]:
    """Yield advice if the first members of a ledger without a register are all municipalities."""
    if ledger.network.register or ledger.members or not members or any(member.kind for member in members):
        return  # not for later members, or every joining would load the register
    germany = open_register("de")
    keys = [germany.key_of(member.name) or "-" for member in members]
    fitting = [name for name, of in registers().items() if all(key.startswith(of.key) for key in keys)]
    if fitting and "-" not in keys:
        text = _("to have municipalities recognized by name: {line} under [network], then: {command}")
        line = f'register = "{min(fitting, key="de".__eq__)}"'
        yield Hint(text.format(line=line, command="{command}"), "check", options={"fix": True})
