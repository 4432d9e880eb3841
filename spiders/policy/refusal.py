"""Sees refusals and files in disguise before a retry, or a parser, would."""

from typing import Self

import structlog
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from spiders.blocked import blocked_by_headers, blocked_by_page
from spiders.job import SETTING, Job
from spiders.policy.media import is_media
from spiders.read.page import Page, Role

log = structlog.get_logger()

BLOCKED = "blocked"  # in a request's meta: why


class RefusalMiddleware:
    """Marks what must not be tried again, and refuses binary content whatever its content type claims."""

    def __init__(self, crawler: Crawler) -> None:
        job: Job = crawler.settings[SETTING]
        self._stats, self._source = crawler.stats, job.source.name

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises IgnoreRequest for binary content."""
        if is_media(response.body):
            self._stats.inc_value("refused/content_type")
            log.warning("page refused", source=self._source, reason="binary")
            raise IgnoreRequest("binary content under a text's name")
        if response.status != 200:
            reason = _reason(response)
            if reason:
                request.meta[BLOCKED] = reason
                request.meta["dont_retry"] = True
        return response


def _reason(response: Response) -> str | None:
    by_headers = blocked_by_headers({name.decode("latin-1").lower() for name in response.headers})
    return by_headers or blocked_by_page(Page(response.url, Role.LIST, response.body, "utf-8", response.status))
