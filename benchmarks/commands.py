"""What is asked: of the floors and of us on the founding members, and of us and the peers on ledgers of any size.

The peers hold every fact that we hold (`ledgers.py`) and are asked in their natural way:

- `list`: name, round and date of signing of those that signed since 2015 and have not left, by name. We leave out
  former members unless told otherwise, so the peers are told to. `run.py` compares how many members each of them lists.
  hledger's register has no order by name, so it lists by date.
- `report`: how many joined each round, and how many of these left. We also name all who joined, which no peer is asked
  for; Taskwarrior counts only who joined.
- `join`: one member more, with its round and date of signing. The others have no such command, or keep no text.

CSV is read without guessing at types, which would be slower and would cut the zeros off the keys.
"""

from __future__ import annotations

from typing import NamedTuple


class Command(NamedTuple):
    """A command line to be timed, run beside the file it reads; after one that changes the file it is put back."""

    task: str
    who: str
    line: str
    file: str = "members.toml"
    changes: bool = False
    terminal: bool = False
    variables: tuple[tuple[str, str], ...] = ()


US = "engagiert"
START, LIST, REPORT, JOIN = "start", "list", "report", "join"
TERMINAL, EDITED = "list, on a terminal", "report, edited by hand"
TAB, IMPORT, MAP = "complete a name", "import 12,000 rows", "map of 1,000 members"
NRW, GERMANY, PLAIN = 'register = "nrw"', 'register = "de"', "plain parser"
EMPTY, TYPER, RICH = "empty Python", "Typer", "Typer, Rich table, on a terminal"

STARTED = (
    Command(START, EMPTY, "python -c pass"),
    Command(START, TYPER, "floor list"),
    Command(START, RICH, "floor show", terminal=True),
    Command(START, "engagiert list", "engagiert --ledger members.toml list"),
    Command(START, "engagiert list, on a terminal", "engagiert --ledger members.toml list", terminal=True),
    Command(START, "engagiert report", "engagiert --ledger members.toml report"),
    Command(START, "engagiert report, on a terminal", "engagiert --ledger members.toml report", terminal=True),
    Command(START, "engagiert --help", "engagiert --help"),
    Command(START, "engagiert --version", "engagiert --version"),
)

_TABBED = (("_ENGAGIERT_COMPLETE", "fish"),)
OFFICE = (
    Command(START, TYPER, "floor list", "new.toml"),
    *(
        Command(task, who, f"engagiert --ledger {file} {line}", file, changes=task == JOIN, variables=variables)
        for task, line, variables in (
            (LIST, "list", ()),
            (REPORT, "report", ()),
            (JOIN, "join Xanten --round 2015", ()),
            (TAB, "join Bad", _TABBED),
        )
        for who, file in ((NRW, "nrw.toml"), (GERMANY, "de.toml"))
    ),
    Command(IMPORT, "CSV", "engagiert --ledger new.toml import list.csv", "new.toml", changes=True),
    Command(IMPORT, "workbook", "engagiert --ledger new.toml import list.xlsx", "new.toml", changes=True),
    Command(MAP, "page", "engagiert --ledger nation.toml map -o map.html", "nation.toml"),
    Command(MAP, "SVG", "engagiert --ledger nation.toml map -o map.svg", "nation.toml"),
)
"""Run beside what `offices.py` writes."""

_TASK = "task rc:taskrc rc.data.location=tasks"
_TASK_LIST = (
    "rc.report.all.columns=description,project,signed rc.report.all.labels=Name,Round,Signed "
    "rc.report.all.sort=description+ entry.after:2014-12-31 left.none: all"
)
_JQ_LIST = """map(select(.signed >= "2015" and .left == null)) | sort_by(.name)[] | [.name, .round, .signed] | @tsv"""
_JQ_REPORT = "group_by(.round)[] | [.[0].round, length, (map(select(.left)) | length)] | @tsv"
_MILLER_LIST = """filter '$signed >= "2015" && is_empty($left)' then sort -f name then cut -f name,round,signed"""
_MILLER_REPORT = "stats1 -a count -f name,left -g round then sort -f round"
_SQL_LIST = "select name, round, signed from members where signed >= '2015' and coalesce(left, '') = '' order by name"
_SQL_REPORT = "select round, count(*), count(nullif(left, '')) from members group by round order by round"
_REC_JOIN = "-t Member -f Name -v Zülpich -f Round -v 2015 -f Day -v 2015-01-01 -f Signed -v 2015"

