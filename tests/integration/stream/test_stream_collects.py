"""Records that come one by one, in quick succession, are taken together; one alone is taken at once."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from kafka import KafkaProducer

from processors.plumbing.clients import BusError
from processors.plumbing.clients.confluent_consumer import ConfluentConsumer
from processors.plumbing.consume import Inbox
from processors.settings import ProcessorSettings
from schemas.ad import RawAd
from schemas.codec import encode
from schemas.topics import RAW
from tests.integration.streams import BOTH_CLIENTS, invented, passing, publish, stage_of

pytestmark = pytest.mark.engines
ADS = 200


def one_by_one(settings: ProcessorSettings, ads: list[RawAd]) -> None:
    """Each is acknowledged before the next is sent."""
    producer = KafkaProducer(bootstrap_servers=settings.kafka.bootstrap)
    for ad in ads:
        producer.send(settings.kafka.topic(RAW.name), key=ad.ad_id.encode(), value=encode(ad)).get(timeout=10)
    producer.close()


def batches(inbox: Inbox) -> Iterator[int]:
    """How many records each poll takes, of those that take any."""
    while True:
        if taken := len(inbox.poll()):
            yield taken


@BOTH_CLIENTS
def test_what_keeps_coming_is_taken_together(settings: ProcessorSettings) -> None:
    inbox = Inbox(stage_of(passing), settings, threading.Event())
    inbox.begin({})
    publish(settings, invented(1))
    taken = batches(inbox)
    assert next(taken) == 1
    publisher = threading.Thread(target=one_by_one, args=(settings, invented(ADS)))
    publisher.start()
    sizes: list[int] = []
    while sum(sizes) < ADS:
        sizes.append(next(taken))
    publisher.join()
    inbox.close()
    assert sum(sizes) == ADS
    assert len(sizes) <= ADS / 3


@pytest.mark.parametrize("settings", ["confluent-kafka"], indirect=True)
def test_what_comes_beside_a_failure_is_given_again(settings: ProcessorSettings) -> None:
    stage = stage_of(passing)
    publish(settings, invented(30))
    too_many = Inbox(replace(stage, batch=2_000_000), settings, threading.Event())  # more than the client takes at once
    too_many.begin({})
    with pytest.raises(ValueError, match="num_messages"):
        next(batches(too_many))
    too_many._consumer._most = stage.batch  # type: ignore[attr-defined]
    found = sum(len(too_many.poll()) for _ in range(10))
    too_many.close()
    assert found == 30


@pytest.mark.parametrize("settings", ["confluent-kafka"], indirect=True)
def test_partitions_are_read_though_nobody_said_in_time_where_the_group_is(
    settings: ProcessorSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(*_: object) -> None:
        raise BusError("the broker did not answer in time")

    publish(settings, invented(30))
    inbox = Inbox(stage_of(passing), settings, threading.Event())
    inbox.begin({})
    with monkeypatch.context() as slow_broker:
        slow_broker.setattr(ConfluentConsumer, "_committed", too_late)
        assert sum(len(inbox.poll()) for _ in range(40) if not inbox.ready) == 0
    assert inbox.ready
    assert sum(len(inbox.poll()) for _ in range(10)) == 30
    inbox.close()
