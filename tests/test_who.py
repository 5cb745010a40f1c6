"""Whom a name means to a ledger: one rule, whatever command asks."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from engagiert_cli.errors import Refusal
from engagiert_cli.ledger.opening import opened
from engagiert_cli.register.bodies import open_register
from engagiert_cli.register.names import Found
from engagiert_cli.reports.bodies import body_of
from engagiert_cli.text import safe
from engagiert_cli.who import Who, remarks

TODAY = datetime.date(2026, 11, 23)
HEAD = '[network]\nregister = "nrw"\n[[rounds]]\nid = "2015"\n'
REGISTER = open_register("nrw")


def who(*members: str, head: str = HEAD) -> Who:
    """Return whom names mean to a ledger with these members, each written `name` or `name|key`."""
    entries = []
    for member in members:
        name, _bar, key = member.partition("|")
        entries.append(f'[[members]]\nname = "{name}"\n' + (f'key = "{key}"\n' if key else "") + 'round = "2015"\n')
    return Who(opened(head + "".join(entries), "members.toml", TODAY).ledger)


# What stands in the ledger, what is typed, and who is meant: as entered, or refused where it is nobody.
TABLE = [
    ([], "Lünen", "Lünen|05978024"),
    ([], "LÜNEN, Stadt", "Lünen|05978024"),
    ([], "5978024", "Lünen|05978024"),
    ([], "059780024024", "Lünen|05978024"),
    ([], "59780024024", "Lünen|05978024"),
    ([], "Lünen (Stadt, Kreis Unna, 05978024)", "Lünen|05978024"),
    ([], "Lünen (05978024)", "Lünen|05978024"),
    ([], "05978024 Lünen", "Lünen|05978024"),
    ([], "Siegen (Kreis Siegen-Wittgenstein)", "Siegen|05970040"),
    ([], "Lennestadt, Kreis Olpe", "Lennestadt|05966020"),
    # A member of no key, or of a wrong one, is the body of its name.
    (["Luenen"], "Lünen", "Luenen|"),
    (["Luenen"], "05978024", "Luenen|"),
    (["Lünen|05999999"], "Lünen", "Lünen|05999999"),
    (["Lünen|05999999"], "Stadt Lünen", "Lünen|05999999"),
    # A member's own spelling, which is no official one.
    (["Bundesstadt am Rhein|05314000"], "Bundesstadt am Rhein", "Bundesstadt am Rhein|05314000"),
    (["Bundesstadt am Rhein|05314000"], "bundesstadt  am rhein", "Bundesstadt am Rhein|05314000"),
    (["Hagen|05999998"], "Hagen", "Hagen|05999998"),
]


@pytest.mark.parametrize(("members", "typed", "meant"), TABLE)
def test_who_joins(members: list[str], typed: str, meant: str) -> None:
    """A name means the member that it is, else the body of the register, under its official name."""
    body = who(*members).joining(typed).body
    assert f"{body.name}|{body.key or ''}" == meant


@pytest.mark.parametrize(("members", "typed", "meant"), [case for case in TABLE if case[0]])
def test_who_is_amended_shown_or_leaves(members: list[str], typed: str, meant: str) -> None:
    """The same name means the same member to the commands that need one."""
    member = who(*members).member(typed)
    assert f"{member.name}|{member.key or ''}" == meant
    assert who(*members).subject(typed).memberships == [member]


@pytest.mark.parametrize("name", ["LÜNEN, Stadt", "Stadt Lünen", "Lünen", ""])
@pytest.mark.parametrize("key", ["05978024", "5978024", "059780024024"])
def test_names_are_stored_officially_beside_a_key(name: str, key: str) -> None:
    """With and without a column of keys, the name is the register's."""
    assert who().joining(name, key).body == ("Lünen", "05978024", None)


def test_a_key_beside_a_namesake_is_the_namesake() -> None:
    """A list that says Coesfeld and the key of the Kreis means the Kreis."""
    assert who().joining("Coesfeld", "05558").body == ("Kreis Coesfeld", "05558", None)


