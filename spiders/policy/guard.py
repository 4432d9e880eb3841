"""Request-forgery guard, first half: every request, redirects and robots.txt included, stays on the source's site.

The second half (`policy/resolver.py`) looks at the network address when the connection is made.
"""

from typing import Self
from urllib.parse import urlsplit

import structlog
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from spiders.job import SETTING, Job, host_and_port
from spiders.opt_out import OptOut

log = structlog.get_logger()


class GuardMiddleware:
    """Refuses requests that leave the source's hosts and ports, go where somebody asked us not to go, or are anything
    but plain http and https.

    Scrapy's own off-site filter lets retried requests and what they redirect to pass, so it is not used.
    """

    def __init__(self, crawler: Crawler) -> None:
        job: Job = crawler.settings[SETTING]
        self._stats = crawler.stats
        self._source = job.source.name
        self._sites = job.sites
        self._any_subdomain = not job.source.local_test_site
        self._opt_out = OptOut(job.home)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        reason = self._fault(request.url)
        if reason:
            self._stats.inc_value(f"refused/{reason}")
            log.warning("request refused", source=self._source, reason=reason, host=urlsplit(request.url).hostname)
            raise IgnoreRequest(f"refused: {reason}")

    def _fault(self, url: str) -> str | None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            return "scheme"
        if parts.username or parts.password:
            return "credentials"
        try:
            site = host_and_port(url)
        except ValueError:
            return "address"
        if not self._is_ours(site):
            return "offsite"
        return "opt_out" if self._opt_out.covers(url) else None

    def _is_ours(self, site: tuple[str, int]) -> bool:
        if site in self._sites:
            return True
        host, port = site
        return self._any_subdomain and port in (80, 443) and any(_same_site(host, ours) for ours, _ in self._sites)


def _same_site(host: str, ours: str) -> bool:
    """The same host or one below it; `www.` makes no difference."""
    bare = ours.removeprefix("www.")
    return host == bare or host.endswith("." + bare)
