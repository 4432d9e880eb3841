"""robots.txt by RFC 9309: what cannot be fetched for a server's fault forbids everything, what is not there nothing."""

import time
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser

from spiders.job import SETTING, Job
from spiders.policy.pace import CLOSING, WAIT

MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: at least this much is read, the rest may be ignored
UNREACHABLE = "robots.txt not reachable"
FORBID_ALL = b"User-agent: *\nDisallow: /"
PACKED_BYTES = 64 * 1024 * 1024  # a bound for packed ones, and for what a server says the length is


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware with the standard's answers where it has its own."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        job: Job = crawler.settings[SETTING]
        self._keep_s = job.limits.robots_s
        self._read_at: dict[str, float] = {}
        self._unreachable: dict[str, str] = {}  # site whose rules we could not get -> why

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        made = cls(crawler)
        crawler.signals.connect(made.bytes_received, signals.bytes_received)
        return made

    async def process_request(self, request: Request) -> None:  # type: ignore[override]  # `spider` is deprecated
        """Raises IgnoreRequest, and says whether the rules forbid a page or could not be got."""
        if _is_ours(request):
            request.meta["download_maxsize"] = PACKED_BYTES  # an announced 10 MB is no reason not to read the beginning
        try:
            await super().process_request(request)
        except IgnoreRequest:
            why = self._unreachable.get(urlsplit(request.url).netloc)
            if why:
                raise IgnoreRequest(why) from None
            raise

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of a site, read again when they have grown old (2.4)."""
        netloc, now = urlsplit(request.url).netloc, time.monotonic()
        if self._read_at.setdefault(netloc, now) + self._keep_s < now and _is_read(self._parsers.get(netloc)):
            self._read_at[netloc] = now
            self._unreachable.pop(netloc, None)
            del self._parsers[netloc]
        return await super().robot_parser(request)

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Cuts an endless robots.txt; what came until then holds."""
        if _is_ours(request):
            received = request.meta.get("received", 0) + len(data)
            request.meta["received"] = received
            if received > MAX_BYTES:
                raise StopDownload(fail=False)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if is_unreachable(response.status):
            self._unreachable[netloc] = UNREACHABLE
        await super()._parse_robots(response.replace(body=rules(response.status, response.body)), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        """Not reachable is forbidden (2.3.1.4)."""
        self._unreachable[netloc] = str(exc) if str(exc) in (WAIT, CLOSING) else UNREACHABLE
        waiting: Any = self._parsers[netloc]
        forbidding = self._parserimpl.from_crawler(self.crawler, FORBID_ALL)
        self._parsers[netloc] = forbidding
        waiting.callback(forbidding)


def _is_ours(request: Request) -> bool:
    """Is this the request for a robots.txt? Nothing else is fetched without a callback."""
    return request.callback is NO_CALLBACK


def _is_read(parser: Any) -> bool:
    """Not under way: who waits for a parser that is being fetched must get that one."""
    return isinstance(parser, RobotParser)


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
