"""Whom a name means: the table of spellings in `names.txt`, every official name in many forms, and what is suggested."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engagiert_cli.cli.names import selection
from engagiert_cli.errors import Refusal, WrongUsage
from engagiert_cli.ledger.members import Ledger, Network
from engagiert_cli.register.bodies import Designation, Level, RegisteredBody, open_register
from engagiert_cli.register.designations import level_of
from engagiert_cli.register.names import Found, Mismatch
from engagiert_cli.text import fold_words

REGISTER = open_register("nrw")
NAMES = REGISTER.names
LINE = re.compile(
    r"(?:(?P<key>\d+)|(?P<nobody>nobody)|not so, but (?P<existing>[\d ]+?))"
    r"(?: as (?P<level>[^:]+?))?(?: beside (?P<namesake>\d+))?: (?P<spellings>.*)"
)


def cases() -> list[tuple[str, str, str]]:
    """Return spelling, level and what is expected, from the table."""
    found = []
    for line in Path(__file__).with_name("names.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        parts = LINE.fullmatch(line)
        assert parts, line
        expected = parts["key"] or parts["nobody"] or f"not so, but {parts['existing']}"
        if parts["namesake"]:
            expected += f" beside {parts['namesake']}"
        for spelling in parts["spellings"].split(" | "):
            shown = re.sub(r"\\u([0-9a-f]{4})", lambda escape: chr(int(escape[1], 16)), spelling)
            found.append((shown, parts["level"] or "", expected))
    return found


def meaning(spelling: str, level: Level | None = None) -> str:
    """Return whom the spelling means, as the table writes it."""
    match NAMES.find(spelling, level):
        case Found(body, namesakes):
            return body.key + "".join(f" beside {other.key}" for other in namesakes)
        case Mismatch(_, existing):
            return f"not so, but {' '.join(body.key for body in existing)}"
        case _:
            return "nobody"


@pytest.mark.parametrize(("spelling", "level", "expected"), cases())
def test_a_spelling_means_a_body(spelling: str, level: str, expected: str) -> None:
    """Each spelling of the table means what the table says."""
    assert meaning(spelling, level_of(level) if level else None) == expected


def test_the_table_is_generous() -> None:
    """There are enough cases, of each kind."""
    expected = [case[2] for case in cases()]
    assert len(expected) > 200
    assert expected.count("nobody") > 30
    assert sum(each.startswith("not so") for each in expected) > 10


def official(body: RegisteredBody) -> str:
    """Return the name with what the register adds to it: »Witten, Stadt«."""
    return f"{body.short_name}, {body.suffix}" if body.suffix else body.short_name


def with_designation(body: RegisteredBody) -> list[str]:
    """Return the name with its designation, before and behind."""
    if body.designation is Designation.DISTRICT and "kreis" in body.short_name.casefold():
        return [body.name]
    if body.designation is Designation.CITY_REGION:
        return [body.name, "Aachen, Städteregion"]
    term = body.designation.value
    return [f"{term} {body.short_name}", f"{body.short_name}, {term}", f"{body.short_name} ({term})"]


def plain_level(body: RegisteredBody) -> bool:
    """Whether the bare name is this body: a municipality, or a body that shares its name with none."""
    return body.level is Level.MUNICIPALITY or all(
        other.short_name != body.short_name for other in REGISTER.at(Level.MUNICIPALITY)
    )


BODIES = pytest.mark.parametrize("body", REGISTER.bodies, ids=lambda body: body.key)


@BODIES
def test_every_body_by_its_official_names(body: RegisteredBody) -> None:
    """Each of the 432 is found by its full, its area's and its official name, with its designation, and by its key."""
    names = [body.name, body.area_name, *with_designation(body), body.key, body.key.removeprefix("0")]
    if plain_level(body):
        names += [body.short_name, official(body), f"{body.suffix} {body.short_name}".strip()]
    for name in names:
        found = NAMES.find(name)
        assert isinstance(found, Found), name
        assert found.body == body, name


@BODIES
def test_every_body_however_it_is_typed(body: RegisteredBody) -> None:
    """Capitals, small letters, decomposed letters, non-breaking blanks and hyphens, ae for ä and a for ä: all mean it."""
    umlauts = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
    dots = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "Ä": "A", "Ö": "O", "Ü": "U"})
    names = [body.name, *with_designation(body), *([official(body)] if plain_level(body) else [])]
    for name in names:
        for typed in (
            name.upper(),
            name.lower(),
            name.casefold(),
            unicodedata.normalize("NFD", name),
            name.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{NON-BREAKING HYPHEN}"),
            name.replace("-", "\N{EN DASH}"),
            name.replace("-", " "),
            f"  {name.replace(' ', '   ')}, ",
            f"»{name}«",
            name.translate(umlauts),
            name.translate(dots),
            name.translate(umlauts).upper(),
        ):
            found = NAMES.find(typed)
            assert isinstance(found, Found), typed
            assert found.body == body, typed


