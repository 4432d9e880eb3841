"""What the search engine refuses for no fault of a record: nothing goes to the dead letters, someone is told to act.

On the real Elasticsearch, for every stage that writes to it.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from elasticsearch import Elasticsearch
from msgspec.structs import replace

from processors import index as sinks
from processors.errors import StageStoppedError
from processors.index.client import connect
from processors.index.names import ACTORS, ADS, ALERTS, CLUSTERS, CRAWLS, VAULT, Index
from processors.index.refusals import DONE
from processors.index.summaries import summarise
from processors.settings import ProcessorSettings
from processors.stage import Emit, Process, Reject, Retry
from schemas.alert import Correction
from schemas.base import Record
from schemas.sealed import SealedAd
from tests import factories
from tests.integration.index.given import number

pytestmark = pytest.mark.engines
FIRST = factories.alert(alert_id="al-1")
SEALED = SealedAd(
    ad_id="ad-1", source="s", observed_at=factories.NOON, tokens=(), key_id="k", wrapped_key=b"w", sealed=b"x"
)


def corrected(name: str) -> Any:
    said = Correction(id=f"{name}-c1", outcome="withdrawn", reason="hub", at=factories.NOON)
    return factories.alert(alert_id=name, correction=said)


def build_summaries(settings: ProcessorSettings) -> Process:
    """The summary of one actor, as if it were a stage: None is all well."""
    client = connect(settings.search)
    return lambda groups: [summarise(client, settings.search.prefix, {ACTORS: groups}) or DONE]


class Sink(NamedTuple):
    """A stage that writes, the index that it needs, and what it is given."""

    build: Callable[[ProcessorSettings], Process]
    needs: Index
    records: tuple[Record | str, ...]


SINKS = {
    "ads": Sink(sinks.build, ADS, (number(1), number(2))),
    "alerts": Sink(sinks.build_alert_file, ALERTS, (FIRST,)),
    "corrections": Sink(sinks.build_alert_file, ALERTS, (corrected("al-1"), corrected("al-2"))),
    "crawls": Sink(sinks.build_crawl_file, CRAWLS, (factories.crawl_report(),)),
    "originals": Sink(sinks.build_vault_file, VAULT, (SEALED,)),
    "what summaries are read from": Sink(build_summaries, ADS, ("actor-1",)),
    "summaries": Sink(build_summaries, ACTORS, ("actor-1",)),
}


def closed(client: Elasticsearch, name: str) -> None:
    client.indices.close(index=name)


def read_only(client: Elasticsearch, name: str) -> None:
    client.indices.put_settings(index=name, settings={"index.blocks.read_only": True})


def gone(client: Elasticsearch, name: str) -> None:
    client.indices.delete(index=name)


def full(client: Elasticsearch, name: str) -> None:
    """As the server itself does when its disk is full; it takes that back when there is room again."""
    client.indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": True})


def unwritable(client: Elasticsearch, name: str) -> None:
    [aliases] = (each["aliases"] for each in client.indices.get_alias(index=name).values())
    for alias in aliases:
        client.indices.put_alias(index=name, name=alias, is_write_index=False)


def piped(client: Elasticsearch, name: str) -> None:
    client.indices.put_settings(index=name, settings={"index.default_pipeline": "nobody-made-it"})


@pytest.fixture
def mended(spoiled: ProcessorSettings, client: Elasticsearch) -> Iterator[ProcessorSettings]:
    """Indices to spoil: whatever is blocked there at the end is opened, so that they can be dropped."""
    yield spoiled
    blocks = {"index.blocks.read_only": None, "index.blocks.read_only_allow_delete": None}
    for index in (ADS, ALERTS, CRAWLS, VAULT, ACTORS, CLUSTERS):
        client.options(ignore_status=404).indices.put_settings(index=index.name(spoiled.search.prefix), settings=blocks)


STOPPING = {
    "closed": (closed, "open the index", SINKS),
    "read-only": (read_only, "read-only", [name for name in SINKS if name != "what summaries are read from"]),
    "gone": (gone, "adwatch index init", [name for name in SINKS if name != "crawls"]),  # which are made as they come
    "without a write index": (unwritable, "is_write_index", ("ads", "alerts", "corrections", "originals")),
    "with a pipeline that is not there": (piped, "pipeline", ("ads", "alerts", "corrections", "crawls", "originals")),
}


@pytest.mark.parametrize("case", STOPPING)
def test_the_stage_stops_with_a_hint(case: str, mended: ProcessorSettings, client: Elasticsearch) -> None:
    spoil, hint, named = STOPPING[case]
    for name in {SINKS[sink].needs.name(mended.search.prefix) for sink in named}:
        spoil(client, name)
    hints = dict.fromkeys(named, "")
    for sink in named:
        build, _, records = SINKS[sink]
        with pytest.raises(StageStoppedError) as stopped:
            build(mended)(records)
        hints[sink] = stopped.value.hint
    assert [sink for sink, given in hints.items() if hint not in given] == []


def test_a_full_disk_is_waited_for(mended: ProcessorSettings, client: Elasticsearch) -> None:
    sinks_that_write = [each for name, each in SINKS.items() if "summaries" not in name]
    for name in {each.needs.name(mended.search.prefix) for each in sinks_that_write}:
        full(client, name)
    for build, _, records in sinks_that_write:
        assert build(mended)(records) == [Retry("search: 429 cluster_block_exception")] * len(records)


LONG = "x" * 513  # bytes: the server takes ids up to 512, and refuses every request that has another in it


@pytest.mark.parametrize("make", [lambda name: replace(FIRST, alert_id=name), corrected], ids=["alerts", "corrections"])
@pytest.mark.parametrize("bad", ["", LONG], ids=["empty", "long"])
def test_of_alerts_that_are_refused_together_only_those_at_fault_are_rejected(
    make: Callable[[str], Any], bad: str, settings: ProcessorSettings, client: Elasticsearch
) -> None:
    ids = ["al-1", "al-2", bad, "al-3", "al-4", f"{bad} " if bad else "al-5"]
    outcomes = sinks.build_alert_file(settings)([make(name) for name in ids])
    wrong = [name for name, each in zip(ids, outcomes, strict=True) if isinstance(each, Reject)]
    good = [name for name, each in zip(ids, outcomes, strict=True) if each == Emit()]
    assert wrong == [name for name in ids if name.strip() == bad]
    assert good == [name for name in ids if name not in wrong]
    alias = ALERTS.read(settings.search.prefix)
    assert [client.exists(index=alias, id=name).body for name in good] == [True] * len(good)
