"""What the search engine refuses or does not answer: each time it is known who is to act."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from elasticsearch import Elasticsearch

from adwatch.reader import Reader
from infra.engines.ports import pick
from processors import index as sinks
from processors.errors import StageStoppedError
from processors.index import bulk, setup
from processors.index.client import SearchError
from processors.index.names import ADS, ALERTS
from processors.settings import ProcessorSettings
from processors.stage import Emit, Reject, Retry
from tests import factories
from tests.integration.index.given import number, with_search

pytestmark = pytest.mark.engines


def test_a_refused_record_is_rejected_alone_and_without_its_text(settings: ProcessorSettings) -> None:
    before_time_began = number(2, observed_at=factories.NOON.replace(year=1960))  # a version below zero
    first, refused, last = sinks.build(settings)([number(1), before_time_began, number(3)])
    assert [type(first), type(last)] == [Emit, Emit]
    assert isinstance(refused, Reject)
    assert refused.reason == "refused_by_search"
    with Reader(settings.search) as opened:
        assert opened.ad(before_time_began.ad_id) is None


def test_a_missing_index_stops_the_stage_and_none_is_made_by_accident(
    spoiled: ProcessorSettings, client: Elasticsearch
) -> None:
    setup.drop(spoiled.search)
    with pytest.raises(StageStoppedError, match="adwatch index init"):
        sinks.build(spoiled)([number(1)])
    assert not client.indices.exists(index=ADS.write(spoiled.search.prefix))


@pytest.fixture
def making_indices(spoiled: ProcessorSettings, client: Elasticsearch) -> Iterator[ProcessorSettings]:
    """On a server that makes indices as they are written to, as servers do unless they are told otherwise."""
    setup.drop(spoiled.search)
    client.cluster.put_settings(persistent={"action.auto_create_index": f"+{spoiled.search.prefix}*,-*"})
    yield spoiled
    client.cluster.put_settings(persistent={"action.auto_create_index": None})
    client.options(ignore_status=404).indices.delete(index=ALERTS.write(spoiled.search.prefix))


def test_nor_is_one_made_by_accident_to_find_out_who_is_to_blame(
    making_indices: ProcessorSettings, client: Elasticsearch
) -> None:
    for _ in range(2):
        sinks.build_alert_file(making_indices)([factories.alert(alert_id="x" * 513)])
        assert not client.indices.exists(index=ALERTS.write(making_indices.search.prefix))


def test_a_read_only_index_stops_the_stage(spoiled: ProcessorSettings, client: Elasticsearch) -> None:
    client.indices.put_settings(index=ADS.name(spoiled.search.prefix), settings={"index.blocks.read_only": True})
    with pytest.raises(StageStoppedError, match="read-only"):
        sinks.build(spoiled)([number(1)])
    client.indices.put_settings(index=ADS.name(spoiled.search.prefix), settings={"index.blocks.read_only": None})


def test_an_index_that_takes_no_writes_for_a_while_is_waited_for(
    spoiled: ProcessorSettings, client: Elasticsearch
) -> None:
    client.indices.add_block(index=ADS.name(spoiled.search.prefix), block="write")
    assert sinks.build(spoiled)([number(1)]) == [Retry("search: 403 cluster_block_exception")]


def test_nobody_there_is_a_reason_to_try_again(settings: ProcessorSettings) -> None:
    away = with_search(settings, url=f"http://127.0.0.1:{pick()}")
    assert sinks.build(away)([number(1), number(2)]) == [Retry("search: ConnectionError")] * 2
    with pytest.raises(SearchError, match="does not answer"):
        setup.init(away.search)


@contextmanager
def silent_server() -> Iterator[str]:
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_a_silent_server_is_given_up_after_the_timeout_and_asked_once(settings: ProcessorSettings) -> None:
    with silent_server() as url:
        silent = with_search(settings, url=url, timeout_s=0.3)
        many = [number(n) for n in range(bulk.MAX_COUNT + 1)]  # two requests, but after the first there is no hope
        assert sinks.build(silent)(many) == [Retry("search: ConnectionTimeout")] * len(many)
