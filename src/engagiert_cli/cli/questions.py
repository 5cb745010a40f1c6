"""The commands that answer from the ledger."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from engagiert_cli.cli import options
from engagiert_cli.cli.emit import destination, publish, say_problems
from engagiert_cli.cli.names import explained, round_called, selection, without_register
from engagiert_cli.cli.options import argument, dated, option, parse_date
from engagiert_cli.cli.session import Session
from engagiert_cli.cli.toolkit import one_of
from engagiert_cli.errors import LedgerInvalid, Refusal, Refusals, Severity, WrongUsage
from engagiert_cli.language import _, named, ngettext
from engagiert_cli.ledger.dates import Date
from engagiert_cli.ledger.document import Document
from engagiert_cli.output import messages
from engagiert_cli.output.formats import FORMATS_OF_PROBLEMS, FORMATS_WITH_PLACES
from engagiert_cli.output.hints import all_worded
from engagiert_cli.register.bodies import Register
from engagiert_cli.reports import members
from engagiert_cli.who import Who, meant_by, register_of, remarks

if TYPE_CHECKING:
    from engagiert_cli.ledger.changes import Change

_OLD = 548  # days after which a register is old: a year and a half
_SORTS = [sort.value for sort in members.Sort]
_SORT = _("What to sort by; the name by default.")
Sort = Annotated[str, option("--sort", "|".join(_SORTS), _SORT, _SORTS, one_of(_SORTS))]
_WORDS = _("Only members with all of these words in name, district, note or source.")
_POSSIBLE = _("Also those that may match, since their date is too vague to tell.")
_BODIES = _("Members or other bodies, by name or key.")
_FIX = _("First fill in official keys and spellings where they are certain.")


def list_(
    context: typer.Context,
    words: Annotated[list[str] | None, argument(_("[WORD…]"), _WORDS)] = None,
    since: Annotated[Date | None, dated("--since", _("Only members that signed then or later."))] = None,
    until: Annotated[Date | None, dated("--until", _("Only members that signed then or earlier."))] = None,
    at: options.At = None,
    round_id: options.RoundId = None,
    kinds: options.Kinds = None,
    areas: options.In = None,
    former: Annotated[bool, typer.Option("--former", help=_("Only former members."))] = False,
    all_: Annotated[bool, typer.Option("--all", help=_("Former members, too."))] = False,
    possible: Annotated[bool, typer.Option("--possible", help=_POSSIBLE)] = False,
    sort: Sort = members.Sort.NAME.value,
    format_: options.ListFormat = None,
    output: options.Output = None,
    force: options.Force = False,
) -> None:
    """List the members."""
    if former and all_:
        raise WrongUsage(_("--former and --all cannot be combined"), (_("--all shows former members, too"),))
    session: Session = context.obj
    ledger = session.read().ledger
    question = members.Question(
        day=session.day(at, since, "--until", until),
        since=since,
        until=until,
        round=round_called(ledger, round_id),
        selection=selection(ledger, kinds, areas),
        state=members.State.FORMER if former else members.State.ALL if all_ else members.State.CURRENT,
        possible=possible,
        sort=members.Sort(sort),
        words=tuple(words or ()),
        date=_only_a_date(words) if words else None,
    )
    publish(members.table(ledger, question), destination(format_, output, force, FORMATS_WITH_PLACES))


def _only_a_date(words: list[str]) -> Date | None:
    """Return the date that the searched words are, if they are one."""
    with contextlib.suppress(typer.BadParameter):
        return parse_date(" ".join(words))
    return None


def show(
    context: typer.Context,
    names: Annotated[list[str], argument(_("NAME…"), _BODIES, "members")],
    format_: options.Format = None,
    output: options.Output = None,
    force: options.Force = False,
) -> None:
    """Show members or other bodies."""
    from engagiert_cli.reports import profile

    session: Session = context.obj
    document = session.read()
    who = Who(document.ledger)
    with explained(names, session, document):
        meant, refusals = meant_by(names, who.subjects)
        if refusals:
            raise Refusals(tuple(refusals))
    found = [(name, subject) for name, subjects in meant for subject in subjects]
    for name, subject in found:
        for remark in remarks(name, subject.found):
            messages.note(remark)
    to = destination(format_, output, force)
    made = profile.table if to.is_for_machines else profile.sheet
    publish(made(document, [subject for _name, subject in found], who.register), to)


def check(
    context: typer.Context,
    fix: Annotated[bool, typer.Option("--fix", help=_FIX)] = False,
    dry_run: options.DryRun = False,
    format_: options.CheckFormat = None,
    output: options.Output = None,
    force: options.Force = False,
) -> None:
    """Check the ledger."""
    if dry_run and not fix:
        raise WrongUsage(_("--dry-run needs --fix"))
    if fix and (format_ or output):
        raise WrongUsage(_("--fix reports in words; leave out --format and --output"))
    if fix:
        _fix(context.obj, dry_run=dry_run)
    if dry_run:
        return
    from engagiert_cli.cli import git
    from engagiert_cli.reports import problems

    session: Session = context.obj
    try:
        document = session.read(count_warnings=False)
        found = git.beside(document.warnings, session)
        summary = problems.summary(document, found)
        _warn_of_old_register(register_of(document.ledger), session.today)
    except LedgerInvalid as invalid:
        found, summary = git.beside(invalid.problems, session), ""
    except Refusal:
        for problem in git.beside((), session):
            messages.warn(problem.message, problem.remedies)
        raise
    if output is None and format_ is None:
        say_problems(found, summary)
    else:
        to = destination(format_, output, force, FORMATS_OF_PROBLEMS)
        publish(problems.table(all_worded(found), summary), to)
    if any(problem.severity is Severity.ERROR for problem in found):
        raise typer.Exit(1)


def _warn_of_old_register(register: Register | None, today: datetime.date) -> None:
    """Warn of an edition of the register without the changes of the last year."""
    if register and (today - register.edition).days > _OLD:
        text = _("the register is as of {date}; mergers and new keys since then are missing")
        hint = _("a newer engagiert brings a newer one: uv tool upgrade engagiert, or pipx upgrade engagiert")
        messages.warn(text.format(date=Date.of_day(register.edition)), (hint,))


def _fix(session: Session, *, dry_run: bool) -> None:
    """Correct what is certain in one change, and report it."""
    from engagiert_cli.cli.changes import make_change
    from engagiert_cli.ledger import changes
    from engagiert_cli.reports.differences import told

    def edit(document: Document) -> Change:
        who = Who(document.ledger)
        if who.register is None:
            raise Refusal(*without_register("--fix"))
        return changes.correct(document, who.certain_corrections())

    def said(change: Change) -> Iterator[str]:
        names = told(change.corrected)
        text = ngettext("{count} entry corrected: {names}.", "{count} entries corrected: {names}.", len(names))
        corrected = text.format(count=len(names), names=named(names))
        yield corrected if names else _("Nothing is certain enough to be corrected.")

    make_change(session, edit, said, dry_run=dry_run)
