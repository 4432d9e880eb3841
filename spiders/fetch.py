"""Fetches the few pages of a first look, with every rule that holds for a crawl: robots.txt, pace, guard, limits."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response

from spiders import logs
from spiders.blocked import blocked_by_status
from spiders.errors import SpiderError
from spiders.failures import failure_reason
from spiders.job import Job
from spiders.read.bounds import UnreadableError
from spiders.read.page import Follow, Page, Role
from spiders.responses import to_page
from spiders.scout import Scout
from spiders.settings import scrapy_settings

MOST_PAGES = 4


class ScoutSpider(Spider):
    """Lets a scout see the pages it asks for, starting at an address."""

    name = "adwatch"

    def __init__(self, address: str, scout: Scout, trouble: list[str]) -> None:
        super().__init__()
        self._address, self._scout, self._trouble = address, scout, trouble

    async def start(self) -> AsyncIterator[Request]:
        yield self._request(Follow(self._address, Role.LIST))

    def parse(self, response: Response) -> Iterator[Request]:
        page = to_page(response)
        following = self._look(page) if response.status == 200 else None
        if response.status != 200:
            reason = blocked_by_status(response.status) or f"status {response.status}"
            self._trouble.append(f"{response.url}: {reason}")
        if following and len(self._scout.pages) < MOST_PAGES:
            yield self._request(following)

    def failed(self, failure: Any) -> None:
        self._trouble.append(f"{failure.request.url}: {failure_reason(failure.value)}")

    def _look(self, page: Page) -> Follow | None:
        try:
            return self._scout.take(page)
        except UnreadableError as error:
            self._trouble.append(f"{page.url}: {error}")
            return None

    def _request(self, follow: Follow) -> Request:
        return Request(follow.url, callback=self.parse, errback=self.failed, meta={"role": follow.role})


def _settings(job: Job) -> dict[str, Any]:
    """As for a crawl, but nothing is delivered, and nothing known from earlier crawls."""
    settings = scrapy_settings(job)
    middlewares = {**settings["DOWNLOADER_MIDDLEWARES"], "spiders.policy.conditional.ConditionalMiddleware": None}
    return {**settings, "DOWNLOADER_MIDDLEWARES": middlewares, "ITEM_PIPELINES": {}}


def look_at(job: Job, address: str, scout: Scout) -> None:
    """Let the scout see a source. Raises SpiderError when not even the first page could be seen. Once per process."""
    trouble: list[str] = []
    process = AsyncCrawlerProcess(_settings(job))
    logs.configure("WARNING")
    process.crawl(process.create_crawler(ScoutSpider), address, scout, trouble)
    process.start()
    if not scout.pages:
        raise SpiderError("; ".join(trouble) or f"{address}: no page came")
    scout.notes += trouble
