"""The formats: each is one function that writes a table, and one entry in `FORMATS`, or in those of another form."""

from __future__ import annotations

from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.output.screen import is_terminal
from engagiert_cli.reports.table import Audience, Letter, Timeline

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import BinaryIO, TextIO

    from engagiert_cli.reports.table import Table


class Format(NamedTuple):
    """A format: whom it is for, the suffix of its files, and its function, imported only when it writes."""

    name: str
    audience: Audience
    suffix: str | None
    function: str
    """`module.function`, in this package."""
    binary: bool = False
    """Whether it writes bytes, and so into a file only."""

    def write(self, table: Table, out: TextIO | BinaryIO) -> None:
        """Write the table in this format."""
        module, _dot, function = self.function.rpartition(".")
        getattr(import_module(f"engagiert_cli.output.{module}"), function)(table, out)


FORMATS = {
    format_.name: format_
    for format_ in (
        Format("table", Audience.PEOPLE, None, "terminal.table.write_table"),
        Format("plain", Audience.PEOPLE, ".txt", "plain.write_plain"),
        Format("csv", Audience.MACHINES, ".csv", "data.delimited.write_csv"),
        Format("tsv", Audience.MACHINES, ".tsv", "data.delimited.write_tsv"),
        Format("json", Audience.MACHINES, ".json", "data.jsons.write_json"),
        Format("ndjson", Audience.MACHINES, ".ndjson", "data.jsons.write_ndjson"),
        Format("markdown", Audience.PEOPLE, ".md", "pages.html.write_markdown"),
        Format("html", Audience.PEOPLE, ".html", "pages.html.write_html"),
        Format("geojson", Audience.MACHINES, ".geojson", "data.jsons.write_geojson"),
        Format("xlsx", Audience.ALL, ".xlsx", "data.workbook.write_workbook", binary=True),
        Format("sqlite", Audience.MACHINES, ".sqlite", "data.database.write_sqlite", binary=True),
    )
}

FORMATS_OF: Mapping[type[Timeline | Letter] | None, Mapping[str, Format]] = {
    None: FORMATS,
    Timeline: {
        **FORMATS,
        "table": Format("table", Audience.PEOPLE, None, "terminal.chart.write_chart"),
        "svg": Format("svg", Audience.PEOPLE, ".svg", "pages.chart_svg.write_svg"),
    },
    Letter: {
        "table": Format("table", Audience.PEOPLE, None, "terminal.letter.write_wrapped"),
        "plain": Format("plain", Audience.PEOPLE, ".txt", "terminal.letter.write_plain"),
        "json": FORMATS["json"],
        "markdown": Format("markdown", Audience.PEOPLE, ".md", "terminal.letter.write_markdown"),
        "html": Format("html", Audience.PEOPLE, ".html", "terminal.letter.write_html"),
    },
}
"""The formats by what a table is besides: a timeline is drawn on a terminal and in SVG, a letter is no table at all."""

MAP_FORMATS: Mapping[str, Format] = {
    "table": Format("table", Audience.PEOPLE, None, "terminal.map.write_map"),
    "svg": Format("svg", Audience.PEOPLE, ".svg", "pages.map_svg.write_svg"),
    "html": Format("html", Audience.PEOPLE, ".html", "pages.map_html.write_html"),
}
"""What a map is drawn in."""

ALL_FORMATS = tuple(dict.fromkeys(name for formats in FORMATS_OF.values() for name in formats))
"""The names of all formats, those first that every report has."""


def default_format(stdout: TextIO, formats: Mapping[str, Format] = FORMATS) -> Format:
    """Return the format for who is reading: a person at a terminal, or a pipe or file."""
    return formats["table" if is_terminal(stdout) else "plain"]


def format_of(path: str | PurePath, formats: Mapping[str, Format] = FORMATS) -> Format | None:
    """Return the format of a file by its suffix, or None where no format has it."""
    suffix = PurePath(path).suffix.lower()
    return next((format_ for format_ in formats.values() if format_.suffix == suffix), None)
