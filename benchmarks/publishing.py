"""Ads on `ads.raw`, encoded beforehand, so that the benchmark itself is not what is measured."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import NamedTuple

from kafka import KafkaProducer

from processors.settings import KafkaSettings
from schemas.ad import RawAd
from schemas.codec import encode
from schemas.topics import RAW

Send = Callable[[bytes, bytes], None]  # key, value
EARLY_S = 0.005  # who is early by less does not sleep
LINGER_MS = 5


class Published(NamedTuple):
    """What was put on the bus."""

    due: dict[str, float]  # ad id -> when it was to be published, in seconds since 1970
    seconds: float  # until the last was acknowledged
    cpu_s: float  # of this process


def publish(ads: Sequence[RawAd], kafka: KafkaSettings, rate: float = float("inf")) -> Published:
    """Publish the ads, all at once or so many a second whatever becomes of them (an open loop).

    Whoever measures from the moment at which an ad was due counts a publisher that is late as the system's fault, and
    never leaves out what came while it was slow. Raises RuntimeError when some were not acknowledged.
    """
    records = [(ad.ad_id, ad.ad_id.encode(), encode(ad)) for ad in ads]
    due: dict[str, float] = {}
    with _sender(kafka) as send:
        started, cpu, clock = time.time(), time.process_time(), time.monotonic()
        for number, (ad_id, key, value) in enumerate(records):
            due[ad_id] = started + number / rate
            if (ahead := due[ad_id] - time.time()) > EARLY_S:
                time.sleep(ahead)
            send(key, value)
    return Published(due, time.monotonic() - clock, time.process_time() - cpu)


@contextmanager
def _sender(kafka: KafkaSettings) -> Iterator[Send]:
    """Sends without waiting; on leaving all are acknowledged. The cheaper client, where it is installed."""
    make = _confluent if find_spec("confluent_kafka") else _python
    with make(kafka) as send:
        yield send


@contextmanager
def _confluent(kafka: KafkaSettings) -> Iterator[Send]:
    import confluent_kafka

    from processors.plumbing.clients.confluent_options import producer_options

    # A stage lingers until it flushes; here nobody flushes while ads are published, and each would wait for that.
    options = {**producer_options(kafka), "linger.ms": LINGER_MS}
    producer, topic, failed = confluent_kafka.Producer(options), kafka.topic(RAW.name), []

    def told(error: object, _message: object) -> None:
        if error is not None:
            failed.append(error)

    def send(key: bytes, value: bytes) -> None:
        producer.poll(0)
        try:
            producer.produce(topic, value, key, on_delivery=told)
        except BufferError:  # its queue is full: some must be acknowledged first
            producer.flush()
            producer.produce(topic, value, key, on_delivery=told)

    yield send
    if producer.flush(kafka.delivery_timeout_ms / 1000) or failed:
        raise RuntimeError(f"not published: {failed[:1] or 'no acknowledgement'}")


@contextmanager
def _python(kafka: KafkaSettings) -> Iterator[Send]:
    producer = KafkaProducer(
        bootstrap_servers=kafka.bootstrap, acks="all", linger_ms=LINGER_MS, batch_size=131_072,
        compression_type="lz4",
    )  # fmt: skip
    topic, futures = kafka.topic(RAW.name), []

    def send(key: bytes, value: bytes) -> None:
        futures.append(producer.send(topic, key=key, value=value))

    yield send
    producer.flush()
    producer.close()
    if not all(future.succeeded() for future in futures):
        raise RuntimeError("not published: no acknowledgement")
