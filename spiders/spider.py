"""The one Scrapy spider: fetches what a way to read asks for, and lets it read what came. Knows no site."""

from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Self

import structlog
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response

from schemas.topics import RAW
from spiders.archiving import REF
from spiders.blocked import blocked_by_address, blocked_by_page, blocked_by_status
from spiders.drift.samples import Samples
from spiders.failures import failure_reason
from spiders.found import Again, Found
from spiders.history import Visit, Yielded, history_of
from spiders.how import File
from spiders.importing import Importer
from spiders.job import SETTING, Job
from spiders.policy.conditional import VISIT
from spiders.policy.refusal import BLOCKED
from spiders.reach import Reach
from spiders.read import read, way_of
from spiders.read.bounds import UnreadableError
from spiders.read.page import Follow, Page, Role, Step
from spiders.record import DroppedError, Sighting, to_ad
from spiders.responses import asked_for, to_page

log = structlog.get_logger()

REFUSALS = frozenset({"robots", "too_many_requests", "login", "captcha", "consent"})
BLOCKED_ADS = 3  # pages in a row, no ad among them, that are refused: meant for the whole crawl then
GONE = (404, 410)
MAX_VALIDATORS = 500  # bytes of a page's ETag and Last-Modified


class AdSpider(Spider):
    """Yields the ads of one source."""

    name = "adwatch"

    def __init__(self, job: Job) -> None:
        super().__init__(name=job.source.name)
        self.job = job
        self._reach = Reach(job.source, job.started_at)
        self.samples = Samples(job.source)
        self._refused = 0  # pages in a row
        self.history = history_of(job.home, job.source.name, job.bus.topic(RAW.name))

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = cls(crawler.settings[SETTING])
        spider._set_crawler(crawler)
        return spider

    async def start(self) -> AsyncIterator[Found | Request]:
        self.crawler.stats.set_value("samples", self.samples)
        if self.job.file and isinstance(self.job.source.read, File):
            async for ad in Importer(self.crawler, self.job).ads(self.job.file, self.job.source.read):
                yield Found(ad, ad.url)
        for address in self.job.addresses:
            yield self._request(Follow(address, way_of(self.job.source).start))

    def parse(self, response: Response) -> Iterator[Found | Again | Request]:
        page, sighting = to_page(response), Sighting(self.job.run, datetime.now(UTC), response.meta.get(REF))
        self._count("pages")
        self._stop_if_blocked(page, response.meta.get(BLOCKED))
        self.crawler.stats.inc_value("download_s", response.meta.get("download_latency", 0.0))
        visit = response.meta.get(VISIT)
        if page.status == 304 and visit is not None:
            self.history.unchanged(asked_for(response), sighting.at.timestamp())
            yield from self._as_before(visit.yielded, sighting)
        else:
            yield from self._anew(response, page, sighting)

    def _as_before(self, yielded: Yielded, sighting: Sighting) -> Iterator[Again | Request]:
        """What a page yields that has not changed."""
        self._count("not_modified")
        yield from (Again(ad_id, sighting.at) for ad_id, _ in yielded.ads)
        yield from self._requests(self._within(Step(follow=yielded.follow)).follow)

    def _anew(self, response: Response, page: Page, sighting: Sighting) -> Iterator[Found | Request]:
        """What a page yields that was sent in full."""
        step = self._within(self._read(page))
        for word in step.bad:
            self._count(f"bad/{word}")
        asked, ads = asked_for(response), []
        for draft in step.ads:
            try:
                ad = to_ad(draft, self.job.source, page, sighting)
            except DroppedError as error:
                self._count(f"dropped/{error}")
            else:
                ads.append((ad.ad_id, ad.content_hash))
                yield Found(ad, asked)
        yield from self._requests(step.follow)
        self._look_back(response, page, step, tuple(ads))

    def _look_back(self, response: Response, page: Page, step: Step, ads: tuple[tuple[str, str], ...]) -> None:
        """Take note of what the next crawl may take for granted, and of what this one could not see."""
        if ads:
            self._refused = 0
        if page.status in GONE and response.meta["may_be_gone"]:
            return
        whole = page.status == 200 and not step.bad and len(ads) == len(step.ads)
        if not whole or (page.role is Role.AD and not ads):
            self._not_read(asked_for(response), page.role)
        elif ads or step.follow:
            self._remember(response, Yielded(ads, step.follow))

    def _within(self, step: Step) -> Step:
        """The step without what lies beyond the source's reach."""
        step, beyond = self._reach.within(step)
        if beyond:
            self._count("skipped/too_old", beyond)
        return step

    def _remember(self, response: Response, yielded: Yielded) -> None:
        """Remember a page that can be asked for again on condition that it has changed."""
        asked = asked_for(response)
        etag, modified = (response.headers.get(name) or b"" for name in ("ETag", "Last-Modified"))
        depends = any(each.only_if_new for each in yielded.follow)  # on what else this crawl saw
        if 0 < len(etag + modified) <= MAX_VALIDATORS and asked == response.url and not depends:
            visit = Visit(etag.decode("latin-1"), modified.decode("latin-1"), yielded)
            self.history.remember_page(asked, visit, self.job.source.version, datetime.now(UTC).timestamp())

    def _not_read(self, asked: str, role: Role) -> None:
        """Take note that ads may be there which this crawl could not see."""
        self.history.listed(asked, self.job.run)
        if role is not Role.AD:
            self._count("listing/broken")

    def _requests(self, follows: Iterable[Follow]) -> Iterator[Request]:
        for follow in follows:
            try:
                yield self._request(follow)
            except ValueError:  # Scrapy refuses an address that passed our own look at it
                self._count("bad/address")

    def failed(self, failure: Any) -> None:
        """Counts a page that could not be fetched. Raises CloseSpider when the site does not want us."""
        reason = failure_reason(failure.value)
        role = failure.request.meta["role"]
        if reason == "closing":
            return  # the crawl ends anyhow
        log.warning("page not fetched", source=self.name, reason=reason, role=role)
        self._not_read(asked_for(failure.request), role)
        if reason == "refused":  # a redirect that leaves the site may lead to a log-in
            reason = blocked_by_address(failure.request.url) or reason
        if reason not in REFUSALS:
            self._count(f"failed/{reason}")
            return
        self._count(f"blocked/{reason}")
        if reason == "robots" and role is Role.AD:
            return  # rules may shut single ads out
        self._refused += 1
        if role is not Role.AD or reason == "too_many_requests" or self._refused >= BLOCKED_ADS:
            raise CloseSpider("blocked")

    def _read(self, page: Page) -> Step:
        """What the page yields. Raises CloseSpider when the site refuses us."""
        self._stop_if_blocked(page, blocked_by_status(page.status))
        if page.status != 200:
            self._count(f"bad/status_{page.status}")
            return Step()
        try:
            step = read(page, self.job.source) if page.body else Step(bad=("empty",))
        except UnreadableError as error:
            step = Step(bad=(str(error),))
        if not any(draft.key and draft.body for draft in step.ads) and not step.follow:
            self._stop_if_blocked(page, blocked_by_page(page))
        self.samples.look(page, step)
        return step

    def _stop_if_blocked(self, page: Page, reason: str | None) -> None:
        if reason is None:
            return
        self._count(f"blocked/{reason}")
        log.warning("blocked", source=self.name, reason=reason, role=page.role, status=page.status)
        self._refused += 1
        if page.role is not Role.AD or self._refused >= BLOCKED_ADS:
            raise CloseSpider("blocked")

    def _count(self, name: str, count: int = 1) -> None:
        self.crawler.stats.inc_value(name, count)

    def _request(self, follow: Follow) -> Request:
        # Ads before further listings: so the queue holds one listing's ads and not those of all of them.
        priority = int(follow.role is Role.AD)
        # Ads end, and so do listings whose pages we only count.
        meta = {"role": follow.role, "may_be_gone": follow.role is Role.AD or follow.only_if_new}
        return Request(follow.url, callback=self.parse, errback=self.failed, meta=meta, priority=priority)
