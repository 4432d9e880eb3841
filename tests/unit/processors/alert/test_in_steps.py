"""Kinds that weigh windows against each other. A window is twelve hours in steps of one; the lateness is half an hour.

Steps begin on full hours. A number before `x` is so many ads within the hour: `5xa@3`; alone it is written `a/1@3`.
`z/9@...` is an ad of somebody else: it lets time go on. Alerts carry the end of the step that completed them.
"""

import itertools
import re
from typing import Any

import pytest

from processors.alert.alarms import AlertMemory
from processors.alert.matching import Plan, match
from processors.alert.rule import Rule
from processors.state import MemoryTransaction
from tests.unit.processors.alert.tables import ad, alerts, hits, rule

STEPS: dict[str, Any] = {"window": "12h", "lateness": "30m", "throttle": "30d"}
MANY = re.compile(r"(\d+)x(\w+)@(\d+)(\S*)")

UP = rule("spike", height=3, min_reference=2, **STEPS)
DOWN = rule("spike", height=3, direction="down", min_reference=3, id="down", **STEPS)
SILENT = rule("flatline", give_up=3, **STEPS)
FEW = rule("flatline", fewer_than=3, id="few", **STEPS)
SHARE = rule("percentage", match='score.band == "high"', above=50, min_count=4, **STEPS)
SHARE_LOW = rule("percentage", match='score.band == "high"', below=20, min_count=4, id="share_low", **STEPS)
AVERAGE = rule("metric", metric="avg", of="price", below=50, min_count=3, **STEPS)
LOWEST = rule("metric", metric="min", of="price", below=20, id="lowest", **STEPS)
DISTINCT = rule("metric", metric="distinct", of="source", below=2, min_count=3, id="distinct", **STEPS)
SURGE = rule("surge", event="2026-03-03", factor=3, min_count=6, baseline="2d", **STEPS)

# rule, what                                       arrivals                                      alerts
CASES = [
    (UP, "as many as before", "2xa@0 2xa@12 z/9@40", ""),
    (UP, "three times as many", "2xa@0 6xa@12 z/9@40", "a@24"),
    (UP, "not quite", "2xa@0 5xa@12 z/9@40", ""),
    (UP, "too few before to say", "1xa@0 9xa@12 z/9@40", ""),
    (UP, "known too short a time", "2xa@6 9xa@12 z/9@13", ""),
    (UP, "told with the first step that shows it", "2xa@0 2xa@12 6xa@18 z/9@60", "a@24"),
    (UP, "out of order", "6xa@12 2xa@12.4 2xa@0 z/9@40", ""),
    (UP, "late, and counted where it belongs", "2xa@0 5xa@12 z/9@13.2 a/500@12.9 z/8@40", "a@24"),
    (UP, "later than the lateness", "2xa@0 5xa@12 z/9@13.6 a/500@12.9 z/8@40", ""),
    (UP, "doubled", "2xa@0 5xa@12 5xa@12 z/9@40", ""),
    (UP, "interleaved", "2xa@0 2xb@0 6xb@12 2xa@12 z/9@40", "b@24"),
    (DOWN, "a third is left", "6xa@0 2xa@12 z/9@40", "a@24"),
    (DOWN, "nothing is left", "6xa@0 z/9@40", "a@24"),
    (DOWN, "half is left", "6xa@0 3xa@12 z/9@23.9", ""),
    (SILENT, "never silent", "a/1@0 a/2@11 a/3@22 z/9@30", ""),
    (SILENT, "a window without a sign of life", "a/1@0 z/9@30", "a@13"),
    (SILENT, "an old ad seen again is one", "a/1@0 a/1@11 z/9@22", ""),
    (SILENT, "not a whole window yet", "a/1@0 z/9@12.9", ""),
    (SILENT, "and now", "a/1@0 z/9@13.5", "a@13"),
    (SILENT, "doubled", "a/1@0 a/1@0 z/9@30", "a@13"),
    (SILENT, "late, and no silence after all", "a/1@0 z/9@13.4 a/2@12.95 z/8@14", ""),
    (SILENT, "interleaved", "a/1@0 b/2@0 b/3@6 z/9@17", "a@13"),
    (SILENT, "out of order", "a/2@0.4 a/1@0 z/9@30", "a@13"),
    (FEW, "fewer than three in a window", "3xa@0 2xa@12 z/9@24.5", "a@13"),
    (FEW, "three", "3xa@0 3xa@12 z/9@23.9", ""),
    (SHARE, "more than half", "2xa@0 3xa@1! z/9@40", "a@2"),
    (SHARE, "exactly half", "2xa@0 2xa@1! z/9@40", ""),
    (SHARE, "too few to say", "3xa@0! z/9@40", ""),
    (SHARE, "only while the others are in the window", "4xa@0 4xa@5! z/9@40", "a@13"),
    (SHARE, "doubled", "2xa@0 2xa@1! 2xa@1! z/9@40", ""),
    (SHARE, "out of order", "3xa@1! 2xa@1.3 z/9@40", "a@2"),
    (SHARE, "late", "2xa@0 2xa@1! z/9@2.3 a/500@1.9! z/8@40", "a@2"),
    (SHARE, "interleaved", "2xa@0 2xb@0 3xb@1! 2xa@1! z/9@40", "b@2"),
    (SHARE_LOW, "hardly any", "5xa@0 z/9@40", "a@1"),
    (AVERAGE, "a low average", "2xa@0=60e 3xa@1=40e z/9@40", "a@2"),
    (AVERAGE, "a high one", "2xa@0=60e 1xa@1=40e z/9@11", ""),
    (AVERAGE, "too few", "2xa@0=40e z/9@40", ""),
    (AVERAGE, "ads without a price say nothing", "2xa@0=40e 5xa@1 z/9@40", ""),
    (AVERAGE, "doubled", "2xa@0=40e 2xa@0=40e z/9@40", ""),
    (AVERAGE, "out of order", "1xa@1=40e 2xa@1.2=40e z/9@40", "a@2"),
    (AVERAGE, "over the edge of a window", "1xa@0=10e 2xa@12=49e z/9@40", ""),
    (AVERAGE, "interleaved", "3xa@0=60e 3xb@0=40e z/9@40", "b@1"),
    (LOWEST, "one low price", "3xa@0=60e 1xa@2=19e z/9@40", "a@3"),
    (DISTINCT, "one source only", "3xa@0^A z/9@40", "a@1"),
    (DISTINCT, "two", "2xa@0^A 2xa@0.5^B z/9@11", ""),
    (SURGE, "three times the usual", "8xa@0 7xa@40 z/9@90", "a@41"),
    (SURGE, "the usual", "8xa@0 2xa@13 2xa@40 z/9@90", ""),
    (SURGE, "before the event", "2xa@0 9xa@20 z/9@35", ""),
    (SURGE, "nothing before it", "6xa@40 z/9@90", "a@41"),
    (SURGE, "too few", "5xa@40 z/9@90", ""),
    (SURGE, "long after it", "6xa@2400 z/9@2500", ""),
    (SURGE, "doubled", "4xa@40 4xa@40 z/9@90", ""),
    (SURGE, "out of order", "3xa@41 3xa@40.8 z/9@90", "a@42"),
    (SURGE, "interleaved", "6xa@40 5xb@40 6xb@41 z/9@90", "a@41 b@42"),
]  # fmt: skip


