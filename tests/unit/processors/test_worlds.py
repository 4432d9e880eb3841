"""Invented worlds with helplines planted in them, through the real stages `link` and `alert`: whatever the order, and
however far ads lag behind the splits, no alert in force rests on a helpline, and no other one was touched."""

import random
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from processors.alert import process
from processors.alert.assistance import Directory
from processors.alert.rule import Rule
from processors.link.refresh import anything_due
from processors.stage import Emit
from processors.state import MemoryTransaction
from schemas.ad import EnrichedAd, LinkedAd, ScoredAd
from schemas.alert import Alert
from schemas.base import Record
from schemas.events import GroupSplit
from schemas.score import Band, Score
from tests.unit.processors.alert.tables import rule
from tests.unit.processors.link.cases import Links, ad
from tests.unit.processors.link.test_actors import text

MANY, SOURCES = 4, 3
RULES = (
    rule("frequency", count=MANY, window="3d"),
    rule("cardinality", of="source", at_least=SOURCES, window="3d"),
)

CROWD = 3
BUSY = rule("any", subject="ad", condition={"field": "actor_ads", "op": "at_least", "value": CROWD})


def world(seed: int) -> list[EnrichedAd]:
    """Ads of eight advertisers, of whom some name a helpline too, and of twenty others who have nothing else in common;
    two helplines. In an order of their own."""
    chance, ads = random.Random(seed), []
    for person in range(8):
        for number in range(chance.randint(3, 7)):
            helps = ["first"] if chance.random() < 0.3 else []
            ads.append(made(f"p{person}n{number}", (str(person),), helps, chance))
    for stranger in range(20):
        own = (str(100 + stranger),) if stranger % 3 else ()
        ads.append(made(f"s{stranger}", own, [chance.choice(["first", "second"])], chance))
    chance.shuffle(ads)
    return ads


def made(key: str, phones: Sequence[str], handles: Sequence[str], chance: random.Random) -> EnrichedAd:
    """One ad, observed at some time of a day, on one of five sources."""
    words, source = text(chance.randrange(10_000)), chance.choice("vwxyz")
    return ad(key, words, phones=phones, handles=handles, source=source, minutes=chance.randrange(1_000))


class Told:
    """What comes of a world that is read in batches, with ads that come so many batches after the splits."""

    def __init__(self, ads: Sequence[EnrichedAd], batch: int, lag: int, rules: Sequence[Rule[Any]] = RULES) -> None:
        self.links, self.alerts = Links(), dict[str, Alert]()
        self._alert, self._tx, self._late = process(rules, Directory()), MemoryTransaction(), list[list[Record]]()
        for start in range(0, len(ads), batch):
            self._pass_on([each for told in self._linked(ads[start : start + batch]) for each in told], lag)
        while anything_due(self.links.tx):
            self._pass_on(self.links.rest(), lag)
        for late in self._late:
            self._give(late)

    def _linked(self, ads: Sequence[EnrichedAd]) -> list[list[Any]]:
        before = len(self.links.events)
        told = self.links.add(*ads)
        return [*told, self.links.events[before:]]

    def _pass_on(self, records: Sequence[Record], lag: int) -> None:
        splits = [each for each in records if isinstance(each, GroupSplit)]
        self._late.append([scored(each) for each in records if isinstance(each, LinkedAd)])
        self._give([*splits, *(self._late.pop(0) if len(self._late) > lag else [])])

    def _give(self, records: Sequence[Record]) -> None:
        for one in self._alert(records, self._tx):
            for _, record in one.outputs if isinstance(one, Emit) else ():
                assert isinstance(record, Alert)
                whole = self.alerts.get(record.alert_id, record)
                self.alerts[record.alert_id] = msgspec.structs.replace(whole, correction=record.correction)

    def together(self, ads: Sequence[str]) -> bool:
        """Whether these ads are of one actor in the end."""
        actors = {self.links.latest[each].actor for each in ads}
        return len(actors) == 1 and None not in actors


def scored(linked: LinkedAd) -> ScoredAd:
    said = {name: getattr(linked, name) for name in linked.__struct_fields__}
    return ScoredAd(**said, score=Score(band=Band.LOW))


@pytest.mark.parametrize("seed", [1, 5, 7])
@pytest.mark.parametrize(("batch", "lag"), [(1, 0), (3, 3), (7, 0), (20, 2)])
def test_no_alert_in_force_rests_on_a_helpline_and_no_other_is_touched(seed: int, batch: int, lag: int) -> None:
    told = Told(world(seed), batch, lag)
    mixed = 0
    for alert in told.alerts.values():
        said = alert.correction
        if said is None or not said.is_withdrawn:
            rest = said.ads if said else alert.ads
            assert told.together(rest)
            if alert.rule == RULES[0].id:
                assert len(rest) >= MANY
            else:
                assert len({told.links.latest[each].source for each in rest}) >= SOURCES
        mixed += not told.together(alert.ads)
        assert (said is None) == told.together(alert.ads)
    assert mixed > 0 or batch > 1, "a helpline that is met ad by ad is believed for a while"


@pytest.mark.parametrize("seed", [1, 5, 7])
@pytest.mark.parametrize(("batch", "lag"), [(1, 0), (3, 3), (7, 0), (20, 2)])
def test_no_alert_in_force_on_one_ad_rests_on_how_many_a_helpline_held_together(
    seed: int, batch: int, lag: int
) -> None:
    told = Told(world(seed), batch, lag, [BUSY])
    in_force = [alert for alert in told.alerts.values() if alert.correction is None]
    others = [alert for alert in told.alerts.values() if alert.correction]
    assert all(told.links.latest[each].actor_ads >= CROWD for alert in in_force for each in alert.ads)
    assert all(alert.correction and alert.correction.is_withdrawn for alert in others)
    splits = [each for each in told.links.events if isinstance(each, GroupSplit)]
    fallen = {each.whole for each in splits} | {ad for each in splits for group in each.apart for ad in group}
    assert all(fallen & {alert.actor, told.links.latest[alert.ads[0]].actor, alert.ads[0]} for alert in others)
    assert in_force
    assert others or batch > 3, "a helpline that is met by and by is believed for a while"
