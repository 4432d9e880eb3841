"""Scrapy's side of the hand-over: every ad a spider yields is taken for delivery."""

import time
from typing import Self

import msgspec
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from schemas.ad import RawAd
from schemas.codec import encode
from schemas.topics import RAW
from spiders.coverage import Coverage
from spiders.delivery import Delivery
from spiders.handover import MAX_VALUE, Courier
from spiders.job import SETTING, Job
from spiders.outbox import Outbox, Parcel, path_of


class HandoverPipeline:
    """Delivers ads, once each in a crawl, and leaves the books in the statistics."""

    def __init__(self, crawler: Crawler) -> None:
        self._job: Job = crawler.settings[SETTING]
        self._stats = crawler.stats
        self._topic = self._job.bus.topic(RAW.name)
        self._coverage = Coverage(self._job.source)
        self._seen: set[str] = set()
        self._delivery: Delivery

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def open_spider(self) -> None:
        job = self._job
        courier = Courier(job.bus, job.limits.broker_wait_s)
        self._delivery = Delivery(courier, Outbox(path_of(job.home, job.source.name)), job.limits.window)
        await self._delivery.replay()

    async def process_item(self, ad: RawAd) -> RawAd:
        """Raises DropItem for an ad that was taken before, or is too large for the bus."""
        if ad.ad_id in self._seen:
            raise self._dropped("duplicate")
        value = encode(ad)
        if len(value) > MAX_VALUE:
            raise self._dropped("too_large")
        self._seen.add(ad.ad_id)
        self._coverage.add(ad)
        await self._delivery.take(Parcel(self._topic, ad.ad_id, msgspec.Raw(value)))
        return ad

    async def close_spider(self) -> None:
        began = time.monotonic()
        await self._delivery.finish(self._job.limits.flush_s)
        self._stats.set_value("delivery/flush_s", time.monotonic() - began)
        books = self._delivery.books
        for name in ("taken", "acknowledged", "outbox", "lost", "replayed"):
            self._stats.set_value(f"delivery/{name}", getattr(books, name))
        self._stats.set_value("coverage", self._coverage.shares())

    def _dropped(self, reason: str) -> DropItem:
        self._stats.inc_value(f"dropped/{reason}")
        return DropItem(reason)