def spelled(arrivals: str) -> str:
    """`3xa@2` as three ads in the minutes after two o'clock; the same words give the same ads."""
    single = []
    for arrival in arrivals.split():
        many = MANY.fullmatch(arrival)
        if not many:
            single.append(arrival)
            continue
        number, actor, hour, rest = many.groups()
        fraction, rest = (rest[:2], rest[2:]) if rest.startswith(".") else ("", rest)
        base = float(f"{hour}{fraction}")
        single += [
            f"{actor}/{actor}{hour}{fraction[1:]}{n}{rest == '!'}@{base + n / 600:g}{rest}" for n in range(int(number))
        ]
    return " ".join(single)


@pytest.mark.parametrize(("tried", "what", "arrivals", "expected"), CASES, ids=lambda each: getattr(each, "id", None))
def test_sequence(tried: Rule[Any], what: str, arrivals: str, expected: str) -> None:
    assert sorted(told for told in alerts(spelled(arrivals), tried) if told[0] != "z") == expected.split()


@pytest.mark.parametrize("tried", [UP, DOWN, SILENT, SHARE, AVERAGE, SURGE], ids=lambda each: each.id)
def test_the_order_of_arrival_within_the_lateness_does_not_matter(tried: Rule[Any]) -> None:
    before = spelled("2xa@0=60e 3xb@1=90e")
    arrivals = ["a/21@40.1=10e!", "b/22@39.9=20e!", "a/23@40.3=30e!", "b/24@40.2=70e", "a/25@39.8=10e!"]
    orders = itertools.permutations(arrivals)
    assert len({tuple(sorted(alerts(f"{before} {' '.join(order)} z/9@90", tried))) for order in orders}) == 1


def test_a_silence_is_told_again_each_period_until_the_key_counts_as_gone() -> None:
    daily = rule("flatline", give_up=5, **STEPS | {"throttle": "1d"})
    assert alerts("a/1@0 z/9@400", daily) == ["a@13", "a@36", "a@60"]


def test_the_state_of_a_key_that_is_gone_is_empty() -> None:
    state = MemoryTransaction()
    hits(spelled("6xa@0 z/9@90"), DOWN, memory=AlertMemory(state))
    rows = [key[:16] for key, _ in state.scan("slots")]
    assert len(rows) <= 1  # of z


def test_a_rule_that_is_gone_leaves_nothing() -> None:
    state = MemoryTransaction()
    for arrival in ("a/1@0", "a/2@1"):
        list(match(ad(arrival), Plan([SILENT]), AlertMemory(state)))
    list(match(ad("z/9@90"), Plan([]), AlertMemory(state)))
    assert [list(state.scan(table)) for table in ("slots", "buckets", "alarms")] == [[], [], []]


def test_what_was_measured_is_said() -> None:
    [hit] = hits(spelled("2xa@0=60e 3xa@1=40e z/9@40"), AVERAGE)
    assert (hit.value, hit.count, len(hit.ads), hit.about is not None) == ("48", 5, 5, True)
