"""robots.txt by RFC 9309: what cannot be fetched for a server's fault forbids everything, what is not there nothing."""

from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: at least this much is read, the rest may be ignored
FORBID_ALL = b"User-agent: *\nDisallow: /"


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware with the standard's answers where it has its own."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unreachable: set[str] = set()  # sites whose rules we could not get

    async def process_request(self, request: Request) -> None:  # type: ignore[override]  # `spider` is deprecated
        """Raises IgnoreRequest, and says whether the rules forbid a page or could not be got."""
        try:
            await super().process_request(request)
        except IgnoreRequest:
            if urlsplit(request.url).netloc in self._unreachable:
                raise IgnoreRequest("robots.txt not reachable") from None
            raise

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if is_unreachable(response.status):
            self._unreachable.add(netloc)
        await super()._parse_robots(response.replace(body=rules(response.status, response.body)), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        """Not reachable is forbidden (2.3.1.4)."""
        self._unreachable.add(netloc)
        waiting: Any = self._parsers[netloc]
        forbidding = self._parserimpl.from_crawler(self.crawler, FORBID_ALL)
        self._parsers[netloc] = forbidding
        waiting.callback(forbidding)


def is_unreachable(status: int) -> bool:
    """Server errors; and who asks us to slow down does not want us now."""
    return status >= 500 or status == 429


def rules(status: int, body: bytes) -> bytes:
    """The rules that hold, given how the site answered."""
    if is_unreachable(status):
        return FORBID_ALL  # 2.3.1.4
    if status >= 400:
        return b""  # 2.3.1.3: no rules
    return body[:MAX_BYTES]
