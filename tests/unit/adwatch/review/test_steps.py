"""What may be done with an alert, by whom, and what follows from it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from adwatch.commands import alerts
from adwatch.errors import KnownError
from adwatch.review import learn, steps
from adwatch.review.precision import interval, tallies, under_their_floor
from processors.index.convert import to_alert_document
from processors.index.document import AlertDocument
from processors.notify.known import Tally
from processors.settings import ReviewSettings
from schemas.alert import AlertState, Correction
from schemas.score import Contribution
from tests.factories import alert

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NEXT_WEEK = NOW + timedelta(days=7)

DO: dict[str, Any] = {
    "ack": lambda one, by: steps.acknowledge(one, by, NOW),
    "snooze": lambda one, by: steps.snooze(one, by, NOW, NEXT_WEEK, "later"),
    "escalate": lambda one, by: steps.escalate(one, by, NOW, "the referral partner", "two ads"),
    "confirm": lambda one, by: steps.confirm(one, by, NOW, "agreed"),
    "close": lambda one, by: steps.close(one, by, NOW, "no_concern", "an agency"),
    "reopen": lambda one, by: steps.reopen(one, by, NOW, "too early"),
    "export": lambda one, by: steps.export(one, by, NOW, ""),
}  # fmt: skip

# steps, each with the person who takes it                                        state, or why not
PATHS = [
    ("ack ana", "acknowledged"),
    ("ack ana, ack bob", "acknowledged"),
    ("snooze ana", "snoozed"),
    ("snooze ana, ack ana", "acknowledged"),
    ("close ana", "closed"),
    ("close ana, close ana", "cannot be closed"),
    ("close ana, ack ana", "cannot be acknowledged"),
    ("close ana, reopen bob", "acknowledged"),
    ("reopen ana", "cannot be opened again"),
    ("escalate ana", "new"),
    ("escalate ana, confirm bob", "escalated"),
    ("escalate ana, confirm ana", "two persons decide"),
    ("escalate ana, escalate bob", "ana asked for it already"),
    ("confirm bob", "nobody asked for it"),
    ("export ana", "before two persons"),
    ("escalate ana, export ana", "before two persons"),
    ("escalate ana, confirm bob, export ana", "escalated"),
    ("escalate ana, confirm bob, close ana, export ana", "before two persons"),
    ("escalate ana, confirm bob, reopen ana, export ana", "before two persons"),
    ("escalate ana, confirm bob, reopen ana, escalate bob, confirm ana, export bob", "escalated"),
    ("escalate ana, confirm bob, ack ana", "cannot be acknowledged"),
    ("escalate ana, close ana", "closed"),
]  # fmt: skip


def taken(path: str) -> AlertDocument:
    one = to_alert_document(alert())
    for step in path.split(", "):
        action, by = step.split()
        one = DO[action](one, by)
    return one


@pytest.mark.parametrize(("path", "end"), PATHS)
def test_paths_of_an_alert(path: str, end: str) -> None:
    if end in set(AlertState):
        one = taken(path)
        assert one.state == end
        assert [f"{step.action} {step.by}" for step in one.history] == path.split(", ")
    else:
        with pytest.raises(KnownError, match=end):
            taken(path)


@pytest.mark.parametrize("verdict", ["", "guilty", "victim"])
def test_a_verdict_is_one_of_four_neutral_words(verdict: str) -> None:
    with pytest.raises(KnownError, match="a verdict is one of: concern, no_concern, unclear, duplicate"):
        steps.close(to_alert_document(alert()), "ana", NOW, verdict, "")


def test_a_snooze_ends() -> None:
    one = taken("snooze ana")
    assert not steps.is_due(one, NEXT_WEEK - timedelta(seconds=1))
    assert steps.is_due(one, NEXT_WEEK)
    with pytest.raises(KnownError, match="in the future"):
        steps.snooze(one, "ana", NOW, NOW, "")


def judged(rule: str, verdict: str, *indicators: str) -> AlertDocument:
    reasons = tuple(
        Contribution(indicator=each, label="x", dimension="x", strength="weak", grade="E4", weight=1.0)
        for each in indicators
    )
    one = to_alert_document(alert(rule=rule, reasons=reasons))
    return steps.close(one, "ana", NOW, verdict, "")


def test_verdicts_feed_the_precision_of_rules_and_indicators() -> None:
    rules, indicators = tallies(
        [judged("r1", "concern", "LB-06", "LB-13"), judged("r1", "no_concern", "LB-06"), judged("r2", "unclear"),
         to_alert_document(alert(rule="r1"))]
    )  # fmt: skip
    assert rules == {"r1": Tally(concern=1, no_concern=1), "r2": Tally(unclear=1)}
    assert indicators == {"LB-06": Tally(concern=1, no_concern=1), "LB-13": Tally(concern=1)}
    assert (rules["r1"].precision, rules["r2"].precision) == (0.5, None)


def test_the_interval_is_that_of_wilson() -> None:
    """Against the worked example of Brown, Cai and DasGupta's tables: 10 of 20."""
    low, high = interval(Tally(concern=10, no_concern=10))
    assert (round(low, 3), round(high, 3)) == (0.299, 0.701)
    assert interval(Tally()) == (0.0, 1.0)


# concern upheld, not upheld, floor of the rule    held
FLOORS = [
    (0, 19, None, False),  # too few to judge
    (0, 40, None, True),
    (1, 99, None, True),
    (3, 60, None, False),  # 5 %, but 10 % would be no surprise
    (8, 92, None, False),
    (0, 400, 0.0, False),  # never held
    (30, 70, 0.5, True),
]


@pytest.mark.parametrize(("concern", "no_concern", "floor", "held"), FLOORS)
def test_a_rule_is_held_when_it_is_surely_under_its_floor(
    concern: int, no_concern: int, floor: float | None, held: bool
) -> None:
    review = ReviewSettings(floors={} if floor is None else {"r": floor})
    assert ("r" in under_their_floor({"r": Tally(concern=concern, no_concern=no_concern)}, review)) is held


def corrected(outcome: str, **changes: Any) -> AlertDocument:
    """An alert that does not hold as it was raised."""
    said = Correction(id="al-1-c1", outcome=outcome, reason="hub", at=NOW)
    return to_alert_document(alert(correction=said, **changes))


def test_an_alert_that_was_withdrawn_leaves_nothing_to_do_and_does_not_leave() -> None:
    assert not steps.is_due(corrected("withdrawn"), NOW)
    assert steps.is_due(corrected("weakened"), NOW)
    asked = DO["escalate"](corrected("weakened"), "ana")
    decided = DO["confirm"](asked, "bob")
    assert DO["export"](decided, "ana").state is AlertState.ESCALATED
    gone = corrected("withdrawn").correction
    for step, one in (("escalate", corrected("withdrawn")), ("confirm", asked), ("export", decided)):
        with pytest.raises(KnownError, match="was withdrawn"):
            DO[step](replace(one, correction=gone), "bob")
    assert DO["close"](corrected("withdrawn"), "ana").state is AlertState.CLOSED


def test_earlier_alerts_are_those_that_hold() -> None:
    told = [to_alert_document(alert(alert_id="al-2")), corrected("withdrawn", alert_id="al-3"), corrected("weakened")]
    [past] = learn._groups(told).values()
    assert {each.alert_id for each in past} == {"al-2", told[2].alert_id}


def test_a_list_names_what_became_of_an_alert() -> None:
    assert "new, withdrawn" in alerts._row(corrected("withdrawn"))
