"""The overview stage on real engines: a merge and a split leave no group behind that has lost its ads, and what waits
for its summary is not lost."""

import pytest
from elasticsearch import Elasticsearch

from processors import index as sinks
from processors.index.client import session
from processors.index.names import ACTORS, CLUSTERS, SIGHTINGS, Index
from processors.index.owed import WAIT_S, owes
from processors.pipeline import STAGES
from processors.settings import ProcessorSettings
from processors.stage import Emit, Retry
from processors.state import Store
from schemas.ad import ScoredAd
from schemas.base import Record
from schemas.codec import encode
from schemas.events import ActorMerged, GroupSplit
from schemas.topics import INDEXED, MERGES, SPLITS, Topic
from schemas.topics import SIGHTINGS as SEEN
from tests import factories
from tests.integration.streams import publish_bytes, run_to_the_end

pytestmark = pytest.mark.engines


def ad(name: str, actor: str, cluster: str, revision: int = 0) -> ScoredAd:
    """Not alone in its groups, as far as it knows."""
    groups = {"actor": actor, "actor_ads": 2, "cluster": cluster, "cluster_size": 2}
    return factories.scored_ad(ad_id=name, key=name, revision=revision, **groups)


def told(settings: ProcessorSettings, *ads: ScoredAd) -> None:
    """As the index stage does: written, then put out."""
    sinks.build(settings)(ads)
    news(settings, INDEXED, *ads)


def news(settings: ProcessorSettings, topic: Topic, *records: Record) -> None:
    publish_bytes(settings, [(b"key", encode(each)) for each in records], topic)


def counts(client: Elasticsearch, settings: ProcessorSettings, index: Index) -> dict[str, int]:
    client.indices.refresh(index=index.read(settings.search.prefix))
    hits = client.search(index=index.read(settings.search.prefix))["hits"]["hits"]
    return {hit["_id"]: hit["_source"].get("ads", 1) for hit in hits}


def test_groups_follow_their_ads_through_merges_and_splits(settings: ProcessorSettings) -> None:
    stage = STAGES["overview"]
    with session(settings.search) as client:
        told(settings, ad("one", "a-1", "c-1"), ad("two", "a-2", "c-1"), ad("three", "a-1", "c-1"))
        news(settings, SEEN, factories.sighting(), factories.sighting())
        assert run_to_the_end(stage, settings) == 0
        assert counts(client, settings, ACTORS) == {"a-1": 2}  # a-2 has one ad, and what that says stands in the ad
        assert counts(client, settings, CLUSTERS) == {"c-1": 3}
        assert len(counts(client, settings, SIGHTINGS)) == 1

        merged = ActorMerged(survivor="a-1", merged="a-2", evidence="two", at=factories.NOON)
        split = GroupSplit(kind="cluster", whole="c-1", part="c-2", reason="x", evidence="three", at=factories.NOON)
        news(settings, MERGES, merged)
        news(settings, SPLITS, split)
        assert run_to_the_end(stage, settings) == 0  # before the ads come, which are told again one by one
        told(settings, ad("two", "a-1", "c-1", 1), ad("three", "a-1", "c-2", 1))
        assert run_to_the_end(stage, settings) == 0
        assert counts(client, settings, ACTORS) == {"a-1": 3}
        assert counts(client, settings, CLUSTERS) == {"c-1": 2}
        told(settings, ad("three", "a-1", "c-1", 2), ad("two", "a-3", "c-3", 2), ad("one", "a-4", "c-3", 1))
        news(
            settings,
            SPLITS,
            GroupSplit(kind="actor", whole="a-1", part="a-3", reason="x", evidence="x", at=factories.NOON),
        )
        assert run_to_the_end(stage, settings) == 0
        assert counts(client, settings, ACTORS) == {}  # a-1 fell back to one ad
        assert counts(client, settings, CLUSTERS) == {"c-3": 2}


def test_a_stage_that_was_killed_makes_the_summaries_that_it_owed(settings: ProcessorSettings) -> None:
    sinks.build(settings)([ad("one", "a-1", "c-1"), ad("two", "a-1", "c-1")])
    with session(settings.search) as client, Store(settings.state / "overview") as store:
        with store.begin() as tx:
            assert sinks.build_overview(settings)([ad("one", "a-1", "c-1")], tx) == [Emit()]
            tx.commit({})
        assert counts(client, settings, CLUSTERS) == {}  # it waits for more, and here it ends
        with store.begin() as tx:
            assert sinks.build_overview(settings)([], tx) == []
            assert not owes(tx)
        assert counts(client, settings, CLUSTERS) == {"c-1": 2}
        assert counts(client, settings, ACTORS) == {"a-1": 2}


def test_while_the_search_engine_is_away_news_waits_and_nothing_is_forgotten(settings: ProcessorSettings) -> None:
    away = settings.model_copy(update={"search": settings.search.model_copy(update={"url": "http://127.0.0.1:9"})})
    clock = [0.0]
    overview = sinks.build_overview(away, lambda: clock[0])
    with Store(settings.state / "overview") as store, store.begin() as tx:
        assert overview([ad("one", "a-1", "c-1")], tx) == [Emit()]
        clock[0] = WAIT_S
        assert overview([], tx) == []
        assert owes(tx)
        assert overview([ad("two", "a-1", "c-1")], tx) == [Retry("search: ConnectionError")]
