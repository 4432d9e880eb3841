"""Any ads, in any order of arrival within the lateness, told twice or once: the stage and the plain evaluator agree."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.alert.alarms import AlertMemory
from processors.alert.matching import Plan, finish, match
from processors.alert.rule import Rule
from processors.state import MemoryTransaction
from schemas.ad import ScoredAd
from schemas.base import epoch_ms
from schemas.mention import Contact, MentionKind
from schemas.score import Band, Score
from tests import factories
from tests.unit.processors.alert import reference
from tests.unit.processors.alert.reference import HOUR, Seen, Told, periods
from tests.unit.processors.alert.tables import mention, rule

NOON = epoch_ms(factories.NOON)
DAY = 24 * HOUR
SITES = {"one": 'source == "s"', "two": 'source == "t"'}
LATE = {"lateness": "2h"}
FAST = {"throttle": "1s"}
STEPWISE = {"window": "12h", "throttle": "1s", **LATE}
EVENT = epoch_ms(datetime(2026, 3, 2, tzinfo=UTC))

ads = st.lists(
    st.builds(
        Seen,
        at=st.integers(0, 240).map(lambda quarter: NOON + quarter * HOUR // 4),
        ad=st.sampled_from([str(number) for number in range(100)]),
        actor=st.sampled_from("ab"),
        source=st.sampled_from("st"),
        place=st.sampled_from(("", "Lyon", "Nice", "Metz")),
        age=st.sampled_from((0, 21, 22, 24, 30)),
        price=st.sampled_from((20, 60, 100, 110)),
        high=st.booleans(),
    ),
    min_size=1,
    max_size=24,
    unique_by=(lambda seen: seen.ad, lambda seen: seen.at),
)

Expected = Callable[[Iterable[Seen]], set[Told]]

# At once: windows of ten hours, lateness of a day.
AT_ONCE: list[tuple[Rule[Any], Expected]] = [
    (
        rule("frequency", count=3, window="10h", **FAST),
        lambda seen: reference.windows(seen, 10 * HOUR, reference.frequency(3)),
    ),
    (
        rule("cardinality", of="place", at_least=3, window="10h", **FAST),
        lambda seen: reference.windows(seen, 10 * HOUR, reference.places(3)),
    ),
    (
        rule("correlation", parts=SITES, window="10h", **FAST),
        lambda seen: reference.windows(seen, 10 * HOUR, reference.both_sources),
    ),
    (
        rule("correlation", parts=SITES, window="10h", ordered=True, id="ordered", **FAST),
        lambda seen: reference.windows(seen, 10 * HOUR, reference.first_s_then_t),
    ),
    (
        rule("bridge", sides=SITES, window="10h", **FAST),
        lambda seen: reference.windows(seen, 10 * HOUR, reference.both_sources),
    ),
    (
        rule("cluster_growth", subject="cluster", new_ads=3, sources=2, window="10h", **FAST),
        lambda seen: reference.windows(seen, 10 * HOUR, reference.growth(3)),
    ),
    (
        rule("several_persons", key=["actor"], persons=3, window="10h", **FAST),
        lambda seen: reference.windows(seen, 10 * HOUR, reference.persons(3, 1)),
    ),
]

# In order and in steps: lateness of two hours.
SETTLED: list[tuple[Rule[Any], Expected]] = [
    (rule("change", of="source", **LATE), lambda seen: reference.changes(seen, lambda ad: ad.source)),
    (
        rule("move", level="city", within="6h", **LATE),
        lambda seen: reference.changes(seen, lambda ad: ad.place, 6 * HOUR),
    ),
    (
        rule("new_term", of="source", remember="12h", known_for="4h", **LATE),
        lambda seen: reference.new_terms(seen, 12 * HOUR, 4 * HOUR),
    ),
    (rule("reappearance", after="6h", **LATE), lambda seen: reference.reappearances(seen, 6 * HOUR)),
    (
        rule("price_below_norm", sample=5, share=0.5, window="20h", **LATE),
        lambda seen: reference.low_prices(seen, 0.5, 5, 20 * HOUR),
    ),
    (
        rule("spike", height=2, min_reference=2, **STEPWISE),
        lambda seen: reference.steps(seen, 12 * HOUR, 24 * HOUR, reference.spike(12 * HOUR, 2, 2, up=True)),
    ),
    (
        rule("spike", height=2, min_reference=2, direction="down", id="down", **STEPWISE),
        lambda seen: reference.steps(seen, 12 * HOUR, 24 * HOUR, reference.spike(12 * HOUR, 2, 2, up=False)),
    ),
    (
        rule("flatline", fewer_than=2, give_up=2, **STEPWISE),
        lambda seen: reference.steps(seen, 12 * HOUR, 24 * HOUR, reference.silence(12 * HOUR, 2), open_end=False),
    ),
    (
        rule("percentage", match='score.band == "high"', above=50, min_count=3, **STEPWISE),
        lambda seen: reference.steps(seen, 12 * HOUR, 12 * HOUR, reference.share_of_high(12 * HOUR, 50, 3)),
    ),
    (
        rule("metric", metric="avg", of="price", below=60, min_count=3, **STEPWISE),
        lambda seen: reference.steps(seen, 12 * HOUR, 12 * HOUR, reference.low_average(12 * HOUR, 60, 3)),
    ),
    (
        rule("surge", event="2026-03-02", baseline="2d", factor=2, min_count=3, **STEPWISE),
        lambda seen: reference.steps(seen, 12 * HOUR, 60 * HOUR, reference.surge(12 * HOUR, EVENT, 2 * DAY, 2, 3)),
    ),
]


def ids(case: object) -> str | None:
    return getattr(case, "id", None)


@pytest.mark.parametrize(("tried", "expected"), AT_ONCE, ids=ids)
@settings(max_examples=25, deadline=None)
@given(seen=ads, data=st.data())
def test_at_once(tried: Rule[Any], expected: Expected, seen: list[Seen], data: st.DataObject) -> None:
    assert evaluated(tried, shuffled(seen, 20, data)) == periods(expected(seen), 1_000)


SILENT: dict[str, dict[str, Any]] = {"cardinality": {"place": ""}, "several_persons": {"age": 0}}


@pytest.mark.parametrize("kind", SILENT)
def test_an_ad_that_says_nothing_completes_no_window(kind: str) -> None:
    tried, expected = next(case for case in AT_ONCE if case[0].file.kind == kind)
    told = [("Nice", 21), ("Metz", 24), ("Lyon", 30)]
    seen = [Seen(NOON + at * HOUR, str(at), "a", place=place, age=age) for at, (place, age) in enumerate(told)]
    silent = replace(seen[-1], at=NOON + 3 * HOUR, ad="3", **SILENT[kind])
    assert evaluated(tried, [*seen, silent]) == periods(expected([*seen, silent]), 1_000) == {("a", seen[-1].at)}


@pytest.mark.parametrize(("tried", "expected"), SETTLED, ids=ids)
@settings(max_examples=25, deadline=None)
@given(seen=ads, data=st.data())
def test_settled(tried: Rule[Any], expected: Expected, seen: list[Seen], data: st.DataObject) -> None:
    assert evaluated(tried, shuffled(seen, 2, data)) == periods(expected(seen), 1_000)


@settings(max_examples=25, deadline=None)
@given(seen=ads, data=st.data())
def test_growing_throttle(seen: list[Seen], data: st.DataObject) -> None:
    growing = rule("frequency", count=2, window="10h", throttle={"every": "1h", "up_to": "8h"})
    plain = reference.windows(seen, 10 * HOUR, reference.frequency(2))
    expected = {
        (actor, at)
        for actor in "ab"
        for at in reference.thinned((at for key, at in plain if key == actor), HOUR, 8 * HOUR)
    }
    order = [seen[place] for place in sorted(range(len(seen)), key=lambda place: seen[place].at)]
    assert evaluated(growing, order) == periods(expected, 1_000)


@settings(max_examples=25, deadline=None)
@given(seen=ads)
def test_new_identifier(seen: list[Seen]) -> None:
    known = rule("new_identifier", known_for="3h")
    assert evaluated(known, sorted(seen)) == periods(reference.new_contacts(seen, 3 * HOUR), 1_000)


@settings(max_examples=25, deadline=None)
@given(seen=ads)
def test_cut_into_batches_on_one_state_it_is_the_same(seen: list[Seen]) -> None:
    """A batch ends after each ad: whatever is remembered outside the state is lost."""
    rules = [tried for tried, _ in (*AT_ONCE, *SETTLED)]
    rules = [renamed(each, number) for number, each in enumerate(rules)]
    assert told(rules, sorted(seen), one_batch=True) == told(rules, sorted(seen), one_batch=False)


def renamed(each: Rule[Any], number: int) -> Rule[Any]:
    name = f"rule_{number}"
    return replace(each, id=name, file=each.file.model_copy(update={"id": name}))


def evaluated(tried: Rule[Any], arrivals: list[Seen]) -> set[Told]:
    """(key, moment) of every alert, moments cut to seconds."""
    found = told([tried], arrivals, one_batch=True)
    return {(key.removeprefix("c-"), at - at % 1_000) for _, key, at in found}


def told(rules: list[Rule[Any]], arrivals: list[Seen], one_batch: bool) -> list[tuple[str, str, int]]:
    plan, state = Plan(rules), MemoryTransaction()
    memory = AlertMemory(state)
    found = []
    for seen in arrivals:
        memory = memory if one_batch else AlertMemory(state)
        found += [(each.id, hit.key, hit.at) for each, hit in match(ad(seen), plan, memory)]
    return [*found, *((each.id, hit.key, hit.at) for each, hit in finish(plan, memory))]


def shuffled(seen: list[Seen], hours: int, data: st.DataObject) -> list[Seen]:
    """The ads in an order in which none is later than so many hours behind the newest; some told twice."""
    delays = data.draw(st.lists(st.integers(0, hours * 60), min_size=len(seen), max_size=len(seen)))
    twice = data.draw(st.lists(st.sampled_from(seen), max_size=3))
    arrivals = [(each.at + delay * 60_000, each) for each, delay in zip(seen, delays, strict=True)]
    return [each for _, each in sorted([*arrivals, *((each.at + hours * HOUR, each) for each in twice)])]


def ad(seen: Seen) -> ScoredAd:
    at = datetime.fromtimestamp(seen.at / 1000, UTC)
    named = (f"FR:{seen.place}" if seen.place else "", f"{seen.age}y" if seen.age else "", f"{seen.price}e")
    return factories.scored_ad(
        **factories.head(source=seen.source, key=seen.ad, observed_at=at, ad_id=seen.ad),
        actor=seen.actor,
        cluster=f"c-{seen.actor}",
        contacts=(Contact(kind=MentionKind.PHONE, token=f"p{seen.age}"),),
        mentions=tuple(mention(text) for text in named if text),
        score=Score(band=Band.HIGH if seen.high else Band.LOW),
    )
