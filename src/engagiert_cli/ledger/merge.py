"""Two versions of a ledger that come from one, merged by what they say: rounds by id, bodies by key, else by name.

A text is a row of blocks (the head, a table, an entry with the comment lines above it), a block a row of items (a
field, a line of comment, a blank line). Blocks and items have a key by which they are found in the other versions; what
only one side has changed is taken from there. So every byte of the result is one of either version, comments too, and
only a field that both sides changed to different values, or an entry that one side changed and the other took out, is
a conflict. A clean result is read again and must say exactly what the two sides say together.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from engagiert_cli.errors import LedgerInvalid
from engagiert_cli.language import _
from engagiert_cli.ledger.markers import OURS, by_lines, marked
from engagiert_cli.ledger.members import FIELDS, identities
from engagiert_cli.ledger.opening import opened
from engagiert_cli.ledger.reading import ROUND_FIELDS
from engagiert_cli.ledger.versions import Key, keys_of, said
from engagiert_cli.text import sort_key

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping, Sequence

    from engagiert_cli.ledger.document import Document
    from engagiert_cli.ledger.members import Member

_HEAD = ("", "", 0)
_PARAGRAPH = re.compile(r"^(?:[ \t]*#[^\n]*(?:\n|\Z))+", re.MULTILINE)


class Conflict(NamedTuple):
    """What cannot be decided: of which body, round or table, in which field; None as a side is an entry taken out."""

    called: str
    field: str
    ours: str | None
    theirs: str | None
    line: int = 0


class Merged(NamedTuple):
    """The merged text, with conflict markers where there are conflicts."""

    text: str
    conflicts: tuple[Conflict, ...] = ()
    unreadable: LedgerInvalid | None = None
    """Why it could not be merged by what it says, or is no valid ledger though it was."""


class _Item(NamedTuple):
    """A field's name and value, and the rest of its line; or a line of another kind, which has no rest."""

    text: str
    rest: str = ""


class _Block(NamedTuple):
    called: str
    items: dict[Key, _Item]
    separator: str
    """The blank lines behind it."""
    rank: tuple[Any, ...] = ()

    @property
    def text(self) -> str:
        return "".join(item.text + item.rest for item in self.items.values())


class _Piece(NamedTuple):
    """Where a block begins in the text, and what it is of."""

    key: Key
    begin: int
    section: tuple[str, int] | None = None
    called: str = ""
    rank: tuple[Any, ...] = ()


class _Undecided(Exception):
    """Both sides changed it, to different things."""


def merge(
    base: str | None,
    ours: str,
    theirs: str,
    path: str,
    today: datetime.date,
    names: Sequence[str] | None = None,
) -> Merged:
    """Merge two ledgers that come from `base` (None: from nothing in common) into one that is called `path`.

    The `names` are those of the three versions in messages.
    """
    line_end = "\r\n" if "\r\n" in ours else "\n"
    base, theirs = (re.sub(r"\r?\n", line_end, text or "") for text in (base, theirs))
    try:
        named = zip(
            (base, ours, theirs), names or (_("common version"), _("our version"), _("their version")), strict=True
        )
        documents = [opened(text, name, today) for text, name in named]
    except LedgerInvalid as invalid:
        return Merged(by_lines(ours, theirs, line_end), unreadable=invalid)
    if not all(map(_is_blockwise, documents)):
        return Merged(by_lines(ours, theirs, line_end), (Conflict("", "", ours, theirs, 1),))
    text, conflicts = _Merge(documents, line_end).result()
    if conflicts:
        lines = (text.count("\n", 0, match.start()) + 1 for match in re.finditer(f"^{OURS}", text, re.MULTILINE))
        located = (
            Conflict(conflict.called, conflict.field, conflict.ours, conflict.theirs, line)
            for conflict, line in zip(conflicts, lines, strict=False)  # a text may have such a line itself
        )
        return Merged(text, tuple(located))
    try:
        result = opened(text, path, today)
    except LedgerInvalid as invalid:  # each side is valid, both together are not
        return Merged(text, unreadable=invalid)
    if not _says_both(documents, result):
        return Merged(by_lines(ours, theirs, line_end), (Conflict("", "", ours, theirs, 1),))
    return Merged(text)