def test_a_key_beside_another_name_is_refused() -> None:
    """Name and key of two bodies are not one."""
    with pytest.raises(Refusal, match="05978024 is the key of Lünen, not of Witten"):
        who().joining("Witten", "05978024")


NAMESAKES = ["Aach|07235001", "Aach|08335001"]


@pytest.mark.parametrize("question", ["joining", "member", "subject"])
def test_namesakes_without_a_register_are_never_confused(question: str) -> None:
    """Two members of one name and different keys: none is taken, and the keys are told."""
    there = who(*NAMESAKES, head='[[rounds]]\nid = "2015"\n')
    with pytest.raises(Refusal) as refusal:
        getattr(there, question)("aach")
    assert str(refusal.value) == (
        '2 members are called "aach"\nsay which by its key: 07235001\nsay which by its key: 08335001'
    )
    assert there.member("08335001").key == "08335001"
    assert there.joining("08335001").body.key == "08335001"


@pytest.mark.parametrize("name", ["", " ", "...", "a" * 201, "Lü\xadnen"])
def test_what_is_no_name_is_refused_in_the_same_words(name: str) -> None:
    """Empty, too long, with characters that do not show: no register is asked."""
    with pytest.raises(Refusal) as with_register:
        who().joining(name)
    with pytest.raises(Refusal) as without:
        who(head='[[rounds]]\nid = "2015"\n').joining(name)
    assert str(with_register.value) == str(without.value)


def test_what_is_printed_of_a_body_can_be_pasted_back() -> None:
    """The description with the key, and the key beside the name, mean each of the 432 bodies."""
    names = REGISTER.names
    for body in REGISTER.bodies:
        for text in (REGISTER.described(body, key=True), f"{body.name} ({body.key})", f"{body.key} {body.name}"):
            found = names.find(text)
            assert isinstance(found, Found), text
            assert found.body == body, text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Goch, Kleve", "05154016"),
        ("Geldern (Kleve)", "05154012"),
        ("Halle (Westfalen) (Gütersloh)", "05754012"),
        ("Bonn (Bonn)", "05314000"),
        ("Stadt Brühl – Der Bürgermeister", "05362012"),
        ("Kreis Lippe, Der Landrat", "05766"),
        ("LH Düsseldorf", "05111000"),
        ("RP Arnsberg", "059"),
        ("Märk. Kreis", "05962"),
        ("Stewwert Drensteinfurt", "05570016"),
    ],
)
def test_what_people_add_to_a_name(text: str, key: str) -> None:
    """Its district without the word Kreis, who speaks for it, its epithet."""
    found = REGISTER.names.find(text)
    assert isinstance(found, Found)
    assert found.body.key == key


@pytest.mark.parametrize("text", ["Lünen Unna", "Kleve, Goch", "Rhein-Erft-Kreis, Köln", "Bonn (Unna)"])
def test_what_is_not_true_of_a_body_names_none(text: str) -> None:
    """Two names are two bodies, unless one is the district of the other behind a comma."""
    assert not isinstance(REGISTER.names.find(text), Found)


def test_two_bodies_in_one_text_are_never_a_third() -> None:
    """`A, B` is refused, or it is A, which lies in B: also where one of the two ends like an epithet or a district.

    A district that is called as a town is the area: »Lennestadt, Olpe«.
    """
    names = REGISTER.names
    risky = [body for body in REGISTER.bodies if body.short_name.casefold().endswith(("stadt", "kreis"))]
    for one in risky:
        for other in REGISTER.bodies:
            for first, second in ((one, other), (other, one)):
                found = names.find(f"{first.short_name}, {second.short_name}")
                if isinstance(found, Found):
                    assert found.body.short_name == first.short_name, (first.name, second.name)
                    areas = [body for body in REGISTER.bodies if body.short_name == second.short_name]
                    assert any(REGISTER.covers(area, found.body) for area in areas)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "Witten",
            "Witten (Stadt, Ennepe-Ruhr-Kreis, Nordrhein-Westfalen, 05954036) is in the register, and is not a Verein",
        ),
        ("Neustadt", '16 bodies are called "Neustadt"'),
        ("Schönfeld", '3 bodies are called "Schönfeld"'),
    ],
)
def test_what_the_register_has_joins_as_nothing_else(name: str, said: str) -> None:
    """Neither under the name of one body nor under that of several: the list would say of it what is not so."""
    with pytest.raises(Refusal) as refusal:
        who(head=HEAD.replace("nrw", "de")).joining(name, kind="Verein")
    assert refusal.value.message == said
    assert refusal.value.hints
    if name == "Witten":
        assert refusal.value.hints[1] == 'if another is meant, write its name in full: "Verein Witten"'


