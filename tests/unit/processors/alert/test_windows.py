"""Kinds that count within a window and tell at once. Windows are ten hours; each moment is told (throttle 1s)."""

import itertools
from typing import Any

import pytest

from processors.alert.rule import Rule
from tests.unit.processors.alert.tables import alerts, hits, rule

WINDOW: dict[str, Any] = {"window": "10h", "throttle": "1s"}
SITE_A = {"field": "source", "op": "is", "value": "A"}
SITE_B = {"field": "source", "op": "is", "value": "B"}
SITES = {"a": SITE_A, "b": SITE_B}

CARDINALITY = rule("cardinality", of="place", at_least=3, **WINDOW)
CORRELATION = rule("correlation", parts=SITES, **WINDOW)
ORDERED = rule("correlation", parts=SITES, ordered=True, **WINDOW)
SAME_AD = rule("correlation", parts={"a": SITE_A, "high": 'score.band == "high"'}, different_ads=False, **WINDOW)
BRIDGE = rule("bridge", sides=SITES, **WINDOW)
GROWTH = rule("cluster_growth", subject="cluster", new_ads=3, sources=2, **WINDOW)
PERSONS = rule("several_persons", persons=3, **WINDOW)

# rule, what                                        arrivals                                       alerts
CASES = [
    (CARDINALITY, "in order", "a/1@0=FR:Lyon a/2@1=FR:Nice a/3@2=FR:Metz", "a@2"),
    (CARDINALITY, "the same place again", "a/1@0=FR:Lyon a/2@1=FR:Lyon a/3@2=FR:Nice", ""),
    (CARDINALITY, "one ad names them all", "a/1@0=FR:Lyon=FR:Nice=FR:Metz", "a@0"),
    (CARDINALITY, "out of order", "a/3@2=FR:Metz a/1@0=FR:Lyon a/2@1=FR:Nice", "a@2"),
    (CARDINALITY, "doubled", "a/1@0=FR:Lyon a/1@0=FR:Lyon a/2@1=FR:Nice a/2@1=FR:Nice", ""),
    (CARDINALITY, "just inside", "a/1@0=FR:Lyon a/2@1=FR:Nice a/3@9.9=FR:Metz", "a@9.9"),
    (CARDINALITY, "at the edge is outside", "a/1@0=FR:Lyon a/2@1=FR:Nice a/3@10=FR:Metz", ""),
    (CARDINALITY, "interleaved", "a/1@0=FR:Lyon b/2@0=FR:Lyon a/3@1=FR:Nice b/4@1=FR:Nice a/5@2=FR:Metz", "a@2"),
    (CARDINALITY, "late, completes a later one", "a/1@0=FR:Lyon a/3@9=FR:Metz a/2@5=FR:Nice", "a@9"),
    (CARDINALITY, "ads that say nothing", "a/1@0 a/2@1 a/3@2", ""),
    (CORRELATION, "in order", "a/1@0^A a/2@1^B", "a@1"),
    (CORRELATION, "the other way round", "a/1@0^B a/2@1^A", "a@1"),
    (CORRELATION, "one part only", "a/1@0^A a/2@1^A", ""),
    (CORRELATION, "out of order", "a/2@1^B a/1@0^A", "a@1"),
    (CORRELATION, "doubled", "a/1@0^A a/1@0^A", ""),
    (CORRELATION, "at the edge is outside", "a/1@0^A a/2@10^B", ""),
    (CORRELATION, "just inside", "a/1@0^A a/2@9.9^B", "a@9.9"),
    (CORRELATION, "interleaved", "a/1@0^A b/2@0.5^B a/3@1^B b/4@2^A", "a@1 b@2"),
    (CORRELATION, "different actors", "a/1@0^A b/2@1^B", ""),
    (ORDERED, "in order", "a/1@0^A a/2@1^B", "a@1"),
    (ORDERED, "the other way round", "a/1@0^B a/2@1^A", ""),
    (ORDERED, "out of order on arrival", "a/2@1^B a/1@0^A", "a@1"),
    (ORDERED, "the right order comes after the wrong one", "a/1@0^B a/2@1^A a/3@2^B", "a@2"),
    (SAME_AD, "one ad may meet both", "a/1@0^A!", "a@0"),
    (BRIDGE, "two sides", "a/1@0^A a/2@1^B", "a@1"),
    (BRIDGE, "order says nothing", "a/1@0^B a/2@1^A", "a@1"),
    (BRIDGE, "out of order", "a/2@5^B a/1@0^A", "a@5"),
    (BRIDGE, "one side", "a/1@0^A a/2@1^A a/3@2^A", ""),
    (BRIDGE, "doubled", "a/1@0^A a/1@0^A a/1@1^A", ""),
    (BRIDGE, "at the edge is outside", "a/1@0^A a/2@10^B", ""),
    (BRIDGE, "late", "a/1@0^A b/9@20^A a/2@4^B", "a@4"),
    (BRIDGE, "interleaved", "a/1@0^A b/2@1^B c/3@2^A b/4@3^A", "b@3"),
    (BRIDGE, "without an actor", "-/1@0^A -/2@1^B", ""),
    (GROWTH, "in order", "a/1@0^A a/2@1^B a/3@2^A", "c-a@2"),
    (GROWTH, "one source only", "a/1@0^A a/2@1^A a/3@2^A", ""),
    (GROWTH, "too few", "a/1@0^A a/2@1^B", ""),
    (GROWTH, "doubled", "a/1@0^A a/1@0^A a/2@1^B a/2@1^B", ""),
    (GROWTH, "out of order", "a/3@2^A a/2@1^B a/1@0^A", "c-a@2"),
    (GROWTH, "too slowly", "a/1@0^A a/2@6^B a/3@12^A", ""),
    (GROWTH, "at the edge is outside", "a/1@0^A a/2@5^B a/3@10^A", ""),
    (GROWTH, "interleaved", "a/1@0^A b/2@0^A a/3@1^B b/4@1^B a/5@2^A b/6@3^A", "c-a@2 c-b@3"),
    (GROWTH, "late", "a/1@0^A a/3@9^B b/7@20^A a/2@5^A", "c-a@9"),
    (PERSONS, "three ages under one contact", "a/1@0+p1=25y a/2@1+p1=31y a/3@2+p1=44y", "p1@2"),
    (PERSONS, "ages a year apart may be one person", "a/1@0+p1=25y a/2@1+p1=26y a/3@2+p1=31y", ""),
    (PERSONS, "a chain of ages", "a/1@0+p1=25y a/2@1+p1=26y a/3@2+p1=27y a/4@3+p1=29y", "p1@3"),
    (PERSONS, "out of order", "a/3@2+p1=44y a/1@0+p1=25y a/2@1+p1=31y", "p1@2"),
    (PERSONS, "another contact", "a/1@0+p1=25y a/2@1+p2=31y a/3@2+p1=44y", ""),
    (PERSONS, "two contacts in each ad", "a/1@0+p1+p2=25y a/2@1+p1+p2=31y a/3@2+p1+p2=44y", "p1@2 p2@2"),
    (PERSONS, "doubled", "a/1@0+p1=25y a/1@0+p1=25y a/2@1+p1=31y", ""),
    (PERSONS, "at the edge is outside", "a/1@0+p1=25y a/2@5+p1=31y a/3@10+p1=44y", ""),
    (PERSONS, "interleaved", "a/1@0+p1=25y b/2@0+p9=25y a/3@1+p1=31y b/4@1+p9=31y b/5@2+p9=44y", "p9@2"),
    (PERSONS, "all in one ad", "a/1@0+p1=25y=31y=44y", "p1@0"),
]  # fmt: skip


