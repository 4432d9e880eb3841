"""What was deleted leaves the files of the real Elasticsearch, also one document of many."""

import pytest
from elasticsearch import Elasticsearch

from processors.index.expunge import ALLOWED, expunge
from processors.index.names import ALERTS
from processors.settings import ProcessorSettings

pytestmark = pytest.mark.engines
MANY = 50


@pytest.fixture
def index(client: Elasticsearch, spoiled: ProcessorSettings) -> str:
    """One of fifty documents in one segment is deleted: two in a hundred, which the server would spare by itself."""
    name = ALERTS.read(spoiled.search.prefix)
    lines = [line for n in range(MANY) for line in ({"create": {"_id": str(n)}}, {"alert_id": str(n)})]
    client.bulk(index=ALERTS.write(spoiled.search.prefix), operations=lines, refresh=True)
    client.indices.flush(index=name)
    client.delete(index=ALERTS.write(spoiled.search.prefix), id="7", refresh=True)
    return name


def dead(client: Elasticsearch, index: str) -> int:
    return int(client.indices.stats(index=index)["_all"]["total"]["docs"]["deleted"])


def test_nothing_deleted_is_left_in_the_files(client: Elasticsearch, index: str) -> None:
    assert dead(client, index) > 0
    assert "copies still need" in str(expunge(client, [index], most_s=0))
    assert dead(client, index) > 0  # merging before the copies let go would have changed nothing
    assert expunge(client, [index]) is None
    assert dead(client, index) == 0


def test_an_index_of_before_is_named(client: Elasticsearch, index: str) -> None:
    client.indices.put_settings(index=index, settings={ALLOWED: 10})
    assert str(expunge(client, [index])).endswith("run: adwatch index migrate")
