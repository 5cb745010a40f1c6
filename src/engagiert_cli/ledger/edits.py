"""Edits of the ledger's text that change one place and leave every other byte alone.

Every edit is verified before anybody sees it: the new text, read again, must say exactly what the old one said plus
the intended change.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.errors import EditDefect, LedgerInvalid, Refusal, Refusals, Severity
from engagiert_cli.language import _
from engagiert_cli.ledger.dates import Date
from engagiert_cli.ledger.members import NO_ROUND, Member, Network, Round, said_of
from engagiert_cli.ledger.opening import reopened
from engagiert_cli.ledger.reading import FORMAT
from engagiert_cli.text import sort_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engagiert_cli.ledger.document import Document, Extra
    from engagiert_cli.ledger.members import Ledger

Value = str | Date | tuple[str, ...] | None

_ESCAPED = frozenset('"\\')  # in a TOML string, beside invisible characters


class _Edit(NamedTuple):
    """Replaces the text from `start` to `end` by `replacement`."""

    start: int
    end: int
    replacement: str


_Anchor = tuple[int, bool]
"""An index among the entries, and whether new ones belong to the entry there rather than to the one before."""


def with_members(document: Document, members: Sequence[Member]) -> Document:
    """Return the document with the entries added, each in its round's block.

    Where the round's entries are in DIN 5007-1 order, the new ones are sorted in, else they follow its last; those of
    an empty round follow the last entry of the file. Raises `Refusal` where the result would not be a valid ledger.
    """
    there = document.ledger.members
    added: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        added[member.round.id].append(member)
    blocks: dict[str, list[int]] = {
        round_.id: [] for round_ in (*document.ledger.rounds, NO_ROUND) if round_.id in added
    }
    for index, member in enumerate(there):
        if member.round.id in blocks:
            blocks[member.round.id].append(index)
    additions: dict[_Anchor, list[Member]] = defaultdict(list)
    # Rounds with entries go first, so that at the end of the file a new round follows what is added to the last one.
    for round_id, block in sorted(blocks.items(), key=lambda each: not each[1]):
        for anchor, member in _placed(there, block, added[round_id]):
            additions[anchor].append(member)
    in_order = sorted(additions)
    expected: list[Member] = []
    kept = 0
    for anchor in in_order:
        expected += (*there[kept : anchor[0]], *additions[anchor])
        kept = anchor[0]
    edits = [_insertion(document, "members", anchor, additions[anchor]) for anchor in in_order]
    return _edited(document, edits, document.ledger._replace(members=(*expected, *there[kept:])))


def with_members_changed(document: Document, changed: Mapping[int, Member]) -> Document:
    """Return the document with the entries at these places changed. Raises `Refusal` as `with_members` does."""
    members = list(document.ledger.members)
    edits: list[_Edit] = []
    for index, member in changed.items():
        edits += _field_edits(document, "members", index, members[index], member)
        members[index] = member
    return _edited(document, edits, document.ledger._replace(members=tuple(members)))


def without(document: Document, table: str, index: int) -> Document:
    """Return the document without a member or an empty round, and without the comment lines that belong to it."""
    _require_sections(document, table)
    start = document.layout.lead_start(document.layout.starts[table][index])
    end = document.layout.entry_end(table, index)
    if document.text.startswith(("\n", "\r\n"), end):
        end = document.text.index("\n", end) + 1
    elif end == len(document.text):
        above = document.text[:start].rstrip("\r\n")
        start = document.text.index("\n", len(above)) + 1 if above.strip() else 0
    is_all = not document.text[:start].strip() and not document.text[end:].strip()  # an empty file is no ledger
    entries = getattr(document.ledger, table)
    expected = document.ledger._replace(**{table: entries[:index] + entries[index + 1 :]})
    extras = tuple(extra for extra in document.extras if (extra.table, extra.number) != (table, index))
    return _edited(
        document,
        [_Edit(start, end, f"format = {FORMAT}{_line_end(document, start)}" if is_all else "")],
        expected,
        extras,
    )


def with_round(document: Document, round_: Round) -> Document:
    """Return the document with the round added, or with the one of that id changed."""
    ledger = document.ledger
    known = ledger.rounds_by_id.get(round_.id)
    if known is None:
        return with_new_rounds(document, [round_])
    edits = list(_field_edits(document, "rounds", ledger.rounds.index(known), known, round_))
    rounds = tuple(round_ if other is known else other for other in ledger.rounds)
    of_it = (member._replace(round=round_) if member.round.id == round_.id else member for member in ledger.members)
    return _edited(document, edits, ledger._replace(rounds=rounds, members=tuple(of_it)))


def with_new_rounds(document: Document, rounds: Sequence[Round]) -> Document:
    """Return the document with the rounds added after the others, or above all members if there are no others."""
    ledger = document.ledger
    if ledger.rounds or not ledger.members:
        edit = _insertion(document, "rounds", (len(ledger.rounds), False), rounds)
    else:
        edit = _insertion(document, "members", (0, True), rounds)
    return _edited(document, [edit], ledger._replace(rounds=(*ledger.rounds, *rounds)))


def _placed(there: Sequence[Member], block: Sequence[int], added: Sequence[Member]) -> Iterator[tuple[_Anchor, Member]]:
    """Yield where each new member of a round goes; `block` holds the indexes of the round's entries."""
    keys = [sort_key(there[index].name) for index in block]
    is_sorted = keys == sorted(keys)
    for member in sorted(added, key=lambda member: sort_key(member.name)) if is_sorted else added:
        above = bisect_right(keys, sort_key(member.name)) if is_sorted else len(block)
        if block and not above:
            yield (block[0], True), member
        else:
            yield (block[above - 1] + 1 if block else len(there), False), member


