"""Looking up names in the gazetteer's table, which stays on disk: processes share the pages that they look at."""

from functools import cache
from math import inf
from pathlib import Path
from typing import NamedTuple

import lmdb
import msgspec

from processors.enrich.gazetteer import keeping
from processors.enrich.gazetteer.making import NAMES, PARTS, STARTS, THINGS
from processors.enrich.gazetteer.records import Meant, Start, Thing
from schemas.mention import Place

_thing = msgspec.msgpack.Decoder(Thing).decode
_meant = msgspec.msgpack.Decoder(Meant).decode
_start = msgspec.msgpack.Decoder(Start).decode
_LONGEST_KEY = 511  # bytes: of LMDB; no name is longer


class Entry(NamedTuple):
    """One thing a name may stand for."""

    place: Place
    region: str  # code of the state or province inside the country
    population: int  # 0 for countries and regions
    is_other_name: bool = False  # the name is not the one the place itself uses


class Meaning(NamedTuple):
    """All that a name may stand for."""

    entries: list[Entry]
    people: float  # in the largest town whose own name this is; countries and regions are larger than any
    elsewhere: int  # in the largest town that has this name in another language


class Gazetteer:
    """Names as `key` gives them, and what they stand for."""

    def __init__(self, file: Path) -> None:
        self._environment = lmdb.open(str(file), subdir=False, readonly=True, lock=False, max_dbs=len(PARTS))
        self._parts = {part: self._environment.open_db(part, create=False) for part in PARTS}
        self._reading = self._environment.begin()  # for good: nobody writes

    def __contains__(self, name: str) -> bool:
        return self._get(NAMES, name.encode()) is not None

    def starts(self, word: str) -> Start | None:
        """The names that begin with a word."""
        found = self._get(STARTS, word.encode())
        return _start(found) if found else None

    def area(self, name: str) -> Entry | None:
        """The country or region of this name."""
        found = self._get(NAMES, name.encode())
        area = _meant(found).area if found else None
        return _entry(area) if area else None

    def find(self, name: str) -> Meaning:
        """What a name may stand for. "Georgia" and "Mexico" are more often what is larger."""
        found = self._get(NAMES, name.encode())
        meant = _meant(found) if found else Meant()
        elsewhere = self._town(meant.other[0]).population if meant.other else 0
        if meant.area:
            return Meaning([_entry(meant.area)], inf, elsewhere)
        own = [self._town(number) for number in meant.own]
        others = [self._town(number) for number in meant.other if number not in meant.own]
        entries = [*map(_entry, own), *(_entry(town, True) for town in others)]
        return Meaning(entries, own[0].population if own else 0, elsewhere)

    def _town(self, number: int) -> Thing:
        found = self._get(THINGS, number.to_bytes(4, "big"))
        if found is None:
            raise LookupError(f"no town {number} in {self._environment.path()}")
        return _thing(found)

    def _get(self, part: bytes, name: bytes) -> bytes | None:
        if not 0 < len(name) <= _LONGEST_KEY:
            return None
        found: bytes | None = self._reading.get(name, db=self._parts[part])
        return found


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of this process."""
    with keeping.table() as file:
        return Gazetteer(file)


def _entry(thing: Thing, is_other_name: bool = False) -> Entry:
    place = Place(
        id=f"geonames:{thing.identity}",
        name=thing.name,
        country=thing.country,
        latitude=thing.latitude,
        longitude=thing.longitude,
    )
    return Entry(place, thing.region, thing.population, is_other_name)
