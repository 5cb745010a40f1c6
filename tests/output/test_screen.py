"""The streams take every character, and a reader who goes away is no error."""

import io
import os
import subprocess
import sys
from typing import IO

import pytest

from engagiert_cli.output import screen

pytestmark = pytest.mark.skipif(os.name == "nt", reason="descriptors of POSIX")


def run(code: str, *, encoding: str = "utf-8", stdout: int | IO[str]) -> subprocess.CompletedProcess[bytes]:
    """Run Python with the streams of this package."""
    return subprocess.run(
        [sys.executable, "-c", f"from engagiert_cli.output import screen, messages; screen.prepare()\n{code}"],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        check=False,
        stdout=stdout,
    )


def test_what_the_encoding_lacks_is_escaped() -> None:
    """Instead of a traceback."""
    code = "with screen.standard_output() as out: out.write('Köln – \\udcff')"
    assert run(code, encoding="ascii", stdout=subprocess.PIPE).stdout == rb"K\xf6ln \u2013 \udcff"


def test_machines_get_utf_8_and_line_ends_as_written() -> None:
    """Wherever they run."""
    code = "with screen.standard_output(machines=True) as out: out.write('Köln\\r\\n')"
    assert run(code, encoding="latin-1", stdout=subprocess.PIPE).stdout == "Köln\r\n".encode()


@pytest.mark.parametrize("amount", [1, 10_000_000])
def test_a_closed_pipe_is_quiet(amount: int) -> None:
    """Exit 0 and no word, whether the text filled the buffer or not."""
    reading, writing = os.pipe()
    os.close(reading)
    result = run(f"with screen.standard_output() as out: out.write('x' * {amount})", stdout=writing)
    os.close(writing)
    assert (result.returncode, result.stderr) == (0, b"")


def test_a_closed_pipe_ends_a_table_too() -> None:
    """Rich would exit 1."""
    reading, writing = os.pipe()
    os.close(reading)
    code = (
        "from engagiert_cli.output.formats import FORMATS; from engagiert_cli.reports.table import Table\n"
        "with screen.standard_output() as out: FORMATS['table'].write(Table('x', [], []), out)"
    )
    result = run(code, stdout=writing)
    os.close(writing)
    assert (result.returncode, result.stderr) == (0, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a full device")
def test_a_full_disk_is_an_error_once() -> None:
    """The command hears of it; the interpreter does not complain again as it ends."""
    code = "try:\n with screen.standard_output() as out: out.write('x')\nexcept OSError as error: print(error.errno, file=__import__('sys').stderr)"
    with open("/dev/full", "w") as full:
        result = run(code, stdout=full)
    assert (result.returncode, result.stderr) == (0, b"28\n")


def test_a_stream_that_was_closed_leads_nowhere() -> None:
    """`>&-` does not make the next file standard output."""
    code = (
        "import os; assert os.open('/dev/null', os.O_RDONLY) > 2\nwith screen.standard_output() as out: out.write('x')"
    )
    command = f'"{sys.executable}" -c "from engagiert_cli.output import screen; screen.prepare()\n{code}" >&-'
    result = subprocess.run(command, shell=True, capture_output=True, check=False)
    assert (result.returncode, result.stderr) == (0, b"")


def test_colour_codes_need_a_terminal_that_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR of any value but none, and dumb terminals, are obeyed."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert screen.takes_colour_codes(sys.stdout)
    monkeypatch.setenv("NO_COLOR", "")
    assert screen.takes_colour_codes(sys.stdout)
    monkeypatch.setenv("NO_COLOR", "0")
    assert not screen.takes_colour_codes(sys.stdout)


@pytest.mark.parametrize(
    ("variable", "value", "wanted"),
    [("FORCE_COLOR", "1", True), ("CLICOLOR_FORCE", "1", True)]
    + [("CLICOLOR_FORCE", "0", False), ("TERM", "xterm", False)],
)
def test_a_pipe_is_coloured_where_somebody_asks_for_it(
    variable: str, value: str, wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By either of the variables that programs agree on; NO_COLOR wins."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(variable, value)
    assert screen.takes_colour(io.StringIO()) == wanted
    monkeypatch.setenv("NO_COLOR", "1")
    assert not screen.takes_colour(io.StringIO())
