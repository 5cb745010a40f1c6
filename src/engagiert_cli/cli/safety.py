"""The commands that keep the ledger safe: undo, and the merge of two versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engagiert_cli.cli.options import DryRun
from engagiert_cli.cli.publish import say_written
from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger import store, undo
from engagiert_cli.ledger.members import Round
from engagiert_cli.ledger.text import Document
from engagiert_cli.output import messages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagiert_cli.cli.desk import Desk
    from engagiert_cli.ledger.members import Ledger

_NO_ROUND = Round("")
_NAMED = 10  # names in a sentence; the others are counted


def undo_(context: typer.Context, dry_run: DryRun = False) -> None:
    """Take back the last change."""
    desk: Desk = context.obj
    path = desk.path_to_change

    def edit(content: store.Content) -> tuple[str | None, tuple[str, str]]:
        text = undo.taken_back(undo.recall(path, desk.shown), content, desk.shown).text
        return text, (content.text, text)

    def report(texts: tuple[str, str]) -> None:
        before, after = (Document.parse(text, desk.shown, desk.today).ledger for text in texts)
        told = [*_differences(before, after), _total(after, desk)]
        say_written([" ".join(told)])
        messages.note(_("to bring it back: engagiert undo"))

    try:
        if dry_run:
            desk.show_difference(*edit(store.read(path, desk.shown))[1])
        else:
            desk.update(edit, report)
    except undo.ChangedSince as changed:
        desk.show_difference(changed.recorded, changed.found)
        raise


def _differences(before: Ledger, after: Ledger) -> Iterator[str]:
    """Yield what has become other, by name: what is gone, what is back, and what reads differently."""
    old, new = _entries(before), _entries(after)
    sentences = (
        (_("Taken out again: {names}."), [called for key, (called, _values) in old.items() if key not in new]),
        (_("Back again: {names}."), [called for key, (called, _values) in new.items() if key not in old]),
        (_("As before: {names}."), [new[key][0] for key in old if key in new and old[key][1] != new[key][1]]),
    )
    told = [sentence.format(names=_named(names)) for sentence, names in sentences if names]
    yield from told or [_("The text is as before.")]


def _entries(ledger: Ledger) -> dict[tuple[str, str], tuple[str, list[object]]]:
    """Return the rounds and the bodies, each with how it is called and all that is said of it."""
    entries: dict[tuple[str, str], tuple[str, list[object]]] = {
        ("rounds", round_.id): (_("round {id}").format(id=round_.id), [round_]) for round_ in ledger.rounds
    }
    for member in ledger.members:
        called = f"{member.name} ({member.key})" if member.key else member.name
        _called, values = entries.setdefault(("members", member.identity), (called, []))
        values.append((member.round.id, member._replace(round=_NO_ROUND)))
    return entries


def _named(names: list[str]) -> str:
    more = len(names) - _NAMED
    if more < 2:
        return ", ".join(names)
    others = ngettext("{count} more", "{count} more", more).format(count=more)
    return ", ".join([*names[:_NAMED], others])


def _total(ledger: Ledger, desk: Desk) -> str:
    count = len(ledger.members_at(desk.today))
    return ngettext("{count} member.", "{count} members.", count).format(count=count)
