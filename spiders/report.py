"""Crawl reports on their way to the bus, and the one that says that no crawl came."""

from datetime import datetime

import msgspec

from schemas.codec import encode
from schemas.events import CrawlReport
from schemas.topics import CRAWLS
from spiders.cron import longest_gap
from spiders.handover import Courier
from spiders.job import Bus, new_run
from spiders.outbox import Parcel
from spiders.source import Source

OVERDUE = "overdue"  # its outcome
PATIENCE = 2  # intervals without a good crawl


def parcel(report: CrawlReport, bus: Bus) -> Parcel:
    """The report, ready for the bus or for the outbox."""
    return Parcel(bus.topic(CRAWLS.name), report.source, msgspec.Raw(encode(report)))


def sent(parcel: Parcel, bus: Bus, wait_s: float) -> bool:
    """Send one parcel and wait for its acknowledgement."""
    courier = Courier(bus, wait_s)
    _, acknowledged = courier.send_all(iter([parcel]), 1)
    courier.close(1.0)
    return acknowledged


def is_overdue(source: Source, since: datetime | None, now: datetime) -> bool:
    """Has the source not succeeded for twice its interval?

    `since` is its last good crawl, or the first one of all where none was good; one that was never crawled, or that
    has no schedule, is not overdue.
    """
    if since is None or not source.enabled or not source.schedule:
        return False
    return now - since > PATIENCE * longest_gap(source.schedule)


def overdue(source: Source, last_good: datetime | None, now: datetime) -> CrawlReport:
    """The report of a crawl that should have been."""
    since = f"since {last_good:%Y-%m-%d %H:%M} UTC" if last_good else "ever"
    return CrawlReport(
        source=source.name,
        run=new_run(source.name, now),
        started_at=now,
        finished_at=now,
        outcome=OVERDUE,
        exit_code=3,
        reasons=(f"no good crawl {since}; the schedule is {source.schedule}",),
    )
