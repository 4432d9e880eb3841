"""What must wait waits in its place."""

import threading
from collections import Counter
from collections.abc import Sequence

import pytest

from processors.plumbing.metrics import read_report
from processors.settings import ProcessorSettings
from processors.stage import Outcome, Retry
from processors.state import Transaction
from schemas.ad import RawAd
from tests.integration.streams import (
    BOTH_CLIENTS,
    STATES,
    ads_on,
    counting,
    invented,
    letters,
    passing,
    publish,
    quick,
    running,
    stage_of,
    wait_for,
)

pytestmark = pytest.mark.engines


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
