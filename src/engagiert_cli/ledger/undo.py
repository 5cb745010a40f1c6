"""The last changes that this user made to a ledger, kept in the user's state folder for undo and redo.

Each step holds what it replaced in the text; the text as the last one left it is kept, too. An edit by hand in between
is a step of its own, which is recognized and not taken back. The history is written after the ledger, under its lock;
if the process is killed in between, the older history remains, which finds the ledger's state by its text. A history
that cannot be read counts as none.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any, NamedTuple

from engagiert_cli.errors import Hint, Refusal
from engagiert_cli.files import READ, Folder, reason_of
from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger.store import SIZE_LIMIT, Content, require_ordinary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import BinaryIO

    from engagiert_cli.ledger.store import Made

STEPS = 20
LARGEST = 1 << 24  # characters of all changes together; the last one is always kept
_MAGIC = b"engagiert undo 4\n"
_PIECE = 1 << 12  # characters


class Step(NamedTuple):
    """A change: what it replaced, where and when, and by which command (none: by hand)."""

    start: int
    old: str
    new: str
    when: str
    command: str = ""

    @classmethod
    def between(cls, before: str, after: str, command: str = "") -> Step:
        """Return the step from one text to the other, dated now."""
        most, size, new_size = min(len(before), len(after)), len(before), len(after)
        start = _alike(most, lambda near, far: before[near:far] == after[near:far])
        end = _alike(
            most - start, lambda near, far: before[size - far : size - near] == after[new_size - far : new_size - near]
        )
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        return cls(start, before[start : len(before) - end], after[start : len(after) - end], now, command)

    def back(self, text: str) -> str:
        """Return the text without the change."""
        return text[: self.start] + self.old + text[self.start + len(self.new) :]

    def forth(self, text: str) -> str:
        """Return the text with the change."""
        return text[: self.start] + self.new + text[self.start + len(self.old) :]


class History(NamedTuple):
    """The known steps, how many of them are in the ledger (the others were taken back), and the text after those."""

    steps: tuple[Step, ...] = ()
    at: int = 0
    text: str = ""

    @property
    def texts(self) -> list[str]:
        """The text before the first step, and after each of them."""
        texts = [self.text]
        for step in reversed(self.steps[: self.at]):
            texts.insert(0, step.back(texts[0]))
        for step in self.steps[self.at :]:
            texts.append(step.forth(texts[-1]))
        return texts

    def place_of(self, text: str) -> int | None:
        """Return how many steps are in the text; None where the history does not know it."""
        if text == self.text:
            return self.at
        places = [place for place, known in enumerate(self.texts) if known == text]
        return min(places, key=lambda place: abs(place - self.at), default=None)

    def after(self, before: str, after: str, command: str) -> History:
        """Return the history with one more change; steps that were taken back are forgotten."""
        place = self.place_of(before)
        known = self.steps[: self.at if place is None else place]
        by_hand = (Step.between(self.text, before),) if place is None and self.text else ()
        steps = [*known, *by_hand, Step.between(before, after, command)]
        while len(steps) > 1 and (
            sum(bool(step.command) for step in steps) > STEPS
            or sum(len(step.old) + len(step.new) for step in steps) > LARGEST
            or not steps[0].command
        ):
            del steps[0]
        return History(tuple(steps), len(steps), after)

    def moved(self, found: str, by: int, shown: str) -> History:
        """Return the history moved by some steps, forth or back; raises `Refusal` where there are fewer.

        Raises `ChangedSince` where the text that was found is unknown, or was changed by hand in between.
        """
        place = self.place_of(found) if self.steps else 0
        if place is None:
            raise ChangedSince(shown, self.text, found)
        target = (max(place, self.at) if by < 0 else place) + by
        if by < 0 and place <= target:
            raise TakenBack(shown, self.at - place + 1 if place else 0)
        if not 0 <= target <= len(self.steps):
            raise _too_few(by, place if by < 0 else len(self.steps) - place, shown)
        texts = self.texts
        for index in range(place - 1, target - 1, -1):
            if not self.steps[index].command:
                raise ChangedSince(shown, texts[index], texts[index + 1])
        return History(self.steps, target, texts[target])

    def restored(self, found: str) -> History:
        """Return the history with the last edit by hand taken back, as a step that can be brought back."""
        place = self.place_of(found)
        if place is not None:  # the edit was taken back before, and brought back
            return History(self.steps, place - 1, self.texts[place - 1])
        return History((*self.steps[: self.at], Step.between(self.text, found)), self.at, self.text)

    def was_by_hand(self, found: str) -> bool:
        """Whether the text is not as the program's last change left it."""
        place = self.place_of(found)
        return bool(self.steps) and (place is None or (place > 0 and not self.steps[place - 1].command))


def _alike(most: int, same: Callable[[int, int], bool]) -> int:
    """Return over how many characters, at most `most`, two texts are the same, without copying a large text."""
    near = next((at for at in range(0, most, _PIECE) if not same(at, min(at + _PIECE, most))), most)
    return next((at for at in range(near, most) if not same(at, at + 1)), most)


