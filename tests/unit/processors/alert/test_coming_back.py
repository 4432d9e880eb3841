"""Ads that left their group and came back: by a decision, or as they are told there later."""

from datetime import timedelta

from msgspec.structs import replace

from tests.unit.processors.alert.desk import FOUR, FOUR_OF_TWO, MANY, ONE, SOURCES, THREE, TWO_, Desk, back, said, split


def test_an_ad_that_a_decision_brings_back_is_together_with_the_others_again() -> None:
    desk = Desk(MANY)
    desk.give(split([ONE], [TWO_]), back(ONE, TWO_))
    [alert] = desk.give(ONE, TWO_, THREE)
    assert alert.correction is None


def test_a_correction_is_not_taken_back_and_what_came_back_is_counted_when_more_leave() -> None:
    desk = Desk(SOURCES)
    [alert] = desk.give(*FOUR_OF_TWO)
    one, two, three, _ = FOUR_OF_TWO
    [told] = desk.give(split([one, two]), back(one, two))
    assert said(told).ads == alert.ads[2:]
    [again] = desk.give(split([three]))
    assert (said(again).outcome, said(again).ads) == ("weakened", (one.ad_id, two.ad_id, alert.ads[3]))


def test_only_the_group_that_an_ad_left_last_can_have_it_back() -> None:
    desk = Desk(MANY)
    desk.give(split([ONE]), split([ONE], whole="x"), back(ONE))
    assert desk.give(ONE, TWO_, THREE) != [], "of whom it left x with nothing is known in a"
    desk = Desk(MANY)
    desk.give(split([ONE]), split([ONE], whole="x"), back(ONE, whole="x"))
    assert desk.give(ONE, TWO_, THREE) == [], "it is back in x, and still not in a"
    desk.give(back(ONE))
    assert desk.give(FOUR) != []


def test_an_ad_is_where_it_is_told_to_be_once_that_is_later_than_that_it_left() -> None:
    first, out, again = (replace(ONE, revision=revision, actor=group) for revision, group in enumerate("axa"))
    desk = Desk(MANY)
    desk.give(split([ONE], into=["x"]), first)
    assert desk.give(TWO_, THREE) == [], "it was told in a before it left"
    desk.give(out, first, again)
    [alert] = desk.give(FOUR)
    assert alert.correction is None
    assert ONE.ad_id in alert.ads


def test_a_split_that_is_said_twice_is_taken_back_by_one_return() -> None:
    desk = Desk(MANY)
    desk.give(split([ONE]), split([ONE]), back(ONE))
    [alert] = desk.give(ONE, TWO_, THREE)
    assert alert.correction is None


def test_an_ad_that_is_seen_later_in_the_group_it_left_has_come_back() -> None:
    desk = Desk(MANY)
    desk.give(split([ONE], [TWO_]))
    later = [replace(each, observed_at=each.observed_at + timedelta(days=2)) for each in (ONE, TWO_, THREE)]
    [alert] = desk.give(*later)
    assert alert.correction is None
