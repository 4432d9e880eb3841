"""A window of ads.raw goes out again, byte for byte, and nothing else does."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from kafka import KafkaProducer

from adwatch.bus import read_all
from processors.settings import ProcessorSettings
from schemas.codec import encode
from schemas.topics import RAW
from tests.conftest import adwatch
from tests.factories import raw_ad

pytestmark = pytest.mark.engines
EARLY, LATE = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 21, 9, tzinfo=UTC)


def test_a_window_of_one_source(bus: ProcessorSettings) -> None:
    producer = KafkaProducer(bootstrap_servers=bus.kafka.bootstrap, acks="all")
    published = [("jobs", EARLY), ("jobs", LATE), ("rooms", LATE)]
    for source, at in published:
        ad, moment = raw_ad(source=source, key=f"{at.day}"), int(at.timestamp() * 1000)
        producer.send(bus.kafka.topic(RAW.name), key=source.encode(), value=encode(ad), timestamp_ms=moment)
    producer.close()
    variables = {
        "ADWATCH_KAFKA__BOOTSTRAP": bus.kafka.bootstrap,
        "ADWATCH_KAFKA__TOPIC_PREFIX": bus.kafka.topic_prefix,
    }
    window = ("--since", (LATE - timedelta(hours=1)).isoformat(), "--until", (LATE + timedelta(hours=1)).isoformat())
    done = adwatch("republish", *window, "--source", "jobs", "--json", home=bus.home, **variables)
    assert json.loads(done.stdout) == {"found": 1, "sent": 1}
    records = list(read_all(bus.kafka, RAW))
    again = ("jobs", encode(raw_ad(source="jobs", key="21")))
    assert len(records) == 4
    assert records.count(again) == 2
