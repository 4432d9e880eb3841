"""What lies on the bus: whole topics and the stages' lag, for ledgers, the demo and benchmarks. Reads only."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError, RetriableError

from adwatch.errors import KnownError
from processors.settings import KafkaSettings
from processors.stage import Stage
from schemas.base import epoch_ms
from schemas.topics import Topic


class OnBus(NamedTuple):
    """A record as it lies on a topic."""

    key: str
    value: bytes
    at_ms: int  # when it was published, in milliseconds since 1970


def read_all(kafka: KafkaSettings, topic: Topic, timeout_s: float = 60.0) -> Iterator[tuple[str, bytes]]:
    """(key, value) of every record that is on the topic now. Raises TimeoutError when the broker falls silent."""
    yield from ((record.key, record.value) for record in read_window(kafka, topic, timeout_s))


def read_or_explain(kafka: KafkaSettings, topic: Topic) -> Iterator[tuple[str, bytes]]:
    """As `read_all`, for a command. Raises KnownError when Kafka does not answer."""
    try:
        yield from read_all(kafka, topic)
    except (KafkaError, TimeoutError) as error:
        raise KnownError(f"Kafka at {kafka.bootstrap} does not answer: {error}") from error


def read_window(
    kafka: KafkaSettings,
    topic: Topic,
    timeout_s: float = 60.0,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[OnBus]:
    """Every record that is on the topic now, or those published within a window.

    Raises TimeoutError when the broker falls silent.
    """
    consumer = KafkaConsumer(
        bootstrap_servers=kafka.bootstrap, enable_auto_commit=False, max_poll_records=2000, consumer_timeout_ms=1000
    )
    try:
        name = kafka.topic(topic.name)
        partitions = [TopicPartition(name, number) for number in consumer.partitions_for_topic(name) or ()]
        ends = {partition: end for partition, end in consumer.end_offsets(partitions).items() if end}
        if not ends:
            return
        consumer.assign(list(ends))
        _seek(consumer, ends, since)
        first, last = (None if moment is None else epoch_ms(moment) for moment in (since, until))
        silent_s = 0.0
        while any(consumer.position(partition) < end for partition, end in ends.items()):
            batch = consumer.poll(timeout_ms=500)
            silent_s = 0.0 if batch else silent_s + 0.5
            if silent_s > timeout_s:
                raise TimeoutError(f"{name}: the broker gave no record for {timeout_s:g} s")
            for partition, records in batch.items():
                for record in records:
                    # What was sent again lies among newer records, and keeps its time.
                    is_within = (first is None or record.timestamp >= first) and (
                        last is None or record.timestamp < last
                    )
                    is_tombstone = record.value is None and bool(record.key)
                    if record.offset < ends[partition] and is_within and not is_tombstone:
                        key = (record.key or b"").decode("utf-8", "replace")
                        yield OnBus(key, record.value or b"", record.timestamp)
    finally:
        consumer.close()


def _seek(consumer: KafkaConsumer, ends: dict[TopicPartition, int], since: datetime | None) -> None:
    """To the first record of a moment or later; past the end where there is none."""
    if since is None:
        consumer.seek_to_beginning(*ends)
        return
    found = consumer.offsets_for_times(dict.fromkeys(ends, epoch_ms(since)))
    for partition, end in ends.items():
        at = found.get(partition)
        consumer.seek(partition, at.offset if at is not None and at.offset >= 0 else end)


def bury(kafka: KafkaSettings, topics: Iterable[Topic], keys: Iterable[str]) -> int:
    """Put a tombstone for each key on each topic; how many, all acknowledged. Raises KafkaError when some are not.

    It tells whoever reads the topic that what had this key is erased. What lies before it goes with its retention.
    """
    producer = KafkaProducer(bootstrap_servers=kafka.bootstrap, acks="all")
    try:
        names = [kafka.topic(topic.name) for topic in topics]
        sent = [producer.send(name, key=key.encode(), value=None) for key in keys for name in names]
        return len([future.get(timeout=kafka.delivery_timeout_ms / 1000) for future in sent])
    finally:
        producer.close()


def lag(admin: KafkaAdminClient, kafka: KafkaSettings, stage: Stage) -> int:
    """How many records the stage still has before it. A stage that never committed has all of them before it."""
    ends = _ends(admin, kafka, stage.reads)
    done = _committed(admin, kafka.group(stage.name), list(ends))
    return sum(end - done.get(partition, 0) for partition, end in ends.items())


def length(admin: KafkaAdminClient, kafka: KafkaSettings, topic: Topic) -> int:
    """How many records were ever put on the topic."""
    return sum(_ends(admin, kafka, topic).values())


def _ends(admin: KafkaAdminClient, kafka: KafkaSettings, topic: Topic) -> dict[TopicPartition, int]:
    partitions = [TopicPartition(kafka.topic(topic.name), number) for number in range(kafka.partitions)]
    return {p: found.offset for p, found in admin.list_partition_offsets(dict.fromkeys(partitions, -1)).items()}


def _committed(admin: KafkaAdminClient, group: str, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
    try:
        found = admin.list_group_offsets({group: partitions})[group]
    except RetriableError:  # a fresh broker: no group has committed yet, or it is still reading what groups said
        return {}
    return {partition: at.offset for partition, at in found.items() if at.offset >= 0}
