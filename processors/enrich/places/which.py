"""Which of several places of one name is meant: weighed by size, the country of the source, a phone number's country
code, countries and other places in the ad."""

import re
from collections.abc import Callable, Sequence
from math import cos, hypot, log10, radians
from typing import NamedTuple

from processors.enrich import gazetteer
from processors.enrich.gazetteer import Entry
from processors.enrich.passage import Passage
from processors.enrich.places.certainty import METROPOLIS
from processors.enrich.tables import table
from schemas.mention import Place

_COUNTRIES = {language: row.split() for language, row in table("countries")["of_language"].items()}
_PLUS = re.compile(r"\+(\d{1,3})")
_NEAR_KM = 300.0
_KM_PER_DEGREE = 111.2


class Spot(NamedTuple):
    """A name where it stands."""

    start: int
    end: int
    entries: Sequence[Entry]
    certainty: float
    country: str = ""  # what the words right behind it say
    detector: str = "places"


def chooser(passage: Passage, spots: Sequence[Spot]) -> Callable[[Spot], Entry]:
    """What is meant by each of the spots, which are all of the passage."""
    is_open = any(len(spot.entries) > 1 for spot in spots)
    weights = _weights(passage, spots) if is_open else {}
    sure = [entry.place for spot in spots if len(entries := spot.entries) == 1 for entry in entries]

    def meant(spot: Spot) -> Entry:
        if len(spot.entries) == 1:
            return spot.entries[0]
        return max(spot.entries, key=lambda one: (_weight(one, spot, weights, sure), one.population))

    return meant


def _weights(passage: Passage, spots: Sequence[Spot]) -> dict[str, float]:
    """How much speaks for each country in this ad."""
    weights: dict[str, float] = {}

    def add(country: str, weight: float) -> None:
        weights[country] = weights.get(country, 0.0) + weight

    if passage.country:
        add(passage.country, 3.0)
    for rank, country in enumerate(_COUNTRIES.get(passage.language or "", ())[:4]):
        add(country, 1.0 if rank < 2 else 0.5)
    codes = [match[1][:size] for match in _PLUS.finditer(passage.text) for size in (1, 2, 3)]
    for country in gazetteer.calling_countries(codes):
        add(country, 1.0)
    for country in {one.place.country for spot in spots for one in spot.entries[:1] if one.place.latitude is None}:
        add(country, 2.5)
    for country in {spot.country for spot in spots if spot.country}:
        add(country, 1.5)
    return weights


def _weight(entry: Entry, spot: Spot, weights: dict[str, float], sure: Sequence[Place]) -> float:
    near = any(place.id != entry.place.id and _is_near(place, entry.place) for place in sure)
    return (
        log10(entry.population + 10)
        + weights.get(entry.place.country, 0.0)
        + 1.5 * near
        + 1.0 * (entry.population >= METROPOLIS)
        + 6.0 * bool(spot.country and spot.country == entry.place.country)
        - 1.0 * entry.is_other_name
        + 4.0 * (entry.place.latitude is None)
    )


def _is_near(one: Place, other: Place) -> bool:
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return False
    north = (one.latitude - other.latitude) * _KM_PER_DEGREE
    east = (one.longitude - other.longitude) * _KM_PER_DEGREE * cos(radians(one.latitude))
    return hypot(north, east) <= _NEAR_KM
