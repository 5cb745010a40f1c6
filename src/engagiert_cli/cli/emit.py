"""Where a table goes: to the reader at standard output, or into a file."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

from engagiert_cli.errors import Refusal, WrongUsage
from engagiert_cli.files import reason_of
from engagiert_cli.language import _, ngettext
from engagiert_cli.output import messages, screen
from engagiert_cli.output.formats import FORMATS, Format, default_format, format_of
from engagiert_cli.output.safe import safe
from engagiert_cli.reports.table import Audience

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from engagiert_cli.errors import Problem
    from engagiert_cli.ledger.members import Ledger
    from engagiert_cli.reports.table import Table

_NAMED = 10  # names in a sentence; the others are counted


def chosen(name: str | None, output: Path | None, formats: Mapping[str, Format] = FORMATS) -> Format:
    """Return the format that is meant: the one named, else by the file's ending, else by who is reading.

    Raises `WrongUsage` where it is none of the `formats`, or none for a file.
    """
    if name and name not in formats:
        raise WrongUsage(
            _("the format {format} does not apply here").format(format=name),
            (_("there are {formats}").format(formats=", ".join(formats)),),
        )
    if output is None:
        for_reader = formats[name] if name else default_format(sys.stdout, formats)
        if for_reader.binary:
            raise WrongUsage(
                _("{format} goes into a file").format(format=for_reader.name),
                (_("name one, such as: {option}").format(option=f"-o members{for_reader.suffix}"),),
            )
        return for_reader
    found = formats[name] if name else format_of(output, formats)
    if found is None or found.name == "table":
        endings = ", ".join(format_.suffix for format_ in formats.values() if format_.suffix)
        raise WrongUsage(
            _('"{file}" says no format for a file').format(file=output),
            (_("use one of the endings {endings}").format(endings=endings),),
        )
    return found


def publish(table: Table, format_: Format, output: Path | None, ledger: Path | None) -> None:
    """Write the table; an empty one comes with a hint. Raises `Refusal` where a file cannot be written."""
    if output is None:
        with screen.standard_output(machines=format_.audience is Audience.MACHINES) as out:
            format_.write(table, out)
    else:
        _export(table, format_, output, ledger)
    if not table.rows and table.empty and not (output is None and format_.name == "table"):
        messages.note(table.empty)


def named(names: Sequence[str]) -> str:
    """Return the names as they stand in a sentence: the first ones, and how many more there are."""
    more = len(names) - _NAMED
    if more < 2:
        return ", ".join(names)
    others = ngettext("{count} more", "{count} more", more).format(count=more)
    return ", ".join([*names[:_NAMED], others])


def say(lines: Iterable[str]) -> None:
    """Write sentences to standard output."""
    with screen.standard_output() as out:
        out.writelines(f"{safe(line)}\n" for line in lines)


def say_written(lines: Sequence[str]) -> None:
    """Write what was done to standard output; where that is not possible, the ledger is written all the same."""
    try:
        with screen.standard_output(heard=True) as out:
            out.writelines(f"{safe(line)}\n" for line in lines)
    except OSError as error:
        messages.note(
            _("the ledger is written; only this could not be said ({reason}): {text}").format(
                reason=reason_of(error), text=" ".join(lines)
            )
        )


def total(ledger: Ledger, day: datetime.date) -> str:
    """Return how many members there are that day, as a sentence."""
    count = len(ledger.members_at(day))
    return ngettext("{count} member.", "{count} members.", count).format(count=count)


def say_problems(found: Sequence[Problem], summary: str) -> None:
    """Write problems to standard output, each with its line and what to do, and the summary."""
    with screen.standard_output() as out:
        out.write(messages.located(found, colour=screen.takes_colour_codes(out)))
        if summary:
            out.write(f"{safe(summary)}\n")


def _export(table: Table, format_: Format, output: Path, ledger: Path | None) -> None:
    from engagiert_cli.files import export

    if ledger is not None and os.path.realpath(output) == os.path.realpath(ledger):
        raise Refusal(_("{path} is the ledger itself").format(path=output), (_("choose another file"),))
    export(output, _bytes(table, format_), str(output))
    hints = (_("for Excel, choose the ending .xlsx"),) if format_.name == "csv" else ()
    messages.note(_("{path} is written").format(path=output), hints)


def _bytes(table: Table, format_: Format) -> bytes:
    if format_.binary:
        data = io.BytesIO()
        format_.write(table, data)
        return data.getvalue()
    text = io.StringIO(newline="")
    format_.write(table, text)
    return text.getvalue().encode()
