"""Sending with kafka-python.

One record that the broker refuses makes its idempotent producer fail every later one with that first error, and
`flush` says nothing: so each future is looked at.
"""

import time
from collections.abc import Callable, Sequence
from typing import Any

from kafka import KafkaProducer
from kafka.errors import (
    InvalidRecordError,
    InvalidTimestampError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
)

from processors.errors import StageStoppedError
from processors.plumbing.batch import Outgoing
from processors.plumbing.clients import GRACE_S, LOOK_S, Failure
from processors.plumbing.clients.python_errors import translated, translation
from processors.plumbing.clients.python_options import producer_options
from processors.settings import KafkaSettings

# The record itself is at fault; any other error is the connection's, the broker's or the producer's.
_CULPRIT = (MessageSizeTooLargeError, RecordListTooLargeError, InvalidRecordError, InvalidTimestampError)


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
        for position, message in enumerate(messages):
            try:
                future = self._client.send(message.topic, value=message.value, key=message.key)
                pending.append((message, future))
            except MessageSizeTooLargeError as error:  # this client's own limit: the others are not touched by it
                failures.append(_failure(message, error))
            except KafkaError as error:  # the topic cannot be found at present, and would be waited for each time
                failures += [_failure(rest, error) for rest in messages[position:]]
                break
        self._flush([future for _, future in pending], is_wanted)
        failures += [_failure(message, _error(future)) for message, future in pending if not future.succeeded()]
        return failures

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
