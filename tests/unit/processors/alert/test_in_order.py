"""Kinds that hold each ad against those before it, strictly in event time. The lateness is one hour.

`z/9@...` is an ad of somebody else: it lets time go on.
"""

import itertools
from dataclasses import replace as with_other
from typing import Any

import pytest
from msgspec.structs import replace

from processors.alert.alarms import AlertMemory
from processors.alert.fold import Observed
from processors.alert.kinds import price_below_norm
from processors.alert.matching import Plan, match
from processors.alert.rule import Rule
from processors.state import MemoryTransaction
from schemas.ad import ScoredAd
from tests.unit.processors.alert.tables import ad, alerts, hits, rule

HOUR: dict[str, Any] = {"lateness": "1h"}

CHANGE = rule("change", of="source", **HOUR)
CHANGE_SOON = rule("change", of="source", within="5h", **HOUR)
CITY = rule("move", level="city", within="48h", **HOUR)
COUNTRY = rule("move", level="country", **HOUR)
NEW_TERM = rule("new_term", of="source", known_for="5h", remember="20h", **HOUR)
BACK = rule("reappearance", after="20h", **HOUR)
BACK_HIGH = rule("reappearance", after="20h", returning='score.band == "high"', id="back_high", **HOUR)
NORM = rule("price_below_norm", share=0.5, sample=5, window="10d", **HOUR)

USUAL = " ".join(f"n/10{number}@{number / 10}=FR:Lyon={price}e" for number, price in enumerate((90, 95, 100, 105, 110)))

