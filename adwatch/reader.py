"""Reading the search engine: the one place where commands do."""

from collections.abc import Iterator
from datetime import datetime
from types import TracebackType
from typing import Any

import msgspec
from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from adwatch.errors import KnownError
from processors.health.alert import RULE as SOURCE_HEALTH
from processors.index.client import SearchError, session
from processors.index.document import AdDocument, AlertDocument, CrawlDocument
from processors.index.names import ADS, ALERTS, CRAWLS, VAULT, Index
from processors.settings import SearchSettings
from schemas.sealed import SealedAd

PAGE = 2000
MOST_ALERTS = 10_000  # the largest window a search gives in one answer


class Reader:
    """An open connection; use it in a `with` block.

    Whatever goes wrong in the block, the search engine away or an index missing, leaves it as a KnownError.
    """

    def __init__(self, search: SearchSettings) -> None:
        self._search = search
        self._session = session(search)

    def __enter__(self) -> "Reader":
        self._client: Elasticsearch = self._session.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._session.__exit__(kind, error, trace)
        except SearchError as known:
            raise KnownError(str(known)) from known

    def count_ads(self) -> int:
        """How many ads a search finds now."""
        return int(self._client.count(index=self._alias(ADS))["count"])

    def ad_ids(self) -> Iterator[str]:
        """The id of every ad that was written until now."""
        return (hit["_id"] for hit in self._all(ADS, _source=False))

    def ads(self) -> Iterator[AdDocument]:
        """Every ad that was written until now."""
        return (msgspec.convert(hit["_source"], AdDocument) for hit in self._all(ADS))

    def ad(self, ad_id: str) -> AdDocument | None:
        """One ad, also one that was written this very moment."""
        source = self._get(ADS, ad_id)
        return None if source is None else msgspec.convert(source, AdDocument)

    def alerts(self, limit: int = MOST_ALERTS, **fields: str | None) -> list[AlertDocument]:
        """The newest alerts that were written until now, the newest first; only those that have these values."""
        self._refresh(ALERTS)
        order = [{"at": "desc"}, {"alert_id": "asc"}]
        wanted = [{"term": {name: value}} for name, value in fields.items() if value is not None]
        found = self._client.search(
            index=self._alias(ALERTS), size=min(limit, MOST_ALERTS), sort=order, query={"bool": {"filter": wanted}}
        )
        return [msgspec.convert(hit["_source"], AlertDocument) for hit in found["hits"]["hits"]]

    def all_alerts(self) -> Iterator[AlertDocument]:
        """Every alert that was written until now, in no order."""
        return (msgspec.convert(hit["_source"], AlertDocument) for hit in self._all(ALERTS))

    def count_matching(self, query: dict[str, Any]) -> int:
        """How many ads a query finds."""
        self._refresh(ADS)
        return int(self._client.count(index=self._alias(ADS), query=query)["count"])

    def ads_matching(self, query: dict[str, Any], since: datetime) -> Iterator[AdDocument]:
        """The ads that a query finds among those observed since then, in no order."""
        lately = {"range": {"observed_at": {"gte": since.isoformat()}}}
        body = {"bool": {"filter": [query, lately]}}
        return (msgspec.convert(hit["_source"], AdDocument) for hit in self._all(ADS, query={"query": body}))

    def indicator_counts(self, since: datetime) -> tuple[int, dict[str, int]]:
        """How many ads were observed since then, and how many of them have each indicator."""
        self._refresh(ADS)
        found = self._client.search(
            index=self._alias(ADS),
            size=0,
            track_total_hits=True,
            query={"range": {"observed_at": {"gte": since.isoformat()}}},
            aggs={"indicators": {"terms": {"field": "indicators", "size": 1000}}},
        )
        buckets = found["aggregations"]["indicators"]["buckets"]
        return found["hits"]["total"]["value"], {bucket["key"]: bucket["doc_count"] for bucket in buckets}

    def alert(self, alert_id: str) -> AlertDocument | None:
        """One alert, also one that was written this very moment."""
        source = self._get(ALERTS, alert_id)
        return None if source is None else msgspec.convert(source, AlertDocument)

    def last_crawl(self, source: str, outcome: str | None = None) -> CrawlDocument | None:
        """The newest report about a source, or the newest of an outcome."""
        return self._crawl(source, outcome, "desc")

    def first_crawl(self, source: str) -> CrawlDocument | None:
        """The oldest report about a source."""
        return self._crawl(source, None, "asc")

    def _crawl(self, source: str, outcome: str | None, order: str) -> CrawlDocument | None:
        terms = [{"term": {"source": source}}, *([{"term": {"outcome": outcome}}] if outcome else [])]
        found = self._client.search(
            index=self._alias(CRAWLS), size=1, query={"bool": {"filter": terms}}, sort=[{"finished_at": order}]
        )["hits"]["hits"]
        return msgspec.convert(found[0]["_source"], CrawlDocument) if found else None

    def open_source_alerts(self) -> dict[str, AlertDocument]:
        """Source -> the alert about it that is not closed."""
        self._refresh(ALERTS)
        query = {"bool": {"filter": {"term": {"rule": SOURCE_HEALTH}}, "must_not": {"term": {"state": "closed"}}}}
        found = self._client.search(index=self._alias(ALERTS), size=MOST_ALERTS, query=query)["hits"]["hits"]
        return {hit["_source"]["key"]: msgspec.convert(hit["_source"], AlertDocument) for hit in found}

    def sealed(self, ad_id: str) -> SealedAd | None:
        """What the vault holds of an ad."""
        source = self._get(VAULT, ad_id)
        return None if source is None else msgspec.convert(source, SealedAd)

    def sealed_with(self, token: str) -> SealedAd | None:
        """The newest ad in the vault that has a contact."""
        self._refresh(VAULT)
        found = self._client.search(
            index=self._alias(VAULT), size=1, query={"term": {"tokens": token}}, sort=[{"observed_at": "desc"}]
        )["hits"]["hits"]
        return msgspec.convert(found[0]["_source"], SealedAd) if found else None

    def vault_keys(self) -> dict[str, int]:
        """Id of a master key -> how many records are sealed with it."""
        self._refresh(VAULT)
        keys = {"keys": {"terms": {"field": "key_id", "size": 100}}}
        found = self._client.search(index=self._alias(VAULT), size=0, aggs=keys)
        return {bucket["key"]: bucket["doc_count"] for bucket in found["aggregations"]["keys"]["buckets"]}

    def refresh_crawls(self) -> None:
        """Let searches find every report that was written until now."""
        self._refresh(CRAWLS)

    def _alias(self, index: Index) -> str:
        return index.read(self._search.prefix)

    def _refresh(self, index: Index) -> None:
        self._client.indices.refresh(index=self._alias(index))

    def _all(self, index: Index, **options: Any) -> Iterator[dict[str, Any]]:
        self._refresh(index)
        yield from scan(self._client, index=self._alias(index), size=PAGE, **options)

    def _get(self, index: Index, identity: str) -> dict[str, Any] | None:
        self._client.indices.get_alias(
            name=self._alias(index)
        )  # a missing index is an error, a missing document is none
        found = self._client.options(ignore_status=404).get(index=self._alias(index), id=identity)
        source: dict[str, Any] | None = found.get("_source")
        return source