def _too_few(by: int, count: int, shown: str) -> Refusal:
    hint = Hint(_("undo knows the changes that you made with engagiert on this computer; see them: {command}"), "log")
    if by > 0:
        none = _("there is no change of {path} to bring back")
        some = ngettext("only {count} change can be brought back", "only {count} changes can be brought back", count)
    else:
        none = _("there is no change of {path} to take back")
        some = ngettext("only {count} change can be taken back", "only {count} changes can be taken back", count)
    return Refusal((some if count else none).format(path=shown, count=count), (hint,))


class ChangedSince(Refusal):
    """The ledger was changed from the `recorded` text to the `found` one, not by this history's commands."""

    def __init__(self, shown: str, recorded: str, found: str) -> None:
        message = _("{path} has changed since the last change by engagiert").format(path=shown)
        super().__init__(message, (_("the difference is shown; nothing was taken back"),))
        self.recorded, self.found = recorded, found


class TakenBack(Refusal):
    """The last change was taken back without undo; `steps` is how many to take back for the one before it, if any."""

    def __init__(self, shown: str, steps: int) -> None:
        before = Hint(_("to take back the one before it, too: {command}"), "undo", str(steps))
        message = _("the last change of {path} is taken back already, though not by undo").format(path=shown)
        back = Hint(_("to bring it back: {command}"), "redo")
        super().__init__(message, (back, before) if steps else (back,))


def state_folder(environ: Mapping[str, str], platform: str) -> Path | None:
    """Return the user's state folder; None where the environment names none.

    It follows the XDG base directory specification, which ignores relative paths, and Windows and macOS customs.
    """
    kind = PureWindowsPath if platform == "win32" else PurePosixPath
    asked = environ.get("XDG_STATE_HOME", "")
    if kind(asked).is_absolute():
        return Path(asked)
    if platform == "win32":
        return Path(environ["LOCALAPPDATA"]) if environ.get("LOCALAPPDATA") else None
    home = environ.get("HOME", "")
    if not kind(home).is_absolute():
        return None
    return Path(home, *(("Library", "Application Support") if platform == "darwin" else (".local", "state")))


def history_path(ledger: Path) -> Path | None:
    """Return the file of the ledger's history, the same for every path to the ledger."""
    state = state_folder(os.environ, sys.platform)
    name = hashlib.sha256(os.fsencode(os.path.realpath(ledger))).hexdigest()[:32]
    return state and state / "engagiert" / "undo" / name


def whole(content: Content) -> str:
    """Return all characters of a ledger's file, the byte order mark included."""
    return content.mark.decode() + content.text


def digest_of(text: str) -> str:
    """Return a text's SHA-256, by which it is recognized."""
    digest = hashlib.sha256()
    for piece in Content(text).pieces():
        digest.update(piece)
    return digest.hexdigest()


def encoded(history: History) -> Iterator[bytes]:
    """Yield the stored form in pieces: the steps with the text's digest, a digest of these, and the text."""
    steps = json.dumps([history.at, history.steps, digest_of(history.text)], ensure_ascii=False)
    yield _MAGIC + f"{digest_of(steps)}\n{steps}\n".encode()
    yield from Content(history.text).pieces()


def decoded(stored: BinaryIO, expected: str = "") -> History:
    """Return the history from its stored form; raises `ValueError` where it is damaged.

    A text that is the `expected` one is not read again.
    """
    magic, digest, steps = stored.readline(), stored.readline().decode(), stored.readline().decode()
    if magic != _MAGIC or digest_of(steps.removesuffix("\n")) != digest.strip():
        raise ValueError("no history of engagiert")
    at, known_steps, text_digest = json.loads(steps)
    text = expected
    if digest_of(text) != text_digest:
        text = stored.read().decode()
        if digest_of(text) != text_digest:
            raise ValueError("no text that engagiert left")
    return History(tuple(Step(*step) for step in known_steps), at, text)


def known(ledger: Path, expected: str = "") -> History:
    """Return the ledger's history, an empty one where it cannot be read; it is faster if its text is `expected`."""
    path = history_path(ledger)
    try:
        if path is None:
            return History()
        with os.fdopen(os.open(path, READ), "rb") as stored:
            require_ordinary(os.fstat(stored.fileno()), str(path), 3 * SIZE_LIMIT)
            return decoded(stored, expected)
    except (OSError, TypeError, ValueError, Refusal):
        return History()


def remember(made: Made[Any], tell: Callable[[str], None], command: str) -> None:
    """Keep the change, if there was one, as the last one to take back; tell the user where that fails."""
    if made.wrote:
        before, after = whole(made.before), whole(made.after)
        keep(made.path, known(made.path, before).after(before, after, command), tell)


def keep(ledger: Path, history: History, tell: Callable[[str], None]) -> None:
    """Keep the history of the ledger; tell the user where that fails."""
    path = history_path(ledger)
    if path is None:
        tell(_("undo cannot take back this change later: no home folder is set"))
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with Folder.opened(path.parent) as folder:
            folder.sweep(path.name)
            # Not flushed: after a power cut it may be damaged and so ignored; the ledger is what counts.
            with folder.temporary(path.name, encoded(history), private=True, lasting=False) as temporary:
                folder.replace(temporary, path.name)
    except OSError as error:
        tell(_("undo cannot take back this change later: {reason}").format(reason=reason_of(error)))
