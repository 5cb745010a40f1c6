"""The words beside a body's name that say what it is: Stadt, Kreis, Hansestadt."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.register.bodies import Designation, Level
from engagiert_cli.register.lines import rows_of, sorted_lines
from engagiert_cli.text import fold_words, without_umlauts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagiert_cli.register.bodies import RegisteredBody

Tokens = tuple[str, ...]

_TOWNS = (Designation.TOWN, Designation.GREAT_TOWN, Designation.INDEPENDENT_CITY, Designation.CITY_DISTRICT)
_ARTICLES = ("der", "die", "das", "den", "dem", "des")
_DISTRICT_ENDINGS = ("kreis", "kreises", "kreise")
# An epithet is a word in -stadt (Kolpingstadt, Universitätsstadt), perhaps with such a word or »…- und« before it.
_EPITHET = r".*(?:stadt|kommune)|gemeinde"
_ADJECTIVE = r"(?:alt|gross|mittler|klein|historisch|selbstaendig|(?:kreis|amts|verbands)?frei|\w+angehoerig)en?"
_OUTSIDE = "outside"
_ONLY_BEFORE = (("br",), ("rp",))  # after a name they mean the Breisgau and Rheinland-Pfalz
_ONLY_BEHIND: dict[Tokens, str] = dict.fromkeys(
    (("region",), ("regionalverband",)), "district"
)  # before one, a part of its name
# Words in -stadt with another meaning: a part of a town, its partner.
_NO_EPITHET = r"(?:alt|neu|innen|vor|ober|unter|nord|sued|west|ost|kern|partner|nachbar|trabanten)stadt"


class Reading(NamedTuple):
    """A text read as a name with what it says of the body: a kind of `designations.tsv`, and the word for it.

    The kind is None where it says nothing, and "" where it says what is true of no body. People often confuse Stadt and
    Gemeinde, and it changes: the kind is the same, and the word helps to tell which of several bodies is meant.
    """

    name: str
    kind: str | None = None
    said: str = ""

    def is_of(self, body: RegisteredBody) -> bool:
        """Whether the kind is true of the body."""
        is_city_region = body.designation is Designation.CITY_REGION
        return self.kind in (None, "city region" if is_city_region else body.level.name.lower())


def level_of(word: str) -> Level | None:
    """Return the level of a designation, such as »Kreis«, or None for other words."""
    kind = _kind(tuple(fold_words(word).split()))
    if kind is None:
        return None
    return Level.DISTRICT if kind == "city region" else Level[kind.upper()]


def kind_outside(name: str) -> str | None:
    """Return the first word of the name where it is what no body of the register is, such as »Verbandsgemeinde«."""
    first = name.split()[:1]
    return first[0] if first and _designations().get((*map(fold_words, first),)) == _OUTSIDE else None


def is_nearly_a_kind(word: str) -> bool:
    """Whether the word is a misspelt kind of the register."""
    from rapidfuzz.distance import OSA

    return any(OSA.distance(fold_words(word), fold_words(designation.value)) == 1 for designation in Designation)


def is_called(body: RegisteredBody, said: str) -> bool:
    """Whether the word is the body's own designation, and not only one of its level."""
    return fold_words(body.designation.value) == said or (said == "stadt" and body.designation in _TOWNS)


def readings(tokens: Tokens) -> Iterator[Reading]:
    """Yield the text as it is, and without the words for the kind before or after the name, or both."""
    yield Reading(" ".join(tokens))
    yield from _without_designation(tokens)


def _without_designation(tokens: Tokens) -> Iterator[Reading]:
    if tokens and tokens[0] in _ARTICLES:
        tokens = tokens[1:]
        if tokens and tokens[-1].endswith(_DISTRICT_ENDINGS):
            yield Reading(" ".join(tokens), "district")
    for length in range(len(tokens) - 1, 0, -1):
        kind = _kind(tokens[:length])
        if kind:
            yield Reading(" ".join(tokens[length:]), kind, tokens[length - 1])
            for second in _without_designation(tokens[length:]):  # »Stadt Kreis Lippe« claims both, so it is neither
                yield second if second.kind == kind else second._replace(kind="")
    for length in range(1, len(tokens)):
        kind = _ONLY_BEHIND.get(tokens[length:]) or _kind(tokens[length:])
        if kind and tokens[length:] not in _ONLY_BEFORE:
            yield Reading(" ".join(tokens[:length]), kind, tokens[-1])
    for ending in _DISTRICT_ENDINGS:  # Ennepe-Ruhrkreis
        if tokens and tokens[-1].endswith(ending) and tokens[-1] != ending:
            yield Reading(" ".join(tokens).removesuffix(ending), "district")


@lru_cache(maxsize=4096)  # many rows have the same words
def _kind(words: Tokens) -> str | None:
    """Return the kind of body that a designation or an epithet stands for, or None."""
    if words and words[0] in _ARTICLES:
        words = words[1:]
    folded = tuple(map(without_umlauts, words))
    kind = _designations().get(folded) or ("municipality" if _is_epithet(folded) else None)
    return None if kind == _OUTSIDE else kind


@cache
def _designations() -> dict[Tokens, str]:
    """Return the folded designations, each with its kind."""
    return {tuple(word.split()): kind for kind, words in rows_of("designations.tsv") for word in words.split("|")}


def _is_epithet(words: Tokens) -> bool:
    if not words or not re.fullmatch(_EPITHET, words[-1]) or re.fullmatch(_NO_EPITHET, words[-1]):
        return False
    before = [word for word in words[:-1] if not re.fullmatch(_ADJECTIVE, word)]
    if words[-1:] in _designations() and before[:1] and tuple(before[:1]) in _designations():
        return False  # »Kreis und Stadt Wesel« names two
    is_name = sorted_lines("spellings.tsv").get(words[-1])  # another town's
    return not is_name and (not before or (len(before) == 2 and before[1] == "und"))
