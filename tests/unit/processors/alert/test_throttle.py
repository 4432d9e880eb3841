"""Throttles: at most one alert a key in each period, and periods that grow while alerts keep coming."""

import msgspec
import pytest

from processors.alert.alarms import AlertMemory
from processors.alert.fold import WAITING
from processors.alert.matching import Plan, finish, match
from processors.state import MemoryTransaction
from tests.unit.processors.alert.tables import ad, alerts, hits, rule

EVERY_AD = {"subject": "actor", "condition": {"field": "actor", "op": "known"}}
FIXED = rule("any", throttle="2h", **EVERY_AD)
GROWING = rule("any", throttle={"every": "1h", "up_to": "4h"}, id="growing", **EVERY_AD)
SETTLED = rule("change", of="source", lateness="1h", throttle={"every": "1h", "up_to": "4h"}, id="settled")

HOURLY = " ".join(f"a/{number}@{number}" for number in range(13))

# rule                                               arrivals                                alerts
CASES = [
    (FIXED, "on a fixed grid", "a/1@0 a/2@1 a/3@2 a/4@3.9", "a@0 a@2"),
    (FIXED, "two may be close around an end", "a/1@1.9 a/2@2", "a@1.9 a@2"),
    (FIXED, "each key has its own", "a/1@0 b/2@0.5 a/3@1", "a@0 b@0.5"),
    (FIXED, "doubled", "a/1@0 a/1@0", "a@0"),
    (GROWING, "the first is told", "a/1@0", "a@0"),
    (GROWING, "not within the period", "a/1@0 a/2@0.9", "a@0"),
    (GROWING, "one, two, four hours, and no longer", HOURLY, "a@0 a@1 a@3 a@7 a@11"),
    (GROWING, "quiet halves it", "a/1@0 a/2@1 a/3@3 a/4@15 a/5@16 a/6@17", "a@0 a@1 a@3 a@15 a@16"),
    (GROWING, "each key has its own", "a/1@0 b/2@0.5 a/3@1 b/4@1.2", "a@0 b@0.5 a@1"),
    (GROWING, "out of order, within five minutes", "a/2@0.05 a/1@0 a/3@1.04", "a@0 a@1.04"),
    (GROWING, "doubled", "a/1@0 a/1@0 a/2@1", "a@0 a@1"),
    (SETTLED, "kinds that wait anyway", "a/1@0^A a/2@1^B a/3@1.5^A a/4@2.5^B z/9@9", "a@1 a@2.5"),
]  # fmt: skip


@pytest.mark.parametrize(("tried", "what", "arrivals", "expected"), CASES, ids=lambda each: getattr(each, "id", None))
def test_sequence(tried: object, what: str, arrivals: str, expected: str) -> None:
    assert sorted(alerts(arrivals, tried)) == sorted(expected.split())  # type: ignore[arg-type]


def test_what_waited_still_says_what_it_is_about() -> None:
    [hit] = hits("a/1@0", GROWING)
    assert hit.about is not None
    assert (hit.about.actor, hit.ads) == ("a", (hit.about.ad_id,))


def test_what_waits_can_be_read_by_the_version_before_and_what_that_wrote_is_read() -> None:
    """It read lists: six or seven parts, of which the sixth is the hit in ten parts, and passed over more."""
    three = rule("frequency", count=3, window="10h", throttle={"every": "1h", "up_to": "4h"})
    memory = AlertMemory(MemoryTransaction())
    first, second, third = (ad(f"a/{number}@{number / 10}") for number in (1, 2, 3))
    assert [list(match(each, Plan([three]), memory)) for each in (first, second, third)] == [[], [], []]
    [(key, row)] = list(memory.tx.scan(WAITING))
    parts = msgspec.msgpack.decode(row)
    names = ("key", "window", "at", "ads", "sources", "count", "contact", "before", "after", "value")
    said = dict(zip(names, parts[5], strict=True))
    assert (said["ads"], said["count"]) == ([first.ad_id, second.ad_id, third.ad_id], 3)
    memory.tx.put(WAITING, key, msgspec.msgpack.encode(parts[:7]))
    [(_, hit)] = list(finish(Plan([three]), memory))
    assert (hit.ads, hit.count, hit.events) == ((first.ad_id, second.ad_id, third.ad_id), 3, ())
