"""Putting records on the bus so that each is acknowledged, or is known to be unacceptable."""

import threading
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import structlog
from kafka import KafkaProducer
from kafka.errors import (
    InvalidRecordError,
    InvalidTimestampError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    RecordListTooLargeError,
)

from processors.plumbing.batch import Outgoing
from processors.plumbing.kafka_options import producer_options
from processors.plumbing.patience import Backoff, StoppedError, keep_trying, refuse_hopeless
from processors.settings import FailureSettings, KafkaSettings

# The record itself is at fault; any other error is the connection's, the broker's or the producer's.
_CULPRIT = (MessageSizeTooLargeError, RecordListTooLargeError, InvalidRecordError, InvalidTimestampError)
_GRACE_S = 3.0  # how long a stage that shall stop still waits for acknowledgements
_LOOK_S = 1.0  # how often it looks whether it shall stop

log = structlog.get_logger()


class Failure(NamedTuple):
    """A record that was not acknowledged, and why."""

    message: Outgoing
    error: Exception


class Producer:
    """An idempotent producer that is replaced after any failure.

    One record that the broker refuses makes kafka-python's idempotent producer fail every later one with that first
    error, and `flush` says nothing: so each future is looked at, and the producer of a failed send is never reused.
    """

    def __init__(self, kafka: KafkaSettings, failure: FailureSettings, stop: threading.Event) -> None:
        self._kafka, self._failure, self._stop = kafka, failure, stop
        self._producer = self._connected()

    def deliver(self, messages: Sequence[Outgoing]) -> list[Failure]:
        """Returns when every message is acknowledged, except those returned: they never will be, as they are.

        Waits for a broker that is away for as long as it takes; raises StoppedError when `stop` is set meanwhile.
        """
        backoff = Backoff(self._failure)
        while messages and (failures := self._send(messages)):
            self._replace()
            if any(isinstance(failure.error, _CULPRIT) for failure in failures):
                return self._without_culprits(failures)
            log.warning("not_acknowledged", records=len(failures), error=str(failures[0].error))
            if self._stop.wait(backoff.next_s()):
                raise StoppedError("waiting for acknowledgements")
            messages = [failure.message for failure in failures]
        return []

    def _without_culprits(self, failures: list[Failure]) -> list[Failure]:
        """A refused record drags others of its time along with its own error, so halves are tried until it is alone."""
        if len(failures) == 1:
            return failures
        middle = len(failures) // 2
        halves = failures[:middle], failures[middle:]
        return [culprit for half in halves for culprit in self.deliver([failure.message for failure in half])]

    def _send(self, messages: Sequence[Outgoing]) -> list[Failure]:
        pending: list[tuple[Outgoing, Any]] = []
        failures: list[Failure] = []
        for position, message in enumerate(messages):
            try:
                future = self._producer.send(message.topic, value=message.value, key=message.key)
                pending.append((message, future))
            except MessageSizeTooLargeError as error:  # this client's own limit: the others are not touched by it
                failures.append(Failure(message, error))
            except KafkaError as error:  # the topic cannot be found at present, and would be waited for each time
                failures += [Failure(rest, error) for rest in messages[position:]]
                break
        self._flush([future for _, future in pending])
        failures += [Failure(message, _error(future)) for message, future in pending if not future.succeeded()]
        for failure in failures:
            refuse_hopeless(failure.error)
        return failures

    def _flush(self, futures: Sequence[Any]) -> None:
        """Wait until every future is done, or is not going to be.

        When deliveries expire, kafka-python at times fails only some of them and forgets the others, for which
        `flush` waits for ever. So the others get a few seconds after the first failure, and no more than the time in
        which they should have expired.
        """
        patience_s = _GRACE_S
        deadline = time.monotonic() + self._kafka.delivery_timeout_ms / 1000 + _GRACE_S
        while patience_s > 0 and time.monotonic() < deadline:
            try:
                self._producer.flush(timeout=_LOOK_S)
            except KafkaTimeoutError:
                if self._stop.is_set() or any(future.failed() for future in futures):
                    patience_s -= _LOOK_S
            else:
                return
        if self._stop.is_set():
            raise StoppedError("waiting for acknowledgements")

    def _replace(self) -> None:
        self.close()
        self._producer = self._connected()

    def _connected(self) -> KafkaProducer:
        options = producer_options(self._kafka)
        return keep_trying("connect a producer", lambda: KafkaProducer(**options), self._failure, self._stop)

    def close(self, timeout_s: float = 1.0) -> None:
        """Let go of the connection; what is not acknowledged by now is given up."""
        deadline = time.monotonic() + timeout_s
        try:
            self._producer.close(timeout=timeout_s)
        except KafkaTimeoutError:  # it flushes first and, when that takes too long, leaves its thread running
            self._producer._sender.force_close()
            self._producer._sender.join(max(0.0, deadline - time.monotonic()))


def _error(future: Any) -> Exception:
    error: Exception | None = future.exception
    return error or KafkaTimeoutError("neither acknowledged nor refused")
