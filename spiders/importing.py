"""Ads from a file that somebody hands over, put where crawled ones go: same checks, same hand-over, same report."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog
from scrapy import signals
from scrapy.crawler import Crawler

from schemas.ad import RawAd
from spiders.errors import SpiderError
from spiders.how import File
from spiders.job import Job
from spiders.policy.closing import is_closing
from spiders.read import hook, rows
from spiders.read.bounds import UnreadableError
from spiders.read.page import Draft, Page, Role
from spiders.record import DroppedError, Sighting, to_ad
from spiders.source import Source

log = structlog.get_logger()

LOOK_EVERY_S = 0.2
SHOWN = 20  # rows that are told one by one; the report counts all of them


class Importer:
    """Yields the ads of the job's file, no faster than the pipeline takes them."""

    def __init__(self, crawler: Crawler, job: Job) -> None:
        self._crawler, self._job, self._stats = crawler, job, crawler.stats
        self._room = asyncio.Semaphore(job.limits.window)
        self._told = 0
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(self._taken, signal)

    async def ads(self, file: Path, how: File) -> AsyncIterator[RawAd]:
        page, sighting = Page(f"import:{file.name}", Role.LIST, b""), Sighting(self._job.run, datetime.now(UTC))
        self._stats.inc_value("pages")
        self._let_it_close()
        with file.open("rb") as stream:
            for line, draft, fault in rows.ads(stream, page.url, how):
                ad = self._ad(line, draft, page, sighting) if draft else None
                if fault:
                    self._unread(line, f"bad/{fault}")
                if ad:
                    await self._room.acquire()
                    if is_closing(self._crawler):  # Scrapy would take all the rest first
                        return
                    yield ad

    def _ad(self, line: int, draft: Draft, page: Page, sighting: Sighting) -> RawAd | None:
        mended = hook.mended(self._job.source, draft)
        try:
            return to_ad(mended, self._job.source, page, sighting) if mended else None
        except DroppedError as error:
            self._unread(line, f"dropped/{error}")
        return None

    def _unread(self, line: int, what: str) -> None:
        self._stats.inc_value(what)
        self._told += 1
        if self._told <= SHOWN:
            log.warning("row not taken", source=self._job.source.name, line=line, reason=what.partition("/")[2])

    def _taken(self, **_: Any) -> None:
        self._room.release()

    def _let_it_close(self) -> None:
        """Look again and again whether a closing crawl is done; Scrapy does so only after pages, and there are none."""
        slot = self._crawler.engine.scraper.slot
        if slot is None or (slot.closing and slot.closing.called):
            return
        if slot.closing:
            self._crawler.engine.scraper._check_if_closing()
        asyncio.get_running_loop().call_later(LOOK_EVERY_S, self._let_it_close)


def check_file(source: Source, file: Path | None) -> None:
    """Raises SpiderError unless this source is read from files and this is one it can read, or neither."""
    if file is None:
        if source.is_file:
            raise SpiderError(f"{source.name} is read from files: adwatch import FILE --source {source.name}")
        return
    if not source.is_file:
        raise SpiderError(f"{source.name} is crawled, not imported; a pack with `how: file` takes files")
    try:
        rows.rows_of(file.name)
    except UnreadableError as error:
        raise SpiderError(f"{file}: {error}") from None
    if not file.is_file():
        raise SpiderError(f"{file}: no such file")
