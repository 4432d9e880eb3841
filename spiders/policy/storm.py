"""Leaves a site alone that is ill: whoever answers nothing but errors has trouble enough."""

from typing import Self

import structlog
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError
from scrapy.http import Response

from spiders.policy.closing import close

log = structlog.get_logger()

LIMIT = 20  # server errors, broken connections and time-outs in a row


class StormMiddleware:
    """Counts failures in a row, tries included, and ends the crawl at the limit."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._in_a_row = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        self._count(response.status >= 500)
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        if isinstance(exception, DownloadFailedError | DownloadTimeoutError):
            self._count(True)

    def _count(self, failed: bool) -> None:
        self._in_a_row = self._in_a_row + 1 if failed else 0
        if self._in_a_row == LIMIT:
            log.error("the site answers nothing but errors", in_a_row=LIMIT)
            close(self._crawler, "server_errors")
