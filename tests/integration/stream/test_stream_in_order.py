"""Several partitions caught up with: a stage that goes by event time gets their records as they came to the bus."""

from collections.abc import Sequence
from typing import Any

import pytest
from kafka import KafkaProducer

from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome
from processors.state import Transaction
from schemas.codec import encode
from schemas.topics import RAW
from tests.integration.streams import PATIENCE_S, invented, running, stage_of, wait_for

COUNT, PARTITIONS, BLOCK = 3_000, 3, 100

pytestmark = pytest.mark.engines


def test_partitions_are_merged_by_time(settings: ProcessorSettings) -> None:
    """Blocks of one partition, then of the next, as a crawl of several sources leaves them; batches of 500."""
    producer = KafkaProducer(bootstrap_servers=settings.kafka.bootstrap, linger_ms=20)
    for number, ad in enumerate(invented(COUNT)):
        at = {"partition": number // BLOCK % PARTITIONS, "timestamp_ms": 1_700_000_000_000 + number}
        producer.send(settings.kafka.topic(RAW.name), encode(ad), ad.ad_id.encode(), **at)
    producer.flush(PATIENCE_S)
    producer.close(timeout=5)
    seen: list[int] = []

    def process(ads: Sequence[Any], tx: Transaction) -> list[Outcome]:
        seen.extend(int(ad.key) for ad in ads)
        return [Emit() for _ in ads]

    stage = stage_of(process, state="in_order", in_order=True)
    with running(stage, settings) as started:
        wait_for(lambda: len(seen) >= COUNT, "all records")
        assert started.end() == 0
    assert seen == list(range(COUNT))
