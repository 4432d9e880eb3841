"""Where a stage goes on when its place is gone, and what kafka-python's traps do to us."""

import threading
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from kafka import (
    ConsumerRebalanceListener,
    KafkaAdminClient,
    KafkaConsumer,
    OffsetAndMetadata,
    TopicPartition,
)
from kafka.admin import NewPartitions
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from processors.plumbing import clients
from processors.plumbing.clients import BusError
from processors.plumbing.consume import Inbox
from processors.settings import ProcessorSettings
from processors.state import Place, Store
from schemas.topics import RAW
from tests.integration.streams import (
    BOTH_CLIENTS,
    Running,
    ads_on,
    committed,
    counting,
    invented,
    passing,
    publish,
    quick,
    run_to_the_end,
    running,
    stage_of,
    wait_for,
)

pytestmark = pytest.mark.engines


def delete_records(settings: ProcessorSettings, before: int) -> None:
    """What retention does: everything before that offset of every partition is gone."""
    admin = KafkaAdminClient(bootstrap_servers=settings.kafka.bootstrap)
    name = settings.kafka.topic(RAW.name)
    admin.delete_records({TopicPartition(name, each): before for each in range(settings.kafka.partitions)})
    admin.close()


@BOTH_CLIENTS
@pytest.mark.parametrize("state", [None, "tiny"])
def test_records_lost_to_retention_are_reported_and_the_rest_is_done(
    settings: ProcessorSettings, state: str | None
) -> None:
    stage = stage_of(counting if state else passing, state=state)
    publish(settings, invented(30))
    run_to_the_end(stage, settings)
    publish(settings, invented(60))
    delete_records(settings, before=18)

    with capture_logs() as logs:
        assert run_to_the_end(stage, settings) == 0

    lost = [entry["lost"] for entry in logs if entry["event"] == "offset_out_of_range"]
    assert sum(lost) > 0
    assert len(ads_on(settings)) == 90 - sum(lost)


@BOTH_CLIENTS
def test_a_topic_made_anew_stops_a_stage_with_state(settings: ProcessorSettings) -> None:
    publish(settings, invented(300))
    run_to_the_end(stage_of(counting, state="tiny"), settings)
    remake(settings)
    publish(settings, invented(10))

    with capture_logs() as logs:
        assert run_to_the_end(stage_of(counting, state="tiny"), settings) == 78

    assert "delete its folder under state/" in logs[-1]["error"]
    with Store(settings.state / "tiny") as store:
        assert sum(store.offsets().values()) == 300


@BOTH_CLIENTS
def test_a_topic_made_anew_is_read_from_its_start_by_a_stage_without_state(settings: ProcessorSettings) -> None:
    publish(settings, invented(300))
    run_to_the_end(stage_of(passing), settings)
    remake(settings)
    publish(settings, invented(10, title="again"))

    run_to_the_end(stage_of(passing), settings)

    assert sum(ad.title == "again" for ad in ads_on(settings)) == 10


def remake(settings: ProcessorSettings) -> None:
    admin = KafkaAdminClient(bootstrap_servers=settings.kafka.bootstrap)
    name = settings.kafka.topic(RAW.name)
    admin.delete_topics([name])
    wait_for(lambda: name not in admin.list_topics(), "the topic to go")
    admin.create_topics({name: {"num_partitions": 3, "replication_factor": 1}}, wait_for_metadata=True)
    admin.close()