class _Merge:
    """One merge of three documents: base, ours, theirs."""

    def __init__(self, documents: Sequence[Document], line_end: str) -> None:
        self.line_end = line_end
        identify = identities([document.ledger for document in documents])
        rounds = {round_.id: None for document in documents[1:] for round_ in document.ledger.rounds}
        places = {id_: place for place, id_ in enumerate(rounds)}
        self.base, self.ours, self.theirs = (_blocks(document, identify, places, line_end) for document in documents)
        self.tail = next(reversed(self.ours.values())).separator
        self.conflicts: list[Conflict] = []

    def result(self) -> tuple[str, list[Conflict]]:
        """Return the merged text and its conflicts, in the order of the text."""
        order = _in_order((self.base, self.ours, self.theirs), self._rank)
        last = next(reversed(self.ours)), next(reversed(self.theirs))
        texts: list[tuple[str, str]] = []
        for key in order:
            text = self._block(key)
            if text or key == _HEAD:
                block = self.ours.get(key) or self.theirs[key]
                is_last = key == (last[0] if key in self.ours else last[1])
                texts.append((text, self.line_end if is_last else block.separator))
        merged = "".join(itertools.chain.from_iterable(texts[:-1])) + texts[-1][0] if texts else ""
        return merged.removesuffix("\n").removesuffix("\r") + self.tail, self.conflicts

    def _rank(self, key: Key) -> tuple[Any, ...]:
        return (self.ours.get(key) or self.theirs[key]).rank

    def _block(self, key: Key) -> str:
        """Return the block's merged text; empty where it is taken out."""
        versions = [blocks.get(key) for blocks in (self.base, self.ours, self.theirs)]
        texts = [block.text if block else None for block in versions]
        try:
            return _picked(texts) or ""
        except _Undecided:
            pass
        _base, ours, theirs = versions
        if ours is None or theirs is None:
            called = next(block.called for block in (ours, theirs) if block)
            self.conflicts.append(Conflict(called, "", texts[1], texts[2]))
            return marked(texts[1] or "", texts[2] or "", self.line_end)
        items = [block.items if block else {} for block in versions]
        return "".join(self._item(item_key, items, ours.called) for item_key in _in_order(items, _item_rank))

    def _item(self, key: Key, items: Sequence[Mapping[Key, _Item]], called: str) -> str:
        versions = [side.get(key) for side in items]
        try:
            text = _picked([item.text if item else None for item in versions], _same_value)
        except _Undecided:
            ours, theirs = (_value(item.text) if item else None for item in versions[1:])
            self.conflicts.append(Conflict(called, key[1], ours, theirs))
            first, second = (item.text + item.rest if item else "" for item in versions[1:])
            return marked(first, second, self.line_end)
        if text is None:
            return ""
        rests = [item.rest if item else None for item in versions]
        try:
            return text + (_picked(rests) or "")
        except _Undecided:  # two comments behind one value: theirs goes above it
            ours, theirs = (rest or "" for rest in rests[1:])
            if not ours.strip() or not theirs.strip():
                return text + (ours if ours.strip() else theirs)
            return f"{theirs.strip()}{self.line_end}{text}{ours}"


def _same_text(one: str, other: str) -> bool:
    """Whether two texts are the same, whatever their line ends."""
    return one.replace("\r\n", "\n") == other.replace("\r\n", "\n")


def _picked(versions: Sequence[str | None], same: Callable[[str, str], bool] = _same_text) -> str | None:
    """Return what only one side has changed, or both alike; raises `_Undecided`."""

    def equal(one: str | None, other: str | None) -> bool:
        return one == other or (one is not None and other is not None and same(one, other))

    base, ours, theirs = versions
    if equal(ours, theirs) or equal(theirs, base):
        return ours
    if equal(ours, base):
        return theirs
    raise _Undecided


def _in_order(versions: Sequence[Mapping[Key, object]], rank: Callable[[Key], tuple[Any, ...]]) -> list[Key]:
    """Return the keys of both sides: ours in their order, each of theirs behind what it stands behind there.

    Where both sides added something at one place, the rank decides.
    """
    base, ours, theirs = versions
    following: dict[Key | None, list[Key]] = {}
    anchor: Key | None = None
    for key in theirs:
        if key in ours:
            anchor = key
        else:
            following.setdefault(anchor, []).append(key)
    order: list[Key] = []
    waiting = following.get(None, [])
    for key in ours:
        if key not in base and key not in theirs:  # ours alone: it may go before what waits
            while waiting and rank(waiting[0]) < rank(key):
                order.append(waiting.pop(0))
        else:
            order += waiting
            waiting = []
        order.append(key)
        waiting += following.get(key, [])
    return order + waiting


def _is_blockwise(document: Document) -> bool:
    """Whether every entry stands under a header of its own."""
    starts, ledger = document.layout.starts, document.ledger
    return len(starts.get("members", ())) == len(ledger.members) and len(starts.get("rounds", ())) == len(ledger.rounds)


