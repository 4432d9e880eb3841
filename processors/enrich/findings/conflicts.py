"""What does not fit together in one ad: its fields say one thing, its text another."""

from collections.abc import Iterator

from processors.enrich.findings.view import Evidence, View
from schemas.finding import State
from schemas.mention import Mention, MentionKind

PLACE_FIELDS = frozenset({
    "location", "place", "city", "country", "region", "address", "area", "joblocation", "lieu", "ville", "pays",
    "ciudad", "país", "cidade", "localitate", "місто", "город",
})  # fmt: skip
APART = 2.0  # times: two wages for the same unit of time that are further apart contradict each other

Region = tuple[int, int]


def places_conflict(view: View) -> Evidence | None:
    """A field places the job in one country, the text only in others."""
    regions = list(_fields(view, PLACE_FIELDS))
    places = [mention for mention in view.reading.mentions if mention.kind is MentionKind.PLACE and mention.place]
    in_fields = [mention for mention in places if _inside(mention, regions)]
    fields_start = _start_of_fields(view)
    in_text = [mention for mention in places if mention.end <= fields_start]
    if not in_fields or not in_text or not _countries(in_fields).isdisjoint(_countries(in_text)):
        return None
    note = "A field of the ad names one country, its text another."
    return Evidence(State.PRESENT, tuple((m.start, m.end) for m in (*in_text, *in_fields)), note=note)


def fields_conflict(view: View) -> Evidence | None:
    """Place or pay in a field contradict the text."""
    return places_conflict(view) or _pay_conflict(view)


def _pay_conflict(view: View) -> Evidence | None:
    start = _start_of_fields(view)
    prices = [mention for mention in view.reading.mentions if mention.price and mention.price.per]
    for field in (mention for mention in prices if mention.start >= start):
        alike = [one for one in prices if one.end <= start and _unit(one) == _unit(field)]
        if alike and all(_are_apart(one, field) for one in alike):
            spans = tuple((m.start, m.end) for m in (*alike, field))
            return Evidence(State.PRESENT, spans, note="A field of the ad and its text state different pay.")
    return None


def _are_apart(one: Mention, other: Mention) -> bool:
    low, high = sorted(float(mention.price.amount) for mention in (one, other) if mention.price)
    return high > APART * low


def _unit(mention: Mention) -> tuple[str | None, str | None]:
    return (mention.price.currency, mention.price.per) if mention.price else (None, None)


def _countries(mentions: list[Mention]) -> set[str]:
    return {mention.place.country for mention in mentions if mention.place}


def _start_of_fields(view: View) -> int:
    """Where the fields begin in the ad's text; the text joins what is not empty by one line break."""
    ad = view.reading.ad
    return sum(len(part) + 1 for part in (ad.title, ad.body) if part)


def _fields(view: View, names: frozenset[str]) -> Iterator[Region]:
    at = _start_of_fields(view)
    for name, value in view.reading.ad.fields.items():
        if value:
            if name.lower() in names:
                yield at, at + len(value)
            at += len(value) + 1


def _inside(mention: Mention, regions: list[Region]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in regions)
