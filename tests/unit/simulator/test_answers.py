"""The answer sheet says what is in the ads: no more, no less."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest

from processors.catalogue import load
from schemas.mention import MentionKind
from simulator import InventedAd, World, raw_ad, world
from simulator.disguise import STYLES

CATALOGUE = Path(__file__).parents[3] / "catalogue"
CASES = {
    "bridge": 6,
    "shared_contact": 5,
    "debt_recruitment": 4,
    "forced_criminality_profile": 4,
    "under_age_work": 1,
    "hostile_content": 8,
    "city_circuit": 6,
    "licensed_agency": 6,
    "hub_number": 14,
}


def of_case(ads: Iterable[InventedAd], case: str) -> list[InventedAd]:
    return [ad for ad in ads if ad.answer.case == case]


def own_values(ad: InventedAd) -> set[str]:
    return {contact.value for contact in ad.answer.contacts if not contact.hub}


def shingles(ad: InventedAd) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", f"{ad.title} {ad.body}".lower())
    return set(zip(words, words[1:], words[2:], strict=False))


def test_every_planted_contact_stands_in_the_ad_as_written(day: World) -> None:
    missing = [
        (ad.key, contact.style)
        for ad in day.ads
        for contact in ad.answer.contacts
        if contact.surface not in raw_ad(ad, day.observed_at).text
    ]
    assert missing == []


def test_every_person_stands_in_the_ad(day: World) -> None:
    assert [ad.key for ad in day.ads for name in ad.answer.persons if name not in f"{ad.title}\n{ad.body}"] == []


def test_every_style_occurs_often_enough_to_measure_it(day: World) -> None:
    seen = Counter((contact.kind, contact.style) for ad in day.ads for contact in ad.answer.contacts)
    wanted = [(kind, style) for kind, styles in STYLES.items() for style in styles]
    assert {key: seen[key] for key in wanted if seen[key] < 25} == {}


def test_most_contacts_of_harmless_ads_are_plain_and_most_of_service_ads_are_not(day: World) -> None:
    def plain(kinds: set[str]) -> float:
        styles = [c.style for ad in day.ads if ad.answer.kind in kinds for c in ad.answer.contacts]
        return styles.count("plain") / len(styles)

    assert plain({"furniture", "bike", "flat"}) > 0.85
    assert plain({"massage", "companion"}) < 0.55


def test_an_actor_is_exactly_the_ads_that_are_joined_by_contacts(day: World) -> None:
    by_value: dict[str, set[str | None]] = defaultdict(set)
    primary: dict[str, set[str]] = {}
    for ad in day.ads:
        for value in own_values(ad):
            by_value[value].add(ad.answer.actor)
        if ad.answer.actor:
            primary[ad.answer.actor] = primary.get(ad.answer.actor, own_values(ad)) & own_values(ad)
    assert [value for value, actors in by_value.items() if len(actors) != 1] == []
    assert [actor for actor, values in primary.items() if not values] == []


def test_ads_without_a_contact_have_no_actor(day: World) -> None:
    silent = [ad for ad in day.ads if not own_values(ad)]
    assert silent
    assert {ad.answer.actor for ad in silent} == {None}


def test_ads_of_one_cluster_are_alike_and_others_are_not() -> None:
    ads = world(900, 11).ads
    found = {ad.key: shingles(ad) for ad in ads}

    def likeness(one: InventedAd, other: InventedAd) -> float:
        return len(found[one.key] & found[other.key]) / len(found[one.key] | found[other.key])

    pairs = [pair for pair in combinations(ads, 2) if pair[0].answer.kind == pair[1].answer.kind]
    alike = [likeness(*pair) for pair in pairs if pair[0].answer.cluster == pair[1].answer.cluster]
    unlike = [likeness(*pair) for pair in pairs if pair[0].answer.cluster != pair[1].answer.cluster]
    assert min(alike) > 0.35 > max(unlike)
    assert len(alike) > 200


def test_boilerplate_is_shared_by_ads_that_are_no_cluster(day: World) -> None:
    line = "Please mention this site when you get in touch, so that the advertiser knows where you saw the notice."
    assert len({ad.answer.cluster for ad in day.ads if line in ad.body}) > 50


def test_clusters_have_the_sizes_they_should(day: World) -> None:
    sizes = Counter(Counter(ad.answer.cluster for ad in day.ads).values())
    assert set(sizes) == set(range(1, 8))
    assert 0.2 < sum(size * count for size, count in sizes.items() if size > 1) / len(day.ads) < 0.5


@pytest.mark.parametrize("case", CASES)
def test_a_world_of_300_holds_every_case_whole(case: str) -> None:
    assert len(of_case(world(300, 7).ads, case)) == CASES[case]


def test_the_bridge_joins_job_ads_and_later_service_ads_of_several_persons(day: World) -> None:
    groups = defaultdict(list)
    for ad in of_case(day.ads, "bridge"):
        groups[ad.answer.actor].append(ad)
    assert groups
    for ads in groups.values():
        jobs = [ad for ad in ads if ad.answer.kind in ("hostess_job", "hospitality")]
        services = [ad for ad in ads if ad not in jobs]
        assert len(set.union(*(own_values(ad) for ad in ads))) >= 1
        assert set.intersection(*(own_values(ad) for ad in ads))
        assert max(ad.changed_at for ad in jobs) < min(ad.changed_at for ad in services)
        assert len({ad.answer.persons for ad in services}) == len(services)
        assert {ad.site for ad in jobs} == {"demo_jobs", "demo_classifieds"}


def test_a_shared_contact_stands_behind_several_names() -> None:
    ads = of_case(world(300, 7).ads, "shared_contact")
    assert len({ad.answer.actor for ad in ads}) == 1
    assert len({ad.answer.persons for ad in ads}) == 5
    assert len({ad.answer.cluster for ad in ads}) == 5


def test_debt_recruitment_states_its_whole_combination(day: World) -> None:
    for ad in of_case(day.ads, "debt_recruitment"):
        assert {"LB-04", "LB-05", "LB-06", "LB-09", "LB-13", "LB-17"} <= set(ad.answer.indicators)
        assert any(contact.kind is MentionKind.HANDLE for contact in ad.answer.contacts)


def test_the_forced_criminality_profile_names_a_place_of_the_advisories(day: World) -> None:
    for ad in of_case(day.ads, "forced_criminality_profile"):
        assert {"LB-02", "LB-05", "LB-11", "LB-24"} <= set(ad.answer.indicators)
        assert re.search("Myawaddy|Sihanoukville|Poipet|Bavet|Tachileik|Mae Sot", ad.body)


def test_a_hub_number_joins_nobody() -> None:
    ads = of_case(world(300, 7).ads, "hub_number")
    hubs = {contact.value for ad in ads for contact in ad.answer.contacts if contact.hub}
    assert len(hubs) == 1
    assert all(any(contact.hub for contact in ad.answer.contacts) for ad in ads)
    actors = [ad.answer.actor for ad in ads if ad.answer.actor]
    assert len(set(actors)) == len(actors)


def test_the_children_lane_is_one_kind_of_sentence_in_few_ads(day: World) -> None:
    lane = [ad for ad in day.ads if ad.answer.lane == "children"]
    assert [ad.key for ad in day.ads if "CH-04" in ad.answer.indicators] == [ad.key for ad in lane]
    assert 0 < len(lane) < 0.01 * len(day.ads)


def test_nothing_is_stated_and_denied_at_once(day: World) -> None:
    assert [ad.key for ad in day.ads if set(ad.answer.indicators) & set(ad.answer.denied)] == []


def test_denials_protective_and_refuted_indicators_occur(day: World) -> None:
    stated = Counter(name for ad in day.ads for name in ad.answer.indicators)
    denied = Counter(name for ad in day.ads for name in ad.answer.denied)
    assert all(stated[name] > 20 for name in ("LB-35", "SX-23", "SX-09", "SX-11", "SX-05"))
    assert all(denied[name] > 20 for name in ("LB-06", "LB-07", "LB-09", "LB-13", "LB-16", "LB-17", "LB-21", "LB-22"))


def test_every_indicator_is_in_the_catalogue(day: World) -> None:
    known = set(load(CATALOGUE).indicators)
    assert {name for ad in day.ads for name in (*ad.answer.indicators, *ad.answer.denied)} <= known
