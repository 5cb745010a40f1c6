"""Bytes to text: what is certain is read, what is not is refused with its readings, and nothing is garbled."""

from __future__ import annotations

import pytest

from engagiert_cli.encodings import decoded, meant, mended
from engagiert_cli.errors import Refusal
from engagiert_cli.ledger.members import require_name
from engagiert_cli.register.bodies import is_known

NAMES = ["Münster", "Süßen", "MÜLHEIM", "Öhringen", "Märkischer Kreis", "Bürger für Görlitz", "Über den Tälern e. V."]
OLD = {"cp1252": "", "mac_roman": "Mac Roman", "cp850": "CP850", "cp437": "CP850"}


def nobody(_name: str) -> bool:
    """Nobody is known."""
    return False


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", OLD)
def test_one_german_name_tells_the_encoding(encoding: str, name: str) -> None:
    """As short as a list may be: whatever Excel, a Mac or DOS made of it."""
    assert decoded(f"Name;Runde\r\n{name};2015\r\n".encode(encoding), "list.csv", nobody) == (
        f"Name;Runde\r\n{name};2015\r\n",
        OLD[encoding],
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_unicode_with_a_mark_or_without(encoding: str) -> None:
    """Where the zeros of the letters are tells the order of the bytes."""
    assert decoded("Name\nLünen\nDvořák\n".encode(encoding), "list.csv", nobody) == ("Name\nLünen\nDvořák\n", "")


@pytest.mark.parametrize("name", ["René", "Señor", "Ærø", "Verein „Alt“ – § 5", "„alt”", "Šimon Müller", "KlimaÄrzte"])
def test_what_windows_writes_is_no_older_encoding(name: str) -> None:
    """Foreign letters, signs at their place, and capitals inside of a word are no proof of another one."""
    assert decoded(f"Name\n{name}\n".encode("cp1252"), "list.csv", nobody)[0] == f"Name\n{name}\n"


@pytest.mark.parametrize(
    ("data", "readings"),
    [
        ("Förderverein".encode("mac_roman"), '"Förderverein" (Mac Roman), "Fšrderverein" (Windows-1252)'),
        ("Dušan".encode("cp1252"), '"Duöan" (Mac Roman), "Dušan" (Windows-1252)'),
        ("Große".encode("cp850"), '"Gro·e" (Mac Roman), "Große" (CP850), "Groáe" (Windows-1252)'),
    ],
)
def test_what_may_be_two_things_is_refused_with_both(data: bytes, readings: str) -> None:
    """With its line."""
    with pytest.raises(Refusal, match=r"list\.csv can be read in more than one way: in line 3, ") as refused:
        decoded(b"Name;Runde\nA;2015\n" + data + b";2015\n", "list.csv", nobody)
    assert refused.value.message.endswith(readings)


@pytest.mark.parametrize(("name", "encoding"), [("Köln", "mac_roman"), ("Löhne", "mac_roman"), ("Gießen", "cp850")])
def test_names_that_are_known_tell_the_encoding(name: str, encoding: str) -> None:
    """Of two readings, the one that is a municipality; the word alone would not tell."""
    data = f"Name;Runde\nVerein Preße;2012\n{name};2015\n".encode(encoding)
    assert decoded(data, "list.csv", is_known)[1] == OLD[encoding]


def test_bytes_that_are_no_text_are_refused() -> None:
    """A picture, UTF-8 with a few broken bytes."""
    with pytest.raises(Refusal, match="picture is not a list that can be read"):
        decoded(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1", "picture", nobody)
    with pytest.raises(Refusal, match=r"list\.csv is neither UTF-8 nor Windows-1252: byte 0xFC in line 2"):
        decoded("Lünen\n".encode() + b"L\xfcnen\n", "list.csv", nobody)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp850", "latin-1"])
@pytest.mark.parametrize("text", ["Lünen", "Großstadt Häßler", "Göß – „Öl“ für 5 €", "Café à Liège", "Dvořák"])
def test_utf_8_that_was_saved_twice_is_mended(text: str, encoding: str) -> None:
    """Whichever encoding it was read in by mistake, and as often as twice."""
    if encoding == "cp1252" and {0x81, 0x8D, 0x8F, 0x90, 0x9D} & {*text.encode()}:
        return
    garbled = text.encode().decode(encoding)
    assert mended(garbled) == text
    assert mended(text) == text
    if encoding == "latin-1":
        assert mended(garbled.encode().decode(encoding)) == text


@pytest.mark.parametrize(
    ("garbled", "reading", "encoding"),
    [
        ("LŸnen", "Lünen", "Mac Roman"),
        ("Gro§stadt", "Großstadt", "Mac Roman"),
        ("K”ln", "Köln", "CP850"),
        ("M„rkt", "Märkt", "CP850"),
        ("L¸nen", "Lünen", "Windows-1252"),
        ("L³nen", "Lünen", "Windows-1252"),
        ("LÃ¼nen", "Lünen", "UTF-8"),
    ],
)
def test_what_was_read_wrongly_before_is_told_with_what_it_seems_to_be(
    garbled: str, reading: str, encoding: str
) -> None:
    """As it stands in a workbook, or in text that was saved anew."""
    sentence = f'"{garbled}" seems to be "{reading}", written in {encoding}'
    assert meant(garbled) == (reading, sentence)
    with pytest.raises(Refusal) as caught:
        require_name(garbled)
    assert (caught.value.message, caught.value.hints) == (sentence, (f"did you mean {reading}?",))


@pytest.mark.parametrize(
    "name",
    [
        *("Lünen", "GROẞE", "KlimaÄrzte", "BürgerÜberblick", "100 m³", "…und so weiter", "recht§schutz", "Reﬂexion"),
        *("L’Aquila", "Rhein–Ruhr", "Müller§Partner", "Freund·innen", "Ås", "Łódź", "Ζωή", "†Meier", "„Alt“"),
    ],
)
def test_odd_names_are_not_taken_for_garbled_ones(name: str) -> None:
    """Nothing is mended or asked about that may be right."""
    assert meant(name) is None
    require_name(name)
    assert mended(name) == name
