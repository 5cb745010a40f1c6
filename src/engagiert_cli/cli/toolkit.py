"""Typer and its Click in the reader's language: help, wrong usage, completion.

Typer 0.28 speaks only English, without a public way to change that. Its private parts are used only here.
`tests/cli/test_toolkit.py` tries each name and each sentence, and says what to do when another Typer has changed one.
"""

from __future__ import annotations

import itertools
import os
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import copy
from operator import attrgetter
from typing import Any, get_type_hints

from typer._click.core import Command as AnyCommand
from typer._click.core import Context, Parameter
from typer._click.exceptions import BadParameter, MissingParameter, NoSuchOption, UsageError
from typer._click.formatting import HelpFormatter
from typer._click.shell_completion import _resolve_context, _resolve_incomplete
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command_from_info
from typer.models import CommandInfo

from engagiert_cli.cli.boundary import exit_code_of
from engagiert_cli.errors import WrongUsage
from engagiert_cli.language import _
from engagiert_cli.lazy import NamedTuple, named, text_of

HELP_OPTIONS = ("-h", "--help")
HELP_NAMES = {"help_option_names": list(HELP_OPTIONS)}

_TOO_MANY = r"Got unexpected extra argument\(s\) \((.*)\)"

_BRACES = str.maketrans("", "", "{}")


class Formatter(HelpFormatter):
    """Typer's help page in the reader's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the first line."""
        super().write_usage(prog, args.translate(_BRACES), prefix or _("Usage: "))

    def write_heading(self, heading: str) -> None:
        """Write the heading of a section, Typer's or our own."""
        headings = {"Arguments": _("Arguments"), "Options": _("Options")}
        super().write_heading(headings.get(heading, heading))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 26, col_spacing: int = 2) -> None:
        """Write options or commands, each with what it does."""
        super().write_dl([in_our_words(*row) for row in rows], col_max, col_spacing)


def in_our_words(name: str, help_: str) -> tuple[str, str]:
    """Return a line of a help page without Typer's mark for required ones, and with our words for `--help`."""
    help_ = help_.replace("[required]", "").replace("Show this message and exit.", _("Show this help."))
    return name.translate(_BRACES), help_.strip()


def rows_of(name: str) -> Iterator[list[str]]:
    """Yield the rows of a table beside this module, without its header."""
    return (line.split("\t") for line in text_of(f"cli/{name}").splitlines()[1:])


def examples_of(command: str | None) -> list[str]:
    """Return the two examples on the help page of a command, or of the program."""
    return next((examples for name, *examples in rows_of("examples.tsv") if name == command), [])


def one_of(choices: Collection[str], others: Mapping[str, str] = {}, command: str = "") -> Callable[[str], str]:
    """Return the parser of a word: one of the choices, or another word for one, in any case."""

    def parse(typed: str) -> str:
        word = others.get(typed.casefold(), typed.casefold())
        if word in choices:
            return word
        from engagiert_cli.cli.words import choice_meant

        message = _('"{text}" is not one of {choices}').format(text=typed, choices=", ".join(choices))
        raise BadParameter(message + choice_meant(typed, choices, command))

    return parse


class _Context(Context):
    formatter_class = Formatter


def _format_help_text(self: TyperCommand | TyperGroup, ctx: Context, formatter: HelpFormatter) -> None:
    """Write what the command does, and two examples; a backspace keeps Typer from joining them into a paragraph."""
    formatter.write_paragraph()
    with formatter.indentation():
        formatter.write_text("\n".join((self.help or "", "", "\b", *examples_of(self.name))))


class Command(TyperCommand):
    """A command with help in the reader's language, which also takes the program's options."""

    context_class = _Context
    format_help_text = _format_help_text

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse the arguments; raises `WrongUsage` where an option for one value has several."""
        several = sum(word.startswith("-") for word in args) > 1
        order = self.make_parser(ctx).parse_args(args=list(args))[-1] if several else ()
        for option in order:
            if isinstance(option, TyperOption) and not (option.multiple or option.is_flag) and order.count(option) > 1:
                raise WrongUsage(_("{option} takes one value only").format(option=max(option.opts, key=len)))
        return super().parse_args(ctx, args)

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Return its parameters and those of the program, which its help page does not show."""
        parameters, program = [*super().get_params(ctx)], ctx.find_root().command
        for option in program.params if isinstance(program, Group) else ():
            own = copy(option)  # it takes effect by itself; the command does not get it
            own.hidden, own.expose_value = True, False  # type: ignore[attr-defined]  # as every option has it
            parameters.append(own)
        return parameters


class CommandEntry(NamedTuple):
    """A command: its name, its function as `module.function` in this package, its group, and its summary."""

    name: str
    function: str
    group: str
    summary: str


