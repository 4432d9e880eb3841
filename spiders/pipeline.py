"""Scrapy's side of the hand-over: every ad a spider yields is compared with what is known of it and told to the bus."""

import sqlite3
import time
from functools import partial
from typing import Self

import msgspec
import structlog
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from schemas.base import Record
from schemas.codec import encode
from schemas.sighting import Seen
from schemas.topics import RAW, SIGHTINGS, Topic
from spiders.coverage import Coverage
from spiders.delivery import Delivery
from spiders.found import Again, Found
from spiders.handover import MAX_VALUE, Courier
from spiders.history import History, Known
from spiders.job import SETTING, Job
from spiders.opt_out import OptOut
from spiders.outbox import Outbox, Parcel, path_of
from spiders.seen import compare, known_now, seen_again, sighting

log = structlog.get_logger()


class HandoverPipeline:
    """Delivers ads, once each in a crawl, and leaves the books in the statistics.

    Each ad gives a sighting; its text is sent when it is new or changed, or was sent long ago.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._job: Job = crawler.settings[SETTING]
        self._crawler, self._stats = crawler, crawler.stats
        self._coverage = Coverage(self._job.source)
        self._opt_out = OptOut(self._job.home)
        self._taken: set[bytes] = set()
        self._delivery: Delivery
        self._history: History

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def open_spider(self) -> None:
        job = self._job
        self._history = self._crawler.spider.history  # type: ignore[union-attr]  # ours
        courier = Courier(job.bus, job.limits.broker_wait_s)
        self._delivery = Delivery(courier, Outbox(path_of(job.home, job.source.name)), job.limits.window)
        await self._delivery.replay()

    async def process_item(self, item: Found | Again) -> Found | Again:
        """Raises DropItem for an ad taken before, one whose owner asked not to be read, and one too large for Kafka."""
        try:
            await (self._take_found(item) if isinstance(item, Found) else self._take_again(item))
        except sqlite3.Error as error:
            log.error("what is known of an ad cannot be read", error=str(error))
            raise self._dropped("memory") from error
        return item

    async def close_spider(self) -> None:
        began = time.monotonic()
        await self._delivery.finish(self._job.limits.flush_s)
        books = self._delivery.books
        try:
            self._history.close(time.time())
        except sqlite3.Error as error:
            log.error("the crawl could not be remembered", error=str(error))
            books.unremembered = books.taken
        self._stats.set_value("delivery/flush_s", time.monotonic() - began)
        for name in ("taken", "acknowledged", "outbox", "lost", "unremembered", "replayed"):
            self._stats.set_value(f"delivery/{name}", getattr(books, name))
        for reason, count in books.refused.items():
            self._stats.set_value(f"delivery/refused/{reason}", count)
        self._stats.set_value("coverage", self._coverage.shares())

    async def _take_found(self, found: Found) -> None:
        ad, value = found.ad, encode(found.ad)
        if self._opt_out.covers(ad.url):
            raise self._dropped("opt_out")
        if len(value) > MAX_VALUE:
            self._history.listed(found.page, self._job.run)
            raise self._dropped("too_large")
        self._once(ad.ad_id)
        before = self._history.known(ad.ad_id)
        now = known_now(ad, found.page, self._coverage.names(ad), before)
        seen = compare(before, now)
        if seen is Seen.REUSED:
            log.warning("id reused for another ad", source=ad.source, ad_id=ad.ad_id)
        if seen is Seen.UNCHANGED and not self._is_due(now):
            await self._take(ad.ad_id, seen, now, ())
        else:
            text = self._parcel(RAW, ad.ad_id, value)
            await self._take(ad.ad_id, seen, now._replace(sent_at=now.last_seen), (text,))

    async def _take_again(self, again: Again) -> None:
        before = self._history.known(again.ad_id)
        if before is None:
            raise self._dropped("forgotten")
        self._once(again.ad_id)
        await self._take(again.ad_id, Seen.UNCHANGED, seen_again(before, again.at), ())

    async def _take(self, ad_id: str, seen: Seen, now: Known, text: tuple[Parcel, ...]) -> None:
        job = self._job
        self._coverage.add(filter(None, now.fields.split(",")))
        self._stats.inc_value(f"seen/{seen}")
        record: Record = sighting(ad_id, job.source, job.run, seen, now)
        parcels = (*text, self._parcel(SIGHTINGS, ad_id, encode(record)))
        await self._delivery.take(parcels, safe=partial(self._history.keep, ad_id, now, job.run))

    def _is_due(self, now: Known) -> bool:
        """Was its text sent so long ago that it will soon leave the bus?"""
        return now.last_seen - now.sent_at > self._job.limits.refresh_hours * 3600

    def _once(self, ad_id: str) -> None:
        """Raises DropItem for an ad that this crawl has taken before."""
        short = bytes.fromhex(ad_id)  # half the memory, for as many ads as a site has
        if short in self._taken:
            raise self._dropped("duplicate")
        self._taken.add(short)

    def _parcel(self, topic: Topic, key: str, value: bytes) -> Parcel:
        return Parcel(self._job.bus.topic(topic.name), key, msgspec.Raw(value))

    def _dropped(self, reason: str) -> DropItem:
        self._stats.inc_value(f"dropped/{reason}")
        return DropItem(reason)
