"""Which body of the register a name means: one rule for all the ways in which people write it.

Nothing is guessed. What is typed is folded (case, blanks, dashes, brackets, umlauts) and must then be a name of a body,
as a whole or without the words that say what it is (Stadt, Kreis, Hansestadt …) or where it lies (an der Ruhr, NRW,
Kreis Unna). Those must be true. What comes near is suggested, and never taken.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, cached_property
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.errors import Refusal
from engagiert_cli.language import _
from engagiert_cli.register.bodies import Designation, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engagiert_cli.register.bodies import Register, RegisteredBody

Tokens = tuple[str, ...]
Designations = frozenset[Designation]

_MUNICIPALITIES = frozenset({Designation.TOWN, Designation.MUNICIPALITY, Designation.INDEPENDENT_CITY})
_TOWNS = frozenset({Designation.TOWN, Designation.INDEPENDENT_CITY})
_DISTRICT = frozenset({Designation.DISTRICT})
_REGION = frozenset({Designation.REGION})
_OF_LEVEL = {
    Level.MUNICIPALITY: _MUNICIPALITIES,
    Level.DISTRICT: frozenset({Designation.DISTRICT, Designation.CITY_REGION}),
    Level.REGION: _REGION,
}
# The words that say what a body is, folded, each with what it can be said of. Whether a municipality is a Stadt or a
# Gemeinde is often said wrongly, changes, and tells no two of them apart: it fixes the level only.
_WORDS: dict[Tokens, Designations] = {
    tuple(words.split()): designations
    for words_of_one, designations in (
        ("stadt|gemeinde|kommune|stadtkreis|kreisfrei|krfr stadt|kreisfr stadt", _MUNICIPALITIES),
        ("stadtverwaltung|gemeindeverwaltung", _MUNICIPALITIES),
        ("kreis|kreises|kreise|landkreis|landkreises|kr|lk|lkr|landkr|kreisverwaltung", _DISTRICT),
        ("staedteregion|stadteregion|staedte region", frozenset({Designation.CITY_REGION})),
        ("regierungsbezirk|regierungsbezirks|regierungsbezirkes|reg bezirk|regbez|reg bez|rb", _REGION),
        ("bezirksregierung|bezreg|bez reg|br", _REGION),
    )
    for words in words_of_one.split("|")
}
_ARTICLES = ("der", "die", "das", "den", "dem", "des")
_DISTRICT_ENDINGS = ("kreis", "kreises", "kreise")
# An epithet is a word in -stadt (Kolpingstadt, Universitätsstadt), perhaps with such a word or »…- und« before it.
_ADJECTIVE = re.compile(r"(?:alt|frei|gross|mittler|klein|historisch|kreisfrei|kreisangehoerig)en?")
# Words in -stadt that say another thing: a part of a town, its partner, another town.
_NO_EPITHET = re.compile(
    r"(?:alt|neu|innen|vor|ober|unter|nord|sued|west|ost|kern|partner|nachbar|trabanten|garten|lipp|bergneu|ingol|darm|"
    r"halber|rudol|arn|alb|heiligen|freuden|eisenhuetten|karl|hall|immen|friedrich|glueck|ried|buer|flor|pfung)stadt"
)
_CONNECTIVES = ("an", "am", "a", "auf", "in", "im", "i", "bei", "b", "der", "d", "dem")

_LETTERS = (str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"}), str.maketrans({"ä": "a", "ö": "o", "ü": "u"}))
_SHORTEST = 2  # letters, which only as a plate code are a name: EN, but not »so«
_SUGGESTIONS = 3
_NEAR = 75  # of 100; below it, suggestions are noise


class Found(NamedTuple):
    """The body that the name means."""

    body: RegisteredBody
    namesakes: tuple[RegisteredBody, ...] = ()
    """Bodies of another level that the bare name could mean as well."""
    misnamed: bool = False
    """Whether the name calls a Gemeinde a Stadt, or the reverse."""


class Mismatch(NamedTuple):
    """No body of that name is what the name (or the level beside it) says."""

    text: str
    existing: tuple[RegisteredBody, ...]
    """The bodies of that name, in the order of their keys."""


class Unknown(NamedTuple):
    """No body is called so."""

    text: str
    suggestions: tuple[RegisteredBody, ...] = ()
    """Bodies whose names come near, the nearest first."""


class _Reading(NamedTuple):
    """What a text says of a body beside its name."""

    name: Tokens
    designations: Designations | None
    said: str = ""


def fold(text: str) -> str:
    """Return the form in which spellings agree: lower case, words between single blanks, ä as ae, ß as ss."""
    return _words(text).translate(_LETTERS[0])


def designation_of(word: str) -> Designation | None:
    """Return the designation that is written so, in whatever case, or None."""
    return next((designation for designation in Designation if fold(designation.value) == fold(word)), None)


def level_of(word: str) -> Level | None:
    """Return the level that a designation names, such as »Kreis«, or None where it is none."""
    designations = _WORDS.get(tuple(fold(word).split())) or _epithet_designations(tuple(fold(word).split()))
    return next((level for level, own in _OF_LEVEL.items() if designations and designations <= own), None)


@cache
def names_of(register: Register) -> Names:
    """Return the names of the register's bodies; they are made once."""
    return Names(register)


