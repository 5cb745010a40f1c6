"""The map on a terminal, as a picture and as a page."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from engagiert_cli.language import use
from engagiert_cli.output import mapping
from engagiert_cli.output.formats import FORMATS_OF
from engagiert_cli.output.pages.markup import length
from engagiert_cli.output.terminal.map import drawn
from engagiert_cli.output.width import width
from engagiert_cli.reports.forms import Map
from engagiert_cli.text import safe
from tests.output import maps
from tests.output.sample import written_in_ascii

if TYPE_CHECKING:
    from collections.abc import Callable

    from engagiert_cli.reports.table import Table

SVG = "{http://www.w3.org/2000/svg}"


def map_of(table: Table) -> Map:
    """Return the map that the table is."""
    assert isinstance(table.form, Map)
    return table.form


MAPS = [maps.founding, maps.large, maps.hostile, maps.nobody]


def lines(table: Table, room: int, *, colour: bool = False) -> list[str]:
    """Return the map as lines of text."""
    return "".join(segment.text for segment in drawn(table, map_of(table), room, colour=colour)).split("\n")


def written(format_: str, table: Table) -> str:
    """Return what a format writes."""
    out = io.StringIO(newline="")
    FORMATS_OF["map"][format_].write(table, out)
    return out.getvalue()


def test_the_founding_map_in_letters() -> None:
    """North Rhine-Westphalia as one knows it: A and B where towns are members, a small a for Kreis Lippe."""
    assert lines(maps.founding(), 60) == [
        "Kommunen-Netzwerk: engagiert in NRW         As of 2026-11-23",
        "",
        "                                           ····      ·",
        "                             ··          ······    ···",
        "                           ········        ··········",
        "                        ··BBB······        ·········",
        "                   ·······BAA·····         ···B·····",
        "                 ···················    ·  ········aaaa",
        "              ····················· ···········aaAAAaaa",
        "                 ·····························aaaaaaaaa a",
        "     ·       ···································aaaaaa·aaa",
        "  ···············································aaa·BB····",
        "  ·································BBB·····················",
        "    ·······················································",
        "     ·····················BBB······························",
        "      ····AA···AA·········································",
        "      ············BBB···BB········BBB··············",
        "      ············BBB·····BBB···A·B·BB·········",
        "     ···············B·······B·················",
        "   ·····AAA·····································",
        "    ····AAA·······AAA···························",
        "  ··········································",
        " ············B·······························",
        "    ·········B·················· ···········",
        "  ···B··························  ······",
        "  ····························     ··A",
        "    ···············AAA···            AA",
        "       ··············· ·",
        "      ············",
        "        BBB···· ·",
        "        B······",
        "",
        " A  2012 Erstunterzeichnung   Dec 2012  10 members",
        " B  2015 Zweitunterzeichnung  2015      13 members",
        " a  small: the district is a member: Kreis Lippe",
        "",
        "23 members. © GeoBasis-DE / BKG 2017 (Daten verändert)",
        "",
    ]


def test_a_legend_counts_in_figures_where_it_has_no_room_for_words() -> None:
    """Each cohort stays on its line."""
    shown = lines(maps.founding(), 46)
    assert [line for line in shown if line.startswith((" A  ", " B  "))] == [
        " A  2012 Erstunterzeichnung   Dec 2012  10",
        " B  2015 Zweitunterzeichnung  2015      13",
    ]


@pytest.mark.parametrize("room", [*range(1, 16), 21])
@pytest.mark.parametrize("colour", [True, False])
@pytest.mark.parametrize("table", MAPS)
def test_a_map_has_room_in_the_smallest_terminal(table: Callable[[], Table], room: int, colour: bool) -> None:
    """However few columns there are, the map is drawn, with all that is said below it."""
    assert safe(table().footer or table().empty)[:1] in "".join(lines(table(), room, colour=colour))


@pytest.mark.parametrize("room", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("colour", [True, False])
@pytest.mark.parametrize("table", MAPS)
def test_every_map_fits(table: Callable[[], Table], room: int, colour: bool) -> None:
    """No line is wider than the terminal."""
    assert max(map(width, lines(table(), room, colour=colour))) <= room


def test_every_member_is_seen() -> None:
    """In colour, each town that is a member has its letter on the map, however small it is."""
    table = maps.large()
    shown = lines(table, 80, colour=True)
    legend = next(index for index, line in enumerate(shown) if line.startswith(" A  2012"))
    letters = re.findall("[A-L]", "".join(shown[2:legend]))
    assert len(letters) == 124


def test_colours_are_those_of_the_cohorts() -> None:
    """Letters stand on the colour of their cohort, half blocks have it, and the legend too."""
    segments = list(drawn(maps.founding(), map_of(maps.founding()), 80, colour=True))
    for colour, letter in mapping.signs(2):
        grounds = {
            each.style.bgcolor.name
            for each in segments
            if each.text.strip() == letter and each.style and each.style.bgcolor
        }
        assert grounds == {colour}
        assert any(
            each.style and each.style.color and each.style.color.name == colour and each.text[0] in "▀▄█"
            for each in segments
        )


def test_without_dots(monkeypatch: pytest.MonkeyPatch) -> None:
    """An encoding without them gets full stops."""
    monkeypatch.setenv("COLUMNS", "60")
    shown = written_in_ascii(FORMATS_OF["map"]["table"], maps.founding()).split("\n")
    assert shown[14].strip(" ").startswith("......")
    assert shown[13].strip(" ").strip(".") == ""


@pytest.mark.parametrize("table", MAPS)
def test_the_picture_is_well_formed_and_tells_itself(table: Callable[[], Table]) -> None:
    """Title, description, source notice, and each member by name, district, round and date."""
    svg = ET.fromstring(written("svg", table()))
    atlas = table().form
    title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert desc is not None
    assert (svg.get("role"), svg.get("aria-labelledby")) == ("img", title.get("id"))
    assert (title.text or "").endswith(": map of the members")
    texts = ["".join(text.itertext()) for text in svg.iter(f"{SVG}text")]
    assert "© GeoBasis-DE / BKG 2017 (Daten verändert)" in texts
    told = [each.findtext(f"{SVG}title") for each in svg.iter(f"{SVG}g") if "place" in each.get("class", "")]
    places = atlas.places  # type: ignore[union-attr]
    assert sorted(filter(None, told)) == sorted(safe(", ".join((place.name, *place.facts))) for place in places)
    for place in places:
        assert safe(place.name) in (desc.text or "")


def test_labels_stand_at_their_places_or_nowhere() -> None:
    """No label is led to another place, where it would be taken for that of a neighbour; on a full map some are left out."""
    svg = written("svg", maps.large())
    assert "leader" not in svg
    letters = [(float(x), float(y)) for x, y in re.findall(r'class="letter"[^>]* x="([\d.]+)" y="([\d.]+)"', svg)]
    labels = re.findall(r'class="label" x="([\d.]+)" y="([\d.]+)"', svg)
    assert 60 < len(labels) <= 124
    for x, y in labels:
        assert min(max(abs(float(x) - left), abs(float(y) - 9 - top)) for left, top in letters) < 40


def test_what_stands_around_the_picture_is_not_cut() -> None:
    """A long title and many members that are not on the map take several lines."""
    table = maps.founding()
    outside = ", ".join(f"Regionalverband {number}" for number in range(40))
    told = table._replace(title="Sehr langer Name " * 9, form=map_of(table)._replace(elsewhere=f"Nicht: {outside}"))
    svg = ET.fromstring(written("svg", told))
    for kind, size in (("title", 24), ("small", 12)):
        rows = [text.text or "" for text in svg.iter("{http://www.w3.org/2000/svg}text") if text.get("class") == kind]
        assert len(rows) > 2
        assert all(length(row, size) < 1000 for row in rows)


def test_the_founding_picture_is_small() -> None:
    """Small enough for a page, a mail or a repository."""
    assert len(written("svg", maps.founding())) < 150_000


def test_a_word_processor_can_read_the_picture() -> None:
    """It uses no variables and nothing from elsewhere."""
    svg = written("svg", maps.founding())
    assert "var(" not in svg
    assert not re.search(r"(?:href|src|url\(|@import)", svg)


def test_a_legend_that_is_long_has_one_column() -> None:
    """No line of it runs into another."""

    def places(table: Table) -> set[str]:
        return set(re.findall(r'<rect x="(\d+)" y="\d+" width="24"', written("svg", table)))

    table = maps.founding()
    assert places(table) == {"24", "500"}
    atlas = map_of(table)
    long = [shade._replace(label=f"{shade.label} auf dem Kommunalkongress") for shade in atlas.shades]
    assert places(table._replace(form=atlas._replace(shades=long))) == {"24"}


def test_the_legend_tells_of_no_district_that_does_not_show() -> None:
    """Where all towns of a district are members, nothing of it is paler."""
    assert "paler" in written("svg", maps.large())
    assert "paler" not in written("svg", maps.full())


class Page(HTMLParser):
    """The elements of a page, and the texts in some of them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element."""
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of all elements of that name."""
        return [attributes for name, attributes in self.elements if name == tag]


