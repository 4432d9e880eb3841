"""A stage on the real Kafka: what goes in comes out, what is refused is kept, what must wait waits."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from structlog.testing import capture_logs

from processors.errors import StageStoppedError
from processors.plumbing.metrics import read_report
from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, Process, Reject, Retry
from processors.state import Store, Transaction
from schemas.ad import RawAd
from schemas.codec import encode
from schemas.topics import ENRICHED, RAW
from tests import factories
from tests.integration.streams import (
    BOTH_CLIENTS,
    Running,
    ads_on,
    committed,
    counting,
    invented,
    letters,
    passing,
    publish,
    publish_bytes,
    quick,
    records,
    run_to_the_end,
    running,
    stage_of,
    wait_for,
)

pytestmark = pytest.mark.engines


@pytest.fixture
def settings(client_settings: ProcessorSettings) -> ProcessorSettings:
    """Kafka is all that these tests need."""
    return client_settings


STATES = pytest.mark.parametrize("state", [None, "tiny"], ids=["stateless", "stateful"])


def with_or_without(
    state: str | None, process: Callable[[Sequence[RawAd]], list[Outcome]]
) -> Callable[..., list[Outcome]]:
    """The same process for a stage with state, which it does not use."""
    return process if state is None else lambda ads, _: process(ads)


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


POISON: dict[str, tuple[bytes | None, bytes | None]] = {
    "not JSON": (b"1", b"\x00\xffnot json"),
    "another record": (b"2", b'{"ad_id": 7}'),
    "empty value": (b"3", b""),
    "no key": (None, b"[]"),
    "key that is no text": (b"\xff\xfe", b"{"),
}


@BOTH_CLIENTS
@STATES
def test_poison_is_kept_once_with_its_bytes_and_harms_nobody(settings: ProcessorSettings, state: str | None) -> None:
    ads = invented(20)
    publish(settings, ads[:10])
    for key, value in POISON.values():
        publish_bytes(settings, [(key, value)], partition=1)
    publish_bytes(settings, [(b"4", None)], partition=1)  # a tombstone is no poison
    publish(settings, ads[10:])

    assert run_to_the_end(stage_of(with_or_without(state, passing), state=state), settings) == 0

    assert {ad.ad_id for ad in ads_on(settings)} == {ad.ad_id for ad in ads}
    found = sorted(letters(settings), key=lambda letter: letter.offset)
    assert {(letter.stage, letter.reason, letter.topic, letter.partition) for letter in found} == {
        ("tiny", "undecodable", settings.kafka.topic("ads.raw"), 1)
    }
    assert [(letter.key_bytes or letter.key.encode(), letter.payload) for letter in found] == [
        (key or b"", value or b"") for key, value in POISON.values()
    ]


def test_a_rejected_record_is_kept_with_the_stages_reason(settings: ProcessorSettings) -> None:
    ads = invented(10)
    publish(settings, ads)

    def refuse_fourth(batch: Sequence[RawAd]) -> list[Outcome]:
        return [Reject("too_odd", "the fourth") if ad.key == "3" else Emit(((ENRICHED, ad),)) for ad in batch]

    run_to_the_end(stage_of(refuse_fourth), settings)

    (letter,) = letters(settings)
    assert (letter.reason, letter.detail, letter.key, letter.attempts) == ("too_odd", "the fourth", ads[3].ad_id, 1)
    assert letter.payload == encode(ads[3])
    assert len(ads_on(settings)) == 9


@STATES
def test_an_unforeseen_failure_is_tried_three_times_and_blames_one_record_without_its_text(
    settings: ProcessorSettings, state: str | None
) -> None:
    ads = invented(10)
    publish(settings, ads)
    alone: list[str] = []

    def fail(batch: Sequence[RawAd]) -> list[Outcome]:
        if len(batch) == 1:
            alone.append(batch[0].key)
        for ad in batch:
            if ad.key == "3":
                raise ValueError(f"cannot read {ad.body}")
        return passing(batch)

    assert run_to_the_end(stage_of(with_or_without(state, fail), state=state), quick(settings)) == 0

    (letter,) = letters(settings)
    assert (letter.key, letter.reason, letter.attempts) == (ads[3].ad_id, "unexpected", 3)
    assert letter.detail.startswith("ValueError at integration/test_stream.py:")
    assert "900123" not in letter.detail
    assert alone.count("3") == 3
    assert {ad.ad_id for ad in ads_on(settings)} == {ad.ad_id for ad in ads if ad.key != "3"}


def test_a_failure_that_passes_blames_nobody(settings: ProcessorSettings) -> None:
    ads = invented(10)
    publish(settings, ads)
    failures = iter([True, True, False])

    def fail_twice(batch: Sequence[RawAd]) -> list[Outcome]:
        if any(ad.key == "3" for ad in batch) and next(failures, False):
            raise ConnectionResetError
        return passing(batch)

    run_to_the_end(stage_of(fail_twice), quick(settings))

    assert letters(settings) == []
    assert {ad.ad_id for ad in ads_on(settings)} == {ad.ad_id for ad in ads}


def test_failed_work_leaves_no_trace_in_the_state(settings: ProcessorSettings) -> None:
    publish(settings, invented(30))

    def fail(batch: Sequence[RawAd], state: Transaction) -> list[Outcome]:
        answers = counting(batch, state)
        if any(ad.key == "3" for ad in batch):
            raise ValueError
        return answers

    run_to_the_end(stage_of(fail, state="tiny"), quick(settings))

    assert sorted(int(ad.title) for ad in ads_on(settings)) == list(range(1, 30))


@BOTH_CLIENTS
@STATES
def test_what_must_wait_waits_in_its_place_and_nothing_is_lost_or_counted_twice(
    settings: ProcessorSettings, state: str | None
) -> None:
    ads = invented(300)
    publish(settings, ads)
    tries = Counter[str]()
    up = threading.Event()

    def busy(batch: Sequence[RawAd], *transaction: Transaction) -> list[Outcome]:
        for position, ad in enumerate(batch):
            if int(ad.key) % 100 == 50 and not up.is_set():
                tries[ad.key] += 1
                done = counting(batch[:position], *transaction) if transaction else passing(batch[:position])
                return [*done, *[Retry("busy")] * (len(batch) - position)]
        return counting(batch, *transaction) if transaction else passing(batch)

    with running(stage_of(busy, state=state), quick(settings)) as stage:
        wait_for(lambda: tries.total() >= 10, "ten tries")
        assert stage.alive
        up.set()
        wait_for(lambda: len(ads_on(settings)) >= 300, "all ads")

    out = ads_on(settings)
    assert Counter(ad.ad_id for ad in out) == {ad.ad_id: 1 for ad in ads}
    if state:
        assert sorted(int(ad.title) for ad in out) == list(range(1, 301))
    assert letters(settings) == []
    report = read_report(settings.home, "tiny")
    assert report is not None
    assert report.retried >= 10


def test_waiting_for_the_other_side_is_never_taken_for_a_stuck_partition(settings: ProcessorSettings) -> None:
    publish(settings, invented(10))
    tries: list[int] = []

    def busy(batch: Sequence[RawAd]) -> list[Outcome]:
        tries.append(len(batch))
        return [Retry("busy")] * len(batch)

    with running(stage_of(busy), quick(settings, stuck_after_s=0.5)) as stage:
        wait_for(lambda: len(tries) > 20, "twenty tries")
        assert stage.alive


def test_too_many_refusals_stop_the_stage_and_the_rest_waits(settings: ProcessorSettings) -> None:
    publish_bytes(settings, [(b"%d" % number, b"not an ad") for number in range(1000)])
    stage = stage_of(passing, batch=50)

    code = Running(stage, quick(settings, dead_ratio=0.5, dead_window=200)).join()

    assert code == StageStoppedError.exit_code
    assert 100 < len(letters(settings)) <= 150
    assert committed(settings, stage) == len(letters(settings))


@BOTH_CLIENTS
def test_an_output_that_kafka_refuses_is_blamed_on_its_record_alone(settings: ProcessorSettings) -> None:
    """kafka-python's idempotent producer fails everything after one record that the broker refuses."""
    ads = invented(40)
    publish(settings, ads)
    noise = "".join(chr(0x4E00 + (number * 7919) % 20000) for number in range(600_000))  # 1.8 MB, hard to compress

    def blow_up(batch: Sequence[RawAd]) -> list[Outcome]:
        bodies = [noise if ad.key in ("3", "17") else ad.body for ad in batch]
        return [
            Emit(((ENRICHED, factories.raw_ad(ad_id=ad.ad_id, key=ad.key, body=body)),))
            for ad, body in zip(batch, bodies, strict=True)
        ]

    assert run_to_the_end(stage_of(blow_up), settings) == 0

    assert {letter.key for letter in letters(settings)} == {ads[3].ad_id, ads[17].ad_id}
    assert {letter.reason for letter in letters(settings)} == {"output_refused"}
    assert {letter.payload for letter in letters(settings)} == {encode(ads[3]), encode(ads[17])}
    assert {ad.ad_id for ad in ads_on(settings)} == {ad.ad_id for ad in ads if ad.key not in ("3", "17")}


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
    monkeypatch.setattr("processors.plumbing.consume._TOPICS_S", 0.5)
    elsewhere = settings.kafka.model_copy(update={"topic_prefix": "nobody-made-"})

    with capture_logs() as logs:
        assert run_to_the_end(stage_of(passing), settings.model_copy(update={"kafka": elsewhere})) == 78

    assert "nobody-made-ads.raw" in logs[-1]["error"]
    assert "adwatch topics apply" in logs[-1]["error"]


