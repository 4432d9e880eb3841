"""Delivering what waits in outboxes, without a crawl."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from spiders.delivery import deliver_all
from spiders.handover import Courier, Delivered
from spiders.job import Bus
from spiders.lock import only_crawl_of
from spiders.options import CrawlSettings
from spiders.outbox import Outbox, path_of


class Waiting(NamedTuple):
    """An outbox that is not empty."""

    source: str
    records: int
    path: Path


def waiting(home: Path) -> Iterator[Waiting]:
    """Every outbox in which something waits, by source."""
    for path in sorted(path_of(home, "x").parent.glob("*.jsonl")):
        records = sum(1 for _ in Outbox(path).parcels())
        if records:
            yield Waiting(path.stem, records, path)


def deliver(source: str, limits: CrawlSettings, bus: Bus, home: Path) -> Delivered:
    """Deliver a source's outbox. Raises AlreadyRunningError."""
    with only_crawl_of(source, home):
        courier = Courier(bus, limits.broker_wait_s)
        try:
            return deliver_all(courier, Outbox(path_of(home, source)), limits.window)
        finally:
            courier.close(1.0)
