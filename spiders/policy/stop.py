"""Ends a running crawl soon after an operator stopped its source."""

from typing import Any, Self

import structlog
from scrapy import signals
from scrapy.crawler import Crawler
from twisted.internet import tcp
from twisted.internet.task import LoopingCall

from spiders.job import SETTING, Job
from spiders.policy.closing import close
from spiders.switch import stopped

log = structlog.get_logger()

LOOK_EVERY_S = 2.0  # ten seconds are promised


class StopWatch:
    """Looks at the stop switch while the crawl runs."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._job: Job = crawler.settings[SETTING]
        self._look = LoopingCall(self._end_if_stopped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        watch = cls(crawler)
        crawler.signals.connect(watch.start, signals.spider_opened)
        crawler.signals.connect(watch.end, signals.spider_closed)
        return watch

    def start(self) -> None:
        self._look.start(LOOK_EVERY_S)

    def end(self) -> None:
        if self._look.running:
            self._look.stop()

    def _end_if_stopped(self) -> None:
        why = stopped(self._job.home, self._job.source.name)
        if why:
            log.warning("crawl stopped", source=self._job.source.name, why=why)
            self._look.stop()
            close(self._crawler, "stopped")
            _hang_up()


def _hang_up() -> None:
    """Cut what is being downloaded; otherwise a silent site would keep the crawl until its time-out."""
    from twisted.internet import reactor

    running: Any = reactor  # it says of itself only what it is before it runs
    for one in {*running.getReaders(), *running.getWriters()}:
        if isinstance(one, tcp.Client):  # the bus has sockets of its own, in its own threads
            one.abortConnection()  # type: ignore[no-untyped-call]
