"""The gazetteer's table, made of the files of GeoNames: some seconds of work, done once."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import lmdb
import msgspec

from processors.enrich.gazetteer.names import LONGEST, key
from processors.enrich.gazetteer.records import Meant, Start, Thing
from processors.enrich.gazetteer.source import Town, areas, towns

PARTS = (NAMES, STARTS, THINGS) = (b"names", b"starts", b"things")
_LARGE = 100_000  # people: smaller towns are known by their own name only, so that few words are taken for a town
_SHORTEST_ALONE = 3  # letters of a name of one word: "A" in Norway and "Y" in France are nobody's idea of a place
_ROOM = 1 << 30  # bytes the file may grow to


class _Maker:
    """The records while they are made."""

    def __init__(self) -> None:
        self.names: dict[str, Meant] = {}
        self.starts: dict[str, Start] = {}
        self.things: list[Thing] = []

    def add(self, town: Town) -> None:
        """A town with its names; the larger ones must have come before."""
        number = len(self.things)
        self.things.append(_thing(town))
        for meant in self._meant(town.own_names()):
            if number not in meant.own[-1:]:
                meant.own.append(number)
        if town.population >= _LARGE:
            for meant in self._meant(town.other_names()):
                if number not in meant.other[-1:]:
                    meant.other.append(number)

    def add_area(self, name: str, area: Thing) -> None:
        """A country or region; the first of a name is meant."""
        if parts := key(name):
            meant = self._noted(parts)
            meant.area = meant.area or area

    def has_town(self, name: str, country: str) -> bool:
        """Is a town of the country called like this?"""
        meant = self.names.get(" ".join(key(name)), Meant())
        return any(self.things[number].country == country for number in meant.own)

    def _meant(self, names: Iterable[str]) -> list[Meant]:
        return [self._noted(parts) for name in names if 0 < len(parts := key(name)) <= LONGEST]

    def _noted(self, parts: list[str]) -> Meant:
        start = self.starts.setdefault(parts[0], Start())
        if len(parts) > 1:
            start.seconds.add(parts[1])
            start.longest = max(start.longest, len(parts))
        elif len(parts[0]) >= _SHORTEST_ALONE:
            start.is_name = True
        return self.names.setdefault(" ".join(parts), Meant())


def make(file: Path) -> None:
    """Writes the table to `file`."""
    made = _Maker()
    for town in towns():
        made.add(town)
    for name, area in areas(made.has_town):
        made.add_area(name, area)
    things = {number.to_bytes(4, "big"): thing for number, thing in enumerate(made.things)}
    _write(file, {NAMES: _by_bytes(made.names), STARTS: _by_bytes(made.starts), THINGS: things})


def _write(file: Path, parts: Mapping[bytes, Mapping[bytes, msgspec.Struct]]) -> None:
    encode = msgspec.msgpack.Encoder(order="deterministic").encode
    with lmdb.open(str(file), subdir=False, lock=False, map_size=_ROOM, max_dbs=len(parts), sync=False) as environment:
        for part, records in parts.items():
            database = environment.open_db(part)
            with environment.begin(database, write=True) as transaction:
                for name in sorted(records):
                    transaction.put(name, encode(records[name]), append=True)
        environment.sync(True)


def _by_bytes(records: Mapping[str, msgspec.Struct]) -> dict[bytes, msgspec.Struct]:
    return {name.encode(): record for name, record in records.items()}


def _thing(town: Town) -> Thing:
    return Thing(
        town.geonameid,
        town.name,
        town.countrycode,
        town.admin1code,
        town.population,
        town.latitude,
        town.longitude,
    )
