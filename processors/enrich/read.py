"""Ads, read: the flow of the stage, top to bottom."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from processors.enrich.gather import gather_all
from processors.enrich.language import Language
from processors.enrich.letters import lower
from processors.enrich.mask import masked_text
from processors.enrich.mask_url import masked_url
from processors.enrich.mentions import DETECTORS
from processors.enrich.normalise import normalise
from processors.enrich.passage import of_text, passage
from processors.enrich.placing import placed
from processors.enrich.reading import Normal, Reading
from processors.enrich.signature import Signature, signatures
from processors.enrich.tokens import tokens
from schemas.ad import EnrichedAd, MaskedText, RawAd, TextFacts
from schemas.finding import Finding
from schemas.mention import Mention
from schemas.tokens import TokenKeys

LIMIT = 30_000  # characters of an ad that are read, fifty times the usual length; the rest is not passed on either
TOGETHER = 128  # ads that go through the steps side by side: more would hold more memory and gain nothing


@dataclass(frozen=True, slots=True)
class Tools:
    """What reading needs and what is made once."""

    language: Callable[[Sequence[str], str | None], Language]
    findings: Callable[[Reading], tuple[Finding, ...]]
    token_keys: TokenKeys
    catalogue_version: str


def enrich_all(ads: Sequence[RawAd], tools: Tools) -> Iterator[EnrichedAd]:
    """The ads with everything that can be read from each. Accepts any text."""
    for start in range(0, len(ads), TOGETHER):
        yield from _enrich(ads[start : start + TOGETHER], tools)


def enrich(ad: RawAd, tools: Tools) -> EnrichedAd:
    """One ad, read."""
    return next(enrich_all((ad,), tools))


def _enrich(ads: Sequence[RawAd], tools: Tools) -> Iterator[EnrichedAd]:
    """Each step for all of these ads before the next: its code and tables stay in the processor's cache meanwhile."""
    normals = [normalise(ad.text[:LIMIT]) for ad in ads]
    drawn = signatures(normal.text for normal in normals)
    small = [lower(normal.text) for normal in normals]
    cut = [tokens(normal.text) for normal in normals]
    words = [one.letters for one in cut]
    languages = [tools.language(spoken, ad.language_hint) for ad, spoken in zip(ads, words, strict=True)]
    facts = [_facts(*each) for each in zip(ads, normals, languages, map(len, words), strict=True)]
    codes = [language.code for language in languages]
    found = gather_all([passage(*each) for each in zip(ads, normals, small, words, codes, strict=True)])
    mentions = [placed(some, normal, tools.token_keys) for some, normal in zip(found, normals, strict=True)]
    findings = [tools.findings(Reading(*each)) for each in zip(ads, normals, cut, facts, mentions, strict=True)]
    urls = [masked_url(ad.url, some, _holds_contact) for ad, some in zip(ads, mentions, strict=True)]
    masked = [masked_text(ad, some, url, LIMIT) for ad, some, url in zip(ads, mentions, urls, strict=True)]
    version = repeat(tools.catalogue_version)
    return map(_enriched, ads, facts, mentions, findings, drawn, masked, version)


def _enriched(
    ad: RawAd,
    facts: TextFacts,
    mentions: tuple[Mention, ...],
    findings: tuple[Finding, ...],
    signature: Signature,
    masked: MaskedText,
    catalogue_version: str,
) -> EnrichedAd:
    values, shingles = signature
    return EnrichedAd(
        **{name: getattr(ad, name) for name in RawAd.__struct_fields__},
        facts=facts,
        mentions=mentions,
        findings=findings,
        signature=values,
        shingles=shingles,
        masked=masked,
        catalogue_version=catalogue_version,
    )


def _facts(ad: RawAd, normal: Normal, language: Language, words: int) -> TextFacts:
    changes = {**normal.changes, "truncated": 1} if len(normal.original) == LIMIT < len(ad.text) else normal.changes
    return TextFacts(
        language=language.code,
        language_confidence=language.confidence,
        supported=language.supported,
        words=words,
        changes=changes,
    )


def _holds_contact(address: str) -> bool:
    """Does (a part of) a web address spell a phone number or mailbox?"""
    text = of_text(normalise(address).text)
    return any(True for name in ("phones", "emails") for _ in DETECTORS[name](text))
