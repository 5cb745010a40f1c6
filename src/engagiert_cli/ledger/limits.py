"""What no entry may have: an empty name, characters that do not show, a date in the future."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _
from engagiert_cli.ledger.dates import Date
from engagiert_cli.text import is_german, odd_characters

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

TEXT_LIMIT = 200  # characters of a name


def require(*refusals: Refusal | None) -> None:
    """Raise the first refusal of these, if there is one."""
    for refusal in filter(None, refusals):
        raise refusal


def refused_future(date: Date | None, today: datetime.date) -> Refusal | None:
    """Return what stands against a date: it lies in the future."""
    if date is None or date.earliest <= today:
        return None
    return Refusal(
        _("{date} is in the future: today is {today}").format(date=date, today=Date.of_day(today)),
        (_("the ledger holds what has happened: enter it when the day has come"),),
    )


def refused_name(name: str) -> Refusal | None:
    """Return what stands against a name whatever the register: it is empty, too long, or has what does not show."""
    if not any(map(str.isalnum, name)):
        return Refusal(
            _('a name without letters: "{name}"').format(name=name) if name.strip() else _("the name is empty"),
            (_("name a body, such as: Witten"),),
        )
    if len(name) > TEXT_LIMIT:
        return Refusal(
            _("a name of {length} characters; at most {limit}").format(length=len(name), limit=TEXT_LIMIT),
            (_("put long remarks in the note"),),
        )
    if is_german(name):  # and so not read in a wrong encoding
        return None if name.isprintable() else _refused_characters(name)
    return _refused_characters(name) or _misread(name)


def _misread(name: str) -> Refusal | None:
    """Return what stands against a name that was read in a wrong encoding."""
    from engagiert_cli.encodings import meant  # few names have other letters

    found = meant(name)
    return Refusal(found[1], (_("did you mean {name}?").format(name=found[0]),)) if found else None


def refused_text(*texts: str | None, remarks: Iterable[str | None] = ()) -> Refusal | None:
    """Return what stands against the texts: characters that do not show; `remarks` may be of several lines."""
    lines = [line for remark in remarks if remark for line in remark.split("\n")]
    return next(filter(None, map(_refused_characters, filter(None, (*texts, *lines)))), None)


def _refused_characters(text: str) -> Refusal | None:
    odd = odd_characters(text)
    if not odd:
        return None
    return Refusal(
        _('invisible characters in "{text}": {characters}').format(
            text=text[:TEXT_LIMIT], characters=", ".join(dict.fromkeys(odd))
        ),
        (_("type it again, on one line"),),
    )
