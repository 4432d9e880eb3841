"""Analysts cut and force links: what holds then, what is told, that it can be undone and outlives a rebuild."""

from pathlib import Path
from typing import Any

import pytest

from processors.link.decisions import Decision, Decisions
from schemas.ad import LinkedAd
from schemas.base import Record
from schemas.events import ActorMerged, ClusterMerged, GroupSplit
from tests.factories import NOON
from tests.unit.processors.link.cases import FARM, SHOP, SOFA, Links, ad, dump
from tests.unit.processors.link.test_actors import helpline, text

A, B, C = ad("a", text(1), phones="12"), ad("b", text(2), phones="2"), ad("c", text(3), phones="1")


class Desk:
    """A stage and the decisions of its installation."""

    came: dict[tuple[str, str, str], set[str]]  # what came into groups: kind, id and reason -> ids of ads

    def __init__(self, home: Path) -> None:
        self.home, self.links, self.file = home, Links(home=home), Decisions(home)

    def decide(self, action: str, what: str, *ads: Any, contact: str = "", name: str = "d1") -> list[Record]:
        """Decide, and let the stage follow; the merges and splits that came of it."""
        self.file.add(_decision(name, action, what, tuple(each.ad_id for each in ads), contact))
        return self.follow()

    def undo(self, name: str = "d1") -> list[Record]:
        (line,) = [line for line in self.file.lines() if line.id == name]
        self.file.add(_decision(name, line.action, line.what, line.ads, line.contact, undone=True))
        return self.follow()

    def follow(self) -> list[Record]:
        events = [record for record in self.links.rest() if not isinstance(record, LinkedAd)]
        came = [event for event in events if isinstance(event, GroupSplit) and event.joined]
        self.came = {(event.kind, event.whole, event.reason): set(event.joined) for event in came}
        return [event for event in events if event not in came]

    def actor(self, one: Any) -> str | None:
        return self.links.of(one).actor


def _decision(name: str, action: Any, what: Any, ads: tuple[str, ...], contact: str, undone: bool = False) -> Decision:
    return Decision(
        id=name, action=action, what=what, ads=ads, contact=contact, reason="r", by="ada", at=NOON, undone=undone
    )


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_contact_that_is_cut_joins_nobody_and_says_so(desk: Desk) -> None:
    desk.links.add(A, B, C)
    whole = desk.actor(A)
    events = desk.decide("cut", "contact", contact="phone-2")
    [left] = [event for event in events if isinstance(event, GroupSplit)]
    assert (left.whole, left.part, left.contact, left.apart) == (whole, whole, "phone-2", ((B.ad_id,),))
    assert desk.actor(B) is None
    assert desk.actor(A) == desk.actor(C) == whole, "the id survives"
    assert "analyst" in desk.links.findings(B)["NW-01"].note
    desk.links.add(late := ad("late", text(4), phones="2"))
    assert desk.actor(late) is None
    assert desk.came == {}, "a cut brings nothing together"
    desk.undo()
    assert {desk.actor(one) for one in (A, B, C, late)} == {whole}
    assert desk.came == {("actor", whole, "undone"): {B.ad_id, late.ad_id}}
    assert desk.links.of(A).actor_ads == 4


def test_a_contact_that_is_cut_from_one_ad_links_the_others(desk: Desk) -> None:
    desk.links.add(B, A, C)
    events = desk.decide("cut", "contact", A, contact="phone-2")
    assert desk.actor(A) == desk.actor(C) != desk.actor(B)
    assert [(type(event), event.whole, event.reason) for event in events if isinstance(event, GroupSplit)] == [
        (GroupSplit, desk.actor(B), "cut")
    ]
    [split] = [event for event in events if isinstance(event, GroupSplit)]
    assert (split.contact, split.apart) == ("phone-2", ((C.ad_id, A.ad_id),))
    desk.links.add(ad("a", text(1) + " edited", phones="12", minutes=9))
    assert desk.actor(A) != desk.actor(B), "an edit does not bring it back"
    assert "does not link this ad" in desk.links.findings(A)["NW-01"].note
    apart = desk.actor(A)
    assert [type(event) for event in desk.undo()] == [ActorMerged]
    assert apart != desk.actor(A) == desk.actor(B) == desk.actor(C)
    assert desk.came == {("actor", desk.actor(B), "undone"): {A.ad_id, C.ad_id}}