@BODIES
def test_every_municipality_by_its_district(body: RegisteredBody) -> None:
    """In brackets or behind a comma, with or without the word Kreis; a city that is its own district by itself."""
    if body.level is Level.MUNICIPALITY:
        district = REGISTER.get(body.district_key) or body
        for place in {district.short_name, district.name}:
            for typed in (f"{body.short_name} ({place})", f"{body.short_name}, {place}"):
                found = NAMES.find(typed)
                assert isinstance(found, Found), typed
                assert found.body == body, typed
    assert not isinstance(NAMES.find(f"{body.short_name} (Höxter)"), Found) or body.key.startswith("05762")


@BODIES
def test_every_body_by_its_level(body: RegisteredBody) -> None:
    """With its designation beside it, the short name is enough, also where a municipality has it too."""
    found = NAMES.find(body.short_name, level_of(body.designation.value))
    assert isinstance(found, Found)
    assert (found.body, found.namesakes) == (body, ())


def test_24_short_names_are_shared() -> None:
    """19 towns share their name with a district and 5 with a region; a note names the other."""
    shared = {
        body.name: namesakes
        for body in REGISTER.at(Level.MUNICIPALITY)
        if (namesakes := NAMES.require(body.short_name).namesakes)
    }
    levels = [other.level for other in chain.from_iterable(shared.values())]
    assert (levels.count(Level.DISTRICT), levels.count(Level.REGION)) == (19, 5)


def test_no_spelling_means_two_bodies_of_one_level() -> None:
    """Names, foldings and aliases keep the bodies of one level apart."""
    for spelling in NAMES._spellings:
        levels = [body.level for body in NAMES.called(spelling)]
        assert len(set(levels)) == len(levels), spelling


def test_every_alias_has_a_source_and_a_body() -> None:
    """What people say beside the official names is told from where, and for a body or a part of the Land."""
    path = Path(__file__).parents[2] / "src" / "engagiert_cli" / "register" / "names.tsv"
    lines = path.read_text("utf-8").splitlines()
    assert lines[0] == "kind\tspelling\tkeys\tsource"
    for line in lines[1:]:
        kind, spelling, keys, source = line.split("\t")
        assert kind in {"alias", "place"}
        assert spelling
        assert source
        for key in keys.split():
            assert any(body.key.startswith(key.removeprefix("-")) for body in open_register("de").bodies), line


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("Wittn", ["Witten"]),
        ("Hellenthahl", ["Hellenthal"]),
        ("Mönchen-Gladbach", ["Mönchengladbach"]),
        ("Kreis Cosfeld", ["Kreis Coesfeld"]),
        ("Stadt Cosfeld", ["Coesfeld"]),
        ("Rhein-Bergischer Kreis", ["Rheinisch-Bergischer Kreis"]),
        ("Gelsenkirchn", ["Gelsenkirchen", "Geilenkirchen", "Engelskirchen"]),
        ("Wit", ["Witten"]),  # begun, for want of a nearer one
        ("bad s", ["Bad Salzuflen", "Bad Sassendorf"]),
        ("Hannover", []),
        ("Kreis", []),
        ("NRW", []),
        ("", []),
        ("99999999", []),
    ],
)
def test_what_comes_near_is_suggested(typed: str, suggested: list[str]) -> None:
    """The nearest first, three at most, of the level that was said; and nothing where nothing is near."""
    assert NAMES.find(typed) is None
    assert [body.name for body in NAMES.near(typed)] == suggested


ONE_WORD = [body for body in REGISTER.at(Level.MUNICIPALITY) if body.short_name.isalpha()]


@given(st.sampled_from(ONE_WORD), st.integers(0, 20), st.sampled_from("abcdefghijklmnopqrstuvwxyzäöüß"))
def test_a_slip_of_the_finger_is_never_corrected(body: RegisteredBody, place: int, letter: str) -> None:
    """A name with a letter too many means nobody, unless it is spelt exactly like another body."""
    typed = body.short_name[:place] + letter + body.short_name[place:]
    assert isinstance(NAMES.find(typed), Found) == (fold_words(typed) in map(fold_words, NAMES._spellings))


