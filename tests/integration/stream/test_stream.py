"""A stage on the real Kafka: what goes in comes out once, when it begins, ends and shares the work."""

import socket
import threading
import time
from collections import Counter

import pytest
from structlog.testing import capture_logs

from processors.settings import ProcessorSettings
from processors.state import Store
from schemas.topics import ENRICHED, RAW
from tests.integration.streams import (
    BOTH_CLIENTS,
    STATES,
    Running,
    ads_on,
    committed,
    counting,
    invented,
    letters,
    passing,
    publish,
    quick,
    records,
    run_to_the_end,
    stage_of,
    wait_for,
    with_or_without,
)

pytestmark = pytest.mark.engines


@BOTH_CLIENTS
@STATES
def test_every_record_goes_through_once_with_its_key_in_order(settings: ProcessorSettings, state: str | None) -> None:
    ads = invented(1500)
    publish(settings, ads)
    publish(settings, ads)

    assert run_to_the_end(stage_of(with_or_without(state, passing), state=state), settings) == 0

    out = records(settings, ENRICHED)
    assert Counter(record.key.decode() for record in out) == {ad.ad_id: 2 for ad in ads}
    assert [(r.key, r.value) for r in out] == [(r.key, r.value) for r in records(settings, RAW)]
    assert letters(settings) == []


@BOTH_CLIENTS
@STATES
def test_offsets_are_in_kafka_when_it_ends(settings: ProcessorSettings, state: str | None) -> None:
    publish(settings, invented(100))
    stage = stage_of(with_or_without(state, passing), state=state)

    run_to_the_end(stage, settings)

    assert committed(settings, stage) == 100


@BOTH_CLIENTS
def test_a_second_run_goes_on_where_the_first_one_ended(settings: ProcessorSettings) -> None:
    for _ in range(3):
        publish(settings, invented(50))
        run_to_the_end(stage_of(counting, state="tiny"), settings)

    assert sorted(int(ad.title) for ad in ads_on(settings)) == list(range(1, 151))
    assert Counter(ad.body for ad in ads_on(settings)) == {"1": 50, "2": 50, "3": 50}


@BOTH_CLIENTS
def test_stopping_under_load_is_quick_and_clean(settings: ProcessorSettings) -> None:
    publish(settings, invented(3000))
    stage = stage_of(passing, batch=100)
    first = Running(stage, settings)
    wait_for(lambda: len(ads_on(settings)) > 0, "the first ads")

    begun = time.monotonic()
    assert first.end() == 0
    assert time.monotonic() - begun < 10

    assert committed(settings, stage) == len(ads_on(settings))
    run_to_the_end(stage, settings)
    assert Counter(ad.key for ad in ads_on(settings)) == {str(number): 1 for number in range(3000)}


@BOTH_CLIENTS
def test_members_come_and_go_and_nothing_is_lost(settings: ProcessorSettings) -> None:
    ads = invented(4000)
    stage = stage_of(passing, batch=50)
    first = Running(stage, settings)
    publish(settings, ads[:1000])
    second = Running(stage, settings.model_copy(update={"home": settings.home / "second"}))
    publish(settings, ads[1000:2000])
    wait_for(lambda: len(ads_on(settings)) > 1000, "both at work")
    assert first.end() == 0
    publish(settings, ads[2000:3000])
    third = Running(stage, settings)
    publish(settings, ads[3000:])
    wait_for(lambda: committed(settings, stage) >= 4000, "everything committed")

    assert second.end() == 0
    assert third.end() == 0
    assert {ad.ad_id for ad in ads_on(settings)} == {ad.ad_id for ad in ads}


@BOTH_CLIENTS
def test_an_unreachable_broker_is_waited_for_until_we_are_told_to_stop(settings: ProcessorSettings) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{unused.getsockname()[1]}"
    away = settings.model_copy(update={"kafka": settings.kafka.model_copy(update={"bootstrap": address})})
    threads = threading.active_count()

    stage = Running(stage_of(passing), quick(away))
    with pytest.raises(AssertionError, match="still running"):
        stage.join(4)
    assert threading.active_count() <= threads + 4  # every attempt cleans up after itself
    assert stage.end() == 0


def test_a_missing_topic_is_named_with_what_to_do(settings: ProcessorSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("processors.plumbing.topics_needed._MOST_S", 0.5)
    elsewhere = settings.kafka.model_copy(update={"topic_prefix": "nobody-made-"})

    with capture_logs() as logs:
        assert run_to_the_end(stage_of(passing), settings.model_copy(update={"kafka": elsewhere})) == 78

    assert "nobody-made-ads.raw" in logs[-1]["error"]
    assert "adwatch topics apply" in logs[-1]["error"]


def test_two_processes_never_share_a_state(settings: ProcessorSettings) -> None:
    with Store(settings.state / "tiny"), capture_logs() as logs:
        assert run_to_the_end(stage_of(counting, state="tiny"), settings) == 78
    assert "in use by process" in logs[-1]["error"]
