"""Places: towns, regions and countries of the gazetteer, resolved by what else the ad says.

A name alone is not enough, for many towns are called like everyday things. It must be written with a capital letter,
follow a word like "in", stand in a field for places or beside its country. Which of several towns of one name is meant
is weighed by size, the country of the source, a phone number's country code, countries and other places in the ad.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import cos, hypot, log10, radians
from typing import NamedTuple

from processors.enrich import gazetteer
from processors.enrich.gazetteer import Entry
from processors.enrich.passage import Found, Passage
from processors.enrich.tables import table, words
from schemas.mention import MentionKind, Place

_TABLE = table("places")
_CUES = frozenset(words(_TABLE["cues"]))
_WEAK_CUES = frozenset(words(_TABLE["weak_cues"]))
_LONGEST_CUE = max(len(cue) for cue in _CUES)
_FIELDS = frozenset(words(_TABLE["fields"]))
_EVERYDAY = frozenset(gazetteer.fold(word) for word in words(_TABLE["everyday"]))
_FIRST_NAMES = frozenset(table("names")["first_names"].split())
_COUNTRIES = {language: row.split() for language, row in table("countries")["of_language"].items()}

_NEXT = re.compile(r"[ \-'.]{1,2}([^\W\d_]+)")
_QUALIFIER = re.compile(r"\s?[,(]\s?(?:([A-Z]{2})(?![^\W_])|([^\W\d_]+(?:[ -][^\W\d_]+){0,2}))|\s([A-Z]{2})(?![^\W_])")
_BEFORE_QUALIFIER = frozenset(" ,(")
_BEGINS = re.compile(r"(?:^|[.!?:;|•*\n(\"-]\s*)$")
_PLUS = re.compile(r"\+(\d{1,3})")
_LARGE = 300_000  # people: of towns of this size even a name in small letters is believed
_WELL_KNOWN = 100_000  # at the head of a sentence, where every word has a capital letter
_KNOWN = 15_000  # elsewhere
_METROPOLIS = 500_000  # known everywhere, and by other names than its own
_SHORTEST_OTHER = 4  # letters of such a name
_NEAR_KM = 300.0
_KM_PER_DEGREE = 111.2
_MOST = 40  # places of one ad
_LONGEST_WORD = 40  # letters; a longer one is in no name, and is not remembered
_fold = lru_cache(maxsize=50_000)(gazetteer.fold)  # some 10 MB
# Words with which no name begins, as nearly all: asked first, for the gazetteer is large, and each look into it is one
# into memory that the processor's cache does not hold. Full, it begins anew.
_PLAIN: set[str] = set()
_MEMORY = 100_000  # words: some 10 MB


class _Spot(NamedTuple):
    """A name where it stands."""

    start: int
    end: int
    entries: Sequence[Entry]
    certainty: float
    country: str = ""  # what the words right behind it say
    detector: str = "places"


class _Known(NamedTuple):
    """What the gazetteer says of a name."""

    entries: Sequence[Entry]
    own: Sequence[Entry]  # those whose own name it is, or all
    people: float  # in the largest of them
    elsewhere: float  # in the largest that has this name in another language
    is_everyday: bool
    is_sure: bool  # nobody is called like this


@lru_cache(maxsize=20_000)  # some 10 MB
def _known(name: str) -> _Known:
    places = gazetteer.gazetteer()
    entries, people = places.find(name), places.people(name)
    own = [one for one in entries if not one.is_other_name]
    first, _, more = name.partition(" ")
    is_everyday = _EVERYDAY.issuperset(name.split()) and not (more and people >= _LARGE)
    is_sure = bool(more) and first not in _FIRST_NAMES
    return _Known(entries, own or entries, people, places.people_elsewhere(name), is_everyday, is_sure)


def detect(passage: Passage) -> Iterator[Found]:
    """The places of a passage. Value: name and country, "Lyon, FR"."""
    spots = list(_spots(passage))[:_MOST]
    if not spots:
        return
    is_open = any(len(spot.entries) > 1 for spot in spots)
    weights = _weights(passage, spots) if is_open else {}
    sure = [entry.place for spot in spots if len(entries := spot.entries) == 1 for entry in entries]
    for spot in spots:
        entry = spot.entries[0]
        if len(spot.entries) > 1:
            entry = max(spot.entries, key=lambda one: (_weight(one, spot, weights, sure), one.population))
        place = entry.place
        value = place.name if place.latitude is None and not entry.region else f"{place.name}, {place.country}"
        yield Found(
            MentionKind.PLACE,
            value,
            spot.start,
            spot.end,
            spot.detector,
            None,
            spot.certainty,
            place.country,
            place=place,
        )


def _spots(passage: Passage) -> Iterator[_Spot]:
    """The names in the text that are meant as places, the longest first."""
    known = gazetteer.gazetteer()
    likely = _likely(passage, known)
    if not likely:
        return
    text, lower = passage.text, passage.lower
    places = [(field.start, field.end) for field in passage.fields if field.name in _FIELDS]
    done = 0
    for start, end, word in _stands(lower, likely):
        if start < done:
            continue
        in_field = bool(places) and any(first <= start < last for first, last in places)
        names = _names(lower, word, end, known) if word in known.longest else [(word, end)]
        if word in _EVERYDAY and names and names[0][1] == end and not in_field and not text[start].isupper():
            del names[0]  # most words that are also towns
        for name, stop in reversed(names):
            if spot := _spot(passage, name, start, stop, in_field):
                done = stop
                yield spot
                break


def _likely(passage: Passage, known: gazetteer.Gazetteer) -> dict[str, str]:
    """Words of the text that a place's name may begin with here, and how the gazetteer writes them; most texts have
    none or few."""
    single, seconds = known.single, known.seconds
    begins: dict[str, str] = {}
    plain: list[str] = []
    for word in passage.words - _PLAIN:
        name = _written(word)
        if name in single or name in seconds:
            begins[word] = name
        elif len(word) <= _LONGEST_WORD:
            plain.append(word)
    if len(_PLAIN) > _MEMORY:
        _PLAIN.clear()
    _PLAIN.update(plain)
    alone = [name for name in begins.values() if name in single]
    names = {name for name in alone if name not in _EVERYDAY or _is_written_large(name, passage)}
    if firsts := {word: seconds[name] for word, name in begins.items() if name in seconds}:
        for first, second in pairwise(passage.spoken):
            if first in firsts and (second if second.isascii() else _written(second)) in firsts[first]:
                names.add(begins[first])
    return {word: name for word, name in begins.items() if name in names}


def _written(word: str) -> str:
    """A word as the gazetteer writes it."""
    return word if word.isascii() or len(word) > _LONGEST_WORD else _fold(word)


def _is_written_large(word: str, passage: Passage) -> bool:
    """Does an everyday word have a capital letter somewhere? Else it is no town."""
    return word.capitalize() in passage.text or word.upper() in passage.text or not word.isascii()


def _stands(lower: str, likely: dict[str, str]) -> list[tuple[int, int, str]]:
    """Where the words stand by themselves, in order, and how the gazetteer writes them."""
    stands = []
    for word, name in likely.items():
        start = lower.find(word)
        while start >= 0:
            end = start + len(word)
            if not (start and lower[start - 1].isalpha()) and not lower[end : end + 1].isalpha():
                stands.append((start, end, name))
            start = lower.find(word, end)
    stands.sort()
    return stands


def _names(lower: str, name: str, end: int, known: gazetteer.Gazetteer) -> list[tuple[str, int]]:
    """The names of the gazetteer that begin with this word, and where they end."""
    found = [(name, end)] if name in known.single else []
    seconds = known.seconds.get(name, ())
    for count in range(known.longest.get(name, 1) - 1):
        following = _NEXT.match(lower, end)
        if not following or len(following[1]) > _LONGEST_WORD:
            break
        word, end = _fold(following[1]), following.end()
        if count == 0 and word not in seconds:
            break
        name = f"{name} {word}"
        if name in known:
            found.append((name, end))
    return found


def _spot(passage: Passage, name: str, start: int, end: int, in_field: bool) -> _Spot | None:
    """The name as a place, if something says that one is meant.

    Sure are names beside their country or region, and those of several words of which the first is no person's: nobody
    is called "Saint-Denis".
    """
    text = passage.text
    if text[end : end + 1] in ("@", "_") or text[max(0, start - 1) : start] in ("@", "_", "#", "."):
        return None
    known = _known(name)
    for country, region in _qualified(text, end):
        if named := [one for one in known.entries if one.place.country == country and region in ("", one.region)]:
            return _Spot(start, end, named, 0.95, country, "places.sure")
    certainty = 0.95 if in_field else _certainty(passage, name, known, start)
    if not certainty:
        return None
    return _Spot(start, end, known.own, certainty, detector="places.sure" if known.is_sure else "places")


def _certainty(passage: Passage, name: str, known: _Known, start: int) -> float:
    """How sure it is that the name at `start` is a place, or 0. Without a word like "in" before it, it must be the
    place's own name, and of a size that grows with how little else says that it is one."""
    text, people, elsewhere = passage.text, known.people, known.elsewhere
    capital = text[start].isupper() or text[start].lower() == text[start].upper()
    if not capital and max(people, elsewhere) < _WELL_KNOWN:
        return 0.0
    cue = _cue(passage.lower, start)
    strong = bool(cue) and cue not in _WEAK_CUES
    if len(name) < 3 or known.is_everyday:
        return 0.7 if capital and strong else 0.0
    if capital and cue:
        return 0.9
    if capital:
        if people < _KNOWN and len(name) >= _SHORTEST_OTHER and elsewhere >= _METROPOLIS:
            return 0.0 if name in _FIRST_NAMES else 0.6
        begins = " " not in name and _BEGINS.search(text, max(0, start - 4), start)
        return 0.75 if people >= (_WELL_KNOWN if begins else _KNOWN) else 0.0
    if strong and max(people, elsewhere) >= _WELL_KNOWN:
        return 0.8
    return 0.6 if people >= _LARGE else 0.0


