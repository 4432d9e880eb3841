"""Puts each page into the source's archive before it is read, where the source wants that."""

from datetime import UTC, datetime
from typing import Self

import structlog
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response

from spiders.archive import Archive, folder_of
from spiders.job import SETTING, Job
from spiders.responses import to_page

log = structlog.get_logger()

REF = "archive_ref"  # in a request's meta


class Archiving:
    """A page that cannot be archived is read all the same; the statistics say so."""

    def __init__(self, crawler: Crawler) -> None:
        """Raises NotConfigured for a source that is not archived."""
        job: Job = crawler.settings[SETTING]
        if not job.source.archive:
            raise NotConfigured
        folder = folder_of(job.home, job.source.name)
        self._stats, self._source = crawler.stats, job.source.name
        self._archive = Archive(folder, job.run, job.limits.archive_mb * 1024 * 1024)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        made = cls(crawler)
        crawler.signals.connect(made.received, signals.response_received)
        crawler.signals.connect(made.close, signals.spider_closed)
        return made

    def received(self, response: Response, request: Request) -> None:
        if "role" not in request.meta or response.status != 200:
            return
        headers = {
            name.decode("latin-1"): b", ".join(values).decode("latin-1") for name, values in response.headers.items()
        }
        try:
            request.meta[REF] = self._archive.add(to_page(response), headers, datetime.now(UTC))
        except OSError as error:
            log.error("page not archived", source=self._source, error=str(error))
            request.meta[REF] = None
        self._stats.inc_value("archive/pages" if request.meta[REF] else "archive/refused")

    def close(self) -> None:
        self._archive.close()