@pytest.mark.parametrize(("tried", "what", "arrivals", "expected"), CASES, ids=lambda each: getattr(each, "id", None))
def test_sequence(tried: Rule[Any], what: str, arrivals: str, expected: str) -> None:
    assert alerts(arrivals, tried) == expected.split()


@pytest.mark.parametrize(
    ("tried", "arrivals"),
    [
        (CARDINALITY, "a/1@0=FR:Lyon a/2@4=FR:Nice a/3@9=FR:Metz b/4@3=FR:Lyon a/5@12=FR:Caen"),
        (ORDERED, "a/1@0^B a/2@3^A a/3@9^B a/4@12^A a/5@13^B"),
        (GROWTH, "a/1@0^A a/2@4^B a/3@9^A a/4@13^B a/5@14^B"),
        (PERSONS, "a/1@0+p1=25y a/2@4+p1=31y a/3@9+p1=44y a/4@12+p1+p2=19y a/5@13+p1=50y"),
    ],
    ids=lambda each: getattr(each, "id", None),
)
def test_the_order_of_arrival_does_not_matter(tried: Rule[Any], arrivals: str) -> None:
    orders = itertools.permutations(arrivals.split())
    told = {frozenset((hit.key, hit.window) for hit in hits(" ".join(order), tried)) for order in orders}
    assert len(told) == 1
    assert told != {frozenset()}
