"""Onion services: every request goes through the operator's SOCKS proxy, or does not go at all.

Scrapy asks for robots.txt by itself and knows no proxy then: a middleware sets it on every request that leaves. The
proxy resolves the names, so no name is ever looked up here.
"""

import asyncio
import time
from typing import Self

from scrapy import Request
from scrapy.core.downloader.handlers._httpx import HttpxDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response

from spiders.job import SETTING, Job
from spiders.policy.closing import is_closing

LOOK_EVERY_S = 0.5  # whether the crawl is to end, while a page comes


class OnionMiddleware:
    """Sets the proxy on every request of the crawl, robots.txt and redirects included."""

    def __init__(self, proxy: str) -> None:
        self._proxy = proxy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        job: Job = crawler.settings[SETTING]
        return cls(job.limits.onion_proxy)

    def process_request(self, request: Request) -> None:
        request.meta["proxy"] = self._proxy


class OnionHandler(HttpxDownloadHandler):
    """Scrapy's only download handler that speaks SOCKS, for requests with a proxy and for no others."""

    async def download_request(self, request: Request) -> Response:
        """Raises ValueError without a proxy; DownloadTimeoutError when the page takes too long, or the crawl ends."""
        if not request.meta.get("proxy"):
            raise ValueError("a request of an onion source without its proxy")
        page = asyncio.ensure_future(super().download_request(request))
        # The client's own time-out begins anew with every byte, so a drip would keep us.
        ends = time.monotonic() + request.meta["download_timeout"]
        while not page.done() and time.monotonic() < ends and not is_closing(self.crawler):
            await asyncio.wait({page}, timeout=LOOK_EVERY_S)
        if page.done():
            return page.result()
        page.cancel()
        raise DownloadTimeoutError("took too long, or the crawl ended")
