"""What is to become of an ad's document at a moment: pure functions of the document, the time and the periods.

An ad counts as graded when a combination of graded indicators gave it the band medium or high: no single indicator
does. Text and contacts go first; what is left identifies nobody and goes later.
"""

from collections.abc import Container
from datetime import datetime
from enum import StrEnum
from typing import Any

from adwatch.retention.profile import Periods
from schemas.score import Band

GRADED = (Band.MEDIUM, Band.HIGH)
Document = dict[str, Any]

# What identifies nobody and stays longest. Any other field is emptied, so one that is added later is not forgotten.
_FACTS = """
    schema_version ad_id source source_family observed_at posted_at first_seen last_seen sightings versions revision
    crawl_run source_version language language_confidence language_supported words text_changes prices ages places
    located findings indicators indicators_absent indicators_contradicted cluster cluster_size actor actor_ads
    actor_sources band band_rank score dimensions dimensions_positive grades reasons against shown_only unknowns
    statement catalogue_version scorer
"""
_KEPT = frozenset(_FACTS.split())
_QUOTING = ("findings", "reasons", "against", "shown_only")  # of these, the parts that quote nothing
_PARTS = frozenset(("indicator", "state", "detector", "label", "dimension", "strength", "grade", "weight"))


class Fate(StrEnum):
    """What is to become of a document."""

    KEEP = "keep"
    LOSE_TEXT = "lose_text"
    DELETE = "delete"


def fate(document: Document, held: Container[str], periods: Periods, now: datetime) -> Fate:
    """What is due for an ad. `held` are ads of alerts that somebody still works on, or did not long ago."""
    if document["ad_id"] in held:
        return Fate.KEEP
    kind = "graded" if document["band"] in GRADED else "ungraded"
    age = now - datetime.fromisoformat(document["last_seen"])
    if age > periods.of(f"{kind}_facts"):
        return Fate.DELETE
    return Fate.LOSE_TEXT if age > periods.of(f"{kind}_text") else Fate.KEEP


def without_text(document: Document) -> Document:
    """The document without text, contacts and quotes; the same again for one that has lost them."""
    return {name: _fact(name, value) for name, value in document.items()}


def _fact(name: str, value: Any) -> Any:
    if name in _QUOTING:
        return [{part: item[part] for part in item.keys() & _PARTS} for item in value or []]
    return value if name in _KEPT or not isinstance(value, str | list | dict) else type(value)()
