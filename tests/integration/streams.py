"""Tiny stages and a look at the bus, for the tests of the plumbing."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import RetriableError

from processors.settings import FailureSettings, ProcessorSettings
from processors.stage import Emit, Outcome, Process, Stage, StatefulProcess
from processors.state import Transaction
from processors.stream import run_stage
from schemas import ids
from schemas.ad import RawAd
from schemas.codec import decode, encode
from schemas.events import DeadLetter
from schemas.topics import DEAD, ENRICHED, RAW, Topic
from tests import factories

PATIENCE_S = 60.0
QUICK = FailureSettings(backoff_s=0.05, backoff_max_s=0.2)


CLIENTS = ("kafka-python", "confluent-kafka")
BOTH_CLIENTS = pytest.mark.parametrize("settings", CLIENTS, indirect=True)  # what both must promise alike
STATES = pytest.mark.parametrize("state", [None, "tiny"], ids=["stateless", "stateful"])


def invented(count: int, **changes: Any) -> list[RawAd]:
    """So many different ads."""
    return [
        factories.raw_ad(ad_id=ids.ad_id("demo_jobs", str(number)), key=str(number), **changes)
        for number in range(count)
    ]


def wait_for(condition: Callable[[], Any], what: str, seconds: float = PATIENCE_S) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds:g} s for: {what}"
        time.sleep(0.02)


def publish(settings: ProcessorSettings, ads: Iterable[RawAd], topic: Topic = RAW) -> None:
    publish_bytes(settings, ((ad.ad_id.encode(), encode(ad)) for ad in ads), topic)


def publish_bytes(
    settings: ProcessorSettings, records: Iterable[tuple[bytes | None, bytes | None]], topic: Topic = RAW, **to: Any
) -> None:
    producer = KafkaProducer(bootstrap_servers=settings.kafka.bootstrap, linger_ms=20, reconnect_backoff_max_ms=500)
    futures = [producer.send(settings.kafka.topic(topic.name), value, key, **to) for key, value in records]
    producer.flush(PATIENCE_S)
    producer.close(timeout=5)
    assert all(future.succeeded() for future in futures)


def records(settings: ProcessorSettings, topic: Topic) -> list[Any]:
    """Everything that lies on the topic now, partition by partition."""
    consumer = KafkaConsumer(
        bootstrap_servers=settings.kafka.bootstrap, enable_auto_commit=False, reconnect_backoff_max_ms=500
    )
    name = settings.kafka.topic(topic.name)
    partitions = [TopicPartition(name, each) for each in sorted(consumer.partitions_for_topic(name))]
    ends = {each: end for each, end in consumer.end_offsets(partitions).items() if end}
    consumer.assign(list(ends))
    for each in ends:
        consumer.seek_to_beginning(each)
    found: list[Any] = []
    deadline = time.monotonic() + PATIENCE_S
    while any(consumer.position(each) < end for each, end in ends.items()):
        assert time.monotonic() < deadline, f"{name} cannot be read to its end"
        for batch in consumer.poll(timeout_ms=500).values():
            found += batch
    consumer.close()
    return sorted(found, key=lambda record: (record.partition, record.offset))


def ads_on(settings: ProcessorSettings, topic: Topic = ENRICHED) -> list[RawAd]:
    return [decode(RawAd, record.value) for record in records(settings, topic)]


def letters(settings: ProcessorSettings) -> list[DeadLetter]:
    return [decode(DeadLetter, record.value) for record in records(settings, DEAD)]


def committed(settings: ProcessorSettings, stage: Stage) -> int:
    """How many records the stage has committed to Kafka as done with."""
    admin = KafkaAdminClient(bootstrap_servers=settings.kafka.bootstrap)
    group = settings.kafka.group(stage.name)
    try:
        offsets = admin.list_group_offsets([group])[group]
    except RetriableError:  # a fresh broker: no group has committed yet, or it is still reading what groups said
        return 0
    finally:
        admin.close()
    return sum(max(0, each.offset) for each in offsets.values())


def stage_of(process: Callable[..., Sequence[Outcome]], *, state: str | None = None, **changes: Any) -> Stage:
    """A stage from ads.raw to ads.enriched that does what `process` does."""

    def build(_: ProcessorSettings) -> Process | StatefulProcess:
        return process

    return Stage(**{"name": "tiny", "reads": RAW, "writes": (ENRICHED,), "build": build, "state": state, **changes})


def passing(ads: Sequence[RawAd]) -> list[Outcome]:
    """Every ad goes on as it is."""
    return [Emit(((ENRICHED, ad),)) for ad in ads]


def counting(ads: Sequence[RawAd], state: Transaction) -> list[Outcome]:
    """Every ad goes on with its number: how many came before it, and how often it came itself."""
    answers: list[Outcome] = []
    for ad in ads:
        total = int(state.get("count", b"total") or b"0") + 1
        times = int(state.get("ads", ad.ad_id.encode()) or b"0") + 1
        state.put("count", b"total", str(total).encode())
        state.put("ads", ad.ad_id.encode(), str(times).encode())
        numbered = factories.raw_ad(ad_id=ad.ad_id, key=ad.key, title=str(total), body=str(times))
        answers.append(Emit(((ENRICHED, numbered),)))
    return answers


def with_or_without(
    state: str | None, process: Callable[[Sequence[RawAd]], list[Outcome]]
) -> Callable[..., list[Outcome]]:
    """The same process for a stage with state, which it does not use."""
    return process if state is None else lambda ads, _: process(ads)


class Running:
    """A stage in a thread of its own."""

    def __init__(self, stage: Stage, settings: ProcessorSettings, until_idle: float | None = None) -> None:
        self.stop = threading.Event()
        self.code: int | None = None
        self._thread = threading.Thread(target=self._run, args=(stage, settings, until_idle), daemon=True)
        self._thread.start()

    def _run(self, stage: Stage, settings: ProcessorSettings, until_idle: float | None) -> None:
        self.code = run_stage(stage, settings, self.stop, until_idle)

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def end(self, seconds: float = 10.0) -> int | None:
        """Ask it to stop; its exit code."""
        self.stop.set()
        return self.join(seconds)

    def join(self, seconds: float = PATIENCE_S) -> int | None:
        self._thread.join(seconds)
        assert not self._thread.is_alive(), f"still running after {seconds:g} s"
        return self.code


@contextmanager
def running(stage: Stage, settings: ProcessorSettings) -> Iterator[Running]:
    started = Running(stage, settings)
    try:
        yield started
    finally:
        started.end()


def run_to_the_end(stage: Stage, settings: ProcessorSettings) -> int | None:
    """Run the stage until nothing is left for it."""
    return Running(stage, settings, until_idle=0.5).join()


def quick(settings: ProcessorSettings, **failure: Any) -> ProcessorSettings:
    """The same settings with short pauses."""
    return settings.model_copy(update={"failure": QUICK.model_copy(update=failure)})
