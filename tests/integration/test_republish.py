"""A window of ads.raw goes out again, byte for byte, and nothing else does."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from kafka import KafkaProducer

from adwatch.bus import OnBus, read_window
from processors.settings import ProcessorSettings
from schemas.codec import encode
from schemas.topics import RAW
from tests.conftest import adwatch
from tests.factories import raw_ad

pytestmark = pytest.mark.engines
LATE = datetime.now(UTC) - timedelta(days=1)  # within the retention of the topic
EARLY = LATE - timedelta(days=1)


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
    assert json.loads(done.stdout) == {"sent": 1, "whole": True}
    records = list(read_window(bus.kafka, RAW))
    again = OnBus("jobs", encode(raw_ad(source="jobs", key=f"{LATE.day}")), int(LATE.timestamp() * 1000))
    assert len(records) == 4
    assert records.count(again) == 2, "it keeps its time, so that its period of retention does not start again"
