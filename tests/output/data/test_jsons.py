"""JSON and NDJSON: the exact data."""

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagiert_cli.errors import Refusal
from engagiert_cli.ledger.dates import Date
from engagiert_cli.ledger.members import Ledger, Member, Network, Round
from engagiert_cli.register.bodies import open_register
from engagiert_cli.reports import members
from engagiert_cli.reports.bodies import Selection
from engagiert_cli.reports.members import Question
from engagiert_cli.reports.table import Table
from tests.output.sample import ANY_TEXT, COHORTS, COVERAGE, MEMBERS, NAMES, table_of, without_rows, written


def test_json_is_a_list_of_objects() -> None:
    """Fields in English, dates in ISO 8601, null where nothing is known."""
    assert written("json", MEMBERS).startswith(
        '[\n  {"name": "Bonn", "key": "05314000", "district": null, "signed": "2012-12"},\n  {"name": "Mönchengladbach",'
    )


def test_ndjson_is_an_object_a_line() -> None:
    """Names are a list, numbers are numbers."""
    assert written("ndjson", COHORTS).splitlines()[0] == (
        '{"round": "2012", "signed": "2012-12", "joined": 10, "left": 0, "members": ["Bonn", "Kreis Lippe", "Lemgo"]}'
    )


def test_shares_are_numbers_of_four_places() -> None:
    """A third is 0.3333."""
    table = Table("", COVERAGE.columns, [("x", 1, 1 / 3)])
    assert json.loads(written("json", table)) == [{"region": "x", "bodies": 1, "share": 0.3333}]


def test_no_rows_are_an_empty_list() -> None:
    """`[]` in JSON, nothing at all where a line is an object."""
    assert written("json", without_rows(MEMBERS)) == "[]\n"
    assert written("ndjson", without_rows(MEMBERS)) == ""


def test_what_acts_on_a_terminal_is_escaped_and_exact() -> None:
    r"""As `\uXXXX`, which reads back as the same character; blanks and letters stay."""
    assert written("ndjson", table_of("\x1b\x9b\u202e\U000e0041\udcff ö\xa0東")) == (
        '{"name": "\\u001b\\u009b\\u202e\\udb40\\udc41\\udcff ö\xa0東"}\n'
    )


@given(st.lists(ANY_TEXT, min_size=1))
def test_json_read_back_is_exact(texts: list[str]) -> None:
    """Whatever the text is, and in UTF-8 too."""
    for text in (
        written("json", table_of(*texts)),
        "[" + ",".join(written("ndjson", table_of(*texts)).splitlines()) + "]",
    ):
        assert json.loads(text.encode().decode()) == [{"name": name} for name in texts]


@given(
    st.lists(
        st.tuples(
            *[NAMES.filter(str.isprintable)] * 2,
            st.integers(),
            st.integers(),
            st.lists(NAMES.filter(str.isprintable)).map(tuple),
        ),
        min_size=1,
    )
)
def test_json_is_laid_out_as_the_library_does(rows: list[tuple[str, str, int, int, tuple[str, ...]]]) -> None:
    """A row a line, byte for byte what `json.dumps` would write."""
    data = [dict(zip(("round", "signed", "joined", "left", "members"), row, strict=True)) for row in rows]
    table = Table("", COHORTS.columns, rows)
    assert (
        written("json", table) == "[\n  " + ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in data) + "\n]\n"
    )
    assert written("ndjson", table) == "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in data)


def test_geojson_has_a_point_for_each_row() -> None:
    """Longitude first, as RFC 7946 has it; a row without a place has no geometry; the fields are the machines'."""
    table = MEMBERS._replace(point=lambda row: {"Bonn": (50.7, 7.1), "Witten": (51.4, 7.3)}.get(row[0]))
    found = json.loads(written("geojson", table))
    assert found["type"] == "FeatureCollection"
    assert [feature["geometry"] for feature in found["features"]] == [
        {"type": "Point", "coordinates": [7.1, 50.7]},
        None,
        {"type": "Point", "coordinates": [7.3, 51.4]},
    ]
    assert [feature["properties"] for feature in found["features"]] == json.loads(written("json", MEMBERS))


def test_geojson_of_what_has_no_places_is_refused() -> None:
    """A report, or a list from a ledger without a register."""
    with pytest.raises(Refusal, match="no places on a map"):
        written("geojson", COHORTS)


def test_geojson_has_the_area_of_a_body_where_it_is_known() -> None:
    """A Kreis as the area of its towns, with the holes in it; a town of a Land without outlines as a point."""
    germany = open_register("de")
    bodies = [germany.get(key) for key in ("05382", "05978", "06432011")]
    round_ = Round("2015", signed=Date.parse("2015"))
    joined = tuple(Member(body.name, round_, body.key) for body in bodies if body)
    ledger = Ledger(Network(register="de"), (round_,), joined)
    question = Question(datetime.date(2026, 1, 1), selection=Selection(germany))
    found = json.loads(written("geojson", members.table(ledger, question)))
    assert {feature["properties"]["name"]: feature["geometry"]["type"] for feature in found["features"]} == {
        "Groß-Zimmern": "Point",
        "Kreis Unna": "Polygon",
        "Rhein-Sieg-Kreis": "Polygon",
    }
