"""Delivering what waits in outboxes, without a crawl."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from spiders.handover import Courier
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


def deliver(source: str, limits: CrawlSettings, bus: Bus, home: Path) -> tuple[int, bool]:
    """Deliver a source's outbox: how many were acknowledged, and whether that is all. Raises AlreadyRunningError."""
    with only_crawl_of(source, home):
        outbox, courier = Outbox(path_of(home, source)), Courier(bus, limits.broker_wait_s)
        try:
            delivered, whole = courier.send_all(outbox.parcels(), limits.window)
        finally:
            courier.close(1.0)
        if whole:
            outbox.clear()
    return delivered, whole
