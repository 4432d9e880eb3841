"""Alerts put right: what becomes of an alert when links turn out to be none, whatever comes first."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from processors.alert import rests
from processors.alert.assistance import Directory
from processors.alert.forget import forget, remains
from processors.alert.matching import process
from processors.alert.mending import with_corrections
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


class Desk:
    """The stage with a state of its own."""

    def __init__(self, *rules: Any) -> None:
        self.tx = MemoryTransaction()
        self._run = with_corrections(process(rules, Directory()), rules)
        self.told: list[Alert] = []

    def give(self, *records: ScoredAd | GroupSplit) -> list[Alert]:
        """What comes of a batch."""
        outcomes = self._run(records, self.tx)
        assert len(outcomes) == len(records)
        new = [each for outcome in outcomes if isinstance(outcome, Emit) for _, each in outcome.outputs]
        self.told += [each for each in new if isinstance(each, Alert)]
        return self.told[len(self.told) - len(new) :]


def split(*groups: Sequence[ScoredAd], whole: str = "a", reason: str = "hub", kind: str = "actor") -> GroupSplit:
    """These ads left their group, each group together."""
    apart = tuple(tuple(each.ad_id for each in group) for group in groups)
    return GroupSplit(
        kind=kind, whole=whole, part="x", reason=reason, evidence="e", at=factories.NOON, contact="phone-9", apart=apart
    )


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


def test_it_rests_on_the_largest_part_and_on_less_when_that_falls_apart_too() -> None:
    desk = Desk(rule("frequency", count=4, window="10h"))
    [alert] = desk.give(ONE, TWO_, THREE, FOUR)
    [told] = desk.give(split([FOUR], reason="cut"))
    assert (said(told).outcome, said(told).reason) == ("weakened", "cut")
    assert said(told).ads == alert.ads[:3]
    [again] = desk.give(split([ONE, TWO_]))  # without the third, which stays
    assert (said(again).outcome, said(again).ads) == ("weakened", alert.ads[:2])
    assert said(again).id != said(told).id
    [last] = desk.give(replace(split([ONE], whole="x"), evidence="f"))
    assert said(last).outcome == "withdrawn"


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


def test_while_the_search_is_away_nothing_is_said() -> None:
    run = with_corrections(lambda ads, tx: [Retry("away")] * len(ads), ())
    assert run([ONE, split([ONE])], MemoryTransaction()) == [Retry("away"), Retry("away")]


def test_an_alert_takes_little_room() -> None:
    desk = Desk(MANY)
    desk.give(ONE, TWO_, THREE)
    [size] = [len(key) + len(value) for key, value in desk.tx.scan(rests.RESTS)]
    assert size < 500
