"""The one place where errors end: each becomes a message on standard error and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence

import typer

from engagiert_cli.errors import LedgerInvalid, Refusal, Refusals, RowsRefused, Unconfirmed, WrongUsage
from engagiert_cli.files import reason_of
from engagiert_cli.language import _
from engagiert_cli.output import messages, screen

DONE, REFUSED, USAGE, DEFECT, NOT_CONFIRMED, INTERRUPTED = 0, 1, 2, 3, 4, 130


def exit_code_of(run: Callable[[], None], arguments: Sequence[str]) -> int:
    """Run the command, report what went wrong, and return the exit code."""
    screen.prepare()
    try:
        if any("\ud800" <= character <= "\udfff" for argument in arguments for character in argument):
            raise WrongUsage(_("an argument is not valid UTF-8"), (_("type it again"),))
        run()
    except typer.Exit as exit_:
        return exit_.exit_code
    except (WrongUsage, Refusal, Refusals, RowsRefused, LedgerInvalid, Unconfirmed) as error:
        messages.tell(error)
        return USAGE if isinstance(error, WrongUsage) else NOT_CONFIRMED if isinstance(error, Unconfirmed) else REFUSED
    except KeyboardInterrupt:
        messages.warn(_("interrupted"))
        return INTERRUPTED
    except OSError as error:
        return _not_written(error)
    except Exception as error:  # noqa: BLE001 - the boundary
        return _defect(error)
    return DONE


def _not_written(error: OSError) -> int:
    """Report why standard output could not be written (files have done so before); a closed pipe is not an error."""
    screen.abandon(sys.stdout)
    if screen.is_closed_pipe(error):
        return DONE
    refusal = Refusal(_("the output cannot be written: {reason}").format(reason=reason_of(error)))
    try:
        os.getcwd()
    except FileNotFoundError:
        from engagiert_cli.ledger.store import deleted_folder

        refusal = deleted_folder()
    messages.tell(refusal)
    return REFUSED


def _defect(error: Exception) -> int:
    """Report a defect of the program in two lines; ENGAGIERT_TRACEBACK=1 shows the traceback."""
    if os.environ.get("ENGAGIERT_TRACEBACK"):
        traceback.print_exc()
    last = traceback.extract_tb(error.__traceback__)[-1]
    message = _("a defect of engagiert: {kind} in {file}, line {line}: {text}").format(
        kind=type(error).__name__, file=os.path.basename(last.filename), line=last.lineno, text=str(error)[:200]
    )
    messages.tell(Refusal(message, (_("please report it, with what you typed"),)))
    return DEFECT