class Group(TyperGroup):
    """The program: all its errors end in the error boundary, in a process and in a test alike."""

    context_class = _Context
    format_help_text = _format_help_text
    catalogue: Mapping[str, CommandEntry]

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the names of the commands in the order of the help page."""
        return list(self.catalogue)

    def get_command(self, ctx: Context, cmd_name: str) -> AnyCommand | None:
        """Return the command, imported and built only now, since that takes time."""
        if cmd_name not in self.catalogue:
            return None
        entry = self.catalogue[cmd_name]
        function = named(f"engagiert_cli.cli.{entry.function}")
        function.__annotations__ = get_type_hints(function, include_extras=True)  # once; Typer does it four times
        return get_command_from_info(
            CommandInfo(
                name=cmd_name,
                cls=Command,
                callback=function,
                help=entry.summary,
                options_metavar=_("[OPTIONS]"),
                context_settings=HELP_NAMES,
            ),
            pretty_exceptions_short=False,
            rich_markup_mode=None,
        )

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write each command with its summary, by groups, without building any."""
        width = max(map(len, self.catalogue))
        for heading, entries in itertools.groupby(self.catalogue.values(), attrgetter("group")):
            with formatter.section(heading):
                formatter.write_dl([(entry.name.ljust(width), entry.summary) for entry in entries])

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, AnyCommand | None, list[str]]:
        """Return the command with its name and its arguments; raises `WrongUsage` where there is none."""
        if args[0] not in self.catalogue and not ctx.resilient_parsing:
            raise self.unknown(args[0])
        return super().resolve_command(ctx, args)

    def unknown(self, word: str) -> WrongUsage:
        """Return the error for a word that is not a command, with other words for it."""
        from engagiert_cli.cli.words import meant, near, question

        summaries = {name: entry.summary for name, entry in self.catalogue.items()}
        summaries["--version"] = _("Show the version.")
        lines = meant(word, summaries, "command")
        hints = (f"{summaries[line.split()[0]][:-1]}: engagiert {line}" for line in lines)
        message = _('there is no command "{}"').format(word)
        message += "" if lines else question(near(word, self.catalogue))
        return WrongUsage(message, (*hints, _("more: {command}").format(command="engagiert --help")))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line, or complete it, and return the exit code."""
        arguments = sys.argv[1:] if args is None else list(args)
        if shell := os.environ.get("_ENGAGIERT_COMPLETE"):
            from engagiert_cli.cli.completion import answer

            answer(self._offers, shell, arguments)
            return 0
        return exit_code_of(lambda: self._run(self._help_first(arguments)), arguments)

    def _run(self, arguments: list[str]) -> None:
        try:
            with self.make_context("engagiert", arguments) as context:
                self.invoke(context)
        except UsageError as error:
            raise worded(error) from None

    def _help_first(self, arguments: list[str]) -> list[str]:
        """Return the command line of a help page if help is asked for anywhere, else the arguments."""
        words = arguments[: arguments.index("--")] if "--" in arguments else arguments
        if not set(HELP_OPTIONS) & set(words):
            return arguments
        commands = [word for word in words if word in self.catalogue]
        unknown = [word for word in words if not word.startswith("-")]
        return ["help", *(commands or unknown)[:1]]

    def _offers(self, before: Sequence[str], word: str) -> Iterator[tuple[str, str]]:
        """Yield the completions of the word after those before it, each with a description."""
        context = _resolve_context(self, {}, "engagiert", list(before))
        asked, word = _resolve_incomplete(context, list(before), word)
        for item in asked.shell_complete(context, word):
            if item.type == "plain":
                yield item.value, item.help or ""


def worded(error: UsageError) -> WrongUsage:
    """Return an error of Typer in our words, with a hint to the help page."""
    if error.ctx is None:
        return WrongUsage(_message(error))
    more = _("more: {command}").format(command=f"{error.ctx.command_path} --help")
    return WrongUsage(_message(error), (*_too_many(error, error.ctx), more))


def sentences() -> dict[str, str]:
    """Return Typer's sentences, as patterns, and ours for them."""
    return {
        r"Missing command\.": _("a command is missing"),
        _TOO_MANY: _("too many arguments: {}"),
        r"Option ['\"](.*)['\"] requires an argument\.": _("{} needs a value"),
        r"Option ['\"](.*)['\"] does not take a value\.": _("{} takes no value"),
        r"['\"](.*)['\"] is not a valid int(?: range)?\.": _('"{}" is not a whole number'),
        r"(.*) is not in the range x>=1\.": _("{} is too few; the least is 1"),
    }


def _message(error: UsageError) -> str:
    if isinstance(error, NoSuchOption):
        return _("there is no option {option}").format(option=error.option_name) + _option_meant(error)
    if isinstance(error, MissingParameter):
        return _("{parameter} is missing").format(parameter=_parameter(error))
    message = error.message  # one of our own, unless it is one of Typer's
    for pattern, ours in sentences().items():
        if match := re.fullmatch(pattern, error.message, re.DOTALL):
            message = ours.format(*match.groups())
    return f"{_parameter(error)}: {message}" if isinstance(error, BadParameter) and error.param else message


def _too_many(error: UsageError, context: Context) -> Iterator[str]:
    """Yield hints on superfluous words: perhaps a name of several words, or a file to write."""
    more = re.fullmatch(_TOO_MANY, error.message, re.DOTALL)
    takes = {parameter.name for parameter in context.command.params}
    if more and "name" in takes:
        yield _("put a name of several words in quotation marks: {name}").format(name='"Kreis Lippe"')
    if more and "output" in takes and re.fullmatch(r"\S+\.\w+", more[1]):
        yield _("to write to a file: {option}").format(option=f"-o {more[1]}")


def _parameter(error: BadParameter) -> str:
    assert error.param  # Typer's are about one
    if error.param.param_type_name == "option":
        return max(error.param.opts, key=len)
    return error.param.human_readable_name.strip("[]…")


def _option_meant(error: NoSuchOption) -> str:
    """Return the question whether another option is meant, by another word for it, else by a similar one."""
    from engagiert_cli.cli.words import meant, near, question

    assert error.ctx
    there = {name: name.lstrip("-") for option in error.ctx.command.get_params(error.ctx) for name in option.opts}
    spelt = near(error.option_name.lstrip("-"), there.values())
    other_names = meant(error.option_name, {"engagiert", *there}, "option")
    return question(other_names or [name for name in there if there[name] in spelt])
