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
from spiders.blocked import blocked_by_page, blocked_by_status
from spiders.failures import failure_reason
from spiders.job import SETTING, Job
from spiders.read import read, way_of
from spiders.read.bounds import UnreadableError
from spiders.read.page import Follow, Page, Role, Step
from spiders.record import DroppedError, Sighting, to_ad

log = structlog.get_logger()

BLOCKED_ADS = 3  # ad pages on which a site may refuse us before we take it as meant for the whole crawl


class AdSpider(Spider):
    """Yields `RawAd`s of one source."""

    name = "adwatch"

    def __init__(self, job: Job) -> None:
        super().__init__(name=job.source.name)
        self.job = job

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = cls(crawler.settings[SETTING])
        spider._set_crawler(crawler)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        for address in self.job.addresses:
            yield self._request(Follow(address, way_of(self.job.source).start))

    def parse(self, response: Response) -> Iterator[RawAd | Request]:
        page, sighting = to_page(response), Sighting(self.job.run, datetime.now(UTC))
        self._count("pages")
        step = self._read(page)
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
        """Counts a page that could not be fetched. Raises CloseSpider when robots.txt forbids where we start."""
        reason = failure_reason(failure.value)
        role = failure.request.meta["role"]
        log.warning("page not fetched", source=self.name, reason=reason, role=role)
        if reason != "robots":
            self._count(f"failed/{reason}")
            return
        self._count("blocked/robots")
        if role is not Role.AD:
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
        if not any(draft.key for draft in step.ads) and not step.follow:
            self._stop_if_blocked(page, blocked_by_page(page))
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

    def _count(self, name: str) -> None:
        self.crawler.stats.inc_value(name)

    def _request(self, follow: Follow) -> Request:
        return Request(follow.url, callback=self.parse, errback=self.failed, meta={"role": follow.role})


def to_page(response: Response) -> Page:
    """Scrapy's response as plain data."""
    return Page(
        url=response.url,
        role=response.meta["role"],
        body=response.body,
        encoding=response.encoding if isinstance(response, TextResponse) else "utf-8",
        status=response.status,
    )
