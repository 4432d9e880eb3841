"""Who is one actor: shared contacts join, helplines and directories do not, and what was told is told again."""

from itertools import permutations

import pytest

from processors.link.hubs import MAX_ALONGSIDE, MAX_CLUSTERS, MAX_LISTED, groups
from processors.link.lookup import actor_of, members_of_actor
from schemas.ids import actor_id
from tests.unit.processors.link.cases import FARM, SHOP, SOFA, Links, ad
from tests.unit.processors.link.test_near_duplicates import words


def text(seed: int) -> str:
    return " ".join(words(seed, 30))


def test_without_a_contact_there_is_no_actor() -> None:
    links = Links()
    links.add(one := ad("1"))
    assert (links.of(one).actor, links.of(one).actor_ads, links.of(one).actor_sources) == (None, 0, ())


def test_ads_with_a_common_contact_are_one_actor() -> None:
    links, ads = (
        Links(),
        (ad("1", FARM, phones="1"), ad("2", SHOP, phones="1", source="two"), ad("3", SOFA, phones="2")),
    )
    links.add(*ads)
    assert links.of(ads[0]).actor == links.of(ads[1]).actor == actor_id(ads[0].ad_id)
    assert links.of(ads[2]).actor != links.of(ads[0]).actor
    second = links.of(ads[1])
    assert (second.actor_ads, second.actor_sources) == (2, ("one", "two"))
    assert [(link.kind, link.evidence) for link in second.links] == [("contact", "phone-1")]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_a_chain_of_contacts_is_one_actor_in_any_order(order: tuple[int, ...]) -> None:
    links = Links()
    ads = [ad("1", text(1), phones="1"), ad("2", text(2), phones="12"), ad("3", text(3), phones="2", handles="a"),
           ad("4", text(4), handles="a")]  # fmt: skip
    links.add(*(ads[place] for place in order))
    assert links.actors(ads) == 1
    assert links.of(ads[0]).actor == actor_id(ads[order[0]].ad_id), "the oldest ad names the actor"
    assert links.of(ads[order[-1]]).actor_ads == 4
    assert set(members_of_actor(links.tx, ads[0].ad_id)) == {one.ad_id for one in ads}


def test_a_merge_is_an_event_and_tells_the_moved_ads_again() -> None:
    links, first, second = Links(), ad("1", text(1), phones="1"), ad("2", text(2), phones="2")
    links.add(first, second)
    gone = links.of(second).actor
    told = links.add(bridge := ad("3", text(3), phones="12", minutes=5))[0]
    assert [(event.survivor, event.merged, event.evidence, event.at) for event in links.merges] == [
        (links.of(first).actor, gone, bridge.ad_id, bridge.observed_at)
    ]
    assert [linked.ad_id for linked in told] == [bridge.ad_id, second.ad_id, first.ad_id]
    moved = links.of(second)
    assert (moved.actor, moved.revision, moved.observed_at) == (links.of(first).actor, 1, second.observed_at)


def test_the_actor_keeps_its_id_while_it_grows() -> None:
    links = Links()
    ads = [ad(str(n), text(n), phones=(str(n), str(n + 1))) for n in range(1, 40)]
    links.add(*ads)
    assert {links.of(one).actor for one in ads} == {actor_id(ads[0].ad_id)}
    assert links.merges == []


def test_an_edited_ad_still_links_by_the_contact_it_had() -> None:
    links, first, second = Links(), ad("1", text(1), phones="1"), ad("2", text(2), phones="1")
    links.add(first, second)
    links.add(changed := ad("2", text(2) + " again", phones="9", minutes=60))
    assert links.of(changed).actor == links.of(first).actor
    assert [contact.token for contact in links.of(changed).contacts] == ["phone-9"]
    assert links.of(changed).actor_ads == 2


def helpline(links: Links, count: int) -> list[str | None]:
    """So many unrelated ads, each with a number of its own and one of a helpline; their actors as of now."""
    ads = [ad(f"h{n}", text(n), phones=(str(n),), handles=("help",)) for n in range(count)]
    for one in ads:
        links.add(one)
    return [actor_of(links.tx, one.ad_id) for one in ads]


def test_a_contact_of_unrelated_ads_joins_them_only_until_that_shows() -> None:
    assert len(set(helpline(Links(), MAX_ALONGSIDE))) == 1
    actors = helpline(links := Links(), MAX_ALONGSIDE + 1)
    assert None not in actors
    assert len(set(actors)) == len(actors)
    for n in range(MAX_ALONGSIDE + 1):
        enriched = ad(f"h{n}", text(n))
        assert links.of(enriched).actor == actors[n], "an ad whose actor changed must be told again"
        assert links.findings(enriched)["NW-01"].state == "not_stated"
        assert "links nothing" in links.findings(enriched)["NW-01"].note
        assert links.findings(enriched)["NW-01"].evidence == ("handle-help",)


def test_dividing_keeps_what_other_contacts_hold_together() -> None:
    links = Links()
    pair = (ad("p1", text(101), phones=("a", "b")), ad("p2", text(102), phones=("b",)))
    links.add(*pair)
    links.add(ad("p3", text(103), phones=("a",), handles=("help",)))
    helpline(links, MAX_ALONGSIDE + 1)
    assert actor_of(links.tx, pair[0].ad_id) == actor_of(links.tx, pair[1].ad_id) == actor_id(pair[0].ad_id)
    assert set(members_of_actor(links.tx, pair[0].ad_id)) == {*(one.ad_id for one in pair), ad("p3").ad_id}


def test_an_ad_with_nothing_but_a_hub_has_no_actor() -> None:
    links = Links()
    helpline(links, MAX_ALONGSIDE + 1)
    links.add(alone := ad("alone", SHOP, handles=("help",)))
    assert links.of(alone).actor is None


def test_numbers_used_in_turn_under_one_text_are_not_a_hub() -> None:
    links = Links()
    ads = [ad(str(n), FARM, phones=(str(n),), handles=("same",)) for n in range(3 * MAX_ALONGSIDE)]
    links.add(*ads)
    assert links.actors(ads) == 1


def test_one_number_behind_very_many_texts_links_no_more() -> None:
    links = Links()
    ads = [ad(str(n), text(n), phones="1") for n in range(MAX_CLUSTERS + 1)]
    links.add(*ads[:-1])
    assert links.of(ads[-2]).actor_ads == MAX_CLUSTERS
    links.add(ads[-1])
    assert {actor_of(links.tx, one.ad_id) for one in ads} == {None}


def test_a_directory_joins_nobody() -> None:
    numbers = [str(n) for n in range(MAX_LISTED + 1)]
    links, ads = Links(), [ad(number, text(int(number)), phones=(number,)) for number in numbers]
    links.add(*ads)
    links.add(listing := ad("listing", SHOP, phones=numbers))
    assert links.actors(ads) == len(ads)
    assert links.of(listing).actor is None
    assert "directory" in links.findings(listing)["NW-01"].note


GROUPS = [
    ("nothing", (), 0),
    ("three advertisers", (("a", 1), ("b", 2), ("c", 3)), 3),
    ("one text", (("a", 1), ("b", 1), ("c", 1)), 1),
    ("one contact", (("a", 1), ("a", 2), ("a", 3)), 1),
    ("joined by a third", (("a", 1), ("b", 2), ("a", 2)), 1),
]


@pytest.mark.parametrize(("beside", "count"), [case[1:] for case in GROUPS], ids=[case[0] for case in GROUPS])
def test_groups(beside: tuple[tuple[str, int], ...], count: int) -> None:
    assert groups(tuple((contact.encode(), cluster) for contact, cluster in beside)) == count
