"""The link indicators, each from ads that show it and from ads that nearly do."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from processors.catalogue.records import StrengthLevel
from processors.link.signs import WEIGHTY
from schemas.ad import EnrichedAd
from schemas.base import SourceFamily
from schemas.finding import State
from tests.factories import NOON
from tests.readings import catalogue
from tests.unit.processors.link.cases import FARM, RULES, SHOP, SOFA, Links, ad

JOBS, ADULT, ONION = SourceFamily.JOB_BOARD, SourceFamily.ADULT_SERVICES, SourceFamily.ONION_MIRROR
DAY = 24 * 60
TEXTS = (FARM, SHOP, SOFA, RULES)
Ads = Sequence[dict[str, Any]]


def moment(minutes: int, second: int) -> datetime:
    return NOON + timedelta(minutes=minutes, seconds=second)


def same(count: int, **values: Any) -> Ads:
    return [values] * count


def shared(*ads: dict[str, Any]) -> Ads:
    """Ads with one phone and texts of their own."""
    return [{"phones": "1", "text": f"{TEXTS[n % 4]} {n}", **one} for n, one in enumerate(ads)]


SHOWN: list[tuple[str, str, Ads]] = [
    ("NW-01", "three ads with one phone", shared({}, {}, {})),
    ("NW-02", "two sources", shared({"source": "one"}, {"source": "two"})),
    ("NW-03", "three places under one text", [{"place": place} for place in ("Lyon", "Metz", "Nice")]),
    ("NW-03", "one of three copies with another phone", [{"phones": "1"}, {"phones": "1"}, {"phones": "2"}]),
    ("NW-07", "an onion mirror of an open site", [{"source": "a"}, {"source": "b", "family": ONION}]),
    ("SX-02", "two names behind one phone", shared({"names": ["Anna"]}, {"names": ["Berta"]})),
    ("SX-04", "one text, two names", [{"names": ["Anna"]}, {"names": ["Berta"]}]),
    ("SX-04", "one text, two phones", [{"phones": "1"}, {"phones": "2"}]),
    ("SX-13", "three places in a week", shared(*({"place": p, "minutes": n * DAY} for n, p in enumerate("abc")))),
    ("SX-13", "three places by edits of one ad", [
        {"text": f"{FARM} {n}", "phones": "1", "place": place, "key": "0" if n < 3 else "1", "minutes": n * DAY}
        for n, place in enumerate("abcc")]),
    ("SX-19", "one name, two ages", shared({"names": ["Anna"], "age": "24"}, {"names": ["Anna"], "age": "31"})),
    ("SX-19", "no name, younger later", shared({"age": "30"}, {"age": "26", "minutes": 90 * DAY})),
    ("SX-20", "three ads point to one page", [
        {"text": TEXTS[n], "sites": ["spa.example/here", f"own{n}.example"]} for n in range(3)]),
    ("SX-23", "one person for two years", shared(*({"names": ["Anna"], "age": str(30 + n), "place": "Lyon",
        "minutes": n * 365 * DAY} for n in range(3)))),
    ("NW-05", "five ads in four minutes", shared(*({"posted": moment(n, 7)} for n in range(5)))),
    ("NW-05", "every six hours", shared(*({"posted": moment(n * 360, 7)} for n in range(6)))),
    ("SX-14", "ten ads in five places", shared(*({"place": str(n % 5)} for n in range(10)))),
    ("LB-26", "four different jobs", shared(*same(4, family=JOBS))),
    ("NW-08", "job and adult", shared({"family": JOBS}, {"family": ADULT})),
    ("SX-25", "job and adult", shared({"family": JOBS}, {"family": ADULT})),
    ("SX-25", "told by the ads", shared({"indicators": ["LB-06", "LB-13"]}, {"indicators": ["SX-01", "SX-03"]})),
    ("OR-06", "organ and job", shared({"indicators": ["OR-01"]}, {"family": JOBS})),
    ("ST-05", "travel and adult", shared({"indicators": ["ST-01"]}, {"family": ADULT})),
]  # fmt: skip

NOT_SHOWN: list[tuple[str, str, Ads]] = [
    ("NW-01", "two ads", shared({}, {})),
    ("NW-01", "three phones", [{"phones": str(n), "text": TEXTS[n]} for n in range(3)]),
    ("NW-02", "one source", shared({}, {})),
    ("NW-03", "three reposts without a change", same(3, phones="1", place="Lyon", names=["Anna"])),
    ("NW-03", "two copies", [{"place": "Lyon"}, {"place": "Metz"}]),
    ("NW-07", "mirrors only", same(2, family=ONION)),
    ("SX-02", "one person, once with a family name", shared({"names": ["Anna"]}, {"names": ["anna karl"]})),
    ("SX-02", "two persons of one employer", shared(*({"names": [n], "family": JOBS} for n in ("Anna", "Berta")))),
    ("SX-02", "one ad names both", shared({"names": ["Anna"]}, {"names": ["Berta"]}, {"names": ["Anna", "Berta"]})),
    ("SX-04", "job ads of a chain", [{"family": JOBS, "place": place} for place in ("Lyon", "Metz")]),
    ("SX-13", "three places in a year", shared(*({"place": p, "minutes": n * 90 * DAY} for n, p in enumerate("abc")))),
    ("SX-13", "two places", shared(*({"place": p, "minutes": n} for n, p in enumerate("aba")))),
    ("SX-19", "a birthday between", shared({"age": "24"}, {"age": "25", "minutes": 30 * DAY})),
    ("SX-19", "two persons", shared({"names": ["Anna"], "age": "24"}, {"names": ["Berta"], "age": "31"})),
    ("SX-19", "ages of several", shared({"age": "24"}, {"names": ["Anna"]}, {})),
    ("SX-20", "two ads point to one page", [{"text": TEXTS[n], "sites": ["spa.example"]} for n in range(2)]),
    ("SX-20", "jobs of one company", [{"text": TEXTS[n], "sites": ["firm.example"], "family": JOBS} for n in range(4)]),
    ("SX-20", "links to the site itself", [{"text": TEXTS[n], "sites": ["one.example/help"]} for n in range(4)]),
    ("SX-23", "one year, two places", shared(*({"place": p, "minutes": n * 365 * DAY} for n, p in enumerate("aab")))),
    ("SX-23", "a few days", shared(*({"names": ["Anna"], "minutes": n * DAY} for n in range(3)))),
    ("NW-05", "days without a time", shared(*({"posted": moment(0, 0)} for _ in range(6)))),
    ("NW-05", "now and then", shared(*({"posted": moment(n * n * 400, 7)} for n in range(7)))),
    ("SX-14", "ten ads in one place", shared(*same(10, place="Lyon"))),
    ("LB-26", "four copies of one job", same(4, phones="1", family=JOBS)),
    ("LB-26", "four things for sale", shared(*same(4))),
    ("SX-25", "job and sofa", shared({"family": JOBS}, {})),
    ("SX-25", "a job ad that assures", shared({"family": JOBS, "indicators": ["SX-07", "SX-01"]}, {"family": JOBS})),
    ("SX-25", "signs any ad may show", shared({"family": JOBS}, {"indicators": ["SX-05", "SX-07", "SX-09"]})),
    ("NW-08", "job and unknown", shared({"family": JOBS}, {})),
]  # fmt: skip


def linked(ads: Ads) -> tuple[Links, list[Any]]:
    links, made = Links(), [ad(**{"key": str(n), **values}) for n, values in enumerate(ads)]
    for one in made:
        links.add(one)
    links.rest()
    return links, made


def test_a_price_far_from_what_is_usual_in_its_place() -> None:
    links = Links()
    usual = [ad(str(n), f"{n} {SOFA}", family=ADULT, place="Lyon", price=str(90 + n)) for n in range(25)]
    links.add(*usual)
    cheap = ad("cheap", SHOP, family=ADULT, place="Lyon", price="40")
    elsewhere = ad("elsewhere", SHOP, family=ADULT, place="Metz", price="40")
    late = ad("late", SHOP, family=ADULT, place="Lyon", price="40", minutes=60 * DAY)
    links.add(cheap, elsewhere, late)
    found = links.findings(cheap)["SX-15"]
    assert found.note == "40 EUR per hour where 102 is the median of 25 ads of that place and month"
    assert set(found.evidence) <= {one.ad_id for one in usual}
    assert not any("SX-15" in links.findings(one) for one in (*usual, elsewhere, late))
    links.add(ad("more", f"{SHOP} more", family=ADULT, phones="1"), ad("cheap", SHOP, family=ADULT, place="Lyon",
        price="40", phones="1", minutes=5))  # fmt: skip
    assert "SX-15" in links.findings(cheap), "it stays when the ad is seen again"


def surge(begin: datetime, before: int = 2, at_once: int = 14) -> tuple[Links, list[EnrichedAd]]:
    """Offers to people in need: a few in four weeks, then many in a week from `begin` on."""
    links = Links()
    few = [ad(f"b{n}", f"{n} {FARM}", indicators=["LB-30"], at=begin - timedelta(days=30 - n)) for n in range(before)]
    many = [ad(f"s{n}", f"{n} {SHOP}", indicators=["LB-30"], at=begin + timedelta(hours=n)) for n in range(at_once)]
    links.add(*few, *many)
    return links, many


def test_a_surge_of_offers_to_people_in_need_in_a_crisis() -> None:
    links, many = surge(datetime(2022, 3, 1, tzinfo=UTC))
    found = links.findings(many[-1])["NW-10"]
    assert found.note.startswith("14 offers to people in need in 7 days, 2 in the 28 days before; war in Ukraine")
    assert found.evidence[-1] == many[-2].ad_id
    assert "NW-10" not in links.findings(many[3])


@pytest.mark.parametrize(
    ("begin", "before", "at_once"),
    [(datetime(2019, 3, 1, tzinfo=UTC), 2, 14), (datetime(2022, 3, 1, tzinfo=UTC), 20, 14),
     (datetime(2022, 3, 1, tzinfo=UTC), 0, 14), (datetime(2022, 3, 1, tzinfo=UTC), 2, 8)],
    ids=["no crisis", "as many before", "nothing known of before", "few"],
)  # fmt: skip
def test_no_surge(begin: datetime, before: int, at_once: int) -> None:
    links, many = surge(begin, before, at_once)
    assert not any("NW-10" in links.findings(one) for one in many)


@pytest.mark.parametrize(("indicator", "ads"), [c[::2] for c in SHOWN], ids=[f"{c[0]} {c[1]}" for c in SHOWN])
def test_shown_by_every_ad_the_oldest_too(indicator: str, ads: Ads) -> None:
    links, made = linked(ads)
    for one in made:
        found = links.findings(one)[indicator]
        assert (found.state, found.detector) == (State.PRESENT, "link")
        assert found.note
        assert one.ad_id not in found.evidence
    others = {one.ad_id for one in made[:-1]} - {made[-1].ad_id}
    assert others & set(links.findings(made[-1])[indicator].evidence)


@pytest.mark.parametrize(("indicator", "ads"), [c[::2] for c in NOT_SHOWN], ids=[f"{c[0]} {c[1]}" for c in NOT_SHOWN])
def test_not_shown(indicator: str, ads: Ads) -> None:
    links, made = linked(ads)
    assert [one.key for one in made if indicator in links.findings(one)] == []


def test_evidence_names_the_shared_contacts() -> None:
    links, made = linked(shared({"handles": "a"}, {}, {}))
    assert links.findings(made[0])["NW-01"].evidence == (made[1].ad_id, made[2].ad_id, "phone-1", "handle-a")


def test_an_ad_keeps_its_own_findings_in_front() -> None:
    links, made = linked(shared({"indicators": ["LB-06"]}, {}, {}))
    assert [found.indicator for found in links.of(made[0]).findings] == ["LB-06", "NW-01"]


def test_older_ads_are_told_once_for_each_new_sign() -> None:
    links, made = Links(), [ad(str(n), **values) for n, values in enumerate(shared(*same(20)))]
    for one in made:
        links.add(one)
    links.rest()
    assert max(links.of(one).revision for one in made) == 1


def test_what_weighs_is_what_the_catalogue_calls_more_than_weak() -> None:
    found = {one for one, _, _ in SHOWN} | {"SX-15", "NW-10"}
    strength = {name: catalogue().indicators[name].strength.level for name in found}
    more = {name for name, level in strength.items() if level in (StrengthLevel.MEDIUM, StrengthLevel.STRONG)}
    assert more - {"SX-04"} == WEIGHTY
