"""Which standing searches new ads meet: all searches in one request, over the ids of the batch and no other ads.

This works on any server. Each search is one filter of an aggregation, so the server looks at a few hundred documents
and never at the index as a whole; the request names the batch once, however many searches there are.
"""

from collections.abc import Callable, Sequence
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from processors.index.client import connect, kind
from processors.index.names import ADS
from processors.searches import SavedSearch
from processors.settings import ProcessorSettings
from schemas.ad import ScoredAd

MOST_AT_ONCE = 1_000  # searches a request
Find = Callable[[Sequence[ScoredAd], Sequence[SavedSearch]], dict[str, list[str]]]


class SearchAwayError(Exception):
    """Raised when the server cannot be asked now; a later try may succeed."""


def build_finder(settings: ProcessorSettings) -> Find:
    """A function that gives, for each search by id, the ids of those of the ads that it finds.

    Raises SearchAwayError. A search that the server refuses finds nothing, and costs no other search its turn.
    """
    client, index = connect(settings.search), ADS.read(settings.search.prefix)

    def find(ads: Sequence[ScoredAd], searches: Sequence[SavedSearch]) -> dict[str, list[str]]:
        ids = list({ad.ad_id for ad in ads})
        if not ids or not searches:
            return {}
        try:
            client.indices.refresh(index=index)  # what was written is to be found, and not in a second
            found: dict[str, list[str]] = {}
            for start in range(0, len(searches), MOST_AT_ONCE):
                found |= _found(client, index, ids, searches[start : start + MOST_AT_ONCE])
        except (TransportError, ApiError) as error:
            raise SearchAwayError(type(error).__name__) from error
        return found

    return find


def matches(client: Elasticsearch, index: str, ids: Sequence[str], queries: dict[str, Any]) -> dict[str, list[str]]:
    """The ids among `ids` that each of the named queries finds; queries that find none are left out.

    The hint has the server count ids as it meets them: by default it first numbers those of the whole index.
    """
    answer = client.search(
        index=index,
        size=0,
        query={"terms": {"ad_id": list(ids)}},
        aggs={
            "searches": {
                "filters": {"filters": queries},
                "aggs": {"ads": {"terms": {"field": "ad_id", "size": len(ids), "execution_hint": "map"}}},
            }
        },
        filter_path="aggregations.searches.buckets.*.ads.buckets.key",
    )
    buckets = answer.get("aggregations", {}).get("searches", {}).get("buckets", {})
    return {name: [each["key"] for each in bucket["ads"]["buckets"]] for name, bucket in buckets.items()}


def _found(
    client: Elasticsearch, index: str, ids: Sequence[str], searches: Sequence[SavedSearch]
) -> dict[str, list[str]]:
    """All searches together; where the server refuses that, halves, until the one at fault is alone."""
    try:
        return matches(client, index, ids, {each.id: each.query for each in searches})
    except ApiError as error:
        if error.status_code == 429 or error.status_code >= 500 or kind(error) == "index_not_found_exception":
            raise
        if len(searches) == 1:
            return {}
        half = len(searches) // 2
        return _found(client, index, ids, searches[:half]) | _found(client, index, ids, searches[half:])
