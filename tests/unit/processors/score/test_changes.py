"""What would change the band, held against scoring the changed ad itself."""

from random import Random

import pytest

from processors.score.methods import METHODS, Method
from processors.score.scorer import scorer
from schemas.ad import LinkedAd, TextFacts
from schemas.finding import Finding, Span, State
from schemas.score import Band, Score
from tests.factories import linked_ad
from tests.readings import catalogue

READABLE = TextFacts(language="en", supported=True, words=60)
COUNTED = [one.id for one in catalogue().indicators.values() if one.is_counted]


def finding(indicator: str, state: State = State.PRESENT) -> Finding:
    own = list(catalogue().indicators).index(indicator) * 100
    return Finding(indicator=indicator, state=state, spans=(Span(start=own, end=own + 9, quote="words"),))


def ad(findings: tuple[Finding, ...], facts: TextFacts = READABLE) -> LinkedAd:
    return linked_ad(findings=findings, facts=facts)


def said(score: Score, state: State) -> dict[str, Band]:
    return {one: change.band for change in score.changes if change.state is state for one in change.indicators}


def some_findings(count: int) -> list[tuple[Finding, ...]]:
    random = Random(9)
    states = [State.PRESENT] * 6 + [State.ABSENT, State.CONTRADICTED]
    chosen = [random.sample(COUNTED, random.randint(1, 7)) for _ in range(count)]
    return [tuple(finding(one, random.choice(states)) for one in ids) for ids in chosen]


@pytest.mark.parametrize("method", METHODS.values(), ids=list(METHODS))
def test_every_change_is_true_and_none_is_missing(method: Method) -> None:
    judge = scorer(catalogue(), method)
    told = 0
    for findings in some_findings(60):
        score = judge(ad(findings))
        answered = {one: judge(ad((*findings, finding(one)))).band for one in score.unknowns if one in COUNTED}
        assert said(score, State.PRESENT) == {one: band for one, band in answered.items() if band is not score.band}
        gone = {
            one.indicator: judge(ad(tuple(other for other in findings if other is not one))).band for one in findings
        }
        assert said(score, State.NOT_STATED) == {one: band for one, band in gone.items() if band is not score.band}
        told += len(score.changes)
    assert told > 20, "the ads must be near the edges of bands, or the test shows little"


def test_a_twin_takes_the_place_of_what_is_gone() -> None:
    place = Span(start=0, end=9, quote="words")
    twins = tuple(Finding(indicator=one, state=State.PRESENT, spans=(place,)) for one in ("LB-09", "LB-16"))
    score = scorer(catalogue())(ad((*twins, finding("LB-14"))))
    assert score.band is Band.MEDIUM
    assert said(score, State.NOT_STATED) == {"LB-14": Band.LOW}


def test_what_is_not_scored_would_change_nothing() -> None:
    [many] = some_findings(1)
    assert scorer(catalogue())(ad(many, TextFacts(language="cy", words=60))).changes == ()
