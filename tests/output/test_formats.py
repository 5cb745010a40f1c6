"""The formats: each by its name, its file's suffix, and who is reading."""

import io
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from engagiert_cli.lazy import named
from engagiert_cli.output.formats import (
    FORMATS,
    FORMATS_OF,
    FORMATS_WITH_PLACES,
    Format,
    default_format,
    format_of,
    instead_of,
)

from .sample import MEMBERS, written, written_bytes


class Terminal(io.StringIO):
    """A stream with a person before it."""

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


@pytest.mark.parametrize("name", [name for name, format_ in FORMATS.items() if not format_.binary])
def test_every_format_writes(name: str) -> None:
    """Each entry of the registry leads to a function."""
    assert "Bonn" in written(name, MEMBERS)


@pytest.mark.parametrize(("name", "start"), [("xlsx", b"PK\x03\x04"), ("sqlite", b"SQLite format 3\0")])
def test_formats_for_files_only(name: str, start: bytes) -> None:
    """They write bytes, and say so."""
    assert FORMATS[name].binary
    assert written_bytes(name, MEMBERS).startswith(start)


def test_the_reader_decides_what_is_written_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table on a terminal, plain columns into a pipe, unless FORCE_COLOR asks for more."""
    assert default_format(Terminal()).name == "table"
    assert default_format(io.StringIO()).name == "plain"
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert default_format(io.StringIO()).name == "table"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("a.csv", "csv"),
        ("a.TSV", "tsv"),
        ("a.json", "json"),
        ("a.ndjson", "ndjson"),
        ("a.md", "markdown"),
        ("a.html", "html"),
        ("a.geojson", "geojson"),
        ("a.xlsx", "xlsx"),
        ("a.sqlite", "sqlite"),
        ("b/a.x.txt", "plain"),
    ],
)
def test_a_file_is_written_by_its_suffix(path: str, name: str) -> None:
    """Upper or lower case."""
    assert format_of(Path(path), FORMATS_WITH_PLACES) is FORMATS_WITH_PLACES[name]


@pytest.mark.parametrize("path", ["a.pdf", "a", ".csv", "a.csv.bak"])
def test_other_suffixes_have_no_format(path: str) -> None:
    """The command says which there are."""
    assert format_of(path) is None


@pytest.mark.parametrize("formats", [*FORMATS_OF.values(), FORMATS_WITH_PLACES], ids=str)
def test_every_name_leads_to_a_function(formats: Mapping[str, Format]) -> None:
    """What is imported only when it writes is there."""
    assert all(callable(named(f"engagiert_cli.output.{format_.function}")) for format_ in formats.values())


@pytest.mark.parametrize(
    ("path", "form", "suffix"),
    [("a.png", "timeline", ".svg"), ("a.docx", "letter", ".html"), ("a.XLS", None, ".xlsx"), ("a.png", None, None)],
)
def test_a_format_that_is_not_written_is_answered_with_one_that_opens(
    path: str, form: str | None, suffix: str | None
) -> None:
    """PowerPoint takes SVG, Word HTML, Excel workbooks; where there is none, none is named."""
    assert instead_of(path, FORMATS_OF[form]) == suffix


@pytest.mark.parametrize(
    ("name", "spared"),
    [
        ("plain", {"rich", "babel", "csv", "json", "html"}),
        ("csv", {"rich", "babel", "json", "html"}),
        ("json", {"rich", "babel", "csv", "html"}),
        ("table", {"babel", "csv"}),
    ],
)
def test_what_a_format_does_not_need_it_does_not_import(name: str, spared: set[str]) -> None:
    """Start-up time is paid by those who use it."""
    code = (
        "import io, sys\n"
        "from engagiert_cli.output.formats import FORMATS\n"
        "from engagiert_cli.reports.table import Column, Table\n"
        "table = Table('Members', [Column('name', 'Name', str)], ['Mönchengladbach'])\n"
        f"FORMATS[{name!r}].write(table, io.StringIO())\n"
        "print(*sys.modules)"
    )
    modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8"
    ).stdout.split()
    assert not spared & set(modules)