@pytest.mark.parametrize("key", ["06635005", "6635005", "066350005005", "66355001005"])
def test_a_key_that_is_no_more_is_told_of_however_it_is_written(key: str) -> None:
    """Without its first zero, and in 12 digits."""
    with pytest.raises(Refusal, match="Bromskirchen") as refusal:
        who(head=HEAD.replace("nrw", "de")).joining(key)
    assert "(06635005) has been a part of Allendorf (Eder) (06635001) since 2023-01-01" in str(refusal.value)


def test_remarks_tell_what_else_is_meant() -> None:
    """A bare name has namesakes, and a Gemeinde that is called a Stadt is put right."""
    (found,) = (who().joining("Coesfeld").found,)
    assert list(remarks("Coesfeld", found)) == [
        '"Coesfeld" stands for the Stadt here; for the Kreis write "Kreis Coesfeld"'
    ]


@pytest.mark.parametrize(
    ("typed", "note"),
    [
        ("Winsen", '"Winsen" stands for Winsen (01060100) here; for Winsen (Luhe) write "03353040"'),
        ("Munster", '"Munster" stands for Munster (03358016) here; for Münster write "05515000"'),
    ],
)
def test_a_larger_namesake_is_told_with_what_means_it(typed: str, note: str) -> None:
    """Its key, since another one may have its name as well."""
    there = who(head=HEAD.replace("nrw", "de"))
    assert note in remarks(typed, there.joining(typed).found)
    key = note.split('"')[-2]
    assert there.joining(key).body.key == key


def corrected(*members: str, register: str = "nrw") -> list[str]:
    """Return what certainly stands there otherwise, each `name|key → name|key`."""
    there = who(*members, head=HEAD.replace("nrw", register))
    return [
        f"{was.name}|{was.key or ''} → {is_.name}|{is_.key}"
        for was, is_ in ((there.ledger.members[index], is_) for index, is_ in there.certain_corrections().items())
    ]


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        # The key of a name that means one body, with its official spelling.
        (["Lünen"], ["Lünen| → Lünen|05978024"]),
        (["luenen, Stadt"], ["luenen, Stadt| → Lünen|05978024"]),
        (["Siegen-Wittgenstein"], ["Siegen-Wittgenstein| → Kreis Siegen-Wittgenstein|05970"]),
        (["Kreis Coesfeld"], ["Kreis Coesfeld| → Kreis Coesfeld|05558"]),
        # The official spelling, and a key whose first zero was lost.
        (["Bergheim, Stadt|05362008"], ["Bergheim, Stadt|05362008 → Bergheim|05362008"]),
        (["Lünen|5978024"], ["Lünen|5978024 → Lünen|05978024"]),
        # Not certain: a town or its Kreis, a slip of the finger, name and key of two bodies, what is none.
        (["Coesfeld"], []),
        (["Wittn"], []),
        (["Hagen|05954036"], []),
        (["Hagen|05999999"], []),
        (["Bundesstadt am Rhein|05314000"], []),
        (["Witten|05954036"], []),
        # Two entries that would become one body, where nobody says that they are: both stay.
        (["Lünen", "Luenen"], []),
        (["Lünen|05978024", "Luenen"], []),
    ],
)
def test_what_is_certain_is_corrected(members: list[str], expected: list[str]) -> None:
    """What can mean another body stays as it stands."""
    assert corrected(*members) == expected


