"""Rules found by what an ad has: never fewer than those the ad meets."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from processors.alert.condition import Condition
from processors.alert.index import Index, facts_of, necessary
from processors.alert.predicate import predicate
from schemas.ad import ScoredAd
from schemas.finding import Finding, State
from schemas.score import Band, Score
from tests.factories import scored_ad
from tests.unit.processors.alert.tables import rule

# condition                                                          facts of which one must hold; None: every ad
NECESSARY: list[tuple[str, set[tuple[str, str]] | None]] = [
    ('found("LB-06")', {("finding", "LB-06")}),
    ('found("LB-06", "LB-13") >= 2', {("finding", "LB-06"), ("finding", "LB-13")}),
    ('absent("LB-06")', None),
    ('score.band == "high"', {("score.band", "high")}),
    ('source in ["a", "b"]', {("source", "a"), ("source", "b")}),
    ('found("LB-06") and score.band == "high"', {("finding", "LB-06")}),
    ('found("LB-06") or score.band == "high"', {("finding", "LB-06"), ("score.band", "high")}),
    ('found("LB-06") or actor != null', None),
    ('not found("LB-06")', None),
    ('source != "a"', None),
    ("cluster_size >= 3", None),
]

leaves = st.sampled_from(
    ['found("LB-06")', 'found("LB-13", "SX-01") >= 2', 'score.band in ["medium", "high"]', 'source == "a"',
     'absent("LB-06")', 'source_family == "job_board"', "cluster_size >= 2"]
)  # fmt: skip
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"all": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"any": st.lists(inner, min_size=1, max_size=3)}),
        st.fixed_dictionaries({"none": st.lists(inner, min_size=1, max_size=2)}),
    ),
    max_leaves=6,
)
ads = st.builds(
    lambda states, band, source: scored_ad(
        findings=tuple(Finding(indicator=name, state=state) for name, state in states.items()),
        score=Score(band=band),
        source=source,
    ),
    st.dictionaries(st.sampled_from(["LB-06", "LB-13", "SX-01"]), st.sampled_from([State.PRESENT, State.ABSENT])),
    st.sampled_from(list(Band)),
    st.sampled_from("ab"),
)


def parsed(said: Any) -> Condition:
    condition: Condition = TypeAdapter(Condition).validate_python(said)
    return condition


@pytest.mark.parametrize(("said", "facts"), NECESSARY)
def test_necessary(said: str, facts: set[tuple[str, str]] | None) -> None:
    assert necessary(parsed(said)) == facts


@settings(max_examples=80, deadline=None)
@given(said=conditions, ad=ads)
def test_a_rule_that_is_met_is_found(said: Any, ad: ScoredAd) -> None:
    if predicate(parsed(said), ScoredAd)(ad):
        facts = necessary(parsed(said))
        assert facts is None or facts & set(facts_of(ad))
        assert Index([rule("any", condition=said)]).concerning(ad)


def test_an_ad_meets_only_rules_that_can_concern_it() -> None:
    index = Index([rule("any", id=f"rule_{number}", condition=f'found("LB-{number:02}")') for number in range(1, 37)])
    ad = scored_ad(findings=(Finding(indicator="LB-07", state=State.PRESENT),))
    assert [each.id for each in index.concerning(ad)["any"]] == ["rule_7"]
    assert index.concerning(scored_ad()) == {}
