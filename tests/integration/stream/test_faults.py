"""Processes and broker are killed and frozen in mid-stream; afterwards the books balance."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from processors.settings import ProcessorSettings
from processors.state import Store
from schemas.ad import RawAd
from tests.integration import crashing
from tests.integration.brokers import Broker, own_broker, settings_on
from tests.integration.streams import (
    Running,
    ads_on,
    committed,
    counting,
    invented,
    letters,
    passing,
    publish,
    publish_bytes,
    run_to_the_end,
    running,
    stage_of,
    wait_for,
)

pytestmark = pytest.mark.engines


BATCH = 20
STATELESS = stage_of(passing, batch=BATCH)
STATEFUL = stage_of(counting, state="tiny", batch=BATCH)
COUNTING = stage_of(counting, name="count", state="tiny")


def impatient(settings: ProcessorSettings) -> ProcessorSettings:
    """The group notices a dead member after six seconds, the least that Kafka allows."""
    return settings.model_copy(update={"kafka": settings.kafka.model_copy(update={"session_timeout_ms": 6000})})


def counted(settings: ProcessorSettings) -> tuple[int, Counter[str]]:
    """What the counting stage has in its state: the total, and how many ads came how often."""
    with Store(settings.state / "tiny") as store, store.begin() as state:
        return int(state.get("count", b"total") or 0), Counter(times.decode() for _, times in state.scan("ads"))


@pytest.mark.parametrize("point", crashing.POINTS)
def test_killed_between_any_two_steps_a_stage_with_state_neither_loses_nor_doubles(
    settings: ProcessorSettings, point: str
) -> None:
    ads = invented(150)
    publish(settings, ads[:100])
    publish_bytes(settings, [(b"k", b"poison")])
    publish(settings, ads[100:])

    assert crashing.start(settings, "tiny", point).wait(30) == -signal.SIGKILL
    total_then, _ = counted(settings)
    assert total_then < 150
    assert run_to_the_end(STATEFUL, settings) == 0

    assert counted(settings) == (150, {"1": 150})
    out = ads_on(settings)
    assert {ad.ad_id for ad in out} == {ad.ad_id for ad in ads}
    assert {ad.body for ad in out} == {"1"}
    assert len(out) <= 150 + BATCH  # at most the batch in hand went out twice
    assert len({letter.letter_id for letter in letters(settings)}) == 1


@pytest.mark.parametrize("point", ["after poll", "after deliver", "after commit the offsets"])
def test_killed_between_any_two_steps_a_stage_without_state_loses_nothing(
    settings: ProcessorSettings, point: str
) -> None:
    settings = impatient(settings)
    ads = invented(150)
    publish(settings, ads)

    assert crashing.start(settings, None, point).wait(30) == -signal.SIGKILL
    assert run_to_the_end(STATELESS, settings) == 0

    out = ads_on(settings)
    assert {ad.ad_id for ad in out} == {ad.ad_id for ad in ads}
    assert len(out) <= 150 + BATCH
    assert committed(settings, STATELESS) == 150


def test_told_to_end_in_the_middle_of_one_long_record_it_ends_and_the_record_is_done_again(
    settings: ProcessorSettings,
) -> None:
    publish(settings, invented(1))
    stuck = crashing.start(impatient(settings), None, crashing.STUCK)
    wait_for(lambda: (settings.home / "stuck").exists(), "the long record")
    begun = time.monotonic()
    stuck.terminate()
    assert stuck.wait(15) == 0
    assert time.monotonic() - begun < 10

    assert run_to_the_end(STATELESS, impatient(settings)) == 0
    assert len(ads_on(settings)) == 1


def test_a_killed_members_work_is_taken_over(settings: ProcessorSettings) -> None:
    settings = impatient(settings)
    ads = invented(3000)
    doomed = crashing.start(settings, None)
    publish(settings, ads[:1500])
    wait_for(lambda: ads_on(settings), "the first ads")
    with running(STATELESS, settings.model_copy(update={"home": settings.home / "other"})):
        doomed.kill()
        publish(settings, ads[1500:])
        wait_for(lambda: committed(settings, STATELESS) >= 3000, "everything committed")
    doomed.wait(10)

    assert {ad.ad_id for ad in ads_on(settings)} == {ad.ad_id for ad in ads}


def test_a_member_that_was_frozen_too_long_does_no_harm(settings: ProcessorSettings) -> None:
    settings = impatient(settings)
    ads = invented(2000)
    frozen = crashing.start(settings, None)
    publish(settings, ads[:1000])
    wait_for(lambda: ads_on(settings), "the first ads")
    os.kill(frozen.pid, signal.SIGSTOP)
    try:
        with running(STATELESS, settings.model_copy(update={"home": settings.home / "other"})):
            publish(settings, ads[1000:])
            wait_for(lambda: committed(settings, STATELESS) >= 2000, "the other to do everything")
            os.kill(frozen.pid, signal.SIGCONT)
            again = invented(2100)[2000:]
            publish(settings, again)
            wait_for(lambda: committed(settings, STATELESS) >= 2100, "both at work again")
            frozen.terminate()
            assert frozen.wait(10) == 0
    finally:
        frozen.kill()

    out = Counter(ad.ad_id for ad in ads_on(settings))
    assert set(out) == {ad.ad_id for ad in ads + again}
    assert out.total() <= 2100 + BATCH


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    with own_broker(tmp_path_factory.mktemp("broker")) as started:
        yield started


class Source:
    """Publishes ads at a steady pace until it is told to stop; `sent` are those that Kafka has acknowledged."""

    def __init__(self, settings: ProcessorSettings) -> None:
        self.sent: list[RawAd] = []
        self._ads = iter(invented(50_000))
        self._settings = settings
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.wait(0.05):
            portion = [next(self._ads) for _ in range(20)]
            publish(self._settings, portion)
            self.sent += portion

    def end(self) -> None:
        self._stop.set()
        self._thread.join(60)
        assert not self._thread.is_alive()


def _killed(broker: Broker) -> None:
    broker.kill()
    broker.start()


def _frozen(broker: Broker) -> None:
    broker.send(signal.SIGSTOP)
    time.sleep(8)  # longer than the session of the group
    broker.send(signal.SIGCONT)


@pytest.mark.parametrize(
    ("fault", "delivery_timeout_ms"),
    [(_killed, 120_000), (_frozen, 120_000), (_frozen, 3_000)],
    ids=["killed", "frozen", "frozen until deliveries expire"],
)
def test_a_broker_that_goes_away_in_mid_stream_costs_time_and_nothing_else(
    broker: Broker, tmp_path: Path, fault: Callable[[Broker], None], delivery_timeout_ms: int
) -> None:
    prefix = f"{fault.__name__}-{delivery_timeout_ms}-"
    settings = settings_on(broker, tmp_path, prefix, delivery_timeout_ms=delivery_timeout_ms)
    plain, with_state = Running(STATELESS, settings), Running(COUNTING, settings)
    source = Source(settings)
    try:
        wait_for(lambda: len(source.sent) > 200, "some ads")
        fault(broker)
        before = len(source.sent)
        wait_for(lambda: len(source.sent) > before + 200, "more ads")
        source.end()
        wait_for(lambda: committed(settings, STATELESS) >= len(source.sent), "everything passed on")
        wait_for(lambda: committed(settings, COUNTING) >= len(source.sent), "everything counted")
    finally:
        codes = [plain.end(), with_state.end()]

    assert codes == [0, 0]
    sent = {ad.ad_id for ad in source.sent}
    assert {ad.ad_id for ad in ads_on(settings)} == sent
    assert counted(settings) == (len(sent), {"1": len(sent)})
    assert letters(settings) == []


def test_a_stage_asked_to_stop_while_the_broker_is_frozen_stops(broker: Broker, tmp_path: Path) -> None:
    settings = settings_on(broker, tmp_path, "stop-")
    publish(settings, invented(500))
    stage = Running(STATELESS, settings)
    wait_for(lambda: ads_on(settings), "the first ads")
    broker.send(signal.SIGSTOP)
    try:
        assert stage.end(seconds=10) == 0
    finally:
        broker.send(signal.SIGCONT)

    run_to_the_end(STATELESS, settings)
    assert {ad.ad_id for ad in ads_on(settings)} == {ad.ad_id for ad in invented(500)}
