"""Which texts are one cluster and which are not."""

import random

import pytest

from schemas.ad import EnrichedAd
from tests.unit.processors.link.cases import FARM, RULES, SHOP, SOFA, Links, ad

COPIES = [
    ("the same", FARM, FARM),
    ("other numbers", f"{FARM} Pay 12.50. Call 07700 900123.", f"{FARM} Pay 9. Call 07700 900777."),
    ("other punctuation and case", FARM, FARM.replace(". ", " !! ").upper()),
    ("a few words changed", FARM, FARM.replace("apple", "cherry").replace("warm", "hot").replace("noon", "lunch")),
    ("a sentence more", FARM, f"Start at once. {FARM} Ask for the foreman."),
    ("sentences turned round", FARM, " ".join(reversed(FARM.split(". ")))),
    ("with and without the board's rules", FARM, f"{FARM} {RULES}"),
    ("Cyrillic", "Требуются сборщики яблок рядом со старой мельницей, жильё и обед за наш счёт, автобус каждое утро",
     "Требуются сборщики груш рядом со старой мельницей, жильё и обед за наш счёт, автобус каждое утро"),
    ("Arabic", "مطلوب عمال لقطف التفاح قرب الطاحونة القديمة مع سكن ووجبة ساخنة كل يوم وحافلة في الصباح",
     "مطلوب عمال لقطف العنب قرب الطاحونة القديمة مع سكن ووجبة ساخنة كل يوم وحافلة في الصباح"),
    ("Han", "老磨坊附近的苹果园招聘采摘工人，提供合住房屋和午餐，每天早上有班车接送",
     "老磨坊附近的樱桃园招聘采摘工人，提供合住房屋和午餐，每天早上有班车接送"),
    ("Thai", "รับสมัครคนเก็บแอปเปิลใกล้โรงสีเก่ามีที่พักและอาหารกลางวันให้",
     "รับสมัครคนเก็บเชอร์รี่ใกล้โรงสีเก่ามีที่พักและอาหารกลางวันให้"),
]  # fmt: skip

OTHERS = [
    ("nothing in common", FARM, SHOP),
    ("a long common passage at the end", f"{FARM} {RULES}", f"{SHOP} {RULES}"),
    ("a long common passage at the start", f"{RULES} {FARM}", f"{RULES} {SHOP}"),
    ("a common passage in the middle", f"{FARM} {RULES} {SOFA}", f"{SHOP} {RULES} {SHOP[::-1]}"),
    (
        "a translation",
        FARM,
        "Cueilleurs recherchés pour la récolte des pommes près du vieux moulin, repas chaud à midi",
    ),
    ("the same frame, other contents", "Call me now for a green sofa and a lamp", "Call me now for two days of work"),
    ("tiny", "call me", "call me"),
    ("only numbers and contacts", "07700 900123 a@b.example", "07700 900456 c@d.example"),
    ("empty", "", ""),
]


@pytest.mark.parametrize(("left", "right"), [case[1:] for case in COPIES], ids=[case[0] for case in COPIES])
def test_copies_are_one_cluster(left: str, right: str) -> None:
    links, ads = Links(), (ad("1", left), ad("2", right, source="two"))
    links.add(*ads)
    assert links.clusters(ads) == 1
    assert [links.of(one).cluster_size for one in ads][-1] == 2
    assert [(link.kind, link.evidence) for link in links.of(ads[1]).links] == [("near_duplicate", ads[0].ad_id)]


@pytest.mark.parametrize(("left", "right"), [case[1:] for case in OTHERS], ids=[case[0] for case in OTHERS])
def test_others_are_not(left: str, right: str) -> None:
    links, ads = Links(), (ad("1", left), ad("2", right, source="two"))
    links.add(*ads)
    assert links.clusters(ads) == 2


def words(seed: int, count: int) -> list[str]:
    draw = random.Random(seed)
    return ["".join(draw.choice("bdfgklmnprst") + draw.choice("aeiou") for _ in range(3)) for _ in range(count)]


def text_with(seed: int, boilerplate: list[str]) -> str:
    """Forty words of its own with the boilerplate before, in and after them."""
    own = words(seed, 40)
    return " ".join([*boilerplate[:20], *own[:20], *boilerplate[20:40], *own[20:], *boilerplate[40:]])


def test_boilerplate_in_most_ads_merges_none_of_them_and_hides_no_copy() -> None:
    boilerplate = words(1, 60)
    links = Links()
    ads = [ad(str(seed), text_with(seed, boilerplate)) for seed in range(2, 60)]
    links.add(*ads)
    assert links.clusters(ads) == len(ads)
    copy = ad("copy", text_with(30, boilerplate).replace(words(30, 40)[3], "zzz"))
    links.add(copy)
    assert links.of(copy).cluster == links.of(ads[28]).cluster


def test_a_chain_of_bridges_does_not_join_its_ends() -> None:
    start, end = words(1, 60), words(2, 60)
    steps = [" ".join(end[:n] + start[n:]) for n in range(0, 61, 6)]
    links, ads = Links(), [ad(str(place), text) for place, text in enumerate(steps)]
    links.add(*ads)
    assert links.of(ads[0]).cluster == links.of(ads[1]).cluster
    assert links.of(ads[0]).cluster != links.of(ads[-1]).cluster


def test_a_cluster_keeps_its_id_and_counts_its_ads() -> None:
    links = Links()
    ads = [ad(str(n), f"{FARM} Call 07700 9000{n:02}.") for n in range(12)]
    links.add(*ads)
    assert links.clusters(ads) == 1
    assert [links.of(one).cluster for one in ads] == [links.of(ads[0]).cluster] * 12
    assert links.of(ads[-1]).cluster_size == 12


def edited(before: EnrichedAd, text: str) -> EnrichedAd:
    return ad(before.key, text, source=before.source, minutes=60)


def test_an_edited_ad_moves_to_where_its_text_belongs() -> None:
    links, first, copy, shop = Links(), ad("1", FARM), ad("2", FARM), ad("3", SHOP)
    links.add(first, copy, shop)
    links.add(edited(copy, SHOP))
    assert links.of(copy).cluster == links.of(shop).cluster
    links.add(ad("4", FARM))
    assert links.of(ad("4")).cluster_size == 2


def test_an_edited_ad_opens_a_cluster_when_its_text_is_new() -> None:
    links, first, copy = Links(), ad("1", FARM), ad("2", FARM)
    links.add(first, copy)
    links.add(edited(copy, SOFA))
    assert links.clusters((first, copy)) == 2
    links.add(found := ad("3", SOFA))
    assert links.of(found).cluster == links.of(copy).cluster


def test_the_ad_a_cluster_is_named_after_stays() -> None:
    links, first, copy = Links(), ad("1", FARM), ad("2", FARM)
    links.add(first, copy)
    links.add(edited(first, SHOP))
    assert links.clusters((first, copy)) == 1
    links.add(found := ad("3", SHOP))
    assert links.of(found).cluster == links.of(first).cluster


def test_tiny_ads_with_a_common_phrase_are_as_many_clusters_as_texts() -> None:
    draw = random.Random(5)
    owns = [" ".join("".join(draw.sample("bdfgklmnprst", 6)) for _ in range(4)) for _ in range(60)]
    ads = [
        ad(f"{number}-{copy}", f"please call me right now {own}", minutes=number * 2 + copy)
        for copy in range(2)
        for number, own in enumerate(owns)
    ]
    links = Links()
    links.add(*ads)
    assert links.clusters(ads) == len(owns)
    assert all(links.of(one).cluster == links.of(two).cluster for one, two in zip(ads[:60], ads[60:], strict=True))
