"""A memory that fails in the middle of a crawl is told at its end; one that fails before asks no site."""

import asyncio
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from scrapy.exceptions import DropItem

from spiders.errors import MemoryUnusableError
from spiders.found import Found
from spiders.history import history_of
from spiders.options import CrawlSettings
from spiders.outbox import Outbox, path_of
from spiders.pipeline import HandoverPipeline
from spiders.run import crawl
from tests.factories import raw_ad
from tests.unit.spiders.crawlers import Bus, crawler, job
from tests.unit.spiders.packs import write_pack


def test_a_memory_that_fails_on_the_way(tmp_path: Path) -> None:
    plain = job(tmp_path)
    work = replace(plain, limits=plain.limits.model_copy(update={"broker_wait_s": 0.2}))
    made = crawler(work)
    history = history_of(work.home, "invented", "test-ads.raw")
    made.spider = SimpleNamespace(history=history)  # type: ignore[assignment]

    async def scenario() -> None:
        pipeline = HandoverPipeline.from_crawler(made)
        await pipeline.open_spider()
        await pipeline.process_item(Found(raw_ad(ad_id="00" * 16), "https://ads.example/1"))
        history._db.close()
        with pytest.raises(DropItem, match="memory"):
            await pipeline.process_item(Found(raw_ad(ad_id="11" * 16), "https://ads.example/2"))
        await asyncio.wait_for(pipeline.close_spider(), 30)

    asyncio.run(scenario())
    assert made.stats
    figures = {name: made.stats.get_value(f"delivery/{name}") for name in ("taken", "outbox", "unremembered")}
    assert figures == {"taken": 1, "outbox": 1, "unremembered": 1}
    assert made.stats.get_value("dropped/memory") == 1
    assert len(list(Outbox(path_of(work.home, "invented")).parcels())) == 2  # its text and its sighting


def test_no_site_is_asked_while_the_memory_is_unusable(tmp_path: Path) -> None:
    write_pack(tmp_path)
    limits = CrawlSettings(sources=tmp_path, contact="https://adwatch.example/crawler")
    (tmp_path / "home" / "state" / "crawls" / "invented.sqlite").mkdir(parents=True)
    with pytest.raises(MemoryUnusableError):
        crawl("invented", limits, Bus(), tmp_path / "home")
