"""Ends a crawl that hangs inside one page, where neither Python nor Scrapy can stop it."""

import faulthandler
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from twisted.internet.task import LoopingCall

LIMIT_S = 300  # no honest page keeps a parser busy that long
BEAT_S = 10


class FreezeWatch:
    """While the event loop turns, the deadline moves on; when it does not, the process ends with a traceback.

    `faulthandler` needs neither the event loop nor the interpreter lock, which C code may hold. The traceback names
    files and lines, no values.
    """

    def __init__(self, limit_s: float = LIMIT_S) -> None:
        self._beat = LoopingCall(lambda: faulthandler.dump_traceback_later(limit_s, exit=True))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        watch = cls()
        crawler.signals.connect(watch.start, signals.engine_started)
        crawler.signals.connect(watch.stop, signals.engine_stopped)
        return watch

    def start(self) -> None:
        self._beat.start(BEAT_S)

    def stop(self) -> None:
        if self._beat.running:
            self._beat.stop()
        faulthandler.cancel_dump_traceback_later()
