"""Ending a crawl from inside, and noticing that it ends."""

import asyncio

from scrapy.crawler import Crawler

_tasks: set["asyncio.Task[None]"] = set()  # the event loop itself holds its tasks only weakly


def close(crawler: Crawler, reason: str) -> None:
    """Let a running crawl end: nothing new is asked for, what was found is delivered."""
    if is_closing(crawler):
        return
    task = asyncio.get_running_loop().create_task(crawler.engine.close_spider_async(reason=reason))
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


def is_closing(crawler: Crawler) -> bool:
    """Does the crawl end, for whatever reason? Scrapy tells it to nobody before all is over, so we look inside."""
    engine = crawler.engine
    return engine is not None and (engine._slot is None or engine._slot.closing is not None)
