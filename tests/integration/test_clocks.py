"""A producer whose clock is wrong: it thinks it is 1970, or 2099. (Of a crawler: tests/unit/processors/enrich.)"""

from collections.abc import Sequence
from typing import Any

import pytest
from kafka import KafkaProducer
from kafka.errors import InvalidTimestampError

from processors.settings import ProcessorSettings
from processors.stage import Emit, Outcome
from processors.state import Transaction
from schemas.codec import encode
from schemas.topics import RAW
from tests.integration.streams import invented, publish, publish_bytes, run_to_the_end, stage_of

pytestmark = pytest.mark.engines
IN_1970, IN_2099 = 1_000, 4_073_000_000_000


def test_the_time_that_a_producer_gives_moves_nothing(bus: ProcessorSettings) -> None:
    """Kafka takes no record from the future; one of 1970 comes first where records are put in order, no more."""
    first, *ads = invented(60)
    producer = KafkaProducer(bootstrap_servers=bus.kafka.bootstrap)
    with pytest.raises(InvalidTimestampError):
        producer.send(bus.kafka.topic(RAW.name), encode(first), b"k", timestamp_ms=IN_2099).get(30)
    producer.close()
    publish(bus, ads)
    publish_bytes(bus, [(first.ad_id.encode(), encode(first))], timestamp_ms=IN_1970)
    seen: list[str] = []

    def process(batch: Sequence[Any], _: Transaction) -> list[Outcome]:
        seen.extend(ad.ad_id for ad in batch)
        return [Emit() for _ in batch]

    assert run_to_the_end(stage_of(process, state="in_order", in_order=True), bus) == 0
    assert sorted(seen) == sorted(ad.ad_id for ad in (first, *ads))
