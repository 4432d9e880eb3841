"""The one Scrapy spider: fetches what a way to read asks for, and lets it read what came. Knows no site."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any, Self

import structlog
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response, TextResponse

from schemas.ad import RawAd
from spiders.blocked import blocked_by_address, blocked_by_page, blocked_by_status
from spiders.failures import failure_reason
from spiders.how import File
from spiders.importing import Importer
from spiders.job import SETTING, Job
from spiders.policy.refusal import BLOCKED
from spiders.reach import Reach
from spiders.read import read, way_of
from spiders.read.bounds import UnreadableError
from spiders.read.page import Follow, Page, Role, Step
from spiders.record import DroppedError, Sighting, to_ad
from spiders.samples import Samples

log = structlog.get_logger()

REFUSALS = frozenset({"robots", "too_many_requests", "login", "captcha", "consent"})
BLOCKED_ADS = 3  # ad pages on which a site may refuse us before we take it as meant for the whole crawl


class AdSpider(Spider):
    """Yields `RawAd`s of one source."""

    name = "adwatch"

    def __init__(self, job: Job) -> None:
        super().__init__(name=job.source.name)
        self.job = job
        self._reach = Reach(job.source, job.started_at)
        self.samples = Samples(job.source)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = cls(crawler.settings[SETTING])
        spider._set_crawler(crawler)
        return spider

    async def start(self) -> AsyncIterator[RawAd | Request]:
        self.crawler.stats.set_value("samples", self.samples)
        if self.job.file and isinstance(self.job.source.read, File):
            async for ad in Importer(self.crawler, self.job).ads(self.job.file, self.job.source.read):
                yield ad
        for address in self.job.addresses:
            yield self._request(Follow(address, way_of(self.job.source).start))

    def parse(self, response: Response) -> Iterator[RawAd | Request]:
        page, sighting = to_page(response), Sighting(self.job.run, datetime.now(UTC))
        self._count("pages")
        self._stop_if_blocked(page, response.meta.get(BLOCKED))
        self.crawler.stats.inc_value("download_s", response.meta.get("download_latency", 0.0))
        step, beyond = self._reach.within(self._read(page))
        if beyond:
            self._count("skipped/too_old", beyond)
        for word in step.bad:
            self._count(f"bad/{word}")
        for draft in step.ads:
            try:
                yield to_ad(draft, self.job.source, page, sighting)
            except DroppedError as error:
                self._count(f"dropped/{error}")
        for follow in step.follow:
            try:
                yield self._request(follow)
            except ValueError:  # Scrapy refuses an address that passed our own look at it
                self._count("bad/address")

    def failed(self, failure: Any) -> None:
        """Counts a page that could not be fetched. Raises CloseSpider when the site does not want us."""
        reason = failure_reason(failure.value)
        role = failure.request.meta["role"]
        if reason == "closing":
            return  # the crawl ends anyhow
        log.warning("page not fetched", source=self.name, reason=reason, role=role)
        if reason == "refused":  # a redirect that leaves the site may lead to a log-in
            reason = blocked_by_address(failure.request.url) or reason
        if reason not in REFUSALS:
            self._count(f"failed/{reason}")
            return
        self._count(f"blocked/{reason}")
        if reason == "robots" and role is Role.AD:
            return  # rules may shut single ads out
        if role is not Role.AD or reason == "too_many_requests" or self._blocked_pages() >= BLOCKED_ADS:
            raise CloseSpider("blocked")

    def _read(self, page: Page) -> Step:
        """What the page yields. Raises CloseSpider when the site refuses us."""
        self._stop_if_blocked(page, blocked_by_status(page.status))
        if page.status != 200:
            self._count(f"bad/status_{page.status}")
            return Step()
        try:
            step = read(page, self.job.source)
        except UnreadableError as error:
            step = Step(bad=(str(error),))
        if not any(draft.key and draft.body for draft in step.ads) and not step.follow:
            self._stop_if_blocked(page, blocked_by_page(page))
        self.samples.look(page, step)
        return step

    def _stop_if_blocked(self, page: Page, reason: str | None) -> None:
        if reason is None:
            return
        self._count(f"blocked/{reason}")
        log.warning("blocked", source=self.name, reason=reason, role=page.role, status=page.status)
        if page.role is not Role.AD or self._blocked_pages() >= BLOCKED_ADS:
            raise CloseSpider("blocked")

    def _blocked_pages(self) -> int:
        stats = self.crawler.stats.get_stats()
        return sum(count for name, count in stats.items() if name.startswith("blocked/"))

    def _count(self, name: str, count: int = 1) -> None:
        self.crawler.stats.inc_value(name, count)

    def _request(self, follow: Follow) -> Request:
        # Ads before further listings: so the queue holds one listing's ads and not those of all of them.
        priority = int(follow.role is Role.AD)
        meta = {"role": follow.role}
        return Request(follow.url, callback=self.parse, errback=self.failed, meta=meta, priority=priority)


def to_page(response: Response) -> Page:
    """Scrapy's response as plain data."""
    return Page(
        url=response.url,
        role=response.meta["role"],
        body=response.body,
        encoding=response.encoding if isinstance(response, TextResponse) else "utf-8",
        status=response.status,
    )