# rule, what                                             arrivals                                        alerts
CASES = [
    (CHANGE, "first sight", "a/1@0^A", ""),
    (CHANGE, "the same again", "a/1@0^A a/2@1^A", ""),
    (CHANGE, "another", "a/1@0^A a/2@1^B", "a@1"),
    (CHANGE, "there and back", "a/1@0^A a/2@1^B a/3@2^A", "a@1 a@2"),
    (CHANGE, "doubled", "a/1@0^A a/1@0^A a/2@1^B a/2@1^B", "a@1"),
    (CHANGE, "out of order, and no change", "a/1@0^A a/3@2^B a/2@1.5^B", "a@1.5"),
    (CHANGE, "late by an hour is not too late", "a/1@0^A a/2@1^B z/9@2 a/3@1^A", "a@1"),
    (CHANGE, "later than that is", "a/1@0^A z/9@3 a/2@1.9^B", ""),
    (CHANGE, "interleaved", "a/1@0^A b/2@0^B a/3@1^A b/4@1^A", "b@1"),
    (CHANGE_SOON, "soon enough", "a/1@0^A a/2@5^B", "a@5"),
    (CHANGE_SOON, "not soon enough", "a/1@0^A a/2@5.1^B", ""),
    (CITY, "one city", "a/1@0=FR:Lyon a/2@5=FR:Lyon", ""),
    (CITY, "another city", "a/1@0=FR:Lyon a/2@5=FR:Nice", "a@5"),
    (CITY, "ads that name several places say nothing", "a/1@0=FR:Lyon a/2@5=FR:Nice=FR:Metz a/3@6=FR:Lyon", ""),
    (CITY, "ads that name none are passed over", "a/1@0=FR:Lyon a/2@5 a/3@6=FR:Nice", "a@6"),
    (CITY, "too long after", "a/1@0=FR:Lyon a/2@49=FR:Nice", ""),
    (CITY, "exactly at the edge", "a/1@0=FR:Lyon a/2@48=FR:Nice", "a@48"),
    (CITY, "out of order", "a/1@0=FR:Lyon a/3@5.5=FR:Nice a/2@5=FR:Lyon", "a@5.5"),
    (CITY, "doubled", "a/1@0=FR:Lyon a/2@5=FR:Nice a/2@5=FR:Nice", "a@5"),
    (CITY, "interleaved", "a/1@0=FR:Lyon b/2@0=FR:Nice a/3@5=FR:Lyon b/4@5=FR:Lyon", "b@5"),
    (COUNTRY, "another city of one country", "a/1@0=FR:Lyon a/2@5=FR:Nice", ""),
    (COUNTRY, "over a border", "a/1@0=FR:Lyon a/2@5=BE:Namur", "a@5"),
    (COUNTRY, "and back", "a/1@0=FR:Lyon a/2@5=BE:Namur a/3@9=FR:Lyon", "a@5 a@9"),
    (NEW_TERM, "first sight of a key", "a/1@0^A", ""),
    (NEW_TERM, "too soon after it", "a/1@0^A a/2@4^B", ""),
    (NEW_TERM, "known long enough", "a/1@0^A a/2@5^B", "a@5"),
    (NEW_TERM, "shown before", "a/1@0^A a/2@4^B a/3@8^B", ""),
    (NEW_TERM, "forgotten in the meantime", "a/1@0^A a/2@20^A a/3@20.5^B a/4@41^A", "a@20.5 a@41"),
    (NEW_TERM, "at the edge of memory", "a/1@0^A a/2@20^A", ""),
    (NEW_TERM, "out of order: shown before after all", "a/1@0^A a/3@4.5^B a/2@4^B a/4@9^B", ""),
    (NEW_TERM, "doubled", "a/1@0^A a/2@5^B a/2@5^B", "a@5"),
    (NEW_TERM, "interleaved", "a/1@0^A b/2@0^B a/3@6^A b/4@6^A", "b@6"),
    (NEW_TERM, "too late to be counted", "a/1@0^A z/9@30 a/2@8^B z/8@45", ""),
    (BACK, "never gone", "a/1@0 a/2@10 a/3@20", ""),
    (BACK, "gone for long enough", "a/1@0 a/2@20", "a@20"),
    (BACK, "not quite", "a/1@0 a/2@19.9", ""),
    (BACK, "an old ad seen again is a sign of life", "a/1@0 a/1@10 a/2@20", ""),
    (BACK, "twice", "a/1@0 a/2@20 a/3@21 a/4@41", "a@20 a@41"),
    (BACK, "out of order: a late sign of life", "a/1@0 a/3@20 a/2@19.5", ""),
    (BACK, "a sign of life that is too late", "a/1@0 a/3@20 a/2@18", "a@20"),
    (BACK, "doubled", "a/1@0 a/2@20 a/2@20", "a@20"),
    (BACK, "interleaved", "a/1@0 b/2@5 a/3@20 b/4@24", "a@20"),
    (BACK_HIGH, "who comes back must meet more", "a/1@0 a/2@20 a/3@41!", "a@41"),
    (NORM, "half the usual price", f"{USUAL} a/1@1=FR:Lyon=49e", "a@1"),
    (NORM, "exactly half is not under half", f"{USUAL} a/1@1=FR:Lyon=50e", ""),
    (NORM, "another place has its own norm", f"{USUAL} a/1@1=FR:Nice=49e", ""),
    (NORM, "no norm yet", "n/1@0=FR:Lyon=100e n/2@0.1=FR:Lyon=100e a/1@1=FR:Lyon=10e", ""),
    (NORM, "doubled", f"{USUAL} a/1@1=FR:Lyon=49e a/1@1=FR:Lyon=49e", "a@1"),
    (NORM, "out of order: the norm was there by then", f"n/9@1=FR:Lyon=100e {USUAL} a/1@0.9=FR:Lyon=49e", "a@0.9"),
    (NORM, "out of order: it was not", f"{USUAL.replace('@0.4', '@0.9')} a/1@0.8=FR:Lyon=49e", ""),
    (NORM, "old prices are no norm", f"{USUAL} a/1@241=FR:Lyon=49e", ""),
    (NORM, "no price", f"{USUAL} a/1@1=FR:Lyon", ""),
    (NORM, "interleaved", f"{USUAL} a/1@1=FR:Lyon=49e b/2@1=FR:Lyon=99e c/3@1.1=FR:Lyon=20e", "a@1 c@1.1"),
]  # fmt: skip


