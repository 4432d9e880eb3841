"""Tells which ads are gone: only after a crawl that saw the whole source, and never a wave of them."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
import structlog

from schemas.codec import encode
from schemas.topics import RAW, VANISHED
from spiders.drift import drifts
from spiders.errors import MemoryUnusableError
from spiders.handover import Courier
from spiders.history import History, history_of
from spiders.job import Job
from spiders.outbox import Outbox, Parcel, path_of
from spiders.seen import vanishing

log = structlog.get_logger()

DOUBTS = ("listing/broken", "spider_exceptions/count", "delivery/lost", "delivery/unremembered", "dropped/memory")


def tell_vanished(job: Job, stats: dict[str, Any], now: datetime) -> None:
    """Publish the ads that are gone and write their number into the statistics; or, if too many, that instead."""
    if not is_complete(job, stats):
        return
    try:
        history = history_of(job.home, job.source.name, job.bus.topic(RAW.name))
    except MemoryUnusableError as error:
        log.error("vanished ads could not be told", source=job.source.name, error=str(error))
        return
    try:
        missing, known = history.missing(job.run)
        if missing > job.source.expect.vanished * known:
            stats["vanished/held_back"] = missing
        elif missing:
            _publish(list(_parcels(history, job, now)), job)
            history.mark_vanished(job.run)
            stats["vanished"] = missing
    except OSError as error:  # the next crawl finds them missing again
        log.error("vanished ads could not be told", source=job.source.name, error=str(error))
    finally:
        history.close(now.timestamp())


def is_complete(job: Job, stats: dict[str, Any]) -> bool:
    """Did the crawl see every ad there is? With the slightest doubt, no."""
    if job.max_pages or job.file or not job.source.is_whole or stats.get("finish_reason") != "finished":
        return False
    if any(stats.get(name) for name in DOUBTS):
        return False
    if any(name.startswith("blocked/") and name != "blocked/robots" for name in stats):
        return False  # single ads that robots.txt shuts out are known to be there
    if stats.get("request_depth_max", 0) >= job.limits.max_depth:
        return False
    return not any(drift.kind in ("count", "coverage") for drift in drifts(job.source, stats, limited=False))


def _parcels(history: History, job: Job, now: datetime) -> Iterator[Parcel]:
    topic = job.bus.topic(VANISHED.name)
    for ad_id, known in history.vanished(job.run):
        record = vanishing(ad_id, job.source, job.run, now, known)
        yield Parcel(topic, ad_id, msgspec.Raw(encode(record)))


def _publish(parcels: list[Parcel], job: Job) -> None:
    """Send them, or keep them for the next crawl to send. Raises OSError when neither works."""
    courier = Courier(job.bus, job.limits.broker_wait_s)
    sent, whole = courier.send_all(iter(parcels), job.limits.window)
    courier.close(1.0)
    if not whole:
        Outbox(path_of(job.home, job.source.name)).put(*parcels[sent:])
        log.warning("vanished ads wait in the outbox", source=job.source.name, ads=len(parcels) - sent)
