"""A split that is read before the alert it concerns: the alert is raised with the correction in it, or not at all."""

from tests.unit.processors.alert.desk import FOUR, MANY, ONE, THREE, TWO_, Desk, said, split
from tests.unit.processors.alert.tables import ad


def test_a_split_that_comes_first_keeps_the_alert_from_being_raised() -> None:
    desk = Desk(MANY)
    desk.give(split([TWO_], [THREE]))
    assert desk.give(ONE, TWO_, THREE) == []
    more = [ad(f"a/{number}@{number / 10}") for number in (5, 6)]
    assert desk.give(more[0]) == [], "with the first they are two that are together"
    [told] = desk.give(more[1])
    assert (said(told).outcome, said(told).amends) == ("weakened", False)
    assert said(told).ads == (ONE.ad_id, *(each.ad_id for each in more))
    assert told.sentence


def test_in_one_batch_it_is_the_same() -> None:
    desk = Desk(MANY)
    assert desk.give(ONE, TWO_, split([TWO_], [THREE]), THREE) == []


def test_of_an_actor_that_was_part_of_another_one_only_what_is_with_it_again_counts() -> None:
    desk = Desk(MANY)
    desk.give(ONE, TWO_, split([ONE], [TWO_], whole="b", into=["a", "c"]))
    assert desk.give(THREE) == [], "two that are in a, and one that is in c"
    [alert] = desk.give(FOUR)
    assert said(alert).ads == (ONE.ad_id, THREE.ad_id, FOUR.ad_id)
