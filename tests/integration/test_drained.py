"""When a benchmark says that everything came to its end: by what is on the bus and what the stages say themselves."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.installation import drained
from processors.pipeline import STAGES
from processors.plumbing.metrics import Report
from processors.settings import ProcessorSettings
from tests.integration.streams import invented, publish

pytestmark = pytest.mark.engines
STILL_S, MOST_S = 0.1, 2.5


def say(home: Path, *owing: str) -> None:
    """Every stage writes its report."""
    now = time.time()
    for stage in STAGES:
        Report(stage=stage, pid=1, started_at=now, written_at=now, owes=stage in owing).write(home)


def saying(home: Path, looks_owing: int) -> Callable[[], bool]:
    """Has the stages write reports at each look; `link` owes something at so many of them."""
    looks = 0

    def look() -> bool:
        nonlocal looks
        looks += 1
        say(home, *(("link",) if looks <= looks_owing else ()))
        return True

    return look


def test_it_is_the_end_when_nothing_is_before_any_stage_and_none_owes_anything(bus: ProcessorSettings) -> None:
    assert drained(bus, None, 60, STILL_S, saying(bus.home, looks_owing=2))


def test_a_stage_that_owes_something_is_waited_for(bus: ProcessorSettings) -> None:
    assert not drained(bus, None, MOST_S, STILL_S, saying(bus.home, looks_owing=100))


def test_records_before_a_stage_are_waited_for(bus: ProcessorSettings) -> None:
    publish(bus, invented(1))
    assert not drained(bus, None, MOST_S, STILL_S, saying(bus.home, looks_owing=0))


def test_what_has_not_arrived_is_waited_for(bus: ProcessorSettings) -> None:
    look = saying(bus.home, looks_owing=0)
    assert not drained(bus, None, MOST_S, STILL_S, lambda: not look())


def test_what_a_stage_said_before_counts_for_nothing(bus: ProcessorSettings) -> None:
    """It may have died since, and owe something when it is back."""
    say(bus.home)
    assert not drained(bus, None, MOST_S, STILL_S)
