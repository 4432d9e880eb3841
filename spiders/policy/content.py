"""Only text is downloaded: anything else, images above all, is cut when its header arrives."""

from typing import Any, Self

import structlog
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Headers

from spiders.job import SETTING, Job
from spiders.read.page import Role

log = structlog.get_logger()

TEXT = frozenset(
    {"text/html", "application/xhtml+xml", "application/json", "text/xml", "application/xml", "text/plain"}
)
GZIP = frozenset({"application/gzip", "application/x-gzip"})  # how sitemaps may be packed


class ContentGuard:
    """Stops downloads whose content type is not text of a kind we read."""

    def __init__(self, crawler: Crawler) -> None:
        job: Job = crawler.settings[SETTING]
        self._stats = crawler.stats
        self._source = job.source.name

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        guard = cls(crawler)
        crawler.signals.connect(guard.headers_received, signals.headers_received)
        return guard

    def headers_received(self, headers: Headers, body_length: int, request: Request, **_: Any) -> None:
        kind = content_type(headers)
        if body_length == 0 or is_text(kind) or (kind in GZIP and request.meta.get("role") is Role.SITEMAP):
            return
        self._stats.inc_value("refused/content_type")
        log.warning("download cut", source=self._source, reason="content_type", content_type=kind[:80])
        raise StopDownload(fail=True)


def content_type(headers: Headers) -> str:
    """The content type without its parameters, lower case; empty when there is none."""
    value = headers.get(b"Content-Type") or b""
    return value.split(b";")[0].strip().lower().decode("latin-1")


def is_text(kind: str) -> bool:
    """Is this text of a kind we read? `application/ld+json`, `application/rss+xml` and their like are."""
    return kind in TEXT or (kind.startswith("application/") and kind.endswith(("+json", "+xml")))
