"""What an analyst finds in the search engine: one flat document per ad, one per alert.

Names are the analyst's. Text is masked and contacts are tokens already: `ScoredAd` has nothing else.
"""

import math
import re
import unicodedata

from schemas.ad import Link, ScoredAd
from schemas.alert import Alert
from schemas.base import Moment, Record, SourceFamily
from schemas.finding import Finding, State
from schemas.mention import Contact, Mention, MentionKind
from schemas.score import Band, Contribution, Dimension

SCHEMA_VERSION = 1  # of both documents; a change that is not additive needs a new index version as well
BANDS = (Band.UNSCORED, Band.LOW, Band.MEDIUM, Band.HIGH)  # by rank
MAX_AGE = 150

_LATIN_MARKS = re.compile("(?<=[a-z])[\u0300-\u036f]+")


class Money(Record, frozen=True, kw_only=True):
    """A price as a number that can be compared."""

    amount: float
    currency: str | None = None
    per: str | None = None


class Detail(Record, frozen=True, kw_only=True):
    """Anything else that was read in an ad and identifies nobody."""

    kind: MentionKind
    value: str
    region: str | None = None
    style: str | None = None


class AdDocument(Record, frozen=True, kw_only=True, omit_defaults=False):
    """An ad as it is indexed; what is empty is written too, so that it can be counted.

    A field that is added later needs a default: documents of before are read as well.
    """

    schema_version: int = SCHEMA_VERSION
    ad_id: str
    source: str
    source_family: SourceFamily
    key: str
    observed_at: Moment
    posted_at: Moment | None
    first_seen: Moment
    last_seen: Moment
    sightings: int
    versions: int
    revision: int
    content_hash: str
    crawl_run: str
    source_version: str
    title: str
    body: str
    fields: dict[str, str]
    url: str
    search_text: str  # title, body and fields, folded: "été" is "ete" here
    language: str | None
    language_confidence: float
    language_supported: bool
    words: int
    text_changes: dict[str, int]
    contacts: tuple[Contact, ...]
    prices: tuple[Money, ...]
    ages: tuple[int, ...]
    places: tuple[str, ...]
    details: tuple[Detail, ...]
    findings: tuple[Finding, ...]
    indicators: tuple[str, ...]  # ids of the findings that are present
    cluster: str
    cluster_size: int
    actor: str | None
    actor_ads: int
    actor_sources: tuple[str, ...]
    links: tuple[Link, ...]
    band: Band
    band_rank: int  # 0 unscored to 3 high: to sort by
    score: float
    dimensions: tuple[Dimension, ...]
    reasons: tuple[Contribution, ...]
    against: tuple[Contribution, ...]
    shown_only: tuple[Contribution, ...]
    unknowns: tuple[str, ...]
    statement: str
    catalogue_version: str


class AlertDocument(Alert, frozen=True, kw_only=True, omit_defaults=False):
    """An alert and what people did about it since."""

    schema_version: int = SCHEMA_VERSION
    state_changed_at: Moment | None = None
    state_changed_by: str | None = None
    state_note: str = ""


def to_document(ad: ScoredAd) -> AdDocument:
    """The document of one ad. Never raises: a number that is none is left out, not refused."""
    fields = {name: _without_nul(value) for name, value in ad.masked.fields.items()}
    return AdDocument(
        ad_id=ad.ad_id,
        source=ad.source,
        source_family=ad.source_family,
        key=ad.key,
        observed_at=ad.observed_at,
        posted_at=ad.posted_at,
        first_seen=ad.history.first_seen,
        last_seen=ad.history.last_seen,
        sightings=ad.history.sightings,
        versions=ad.history.versions,
        revision=ad.revision,
        content_hash=ad.content_hash,
        crawl_run=ad.crawl_run,
        source_version=ad.source_version,
        title=ad.masked.title,
        body=ad.masked.body,
        fields=fields,
        url=ad.masked.url,
        search_text=fold("\n".join((ad.masked.title, ad.masked.body, *fields.values()))),
        language=ad.facts.language,
        language_confidence=ad.facts.language_confidence,
        language_supported=ad.facts.supported,
        words=ad.facts.words,
        text_changes=ad.facts.changes,
        contacts=ad.contacts,
        prices=_prices(ad.mentions),
        ages=_ages(ad.mentions),
        places=tuple(each.value for each in ad.mentions if each.kind is MentionKind.PLACE),
        details=_details(ad.mentions),
        findings=ad.findings,
        indicators=tuple(each.indicator for each in ad.findings if each.state is State.PRESENT),
        cluster=ad.cluster,
        cluster_size=ad.cluster_size,
        actor=ad.actor,
        actor_ads=ad.actor_ads,
        actor_sources=ad.actor_sources,
        links=ad.links,
        band=ad.score.band,
        band_rank=BANDS.index(ad.score.band),
        score=ad.score.value,
        dimensions=ad.score.dimensions,
        reasons=ad.score.reasons,
        against=ad.score.against,
        shown_only=ad.score.shown_only,
        unknowns=ad.score.unknowns,
        statement=ad.score.statement,
        catalogue_version=ad.score.catalogue_version or ad.catalogue_version,
    )


def to_alert_document(alert: Alert) -> AlertDocument:
    """The document of one alert, as it is when nobody has looked at it yet."""
    return AlertDocument(**{name: getattr(alert, name) for name in alert.__struct_fields__})


def fold(text: str) -> str:
    """Lower case without accents on Latin letters, for servers that cannot do it; queries are folded the same way.

    Marks on other letters stay: in many scripts they make another letter.
    """
    if text.isascii():
        return text.lower()
    plain = _LATIN_MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFKC", plain)


def _prices(mentions: tuple[Mention, ...]) -> tuple[Money, ...]:
    stated = [each.price for each in mentions if each.price is not None]
    amounts = [(_number(price.amount), price) for price in stated]
    return tuple(
        Money(amount=amount, currency=price.currency, per=price.per) for amount, price in amounts if amount is not None
    )


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _ages(mentions: tuple[Mention, ...]) -> tuple[int, ...]:
    values = [each.value for each in mentions if each.kind is MentionKind.AGE]
    return tuple(int(value) for value in values if value.isdecimal() and len(value) <= 3 and int(value) <= MAX_AGE)


_ELSEWHERE = {MentionKind.PRICE, MentionKind.AGE, MentionKind.PLACE}


def _details(mentions: tuple[Mention, ...]) -> tuple[Detail, ...]:
    return tuple(
        Detail(kind=each.kind, value=each.value, region=each.region, style=each.style)
        for each in mentions
        if each.kind not in _ELSEWHERE
    )


def _without_nul(value: str) -> str:
    """The search engine refuses this one character in free-form fields."""
    return value.replace("\0", " ")
