"""Which body of the register a name means: one rule for all the ways in which people write it.

Nothing is guessed. The text is folded (case, blanks, dashes, brackets, umlauts) and must then be a name of a body, as a
whole or without the words for its kind (Stadt, Kreis, Hansestadt …) or for where it lies (an der Ruhr, NRW, Kreis
Unna), which must be true. Similar names are suggested, but never taken.
"""

from __future__ import annotations

import re
from functools import cache, cached_property, lru_cache, partial
from typing import TYPE_CHECKING, NamedTuple

from engagiert_cli.errors import Hint, Refusal
from engagiert_cli.language import _
from engagiert_cli.register.bodies import Level, RegisteredBody, open_register, registers
from engagiert_cli.register.designations import is_called, kind_outside, level_of, readings
from engagiert_cli.register.lines import rows_of, sorted_lines
from engagiert_cli.text import fold_words, without_umlauts, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from engagiert_cli.register.bodies import Register
    from engagiert_cli.register.designations import Reading, Tokens

_MARK = re.compile(r"[,(\[]")
_CONNECTIVES = ("an", "am", "a", "auf", "in", "im", "i", "bei", "b", "der", "d", "dem")
_LONGEST = 200  # characters of a name; each word is one more place where it may end
_BEHIND = re.compile(r"[,(\[/]|\s(?:an|am|a|bei|b|in|im|i)[.\s]")
_TITLE = re.compile(r"\S*(?:bad|kurort|gemeinde|insel|stadt)\s+", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{5}")
_SHORTEST = 2  # letters; such a name can only be a plate code: EN, but not »so«
_SHORTEST_NEAR = 4
_SHORTEST_BEGUN = 3
_SUGGESTIONS = 3
_NEAR = 75  # of 100; below that, suggestions are noise
_OTHERWISE, _SHORTENED = 1, 2
_Called = dict[RegisteredBody, int]
"""The bodies of one name, each with the column of `spellings.tsv` that has the name, the plainest first.

0 is the official name, 2 the name without what tells bodies apart; 1 and 3 are other spellings of these.
"""


class Found(NamedTuple):
    """The body that the name means."""

    body: RegisteredBody
    namesakes: tuple[RegisteredBody, ...] = ()
    """Bodies of another level that the bare name may mean as well."""
    misnamed: bool = False
    """Whether the name calls a Gemeinde a Stadt, or the reverse."""
    elsewhere: tuple[RegisteredBody, ...] = ()
    """Bodies of other Länder with exactly this name, where this body's has an umlaut."""
    is_bare: bool = False
    """Whether the name comes without words for the kind."""
    unread: tuple[str, ...] = ()
    """Words for where it lies that mean no known area."""

    @property
    def bodies(self) -> tuple[RegisteredBody, ...]:
        """All bodies that the name may mean."""
        return (self.body, *self.namesakes)


class Several(NamedTuple):
    """Several bodies have this name."""

    bodies: tuple[RegisteredBody, ...]
    """All of them, the most populous first."""


class Mismatch(NamedTuple):
    """Bodies of that name exist, but none is what the text, or the level beside it, says."""

    text: str
    existing: tuple[RegisteredBody, ...]
    """The bodies of that name, by key."""


class Names:
    """All names of the bodies of a register."""

    def __init__(self, register: Register) -> None:
        self.register = register
        # Several parts of a row ask the same, and many rows name the same areas.
        self.key_of = lru_cache(maxsize=4096)(self._key_of)
        self.called = lru_cache(maxsize=1024)(self._called)
        self.areas = cache(self._areas_called)

    def _key_of(self, name: str) -> str | None:
        found = self.find(name)
        return found.body.key if isinstance(found, Found) else None

    def find(self, text: str, level: Level | None = None) -> Found | Several | Mismatch | None:
        """Return the body that the text means, or why it means none; `level` is given beside the name.

        A bare name means the municipality. Similar names are never taken.
        """
        if len(text) > _LONGEST:
            return None
        tokens = tuple(words(text).split())
        word = "".join(tokens)
        if word.isdigit():
            body = self.register.by_digits(word)
            return body and (Found(body) if level in (None, body.level) else Mismatch(text, (body,)))
        keyed = self._with_key(text, tokens, level)
        if keyed:
            return keyed
        if len(word) <= _SHORTEST and not text.isupper() and 0 not in self.called(word).values():
            return None
        others: _Called = {}
        marked = {len(words(text[: match.start()]).split()) for match in _MARK.finditer(text)}
        for reading, named in self._readings(tokens, marked):
            meant = {body: how for body, how in named.items() if reading.is_of(body) and level in (None, body.level)}
            if meant:
                return self._meant(reading, meant, bare=reading.kind is None and level is None)
            others |= named
        return Mismatch(text, tuple(sorted(others, key=lambda body: body.key))) if others else None

    def _with_key(self, text: str, tokens: Tokens, level: Level | None) -> Found | Mismatch | None:
        """Return the body of a name with its key, as the program prints it; None where there is no key."""
        keys = [token for token in tokens if token.isdigit() and len(token) >= Level.LAND.value]
        body = (self.register.get(keys[0]) or self.register.by_digits(keys[0])) if len(keys) == 1 else None
        if body and " ".join(tokens).startswith(f"{words(body.name)} "):
            return Found(body) if level in (None, body.level) else Mismatch(text, (body,))
        if body is None or body.level is Level.LAND:  # a number of two digits may mean anything
            return None
        named = self.find(" ".join(token for token in tokens if token != keys[0]), level)
        is_it = isinstance(named, Found | Several) and body in named.bodies
        return Found(body) if is_it else Mismatch(text, (body,))

    def _readings(self, tokens: Tokens, marked: Collection[int]) -> Iterator[tuple[Reading, _Called]]:
        """Yield the ways to read a text, the plainest first, each with the bodies of that name.

        A text is a name, perhaps with a designation, perhaps followed by words for where the body lies. `marked` tokens
        are followed by a comma or bracket: after these, a district may go by the name of its town.
        """
        for reading in readings(tokens):
            yield reading, self.called(reading.name)
        for itself in (False, True):  # »Siegen, Kreis Siegen-Wittgenstein« is the town, »Kreis Warendorf (WAF)« both
            for cut in range(len(tokens) - 1, 0, -1):
                lies_there = partial(self._lies_in, tokens[cut:], itself=itself, marked=cut in marked)
                for reading in readings(tokens[:cut]):
                    called = self.called(reading.name)
                    yield reading, {body: how for body, how in called.items() if lies_there(body)}

    def _called(self, name: str) -> _Called:
        """Return the bodies of that name; for an umlaut, also those spelt with two letters."""
        found: _Called = {}
        for spelling, otherwise in {without_umlauts(name): _OTHERWISE, name: 0}.items():
            row = sorted_lines("spellings.tsv").get(spelling) or ""
            for column, keys in enumerate(row.split("\t")[1:]):
                for body in filter(None, map(self.register.get, keys.split())):
                    found[body] = min(column | otherwise, found.get(body, column | otherwise))
        return found

    def _meant(self, reading: Reading, called: _Called, *, bare: bool) -> Found | Several:
        """Return which of the bodies is meant: the only one of the lowest level with the plainest spelling."""
        digits = max(len(body.key) for body in called)
        lowest = {body: how for body, how in called.items() if len(body.key) == digits}
        plainest = min(lowest.values())
        laender = [body for body, how in called.items() if body.level is Level.LAND and how == 0]
        if plainest >= _SHORTENED and laender:  # Sachsen is not Sachsen b.Ansbach, and Brandenburg may be either
            return Several(tuple(_by_size((*lowest, *laender))))
        also = _SHORTENED if plainest == _OTHERWISE else plainest  # Büchen is not rather Buchen than Buchen (Odenwald)
        meant = [body for body, how in lowest.items() if how in (plainest, also)]
        if len(meant) > 1:
            meant = [body for body in meant if is_called(body, reading.said)] or meant
        if len(meant) > 1:
            return Several(tuple(_by_size(lowest)))
        (body,) = meant
        is_exact = not self.register.land or not plainest & _OTHERWISE
        others = {} if is_exact else self._germany.called(reading.name)
        towns = [other for other, how in others.items() if how == 0 and other.level is Level.MUNICIPALITY]
        return Found(
            body,
            tuple(self._namesakes(body, reading.name, lowest)) if bare else (),
            reading.said in ("stadt", "gemeinde") and not is_called(body, reading.said),
            tuple(town for town in towns if town.land_key != self.register.land),
            bare,
        )

    def _namesakes(self, body: RegisteredBody, name: str, lowest: _Called) -> Iterator[RegisteredBody]:
        """Yield the bodies of that name on other levels, and larger ones whose names begin with it."""
        own = fold_words(body.short_name), without_umlauts(name)  # Bautzen / Budyšin, and Bautzen
        for other in self.called(name):
            is_its_own_land = body.key == f"{other.key}000000"
            if other.level is not body.level and fold_words(other.short_name) in own and not is_its_own_land:
                yield other
        yield from (other for other in lowest if other.population > body.population)

    @property
    def _germany(self) -> Names:
        return open_register("de").names

    def _lies_in(self, place: Tokens, body: RegisteredBody, *, itself: bool, marked: bool) -> bool | None:
        """Return whether the body lies where the words say; None where they mean no area.

        They mean a landscape, a district, a region or the Land; with `itself`, perhaps the body itself. With `marked`,
        they can only mean an area: »Lünen, Unna« is the town in that district, but »Lünen Unna« names two towns.
        """
        while place and place[0] in _CONNECTIVES:
            marked, place = marked or place[0] in ("bei", "b"), place[1:]
        for cut in range(1, len(place)):
            if without_umlauts(" ".join(place[cut:])) in _laender():
                around = self._lies_in(place[:cut], body, itself=itself, marked=marked)
                return around and self._lies_in(place[cut:], body, itself=itself, marked=marked)
        landscape = _landscapes().get(without_umlauts(" ".join(place)))
        areas = () if landscape else self.areas(place, marked)
        inside = landscape or areas
        outside = tuple(key[1:] for key in inside if key.startswith("-"))
        is_there = body.key.startswith(inside) and not body.key.startswith(outside)
        return is_there and (itself or body.key not in areas) if inside else None

    def _areas_called(self, place: Tokens, marked: bool) -> tuple[str, ...]:
        """Return the keys of the areas of that name; one that towns have, too, means a district or city if `marked`."""
        short = registers().get("".join(place)) if marked else None  # (BW) may be a plate code, too
        land = (short.key,) if short and short.key else ()
        for reading in readings(place):
            areas = [body for body in self.called(reading.name) if not reading.kind or reading.is_of(body)]
            if any(area.level is Level.MUNICIPALITY for area in areas):  # an area of that name is at most a district
                low = [area for area in areas if marked and area.level in (Level.DISTRICT, Level.MUNICIPALITY)]
                areas = [area for area in low if area.district_key in (None, area.key)]
            if areas:
                return (*(area.key for area in areas), *land)
        return land or (self._germany.areas(place, marked) if self.register.land else ())  # in another Land

    def within(self, text: str, level: Level | None, areas: Iterable[str]) -> Found | Several | Mismatch | None:
        """Return what the text means among the bodies in all of these areas; unknown areas become `unread`."""
        meant, unread = self.find(text, level), []
        for area in filter(words, areas):
            place, body = tuple(words(area).split()), meant.body if isinstance(meant, Found) else None
            lies_there = self._lies_in(place, body, itself=True, marked=True) if body else None
            there = None if lies_there else self.find(f"{text}, {area}", level)
            if isinstance(there, Found | Several):
                meant = there
            elif body and lies_there is False:
                return Mismatch(f"{text}, {area}", (body,))
            elif lies_there is None:
                unread.append(area)
        return meant._replace(unread=tuple(unread)) if isinstance(meant, Found) and unread else meant

    def require(self, text: str, level: Level | None = None, areas: Iterable[str] = ()) -> Found:
        """Return the body that the text means in these areas. Raises `Refusal` with what exists or is similar."""
        described, where = self.register.described, self.register.territory.where
        did_you_mean = _("did you mean {name}?")
        meant = self.within(text, level, areas)
        if isinstance(meant, Found):
            return meant
        if isinstance(meant, Several):
            message = _('{count} bodies are called "{name}"').format(count=len(meant.bodies), name=text)
            write = _('write "{spelling}" for: {body}')
            spelled = ((self.unambiguous(body), described(body, key=True)) for body in meant.bodies)
            raise Refusal(message, tuple(write.format(spelling=spelling, body=body) for spelling, body in spelled))
        if isinstance(meant, Mismatch):
            none_of = {
                Level.MUNICIPALITY: _('no municipality {where} is called "{name}"'),
                Level.DISTRICT: _('no district {where} is called "{name}"'),
                Level.REGION: _('no region {where} is called "{name}"'),
            }
            message = none_of[level] if level in none_of else _('there is no "{name}" {where}')
            hints = [did_you_mean.format(name=described(body)) for body in self._going_on(text, level)]
            hints += self._gone(text)
            hints += [_("there is: {body}").format(body=described(body, key=True)) for body in meant.existing]
            raise Refusal(message.format(name=meant.text, where=where), tuple(hints))
        message = _('no municipality or district {where} is called "{name}"').format(name=text, where=where)
        elsewhere = self._germany.find(text, level) if self.register.land else None
        found = elsewhere.bodies if isinstance(elsewhere, Found | Several) else ()
        there = [body for body in found if body.level is not Level.LAND]  # a Land lies in no other
        lands = {territory.key: territory.where for territory in registers().values()}
        hints = [_("{name} lies {where}").format(name=body.name, where=lands[body.land_key]) for body in there]
        kind = kind_outside(text)
        if not kind:
            hints += self._gone(text) or [did_you_mean.format(name=described(body)) for body in self.near(text, level)]
        outside = Hint(
            _("what is not in the register joins with a kind of its own, such as: {command}"),
            options={"kind": kind or "Regionalverband"},
        )
        official = _("write its official name or key, such as: Witten, Kreis Lippe, 05954036")
        raise Refusal(message, tuple(hints) or ((outside,) if kind else (official, outside)))

    def _gone(self, text: str) -> list[str]:
        """Return what became of former bodies of this name, which were dissolved or renamed."""
        merged, renamed = _('"{name}" ({key}) is a part of {heirs} now'), _('"{name}" is called {body} now')
        found = {}
        for reading in readings(tuple(fold_words(text).split())):
            for key in self.register.gone.get(reading.name, ()):
                fate, body = self.register.fate_of(key), self.register.get(key)
                if reading.kind not in (None, Level(len(key)).name.lower()):
                    continue
                if fate and fate.heirs:
                    heirs = ", ".join(f"{name} ({heir})" for heir, name in fate.heirs)
                    found[fate.heirs[0][0]] = merged.format(name=fate.name, key=key, heirs=heirs)
                elif body:
                    found[key] = renamed.format(name=text, body=self.register.described(body, key=True))
        return list(found.values())[:_SUGGESTIONS]

    def unambiguous(self, body: RegisteredBody) -> str:
        """Return the shortest unambiguous way to write the body: its name, the name with an area, or its key."""
        areas = reversed(list(self.register.around(body)))
        around = [area.area_name for area in areas if area.level is not Level.REGION]
        for spelling in (body.name, *(f"{body.short_name} ({area})" for area in around)):
            found = self.find(spelling)
            if isinstance(found, Found) and found.bodies == (body,):
                return spelling
        return body.key

    def area(self, text: str) -> RegisteredBody:
        """Return the district, region or Land that the text means; a bare name never means the municipality here.

        A Land may be given by its usual short form: NRW. Raises `Refusal` where there is none or several.
        """
        land = registers().get(text.strip().casefold())
        if land and (body := self.register.get(land.key)):
            return body
        for level in (Level.DISTRICT, Level.REGION, Level.LAND):
            if isinstance(self.find(text, level), Found | Several):
                return self.require(text, level).body  # raises where there are several
        meant = self.find(text)
        if isinstance(meant, Found):
            around = list(self.register.around(meant.body))[:1]
            raise Refusal(
                _('"{name}" is neither a district nor a region').format(name=text),
                tuple(_("it lies in: {area}").format(area=area.area_name) for area in around),
            )
        existing = meant.existing if isinstance(meant, Mismatch) else ()
        near = (*self._going_on(text, None), *existing) if meant else self.near(text)
        message = _('no district or region {where} is called "{name}"')
        message = message.format(name=text, where=self.register.territory.where)
        areas = dict.fromkeys(body.area_name for body in near if body.level is not Level.MUNICIPALITY)
        raise Refusal(message, (*(_("did you mean {name}?").format(name=area) for area in areas), *self._gone(text)))

    def near(self, text: str, level: Level | None = None) -> list[RegisteredBody]:
        """Return the bodies with similar names, the nearest first; else the largest whose names begin so."""
        from rapidfuzz import fuzz, process

        begun = [] if level_of(text) else self._beginning(words(text))
        found = dict.fromkeys((*self._going_on(text, level), *(begun if len(begun) == 1 else ())))
        tokens = tuple(words(text).split())
        places = (cut for cut in range(1, len(tokens)) if without_umlauts(" ".join(tokens[cut:])) in _landscapes())
        bare, *others = readings(tokens[: next(places, len(tokens))])
        for reading in (*others, bare):
            if len(reading.name) < _SHORTEST_NEAR:
                continue
            near = process.extract(reading.name, self._spellings, scorer=fuzz.ratio, limit=10, score_cutoff=_NEAR)
            for spelling, _score, _index in near:
                like = [body for body in self.called(spelling) if reading.is_of(body) and level in (None, body.level)]
                if like and len(spelling) >= _SHORTEST_NEAR:
                    found.setdefault(max(like, key=lambda body: (body.level.value, body.population)))
        before = _BEHIND.split(_NUMBER.sub("", text))[0]  # kind and place may be wrong
        meant = self.find(_TITLE.sub("", before, count=1), level)
        if isinstance(meant, Found):
            return list(dict.fromkeys((*list(found)[: _SUGGESTIONS - 1], meant.body)))
        return list(found or (meant.bodies if isinstance(meant, Several) else begun))[:_SUGGESTIONS]

    def _going_on(self, text: str, level: Level | None) -> Iterator[RegisteredBody]:
        """Yield the bodies whose names go on after the text: Landkreis Weilheim-Schongau, Dessau-Roßlau."""
        for reading in readings(tuple(words(text).split())):
            for body in self._beginning(reading.name if reading.kind == "district" else f"{reading.name} "):
                if reading.is_of(body) and level in (None, body.level):
                    yield body

    def _beginning(self, begun: str) -> list[RegisteredBody]:
        """Return the bodies whose names begin so, the largest first."""
        if len(begun) < _SHORTEST_BEGUN:
            return []
        rows = (row.partition("\t")[0] for row in sorted_lines("spellings.tsv").starting_with(begun))
        bodies = {body for spelling in rows for body in self.called(spelling)}
        return _by_size(body for body in bodies if words(body.short_name).startswith(begun))

    @cached_property
    def _spellings(self) -> list[str]:
        """All spellings of names in this register, for suggestions."""
        land = self.register.land
        rows = (row.partition("\t") for row in sorted_lines("spellings.tsv").starting_with(""))
        return [row[0] for row in rows if not land or any(key.startswith(land) for key in row[2].split())]


def _by_size(bodies: Iterable[RegisteredBody]) -> list[RegisteredBody]:
    """Return the bodies, the most populous first."""
    return sorted(bodies, key=lambda body: (-body.population, body.key))


@cache
def _laender() -> dict[str, tuple[str, ...]]:
    return {fold_words(territory.name): (territory.key,) for territory in registers().values()}


@cache
def _landscapes() -> dict[str, tuple[str, ...]]:
    """Return the landscapes that tell bodies apart, and the Länder: how keys in them begin, or with - do not."""
    rows = ((spelling, keys) for kind, spelling, keys, _source in rows_of("names.tsv") if kind == "place")
    return {fold_words(spelling): tuple(keys.split()) for spelling, keys in rows} | _laender()
