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
CHALLENGES = (202, 405, 503)  # under which "are you human" comes; 401, 403 and 429 are refusals whatever they show


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
        if response.status in CHALLENGES and _is_challenge(response):
            request.meta[BLOCKED] = "captcha"
            request.meta["dont_retry"] = True
        return response


def _is_challenge(response: Response) -> bool:
    """A log-in form proves nothing here: error pages have the site's usual header, and a form in it."""
    if blocked_by_headers({name.decode("latin-1").lower() for name in response.headers}):
        return True
    return blocked_by_page(Page(response.url, Role.LIST, response.body, "utf-8", response.status)) == "captcha"