@BOTH_CLIENTS
@pytest.mark.parametrize("state", [None, "tiny"])
def test_partitions_added_while_it_runs_are_read_too(
    settings: ProcessorSettings, state: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("processors.plumbing.clients.METADATA_MS", 500)
    stage = stage_of(counting if state else passing, state=state)
    with running(stage, settings):
        publish(settings, invented(50))
        wait_for(lambda: committed(settings, stage) == 50, "the first ads")
        admin = KafkaAdminClient(bootstrap_servers=settings.kafka.bootstrap)
        admin.create_partitions({settings.kafka.topic(RAW.name): 6})
        admin.close()
        publish(settings, invented(100))
        wait_for(lambda: committed(settings, stage) == 150, "all ads")

    assert len(ads_on(settings)) == 150


def test_a_silent_partition_ends_the_stage_for_a_new_start(
    bus: ProcessorSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The trap itself: pause, poll, resume, and kafka-python never delivers that partition again."""
    settings = bus
    publish(settings, invented(3000))
    take = Inbox._take

    def pause_poll_resume(inbox: Inbox) -> Any:
        found = take(inbox)
        if found and not hasattr(inbox, "trapped"):
            inbox.trapped = TopicPartition(found[0].topic, found[0].partition)  # type: ignore[attr-defined]
            inbox._consumer._client.pause(inbox.trapped)  # type: ignore[attr-defined]
            found += take(inbox)
            inbox._consumer._client.resume(inbox.trapped)  # type: ignore[attr-defined]
        return found

    monkeypatch.setattr(Inbox, "_take", pause_poll_resume)
    stage = stage_of(passing, batch=20)
    with capture_logs() as logs:
        assert Running(stage, quick(settings, stuck_after_s=1.5)).join() == 75
    assert "have records and give none" in logs[-1]["error"]
    assert REGISTRY.get_sample_value("adwatch_stuck_partitions", {"stage": stage.name}) == 1.0

    monkeypatch.undo()
    assert run_to_the_end(stage, settings) == 0
    assert Counter(ad.key for ad in ads_on(settings)) == {str(number): 1 for number in range(3000)}


def test_committing_while_the_group_is_dealt_out_is_refused_by_kafka_python(bus: ProcessorSettings) -> None:
    """So what is not committed by then is done again by whoever has the partition next, and no listener commits."""
    raised: list[BaseException] = []

    class Committing(ConsumerRebalanceListener):  # type: ignore[misc]
        def on_partitions_revoked(self, revoked: Any) -> None:
            return

        def on_partitions_assigned(self, assigned: Any) -> None:
            try:
                consumer.commit({each: OffsetAndMetadata(0) for each in assigned})
            except BaseException as error:
                raised.append(error)

    consumer = KafkaConsumer(bootstrap_servers=bus.kafka.bootstrap, group_id=bus.kafka.group("trap"))
    consumer.subscribe([bus.kafka.topic(RAW.name)], listener=Committing())
    wait_for(lambda: consumer.poll(timeout_ms=200) or raised, "the group's answer")
    consumer.close()
    assert {type(error) for error in raised} == {RuntimeError}  # once a deal, and a slow broker may deal twice


@BOTH_CLIENTS
def test_giving_back_by_seek_is_not_silenced(settings: ProcessorSettings) -> None:
    """What we do instead of pausing works again and again on the same partition."""
    publish(settings, invented(200))
    stage = stage_of(passing, batch=20)
    inbox = Inbox(stage, settings, threading.Event())
    inbox.begin({})
    for _ in range(10):
        first = next(batch for _ in range(50) if (batch := inbox.poll()))
        inbox.rewind(first)
    again = next(batch for _ in range(50) if (batch := inbox.poll()))
    inbox.close()
    assert again[0].offset == 0


@BOTH_CLIENTS
def test_a_partition_that_the_client_does_not_know_yet_is_looked_for(settings: ProcessorSettings) -> None:
    name, number = settings.kafka.topic(RAW.name), settings.kafka.partitions
    consumer = clients.consumer(stage_of(passing), settings)

    def end(of: int) -> int | None:
        with suppress(BusError):
            return consumer.ends([Place(name, of)])[Place(name, of)]
        return None

    wait_for(lambda: end(0) == 0, "what the client knows of the topic")
    admin = KafkaAdminClient(bootstrap_servers=settings.kafka.bootstrap)
    admin.create_partitions({name: NewPartitions(number + 1)})
    admin.close()
    wait_for(lambda: end(number) == 0, "the end of the new partition")
    consumer.close(1000)
