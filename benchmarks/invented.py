"""The simulator's ads as a crawl would publish them: all at once, or as many as wanted without keeping them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec

import simulator
from schemas import ids
from schemas.ad import RawAd

BLOCK = 2_000  # ads of one world: of each planted case it has several
START = datetime(2026, 1, 5, tzinfo=UTC)
APART = timedelta(days=1) / 1_000_000  # a million ads a day


def invented(ads: int, seed: int) -> list[RawAd]:
    """So many ads of one world, all observed at its moment."""
    world = simulator.world(ads=ads, seed=seed)
    return [simulator.raw_ad(ad, world.observed_at) for ad in world.ads]


def streamed(ads: int, seed: int) -> Iterator[RawAd]:
    """So many ads, world after world, observed one after the other as of a million a day. Each has a key of its own."""
    for number in range(ads):
        place = number % BLOCK
        if place == 0:
            block = number // BLOCK
            world = simulator.world(ads=min(BLOCK, ads - number), seed=seed * 1_000_000 + block)
        ad = simulator.raw_ad(world.ads[place], START + number * APART)
        key = f"{block}-{ad.key}"
        yield msgspec.structs.replace(ad, key=key, ad_id=ids.ad_id(ad.source, key))
