"""Merging two versions of a ledger with a common base by what they say: rounds by id, bodies by key, else by name.

A text is a sequence of blocks (the head, a table, an entry with the comment lines above it), and a block a sequence of
items (a field, a comment line, a blank line). Each has a key by which it is found in the other versions; what only one
side has changed is taken from that side. So every byte of the result comes from one of the versions, comments too, and
only a field that both sides changed to different values, or an entry that one side changed and the other removed, is
a conflict. A clean result is read again and must say exactly what the two sides say together.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from operator import eq
from typing import TYPE_CHECKING, Any, NamedTuple

from engagiert_cli.errors import LedgerInvalid
from engagiert_cli.language import _
from engagiert_cli.ledger.members import FIELDS, Round, identities
from engagiert_cli.ledger.opening import opened
from engagiert_cli.ledger.versions import Key, keys_of, said
from engagiert_cli.text import sort_key

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Mapping, Sequence

    from engagiert_cli.ledger.document import Document

OURS, MIDDLE, THEIRS = "<<<<<<< ours", "=======", ">>>>>>> theirs"
"""git's conflict markers."""
_HEAD = ("", "", 0)
_PARAGRAPH = re.compile(r"^(?:[ \t]*#[^\n]*(?:\n|\Z))+", re.MULTILINE)


class Conflict(NamedTuple):
    """An undecided field of a body, round or table; None as a side means that it removed the entry."""

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
    """Why the versions could not be merged by what they say, or why the result is not a valid ledger."""


class _Item(NamedTuple):
    """A field with its name and value, and the rest of its line; or a line of another kind, without a rest."""

    text: str
    rest: str = ""


class _Block(NamedTuple):
    called: str
    rank: tuple[Any, ...]
    items: dict[Key, _Item]
    separator: str
    """The blank lines after it."""

    @property
    def text(self) -> str:
        return "".join(item.text + item.rest for item in self.items.values())


def merge(
    base: str | None, ours: str, theirs: str, path: str, today: datetime.date, names: Sequence[str] | None = None
) -> Merged:
    """Merge two versions of the ledger `path` that come from `base` (None where they have nothing in common).

    `names` are what messages call the three versions.
    """
    line_end = "\r\n" if "\r\n" in ours else "\n"
    base, theirs = (re.sub(r"\r?\n", line_end, text or "") for text in (base, theirs))
    names = names or (_("common version"), _("our version"), _("their version"))
    both = by_lines(ours, theirs, line_end)
    try:
        texts = (base or "format = 1\n", ours, theirs)  # where they have nothing in common, the base says nothing
        documents = [opened(text, name, today) for text, name in zip(texts, names, strict=True)]
    except LedgerInvalid as invalid:
        return Merged(both, unreadable=invalid)
    text, conflicts = _Merge(documents, line_end).result()
    if conflicts:
        lines = (text.count("\n", 0, match.start()) + 1 for match in re.finditer(f"^{OURS}", text, re.MULTILINE))
        located = zip(conflicts, lines, strict=False)  # a ledger may contain such a line itself
        return Merged(text, tuple(conflict._replace(line=line) for conflict, line in located))
    try:
        result = opened(text, path, today)
    except LedgerInvalid as invalid:  # each side is valid, but not both together
        return Merged(text, unreadable=invalid)
    if _says_both(documents, result):
        return Merged(text)
    return Merged(both, (Conflict("", "", ours, theirs, both.count("\n", 0, both.find(OURS)) + 1),))


