"""Runs one crawl in this process, judges it and publishes the report. Once per process: Twisted cannot start twice."""

import gc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess

from schemas.events import CrawlReport
from schemas.topics import RAW
from spiders import logs
from spiders.archive import expire
from spiders.check import problems
from spiders.history import history_of
from spiders.importing import check_file
from spiders.job import Bus, Job, new_run
from spiders.judge import judge
from spiders.lock import only_crawl_of
from spiders.options import CrawlSettings
from spiders.outbox import Outbox, path_of
from spiders.permission import check_allowed
from spiders.report import parcel, sent
from spiders.settings import scrapy_settings
from spiders.source import load_source
from spiders.spider import AdSpider
from spiders.vanished import tell_vanished

GARBAGE = 10_000  # new objects before the collector looks; default 700, in the middle of every page
Clock = Callable[[], datetime]


def crawl(
    name: str,
    limits: CrawlSettings,
    bus: Bus,
    home: Path,
    max_pages: int | None = None,
    clock: Clock | None = None,
    file: Path | None = None,
) -> CrawlReport:
    """Crawl a source once, or import a file of its ads.

    Raises SpiderError when it must not be: wrong file, refused, already running, its memory unusable.
    """
    now = clock or _utc_now
    job = replace(_job(name, limits, bus, home, max_pages, now()), file=file)
    check_file(job.source, file)
    expire(home, limits.archive_days, now())  # of all sources, as some may never be crawled again
    with only_crawl_of(name, home):
        history_of(home, name, bus.topic(RAW.name)).close(job.started_at.timestamp())  # before the site is asked
        stats = _run(job)
        tell_vanished(job, stats, now())
        report = judge(job, stats, now())
        _publish(report, job)
    return report


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _job(name: str, limits: CrawlSettings, bus: Bus, home: Path, max_pages: int | None, now: datetime) -> Job:
    source = load_source(name, limits.sources)
    for problem in problems(source):
        raise problem
    check_allowed(source, limits, home, now)
    return Job(source, new_run(name, now), now, limits, bus, home, max_pages)


def _run(job: Job) -> dict[str, Any]:
    """The crawl's statistics. Signals stop it cleanly: what was found is delivered first."""
    process = AsyncCrawlerProcess(scrapy_settings(job))
    logs.configure()  # after Scrapy, which sets levels of its own
    crawler = process.create_crawler(AdSpider)
    process.crawl(crawler)
    _settle_memory()
    process.start()
    with suppress(RuntimeError):  # raised where the crawl ended before it began
        return dict(crawler.stats.get_stats())
    return {}


def _settle_memory() -> None:
    """What is loaded by now stays to the end: the collector need not look at it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE, 20, 20)


def _publish(report: CrawlReport, job: Job) -> None:
    """Send the report; where ads wait in the outbox, it waits with them."""
    its_parcel = parcel(report, job.bus)
    if report.outbox or not sent(its_parcel, job.bus, job.limits.broker_wait_s):
        Outbox(path_of(job.home, report.source)).put(its_parcel)
