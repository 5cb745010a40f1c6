"""All of Germany: every municipality by the names that it is called, and what several have in common."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

import pytest

from engagiert_cli.errors import Hint, Refusal
from engagiert_cli.ledger.members import Ledger, Network
from engagiert_cli.register.bodies import Level, RegisteredBody, open_register, registers
from engagiert_cli.register.designations import level_of
from engagiert_cli.register.names import Found, Mismatch, Several
from engagiert_cli.who import Who

GERMANY = open_register("de")
NAMES = GERMANY.names
NEUENKIRCHEN = ("13075101", "13075102")
PLAIN = re.compile(r" ?\(| ?/ ?| (?=(?:am|an|auf|bei|beim|im|in|ob|unter|vor|zum|zur) |[abivr]\.)")
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def test_its_size() -> None:
    """16 Länder, 19 Regierungsbezirke, 294 districts beside the cities of their own, 10,753 inhabited municipalities."""
    levels = (
        GERMANY.at(Level.LAND),
        GERMANY.at(Level.REGION),
        GERMANY.at(Level.DISTRICT),
        GERMANY.at(Level.MUNICIPALITY),
    )
    assert tuple(map(len, levels)) == (16, 19, 294, 10_753)
    assert sum(body.population for body in GERMANY.at(Level.MUNICIPALITY)) == 83_577_140
    assert sum(body.population for body in GERMANY.at(Level.LAND)) == 83_577_140


@pytest.mark.parametrize(("name", "bodies"), [("he", 421 + 21 + 3), ("sl", 52 + 6), ("be", 1), ("by", 2056 + 71 + 7)])
def test_each_land_is_a_register_of_its_own(name: str, bodies: int) -> None:
    """A Land's register has its municipalities, districts and regions, by its short form in any case."""
    assert len(open_register(name.upper()).bodies) == bodies


def test_a_land_without_regions() -> None:
    """Twelve Länder have no Regierungsbezirke: what lies there has no region, and is described by its district."""
    (munster,) = (body for body in GERMANY.at(Level.MUNICIPALITY) if body.name == "Munster")
    assert GERMANY.get(munster.region_key) is None
    assert [area.area_name for area in GERMANY.around(munster)] == ["Heidekreis", "Niedersachsen"]
    assert GERMANY.described(munster, key=True) == "Munster (Stadt, Heidekreis, Niedersachsen, 03358016)"


def where(body: RegisteredBody) -> str:
    """Return the smallest area around the body, by which it is told from others."""
    return next(GERMANY.around(body)).area_name


def test_every_municipality_with_its_district_is_itself() -> None:
    """Each of the 10,753, in brackets, in capitals and decomposed, and without umlauts.

    Two called Neuenkirchen lie in one district: only their keys tell them apart.
    """
    for body in GERMANY.at(Level.MUNICIPALITY):
        if body.key in NEUENKIRCHEN:
            assert isinstance(NAMES.find(f"{body.short_name}, {where(body)}"), Several)
            continue
        name, bracketed = f"{body.short_name}, {where(body)}", f"{body.short_name} ({where(body)})"
        for typed in (unicodedata.normalize("NFD", bracketed.upper()), name.translate(UMLAUTS)):
            found = NAMES.find(typed)
            assert isinstance(found, Found), (typed, found)
            assert found.body == body, (typed, found.body)


def test_a_bare_name_is_taken_where_one_has_it_and_refused_where_several_have() -> None:
    """What several municipalities are called is refused with all of them, the most populous first."""
    called: defaultdict[str, list[RegisteredBody]] = defaultdict(list)
    for body in GERMANY.at(Level.MUNICIPALITY):
        called[body.short_name].append(body)
    for name, bodies in called.items():
        found = NAMES.find(name)
        if len(bodies) == 1 and name != "Eßlingen":  # which may be a way to write Esslingen
            assert isinstance(found, Found), name
            assert found.body == bodies[0], name
        else:
            assert isinstance(found, Several), name
            assert set(bodies) <= set(found.bodies), name
            assert list(found.bodies) == sorted(found.bodies, key=lambda body: -body.population)


