"""A bound on the headers of an answer: Scrapy's client keeps as many as a server cares to send."""

from typing import Any, Self

from scrapy.core.downloader.handlers import http11
from scrapy.crawler import Crawler
from twisted.web._newclient import ParseError

MAX_BYTES = 256 * 1024  # all header lines together; honest servers stay under 16 KB

_Parser: Any = http11._LenientHTTPClientParser


class BoundedParser(_Parser):  # type: ignore[misc]
    """Raises ParseError for more, upon which the client gives the connection up."""

    received = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802  # Twisted's name
        self.received += len(line)
        if self.received > MAX_BYTES:
            raise ParseError("too many headers", b"")  # type: ignore[no-untyped-call]
        super().lineReceived(line)


class HeaderBound:
    """Puts the bounded parser where the client takes its parser from; it offers no other way."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        http11._LenientHTTPClientParser = BoundedParser  # type: ignore[misc]
        return cls()
