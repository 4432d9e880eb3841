"""Reads the mentions of a text the way the stage does, without word lists and models."""

from collections.abc import Iterable
from datetime import date

from processors.enrich.mentions import DETECTORS, Detect, find
from processors.enrich.normalise import normalise
from processors.enrich.overlaps import without_overlaps
from processors.enrich.passage import of_text
from processors.enrich.placing import placed
from processors.enrich.repeats import repeats
from schemas.mention import Mention, MentionKind

KINDS = {
    "phones": MentionKind.PHONE, "emails": MentionKind.EMAIL, "handles": MentionKind.HANDLE, "urls": MentionKind.URL,
    "wallets": MentionKind.WALLET, "prices": MentionKind.PRICE, "ages": MentionKind.AGE, "hours": MentionKind.HOURS,
    "durations": MentionKind.DURATION, "person_names": MentionKind.PERSON_NAME, "places": MentionKind.PLACE,
    "organisations": MentionKind.ORGANISATION, "dates": MentionKind.DATE,
}  # fmt: skip
KEY = b"a key for tests only"
YEAR = 2026
WRITTEN = date(2026, 11, 1)  # a Sunday


def mentions(
    text: str,
    country: str | None = None,
    language: str | None = "en",
    detectors: Iterable[Detect] = tuple(DETECTORS.values()),
) -> tuple[Mention, ...]:
    normal = normalise(text)
    passage = of_text(normal.text, language, country, (), YEAR, WRITTEN)
    found = without_overlaps(find(passage, detectors))
    return placed(without_overlaps([*found, *repeats(passage, found)]), normal, KEY)


def values(kind: str, text: str, country: str | None = None, language: str | None = "en") -> list[str]:
    return [one.value for one in mentions(text, country, language) if one.kind is KINDS[kind]]
