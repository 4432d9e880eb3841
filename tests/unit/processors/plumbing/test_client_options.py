"""What is asked of the two Kafka clients: the settings that keep us out of their traps."""

from inspect import getsource
from types import SimpleNamespace
from typing import Any

import pytest
from kafka import KafkaProducer, TopicPartition
from kafka.producer.future import FutureRecordMetadata
from kafka.producer.record_accumulator import RecordAccumulator

from processors.plumbing import clients
from processors.plumbing.batch import Outgoing
from processors.plumbing.clients import confluent_options, python_options
from processors.plumbing.clients.python_sender import PythonSender
from processors.settings import KafkaSettings, ProcessorSettings
from processors.stage import Stage
from schemas.topics import DEAD, ENRICHED, RAW

STAGE = Stage("tiny", RAW, (ENRICHED,), lambda _: lambda ads: [])
SETTINGS = ProcessorSettings()
CLIENTS = [python_options, confluent_options]
every_client = pytest.mark.parametrize("client", CLIENTS, ids=["kafka-python", "confluent-kafka"])


def read(client: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both sets of options, by names as kafka-python spells them."""
    both = client.consumer_options(STAGE, SETTINGS), client.producer_options(SETTINGS.kafka)
    first, second = ({name.replace(".", "_"): value for name, value in options.items()} for options in both)
    return first, second


@every_client
def test_both_are_back_within_a_second_of_an_outage(client: Any) -> None:
    """The default of kafka-python waits up to thirty, and may sleep through every moment in which the broker is up."""
    assert all(options["reconnect_backoff_max_ms"] <= 1000 for options in read(client))


@every_client
def test_offsets_are_committed_by_us_and_never_jump_silently(client: Any) -> None:
    consumer, _ = read(client)
    assert consumer["enable_auto_commit"] is False
    assert consumer["auto_offset_reset"] in ("none", "error")


@every_client
def test_no_transactions_and_no_static_members(client: Any) -> None:
    """A zombie's send aborts the rightful owner's transaction, each transaction costs a back-off, asking for committed
    offsets inside one blocks for a minute; a static member that was replaced goes on reading."""
    consumer, producer = read(client)
    assert "transactional_id" not in producer
    assert "group_instance_id" not in consumer


@every_client
def test_what_is_sent_is_acknowledged_by_all_and_never_repeated_by_the_client(client: Any) -> None:
    _, producer = read(client)
    assert (producer["acks"], producer["enable_idempotence"]) == ("all", True)


def test_both_put_a_key_into_the_same_partition() -> None:
    """librdkafka's own way is another one: an ad's later records would lie beside the earlier ones, in no order."""
    assert confluent_options.producer_options(SETTINGS.kafka)["partitioner"] == "murmur2_random"
    assert "partitioner" not in python_options.producer_options(SETTINGS.kafka)  # its default is murmur2


@every_client
def test_the_client_takes_the_largest_letter(client: Any) -> None:
    _, producer = read(client)
    limit = producer.get("max_request_size") or producer["message_max_bytes"]
    assert limit >= DEAD.max_bytes


@every_client
def test_a_request_never_waits_longer_than_a_delivery(client: Any) -> None:
    options = client.producer_options(KafkaSettings(delivery_timeout_ms=3000))
    named = {name.replace(".", "_"): value for name, value in options.items()}
    assert named["request_timeout_ms"] + named["linger_ms"] <= named["delivery_timeout_ms"]


def test_kafka_python_takes_records_where_they_are_put_straight() -> None:
    """`PythonSender` goes past `send` to a part that is not public. A version in which that part is another one fails
    here, and is not to be allowed in pyproject.toml before the sender knows it."""
    assert "self._accumulator.append(tp, timestamp_ms, key_bytes, value_bytes, headers," in getsource(
        KafkaProducer.send
    )
    place = TopicPartition("somewhere", 2)
    accumulator = RecordAccumulator(batch_size=clients.BATCH_BYTES, linger_ms=clients.LINGER_MS)
    first = accumulator.append(place, None, b"key", b"value", [])[0]
    second = accumulator.append(place, None, b"key", b"value", [])[0]
    assert [isinstance(future, FutureRecordMetadata) for future in (first, second)] == [True, True]
    assert accumulator.has_undrained()
    assert (first.is_done, second.is_done) == (False, False)


@pytest.mark.parametrize("key", [b"a", b"an ad", "\u00e9".encode(), bytes(range(256))])
@pytest.mark.parametrize("partitions", [1, 3, 12])
def test_the_partition_of_a_key_is_that_of_kafka_python(key: bytes, partitions: int) -> None:
    places: list[TopicPartition] = []
    numbers = set(range(partitions))

    def append(place: TopicPartition, *_: object) -> tuple[None]:
        places.append(place)
        return (None,)

    sender = object.__new__(PythonSender)  # without a broker
    accumulator = SimpleNamespace(append=append)
    sender._client = SimpleNamespace(partitions_for=lambda _: numbers, _accumulator=accumulator)
    sender._put(Outgoing("topic", key, b"value"), {})

    cluster = SimpleNamespace(
        topics=lambda: {"topic"},
        partitions_for_topic=lambda _: numbers,
        available_partitions_for_topic=lambda _: numbers,
    )
    its_own = KafkaProducer.DEFAULT_CONFIG["partitioner"].partition("topic", key, key, b"", b"", cluster)
    assert places == [TopicPartition("topic", its_own)]