@given(st.text(max_size=30))
def test_any_text_has_an_answer(text: str) -> None:
    """Whatever is typed, the answer is a body, what exists, or nobody."""
    assert NAMES.find(text) is None or isinstance(NAMES.find(text), (Found, Mismatch))


@pytest.mark.parametrize(
    ("typed", "level", "told"),
    [
        (
            "Wittn",
            None,
            'no municipality or district in NRW is called "Wittn"\ndid you mean Witten (Stadt, Ennepe-Ruhr-Kreis)?',
        ),
        (
            "Kreis Arnsberg",
            None,
            (
                'there is no "Kreis Arnsberg" in NRW\n'
                "there is: Bezirksregierung Arnsberg (Regierungsbezirk, 059)\n"
                "there is: Arnsberg (Stadt, Hochsauerlandkreis, 05958004)"
            ),
        ),
        (
            "Bonn",
            Level.DISTRICT,
            'no district in NRW is called "Bonn"\nthere is: Bonn (kreisfreie Stadt, Regierungsbezirk Köln, 05314000)',
        ),
        (
            "Hannover",
            None,
            ('no municipality or district in NRW is called "Hannover"\nHannover lies in Niedersachsen'),
        ),
        (
            "Nirgendwo",
            None,
            (
                'no municipality or district in NRW is called "Nirgendwo"\n'
                "write its official name or key, such as: Witten, Kreis Lippe, 05954036"
            ),
        ),
    ],
)
def test_a_refusal_says_what_there_is(typed: str, level: Level | None, told: str) -> None:
    """What cannot be used is refused with the nearest names, or with what exists."""
    with pytest.raises(Refusal) as refusal:
        NAMES.require(typed, level)
    assert str(refusal.value) == told


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Münster", "055"),
        ("Bezirksregierung Arnsberg", "059"),
        ("Regierungsbezirk Köln", "053"),
        ("059", "059"),
        ("Unna", "05978"),
        ("Kreis Unna", "05978"),
        ("HSK", "05958"),
        ("Neuss", "05162"),
        ("Aachen", "05334"),
        ("Märkischen Kreis", "05962"),
        ("5978", "05978"),
    ],
)
def test_an_area_is_a_district_or_a_region(typed: str, key: str) -> None:
    """Asked for an area, a bare name is that of the district or the region, never of the town."""
    assert NAMES.area(typed).key == key


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Witten", '"Witten" is neither a district nor a region\nit lies in: Ennepe-Ruhr-Kreis'),
        ("Bonn", '"Bonn" is neither a district nor a region\nit lies in: Regierungsbezirk Köln'),
        ("Kreis Soesst", 'no district or region in NRW is called "Kreis Soesst"\ndid you mean Kreis Soest?'),
        ("Kreis Köln", 'no district or region in NRW is called "Kreis Köln"\ndid you mean Regierungsbezirk Köln?'),
    ],
)
def test_no_area(typed: str, told: str) -> None:
    """A town is no area; the refusal names the area that it lies in."""
    with pytest.raises(Refusal) as refusal:
        NAMES.area(typed)
    assert str(refusal.value) == told


@pytest.mark.parametrize(
    ("word", "kind", "level"),
    [
        ("kreisfreie stadt", "kreisfreie Stadt", Level.MUNICIPALITY),
        ("GEMEINDE", "Gemeinde", Level.MUNICIPALITY),
        ("Kreis", "Kreis", Level.DISTRICT),
        ("Landkreis", None, Level.DISTRICT),
        ("Staedteregion", "Städteregion", Level.DISTRICT),
        ("Bezirksregierung", None, Level.REGION),
        ("Hansestadt", None, Level.MUNICIPALITY),
        ("kreisangehörige Gemeinde", None, Level.MUNICIPALITY),
        ("Verein", None, None),
        ("", None, None),
    ],
)
def test_kinds(word: str, kind: str | None, level: Level | None) -> None:
    """A word may be a kind of the register, in whatever spelling, or only name a level."""
    assert level_of(word) == level
    ledger = Ledger(Network(register="nrw"))
    if kind:
        assert selection(ledger, [word], []).kinds == (kind,)
    else:
        with pytest.raises(WrongUsage, match="is not a kind in this register"):
            selection(ledger, [word], [])


def test_what_a_gemeinde_is_called() -> None:
    """A Gemeinde that is called Stadt is found, and known to be none."""
    assert NAMES.require("Stadt Hellenthal").misnamed
    assert NAMES.require("Gemeinde Jüchen").misnamed
    assert not NAMES.require("Gemeinde Hellenthal").misnamed
    assert not NAMES.require("Stadt Bonn").misnamed
