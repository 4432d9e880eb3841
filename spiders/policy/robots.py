"""robots.txt by RFC 9309: what cannot be fetched for a server's fault forbids everything, what is not there nothing."""

from typing import Any

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response

MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: at least this much is read, the rest may be ignored
FORBID_ALL = b"User-agent: *\nDisallow: /"


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware with the standard's answers where it has its own."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        await super()._parse_robots(response.replace(body=rules(response.status, response.body)), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        """Not reachable is forbidden (2.3.1.4)."""
        self._stats.inc_value("robotstxt/unreachable")
        waiting: Any = self._parsers[netloc]
        forbidding = self._parserimpl.from_crawler(self.crawler, FORBID_ALL)
        self._parsers[netloc] = forbidding
        waiting.callback(forbidding)


def rules(status: int, body: bytes) -> bytes:
    """The rules that hold, given how the site answered."""
    if status >= 500 or status == 429:
        return FORBID_ALL  # 2.3.1.4; asked to slow down means not now
    if status >= 400:
        return b""  # 2.3.1.3: no rules
    return body[:MAX_BYTES]
