"""Every request waits for its domain's turn: by the source's pace, the site's wishes, other crawls of the domain."""

import asyncio
import time
from typing import Any, Self, cast
from urllib.parse import urlsplit

import structlog
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from spiders.domain import domain_of
from spiders.job import PRODUCT, SETTING, Job
from spiders.pace import AskedToWaitError, Pace
from spiders.policy.closing import is_closing
from spiders.policy.retry_after import retry_after

log = structlog.get_logger()

LOOK_EVERY_S = 0.5  # whether the crawl is to end, while a request waits
UNSAID_WAIT_S = 30.0  # where a site asks us to wait and does not say how long
MAX_DELAY_S = 600.0
TRIES = 2  # after a site asked us to wait
WAIT = "asked to wait"
CLOSING = "closing"


class PaceMiddleware:
    """Nearest to the downloader, so that redirects, retries and robots.txt wait as well."""

    def __init__(self, crawler: Crawler) -> None:
        self._job: Job = crawler.settings[SETTING]
        self._crawler = crawler
        self._stats: Any = crawler.stats  # typed for whole numbers only
        self._pace = Pace(self._job.home / "pace")
        self._wished: dict[str, float] = {}  # domain -> Crawl-delay of its robots.txt
        self._slowed: dict[str, float] = {}  # domain -> delay since it asked us to wait

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        made = cls(crawler)
        crawler.signals.connect(made.robots_parsed, signals.robots_parsed)
        return made

    def robots_parsed(self, robotparser: Any, request: Request) -> None:
        delay = robotparser.crawl_delay(PRODUCT)
        if delay and delay > 0:
            self._wished[domain_of(request.url)] = min(float(delay), MAX_DELAY_S)

    async def process_request(self, request: Request) -> None:
        """Raises IgnoreRequest when the site asked for a longer pause than we can wait, or the crawl ends."""
        if is_closing(self._crawler):
            raise IgnoreRequest(CLOSING)
        domain = domain_of(request.url)
        delay = self._delay(request.url, domain)
        if not delay:
            return  # our own sites: no manners needed
        try:
            at = self._pace.reserve(domain, delay, time.time(), self._job.limits.patience_s)
        except AskedToWaitError:
            raise IgnoreRequest(WAIT) from None
        await self._wait_until(at)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """Heeds `429` and `503` with `Retry-After`. Raises IgnoreRequest when the pause is too long, or was in vain."""
        asked = retry_after(response.headers.get("Retry-After"), time.time())
        if response.status != 429 and (response.status != 503 or asked is None):
            return response
        again = self._hold(request, UNSAID_WAIT_S if asked is None else asked)
        if again is None:
            raise IgnoreRequest(WAIT)
        return again

    def _hold(self, request: Request, wait_s: float) -> Request | None:
        """Leave the domain alone for a while, and be slower from then on."""
        domain = domain_of(request.url)
        self._slowed[domain] = min(max(2 * self._delay(request.url, domain), 1.0), MAX_DELAY_S)
        self._pace.hold(domain, time.time() + wait_s, time.time())
        log.warning("asked to wait", source=self._job.source.name, domain=domain, seconds=round(wait_s))
        if wait_s > self._job.limits.patience_s:
            return None
        return get_retry_request(
            request,
            spider=cast(Spider, self._crawler.spider),  # there is one while requests are made
            reason="asked_to_wait",
            max_retry_times=TRIES,
            priority_adjust=0,
        )

    def _delay(self, url: str, domain: str) -> float:
        # Scrapy's AutoThrottle grows the delay of a slot while a site answers slowly.
        slot = self._crawler.engine.downloader.slots.get(urlsplit(url).hostname or "") if self._crawler.engine else None
        return max(
            self._job.source.pace.delay_s,
            slot.delay if slot else 0.0,
            self._wished.get(domain, 0.0),
            self._slowed.get(domain, 0.0),
        )

    async def _wait_until(self, at: float) -> None:
        while (left := at - time.time()) > 0:
            if is_closing(self._crawler):
                raise IgnoreRequest(CLOSING)
            step = min(left, LOOK_EVERY_S)
            self._stats.inc_value("pace/waited_s", step)
            await asyncio.sleep(step)
