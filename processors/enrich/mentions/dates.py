"""Dates, as ISO 8601: "24/12/2026" and "24 декабря 2026" are 2026-12-24, "December 2026" is 2026-12; what leaves the
year or more open ("24 Dec", "from Monday", "demain") counts from the day when the ad was written."""

from collections.abc import Iterator

from processors.enrich.dates import counted, named
from processors.enrich.dates.digits import in_digits
from processors.enrich.passage import Found, Passage

_WORDS = named.WORDS | counted.WORDS  # without one of them in a text, digits are all that can be a date


def detect(passage: Passage) -> Iterator[Found]:
    """The dates of a passage."""
    yield from in_digits(passage)
    if said := passage.words & _WORDS:
        yield from named.by_month(passage, said)
        yield from counted.from_writing(passage, said)