class _Merge:
    """One merge of three documents: base, ours, theirs."""

    def __init__(self, documents: Sequence[Document], line_end: str) -> None:
        self.line_end = line_end
        identify = identities(*(document.ledger.members for document in documents))
        base, ours, theirs = (document.ledger for document in documents)
        rounds = dict.fromkeys(round_.id for ledger in (ours, theirs, base) for round_ in ledger.rounds)
        places = {id_: place for place, id_ in enumerate(rounds)}
        keys = [keys_of(ledger, base, identify) for ledger in (base, ours, theirs)]
        self.versions = [
            _blocks(document, of_it, places, line_end) for document, of_it in zip(documents, keys, strict=True)
        ]
        self.conflicts: list[Conflict] = []

    def result(self) -> tuple[str, list[Conflict]]:
        """Return the merged text and its conflicts, in the order of the text."""
        _base, ours, theirs = self.versions
        blocks = {**theirs, **ours}
        last, last_of_theirs = next(reversed(ours)), next(reversed(theirs))
        merged = separator = ""
        for key in _in_order(self.versions, lambda key: blocks[key].rank):
            text = self._block(key, blocks[key].called)
            if text or key == _HEAD:
                merged += separator + text
                is_last = key == (last if key in ours else last_of_theirs)
                separator = self.line_end if is_last else blocks[key].separator
        return merged.removesuffix("\n").removesuffix("\r") + ours[last].separator, self.conflicts

    def _block(self, key: Key, called: str) -> str:
        """Return the block's merged text; empty where it is removed."""
        versions = [blocks.get(key) for blocks in self.versions]
        texts = [block and block.text for block in versions]
        side = _side(texts)
        if side:
            return texts[side] or ""
        if all(versions[1:]):
            items = [block.items if block else {} for block in versions]
            return "".join(self._item(item_key, items, called) for item_key in _in_order(items, _item_rank))
        self.conflicts.append(Conflict(called, "", texts[1], texts[2]))
        return marked(texts[1], texts[2], self.line_end)

    def _item(self, key: Key, items: Sequence[Mapping[Key, _Item]], called: str) -> str:
        versions = [side.get(key) for side in items]
        texts = [item and item.text for item in versions]
        side = _side(texts) or _side([text and _parsed(text) for text in texts])
        if side is None:
            ours, theirs = (item and item.text.partition("=")[2].strip() for item in versions[1:])
            self.conflicts.append(Conflict(called or key[1].partition(".")[0], key[1], ours, theirs))
            ours, theirs = (item and item.text + item.rest for item in versions[1:])
            return marked(ours, theirs, self.line_end)
        item = versions[side]
        if item is None:
            return ""
        rests = [version and version.rest for version in versions]
        side = _side(rests)
        if side:
            return item.text + (rests[side] or "")
        first, second = (rest or "" for rest in rests[1:])
        if not first.strip() or not second.strip():
            return item.text + (first if first.strip() else second)
        return f"{second.strip()}{self.line_end}{item.text}{first}"  # two comments behind one value


def _parsed(text: str) -> str:
    """Return a field in a canonical form, however it is written; a line of another kind as it is."""
    import tomli

    if "\n" in text and "#" in text:  # with comments in it, perhaps
        return text
    try:
        return repr(tomli.loads(text))
    except tomli.TOMLDecodeError:
        return text


def _side(versions: Sequence[str | None]) -> int | None:
    """Return the index of the version to take: the one that changed, or either where both agree; None if undecided."""
    base, ours, theirs = (text and text.replace("\r\n", "\n") for text in versions)
    if theirs in (ours, base):
        return 1
    return 2 if ours == base else None


