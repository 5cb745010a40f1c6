"""Whom a name means in a ledger: the one rule for join, import, leave, amend, remove, show and Python.

First come the members, by key or by the ledger's own spelling; then the bodies of the register, by key, official name
or known spelling. A body that is a member already, under a wrong key or none, is that member. A name that means
several is refused.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from engagiert_cli.errors import Hint, Refusal, WrongUsage
from engagiert_cli.language import _
from engagiert_cli.lazy import NamedTuple
from engagiert_cli.ledger.members import Body, entries_called, require_name
from engagiert_cli.register.bodies import key_of_digits, open_register
from engagiert_cli.text import fold, folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, TypeVar

    from engagiert_cli.ledger.dates import Date
    from engagiert_cli.ledger.members import Ledger, Member
    from engagiert_cli.register.bodies import Level, Register, RegisteredBody
    from engagiert_cli.register.names import Found, Names

    T = TypeVar("T")

_FEW = 8  # names looked up one by one before an index is built, which takes more memory than all members


class Joining(NamedTuple):
    """A body that is to join, as it will be entered, and how its name was found in the register."""

    body: Body
    found: Found | None = None


class Subject(NamedTuple):
    """Whom a name means: the body of the register, if any, and its memberships, the latest last."""

    body: RegisteredBody | None
    memberships: list[Member]
    found: Found | None = None


def register_of(ledger: Ledger) -> Register | None:
    """Return the register that the ledger names, or None."""
    return open_register(ledger.network.register) if ledger.network.register else None


class Who:
    """Whom names mean in one ledger; the register is asked each question once, however many names there are."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.register = register_of(ledger)
        self._asked = 0

    def joining(
        self,
        name: str,
        key: str | None = None,
        kind: str | None = None,
        *,
        usual: str | None = None,
        areas: Sequence[str] = (),
    ) -> Joining:
        """Return the body that a name, a key or both mean when it joins; `kind` tells its level.

        `usual` is the kind to assume for a bare name, and `areas` are where the body lies. Raises `Refusal` where no
        body or several are meant, and where name and key belong to two.
        """
        require_name(name or key or "")
        if self.register and name.isdecimal() and not key:
            name, key = "", name
        if self.register is None:
            known = None if key else self._own(name)
            return Joining(Body(known.name, known.key, kind or usual) if known else Body(name, key, kind or usual))
        known = self._own(name, key) if kind is None and (key or not usual) else None
        if known and not (areas and self._lies_elsewhere(known, areas)):
            return Joining(Body(known.name, known.key))
        from engagiert_cli.register.designations import level_of

        said = kind or (None if key else usual)
        level = level_of(said) if said else None
        if said and level is None:
            return Joining(self._outside(name, key, said))
        found = self._named(name, key, level, areas, bare_only=not kind)
        member = self._members.get(found.body.key)
        entered = member if member and member.key != found.body.key else found.body
        return Joining(Body(entered.name, entered.key), found)

    def knows(self, name: str) -> bool:
        """Whether a body of this name could join."""
        try:
            return bool(self.joining(name))
        except Refusal:
            return False

    def corrected(self, member: Member, correction: Mapping[str, Any]) -> tuple[Mapping[str, Any], Found | None]:
        """Return the correction, completed by the body of the register that the new name means.

        Raises `WrongUsage` for a kind that only the register can say, and `Refusal` where the name belongs to another
        body than the member's; of two that share a name, the other may be meant.
        """
        if "name" in correction:
            require_name(correction["name"])
        kind = correction.get("kind", member.kind)
        if self.register and kind and not (member.key or self.register.is_kind(kind) or self.body_of(member)):
            if "name" in correction:
                self._outside(correction["name"], None, kind)
            return correction, None
        if self.register and "kind" in correction:
            raise WrongUsage(_("only bodies outside the register take a kind; the register says what its own are"))
        if self.register is None or "name" not in correction:
            return correction, None
        found = self._official.require(correction["name"])
        before, body = self.body_of(member), found.body
        if before and before != body and fold(before.short_name) != fold(body.short_name):
            message = _("{other} and {member} are different bodies")
            removal = Hint(_("if the entry was never true: {command}"), "remove", member.name)
            entered = {"round": member.round.id} if member.round.id else {"signed": member.signed.text}
            joining = Hint(_("to enter the other one: {command}"), "join", body.name, entered)
            raise Refusal(message.format(other=body.name, member=self.described(member)), (removal, joining))
        return {**correction, "name": body.name, "key": body.key}, found

    def subjects(self, name: str) -> list[Subject]:
        """Return all whom the name means, as `subject` does; several only where several members have it."""
        called = self._called(name)
        return [self.subject(member.key or name) for member in called] if len(called) > 1 else [self.subject(name)]

    def subject(self, name: str) -> Subject:
        """Return whom the name means, member or not. Raises `Refusal` where it means nobody, or several."""
        member, meant = self._own(name), None
        if member is None:
            if self.register is None or not name.strip():
                raise self._no_member(name)
            meant = self._official.require(name)
            member = self._members.get(meant.body.key)
        memberships = self.ledger.memberships_of(member) if member else []
        return Subject(meant.body if meant else self.body_of(memberships[-1]), memberships, meant)

    def member(self, name: str, entry: Date | None = None) -> Member:
        """Return the member's latest entry, or the one signed at the date. Raises `Refusal` where there is none."""
        if self._own(name) is None and (self.register is None or self.register.key_of(name) is None):
            raise self._no_member(name)
        body, memberships, _found = self.subject(name)
        if self.register and body and not memberships:
            message = _("{body} is not a member").format(body=self.register.described(body, key=True))
            raise Refusal(message, (_all_members(),))
        if entry is None:
            return memberships[-1]
        found = [member for member in memberships if member.signed.within(entry) or entry.within(member.signed)]
        if len(found) == 1:
            return found[0]
        several, none = _('{date} matches several entries of "{name}"'), _('no entry of "{name}" is dated {date}')
        message = (several if found else none).format(name=memberships[-1].name, date=entry)
        dates = ", ".join(each.signed.text for each in memberships)
        raise Refusal(message, (_("its entries are dated: {dates}").format(dates=dates),))

    def described(self, member: Member) -> str:
        """Return a member with what tells it from others: `Witten (Stadt, Ennepe-Ruhr-Kreis, 05954036)`."""
        body = self.body_of(member)
        if self.register and body:
            return self.register.described(body, name=member.name, key=True)
        return f"{member.name} ({member.key})" if member.key else member.name

    def body_of(self, member: Member) -> RegisteredBody | None:
        """Return the body of the register that the member is, or None."""
        return self.register.get(self.register.key_of_entry(member.key, member.name)) if self.register else None

    def certain_corrections(self) -> dict[int, Member]:
        """Return the corrected entries by their places, where the official key or spelling is certain.

        Entries of two different bodies are left alone where the correction would make them one.
        """
        members = self.ledger.members
        certain = zip(members, map(self._certainly, members), strict=True)
        corrected = [member._replace(name=body.name, key=body.key) if body else member for member, body in certain]
        keyed: defaultdict[str | None, list[Member]] = defaultdict(list)
        for was, is_ in zip(members, corrected, strict=True):
            keyed[is_.key].append(was)
        return {
            index: is_
            for index, (was, is_) in enumerate(zip(members, corrected, strict=True))
            if was != is_ and all(map(was.is_same_body, keyed[is_.key]))
        }

    def _certainly(self, member: Member) -> RegisteredBody | None:
        """Return the body that both key and name mean, or None where that is not certain."""
        from engagiert_cli.register.designations import level_of
        from engagiert_cli.register.names import Found

        assert self.register is not None
        level = level_of(member.kind) if member.kind else None
        if member.key is None and member.kind and level is None:
            return None  # outside of the register, on purpose
        said = self._official.find(member.name, level)
        if not isinstance(said, Found):
            return None
        if member.key is None:
            return None if said.namesakes or said.elsewhere else said.body
        meant = self.register.by_digits(member.key)  # also without the leading zero, which spreadsheets drop
        fate = None if member.left else self.register.fate_of(member.key)
        if fate and fate.renumbered and len(fate.heirs) == 1:
            meant = self.register.get(fate.heirs[0][0])
        return said.body if said.body == meant else None

    @property
    def _official(self) -> Names:
        assert self.register is not None
        return self.register.names

    @cached_property
    def _index(self) -> tuple[dict[str, Member], dict[str, tuple[Member, ...]]]:
        return _indexed(self.ledger.members)

    @cached_property
    def _members(self) -> dict[str | None, Member]:
        """The members by the keys of their bodies; an entry with that very key goes first."""
        members, key_of_entry = self.ledger.members, self._official.register.key_of_entry
        meant = {key_of_entry(member.key, member.name): member for member in members}
        return meant | {member.key: member for member in members if member.key}

    def _own(self, name: str, key: str | None = None) -> Member | None:
        """Return the member of that name (see `_called`), or None. Raises `Refusal` where there are several."""
        called = self._called(name, key)
        if len(called) > 1:
            message = _('{count} members are called "{name}"').format(count=len(called), name=name)
            raise Refusal(message, tuple(_("say which by its key: {key}").format(key=member.key) for member in called))
        return called[0] if called else None

    def _called(self, name: str, key: str | None = None) -> Sequence[Member]:
        """Return the member of that key (and name, where both are given), else those of that name, each body once."""
        members, wanted, folded_name = self.ledger.members, key or name.strip(), fold(name)
        self._asked += 1
        if self._asked > _FEW:
            by_key, by_name = self._index
        else:
            by_key, by_name = _indexed([members[at] for at in entries_called(members, {folded_name}, {wanted})])
        keyed = by_key.get(wanted)
        if key:
            return [keyed] if keyed and (not name or folded_name == fold(keyed.name)) else []
        return [keyed] if keyed else by_name.get(folded_name, ())

    def _named(
        self, name: str, key: str | None, level: Level | None, areas: Sequence[str], *, bare_only: bool
    ) -> Found:
        """Return the body that is meant; with `bare_only`, the level holds only for names that say no other.

        In a list of districts, a bare name may be an independent city.
        """
        from engagiert_cli.register.bodies import Level
        from engagiert_cli.register.names import Found, Several

        if not key:
            other = self._official.within(name, None, areas) if level and bare_only else None
            if isinstance(other, Found) and not isinstance(self._official.within(name, level, areas), Found):
                stands_there = level is Level.DISTRICT and other.body.district_key is None
                if stands_there or not other.is_bare:
                    return other
            return self._official.require(name, level, areas)
        if self._official.find(key) is None:
            raise self._no_key(key)
        found = self._official.require(key, level)
        said = self._official.find(name, level) if name else None
        if isinstance(said, Found | Several) and found.body not in said.bodies:
            named = said.body.name if isinstance(said, Found) else name
            message = _("{key} is the key of {body}, not of {name}")
            message = message.format(key=found.body.key, body=found.body.name, name=named)
            raise Refusal(message, (_("correct the key or the name"),))
        return found

    def _lies_elsewhere(self, member: Member, areas: Sequence[str]) -> bool:
        """Whether the member lies outside the areas; a dissolved one, where a living body of its name lies in them."""
        from engagiert_cli.register.names import Found, Mismatch

        assert self.register is not None
        key = self.register.key_of_entry(member.key, member.name)
        dissolved = key is not None and self.register.get(key) is None
        meant = self._official.within(member.name if dissolved else key or member.name, None, areas)
        return isinstance(meant, Found) and not meant.unread if dissolved else isinstance(meant, Mismatch)

    def _outside(self, name: str, key: str | None, kind: str) -> Body:
        """Return a body outside the register, of a kind that the register does not have.

        Raises `Refusal` for a key, for a kind that is nearly one of the register's, and for a name that is in it.
        """
        from engagiert_cli.register.designations import is_nearly_a_kind

        if key or is_nearly_a_kind(kind):
            raise self.no_kind(kind)
        if self.register and self._official.find(name):
            body = self.register.described(self._official.require(name).body, key=True)
            message = _("{body} is in the register, and is not a {kind}").format(body=body, kind=kind)
            full = _('if another is meant, write its name in full: "{name}"').format(name=f"{kind} {name}")
            raise Refusal(message, (_("leave the kind out; the register says what a body is"), full))
        self._own(name)  # raises where several members have this name
        return Body(name, None, kind)

    def no_kind(self, kind: str) -> Refusal:
        """Return the refusal for a kind that the register does not have."""
        kinds = ", ".join(self.register.kinds) if self.register else ""
        message = _('"{kind}" is not a kind in this register').format(kind=kind)
        return Refusal(message, (_("known kinds: {kinds}").format(kinds=kinds),))

    def _no_key(self, key: str) -> Refusal:
        """Return the refusal for an unknown key, with what became of the body that had it, if any."""
        from engagiert_cli.ledger.checks import fate_told

        fate = self.register.fate_of(key_of_digits(key)) if self.register else None
        hint = _("write its official name or key, such as: Witten, Kreis Lippe, 05954036")
        if fate and fate.heirs:
            hint, _day = fate_told(fate, key_of_digits(key))
        return Refusal(_('the register has no key "{key}"').format(key=key), (hint,))

    def _no_member(self, name: str) -> Refusal:
        """Return the refusal for a name that no member has, with similar names."""
        from rapidfuzz import fuzz, process

        if not name.strip():
            return Refusal(_("the name is empty"), (_("name a member, such as: Witten"),))
        names = {fold(member.name): member.name for member in self.ledger.members}
        typed = fold(name)
        found = process.extract(typed, list(names), scorer=fuzz.ratio, limit=3, score_cutoff=70)
        near = [close for close, *_how in found] or [folded for folded in names if folded.startswith(typed)][:3]
        hints = (_("did you mean {name}?").format(name=names[close]) for close in near)
        return Refusal(_('no member is called "{name}"').format(name=name), tuple(hints) or (_all_members(),))