@pytest.mark.parametrize(("tried", "what", "arrivals", "expected"), CASES, ids=lambda each: getattr(each, "id", None))
def test_sequence(tried: Rule[Any], what: str, arrivals: str, expected: str) -> None:
    assert alerts(arrivals, tried) == expected.split()


@pytest.mark.parametrize("tried", [CHANGE, CITY, NEW_TERM, BACK, NORM], ids=lambda each: each.id)
def test_the_order_of_arrival_within_the_lateness_does_not_matter(tried: Rule[Any]) -> None:
    before = f"{USUAL} a/1@-30=FR:Lyon^A b/1@-6=FR:Nice^A"
    arrivals = ["a/2@1=FR:Nice^B", "a/3@1.5=FR:Lyon=20e^A", "b/4@1.2=FR:Lyon=30e^B", "b/5@1.9=FR:Metz^A"]
    orders = itertools.permutations(arrivals)
    assert len({tuple(sorted(alerts(f"{before} {' '.join(order)}", tried))) for order in orders}) == 1


def test_an_alert_comes_when_its_moment_is_settled() -> None:
    waiting = AlertMemory(MemoryTransaction())
    plan = Plan([CHANGE])
    told = [len(list(match(ad(arrival), plan, waiting))) for arrival in ("a/1@0^A", "a/2@1^B", "z/8@2", "z/9@2.001")]
    assert told == [0, 0, 0, 1]


def test_what_was_and_what_is_are_said() -> None:
    [hit] = hits("a/1@0=FR:Lyon a/2@5=FR:Nice", CITY)
    assert (hit.before, hit.after, len(hit.ads)) == ("Lyon", "Nice", 2)


def test_what_waited_is_gone_from_the_state_afterwards() -> None:
    state = MemoryTransaction()
    hits("a/1@0^A a/2@1^B b/3@1^A", CHANGE, memory=AlertMemory(state))
    assert list(state.scan("waiting")) == []


def test_a_new_version_begins_afresh() -> None:
    """What the old version left waiting is thrown away when its moment comes."""
    state = MemoryTransaction()
    for arrival in ("a/1@0^A", "a/2@1^B"):
        list(match(ad(arrival), Plan([CHANGE]), AlertMemory(state)))
    second = Plan([rule("change", of="source", version=2, **HOUR)])
    assert list(match(ad("z/9@50"), second, AlertMemory(state))) == []
    assert len(list(state.scan("waiting"))) == 1  # the new ad, of the new version


def late(*ads: ScoredAd) -> int:
    """How many observations of these ads, in order of arrival, count as too late for rules of both lanes."""
    plan, memory = (
        Plan([CHANGE, rule("frequency", id="counts", count=99, window="1h")]),
        AlertMemory(MemoryTransaction()),
    )
    for each in ads:
        list(match(each, plan, memory))
    return memory.too_late


def test_an_ad_that_is_told_again_is_not_late() -> None:
    first, later = ad("a/1@0^A"), ad("z/9@9")
    assert late(later, first) == 1
    assert late(first, later, replace(first, revision=1)) == 0
    assert late(first, later, first) == 0  # a replay
    seen_again = replace(ad("a/1@1^B"), history=replace(first.history, sightings=2))
    assert late(first, later, seen_again) == 1  # another sighting, that came late


def test_prices_that_an_earlier_version_kept_are_read_on() -> None:
    kept = [(at, 100.0) for at in range(10)]
    seen = Observed(10, "ad", "source", "group", "key", 49.0)
    step = price_below_norm.how.step(NORM, kept, seen)
    assert step.hit is not None
    assert (step.hit.count, step.hit.before) == (10, "100")
    assert step.state == {"at": [*range(11)], "amount": [*[100.0] * 10, 49.0]}
    assert price_below_norm.how.step(NORM, step.state, seen).hit == with_other(step.hit, count=11)