def test_what_several_are_called_is_in_the_land_that_is_named() -> None:
    """No abbreviation of what tells one of them apart is taken for that Land, or for the word before it."""
    called: defaultdict[str, list[RegisteredBody]] = defaultdict(list)
    for body in GERMANY.at(Level.MUNICIPALITY):
        called[PLAIN.split(body.short_name, maxsplit=1)[0]].append(body)
    lands = [(code.upper(), land.key, land.name) for code, land in registers().items() if land.key]
    for name, bodies in called.items():
        if len(bodies) == 1:
            continue
        for code, key, land in lands:
            there = [body for body in bodies if body.land_key == key]
            for typed in (f"{name} ({code})", f"{name} in {land}", f"{name} i. {land}"):
                found = NAMES.find(typed)
                if isinstance(found, Found) and there and land not in found.body.short_name:
                    assert found.body in there, typed
                    assert len(there) == 1 or found.body.short_name == name, typed


@pytest.mark.parametrize(
    "name",
    [
        "Freiburg",
        "Frankfurt",
        "Neustadt",
        "Halle",
        "Sachsen",
        "Brandenburg",
        "Buchen",
        "Lohne",
        "Briesen",
        "Werben",
        "Esslingen",
    ],
)
def test_a_first_word_alone_is_never_enough(name: str) -> None:
    """Where several begin so, none is taken."""
    found = NAMES.find(name)
    assert isinstance(found, Several)
    assert len(found.bodies) > 1


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Neustadt (Hessen)", "06534016"),
        ("Haibach, Landkreis Straubing-Bogen", "09278129"),
        ("Freiburg im Breisgau", "08311000"),
        ("Freiburg i. Br.", "08311000"),
        ("Halle (Saale)", "15002000"),
        ("Halle/Saale", "15002000"),
        ("Neustadt a.d.Donau", "09273152"),
        ("Neustadt an der Donau", "09273152"),
        ("Oettingen i.Bay.", "09779197"),
        ("Röthenbach a.d. Pegnitz", "09574152"),
        ("Pfaffenhofen an der Ilm", "09186143"),
        ("Cottbus", "12052000"),
        ("Chóśebuz", "12052000"),
        ("Markt Rieden", "09371146"),
        ("Frankfurt a. M.", "06412000"),
        ("Frankfurt (Oder)", "12053000"),
        ("Weimar", "16055000"),
        ("Munster", "03358016"),
        ("Groß-Zimmern in Hessen", "06432011"),
        ("Region Hannover", "03241"),
        ("Regionalverband Saarbrücken", "10041"),
        ("Landkreis Rostock", "13072"),
        ("Regierung von Oberbayern", "091"),
        ("Freistaat Sachsen", "14"),
        ("Hamburg", "02000000"),
        ("Landkreis München", "09184"),
        ("Landkreis Mühldorf am Inn", "09183"),
        ("Neumarkt in der Oberpfalz (Landkreis)", "09373"),
        ("Landkreis Sankt Wendel", "10046"),
        ("Landkreis Rotenburg", "03357"),
        ("Kreis Lindau", "09776"),
        ("Freiburg/Br.", "08311000"),
        ("Freiburg (BW)", "08311000"),
        ("Trier (RP)", "07211000"),
        ("Halle (ST)", "15002000"),
        ("Lengerich (ST)", "05566040"),
        ("RP Freiburg", "083"),
        ("Hof/Saale", "09464000"),
        ("Homburg (Saar)", "10045114"),
        ("Land Hessen (Land, 06)", "06"),
        ("Regionalverband Saarbrücken (Regionalverband, Saarland, 10041)", "10041"),
        ("06412000", "06412000"),
        ("071325001001", "07132001"),
        ("Haar b. München", "09184123"),
        ("Feldkirchen bei München", "09184118"),
        ("Halle an der Saale", "15002000"),
        ("Kempten im Allgäu", "09763000"),
        ("Rothenburg o. d. Tauber", "09571193"),
        ("Rothenburg/Tauber", "09571193"),
        ("Skt. Ingbert", "10045117"),
        ("Burg (Spreewald)", "12071032"),
        ("Burg/Spreewald", "12071032"),
        ("Lübbenau/Spreewald", "12066196"),
        ("Chóśebuz/Cottbus", "12052000"),
        ("Groß\u2212Umstadt", "06432010"),
        ("Ortsgemeinde Hilgert", "07143030"),
        ("Verbandsfreie Gemeinde Budenheim", "07339009"),
        ("Haar, kreisangehörige Gemeinde", "09184123"),
        ("Amtsfreie Stadt Ratzeburg", "01053100"),
        ("Große selbständige Stadt Goslar", "03153017"),
        ("Inselgemeinde Spiekeroog", "03462014"),
        ("Einheitsgemeinde Stadt Tangerhütte", "15090546"),
        ("Landgemeinde Stadt Bad Sulza", "16071004"),
        ("Gde. Haar", "09184123"),
        ("Mkt. Murnau", "09180124"),
        ("Stadtgemeinde Bremen", "04011000"),
        ("Region Hannover (Region, Niedersachsen)", "03241"),
        ("Saarbrücken (Regionalverband)", "10041"),
        ("Nußdorf in Bayern", "09189130"),
        ("Heringen (HE)", "06632009"),
        ("Seehausen (ST)", "15090520"),
        ("Gr. Gerau", "06433006"),
        ("Gr.-Umstadt", "06432010"),
        ("Kl. Rönnau", "01060049"),
        ("Schwäb. Gmünd", "08136065"),
        ("Schw. Hall", "08127076"),
        ("Hess. Lichtenau", "06636006"),
        ("Dt. Evern", "03355014"),
        ("Pr. Oldendorf", "05770036"),
        ("Neustadt (Pfalz)", "07316000"),
        ("Lichtenau (Baden)", "08216028"),
        ("Wedel/Holst.", "01056050"),
        ("Wangen (Württ.)", "08117055"),
        ("Freiberg i. Sa.", "14522180"),
        ("Plauen/Vogtl.", "14523320"),
        ("Kirchheim (Franken)", "09679153"),
    ],
)
def test_how_people_write(typed: str, key: str) -> None:
    """With the Land or the district, with official abbreviations and without, in the second language."""
    found = NAMES.find(typed)
    assert isinstance(found, Found), found
    assert found.body.key == key