def test_a_renumbered_body_gets_its_key_of_today() -> None:
    """A body that is a part of another one now is not that one, and who left keeps the key of then."""
    assert corrected("Osterode am Harz|03156011", "Süderheistedt|01051040", register="de") == [
        "Osterode am Harz|03156011 → Osterode am Harz|03159026"
    ]
    ledger = opened(
        HEAD.replace("nrw", "de")
        + '[[members]]\nname = "Osterode am Harz"\nkey = "03156011"\nround = "2015"\nleft = "2015"\n',
        "members.toml",
        TODAY,
    ).ledger
    assert Who(ledger).certain_corrections() == {}


@pytest.mark.parametrize(
    ("entry", "body"),
    [
        ("Saara|16077056", None),  # merged into Nobitz; another Saara is still there
        ("Saara|16076064", "16076064"),
        ("Osterode am Harz|03156011", "03159026"),  # the same, with a new key
        ("Alt Mölln|01053002", "01053002"),
        ("Lünen|05999999", "05978024"),  # nobody's key
        ("Lünen", "05978024"),
    ],
)
def test_an_entry_is_the_body_of_its_key(entry: str, body: str | None) -> None:
    """Also where the register has that body no more: another one of its name is no member then."""
    there = who(entry, head=HEAD.replace("nrw", "de"))
    (member,) = there.ledger.members
    found = there.body_of(member)
    assert (found and found.key) == body
    assert found == body_of(member, there.register)
    assert there.subject(member.key or member.name).body == found
    for key in filter(None, (body, "16076064")):
        assert there.subject(key).memberships == ([member] if key == body else [])


@pytest.mark.parametrize(
    ("area", "key"), [("Landkreis Greiz", "16076064"), ("Landkreis Altenburger Land", "16077056"), ("dort", "16077056")]
)
def test_a_list_that_says_where_a_namesake_of_a_dissolved_body_lies_means_it(area: str, key: str) -> None:
    """Without that, the name is that of the member."""
    there = who("Saara|16077056", head=HEAD.replace("nrw", "de"))
    assert there.joining("Saara", areas=[area]).body == ("Saara", key, None)


def test_what_is_outside_of_the_register_stays_outside() -> None:
    """A kind that is none of the register says so, whatever the name; one of the register says which is meant."""
    entries = '[[members]]\nname = "Lünen"\nkind = "Verein"\nround = "2015"\n'
    entries += '[[members]]\nname = "Coesfeld"\nkind = "Kreis"\nround = "2015"\n'
    found = Who(opened(HEAD + entries, "members.toml", TODAY).ledger).certain_corrections()
    assert {index: (member.name, member.key) for index, member in found.items()} == {1: ("Kreis Coesfeld", "05558")}


def test_the_package_has_one_rule() -> None:
    """Nothing but `who` asks the register whom a name means for a ledger."""
    package = Path(__file__).parents[1] / "src" / "engagiert_cli"
    asking = {
        path.relative_to(package).as_posix() for path in package.rglob("*.py") if ".require(" in path.read_text("utf-8")
    }
    assert asking == {"who.py", "register/names.py"}


# One of each range of Default_Ignorable_Code_Point (Unicode 16, DerivedCoreProperties.txt), and what is blank in fonts.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u200b\u200e\u202a\u2060\u2064\u2066\u206f"
    "\u3164\ufe00\ufe0f\ufeff\uffa0\U0001d173\U000e0001\U000e0100\u2800\u3000\u2003\u1680"
)


@pytest.mark.parametrize("character", INVISIBLE, ids=lambda character: f"U+{ord(character):04X}")
def test_a_character_that_does_not_show_makes_no_second_member(character: str) -> None:
    """Neither at the end nor within a name: it is refused with its number, and shown as an escape."""
    there = who("Anna", head='[[rounds]]\nid = "2015"\n')
    for name in (f"Anna{character}", f"An{character}na"):
        with pytest.raises(Refusal, match=f"U\\+{ord(character):04X}"):
            there.joining(name)
        assert character not in safe(name)
