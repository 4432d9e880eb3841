"""Standing searches by the percolator of a real OpenSearch: the same ads are found as by asking about their ids.

The Elasticsearch that the other tests start has no percolator.
"""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace

from benchmarks import plain_http as plain
from processors.index import setup
from processors.index.client import connect
from processors.index.convert import to_document
from processors.index.percolator import Ask, Percolator
from processors.index.standing import SearchAwayError, about_ids, build_finder, found_in
from processors.searches import SavedSearch
from processors.settings import ProcessorSettings, SearchSettings
from schemas.codec import encode
from tests.integration.test_searches import ADS_OF_BEFORE, BATCH, QUERIES, saved

pytestmark = pytest.mark.engines


@pytest.fixture(scope="module")
def server(opensearch: str) -> Iterator[tuple[Ask, str]]:
    """How to ask it, and an index there with ads of before and the batch."""
    ask, index = plain.asking(opensearch), f"test-{uuid.uuid4().hex[:8]}"
    plain.make(ask, index)
    plain.write(ask, index, [*ADS_OF_BEFORE, *BATCH])
    yield ask, index
    ask("DELETE", f"/{index},{index}-searches?ignore_unavailable=true", None)


def kept(server: tuple[Ask, str], *searches: SavedSearch) -> Percolator:
    ask, index = server
    percolator = Percolator(ask, index, f"{index}-searches")
    percolator.create(plain.GoneError)
    percolator.keep(searches)
    return percolator


def found_by(percolator: Percolator) -> dict[str, set[str]]:
    return {
        name: set(ids) for name, ids in percolator.matches({ad.ad_id: encode(to_document(ad)) for ad in BATCH}).items()
    }


def asked(server: tuple[Ask, str], queries: dict[str, Any]) -> dict[str, set[str]]:
    ask, index = server
    answer = ask("POST", f"/{index}/_search", about_ids([ad.ad_id for ad in BATCH], queries))
    return {name: set(ids) for name, ids in found_in(answer).items()}


def test_both_ways_find_the_same(server: tuple[Ask, str]) -> None:
    percolator = kept(server, *(saved(name, query) for name, query in QUERIES.items()))
    assert percolator.refused == frozenset()
    found = found_by(percolator)
    assert found == asked(server, QUERIES)
    assert found.keys() == QUERIES.keys() - {"nobody"}


def test_searches_come_change_and_go(server: tuple[Ask, str]) -> None:
    band, words = saved("one", QUERIES["band"]), saved("two", QUERIES["words"])
    percolator = kept(server, band, words)
    assert found_by(percolator).keys() == {"one", "two"}
    percolator.keep([replace(band, query=QUERIES["score"])])
    assert found_by(percolator) == {"one": asked(server, {"score": QUERIES["score"]})["score"]}
    percolator.keep([])
    assert found_by(percolator) == {}


def test_when_its_index_is_gone_that_is_made_anew(opensearch: str) -> None:
    search = SearchSettings(kind="opensearch", url=opensearch, prefix=f"test-{uuid.uuid4().hex[:8]}", percolate=True)
    setup.init(search)
    find, band = build_finder(ProcessorSettings(search=search)), saved("band", QUERIES["band"])
    [ids] = find(BATCH, [band]).values()
    with connect(search) as client:
        client.indices.delete(index=f"{search.prefix}-searches")
    with pytest.raises(SearchAwayError):
        find(BATCH, [band])
    assert sorted(find(BATCH, [band])["band"]) == sorted(ids)
    setup.drop(search)


def test_a_search_that_it_cannot_keep_is_named(server: tuple[Ask, str]) -> None:
    bad = saved("bad", {"range": {"observed_at": {"gte": "no date"}}})
    percolator = kept(server, bad, saved("band", QUERIES["band"]))
    assert percolator.refused == {"bad"}
    assert found_by(percolator).keys() == {"band"}
    percolator.keep([saved("band", QUERIES["band"]), replace(bad, query=QUERIES["words"])])
    assert percolator.refused == frozenset()