def test_every_municipality_by_its_regional_key() -> None:
    """The 12 digits have the municipality a second time, or the union that it is in; a union itself is none."""
    for body in GERMANY.at(Level.MUNICIPALITY):
        district, own = body.key[:5], body.key[5:]
        for digits in (f"{district}0{own}{own}", *(f"{district}{union}{own}" for union in ("5001", "5999", "9123"))):
            if own != "000" or digits[5] == "0":
                assert GERMANY.by_digits(digits) == body
                assert GERMANY.by_digits(digits.removeprefix("0")) == body
    assert all(GERMANY.by_digits(body.key) == body for body in GERMANY.at(Level.LAND, Level.REGION))
    assert [GERMANY.by_digits(f"07132{rest}") for rest in ("5001000", "6001001", "5001", "50010010")] == [None] * 4


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("Landkreis Weilheim", ["Landkreis Weilheim-Schongau", "Landkreis Kelheim"]),
        ("LK Bad Tölz", ["Landkreis Bad Tölz-Wolfratshausen", "Bad Tölz"]),
        ("Landkreis Berchtesgaden", ["Landkreis Berchtesgadener Land"]),
        ("Kreis Minden", ["Kreis Minden-Lübbecke", "Landkreis Holzminden"]),
        ("Kreis Rheingau", ["Rheingau-Taunus-Kreis"]),
        ("Rheda", ["Rheda-Wiedenbrück", "Rhede"]),
        ("Lünen, Kreis Wesel", ["Lünen"]),
        ("Lünen (Wesel)", ["Lünen"]),
        ("44532 Lünen", ["Lünen"]),
        ("Hilgert, Verbandsgemeinde Ransbach-Baumbach", ["Hilgert"]),
        ("Essen (Oldb)", ["Essen (Oldenburg)", "Essen"]),
        ("Burg bei Magdeburg", ["Burg", "Burg (Spreewald)/Bórkowy (Błota)", "Burg (Dithmarschen)"]),
        ("Flensburg/Flensborg", ["Flensburg"]),
        ("Nordseeheilbad Cuxhaven", ["Cuxhaven"]),
        ("Theodor-Storm-Stadt Garding", ["Garding"]),
        ("Bad Malente", ["Malente"]),
        ("Timmendorf", ["Timmendorfer Strand", "Emmendorf", "Thiendorf"]),
        ("Lünen-Brambauer", []),
        ("Stadtwerke Unna", []),
    ],
)
def test_a_part_of_what_was_typed_is_suggested(typed: str, suggested: list[str]) -> None:
    """A name that goes on, and a name behind which something stands that is not so; never taken."""
    assert not isinstance(NAMES.find(typed), Found)
    assert [body.name for body in NAMES.near(typed)] == suggested


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Bromskirchen", ['"Bromskirchen" (06635005) is a part of Allendorf (Eder) (06635001) now']),
        ("Lumpzig", ['"Lumpzig" (16077029) is a part of Schmölln (16077043) now']),
        ("Wolfen", ['"Wolfen" (15154044) is a part of Bitterfeld-Wolfen (15082015) now']),
        (
            "Landkreis Soltau-Fallingbostel",
            ['"Landkreis Soltau-Fallingbostel" is called Heidekreis (Landkreis, Niedersachsen, 03358) now'],
        ),
        (
            "Belzig",
            ['"Belzig" is called Bad Belzig (Stadt, Landkreis Potsdam-Mittelmark, Brandenburg, 12069020) now'],
        ),
        ("Dessau", ['"Dessau" (15101000) is a part of Dessau-Roßlau (15001000) now']),
        (
            "Landkreis Osterode am Harz",
            [
                '"Osterode am Harz" (03156) is a part of Landkreis Göttingen (03159) now',
                "there is: Osterode am Harz (Stadt, Landkreis Göttingen, Niedersachsen, 03159026)",
            ],
        ),
        (
            "Landkreis Weilheim",
            [
                "did you mean Landkreis Weilheim-Schongau (Landkreis, Regierungsbezirk Oberbayern, Bayern)?",
                "there is: Weilheim an der Teck (Stadt, Landkreis Esslingen, Baden-Württemberg, 08116070)",
                "there is: Weilheim (Gemeinde, Landkreis Waldshut, Baden-Württemberg, 08337118)",
                "there is: Weilheim i.OB (Stadt, Landkreis Weilheim-Schongau, Bayern, 09190157)",
            ],
        ),
    ],
)
def test_what_became_of_a_name_is_told(typed: str, told: list[str]) -> None:
    """A body that is a part of another one now is named with that one, where none of its name is there."""
    with pytest.raises(Refusal) as refusal:
        NAMES.require(typed)
    assert str(refusal.value).split("\n")[1:] == told


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Landkreis Weilheim", "did you mean Landkreis Weilheim-Schongau?"),
        ("Kreis Garmisch", "did you mean Landkreis Garmisch-Partenkirchen?"),
        ("Landkreis Bad Doberan", '"Bad Doberan" (13051) is a part of Landkreis Rostock (13072) now'),
    ],
)
def test_an_area_is_told_of_as_a_member_is(typed: str, told: str) -> None:
    """By the first part of its double name, and with what became of it."""
    with pytest.raises(Refusal) as refusal:
        NAMES.area(typed)
    assert str(refusal.value).split("\n")[1:] == [told]


