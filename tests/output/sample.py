"""The tables that the tests write, and texts for property tests."""

import io
from operator import itemgetter

from hypothesis import strategies as st

from engagiert_cli.ledger.dates import Date
from engagiert_cli.output.formats import FORMATS_WITH_PLACES as FORMATS
from engagiert_cli.output.formats import Format
from engagiert_cli.reports.table import Audience, Column, Table, Type


def columns(*parts: tuple[object, ...]) -> list[Column]:
    """Columns that take their cells from a row by place; each by its field and title, perhaps its type and audience."""
    return [Column(field, title, itemgetter(place), *rest) for place, (field, title, *rest) in enumerate(parts)]  # type: ignore[arg-type]


MEMBERS = Table(
    title="Members",
    columns=columns(
        ("name", "Name"),
        ("key", "Key", Type.TEXT, Audience.MACHINES),
        ("district", "District"),
        ("signed", "Signed", Type.DATE),
    ),
    rows=[
        ("Bonn", "05314000", None, Date.parse("2012-12")),
        ("Mönchengladbach", None, None, Date.parse("2012-12-05")),
        ("Witten", "05954036", "Ennepe-Ruhr-Kreis", Date.parse("2015")),
    ],
    subtitle="as of 2026-11-23",
    footer="3 of 23 members",
    empty="Nobody has signed since 2020.",
)
COHORTS = Table(
    title="Cohorts",
    columns=columns(
        ("round", "Round"),
        ("signed", "Signed", Type.PERIOD),
        ("joined", "Joined", Type.COUNT),
        ("left", "Left", Type.COUNT),
        ("members", "Members", Type.NAMES),
    ),
    rows=[
        ("2012", Date.parse("2012-12"), 10, 0, ("Bonn", "Kreis Lippe", "Lemgo")),
        ("2015", Date.parse("2015"), 1234, 2, ("Witten",)),
    ],
    footer="2 rounds",
)
COVERAGE = Table(
    title="Coverage",
    columns=columns(("region", "Region"), ("bodies", "Bodies", Type.COUNT), ("share", "Share", Type.SHARE)),
    rows=[("Arnsberg", 90, 0.0), ("Köln", 108, 0.25), ("Münster", None, None), ("NRW", 427, 1.0)],
)


def table_of(*names: str, title: str = "Names") -> Table:
    """A table of one column of texts."""
    return Table(title, columns(("name", "Name")), [(name,) for name in names])


def without_rows(table: Table) -> Table:
    """The same table with nothing in it."""
    return Table(table.title, table.columns, [], table.subtitle, table.footer, table.empty)


def written(format_: str, table: Table) -> str:
    """What a format writes."""
    out = io.StringIO(newline="")
    FORMATS[format_].write(table, out)
    return out.getvalue()


def written_in_ascii(format_: Format, table: Table) -> str:
    """What a format writes where the encoding has nothing else."""
    out = io.TextIOWrapper(io.BytesIO(), "ascii", errors="backslashreplace", newline="")
    format_.write(table, out)
    out.flush()
    return out.buffer.getvalue().decode("ascii")


def written_bytes(format_: str, table: Table) -> bytes:
    """What a format writes that is for files only."""
    out = io.BytesIO()
    FORMATS[format_].write(table, out)
    return out.getvalue()


ANY_TEXT = st.text(st.characters(), max_size=40)
"""Whatever Python calls a text, with controls, bidi characters and half surrogates."""

NAMES = st.text(
    st.one_of(
        st.sampled_from("abcdefgÄÖÜß   -/–().,0123456789"),
        st.characters(categories=("L", "Mn", "Nd", "Po", "So")),
    ),
    max_size=60,
)
"""Names as people and vandals write them."""


def bare(text: str) -> str:
    """The characters of a text without blanks, and without what isolates it."""
    return "".join(character for character in text if character not in " \n\u2068\u2069")
