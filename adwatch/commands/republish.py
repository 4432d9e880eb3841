"""`adwatch republish`: the ads of a time window through all stages once more, as they lie on ads.raw."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import orjson

from adwatch import bus, settings
from schemas.topics import RAW
from spiders.outbox import Parcel

AT_ONCE = 500


def run(since: datetime, until: datetime | None, source: str | None, as_json: bool) -> int:
    """How many were sent again; 5 when Kafka did not take all of them: running it again is harmless.

    The records are the same, bytes, key and time of publication: stages see a repeat, read it with today's words, and
    the newest revision of an ad wins. Kafka deletes whole segments, so a record lasts as long as the newest beside it;
    one that is past its retention is therefore not sent again, and no text can be kept for ever by repeats.
    """
    from spiders.handover import Courier

    loaded = settings.load()
    since = max(since, datetime.now(UTC) - timedelta(milliseconds=RAW.retention_ms))
    courier = Courier(loaded.kafka, loaded.crawl.broker_wait_s)
    try:
        sent, whole = courier.send_all(window(loaded, since, until, source), AT_ONCE)
    finally:
        courier.close(5.0)
    print(orjson.dumps({"sent": sent, "whole": whole}).decode() if as_json else _said(sent, whole))
    return 0 if whole else 5


def _said(sent: int, whole: bool) -> str:
    return f"sent {sent} ads" if whole else f"sent {sent} ads, then Kafka took no more; run it again"


def window(loaded: settings.Settings, since: datetime, until: datetime | None, source: str | None) -> Iterator[Parcel]:
    """Raw bytes, bad records among them: each ends where it did before. What was sent again earlier comes once."""
    topic, mark = loaded.kafka.topic(RAW.name), f'"source":"{source}"'.encode()
    done: set[bytes] = set()
    for key, value, at_ms in bus.read_window(loaded.kafka, RAW, since=since, until=until):
        short = hashlib.blake2b(value, key=key.encode()[:64], digest_size=16).digest()
        if (source is None or mark in value) and short not in done:
            done.add(short)
            yield Parcel(topic, key, msgspec.Raw(value), at_ms)
