"""Make the table of all spellings: from a row of the register, every spelling of its name without a designation.

They are made when the program is built (`hatch_build.py`) and stand in `register/spellings.tsv`, sorted, so that a name
is found without making those of all others. A line is a spelling and, behind a tab each, the keys of the bodies that
are called so: officially; in another spelling, with umlauts lost or abbreviations opened; by a name that leaves out
what tells them apart, as Frankfurt for Frankfurt (Oder); and by another spelling of that.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.register.lines import FOLDER, rows_of, sorted_lines
from engagiert_cli.text import UMLAUTS_LOST, words

if TYPE_CHECKING:
    from collections.abc import Iterator

# What tells a municipality from others of its name: in brackets, behind a stroke, or behind such words.
_APART = re.compile(
    r"\ ?\(|\ ?/\ ?|\ (?=(?:(?:am|an|auf|bei|beim|im|in|ob|unter|vor|zum|zur)\ |[abivr]\.))", re.VERBOSE
)
_DESIGNATIONS = ("", "Stadt", "Markt", "Große Kreisstadt", "Stadtkreis", "kreisfreie Stadt", "gemfr. Bezirk")
_WITH_ARTICLE = ("am", "im", "beim", "zum", "zur")
_ARTICLES = ("der", "den", "dem", "des", "die", "das")
_ABBREVIATED = dict.fromkeys(("an", "am", "auf"), "a") | dict.fromkeys(("bei", "beim"), "b") | {"im": "i", "in": "i"}
_ABBREVIATED |= {"ob": "o", "unter": "u", "vor": "v", "der": "d"}
_FIRST = (
    ("Hessisch", "Hess."),
    ("Schwäbisch", "Schwäb."),
    ("Schwäbisch", "Schw."),
    ("Preußisch", "Preuß."),
    ("Preußisch", "Pr."),
    ("Bergisch", "Berg."),
    ("Deutsch", "Dt."),
    ("Groß", "Gr."),
    ("Klein", "Kl."),
)
_SAYS_ELSE = {*_WITH_ARTICLE, *_ABBREVIATED, *_ABBREVIATED.values(), *(row[0] for row in rows_of("laender.tsv"))}
_OPEN = ("am", "an der", "im", "in")  # for what is written in brackets or behind a stroke


class Spelling(NamedTuple):
    """A way to write a body's name, not folded: as it is official, or leaving out what tells the body apart."""

    text: str
    official: bool = False
    short: bool = False


def of_district(name: str, designation: str) -> Iterator[Spelling]:
    """Yield a district's name, inflected where it is an adjective, and what is left of it without the word Kreis."""
    yield Spelling(name, official=True)
    first, _blank, last = name.rpartition(" ")
    if last == "Kreis":
        for adjective, noun in product(("e", "en", "em", "es"), ("Kreis", "Kreises", "Kreise")):
            yield Spelling(f"{first.removesuffix('er')}{adjective} {noun}")
    elif last.casefold().endswith("kreis"):
        yield Spelling(f"{name}es")
        yield Spelling(name[: -len("kreis")])
    else:
        own = name.removeprefix(f"{designation} ")
        yield from map(Spelling, _full_forms(own))
        yield Spelling(_APART.split(own, maxsplit=1)[0], short=True)


def of_municipality(name: str, suffix: str) -> Iterator[Spelling]:
    """Yield a municipality's name, in full and short, and with its epithet.

    What tells it apart comes as it is written, with its abbreviations opened, and abbreviated itself.
    """
    full = dict.fromkeys(_full_forms(name))
    plain = _APART.split(name, maxsplit=1)[0]
    yield from (Spelling(form, official=form == name) for form in full)
    if plain != name:
        yield Spelling(plain, short=True)
    if suffix in _DESIGNATIONS:
        return
    for form, said in product((*full, plain), dict.fromkeys((suffix, suffix.removesuffix(", Stadt")))):
        yield Spelling(f"{form} {said}", short=form not in full)
        yield Spelling(f"{said} {form}", short=form not in full)


def _full_forms(name: str) -> Iterator[str]:
    yield name
    opened = _opened(name)
    yield opened
    saint = opened.replace("St. ", "Sankt ")
    yield from (saint, saint.replace("Sankt ", "St. "), saint.replace("Sankt ", "Skt. "))
    yield from (short + opened[len(long) :] for long, short in _FIRST if opened.startswith((f"{long} ", f"{long}-")))
    match = _APART.search(opened)
    if match:
        yield from _apart_forms(opened[: match.start()], opened[match.end() :].strip(" )"))


