"""Ads, read: the flow of the stage, top to bottom."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from processors.enrich.gather import gather
from processors.enrich.language import Language
from processors.enrich.mask import masked_text
from processors.enrich.mask_url import masked_url
from processors.enrich.mentions import DETECTORS
from processors.enrich.normalise import normalise
from processors.enrich.passage import letters, lower, of_text, passage
from processors.enrich.placing import placed
from processors.enrich.reading import Normal, Reading
from processors.enrich.signature import Signature, signatures
from processors.enrich.tokens import tokens
from schemas.ad import EnrichedAd, RawAd, TextFacts
from schemas.finding import Finding
from schemas.tokens import TokenKeys

LIMIT = 30_000  # characters of an ad that are read, fifty times the usual length; the rest is not passed on either


@dataclass(frozen=True, slots=True)
class Tools:
    """What reading needs and what is made once."""

    language: Callable[[Sequence[str], str | None], Language]
    findings: Callable[[Reading], tuple[Finding, ...]]
    token_keys: TokenKeys
    catalogue_version: str


def enrich_all(ads: Sequence[RawAd], tools: Tools) -> Iterator[EnrichedAd]:
    """The ads with everything that can be read from each. Accepts any text. Together, because signatures of many texts
    cost little more than that of one."""
    normals = [normalise(ad.text[:LIMIT]) for ad in ads]
    drawn = signatures(normal.text for normal in normals)
    for ad, normal, signature in zip(ads, normals, drawn, strict=True):
        yield _enrich(ad, normal, signature, tools)


def enrich(ad: RawAd, tools: Tools) -> EnrichedAd:
    """One ad, read."""
    return next(enrich_all((ad,), tools))


def _enrich(ad: RawAd, normal: Normal, signature: Signature, tools: Tools) -> EnrichedAd:
    small = lower(normal.text)
    words = letters(small)
    language = tools.language(words, ad.language_hint)
    facts = _facts(ad, normal, language, len(words))
    mentions = placed(gather(passage(ad, normal, small, words, language.code)), normal, tools.token_keys)
    findings = tools.findings(Reading(ad, normal, tokens(normal.text), facts, mentions))
    values, shingles = signature
    url = masked_url(ad.url, mentions, _holds_contact)
    return EnrichedAd(
        **{name: getattr(ad, name) for name in RawAd.__struct_fields__},
        facts=facts,
        mentions=mentions,
        findings=findings,
        signature=values,
        shingles=shingles,
        masked=masked_text(ad, mentions, url, LIMIT),
        catalogue_version=tools.catalogue_version,
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
