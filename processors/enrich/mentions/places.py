"""Places: towns, regions and countries of the gazetteer, resolved by what else the ad says.

A name alone is not enough, for many towns are called like everyday things. It must be written with a capital letter,
follow a word like "in", stand in a field for places or beside its country.
"""

from collections.abc import Iterator
from itertools import islice

from processors.enrich.passage import Found, Passage
from processors.enrich.places.certainty import certainty, qualified
from processors.enrich.places.names import known
from processors.enrich.places.stands import names, stands
from processors.enrich.places.which import Spot, chooser
from processors.enrich.tables import table, words
from schemas.mention import MentionKind

_FIELDS = frozenset(words(table("places")["fields"]))
_MOST = 40  # places of one ad


def detect(passage: Passage) -> Iterator[Found]:
    """The places of a passage. Value: name and country, "Lyon, FR"."""
    spots = list(islice(_spots(passage), _MOST))
    if not spots:
        return
    meant = chooser(passage, spots)
    for spot in spots:
        place, region, *_ = meant(spot)
        value = place.name if place.latitude is None and not region else f"{place.name}, {place.country}"
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


def _spots(passage: Passage) -> Iterator[Spot]:
    """The names in the text that are meant as places, the longest first."""
    text, lower = passage.text, passage.lower
    fields = [(field.start, field.end) for field in passage.fields if field.name in _FIELDS]
    done = 0
    for start, end, begin in stands(passage):
        if start < done:
            continue
        in_field = bool(fields) and any(first <= start < last for first, last in fields)
        found = names(lower, begin, end) if begin.seconds else [(begin.name, end)]
        if begin.is_everyday and found and found[0][1] == end and not in_field and not text[start].isupper():
            del found[0]  # most words that are also towns
        for name, stop in reversed(found):
            if spot := _spot(passage, name, start, stop, in_field):
                done = stop
                yield spot
                break


def _spot(passage: Passage, name: str, start: int, end: int, in_field: bool) -> Spot | None:
    """The name as a place, if something says that one is meant.

    Sure are names beside their country or region, and those of several words of which the first is no person's: nobody
    is called "Saint-Denis".
    """
    text = passage.text
    if text[end : end + 1] in ("@", "_") or text[max(0, start - 1) : start] in ("@", "_", "#", "."):
        return None
    meant = known(name)
    for country, region in qualified(text, end):
        if named := [one for one in meant.entries if one.place.country == country and region in ("", one.region)]:
            return Spot(start, end, named, 0.95, country, "places.sure")
    sure = 0.95 if in_field else certainty(passage, name, meant, start)
    return Spot(start, end, meant.own, sure, detector="places.sure" if meant.is_sure else "places") if sure else None