class Names:
    """All names of the bodies of a register."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def resolve(self, text: str, level: Level | None = None) -> Found | Mismatch | Unknown:
        """Return the body that the text means, or what stands against it; `level` is what is said beside the name.

        A bare name is the municipality. Nothing that merely comes near is taken.
        """
        tokens = tuple(fold(text).split())
        wanted = _OF_LEVEL[level] if level else None
        word = "".join(tokens)
        if word.isdigit():
            body = self._by_digits(word)
            if body is None:
                return Unknown(text)
            return Found(body) if wanted is None or body.designation in wanted else Mismatch(text, (body,))
        if len(word) <= _SHORTEST and not text.isupper():
            return Unknown(text)
        others: set[RegisteredBody] = set()
        for reading, named in self._readings(tokens):
            called = named
            for designations in (reading.designations, wanted):
                if designations is not None:
                    others.update(named)
                    called = [body for body in called if body.designation in designations]
            if called:
                body = min(called, key=lambda body: -body.level.value)
                bare = reading.designations is None and wanted is None
                namesakes = self._namesakes(body, reading.name) if bare else ()
                return Found(body, namesakes, _is_misnamed(body, reading.said))
        if others:
            return Mismatch(text, tuple(sorted(others, key=lambda body: body.key)))
        return Unknown(text, tuple(self._near(tokens, wanted)))

    def require(self, text: str, level: Level | None = None) -> Found:
        """Return the body that the text means. Raises `Refusal` with what exists, or comes near."""
        match self.resolve(text, level):
            case Found() as found:
                return found
            case Mismatch(_text, existing):
                hints = tuple(
                    _("there is: {body}").format(body=self._register.described(body, key=True)) for body in existing
                )
                if level is None:
                    raise Refusal(_('there is no "{name}" in NRW').format(name=text), hints)
                messages = {
                    Level.MUNICIPALITY: _('no municipality in NRW is called "{name}"'),
                    Level.DISTRICT: _('no district in NRW is called "{name}"'),
                    Level.REGION: _('no region in NRW is called "{name}"'),
                }
                raise Refusal(messages[level].format(name=text), hints)
            case Unknown(_text, suggestions):
                near = tuple(
                    _("did you mean {name}?").format(name=self._register.described(body)) for body in suggestions
                )
                raise Refusal(
                    _('no municipality or county in NRW is called "{name}"').format(name=text),
                    near or (_("write its official name or key, such as: Witten, Kreis Lippe, 05954036"),),
                )

    def area(self, text: str) -> RegisteredBody:
        """Return the district or region that the text means; a bare name is never the municipality here.

        Raises `Refusal` where it is none.
        """
        for level in (Level.DISTRICT, Level.REGION):
            found = self.resolve(text, level)
            if isinstance(found, Found):
                return found.body
        meant = self.resolve(text)
        if isinstance(meant, Found):
            above = self._register.district_of(meant.body) or self._register.region_of(meant.body)
            raise Refusal(
                _('"{name}" is neither a district nor a region').format(name=text),
                (_("it lies in: {area}").format(area=above.area_name),),
            )
        near = meant.suggestions if isinstance(meant, Unknown) else meant.existing
        raise Refusal(
            _('no district or region in NRW is called "{name}"').format(name=text),
            tuple(
                _("did you mean {name}?").format(name=body.area_name)
                for body in near
                if body.level is not Level.MUNICIPALITY
            ),
        )

    def _by_digits(self, digits: str) -> RegisteredBody | None:
        """Return the body with that key: as it is written, without the leading zero, in 12 digits, or cut or filled up.

        The 12 digits (Amtlicher Regionalschlüssel) have the municipality a second time, in digits 6 to 9.
        """
        if not digits.isascii():
            return None
        if len(digits) in (2, 4, 7, 11):  # a spreadsheet has eaten the zero
            digits = f"0{digits}"
        if len(digits) == 12 and digits[5:9] == f"0{digits[9:]}":
            digits = digits[:5] + digits[9:]
        elif len(digits) not in (3, 5, 8):
            return None
        get = self._register.get
        return (
            get(digits)
            or get(f"{digits}000" if len(digits) == Level.DISTRICT.value else None)
            or (get(digits.removesuffix("000").removesuffix("00")) if len(digits) == Level.MUNICIPALITY.value else None)
        )

    def _called(self, name: Tokens) -> list[RegisteredBody]:
        return self._index.get(" ".join(name), [])

    def _namesakes(self, body: RegisteredBody, name: Tokens) -> tuple[RegisteredBody, ...]:
        own = fold(body.short_name)
        return tuple(other for other in self._called(name) if other != body and fold(other.short_name) == own)

    def _readings(self, tokens: Tokens) -> Iterator[tuple[_Reading, list[RegisteredBody]]]:
        """Yield the ways to read a text, the plainest first, each with the bodies of that name.

        A text is a name, or one with a designation, or either with words behind it on where the body lies.
        """
        for reading in (_Reading(tokens, None), *_without_designation(tokens)):
            yield reading, self._called(reading.name)
        for cut in range(len(tokens) - 1, 0, -1):
            name, place = tokens[:cut], tokens[cut:]
            for reading in (_Reading(name, None), *_without_designation(name)):
                yield reading, [body for body in self._called(reading.name) if self._lies_in(body, place)]

    def _lies_in(self, body: RegisteredBody, place: Tokens) -> bool:
        """Whether the words are true of where the body lies: a landscape, its district or its region, the Land."""
        while place and place[0] in _CONNECTIVES:
            place = place[1:]
        if not place:
            return False
        landscape = self._places.get(" ".join(place))
        if landscape:
            inside, outside = landscape
            return body.key.startswith(inside) and not body.key.startswith(outside)
        for reading in (_Reading(place, None), *_without_designation(place)):
            areas = self._called(reading.name)
            if reading.designations:
                areas = [area for area in areas if area.designation in reading.designations]
            # »Lünen Unna« names two towns; »Lünen, Kreis Unna« names one.
            if areas and not any(area.level is Level.MUNICIPALITY for area in areas):
                return any(self._register.covers(area, body) for area in areas)
        return False

    def _near(self, tokens: Tokens, wanted: Designations | None) -> Iterator[RegisteredBody]:
        from rapidfuzz import fuzz, process

        found: dict[RegisteredBody, None] = {}
        for reading in (*_without_designation(tokens), _Reading(tokens, None)):
            name = " ".join(reading.name)
            if len(name) < 4:
                continue
            for spelling, _score, _index in process.extract(
                name, self._index.keys(), scorer=fuzz.ratio, limit=10, score_cutoff=_NEAR
            ):
                called = self._index[spelling]
                for designations in (reading.designations, wanted):
                    if designations is not None:
                        called = [body for body in called if body.designation in designations]
                if called and len(spelling) > 3:
                    found.setdefault(min(called, key=lambda body: -body.level.value))
        yield from list(found)[:_SUGGESTIONS]

    @cached_property
    def _index(self) -> dict[str, list[RegisteredBody]]:
        """The bodies by every folded spelling of their names without a designation."""
        index: dict[str, list[RegisteredBody]] = {}
        spellings = [(spelling, body) for body in self._register.bodies for spelling in _spellings(body)]
        aliases = [(spelling, self._register.get(key)) for spelling, key in self._data["alias"]]
        for spelling, body in (*spellings, *aliases):
            words = _words(spelling)
            for letters in _LETTERS:
                called = index.setdefault(words.translate(letters), [])
                if body and body not in called:  # an alias may outlive its body
                    called.append(body)
        return index

    @cached_property
    def _places(self) -> dict[str, tuple[Tokens, Tokens]]:
        """The landscapes that tell bodies apart: what the keys in them begin with, and what is taken out again."""
        return {
            fold(spelling): (
                tuple(key for key in keys.split() if key[0] != "-"),
                tuple(key[1:] for key in keys.split() if key[0] == "-"),
            )
            for spelling, keys in self._data["place"]
        }

    @cached_property
    def _data(self) -> dict[str, list[tuple[str, str]]]:
        """What people say beside the official names, by kind, each with keys; the file has the sources, too."""
        found: dict[str, list[tuple[str, str]]] = {"alias": [], "place": []}
        path = Path(__file__).with_name(f"{self._register.name}-names.tsv")
        for line in path.read_text("utf-8").splitlines()[1:]:
            kind, spelling, keys, _source = line.split("\t")
            found[kind].append((spelling, keys))
        return found


def _words(text: str) -> str:
    """Return the words of the text in lower case, umlauts kept; what stands between them becomes one blank."""
    lower = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    if not lower.isalpha():
        lower = "".join(" " if unicodedata.category(letter)[0] in "PZ" else letter for letter in lower)
    return " ".join(lower.split())


def _without_designation(tokens: Tokens) -> Iterator[_Reading]:
    """Yield the text without the words that say what the body is: before the name, behind it, or both."""
    if tokens and tokens[0] in _ARTICLES:
        tokens = tokens[1:]
        if tokens and tokens[-1].endswith(_DISTRICT_ENDINGS):
            yield _Reading(tokens, _DISTRICT)
    for length in range(len(tokens) - 1, 0, -1):
        designations = _designations(tokens[:length])
        if designations:
            rest = tokens[length:]
            yield _Reading(rest, designations, tokens[length - 1])
            for second in _without_designation(rest):  # »Stadt Kreis Lippe« is both, and so neither
                yield _Reading(second.name, designations & (second.designations or designations), second.said)
    yield from _behind(tokens)


def _behind(tokens: Tokens) -> Iterator[_Reading]:
    for length in range(1, len(tokens)):
        designations = _designations(tokens[length:])
        if designations:
            yield _Reading(tokens[:length], designations, tokens[-1])
    for ending in _DISTRICT_ENDINGS:  # Ennepe-Ruhrkreis
        if tokens and tokens[-1].endswith(ending) and tokens[-1] != ending:
            yield _Reading((*tokens[:-1], tokens[-1].removesuffix(ending)), _DISTRICT)


def _designations(words: Tokens) -> Designations | None:
    """Return what the words can be said of, where they are a designation or an epithet."""
    if words and words[0] in _ARTICLES:
        words = words[1:]
    return _WORDS.get(words) or _epithet_designations(words)


def _epithet_designations(words: Tokens) -> Designations | None:
    if not words or not words[-1].endswith(("stadt", "kommune")) or _NO_EPITHET.fullmatch(words[-1]):
        return None
    before = [word for word in words[:-1] if not _ADJECTIVE.fullmatch(word)]
    plain = not before or (len(before) == 2 and before[1] == "und")
    return _MUNICIPALITIES if plain else None


def _is_misnamed(body: RegisteredBody, said: str) -> bool:
    if said == "gemeinde":
        return body.designation is not Designation.MUNICIPALITY
    return said == "stadt" and body.designation not in _TOWNS


def _spellings(body: RegisteredBody) -> Iterable[str]:
    """Yield the ways to write a body's name without a designation, from its official form."""
    if body.level is Level.DISTRICT:
        return _district_spellings(body.short_name)
    return _municipality_spellings(body)


