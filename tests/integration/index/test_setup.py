"""Indices of an earlier version, and none: what `init` makes of them."""

from typing import Any

import pytest
from elasticsearch import Elasticsearch

from processors import index as sinks
from processors.errors import StageStoppedError
from processors.index import setup
from processors.index.client import SearchError
from processors.index.names import ADS, INDICES
from processors.settings import ProcessorSettings
from processors.stage import Emit
from tests.integration.index.given import number

pytestmark = pytest.mark.engines


def test_an_older_index_stops_the_stage_until_it_is_brought_up_to_date(
    spoiled: ProcessorSettings, client: Elasticsearch
) -> None:
    older_index(client, spoiled, {"ad_id": {"type": "keyword", "ignore_above": 1024}})
    with pytest.raises(StageStoppedError, match="adwatch index init"):
        sinks.build(spoiled)([number(1)])
    assert f"brought {ADS.name(spoiled.search.prefix)} up to date" in setup.init(spoiled.search)
    assert [type(each) for each in sinks.build(spoiled)([number(1)])] == [Emit]


def test_a_field_that_was_indexed_before_stays_so(spoiled: ProcessorSettings, client: Elasticsearch) -> None:
    money = {"properties": {"amount": {"type": "double"}}}
    older_index(client, spoiled, {"words": {"type": "long"}, "prices": money})
    name = ADS.name(spoiled.search.prefix)
    assert f"brought {name} up to date" in setup.init(spoiled.search)
    made = client.indices.get_mapping(index=name)[name]["mappings"]["properties"]
    assert (made["words"], made["prices"]["properties"]["amount"]) == ({"type": "long"}, {"type": "double"})
    assert made["score"] == {"type": "double", "index": False}
    assert setup.init(spoiled.search) == []


def test_an_index_that_cannot_become_what_we_need_is_told(spoiled: ProcessorSettings, client: Elasticsearch) -> None:
    older_index(client, spoiled, {"ad_id": {"type": "long"}})
    with pytest.raises(SearchError, match="needs a new version"):
        setup.init(spoiled.search)


def older_index(client: Elasticsearch, settings: ProcessorSettings, properties: dict[str, Any]) -> None:
    """In place of today's index, one with these fields alone."""
    prefix = settings.search.prefix
    setup.drop(settings.search)  # the template too, which would add today's fields
    aliases: dict[str, Any] = {ADS.write(prefix): {}}
    client.indices.create(
        index=ADS.name(prefix), aliases=aliases, mappings={"dynamic": "strict", "properties": properties}
    )


def test_init_changes_nothing_when_all_is_there(settings: ProcessorSettings) -> None:
    assert setup.init(settings.search) == []
    assert setup.status(settings.search)["indices"]["ads"]["index"] == ADS.name(settings.search.prefix)


def test_status_tells_what_is_missing_and_what_the_server_lacks(spoiled: ProcessorSettings) -> None:
    setup.drop(spoiled.search)
    status = setup.status(spoiled.search)
    assert status["indices"] == dict.fromkeys(index.kind for index in INDICES)
    assert status["version"].startswith("8.19")
    assert all(each.startswith("no ") for each in status["reduced"])
