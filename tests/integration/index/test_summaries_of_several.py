"""Several members of the stage make the summary of one group: what the search says last stays, whoever was frozen in
between, and whatever their clocks say."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from processors.index import build, summaries
from processors.index.bulk import delete, write
from processors.index.names import ACTORS
from processors.index.refusals import CONFLICT, DONE
from processors.index.summaries import summarise
from processors.settings import ProcessorSettings
from schemas.base import epoch_ms
from tests.integration.index.given import number

pytestmark = pytest.mark.engines
THREE = [number(n, actor="actor-1") for n in range(3)]


def ads_of(client: Elasticsearch, settings: ProcessorSettings) -> int | None:
    found = client.options(ignore_status=404).get(index=ACTORS.read(settings.search.prefix), id="actor-1")
    return found["_source"]["ads"] if found["found"] else None


def one_more(client: Elasticsearch, settings: ProcessorSettings, count: int) -> None:
    build(settings)(THREE[:count])
    assert summarise(client, settings.search.prefix, {ACTORS: ["actor-1"]}) is None


@pytest.mark.parametrize(("frozen", "others"), [(2, 3), (1, 2), (2, 1)], ids=["fewer", "none", "some"])
def test_a_member_that_is_frozen_between_asking_and_writing_changes_nothing_when_it_wakes(
    frozen: int, others: int, settings: ProcessorSettings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    prefix = settings.search.prefix
    drop(client, settings)
    build(settings)(THREE[:frozen])

    def woken(connected: Elasticsearch, alias: str, actions: Sequence[Any]) -> Any:
        """Others have the group meanwhile, with other ads in it."""
        monkeypatch.undo()
        if others < frozen:
            client.delete(index=f"{prefix}-ads-write", id=THREE[1].ad_id)
        one_more(client, settings, others)
        assert ads_of(client, settings) == (others if others > 1 else None)
        return write(connected, alias, actions)

    monkeypatch.setattr(summaries, "write", woken)
    assert summarise(client, prefix, {ACTORS: ["actor-1"]}) is None
    assert ads_of(client, settings) == (others if others > 1 else None)


def test_a_member_whose_clock_was_ahead_keeps_no_other_from_saying_what_came_later(
    settings: ProcessorSettings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(client, settings)
    monkeypatch.setattr("processors.index.summaries.epoch_ms", lambda moment: epoch_ms(moment + timedelta(hours=1)))
    one_more(client, settings, 2)
    monkeypatch.undo()
    one_more(client, settings, 3)
    assert ads_of(client, settings) == 3


def test_nor_does_one_whose_clock_was_ahead_and_that_deleted_it(
    settings: ProcessorSettings, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(client, settings)
    one_more(client, settings, 2)
    client.delete(index=f"{settings.search.prefix}-ads-write", id=THREE[1].ad_id)
    monkeypatch.setattr("processors.index.summaries.epoch_ms", lambda moment: epoch_ms(moment + timedelta(hours=1)))
    one_more(client, settings, 1)
    monkeypatch.undo()
    one_more(client, settings, 1)
    assert ads_of(client, settings) is None
    build(settings)([number(3, actor="actor-1")])
    one_more(client, settings, 1)
    assert ads_of(client, settings) == 2
    one_more(client, settings, 3)
    assert ads_of(client, settings) == 3, "and what comes then"


def test_what_is_deleted_by_an_earlier_word_stays_when_a_later_one_is_there(
    settings: ProcessorSettings, client: Elasticsearch
) -> None:
    drop(client, settings)
    one_more(client, settings, 2)
    alias, now = ACTORS.write(settings.search.prefix), epoch_ms(THREE[0].observed_at)
    assert write(client, alias, [delete("actor-1", now)._replace(alone=True)]) == [CONFLICT]
    assert ads_of(client, settings) == 2
    assert write(client, alias, [delete("actor-1")]) == [DONE]


def drop(client: Elasticsearch, settings: ProcessorSettings) -> None:
    """No summary of the tests before; what was deleted is forgotten with the index."""
    name = ACTORS.name(settings.search.prefix)
    made = client.indices.get_alias(index=name)[name]["aliases"]
    client.indices.delete(index=name)
    client.indices.create(index=name, aliases=made)