_CSV, _JSON, _REC, _JOURNAL, _TASKS = (
    "members.csv",
    "members.ndjson",
    "members.rec",
    "members.journal",
    "tasks/pending.data",
)
SIZED = (
    Command(LIST, US, "engagiert --ledger members.toml list --since 2015"),
    Command(
        LIST,
        "recutils",
        f"""recsel -t Member -e "Day >> '2014-12-31' && !#Left" -S Name -p Name,Round,Signed {_REC}""",
        _REC,
    ),
    Command(LIST, "hledger", f"hledger -f {_JOURNAL} register members not:acct::left -b 2015 -O csv", _JOURNAL),
    Command(LIST, "ledger", f"ledger -f {_JOURNAL} register members and not :left --begin 2015 --sort payee", _JOURNAL),
    Command(LIST, "Taskwarrior", f"{_TASK} {_TASK_LIST}", _TASKS),
    Command(LIST, "Miller", f"mlr --icsv --otsv {_MILLER_LIST} {_CSV}", _CSV),
    Command(LIST, "jq", f"jq -rs '{_JQ_LIST}' {_JSON}", _JSON),
    Command(LIST, "sqlite-utils", f'sqlite-utils memory -n {_CSV} "{_SQL_LIST}" --tsv', _CSV),
    Command(LIST, "csvkit", f'csvsql -I --query "{_SQL_LIST}" {_CSV}', _CSV),
    Command(REPORT, US, "engagiert --ledger members.toml report"),
    Command(REPORT, "recutils", f"recsel -t Member -G Round -p Round,Count(Name),Count(Left) {_REC}", _REC),
    Command(REPORT, "hledger", f"hledger -f {_JOURNAL} balance members --tree", _JOURNAL),
    Command(REPORT, "ledger", f"ledger -f {_JOURNAL} balance members", _JOURNAL),
    Command(REPORT, "Taskwarrior", f"{_TASK} projects", _TASKS),
    Command(REPORT, "Miller", f"mlr --icsv --otsv {_MILLER_REPORT} {_CSV}", _CSV),
    Command(REPORT, "jq", f"jq -rs '{_JQ_REPORT}' {_JSON}", _JSON),
    Command(REPORT, "sqlite-utils", f'sqlite-utils memory -n {_CSV} "{_SQL_REPORT}" --tsv', _CSV),
    Command(REPORT, "csvkit", f'csvsql -I --query "{_SQL_REPORT}" {_CSV}', _CSV),
    Command(REPORT, PLAIN, "plain members.toml"),
    Command(JOIN, US, "engagiert --ledger members.toml join Zülpich --round 2015", changes=True),
    Command(JOIN, "recutils", f"recins --force {_REC_JOIN} {_REC}", _REC, changes=True),
    Command(
        JOIN, "Taskwarrior", f"{_TASK} add Zülpich project:2015 entry:2015-01-01 signed:2015", _TASKS, changes=True
    ),
    Command(TERMINAL, US, "engagiert --ledger members.toml list", terminal=True),
    Command(EDITED, US, "engagiert --ledger edited.toml report", "edited.toml"),
    Command(EDITED, PLAIN, "plain edited.toml", "edited.toml"),
)
LIMITS = {(task, who): 100_000 for task in (LIST, REPORT) for who in ("hledger", "recutils")}
"""Up to how many members a peer is asked, where it takes a minute or more with a million."""
