"""Where a command's output goes: to standard output, or into a file."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Mapping, Sequence
from difflib import unified_diff
from pathlib import Path

from engagiert_cli.errors import Problem, Refusal, WrongUsage
from engagiert_cli.files import export, reason_of
from engagiert_cli.language import _, ngettext
from engagiert_cli.lazy import NamedTuple
from engagiert_cli.ledger.document import Document
from engagiert_cli.output import messages, screen
from engagiert_cli.output.formats import FORMATS, Format, default_format, format_of, instead_of
from engagiert_cli.reports.table import Audience, Table
from engagiert_cli.text import safe

STANDARD_OUTPUT = Path("-")
_DIFFERENCE = {"+": "32", "-": "31", "@": "36"}


class Destination(NamedTuple):
    """The format of a table, and the file that it is written to, by default standard output."""

    format: Format
    file: Path | None
    force: bool = False
    """Whether somebody else's workbook may be replaced."""

    @property
    def is_for_machines(self) -> bool:
        """Whether machines read it, not people."""
        return self.format.audience is Audience.MACHINES


def destination(
    name: str | None, output: Path | None, force: bool = False, formats: Mapping[str, Format] = FORMATS
) -> Destination:
    """Return the destination: the format by its name, else by the file's ending, else by who is reading.

    Raises `WrongUsage` where it is not one of the `formats`, or not for a file.
    """
    if name and name not in formats:
        raise WrongUsage(
            _("the format {format} does not apply here").format(format=name),
            (_("choose from {formats}").format(formats=", ".join(formats)),),
        )
    if output is None or output == STANDARD_OUTPUT:
        for_reader = formats[name] if name else default_format(sys.stdout, formats)
        if for_reader.binary and (output is None or sys.stdout.isatty()):
            raise WrongUsage(
                _("{format} is only written to a file").format(format=for_reader.name),
                (_("name one, such as: {option}").format(option=f"-o members{for_reader.suffix}"),),
            )
        return Destination(for_reader, None)
    found = formats[name] if name else format_of(output, formats)
    if found is None or found.name == "table":
        endings = ", ".join(format_.suffix for format_ in formats.values() if format_.suffix)
        hint = _("use one of the endings {endings}").format(endings=endings)
        if near := instead_of(output, formats):
            hint = _("write {file} instead, which opens in the same programs").format(file=output.with_suffix(near))
        raise WrongUsage(_not_for(output, found), (hint,))
    return Destination(found, output, force)


def _not_for(output: Path, found: Format | None) -> str:
    if output.is_dir():
        return _("{path} is a folder").format(path=output)
    if found:
        return _("{format} is only for the screen").format(format=found.name)
    if not output.suffix:
        return _('"{file}" has no ending').format(file=output)
    return _("this command does not write files that end in {ending}").format(ending=output.suffix)


def publish(table: Table, to: Destination) -> None:
    """Write the table and its notes; if it is empty and the format does not say why, say it."""
    if to.file:
        hints = (_("for Excel, choose the ending .xlsx"),) if to.format.name == "csv" else ()
        write_file(to.file, data_of(table, to.format), hints, force=to.force)
    else:
        with screen.standard_output(machines=to.is_for_machines) as out:
            if to.format.binary:
                out.buffer.write(data_of(table, to.format))
            else:
                to.format.write(table, out)
    if not table.rows and table.empty and (to.file or to.format.name != "table"):
        messages.note(table.empty)
    for note in table.notes:
        messages.note(note)


def data_of(table: Table, format_: Format) -> bytes:
    """Return the bytes of the table in a file."""
    if format_.binary:
        data = io.BytesIO()
        format_.write(table, data)
        return data.getvalue()
    text = io.StringIO(newline="")
    format_.write(table, text)
    return text.getvalue().encode()


def write_file(output: Path, data: bytes, hints: Iterable[str] = (), *, force: bool = False) -> None:
    """Write a requested file, and report it.

    Raises `Refusal` where it cannot be written, is a ledger, or, unless forced, is a workbook that somebody else has
    made or saved.
    """
    from engagiert_cli.ledger.store import is_ledger
    from engagiert_cli.output.data.workbook import is_foreign

    replaces = output.is_file()
    if replaces and (is_ledger(output) or output.suffix.lower() == ".toml"):  # one that holds comments alone
        message = _("{path} is a ledger") if is_ledger(output) else _("{path} may be a ledger")
        raise Refusal(message.format(path=output), (_("choose another file"),))
    if replaces and not force and is_foreign(output):
        raise Refusal(
            _("{path} was not written by engagiert, or has been saved by another program since").format(path=output),
            (_("choose another file, or replace it all the same: --force"),),
        )
    export(output, data, str(output))
    said = _("{path} replaced") if replaces else _("{path} written")
    messages.note(said.format(path=output), hints)


def say(lines: Sequence[str], *, written: bool = False) -> None:
    """Write sentences to standard output; if that fails after the ledger was `written`, say so on standard error."""
    try:
        with screen.standard_output(heard=written) as out:
            out.writelines(f"{safe(line)}\n" for line in lines)
    except OSError as error:
        if not written:
            raise
        text = _("the ledger was written; only this could not be shown ({reason}): {text}")
        messages.note(text.format(reason=reason_of(error), text=" ".join(map(str.strip, lines))))


def say_difference(before: str, after: str, shown: str) -> None:
    """Write the diff of two texts to standard output, on a terminal in git's colours."""
    with screen.standard_output() as out:
        colour = screen.takes_colour_codes(out)
        for line in unified_diff(before.splitlines(), after.splitlines(), shown, shown, lineterm=""):
            code = _DIFFERENCE.get(line[:1]) if colour and not line.startswith(("+++", "---")) else None
            out.write(f"\x1b[{code}m{safe(line)}\x1b[0m\n" if code else f"{safe(line)}\n")


def say_problems(found: Sequence[Problem], summary: str) -> None:
    """Write problems to standard output, each with its line and remedy, and the summary."""
    with screen.standard_output() as out:
        out.write(messages.fitted(messages.located(found, colour=screen.takes_colour_codes(out)), out))
        if summary:
            out.write(f"{safe(summary)}\n")


def total(document: Document) -> str:
    """Return how many members there are today, as a sentence."""
    count = len(document.ledger.members_at(document.today))
    return ngettext("{count} member.", "{count} members.", count).format(count=count)
