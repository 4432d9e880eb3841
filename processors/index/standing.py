"""Which standing searches new ads meet: each is asked about the ids of the batch, or the server's percolator is.

The first way works on any server: all searches go in one request, each as one filter of an aggregation over the batch,
which is named once. The server looks at a few hundred documents and never at the index as a whole. The percolator is
asked where the settings say so and the server has one; it finds the same, and took more than three times as long.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import msgspec
import structlog
from elastic_transport import TransportError
from elasticsearch import ApiError, BadRequestError, Elasticsearch, NotFoundError

from processors.index.client import connect, kind
from processors.index.convert import to_document
from processors.index.names import ADS
from processors.index.percolator import Ask, Found, Percolator
from processors.index.refusals import in_halves, refused, sound, waits
from processors.searches import SavedSearch
from processors.settings import ProcessorSettings
from processors.stage import Reject, Retry
from schemas.ad import ScoredAd
from schemas.codec import encode

MOST_AT_ONCE = 1_000  # searches a request
Find = Callable[[Sequence[ScoredAd], Sequence[SavedSearch]], Found]

log = structlog.get_logger()


class SearchAwayError(Exception):
    """Raised when the server cannot be asked now; a later try may succeed."""


class Finder:
    """Gives, for each search by id, the ids of those of the ads that it finds. Raises SearchAwayError, or
    StageStoppedError when an operator must act.

    Whether the server has a percolator is tried out with the first search. A search that the server refuses finds
    nothing, which the log says once, and costs no other search its turn.
    """

    def __init__(self, settings: ProcessorSettings) -> None:
        self._wanted = settings.search.percolate
        self._client = connect(settings.search)
        self._index = ADS.read(settings.search.prefix)
        self._percolator = Percolator(asking(self._client), self._index, f"{settings.search.prefix}-searches")
        self._percolates: bool | None = None  # not known yet
        self._bad: dict[str, SavedSearch] = {}  # that the server refuses

    def __call__(self, ads: Sequence[ScoredAd], searches: Sequence[SavedSearch]) -> Found:
        if not ads or not searches:
            return {}
        try:
            if self._percolates is None:
                self._percolates = self._wanted and self._try_out()
            if not self._percolates:
                return self._by_ids(ads, searches)
            self._percolator.keep(searches)
            found = self._percolator.matches({ad.ad_id: encode(to_document(ad)) for ad in ads})
            rest = [each for each in searches if each.id in self._percolator.refused]
            return found | (self._by_ids(ads, rest) if rest else {})
        except TransportError as error:
            self._percolates = None  # whoever comes back may be another server
            raise SearchAwayError(type(error).__name__) from error
        except ApiError as error:
            kept, self._percolates = self._percolates, None
            if not (kept and error.status_code == 404):  # somebody took away what we had it keep: it is made anew
                waits(error)
            raise SearchAwayError(f"{error.status_code} {kind(error)}") from error

    def _try_out(self) -> bool:
        try:
            self._percolator.create(NotFoundError)
        except BadRequestError:
            log.info("standing_searches", way="ids of the batch")
            return False
        log.info("standing_searches", way="percolator")
        return True

    def _by_ids(self, ads: Sequence[ScoredAd], searches: Sequence[SavedSearch]) -> Found:
        # what was written is to be found, and not in a second
        if away := sound(lambda: self._client.indices.refresh(index=self._index)):
            raise SearchAwayError(away.reason.removeprefix("search: "))
        ids, found = list({ad.ad_id for ad in ads}), Found()
        for start in range(0, len(searches), MOST_AT_ONCE):
            part = searches[start : start + MOST_AT_ONCE]
            for search, answer in zip(
                part, in_halves(part, partial(self._ask, ids), self._innocent, _bad), strict=True
            ):
                if isinstance(answer, Retry):
                    raise SearchAwayError(answer.reason.removeprefix("search: "))
                if isinstance(answer, Reject):
                    self._note_bad(search, answer)
                elif answer:
                    found[search.id] = answer
        return found

    def _ask(self, ids: Sequence[str], searches: Sequence[SavedSearch]) -> list[list[str] | Reject]:
        """What each finds. Of an answer from a part of the index alone nobody would know what is missing in it."""
        path = "aggregations.searches.buckets.*.ads.buckets.key"
        body = about_ids(ids, {each.id: each.query for each in searches})
        found = found_in(
            self._client.search(index=self._index, **body, filter_path=path, allow_partial_search_results=False)
        )
        return [found.get(each.id, []) for each in searches]

    def _innocent(self) -> object:
        return self._client.search(index=self._index, size=0, query={"match_none": {}})

    def _note_bad(self, search: SavedSearch, why: Reject) -> None:
        """Once for each search as it is: it is asked again with every batch."""
        if self._bad.get(search.id) != search:
            log.warning("search_refused", search=search.id, why=why.detail)
        self._bad[search.id] = search


def build_finder(settings: ProcessorSettings) -> Find:
    """The finder of an installation; nothing is sent yet."""
    return Finder(settings)


def asking(client: Elasticsearch) -> Ask:
    """How the percolator speaks through this client."""

    def ask(method: str, path: str, body: Any) -> dict[str, Any]:
        lines = isinstance(body, list)
        headers = {"accept": "application/json", "content-type": f"application/{'x-ndjson' if lines else 'json'}"}
        answer = client.perform_request(method, path, headers=headers, body=packed(body))
        return dict(answer.body) if isinstance(answer.body, dict) else {}

    return ask


def packed(body: Any) -> bytes | None:
    """JSON, or for a list one line each."""
    if isinstance(body, list):
        return b"".join(msgspec.json.encode(each) + b"\n" for each in body)
    return None if body is None else msgspec.json.encode(body)


def about_ids(ids: Sequence[str], queries: dict[str, Any]) -> dict[str, Any]:
    """The body of a search that says which of `ids` each of the named queries finds.

    The hint has the server count ids as it meets them: by default it first numbers those of the whole index.
    """
    ads = {"terms": {"field": "ad_id", "size": len(ids), "execution_hint": "map"}}
    aggregation = {"filters": {"filters": queries}, "aggs": {"ads": ads}}
    return {"size": 0, "query": {"ids": {"values": list(ids)}}, "aggs": {"searches": aggregation}}


def found_in(answer: Any) -> Found:
    """What the answer to that says; queries that find none are left out."""
    buckets = answer.get("aggregations", {}).get("searches", {}).get("buckets", {})
    ids = {name: [each["key"] for each in bucket["ads"]["buckets"]] for name, bucket in buckets.items()}
    return {name: found for name, found in ids.items() if found}


def _bad(_: SavedSearch, error: ApiError) -> Reject:
    return refused(error)
