"""What the engines take of ready records, with no stage in between: the other half of the ceiling."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

from kafka import KafkaAdminClient

from benchmarks.machine import Processes
from processors.index.bulk import Action, index_newer, write
from processors.index.client import connect
from processors.index.convert import to_document
from processors.index.names import ADS
from processors.index.setup import init
from processors.plumbing import clients
from processors.plumbing.batch import Outgoing
from processors.plumbing.produce import Producer
from processors.settings import KafkaSettings, ProcessorSettings
from processors.stage import Stage
from schemas.ad import ScoredAd
from schemas.codec import encode
from schemas.topics import INDEXED

BATCH = 500
WARM = 0.25  # of the records: not counted, while indices and topics are new and the engines compile
SILENT = 20  # polls without a record, half a second each: what is missing will not come
T = TypeVar("T")


class Fed(NamedTuple):
    """What a number of records took."""

    records: int
    seconds: float
    spent: dict[str, float]  # seconds of processor time of each process

    def details(self) -> dict[str, Any]:
        """For the result."""
        per_record = {name: round(seconds / self.records * 1e6, 1) for name, seconds in self.spent.items() if seconds}
        return {
            "records": self.records,
            "records_per_second": round(self.records / self.seconds),
            "cpu_microseconds_per_record": per_record,
        }


def search_alone(ads: Sequence[ScoredAd], settings: ProcessorSettings) -> Fed:
    """Ready documents into an index of their own, as the index stage writes them."""
    search = settings.search.model_copy(update={"prefix": f"{settings.search.prefix}-alone"})
    init(search)
    client, alias = connect(search), ADS.write(search.prefix)

    def feed(actions: Sequence[Action]) -> None:
        for start in range(0, len(actions), BATCH):
            write(client, alias, actions[start : start + BATCH])
        client.indices.refresh(index=alias)

    return _fed([index_newer(ad.ad_id, ad.version, to_document(ad)) for ad in ads], feed, settings)


def bus_alone(ads: Sequence[ScoredAd], settings: ProcessorSettings) -> Fed:
    """Ready records put on a topic and read from it again, by the client and in the batches of the stages."""
    kafka = settings.kafka.model_copy(update={"topic_prefix": f"{settings.kafka.topic_prefix}alone-"})
    _make_topic(kafka)
    alone = settings.model_copy(update={"kafka": kafka})
    records = [Outgoing(kafka.topic(INDEXED.name), ad.ad_id.encode(), encode(ad)) for ad in ads]
    producer = Producer(kafka, settings.failure, threading.Event(), lambda: None)
    stage = Stage("alone", INDEXED, (), lambda _: lambda batch: (), state="alone")  # it takes all partitions
    consumer = clients.consumer(stage, alone)

    def feed(some: Sequence[Outgoing]) -> None:
        for start in range(0, len(some), BATCH):
            producer.deliver(some[start : start + BATCH])
        _read(consumer, len(some))

    try:
        consumer.assign(dict.fromkeys(consumer.places()))
        return _fed(records, feed, settings)
    finally:
        consumer.close(1000)
        producer.close()


def _make_topic(kafka: KafkaSettings) -> None:
    """This one alone: a broker is busy with new partitions for a while."""
    admin = KafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    try:
        size = {"num_partitions": kafka.partitions, "replication_factor": kafka.replication}
        admin.create_topics({kafka.topic(INDEXED.name): size})
    finally:
        admin.close()


def _read(consumer: clients.Consumer, wanted: int) -> None:
    silent = 0
    while wanted > 0:
        batch = consumer.poll()
        wanted -= len(batch)
        silent = 0 if batch else silent + 1
        if silent > SILENT:
            raise TimeoutError(f"{wanted} records did not come back")


def _fed(records: Sequence[T], feed: Callable[[Sequence[T]], None], settings: ProcessorSettings) -> Fed:
    warm = round(len(records) * WARM)
    feed(records[:warm])
    processes, started = Processes(settings.home), time.monotonic()
    feed(records[warm:])
    return Fed(len(records) - warm, time.monotonic() - started, processes.spent())
