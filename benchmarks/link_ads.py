"""Invented ads as the enrich stage hands them over, and the link stage as a function over them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from benchmarks.link_corpus import Invented
from processors.enrich.signature import signatures
from processors.settings import ProcessorSettings, SecretSettings
from schemas import ids
from schemas.ad import EnrichedAd, MaskedText, TextFacts
from schemas.base import SourceFamily
from schemas.mention import Mention, MentionKind

SETTINGS = ProcessorSettings(secrets=SecretSettings(token_key=SecretStr("a key for benchmarks")))
SOURCE = "bench"
START = datetime(2026, 1, 5, tzinfo=UTC)


def id_of(one: Invented) -> str:
    """The id that the ad has."""
    return ids.ad_id(SOURCE, one.key)


def enriched(ads: Sequence[Invented], start: int = 0) -> Iterator[EnrichedAd]:
    """The ads with their signatures and contacts, a second apart; `start` is the number of the first."""
    for place, (one, (values, shingles)) in enumerate(zip(ads, signatures(ad.text for ad in ads), strict=True), start):
        yield EnrichedAd(
            ad_id=id_of(one),
            source=SOURCE,
            source_family=SourceFamily.CLASSIFIEDS,
            key=one.key,
            observed_at=START + timedelta(seconds=place),
            url=f"https://bench.example/{one.key}",
            masked=MaskedText(title="a title", body=one.text),
            facts=TextFacts(language="en", supported=True, words=len(one.text.split())),
            mentions=tuple(_phone(contact) for contact in one.contacts),
            signature=values,
            shingles=shingles,
        )


def _phone(contact: str) -> Mention:
    return Mention(
        kind=MentionKind.PHONE, value="+442079460000", start=0, end=0, surface="", detector="bench",
        token=f"phone-{contact}", region="GB",
    )  # fmt: skip
