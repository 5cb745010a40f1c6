"""Commands for a start: init, schema, and the program without a command."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Annotated

import typer

from engagiert_cli.cli.emit import STANDARD_OUTPUT, say, write_file
from engagiert_cli.cli.options import argument, option
from engagiert_cli.cli.session import Session, shown_path
from engagiert_cli.errors import Hint, Refusal, WrongUsage
from engagiert_cli.language import _
from engagiert_cli.lazy import text_of
from engagiert_cli.ledger import store
from engagiert_cli.ledger.edits import new_text
from engagiert_cli.ledger.members import Network
from engagiert_cli.output import screen
from engagiert_cli.output.hints import shell_quoted
from engagiert_cli.register.bodies import open_register
from engagiert_cli.reports import problems

_DEFAULT_NAME = "members.toml"
_EXAMPLES = {"": ("example.toml", "members.toml"), "de": ("example-de.toml", "germany.toml")}

_FILE = _("The file, or the folder for members.toml; by default the current folder.")
LedgerPath = Annotated[Path | None, argument(_("PATH"), _FILE)]
NetworkName = Annotated[str | None, option("--name", _("TEXT"), _("The network's name."))]
_REGISTER = _("The register of the bodies that can join: nrw, de, by …")
RegisterName = Annotated[str | None, option("--register", _("REGISTER"), _REGISTER)]
_EXAMPLE = _("Start with the 23 founding members of engagiert in NRW; with de, a network in several Länder.")
Example = Annotated[bool, typer.Option("--example", help=_EXAMPLE)]


def init(
    context: typer.Context,
    path: LedgerPath = None,
    name: NetworkName = None,
    register: RegisterName = None,
    example: Example = False,
) -> None:
    """Start a ledger."""
    session: Session = context.obj
    if example and (name is not None or register is not None):
        raise WrongUsage(_("--example brings its own name and register"))
    if session.asked and path:
        raise WrongUsage(_("say where to start the ledger once: PATH or --ledger"))
    if register:
        open_register(register)
    text = new_text(Network(name or "", register=register))
    if example:
        named = str(path) if path and str(path) in _EXAMPLES else ""
        text, path = _example(named), None if named else path
    target = path or Path(session.asked or os.environ.get(store.VARIABLE) or _DEFAULT_NAME)
    if target.is_dir():
        target /= _DEFAULT_NAME
    elif target.suffix.lower() != ".toml":
        for_network = _("to start a ledger here, for a network of that name: {command}")
        for_file = _("to start that file: {command}")
        hints = Hint(for_network, "init", options={"name": str(target)}), Hint(for_file, "init", f"{target}.toml")
        raise Refusal(_('"{path}" is neither a folder nor a .toml file').format(path=target), hints)
    shown = shown_path(target)
    store.create(target, text, shown)
    following = "engagiert report" if example else _("engagiert join NAME --signed DATE")
    if not _is_found(target):
        following = following.replace("engagiert", f"engagiert --ledger {shell_quoted(shown)}", 1)
    say((_("{path} created.").format(path=shown), _("Next: {command}").format(command=following)))


def _is_found(path: Path) -> bool:
    """Whether commands find the ledger from the current folder by themselves."""
    with contextlib.suppress(OSError, Refusal):
        return os.path.samefile(Session().path, path)
    return False


def schema(
    output: Annotated[Path | None, option("-o --output", _("FILE"), _("Write it to this file."))] = None,
) -> None:
    """Print the ledger's JSON Schema."""
    text = text_of("ledger/schema.json")
    if output is not None and output != STANDARD_OUTPUT:
        write_file(output, text.encode())
        return
    with screen.standard_output(machines=True) as out:
        out.write(text)


def overview(session: Session) -> None:
    """Say where the ledger is and what it holds, and how to go on."""
    document = session.read(count_warnings=False)
    summary = problems.summary(document, document.warnings)
    more = _("More: engagiert list, engagiert report, engagiert --help")
    say([line for line in (document.ledger.network.name, summary, more) if line])


def _example(name: str) -> str:
    """Return the text of an example ledger, from the wheel or the repository."""
    in_wheel, in_repository = _EXAMPLES[name]
    with contextlib.suppress(FileNotFoundError):
        return text_of(in_wheel)
    return (Path(__file__).parents[3] / "data" / in_repository).read_text("utf-8")