def _indexed(members: Sequence[Member]) -> tuple[dict[str, Member], dict[str, tuple[Member, ...]]]:
    """Return the members by key, and by name in the ledger's spelling, each body once per name."""
    found: dict[str, tuple[Member, ...]] = {}
    for name, member in zip(folded([member.name for member in members]), members, strict=True):
        called = found.get(name, ())
        if not called or not any(map(member.is_same_body, called)):
            found[name] = (*called, member)
    return {member.key: member for member in members if member.key}, found


def _all_members() -> Hint:
    """Return the advice to list all members."""
    return Hint(_("to see all members: {command}"), "list", options={"all": True})


def meant_by(names: Sequence[str], ask: Callable[[str], T]) -> tuple[list[tuple[str, T]], list[Refusal]]:
    """Return what each name means, as `ask` says it, and the refusals of the others, each with its name."""
    found, refusals = [], []
    for name in names:
        try:
            found.append((name, ask(name)))
        except Refusal as refusal:
            refusal.asked = name
            refusals.append(refusal)
    return found, refusals


def remarks(name: str, meant: Found | None) -> Iterable[str]:
    """Yield notes on what else a bare name could mean, and on a Gemeinde that was called a Stadt, or the reverse."""
    if meant is None:
        return
    body, typed = meant.body, " ".join(name.split())
    for other in meant.namesakes:
        message = _('"{name}" stands for the {designation} here; for the {other} write "{spelling}"')
        words = {"designation": body.designation.value, "other": other.designation.value, "spelling": other.name}
        if other.level is body.level:
            message = _('"{name}" stands for {body} ({key}) here; for {other} write "{spelling}"')
            words = {"body": body.name, "key": body.key, "other": other.name, "spelling": other.key}
        yield message.format(name=typed, **words)
    if meant.misnamed:
        yield _("{name} is officially: {designation}").format(name=body.name, designation=body.designation.value)
    for other in meant.elsewhere:
        message = _('"{name}" stands for {body} here; {other} is another municipality, in another Land')
        yield message.format(name=typed, body=body.name, other=other.name)
