"""Kind `frequency`: three different ads of an actor within ten hours, told once a day, except where a case says so."""

import itertools

import pytest

from processors.alert.alarms import AlertMemory
from processors.state import MemoryTransaction
from tests.unit.processors.alert.tables import alerts, hits, rule

THREE_IN_TEN_HOURS = rule("frequency", count=3, window="10h", throttle="1d")

# what                                                  arrivals                             alerts
CASES = [
    ("in order", "a/1@0 a/2@1 a/3@2", "a@2"),
    ("one too few", "a/1@0 a/2@1", ""),
    ("a burst that goes on is told once", "a/1@0 a/2@1 a/3@2 a/4@3 a/5@4", "a@2"),
    ("spread too far apart", "a/1@0 a/2@6 a/3@12 a/4@18", ""),
    ("the window moves with the ads", "a/1@0 a/2@6 a/3@9.5 a/4@11", "a@9.5"),
    ("just inside the window", "a/1@0 a/2@5 a/3@9.99", "a@9.99"),
    ("exactly at its edge is outside", "a/1@0 a/2@5 a/3@10", ""),
    ("all at one moment", "a/1@0 a/2@0 a/3@0", "a@0"),
    ("the same ad three times", "a/1@0 a/1@1 a/1@2", ""),
    ("doubled deliveries do not count", "a/1@0 a/1@0 a/2@1 a/2@1", ""),
    ("an ad counts when it was first seen", "a/1@0 a/2@20 a/1@21 a/3@22", ""),
    ("out of order", "a/3@2 a/1@0 a/2@1", "a@2"),
    ("late, and completes an earlier moment", "a/1@0 a/2@1 a/4@30 a/3@2", "a@2"),
    ("late, and makes a later ad the third", "a/1@0 a/3@9 a/2@5", "a@9"),
    ("late, but outside every window", "a/2@11 a/3@12 a/1@0", ""),
    ("too late: the others are no longer remembered", "a/1@0 a/2@1 a/9@200 a/3@2", ""),
    ("keys interleaved", "a/1@0 b/2@1 a/3@2 b/4@3 a/5@4 b/6@5", "a@4 b@5"),
    ("keys interleaved, none complete", "a/1@0 b/2@1 c/3@2 a/4@3 b/5@4 c/6@5", ""),
    ("the next day again", "a/1@0 a/2@1 a/3@2 a/4@24 a/5@25 a/6@26", "a@2 a@26"),
    ("over the end of a day: one alert in each", "a/1@10 a/2@11 a/3@11.5 a/4@12.5", "a@11.5 a@12.5"),
    ("ads without the key", "-/1@0 -/2@1 -/3@2", ""),
]  # fmt: skip


@pytest.mark.parametrize(("what", "arrivals", "expected"), CASES)
def test_sequence(what: str, arrivals: str, expected: str) -> None:
    assert alerts(arrivals, THREE_IN_TEN_HOURS) == expected.split()


def test_the_order_of_arrival_does_not_matter() -> None:
    """Ads of two actors over two days, in all orders: always the same key and window, which make the alert's id."""
    arrivals = ["a/1@0", "a/2@4", "a/3@9", "b/4@13", "b/5@14", "b/6@15"]
    told = {
        frozenset((hit.key, hit.window) for hit in hits(" ".join(order), THREE_IN_TEN_HOURS))
        for order in itertools.permutations(arrivals)
    }
    assert told == {frozenset({("a", "2026-03-01T00:00:00Z/24h"), ("b", "2026-03-02T00:00:00Z/24h")})}


def test_throttle_is_the_window_unless_said_otherwise() -> None:
    every_ten_hours = rule("frequency", count=2, window="10h")
    assert every_ten_hours.file.period == 10 * 3_600_000


def test_a_flood_keeps_the_state_small() -> None:
    state = MemoryTransaction()
    flood = " ".join(f"a/{number}@{number / 1000}" for number in range(1_000))
    alerts(flood, THREE_IN_TEN_HOURS, memory=AlertMemory(state))
    [(_, value)] = state.scan("window")
    assert len(value) < 15_000
