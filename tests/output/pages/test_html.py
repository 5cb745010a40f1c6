"""Markdown and HTML show every text literally."""

import io
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given

from engagiert_cli.errors import Hint
from engagiert_cli.ledger.members import Ledger
from engagiert_cli.output.formats import FORMATS_OF
from engagiert_cli.output.pages.html import write_letter
from engagiert_cli.reports.bodies import Selection
from engagiert_cli.reports.forms import Letter
from engagiert_cli.reports.table import Table
from engagiert_cli.text import safe
from tests.output.sample import ANY_TEXT, COHORTS, COVERAGE, MEMBERS, table_of, without_rows, written
from tests.reports.networks import FOUNDING, network, report


def test_markdown_is_a_heading_a_table_and_the_footer() -> None:
    """Numbers on the right."""
    assert written("markdown", COHORTS) == (
        "# Cohorts\n\n"
        "| Round | Signed | Joined | Left | Members |\n"
        "| --- | --- | ---: | ---: | --- |\n"
        "| 2012 | Dec 2012 | 10 | – | Bonn, Kreis Lippe, Lemgo |\n"
        "| 2015 | 2015 | 1,234 | 2 | Witten |\n"
        "\n2 rounds\n"
    )


def test_markdown_says_the_state_of_affairs_under_the_heading() -> None:
    """The subtitle is a paragraph."""
    assert written("markdown", without_rows(MEMBERS)) == (
        "# Members\n\nas of 2026-11-23\n\n| Name | District | Signed |\n| --- | --- | --- |\n\n3 of 23 members\n"
    )


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("a|b", r"a\|b"),
        ("*b* _i_ `c`", r"\*b\* \_i\_ \`c\`"),
        ("<b>&amp;", r"\<b\>\&amp;"),
        ("[a](b)", r"\[a\](b)"),
        ("C:\\x", r"C:\\x"),
        ("a\nb", r"a\\nb"),
    ],
)
def test_markdown_shows_text_literally(text: str, literal: str) -> None:
    """Nothing in a name is markup."""
    assert written("markdown", table_of(text)).splitlines()[-1] == f"| {literal} |"


def test_what_is_not_known_well_enough_is_published() -> None:
    """As sentences below what they are about; what is to be typed is for who made it."""
    notes = ("1 <member> may match", Hint("to see it: {command}", options={"all": True}), "of 2 the year is not known")
    table = without_rows(MEMBERS)._replace(notes=notes)
    assert written("markdown", table).endswith(
        "\n\n3 of 23 members\n\n1 \\<member\\> may match. Of 2 the year is not known.\n"
    )
    said = '<p class="quiet">1 &lt;member&gt; may match. Of 2 the year is not known.</p>\n'
    assert f'<p class="quiet">3 of 23 members</p>\n{said}</main>' in written("html", table)
    for format_ in ("plain", "csv", "json"):
        assert written(format_, table) == written(format_, table._replace(notes=()))


def test_a_letter_says_what_is_not_known_well_enough() -> None:
    """Below its text and its date."""
    table = report(
        "announcement", network(("Bonn", "2012-12-05", None), ("Hagen", "2012-12-05", "2012..2014")), "2013-01-01"
    )
    said = "For 1 member it is not known whether it had signed, or left, by then."
    page, text = io.StringIO(), io.StringIO()
    FORMATS_OF["letter"]["html"].write(table, page)
    FORMATS_OF["letter"]["markdown"].write(table, text)
    assert f'<p class="quiet">As of 1\xa0January 2013</p>\n<p class="quiet">{said}</p>\n</main>' in page.getvalue()
    assert text.getvalue().endswith(f"\n\nAs of 1 January 2013\n\n{said}\n")


def test_pictures_say_what_is_not_known_well_enough() -> None:
    """On paper, and on a page of their own."""
    ledger = network(("Bonn", "2012", None))
    for name, form in (("growth", "timeline"), ("map", "map")):
        for format_ in ("svg", "html"):
            out = io.StringIO()
            FORMATS_OF[form][format_].write(report(name, ledger, "2012-06-30"), out)
            assert out.getvalue().count(">For 1 member it is not known whether it had signed, or left, by then.<") == 1
            assert "<p></p>" not in out.getvalue()


@pytest.mark.parametrize(("text", "literal"), [("- a", r"\- a"), ("1. a", r"1\. a"), ("# a", r"\# a"), ("3 a", "3 a")])
def test_a_footer_stays_a_paragraph(text: str, literal: str) -> None:
    """It does not become a list or a heading."""
    assert written("markdown", Table("", [], [], footer=text)).splitlines()[-1] == literal


def test_html_is_a_whole_page() -> None:
    """Language, character set, title, heading, headers that say what they head, and names under their row."""
    page = written("html", COHORTS)
    assert page.startswith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n')
    assert "<title>Cohorts</title>" in page
    assert '<h1 id="title">Cohorts</h1>' in page
    assert '<tr><th scope="col">Round</th><th scope="col" class="date">Signed</th>' in page
    assert (
        '<tr><th scope="row">2012</th><td class="date">Dec 2012</td><td class="n" data-title="Joined">10</td>' in page
    )
    assert '<tr><td class="under" colspan="4"><div>Bonn, Kreis Lippe, Lemgo</div></td></tr></tbody>' in page
    assert page.endswith('</table>\n</div>\n<p class="quiet">2 rounds</p>\n</main>\n</body>\n</html>\n')


def test_bars_are_as_on_a_terminal() -> None:
    """Small shares are drawn against the largest of them."""
    small = Table("", COVERAGE.columns, [("A", 3, 0.05), ("B", 6, 0.1)])
    assert re.findall("--part: ([0-9.]+)", written("html", small)) == ["0.500", "1.000"]
    assert re.findall("--part: ([0-9.]+)", written("html", COVERAGE)) == ["0.000", "0.250", "1.000"]