@pytest.mark.parametrize("kind", ["Verbandsgemeinde", "VG", "Samtgemeinde", "Amt", "Bezirk", "Zweckverband"])
@pytest.mark.parametrize("name", ["Hachenburg", "Oberbayern"])
def test_what_no_body_of_the_register_is_joins_with_that_kind(kind: str, name: str) -> None:
    """The town of the same name is another body, and is not suggested; the name in full joins so."""
    with pytest.raises(Refusal) as refusal:
        NAMES.require(f"{kind} {name}")
    (hint,) = refusal.value.hints
    assert isinstance(hint, Hint)
    assert hint.options == {"kind": kind}
    assert level_of(kind) is None
    outside = Who(Ledger(Network(register="de"))).joining(f"{kind} {name}", kind=kind)
    assert outside.body == (f"{kind} {name}", None, kind)


@pytest.mark.parametrize("name", ["Amt Neuhaus", "Regionalverband Saarbrücken"])
def test_what_is_called_like_one_that_no_body_is_stays_itself(name: str) -> None:
    """A name of the register comes first."""
    found = NAMES.find(name)
    assert isinstance(found, Found)
    assert found.body.name == name


def test_a_name_in_two_languages_has_its_namesake() -> None:
    """Bautzen is the town, and a note names the Landkreis, as for names in one."""
    found = NAMES.find("Bautzen")
    assert isinstance(found, Found)
    assert (found.body.key, [other.key for other in found.namesakes]) == ("14625020", ["14625"])


