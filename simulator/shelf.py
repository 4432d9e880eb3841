"""The ads that the sites show at the moment."""

from collections.abc import Sequence

from simulator.records import InventedAd, World


class Shelf:
    """Ads by site and key. `show` puts up another day in one step, also while pages are served."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._ads: dict[str, dict[str, InventedAd]] = {}
        self.show(world)

    def show(self, world: World) -> None:
        """From now on the sites show this world."""
        ads: dict[str, dict[str, InventedAd]] = {}
        for ad in world.ads:
            ads.setdefault(ad.site, {})[ad.key] = ad
        self.world, self._ads = world, ads

    def ads(self, site: str) -> Sequence[InventedAd]:
        """All ads of a site, in the order of the site."""
        return tuple(self._ads.get(site, {}).values())

    def ad(self, site: str, key: str) -> InventedAd | None:
        """One ad; None when it is not (or no longer) there."""
        return self._ads.get(site, {}).get(key)
