"""Alerts put right: what becomes of an alert when links turn out to be none, whatever comes first."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from processors.alert import rests
from processors.alert.assistance import Directory
from processors.alert.forget import forget, remains
from processors.alert.matching import process
from processors.alert.standing import with_standing
from processors.searches import Saved, SavedSearch
from processors.stage import Emit, Retry
from processors.state import MemoryTransaction
from schemas.ad import ScoredAd
from schemas.alert import Alert, Correction
from schemas.events import GroupSplit
from schemas.finding import Finding, State
from tests import factories
from tests.unit.processors.alert.tables import ad, rule

MANY = rule("frequency", count=3, window="10h")  # of one actor
TWO = rule("frequency", id="two", count=2, window="10h", key=["contacts.token"])
NAMES = rule("any", id="names", condition={"finding": "SX-02"}, indicators=["SX-02"])
BAND = rule("any", id="band", condition={"field": "score.band", "op": "is", "value": "high"}, indicators=["SX-02"])
LOOSE = rule("frequency", id="loose", count=2, window="10h", subject="source")


SOURCES = rule("cardinality", of="source", at_least=2, window="10h")
FOUR_OF_TWO = tuple(ad(f"a/{number}@{number / 10}^{'t' if number == 4 else 's'}") for number in range(1, 5))
STEPS = rule(
    "percentage",
    match={"field": "score.band", "op": "is", "value": "high"},
    above=50,
    min_count=3,
    window="24h",
    throttle="90d",
)


class Desk:
    """The stage with a state of its own."""

    def __init__(self, *rules: Any) -> None:
        self.tx = MemoryTransaction()
        self._run = process(rules, Directory())
        self.told: list[Alert] = []

    def becomes(self, *rules: Any) -> None:
        """The stage is started anew with other rules."""
        self._run = process(rules, Directory())

    def give(self, *records: ScoredAd | GroupSplit) -> list[Alert]:
        """What comes of a batch."""
        outcomes = self._run(records, self.tx)
        assert len(outcomes) == len(records)
        new = [each for outcome in outcomes if isinstance(outcome, Emit) for _, each in outcome.outputs]
        self.told += [each for each in new if isinstance(each, Alert)]
        return self.told[len(self.told) - len(new) :]


def split(
    *groups: Sequence[ScoredAd],
    whole: str = "a",
    reason: str = "hub",
    kind: str = "actor",
    into: Sequence[str] = (),
    evidence: str = "e",
) -> GroupSplit:
    """These ads left their group, each group together."""
    apart = tuple(tuple(each.ad_id for each in group) for group in groups)
    return GroupSplit(
        kind=kind,
        whole=whole,
        part="x",
        reason=reason,
        evidence=evidence,
        at=factories.NOON,
        contact="phone-9",
        apart=apart,
        into=tuple(into),
    )


def back(*ads: ScoredAd, whole: str = "a", kind: str = "actor") -> GroupSplit:
    """These ads came into a group because of an analyst."""
    came = tuple(each.ad_id for each in ads)
    return GroupSplit(kind=kind, whole=whole, part=whole, reason="undone", evidence="d", at=factories.NOON, joined=came)


ONE, TWO_, THREE, FOUR = (ad(f"a/{number}@{number / 10}+p9") for number in range(1, 5))


def said(alert: Alert) -> Correction:
    assert alert.correction is not None
    return alert.correction


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


def test_of_an_actor_that_was_part_of_another_one_only_what_is_with_it_again_counts() -> None:
    desk = Desk(MANY)
    desk.give(ONE, TWO_, split([ONE], [TWO_], whole="b", into=["a", "c"]))
    assert desk.give(THREE) == [], "two that are in a, and one that is in c"
    [alert] = desk.give(FOUR)
    assert said(alert).ads == (ONE.ad_id, THREE.ad_id, FOUR.ad_id)


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


def found(one: ScoredAd, *indicators: str, hub: bool = False) -> ScoredAd:
    """The ad as links see it."""
    present = [Finding(indicator=each, state=State.PRESENT, detector="link") for each in indicators]
    caveat = [Finding(indicator="NW-01", state=State.NOT_STATED, detector="link", evidence=("p9",))] if hub else []
    return replace(one, findings=(*present, *caveat))


def test_an_alert_on_one_ad_falls_with_what_links_had_found_in_it() -> None:
    desk = Desk(NAMES, BAND)
    names, band = desk.give(found(ad("a/1@0+p9!"), "SX-02"))
    without = replace(found(ad("a/1@0+p9!"), hub=True), revision=1)
    assert desk.give(replace(found(ad("a/1@0+p9!")), revision=1)) == [], "that is not for a contact's sake"
    told = {each.alert_id: said(each) for each in desk.give(without)}
    assert told[names.alert_id].outcome == "withdrawn"
    assert (told[band.alert_id].outcome, told[band.alert_id].indicators) == ("weakened", ("SX-02",))
    assert told[band.alert_id].ads == band.ads
    assert desk.give(replace(without, revision=2)) == []


def test_an_earlier_word_on_an_ad_that_is_read_again_takes_nothing_back() -> None:
    desk = Desk(NAMES)
    later = replace(found(ONE, "SX-02"), revision=2)
    [alert] = desk.give(later)
    assert desk.give(replace(found(ONE, hub=True), revision=1)) == []
    [told] = desk.give(replace(found(ONE, hub=True), revision=3))
    assert (told.alert_id, said(told).outcome) == (alert.alert_id, "withdrawn")


def test_erased_ads_are_forgotten_here_too() -> None:
    desk = Desk(MANY)
    desk.give(ONE, TWO_, THREE)
    assert remains({ONE.ad_id}, desk.tx) > 0
    forget({ONE.ad_id}, desk.tx)
    assert remains({ONE.ad_id}, desk.tx) == 0
    [told] = desk.give(split([TWO_], [THREE]))
    assert ONE.ad_id not in told.ads
    forget({TWO_.ad_id, THREE.ad_id}, desk.tx)
    assert desk.give(split([TWO_], whole="y")) == []


def test_while_the_search_is_away_nothing_is_said(tmp_path: Path) -> None:
    saved = Saved(tmp_path)
    saved.add(SavedSearch(id="s", title="t", query={"match_all": {}}, by="ada", since=factories.NOON))

    def away(*_: object) -> Any:
        raise OSError("refused")

    run = with_standing(process([MANY], Directory()), away, saved, Directory(), OSError)
    answer = run([ONE, split([ONE])], MemoryTransaction())
    assert answer == [Retry("search: refused"), Retry("search: refused")]


def test_an_alert_takes_little_room() -> None:
    desk = Desk(MANY)
    desk.give(ONE, TWO_, THREE)
    [size] = [len(key) + len(value) for key, value in desk.tx.scan(rests.RESTS)]
    assert size < 500
