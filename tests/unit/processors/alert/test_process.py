"""The stage: ads in, one outcome each, alerts with everything a person needs and nothing they may not see."""

from datetime import timedelta
from pathlib import Path

import msgspec

from processors.alert import build, load_assistance, process
from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome, Reject
from processors.state import MemoryTransaction
from schemas.ad import MaskedText, ScoredAd
from schemas.alert import Alert
from schemas.codec import encode
from schemas.finding import Finding, Span, State
from schemas.score import Band, Contribution, Score
from schemas.topics import ALERTS
from tests.factories import NOON, scored_ad
from tests.unit.processors.alert.tables import ad, rule

CATALOGUE = Path(__file__).parents[4] / "catalogue"
HELP = load_assistance(CATALOGUE / "assistance")
HIGH = {"field": "score.band", "op": "is", "value": "high"}


def contribution(indicator: str, weight: float = 1.0) -> Contribution:
    return Contribution(
        indicator=indicator,
        label="a label",
        dimension="exploitation",
        strength="medium",
        grade="E2",
        weight=weight,
        quotes=("keeps your passport",),
    )


def told(outcomes: list[Outcome]) -> list[Alert]:
    return [record for outcome in outcomes if isinstance(outcome, Emit) for _, record in outcome.outputs]  # type: ignore[misc]


def test_one_outcome_an_ad_in_order() -> None:
    run = process([rule("any", condition=HIGH, key=["ad_id"])], HELP)
    outcomes = run([ad("a/1@0"), ad("a/2@1!"), ad("a/3@2")], MemoryTransaction())
    topics = [[topic for topic, _ in outcome.outputs] for outcome in outcomes if isinstance(outcome, Emit)]
    assert topics == [[], [ALERTS], []]


def test_batches_do_not_matter() -> None:
    ads = [ad(f"{'ab'[n % 2]}/{n}@{n * 1.7 % 40:.1f}+p{n % 5}{'!' * (n % 3 == 0)}") for n in range(60)]
    rules = [rule("any", condition=HIGH), rule("frequency", count=4, window="9h"), rule("new_identifier")]
    run, whole, single = process(rules, HELP), MemoryTransaction(), MemoryTransaction()
    at_once = told(list(run(ads, whole)))
    one_by_one = [alert for each in ads for alert in told(list(run([each], single)))]
    assert at_once == one_by_one
    assert len(at_once) > 5


def test_a_batch_run_again_on_its_state_tells_nothing() -> None:
    run, state = process([rule("any", condition=HIGH)], HELP), MemoryTransaction()
    assert len(told(list(run([ad("a/1@0!")], state)))) == 1
    assert told(list(run([ad("a/1@0!")], state))) == []


def test_a_rebuilt_state_gives_the_same_alerts() -> None:
    run = process([rule("any", condition=HIGH), rule("frequency", count=2, window="9h")], HELP)
    ads = [ad("a/1@0!"), ad("a/2@1!"), ad("b/3@2!")]
    assert told(list(run(ads, MemoryTransaction()))) == told(list(run(ads, MemoryTransaction())))


def test_the_alert_says_why_what_speaks_against_it_and_what_is_not_known() -> None:
    score = Score(
        band=Band.HIGH,
        reasons=(contribution("LB-06", 1), contribution("LB-13", 3)),
        against=(contribution("LB-35", -1),),
        unknowns=("LB-14",),
    )
    [alert] = told(list(process([rule("any")], HELP)([scored_ad(score=score)], MemoryTransaction())))
    assert [reason.indicator for reason in alert.reasons] == ["LB-13", "LB-06"]  # the weightiest first
    assert [reason.indicator for reason in alert.against] == ["LB-35"]
    assert (alert.unknowns, alert.band, alert.sources) == (("LB-14",), "high", ("demo_jobs",))
    assert alert.assistance[0].country == "GB"  # of the ad's telephone
    assert alert.translations[0].language == "fr"
    assert (alert.subject.kind, alert.subject.id, alert.at) == ("actor", "a-1", NOON)


def test_no_ad_text_leaves_with_an_alert() -> None:
    finding = Finding(indicator="LB-13", state=State.PRESENT, spans=(Span(start=0, end=4, quote="SECRET"),))
    text = MaskedText(title="SECRET", body="SECRET", fields={"x": "SECRET"}, url="SECRET")
    reason = msgspec.structs.replace(contribution("LB-13"), quotes=("SECRET",))
    secret = scored_ad(masked=text, findings=(finding,), score=Score(band=Band.HIGH, reasons=(reason,)))
    [alert] = told(list(process([rule("any")], HELP)([secret], MemoryTransaction())))
    assert b"SECRET" not in encode(alert)


def test_reasons_and_gaps_are_bounded() -> None:
    score = Score(band=Band.HIGH, reasons=(contribution("LB-06"),) * 500, unknowns=("LB-14",) * 500)
    [alert] = told(list(process([rule("any")], HELP)([scored_ad(score=score)], MemoryTransaction())))
    assert (len(alert.reasons), len(alert.unknowns)) == (20, 40)


def test_an_ad_from_the_future_is_refused_and_does_not_move_time() -> None:
    run, state = process([rule("any")], HELP, clock=lambda: NOON), MemoryTransaction()
    [refused, good] = run([future(days=400), future(hours=23)], state)
    assert refused == Reject(
        "observed_in_the_future", "observed_at 2027-04-05T12:00:00+00:00; check the crawler's clock"
    )
    assert len(told([good])) == 1


def test_the_stage_starts_on_the_shipped_catalogue() -> None:
    run = build(ProcessorSettings(catalogue=CATALOGUE))
    assert list(run([ad("a/1@0")], MemoryTransaction())) == [Emit()]


def future(**ahead: float) -> ScoredAd:
    return scored_ad(observed_at=NOON + timedelta(**ahead))
