"""Who is one actor: shared contacts join, helplines and directories do not, and what was told is told again."""

from datetime import timedelta
from itertools import permutations

import pytest
from msgspec.structs import replace

from processors.link.graph import edge
from processors.link.hubs import (
    MAX_ALONGSIDE,
    MAX_ALONGSIDE_ADDRESS,
    MAX_ALONGSIDE_PLAIN,
    MAX_CLUSTERS,
    MAX_LISTED,
    MAX_PER_DAY,
    groups,
)
from processors.link.intake import contact_key
from processors.link.lookup import actor_of, members_of_actor
from processors.link.tables import State
from schemas.ad import LinkedAd
from schemas.base import SourceFamily
from schemas.events import GroupSplit
from schemas.ids import actor_id, contact_token
from schemas.mention import MentionKind
from tests.factories import NOON
from tests.unit.processors.link.cases import FARM, SHOP, SOFA, Links, ad, mention
from tests.unit.processors.link.test_near_duplicates import words

PHONE = MentionKind.PHONE


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
    assert [linked.ad_id for linked in told] == [bridge.ad_id]
    assert {linked.ad_id for linked in links.rest() if isinstance(linked, LinkedAd)} == {second.ad_id, first.ad_id}
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


def helpline(links: Links, count: int, family: SourceFamily = SourceFamily.JOB_BOARD) -> list[str | None]:
    """So many unrelated ads, each with a number of its own and one of a helpline; their actors as of now."""
    ads = [ad(f"h{n}", text(n), phones=(str(n),), handles=("help",), family=family) for n in range(count)]
    for one in ads:
        links.add(one)
    links.rest()
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


def test_among_ads_of_no_kind_it_shows_sooner() -> None:
    plain = SourceFamily.CLASSIFIEDS
    assert len(set(helpline(Links(), MAX_ALONGSIDE_PLAIN, plain))) == 1
    assert len(set(helpline(Links(), MAX_ALONGSIDE_PLAIN + 1, plain))) == MAX_ALONGSIDE_PLAIN + 1
    links = Links()
    links.add(
        *(
            ad(f"j{n}", text(n + 50), phones=(f"j{n}",), handles=("help",), family=SourceFamily.JOB_BOARD)
            for n in range(3)
        )
    )
    assert len(set(helpline(links, MAX_ALONGSIDE - 5, plain))) == 1, "half of them are job ads"


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


def test_a_number_that_people_can_call_for_help_links_nothing_from_the_start() -> None:
    token = contact_token(b"a key for tests", "phone", "+442079460123")  # of catalogue/assistance/example.yml
    links, ads = Links(), [ad(str(n), text(n), phones=(str(n),)) for n in range(2)]
    ads = [replace(one, mentions=(*one.mentions, mention(PHONE, "+442079460123", token))) for one in ads]
    links.add(*ads)
    assert links.actors(ads) == 2
    assert "a service that helps people" in links.findings(ads[0])["NW-01"].note


def test_a_number_under_very_many_new_texts_of_one_day_links_no_more() -> None:
    links = Links()
    ads = [ad(str(n), text(n), phones="1", posted=NOON - timedelta(minutes=n + 1)) for n in range(MAX_PER_DAY + 1)]
    links.add(*ads)
    assert "in a day" in links.findings(ads[-1])["NW-01"].note
    assert actor_of(links.tx, ads[-1].ad_id) is None


def test_an_address_of_unrelated_ads_is_a_hub_sooner_than_a_number() -> None:
    links = Links()
    ads = [ad(str(n), text(n), phones=(str(n),), sites=("tool.example/x",)) for n in range(MAX_ALONGSIDE_ADDRESS + 1)]
    links.add(*ads[:-1])
    assert links.actors(ads[:-1]) == 1, "a site of their own links ads"
    links.add(ads[-1])
    assert len({actor_of(links.tx, one.ad_id) for one in ads}) == len(ads)


def test_a_split_is_an_event() -> None:
    links = Links()
    helpline(links, MAX_ALONGSIDE + 1)
    splits = [event for event in links.events if isinstance(event, GroupSplit)]
    assert len(splits) == MAX_ALONGSIDE - 1
    assert {(event.kind, event.reason, event.whole) for event in splits} == {
        ("actor", "hub", links.of(ad("h0", text(0))).actor)
    }
    first, *others = splits
    left = [ad(f"h{n}", text(n)).ad_id for n in range(1, MAX_ALONGSIDE)]
    assert (first.contact, sorted(first.apart)) == ("handle-help", sorted((each,) for each in left))
    assert not any(event.apart for event in others)


def test_ads_that_only_the_hub_held_together_leave_it_too() -> None:
    links = Links()
    lone = [ad(f"l{n}", text(n + 70), handles=("help",)) for n in range(2)]
    links.add(*lone)
    whole = links.of(lone[0]).actor
    helpline(links, MAX_ALONGSIDE + 1)
    first = next(event for event in links.events if isinstance(event, GroupSplit))
    assert first.whole == whole
    assert {(one.ad_id,) for one in lone} <= set(first.apart)
    assert len(first.apart) == MAX_ALONGSIDE + 2
    assert [links.of(one).actor for one in lone] == [None, None]


def test_a_link_says_how_strong_it_is_and_since_when() -> None:
    links = Links()
    ads = [ad("1", text(1), phones=("1", "2")), ad("2", text(2), phones=("1", "3"), minutes=60)]
    links.add(*ads)
    link = next(each for each in links.of(ads[1]).links if each.evidence == "phone-1")
    assert (link.strength, link.ads) == (0.5, 2)
    assert (link.first_seen, link.last_seen) == (NOON, NOON + timedelta(minutes=60))
    graph = State(links.tx)
    key = [contact_key(f"phone-{n}") for n in range(4)]
    found = edge(key[1], key[3], graph)
    assert found is not None
    assert (graph.ad(found.ad).ad.ad_id, found.ads) == (ads[1].ad_id, 1)
    assert edge(key[2], key[3], graph) is None


def test_all_older_ads_learn_of_a_cluster_that_grows() -> None:
    links = Links()
    ads = [ad(str(n), FARM, phones=(str(n),)) for n in range(40)]
    for one in ads:
        links.add(one)
        links.rest()
    sizes = [links.of(one).cluster_size for one in ads]
    assert min(sizes) >= 40 - 40 // 8
    assert max(links.of(one).revision for one in ads) < 30, "told again a few times, not with each new ad"


def test_a_small_cluster_is_exact_everywhere() -> None:
    links, ads = Links(), [ad(str(n), FARM, phones=(str(n),)) for n in range(8)]
    links.add(*ads)
    links.rest()
    assert [links.of(one).cluster_size for one in ads] == [8] * 8
