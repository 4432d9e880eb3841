"""Sending with kafka-python.

One record that the broker refuses makes its idempotent producer fail every later one with that first error, and
`flush` says nothing: so each future is looked at.

Its `send` asks for each record anew what is the same for all of a topic, and wakes its thread for each new batch of a
partition: two fifths of what sending costs. So records are put straight where it puts them (`_accumulator`).
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from kafka import KafkaProducer, TopicPartition
from kafka.errors import (
    InvalidRecordError,
    InvalidTimestampError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
)
from kafka.partitioner.default import murmur2

from processors.errors import StageStoppedError
from processors.plumbing.batch import Outgoing
from processors.plumbing.clients import GRACE_S, LOOK_S, Failure
from processors.plumbing.clients.python_errors import translated, translation
from processors.plumbing.clients.python_options import producer_options
from processors.settings import KafkaSettings
from schemas.topics import MAX_BYTES

# The record itself is at fault; any other error is the connection's, the broker's or the producer's.
_CULPRIT = (MessageSizeTooLargeError, RecordListTooLargeError, InvalidRecordError, InvalidTimestampError)
_LARGE = MAX_BYTES // 2  # bytes: the client itself looks whether it may send a record like that


class PythonSender:
    """`Sender` by kafka-python. Raises BusError while there is no broker."""

    def __init__(self, kafka: KafkaSettings) -> None:
        self._expire_s = kafka.delivery_timeout_ms / 1000 + GRACE_S
        with translated():
            self._client = KafkaProducer(**producer_options(kafka))

    def send(self, messages: Sequence[Outgoing], is_wanted: Callable[[], bool]) -> list[Failure]:
        """Those that were not acknowledged. Raises StageStoppedError when an operator must act."""
        pending: list[tuple[Outgoing, Any]] = []
        failures: list[Failure] = []
        places: dict[str, list[TopicPartition]] = {}
        for position, message in enumerate(messages):
            try:
                pending.append((message, self._put(message, places)))
            except MessageSizeTooLargeError as error:  # this client's own limit: the others are not touched by it
                failures.append(_failure(message, error))
            except KafkaError as error:  # the topic cannot be found at present, and would be waited for each time
                failures += [_failure(rest, error) for rest in messages[position:]]
                break
        self._flush([future for _, future in pending], is_wanted)
        failures += [_failure(message, _error(future)) for message, future in pending if not future.succeeded()]
        return failures

    def _put(self, message: Outgoing, places: dict[str, list[TopicPartition]]) -> Any:
        """The future of a record that goes out with the next flush; `places`: the partitions of topics known so far."""
        topic, key, value = message
        if key is None or len(value) > _LARGE:
            return self._client.send(topic, value=value, key=key)
        known = places.get(topic)
        if known is None:
            numbers = sorted(self._client.partitions_for(topic))
            known = places[topic] = [TopicPartition(topic, number) for number in numbers]
        place = known[(murmur2(key) & 0x7FFFFFFF) % len(known)]
        return self._client._accumulator.append(place, None, key, value, [])[0]

    def _flush(self, futures: Sequence[Any], is_wanted: Callable[[], bool]) -> None:
        """Wait until every future is done, or is not going to be.

        When deliveries expire, kafka-python at times fails only some of them and forgets the others, for which
        `flush` waits for ever. So the others get a few seconds after the first failure, and no more than the time in
        which they should have expired.
        """
        patience_s, deadline = GRACE_S, time.monotonic() + self._expire_s
        while patience_s > 0 and time.monotonic() < deadline:
            try:
                self._client.flush(timeout=LOOK_S)
            except KafkaTimeoutError:
                if not is_wanted() or any(future.failed() for future in futures):
                    patience_s -= LOOK_S
            else:
                return

    def close(self, timeout_s: float) -> None:
        """Let go of the connection; what is not acknowledged by now is given up."""
        deadline = time.monotonic() + timeout_s
        try:
            self._client.close(timeout=timeout_s)
        except KafkaTimeoutError:  # it flushes first and, when that takes too long, leaves its thread running
            self._client._sender.force_close()
            self._client._sender.join(max(0.0, deadline - time.monotonic()))


def _error(future: Any) -> Exception:
    error: Exception | None = future.exception
    return error or KafkaTimeoutError("neither acknowledged nor refused")


def _failure(message: Outgoing, error: Exception) -> Failure:
    meaning = translation(error)
    if isinstance(meaning, StageStoppedError):
        raise meaning from error
    return Failure(message, error, isinstance(error, _CULPRIT))
