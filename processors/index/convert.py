"""Records of the bus -> documents of the search engine."""

import math
from typing import Any

from processors.fold import fold
from processors.index.document import (
    AdDocument,
    AlertDocument,
    CrawlDocument,
    Detail,
    Located,
    Money,
    Point,
    SightingDocument,
)
from processors.stems import stems
from schemas.ad import ScoredAd
from schemas.alert import Alert
from schemas.events import CrawlReport
from schemas.finding import State
from schemas.mention import Mention, MentionKind
from schemas.score import Band
from schemas.sighting import AdSighting

BANDS = (Band.UNSCORED, Band.LOW, Band.MEDIUM, Band.HIGH)  # by rank
MAX_AGE = 150
_ELSEWHERE = {MentionKind.PRICE, MentionKind.AGE, MentionKind.PLACE}


def to_document(ad: ScoredAd) -> AdDocument:
    """The document of one ad. Never raises: a number that is none is left out, not refused."""
    fields = {name: _without_nul(value) for name, value in ad.masked.fields.items()}
    text, prices = "\n".join((ad.masked.title, ad.masked.body, *fields.values())), _prices(ad.mentions)
    unit, amount = _first_complete(prices)
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
        search_text=fold(text),
        stems=stems(text, ad.facts.language),
        language=ad.facts.language,
        language_confidence=ad.facts.language_confidence,
        language_supported=ad.facts.supported,
        words=ad.facts.words,
        text_changes=ad.facts.changes,
        contacts=ad.contacts,
        prices=prices,
        price_unit=unit,
        price_amount=amount,
        ages=_ages(ad.mentions),
        places=tuple(each.value for each in ad.mentions if each.kind is MentionKind.PLACE),
        located=_located(ad.mentions),
        details=_details(ad.mentions),
        findings=ad.findings,
        indicators=_in_state(ad, State.PRESENT),
        indicators_absent=_in_state(ad, State.ABSENT),
        indicators_contradicted=_in_state(ad, State.CONTRADICTED),
        cluster=ad.cluster,
        cluster_size=ad.cluster_size,
        actor=ad.actor,
        actor_ads=ad.actor_ads,
        actor_sources=ad.actor_sources,
        links=ad.links,
        gone_at=ad.history.gone_at,
        repost_of=ad.history.repost_of,
        mirror_of=ad.history.mirror_of,
        absences=ad.history.absences,
        edits=ad.history.edits,
        moves=ad.history.moves,
        band=ad.score.band,
        band_rank=BANDS.index(ad.score.band),
        score=ad.score.value,
        dimensions=ad.score.dimensions,
        dimensions_positive=tuple(each.name for each in ad.score.dimensions if each.positive),
        grades=tuple(sorted({each.grade for each in ad.score.reasons})),
        reasons=ad.score.reasons,
        against=ad.score.against,
        shown_only=ad.score.shown_only,
        unknowns=ad.score.unknowns,
        changes=ad.score.changes,
        statement=ad.score.statement,
        catalogue_version=ad.score.catalogue_version or ad.catalogue_version,
        scorer=ad.score.scorer,
    )


def renewed(document: dict[str, Any]) -> dict[str, Any]:
    """An ad's document with what is derived from the rest of it made anew: for indices of before that lack it."""
    text = "\n".join((document["title"], document["body"], *document.get("fields", {}).values()))
    unit, amount = _first_complete(tuple(Money(**each) for each in document.get("prices", ())))
    derived = {"search_text": fold(text), "stems": stems(text, document.get("language"))}
    return {**document, **derived, "price_unit": unit, "price_amount": amount}


def to_alert_document(alert: Alert) -> AlertDocument:
    """The document of one alert."""
    return AlertDocument(**{name: getattr(alert, name) for name in alert.__struct_fields__})


def to_crawl_document(report: CrawlReport) -> CrawlDocument:
    """The document of one crawl."""
    return CrawlDocument(
        **{name: getattr(report, name) for name in report.__struct_fields__},
        timestamp=report.finished_at,
        seconds=round((report.finished_at - report.started_at).total_seconds(), 1),
        undelivered=report.outbox + report.lost,
        dropped_ads=sum(report.dropped.values()),
        failed_pages=sum(report.failed.values()),
        blocked_pages=sum(report.blocked.values()),
        least_coverage=min(report.coverage.values(), default=None),
        drifted=tuple(each.field for each in report.drift),
    )


def to_sighting_document(sighting: AdSighting) -> SightingDocument:
    """The document of one sighting."""
    return SightingDocument(
        **{name: getattr(sighting, name) for name in sighting.__struct_fields__}, timestamp=sighting.observed_at
    )


def _in_state(ad: ScoredAd, state: State) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.indicator for each in ad.findings if each.state is state))


def _prices(mentions: tuple[Mention, ...]) -> tuple[Money, ...]:
    stated = [each.price for each in mentions if each.price is not None]
    amounts = [(_number(price.amount), price) for price in stated]
    return tuple(
        Money(amount=amount, currency=price.currency, per=price.per) for amount, price in amounts if amount is not None
    )


def _first_complete(prices: tuple[Money, ...]) -> tuple[str, float | None]:
    """The first price that can be compared with others: prices of one unit only are."""
    complete = ((f"{each.currency}/{each.per}", each.amount) for each in prices if each.currency and each.per)
    return next(complete, ("", None))


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _ages(mentions: tuple[Mention, ...]) -> tuple[int, ...]:
    values = [each.value for each in mentions if each.kind is MentionKind.AGE]
    return tuple(int(value) for value in values if value.isdecimal() and len(value) <= 3 and int(value) <= MAX_AGE)


def _located(mentions: tuple[Mention, ...]) -> tuple[Located, ...]:
    """The places of the gazetteer, each once, in the order of first mention."""
    found: dict[str, Located] = {}
    for place in (each.place for each in mentions if each.place is not None):
        point = None
        if place.latitude is not None and place.longitude is not None:
            point = Point(lat=place.latitude, lon=place.longitude)
        found[place.id] = Located(id=place.id, name=place.name, country=place.country, point=point)
    return tuple(found.values())


def _details(mentions: tuple[Mention, ...]) -> tuple[Detail, ...]:
    return tuple(
        Detail(kind=each.kind, value=each.value, region=each.region, style=each.style)
        for each in mentions
        if each.kind not in _ELSEWHERE
    )


def _without_nul(value: str) -> str:
    """The search engine refuses this one character in free-form fields."""
    return value.replace("\0", " ")