def test_the_page_has_every_member_on_the_map_and_in_the_table() -> None:
    """On the map each can be reached by the keyboard and is told with all that is known."""
    page = Page(written("html", maps.founding()))
    assert page.all("html") == [{"lang": "en"}]
    places = [each for each in page.all("g") if "place" in (each.get("class") or "")]
    assert len(places) == 23
    assert all(place["tabindex"] == "0" and place["role"] == "img" for place in places)
    assert "Witten, Ennepe-Ruhr-Kreis, round 2015, signed on 2015" in [place["aria-label"] for place in places]
    assert len(page.all("tr")) == 24
    assert page.all("table") == [{"class": "records sortable", "data-search": "Search"}]


def test_the_page_asks_nobody_for_anything() -> None:
    """No address in it leads elsewhere, and its own policy forbids it."""
    page = Page(written("html", maps.large()))
    for _tag, attributes in page.elements:
        assert not attributes.get("src")
        assert (attributes.get("href") or "#").startswith("#")
    policies = [meta for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert [policy["content"] for policy in policies] == [
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    ]


def test_names_do_nothing_in_a_page() -> None:
    """Whatever a ledger calls its members."""
    page = written("html", maps.hostile())
    assert page.count("<script>") == 1
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "\x1b" not in page


def test_the_page_of_nobody() -> None:
    """A sentence in place of the table, and no script."""
    page = written("html", maps.nobody())
    assert "<p>Nobody has signed yet</p>" in page
    assert "<script" not in page


def test_the_page_in_german() -> None:
    """Its language is said, for those who listen to it."""
    use("de")
    page = written("html", maps.founding())
    assert '<html lang="de">' in page
    assert "Karte überspringen, zur Tabelle" in page
    assert "23 Mitglieder · Stand 23.11.2026" in page


def test_the_order_of_the_table() -> None:
    """Names by DIN 5007-1, dates by their days, what is not known last."""
    page = written("html", maps.founding())
    rows = re.findall(
        r'<tr><th scope="row" data-rank="(\d+)">([^<]*)</th>.*?<td class="date" data-rank="(\d+)">([^<]*)</td></tr>',
        page,
    )
    assert [int(rank) for rank, _name, _order, _signed in rows] == list(range(23))
    assert {(order, signed) for _rank, _name, order, signed in rows} == {("0", "2012-12"), ("1", "2015")}
    districts = dict(re.findall(r'<td data-rank="(\d+)">([^<]*)</td><td data-rank="\d+">2012</td>', page))
    assert districts[max(districts, key=int)] == ""
