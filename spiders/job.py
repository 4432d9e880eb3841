"""One crawl: what to read, under which limits, where to deliver. Travels in Scrapy's settings, so it is plain data."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from spiders.options import CrawlSettings
from spiders.source import Source

PRODUCT = "adwatch"  # what we are called in user agents and robots.txt
SETTING = "ADWATCH_JOB"  # name in Scrapy's settings


class Bus(Protocol):
    """Where Kafka is. The processors' `KafkaSettings` is one."""

    @property
    def bootstrap(self) -> str: ...
    @property
    def linger_ms(self) -> int: ...
    @property
    def delivery_timeout_ms(self) -> int: ...
    def topic(self, name: str) -> str: ...


@dataclass(frozen=True)
class Job:
    """Everything a crawl needs to know."""

    source: Source
    run: str  # id of this crawl
    started_at: datetime  # aware, UTC
    limits: CrawlSettings
    bus: Bus
    home: Path  # folder of this installation's data
    max_pages: int | None = None
    file: Path | None = None  # given for an import: nothing is asked for, and it shows but a part of the source

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the crawl starts."""
        return self.source.addresses(self.limits.local_sites)

    @property
    def sites(self) -> frozenset[tuple[str, int]]:
        """(host, port) of the places this crawl may speak to."""
        return frozenset(host_and_port(address) for address in self.addresses)


def host_and_port(url: str) -> tuple[str, int]:
    """Raises ValueError for an address without a host or with a port that is no port."""
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError("an address without a host")
    return parts.hostname.rstrip(".").lower(), parts.port or (443 if parts.scheme == "https" else 80)


def new_run(source: str, now: datetime) -> str:
    """A run id that sorts by time."""
    return f"{source}-{now:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
