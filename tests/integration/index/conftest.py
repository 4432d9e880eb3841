"""Indices on the real Elasticsearch: some that tests leave as they are, and some to spoil."""

import uuid
from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from processors.index import setup
from processors.index.client import connect
from processors.index.names import ADS, ALERTS
from processors.settings import ProcessorSettings, SearchSettings
from tests.conftest import Engines


@pytest.fixture(scope="module")
def client(engines: Engines) -> Iterator[Elasticsearch]:
    with connect(SearchSettings(url=engines.search)) as connected:
        yield connected


@pytest.fixture(scope="module")
def indices(engines: Engines, client: Elasticsearch) -> Iterator[SearchSettings]:
    """Indices for the tests that leave them as they are."""
    search = SearchSettings(url=engines.search, prefix=f"test-{uuid.uuid4().hex[:8]}-adwatch")
    setup.init(search)
    yield search
    setup.drop(search)


@pytest.fixture
def settings(
    unprepared: ProcessorSettings, indices: SearchSettings, client: Elasticsearch
) -> Iterator[ProcessorSettings]:
    """With empty indices, without topics: nothing here asks Kafka."""
    yield unprepared.model_copy(update={"search": indices})
    client.indices.delete(index=[index.name(indices.prefix) for index in (ADS, ALERTS)])
    for index in (ADS, ALERTS):  # a deleted document would be remembered, and with it its version
        client.indices.create(index=index.name(indices.prefix), aliases=setup.aliases(index, indices.prefix))


@pytest.fixture
def spoiled(unprepared: ProcessorSettings) -> Iterator[ProcessorSettings]:
    """With indices of its own, for a test that spoils them."""
    setup.init(unprepared.search)
    yield unprepared
    setup.drop(unprepared.search)
