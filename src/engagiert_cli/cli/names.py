"""Names on the command line: where they come from, how they are typed, and which bodies they select."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence

from engagiert_cli.cli.session import Session
from engagiert_cli.errors import Refusal, Refusals, WrongUsage
from engagiert_cli.language import _
from engagiert_cli.ledger.document import Document
from engagiert_cli.ledger.members import Ledger, Round
from engagiert_cli.output import messages
from engagiert_cli.output.hints import shell_quoted
from engagiert_cli.reports.bodies import Selection
from engagiert_cli.text import fold_words
from engagiert_cli.who import Who


def all_names(names: Sequence[str], file: str | None) -> Iterator[str]:
    """Yield the names, those from standard input for `-`, and those in the file."""
    if [*names, file].count("-") > 1:
        raise WrongUsage(_("standard input can be read only once"))
    for name in names:
        yield from _listed_names(name) if name == "-" else (name,)
    if file is not None:
        yield from _listed_names(file)


def _listed_names(path: str) -> Iterator[str]:
    """Yield the names in a file, or on standard input for `-`, one per line, and nothing else."""
    from engagiert_cli.intake import files
    from engagiert_cli.intake.columns import meaning

    listing = files.read(path, {})
    if any(len(record.cells) > 1 for record in listing.records):
        message = _("{path} is not a list of names, one per line").format(path=listing.path)
        raise Refusal(message, (_("use: engagiert import FILE"),))
    for note in listing.notes:
        messages.note(note)
    cells = [record.cells[0] for record in listing.records]
    yield from map(str, cells[len(cells) > 1 and meaning(cells[0]) == "name" :])


@contextlib.contextmanager
def explained(names: Sequence[str], session: Session, document: Document | None = None) -> Iterator[None]:
    """Add to refusals of names how to type them, where a shell has split or joined them."""
    try:
        yield
    except (Refusal, Refusals) as error:
        refusals = error.refusals if isinstance(error, Refusals) else (error,)
        if any(refusal.asked for refusal in refusals):
            who = Who((document or session.read(count_warnings=False)).ledger)
            for refusal in refusals:
                refusal.hints = (*_how_to_type(who, names, refusal.asked), *refusal.hints)
        raise


def _how_to_type(who: Who, names: Sequence[str], asked: str) -> Iterator[str]:
    """Yield how to type a name, where a shell has taken several for one, or one for several."""
    if not any(map(str.isalnum, asked)):
        return  # a word without letters is not part of a name
    number = names.index(asked)
    parts = [part.strip() for part in re.split(r"[,;]|\bund\b|\band\b", asked)]
    if len(parts) > 1 and not who.knows(asked) and all(map(who.knows, parts)):
        yield _("separate names with spaces, not commas: {names}").format(names=" ".join(map(shell_quoted, parts)))
    around = (
        names[start:end]
        for start in range(max(0, number - 3), number + 1)
        for end in range(min(start + 4, len(names)), max(number, start + 1), -1)
    )
    # A name with a blank was in quotation marks already.
    wholes = (" ".join(words) for words in around if all([word] == word.split() for word in words))
    if whole := next(filter(who.knows, wholes), None):
        yield _("put a name of several words in quotation marks: {name}").format(name=shell_quoted(whole))


def round_called(ledger: Ledger, called: str | None) -> Round | None:
    """Return the requested round, if any. Raises `Refusal` with the known ids."""
    if called is None:
        return None
    from engagiert_cli.ledger.signing import known_round

    return known_round(ledger, called)


def without_register(option: str) -> tuple[str, tuple[str]]:
    """Return the message and the remedy for an option that needs a register."""
    return _("{option} needs a ledger with a register").format(option=option), (_('in the ledger: register = "nrw"'),)


def selection(ledger: Ledger, kinds: Sequence[str] | None, areas: Sequence[str] | None) -> Selection:
    """Return the requested bodies. Raises `WrongUsage` and `Refusal` for what the register does not know."""
    who = Who(ledger)
    if who.register is None:
        if areas:
            raise WrongUsage(*without_register("--in"))
        return Selection(kinds=tuple(kinds or ()))
    found = tuple(who.register.names.area(area) for area in areas or ())
    return Selection(who.register, tuple(_kind(who, kind) for kind in kinds or ()), found)


def _kind(who: Who, kind: str) -> str:
    """Return the register's spelling of a kind, or a kind of members outside it."""
    assert who.register is not None
    for known in (*who.register.kinds, *filter(None, (member.kind for member in who.ledger.members))):
        if fold_words(known) == fold_words(kind):
            return known
    refusal = who.no_kind(kind)
    raise WrongUsage(refusal.message, refusal.hints)
