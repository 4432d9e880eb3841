"""Splits that are said again: by a stage that was killed after it had said them, and before it had noted that."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from processors.alert import apart
from processors.memory import Memory
from schemas.events import GroupSplit
from tests.unit.processors.alert.desk import STEPS, Desk, back, said, split
from tests.unit.processors.alert.tables import ad, rule

MOVING = rule("frequency", count=3, window="100h", throttle="1h")
FIVE = [ad(f"a/{number}@{number / 10}!") for number in range(1, 6)]
LEAVE = split(FIVE[:3], into=["b"], evidence="e1")
ON = split(FIVE[2:3], whole="b", into=["c"], evidence="e2")


@pytest.mark.parametrize("tried", [MOVING, STEPS], ids=lambda each: each.id)
@pytest.mark.parametrize("said_again", [(LEAVE, ON), (ON,), (LEAVE,)])
def test_they_change_no_alert_and_a_return_takes_them_back(tried: object, said_again: tuple[GroupSplit, ...]) -> None:
    once, twice = Desk(tried), Desk(tried)
    for desk in (once, twice):
        assert len(desk.give(*FIVE, ad("z/9@60"))) == 1
        desk.give(LEAVE, ON)
    assert twice.give(*said_again) == []
    returns = (back(FIVE[2], whole="b"), back(*FIVE[:3]))
    news = ad("a/6@63")
    assert [each.correction for each in once.give(*returns, news)] == [
        each.correction for each in twice.give(*returns, news)
    ]
    assert [apart.left_by("actor", each.ad_id, Memory(twice.tx)) for each in FIVE] == [None] * len(FIVE)


STRETCHES = {
    "out and back": (LEAVE, back(*FIVE[:3])),
    "and out again": (LEAVE, back(*FIVE[:3]), split(FIVE[:3], into=["b"], evidence="e3")),
    "by a group in between": (LEAVE, ON, back(FIVE[2], whole="b"), back(*FIVE[:3])),
}


@pytest.mark.parametrize("stretch", STRETCHES)
@pytest.mark.parametrize("again_from", [0, 1])
def test_an_ad_that_leaves_and_comes_back_within_a_stretch_said_twice_moves_once(stretch: str, again_from: int) -> None:
    events = STRETCHES[stretch]
    once, twice = Desk(MOVING), Desk(MOVING)
    for desk in (once, twice):
        desk.give(*events)
    raised = [desk.give(*FIVE) for desk in (once, twice)]
    for place, event in enumerate(events[again_from:]):
        assert twice.give(event) == [], "it corrects nothing"
        news = ad(f"a/{10 + place}@{60 + 100 * place}")
        others = [ad(f"a/{number}{place}@{60.1 + 100 * place}") for number in (20, 30)]
        assert twice.give(news, *others) == once.give(news, *others), "nor what is raised in between"
    assert raised[0] == raised[1]
    assert raised[0]
    for each in FIVE:
        assert apart.left_by("actor", each.ad_id, Memory(once.tx)) == apart.left_by(
            "actor", each.ad_id, Memory(twice.tx)
        )


def test_an_ad_that_leaves_again_later_for_what_made_it_leave_before_has_left() -> None:
    desk, leave = Desk(MOVING), split(FIVE[:1], evidence="e1")
    desk.give(leave, back(FIVE[0]))
    [alert] = desk.give(*FIVE[:3])
    assert alert.correction is None
    assert desk.give(leave) == []
    [told] = desk.give(replace(leave, at=leave.at + timedelta(minutes=1)))
    assert (told.alert_id, said(told).outcome) == (alert.alert_id, "withdrawn")


def test_of_an_ad_that_goes_from_group_to_group_the_newest_are_remembered() -> None:
    desk = Desk(MOVING)
    for number in range(20):
        desk.give(split(FIVE[:1], whole=f"a{number}", into=[f"a{number + 1}"], evidence=f"e{number}"))
    gone, wholes = apart.left_by("actor", FIVE[0].ad_id, Memory(desk.tx)), []
    while gone is not None:
        wholes.append(gone.whole)
        gone = gone.before
    assert wholes == [f"a{number}" for number in range(19, 11, -1)]
