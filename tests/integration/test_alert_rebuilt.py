"""The alert stage on a real topic: its state thrown away and rebuilt from the topic tells the same alerts."""

import shutil
import threading
from datetime import timedelta

import pytest

from adwatch import bus
from processors.alert import process
from processors.alert.assistance import Directory
from processors.settings import ProcessorSettings
from processors.stage import Emit, Stage
from processors.state import MemoryTransaction
from processors.stream import run_stage
from schemas.ad import ScoredAd
from schemas.alert import Alert
from schemas.codec import encode
from schemas.score import Band, Score
from schemas.topics import ALERTS, INDEXED
from tests.factories import NOON, head, scored_ad
from tests.integration.streams import publish_bytes
from tests.unit.processors.alert.tables import rule

ADS, BLOCK = 1_200, 200
RULES = [
    rule("frequency", count=4, window="2h"),
    rule("change", of="source", lateness="30m"),
    rule("reappearance", after="3h", lateness="30m"),
    rule("spike", height=2, window="2h", lateness="30m"),
    rule("any", condition='score.band == "high"', throttle={"every": "1h", "up_to": "8h"}),
]

pytestmark = pytest.mark.engines


def invented(number: int) -> ScoredAd:
    """A minute after the one before; five actors on two sites, in waves."""
    return scored_ad(
        **head(source=f"site_{number // 7 % 2}", key=str(number), observed_at=NOON + timedelta(minutes=number)),
        actor=f"a-{number % 5 if number // 300 % 2 else 0}",
        score=Score(band=Band.HIGH if number % 3 else Band.LOW),
    )


def test_a_rebuilt_state_tells_the_same(settings: ProcessorSettings) -> None:
    for start in range(0, ADS, BLOCK):  # a block to each partition in turn, as sources leave them
        block = [(ad.ad_id.encode(), encode(ad)) for ad in map(invented, range(start, start + BLOCK))]
        publish_bytes(settings, block, INDEXED, partition=start // BLOCK % 3)
    first = told(settings)
    assert first == sorted(as_they_came()), "the partitions' order is not the order of reading"
    shutil.rmtree(settings.state)
    both = told(settings)
    assert len(first) > 50
    assert both == sorted(first + first), "the same alerts, told again under the same ids"


def as_they_came() -> list[str]:
    """What the same rules tell when every ad comes at its time."""
    outcomes = process(RULES, Directory())([invented(number) for number in range(ADS)], MemoryTransaction())
    emitted = [record for one in outcomes if isinstance(one, Emit) for _, record in one.outputs]
    return [record.alert_id for record in emitted if isinstance(record, Alert)]


def told(settings: ProcessorSettings) -> list[str]:
    """The ids of all alerts on the topic once the stage has read all ads."""
    stage = Stage("alert", INDEXED, (ALERTS,), lambda _: process(RULES, Directory()), state="alert", in_order=True)
    assert run_stage(stage, settings, threading.Event(), until_idle=1.0) == 0
    return sorted(key for key, _ in bus.read_all(settings.kafka, ALERTS))
