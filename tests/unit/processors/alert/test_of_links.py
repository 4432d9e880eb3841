"""Alerts on one ad that rest on what links fill in: how many ads belong together, and what was new to its actor."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from schemas.ad import ScoredAd
from schemas.score import Band, Score
from tests import factories
from tests.unit.processors.alert.desk import Desk, back, said, split
from tests.unit.processors.alert.tables import ad, rule

HIGH = {"field": "score.band", "op": "is", "value": "high"}
BUSY = rule(
    "any", id="busy", subject="ad", condition={"all": [HIGH, {"field": "actor_ads", "op": "at_least", "value": 5}]}
)
COPIED = rule("any", id="copied", subject="ad", condition={"field": "cluster_size", "op": "at_least", "value": 3})
MANY_ADS = {"field": "actor_ads", "op": "at_least", "value": 5}
ANY_HIGH = {"field": "score.band", "op": "in", "value": ["high"]}
EITHER = rule("any", id="either", subject="ad", condition={"any": [ANY_HIGH, MANY_ADS]})
NOT_FEW = {"none": [{"field": "actor_ads", "op": "below", "value": 5}]}
ALONE = rule("any", id="alone", subject="ad", condition={"all": [HIGH, NOT_FEW]})
ONE = replace(ad("a/1@0+p9!"), actor_ads=6, cluster_size=4)
OTHER = ad("a/2@0+p9")


def again(one: ScoredAd, revision: int = 1, **changes: Any) -> ScoredAd:
    """The ad, told again."""
    return replace(one, revision=revision, **changes)


def shrunk(one: ScoredAd, **changes: Any) -> ScoredAd:
    return again(one, actor="x", actor_ads=1, **changes)


@pytest.mark.parametrize("which", [BUSY, ALONE], ids=["met", "met by none"])
@pytest.mark.parametrize("gone", [[ONE], [OTHER]], ids=["it left", "others left"])
def test_an_alert_on_how_many_ads_an_actor_has_falls_when_they_fall_apart(which: Any, gone: list[ScoredAd]) -> None:
    desk = Desk(which)
    [alert] = desk.give(ONE)
    assert desk.give(split(gone)) == [], "how many are left is told with the ad"
    smaller = again(ONE, actor_ads=2)
    [told] = desk.give(smaller)
    assert (told.alert_id, said(told).outcome, said(told).reason) == (alert.alert_id, "withdrawn", "hub")
    assert desk.give(smaller, split(gone), again(ONE, 2, actor_ads=6)) == [], "once, and it does not come back"


def test_so_does_one_on_how_many_copies_there_are() -> None:
    desk = Desk(COPIED)
    [alert] = desk.give(ONE)
    desk.give(split([OTHER], whole="c-a", kind="cluster", reason="cut"))
    [told] = desk.give(again(ONE, cluster_size=2))
    assert (told.alert_id, said(told).outcome, said(told).reason) == (alert.alert_id, "withdrawn", "cut")


YESTERDAY = factories.NOON - timedelta(days=1)
STAYS = {
    "it still meets the rule": (BUSY, [split([OTHER])], again(ONE, actor_ads=5)),
    "no group fell apart": (BUSY, [], again(ONE, actor_ads=2)),
    "another group fell apart": (BUSY, [split([OTHER], whole="b")], again(ONE, actor_ads=2)),
    "a group of another kind fell apart": (BUSY, [split([ONE], whole="c-a", kind="cluster")], again(ONE, actor_ads=2)),
    "it was edited": (BUSY, [split([OTHER])], again(ONE, score=Score(band=Band.LOW))),
    "it met what links do not say": (EITHER, [split([OTHER])], again(ONE, actor_ads=2)),
    "that was long before": (
        BUSY, [replace(split([OTHER]), at=factories.NOON - timedelta(days=2))], again(ONE, actor_ads=2)
    ),
    "it is an earlier word": (BUSY, [split([OTHER])], replace(ONE, actor_ads=2, observed_at=YESTERDAY)),
}  # fmt: skip


@pytest.mark.parametrize("case", STAYS)
def test_it_stays_when(case: str) -> None:
    which, splits, told_again = STAYS[case]
    desk = Desk(which)
    assert len(desk.give(ONE)) == 1
    assert desk.give(*splits, told_again) == []


def test_a_split_that_was_read_before_the_alert_counts_too() -> None:
    desk = Desk(BUSY)
    desk.give(split([OTHER]))
    [alert] = desk.give(ONE)
    [told] = desk.give(again(ONE, actor_ads=2))
    assert (told.alert_id, said(told).outcome) == (alert.alert_id, "withdrawn")


def test_another_version_of_the_rule_does_not_judge_an_alert_of_the_one_before() -> None:
    desk = Desk(BUSY)
    desk.give(ONE)
    desk.becomes(rule("any", id="busy", version=2, subject="ad", condition=HIGH))
    assert desk.give(split([OTHER]), again(ONE, actor_ads=2, score=Score(band=Band.LOW))) == []


def test_nor_does_one_that_says_otherwise_under_the_same_version() -> None:
    desk = Desk(BUSY)
    desk.give(ONE)
    desk.becomes(rule("any", id="busy", subject="ad", condition={"all": [HIGH, MANY_ADS, NOT_FEW]}))
    assert desk.give(split([OTHER]), again(ONE, actor_ads=2)) == []


NEW_PLACE = rule("new_term", id="place", of="place", lateness="1h")
BEFORE = [ad("a/1@0+p9=FR:Lyon"), ad("a/2@20+p9=FR:Lyon")]
AWAY, LATER = ad("a/3@30+p9=FR:Nice"), ad("b/9@40")


def test_what_was_new_to_an_actor_falls_when_the_ad_turns_out_not_to_be_of_it() -> None:
    desk = Desk(NEW_PLACE)
    [alert] = desk.give(*BEFORE, AWAY, LATER)
    assert alert.ads == (AWAY.ad_id,)
    assert desk.give(split([BEFORE[0]])) == [], "to those that are left it is new"
    [told] = desk.give(split([AWAY], evidence="e2"))
    assert (told.alert_id, said(told).outcome, said(told).reason) == (alert.alert_id, "withdrawn", "hub")
    assert desk.give(split([AWAY], evidence="e2"), back(AWAY), split([AWAY], evidence="e3")) == []


def test_it_is_not_raised_when_that_is_known_before() -> None:
    desk = Desk(NEW_PLACE)
    assert desk.give(*BEFORE, AWAY, split([AWAY]), LATER) == []
    desk = Desk(NEW_PLACE)
    assert len(desk.give(*BEFORE, AWAY, split([AWAY]), back(AWAY), LATER)) == 1


def test_what_was_new_to_a_source_is_no_matter_of_links() -> None:
    desk = Desk(rule("new_term", id="place", of="place", lateness="1h", subject="source"))
    assert len(desk.give(*BEFORE, AWAY, LATER)) == 1
    assert desk.give(split([AWAY])) == []
