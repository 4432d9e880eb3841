"""A feed: JSON with a cursor, and a plain page per post.

Shapes: simulator/README.md, `demo_feed`.
"""

import json
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from simulator.records import InventedAd
from simulator.shelf import Shelf
from simulator.sites import FEED
from simulator.sites.pages import origin, page, respond

PER_PAGE = 40
_NAMES = {"price": "price", "place": "city", "contact": "contact", "company": "business"}


def routes(shelf: Shelf) -> list[web.RouteDef]:
    """The pages of the site."""

    async def items(request: web.Request) -> web.Response:
        ads = shelf.ads(FEED.source)
        start = _start(ads, request.query.get("cursor"))
        shown = ads[start : start + PER_PAGE]
        more = start + PER_PAGE < len(ads)
        found = {
            "items": [item(ad, FEED.url(origin(request), ad.key)) for ad in shown],
            "next": f"after-{shown[-1].key}" if more else None,
        }
        body = json.dumps(found, ensure_ascii=False, indent=1).encode()
        changed = max((ad.changed_at for ad in shown), default=shelf.world.observed_at)
        return respond(request, body, "application/json", changed)

    async def post(request: web.Request) -> web.Response:
        ad = shelf.ad(FEED.source, request.match_info["key"])
        if ad is None:
            raise web.HTTPNotFound
        return page(request, "feed_post.html", ad.changed_at, ad=ad)

    return [web.get("/feed/items.json", items), web.get("/feed/post/{key}", post)]


def item(ad: InventedAd, url: str) -> dict[str, Any]:
    """The ad as an item of the feed. A missing business is left out, other missing values are null."""
    found = {
        "id": ad.key,
        "url": url,
        "headline": ad.title,
        "text": ad.body,
        "country": ad.country,
        "published_at": ad.posted_at.strftime("%Y-%m-%dT%H:%M:%SZ") if ad.posted_at else None,
    }
    found |= {name: ad.fields.get(field) for field, name in _NAMES.items()}
    return {name: value for name, value in found.items() if value is not None or name != "business"}


def _start(ads: Sequence[InventedAd], cursor: str | None) -> int:
    """Where the page after the cursor begins. Raises HTTPBadRequest for a cursor we did not give."""
    if cursor is None:
        return 0
    for index, ad in enumerate(ads):
        if cursor == f"after-{ad.key}":
            return index + 1
    raise web.HTTPBadRequest(text=json.dumps({"error": "unknown cursor"}), content_type="application/json")
