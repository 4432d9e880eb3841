"""The same seed gives the same ads everywhere; sizes and shares are what the module promises."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from statistics import median

import msgspec
import pytest

from schemas.ad import RawAd
from schemas.base import SourceFamily
from schemas.codec import decode, encode
from simulator import World, raw_ad, world
from simulator.sites import SITES

# Of `world(300, 7)`. Whoever changes phrases on purpose puts the new value here; nothing else may change it.
FINGERPRINT = "6c954ce898fd28fcd719805afa309e5df8ba5e7ae2d028b5fc8441e8295c4a8e"
SCRIPT = "import sys; from tests.unit.simulator.test_world import fingerprint; sys.stdout.write(fingerprint(300, 7))"


def fingerprint(ads: int, seed: int, visit: int = 1) -> str:
    return hashlib.sha256(msgspec.json.encode(world(ads, seed, visit))).hexdigest()


def test_the_ads_of_a_seed_are_the_same_on_every_machine() -> None:
    assert fingerprint(300, 7) == FINGERPRINT


def test_another_process_with_another_hash_seed_makes_the_same_ads() -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == FINGERPRINT


def test_seeds_differ() -> None:
    assert fingerprint(50, 1) != fingerprint(50, 2)


@pytest.mark.parametrize("ads", [1, 5, 40, 300, 301])
def test_the_first_visit_has_exactly_as_many_ads_as_asked_for(ads: int) -> None:
    found = world(ads, 3).ads
    assert len(found) == ads
    assert len({(ad.site, ad.key) for ad in found}) == ads


@pytest.mark.parametrize(("ads", "visit"), [(0, 1), (-1, 1), (10, 0)])
def test_an_impossible_world_is_refused(ads: int, visit: int) -> None:
    with pytest.raises(ValueError, match=r"at least one ad|counted from 1"):
        world(ads, 7, visit)


def test_all_languages_sites_and_families_occur_in_their_shares(day: World) -> None:
    languages = Counter(ad.answer.language for ad in day.ads)
    sites = Counter(ad.site for ad in day.ads)
    assert 0.48 < languages["en"] / len(day.ads) < 0.60
    assert 0.32 < languages["fr"] / len(day.ads) < 0.44
    assert all(0.02 < languages[language] / len(day.ads) < 0.08 for language in ("es", "ru"))
    assert set(sites) == set(SITES)
    assert min(sites.values()) > 0.15 * len(day.ads)


def test_half_of_the_ads_have_about_600_characters(day: World) -> None:
    assert 540 < median(len(ad.title) + len(ad.body) for ad in day.ads) < 660


def test_hardly_any_two_ads_are_the_same(day: World) -> None:
    assert len({(ad.title, ad.body) for ad in day.ads}) > 0.999 * len(day.ads)


def test_every_ad_is_a_valid_record(day: World) -> None:
    for ad in day.ads:
        record = raw_ad(ad, day.observed_at)
        assert decode(RawAd, encode(record)) == record
        assert [name for name in ("price", "place", "contact", "company") if name in record.fields] == [*record.fields]


def test_the_record_names_the_source_as_its_pack_does() -> None:
    day = world(60, 7)
    families = {record.source: record.source_family for record in (raw_ad(ad, day.observed_at) for ad in day.ads)}
    assert families == {
        "demo_classifieds": SourceFamily.CLASSIFIEDS,
        "demo_jobs": SourceFamily.JOB_BOARD,
        "demo_feed": SourceFamily.ADULT_SERVICES,
    }


def test_the_address_follows_the_base() -> None:
    ad = next(ad for ad in world(60, 7).ads if ad.site == "demo_jobs")
    assert raw_ad(ad, ad.changed_at, "http://127.0.0.1:1").url == f"http://127.0.0.1:1/jobs/vacancy/{ad.key}"
