"""A hard bound on memory, for what grows faster than Scrapy's own look at it every few seconds."""

import resource
import sys
from pathlib import Path
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from spiders.job import SETTING, Job

MIB = 1024 * 1024
# Address space that threads reserve and hardly use: 64 MiB for a heap of its own and 8 for the stack, each. Names are
# looked up by ten of them, and Kafka has its own.
THREADS = 16 * (64 + 8) * MIB


class MemoryCap:
    """Past the bound an allocation fails: the page that wanted too much is lost, or the process, never the machine."""

    def __init__(self, megabytes: int) -> None:
        self._bytes = megabytes * MIB

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        job: Job = crawler.settings[SETTING]
        cap = cls(job.limits.memory_mb)
        crawler.signals.connect(cap.set, signals.engine_started)
        return cap

    def set(self) -> None:
        """Allow what the process has already, what its threads will reserve, and the bound on top."""
        if sys.platform != "linux":
            return  # elsewhere the limit is not kept, or counts differently
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        limit = pages * resource.getpagesize() + THREADS + self._bytes
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or limit < hard:
            resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
