"""The language of conditions: what is true of an ad, and what a rule file may not say."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from processors.alert.condition import Condition
from processors.alert.predicate import ConditionError, predicate
from schemas.ad import ScoredAd
from schemas.finding import Finding, State
from schemas.mention import Contact, MentionKind
from schemas.score import Band, Score
from tests.factories import scored_ad

AD = scored_ad(
    score=Score(band=Band.MEDIUM, value=3.5),
    contacts=(
        Contact(kind=MentionKind.PHONE, token="phone-1", region="GB", style="words"),
        Contact(kind=MentionKind.EMAIL, token="email-1"),
    ),
    findings=(
        Finding(indicator="LB-06", state=State.PRESENT),
        Finding(indicator="LB-13", state=State.PRESENT),
        Finding(indicator="LB-35", state=State.ABSENT),
        Finding(indicator="LB-14", state=State.CONTRADICTED),
    ),
    actor=None,
    actor_sources=("demo_jobs", "demo_feed"),
    cluster_size=3,
)


def field(path: str, op: str, value: Any = True) -> dict[str, Any]:
    return {"field": path, "op": op, "value": value}


TRUE = field("score.band", "is", "medium")
FALSE = field("score.band", "is", "high")

HOLDS = [
    (TRUE, True),
    (FALSE, False),
    (field("score.band", "is_not", "high"), True),
    (field("score.band", "in", ["medium", "high"]), True),
    (field("score.band", "not_in", ["medium", "high"]), False),
    (field("source_family", "is", "job_board"), True),
    (field("facts.supported", "is", True), True),
    (field("cluster_size", "at_least", 3), True),
    (field("cluster_size", "above", 3), False),
    (field("cluster_size", "at_most", 3), True),
    (field("score.value", "below", 3.5), False),
    (field("score.value", "at_least", 3), True),
    # What is not known meets no comparison, not even "is not".
    (field("actor", "is_not", "a-1"), False),
    (field("actor", "known", True), False),
    (field("actor", "known", False), True),
    (field("posted_at", "known", False), True),
    (field("cluster", "known", True), True),
    # Lists.
    (field("actor_sources", "has", "demo_feed"), True),
    (field("actor_sources", "has_any", ["demo_feed", "other"]), True),
    (field("actor_sources", "has_all", ["demo_feed", "other"]), False),
    (field("actor_sources", "has_none", ["other"]), True),
    (field("actor_sources", "size_at_least", 2), True),
    (field("actor_sources", "size_at_most", 1), False),
    (field("contacts.kind", "has_all", ["phone", "email"]), True),
    (field("contacts.style", "has", "words"), True),
    (field("mentions", "known", False), None),
    # Items of a list.
    ({"some": "contacts", "where": field("style", "known")}, True),
    ({"some": "contacts", "where": {"all": [field("kind", "is", "email"), field("style", "known")]}}, False),
    ({"some": "contacts", "where": field("token", "known"), "at_least": 3}, False),
    # Findings, by state.
    ({"finding": "LB-06"}, True),
    ({"finding": ["LB-06", "LB-99"]}, True),
    ({"finding": ["LB-06", "LB-13", "LB-99"], "at_least": 3}, False),
    ({"finding": "LB-35"}, False),
    ({"finding": "LB-35", "state": "absent"}, True),
    ({"finding": "LB-14"}, False),
    ({"finding": "LB-14", "state": "contradicted"}, True),
    ({"finding": "LB-99", "state": "not_stated"}, True),
    ({"finding": ["LB-06", "LB-35"], "state": "not_stated"}, False),
    # Put together.
    ({"all": [TRUE, TRUE]}, True),
    ({"all": [TRUE, FALSE]}, False),
    ({"any": [FALSE, TRUE]}, True),
    ({"any": [FALSE, FALSE]}, False),
    ({"none": [FALSE, FALSE]}, True),
    ({"none": [FALSE, TRUE]}, False),
    ({"all": [{"any": [FALSE, TRUE]}, {"none": [FALSE]}]}, True),
]


@pytest.mark.parametrize(("said", "expected"), [case for case in HOLDS if case[1] is not None])
def test_holds(said: dict[str, Any], expected: bool) -> None:
    assert predicate(parsed(said), ScoredAd)(AD) is expected


# what a file says                                       where it is wrong            what the error tells
DOES_NOT_FIT = [
    (field("score.bnad", "is", "high"), ("field",), "did you mean 'band'"),
    (field("nonsense", "is", 1), ("field",), "known: actor"),
    (field("score.band", "is", "hihg"), ("value",), "allowed: unscored, low, medium, high"),
    (field("score.band", "in", ["high", "hihg"]), ("value",), "allowed: unscored, low, medium, high"),
    (field("score.band", "in", "high"), ("value",), "array"),
    (field("score.band", "at_least", "high"), ("op",), "score.band allows: is, is_not, in, not_in, known"),
    (field("cluster_size", "at_least", "three"), ("value",), "`int`"),
    (field("cluster_size", "is", 1.5), ("value",), "`int`"),
    (field("facts.supported", "is", "yes"), ("value",), "`bool`"),
    (field("actor_sources", "is", "x"), ("op",), "has_any"),
    (field("actor_sources", "size_at_least", "x"), ("value",), "`int`"),
    (field("contacts", "has", "x"), ("field",), "is not a value"),
    (field("score", "known"), ("field",), "is not a value"),
    (field("score.dimensions.indicators", "has", "x"), ("field",), "list within a list"),
    (field("actor.name", "is", "x"), ("field",), "nothing lies below"),
    (field("masked.body", "is", "x"), ("field",), "not open to rules"),
    (field("findings.note", "has", "x"), ("field",), "not open to rules"),
    ({"some": "actor", "where": field("x", "known")}, ("some",), "not a list of records"),
    ({"some": "contacts", "where": field("score.band", "known")}, ("where", "field"), "Contact has no field 'score'"),
    ({"finding": "LB-06", "at_least": 2}, ("at_least",), "asks for 2 of 1"),
    ({"all": [TRUE, {"none": [field("x", "known")]}]}, ("all", 1, "none", 0, "field"), "no field 'x'"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "loc", "message"), DOES_NOT_FIT)
def test_does_not_fit_the_record(said: dict[str, Any], loc: tuple[str | int, ...], message: str) -> None:
    with pytest.raises(ConditionError) as caught:
        predicate(parsed(said), ScoredAd)
    assert caught.value.loc == loc
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"all": []},
        {"all": [TRUE], "any": [TRUE]},
        {"field": "actor"},
        {"field": "actor", "op": "matches", "value": ".*"},
        {"field": "actor", "op": "is", "valeu": "x"},
        {"finding": "LB-06", "state": "maybe"},
        {"finding": "LB-06", "at_least": 0},
        {"python": "__import__('os')"},
        "score.band =~ 'h.*'",
        None,
    ],
)
def test_is_not_a_condition(said: Any) -> None:
    with pytest.raises(ValidationError):
        parsed(said)


def parsed(said: Any) -> Condition:
    condition: Condition = TypeAdapter(Condition).validate_python(said)
    return condition