def _qualified(text: str, end: int) -> tuple[tuple[str, str], ...]:
    """(country, region) that are named right behind a name: "Houston, TX", "Lyon (France)", "Paris, Texas"."""
    match = _QUALIFIER.match(text, end) if text[end : end + 1] in _BEFORE_QUALIFIER else None
    if not match:
        return ()
    if code := match[1] or match[3]:
        meant = gazetteer.codes().get(code, ())
        return meant if match[1] else tuple(one for one in meant if one[1])  # without a comma, "IN" is also a word
    parts = gazetteer.key(match[2])
    for count in range(len(parts), 0, -1):
        if area := gazetteer.gazetteer().areas.get(" ".join(parts[:count])):
            return ((area.place.country, area.region),)
    return ()


def _cue(lower: str, start: int) -> str:
    """The word or words before a name that announce a place, or nothing."""
    before = lower[max(0, start - _LONGEST_CUE - 1) : start]
    if before.endswith("'"):
        return "d'" if before.endswith("d'") else ""
    if not before.endswith(" "):
        return ""
    parts = before.split()
    pairs = (" ".join(parts[-2:]), parts[-1]) if parts else ()
    return next((cue for cue in pairs if cue in _CUES), "")


def _weights(passage: Passage, spots: Sequence[_Spot]) -> dict[str, float]:
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


def _weight(entry: Entry, spot: _Spot, weights: dict[str, float], sure: Sequence[Place]) -> float:
    near = any(place.id != entry.place.id and _is_near(place, entry.place) for place in sure)
    return (
        log10(entry.population + 10)
        + weights.get(entry.place.country, 0.0)
        + 1.5 * near
        + 1.0 * (entry.population >= _METROPOLIS)
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