def _insertion(document: Document, table: str, anchor: _Anchor, entries: Iterable[Member | Round]) -> _Edit:
    """Return the edit that puts the entries after (or before) the one at the anchor, with blank lines between."""
    _require_sections(document, table)
    (position, is_before), layout, text = anchor, document.layout, document.text
    if is_before:
        offset = layout.lead_start(layout.starts[table][position])
    elif table in layout.starts:
        offset = layout.entry_end(table, position - 1)
    else:  # the first of its table goes to the end
        offset = max(layout.entry_end(name, len(begins) - 1) for name, begins in layout.starts.items())
    line_end = _line_end(document, offset)
    new = "\n".join(map(_lines, entries))
    # Compared in place: slicing would copy all the text above for each of thousands of members.
    apart = not re.compile(r"\S").search(text, 0, offset) or text.endswith(("\n\n", "\n\r\n"), 0, offset)
    if is_before:
        replacement = f"{new}\n" if apart else f"\n{new}\n"
    elif not offset or text.endswith("\n", 0, offset):
        replacement = new if apart else f"\n{new}"
    else:  # the file's last line has no line end, and gets none
        replacement = f"\n\n{new}".removesuffix("\n")
    if not is_before and offset < len(text) and not text.startswith(("\n", "\r\n"), offset):
        replacement += "\n"
    return _Edit(offset, offset, replacement.replace("\n", line_end))


def _field_edits(
    document: Document, table: str, index: int, before: Member | Round, after: Member | Round
) -> Iterator[_Edit]:
    """Yield the edits that set fields of an entry, add them at their usual places, or take them out."""
    _require_sections(document, table)
    entries = {entry.key: entry for entry in document.layout.entries(table, index)}
    old, new = said_of(before), said_of(after)
    offset = document.layout.header_end(table, index)
    for key, value in new.items():
        there = entries.get(key)
        if value == old[key]:
            pass
        elif there:
            line_end = _line_end(document, there.value_start)
            # The comments within an array go above it.
            above = "".join(comment + line_end for comment in document.layout.comments_in(there))
            if value is None:
                rest = document.text[there.value_end : there.end].lstrip()
                yield _Edit(there.start, there.end, above + rest)
            else:
                yield _Edit(there.start, there.start, above)
                yield _Edit(there.value_start, there.value_end, _literal(value).replace("\n", line_end))
        elif value is not None:
            line_end = _line_end(document, offset)
            line = f"{key} = {_literal(value)}".replace("\n", line_end)
            is_at_end = offset and not document.text.endswith("\n", 0, offset)  # the file's last line has no line end
            yield _Edit(offset, offset, line_end + line if is_at_end else line + line_end)
        offset = max(offset, there.end) if there else offset


def _require_sections(document: Document, table: str) -> None:
    if document.layout.array(table):
        message = _('the ledger writes "{table}" as an array ({table} = […]), in which nothing can be changed')
        hint = _("delete the array, and write each entry at the end of the file, under a line [[{table}]] of its own")
        raise Refusal(message.format(table=table), (hint.format(table=table),))


def _line_end(document: Document, offset: int) -> str:
    """Return the line end above the offset, else that of the first line."""
    end = document.text.rfind("\n", 0, offset)
    if end < 0:
        end = document.text.find("\n")
    return "\r\n" if end > 0 and document.text[end - 1] == "\r" else "\n"


def _edited(
    document: Document, edits: Sequence[_Edit], expected: Ledger, extras: tuple[Extra, ...] | None = None
) -> Document:
    """Apply the edits and read the result, which must say exactly what is expected."""
    if not edits and expected == document.ledger:
        return document
    in_order = sorted(edits, key=lambda edit: (edit.start, edit.end))  # stable: edits at one place keep their order
    pieces: list[str] = []
    kept = 0
    for edit in in_order:
        pieces += (document.text[kept : edit.start], edit.replacement)
        kept = edit.end
    text = "".join((*pieces, document.text[kept:]))
    start, end = (in_order[0].start, in_order[-1].end) if edits else (0, 0)
    try:
        edited = reopened(document, text, start, end)
    except LedgerInvalid as invalid:
        errors = [problem for problem in invalid.problems if problem.severity is Severity.ERROR]
        raise Refusals(tuple(Refusal(problem.message, problem.remedies) for problem in errors)) from None
    known = document.extras if extras is None else extras
    if edited.ledger != expected or _without_places(edited.extras) != _without_places(known):
        if apart := [name for name in document.layout.starts if name.startswith(("members.", "rounds."))]:
            message = _("[{table}] is not right below the entry to which it belongs").format(table=apart[0])
            raise Refusal(message, (_("move it there; nothing was written"),))
        raise EditDefect(text)
    return edited


def new_text(network: Network) -> str:
    """Return the text of a ledger without rounds and members."""
    return f"format = {FORMAT}\n\n{_lines(network)}"


def _lines(entry: Member | Round | Network) -> str:
    header = {Member: "[[members]]", Round: "[[rounds]]", Network: "[network]"}[type(entry)]
    said = (f"{field} = {_literal(value)}" for field, value in said_of(entry).items() if value)
    return "\n".join((header, *said, ""))


def _literal(value: Value) -> str:
    """Return the value as TOML 1.0: a date where the day is known, else a string."""
    if isinstance(value, Date):
        return value.as_toml
    if isinstance(value, str) and value.isprintable() and not _ESCAPED.intersection(value):
        return f'"{value}"'  # as nearly all are
    import tomli_w

    plain = list(value) if isinstance(value, tuple) else value
    return tomli_w.dumps({"": plain}).removeprefix('"" = ').removesuffix("\n")


def _without_places(extras: Iterable[Extra]) -> list[tuple[str, str, str]]:
    return [(extra.table, extra.key, repr(extra.value)) for extra in extras]
