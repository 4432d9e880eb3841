"""When only a part of an index answers, what the rest would have said is waited for: it is not taken for nothing."""

from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch
from structlog.testing import capture_logs

from processors.errors import StageStoppedError
from processors.index import build
from processors.index.client import SearchError
from processors.index.names import ACTORS, ADS
from processors.index.rewrite import Document, rewrite
from processors.index.standing import SearchAwayError, build_finder
from processors.index.summaries import summarise
from processors.searches import SavedSearch, check
from processors.settings import ProcessorSettings
from processors.stage import Retry
from tests.factories import NOON
from tests.integration.index.given import found, number
from tests.integration.test_bulk_faults import Answer, answering, error

pytestmark = pytest.mark.engines
EVERY = SavedSearch(id="every", title="every", query={"exists": {"field": "ad_id"}}, since=NOON, by="ana")
TWO = [number(n, actor="actor-1") for n in (1, 2)]


@pytest.fixture
def in_part(
    settings: ProcessorSettings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ProcessorSettings]:
    """Ads that can be found, and one more index behind the same alias, of which no shard is anywhere. That it is lost
    between the refresh, which would wait for it, and the search, is had by no refresh."""
    build(settings)(TWO)
    client.indices.refresh(index=ADS.read(settings.search.prefix))
    monkeypatch.setattr(type(client.indices), "refresh", lambda *_, **__: None)
    nowhere = f"{settings.search.prefix}-nowhere"
    client.indices.create(
        index=nowhere,
        settings={"index.routing.allocation.require._name": "nobody", "number_of_replicas": 0},
        aliases={ADS.read(settings.search.prefix): {}},
        wait_for_active_shards="0",
    )
    yield settings
    monkeypatch.undo()
    client.indices.delete(index=nowhere)


def test_standing_searches_are_asked_again(in_part: ProcessorSettings) -> None:
    with pytest.raises(SearchAwayError, match="503"):
        build_finder(in_part)(TWO, [EVERY])


def test_no_summary_is_made_and_none_deleted(in_part: ProcessorSettings, client: Elasticsearch) -> None:
    assert summarise(client, in_part.search.prefix, {ACTORS: ["actor-1"]}) == Retry("search: 503")


def test_when_every_search_is_refused_it_is_not_the_searches() -> None:
    with answering(lambda _: Answer(400, error("some_exception"))) as settings, pytest.raises(StageStoppedError):
        build_finder(settings)(TWO, [EVERY])


def test_a_refused_search_is_said_once(settings: ProcessorSettings) -> None:
    bad = SavedSearch(id="bad", title="bad", query={"range": {"observed_at": {"gte": "x"}}}, since=NOON, by="ana")
    build(settings)(TWO)
    find = build_finder(settings)
    with capture_logs() as said:
        assert [find(TWO, [bad, EVERY]).keys() for _ in range(2)] == [{"every"}] * 2
    assert [(each["event"], each["search"]) for each in said if each["log_level"] == "warning"] == [
        ("search_refused", "bad")
    ]


def test_a_pattern_that_breaks_the_search_of_all_keeps_no_other_from_its_turn(settings: ProcessorSettings) -> None:
    """The server answers 500, as if it would pass."""
    query = {"wildcard": {"title": {"value": f"abc*a{'?' * 20}"}}}
    bad = SavedSearch(id="bad", title="bad", query=query, since=NOON, by="ana")
    check(query)
    build(settings)(TWO)
    assert build_finder(settings)(TWO, [bad, EVERY]).keys() == {"every"}


def test_a_document_that_is_refused_keeps_no_other_from_being_rewritten(
    settings: ProcessorSettings, client: Elasticsearch
) -> None:
    build(settings)([number(n) for n in range(4)])

    def change(ad: Document) -> Document:
        return {**ad, "band_rank": "no number" if ad["key"] == "1" else ad["band_rank"], "actor": "rewritten"}

    with pytest.raises(SearchError, match="refused 1 changes"):
        rewrite(client, ADS, settings.search.prefix, {"match_all": {}}, change)
    assert found(client, settings, {"term": {"actor": "rewritten"}}) == {number(n).ad_id for n in (0, 2, 3)}


def test_a_server_that_is_busy_ends_a_rewrite_with_what_to_do(
    settings: ProcessorSettings, client: Elasticsearch
) -> None:
    build(settings)(TWO)
    client.indices.add_block(index=ADS.name(settings.search.prefix), block="write")
    with pytest.raises(SearchError, match="2 changes are still to be made; try again"):
        rewrite(client, ADS, settings.search.prefix, {"match_all": {}}, lambda _: None)
    client.indices.put_settings(index=ADS.name(settings.search.prefix), settings={"index.blocks.write": None})
