"""Erasing ads on request, from every store, and proof of it: afterwards each store is asked what it still holds."""

import re
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from elasticsearch import Elasticsearch
from elasticsearch.helpers import scan

from adwatch import bus
from adwatch.errors import KnownError
from adwatch.retention import link_state, stage_states
from processors.index.expunge import expunge
from processors.index.migrate import drop_kept
from processors.index.names import ADS, ALERTS, SIGHTINGS, VAULT, Index
from processors.index.rewrite import Document, rewrite
from processors.index.summaries import GROUPS, summarise
from processors.settings import ProcessorSettings
from schemas.ad import last_version
from schemas.topics import ALERTS as ALERTS_ON_BUS
from schemas.topics import DAY_MS, DEAD, ENRICHED, INDEXED, LINKED, RAW, VANISHED, Topic
from schemas.topics import SIGHTINGS as SIGHTINGS_ON_BUS
from spiders import erase as on_disk
from spiders.errors import AlreadyRunningError

TOPICS = (RAW, ENRICHED, LINKED, INDEXED)  # that hold ads under their ids, until their retention ends them
# A refused record lies on ads.dead with its original bytes; replayed, it is dropped as any other. Sightings and the
# news that an ad is gone have its id and when it was seen; alerts have their own ids as keys, and ads in them.
ON_BUS = (*TOPICS, DEAD, SIGHTINGS_ON_BUS, VANISHED, ALERTS_ON_BUS)
_QUOTING = ("reasons", "against")


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was erased, by store, and what is left there: nothing, where it worked."""

    ads: tuple[str, ...]
    erased: dict[str, int]
    left: dict[str, int]
    on_bus: dict[str, int]  # topic -> records that lie there until `bus_until`, which nobody processes any more
    bus_until: datetime


def with_tokens(client: Elasticsearch, prefix: str, tokens: Collection[str]) -> set[str]:
    """The ids of all ads that have one of these contacts."""
    wanted = (
        (ADS, {"terms": {"contacts.token": list(tokens)}}),
        (VAULT, {"terms": {"tokens": list(tokens)}}),
    )
    return {ad for index, query in wanted if tokens for ad in _ids(client, index, prefix, query)}


def in_escalated(client: Elasticsearch, prefix: str, ads: Collection[str]) -> set[str]:
    """Those of the ads that an alert rests on, or is about, which two persons decided to hand over."""
    query: Document = {"bool": {"filter": [_naming(ads), {"term": {"state": "escalated"}}]}}
    client.indices.refresh(index=ALERTS.read(prefix))
    hits = scan(client, index=ALERTS.read(prefix), query={"query": query, "_source": ["ads", "subject.id"]})
    return {ad for hit in hits for ad in (*hit["_source"]["ads"], hit["_source"]["subject"]["id"])} & set(ads)


def erase(client: Elasticsearch, settings: ProcessorSettings, ads: Collection[str], now: datetime) -> Report:
    """Erase these ads for good: whatever comes of them later is dropped. Raises KnownError when a store cannot be
    reached; then it is to be done again, which is harmless."""
    link_state.order(settings.home, ads, now, for_good=True)
    drop_kept(client, settings.search.prefix)  # an earlier index, kept for a rollback, holds them too
    groups = _groups(client, settings.search.prefix, ads)
    erased = {
        "tombstones": bus.bury(settings.kafka, TOPICS, ads),
        "link state": link_state.followed(settings),
        **stage_states.followed(settings),
        **_from_disk(settings.home, ads),
        **_from_index(client, settings.search.prefix, ads),  # last: batches that were under way are through by now
    }
    if (failed := summarise(client, settings.search.prefix, groups)) is not None:
        raise KnownError(f"not every summary was made anew ({failed}); run: adwatch index summarise")
    return Report(
        ads=tuple(ads),
        erased={store: count for store, count in erased.items() if count},
        left={store: count for store, count in left(client, settings, ads).items() if count},
        on_bus={topic.name: count for topic in ON_BUS if (count := _on_bus(settings, topic, ads))},
        bus_until=now + timedelta(milliseconds=max(topic.retention_ms for topic in ON_BUS) + DAY_MS),
    )


def left(client: Elasticsearch, settings: ProcessorSettings, ads: Collection[str]) -> dict[str, int]:
    """How many records of the ads each store holds now."""
    prefix = settings.search.prefix
    counts = {index.kind: len(_ids(client, index, prefix, query)) for index, query, _ in _indices(ads)}
    counts["crawls' files"] = sum(
        on_disk.remains(settings.home, source, ads) for source in on_disk.sources(settings.home)
    )
    counts["link state"] = link_state.remains(settings, ads)
    return counts | stage_states.remains(settings, ads)


def out_of_files(client: Elasticsearch, prefix: str) -> str | None:
    """Have what was deleted leave the files of the search engine too, which takes half a minute. What stands against
    it, if anything does."""
    return expunge(client, [index.read(prefix) for index in (*(each[0] for each in _indices(())), *GROUPS)])


def _indices(ads: Collection[str]) -> list[tuple[Index, Document, Callable[[Document], Document | None]]]:
    """Last those that say which ads have a contact: when something fails before, its ads are found again by it."""
    by_id: Document = {"terms": {"ad_id": list(ads)}}
    return [
        (SIGHTINGS, by_id, lambda _: None),
        (ALERTS, _naming(ads), lambda alert: _without(alert, ads)),
        (ADS, by_id, lambda _: None),
        (VAULT, by_id, lambda _: None),
    ]


def _naming(ads: Collection[str]) -> Document:
    """Finds the alerts that rest on one of these ads or are about one."""
    return {"bool": {"should": [{"terms": {field: list(ads)}} for field in ("ads", "subject.id")]}}


def _groups(client: Elasticsearch, prefix: str, ads: Collection[str]) -> dict[Index, set[str]]:
    """The clusters and actors that the ads are of: what is said of them rests on the ads."""
    fields = {index: field for index, (_, field, _) in GROUPS.items()}
    query: Document = {"query": {"terms": {"ad_id": list(ads)}}, "_source": list(fields.values())}
    client.indices.refresh(index=ADS.read(prefix))
    found = [hit["_source"] for hit in scan(client, index=ADS.read(prefix), query=query)]
    return {index: {each[field] for each in found if each[field]} for index, field in fields.items()}


def _from_index(client: Elasticsearch, prefix: str, ads: Collection[str]) -> dict[str, int]:
    counts = {}
    for index, query, change in _indices(ads):
        done = rewrite(client, index, prefix, query, change, last_version)  # what a stage held up writes later is late
        counts[index.kind] = done.changed + done.deleted
    return counts


def _without(alert: Document, ads: Collection[str]) -> Document | None:
    """An alert that rests on other ads too, without these and without any quote; None for one that does not, or that is
    about one of these: what it says is said of that ad, as `processors.erased.stripped` has it."""
    others = [ad for ad in alert["ads"] if ad not in ads and alert["subject"]["id"] not in ads]
    bare: Document = {name: [{**each, "quotes": [], "note": ""} for each in alert.get(name, ())] for name in _QUOTING}
    if said := alert.get("correction"):
        bare["correction"] = {**said, "ads": [ad for ad in said["ads"] if ad not in ads]}
    return {**alert, **bare, "ads": others} if others else None


def _from_disk(home: Path, ads: Collection[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    try:
        for source in on_disk.sources(home):
            for kind, count in on_disk.erase(home, source, ads).items():
                counts[kind] = counts.get(kind, 0) + count
    except AlreadyRunningError as error:
        raise KnownError(f"{error}; then erase again", exit_code=3) from None
    return counts


def _ids(client: Elasticsearch, index: Index, prefix: str, query: Document) -> set[str]:
    client.indices.refresh(index=index.read(prefix))
    hits = scan(client, index=index.read(prefix), query={"query": query}, _source=["ad_id"])
    return {hit["_source"].get("ad_id", hit["_id"]) for hit in hits}


def _on_bus(settings: ProcessorSettings, topic: Topic, ads: Collection[str]) -> int:
    records = bus.read_all(settings.kafka, topic)
    if topic is not ALERTS_ON_BUS:
        return sum(key in ads for key, _ in records)
    named = re.compile(b"|".join(re.escape(ad.encode()) for ad in ads))
    return sum(named.search(value) is not None for _, value in records)