def test_two_ads_that_are_forced_are_of_one_actor(desk: Desk) -> None:
    alone, other = ad("x", text(5)), ad("y", text(6), phones="9")
    desk.links.add(A, C, alone, other)
    events = desk.decide("force", "actor", C, other)
    assert [(type(event), event.evidence) for event in events if isinstance(event, ActorMerged)] == [
        (ActorMerged, "d1")
    ]
    assert [(kind, reason) for kind, _, reason in desk.came] == [("actor", "forced")]
    desk.decide("force", "actor", alone, other, name="d2")
    assert {desk.actor(one) for one in (A, C, alone, other)} == {desk.actor(A)}
    assert [link.evidence for link in desk.links.of(alone).links if link.kind == "forced"] == ["d2"]
    assert [type(event) for event in desk.undo()] == [GroupSplit]
    assert desk.actor(other) == desk.actor(alone) != desk.actor(A)
    desk.undo("d2")
    assert desk.actor(alone) is None


def test_a_hub_that_is_forced_links_again(desk: Desk) -> None:
    helpline(desk.links, 12)
    ads = [ad(f"h{n}", text(n)) for n in range(8)]
    assert len({desk.actor(one) for one in ads}) == 8
    desk.decide("force", "contact", contact="handle-help")
    assert len({desk.actor(one) for one in ads}) == 1


def test_an_ad_that_is_no_copy_leaves_its_cluster(desk: Desk) -> None:
    one, two, three = (ad(str(n), FARM, phones=str(n)) for n in range(3))
    desk.links.add(one, two, three)
    (event,) = desk.decide("cut", "cluster", one, two)
    assert isinstance(event, GroupSplit)
    assert event.kind == "cluster"
    assert desk.links.of(two).cluster == event.part != desk.links.of(one).cluster
    assert [desk.links.of(each).cluster_size for each in (one, two, three)] == [2, 1, 2]
    desk.links.add(ad("1", FARM + " And more.", phones="1", minutes=4))
    assert desk.links.of(two).cluster == event.part
    assert [type(event) for event in desk.undo()] == [ClusterMerged]
    assert {desk.links.of(each).cluster_size for each in (one, two, three)} == {3}
    assert desk.came == {("cluster", event.whole, "undone"): {two.ad_id}}


def test_clusters_that_are_forced_are_one_and_can_be_parted(desk: Desk) -> None:
    ads = [ad(str(n), words) for n, words in enumerate((FARM, SHOP, SOFA, FARM, SHOP, SOFA))]
    desk.links.add(*ads)
    (event,) = desk.decide("force", "cluster", ads[1], ads[0])
    assert isinstance(event, ClusterMerged)
    assert (event.survivor, event.merged) != (event.merged, event.survivor)
    assert [desk.links.of(each).cluster_size for each in ads] == [4, 4, 2, 4, 4, 2]
    desk.decide("force", "cluster", ads[2], ads[4], name="d2")
    assert {(desk.links.of(each).cluster, desk.links.of(each).cluster_size) for each in ads} == {(event.survivor, 6)}
    desk.undo()
    assert [desk.links.of(each).cluster_size for each in ads] == [4, 2, 4, 4, 2, 4]
    desk.undo("d2")
    assert {desk.links.of(each).cluster_size for each in ads} == {2}


def test_a_decision_waits_for_what_it_is_about_and_outlives_a_rebuild(desk: Desk) -> None:
    assert desk.decide("cut", "contact", contact="phone-2") == []
    desk.links.add(A, B)
    desk.follow()
    assert desk.actor(B) is None
    rebuilt = Desk(desk.home)
    rebuilt.links.add(A, B, C)
    rebuilt.follow()
    assert rebuilt.actor(A) == rebuilt.actor(C)
    assert rebuilt.actor(B) is None


def test_following_again_changes_nothing(desk: Desk) -> None:
    desk.links.add(A, B, C)
    desk.decide("force", "actor", B, C)
    before = dump(desk.links.tx)
    assert desk.follow() == []
    assert dump(desk.links.tx) == before
