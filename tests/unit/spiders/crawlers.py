"""A Scrapy crawler with our settings, as components get it, without a crawl."""

from pathlib import Path
from typing import Any

from scrapy.crawler import Crawler
from scrapy.statscollectors import MemoryStatsCollector

from spiders.job import Job
from spiders.options import CrawlSettings
from spiders.settings import scrapy_settings
from spiders.spider import AdSpider
from tests.unit.spiders.packs import AT, pack


class Bus:
    """Where no Kafka is."""

    bootstrap = "127.0.0.1:1"
    linger_ms = 20
    delivery_timeout_ms = 1000

    def topic(self, name: str) -> str:
        return f"test-{name}"


def job(folder: Path, max_pages: int | None = None, **changes: Any) -> Job:
    limits = CrawlSettings(local_sites="http://127.0.0.1:8000", contact="https://adwatch.example/crawler")
    return Job(pack(folder, **changes), "run-1", AT, limits, Bus(), folder / "home", max_pages)


def crawler(job: Job) -> Crawler:
    made = Crawler(AdSpider, scrapy_settings(job))
    made.stats = MemoryStatsCollector(made)
    return made
