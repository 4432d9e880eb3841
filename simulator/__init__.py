"""Invented ads with an answer sheet, and the local sites that serve them.

`world(ads, seed, visit)` makes them, `raw_ad(ad, observed_at)` gives the record a faultless crawl publishes,
`serve(world)` puts the three sites on loopback. The same seed gives the same ads, byte for byte, on every machine.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from simulator.publish import raw_ad
from simulator.records import Answer, Change, InventedAd, PlantedContact, World

if TYPE_CHECKING:
    from simulator.server import Sites

__all__ = ["Answer", "Change", "InventedAd", "PlantedContact", "World", "raw_ad", "serve", "world"]


def world(ads: int, seed: int, visit: int = 1) -> World:
    """The ads that are up on the given visit; exactly `ads` of them on the first one."""
    from simulator.history import visit_world

    return visit_world(ads, seed, visit)


@contextmanager
def serve(world: World, port: int = 0) -> Iterator["Sites"]:
    """Serve the three sites on 127.0.0.1 until the block ends; `.base` is their address, `.show(world)` a new day."""
    from simulator.server import running

    with running(world, port) as sites:
        yield sites
