"""An alert that was withdrawn does not come back; new ads raise a new one."""

from tests.unit.processors.alert.desk import FOUR, MANY, ONE, THREE, TWO_, Desk, said, split
from tests.unit.processors.alert.tables import ad, rule


def test_after_a_withdrawal_new_ads_raise_a_new_one_in_the_same_period() -> None:
    desk = Desk(MANY)
    [alert] = desk.give(ONE, TWO_, THREE)
    desk.give(split([TWO_]))
    [another] = desk.give(FOUR)  # with the first and the third
    assert another.alert_id != alert.alert_id
    assert (another.window, another.correction and another.correction.outcome) == (f"{alert.window}#2", "weakened")
    assert said(another).ads == (ONE.ad_id, THREE.ad_id, FOUR.ad_id)
    assert desk.give(ad("a/5@0.5")) == [], "one in a period"
    [told] = desk.give(split([FOUR]))
    assert (told.alert_id, said(told).outcome) == (another.alert_id, "withdrawn")
    [third] = desk.give(ad("a/6@0.6"))
    assert third.window == f"{alert.window}#3"


def test_a_throttle_that_grows_begins_anew_after_a_withdrawal() -> None:
    growing = rule("frequency", count=3, window="10h", throttle={"every": "30d", "up_to": "60d"})
    desk = Desk(growing)
    [alert] = desk.give(ONE, TWO_, THREE, ad("b/9@2"))
    assert said(*desk.give(split([TWO_]))).outcome == "withdrawn"
    [another] = desk.give(FOUR, ad("b/10@4"))
    assert another.alert_id != alert.alert_id
