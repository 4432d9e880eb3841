"""The simulator's ads as a crawl would publish them: all at once, or as many as wanted without keeping them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec

import simulator
from schemas import ids
from schemas.ad import EnrichedAd, RawAd
from schemas.codec import decode, encode
from schemas.mention import MentionKind

BLOCK = 2_000  # ads of one world: of each planted case it has several
START = datetime(2026, 1, 5, tzinfo=UTC)
APART = timedelta(days=1) / 1_000_000  # a million ads a day


def invented(ads: int, seed: int) -> list[RawAd]:
    """So many ads of one world, all observed at its moment."""
    world = simulator.world(ads=ads, seed=seed)
    return [simulator.raw_ad(ad, world.observed_at) for ad in world.ads]


def streamed(ads: int, seed: int) -> Iterator[RawAd]:
    """So many ads, world after world, observed one after the other as of a million a day. Each has a key of its own.

    What was read of them goes through `of_its_world`.
    """
    for number in range(ads):
        place = number % BLOCK
        if place == 0:
            block = number // BLOCK
            world = simulator.world(ads=min(BLOCK, ads - number), seed=seed * 1_000_000 + block)
        ad = simulator.raw_ad(world.ads[place], START + number * APART)
        key = f"{block}-{ad.key}"
        yield msgspec.structs.replace(ad, key=key, ad_id=ids.ad_id(ad.source, key))


def of_its_world(ad: EnrichedAd) -> EnrichedAd:
    """A streamed ad, read, with contacts that no ad of another world has.

    Numbers that are free for fiction are soon used up: there are a thousand British mobiles. Every fifth world would
    call by the same ones, and so all actors would grow for ever, as those of no real stream do: people come and go.
    """
    world = f"{int(ad.key.partition('-')[0]):06d}"
    text = encode(ad)
    for mention in ad.mentions:
        if mention.token:
            other = mention.token[: -len(world)] + world
            text = text.replace(mention.token.encode(), other.encode())
        elif mention.kind is MentionKind.URL:
            text = text.replace(mention.value.encode(), f"{mention.value}/{world}".encode())
    return decode(EnrichedAd, text)
