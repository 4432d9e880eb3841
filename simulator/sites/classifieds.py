"""A classified site: numbered listing pages and a page per ad, with a menu, similar ads and a footer around it.

Shapes: simulator/README.md, `demo_classifieds`.
"""

from collections.abc import Sequence
from datetime import datetime

from aiohttp import web

from simulator.records import InventedAd
from simulator.shelf import Shelf
from simulator.sites import CLASSIFIEDS
from simulator.sites.pages import page

PER_PAGE = 25
SIMILAR = 3


def routes(shelf: Shelf) -> list[web.RouteDef]:
    """The pages of the site."""

    async def listing(request: web.Request) -> web.Response:
        ads = shelf.ads(CLASSIFIEDS.source)
        number = _page_number(request.query.get("page", "1"))
        shown = ads[(number - 1) * PER_PAGE : number * PER_PAGE]
        if not shown and number > 1:
            raise web.HTTPNotFound
        last = number * PER_PAGE >= len(ads)
        changed = _latest(shown, shelf.world.observed_at)
        return page(request, "classifieds_list.html", changed, ads=shown, number=number, last=last, site=CLASSIFIEDS)

    async def detail(request: web.Request) -> web.Response:
        ad = shelf.ad(CLASSIFIEDS.source, request.match_info["key"])
        if ad is None:
            raise web.HTTPNotFound
        similar = [other for other in shelf.ads(CLASSIFIEDS.source)[: SIMILAR + 1] if other.key != ad.key][:SIMILAR]
        return page(request, "classifieds_ad.html", ad.changed_at, ad=ad, similar=similar, site=CLASSIFIEDS)

    return [web.get("/classifieds/", listing), web.get("/classifieds/ad/{key}.html", detail)]


def _page_number(text: str) -> int:
    """Raises HTTPNotFound for what is no page number."""
    if not (text.isascii() and text.isdigit()) or not 0 < int(text[:9]) < 10**6:
        raise web.HTTPNotFound
    return int(text)


def _latest(ads: Sequence[InventedAd], otherwise: datetime) -> datetime:
    return max((ad.changed_at for ad in ads), default=otherwise)
