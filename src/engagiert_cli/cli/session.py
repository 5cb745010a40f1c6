"""What every command starts from: the ledger's file and today's date."""

from __future__ import annotations

import contextlib
import datetime
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from engagiert_cli.errors import Hint, LedgerInvalid, WrongUsage
from engagiert_cli.language import _, ngettext
from engagiert_cli.ledger import store
from engagiert_cli.ledger.dates import Date
from engagiert_cli.ledger.document import Document
from engagiert_cli.ledger.opening import opened
from engagiert_cli.ledger.store import Made
from engagiert_cli.output import messages
from engagiert_cli.output.hints import shell_quoted
from engagiert_cli.register.bodies import open_register

STANDARD_INPUT = "-"
_TODAY = "ENGAGIERT_TODAY"
_LONGEST = 200  # characters of a remembered command

T = TypeVar("T")


class Session:
    """The ledger that a command works on, requested or found."""

    def __init__(self, asked_for: Mapping[str, str] = {}) -> None:
        self._asked_for = asked_for  # filled in later if --ledger follows the command

    @property
    def asked(self) -> str | None:
        """The requested ledger, if any."""
        return self._asked_for.get("ledger")

    @property
    def is_standard_input(self) -> bool:
        """Whether the ledger comes from standard input."""
        return self.asked == STANDARD_INPUT

    @cached_property
    def today(self) -> datetime.date:
        """Today, asked once a run; ENGAGIERT_TODAY sets it for scripts and tests."""
        return today()

    def day(self, at: Date | None, since: Date | None, option: str, until: Date | None) -> datetime.date:
        """Return the day whose state is asked for: the last day of the date, by default and at most today.

        Notes a date in the future, and a `since` after the date `until`, which was given by `option`.
        """
        if since and until and until.certainly_before(since):
            message = _("--since {since} lies after {option} {date}")
            messages.note(message.format(since=since, option=option, date=until))
            since = None
        for date in (at, since):
            if date and date.earliest > self.today:
                message = _("{date} is still to come; this is the state of {today}")
                messages.note(message.format(date=date, today=Date.of_day(self.today)))
        return min(at.latest, self.today) if at else self.today

    @cached_property
    def path(self) -> Path:
        """The ledger's path; raises `Refusal` where there is none."""
        home = Path.home() if os.environ.get("HOME") or os.name == "nt" else None
        try:
            here = Path.cwd()
        except FileNotFoundError:  # the current folder has been deleted
            here = None
        return store.find(self.asked, os.environ, here, home)

    @cached_property
    def shown(self) -> str:
        """The ledger's path for messages."""
        return _("standard input") if self.is_standard_input else shown_path(self.path)

    @property
    def path_to_change(self) -> Path:
        """The path of the ledger to be changed; raises `WrongUsage` for standard input."""
        if self.is_standard_input:
            raise WrongUsage(_("a ledger from standard input cannot be changed"), (_("name a file: --ledger PATH"),))
        return self.path

    def read(self, *, count_warnings: bool = True) -> Document:
        """Return the ledger, and note how many warnings it has; raises `Refusal` and `LedgerInvalid`."""
        if self.is_standard_input:
            content = store.read_stream(sys.stdin.buffer, self.shown)
        else:
            content = store.read(self.path, self.shown)
        with self.offering_undo():
            document = self.opened(content.text)
        if document.warnings and count_warnings:
            text = ngettext(
                "{count} warning about the ledger; more: {command}",
                "{count} warnings about the ledger; more: {command}",
                len(document.warnings),
            )
            messages.note(Hint(text.format(count=len(document.warnings), command="{command}"), "check"))
        return document

    @contextlib.contextmanager
    def offering_undo(self) -> Iterator[None]:
        """Add to errors made by hand how to take them back."""
        try:
            yield
        except LedgerInvalid as invalid:
            from engagiert_cli.ledger import undo

            *others, last = invalid.problems
            is_ours = not self.is_standard_input and invalid.problems[0].code != "conflict-marker"
            if is_ours and undo.known(self.path).was_by_hand(undo.whole(store.read(self.path, self.shown))):
                remedy = _("or take back what was done by hand: {command}").format(command=self.typed("undo"))
                last = last._replace(remedies=(*last.remedies, remedy))
            raise LedgerInvalid((*others, last)) from None

    def opened(self, text: str, shown: str | None = None) -> Document:
        """Return the ledger of a text; raises `LedgerInvalid`."""
        return opened(text.removeprefix("\ufeff"), shown or self.shown, self.today, open_register)

    def opened_or_none(self, text: str) -> Document | None:
        """Return the ledger of a text; None where it is invalid, such as with an undecided merge."""
        try:
            return self.opened(text)
        except LedgerInvalid:
            return None

    def typed(self, command: str) -> str:
        """Return the command line for this ledger."""
        option = f" --ledger {shell_quoted(self.asked)}" if self.asked else ""
        return f"engagiert{option} {command}"

    @contextlib.contextmanager
    def changing(self, edit: Callable[[store.Content], tuple[store.Content, T]]) -> Iterator[Made[T]]:
        """Replace the ledger by what `edit` makes of it, as `store.changing` does, and remember it for undo."""
        from engagiert_cli.ledger import undo

        with self.offering_undo(), store.changing(self.path_to_change, self.shown, edit, messages.note) as made:
            undo.remember(made, messages.note, " ".join(map(shell_quoted, sys.argv[1:]))[:_LONGEST])
            made.unlock()
            yield made


def today() -> datetime.date:
    """Return today; ENGAGIERT_TODAY sets it for scripts and tests. Raises `WrongUsage` where that is not a day."""
    set_day = os.environ.get(_TODAY)
    if not set_day:
        return datetime.date.today()  # noqa: DTZ011 - the office's own day
    try:
        return datetime.date.fromisoformat(set_day)
    except ValueError:
        raise WrongUsage(_('{variable} is not a day: "{day}"').format(variable=_TODAY, day=set_day)) from None


def shown_path(path: Path) -> str:
    """Return the path for messages: relative where that is shorter."""
    try:
        return min(str(path), os.path.relpath(path), key=len)
    except (ValueError, FileNotFoundError):  # another drive, or nowhere
        return str(path)
