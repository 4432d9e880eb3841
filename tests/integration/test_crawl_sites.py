"""The three simulated sites: a crawl gives, ad for ad, the records a faultless crawl must give."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

import simulator
from schemas.ad import RawAd
from simulator.sites import SITES
from tests.conftest import Engines
from tests.integration.crawls import Installation, installation

pytestmark = pytest.mark.engines
ADS = 150
DAY = datetime(2026, 2, 20, tzinfo=UTC)


@pytest.fixture
def here(engines: Engines, tmp_path: Path) -> Iterator[Installation]:
    with installation(engines.kafka, tmp_path) as made:
        made.sources = None  # the packs that are shipped
        yield made


def without_run(ad: RawAd) -> RawAd:
    """The ad without what depends on the run that saw it."""
    return msgspec.structs.replace(ad, observed_at=DAY, crawl_run="", source_version="", http_status=None)


@pytest.mark.parametrize("source", SITES)
def test_a_crawl_gives_every_ad_as_the_site_holds_it(here: Installation, source: str) -> None:
    world = simulator.world(ADS, seed=7)
    with simulator.serve(world) as sites:
        ended = here.crawl(source, sites.base)
        wanted = {ad.key: simulator.raw_ad(ad, DAY, sites.base) for ad in world.ads if ad.site == source}
    assert (ended.code, ended.report.reasons) == (0, ())
    assert {ad.key: without_run(ad) for ad in here.ads()} == wanted
    assert ended.report.acknowledged == len(wanted) > 10