def _district_spellings(name: str) -> Iterator[str]:
    """Yield a district's name, inflected where it is an adjective, and what is left of it without the word Kreis."""
    yield name
    first, _blank, last = name.rpartition(" ")
    if last == "Kreis":
        for adjective, noun in product(("e", "en", "em", "es"), ("Kreis", "Kreises", "Kreise")):
            yield f"{first.removesuffix('er')}{adjective} {noun}"
    elif last.casefold().endswith("kreis"):
        yield f"{first} {last}es"
        yield f"{first} {last}"[: -len("kreis")]
    elif name.startswith("Städteregion "):
        yield last


def _municipality_spellings(body: RegisteredBody) -> Iterator[str]:
    """Yield a municipality's (or region's) name with and without what tells it apart, and with its epithet."""
    name = body.short_name
    plain = name.partition(" (")[0].partition("/")[0].partition(" an der ")[0].partition(" am ")[0]
    apart = name.removeprefix(plain).strip(" (/)").removeprefix("an der ").removeprefix("am ")
    forms = dict.fromkeys((name, plain, f"{plain} {apart}", f"{plain} a {apart}", f"{plain} a d {apart}"))
    yield from forms
    if body.suffix not in ("", "Stadt"):
        for form, suffix in product(forms, {body.suffix, body.suffix.removesuffix(", Stadt")}):
            yield f"{form} {suffix}"
            yield f"{suffix} {form}"