def _blocks(
    document: Document, identify: Callable[[Member], str], places: Mapping[str, int], line_end: str
) -> dict[Key, _Block]:
    """Cut a document into its blocks."""
    scan, ledger = document.layout, document.ledger
    sections = sorted(
        (start, table, index)
        for table, starts in scan.starts.items()
        if not table.startswith(("members.", "rounds."))
        for index, start in enumerate(starts)
    )
    member_keys = keys_of(ledger, identify)
    begins = [scan.lead_start(start) if table else 0 for start, table, _index in sections]
    pieces: list[_Piece] = []
    counts: dict[str, int] = {}
    for (_start, table, index), (begin, end) in zip(
        sections, itertools.pairwise([*begins, len(document.text)]), strict=True
    ):
        piece = _Piece((table, "", index), begin, (table, index), table)
        if table == "members":
            member = ledger.members[index]
            rank = (2, places.get(member.round.id, len(places)), sort_key(member.name))
            piece = piece._replace(key=member_keys[index], called=member.name, rank=rank)
        elif table == "rounds":
            id_ = ledger.rounds[index].id
            piece = piece._replace(key=("rounds", id_, 0), called=id_, rank=(1, places[id_]))
        pieces.append(piece)
        # Comments below an entry are blocks of their own, which stay when an entry beside them goes.
        for free in _PARAGRAPH.finditer(document.text, scan.content_end(table, index), end):
            words = free[0].strip().replace("\r\n", "\n")
            counts[words] = number = counts.get(words, -1) + 1
            pieces.append(_Piece(("#", words, number), free.start()))
    blocks: dict[Key, _Block] = {}
    for piece, end in zip(pieces, [*(piece.begin for piece in pieces[1:]), len(document.text)], strict=True):
        whole = document.text[piece.begin : end]
        kept = _content_end(whole)
        blank = whole[kept:]
        separator = blank if end == len(document.text) or not kept else blank[blank.find("\n") + 1 :]
        own_end = next((mark for mark in ("\r\n", "\n") if blank.startswith(mark)), line_end)
        items = _items(document, piece.section, piece.begin, piece.begin + kept, own_end)
        blocks[piece.key] = _Block(piece.called, items, separator, piece.rank)
    return blocks


def _content_end(text: str) -> int:
    """Return the offset of the end of the last line that is not blank."""
    line_end = text.find("\n", len(text.rstrip()))
    end = len(text) if line_end < 0 else line_end
    return end - text.endswith("\r", 0, end)


def _items(
    document: Document, section: tuple[str, int] | None, begin: int, end: int, line_end: str
) -> dict[Key, _Item]:
    """Cut a block into its items; the last line ends as the others do."""
    text = document.text
    fields = {entry.start: entry for entry in document.layout.entries(*section)} if section else {}
    items: dict[Key, _Item] = {}
    counts: dict[tuple[str, str], int] = {}
    above = ""
    while begin < end:
        entry = fields.get(begin)
        if entry:
            kind, name, following = "field", entry.key, entry.end
            item = _Item(text[begin : entry.value_end], text[entry.value_end : min(following, end)])
        else:
            following = text.find("\n", begin) + 1 or len(text)
            item = _Item(text[begin : min(following, end)])
            kind, name = ("line", item.text.strip()) if item.text.strip() else ("blank", above)
        if following > end or not (item.text + item.rest).endswith("\n"):
            item = _Item(item.text, item.rest + line_end) if entry else _Item(item.text + line_end)
        counts[kind, name] = number = counts.get((kind, name), -1) + 1
        items[kind, name, number] = item
        above, begin = name, following
    return items


def _item_rank(key: Key) -> tuple[Any, ...]:
    kind, name, _number = key
    order = (*FIELDS, *ROUND_FIELDS)
    return (1, order.index(name) if name in order else len(order)) if kind == "field" else (0,)


def _parsed(text: str) -> object:
    import tomli

    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError:
        return text


def _same_value(one: str, other: str) -> bool:
    return _parsed(one) == _parsed(other)


def _value(text: str) -> str:
    return text.partition("=")[2].strip()


def _says_both(documents: Sequence[Document], result: Document) -> bool:
    """Whether the result says what only one side changed as that side does, all else as both do, and no more."""
    identify = identities([document.ledger for document in documents])
    base, ours, theirs, found = (said(document, identify) for document in (*documents, result))
    expected = {}
    for key in ours.keys() | theirs.keys():
        versions = [said.get(key) for said in (base, ours, theirs)]
        try:
            value = _picked(versions)
        except _Undecided:
            return False
        if value is not None:
            expected[key] = value
    return expected == found
