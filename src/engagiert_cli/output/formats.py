"""The formats: each is one function that writes a table, and one entry in `FORMATS`, or in those of a form."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO, TextIO

from engagiert_cli.lazy import NamedTuple, named
from engagiert_cli.output.screen import is_terminal
from engagiert_cli.reports.table import Audience

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engagiert_cli.reports.table import Table


class Format(NamedTuple):
    """A format: whom it is for, the suffix of its files, and its function, which is imported when it is used."""

    name: str
    audience: Audience
    suffix: str | None
    function: str
    """`module.function`, in this package."""
    binary: bool = False
    """Whether it writes bytes, and so only to a file."""
    form: str | None = None
    """The form that it writes, which its function takes beside the table."""

    def write(self, table: Table, out: TextIO | BinaryIO) -> None:
        """Write the table in this format."""
        function = named(f"engagiert_cli.output.{self.function}")
        shown = table.seen_by(self.audience)
        form = () if self.form is None else (shown.form,)
        function(shown, *form, out)


def _by_name(*formats: Format) -> dict[str, Format]:
    return {format_.name: format_ for format_ in formats}


FORMATS = _by_name(
    Format("table", Audience.PEOPLE, None, "terminal.table.write_table"),
    Format("plain", Audience.PEOPLE, ".txt", "plain.write_plain"),
    Format("csv", Audience.MACHINES, ".csv", "data.delimited.write_csv"),
    Format("tsv", Audience.MACHINES, ".tsv", "data.delimited.write_tsv"),
    Format("json", Audience.MACHINES, ".json", "data.jsons.write_json"),
    Format("ndjson", Audience.MACHINES, ".ndjson", "data.jsons.write_ndjson"),
    Format("markdown", Audience.PEOPLE, ".md", "pages.markdown.write_table"),
    Format("html", Audience.PEOPLE, ".html", "pages.html.write_table"),
    Format("xlsx", Audience.ALL, ".xlsx", "data.workbook.write_workbook", binary=True),
    Format("sqlite", Audience.MACHINES, ".sqlite", "data.database.write_sqlite", binary=True),
)
"""The formats of every table."""

FORMATS_WITH_PLACES = FORMATS | _by_name(Format("geojson", Audience.MACHINES, ".geojson", "data.jsons.write_geojson"))
"""The formats of tables whose rows have places on a map."""

FORMATS_OF_PROBLEMS = FORMATS | _by_name(Format("github", Audience.MACHINES, None, "plain.write_annotations"))
"""The formats of problems; GitHub's shows them at their lines."""

FORMATS_OF: Mapping[str | None, Mapping[str, Format]] = {
    None: FORMATS,
    "timeline": FORMATS
    | _by_name(
        Format("table", Audience.PEOPLE, None, "terminal.chart.write_chart", form="timeline"),
        Format("html", Audience.PEOPLE, ".html", "pages.html.write_timeline", form="timeline"),
        Format("svg", Audience.PEOPLE, ".svg", "pages.chart_svg.write_svg", form="timeline"),
    ),
    "letter": _by_name(
        Format("table", Audience.PEOPLE, None, "terminal.lines.write_letter", form="letter"),
        Format("plain", Audience.PEOPLE, ".txt", "plain.write_letter", form="letter"),
        FORMATS["json"],
        Format("markdown", Audience.PEOPLE, ".md", "pages.markdown.write_letter", form="letter"),
        Format("html", Audience.PEOPLE, ".html", "pages.html.write_letter", form="letter"),
    ),
    "map": _by_name(
        Format("table", Audience.PEOPLE, None, "terminal.map.write_map", form="map"),
        Format("svg", Audience.PEOPLE, ".svg", "pages.map_svg.write_svg", form="map"),
        Format("html", Audience.PEOPLE, ".html", "pages.html.write_map", form="map"),
    ),
}
"""The formats by the table's form: a timeline is also drawn; a letter or a map is not shown as a table."""

REPORT_FORMATS = tuple(dict.fromkeys(name for formats in FORMATS_OF.values() for name in formats))
"""The names of all formats of reports, those of every table first."""

_OPENED_AS = (
    dict.fromkeys((".docx", ".doc", ".rtf", ".odt"), ".html")
    | dict.fromkeys((".xls", ".ods"), ".xlsx")
    | dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".pdf", ".emf", ".pptx"), ".svg")
)


def default_format(stdout: TextIO, formats: Mapping[str, Format] = FORMATS) -> Format:
    """Return the format for a person at a terminal, or for a pipe or file."""
    return formats["table" if is_terminal(stdout) or "plain" not in formats else "plain"]


def format_of(path: str | PurePath, formats: Mapping[str, Format] = FORMATS) -> Format | None:
    """Return the format of a file by its suffix, or None."""
    suffix = PurePath(path).suffix.lower()
    return next((format_ for format_ in formats.values() if format_.suffix == suffix), None)


def instead_of(path: str | PurePath, formats: Mapping[str, Format] = FORMATS) -> str | None:
    """Return the suffix of a format for the programs that the file was meant for, or None."""
    suffix = _OPENED_AS.get(PurePath(path).suffix.lower())
    return suffix if suffix in (format_.suffix for format_ in formats.values()) else None
