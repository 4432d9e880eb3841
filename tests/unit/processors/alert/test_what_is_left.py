"""What a correction says of what is left of an alert: how many its rule counts; why and when the others left."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from schemas.ad import ScoredAd
from tests.unit.processors.alert.desk import FOUR, FOUR_OF_TWO, ONE, THREE, TWO_, Desk, found, said, split
from tests.unit.processors.alert.tables import ad, rule

SHOWS = {"condition": {"finding": "SX-02"}, "indicators": ["SX-02"]}
ALONE = {"window": "10h", "indicators": ["SX-02"]}
BY_HIGH = {"field": "score.band", "op": "is", "value": "high"}


@pytest.mark.parametrize(
    ("tried", "ads"),
    [
        (rule("frequency", count=3, window="10h", **SHOWS), (ONE, TWO_, THREE)),
        (rule("several_persons", persons=2, **ALONE), (ad("a/1@0+p9=20y=30y"),)),
        (rule("cardinality", of="age", at_least=2, key=["contacts.token"], **ALONE), (ad("a/1@0+p9=20y=30y"),)),
        (
            rule("correlation", parts={"x": BY_HIGH, "y": BY_HIGH}, different_ads=False, **ALONE),
            (ad("a/1@0+p9!"),),
        ),
    ],
    ids=lambda each: getattr(each, "id", ""),
)
def test_what_ads_lost_may_be_what_they_were_counted_for_so_no_count_is_said(
    tried: Any, ads: tuple[ScoredAd, ...]
) -> None:
    desk = Desk(tried)
    [alert] = desk.give(*(found(each, "SX-02") for each in ads))
    [told] = desk.give(*(replace(found(each, hub=True), revision=1) for each in ads))
    assert (told.alert_id, said(told).outcome, said(told).indicators) == (alert.alert_id, "weakened", ("SX-02",))
    assert (said(told).counted > 0, said(told).counts) == (True, None)


def test_nor_is_a_count_said_by_a_split_that_comes_later() -> None:
    desk = Desk(rule("cardinality", of="source", at_least=2, window="10h", indicators=["SX-02"]))
    desk.give(*(found(each, "SX-02") for each in FOUR_OF_TWO))
    assert len(desk.give(replace(found(FOUR_OF_TWO[3], hub=True), revision=1))) == 1
    [told] = desk.give(split([FOUR_OF_TWO[0]]))
    assert (said(told).outcome, said(told).counted, said(told).counts) == ("weakened", 2, None)


@pytest.mark.parametrize("throttle", ["10h", {"every": "1h", "up_to": "2h"}])
def test_an_alert_on_a_new_ad_rests_on_what_is_together_with_that(throttle: object) -> None:
    desk = Desk(rule("frequency", count=3, window="10h", throttle=throttle))
    elsewhere = [ad(f"a/{number}@5") for number in range(3)]
    desk.give(*elsewhere, split(elsewhere, into=["b"]))
    later = [ad(f"a/{number}@{number}") for number in (6, 7)]
    told = desk.give(*later, ad("z/9@14"))
    assert [alert for alert in told if later[0].ad_id in alert.ads] == [], "two of them are together"
    [alert] = desk.give(ad("a/8@14.1"), ad("z/10@21"))
    assert said(alert).ads == alert.ads[-3:]
    assert said(alert).ads[:2] == tuple(each.ad_id for each in later)


def test_why_and_when_are_those_of_the_ad_that_is_not_with_the_others() -> None:
    desk = Desk(rule("frequency", count=3, window="10h"))
    cut = split([ONE], whole="z", into=["a"], reason="cut", evidence="d")  # it came from there into a
    hub = replace(split([TWO_], into=["b"]), at=cut.at + timedelta(hours=1))
    [alert] = desk.give(cut, hub, ONE, TWO_, THREE, FOUR)
    assert said(alert).ads == (ONE.ad_id, THREE.ad_id, FOUR.ad_id)
    assert (said(alert).reason, said(alert).at) == ("hub", hub.at)


def test_or_those_of_the_ads_that_it_rests_on_where_they_are_what_went_away() -> None:
    desk = Desk(rule("frequency", count=3, window="10h"))
    cut = split([TWO_, THREE, FOUR], reason="cut")
    [alert] = desk.give(cut, ONE, TWO_, THREE, FOUR)
    assert said(alert).ads == (TWO_.ad_id, THREE.ad_id, FOUR.ad_id)
    assert said(alert).reason == "cut"
