"""Asks for a page only if it has changed, where an earlier crawl kept what the page yielded (RFC 9110, 13.1)."""

import time
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler

from spiders.job import SETTING, Job

VISIT = "visit"  # in a request's meta: the earlier visit that `304 Not Modified` speaks of
HEADERS = ("If-None-Match", "If-Modified-Since")


class ConditionalMiddleware:
    """Adds the validators of the earlier visit, if all it yielded was delivered and not too long ago."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._job: Job = crawler.settings[SETTING]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        request.meta.pop(VISIT, None)
        for name in HEADERS:  # of the address that redirected here
            request.headers.pop(name, None)
        if "role" not in request.meta or "redirect_times" in request.meta:
            return
        spider: Any = self._crawler.spider
        since = time.time() - self._job.limits.refresh_hours * 3600
        visit = spider.history.visit(request.url, self._job.source.version, since)
        if visit is not None:
            request.meta[VISIT] = visit
            for name, value in zip(HEADERS, visit[:2], strict=True):
                if value:
                    request.headers[name] = value
