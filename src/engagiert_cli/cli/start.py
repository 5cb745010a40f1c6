"""The commands for whoever starts: init, and the program alone."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from engagiert_cli.cli.emit import STANDARD_OUTPUT, say, write_file
from engagiert_cli.cli.hints import shell_quoted
from engagiert_cli.cli.session import Session, shown_path
from engagiert_cli.errors import Refusal, WrongUsage
from engagiert_cli.language import _
from engagiert_cli.ledger import store
from engagiert_cli.ledger.edits import new_text
from engagiert_cli.ledger.members import Network
from engagiert_cli.output import screen
from engagiert_cli.register.bodies import open_register
from engagiert_cli.reports import problems

_DEFAULT_NAME = "members.toml"
_EXAMPLES = {"": ("example.toml", "members.toml"), "de": ("example-de.toml", "germany.toml")}


def init(
    context: typer.Context,
    path: Annotated[
        Path | None,
        typer.Argument(metavar=_("PATH"), help=_("The file, or the folder for members.toml; this folder by default.")),
    ] = None,
    name: Annotated[str | None, typer.Option(metavar=_("TEXT"), help=_("The network's name."))] = None,
    register: Annotated[
        str | None,
        typer.Option(metavar=_("REGISTER"), help=_("The register of the bodies that can join: nrw, de, by …")),
    ] = None,
    example: Annotated[
        bool,
        typer.Option(
            "--example",
            help=_("Start with the 23 founding members of engagiert in NRW; with de, a network in several Länder."),
        ),
    ] = False,
) -> None:
    """Start a ledger."""
    if example and (name is not None or register is not None):
        raise WrongUsage(_("--example brings its own name and register"))
    session: Session = context.obj
    if session.asked and path:
        raise WrongUsage(_("say where to start the ledger once: PATH or --ledger"))
    if register:
        open_register(register)
    name_of_example = ""
    if example and path and str(path) in _EXAMPLES:
        name_of_example, path = str(path), None
    target = path or Path(session.asked or os.environ.get(store.VARIABLE) or _DEFAULT_NAME)
    if target.is_dir():
        target /= _DEFAULT_NAME
    elif target.suffix.lower() != ".toml":
        raise _found_by_nobody(target)
    text = _example(name_of_example) if example else new_text(Network(name or "", register=register))
    shown = shown_path(target)
    store.create(target, text, shown)
    following = "engagiert report" if example else _("engagiert join NAME --signed DATE")
    if not _is_found(target):
        following = following.replace("engagiert", f"engagiert --ledger {shell_quoted(shown)}", 1)
    say((_("{path} created.").format(path=shown), _("Next: {command}").format(command=following)))


def _found_by_nobody(target: Path) -> Refusal:
    """Refuse a file that no later command would find or take for a ledger; it may be meant as a name."""
    called = shell_quoted(str(target))
    return Refusal(
        _('"{path}" is neither a folder nor a .toml file').format(path=target),
        (
            _("to start a ledger here, for a network of that name: {command}").format(
                command=f"engagiert init --name {called}"
            ),
            _("to start that file: {command}").format(command=f"engagiert init {shell_quoted(f'{target}.toml')}"),
        ),
    )


def _is_found(path: Path) -> bool:
    """Whether commands find the ledger from here, without being told where it is."""
    try:
        return os.path.samefile(Session().path, path)
    except (OSError, Refusal):
        return False


def schema(
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar=_("FILE"), help=_("Write it to this file."))
    ] = None,
) -> None:
    """Print the ledger's JSON Schema."""
    text = (resources.files("engagiert_cli") / "ledger" / "schema.json").read_text("utf-8")
    if output is not None and output != STANDARD_OUTPUT:
        write_file(output, text.encode())
        return
    with screen.standard_output(machines=True) as out:
        out.write(text)


def overview(session: Session) -> None:
    """Say where the ledger is and what it holds, and how to go on."""
    document = session.read(count_warnings=False)
    network = document.ledger.network.name
    lines = [network] if network else []
    lines += [
        problems.summary(document, document.warnings),
        _("More: engagiert list, engagiert report, engagiert --help"),
    ]
    say(lines)


def _example(name: str) -> str:
    """Return the founding ledger, or another by its name: from the wheel, or from the repository."""
    in_wheel, in_repository = _EXAMPLES[name]
    packaged = resources.files("engagiert_cli") / in_wheel
    if packaged.is_file():
        return packaged.read_text("utf-8")
    return (Path(__file__).parents[3] / "data" / in_repository).read_text("utf-8")