def test_html_speaks_the_readers_language(german: None) -> None:
    """A German page says so to screen readers."""
    assert '<html lang="de">' in written("html", MEMBERS)


def test_no_line_of_a_letter_breaks_between_a_day_and_its_month(german: None) -> None:
    """In its sentences and in its state of affairs."""
    del german
    ledger = network(("Bonn", "2012", None), ("Witten", "2015-03-04", None))
    table = report("announcement", ledger, is_today=True)
    assert isinstance(table.form, Letter)
    out = io.StringIO()
    write_letter(table, table.form, out)
    page = out.getvalue()
    assert "am 4.\xa0März 2015 die" in page
    assert "(Stand 31.\xa0Dezember 2024)" in page
    assert ">Stand 4.\xa0März 2015<" in page


@given(ANY_TEXT)
def test_html_shows_text_literally(text: str) -> None:
    """Read back by a parser, a cell is the text, in the title, the caption and the footer too."""

    class Texts(HTMLParser):
        seen = ""
        tags: tuple[str, ...] = ()

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tags = (*self.tags, tag)

        def handle_data(self, data: str) -> None:
            self.seen += data

    columns = table_of().columns
    reader, empty = Texts(), Texts()
    reader.feed(written("html", Table(text, columns, [(text,)], text, text)))
    empty.feed(written("html", Table("x", columns, [("x",)], "x", "x")))
    assert reader.seen.count(safe(text)) >= 5
    assert [tag for tag in reader.tags if tag not in ("small", "p")] == [
        tag for tag in empty.tags if tag not in ("small", "p")
    ]


def test_the_report_is_one_page_to_publish() -> None:
    """Figures, growth, map, cohorts, reach and all members; nothing in it asks for anything from elsewhere."""
    page = written("html", report("cohorts", FOUNDING))
    assert '<p class="lead">23 members in 2 rounds, Dec 2012 to 2015 · As of 2026-11-23</p>' in page
    headings = re.findall(r"<h2[^>]*>([^<]*)</h2>", page)
    assert headings == ["Growth", "Who joined together", "Map", "Reach", "Members"]
    figures = re.findall(r"<div><dt>([^<]*)</dt><dd>([^<]*)</dd></div>", page)
    assert figures == [
        ("members", "23"),
        ("inhabitants, 15.5% of Nordrhein-Westfalen", "2,796,295"),
        ("rounds", "2"),
        ("latest signing", "2015"),
    ]
    assert page.count("<svg") == 2
    assert page.count("<script>") == 1
    assert not re.search(r"(?:src|href)=\"(?!#)|url\(|@import", page)
    identities = re.findall(r' id="([^"]*)"', page)
    assert len(identities) == len(set(identities))


def test_no_heading_and_no_way_lead_to_nothing() -> None:
    """A map of a day on which nobody was a member for certain has no table, nor what announces one."""
    for ledger, day in ((FOUNDING, "2012-12-05"), (Ledger(), "2026-11-23")):
        out = io.StringIO()
        FORMATS_OF["map"]["html"].write(report("map", ledger, day), out)
        page = out.getvalue()
        assert "<h2" not in page
        assert 'href="#' not in page
    assert "<p>Nobody has signed yet</p>" in page


def test_names_from_right_to_left_keep_their_order() -> None:
    """Beside each other they would run on as one text, the first at its right end."""
    assert "\u2068שלום\u2069, \u2068عربي\u2069, Bonn" in written(
        "html", Table("", COHORTS.columns, [("1", None, 1, 0, ("שלום", "عربي", "Bonn"))])
    )


def test_the_page_of_a_network_without_members_says_so_once() -> None:
    """Empty charts, maps and tables would say nothing more, nor would figures that are all 0."""
    for rounds in ((), FOUNDING.rounds):
        page = written("html", report("cohorts", Ledger(FOUNDING.network, rounds)))
        assert page.count("Nobody has signed yet</p>") == 1
        assert re.findall(r"<h2[^>]*>([^<]*)</h2>", page) == ["Members"]
        assert 'class="figures"' not in page


def test_the_page_tells_no_inhabitants_that_are_uncertain() -> None:
    """Where somebody may have signed by the day or not, nobody knows how many people live there, nor who was last."""
    page = written("html", report("cohorts", FOUNDING, "2015-06-30"))
    assert re.findall(r"<dt>([^<]*)</dt>", page) == ["members", "round"]


def test_the_page_says_once_what_all_its_parts_leave_open() -> None:
    """Below the figures; the list of members says in its own words what it leaves open."""
    page = written("html", report("cohorts", FOUNDING, "2015-06-30"))
    said = "For 13 members it is not known whether they had signed, or left, by then."
    assert f'</dl>\n<p class="quiet">{said}</p>\n<h2' in page
    assert page.count(said) == 1
    assert '<p class="quiet">13 members (signed: 2015) may match as well.</p>\n</main>' in page


def test_the_page_of_one_round_is_about_that_round() -> None:
    """What is asked of a part of the network is not answered with the whole."""
    round_ = FOUNDING.rounds[0]
    page = written("html", report("cohorts", FOUNDING, round=round_))
    assert "<h2" not in page


def test_the_page_without_a_register_has_no_map() -> None:
    """Where nothing is known of places and inhabitants, the rest is told."""
    page = written("html", report("cohorts", FOUNDING, selection=Selection()))
    assert re.findall(r"<h2[^>]*>([^<]*)</h2>", page) == ["Growth", "Who joined together", "Members"]
