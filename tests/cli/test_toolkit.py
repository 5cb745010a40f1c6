"""What the toolkit takes from Typer that Typer promises to nobody: each name and each sentence is there as it uses it.

Where a test fails after Typer has changed: read in its source what has become of the name or the sentence, change
`cli/toolkit.py` and nothing else, and raise the lower bound of Typer in `pyproject.toml`.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from importlib.metadata import version
from typing import Annotated, Any

import pytest
import typer
from typer._click.exceptions import UsageError

from engagiert_cli.cli import toolkit
from engagiert_cli.language import use

WHAT_TO_DO = f"Typer {version('typer')} is another one: see the head of tests/cli/test_toolkit.py"
SOURCE = ast.parse(inspect.getsource(toolkit))
PRIVATE = [
    (node.module, alias.name)
    for node in ast.walk(SOURCE)
    if isinstance(node, ast.ImportFrom) and str(node.module).startswith("typer")
    for alias in node.names
]
OURS = [
    class_
    for class_ in vars(toolkit).values()
    if isinstance(class_, type) and class_.__module__ == toolkit.__name__ and class_.__base__.__module__[:5] == "typer"
]
OVERRIDDEN = [
    (class_, name) for class_ in OURS for name in vars(class_) if name[0] != "_" and hasattr(class_.__base__, name)
]
OWN = {"catalogue", "unknown"}


@pytest.mark.parametrize(("module", "name"), PRIVATE)
def test_a_private_name_is_where_it_was(module: str, name: str) -> None:
    """Every name that is imported, whether when it runs or for its types."""
    assert hasattr(importlib.import_module(module), name), f"{module} has no {name}. {WHAT_TO_DO}"


def test_all_that_is_private_is_tried() -> None:
    """There are names to try, and classes built upon them."""
    assert {"Context", "HelpFormatter", "TyperGroup", "UsageError"} <= {name for _, name in PRIVATE}
    assert {class_.__name__ for class_ in OURS} == {"Formatter", "_Context", "Command", "Group"}


@pytest.mark.parametrize("class_", OURS)
def test_no_method_of_ours_replaces_nothing(class_: type) -> None:
    """What our classes define is there in Typer's, which calls it; else it would never run."""
    public = {name for name in vars(class_) if name[0] != "_"} - OWN
    lost = {
        name for name in public if not hasattr(class_.__base__, name) and name not in class_.__base__.__annotations__
    }
    assert lost == set(), f"Typer calls no {lost} of {class_.__name__}. {WHAT_TO_DO}"


@pytest.mark.parametrize(("class_", "name"), OVERRIDDEN, ids=lambda value: getattr(value, "__name__", value))
def test_a_method_that_we_replace_is_called_as_before(class_: type, name: str) -> None:
    """It takes the parameters of Typer's own one, in their order."""
    ours, theirs = getattr(class_, name), getattr(class_.__base__, name)
    if callable(ours) and not isinstance(ours, type):
        wanted = list(inspect.signature(theirs).parameters)
        assert list(inspect.signature(ours).parameters) == wanted, f"{class_.__name__}.{name}: {WHAT_TO_DO}"


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("NoSuchOption", {"option_name", "possibilities", "ctx"}),
        ("MissingParameter", {"param", "ctx"}),
        ("BadParameter", {"param", "message", "ctx"}),
        ("UsageError", {"message", "ctx"}),
    ],
)
def test_an_error_says_what_it_said(name: str, attributes: set[str]) -> None:
    """Each has the facts that our sentence is made of."""
    error = getattr(toolkit, name)(
        *{"UsageError": ("x",), "BadParameter": ("x",), "NoSuchOption": ("--x",)}.get(name, ())
    )
    assert {each for each in attributes if not hasattr(error, each)} == set(), WHAT_TO_DO


probe = typer.Typer(add_completion=False, rich_markup_mode=None)


@probe.command("plain")
def _plain(
    size: Annotated[str, typer.Option(parser=toolkit.one_of(("small", "large")))] = "small",
    count: Annotated[int, typer.Option(min=1)] = 1,
    flag: Annotated[bool, typer.Option("--flag")] = False,
) -> None:
    """Take one of each kind of option, and no argument."""


@probe.command("named")
def _named(name: Annotated[str, typer.Argument(metavar="NAME", help="Wer.")]) -> None:
    """Take one argument."""


def refused(*arguments: str) -> Any:
    """Return what Typer itself, without the toolkit, says of a command line."""
    command = typer.main.get_command(probe)
    with pytest.raises(UsageError) as caught, command.make_context("probe", list(arguments)) as context:
        command.invoke(context)
    return caught.value


REFUSED = {
    (): "a command is missing",
    ("plain", "a", "b"): "too many arguments: a b",
    ("plain", "--size"): "--size needs a value",
    ("plain", "--flag=x"): "--flag takes no value",
    ("plain", "--count", "many"): '--count: "many" is not a whole number',
    ("plain", "--count", "0"): "--count: 0 is too few; the least is 1",
    ("plain", "--cuont"): "there is no option --cuont. Did you mean --count?",
    ("plain", "-x"): "there is no option -x",
    ("named",): "NAME is missing",
}


@pytest.mark.parametrize(("arguments", "ours"), REFUSED.items())
def test_a_sentence_of_typer_becomes_ours(arguments: tuple[str, ...], ours: str) -> None:
    """Whatever Typer says of a command line, we say in our words."""
    error = refused(*arguments)
    assert toolkit.worded(error).message == ours, f"Typer says: {error.message!r}. {WHAT_TO_DO}"


def test_every_sentence_is_tried() -> None:
    """No pattern stands there that Typer's sentences no longer match."""
    said = [refused(*arguments).message for arguments in REFUSED]
    unheard = [each for each in toolkit.sentences() if not any(re.fullmatch(each, sentence) for sentence in said)]
    assert unheard == [], WHAT_TO_DO


def test_typers_own_words_on_a_help_page_are_ours() -> None:
    """Its headings, its mark of what is required and its own option are in the reader's language."""
    use("de")
    command: Any = typer.main.get_command(probe)
    named: Any = toolkit.Command(
        name="probe", params=command.commands["named"].params, help="Hilfe.", rich_markup_mode=None
    )
    with named.make_context("probe", [], resilient_parsing=True) as context:
        page = named.get_help(context)
    headings = {line for line in page.splitlines() if line.endswith(":")}
    assert headings == {"Angaben:", "Optionen:"}, f"{page}\n{WHAT_TO_DO}"
    assert page.startswith("Aufruf: probe")
    assert not re.search(r"[{}]|required|Show this", page), f"{page}\n{WHAT_TO_DO}"
