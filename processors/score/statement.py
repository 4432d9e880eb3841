"""The strongest sentence the evidence allows."""

from collections.abc import Sequence

from schemas.score import Band

NOTHING = "No listed indicator was read. This does not say that the ad is safe."
SINGLE = "Indicators were read, but no dimension is filled. This does not say that the ad is safe."


def statement(band: Band, dimensions: Sequence[str], found: bool) -> str:
    """In words of the glossary; `dimensions` are the labels of those that carry the band."""
    if band in (Band.MEDIUM, Band.HIGH):
        return f"Indicators consistent with {_listed(dimensions)}; review warranted."
    return SINGLE if found else NOTHING


def _listed(labels: Sequence[str]) -> str:
    *first, last = labels
    return f"{', '.join(first)} and {last}" if first else last