@pytest.mark.parametrize(
    "several", ["Landkreis und Stadt Kassel", "Kreis und Stadt Unna", "Stadt und Landkreis Rostock"]
)
def test_two_bodies_are_not_one_of_them(several: str) -> None:
    """Who names a town and its district in one means both, and is told to name each."""
    assert not isinstance(NAMES.find(several), Found)


@pytest.mark.parametrize(
    ("name", "area", "key", "unread"),
    [
        ("Lindau", "BY", "09776116", ()),
        ("Weimar", "HE", "06534020", ()),
        ("Königstein", "sn", "14628210", ()),
        ("Weimar", "Blub", "16055000", ("Blub",)),
    ],
)
def test_an_area_beside_a_name_tells_bodies_apart(name: str, area: str, key: str, unread: tuple[str, ...]) -> None:
    """By the short form of a Land, too; what names no area is not passed over in silence."""
    found = NAMES.within(name, None, [area])
    assert isinstance(found, Found)
    assert (found.body.key, found.unread) == (key, unread)


@pytest.mark.parametrize(("name", "area"), [("Hagen", "Landkreis Osnabrück"), ("Brühl", "BW"), ("Münster", "Hessen")])
def test_an_area_of_another_land_is_one(name: str, area: str) -> None:
    """Even where the register has one Land only: its body of that name does not lie there."""
    assert isinstance(open_register("nrw").names.within(name, None, [area]), Mismatch)


def test_what_the_program_prints_of_a_body_can_be_pasted_back() -> None:
    """Each, with its kind, where it lies and its key."""
    for body in GERMANY.bodies[::23]:
        found = NAMES.find(GERMANY.described(body, key=True))
        assert isinstance(found, Found), body
        assert found.body == body


def test_several_are_refused_with_how_to_write_them() -> None:
    """Each is named with its district and Land, and what is named can be typed."""
    with pytest.raises(Refusal) as refusal:
        NAMES.require("Haibach")
    assert str(refusal.value) == (
        '2 bodies are called "Haibach"\n'
        'write "Haibach (Landkreis Aschaffenburg)" for: '
        "Haibach (Gemeinde, Landkreis Aschaffenburg, Bayern, 09671124)\n"
        'write "Haibach (Landkreis Straubing-Bogen)" for: '
        "Haibach (Gemeinde, Landkreis Straubing-Bogen, Bayern, 09278129)"
    )


def test_what_several_are_told_to_write_means_each_of_them() -> None:
    """The way to write one of several is understood as that one, or is its key."""
    for name in ("Neustadt", "Frankfurt", "Münster", "Neuenkirchen", "Hausen"):
        found = NAMES.find(name)
        assert isinstance(found, Several)
        for body in found.bodies:
            written = NAMES.find(NAMES.unambiguous(body))
            assert isinstance(written, Found)
            assert written.body == body


def test_with_one_land_only_its_bodies_are_meant() -> None:
    """What lies elsewhere is named as lying there; a name without its umlauts is still the Land's own."""
    nrw = open_register("nrw").names
    assert nrw.find("Haibach") is None
    with pytest.raises(Refusal, match="Haibach lies in Bayern"):
        nrw.require("Haibach")
    found = nrw.find("Munster")
    assert isinstance(found, Found)
    assert found.body.name == "Münster"
    assert [body.key for body in found.elsewhere] == ["03358016"]
    kreis_siegen = nrw.find("Kreis Siegen")
    assert isinstance(kreis_siegen, Found)
    assert kreis_siegen.elsewhere == ()  # the town lies in the same Land


def test_there_is_a_level_for_each_body() -> None:
    """Each key has as many digits as its level says."""
    assert {body.level for body in GERMANY.bodies} == set(Level)


@pytest.mark.parametrize(("typed", "key"), [("NRW", "05"), ("by", "09"), (" Sh ", "01"), ("Hessen", "06")])
def test_a_land_has_its_short_form(typed: str, key: str) -> None:
    """As ledgers name its register, in any case; Germany itself is no area in it."""
    assert NAMES.area(typed).key == key
    with pytest.raises(Refusal):
        NAMES.area("de")
