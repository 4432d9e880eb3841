"""The link indicators, each from ads that show it and from ads that nearly do."""

from collections.abc import Sequence
from typing import Any

import pytest

from schemas.base import SourceFamily
from schemas.finding import State
from tests.unit.processors.link.cases import FARM, RULES, SHOP, SOFA, Links, ad

JOBS, ADULT, ONION = SourceFamily.JOB_BOARD, SourceFamily.ADULT_SERVICES, SourceFamily.ONION_MIRROR
DAY = 24 * 60
TEXTS = (FARM, SHOP, SOFA, RULES)
Ads = Sequence[dict[str, Any]]


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
    ("SX-14", "ten ads in one place", shared(*same(10, place="Lyon"))),
    ("LB-26", "four copies of one job", same(4, phones="1", family=JOBS)),
    ("LB-26", "four things for sale", shared(*same(4))),
    ("SX-25", "job and sofa", shared({"family": JOBS}, {})),
    ("SX-25", "a job ad that assures", shared({"family": JOBS, "indicators": ["SX-07", "SX-01"]}, {"family": JOBS})),
    ("SX-25", "signs any ad may show", shared({"family": JOBS}, {"indicators": ["SX-05", "SX-07", "SX-09"]})),
    ("NW-08", "job and unknown", shared({"family": JOBS}, {})),
]  # fmt: skip


def linked(ads: Ads) -> tuple[Links, list[Any]]:
    links, made = Links(), [ad(str(n), **values) for n, values in enumerate(ads)]
    for one in made:
        links.add(one)
    return links, made


@pytest.mark.parametrize(("indicator", "ads"), [c[::2] for c in SHOWN], ids=[f"{c[0]} {c[1]}" for c in SHOWN])
def test_shown_by_every_ad_the_oldest_too(indicator: str, ads: Ads) -> None:
    links, made = linked(ads)
    for one in made:
        found = links.findings(one)[indicator]
        assert (found.state, found.detector) == (State.PRESENT, "link")
        assert found.note
        assert one.ad_id not in found.evidence
    others = {one.ad_id for one in made[:-1]}
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
    assert max(links.of(one).revision for one in made) == 1
