"""Ticks on the real Kafka: what a stage puts out that belongs to no record, and what becomes of it when it cannot."""

from collections import Counter
from collections.abc import Sequence

import pytest

from processors.errors import StageStoppedError
from processors.plumbing.batch import Outgoing
from processors.plumbing.clients import Failure
from processors.plumbing.produce import Producer
from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, Stage
from processors.state import Offsets, StoreTransaction, Transaction
from schemas.ad import RawAd
from schemas.topics import ENRICHED
from tests import factories
from tests.integration.streams import (
    BOTH_CLIENTS,
    ads_on,
    invented,
    letters,
    publish,
    quick,
    run_to_the_end,
    stage_of,
)

pytestmark = pytest.mark.engines


def owed(state: Transaction) -> bool:
    return any(True for _ in state.scan("owed"))


class Postponing:
    """Every ad waits in the state, and a tick puts them out; `failing` ticks before it can."""

    def __init__(self, failing: int = 0, large: str = "") -> None:
        self.failing, self.large, self.said = failing, large, 0

    def __call__(self, ads: Sequence[RawAd], state: Transaction) -> list[Outcome]:
        if ads:
            for ad in ads:
                state.put("owed", ad.key.encode(), ad.ad_id.encode())
            return [Emit()] * len(ads)
        waiting = list(state.scan("owed"))
        for key, _ in waiting:
            state.delete("owed", key)
        if waiting and self.failing:
            self.failing -= 1
            raise RuntimeError("nobody foresaw this")
        self.said += len(waiting)
        return [self._said(key.decode(), ad_id.decode()) for key, ad_id in waiting]

    def _said(self, key: str, ad_id: str) -> Emit:
        noise = "".join(chr(0x4E00 + (number * 7919) % 20000) for number in range(600_000)) if key == self.large else ""
        return Emit(((ENRICHED, factories.raw_ad(ad_id=ad_id, key=key, body=noise)),))


def stage(process: Postponing) -> Stage:
    return stage_of(process, state="tiny", tick_s=0.1, owes=owed)


@BOTH_CLIENTS
def test_what_kafka_refuses_of_a_tick_holds_up_nothing(settings: ProcessorSettings) -> None:
    """An ad that has become too large by what was found out later: what was said of it before stays."""
    publish(settings, invented(40))

    assert run_to_the_end(stage(Postponing(large="17")), settings) == 0

    assert {ad.key for ad in ads_on(settings)} == {str(number) for number in range(40)} - {"17"}
    assert letters(settings) == []


def test_a_tick_that_fails_is_tried_again_and_loses_nothing(settings: ProcessorSettings) -> None:
    publish(settings, invented(40))

    assert run_to_the_end(stage(Postponing(failing=2)), quick(settings, attempts=3)) == 0

    assert sorted(int(ad.key) for ad in ads_on(settings)) == list(range(40))


def test_ticks_that_fail_again_and_again_stop_the_stage_and_keep_what_is_owed(settings: ProcessorSettings) -> None:
    publish(settings, invented(40))

    code = run_to_the_end(stage(Postponing(failing=3)), quick(settings, attempts=3))

    assert code == StageStoppedError.exit_code
    assert ads_on(settings) == []
    assert run_to_the_end(stage(Postponing()), settings) == 0, "what was owed is still there"
    assert sorted(int(ad.key) for ad in ads_on(settings)) == list(range(40))


@pytest.mark.parametrize("point", ["before what is due is sent", "before the state is committed", "after all"])
def test_ended_between_any_two_steps_of_a_tick_nothing_owed_is_lost_and_at_most_repeated(
    settings: ProcessorSettings, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    publish(settings, invented(40))
    process = Postponing()
    with monkeypatch.context() as patched:
        _end_at(point, process, patched)
        assert run_to_the_end(stage(process), settings) == StageStoppedError.exit_code
    already = len(ads_on(settings))
    assert (already == 0) == (point == "before what is due is sent")

    assert run_to_the_end(stage(Postponing()), settings) == 0

    told = Counter(ad.key for ad in ads_on(settings))
    assert sorted(map(int, told)) == list(range(40))
    repeated = already if point == "before the state is committed" else 0
    assert told.total() == 40 + repeated


def _end_at(point: str, process: Postponing, patched: pytest.MonkeyPatch) -> None:
    """Have the stage end at a step of the first tick that puts something out, as if it were killed there."""
    deliver, commit = Producer.deliver, StoreTransaction.commit

    def sending(producer: Producer, messages: Sequence[Outgoing]) -> list[Failure]:
        if messages and point == "before what is due is sent":
            raise StageStoppedError(point, "")
        return deliver(producer, messages)

    def committing(transaction: StoreTransaction, offsets: Offsets) -> None:
        in_tick = not offsets and process.said > 0
        if in_tick and point == "before the state is committed":
            raise StageStoppedError(point, "")
        commit(transaction, offsets)
        if in_tick:
            raise StageStoppedError(point, "")

    patched.setattr(Producer, "deliver", sending)
    patched.setattr(StoreTransaction, "commit", committing)
