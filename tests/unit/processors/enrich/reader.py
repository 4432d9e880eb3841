"""Reads the mentions of a text the way the stage does, without word lists and models."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from processors.enrich.gather import gather
from processors.enrich.mentions import DETECTORS, Detect
from processors.enrich.normalise import normalise
from processors.enrich.passage import of_text
from processors.enrich.placing import placed
from schemas.mention import Mention, MentionKind
from schemas.tokens import TokenKeys

KINDS = {
    "phones": MentionKind.PHONE, "emails": MentionKind.EMAIL, "handles": MentionKind.HANDLE, "urls": MentionKind.URL,
    "wallets": MentionKind.WALLET, "prices": MentionKind.PRICE, "ages": MentionKind.AGE, "hours": MentionKind.HOURS,
    "durations": MentionKind.DURATION, "person_names": MentionKind.PERSON_NAME, "places": MentionKind.PLACE,
    "organisations": MentionKind.ORGANISATION, "dates": MentionKind.DATE,
    "partial_phones": MentionKind.PARTIAL_PHONE, "payments": MentionKind.PAYMENT, "charges": MentionKind.CHARGE,
    "persons": MentionKind.PERSONS, "terms": MentionKind.TERM, "routes": MentionKind.ROUTE,
}  # fmt: skip
KEY = TokenKeys((b"a key for tests only",))
YEAR = 2026
WRITTEN = date(2026, 11, 1)  # a Sunday


def read(
    text: str, country: str | None, language: str | None, detectors: Iterable[Detect] = tuple(DETECTORS.values())
) -> tuple[Mention, ...]:
    normal = normalise(text)
    passage = of_text(normal.text, language, country, (), YEAR, WRITTEN)
    return placed(gather(passage, detectors), normal, KEY)


@lru_cache(maxsize=10_000)
def mentions(text: str, country: str | None = None, language: str | None = "en") -> tuple[Mention, ...]:
    """Read once, however many tests look at it."""
    return read(text, country, language)


def of_kind(kind: str, text: str, country: str | None = None, language: str | None = "en") -> list[Mention]:
    return [one for one in mentions(text, country, language) if one.kind is KINDS[kind]]


def values(kind: str, text: str, country: str | None = None, language: str | None = "en") -> tuple[str, ...]:
    return tuple(one.value for one in of_kind(kind, text, country, language))
