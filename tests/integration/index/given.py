"""Ads with a number, and what a search finds."""

from datetime import timedelta
from typing import Any

from elasticsearch import Elasticsearch

from processors.index.names import ADS
from processors.settings import ProcessorSettings
from schemas import ids
from schemas.ad import ScoredAd
from tests import factories


def number(n: int, **changes: Any) -> ScoredAd:
    return factories.scored_ad(ad_id=ids.ad_id("demo_jobs", str(n)), key=str(n), **changes)


def with_search(settings: ProcessorSettings, **changes: Any) -> ProcessorSettings:
    return settings.model_copy(update={"search": settings.search.model_copy(update=changes)})


def found(client: Elasticsearch, settings: ProcessorSettings, query: dict[str, Any]) -> set[str]:
    alias = ADS.read(settings.search.prefix)
    client.indices.refresh(index=alias)
    return {hit["_id"] for hit in client.search(index=alias, query=query)["hits"]["hits"]}


NEXT_YEAR = factories.NOON + timedelta(days=365)

LATER = factories.NOON + timedelta(hours=1)