def _apart_forms(plain: str, apart: str) -> Iterator[str]:
    """Yield the ways to say what tells a place apart: `an der Ruhr` as `a. d. Ruhr`, `Ruhr`, `a. d. R.`."""
    connectives, rest = [], apart.split()
    while rest[1:] and rest[0] in (*_WITH_ARTICLE, *_ABBREVIATED, *_ARTICLES):
        connectives.append(rest.pop(0))
    said = " ".join(rest)
    short = " ".join(_ABBREVIATED.get(word, word[0]) for word in connectives)
    cut = [said[:2], said[0]] if len(rest) == 1 else []
    for before in (short,) if short else ("a", "a d", "i"):
        yield from (f"{plain} {before} {form}" for form in (said, *cut))
    yield from (f"{plain} {before} {said}" for before in ("", *(() if connectives else _OPEN)))
    # »Neuburg in« is not Neuburg a.Inn, since »Neuburg in Bayern« may be another; nor is »Heringen (HE)« at the Helme.
    yield from (f"{plain} {form}" for form in cut if form.casefold() not in _SAYS_ELSE)


def _opened(name: str) -> str:
    """Return the name with its official abbreviations opened: Donau behind `a.d.` is `an der Donau`."""
    for pattern, long in _abbreviations():
        name = pattern.sub(long, name)
    return " ".join(name.replace(" )", ")").split())


@cache
def _abbreviations() -> list[tuple[re.Pattern[str], str]]:
    """Return the official abbreviations as patterns, longer ones before their parts, and what each stands for.

    Blanks behind dots come and go.
    """
    return [
        (re.compile(rf"(?<!\w){_loosely(short)}" + (r"(?!\w)" if short[-1] != "." else "")), f"{long} ")
        for short, long, _source in rows_of("abbreviations.tsv")
    ]


def _loosely(short: str) -> str:
    return re.escape(short.replace(". ", ".")).replace(r"\.", r"\.\ ?")


def _said() -> Iterator[tuple[str, Spelling]]:
    """Yield all keys, each with a spelling: of the rows of the register's table, and of that of further names."""
    second = {keys: text for kind, text, keys, source in rows_of("names.tsv") if "second language" in source}
    for row in sorted_lines("germany.tsv", head=2).starting_with(""):
        key, name, suffix, designation, *_figures = row.split("\t")
        first = name.removesuffix(second.get(key, name)).rstrip(" /")
        if first:  # in German alone, and the other way round
            forms = (*of_municipality(first, suffix), Spelling(f"{second[key]}/{first}"))
            yield from ((key, spelling._replace(official=False)) for spelling in forms)
        own = of_district(name, designation) if len(key) == 5 else of_municipality(name, suffix)
        if len(key) < 5:  # a Land or a region, and the authority of that area
            own = (Spelling(each, official=True) for each in (name, suffix))
        yield from ((key, spelling) for spelling in own)
    for kind, text, keys, _source in rows_of("names.tsv"):
        if kind == "alias":
            yield from ((key, Spelling(text)) for key in keys.split())


def write() -> None:
    """Make `spellings.tsv` of the tables beside it."""
    found: dict[str, tuple[dict[str, None], ...]] = {}
    sharp = set()
    for key, spelling in _said():
        exact = words(spelling.text)
        for form in dict.fromkeys((exact, *(exact.translate(letters) for letters in UMLAUTS_LOST))):
            is_exact = form == exact and (spelling.official or spelling.short)
            if is_exact and "ß" in spelling.text:
                sharp.add((form, key))
            found.setdefault(form, ({}, {}, {}, {}))[2 * spelling.short + (not is_exact)][key] = None
    for form, key in sharp:  # Esslingen is not rather Eßlingen than Esslingen am Neckar
        official, otherwise, short, _otherwise = found[form]
        if key in official and any((form, other) not in sharp for other in short):
            otherwise[key] = official.pop(key)
    lines = ("\t".join((form, *map(" ".join, found[form]))) + "\n" for form in sorted(found, key=str.encode))
    (FOLDER / "spellings.tsv").write_text("".join(lines), "utf-8", newline="\n")
