"""The only place where spiders speak to Kafka.

Every call here may block: it belongs in a thread of its own, never on the event loop.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple

import structlog
from kafka import KafkaProducer
from kafka.errors import InvalidRecordError, KafkaError, MessageSizeTooLargeError

from spiders.job import Bus
from spiders.outbox import Parcel

log = structlog.get_logger()

MAX_VALUE = 900_000  # bytes; Kafka refuses more than 1 MiB, and one refusal ends an idempotent producer
AWAY_S = 30.0  # before a broker that failed us is tried again
REFUSED = (MessageSizeTooLargeError, InvalidRecordError)  # will be refused again, however often it is sent


class BrokerAwayError(Exception):
    """Raised when the broker failed a moment ago and is not tried again yet."""


class Delivered(NamedTuple):
    """What became of parcels that were sent to be done with."""

    acknowledged: int
    is_whole: bool  # is each either acknowledged or refused?
    refused: tuple[tuple[Parcel, str], ...]  # never to be taken, with the reason


class Courier:
    """Sends parcels and says of each what became of it. For one thread."""

    def __init__(self, bus: Bus, wait_s: float) -> None:
        self._bus, self._wait_s = bus, wait_s
        self._producer: KafkaProducer | None = None
        self._failed: KafkaProducer | None = None  # a producer is not trusted after its first failure
        self._away_until = 0.0
        self._refusal: Exception | None = None  # what ended the last `send_all`, where it was a refusal

    def send(self, parcel: Parcel, answered: Callable[[Exception | None], None]) -> None:
        """Send one parcel. `answered` is called once: with None when it is acknowledged; maybe from Kafka's thread."""
        try:
            producer = self._trusted()
            future = _send(producer, parcel)
        except Exception as error:  # whatever it is, the parcel was not sent
            answered(error)
            return

        def failed(error: Exception) -> None:
            self._failed = producer
            answered(error)

        future.add_callback(lambda _: answered(None))
        future.add_errback(failed)

    def send_all(self, parcels: Iterator[Parcel], at_once: int) -> tuple[int, bool]:
        """Send parcels and wait. Returns how many were acknowledged, and whether that is all of them."""
        done, self._refusal = 0, None
        try:
            while chunk := list(islice(parcels, at_once)):
                producer = self._trusted()
                for future in [_send(producer, parcel) for parcel in chunk]:
                    future.get(self._wait_s)
                    done += 1
        except REFUSED as error:  # the broker is well, the producer is not any more
            self._refusal = error
            self.close(0)
            return done, False
        except (KafkaError, BrokerAwayError):
            self._failed = self._producer
            return done, False
        return done, True

    def deliver(self, parcels: Iterator[Parcel], at_once: int) -> Delivered:
        """Send parcels and wait; find out those that the broker will never take, so that they hold up no other."""
        done, refused = 0, list[tuple[Parcel, str]]()
        while chunk := list(islice(parcels, at_once)):
            parts = [chunk]
            while parts:
                part = parts.pop()
                sent, whole = self.send_all(iter(part), at_once)
                done, left = done + sent, part[sent:]
                if not whole and self._refusal is None:
                    return Delivered(done, False, tuple(refused))
                if not whole and len(left) == 1:
                    refused.append((left[0], type(self._refusal).__name__))
                elif not whole:  # a batch is refused as one: halves tell who it was
                    parts += (left[len(left) // 2 :], left[: len(left) // 2])
        return Delivered(done, True, tuple(refused))

    def close(self, timeout_s: float) -> None:
        """Close the connection. What is still under way after the time-out fails."""
        producer, self._producer = self._producer, None
        if producer is not None:
            with suppress(KafkaError):  # its flush may run out of time
                producer.close(timeout_s)

    def _trusted(self) -> KafkaProducer:
        """Raises KafkaError when the broker does not answer, BrokerAwayError when it is too early to ask again."""
        if self._producer is not None and self._producer is self._failed:
            self._give_up("delivery failed")
        if self._producer is None:
            if time.monotonic() < self._away_until:
                raise BrokerAwayError
            try:
                self._producer = connect(self._bus, self._wait_s)
            except KafkaError as error:
                self._give_up(type(error).__name__)
                raise
        return self._producer

    def _give_up(self, reason: str) -> None:
        log.warning("broker away", bootstrap=self._bus.bootstrap, reason=reason, retry_in_s=AWAY_S)
        self._away_until = time.monotonic() + AWAY_S
        self.close(0)


def _send(producer: KafkaProducer, parcel: Parcel) -> Any:
    return producer.send(parcel.topic, key=parcel.key.encode(), value=bytes(parcel.value), timestamp_ms=parcel.at_ms)


def connect(bus: Bus, wait_s: float) -> KafkaProducer:
    """A producer that loses nothing. Raises KafkaError when the broker does not answer in time."""
    return KafkaProducer(
        bootstrap_servers=bus.bootstrap,
        acks="all",
        enable_idempotence=True,
        compression_type="lz4",
        linger_ms=bus.linger_ms,
        batch_size=128 * 1024,
        delivery_timeout_ms=bus.delivery_timeout_ms,
        # default 30 s; the client insists that lingering and one request fit into the time for delivery
        request_timeout_ms=min(30_000, bus.delivery_timeout_ms - bus.linger_ms),
        bootstrap_timeout_ms=int(wait_s * 1000),
        max_block_ms=int(wait_s * 1000),
        allow_auto_create_topics=False,  # `adwatch topics apply` makes them, with partitions and retention
        reconnect_backoff_max_ms=1000,  # default 30 s: the client would miss a broker that is back
    )