def _in_order(versions: Sequence[Mapping[Key, object]], rank: Callable[[Key], tuple[Any, ...]]) -> list[Key]:
    """Return the keys of both sides: ours in order, each of theirs after the key that it follows there.

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
        if key not in base and key not in theirs:  # only ours has it: it may go before those that wait
            while waiting and rank(waiting[0]) < rank(key):
                order.append(waiting.pop(0))
        else:
            order += waiting
            waiting = []
        order.append(key)
        waiting += following.get(key, [])
    return order + waiting


def _blocks(
    document: Document, keys: Mapping[tuple[str, int | None], Key], places: Mapping[str, int], line_end: str
) -> dict[Key, _Block]:
    """Cut a document into its blocks."""
    layout, ledger, text = document.layout, document.ledger, document.text
    sections = sorted(
        (start, table, index)
        for table, starts in layout.starts.items()
        if not table.startswith(("members.", "rounds."))
        for index, start in enumerate(starts)
    )
    begins = [layout.lead_start(start) if table else 0 for start, table, _index in sections]
    blocks: dict[Key, _Block] = {}
    comments: Counter[str] = Counter()
    for (_start, table, index), (begin, end) in zip(sections, itertools.pairwise([*begins, len(text)]), strict=True):
        key, called = keys.get((table, index), (table, "", index)), table
        rank: tuple[Any, ...] = ()
        if table == "members":
            member = ledger.members[index]
            called, rank = member.name, (2, places.get(member.round.id, len(places)), sort_key(member.name))
        elif table == "rounds":
            called, rank = key[1], (1, places[key[1]])
        # Comments below an entry are blocks of their own, which stay when the entry is removed.
        free = [*_PARAGRAPH.finditer(text, layout.content_end(table, index), end)]
        stops = [*(match.start() for match in free), end]
        blocks[key] = _block(document, (table, index), begin, stops[0], line_end)._replace(called=called, rank=rank)
        for match, stop in zip(free, stops[1:], strict=True):
            words = match[0].strip().replace("\r\n", "\n")
            blocks["#", words, comments[words]] = _block(document, None, match.start(), stop, line_end)
            comments[words] += 1
    return blocks


def _block(document: Document, section: tuple[str, int] | None, begin: int, end: int, line_end: str) -> _Block:
    """Cut out a block; the blank lines at its end are its separator."""
    whole = document.text[begin:end]
    line = whole.find("\n", len(whole.rstrip()))  # the end of its last line that is not blank
    kept = len(whole) if line < 0 else line - whole.endswith("\r", 0, line)
    blank = whole[kept:]
    separator = blank if end == len(document.text) or not kept else blank[blank.find("\n") + 1 :]
    own_end = next((mark for mark in ("\r\n", "\n") if blank.startswith(mark)), line_end)
    return _Block("", (), _items(document, section, begin, begin + kept, own_end), separator)


def _items(
    document: Document, section: tuple[str, int] | None, begin: int, end: int, line_end: str
) -> dict[Key, _Item]:
    """Cut a block into its items; the last line gets a line end like the others."""
    text = document.text
    fields = {entry.start: entry for entry in document.layout.entries(*section)} if section else {}
    items: dict[Key, _Item] = {}
    counts: Counter[tuple[str, str]] = Counter()
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
        items[kind, name, counts[kind, name]] = item
        counts[kind, name] += 1
        above, begin = name, following
    return items


def _item_rank(key: Key) -> tuple[Any, ...]:
    kind, name, _number = key
    order = (*FIELDS, *Round._fields)
    return (1, order.index(name) if name in order else len(order)) if kind == "field" else (0,)


def _says_both(documents: Sequence[Document], result: Document) -> bool:
    """Whether the result has exactly what one side changed and what both sides agree on."""
    identify = identities(*(document.ledger.members for document in documents))
    first = documents[0].ledger
    base, ours, theirs, found = (said(document, first, identify) for document in (*documents, result))
    for key in ours.keys() | theirs.keys() | found.keys():
        versions = [version.get(key) for version in (base, ours, theirs)]
        side = _side(versions)
        if side is None or versions[side] != found.get(key):
            return False
    return True


def marked(ours: str | None, theirs: str | None, line_end: str) -> str:
    """Return two pieces of text between conflict markers, each ending with a line end."""
    ours, theirs = (piece + line_end * (not piece.endswith("\n")) if piece else "" for piece in (ours, theirs))
    return f"{OURS}{line_end}{ours}{MIDDLE}{line_end}{theirs}{THEIRS}{line_end}"


def by_lines(ours: str, theirs: str, line_end: str) -> str:
    """Return both texts, their common beginning and end once, the rest between conflict markers."""
    first, second = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (ours, theirs))
    if first == second:
        return ours
    start = _alike(first, second)
    end = _alike(first[start:][::-1], second[start:][::-1])
    one, other = ("".join(lines[start : len(lines) - end]) for lines in (first, second))
    return "".join(first[:start]) + marked(one, other, line_end) + "".join(first[len(first) - end :])


def by_bytes(ours: bytes, theirs: bytes) -> bytes:
    """Return two files, which need not be text, as one with every byte of both, like `by_lines`."""
    first, second = (version.decode(errors="surrogateescape") for version in (ours, theirs))
    return by_lines(first, second, "\n").encode(errors="surrogateescape")


def _alike(first: Sequence[str], second: Sequence[str]) -> int:
    """Return how many lines they have in common at the start."""
    return [*map(eq, first, second), False].index(False)
