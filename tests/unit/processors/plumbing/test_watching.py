"""Pauses, the circuit breaker and the watchdog: small decisions, as tables."""

import pytest

from processors.errors import StageStoppedError
from processors.plumbing.breaker import Breaker
from processors.plumbing.patience import Backoff
from processors.plumbing.progress import Progress
from processors.plumbing.watchdog import Watchdog
from processors.settings import FailureSettings
from processors.stage import Emit, Outcome, Reject

GOOD, BAD = Emit(), Reject("bad")


def test_pauses_double_up_to_a_limit_and_start_again_after_success() -> None:
    backoff = Backoff(FailureSettings(backoff_s=0.5, backoff_max_s=3))
    assert [backoff.next_s() for _ in range(5)] == [0.5, 1, 2, 3, 3]
    backoff.reset()
    assert backoff.next_s() == 0.5


@pytest.mark.parametrize(
    ("answers", "stops"),
    [
        ([], False),
        ([GOOD] * 100, False),
        ([BAD] * 5, False),
        ([BAD] * 6, True),
        ([GOOD, BAD] * 20, False),
        ([BAD] * 5 + [GOOD] * 5 + [BAD] * 5, False),
        ([GOOD] * 100 + [BAD] * 6, True),
    ],
)
def test_more_than_half_of_the_last_ten_stops_the_stage(answers: list[Outcome], stops: bool) -> None:
    breaker = Breaker("enrich", FailureSettings(dead_ratio=0.5, dead_window=10))
    breaker.note(answers)
    if not stops:
        breaker.check()
        return
    with pytest.raises(StageStoppedError, match=r"enrich refused 6 of its last \d+ records \(bad: 6\).*dead replay"):
        breaker.check()


# Each look: seconds waited for records since the last one, position, end, and whether anything was delivered.
Look = tuple[float, int, int, bool]


@pytest.mark.parametrize(
    ("looks", "stuck"),
    [
        ([(0, 5, 10, False), (9, 5, 10, False)], False),
        ([(0, 5, 10, False), (10, 5, 10, False)], True),
        ([(0, 5, 10, False), (5, 5, 11, False), (5, 5, 12, False)], True),
        ([(0, 5, 10, False), (9, 6, 10, False), (9, 6, 10, False)], False),
        ([(0, 10, 10, False), (100, 10, 10, False)], False),
        ([(0, 10, 10, False), (100, 10, 10, False), (9, 10, 11, False)], False),
        ([(0, 10, 10, False), (100, 10, 10, False), (0, 10, 11, False), (10, 10, 12, False)], True),
        ([(0, 5, 10, False), (9, 5, 10, True), (9, 5, 10, True), (9, 5, 10, True)], False),
        ([(0, 5, 10, False), (0, 5, 10, False), (0, 5, 10, False)], False),
    ],
    ids=[
        "not long enough", "long enough", "while the end grows", "it moved", "nothing there", "something new",
        "something new, long ago", "given back to be tried again", "busy with other partitions",
    ],
)  # fmt: skip
def test_a_partition_is_stuck_when_it_has_records_and_gives_none(looks: list[Look], stuck: bool) -> None:
    watchdog = Watchdog[int](10)
    for waited, position, end, delivered in looks:
        watchdog.waited(waited)
        if delivered:
            watchdog.delivered([3])
        found = watchdog.stuck({0: Progress(7, 7), 3: Progress(position, end)})
    assert found == ([3] if stuck else [])
