"""`adwatch republish`: the ads of a time window through all stages once more, as they lie on ads.raw."""

from collections.abc import Iterator
from datetime import datetime

import msgspec
import orjson

from adwatch import bus, settings
from schemas.topics import RAW
from spiders.outbox import Parcel

AT_ONCE = 500


def run(since: datetime, until: datetime | None, source: str | None, as_json: bool) -> int:
    """How many were sent again; 5 when Kafka did not take all of them: running it again is harmless.

    The records are the same, bytes and key: stages see a repeat, read it with today's words, and the newest revision
    of an ad wins.
    """
    from spiders.handover import Courier

    loaded = settings.load()
    found = list(_window(loaded, since, until, source))
    courier = Courier(loaded.kafka, loaded.crawl.broker_wait_s)
    try:
        sent, whole = courier.send_all(iter(found), AT_ONCE)
    finally:
        courier.close(5.0)
    print(orjson.dumps({"found": len(found), "sent": sent}).decode() if as_json else f"sent {sent} of {len(found)} ads")
    return 0 if whole else 5


def _window(loaded: settings.Settings, since: datetime, until: datetime | None, source: str | None) -> Iterator[Parcel]:
    """Raw bytes, bad records among them: each ends where it did before."""
    topic, mark = loaded.kafka.topic(RAW.name), f'"source":"{source}"'.encode()
    for key, value in bus.read_all(loaded.kafka, RAW, since=since, until=until):
        if source is None or mark in value:
            yield Parcel(topic, key, msgspec.Raw(value))
