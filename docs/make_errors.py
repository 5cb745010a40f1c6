"""Write `errors.md`: every problem that a ledger can have, shown by the smallest ledger of the tests that has it.

Run it after a change of a check or of its words: `.venv/bin/python docs/make_errors.py`. A test compares the page with
what the program says, so that it cannot lie.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import NamedTuple

from engagiert_cli import language
from engagiert_cli.cli.git import Standing, driver_fault
from engagiert_cli.errors import LedgerInvalid, Problem, Severity
from engagiert_cli.ledger import store
from engagiert_cli.ledger.opening import opened
from engagiert_cli.output.messages import located
from engagiert_cli.register.bodies import open_register

PAGE = Path(__file__).with_name("errors.md")
CORPUS = Path(__file__).parents[1] / "tests" / "ledger" / "corpus"
TODAY = datetime.date(2026, 11, 23)
_HEAD = """\
# What can be wrong in a ledger

`engagiert check` reports every problem with its line, its code and what to do; here the problems are sorted by their
codes. As long as there is an **error**, nothing is answered from the ledger and nothing written to it; a **warning**
does not stop its use. Each problem is shown by a ledger that has it and by the program's message, as of 23 November
2026.
`unmerged` and `merge-driver` are not in the ledger, but in the git repository around it.

`docs/make_errors.py` writes this page from the ledgers of the tests, and a test compares it with the program.
"""


class Example(NamedTuple):
    """A ledger and one of the problems that it has."""

    text: str
    problem: Problem


def page() -> str:
    """Return the page, in English."""
    language.use("en")
    examples = _examples()
    codes = [f"[`{code}`](#{code})" for code in examples]
    sections = [_section(code, found) for code, found in examples.items()]
    return "\n".join((_HEAD, " · ".join(codes) + "\n", *sections))


def _examples() -> dict[str, list[Example]]:
    """Return the codes in the order of the alphabet; for the parser's problems, one example for each message."""
    texts = [store.read(path, path.name).text for path in sorted(CORPUS.glob("*/*.toml"))]
    ledgers = sorted(((text, _problems(text)) for text in texts), key=lambda each: (len(each[1]), len(each[0])))
    found: dict[tuple[str, str], Example] = {}
    for text, problems in ledgers:
        for problem in problems:
            alike = problem.message if problem.code == "syntax" else ""
            found.setdefault((problem.code, alike), Example(text, problem))
    fine = next(text for text, problems in ledgers if not problems)
    found |= {(problem.code, ""): Example(fine, problem) for problem in _problems_in_git()}
    by_code: dict[str, list[Example]] = {}
    for (code, _message), example in sorted(found.items()):
        by_code.setdefault(code, []).append(example)
    return by_code


def _problems(text: str) -> list[Problem]:
    try:
        return list(opened(text, "members.toml", TODAY, open_register).warnings)
    except LedgerInvalid as invalid:
        return list(invalid.problems)


def _problems_in_git() -> list[Problem]:
    """Return what is said of a ledger that is fine by itself, where its repository is not."""
    standing = Standing("123", False, driver_fault(""), "engagiert merge --install", "git", "members.toml")
    return standing.problems("members.toml")


def _section(code: str, examples: list[Example]) -> str:
    severity = "error" if examples[0].problem.severity is Severity.ERROR else "warning"
    lines = [f"## {code}", "", f"*{severity}*", ""]
    for example in examples:
        excerpt = "\n".join(_excerpt(example))
        lines += ["```toml", excerpt, "```", "", "```text", *located([example.problem]), "```", ""]
    return "\n".join(lines)


def _excerpt(example: Example) -> list[str]:
    """Return the ledger's lines; of a long one those around the problem, and of a long line its start."""
    lines = example.text.replace("\r\n", "\n").replace("\r", "␍").rstrip("\n").split("\n")
    line = example.problem.place.line
    if len(lines) > 24:
        lines = ["# …", *lines[max(0, line - 8) : line + 3], "# …"]
    return [_shown(text) for text in lines]


def _shown(text: str) -> str:
    visible = "".join(
        character if character.isprintable() or character == "\t" else f"�U+{ord(character):04X}�" for character in text
    )
    return visible if len(visible) <= 100 else f"{visible[:99]}…"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