def test_the_report_and_the_metrics_say_what_happened(settings: ProcessorSettings) -> None:
    publish(settings, invented(30))
    publish_bytes(settings, [(b"k", b"poison")])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with running(stage_of(passing, name="told"), settings.model_copy(update={"metrics_port": port})):
        wait_for(lambda: (report := read_report(settings.home, "told")) and report.lag == 0, "an idle stage")
        page = urlopen(f"http://127.0.0.1:{port}/metrics").read().decode()
        assert [urlopen(f"http://127.0.0.1:{port}/{probe}").status for probe in ("live", "ready")] == [200, 200]

    report = read_report(settings.home, "told")
    assert report is not None
    assert (report.records_in, report.out, report.rejected, report.retried) == (31, 30, 1, 0)
    assert report.busy_s > 0
    for outcome, count in {"in": 31, "out": 30, "rejected": 1}.items():
        assert f'adwatch_records_total{{outcome="{outcome}",stage="told"}} {count}.0' in page
    assert 'adwatch_lag_records{partition="0",stage="told"} 0.0' in page
    assert 'adwatch_oldest_unprocessed_seconds{stage="told"} 0.0' in page
    assert 'adwatch_rejected_total{reason="undecodable",stage="told"} 1.0' in page


def test_a_stage_that_hangs_while_it_loads_is_not_alive(
    settings: ProcessorSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("processors.plumbing.probes.LOADING_S", 0.0)
    stuck, go_on = threading.Event(), threading.Event()

    def load(_: ProcessorSettings) -> Process:
        stuck.set()
        go_on.wait(60)
        return passing

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    loading = replace(stage_of(passing), build=load)
    with running(loading, settings.model_copy(update={"metrics_port": port})):
        assert stuck.wait(60)
        with pytest.raises(HTTPError, match="503") as told:
            urlopen(f"http://127.0.0.1:{port}/live")
        assert told.value.read().startswith(b"has been loading for ")
        go_on.set()
        wait_for(lambda: urlopen(f"http://127.0.0.1:{port}/live").status == 200, "a stage that has loaded")


def test_two_processes_never_share_a_state(settings: ProcessorSettings) -> None:
    with Store(settings.state / "tiny"), capture_logs() as logs:
        assert run_to_the_end(stage_of(counting, state="tiny"), settings) == 78
    assert "in use by process" in logs[-1]["error"]
