"""The ways to read a source: pure functions from a page to what it yields. No Scrapy, no network.

A new way is one module here with its model in `spiders/how.py` and one line in `WAYS`.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from spiders.how import Feed, File, JsonApi, Listing, Sitemap
from spiders.read import feed, hook, json_api, listing, rows, sitemap
from spiders.read.page import Page, Role, Step
from spiders.source import Source


class Way(NamedTuple):
    """Where a crawl starts, and what reads each page. `read` raises UnreadableError."""

    start: Role
    read: Callable[[Page, Any], Step]


WAYS: dict[type, Way] = {
    Listing: Way(Role.LIST, listing.read),
    Sitemap: Way(Role.SITEMAP, sitemap.read),
    JsonApi: Way(Role.LIST, json_api.read),
    Feed: Way(Role.LIST, feed.read),
    File: Way(Role.LIST, rows.read),
}


def way_of(source: Source) -> Way:
    """How this source is read."""
    return WAYS[type(source.read)]


def read(page: Page, source: Source) -> Step:
    """What a page of this source yields. Raises UnreadableError when it is not what its role says."""
    return hook.applied(source, way_of(source).read(page, source.read))
