"""What an operator can set about crawling: the `crawl` section of the settings."""

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from spiders.source import FOLDER


class CrawlSettings(BaseModel):
    """Limits hold for every source; what differs from source to source is in its file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sources: Path = FOLDER  # folder of source packs
    local_sites: str = "http://127.0.0.1:8321"  # where the simulator serves; `local_test_site` sources start there
    onion_proxy: str = ""  # socks5://127.0.0.1:9050; without it no onion source is crawled
    contact: str = ""  # address or page where a site's owner reaches us; goes into the user agent
    timeout_s: float = Field(30.0, gt=0)  # of one page, from connecting to its last byte
    max_page_bytes: int = Field(8 * 1024 * 1024, ge=1024)  # after decompression
    max_minutes: float = Field(60.0, gt=0)  # of one crawl
    max_depth: int = Field(5_000, ge=1)  # pages one after the other: a listing that never ends
    memory_mb: int = Field(1024, ge=128)  # of the crawl's process
    patience_s: float = Field(300.0, ge=0)  # longest pause a site may ask for (Retry-After) before the crawl gives up
    refresh_hours: float = Field(72.0, ge=0)  # an unchanged ad is sent again after so long; ads.raw keeps a week
    archive_days: float = Field(30.0, gt=0)  # how long raw pages are kept, for sources that archive them
    archive_mb: int = Field(2048, ge=1)  # of one crawl's raw pages, packed
    robots_s: float = Field(3600.0, gt=0)  # after so long robots.txt is read again; RFC 9309 allows a day at most
    window: int = Field(500, ge=1)  # ads handed to Kafka and not yet acknowledged
    broker_wait_s: float = Field(10.0, gt=0)  # for a broker to answer at all before ads go to the outbox
    flush_s: float = Field(30.0, gt=0)  # for the last acknowledgements when a crawl ends

    @field_validator("onion_proxy")
    @classmethod
    def _socks(cls, address: str) -> str:
        parts = urlsplit(address)
        if address and (parts.scheme not in ("socks5", "socks5h") or not parts.hostname):
            raise ValueError("expected a SOCKS proxy such as socks5://127.0.0.1:9050")
        return address

    @field_validator("local_sites")
    @classmethod
    def _loopback(cls, address: str) -> str:
        host = urlsplit(address).hostname or ""
        try:
            loopback = ipaddress.ip_address(host).is_loopback
        except ValueError:
            loopback = False
        if urlsplit(address).scheme not in ("http", "https") or not loopback:
            raise ValueError("expected a loopback address such as http://127.0.0.1:8321")
        return address
