"""Alerts put right: what becomes of an alert when its ads turn out not to be together."""

from msgspec.structs import replace

from schemas.finding import Finding, State
from tests import factories
from tests.unit.processors.alert.desk import (
    FOUR,
    FOUR_OF_TWO,
    LOOSE,
    MANY,
    ONE,
    SOURCES,
    STEPS,
    THREE,
    TWO,
    TWO_,
    Desk,
    said,
    split,
)
from tests.unit.processors.alert.tables import ad, rule


def test_an_alert_whose_ads_are_not_together_is_withdrawn_once() -> None:
    desk = Desk(MANY)
    [alert] = desk.give(ONE, TWO_, THREE)
    event = split([TWO_], [THREE])
    [told] = desk.give(event)
    assert (told.alert_id, told.subject, told.ads) == (alert.alert_id, alert.subject, alert.ads)
    assert (said(told).outcome, said(told).reason, said(told).at) == ("withdrawn", "hub", factories.NOON)
    assert (said(told).ads, said(told).amends) == ((), True)
    assert said(told).id.startswith(f"{alert.alert_id}-c")
    assert desk.give(event) == [], "the same again"
    assert desk.give(split([ONE], reason="cut")) == [], "nothing was left before"


def test_it_rests_on_what_is_left_as_long_as_that_meets_its_rule() -> None:
    desk = Desk(SOURCES)
    [alert] = desk.give(*FOUR_OF_TWO)
    one, two, three, _ = FOUR_OF_TWO
    [told] = desk.give(split([one], reason="cut"))
    assert (said(told).outcome, said(told).reason, said(told).ads) == ("weakened", "cut", alert.ads[1:])
    [again] = desk.give(split([two]))
    assert (said(again).outcome, said(again).ads) == ("weakened", alert.ads[2:])
    assert said(again).id != said(told).id
    assert said(told).at < said(again).at
    [last] = desk.give(split([three]))
    assert (said(last).outcome, said(last).ads) == ("withdrawn", ())
    assert [(said(each).counted, said(each).counts) for each in (told, again, last)] == [(2, 2), (2, 2), (2, 0)]


def test_to_rest_again_on_what_it_rested_on_before_is_another_correction() -> None:
    desk = Desk(SOURCES)
    desk.give(*FOUR_OF_TWO)
    one, _, three, four = FOUR_OF_TWO
    leaving = ([one, four], [three, four], [one, four])
    told = [said(desk.give(split(ads, evidence=f"e{each}"))[0]) for each, ads in enumerate(leaving)]
    assert [each.ads for each in told] == [(a.ad_id, four.ad_id) for a in (one, three, one)]
    assert len({each.id for each in told}) == 3
    assert sorted(told, key=lambda each: each.at) == told


def test_what_is_left_but_does_not_meet_the_rule_is_withdrawn_and_says_how_many_it_counts() -> None:
    desk = Desk(MANY)
    desk.give(ONE, TWO_, THREE)
    [told] = desk.give(split([TWO_]))
    assert (said(told).outcome, said(told).ads, said(told).counted, said(told).counts) == ("withdrawn", (), 3, 2)
    assert said(told).is_short
    assert desk.give(split([ONE], reason="cut")) == [], "it is not in force any more"


def test_a_smaller_part_that_meets_the_rule_is_what_it_rests_on() -> None:
    desk = Desk(SOURCES)
    [alert] = desk.give(*FOUR_OF_TWO, ad("a/5@0.5^s"))
    [told] = desk.give(split([FOUR_OF_TWO[0], FOUR_OF_TWO[3]]))  # one of each source; three of one stay
    assert (said(told).outcome, said(told).ads) == ("weakened", (alert.ads[0], alert.ads[3]))


def test_an_ad_that_was_counted_and_is_not_named_counts() -> None:
    desk = Desk(rule("frequency", count=60, window="10h"))
    many = [ad(f"a/{number}@{number / 100:.2f}") for number in range(60)]
    [alert] = desk.give(*many)
    assert len(alert.ads) == 50
    assert many[0].ad_id not in alert.ads
    [told] = desk.give(split([many[0]]))
    assert (said(told).outcome, said(told).counted, said(told).counts) == ("withdrawn", 60, 59)


def test_what_is_counted_in_steps_cannot_be_counted_again_and_says_so() -> None:
    desk = Desk(STEPS)
    [alert] = desk.give(*(ad(f"a/{number}@{number / 10}!") for number in range(4)), ad("b/9@30"))
    [told] = desk.give(split([ad("a/0@0")]))
    assert (said(told).outcome, len(said(told).ads)) == ("weakened", len(alert.ads) - 1)
    assert (said(told).counted, said(told).counts) == (4, None)


def test_an_alert_of_another_version_of_the_rule_is_not_held_against_the_new_one() -> None:
    desk = Desk(SOURCES)
    [alert] = desk.give(*FOUR_OF_TWO)
    desk.becomes(rule("cardinality", of="source", at_least=4, window="10h", version=2))
    [told] = desk.give(split([FOUR_OF_TWO[0]]))
    assert (told.alert_id, said(told).outcome, said(told).counts) == (alert.alert_id, "weakened", None)


def test_ads_that_leave_together_leave_an_alert_on_them_whole() -> None:
    desk = Desk(MANY)
    desk.give(ONE, TWO_, THREE)
    assert desk.give(split([ONE, TWO_, THREE], [FOUR])) == []


def test_what_links_did_not_bring_together_stays() -> None:
    desk = Desk(LOOSE)
    assert len(desk.give(ONE, TWO_)) == 1
    assert desk.give(split([ONE], [TWO_])) == []


def test_an_alert_on_a_contact_falls_with_it_and_none_is_raised_on_one_that_links_nothing() -> None:
    desk = Desk(TWO)
    desk.give(ONE, TWO_)
    assert said(desk.give(split([ONE], [TWO_]))[0]).outcome == "withdrawn"
    hub = Finding(indicator="NW-01", state=State.NOT_STATED, detector="link", evidence=("p9",))
    assert Desk(TWO).give(*(replace(each, findings=(hub,)) for each in (ONE, TWO_))) == []
